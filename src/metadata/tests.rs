//! Lists in all their forms, what they are joined by, and what they change.

use super::*;
use crate::adoption::specimen;
use crate::affiliation::{Author, Authorship, Linking};
use crate::paper::{JoinedBy, YearBasis};
use crate::pdf::ProblemKind;

const TITLE: &str = "A Study of Invented Things and Their Makers";

fn list(name: &str, text: &str) -> Result<Metadata, MetadataError> {
    Metadata::parse(&[MetadataFile { name: name.into(), text: text.into() }], Gazetteer::embedded())
}

/// A paper of two authors as its page has it: Ada Lovelace in the US, Bo Li in China.
fn record(path: &str) -> PaperRecord {
    let mut record = specimen::record(path).by(&[&["US"], &["CN"]]).of(2023);
    record.path = format!("papers/{path}.pdf");
    record.title = Some(TITLE.into());
    for (author, name) in record.authors.iter_mut().zip(["Ada Lovelace", "Bo Li"]) {
        author.name = name.into();
    }
    record
}

fn joined(text: &str, mut record: PaperRecord) -> PaperRecord {
    list("list", text).unwrap().join(&mut record, Gazetteer::embedded());
    record
}

/// `name=countries; …| countries of the paper`.
fn summary(record: &PaperRecord) -> String {
    let codes = |countries: &[crate::country::Country]| {
        countries.iter().map(ToString::to_string).collect::<Vec<_>>().join("+")
    };
    let author = |it: &Author| format!("{}={}", it.name, codes(&it.countries));
    let authors: Vec<String> = record.authors.iter().map(author).collect();
    format!("{} | {}", authors.join("; "), codes(&record.countries))
}

#[test]
fn entries_are_joined_by_id_file_doi_and_title() {
    let entry = |fields: &str| format!("[{{{fields}}}]");
    let mut printed = record("x");
    printed.doi = Some("10.1145/12.34".into());
    let mut untitled = record("10.1145_12.34");
    untitled.title = None;
    let named = |path: &str| record(path);
    let authors = r#""author": "A. Lovelace;B. Li""#;
    let near = r#""title": "A Study of Invented Things, and of Their Makers""#;
    for (case, fields, record, by) in [
        ("id", r#""id": "abc""#.to_owned(), named("abc"), Some(JoinedBy::Id)),
        ("id as a number", r#""id": 12"#.to_owned(), named("12"), Some(JoinedBy::Id)),
        ("id without version", r#""id": "2401.00001""#.to_owned(), named("2401.00001v2"), Some(JoinedBy::Id)),
        ("file", r#""file": "set/abc.PDF""#.to_owned(), named("abc"), Some(JoinedBy::File)),
        ("pdf", r#""pdf": "https://x.example/abc.pdf""#.to_owned(), named("abc"), Some(JoinedBy::File)),
        ("forum", r#""pdf": "https://x.example/pdf?id=abc""#.to_owned(), named("abc"), Some(JoinedBy::File)),
        ("doi", r#""doi": "https://doi.org/10.1145/12.34""#.to_owned(), printed, Some(JoinedBy::Doi)),
        ("doi in the name", r#""doi": "10.1145/12.34""#.to_owned(), untitled, Some(JoinedBy::Doi)),
        ("title", format!(r#""title": "{}""#, TITLE.to_uppercase()), named("x"), Some(JoinedBy::Title)),
        ("near title", format!("{near}, {authors}"), named("x"), Some(JoinedBy::NearTitle)),
        ("near title, no authors", near.to_owned(), named("x"), None),
        ("near title, others", format!(r#"{near}, "author": "C. Gómez""#), named("x"), None),
        (
            "nothing",
            r#""id": "abc", "title": "Another Paper Altogether, and a Long One""#.to_owned(),
            named("x"),
            None,
        ),
    ] {
        let record = joined(&entry(&fields), record);
        assert_eq!(record.metadata.map(|it| it.by), by, "{case}");
    }
}

#[test]
fn titles_of_several_entries_need_authors() {
    let two = |a: &str, b: &str| {
        format!(r#"[{{"title": "{TITLE}", "author": "{a}"}}, {{"title": "{TITLE}", "author": "{b}"}}]"#)
    };
    assert_eq!(
        joined(&two("Carla Gómez", "Ada Lovelace;Bo Li"), record("x")).metadata.map(|it| it.line),
        Some(1)
    );
    assert_eq!(joined(&two("Ada Lovelace;Bo Li", "Bo Li;Ada Lovelace"), record("x")).metadata, None);
    let near = "A Study of Invented Things and Their Maker";
    let text = format!(
        r#"[{{"title": "{near}s!", "author": "Ada Lovelace;Bo Li"}}, {{"title": "{near}s?", "author": "Ada Lovelace;Bo Li"}}]"#
    );
    let mut other = record("x");
    other.title = Some(format!("{near}z"));
    assert_eq!(joined(&text, other).metadata, None, "two are near");
}

#[test]
fn all_forms_say_the_same() {
    let csv = "id,title,authors,aff,year,venue\nabc,\"A, B\",Ada Lovelace;Bo Li,University of Oxford;Google+Peking University,2024,ICML\n";
    let lines = r#"{"id": "abc", "title": "A, B", "authors": ["Ada Lovelace", "Bo Li"], "aff": ["University of Oxford", ["Google", "Peking University"]], "year": 2024, "venue": "ICML"}"#;
    let array = format!("[\n{lines}\n]");
    let people = r#"[{"id": "abc", "title": "A, B", "year": "2024", "conference": "ICML", "authors":
        [{"name": "Ada Lovelace", "institution": "University of Oxford"}, {"name": "Bo Li", "institution": "Google+Peking University"}]}]"#;
    for text in [csv, lines, &array, people] {
        let record = joined(text, record("abc"));
        assert_eq!(summary(&record), "Ada Lovelace=GB; Bo Li=CN+US | CN+GB+US", "{text}");
        assert_eq!((record.year, record.year_basis), (Some(2024), Some(YearBasis::Metadata)));
        assert_eq!(record.venue.as_deref(), Some("ICML"));
        assert_eq!(record.linking, Linking::Metadata);
        assert!(
            record
                .affiliations
                .iter()
                .all(|it| it.basis.map(crate::affiliation::Basis::as_str) == Some("metadata"))
        );
    }
}

#[test]
fn countries_of_the_list_win() {
    let entry = |fields: &str| joined(&format!(r#"[{{"id": "abc", {fields}}}]"#), record("abc"));
    let authors = r#""author": "Ada Lovelace;Bo Li""#;
    for (case, fields, wanted) in [
        ("nothing told", r#""year": 2024"#.to_owned(), "Ada Lovelace=US; Bo Li=CN | CN+US"),
        (
            "authors alone",
            r#""author": "Ada Lovelace;Carla Gómez""#.into(),
            "Ada Lovelace=US; Carla Gómez= | CN+US",
        ),
        (
            "affiliations through the gazetteer",
            format!(r#"{authors}, "aff": "Google;ETH Zurich""#),
            "Ada Lovelace=US; Bo Li=CH | CH+US",
        ),
        (
            "an author without an affiliation keeps the page's",
            format!(r#"{authors}, "aff": "Google;""#),
            "Ada Lovelace=US; Bo Li=CN | CN+US",
        ),
        (
            "countries by author, as names and codes",
            format!(r#"{authors}, "aff_country": "France;South Korea+US""#),
            "Ada Lovelace=FR; Bo Li=KR+US | FR+KR+US",
        ),
        (
            "countries by author win over affiliations",
            format!(r#"{authors}, "aff": "Google;ETH Zurich", "aff_country": "Canada;CH""#),
            "Ada Lovelace=CA; Bo Li=CH | CA+CH",
        ),
        (
            "indices into distinct countries",
            format!(r#"{authors}, "aff_country_unique_index": "1;0", "aff_country_unique": "China;France""#),
            "Ada Lovelace=FR; Bo Li=CN | CN+FR",
        ),
        (
            "indices into distinct affiliations",
            format!(r#"{authors}, "aff_unique_index": "0;0+1", "aff_unique_norm": "ETH Zurich;Google""#),
            "Ada Lovelace=CH; Bo Li=CH+US | CH+US",
        ),
        (
            "distinct countries of fewer authors tell the set",
            format!(
                r#"{authors}, "aff": "Google;Somewhere", "aff_country_unique_index": "0", "aff_country_unique": "United States;France""#
            ),
            "Ada Lovelace=US; Bo Li= | FR+US",
        ),
        ("a set without authors", r#""countries": "US;FR""#.into(), "Ada Lovelace=US; Bo Li= | FR+US"),
        (
            "one country is everybody's",
            format!(r#"{authors}, "country": "Japan""#),
            "Ada Lovelace=JP; Bo Li=JP | JP",
        ),
        (
            "affiliations of nobody in particular",
            format!(r#"{authors}, "aff": "ETH Zurich""#),
            "Ada Lovelace=CH; Bo Li=CH | CH",
        ),
        (
            "an address where there is nothing else",
            r#""author": "Ada Lovelace;Carla Gómez", "aff": "Google;", "email": "google.com;x@y.ac.uk""#
                .into(),
            "Ada Lovelace=US; Carla Gómez=GB | GB+US",
        ),
    ] {
        let record = entry(&fields);
        assert_eq!(summary(&record), wanted, "{case}");
        let sum: f64 = record.fractional.values().sum::<f64>() + record.unknown_share;
        assert!((sum - 1.0).abs() < 1e-9, "{case}: shares make {sum}");
        for author in &record.authors {
            assert!(
                author.affiliations.iter().all(|&at| (at as usize) < record.affiliations.len()),
                "{case}"
            );
        }
    }
}

#[test]
fn where_the_page_says_something_else_is_told() {
    let text = r#"[{"id": "abc", "title": "Another Title", "author": "Ada Lovelace;Carla Gómez", "aff": "Google;CNRS",
        "year": 2024, "venue": "ICML"}]"#;
    let mut page = record("abc");
    page.venue = Some("NeurIPS".into());
    let record = joined(text, page);
    assert!(record.problems.iter().all(|it| it.kind == ProblemKind::Metadata));
    let told: Vec<&str> = record.problems.iter().map(|it| it.detail.as_str()).collect();
    assert_eq!(
        told,
        [
            "title: the metadata has Another Title, the page A Study of Invented Things and Their Makers",
            "year: the metadata has 2024, the page 2023",
            "venue: the metadata has ICML, the page NeurIPS",
            "authors: the metadata alone has Carla Gómez, the page alone Bo Li",
            "countries: the metadata has FR,US, the page CN,US",
        ]
    );
    let same = r#"[{"id": "abc", "title": "A study of invented things and their makers", "author": "A. Lovelace;B. Li",
        "year": 2023, "countries": "CN;US"}]"#;
    assert_eq!(joined(same, self::record("abc")).problems, []);
}

#[test]
fn what_the_page_knows_more_of_an_author_stays() {
    let mut page = record("abc");
    page.authors[0].corresponding = true;
    page.authors[0].email_domain = Some("x.example".into());
    let text = r#"[{"id": "abc", "author": "Ada Lovelace;Bo Li", "aff": "Google;Google"}]"#;
    let record = joined(text, page);
    assert!(record.authors[0].corresponding && !record.authors[1].corresponding);
    assert_eq!(record.authors[0].email_domain.as_deref(), Some("x.example"));
    assert_eq!(record.affiliations.len(), 1, "one affiliation stands once");
}

#[test]
fn the_denominator_is_known() {
    let text =
        r#"[{"id": "a", "status": "Poster"}, {"id": "b", "status": "Reject"}, {"id": "c"}, {"id": "d"}]"#;
    let mut metadata = list("list.json", text).unwrap();
    for path in ["a", "x"] {
        metadata.join(&mut record(path), Gazetteer::embedded());
    }
    let listing = metadata.listing();
    assert_eq!(listing.entries, 4);
    assert_eq!(listing.without_pdf, BTreeMap::from([(String::new(), 2), ("Reject".to_owned(), 1)]));
    assert_eq!(metadata.stranger("a.pdf"), None);
    let mut strange = list("list.json", text).unwrap();
    strange.join(&mut record("x"), Gazetteer::embedded());
    let told = strange.stranger("papers/x.pdf").unwrap();
    assert!(
        told.contains("id `a`") && told.contains("papers/x.pdf") && told.contains("list.json:1"),
        "{told}"
    );
}

#[test]
fn mistakes_are_told_all_at_once_with_their_lines() {
    for (name, text, wanted) in [
        ("cut.json", "[\n{\"id\": \"a\"},\n{\"id\": ", &["cut.json:3: the file is cut off"][..]),
        ("cut.jsonl", "{\"id\": \"a\"}\n{\"id\": ", &["cut.jsonl:2: the file is cut off"]),
        ("bad.json", "[\n{\"id\": \"a\",}\n]", &["bad.json:2: no JSON"]),
        ("items.json", "[1]", &["items.json:1: an object"]),
        ("empty.json", "[]", &["empty.json:1: the list has no entries"]),
        ("empty.csv", "id,title\n", &["empty.csv:1: the list has no entries"]),
        ("short.csv", "id,title\na,b\nc\n", &["short.csv:3: 1 columns where the heading has 2"]),
        ("other.csv", "name,aff\nx,y\n", &["other.csv:2: an entry needs an id, a file, a doi or a title"]),
        (
            "values.json",
            "[\n{\"id\": \"a\", \"year\": \"soon\"},\n\n{\"id\": \"b\", \"country\": \"Ruritania\"}]",
            &["2 mistakes", "values.json:2: `soon` is no year", "values.json:4: `Ruritania` is no country"],
        ),
    ] {
        let told = list(name, text).unwrap_err().to_string();
        for words in wanted {
            assert!(told.contains(words), "{name}: {told}");
        }
    }
}

#[test]
fn a_record_that_was_not_read_has_its_entry_too() {
    let mut failed = record("abc");
    failed.set_authorship(Authorship::default());
    failed.title = None;
    let record = joined(
        &format!(r#"[{{"id": "abc", "title": "{TITLE}", "author": "Ada Lovelace", "aff": "CNRS"}}]"#),
        failed,
    );
    assert_eq!(summary(&record), "Ada Lovelace=FR | FR");
    assert_eq!(record.problems, []);
}
