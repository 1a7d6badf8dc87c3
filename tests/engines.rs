//! What is shown of a file beside its records: both engines side by side, and text beside the content of its pages.

mod made;

use std::fs;
use std::path::Path;

use assert_cmd::Command;

fn stdout(folder: &Path, args: &[&str]) -> String {
    let output = Command::cargo_bin("crosscurrent").unwrap().current_dir(folder).args(args).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_engines_are_compared_paper_by_paper() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("papers")).unwrap();
    for (name, bytes) in [("a.pdf", made::paper("good")), ("b.pdf", made::form_of_itself())] {
        fs::write(folder.path().join("papers").join(name), bytes).unwrap();
    }
    let compare = |args: &[&str]| {
        stdout(folder.path(), &[&["doctor", "--compare", "papers", "--no-cache"], args].concat())
    };
    let papers: Vec<serde_json::Value> =
        compare(&["--format", "jsonl"]).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(papers.len(), 2);
    let [both, ours] = [&papers[0], &papers[1]];
    assert_eq!((&both["same_words"], &both["hayro"]), (&1.0.into(), &both["pdf-extract"]));
    assert_eq!(both["hayro"]["models"], serde_json::json!(["llama"]));
    assert_eq!((&ours["hayro"]["status"], &ours["pdf-extract"]["status"]), (&"ok".into(), &"crash".into()));
    let table = compare(&[]);
    for words in ["models with hayro alone: llama", "2 read", "1 read", "2 papers", "models of 1 papers"] {
        assert!(table.contains(words), "no `{words}` in\n{table}");
    }
}

#[test]
fn annotations_stand_behind_their_page_when_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.pdf"), made::annotated()).unwrap();
    let text = stdout(folder.path(), &["text", "a.pdf", "--annotations"]);
    let pages: Vec<&str> = text.split('\u{c}').collect();
    assert!(!pages[0].contains('['), "{text}");
    assert_eq!(pages[1], "The end.\n\n[field city] Turin\n[annotation FreeText] Please check\n");
    assert!(!stdout(folder.path(), &["text", "a.pdf"]).contains("Turin"), "not unless asked for");
    let json = stdout(folder.path(), &["text", "a.pdf", "--annotations", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["annotations"][0]["text"], "Turin");
}
