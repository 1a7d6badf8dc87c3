//! `tables`: records → tables.

use std::io::{self, IsTerminal, stderr};
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, bail};
use crosscurrent::adoption::{self, Corpus, Fold, Options};
use crosscurrent::export::{self, Watch};
use crosscurrent::models::Registry;
use crosscurrent::records::{Mixing, Records};

use super::Outcome;
use super::account::{Clock, hashed};
use super::args::{Choices, Definition, Merging, Tables, Talk};
use super::audit;
use super::output::{say, stdout};
use super::setup::{registry, registry_file};
use super::whole::WholeFile;

/// Columns of the summary where nobody says how wide the terminal is.
const WIDTH: usize = 100;

/// The folder that gets the tables when none is named.
const FOLDER: &str = "out";

pub fn run(args: &Tables, talk: Talk) -> anyhow::Result<Outcome> {
    let options = options(&args.counting)?;
    let mut clock = Clock::start();
    let (registry, _) = registry(&args.records_from.registry)?;
    let (table, paths) = one_table(&args.records);
    let mut records = open(paths, &args.records_from)?;
    let corrected = match &args.audit {
        Some(_) if table.is_some() => bail!(
            "--audit adds a table to all the others; for it alone: crosscurrent audit score AUDIT RECORDS --format csv"
        ),
        Some(sheet) => Some(audit::corrected(sheet, &mut records, &registry)?),
        None => None,
    };
    if let Some(path) = &args.database {
        if table.is_some() {
            bail!("--database takes all tables; leave the name of the table out");
        }
        let corpus = export::write_database(path, &mut records, &registry, &options, corrected.as_slice())?;
        tell(&adoption::summary(&corpus, &options, width()), path, talk);
        return Ok(Outcome::Done);
    }
    let Some(name) = table else {
        let folder = args.output.as_deref().unwrap_or(Path::new(FOLDER));
        let format = args.counting.format;
        clock.lap("prepare");
        let files: Vec<PathBuf> = records.files().map(Path::to_owned).collect();
        let inputs =
            registry_file(&args.records_from.registry).into_iter().chain(files).chain(args.audit.clone());
        let inputs = thread::scope(|scope| {
            // Files of records are large.
            let hashes = scope.spawn(|| hashed(inputs));
            let more = corrected.as_slice();
            let corpus =
                export::write_folder(folder, &mut records, &registry, &options, format, more, &mut ())?;
            tell(&adoption::summary(&corpus, &options, width()), folder, talk);
            hashes.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })?;
        clock.lap("tables");
        clock.write(folder, &[], &records, None, inputs, talk)?;
        return Ok(Outcome::Done);
    };
    let format = args.counting.format;
    match args.output.as_deref().filter(|path| *path != Path::new("-")) {
        None => export::write_table(name, &mut records, &registry, &options, format, stdout())?,
        Some(path) => {
            let mut file = WholeFile::create(path)?;
            export::write_table(name, &mut records, &registry, &options, format, &mut file)?;
            file.keep()?;
        }
    }
    Ok(Outcome::Done)
}

/// The name of the one table that is wanted, if the first argument is one, and the files of records.
fn one_table(given: &[PathBuf]) -> (Option<&'static str>, &[PathBuf]) {
    if let [first, rest @ ..] = given
        && !rest.is_empty()
        && !first.exists()
        && let Some(name) = export::table_names().into_iter().find(|name| first == Path::new(name))
    {
        return (Some(name), rest);
    }
    (None, given)
}

/// The records of all files as one set.
pub fn open(paths: &[PathBuf], merging: &Merging) -> anyhow::Result<Records> {
    open_mixed(paths, merging.allow_mixed)
}

/// The same; `allow_mixed` takes records of different registries and gazetteers.
pub fn open_mixed(paths: &[PathBuf], allow_mixed: bool) -> anyhow::Result<Records> {
    let mixing = if allow_mixed { Mixing::Allowed } else { Mixing::Refused };
    let records = match paths {
        [path] if path == Path::new("-") => {
            Records::spool(io::stdin().lock(), Path::new("standard input"), mixing)?
        }
        paths => Records::open(paths, mixing)?,
    };
    Ok(records)
}

/// Writes all tables into a folder while `watch` looks on, and says what is in them. Gives the corpus that was counted.
pub fn write<'r>(
    folder: &Path,
    records: &mut Records,
    registry: &'r Registry,
    options: &Options,
    choices: &Choices,
    watch: &mut impl Watch,
    talk: Talk,
) -> anyhow::Result<Corpus<'r>> {
    let corpus = export::write_folder(folder, records, registry, options, choices.format, &[], watch)?;
    tell(&adoption::summary(&corpus, options, width()), folder, talk);
    Ok(corpus)
}

fn tell(summary: &str, place: &Path, talk: Talk) {
    if talk > Talk::Quiet {
        say(summary.trim_end());
        say(format_args!("\nTables and evidence: {}", place.display()));
    }
}

/// What the typed choices mean.
pub fn options(choices: &Choices) -> anyhow::Result<Options> {
    Ok(Options { measure: choices.measure, group_by: choices.group_by, ..defined(&choices.definition)? })
}

/// What the typed choices behind one number mean.
pub fn defined(typed: &Definition) -> anyhow::Result<Options> {
    Ok(Options {
        role: typed.role,
        counting: typed.counting,
        scope: typed.scope,
        fold: fold(&typed.fold)?,
        lineage: typed.lineage,
        origin_basis: typed.origin_basis,
        ..Options::default()
    })
}

/// Several foldings as one.
pub fn fold(typed: &[String]) -> anyhow::Result<Fold> {
    let mut fold = Fold::default();
    for text in typed {
        let next = text.parse().with_context(|| format!("--fold {text}"))?;
        fold = fold.and(next).with_context(|| format!("--fold {text}"))?;
    }
    Ok(fold)
}

fn width() -> usize {
    if !stderr().is_terminal() {
        return WIDTH;
    }
    terminal_size::terminal_size().map_or(WIDTH, |(width, _)| usize::from(width.0))
}
