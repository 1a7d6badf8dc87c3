use std::path::PathBuf;

use super::*;
use crate::adoption::specimen;
use crate::models::Role;
use crate::pdf::Status;
use crate::text::{Sketch, Text, Zone};

fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = files.iter().map(|(name, text)| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path
    });
    let paths = paths.collect();
    (folder, paths)
}

fn line(id: &str, path: &str, status: Status) -> String {
    let mut record = specimen::record(id);
    path.clone_into(&mut record.path);
    record.status = status;
    serde_json::to_string(&record).expect("JSON") + "\n"
}

fn settled(files: &[(&str, &str)]) -> Vec<(String, Status, bool)> {
    let (_folder, paths) = folder(files);
    let mut records = Records::open(&paths, Mixing::Refused).expect("records");
    records
        .read()
        .map(|record| record.expect("a record"))
        .map(|record| (record.path, record.status, record.duplicate_of.is_some()))
        .collect()
}

#[test]
fn overlapping_shards_count_once_and_copies_are_marked() {
    let (a, b) = (line("1", "a.pdf", Status::Ok), line("1", "b.pdf", Status::Ok));
    let other = line("0", "z.pdf", Status::Ok);
    let expected = [("z.pdf", Status::Ok, false), ("a.pdf", Status::Ok, false), ("b.pdf", Status::Ok, true)]
        .map(|(path, status, copy)| (path.to_owned(), status, copy));
    assert_eq!(settled(&[("1", &(a.clone() + &b)), ("2", &(other.clone() + &a))]), expected);
    assert_eq!(settled(&[("1", &(a.clone() + &other)), ("2", &(b + "\n" + a.trim_end()))]), expected);
}

#[test]
fn a_copy_that_was_read_counts_before_one_that_was_not() {
    let late = line("1", "a.pdf", Status::Timeout);
    let read = line("1", "a.pdf", Status::Ok);
    let copy = line("1", "b.pdf", Status::Ok);
    assert_eq!(
        settled(&[("1", &(late.clone() + &copy))]),
        [("a.pdf".to_owned(), Status::Timeout, true), ("b.pdf".to_owned(), Status::Ok, false)]
    );
    for files in [[("1", &late), ("2", &read)], [("1", &read), ("2", &late)]] {
        let files = files.map(|(name, text)| (name, text.as_str()));
        assert_eq!(settled(&files), [("a.pdf".to_owned(), Status::Ok, false)]);
    }
}

#[test]
fn what_is_wrong_is_named_with_file_and_line() {
    let good = line("1", "a.pdf", Status::Ok);
    let cut = good.get(..good.len() / 2).expect("ASCII").to_owned();
    let mixed = good.replace("\"registry\":\"r", "\"registry\":\"q");
    let cases: &[(&str, String, &str)] = &[
        ("cut in the middle", good.clone() + &cut, "1:2: the file ends in the middle of a record"),
        ("no JSON", good.clone() + "hello\n", "1:2:1: not JSON"),
        ("broken inside", cut + "\n" + &good, "1:1:"),
        ("another schema", good.replace("\"schema\":1", "\"schema\":7"), "1:1: a record of schema 7"),
        ("other JSON", "{\"a\":1}\n".to_owned(), "1:1: JSON, but no record of a paper"),
        ("a number", "12\n".to_owned(), "1:1: JSON, but no record of a paper"),
        ("an unknown country", good.replace("\"US\"", "\"UX\""), "`UX` is no ISO 3166-1"),
        ("two registries", good.clone() + &mixed, "different versions of the registry"),
    ];
    for (name, text, expected) in cases {
        let (_folder, paths) = folder(&[("1", text)]);
        let error = Records::open(&paths, Mixing::Refused)
            .and_then(|mut records| records.read().try_for_each(|record| record.map(drop)))
            .expect_err(name)
            .to_string();
        assert!(error.contains(expected), "{name}: {error}");
    }
    let (_folder, paths) = folder(&[("1", &(good + &mixed))]);
    assert!(Records::open(&paths, Mixing::Allowed).is_ok());
}

#[test]
fn versions_of_a_work_count_once() {
    let title = "On the Émigration of Models: A Survey";
    let list = ["Ada B. Lovelace", "Li Wei", "José Ortega"];
    let cases: &[(&str, &str, &[&str], bool)] = &[
        (
            "case, accents, initials",
            "ON THE EMIGRATION OF MODELS — A SURVEY",
            &["A. Lovelace", "L. Wei", "J. Ortega"],
            true,
        ),
        ("an author more", title, &["Ada Lovelace", "Li Wei", "New Person", "José Ortega"], true),
        ("a similar title", "On the Emigration of Models: A Survey II", &list, false),
        ("other authors", title, &["John Doe", "Jane Roe"], false),
        ("one author in common", title, &["Li Wei", "Jane Roe"], false),
        ("nobody", title, &[], false),
    ];
    for &(name, other_title, authors, same) in cases {
        let version = |id: &str, title: &str, authors: &[&str]| {
            let mut record = specimen::record(id).by(&vec![&["US"][..]; authors.len()]);
            record.title = Some(title.to_owned());
            for (author, name) in record.authors.iter_mut().zip(authors) {
                (*name).clone_into(&mut author.name);
            }
            record
        };
        let fuller = version("2", title, &list).naming("llama", &[(Zone::Body, Role::Used)]);
        let records = [version("1", other_title, authors), fuller];
        let text: String =
            records.iter().map(|record| serde_json::to_string(record).expect("JSON") + "\n").collect();
        let expected = [("1.pdf".to_owned(), Status::Ok, same), ("2.pdf".to_owned(), Status::Ok, false)];
        assert_eq!(settled(&[("1", &text)]), expected, "{name}");
    }
}

/// A paper whose text is words of this range.
fn written(
    id: &str,
    title: &str,
    authors: &[&str],
    words: std::ops::Range<u32>,
) -> crate::paper::PaperRecord {
    let mut record = specimen::record(id).by(&vec![&["US"][..]; authors.len()]);
    record.title = Some(title.to_owned());
    for (author, name) in record.authors.iter_mut().zip(authors) {
        (*name).clone_into(&mut author.name);
    }
    let text = words.map(|word| format!("w{word}")).collect::<Vec<_>>().join(" ");
    record.sketch = Sketch::of(&Text { text, zones: vec![(0, Zone::Body)], ..Text::default() });
    record
}

#[test]
fn texts_that_are_nearly_the_same_count_once() {
    let title = "Models that Cross Borders without Papers";
    let list = ["Ada Lovelace", "Li Wei", "José Ortega"];
    // How many of 8,000 words lie between the beginnings of the two texts: 1,000 make a likeness of 0.78.
    let cases: &[(&str, &str, &[&str], u32, bool)] = &[
        (
            "the camera-ready paper has another title",
            "How Models Travel: Evidence from Papers",
            &list,
            1000,
            true,
        ),
        (
            "it has one author more",
            "How Models Travel: Evidence from Papers",
            &["Li Wei", "New Person"],
            1000,
            true,
        ),
        ("the submission is anonymous", title, &["Anonymous Authors"], 200, true),
        ("no author could be read", "", &[], 200, true),
        ("anonymous, on the same matter", "Models and Borders, Once More", &["Anonymous"], 2500, false),
        ("the second part", "Models that Cross Borders without Papers, Part II", &list, 5000, false),
        ("the supplement", "Models that Cross Borders without Papers: Supplementary", &list, 7000, false),
        ("what the group did next", "Models that Cross Borders with Papers", &list, 4500, false),
        ("the same title, others", title, &["John Doe", "Jane Roe"], 8000, false),
        ("the same words, others", title, &["John Doe", "Jane Roe"], 0, false),
        ("nothing in common but the title", title, &["Li Wei", "Jane Roe"], 8000, false),
    ];
    for &(name, other_title, authors, begin, same) in cases {
        let fuller = written("2", title, &list, 0..8000).naming("llama", &[(Zone::Body, Role::Used)]);
        let records = [written("1", other_title, authors, begin..begin + 8000), fuller];
        let text: String =
            records.iter().map(|record| serde_json::to_string(record).expect("JSON") + "\n").collect();
        let expected = [("1.pdf".to_owned(), Status::Ok, same), ("2.pdf".to_owned(), Status::Ok, false)];
        assert_eq!(settled(&[("1", &text)]), expected, "{name}");
    }
}

#[test]
fn versions_of_a_version_are_of_one_work() {
    let list = ["Ada Lovelace"];
    let drafts = [("3", 0), ("1", 2000), ("2", 4000)].map(|(id, begin)| {
        written(id, &format!("A Title That Changed {id} Times"), &list, begin..begin + 8000)
    });
    let text: String =
        drafts.iter().map(|record| serde_json::to_string(record).expect("JSON") + "\n").collect();
    let marked: Vec<bool> = settled(&[("1", &text)]).into_iter().map(|it| it.2).collect();
    assert_eq!(marked, [false, true, true]);
}

#[test]
fn records_of_earlier_versions_are_read() {
    let text = line("1", "a.pdf", Status::Ok).replace("\"sketch\":\"\",", "");
    assert!(!text.contains("sketch"));
    assert_eq!(settled(&[("1", &text)]), [("a.pdf".to_owned(), Status::Ok, false)]);
}

#[test]
fn short_titles_tell_no_work() {
    let mut first = specimen::record("1");
    first.title = Some("Supplementary Material".to_owned());
    let second = crate::paper::PaperRecord { id: Some("2".to_owned()), ..first.clone() };
    let text = [first, second].map(|record| serde_json::to_string(&record).expect("JSON") + "\n").concat();
    assert!(settled(&[("1", &text)]).iter().all(|(_, _, copy)| !copy));
}

#[test]
fn a_stream_is_read_like_a_file() {
    let text = line("1", "a.pdf", Status::Ok);
    let mut records =
        Records::spool(text.as_bytes(), Path::new("<stdin>"), Mixing::Refused).expect("records");
    let again: Vec<String> = records
        .read()
        .map(|record| serde_json::to_string(&record.expect("a record")).expect("JSON") + "\n")
        .collect();
    assert_eq!(again, [text]);
}

#[test]
fn a_set_is_taken_in_order_whether_it_is_held_or_not() {
    for padding in [0, 20_000] {
        let lines: Vec<String> = (0..300)
            .map(|at| {
                let mut record = specimen::record(&format!("{:03}", (at * 7) % 300));
                record.title = Some("x".repeat(padding));
                serde_json::to_string(&record).expect("JSON") + "\n"
            })
            .collect();
        let (_folder, paths) = folder(&[("1", &lines.concat())]);
        let mut records = Records::open(&paths, Mixing::Refused).expect("records");
        let wanted: Vec<PaperRecord> = records.read().map(|record| record.expect("a record")).collect();
        for time in 1..=2 {
            let mut taken = Vec::new();
            let all = records.each(|record| {
                taken.push(record.clone());
                Ok::<_, RecordsError>(())
            });
            all.expect("records");
            assert!(taken == wanted, "padding {padding}, time {time}");
        }
    }
}

#[test]
fn more_files_are_read_than_may_be_open() {
    let texts: Vec<(String, String)> = (0..300)
        .map(|at| (format!("{at}.jsonl"), line(&format!("{at:03}"), &format!("{at:03}.pdf"), Status::Ok)))
        .collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let expected: Vec<String> = (0..300).map(|at| format!("{at:03}.pdf")).collect();
    assert_eq!(settled(&files).into_iter().map(|(path, ..)| path).collect::<Vec<_>>(), expected);
}
