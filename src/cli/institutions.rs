//! `institutions`: check the gazetteer, look up affiliations, compile a dump of ROR.

use std::io::{self, BufRead, Write};

use anyhow::Context;
use crosscurrent::affiliation::{Gazetteer, Located, ror};
use serde::Serialize;

use super::Outcome;
use super::args::{AnswerFormat, GazetteerFiles, ImportRor, Institutions, InstitutionsCommand, Lookup, Talk};
use super::output::{say, stdout};
use super::setup::{OwnGazetteer, gazetteer_files};
use super::whole::WholeFile;

pub fn run(args: &Institutions, talk: Talk) -> anyhow::Result<Outcome> {
    match &args.command {
        InstitutionsCommand::Check(files) => check(files),
        InstitutionsCommand::Lookup(args) => lookup(args),
        InstitutionsCommand::ImportRor(args) => import(args, talk),
    }
}

fn import(args: &ImportRor, talk: Talk) -> anyhow::Result<Outcome> {
    let mut file = WholeFile::create(&args.output)?;
    let imported = ror::import(&args.dump, &mut file)?;
    file.keep()?;
    if talk > Talk::Quiet {
        let ror::Imported { version, organisations, withdrawn, rows, names, refused, .. } = imported;
        say(format_args!(
            "{version}: {organisations} organisations, {withdrawn} withdrawn; {rows} rows with {names} names, \
             {refused} names refused\nUse it with --gazetteer {}",
            args.output.display()
        ));
    }
    Ok(Outcome::Done)
}

fn check(files: &GazetteerFiles) -> anyhow::Result<Outcome> {
    let files = gazetteer_files(files)?;
    let findings = if files.is_empty() {
        Gazetteer::check()
    } else {
        files.iter().flat_map(Gazetteer::check_file).collect()
    };
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
    let gazetteer = OwnGazetteer::new(&args.gazetteer)?;
    let gazetteer = gazetteer.get();
    let mut out = stdout();
    for affiliation in &args.affiliations {
        if affiliation == "-" {
            for line in io::stdin().lock().lines() {
                answer(gazetteer, &line.context("standard input is not UTF-8")?, args.format, &mut out)?;
            }
        } else {
            answer(gazetteer, affiliation, args.format, &mut out)?;
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn answer(
    gazetteer: &Gazetteer,
    text: &str,
    format: AnswerFormat,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let found = gazetteer.resolve(text).located;
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
