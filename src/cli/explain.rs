//! `explain`: why a paper has its countries and models, so that a person can check it in seconds.
//! The papers behind one number are in [`super::behind`].

use std::fmt::{self, Write};

use anyhow::bail;
use crosscurrent::country::Country;
use crosscurrent::models::{Ambiguous, ModelMention, Registry};
use crosscurrent::paper::PaperRecord;
use crosscurrent::source::Sources;

use super::Outcome;
use super::args::{AnswerFormat, Explain};
use super::behind::{self, Cell};
use super::output::print;
use super::setup::{Setup, stop_on_interrupt};

/// Passages shown for each model.
const PASSAGES: usize = 3;

pub fn run(args: &Explain) -> anyhow::Result<Outcome> {
    if let (Some(model), Some(country)) = (&args.model, args.country) {
        let (definition, allow_mixed) = (&args.definition, args.allow_mixed);
        let cell = Cell { model, country, definition, allow_mixed };
        return behind::run(&args.files, &cell, &args.reading.registry, args.format);
    }
    let [file] = args.files.as_slice() else {
        bail!("explain takes one PDF, or --model and --country with files of records");
    };
    if file.extension().is_some_and(|it| it == "jsonl") {
        bail!("{} is no PDF; for files of records, say --model ID and --country CODE", file.display());
    }
    let setup = Setup::new(&args.reading)?;
    let sources = Sources::of_paths(std::slice::from_ref(file))?;
    if file.is_dir() || sources.count() != Some(1) {
        bail!("explain takes one PDF, or a member as in archive.tar!paper.pdf; {} is none", file.display());
    }
    let mut found = None;
    setup.pipeline().run(sources, &*stop_on_interrupt()?, &|_| {}, |record| {
        found = Some(record);
        Ok(())
    })?;
    let Some(record) = found else { return Ok(Outcome::Interrupted) };
    match args.format {
        AnswerFormat::Jsonl => print(&(serde_json::to_string(&record)? + "\n"))?,
        AnswerFormat::Text => print(&explanation(&record, &setup.registry)?)?,
    }
    Ok(Outcome::Done)
}

fn explanation(record: &PaperRecord, registry: &Registry) -> Result<String, fmt::Error> {
    let mut out = String::new();
    writeln!(out, "{}", record.title.as_deref().unwrap_or("(no title found)"))?;
    let year = record.year.map(|year| format!(", {year}")).unwrap_or_default();
    let pages = if record.pages == 1 { "1 page".to_owned() } else { format!("{} pages", record.pages) };
    let venue = record.venue.as_deref().map(|venue| format!(", {venue}")).unwrap_or_default();
    writeln!(out, "{}: {}, {pages}{venue}{year}", record.path, record.status.as_str())?;
    for problem in &record.problems {
        let page = problem.page.map(|page| format!(" (page {page})")).unwrap_or_default();
        writeln!(out, "  problem: {}{page}", problem.detail)?;
    }
    countries(&mut out, record)?;
    models(&mut out, record, registry)?;
    ambiguous(&mut out, &record.ambiguous)?;
    Ok(out)
}

fn countries(out: &mut String, record: &PaperRecord) -> fmt::Result {
    writeln!(out, "\nCOUNTRIES  {}", codes_or_unknown(&record.countries))?;
    for affiliation in &record.affiliations {
        let code = affiliation.country.map_or("??", |_| "");
        let country = affiliation.country.map(|country| country.to_string()).unwrap_or_default();
        let basis = match affiliation.basis {
            Some(basis) => format!("{}: \"{}\"", basis.as_str(), affiliation.evidence),
            None => "nothing tells where this is".to_owned(),
        };
        writeln!(
            out,
            "  {country}{code}  \"{}\" (page {})\n      {basis}",
            affiliation.text, affiliation.page
        )?;
    }
    writeln!(out, "\nAUTHORS  {}, linked by {}", record.authors.len(), record.linking.as_str())?;
    for author in &record.authors {
        let host = author.email_domain.as_deref().map(|host| format!("  @{host}")).unwrap_or_default();
        let marked = if author.corresponding { "  (corresponding)" } else { "" };
        writeln!(out, "  {:<5}  {}{host}{marked}", codes_or_unknown(&author.countries), author.name)?;
    }
    Ok(())
}

fn models(out: &mut String, record: &PaperRecord, registry: &Registry) -> fmt::Result {
    writeln!(out, "\nMODELS  {}", record.models.len())?;
    let mut mentions: Vec<&ModelMention> = record.models.iter().collect();
    mentions.sort_by(|a, b| b.role.cmp(&a.role).then_with(|| a.id.cmp(&b.id)));
    for mention in mentions {
        let origin =
            registry.get(&mention.id).map(|model| codes_or_unknown(&model.origin)).unwrap_or_default();
        let surfaces: Vec<String> =
            mention.surfaces.iter().map(|(name, count)| format!("{name} ×{count}")).collect();
        let aid = if mention.writing_aid { "  (writing aid)" } else { "" };
        let (role, id) = (mention.role.as_str(), &mention.id);
        writeln!(out, "  {role:<10} {id} ({origin}): {}{aid}", surfaces.join(", "))?;
        for evidence in mention.evidence.iter().take(PASSAGES) {
            let (page, zone) = (evidence.page, evidence.zone.as_str());
            writeln!(out, "      page {page}, {zone}, {}: \"{}\"", evidence.role.as_str(), evidence.text)?;
        }
    }
    Ok(())
}

fn ambiguous(out: &mut String, hits: &[Ambiguous]) -> fmt::Result {
    if hits.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nNOT DECIDED, not counted  {}", hits.len())?;
    for hit in hits {
        writeln!(out, "  {}? page {}, {}: \"{}\"", hit.id, hit.page, hit.zone.as_str(), hit.context)?;
    }
    Ok(())
}

fn codes_or_unknown(countries: &[Country]) -> String {
    if countries.is_empty() {
        return "??".to_owned();
    }
    countries.iter().map(Country::code).collect::<Vec<_>>().join(",")
}
