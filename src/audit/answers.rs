//! A filled sheet → answers, with everything that is wrong with it told at once.

use std::collections::BTreeMap;
use std::path::Path;

use super::design::Design;
use super::error::{AuditError, Mistake};
use super::sheet::{COLUMNS, unguard};
use crate::country::Country;

/// What a checker says of a row: is what the records say of it right?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// It is.
    Right,
    /// It is not.
    Wrong,
    /// The page does not decide it.
    Unsure,
}

impl Answer {
    /// All answers.
    pub const ALL: [Answer; 3] = [Answer::Right, Answer::Wrong, Answer::Unsure];

    /// As it stands in a sheet.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Answer::Right => "right",
            Answer::Wrong => "wrong",
            Answer::Unsure => "unsure",
        }
    }
}

/// Paper, model and country: what tells a row from the others.
pub(super) type Key = [String; 3];

/// A filled sheet.
#[derive(Debug)]
pub struct Answers {
    /// What was asked.
    pub design: Design,
    /// What tells its sample from any other.
    pub sample: String,
    pub(super) rows: BTreeMap<Key, Answered>,
}

/// A row of it.
#[derive(Debug)]
pub(super) struct Answered {
    pub line: u64,
    pub stratum: String,
    pub answer: Option<Answer>,
    /// The countries that the checker misses, where the row asks which.
    pub missing: Vec<Country>,
    pub path: String,
    pub claim: String,
}

/// What separates the cells: some spreadsheets save in the manner of their country.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// The columns that a score needs, in the order in which [`read`] takes them.
const NEEDED: [&str; 10] =
    ["answer", "missing", "paper", "model", "country", "stratum", "path", "claim", "sample", "design"];

impl Answers {
    /// Reads a sheet. Its rows may stand in any order, and its columns too; further columns are passed over.
    ///
    /// # Errors
    /// A file that is no sheet; answers that are none, rows that stand twice, rows of several samples.
    pub fn read(text: &str, path: &Path) -> Result<Self, AuditError> {
        let no_sheet = |what: String| AuditError::NoSheet { path: path.to_owned(), what };
        let text = text.trim_start_matches('\u{feff}');
        let head = text.lines().next().unwrap_or_default();
        if head.trim_start().starts_with('{') {
            return Err(no_sheet(
                "these look like records; the sheet comes first, then the records".to_owned(),
            ));
        }
        if head.trim_start().starts_with('<') {
            return Err(no_sheet(
                "this is the sheet itself; open it in a browser and save its answers".to_owned(),
            ));
        }
        let count = |separator: u8| head.bytes().filter(|&byte| byte == separator).count();
        let separator = SEPARATORS.into_iter().rev().max_by_key(|&it| count(it)).unwrap_or(b',');
        let mut csv =
            csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
        let headers = csv.headers().map_err(|error| no_sheet(error.to_string()))?.clone();
        let place = |name: &str| headers.iter().position(|header| header.trim() == name);
        let missing: Vec<&str> =
            COLUMNS.into_iter().filter(|it| NEEDED.contains(it) && place(it).is_none()).collect();
        if !missing.is_empty() {
            return Err(no_sheet(format!("it has no column {}", missing.join(", "))));
        }
        let places = NEEDED.map(|name| place(name).unwrap_or_default());
        let mut reading = Reading::default();
        let mut lines = Lines { text, at: 0, line: 1 };
        for record in csv.records() {
            match record {
                Ok(record) => {
                    let line = lines.line_of(record.position());
                    reading.row(line, places.map(|at| unguard(record.get(at).unwrap_or_default().trim())));
                }
                Err(error) => {
                    let line = lines.line_of(error.position());
                    reading.mistake(
                        line,
                        "this row cannot be read as CSV in UTF-8; save the file as such".to_owned(),
                    );
                }
            }
        }
        reading.finish(path)
    }

    /// Whether any row has an answer.
    pub(super) fn is_blank(&self) -> bool {
        self.rows.values().all(|row| row.answer.is_none())
    }
}

/// On which line a row begins. The reader of CSV gives the end of the row before, which is another line after CRLF.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    fn line_of(&mut self, position: Option<&csv::Position>) -> u64 {
        let from = position.map_or(self.at, |it| it.byte() as usize).max(self.at);
        let bytes = self.text.as_bytes();
        let gap = bytes.iter().skip(from).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let passed = bytes.get(self.at..from + gap).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.at = from + gap;
        self.line
    }
}

/// The rows so far.
#[derive(Default)]
struct Reading {
    rows: BTreeMap<Key, Answered>,
    /// Sample and design of the first row, and its line.
    first: Option<(String, Design, u64)>,
    mistakes: Vec<Mistake>,
}

impl Reading {
    fn mistake(&mut self, line: u64, what: String) {
        self.mistakes.push(Mistake { line, what });
    }

    fn row(
        &mut self,
        line: u64,
        [answer, missing, paper, model, country, stratum, path, claim, sample, design]: [&str; 10],
    ) {
        if [answer, paper, sample].iter().all(|cell| cell.is_empty()) {
            return;
        }
        match &self.first {
            None => match design.parse::<Design>() {
                Ok(design) => self.first = Some((sample.to_owned(), design, line)),
                Err(error) => return self.mistake(line, error.to_string()),
            },
            Some((first, known, at)) if first != sample || known.to_string() != design => {
                let what = format!(
                    "this row belongs to another sample than line {at}; score the sheet of each sample by itself"
                );
                return self.mistake(line, what);
            }
            Some(_) => {}
        }
        let known = Answer::ALL.into_iter().find(|it| answer.eq_ignore_ascii_case(it.as_str()));
        if known.is_none() && !answer.is_empty() {
            let what = format!("`{answer}` is no answer; write right, wrong or unsure, or leave it empty");
            return self.mistake(line, what);
        }
        let asks = country.is_empty() && self.first.as_ref().is_some_and(|it| it.1.asks_which());
        let missing = match countries(missing, known, asks) {
            Ok(missing) => missing,
            Err(what) => return self.mistake(line, what),
        };
        let row = Answered {
            line,
            stratum: stratum.to_owned(),
            answer: known,
            missing,
            path: path.to_owned(),
            claim: claim.to_owned(),
        };
        if let Some(before) = self.rows.insert([paper, model, country].map(str::to_owned), row) {
            self.mistake(line, format!("this row stands on line {} already; keep one of them", before.line));
        }
    }

    fn finish(self, path: &Path) -> Result<Answers, AuditError> {
        let path = path.to_owned();
        if !self.mistakes.is_empty() {
            return Err(AuditError::Rows { path, mistakes: self.mistakes });
        }
        let Some((sample, design, _)) = self.first else {
            return Err(AuditError::NoSheet { path, what: "it has no row".to_owned() });
        };
        Ok(Answers { design, sample, rows: self.rows })
    }
}

/// The codes of the column `missing`, which a row has where it asks for them and its statement is wrong.
fn countries(text: &str, answer: Option<Answer>, asks: bool) -> Result<Vec<Country>, String> {
    match (text.is_empty(), asks && answer == Some(Answer::Wrong)) {
        (true, false) => return Ok(Vec::new()),
        (true, true) => {
            return Err(
                "which countries are missing? write their codes into the column `missing`, as in DE;FR"
                    .to_owned(),
            );
        }
        (false, false) => {
            return Err("countries can be missing only where the list of a paper's countries is wrong; empty the column \
                        `missing`, or answer wrong"
                .to_owned());
        }
        (false, true) => {}
    }
    let codes = text.split([';', ',', ' ']).filter(|code| !code.is_empty());
    let parsed = codes.map(|code| code.to_uppercase().parse::<Country>().map_err(|error| error.to_string()));
    parsed.collect()
}
