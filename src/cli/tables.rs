//! `tables`: records → tables.

use std::io::{self, IsTerminal, stderr};
use std::path::{Path, PathBuf};

use anyhow::Context;
use crosscurrent::adoption::{self, Fold, Options};
use crosscurrent::export;
use crosscurrent::models::Registry;
use crosscurrent::records::{Mixing, Records};

use super::Outcome;
use super::args::{Choices, Tables, Talk};
use super::output::say;
use super::setup::registry;

/// Columns of the summary where nobody says how wide the terminal is.
const WIDTH: usize = 100;

pub fn run(args: &Tables, talk: Talk) -> anyhow::Result<Outcome> {
    let options = options(&args.counting)?;
    let (registry, _) = registry(&args.registry)?;
    let mixing = if args.allow_mixed { Mixing::Allowed } else { Mixing::Refused };
    let mut records = open(&args.records, mixing)?;
    write(&args.output, &mut records, &registry, &options, &args.counting, talk)?;
    Ok(Outcome::Done)
}

fn open(paths: &[PathBuf], mixing: Mixing) -> anyhow::Result<Records> {
    let records = match paths {
        [path] if path == Path::new("-") => {
            Records::spool(io::stdin().lock(), Path::new("standard input"), mixing)?
        }
        paths => Records::open(paths, mixing)?,
    };
    Ok(records)
}

/// Writes all tables into a folder, and says what is in them.
pub fn write(
    folder: &Path,
    records: &mut Records,
    registry: &Registry,
    options: &Options,
    choices: &Choices,
    talk: Talk,
) -> anyhow::Result<()> {
    let corpus = export::write_folder(folder, records, registry, options, choices.format)?;
    if talk > Talk::Quiet {
        say(adoption::summary(&corpus, options, width()).trim_end());
        say(format_args!("\nTables and evidence: {}", folder.display()));
    }
    Ok(())
}

/// What the typed choices mean.
pub fn options(choices: &Choices) -> anyhow::Result<Options> {
    let mut fold = Fold::default();
    for text in &choices.fold {
        let next = text.parse().with_context(|| format!("--fold {text}"))?;
        fold = fold.and(next).with_context(|| format!("--fold {text}"))?;
    }
    Ok(Options {
        role: choices.role,
        counting: choices.counting,
        measure: choices.measure,
        scope: choices.scope,
        fold,
        lineage: choices.lineage,
        origin_basis: choices.origin_basis,
        group_by: choices.group_by,
    })
}

fn width() -> usize {
    if !stderr().is_terminal() {
        return WIDTH;
    }
    terminal_size::terminal_size().map_or(WIDTH, |(width, _)| usize::from(width.0))
}
