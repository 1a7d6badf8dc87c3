//! How fast texts that were read before are matched again: MB/s of text on one thread, and what 5,000 papers would take.
//!
//! `cargo bench --bench rematch -- DIR [--rounds N]`
//!
//! Reads the PDFs of a folder once, then measures what a second run does: the registry and its matcher are made, readings
//! are decoded as the cache holds them, models are found. Beside it, for a peer, a plain Aho-Corasick automaton that only
//! counts where the letters of any name stand. Seconds are processor time, the least of all rounds; prints one line of
//! JSON.

use std::hint::black_box;
use std::path::PathBuf;
use std::{env, fs};

use aho_corasick::{AhoCorasick, MatchKind};
use crosscurrent::cache::{decode, encode};
use crosscurrent::models::{Matcher, Registry};
use crosscurrent::pdf::{Engine, Limits, Passwords};
use crosscurrent::pipeline;
use crosscurrent::text::Reading;
use nix::time::{ClockId, clock_gettime};

/// So many papers a user is thought to have.
const PAPERS: usize = 5000;

fn main() {
    let mut rounds = 5;
    let mut folder = None;
    // Cargo passes `--bench` to every benchmark.
    let mut args = env::args().skip(1).filter(|arg| arg != "--bench");
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--rounds" => {
                rounds = args.next().and_then(|it| it.parse().ok()).expect("--rounds needs a number");
            }
            _ => folder = Some(PathBuf::from(arg)),
        }
    }
    let folder = folder.expect("usage: cargo bench --bench rematch -- DIR");
    let mut paths: Vec<PathBuf> =
        fs::read_dir(&folder).expect("cannot open the folder").map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|it| it == "pdf"));
    paths.sort();
    let files: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).expect("cannot read a file")).collect();

    let limits = Limits::default();
    let mut kept: Vec<Vec<u8>> = Vec::new();
    let reading = least(1, || {
        kept = files
            .iter()
            .map(|file| pipeline::read(file.clone(), Engine::Hayro, &limits, &Passwords::default()))
            .map(|reading| encode(&reading).expect("a reading can be encoded"))
            .collect();
    });
    let decoded = |kept: &Vec<u8>| -> Reading { decode(kept).expect("what was encoded can be decoded") };
    let readings: Vec<Reading> = kept.iter().map(decoded).collect();
    let bytes: usize = readings.iter().map(|reading| reading.text.text.len()).sum();
    let megabytes = bytes as f64 / 1e6;

    let registry = || Registry::parse(Registry::builtin_text(), "models.toml").expect("the file parses");
    let parsing = least(rounds, || {
        black_box(registry());
    });
    let registry = registry();
    let making = least(rounds, || {
        black_box(Matcher::new(&registry).expect("the names fit"));
    });
    let matcher = Matcher::new(&registry).expect("the names fit");
    let mut hits = 0;
    let matching = least(rounds, || {
        hits = readings.iter().map(|reading| matcher.find(&reading.text).models.len()).sum();
    });
    let decoding = least(rounds, || kept.iter().for_each(|kept| drop(black_box(decoded(kept)))));
    let names = registry.models.iter().flat_map(|model| &model.aliases).map(|alias| &alias.text);
    let plain = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .ascii_case_insensitive(true)
        .build(names)
        .expect("the names fit");
    let mut letters = 0;
    let counting = least(rounds, || {
        letters = readings.iter().map(|reading| plain.find_iter(&reading.text.text).count()).sum();
    });
    let again = least(1, || {
        for kept in kept.iter().cycle().take(PAPERS) {
            black_box(matcher.find(&decoded(kept).text));
        }
    });
    let report = serde_json::json!({
        "papers": files.len(), "megabytes_of_text": megabytes, "models_named": hits, "letters_of_names": letters,
        "reading_s": reading, "matching_s": matching, "matching_of_reading": matching / reading,
        "matching_mb_per_s": megabytes / matching, "plain_automaton_mb_per_s": megabytes / counting,
        "decoding_s": decoding, "parsing_the_registry_s": parsing, "making_the_matcher_s": making,
        "decoding_and_matching_5000_papers_s": again,
    });
    serde_json::to_writer_pretty(std::io::stdout(), &report).expect("standard output is open");
}

/// The least processor time that a piece of work takes.
fn least(rounds: usize, mut work: impl FnMut()) -> f64 {
    let time = |()| {
        let start = processor_seconds();
        work();
        processor_seconds() - start
    };
    std::iter::repeat_n((), rounds.max(1)).map(time).fold(f64::INFINITY, f64::min)
}

/// What this thread has used.
fn processor_seconds() -> f64 {
    let now = clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).expect("every thread has this clock");
    now.tv_sec() as f64 + now.tv_nsec() as f64 / 1e9
}
