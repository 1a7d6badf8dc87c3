//! `institutions`: check the gazetteer, look up affiliations.

use std::io::{self, BufRead, Write};

use anyhow::Context;
use crosscurrent::affiliation::{Gazetteer, Located};
use serde::Serialize;

use super::Outcome;
use super::args::{AnswerFormat, Institutions, InstitutionsCommand, Lookup};
use super::output::stdout;

pub fn run(args: &Institutions) -> anyhow::Result<Outcome> {
    match &args.command {
        InstitutionsCommand::Check => check(),
        InstitutionsCommand::Lookup(args) => lookup(args),
    }
}

fn check() -> anyhow::Result<Outcome> {
    let findings = Gazetteer::check();
    let mut out = stdout();
    for finding in &findings {
        writeln!(out, "{finding}")?;
    }
    out.flush()?;
    Ok(if findings.is_empty() { Outcome::Done } else { Outcome::Doubtful })
}

/// What is known of one affiliation.
#[derive(Serialize)]
struct Answer<'a> {
    text: &'a str,
    countries: Vec<&'a str>,
    basis: Option<&'static str>,
    evidence: &'a str,
}

fn lookup(args: &Lookup) -> anyhow::Result<Outcome> {
    let mut out = stdout();
    for affiliation in &args.affiliations {
        if affiliation == "-" {
            for line in io::stdin().lock().lines() {
                answer(&line.context("standard input is not UTF-8")?, args.format, &mut out)?;
            }
        } else {
            answer(affiliation, args.format, &mut out)?;
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn answer(text: &str, format: AnswerFormat, out: &mut impl Write) -> anyhow::Result<()> {
    let found = Gazetteer::embedded().resolve(text).located;
    let mut countries: Vec<&str> = found.iter().map(|it| it.country.code()).collect();
    countries.sort_unstable();
    countries.dedup();
    match format {
        AnswerFormat::Jsonl => {
            let first = found.first();
            let basis = first.map(|it| it.basis.as_str());
            let answer =
                Answer { text, countries, basis, evidence: first.map_or("", |it| it.evidence.as_str()) };
            serde_json::to_writer(&mut *out, &answer)?;
            writeln!(out)?;
        }
        AnswerFormat::Text if found.is_empty() => writeln!(out, "?   {text}: nothing tells")?,
        AnswerFormat::Text => {
            for Located { country, institution, basis, evidence } in &found {
                let name = institution.as_deref().unwrap_or(country.name());
                writeln!(out, "{country}  {text}: {name} ({}: \"{evidence}\")", basis.as_str())?;
            }
        }
    }
    Ok(())
}
