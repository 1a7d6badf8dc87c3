//! `explain --model --country`: the papers behind one cell of adoption, with the words that decided.

use std::fmt::{self, Write};
use std::path::PathBuf;

use anyhow::{Context, bail};
use crosscurrent::adoption::{CellPapers, Corpus};
use crosscurrent::country::Country;
use crosscurrent::paper::PaperRecord;
use serde_json::json;

use super::Outcome;
use super::args::{AnswerFormat, Definition, RegistryFile};
use super::output::print;
use super::setup::registry;
use super::tables;

/// What is asked: the papers of a country that adopt a model.
pub struct Cell<'a> {
    pub model: &'a str,
    pub country: Country,
    pub definition: &'a Definition,
    pub allow_mixed: bool,
}

pub fn run(
    paths: &[PathBuf],
    cell: &Cell<'_>,
    file: &RegistryFile,
    format: AnswerFormat,
) -> anyhow::Result<Outcome> {
    if let Some(pdf) = paths.iter().find(|path| path.extension().is_some_and(|it| it == "pdf")) {
        bail!(
            "{} is no file of records; --model and --country take what scan and track wrote",
            pdf.display()
        );
    }
    let options = tables::defined(cell.definition)?;
    let (registry, _) = registry(file)?;
    let mut records = tables::open_mixed(paths, cell.allow_mixed)?;
    let mut corpus = Corpus::new(&registry);
    for record in records.read() {
        corpus.add(&record?)?;
    }
    let model = cell.model;
    let behind = CellPapers::new(&corpus, &options, model, cell.country).with_context(|| {
        format!("there is no model `{model}`; `crosscurrent models list {model}` finds its id")
    })?;
    if format == AnswerFormat::Text {
        let papers =
            if behind.len() == 1 { "1 paper".to_owned() } else { format!("{} papers", behind.len()) };
        let country = cell.country.in_a_sentence();
        print(&format!("{papers} with an author in {country} on {model}; {options}\n"))?;
    }
    for record in records.read() {
        let record = record?;
        let Some(weight) = behind.weight(&record) else { continue };
        match format {
            AnswerFormat::Text => print(&shown(&behind, &record, weight)?)?,
            AnswerFormat::Jsonl => print(&lines(&behind, &record, cell.country, weight))?,
        }
    }
    Ok(Outcome::Done)
}

/// A paper for a person.
fn shown(behind: &CellPapers, record: &PaperRecord, weight: f64) -> Result<String, fmt::Error> {
    let mut out = String::new();
    let year = record.year.map(|year| format!(", {year}")).unwrap_or_default();
    writeln!(out, "\n{}\n{}{year}", record.title.as_deref().unwrap_or("(no title found)"), record.path)?;
    if weight < 1.0 {
        writeln!(out, "  counts {weight:.3}")?;
    }
    for reason in behind.reasons(record) {
        let surfaces: Vec<String> =
            reason.mention.surfaces.iter().map(|(name, count)| format!("{name} ×{count}")).collect();
        let (role, id) = (reason.role.as_str(), &reason.mention.id);
        writeln!(out, "  {role:<10} {id}: {}", surfaces.join(", "))?;
        if let Some(passage) = reason.passage {
            let (page, zone) = (passage.page, passage.zone.as_str());
            writeln!(out, "      page {page}, {zone}: \"{}\"", passage.text)?;
        }
    }
    for affiliation in behind.affiliations(record) {
        let country = affiliation.country.map(|it| it.to_string()).unwrap_or_default();
        let basis = affiliation.basis.map_or("", |it| it.as_str());
        // What stands in a list of papers stands on no page.
        let page = if affiliation.page > 0 { format!(" (page {})", affiliation.page) } else { String::new() };
        writeln!(
            out,
            "  {country:<10} \"{}\"{page}\n      {basis}: \"{}\"",
            affiliation.text, affiliation.evidence
        )?;
    }
    Ok(out)
}

/// A line of JSON for each model by which a paper counts.
fn lines(behind: &CellPapers, record: &PaperRecord, country: Country, weight: f64) -> String {
    let affiliations = behind.affiliations(record);
    let reasons = behind.reasons(record);
    let lines = reasons.iter().map(|reason| {
        let line = json!({
            "id": record.id, "path": record.path, "title": record.title, "year": record.year, "country": country,
            "weight": weight, "model": reason.mention.id, "role": reason.role,
            "surfaces": reason.mention.surfaces, "page": reason.passage.map(|it| it.page),
            "zone": reason.passage.map(|it| it.zone), "quote": reason.passage.map(|it| &it.text),
            "affiliations": affiliations,
        });
        format!("{line}\n")
    });
    lines.collect()
}
