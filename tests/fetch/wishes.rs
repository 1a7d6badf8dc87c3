//! What hosts ask for: `robots.txt`, and rest.

use std::net::TcpListener;

use crosscurrent::fetch::Status;
use crosscurrent::metadata::{MetadataFile, pdfs};

use super::server::{Server, pdf, redirect, reply};
use super::{manners, paper, run, wanted};

#[test]
fn the_wishes_of_hosts_are_heeded() {
    let paper = paper();
    let text = |body: &str| reply("200 OK", &["Content-Type: text/plain"], body.as_bytes());
    for (name, robots, first, second) in [
        ("none", reply("404 Not Found", &[], b""), Status::Ok, Status::Ok),
        ("forbidden to read", reply("403 Forbidden", &[], b""), Status::Ok, Status::Ok),
        ("out of order", reply("500 Oh", &[], b""), Status::Unreachable, Status::Unreachable),
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
fn a_host_may_wish_for_more_rest_but_not_for_ever() {
    let paper = paper();
    for (wish, statuses, waits) in [
        ("9", [Status::Ok; 2], &[1000, 9000][..]),
        ("301", [Status::Unreachable; 2], &[]),
        ("9999999999999", [Status::Unreachable; 2], &[]),
    ] {
        let robots = format!("User-agent: *\nCrawl-delay: {wish}\n");
        let server = Server::start(&[
            ("/robots.txt", vec![reply("200 OK", &[], robots.as_bytes())]),
            ("/a.pdf", vec![pdf(&paper)]),
            ("/b.pdf", vec![pdf(&paper)]),
        ]);
        let folder = tempfile::tempdir().unwrap();
        let (_, rows, pauses) = run(&wanted(&server, &["/a.pdf", "/b.pdf"]), folder.path(), &manners());
        assert_eq!([rows[0].status, rows[1].status], statuses, "{wish}: {rows:?}");
        assert_eq!(pauses, waits, "{wish}");
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
    assert_eq!(statuses, [Status::Unreachable, Status::Unreachable, Status::BadAddress]);
    assert!(rows[0].error.contains("robots.txt cannot be read"), "{}", rows[0].error);
    assert_eq!(pauses, [1000, 2000], "one paper after the other was tried");
}
