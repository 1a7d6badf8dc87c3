//! `doctor`: what this installation uses, the health of a set of records, and the two engines side by side.

use std::fmt::Write;
use std::fs;

use crosscurrent::adoption::Health;
use crosscurrent::pdf::Engine;
use crosscurrent::pdf::confinement::{Confinement, Extent, confine};
use crosscurrent::provenance::TOOL;
use crosscurrent::records::{Mixing, Records};

use super::Outcome;
use super::args::{Doctor, Reading};
use super::compare;
use super::output::print;
use super::setup::{OwnGazetteer, cache_file, jobs, registry};

pub fn run(args: &Doctor) -> anyhow::Result<Outcome> {
    if let Some(folder) = &args.compare {
        return compare::run(folder, args);
    }
    if args.records.is_empty() {
        return installation(&args.reading);
    }
    let mut records = Records::open(&args.records, Mixing::Allowed)?;
    let mut health = Health::default();
    for record in records.read() {
        health.add(&record?);
    }
    print(&health.to_string())?;
    Ok(Outcome::Done)
}

fn installation(reading: &Reading) -> anyhow::Result<Outcome> {
    let (registry, name) = registry(&reading.registry)?;
    let own = OwnGazetteer::new(&reading.gazetteer)?;
    let gazetteer = own.get();
    let cache = match cache_file(reading)? {
        None => "none".to_owned(),
        Some(path) => {
            let size =
                fs::metadata(&path).map_or_else(|_| "not made yet".to_owned(), |it| megabytes(it.len()));
            format!("{} ({size})", path.display())
        }
    };
    let mut out = String::new();
    writeln!(out, "crosscurrent  {TOOL}")?;
    for engine in Engine::ALL {
        let chosen = if engine == reading.engine { ", in use" } else { "" };
        writeln!(out, "engine        {}{chosen}", engine.version())?;
    }
    writeln!(out, "models        {} from {name}, SHA-256 {}", registry.models.len(), registry.hash)?;
    writeln!(
        out,
        "gazetteer     {} institutions, SHA-256 {}",
        gazetteer.institutions().len(),
        gazetteer.hash()
    )?;
    writeln!(out, "cache         {cache}")?;
    let memory = megabytes(reading.max_memory);
    writeln!(
        out,
        "a paper may   take {} s and {memory}, {} at once",
        reading.timeout.as_secs(),
        jobs(reading)
    )?;
    writeln!(out, "its reader is  {}", confined())?;
    print(&out)?;
    Ok(Outcome::Done)
}

/// How far workers are confined here: tried on a thread of its own, which is all that it binds.
fn confined() -> String {
    let none = Confinement { files: Extent::None, network: false };
    let confined = std::thread::spawn(confine).join().unwrap_or(none);
    let files = match confined.files {
        Extent::Full => "kept from all files (Landlock)",
        Extent::Partial => "kept from files (Landlock of an older kernel)",
        Extent::None => "not kept from files: this system has no Landlock",
    };
    let network = match confined {
        Confinement { network: true, .. } => "kept from every network (seccomp)",
        Confinement { files: Extent::Full, .. } => "kept from TCP (Landlock)",
        _ => "not kept from the network: this system has no seccomp",
    };
    format!("{files}, {network}")
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20))
}
