//! What holds of every run, however it is divided, ordered or ended: nothing lost, nothing doubled, the same bytes.

mod made;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

/// Papers of all sorts: good ones, and those that a run must survive.
fn papers() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| {
        let path = folder.path().join("papers").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    for word in ["alpine", "boreal", "coastal", "desert", "estuarine", "fluvial", "glacial"] {
        put(&format!("{word}.pdf"), &made::paper(word));
    }
    put("again/alpine.pdf", &made::paper("alpine"));
    put("again/long.pdf", &made::long_paper());
    put("bad/empty.pdf", b"");
    put("bad/garbage.pdf", b"%PDF-1.7\nthis is not one");
    put("bad/bomb.pdf", &made::flate_bomb_in_a_page());
    put("bad/itself.pdf", &made::form_of_itself());
    put("bad/cycle.pdf", &made::cyclic_page_tree());
    let mut tar = tar::Builder::new(Vec::new());
    for word in ["hadal", "insular"] {
        let bytes = made::paper(word);
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, format!("{word}.pdf"), bytes.as_slice()).unwrap();
    }
    put("more.tar", &tar.into_inner().unwrap());
    folder
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("crosscurrent"));
    command.current_dir(folder).args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).output().unwrap()
}

fn done(folder: &Path, args: &[&str]) -> Vec<u8> {
    let output = run(folder, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// The files of a folder but the one that holds times.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.filter(|path| !path.ends_with("run.json"));
    files.map(|path| (path.file_name().unwrap().into(), fs::read(&path).unwrap())).collect()
}

#[test]
fn any_shares_in_any_order_with_any_jobs_are_one_run() {
    let folder = papers();
    let at = folder.path();
    let inputs = ["papers", "papers/more.tar"];
    done(at, &[&["track", "-o", "whole", "--jobs", "1", "--no-cache"], &inputs[..]].concat());
    let mut whole = files(&at.join("whole"));
    assert_eq!(String::from_utf8_lossy(&whole[Path::new("papers.jsonl")]).lines().count(), 16);
    // The page is a command of its own where the tables are made apart from the scan.
    let page = whole.remove(Path::new("report.html"));
    for (of, jobs) in [(2, "3"), (3, "1"), (7, "2")] {
        let mut shares: Vec<String> = (1..=of).map(|number| format!("share-{number}-of-{of}")).collect();
        for (number, share) in shares.iter().enumerate() {
            let shard = format!("{}/{of}", number + 1);
            let args = ["scan", "papers/more.tar", "papers", "--cache", "cache", "--jobs", jobs];
            done(at, &[&args[..], &["--shard", &shard, "-o", share]].concat());
        }
        shares.reverse();
        let shares: Vec<&str> = shares.iter().map(String::as_str).collect();
        done(at, &[&["tables", "-o", "merged"], shares.as_slice()].concat());
        assert!(files(&at.join("merged")) == whole, "{of} shares with {jobs} jobs are another run");
        done(at, &[&["report", "-o", "merged.html"], shares.as_slice()].concat());
        assert!(fs::read(at.join("merged.html")).ok() == page, "{of} shares make another page");
    }
}

/// The examples of `docs/` as far as a shell goes: the script of Slurm, and the line that a pod of Kubernetes runs.
#[cfg(unix)]
#[test]
fn the_examples_for_many_machines_are_one_run() {
    let folder = papers();
    let at = folder.path();
    done(at, &["scan", "papers", "--no-cache", "-o", "whole.jsonl"]);
    done(at, &["tables", "whole.jsonl", "-o", "whole"]);

    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let job = fs::read_to_string(docs.join("kubernetes.yaml")).unwrap();
    let (_, job) = job.split_once("- >-\n").unwrap();
    let (pod, _) = job.split_once("resources:").unwrap();
    let pod =
        pod.split_whitespace().collect::<Vec<_>>().join(" ").replace("/data/", "").replace("/100", "/3");
    let task = format!("RECORDS=tasks bash '{}'", docs.join("slurm.sh").display());
    let program = assert_cmd::cargo::cargo_bin("crosscurrent");
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    fs::create_dir(at.join("records")).unwrap();
    for number in 0..3 {
        for line in [&pod, &task] {
            let output = Command::new("sh")
                .args(["-c", line])
                .current_dir(at)
                .env("PATH", &path)
                .env("TMPDIR", at)
                .env("JOB_COMPLETION_INDEX", number.to_string())
                .env("SLURM_ARRAY_TASK_ID", (number + 1).to_string())
                .env("SLURM_ARRAY_TASK_COUNT", "3")
                .output()
                .unwrap();
            assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        }
    }
    for (way, shares) in [
        ("Kubernetes", ["records/0.jsonl", "records/1.jsonl", "records/2.jsonl"]),
        ("Slurm", ["tasks/1.jsonl", "tasks/2.jsonl", "tasks/3.jsonl"]),
    ] {
        done(at, &[&["tables", "-o", way], &shares[..]].concat());
        assert!(files(&at.join(way)) == files(&at.join("whole")), "the shares of {way} are another run");
    }
}

#[test]
fn every_line_in_is_a_line_out() {
    let folder = papers();
    let at = folder.path();
    let lines = [
        "papers/alpine.pdf",
        "nowhere.pdf",
        r#"{"path": "papers/boreal.pdf", "id": "b-1", "year": 1999, "tags": ["x"]}"#,
        "papers",
        "papers/bad/garbage.pdf",
        "papers/more.tar!insular.pdf",
        "papers/more.tar!none.pdf",
        r#"{"path": "papers/more.tar!hadal.pdf", "id": "h-1"}"#,
        "papers/alpine.pdf",
    ];
    fs::write(at.join("list"), lines.join("\n")).unwrap();
    let records = done(at, &["scan", "--files-from", "list", "--no-cache", "--jobs", "3"]);
    let records: Vec<serde_json::Value> = records
        .split(|byte| *byte == b'\n')
        .filter(|it| !it.is_empty())
        .map(|it| serde_json::from_slice(it).unwrap())
        .collect();
    let told: Vec<String> = records
        .iter()
        .map(|it| format!("{} {} {} {}", it["path"].as_str().unwrap(), it["status"], it["year"], it["extra"]))
        .collect();
    let expected = [
        r#"papers/alpine.pdf "ok" null {}"#,
        r#"nowhere.pdf "missing" null {}"#,
        r#"papers/boreal.pdf "ok" 1999 {"id":"b-1","tags":["x"]}"#,
        r#"papers "missing" null {}"#,
        r#"papers/bad/garbage.pdf "unreadable" null {}"#,
        r#"papers/more.tar!insular.pdf "ok" null {}"#,
        r#"papers/more.tar!none.pdf "missing" null {}"#,
        r#"papers/more.tar!hadal.pdf "ok" null {"id":"h-1"}"#,
        r#"papers/alpine.pdf "ok" null {}"#,
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_list_is_answered_as_it_comes() {
    use std::io::{BufRead, BufReader};
    let folder = papers();
    let mut command = command(folder.path(), &["scan", "--files-from", "-", "--no-cache", "--quiet"]);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let (mut input, mut output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    for paper in ["papers/alpine.pdf", "nowhere.pdf", "papers/more.tar!hadal.pdf", "papers/boreal.pdf"] {
        writeln!(input, "{paper}").unwrap();
        let mut record = String::new();
        output.read_line(&mut record).unwrap();
        assert!(record.contains(&format!("\"path\":\"{paper}\"")), "{paper}: {record}");
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

/// Kills a process and its workers as a machine does that goes down.
#[cfg(unix)]
fn kill_all(child: &mut Child) {
    for worker in children(child.id()) {
        kill(worker);
    }
    let _ = child.kill();
    child.wait().unwrap();
}

#[cfg(unix)]
fn kill(process: u32) {
    let process = rustix::process::Pid::from_raw(process.cast_signed()).unwrap();
    // It may have ended by itself.
    let _ = rustix::process::kill_process(process, rustix::process::Signal::KILL);
}

#[cfg(target_os = "linux")]
fn children(of: u32) -> Vec<u32> {
    let tasks = fs::read_dir(format!("/proc/{of}/task")).into_iter().flatten().flatten();
    let lists = tasks.filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
    lists
        .flat_map(|list| list.split_whitespace().filter_map(|it| it.parse().ok()).collect::<Vec<_>>())
        .collect()
}

#[cfg(target_os = "linux")]
#[test]
fn a_run_that_is_killed_goes_on_to_the_same_bytes() {
    let folder = papers();
    let at = folder.path();
    done(at, &["track", "papers", "-o", "whole", "--no-cache"]);
    let whole = files(&at.join("whole"));
    let track = ["track", "papers", "-o", "killed", "--cache", "cache", "--jobs", "2"];
    // Moments that spread over a run, whatever its length: each one later, until one comes to its end.
    let mut killed = 0;
    for delay in (0..16).map(|round: u32| Duration::from_millis(10) * 3_u32.pow(round) / 2_u32.pow(round)) {
        let mut child = command(at, &track).spawn().unwrap();
        std::thread::sleep(delay);
        let over = child.try_wait().unwrap().is_some();
        kill_all(&mut child);
        if over {
            break;
        }
        killed += 1;
    }
    assert!(killed > 0);
    done(at, &track);
    let left = files(&at.join("killed"));
    assert!(whole == left, "killed {killed} times: {:?} became {:?}", whole.keys(), left.keys());
}

#[cfg(target_os = "linux")]
#[test]
fn a_worker_that_is_killed_changes_no_record() {
    let folder = papers();
    let at = folder.path();
    let scan = ["scan", "papers", "--no-cache", "--jobs", "2", "--quiet"];
    let whole = done(at, &scan);
    for delay in [20, 60, 110] {
        let child = command(at, &scan).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(delay));
        children(child.id()).into_iter().for_each(kill);
        let output = child.wait_with_output().unwrap();
        assert!(output.stdout == whole, "workers killed after {delay} ms changed a record");
    }
}

#[test]
fn several_runs_use_one_cache_at_once() {
    let folder = papers();
    let at = folder.path();
    let scan = ["scan", "papers", "--quiet"];
    let whole = done(at, &[&scan[..], &["--no-cache"]].concat());
    for round in 0..3 {
        let cache = format!("cache-{round}");
        let runs: Vec<Child> = (0..4)
            .map(|_| command(at, &[&scan[..], &["--cache", &cache]].concat()).spawn().unwrap())
            .collect();
        for child in runs {
            let output = child.wait_with_output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success() && output.stdout == whole, "{said}");
        }
        assert!(done(at, &[&scan[..], &["--cache", &cache]].concat()) == whole);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn no_room_for_the_records_is_told() {
    let folder = papers();
    let output = run(folder.path(), &["scan", "papers", "--no-cache", "-o", "/dev/full"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("No space left on device"), "{said}");
}

#[test]
fn a_folder_is_held_against_what_its_run_wrote() {
    let folder = papers();
    let at = folder.path();
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("models.toml"), at.join("models.toml")).unwrap();
    done(at, &["track", "papers", "-o", "out", "--cache", "cache"]);
    assert!(done(at, &["verify", "out"]).is_empty());
    let account: serde_json::Value =
        serde_json::from_slice(&fs::read(at.join("out/run.json")).unwrap()).unwrap();
    assert_eq!(account["arguments"][0], "track");
    assert_eq!(account["counts"]["unreadable"], 2);
    let stages: Vec<&str> =
        account["stages"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(stages, ["prepare", "scan", "tables", "report"]);
    assert!(account["outputs"]["report.html"]["sha256"].is_string(), "{}", account["outputs"]);

    fs::write(at.join("out/adoption.csv"), "mine").unwrap();
    fs::remove_file(at.join("out/flows.csv")).unwrap();
    fs::write(at.join("out/report.html"), "<p>other").unwrap();
    fs::write(at.join("models.toml"), "# other").unwrap();
    let output = run(at, &["verify", "out"]);
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1), "{told}");
    for words in
        ["adoption.csv: 4 bytes", "flows.csv: cannot be read", "report.html: 8 bytes", "models.toml: 7 bytes"]
    {
        assert!(told.contains(words), "no {words} in\n{told}");
    }
    assert_eq!(told.lines().count(), 4, "{told}");

    let output = run(at, &["verify", "papers"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(2) && said.contains("run.json"), "{said}");
}
