//! Files made to end a reader: each ends within the deadline and the memory that a paper may take, and what was read
//! before the limit is kept.

mod made;

use std::fmt::Write as _;
use std::fs;

use assert_cmd::Command;

/// What a file comes to, and whether the model on its first page is found.
type Case = (&'static str, Vec<u8>, &'static str, bool);

fn cases() -> Vec<Case> {
    let [table_too_long, table_to_nowhere] = made::lying_tables();
    vec![
        ("flate bomb in a page", made::flate_bomb_in_a_page(), "partial", true),
        ("double flate bomb in a page", made::double_flate_bomb_in_a_page(), "partial", true),
        ("flate bomb of objects", made::flate_bomb_of_objects(), "too_large", false),
        ("double flate bomb of objects", made::double_flate_bomb_of_objects(), "too_large", false),
        ("flate bomb as xref stream", made::flate_bomb_as_xref_stream(), "too_large", false),
        ("CID widths of billions", made::widths_of_billions(), "ok", true),
        ("ToUnicode of billions", made::to_unicode_of_billions(), "ok", true),
        ("encoding of billions", made::encoding_of_billions(), "ok", true),
        ("forms that draw forms 10⁹ times", made::forms_of_forms(), "partial", true),
        ("a form that draws itself", made::form_of_itself(), "ok", true),
        ("deep array in content", made::deep_array_in_content(), "ok", true),
        ("deep dictionary in content", made::deep_dictionary_in_content(), "ok", true),
        ("deep arrays", made::deep_arrays(), "partial", true),
        ("deep dictionaries", made::deep_dictionaries(), "ok", true),
        ("deep arrays that are never closed", made::deep_arrays_never_closed(), "partial", true),
        ("deep dictionaries that are never closed", made::deep_dictionaries_never_closed(), "partial", true),
        ("deep dictionaries without a table", made::deep_dictionaries_without_table(), "partial", true),
        ("page trees 20,000 deep", made::deep_page_tree(), "ok", true),
        ("a page tree in itself", made::cyclic_page_tree(), "ok", true),
        ("300,000 unbalanced q", made::unbalanced_saves(), "ok", true),
        ("three million shows", made::three_million_shows(), "partial", true),
        ("three million shows in one line", made::three_million_shows_in_one_line(), "ok", true),
        ("no MediaBox", made::no_media_box(), "ok", true),
        ("no font", made::no_font(), "ok", true),
        ("no xref", made::without_table(made::paper("good")), "ok", true),
        ("a table too long", table_too_long, "ok", true),
        ("a table to nowhere", table_to_nowhere, "ok", true),
        ("Prev past the end", made::garbage_prev("999999999"), "ok", true),
        ("Prev before the beginning", made::garbage_prev("-7"), "ok", true),
        ("Prev into the middle", made::garbage_prev("100"), "ok", true),
        ("Prev that is none", made::garbage_prev("(x)"), "ok", true),
    ]
}

#[test]
fn each_file_ends_within_its_limits() {
    let folder = tempfile::tempdir().unwrap();
    let cases = cases();
    let mut list = String::new();
    for (index, (_, bytes, ..)) in cases.iter().enumerate() {
        let path = folder.path().join(format!("{index}.pdf"));
        fs::write(&path, bytes).unwrap();
        writeln!(list, "{}", path.display()).unwrap();
    }
    let output = Command::cargo_bin("crosscurrent")
        .unwrap()
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["scan", "--files-from", "-", "--no-cache", "--max-memory", "400MiB", "--timeout", "60s"])
        .write_stdin(list)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut wrong = Vec::new();
    let records = String::from_utf8(output.stdout).unwrap();
    assert_eq!(records.lines().count(), cases.len(), "a record for each");
    for (record, (name, _, status, kept)) in records.lines().zip(&cases) {
        let record: serde_json::Value = serde_json::from_str(record).unwrap();
        let is_kept = record["models"].as_array().unwrap().iter().any(|model| model["id"] == "llama");
        if record["status"] != *status || is_kept != *kept {
            wrong.push(format!("{name}: {} {} {}", record["status"], record["models"], record["problems"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_file_cut_anywhere_is_read_as_far_as_it_goes() {
    let folder = tempfile::tempdir().unwrap();
    let file = made::long_paper();
    let mut list = String::new();
    for tenth in 0..10 {
        let path = folder.path().join(format!("{tenth}.pdf"));
        fs::write(&path, &file[..file.len() * tenth / 10]).unwrap();
        writeln!(list, "{}", path.display()).unwrap();
    }
    let output = Command::cargo_bin("crosscurrent")
        .unwrap()
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["scan", "--files-from", "-", "--no-cache"])
        .write_stdin(list)
        .output()
        .unwrap();
    let records = String::from_utf8(output.stdout).unwrap();
    let mut pages = Vec::new();
    for record in records.lines() {
        let record: serde_json::Value = serde_json::from_str(record).unwrap();
        let status = record["status"].as_str().unwrap();
        let count = record["pages"].as_u64().unwrap();
        assert_eq!(status, if count == 0 { "unreadable" } else { "partial" }, "{record}");
        pages.push(count);
    }
    assert_eq!(pages.len(), 10);
    assert!(pages.is_sorted() && pages[5] > 5 && pages[9] > 15, "{pages:?}");
}
