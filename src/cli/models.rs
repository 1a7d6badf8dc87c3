//! `models`: check and list the models of models.toml.

use std::fmt::{self, Write as _};
use std::io::Write as _;

use crosscurrent::country::Country;
use crosscurrent::models::{self, Model, Suggestion, Suggestions};
use serde_json::json;

use super::Outcome;
use super::args::{AnswerFormat, Check, Models, ModelsCommand, ModelsList, Suggest, Talk};
use super::output::{print, say, stdout};
use super::setup::{registry, render};
use super::{texts, usage};

pub fn run(args: &Models, talk: Talk) -> anyhow::Result<Outcome> {
    match &args.command {
        ModelsCommand::Check(args) => check(args, talk),
        ModelsCommand::List(args) => list(args),
        ModelsCommand::Suggest(args) => suggest(args, talk),
        ModelsCommand::Schema => {
            print(&models::schema())?;
            Ok(Outcome::Done)
        }
    }
}

fn check(args: &Check, talk: Talk) -> anyhow::Result<Outcome> {
    let (registry, name) = registry(&args.registry)?;
    if !args.corpus.is_empty() {
        usage::run(&registry, &args.corpus, args.cache.as_deref(), talk)?;
    }
    let today: String = jiff::Timestamp::now().to_string().chars().take(10).collect();
    let warnings = registry.check(&today);
    if !warnings.is_empty() {
        say(format_args!("{}\n", render(&warnings)));
    }
    if talk > Talk::Quiet {
        let (models, found) = (registry.models.len(), warnings.len());
        say(format_args!(
            "{name}: {models} models, {found} {}",
            if found == 1 { "warning" } else { "warnings" }
        ));
    }
    Ok(if warnings.is_empty() { Outcome::Done } else { Outcome::Doubtful })
}

fn list(args: &ModelsList) -> anyhow::Result<Outcome> {
    let (registry, _) = registry(&args.registry)?;
    let words: Vec<String> = args.words.iter().map(|word| word.to_lowercase()).collect();
    let mut out = stdout();
    for model in registry.models.iter().filter(|model| is_meant(model, &words)) {
        match args.format {
            AnswerFormat::Jsonl => {
                let names: Vec<&str> = model.aliases.iter().map(|alias| alias.text.as_str()).collect();
                let line = json!({
                    "id": model.id, "name": model.name, "developer": model.developer, "origin": model.origin,
                    "origin_lab": model.origin_lab, "released": model.released, "parents": model.parents,
                    "aliases": names,
                });
                writeln!(out, "{line}")?;
            }
            AnswerFormat::Text => {
                let released = model.released.as_deref().unwrap_or("");
                let maker = model.developer.as_deref().unwrap_or("");
                let origin = codes(&model.origin);
                writeln!(out, "{:<24} {origin:<6} {released:<10}  {}, {maker}", model.id, model.name)?;
            }
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn suggest(args: &Suggest, talk: Talk) -> anyhow::Result<Outcome> {
    let (registry, _) = registry(&args.registry)?;
    let mut suggestions = Suggestions::new(&registry);
    texts::each(&args.records, args.cache.as_deref(), talk, |record, reading| {
        suggestions.add(&record.path, &record.countries, &reading.text);
    })?;
    for found in suggestions.finish(args.least) {
        print(&entry(&found)?)?;
    }
    Ok(Outcome::Done)
}

/// An entry to paste, with what speaks for it as comments.
fn entry(found: &Suggestion) -> Result<String, fmt::Error> {
    let mut out = String::new();
    let countries = found.countries.iter().map(|(country, papers)| format!("{country} {papers}"));
    let surfaces = found.surfaces.iter().map(|(surface, times)| format!("{surface} ×{times}"));
    let listed = countries.collect::<Vec<_>>().join(", ");
    let papers = if found.papers == 1 { "1 paper".to_owned() } else { format!("{} papers", found.papers) };
    writeln!(out, "# {papers} ({listed}): {}", surfaces.collect::<Vec<_>>().join(", "))?;
    if let Some((path, page, passage)) = &found.example {
        writeln!(out, "# {path}, page {page}: \"{passage}\"")?;
    }
    // The origin is for a person to fill in: an empty one is refused, so that nothing is guessed.
    writeln!(out, "[[model]]\nname = {:?}\norigin = \"\"\n", found.name)?;
    Ok(out)
}

fn is_meant(model: &Model, words: &[String]) -> bool {
    let holds = |word: &String| {
        let texts = [Some(&model.id), Some(&model.name), model.developer.as_ref()];
        texts.into_iter().flatten().any(|text| text.to_lowercase().contains(word.as_str()))
            || model.origin.iter().any(|country| country.code().eq_ignore_ascii_case(word))
    };
    words.is_empty() || words.iter().any(holds)
}

fn codes(countries: &[Country]) -> String {
    countries.iter().map(Country::code).collect::<Vec<_>>().join(",")
}
