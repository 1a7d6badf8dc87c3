//! `scan`: PDFs → records.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;

use anyhow::Context;
use crosscurrent::metadata::Metadata;
use crosscurrent::paper::PaperRecord;
use crosscurrent::pipeline::Ending;
use crosscurrent::records::Listing;
use crosscurrent::source::{Shard, Sources};

use super::Outcome;
use super::args::{GroupFrom, Scan, Talk};
use super::output::{print, say, stdout_by_line};
use super::progress::Progress;
use super::setup::{Setup, metadata, stop_on_interrupt};
use super::whole::WholeFile;

pub fn run(args: &Scan, talk: Talk) -> anyhow::Result<Outcome> {
    if args.print_schema {
        print(&(serde_json::to_string_pretty(&schemars::schema_for!(PaperRecord))? + "\n"))?;
        return Ok(Outcome::Done);
    }
    let setup = Setup::new(&args.reading)?;
    let mut metadata = metadata(&args.metadata, &setup.gazetteer)?;
    let sources = match &args.files_from {
        Some(list) => list_of(list)?,
        None => Sources::of_paths(&args.paths)?,
    };
    let sources = sources.sharded(args.shard.unwrap_or(Shard::WHOLE));
    let group_from = args.metadata.group_from;
    let to_stdout = args.output == Path::new("-");
    let scanned = if to_stdout {
        scan(&setup, metadata.as_mut(), group_from, sources, talk, &mut stdout_by_line())?
    } else {
        let mut file = WholeFile::create(&args.output)?;
        let scanned = scan(&setup, metadata.as_mut(), group_from, sources, talk, &mut file)?;
        if scanned.ending == Ending::Complete {
            file.keep()?;
        }
        scanned
    };
    if talk > Talk::Quiet {
        say(format_args!("{} papers, {} not read", scanned.papers, scanned.failed));
        if let Some(metadata) = &metadata {
            let Listing { entries, without_pdf } = metadata.listing();
            let without: u64 = without_pdf.values().sum();
            say(format_args!(
                "metadata: {entries} {}, {without} of them without a PDF; PDFs without an entry: {}",
                if entries == 1 { "entry" } else { "entries" },
                scanned.unlisted
            ));
        }
    }
    Ok(scanned.outcome(args.strict, setup.cache.is_some()))
}

/// What a scan came to.
pub struct Scanned {
    pub ending: Ending,
    pub papers: u64,
    pub failed: u64,
    /// Papers that have no entry in the metadata.
    unlisted: u64,
    sources: Option<usize>,
}

impl Scanned {
    pub fn outcome(&self, strict: bool, cached: bool) -> Outcome {
        match self.ending {
            Ending::Stopped => {
                let kept = if cached {
                    "what was read is kept; run the same command again to go on"
                } else {
                    "nothing is kept"
                };
                let of = self.sources.map(|all| format!(" of {all}")).unwrap_or_default();
                say(format_args!("interrupted after {}{of} papers: {kept}", self.papers));
                Outcome::Interrupted
            }
            Ending::Complete if strict && self.failed > 0 => Outcome::Doubtful,
            Ending::Complete => Outcome::Done,
        }
    }
}

/// Writes a line of JSON for every source, joined with its metadata.
pub fn scan(
    setup: &Setup,
    mut metadata: Option<&mut Metadata>,
    group_from: Option<GroupFrom>,
    sources: Sources,
    talk: Talk,
    out: &mut (impl Write + Send),
) -> anyhow::Result<Scanned> {
    let stop = stop_on_interrupt()?;
    let count = sources.count();
    let progress = Progress::new(count, talk);
    let (papers, failed) = (AtomicU64::new(0), AtomicU64::new(0));
    let done = |record: &PaperRecord| {
        papers.fetch_add(1, Relaxed);
        failed.fetch_add(u64::from(!record.status.counts()), Relaxed);
        progress.done(record);
    };
    let (mut unlisted, mut first) = (0, None);
    let gazetteer = &setup.gazetteer;
    let ending = setup.pipeline().run(sources, &stop, &done, |mut record| {
        if group_from == Some(GroupFrom::Path) {
            record.take_folders();
        }
        if let Some(metadata) = &mut metadata {
            metadata.join(&mut record, gazetteer.get());
        }
        unlisted += u64::from(record.metadata.is_none());
        serde_json::to_writer(&mut *out, &record)?;
        out.write_all(b"\n")?;
        first.get_or_insert(record.path);
        Ok(())
    });
    progress.finish();
    let ending = ending?;
    out.flush().context("cannot write the records")?;
    if talk == Talk::Verbose {
        say(format_args!("read in {:.1} s", progress.elapsed().as_secs_f64()));
    }
    let first = first.unwrap_or_default();
    if let Some(warning) = metadata.and_then(|it| it.stranger(&first)).filter(|_| talk > Talk::Quiet) {
        say(format_args!("warning: {warning}"));
    }
    let (papers, failed) = (papers.into_inner(), failed.into_inner());
    Ok(Scanned { ending, papers, failed, unlisted, sources: count })
}

/// The papers of a list, which is read as it comes.
fn list_of(list: &Path) -> anyhow::Result<Sources> {
    if list == Path::new("-") {
        return Ok(Sources::of_list(Box::new(io::stdin()), "standard input"));
    }
    let name = list.display().to_string();
    let file = File::open(list).with_context(|| format!("cannot read the list of files {name}"))?;
    Ok(Sources::of_list(Box::new(file), &name))
}
