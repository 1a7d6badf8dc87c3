//! The specimen papers, end to end: the program as a user runs it, held against what a reader finds in them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use assert_cmd::Command;
use crosscurrent::paper::PaperRecord;
use serde::Deserialize;

/// What a reader finds in one specimen.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    title: String,
    year: Option<u16>,
    #[serde(default)]
    authors: BTreeMap<String, BTreeSet<String>>,
    #[serde(default)]
    countries: BTreeSet<String>,
    models: BTreeMap<String, String>,
    absent: Vec<String>,
}

/// A run over all specimens that the tests share.
struct Run {
    folder: tempfile::TempDir,
    records: BTreeMap<String, PaperRecord>,
    summary: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn crosscurrent() -> Command {
    let mut command = Command::cargo_bin("crosscurrent").unwrap();
    command.current_dir(root());
    command
}

fn track(output: &Path, jobs: &str) -> String {
    let run = crosscurrent()
        .args(["track", "corpus", "--no-cache", "--jobs", jobs, "-o"])
        .arg(output)
        .assert()
        .success();
    String::from_utf8(run.get_output().stderr.clone()).unwrap()
}

static RUN: LazyLock<Run> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let summary = track(folder.path(), "2");
    let lines = fs::read_to_string(folder.path().join("papers.jsonl")).unwrap();
    let records = lines
        .lines()
        .map(|line| serde_json::from_str::<PaperRecord>(line).unwrap())
        .map(|record| (record.path.trim_start_matches("corpus/").to_owned(), record))
        .collect();
    Run { folder, records, summary }
});

fn expected() -> BTreeMap<String, Expected> {
    serde_json::from_str(&fs::read_to_string(root().join("corpus/expected.json")).unwrap()).unwrap()
}

fn codes<'a>(countries: impl IntoIterator<Item = &'a crosscurrent::country::Country>) -> BTreeSet<String> {
    countries.into_iter().map(|country| country.code().to_owned()).collect()
}

/// Fails with everything that differs at once.
fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_specimen_has_its_record() {
    let records: Vec<&String> = RUN.records.keys().collect();
    let papers = expected();
    assert_eq!(records, papers.keys().collect::<Vec<_>>());
    assert!(RUN.records.values().all(|record| record.status.counts()));
}

#[test]
fn titles_and_years_are_those_printed() {
    let mut wrong = Vec::new();
    for (paper, expected) in expected() {
        let record = &RUN.records[&paper];
        if record.title.as_deref() != Some(&expected.title) {
            wrong.push(format!("{paper}: title {:?}", record.title));
        }
        if expected.year.is_some() && record.year != expected.year {
            wrong.push(format!("{paper}: year {:?}", record.year));
        }
    }
    none(&wrong);
}

#[test]
fn authors_and_their_countries_are_those_printed() {
    let mut wrong = Vec::new();
    for (paper, expected) in expected() {
        let record = &RUN.records[&paper];
        let mut of_authors = expected.countries;
        for (name, countries) in &expected.authors {
            of_authors.extend(countries.iter().cloned());
            match record.authors.iter().find(|author| author.name == *name) {
                None => wrong.push(format!("{paper}: no author {name}")),
                Some(author) if codes(&author.countries) != *countries => {
                    wrong.push(format!("{paper}: {name} {:?}, not {countries:?}", author.countries));
                }
                Some(_) => {}
            }
        }
        if !expected.authors.is_empty() && record.authors.len() != expected.authors.len() {
            let names: Vec<&str> = record.authors.iter().map(|author| author.name.as_str()).collect();
            wrong.push(format!("{paper}: authors {names:?}"));
        }
        if codes(&record.countries) != of_authors {
            wrong.push(format!("{paper}: countries {:?}, not {of_authors:?}", record.countries));
        }
    }
    none(&wrong);
}

#[test]
fn models_have_the_roles_that_the_papers_give_them() {
    let mut wrong = Vec::new();
    for (paper, expected) in expected() {
        let record = &RUN.records[&paper];
        let role =
            |id: &str| record.models.iter().find(|model| model.id == id).map(|model| model.role.as_str());
        for (id, wanted) in &expected.models {
            if role(id) != Some(wanted) {
                wrong.push(format!("{paper}: {id} is {:?}, not {wanted}", role(id)));
            }
        }
        for id in &expected.absent {
            if let Some(role) = role(id) {
                let evidence =
                    record.models.iter().find(|model| model.id == *id).map(|model| &model.evidence);
                wrong.push(format!("{paper}: {id} is {role}, but is not in it: {evidence:?}"));
            }
        }
    }
    none(&wrong);
}

#[test]
fn every_number_has_its_words_and_page() {
    for (paper, record) in &RUN.records {
        for model in &record.models {
            let best =
                model.evidence.first().unwrap_or_else(|| panic!("{paper}: no evidence for {}", model.id));
            assert!(best.page >= 1 && !best.text.is_empty(), "{paper}: {}", model.id);
        }
        for affiliation in record.affiliations.iter().filter(|it| it.country.is_some()) {
            assert!(
                affiliation.basis.is_some() && !affiliation.evidence.is_empty(),
                "{paper}: {}",
                affiliation.text
            );
        }
    }
}

#[test]
fn the_matrix_is_the_golden_one() {
    let matrix = fs::read_to_string(RUN.folder.path().join("adoption.csv")).unwrap();
    let golden = root().join("tests/golden/adoption.csv");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&golden, &matrix).unwrap();
    }
    assert_eq!(
        matrix,
        fs::read_to_string(golden).unwrap(),
        "UPDATE_GOLDEN=1 writes it anew; look at the difference"
    );
}

#[test]
fn any_number_of_jobs_gives_the_same_bytes() {
    let other = tempfile::tempdir().unwrap();
    track(other.path(), "5");
    let names = |folder: &Path| -> Vec<PathBuf> {
        let mut names: Vec<PathBuf> =
            fs::read_dir(folder).unwrap().map(|entry| PathBuf::from(entry.unwrap().file_name())).collect();
        // The one file with times in it.
        names.retain(|name| name != Path::new("run.json"));
        names.sort();
        names
    };
    assert_eq!(names(RUN.folder.path()), names(other.path()));
    for name in names(other.path()) {
        let [one, two] =
            [RUN.folder.path(), other.path()].map(|folder| fs::read(folder.join(&name)).unwrap());
        assert!(one == two, "{} differs", name.display());
    }
}

#[test]
fn the_summary_says_what_was_found_and_where_it_is() {
    for words in ["12 counted", "Llama", "CN", "whole counting", "Tables and evidence"] {
        assert!(RUN.summary.contains(words), "no {words} in:\n{}", RUN.summary);
    }
}
