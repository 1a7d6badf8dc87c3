//! `track`: the main job, from a folder of PDFs to all tables and the report.

use std::fs;
use std::io::BufWriter;

use anyhow::Context;
use crosscurrent::export;
use crosscurrent::metadata::Metadata;
use crosscurrent::pipeline::Ending;
use crosscurrent::records::{Mixing, Records};
use crosscurrent::report::Gathered;
use crosscurrent::source::Sources;

use super::Outcome;
use super::account::{Clock, hashed};
use super::args::{Talk, Track};
use super::output::say;
use super::report;
use super::scan::scan;
use super::setup::{Setup, metadata};
use super::tables;

pub fn run(args: &Track, talk: Talk) -> anyhow::Result<Outcome> {
    let options = tables::options(&args.counting)?;
    let mut clock = Clock::start();
    let setup = Setup::new(&args.reading)?;
    let mut metadata = metadata(&args.metadata, &setup.gazetteer)?;
    let sources = Sources::of_paths(&args.paths)?;
    let folder = &args.output;
    let remedy = || format!("cannot write to {}; name another folder with --output", folder.display());
    fs::create_dir_all(folder).with_context(remedy)?;
    let mut file = export::draft(folder).with_context(remedy)?;
    if talk == Talk::Verbose {
        let papers = sources.count().map(|papers| format!("{papers} PDFs, ")).unwrap_or_default();
        say(format_args!("{papers}{} models ({})", setup.registry.models.len(), setup.registry_name));
    }
    let group_from = args.metadata.group_from;
    clock.lap("prepare");
    let scanned = scan(&setup, metadata.as_mut(), group_from, sources, talk, &mut BufWriter::new(&mut file))?;
    clock.lap("scan");
    if scanned.ending == Ending::Complete {
        let mut records = Records::open(&[file.path().to_owned()], Mixing::Refused)?;
        records.listing = metadata.as_ref().map(Metadata::listing);
        let (registry, mut gathered) = (&setup.registry, Gathered::default());
        let corpus =
            tables::write(folder, &mut records, registry, &options, &args.counting, &mut gathered, talk)?;
        clock.lap("tables");
        report::write_of(&folder.join(report::FILE), &corpus, gathered, &mut records, &options)?;
        clock.lap("report");
        let reading = &args.reading;
        let lists = [&reading.gazetteer.gazetteer, &args.metadata.metadata];
        let inputs = setup.registry_file.iter().chain(lists.into_iter().flatten()).cloned();
        let engine = Some(reading.engine.version().to_owned());
        clock.write(folder, &[report::FILE], &records, engine, hashed(inputs)?, talk)?;
    }
    Ok(scanned.outcome(args.strict, setup.cache.is_some()))
}
