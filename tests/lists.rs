//! Lists that a user brings: institutions, dumps of ROR, metadata of papers. What they change, and what becomes of broken
//! ones.

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

struct Bench(tempfile::TempDir);

impl Bench {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn put(&self, name: &str, text: &str) -> String {
        fs::write(self.at(name), text).unwrap();
        self.at(name).to_str().unwrap().to_owned()
    }

    /// Scans specimens with a cache of this bench; gives the records and what was said.
    fn scan(&self, args: &[&str]) -> (Vec<Value>, String) {
        let cache = self.at("cache.sqlite");
        let output = run(&[&["scan", "--cache", cache.to_str().unwrap()], args].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{said}");
        let lines = String::from_utf8(output.stdout).unwrap();
        (lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), said)
    }
}

fn run(args: &[&str]) -> Output {
    let mut command = Command::cargo_bin("crosscurrent").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(args).output().unwrap()
}

const DUMP: &str = r#"[{"id": "https://ror.org/1", "status": "active", "types": ["education"],
    "names": [{"value": "Foostad University (Norway)", "types": ["ror_display"]}],
    "locations": [{"geonames_details": {"country_code": "NO", "country_name": "Norway", "name": "Foostad"}}]}]"#;

#[test]
fn a_dump_is_compiled_used_and_part_of_the_hash() {
    let bench = Bench::new();
    let dump = bench.put("v1.5-ror-data.json", DUMP);
    let compiled = bench.at("ror.tsv").to_str().unwrap().to_owned();
    let output = run(&["institutions", "import-ror", &dump, "-o", &compiled]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = fs::read_to_string(&compiled).unwrap();
    assert!(text.starts_with("# imported from ROR") && text.contains("v1.5-ror-data.json"), "{text}");
    let lookup = |more: &[&str]| {
        let output = run(&[&["institutions", "lookup", "Foostad University"], more].concat());
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(lookup(&[]).starts_with('?'));
    assert!(lookup(&["--gazetteer", &compiled]).starts_with("NO"));
    let own = bench.put("own.tsv", "foo\tFoostad University\tFI\tedu\t\t\t\t\n");
    assert!(lookup(&["--gazetteer", &own, "--gazetteer", &compiled]).starts_with("FI"));
    assert!(run(&["institutions", "check", "--gazetteer", &compiled]).status.success());
    let (plain, _) = bench.scan(&["corpus/pmlr.pdf"]);
    let (with, _) = bench.scan(&["corpus/pmlr.pdf", "--gazetteer", &own]);
    assert_ne!(plain[0]["gazetteer"], with[0]["gazetteer"]);
}

#[test]
fn broken_lists_are_told_before_any_work_and_leave_nothing() {
    let bench = Bench::new();
    let cut = bench.put("cut.json", &DUMP[..200]);
    let code = bench.put("code.tsv", "# mine\nfoo\tFoostad University\tUK\tedu\t\t\t\t\nbar\tBar\tFI\n");
    let metadata = bench.put("papers.csv", "id,year\na,soon\n");
    let out = bench.at("out").to_str().unwrap().to_owned();
    for (args, words) in [
        (&["institutions", "import-ror", &cut, "-o", &out][..], &["cut.json:", "cut off"][..]),
        (&["institutions", "import-ror", "none.zip", "-o", &out], &["none.zip"]),
        (
            &["track", "corpus", "-o", &out, "--gazetteer", &code],
            &["code.tsv:2", "UK", "code.tsv:3", "3 columns"],
        ),
        (&["institutions", "lookup", "x", "--gazetteer", "none.tsv"], &["none.tsv", "iso2"]),
        (&["track", "corpus", "-o", &out, "--metadata", &metadata], &["papers.csv:2", "soon"]),
        (&["scan", "corpus", "-o", &out, "--metadata", "none.csv"], &["none.csv"]),
    ] {
        let output = run(args);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        for word in words {
            assert!(said.contains(word), "{args:?}: {said}");
        }
        assert!(!bench.at("out").exists(), "{args:?} left something");
    }
    let output = run(&["institutions", "check", "--gazetteer", &code]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn metadata_wins_and_is_no_part_of_the_cache() {
    let bench = Bench::new();
    let list = bench.put(
        "list.json",
        r#"[{"id": "pmlr", "year": 1999, "track": "main", "status": "Oral", "country": "Japan"},
            {"id": "absent", "status": "Poster"}]"#,
    );
    let corpus = ["corpus/pmlr.pdf", "corpus/acm.pdf"];
    let (before, _) = bench.scan(&corpus);
    let (with, said) = bench.scan(&[&corpus[..], &["--metadata", &list]].concat());
    let (after, _) = bench.scan(&corpus);
    assert_eq!(before, after);
    let (acm, pmlr) = (&with[0], &with[1]);
    assert!(acm["metadata"].is_null());
    assert_eq!(acm, &before[0]);
    assert_eq!(pmlr["year"], 1999);
    assert_eq!(pmlr["year_basis"], "metadata");
    assert_eq!(pmlr["track"], "main");
    assert_eq!(pmlr["countries"], serde_json::json!(["JP"]));
    assert_eq!(
        pmlr["metadata"],
        serde_json::json!({"file": "list.json", "line": 1, "by": "id", "status": "Oral"})
    );
    assert!(pmlr["problems"].to_string().contains("countries: the metadata has JP"), "{}", pmlr["problems"]);
    assert!(said.contains("2 entries, 1 of them without a PDF; PDFs without an entry: 1"), "{said}");
}

#[test]
fn the_tables_know_the_denominator() {
    let bench = Bench::new();
    let list = bench.put("list.csv", "id,status\npmlr,Oral\nabsent,Poster\n");
    let out = bench.at("out").to_str().unwrap().to_owned();
    let output = run(&["track", "corpus/pmlr.pdf", "--no-cache", "-o", &out, "--metadata", &list]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("2 entries, 1 of them without a PDF (Poster 1); 0 PDFs without an entry"),
        "{said}"
    );
    let composition = fs::read_to_string(bench.at("out/composition.csv")).unwrap();
    assert!(composition.contains("metadata,id,1,1"), "{composition}");
    assert!(composition.contains("metadata_without_pdf,Poster,1,0.5"), "{composition}");
}

#[test]
fn ids_that_match_nothing_are_warned_of() {
    let bench = Bench::new();
    let list = bench.put("list.jsonl", "{\"id\": \"abc\"}\n{\"id\": \"def\"}\n");
    let (_, said) = bench.scan(&["corpus/pmlr.pdf", "--metadata", &list]);
    assert!(
        said.contains("warning: no entry of the metadata (2 in all)") && said.contains("list.jsonl:1"),
        "{said}"
    );
}
