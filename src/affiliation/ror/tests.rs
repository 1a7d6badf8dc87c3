//! Invented dumps of both schemas, whole and damaged, and the rows that come of them.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use super::*;
use crate::affiliation::Gazetteer;
use crate::affiliation::gazetteer::GazetteerFile;

/// An organisation of schema v2: id, names with their types, country code and name, city, website, the rest as JSON.
fn v2(id: &str, names: &[(&str, &str)], place: (&str, &str, &str), website: &str, rest: &str) -> String {
    let names: Vec<String> = names
        .iter()
        .map(|(name, kind)| format!(r#"{{"lang":null,"types":["{kind}"],"value":"{name}"}}"#))
        .collect();
    let (code, country, city) = place;
    format!(
        r#"{{"admin":{{"created":{{"date":"2019-01-01"}}}},"domains":[],"established":null,"external_ids":[],
        "id":"https://ror.org/{id}","links":[{{"type":"website","value":"{website}"}}],
        "locations":[{{"geonames_id":1,"geonames_details":{{"country_code":"{code}","country_name":"{country}",
        "lat":1.5,"lng":null,"name":"{city}"}}}}],"names":[{}],"relationships":[],"status":"active",
        "types":["education"]{rest}}}"#,
        names.join(",")
    )
}

/// The same in schema v1.
fn v1(id: &str, name: &str, acronym: &str, place: (&str, &str, &str)) -> String {
    let (code, country, city) = place;
    format!(
        r#"{{"id":"https://ror.org/{id}","name":"{name}","types":["Company"],"links":["http://www.{id}.example/"],
        "aliases":["{name} Alias"],"acronyms":["{acronym}"],"status":"active","wikipedia_url":null,
        "labels":[{{"label":"{name} Label","iso639":"fr"}}],"country":{{"country_code":"{code}","country_name":"{country}"}},
        "addresses":[{{"city":"{city}","lat":1.0}}],"established":1900,"relationships":[]}}"#
    )
}

const NORWAY: (&str, &str, &str) = ("NO", "Norway", "Oslo");
const FRANCE: (&str, &str, &str) = ("FR", "France", "Lyon");

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }
}

fn compiled(organisations: &[String]) -> (Imported, String) {
    let folder = Folder::new();
    let path = folder.put("v1.2-2025-01-01-ror-data.json", format!("[{}]", organisations.join(",\n")));
    let mut out = Vec::new();
    let imported = import(&path, &mut out).unwrap();
    (imported, String::from_utf8(out).unwrap())
}

/// The rows as `name|aliases|country|domains`.
fn rows(text: &str) -> Vec<String> {
    let cells = |row: &str| row.split('\t').map(str::to_owned).collect::<Vec<_>>();
    let row = |row: Vec<String>| format!("{}|{}|{}|{}", row[1], row[6], row[2], row[5]);
    text.lines().filter(|it| !it.starts_with('#')).map(|it| row(cells(it))).collect()
}

#[test]
fn both_schemas_give_rows() {
    let (imported, text) = compiled(&[v2(
        "b",
        &[("Foostad University", "ror_display"), ("Universitetet i Foostad", "label"), ("FOOU", "acronym")],
        NORWAY,
        "https://www.foostad.example/",
        "",
    )]);
    assert_eq!(rows(&text), ["Foostad University|Universitetet i Foostad;!FOOU|NO|foostad.example"]);
    assert_eq!((imported.organisations, imported.rows, imported.names), (1, 1, 3));
    let head = text.lines().next().unwrap();
    assert!(head.starts_with(IMPORTED) && head.contains("v1.2-2025-01-01") && head.ends_with(&imported.hash));
    let (_, text) = compiled(&[v1("a", "Acme Optics", "ACOP", FRANCE)]);
    assert_eq!(rows(&text), ["Acme Optics|Acme Optics Alias;Acme Optics Label;!ACOP|FR|a.example"]);
}

#[test]
fn rules_of_names() {
    let display = |id: &str, name: &str, place| v2(id, &[(name, "ror_display")], place, "", "");
    let acronym = |id: &str, name: &str, short: &str, place| {
        v2(id, &[(name, "ror_display"), (short, "acronym")], place, "", "")
    };
    let cases: &[(&str, Vec<String>, &[&str])] = &[
        (
            "a bracket with the country is dropped",
            vec![display("a", "Acme Optics (Norway)", NORWAY)],
            &["Acme Optics||NO|"],
        ),
        (
            "another bracket stays",
            vec![display("a", "Acme Optics (Foostad)", NORWAY)],
            &["Acme Optics (Foostad)||NO|"],
        ),
        (
            "a name of several countries needs a place",
            vec![display("a", "Acme Optics (Norway)", NORWAY), display("b", "Acme Optics (France)", FRANCE)],
            &["Acme Optics, Norway|Acme Optics, Oslo|NO|", "Acme Optics, France|Acme Optics, Lyon|FR|"],
        ),
        (
            "a name of one country is the first body's",
            vec![display("a", "Acme Clinic", NORWAY), display("b", "Acme Clinic", NORWAY)],
            &["Acme Clinic||NO|"],
        ),
        ("short names are banned", vec![display("a", "Acm", NORWAY)], &[]),
        ("names of generic words are banned", vec![display("a", "Institute of Technology", NORWAY)], &[]),
        ("surnames are banned", vec![display("a", "Zhang", NORWAY)], &[]),
        ("names without case are banned", vec![display("a", "大学大学", NORWAY)], &[]),
        (
            "acronyms of three letters are banned",
            vec![acronym("a", "Acme Optics", "AOP", NORWAY)],
            &["Acme Optics||NO|"],
        ),
        (
            "acronyms of two bodies are banned",
            vec![acronym("a", "Acme Optics", "ACOP", NORWAY), acronym("b", "Foostad Clinic", "ACOP", NORWAY)],
            &["Acme Optics||NO|", "Foostad Clinic||NO|"],
        ),
        (
            "withdrawn bodies are dropped",
            vec![
                display("a", "Acme Optics", NORWAY).replace("active", "withdrawn"),
                display("b", "Foostad", NORWAY),
            ],
            &["Foostad||NO|"],
        ),
        (
            "a page on the site of another is no domain",
            vec![v2("a", &[("Acme Optics", "ror_display")], NORWAY, "https://acme.example/no", "")],
            &["Acme Optics||NO|"],
        ),
        (
            "a host that the program knows is no domain",
            vec![v2("a", &[("Acme Optics", "ror_display")], NORWAY, "https://optics.stanford.edu", "")],
            &["Acme Optics||NO|"],
        ),
    ];
    for (rule, dump, wanted) in cases {
        let mut dump = dump.clone();
        dump.push(display("z", "Last Of All", NORWAY));
        let mut found = rows(&compiled(&dump).1);
        assert_eq!(found.pop().as_deref(), Some("Last Of All||NO|"), "{rule}");
        assert_eq!(found, *wanted, "{rule}");
    }
}

#[test]
fn an_acronym_of_a_body_and_its_part_is_the_bodys() {
    let names = |name| [(name, "ror_display"), ("ACOP", "acronym")];
    let part = v2("b", &names("Acme Optics Laboratory"), NORWAY, "", "").replace(
        r#""relationships":[]"#,
        r#""relationships":[{"label":"Acme Optics","type":"parent","id":"https://ror.org/a"}]"#,
    );
    let whole = v2("a", &names("Acme Optics"), NORWAY, "", "");
    assert_eq!(rows(&compiled(&[part, whole]).1), ["Acme Optics|!ACOP|NO|", "Acme Optics Laboratory||NO|"]);
}

#[test]
fn a_zip_is_read_and_the_order_of_the_dump_is_nothing() {
    let folder = Folder::new();
    let bodies = [
        v2("a", &[("Acme Optics", "ror_display")], NORWAY, "", ""),
        v1("b", "Foostad Steel", "FOST", FRANCE),
    ];
    let (_, plain) = compiled(&bodies);
    let mut reversed = bodies.clone();
    reversed.reverse();
    assert_eq!(rows(&plain), rows(&compiled(&reversed).1));
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, text) in [
        ("read.me", "hello".to_owned()),
        ("x-ror-data.json", "[1]".into()),
        ("v9_schema_v2.json", format!("[{}]", bodies.join(","))),
    ] {
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    let path = folder.put("dump.zip", &bytes);
    let mut out = Vec::new();
    let imported = import(&path, &mut out).unwrap();
    assert_eq!(imported.version, "v9_schema_v2.json");
    assert_eq!(rows(&String::from_utf8(out).unwrap()), rows(&plain));
    let cut = folder.put("cut.zip", &bytes[..bytes.len() / 2]);
    let error = import(&cut, &mut Vec::new()).unwrap_err().to_string();
    assert!(error.contains("cut.zip") && error.contains("fetch the dump again"), "{error}");
}

#[test]
fn what_is_no_dump_is_told_with_its_line() {
    let folder = Folder::new();
    let whole = format!("[\n{},\n{}\n]", v1("a", "Acme", "ACME", NORWAY), v1("b", "Foostad", "FOOS", FRANCE));
    let cut = whole.len() - 120;
    for (name, text, words) in [
        ("cut.json", &whole[..cut], &["cut.json:8", "cut off after 1 organisations"][..]),
        ("object.json", "{\"a\": 1}", &["object.json:1", "no list of ROR organisations"]),
        ("other.json", "[\n{\"name\": \"x\"}]", &["other.json:2", "missing field `id`"]),
        ("tail.json", "[] []", &["tail.json:1"]),
        ("empty.json", "[]", &["holds no organisation"]),
    ] {
        let path = folder.put(name, text);
        let mut out = Vec::new();
        let error = import(&path, &mut out).unwrap_err().to_string();
        for word in words {
            assert!(error.contains(word), "{name}: {error}");
        }
        assert!(out.is_empty(), "{name}: something was written");
    }
    let error = import(&folder.0.path().join("none.json"), &mut Vec::new()).unwrap_err().to_string();
    assert!(error.contains("cannot read") && error.contains("none.json"), "{error}");
}

#[test]
fn compiled_rows_are_found_and_have_no_broken_row() {
    let (_, text) = compiled(&[
        v2(
            "a",
            &[("Foostad \\\"Royal\\\" College; North", "ror_display"), ("!FOO\\tROY", "alias")],
            NORWAY,
            "",
            "",
        ),
        v2("b", &[("Google (Norway)", "ror_display")], NORWAY, "https://google.no", ""),
    ]);
    let file = GazetteerFile { name: "ror.tsv".into(), text };
    let gazetteer = Gazetteer::with_files(&[file]).unwrap();
    let country = |text: &str| gazetteer.resolve(text).countries().first().map(ToString::to_string);
    assert_eq!(country("Foostad Royal College North").as_deref(), Some("NO"));
    assert_eq!(country("Google").as_deref(), Some("US"));
}
