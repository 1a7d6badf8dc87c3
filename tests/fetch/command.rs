//! The command: from a list to joined records, what it says, and how it ends.

use std::fs;

use assert_cmd::Command;
use crosscurrent::provenance::sha256;

use super::server::{Reply, Server, pdf};
use super::{made, paper};

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
