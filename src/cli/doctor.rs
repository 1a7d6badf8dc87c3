//! `doctor`: what this installation uses, the health of a set of records, and the two engines side by side.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use crosscurrent::affiliation::{Basis, Gazetteer};
use crosscurrent::paper::PaperRecord;
use crosscurrent::pdf::Engine;
use crosscurrent::provenance::TOOL;
use crosscurrent::records::{Mixing, Records};

use super::Outcome;
use super::args::{Doctor, Reading};
use super::compare;
use super::output::print;
use super::setup::{cache_file, jobs, registry};

pub fn run(args: &Doctor) -> anyhow::Result<Outcome> {
    if let Some(folder) = &args.compare {
        return compare::run(folder, args);
    }
    if args.records.is_empty() {
        return installation(&args.reading);
    }
    let mut records = Records::open(&args.records, Mixing::Allowed)?;
    let mut health = Health::default();
    for record in records.read() {
        health.add(&record?);
    }
    print(&health.report()?)?;
    Ok(Outcome::Done)
}

fn installation(reading: &Reading) -> anyhow::Result<Outcome> {
    let (registry, name) = registry(&reading.registry)?;
    let gazetteer = Gazetteer::embedded();
    let cache = match cache_file(reading)? {
        None => "none".to_owned(),
        Some(path) => {
            let size =
                fs::metadata(&path).map_or_else(|_| "not made yet".to_owned(), |it| megabytes(it.len()));
            format!("{} ({size})", path.display())
        }
    };
    let mut out = String::new();
    writeln!(out, "crosscurrent  {TOOL}")?;
    for engine in Engine::ALL {
        let chosen = if engine == reading.engine { ", in use" } else { "" };
        writeln!(out, "engine        {}{chosen}", engine.version())?;
    }
    writeln!(out, "models        {} from {name}, SHA-256 {}", registry.models.len(), registry.hash)?;
    writeln!(
        out,
        "gazetteer     {} institutions, SHA-256 {}",
        gazetteer.institutions().len(),
        gazetteer.hash()
    )?;
    writeln!(out, "cache         {cache}")?;
    let memory = megabytes(reading.max_memory);
    writeln!(
        out,
        "a paper may   take {} s and {memory}, {} at once",
        reading.timeout.as_secs(),
        jobs(reading)
    )?;
    print(&out)?;
    Ok(Outcome::Done)
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20))
}

/// Counts over records that tell whether their countries can be trusted.
#[derive(Default)]
struct Health {
    papers: usize,
    status: BTreeMap<&'static str, usize>,
    linking: BTreeMap<&'static str, usize>,
    /// Papers with a country that rests on this basis.
    basis: BTreeMap<&'static str, usize>,
    no_country: usize,
    no_author: usize,
    headquarters_alone: usize,
    email_alone: usize,
    problems: BTreeMap<&'static str, usize>,
}

impl Health {
    fn add(&mut self, record: &PaperRecord) {
        self.papers += 1;
        *self.status.entry(record.status.as_str()).or_default() += 1;
        for problem in &record.problems {
            *self.problems.entry(problem.kind.as_str()).or_default() += 1;
        }
        if !record.status.counts() {
            return;
        }
        *self.linking.entry(record.linking.as_str()).or_default() += 1;
        self.no_country += usize::from(record.countries.is_empty());
        self.no_author += usize::from(record.authors.is_empty());
        let mut bases: Vec<Basis> = record.affiliations.iter().filter_map(|it| it.basis).collect();
        bases.sort_unstable();
        bases.dedup();
        for basis in &bases {
            *self.basis.entry(basis.as_str()).or_default() += 1;
        }
        let by_email = |basis: &Basis| matches!(basis, Basis::EmailTld | Basis::EmailDomain);
        self.headquarters_alone += usize::from(bases == [Basis::HqDefault]);
        let from_authors = bases.is_empty() && !record.countries.is_empty();
        self.email_alone += usize::from(from_authors || !bases.is_empty() && bases.iter().all(by_email));
    }

    fn report(&self) -> Result<String, std::fmt::Error> {
        let mut out = String::new();
        writeln!(out, "{} papers", self.papers)?;
        let lists = [
            ("status", &self.status),
            ("papers by the basis of their countries", &self.basis),
            ("how authors are linked to affiliations", &self.linking),
            ("problems", &self.problems),
        ];
        for (name, counts) in lists {
            let counts: Vec<String> = counts.iter().map(|(what, count)| format!("{what} {count}")).collect();
            writeln!(
                out,
                "{name}: {}",
                if counts.is_empty() { "none".to_owned() } else { counts.join(", ") }
            )?;
        }
        writeln!(out, "no country: {}", self.no_country)?;
        writeln!(out, "no author found: {}", self.no_author)?;
        writeln!(out, "countries from headquarters alone: {}", self.headquarters_alone)?;
        writeln!(out, "countries from e-mail alone: {}", self.email_alone)?;
        Ok(out)
    }
}
