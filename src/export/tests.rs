use std::collections::BTreeMap;
use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::adoption::specimen::{record, registry};
use crate::models::Role;
use crate::paper::PaperRecord;
use crate::pdf::Status;
use crate::records::Mixing;
use crate::text::Zone;

/// A domestic paper, a joint one with an unknown author, and a file that is no PDF.
fn three() -> Vec<PaperRecord> {
    let mut alone = record("a1").by(&[&["US"]]).of(2024).naming("llama", &[(Zone::Body, Role::Used)]);
    alone.title = Some("Attention, \"again\"".to_owned());
    let joint = record("b2")
        .by(&[&["CN"], &["US"], &[]])
        .of(2025)
        .naming("llama", &[(Zone::Abstract, Role::Compared), (Zone::References, Role::CitedOnly)])
        .naming("qwen", &[(Zone::Body, Role::Used)]);
    let mut broken = record("c3").by(&[]);
    broken.status = Status::Unreadable;
    vec![alone, joint, broken]
}

fn lines(records: &[PaperRecord]) -> String {
    records.iter().map(|record| serde_json::to_string(record).expect("JSON") + "\n").collect()
}

/// The files of the output folder of some record files.
fn exported(files: &[String], options: &Options, format: Format) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let paths: Vec<PathBuf> = (0..files.len()).map(|at| folder.path().join(format!("{at}.jsonl"))).collect();
    for (path, text) in paths.iter().zip(files) {
        std::fs::write(path, text).expect("written");
    }
    let mut records = Records::open(&paths, Mixing::Refused).expect("records");
    let out = folder.path().join("new").join("out");
    let registry = registry();
    write_folder(&out, &mut records, &registry, options, format).expect("written");
    let entries = std::fs::read_dir(&out).expect("a folder").map(|entry| entry.expect("an entry").path());
    let named = entries.map(|path| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, std::fs::read_to_string(&path).expect("text"))
    });
    named.collect()
}

#[test]
fn the_folder_holds_every_table() {
    let files = exported(&[lines(&three())], &Options::default(), Format::Csv);
    let mut expected: Vec<String> = table_names().into_iter().map(|name| format!("{name}.csv")).collect();
    expected.extend(["datapackage.json".to_owned(), RECORDS_FILE.to_owned()]);
    expected.sort();
    assert_eq!(files.keys().cloned().collect::<Vec<_>>(), expected);
    assert_eq!(files.get(RECORDS_FILE), Some(&lines(&three())));
}

#[test]
fn the_tables_of_three_papers() {
    let files = exported(&[lines(&three())], &Options::default(), Format::Csv);
    let csv = |name: &str| {
        let text = files.get(&format!("{name}.csv")).expect(name);
        assert_eq!(
            text.matches('\n').count(),
            text.matches("\r\n").count(),
            "{name}: RFC 4180 ends lines by CRLF"
        );
        text.replace("\r\n", "\n")
    };
    insta::assert_snapshot!(csv("adoption"), @"");
    insta::assert_snapshot!(csv("adoption_long"), @"");
    insta::assert_snapshot!(csv("flows"), @"");
    insta::assert_snapshot!(csv("collaboration"), @"");
    insta::assert_snapshot!(csv("diffusion"), @"");
    insta::assert_snapshot!(csv("composition"), @"");
    insta::assert_snapshot!(csv("papers"), @"");
    insta::assert_snapshot!(csv("affiliations"), @"");
    insta::assert_snapshot!(csv("mentions"), @"");
    insta::assert_snapshot!(csv("problems"), @"");
}

#[test]
fn the_package_describes_each_file() {
    let options = Options { fold: "HK,MO=CN".parse().expect("a folding"), ..Options::default() };
    let files = exported(&[lines(&three())], &options, Format::Csv);
    let text = files.get("datapackage.json").expect("a descriptor");
    let package: serde_json::Value = serde_json::from_str(text).expect("JSON");
    let resources = package.get("resources").and_then(serde_json::Value::as_array).expect("resources");
    assert_eq!(resources.len(), table_names().len());
    for resource in resources {
        let get = |key: &str| resource.get(key).cloned().unwrap_or_default();
        let file = files.get(get("path").as_str().expect("a path")).expect("the file");
        assert_eq!(get("bytes"), file.len());
        let header: Vec<&str> = file.lines().next().unwrap_or_default().split(',').collect();
        let fields =
            resource.pointer("/schema/fields").and_then(serde_json::Value::as_array).expect("fields");
        let names: Vec<&str> = fields.iter().filter_map(|field| field.get("name")?.as_str()).collect();
        assert_eq!(names, header);
        assert!(get("description").to_string().contains("folded HK,MO=CN"), "{resource}");
    }
    insta::assert_snapshot!(serde_json::to_string_pretty(&package["provenance"]).expect("JSON"), @"");
}

#[test]
fn a_table_comes_in_every_format() {
    let written = |name: &str, format: Format| {
        let mut out = Vec::new();
        let text = lines(&three());
        let mut records =
            Records::spool(text.as_bytes(), Path::new("<stdin>"), Mixing::Refused).expect("records");
        write_table(name, &mut records, &registry(), &Options::default(), format, &mut out)
            .map(|()| String::from_utf8(out).expect("UTF-8"))
            .map_err(|error| error.to_string())
    };
    insta::assert_snapshot!(written("adoption", Format::Json).expect("written"), @"");
    insta::assert_snapshot!(written("adoption", Format::JsonLines).expect("written"), @"");
    insta::assert_snapshot!(written("adoption", Format::Markdown).expect("written"), @"");
    insta::assert_snapshot!(written("problems", Format::JsonLines).expect("written"), @"");
    assert_eq!(written("ambiguous", Format::Json).as_deref(), Ok("[]\n"));
    insta::assert_snapshot!(written("adaption", Format::Csv).expect_err("no table"), @"");
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    std::fs::write(&file, "").expect("written");
    let mut records = Records::spool(&b""[..], Path::new("<stdin>"), Mixing::Refused).expect("records");
    for path in [file.clone(), file.join("below")] {
        let registry = registry();
        let error = write_folder(&path, &mut records, &registry, &Options::default(), Format::Csv)
            .map(drop)
            .expect_err("a file")
            .to_string();
        let expected =
            "cannot be written; a file stands where the folder should be; choose another place with -o";
        assert_eq!(error, format!("{}: {expected}", path.display()));
    }
}

#[test]
fn a_run_that_fails_leaves_what_was_there() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("adoption.csv"), "before").expect("written");
    let text = lines(&[record("1").naming("gpt-9", &[(Zone::Body, Role::Used)])]);
    let mut records =
        Records::spool(text.as_bytes(), Path::new("<stdin>"), Mixing::Refused).expect("records");
    let registry = registry();
    assert!(write_folder(folder.path(), &mut records, &registry, &Options::default(), Format::Csv).is_err());
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).expect("a folder").flatten().map(|it| it.file_name()).collect();
    assert_eq!(left, ["adoption.csv"]);
    assert_eq!(std::fs::read_to_string(folder.path().join("adoption.csv")).expect("text"), "before");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn sharding_changes_no_byte(
        shards in prop::collection::vec(0_usize..3, 14),
        copies in prop::collection::vec(0_usize..3, 14),
    ) {
        let registry = registry();
        let ids = registry.models.iter().map(|model| model.id.as_str()).cycle();
        let records: Vec<PaperRecord> = (0..14)
            .zip(ids)
            .map(|(at, model)| {
                // Sevenths do not end in binary: a share that is read and written again must keep its last digit.
                let authors: Vec<&[&str]> = (0..7).map(|n| if n <= at { &["US", "CN", "GB"][..] } else { &["FR"] }).collect();
                let mut paper = record(&format!("{:02}", at / 2)).by(&authors).naming(model, &[(Zone::Body, Role::Used)]);
                paper.path = format!("{at}.pdf");
                paper
            })
            .collect();
        let mut parts = vec![String::new(); 3];
        for (record, (&shard, &copy)) in records.iter().rev().zip(shards.iter().zip(&copies)) {
            parts[shard] += &lines(std::slice::from_ref(record));
            if copy != shard {
                parts[copy] += &lines(std::slice::from_ref(record));
            }
        }
        let whole = exported(&[lines(&records)], &Options::default(), Format::Csv);
        prop_assert_eq!(exported(&parts, &Options::default(), Format::Csv), whole);
    }
}
