//! Fetching from a server that fails in every way: what becomes of each address, what is asked for again and when, and
//! that a run that ends anywhere is gone on with.

#![cfg(feature = "fetch")]

mod made;
mod server;

use std::cell::{Cell, RefCell};
use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use assert_cmd::Command;
use crosscurrent::fetch::{Clock, FetchError, Fetched, Manners, Row, Status, fetch};
use crosscurrent::metadata::{MetadataFile, Pdf, pdfs};
use crosscurrent::provenance::sha256;
use server::{Reply, Server, cut, head, pdf, redirect, reply};

/// A clock that only pauses move.
#[derive(Default)]
struct Hours {
    now: Cell<Duration>,
    pauses: RefCell<Vec<u64>>,
}

impl Clock for Hours {
    fn now(&self) -> Duration {
        self.now.get()
    }

    fn pause(&self, time: Duration) {
        self.pauses.borrow_mut().push(time.as_millis() as u64);
        self.now.set(self.now.get() + time);
    }
}

fn manners() -> Manners {
    Manners {
        agent: "crosscurrent/0 (+https://x.example)".into(),
        delay: Duration::from_secs(1),
        retries: 2,
        timeout: Duration::from_secs(20),
        largest: 100_000,
        proxy: None,
    }
}

fn wanted(server: &Server, paths: &[&str]) -> Vec<Pdf> {
    let rows: Vec<String> = paths.iter().map(|path| format!("{}{path}\n", server.address)).collect();
    pdfs(&MetadataFile { name: "list.csv".into(), text: format!("pdf\n{}", rows.concat()) }).unwrap().0
}

/// Fetches; what it came to, its rows, and the pauses.
fn run(list: &[Pdf], folder: &Path, manners: &Manners) -> (Fetched, Vec<Row>, Vec<u64>) {
    let (hours, mut rows) = (Hours::default(), Vec::new());
    let fetched =
        fetch(list, folder, manners, &hours, &AtomicBool::new(false), &mut |row| rows.push(row.clone()));
    (fetched.unwrap(), rows, hours.pauses.into_inner())
}

fn paper() -> Vec<u8> {
    made::paper("alpine")
}

const PDF: &str = "Content-Type: application/pdf";

#[test]
fn every_way_to_fail_costs_its_paper_alone() {
    let paper = paper();
    let far = |wish: &str| reply("429 Too Many Requests", &[wish], b"");
    let strange = {
        let mut bytes =
            b"HTTP/1.1 302 Found\r\nX-Odd: \xff\xfe\r\nLocation: /caf\xe9.pdf\r\nContent-Length: 0\r\n\r\n"
                .to_vec();
        bytes.splice(17..17, b"Connection: close\r\n".iter().copied());
        Reply::Bytes(bytes)
    };
    let busy = reply("500 Internal Server Error", &[], b"");
    let short = Duration::from_millis(400);
    // The replies, the seconds that one may take, what comes of it, how often it is asked for, and the pauses before that.
    let cases: Vec<(&str, Vec<Reply>, Option<Duration>, Status, &str, usize, &[u64])> = vec![
        ("well", vec![pdf(&paper)], None, Status::Ok, "", 1, &[1000]),
        ("missing", vec![reply("404 Not Found", &[], b"")], None, Status::Http, "Not Found", 1, &[1000]),
        ("busy once", vec![busy.clone(), pdf(&paper)], None, Status::Ok, "", 2, &[1000, 1000]),
        ("busy", vec![busy], None, Status::Http, "Internal", 3, &[1000, 1000, 2000]),
        ("told when", vec![far("Retry-After: 7"), pdf(&paper)], None, Status::Ok, "", 2, &[1000, 7000]),
        (
            "told until when",
            vec![
                reply(
                    "503 Service Unavailable",
                    &["Date: Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After: Sun, 06 Nov 1994 08:50:07 GMT"],
                    b"",
                ),
                pdf(&paper),
            ],
            None,
            Status::Ok,
            "",
            2,
            &[1000, 30_000],
        ),
        ("told to stay away", vec![far("Retry-After: 86400")], None, Status::Http, "86400 s", 1, &[1000]),
        (
            "a page",
            vec![reply("200 OK", &["Content-Type: text/html"], b"<html>")],
            None,
            Status::NotPdf,
            "text/html",
            1,
            &[1000],
        ),
        ("of no type", vec![reply("200 OK", &[], &paper)], None, Status::NotPdf, "of no type", 1, &[1000]),
        ("a lie", vec![pdf(b"<html>log in</html>")], None, Status::NotPdf, "is none", 1, &[1000]),
        (
            "a large lie",
            vec![Reply::Endless(head("200 OK", &[PDF], None))],
            None,
            Status::NotPdf,
            "is none",
            1,
            &[1000],
        ),
        (
            "too large by its word",
            vec![cut("200 OK", &[PDF], &vec![b' '; 100_001], 0)],
            None,
            Status::TooLarge,
            "announced",
            1,
            &[1000],
        ),
        (
            "endless",
            vec![Reply::Endless([head("200 OK", &[PDF], None), paper.clone()].concat())],
            None,
            Status::TooLarge,
            "more than",
            1,
            &[1000],
        ),
        (
            "cut off",
            vec![cut("200 OK", &[PDF], &paper, 300)],
            None,
            Status::Unreachable,
            "cut off after",
            3,
            &[1000, 1000, 2000],
        ),
        (
            "cut off once",
            vec![cut("200 OK", &[PDF], &paper, 300), pdf(&paper)],
            None,
            Status::Ok,
            "",
            2,
            &[1000, 1000],
        ),
        ("silent", vec![Reply::Stall(Vec::new())], Some(short), Status::Timeout, "", 3, &[1000, 1000, 2000]),
        (
            "silent in the middle",
            vec![Reply::Stall([head("200 OK", &[PDF], Some(paper.len())), paper[..300].to_vec()].concat())],
            Some(short),
            Status::Timeout,
            "cut off after 300",
            3,
            &[1000, 1000, 2000],
        ),
        (
            "no HTTP",
            vec![Reply::Bytes(b"SSH-2.0-x\r\n\r\n".to_vec())],
            None,
            Status::Unreachable,
            "",
            1,
            &[1000],
        ),
        ("round and round", vec![redirect("/x.pdf")], None, Status::Redirects, "more than 5", 6, &[1000; 6]),
        ("out of the web", vec![redirect("file:///etc/passwd")], None, Status::Http, "no http", 1, &[1000]),
        ("in another encoding", vec![strange], None, Status::Http, "Not Found", 1, &[1000, 1000]),
    ];
    for (name, replies, timeout, status, words, times, waits) in cases {
        let server = Server::start(&[("/x.pdf", replies), ("/last.pdf", vec![pdf(&paper)])]);
        let folder = tempfile::tempdir().unwrap();
        let manners = Manners { timeout: timeout.unwrap_or(manners().timeout), ..manners() };
        let list = wanted(&server, &["/x.pdf", "/last.pdf"]);
        let (fetched, rows, pauses) = run(&list, folder.path(), &manners);
        assert_eq!((rows[0].status, server.times("/x.pdf")), (status, times), "{name}: {:?}", rows[0]);
        assert!(rows[0].error.contains(words), "{name}: {:?}", rows[0]);
        assert_eq!(&pauses[..waits.len()], waits, "{name}");
        let last = if name == "told to stay away" { Status::Unreachable } else { Status::Ok };
        assert_eq!(rows[1].status, last, "{name} cost another paper: {:?}", rows[1]);
        assert_eq!(fetched.new, rows.iter().filter(|it| it.status == Status::Ok).count() as u64, "{name}");
        for row in rows.iter().filter(|it| it.status == Status::Ok) {
            assert_eq!(fs::read(folder.path().join(&row.file)).unwrap(), paper, "{name}");
            assert_eq!((row.bytes, &row.sha256), (paper.len() as u64, &sha256(&paper)), "{name}");
        }
        let left = fs::read_dir(folder.path().join(".crosscurrent-parts"));
        let left = left.map(Iterator::count).unwrap_or_default();
        let kept = matches!(name, "cut off" | "silent in the middle");
        assert_eq!(left > 0, kept, "{name} left {left} files");
    }
}

#[test]
fn a_host_that_does_not_answer_is_asked_for_its_wishes_alone() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let text = format!("pdf\nhttp://{closed}/a.pdf\nhttp://{closed}/b.pdf\nhttp://[bad/c.pdf\n");
    let (list, _) = pdfs(&MetadataFile { name: "list.csv".into(), text }).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (_, rows, pauses) = run(&list, folder.path(), &manners());
    let statuses: Vec<Status> = rows.iter().map(|it| it.status).collect();
    assert_eq!(statuses, [Status::Robots, Status::Robots, Status::BadAddress]);
    assert!(rows[0].error.contains("robots.txt cannot be read"), "{}", rows[0].error);
    assert_eq!(pauses, [1000, 2000], "one paper after the other was tried");
}

#[test]
fn the_wishes_of_hosts_are_heeded() {
    let paper = paper();
    let text = |body: &str| reply("200 OK", &["Content-Type: text/plain"], body.as_bytes());
    for (name, robots, first, second) in [
        ("none", reply("404 Not Found", &[], b""), Status::Ok, Status::Ok),
        ("forbidden to read", reply("403 Forbidden", &[], b""), Status::Ok, Status::Ok),
        ("out of order", reply("500 Oh", &[], b""), Status::Robots, Status::Robots),
        ("for all", text("User-agent: *\nDisallow: /private/\n"), Status::Robots, Status::Ok),
        (
            "for us",
            text("User-agent: crosscurrent\nDisallow: /p\n\nUser-agent: *\nDisallow:\n"),
            Status::Robots,
            Status::Robots,
        ),
        ("for others", text("User-agent: other\nDisallow: /\n"), Status::Ok, Status::Ok),
        ("of bytes", reply("200 OK", &[], b"\xff\xfe\x00 \xc3\x28\nDisallow"), Status::Ok, Status::Ok),
        ("moved for ever", redirect("/robots.txt"), Status::Ok, Status::Ok),
    ] {
        let server = Server::start(&[
            ("/robots.txt", vec![robots]),
            ("/private/a.pdf", vec![pdf(&paper)]),
            ("/public/b.pdf", vec![redirect("/p/b.pdf")]),
            ("/p/b.pdf", vec![pdf(&paper)]),
        ]);
        let folder = tempfile::tempdir().unwrap();
        let list = wanted(&server, &["/private/a.pdf", "/public/b.pdf"]);
        let (_, rows, _) = run(&list, folder.path(), &manners());
        assert_eq!((rows[0].status, rows[1].status), (first, second), "robots.txt {name}: {rows:?}");
        let asked = server.asked();
        assert!(asked[0].starts_with("GET /robots.txt "), "{}", asked[0]);
        assert!(
            asked
                .iter()
                .all(|it| it.to_lowercase().contains("user-agent: crosscurrent/0 (+https://x.example)\r\n"))
        );
        assert_eq!(server.times("/private/a.pdf"), usize::from(first == Status::Ok), "{name}");
    }
}

#[test]
fn a_host_may_wish_for_more_rest() {
    let paper = paper();
    let server = Server::start(&[
        ("/robots.txt", vec![reply("200 OK", &[], b"User-agent: *\nCrawl-delay: 9\n")]),
        ("/a.pdf", vec![pdf(&paper)]),
        ("/b.pdf", vec![pdf(&paper)]),
    ]);
    let folder = tempfile::tempdir().unwrap();
    let (_, _, pauses) = run(&wanted(&server, &["/a.pdf", "/b.pdf"]), folder.path(), &manners());
    assert_eq!(pauses, [1000, 9000]);
}

#[test]
fn a_cut_transfer_is_continued_where_it_is_the_same_file() {
    let paper = paper();
    let half = 300;
    let (tag, other) = ("ETag: \"one\"", "ETag: \"two\"");
    let range = format!("Content-Range: bytes {half}-{}/{}", paper.len() - 1, paper.len());
    let rest = |range: &str| reply("206 Partial Content", &[PDF, tag, range], &paper[half..]);
    for (name, first, then, asks, times) in [
        ("continued", cut("200 OK", &[PDF, tag], &paper, half), rest(&range), true, 2),
        (
            "by its date",
            cut("200 OK", &[PDF, "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT"], &paper, half),
            rest(&range),
            true,
            2,
        ),
        (
            "changed meanwhile",
            cut("200 OK", &[PDF, other], &[b'x'; 999], half),
            reply("200 OK", &[PDF, tag], &paper),
            true,
            2,
        ),
        ("without a version", cut("200 OK", &[PDF], &paper, half), pdf(&paper), false, 2),
        ("of a weak version", cut("200 OK", &[PDF, "ETag: W/\"one\""], &paper, half), pdf(&paper), false, 2),
        (
            "continued elsewhere",
            cut("200 OK", &[PDF, tag], &paper, half),
            rest("Content-Range: bytes 5-9/10"),
            true,
            3,
        ),
        (
            "no such range",
            cut("200 OK", &[PDF, tag], &paper, half),
            reply("416 Range Not Satisfiable", &[], b""),
            true,
            3,
        ),
    ] {
        let server = Server::start(&[("/x.pdf", vec![first, then, pdf(&paper)])]);
        let folder = tempfile::tempdir().unwrap();
        // The first run ends in the middle; the second one knows of it from the disk alone.
        let once = Manners { retries: 0, ..manners() };
        let (_, rows, _) = run(&wanted(&server, &["/x.pdf"]), folder.path(), &once);
        assert_eq!(rows[0].status, Status::Unreachable, "{name}");
        let (_, rows, _) = run(&wanted(&server, &["/x.pdf"]), folder.path(), &manners());
        assert_eq!(rows[0].status, Status::Ok, "{name}: {:?}", rows[0]);
        assert_eq!(fs::read(folder.path().join("x.pdf")).unwrap(), paper, "{name}");
        let asked: Vec<String> =
            server.asked().into_iter().filter(|it| it.starts_with("GET /x.pdf")).collect();
        assert_eq!(asked.len(), times, "{name}");
        assert_eq!(
            asked[1].to_lowercase().contains(&format!("range: bytes={half}-\r\n")),
            asks,
            "{name}: {}",
            asked[1]
        );
    }
}

#[test]
fn what_is_there_is_kept_and_what_failed_is_tried_again() {
    let paper = paper();
    let server = Server::start(&[
        ("/a.pdf", vec![pdf(&paper)]),
        ("/b.pdf", vec![reply("404 Not Found", &[], b""), pdf(&paper)]),
    ]);
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let list = wanted(&server, &["/a.pdf", "/b.pdf", "/a.pdf"]);
    let (first, rows, _) = run(&list, folder.path(), &manners());
    assert_eq!((first.new, first.kept, first.failures(), rows.len()), (1, 0, 1, 2), "an address twice");
    let manifest = fs::read_to_string(at("manifest.csv")).unwrap();
    let lines: Vec<&str> = manifest.lines().collect();
    assert_eq!(lines[0], "url,file,status,http,bytes,sha256,error");
    assert!(
        lines[1].starts_with(&format!("{}/a.pdf,a.pdf,ok,,{},", server.address, paper.len())),
        "{manifest}"
    );
    assert!(lines[2].ends_with("/b.pdf,,http,404,0,,Not Found"), "{manifest}");
    let (second, ..) = run(&list, folder.path(), &manners());
    assert_eq!((second.new, second.kept), (1, 1));
    assert_eq!(server.times("/a.pdf"), 1);
    let (third, ..) = run(&[list[1].clone(), list[0].clone()], folder.path(), &manners());
    assert_eq!((third.new, third.kept), (0, 2));
    fs::write(at("a.pdf"), "half").unwrap();
    assert_eq!(run(&list, folder.path(), &manners()).0.new, 1, "a damaged file is fetched again");
    assert_eq!(fs::read(at("a.pdf")).unwrap(), paper);
    let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(names.len(), 3, "{names:?}");
}

#[test]
fn a_killed_run_loses_nothing() {
    let paper = paper();
    let paths = ["/a.pdf", "/b.pdf", "/c.pdf"];
    let script: Vec<(&str, Vec<Reply>)> = paths.iter().map(|path| (*path, vec![pdf(&paper)])).collect();
    let server = Server::start(&script);
    let list = wanted(&server, &paths);
    let whole = tempfile::tempdir().unwrap();
    run(&list, whole.path(), &manners());
    let whole = fs::read(whole.path().join("manifest.csv")).unwrap();
    // A run that ends after its first paper, in the middle of a line of its journal.
    let folder = tempfile::tempdir().unwrap();
    let stop = AtomicBool::new(false);
    let stopped = fetch(&list, folder.path(), &manners(), &Hours::default(), &stop, &mut |_| {
        stop.store(true, Ordering::SeqCst);
    });
    assert!(stopped.unwrap().stopped);
    let manifest = fs::read_to_string(folder.path().join("manifest.csv")).unwrap();
    let row = manifest.lines().nth(1).unwrap();
    fs::remove_file(folder.path().join("manifest.csv")).unwrap();
    let mut journal = fs::File::create(folder.path().join(".crosscurrent-fetch.csv")).unwrap();
    write!(journal, "{row}\n{}/b.pdf,b.pdf,ok,,12", server.address).unwrap();
    drop(journal);
    let before = server.times("/a.pdf");
    let (fetched, ..) = run(&list, folder.path(), &manners());
    assert_eq!((fetched.new, fetched.kept), (2, 1));
    assert_eq!(server.times("/a.pdf"), before);
    assert_eq!(fs::read(folder.path().join("manifest.csv")).unwrap(), whole);
}

#[test]
fn files_that_were_there_and_other_runs_are_respected() {
    let server = Server::start(&[("/a.pdf", vec![pdf(&paper())]), ("/b.pdf", vec![pdf(&paper())])]);
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.pdf"), "mine").unwrap();
    let list = wanted(&server, &["/a.pdf", "/b.pdf"]);
    let (_, rows, _) = run(&list, folder.path(), &manners());
    assert_eq!((rows[0].status, rows[1].status), (Status::InTheWay, Status::Ok));
    assert_eq!(fs::read(folder.path().join("a.pdf")).unwrap(), b"mine");
    let journal = fs::File::create(folder.path().join(".crosscurrent-fetch.csv")).unwrap();
    journal.lock().unwrap();
    let stop = AtomicBool::new(false);
    let busy = fetch(&list, folder.path(), &manners(), &Hours::default(), &stop, &mut |_| {});
    assert!(matches!(busy, Err(FetchError::Busy { .. })), "{busy:?}");
    drop(journal);
    fs::write(folder.path().join("manifest.csv"), "a,b\n1,2\n").unwrap();
    let strange = fetch(&list, folder.path(), &manners(), &Hours::default(), &stop, &mut |_| {});
    assert!(matches!(strange, Err(FetchError::Manifest { .. })), "{strange:?}");
}

/// From a list to a joined record, with the names that files get.
#[test]
fn what_was_fetched_is_joined_with_its_list() {
    let paths = ["/1/download", "/2/download", "/10.1/x", "/pdf?id=AbC", "/pdf?id=aBc", "/plain.pdf?v=2"];
    let words = ["alpine", "boreal", "coastal", "desert", "estuarine", "fluvial"];
    let replies: Vec<Vec<Reply>> = words.iter().map(|word| vec![pdf(&made::paper(word))]).collect();
    let script: Vec<(&str, Vec<Reply>)> = paths.iter().copied().zip(replies).collect();
    let server = Server::start(&script);
    let folder = tempfile::tempdir().unwrap();
    let rows: Vec<String> = paths
        .iter()
        .zip(["", "", "../../x/10.1", "", "", ""])
        .zip(1..)
        .map(|((path, id), at)| format!("{id}\t{}{path}\t{}\n", server.address, 2000 + at))
        .collect();
    let list = folder.path().join("list.tsv");
    fs::write(&list, format!("id\tpdf_url\tyear\n{}", rows.concat())).unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let crosscurrent = |args: &[&str]| {
        let output = Command::cargo_bin("crosscurrent").unwrap().args(args).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{said}");
        (String::from_utf8(output.stdout).unwrap(), said)
    };
    let (_, said) =
        crosscurrent(&["fetch", list.to_str().unwrap(), "-o", &at("in"), "--delay", "0", "--strict"]);
    assert!(said.contains("6 PDFs fetched"), "{said}");
    // A part that is not whole is no paper.
    fs::create_dir(folder.path().join("in/.crosscurrent-parts")).unwrap();
    fs::write(folder.path().join("in/.crosscurrent-parts/y.pdf"), "%PDF-1.7").unwrap();
    let (records, _) = crosscurrent(&["scan", &at("in"), "--no-cache", "--metadata", list.to_str().unwrap()]);
    let mut years = Vec::new();
    for record in records.lines() {
        let record: serde_json::Value = serde_json::from_str(record).unwrap();
        assert_eq!(record["year_basis"], "metadata", "{}", record["path"]);
        years.push((record["year"].as_u64().unwrap(), record["id"].as_str().unwrap().to_owned()));
    }
    years.sort();
    let papers: Vec<(u64, String)> =
        (2001..).zip(words.iter().map(|word| sha256(&made::paper(word)))).collect();
    assert_eq!(years, papers);
}

#[test]
fn lists_without_addresses_and_bad_choices_are_told_before_any_work() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).unwrap();
        folder.path().join(name).to_str().unwrap().to_owned()
    };
    let (none, cut) = (put("none.csv", "id,title\na,A\n"), put("cut.json", "[{\"pdf\": "));
    let well = put("well.csv", "pdf\nhttp://127.0.0.1:9/a.pdf\n");
    let out = folder.path().join("out").to_str().unwrap().to_owned();
    for (args, words) in [
        (&[&none[..]][..], "none.csv:2: no entry has an http(s) address"),
        (&[&cut], "cut off"),
        (&["nowhere.csv"], "nowhere.csv"),
        (&[&well, "--delay", "soon"], "--delay"),
        (&[&well, "--max-size", "0"], "--max-size"),
    ] {
        let mut command = Command::cargo_bin("crosscurrent").unwrap();
        let output = command.args(["fetch", "-o", &out]).args(args).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(words), "{said}");
        assert!(!folder.path().join("out").exists());
    }
}

#[test]
fn failures_are_counted_and_strictness_is_heeded() {
    let server = Server::start(&[("/a.pdf", vec![pdf(&paper())])]);
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("list.csv");
    fs::write(&list, format!("pdf\n{0}/a.pdf\n{0}/b.pdf\n\"\"\n", server.address)).unwrap();
    for (more, code) in [(&[][..], 0), (&["--strict"], 1)] {
        let mut command = Command::cargo_bin("crosscurrent").unwrap();
        command.current_dir(folder.path()).args(["fetch", "list.csv", "--delay", "0", "-v"]).args(more);
        let output = command.output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{said}");
        for words in
            ["1 failed (http 1)", "/b.pdf: http: Not Found", "entries without an address: 1", "track papers"]
        {
            assert!(said.contains(words), "{said}");
        }
    }
}
