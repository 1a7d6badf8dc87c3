//! Answers and the records they are about → what the records' counts would be if a person had read every paper.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::agreement::{Agreement, agreement};
use super::answers::{Answer, Answers, Key};
use super::design::{Claim, Design, codes};
use super::error::{AuditError, Mistake};
use super::estimate::{Checked, Corrected, Share, corrected};
use super::frame::{Frame, Stratum, Unit};
use crate::country::Country;
use crate::models::Registry;
use crate::records::Records;

/// Below so many answers in a stratum that was not checked wholly, a part of the sample is not corrected by itself.
pub const LEAST: u64 = 5;

/// What an audit found.
#[derive(Debug)]
pub struct Score {
    /// What was asked.
    pub design: Design,
    /// What tells its sample from any other.
    pub sample: String,
    /// Rows without an answer.
    pub unanswered: u64,
    /// The whole sample.
    pub whole: Line,
    /// Models, then countries, where enough of the sample falls on them.
    pub parts: Vec<Line>,
    /// How far two checkers agree, where there were two.
    pub agreement: Option<Agreement>,
}

/// The sample, or the part of it that is about one model or one country.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The model; empty for all.
    pub model: String,
    /// The country, of the claim or of the paper as found; empty for all.
    pub country: String,
    /// Units that the records say hold; their number is the raw count.
    pub flagged: Checked,
    /// All others.
    pub unflagged: Checked,
    /// The corrected count; none where a stratum has too few answers.
    pub corrected: Option<Corrected>,
}

/// A sheet and the name that messages give it.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// The answers.
    pub answers: &'a Answers,
    /// Their file.
    pub path: &'a Path,
}

impl Line {
    /// The share of the flagged that are right.
    #[must_use]
    pub fn precision(&self) -> Option<Share> {
        self.flagged.share()
    }

    /// The share of the unflagged that were missed.
    #[must_use]
    pub fn missed(&self) -> Option<Share> {
        self.unflagged.share()
    }

    /// Answers that did not decide.
    #[must_use]
    pub fn unsure(&self) -> u64 {
        self.flagged.unsure + self.unflagged.unsure
    }

    /// What must be said with it; empty where nothing must.
    #[must_use]
    pub fn remark(&self, design: &Design) -> String {
        let mut remarks = Vec::new();
        if self.unflagged.units > 0 && self.unflagged.answered == 0 {
            remarks.push("no unflagged unit was checked, so what was missed is not known");
        }
        if self.flagged.units > 0 && self.flagged.answered == 0 {
            remarks.push("no flagged unit was checked");
        }
        if design.asks_which() && self.country.is_empty() {
            remarks.push("a paper that misses several countries counts as missing one");
        }
        if self.corrected.is_some_and(|it| it.clipped) {
            remarks.push("the interval was clipped to what the answers leave possible");
        }
        remarks.join("; ")
    }
}

/// Scores a sheet against the records that it was drawn from; a second checker's sheet gives their agreement.
///
/// # Errors
/// Rows that are not of the sample, records that it was not drawn from, a sheet without any answer.
pub fn score(
    first: Sheet<'_>,
    second: Option<Sheet<'_>>,
    records: &mut Records,
    registry: &Registry,
) -> Result<Score, AuditError> {
    let frame = open_frame(first, records, registry)?;
    let drawn = frame.draw();
    for sheet in [Some(first), second].into_iter().flatten() {
        check(sheet, first, &drawn)?;
    }
    let answers = first.answers;
    let answered: Vec<Drawn<'_>> = drawn
        .into_iter()
        .map(|unit| {
            let row = answers.rows.get(&key(unit));
            let missing = row.map_or(&[][..], |row| &row.missing);
            Drawn { unit, answer: row.and_then(|row| row.answer), missing }
        })
        .collect();
    let unanswered = answered.iter().filter(|it| it.answer.is_none()).count() as u64;
    let whole = Tally::of(&frame.units, &answered, |_| true, holds);
    let design = &frame.design;
    let whole = whole.line(design.model.clone().unwrap_or_default(), codes(&design.countries), 1);
    let parts = parts(&frame, &answered);
    let agreement = second.map(|second| agreement(answers, second.answers));
    Ok(Score { sample: answers.sample.clone(), design: frame.design, unanswered, whole, parts, agreement })
}

/// The units that the sheet was drawn from, if the records still have them.
fn open_frame(sheet: Sheet<'_>, records: &mut Records, registry: &Registry) -> Result<Frame, AuditError> {
    let Sheet { answers, path } = sheet;
    let path = path.to_owned();
    if answers.is_blank() {
        return Err(AuditError::NoAnswer { path });
    }
    let design = match answers.design.clone().checked(registry) {
        Ok(design) => design,
        Err(source) => return Err(AuditError::Design { path, source }),
    };
    let frame = Frame::read(records, design)?;
    if frame.sample_id() == answers.sample {
        return Ok(frame);
    }
    let known: BTreeMap<Key, Stratum> = frame.units.iter().map(|unit| (key(unit), unit.stratum)).collect();
    let (mut gone, mut moved) = (0, 0);
    for (key, row) in &answers.rows {
        match known.get(key) {
            None => gone += 1,
            Some(stratum) if stratum.as_str() != row.stratum => moved += 1,
            Some(_) => {}
        }
    }
    let rows = answers.rows.len();
    let what = match (gone, moved) {
        (0, 0) => "its rows are in them, but other papers came, went or were found otherwise".to_owned(),
        (gone, moved) => {
            format!("of its {rows} rows {gone} are not in them and {moved} are flagged otherwise")
        }
    };
    Err(AuditError::Stale { path, what, command: frame.design.command() })
}

/// Whether every row of a sheet is one that was drawn.
fn check(sheet: Sheet<'_>, first: Sheet<'_>, drawn: &[&Unit]) -> Result<(), AuditError> {
    let (own, wanted) = (&sheet.answers.sample, &first.answers.sample);
    if own != wanted {
        let (first, second) = (wanted.clone(), own.clone());
        return Err(AuditError::OtherSample { path: sheet.path.to_owned(), first, second });
    }
    let drawn: BTreeMap<Key, &str> = drawn.iter().map(|unit| (key(unit), unit.stratum.as_str())).collect();
    let mut mistakes: Vec<Mistake> = Vec::new();
    for (key, row) in &sheet.answers.rows {
        if drawn.get(key).is_none_or(|stratum| *stratum != row.stratum) {
            let what = "this row was not drawn: its paper, model, country or stratum was changed; take the row from the \
                        sheet as it was, or remove it";
            mistakes.push(Mistake { line: row.line, what: what.to_owned() });
        }
    }
    mistakes.sort_by_key(|mistake| mistake.line);
    if mistakes.is_empty() { Ok(()) } else { Err(AuditError::Rows { path: sheet.path.to_owned(), mistakes }) }
}

fn key(unit: &Unit) -> Key {
    unit.key().map(str::to_owned)
}

/// The models and countries that the sample speaks of by itself: those with [`LEAST`] answers in a stratum.
fn parts(frame: &Frame, answered: &[Drawn<'_>]) -> Vec<Line> {
    let Design { claim, model, countries, .. } = &frame.design;
    let mut parts = Vec::new();
    let mut push = |name: &str, country: String, tally: Tally| {
        if tally.0.iter().any(|stratum| stratum.answered >= LEAST) {
            parts.push(tally.line(name.to_owned(), country, LEAST));
        }
    };
    let units = &frame.units;
    if *claim == Claim::Model && model.is_none() {
        let models: BTreeSet<&str> = units.iter().map(|unit| unit.model.as_str()).collect();
        for name in models {
            push(name, codes(countries), Tally::of(units, answered, |unit| unit.model == name, holds));
        }
    }
    if *claim == Claim::Joint || !countries.is_empty() {
        return parts;
    }
    let name = model.as_deref().unwrap_or_default();
    let fold = &frame.design.fold;
    let told = answered.iter().flat_map(|drawn| drawn.missing).map(|&country| fold.apply(country));
    let found: BTreeSet<Country> =
        units.iter().flat_map(|unit| unit.countries.iter().copied()).chain(told).collect();
    for country in found {
        let tally = match claim {
            // A paper without the country is one that may have been missed, and it was if the checker names the country.
            Claim::Country => {
                let belongs = |unit: &Unit| match unit.stratum {
                    Stratum::Flagged => unit.country == country.code(),
                    Stratum::Unflagged => !unit.countries.contains(&country),
                };
                Tally::of(units, answered, belongs, |drawn| match drawn.unit.stratum {
                    Stratum::Flagged => holds(drawn),
                    Stratum::Unflagged => drawn.missing.iter().any(|&it| fold.apply(it) == country),
                })
            }
            _ => Tally::of(units, answered, |unit| unit.countries.contains(&country), holds),
        };
        push(name, country.to_string(), tally);
    }
    parts
}

/// A unit that was drawn, and what was said of it.
struct Drawn<'a> {
    unit: &'a Unit,
    answer: Option<Answer>,
    missing: &'a [Country],
}

/// Whether the claim of a unit holds, by its answer.
fn holds(drawn: &Drawn<'_>) -> bool {
    match drawn.unit.stratum {
        Stratum::Flagged => drawn.answer == Some(Answer::Right),
        Stratum::Unflagged => drawn.answer == Some(Answer::Wrong),
    }
}

/// Units and answers of both strata, in the order of [`Stratum::ALL`].
struct Tally([Checked; 2]);

impl Tally {
    fn of(
        units: &[Unit],
        answered: &[Drawn<'_>],
        belongs: impl Fn(&Unit) -> bool,
        holds: impl Fn(&Drawn<'_>) -> bool,
    ) -> Self {
        let mut strata = [Checked::default(); 2];
        for unit in units.iter().filter(|unit| belongs(unit)) {
            if let Some(checked) = strata.get_mut(unit.stratum as usize) {
                checked.units += 1;
            }
        }
        for drawn in answered.iter().filter(|it| belongs(it.unit)) {
            let Some(checked) = strata.get_mut(drawn.unit.stratum as usize) else { continue };
            match drawn.answer {
                None => {}
                Some(Answer::Unsure) => checked.unsure += 1,
                Some(_) => {
                    checked.answered += 1;
                    checked.holds += u64::from(holds(drawn));
                }
            }
        }
        Self(strata)
    }

    fn line(self, model: String, country: String, least: u64) -> Line {
        let enough = |it: &Checked| it.answered >= it.units.min(least);
        let corrected = if self.0.iter().all(enough) { corrected(&self.0) } else { None };
        let [flagged, unflagged] = self.0;
        Line { model, country, flagged, unflagged, corrected }
    }
}
