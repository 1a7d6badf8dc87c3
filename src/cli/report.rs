//! `report`: records → one page of HTML, or its figures.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
use crosscurrent::adoption::{Corpus, Options, Table};
use crosscurrent::models::Registry;
use crosscurrent::records::Records;
use crosscurrent::report::{self, Gathered};

use super::Outcome;
use super::args::{Report, Talk};
use super::audit;
use super::output::{print, say};
use super::setup::registry;
use super::tables;
use super::whole::WholeFile;

/// The name of the page in the output folder.
pub const FILE: &str = "report.html";

pub fn run(args: &Report, talk: Talk) -> anyhow::Result<Outcome> {
    let options = Options { measure: args.measure, ..tables::defined(&args.definition)? };
    let (registry, _) = registry(&args.records_from.registry)?;
    let to_stdout = args.output == Path::new("-");
    if args.open && to_stdout {
        bail!("--open needs a file; name one with --output");
    }
    let mut records = tables::open(&args.records, &args.records_from)?;
    let corrected = match &args.audit {
        Some(sheet) => Some(audit::corrected(sheet, &mut records, &registry)?),
        None => None,
    };
    if let Some(folder) = &args.figures {
        let figures = report::figures(&mut records, &registry, &options, corrected)?;
        fs::create_dir_all(folder).with_context(|| {
            format!("cannot make the folder {}; name another one with --figures", folder.display())
        })?;
        for figure in &figures {
            whole(&folder.join(&figure.name), &figure.svg)?;
        }
        if talk > Talk::Quiet {
            say(format_args!("{} figures: {}", figures.len(), folder.display()));
        }
        return Ok(Outcome::Done);
    }
    if to_stdout {
        print(&report::page(&mut records, &registry, &options, corrected)?)?;
        return Ok(Outcome::Done);
    }
    write(&args.output, &mut records, &registry, &options, corrected)?;
    if talk > Talk::Quiet {
        say(format_args!("Report: {}", args.output.display()));
    }
    if args.open {
        open::that_detached(&args.output).with_context(|| {
            format!("cannot show {} in a browser; open it yourself", args.output.display())
        })?;
    }
    Ok(Outcome::Done)
}

/// Writes the page of some records.
fn write(
    path: &Path,
    records: &mut Records,
    registry: &Registry,
    options: &Options,
    corrected: Option<Table>,
) -> anyhow::Result<()> {
    whole(path, &report::page(records, registry, options, corrected)?)
}

/// Writes the page of a corpus that was counted while the tables were written.
pub fn write_of(
    path: &Path,
    corpus: &Corpus<'_>,
    gathered: Gathered,
    records: &mut Records,
    options: &Options,
) -> anyhow::Result<()> {
    whole(path, &report::page_of(corpus, gathered, records, options)?)
}

fn whole(path: &Path, text: &str) -> anyhow::Result<()> {
    let mut file = WholeFile::create(path)?;
    file.write_all(text.as_bytes()).with_context(|| format!("cannot write {}", path.display()))?;
    file.keep()
}
