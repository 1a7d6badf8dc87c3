//! Whatever happens to a worker in the middle of a run costs its paper alone: all other records are, byte for byte, those
//! of a run in which nothing happens.

mod made;

use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use crosscurrent::models::{Matcher, Registry};
use crosscurrent::paper::Versions;
use crosscurrent::pdf::Passwords;
use crosscurrent::pdf::isolation::WorkerCommand;
use crosscurrent::pipeline::{Ending, Pipeline};
use crosscurrent::source::Sources;

const PAPERS: [&str; 5] = ["alpine", "boreal", "coastal", "desert", "estuarine"];
/// The paper at which workers misbehave.
const VICTIM: usize = 2;

fn papers(folder: &Path) {
    for word in PAPERS {
        fs::write(folder.join(format!("{word}.pdf")), made::paper(word)).unwrap();
    }
}

/// The records of a run over a folder, one line each, with workers that a program starts.
fn run(folder: &Path, jobs: usize, worker: WorkerCommand) -> Vec<String> {
    let matcher = Matcher::new(Registry::builtin()).unwrap();
    let pipeline = Pipeline {
        matcher: &matcher,
        gazetteer: None,
        versions: Versions { engine: "hayro".to_owned(), registry: String::new(), gazetteer: String::new() },
        cache: None,
        worker,
        passwords: Passwords::default(),
        largest_file: 1 << 30,
        jobs,
    };
    let mut records = Vec::new();
    let ending = pipeline.run(
        Sources::of_paths(&[folder.to_owned()]).unwrap(),
        &AtomicBool::new(false),
        &|_| {},
        |record| {
            records.push(serde_json::to_string(&record)?);
            Ok(())
        },
    );
    assert_eq!(ending.unwrap(), Ending::Complete);
    records
}

fn program() -> String {
    assert_cmd::cargo::cargo_bin("crosscurrent").to_str().unwrap().to_owned()
}

fn worker(engine: &str, timeout: Duration) -> WorkerCommand {
    WorkerCommand {
        program: program().into(),
        args: ["worker", &format!("--engine={engine}"), "--max-memory=500000000", "--timeout-ms=600000"]
            .map(Into::into)
            .to_vec(),
        timeout,
    }
}

const LONG: Duration = Duration::from_mins(1);

fn status(record: &str) -> String {
    let record: serde_json::Value = serde_json::from_str(record).unwrap();
    record["status"].as_str().unwrap().to_owned()
}

/// Starts workers of which the first one reads the papers before the victim and then misbehaves, as the next few do at
/// once; the ones after them are well.
#[cfg(unix)]
const SCRIPT: &str = r#"
start=1
while ! mkdir "$1/$start" 2>/dev/null; do start=$((start + 1)); done
worker() { "$3" worker --engine=hayro --max-memory=500000000 --timeout-ms=600000; }
if [ $start = 1 ]; then dd bs=1 count="$2" 2>/dev/null | worker "$@"; fi
if [ $start -le "$4" ]; then MISBEHAVE; fi
worker "$@"
"#;

#[cfg(unix)]
fn misbehaving(how: &str, starts: usize, notes: &Path, timeout: Duration) -> WorkerCommand {
    // A frame is a length and a file with the length of its passwords, of which there are none.
    let before: u64 = PAPERS[..VICTIM].iter().map(|word| 8 + made::paper(word).len() as u64 + 4).sum();
    let script = SCRIPT.replace("MISBEHAVE", how);
    let notes = notes.to_str().unwrap();
    WorkerCommand {
        program: "/bin/sh".into(),
        args: ["-c", &script, "sh", notes, &before.to_string(), &program(), &starts.to_string()]
            .map(Into::into)
            .to_vec(),
        timeout,
    }
}

#[cfg(unix)]
#[test]
fn a_worker_that_misbehaves_costs_its_paper_alone() {
    let folder = tempfile::tempdir().unwrap();
    papers(folder.path());
    let well = run(folder.path(), 1, worker("hayro", LONG));
    assert!(well.iter().all(|record| status(record) == "ok" && record.contains("\"llama\"")), "{well:?}");
    let short = Duration::from_secs(8);
    for (name, how, starts, timeout, expected) in [
        ("aborts", "kill -6 $$", 2, LONG, "crash"),
        ("is killed again and again", "kill -9 $$", 3, LONG, "crash"),
        ("is killed twice, from outside", "kill -9 $$", 2, LONG, "ok"),
        ("is killed once, from outside", "kill -9 $$", 1, LONG, "ok"),
        ("closes its pipe and stays", "exec >&- sleep 600", 2, LONG, "crash"),
        ("goes away without a word", "exit 0", 2, LONG, "crash"),
        ("answers half a frame", "printf '\\100\\0\\0\\0\\0\\0\\0\\0half'; exit 0", 2, LONG, "crash"),
        (
            "runs out of memory",
            "echo memory allocation of 7 bytes failed >&2; kill -6 $$",
            2,
            LONG,
            "too_large",
        ),
        ("hangs", "exec sleep 600", 1, short, "timeout"),
    ] {
        let notes = tempfile::tempdir().unwrap();
        let records = run(folder.path(), 1, misbehaving(how, starts, notes.path(), timeout));
        assert_eq!(records.len(), well.len(), "{name}");
        for (index, (record, well)) in records.iter().zip(&well).enumerate() {
            if index == VICTIM {
                assert_eq!(status(record), expected, "{name}: {record}");
            } else {
                assert_eq!(record, well, "a worker that {name} changed another record");
            }
        }
    }
}

/// Real files that end a real worker, among papers that are well.
#[test]
fn a_file_that_ends_its_worker_costs_itself_alone() {
    let folder = tempfile::tempdir().unwrap();
    papers(folder.path());
    for (name, engine, file, timeout, expected) in [
        ("asks for too much memory", "hayro", made::flate_bomb_of_objects(), LONG, "too_large"),
        ("overflows the stack", "pdf-extract", made::form_of_itself(), LONG, "crash"),
        ("takes for ever", "pdf-extract", made::forms_of_forms(), Duration::from_secs(8), "timeout"),
    ] {
        let well = run(folder.path(), 1, worker(engine, LONG));
        let bad = folder.path().join("bad.pdf");
        fs::write(&bad, file).unwrap();
        for jobs in [1, 2] {
            let mut records = run(folder.path(), jobs, worker(engine, timeout));
            let bad = records.iter().position(|it| it.contains("/bad.pdf\"")).unwrap();
            let bad = records.remove(bad);
            assert_eq!(status(&bad), expected, "{name}: {bad}");
            assert_eq!(records, well, "a file that {name} changed another record");
        }
        fs::remove_file(&bad).unwrap();
    }
}

/// What the kernel says of a worker that waits for its first paper.
#[cfg(target_os = "linux")]
#[test]
fn a_worker_gives_up_networks_before_it_reads() {
    use std::process::{Command, Stdio};
    let WorkerCommand { program, args, .. } = worker("hayro", LONG);
    let mut worker =
        Command::new(program).args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let status = format!("/proc/{}/status", worker.id());
    let filtered = || fs::read_to_string(&status).is_ok_and(|it| it.contains("\nSeccomp:\t2\n"));
    let begun = std::time::Instant::now();
    while !filtered() && begun.elapsed() < LONG {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(filtered(), "{}", fs::read_to_string(&status).unwrap());
    drop(worker.stdin.take());
    assert!(worker.wait().unwrap().success());
}
