//! Transfers and runs that end in the middle, and what was there before.

use std::fs;
use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};

use crosscurrent::fetch::{FetchError, Manners, Status, fetch};

use super::server::{Reply, Server, cut, pdf, reply};
use super::{Hours, PDF, manners, paper, run, wanted};

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
