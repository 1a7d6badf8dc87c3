//! Every way to fail costs its paper alone.

use std::fs;
use std::time::Duration;

use crosscurrent::fetch::{Manners, Status};
use crosscurrent::provenance::sha256;

use super::server::{Reply, Server, cut, head, pdf, redirect, reply};
use super::{PDF, manners, paper, run, wanted};

/// What a server answers in turn, and what comes of it.
struct Case {
    name: &'static str,
    replies: Vec<Reply>,
    status: Status,
    /// Words of the error.
    words: &'static str,
    /// The pauses before each request, in milliseconds.
    pauses: &'static [u64],
    /// The time that an answer may take, if that matters.
    timeout: Option<Duration>,
    /// Whether what came of it is kept for another run.
    kept: bool,
}

/// Where the first answer decides.
fn at_once(name: &'static str, reply: Reply, status: Status, words: &'static str) -> Case {
    Case { name, replies: vec![reply], status, words, pauses: &[1000], timeout: None, kept: false }
}

/// Where it comes later.
fn later(name: &'static str, first: Reply, pauses: &'static [u64]) -> Case {
    Case { replies: vec![first, pdf(&paper())], pauses, ..at_once(name, pdf(b""), Status::Ok, "") }
}

/// Where it never comes.
fn never(name: &'static str, reply: Reply, status: Status, words: &'static str) -> Case {
    Case { pauses: &[1000, 1000, 2000], ..at_once(name, reply, status, words) }
}

fn well() -> Vec<Case> {
    let paper = paper();
    let told = |status: &str, lines: &[&str]| reply(status, lines, b"");
    let date = ["Date: Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After: Sun, 06 Nov 1994 08:50:07 GMT"];
    vec![
        at_once("well", pdf(&paper), Status::Ok, ""),
        later("busy once", told("500 Internal Server Error", &[]), &[1000, 1000]),
        later("told when", told("429 Too Many Requests", &["Retry-After: 7"]), &[1000, 7000]),
        later("told until when", told("503 Service Unavailable", &date), &[1000, 30_000]),
        later("cut off once", cut("200 OK", &[PDF], &paper, 300), &[1000, 1000]),
    ]
}

fn refused() -> Vec<Case> {
    let paper = paper();
    let away = reply("429 Too Many Requests", &["Retry-After: 18446744073709551615"], b"");
    let lines = [PDF, "Content-Length: 18446744073709551615"];
    let boast = Reply::Bytes(head("200 OK", &lines, None));
    let large = cut("200 OK", &[PDF], &vec![b' '; 100_001], 0);
    let endless = |begin: &[u8]| Reply::Endless([&head("200 OK", &[PDF], None), begin].concat());
    vec![
        at_once("missing", reply("404 Not Found", &[], b""), Status::Http, "Not Found"),
        at_once("told to stay away", away, Status::Http, "to be left alone"),
        at_once(
            "a page",
            reply("200 OK", &["Content-Type: text/html"], b"<html>"),
            Status::NotPdf,
            "text/html",
        ),
        at_once("of no type", reply("200 OK", &[], &paper), Status::NotPdf, "of no type"),
        at_once("a lie", pdf(b"<html>log in</html>"), Status::NotPdf, "is none"),
        at_once("an endless lie", endless(b""), Status::NotPdf, "is none"),
        at_once("nothing", pdf(b""), Status::NotPdf, "is none"),
        at_once("too large by its word", large, Status::TooLarge, "announced"),
        at_once("more than there can be", boast, Status::TooLarge, "announced"),
        at_once("endless", endless(&paper), Status::TooLarge, "more than"),
    ]
}

fn broken() -> Vec<Case> {
    let paper = paper();
    let short = Some(Duration::from_secs(1));
    let stalled = [&head("200 OK", &[PDF], Some(paper.len())), &paper[..300]].concat();
    let busy = reply("500 Internal Server Error", &[], b"");
    let strange =
        b"HTTP/1.1 302 Found\r\nConnection: close\r\nX-Odd: \xff\xfe\r\nLocation: /caf\xe9.pdf\r\n\r\n";
    let cut_off = cut("200 OK", &[PDF], &paper, 300);
    let no_http = Reply::Bytes(b"SSH-2.0-x\r\n\r\n".to_vec());
    vec![
        never("busy", busy, Status::Http, "Internal"),
        Case { kept: true, ..never("cut off", cut_off, Status::Unreachable, "cut off after") },
        Case { timeout: short, ..never("silent", Reply::Stall(Vec::new()), Status::Timeout, "") },
        Case {
            timeout: short,
            kept: true,
            ..never("silent in the middle", Reply::Stall(stalled), Status::Timeout, "cut off after 300")
        },
        at_once("no HTTP", no_http, Status::Unreachable, ""),
        at_once("out of the web", redirect("file:///etc/passwd"), Status::Http, "no http"),
        Case {
            pauses: &[1000; 6],
            ..at_once("round and round", redirect("/x.pdf"), Status::Redirects, "more than 5")
        },
        Case {
            pauses: &[1000; 2],
            ..at_once("in another encoding", Reply::Bytes(strange.to_vec()), Status::Http, "Not Found")
        },
    ]
}

#[test]
fn every_way_to_fail_costs_its_paper_alone() {
    let paper = paper();
    for Case { name, replies, status, words, pauses, timeout, kept } in
        [well(), refused(), broken()].into_iter().flatten()
    {
        let server = Server::start(&[("/x.pdf", replies), ("/last.pdf", vec![pdf(&paper)])]);
        let folder = tempfile::tempdir().unwrap();
        let manners = Manners { timeout: timeout.unwrap_or(manners().timeout), ..manners() };
        let (fetched, rows, paused) =
            run(&wanted(&server, &["/x.pdf", "/last.pdf"]), folder.path(), &manners);
        assert_eq!(rows[0].status, status, "{name}: {:?}", rows[0]);
        assert!(rows[0].error.contains(words), "{name}: {:?}", rows[0]);
        assert_eq!(&paused[..pauses.len()], pauses, "{name}");
        let about_it =
            server.asked().iter().filter(|it| !it.contains("robots") && !it.contains("last")).count();
        assert_eq!(about_it, pauses.len(), "{name}: {:?}", server.asked());
        let other = if name == "told to stay away" { Status::Unreachable } else { Status::Ok };
        assert_eq!(rows[1].status, other, "{name} cost another paper: {:?}", rows[1]);
        let came: Vec<_> = rows.iter().filter(|it| it.status == Status::Ok).collect();
        assert_eq!(fetched.new, came.len() as u64, "{name}");
        for row in came {
            assert_eq!(fs::read(folder.path().join(&row.file)).unwrap(), paper, "{name}");
            assert_eq!((row.bytes, &row.sha256), (paper.len() as u64, &sha256(&paper)), "{name}");
        }
        let left = fs::read_dir(folder.path().join(".crosscurrent-parts"));
        assert_eq!(left.is_ok(), kept, "{name}: a folder for parts is left");
        assert_eq!(left.is_ok_and(|mut it| it.next().is_some()), kept, "{name}: what is left");
    }
}
