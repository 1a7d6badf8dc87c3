//! `doctor --compare`: what the two engines find in the same papers, and where they disagree.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write};
use std::path::Path;

use anyhow::{Context, bail};
use crosscurrent::cache::Cache;
use crosscurrent::country::Country;
use crosscurrent::paper::PaperRecord;
use crosscurrent::pdf::Engine;
use crosscurrent::pipeline::Ending;
use crosscurrent::source::Sources;
use crosscurrent::text::Reading;
use serde::Serialize;

use super::Outcome;
use super::args::{self, AnswerFormat};
use super::output::print;
use super::setup::{Setup, stop_on_interrupt};

/// Shorter words say little of how well a text was read.
const LETTERS: usize = 3;

pub fn run(folder: &Path, args: &args::Doctor) -> anyhow::Result<Outcome> {
    let mut setup = Setup::new(&args.reading)?;
    let temporary = tempfile::tempdir().context("cannot make a temporary folder")?;
    if setup.cache.is_none() {
        setup.cache = Some(Cache::open(&temporary.path().join("readings.sqlite"))?);
    }
    let mut sides = Vec::new();
    let stop = stop_on_interrupt()?;
    for engine in Engine::ALL {
        let sources = Sources::of_paths(&[folder.to_owned()])?;
        let mut records = Vec::new();
        let ending = setup.pipeline_of(engine).run(sources, &stop, &|_| {}, |record| {
            records.push(record);
            Ok(())
        })?;
        if ending == Ending::Stopped {
            return Ok(Outcome::Interrupted);
        }
        sides.push(records);
    }
    let mut total = Total::default();
    let mut out = String::new();
    if args.format == AnswerFormat::Text {
        head(&mut out)?;
    }
    let [ours, theirs] = sides.as_slice() else { bail!("there are two engines to compare") };
    for (ours, theirs) in ours.iter().zip(theirs) {
        let paper = Paper::new(ours, theirs, setup.cache.as_ref())?;
        total.add(&paper);
        match args.format {
            AnswerFormat::Text => paper.show(&mut out)?,
            AnswerFormat::Jsonl => writeln!(out, "{}", serde_json::to_string(&paper)?)?,
        }
    }
    if args.format == AnswerFormat::Text {
        total.show(&mut out)?;
    }
    print(&out)?;
    Ok(Outcome::Done)
}

/// One paper as both engines read it.
#[derive(Serialize)]
struct Paper<'a> {
    path: &'a str,
    hayro: Side<'a>,
    #[serde(rename = "pdf-extract")]
    pdf_extract: Side<'a>,
    /// How many words of three letters and more both have, as F1; `null` where neither has any.
    same_words: Option<f64>,
}

/// One paper as one engine read it.
#[derive(Serialize)]
struct Side<'a> {
    status: &'static str,
    #[serde(skip)]
    is_read: bool,
    /// `null` where there is no text, or none that may be kept.
    words: Option<usize>,
    models: BTreeSet<&'a str>,
    countries: &'a [Country],
    problems: Vec<&'a str>,
    #[serde(skip)]
    counts: BTreeMap<String, usize>,
}

impl<'a> Paper<'a> {
    fn new(ours: &'a PaperRecord, theirs: &'a PaperRecord, cache: Option<&Cache>) -> anyhow::Result<Self> {
        let path = &ours.path;
        let (ours, theirs) =
            (Side::new(ours, Engine::Hayro, cache)?, Side::new(theirs, Engine::PdfExtract, cache)?);
        let both: usize =
            ours.counts.iter().map(|(word, &count)| count.min(*theirs.counts.get(word).unwrap_or(&0))).sum();
        let all = ours.counts.values().sum::<usize>() + theirs.counts.values().sum::<usize>();
        let same_words = (all > 0).then(|| 2.0 * both as f64 / all as f64);
        Ok(Self { path, hayro: ours, pdf_extract: theirs, same_words })
    }

    fn show(&self, out: &mut String) -> fmt::Result {
        let same = self.same_words.map_or("-".to_owned(), |same| format!("{same:.3}"));
        write!(out, "{same:>6}")?;
        for side in [&self.hayro, &self.pdf_extract] {
            write!(
                out,
                "  {:<10} {:>7} {:>6} {:>9}",
                side.status,
                side.words.map_or("-".to_owned(), |words| words.to_string()),
                side.models.len(),
                side.countries.len()
            )?;
        }
        writeln!(out, "  {}", self.path)?;
        let (ours, theirs) = (&self.hayro, &self.pdf_extract);
        disagreement(out, "models", &ours.models, &theirs.models)?;
        let codes = |side: &Side<'_>| side.countries.iter().map(Country::to_string).collect();
        disagreement(out, "countries", &codes(ours), &codes(theirs))?;
        for (side, engine) in [(ours, Engine::Hayro), (theirs, Engine::PdfExtract)] {
            for problem in &side.problems {
                writeln!(out, "        {}: {problem}", engine.as_str())?;
            }
        }
        Ok(())
    }
}

impl<'a> Side<'a> {
    fn new(record: &'a PaperRecord, engine: Engine, cache: Option<&Cache>) -> anyhow::Result<Self> {
        let reading: Option<Reading> = match (cache, &record.id) {
            (Some(cache), Some(id)) => cache.get(id, engine.version())?,
            _ => None,
        };
        let text = reading.map(|reading| reading.text.text);
        let mut counts = BTreeMap::new();
        for word in text.as_deref().unwrap_or_default().split(|c: char| !c.is_alphabetic()) {
            if word.chars().nth(LETTERS - 1).is_some() {
                *counts.entry(word.to_lowercase()).or_default() += 1;
            }
        }
        Ok(Self {
            status: record.status.as_str(),
            is_read: record.status.counts(),
            words: text.map(|text| text.split_whitespace().count()),
            models: record.models.iter().map(|model| model.id.as_str()).collect(),
            countries: &record.countries,
            problems: record.problems.iter().map(|problem| problem.detail.as_str()).collect(),
            counts,
        })
    }
}

fn head(out: &mut String) -> fmt::Result {
    let [ours, theirs] = Engine::ALL.map(Engine::version);
    writeln!(out, "{:6}  {ours:<35}  {theirs:<35}", "same")?;
    write!(out, "{:6}", "words")?;
    for _ in Engine::ALL {
        write!(out, "  {:<10} {:>7} {:>6} {:>9}", "status", "words", "models", "countries")?;
    }
    writeln!(out, "  paper")
}

fn disagreement<T: Ord + AsRef<str>>(
    out: &mut String,
    what: &str,
    ours: &BTreeSet<T>,
    theirs: &BTreeSet<T>,
) -> fmt::Result {
    for (engine, own, other) in [(Engine::Hayro, ours, theirs), (Engine::PdfExtract, theirs, ours)] {
        let alone: Vec<&str> = own.difference(other).map(AsRef::as_ref).collect();
        if !alone.is_empty() {
            writeln!(out, "        {what} with {} alone: {}", engine.as_str(), alone.join(", "))?;
        }
    }
    Ok(())
}

/// All papers together.
#[derive(Default)]
struct Total {
    papers: usize,
    read: [usize; 2],
    words: [usize; 2],
    models: [usize; 2],
    countries: [usize; 2],
    other_models: usize,
    other_countries: usize,
    same: f64,
    compared: usize,
}

impl Total {
    fn add(&mut self, paper: &Paper<'_>) {
        self.papers += 1;
        for (at, side) in [&paper.hayro, &paper.pdf_extract].into_iter().enumerate() {
            self.read[at] += usize::from(side.is_read);
            self.words[at] += side.words.unwrap_or(0);
            self.models[at] += side.models.len();
            self.countries[at] += side.countries.len();
        }
        self.other_models += usize::from(paper.hayro.models != paper.pdf_extract.models);
        self.other_countries += usize::from(paper.hayro.countries != paper.pdf_extract.countries);
        self.same += paper.same_words.unwrap_or(0.0);
        self.compared += usize::from(paper.same_words.is_some());
    }

    fn show(&self, out: &mut String) -> fmt::Result {
        write!(out, "{:>6.3}", self.same / self.compared.max(1) as f64)?;
        for at in 0..Engine::ALL.len() {
            write!(
                out,
                "  {:<10} {:>7} {:>6} {:>9}",
                format!("{} read", self.read[at]),
                self.words[at],
                self.models[at],
                self.countries[at]
            )?;
        }
        writeln!(out, "  {} papers", self.papers)?;
        writeln!(
            out,
            "They disagree on the models of {} papers and on the countries of {}.",
            self.other_models, self.other_countries
        )
    }
}
