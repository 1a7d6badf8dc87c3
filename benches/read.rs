//! How much processor time reading PDFs takes in one process and one thread: bytes → document → normalised text and zones.
//!
//! `cargo bench --bench read -- DIR [--engine hayro|pdf-extract] [--rounds N] [--only NAME]`
//!
//! Files are in memory before the clock starts. Prints one line of JSON: files and pages read, files that gave no text, and
//! the seconds of each round. `benches/engines.py` calls it and measures the peers beside it.

use std::path::PathBuf;
use std::{env, fs};

use crosscurrent::pdf::{Engine, Limits, Passwords};
use crosscurrent::pipeline;
use nix::time::{ClockId, clock_gettime};

fn main() {
    let mut engine = Engine::Hayro;
    let mut rounds = 1;
    let mut only = String::new();
    let mut folder = None;
    // Cargo passes `--bench` to every benchmark.
    let mut args = env::args().skip(1).filter(|arg| arg != "--bench");
    while let Some(arg) = args.next() {
        let mut value = || args.next().unwrap_or_else(|| panic!("{arg} needs a value"));
        match arg.as_str() {
            "--engine" => {
                let name = value();
                let known = Engine::ALL.into_iter().find(|engine| engine.as_str() == name);
                engine = known.unwrap_or_else(|| panic!("{name} is no engine"));
            }
            "--rounds" => rounds = value().parse().expect("--rounds needs a number"),
            "--only" => only = value(),
            _ => folder = Some(PathBuf::from(arg)),
        }
    }
    let folder = folder.expect("usage: cargo bench --bench read -- DIR");
    let mut paths: Vec<PathBuf> =
        fs::read_dir(&folder).expect("cannot open the folder").map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| {
        path.extension().is_some_and(|it| it == "pdf") && path.to_string_lossy().contains(&only)
    });
    paths.sort();
    let files: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).expect("cannot read a file")).collect();
    let limits = Limits::default();
    let mut seconds = Vec::new();
    let (mut pages, mut without_text) = (0, 0);
    for _ in 0..rounds {
        (pages, without_text) = (0, 0);
        let mut spent = 0.0;
        for file in &files {
            let bytes = file.clone();
            let start = processor_seconds();
            let reading =
                std::panic::catch_unwind(|| pipeline::read(bytes, engine, &limits, &Passwords::default()));
            spent += processor_seconds() - start;
            match reading {
                Ok(reading) if !reading.text.text.is_empty() => pages += reading.page_count,
                _ => without_text += 1,
            }
        }
        seconds.push(spent);
    }
    let report = serde_json::json!({
        "engine": engine.as_str(), "files": files.len(), "without_text": without_text, "pages": pages, "seconds": seconds,
    });
    serde_json::to_writer(std::io::stdout(), &report).expect("standard output is open");
}

/// What this thread has used.
fn processor_seconds() -> f64 {
    let now = clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).expect("every thread has this clock");
    now.tv_sec() as f64 + now.tv_nsec() as f64 / 1e9
}
