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
    write_folder(&out, &mut records, &registry, options, format, &[], &mut ()).expect("written");
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

/// A table of the three papers. RFC 4180 ends lines by CRLF.
fn csv_of(name: &str) -> String {
    let files = exported(&[lines(&three())], &Options::default(), Format::Csv);
    let text = files.get(&format!("{name}.csv")).expect(name);
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{name}");
    text.replace("\r\n", "\n")
}

#[test]
fn the_adoption_of_three_papers() {
    insta::assert_snapshot!(csv_of("adoption"), @r"
    model,name,origin,papers,US,CN
    llama,Llama,US,1,1,0
    qwen,Qwen,CN,1,1,1
    ");
    insta::assert_snapshot!(csv_of("adoption_long"), @r"
    group,model,origin,country,counting,role,papers,weight,share,low,high,arms_length,joint
    ,llama,US,CN,whole,mentioned,1,1,1,0.20654931,1,0,1
    ,llama,US,CN,whole,broad,1,1,1,0.20654931,1,0,1
    ,llama,US,CN,fractional,mentioned,1,0.33333333,1,,,0,0.33333333
    ,llama,US,CN,fractional,broad,1,0.33333333,1,,,0,0.33333333
    ,llama,US,CN,first,mentioned,1,1,1,,,0,1
    ,llama,US,CN,first,broad,1,1,1,,,0,1
    ,llama,US,US,whole,mentioned,2,2,1,0.34238023,1,0,0
    ,llama,US,US,whole,broad,2,2,1,0.34238023,1,0,0
    ,llama,US,US,whole,strict,1,1,0.5,0.09453121,0.90546879,0,0
    ,llama,US,US,fractional,mentioned,2,1.33333333,1,,,0,0
    ,llama,US,US,fractional,broad,2,1.33333333,1,,,0,0
    ,llama,US,US,fractional,strict,1,1,0.75,,,0,0
    ,llama,US,US,first,mentioned,1,1,1,,,0,0
    ,llama,US,US,first,broad,1,1,1,,,0,0
    ,llama,US,US,first,strict,1,1,1,,,0,0
    ,qwen,CN,CN,whole,mentioned,1,1,1,0.20654931,1,0,0
    ,qwen,CN,CN,whole,broad,1,1,1,0.20654931,1,0,0
    ,qwen,CN,CN,whole,strict,1,1,1,0.20654931,1,0,0
    ,qwen,CN,CN,fractional,mentioned,1,0.33333333,1,,,0,0
    ,qwen,CN,CN,fractional,broad,1,0.33333333,1,,,0,0
    ,qwen,CN,CN,fractional,strict,1,0.33333333,1,,,0,0
    ,qwen,CN,CN,first,mentioned,1,1,1,,,0,0
    ,qwen,CN,CN,first,broad,1,1,1,,,0,0
    ,qwen,CN,CN,first,strict,1,1,1,,,0,0
    ,qwen,CN,US,whole,mentioned,1,1,0.5,0.09453121,0.90546879,0,1
    ,qwen,CN,US,whole,broad,1,1,0.5,0.09453121,0.90546879,0,1
    ,qwen,CN,US,whole,strict,1,1,0.5,0.09453121,0.90546879,0,1
    ,qwen,CN,US,fractional,mentioned,1,0.33333333,0.25,,,0,0.33333333
    ,qwen,CN,US,fractional,broad,1,0.33333333,0.25,,,0,0.33333333
    ,qwen,CN,US,fractional,strict,1,0.33333333,0.25,,,0,0.33333333
    ");
    insta::assert_snapshot!(csv_of("flows"), @r"
    group,origin,country,counting,role,weight,share,arms_length,joint
    ,CN,CN,whole,mentioned,1,1,0,0
    ,CN,CN,whole,broad,1,1,0,0
    ,CN,CN,whole,strict,1,1,0,0
    ,CN,CN,fractional,mentioned,0.33333333,1,0,0
    ,CN,CN,fractional,broad,0.33333333,1,0,0
    ,CN,CN,fractional,strict,0.33333333,1,0,0
    ,CN,CN,first,mentioned,1,1,0,0
    ,CN,CN,first,broad,1,1,0,0
    ,CN,CN,first,strict,1,1,0,0
    ,CN,US,whole,mentioned,1,0.5,0,1
    ,CN,US,whole,broad,1,0.5,0,1
    ,CN,US,whole,strict,1,0.5,0,1
    ,CN,US,fractional,mentioned,0.33333333,0.25,0,0.33333333
    ,CN,US,fractional,broad,0.33333333,0.25,0,0.33333333
    ,CN,US,fractional,strict,0.33333333,0.25,0,0.33333333
    ,US,CN,whole,mentioned,1,1,0,1
    ,US,CN,whole,broad,1,1,0,1
    ,US,CN,fractional,mentioned,0.33333333,1,0,0.33333333
    ,US,CN,fractional,broad,0.33333333,1,0,0.33333333
    ,US,CN,first,mentioned,1,1,0,1
    ,US,CN,first,broad,1,1,0,1
    ,US,US,whole,mentioned,2,1,0,0
    ,US,US,whole,broad,2,1,0,0
    ,US,US,whole,strict,1,0.5,0,0
    ,US,US,fractional,mentioned,1.33333333,1,0,0
    ,US,US,fractional,broad,1.33333333,1,0,0
    ,US,US,fractional,strict,1,0.75,0,0
    ,US,US,first,mentioned,1,1,0,0
    ,US,US,first,broad,1,1,0,0
    ,US,US,first,strict,1,1,0,0
    ");
}

#[test]
fn the_collaboration_of_three_papers() {
    insta::assert_snapshot!(csv_of("collaboration"), @r"
    group,a,b,papers,share,low,high,salton,jaccard,affinity
    ,CN,US,1,0.5,0.09453121,0.90546879,0.70710678,0.5,1
    ");
    insta::assert_snapshot!(csv_of("diffusion"), @r"
    model,origin,country,released,papers,first_year,first_id,first_path,lag_months,lag_low,lag_high,censored
    llama,US,CN,2023-02,0,,,,28.5,22,35,true
    llama,US,US,2023-02,1,2024,a1,a1.pdf,16.5,10,23,false
    qwen,CN,CN,2023-09,1,2025,b2,b2.pdf,21.5,15,28,false
    qwen,CN,US,2023-09,1,2025,b2,b2.pdf,21.5,15,28,false
    ");
    insta::assert_snapshot!(csv_of("composition"), @r"
    what,value,papers,share
    status,ok,2,0.66666667
    status,unreadable,1,0.33333333
    duplicate,false,3,1
    year,2024,1,0.5
    year,2025,1,0.5
    venue,,2,1
    track,,2,1
    country_known,true,2,1
    hq_default,false,1,0.5
    hq_default,true,1,0.5
    ");
}

#[test]
fn the_evidence_of_three_papers() {
    insta::assert_snapshot!(csv_of("papers"), @r#"
    id,path,status,title,year,venue,pages,n_authors,countries,first_author_countries,unknown_share,linking,basis,duplicate_of,track,year_basis,venue_basis,track_basis
    a1,a1.pdf,ok,"Attention, ""again""",2024,,9,1,US,US,0,marker,printed_country,,,page,,
    b2,b2.pdf,ok,,2025,,9,3,CN;US,CN,0.33333333,marker,printed_country;hq_default,,,page,,
    c3,c3.pdf,unreadable,,,,9,0,,,1,marker,,,,,,
    "#);
    insta::assert_snapshot!(csv_of("affiliations"), @r"
    id,path,position,text,page,institution,country,basis,evidence,authors
    a1,a1.pdf,1,Institute of US,1,,US,printed_country,US,1
    b2,b2.pdf,1,Institute of CN,1,,CN,hq_default,CN,1
    b2,b2.pdf,2,Institute of US,1,,US,printed_country,US,1
    ");
    insta::assert_snapshot!(csv_of("mentions"), @r#"
    id,path,model,role,title,abstract,body,references,appendix,checklist,unknown,first_page,quote,writing_aid
    a1,a1.pdf,llama,used,0,0,1,0,0,0,0,2,"We, ""the authors"", name llama.",false
    b2,b2.pdf,llama,compared,0,1,0,1,0,0,0,2,"We, ""the authors"", name llama.",false
    b2,b2.pdf,qwen,used,0,0,1,0,0,0,0,2,"We, ""the authors"", name qwen.",false
    "#);
    insta::assert_snapshot!(csv_of("problems"), @r"
    id,path,status,kind,detail,page
    c3,c3.pdf,unreadable,unreadable,,
    ");
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
    let provenance = |key: &str| package.pointer(&format!("/provenance/{key}")).cloned().unwrap_or_default();
    assert_eq!(provenance("records/count"), 3);
    assert_eq!(provenance("registry"), "r".repeat(64));
    insta::assert_snapshot!(provenance("options"), @r#"{"counting":"whole","fold":"HK,MO=CN","group_by":"none","lineage":"surface","measure":"papers","origin_basis":"hq","role":"strict","scope":"all"}"#);
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
    insta::assert_snapshot!(written("adoption", Format::Json).expect("written"), @r#"
    [
    {"model":"llama","name":"Llama","origin":["US"],"papers":1,"US":1,"CN":0},
    {"model":"qwen","name":"Qwen","origin":["CN"],"papers":1,"US":1,"CN":1}
    ]
    "#);
    insta::assert_snapshot!(written("adoption", Format::JsonLines).expect("written"), @r#"
    {"model":"llama","name":"Llama","origin":["US"],"papers":1,"US":1,"CN":0}
    {"model":"qwen","name":"Qwen","origin":["CN"],"papers":1,"US":1,"CN":1}
    "#);
    insta::assert_snapshot!(written("adoption", Format::Markdown).expect("written"), @r"
    | model | name | origin | papers | US | CN |
    | --- | --- | --- | ---: | ---: | ---: |
    | llama | Llama | US | 1 | 1 | 0 |
    | qwen | Qwen | CN | 1 | 1 | 1 |
    ");
    insta::assert_snapshot!(written("problems", Format::JsonLines).expect("written"), @r#"{"id":"c3","path":"c3.pdf","status":"unreadable","kind":"unreadable","detail":null,"page":null}"#);
    assert_eq!(written("ambiguous", Format::Json).as_deref(), Ok("[]\n"));
    insta::assert_snapshot!(written("adaption", Format::Csv).expect_err("no table"), @"`adaption` is no table; choose one of papers, affiliations, mentions, ambiguous, problems, adoption, adoption_long, specialisation, flows, dependence, balance, collaboration, diffusion, diffusion_median, diffusion_periods, lineage, versions, differences, study, composition, sensitivity");
}

#[test]
fn a_database_holds_every_table() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("new").join("tables.sqlite");
    let text = lines(&three());
    let mut records =
        Records::spool(text.as_bytes(), Path::new("<stdin>"), Mixing::Refused).expect("records");
    let registry = registry();
    write_database(&path, &mut records, &registry, &Options::default(), &[]).expect("written");
    let database = rusqlite::Connection::open(&path).expect("a database");
    let ask =
        |question: &str| -> String { database.query_row(question, [], |row| row.get(0)).expect(question) };
    for (question, answer) in [
        ("SELECT group_concat(share) FROM headline WHERE model = 'llama'", "0.5"),
        ("SELECT countries FROM evidence WHERE model = 'qwen'", "CN;US"),
        ("SELECT \"CN\" || ' of ' || papers FROM adoption WHERE model = 'qwen'", "1.0 of 1"),
        ("SELECT value FROM provenance WHERE key = 'records'", "3"),
        ("SELECT type FROM columns WHERE table_name = 'papers' AND name = 'year'", "INTEGER"),
    ] {
        assert_eq!(ask(question), answer, "{question}");
    }
    for name in table_names() {
        ask(&format!("SELECT count(*) || '' FROM {name}"));
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    std::fs::write(&file, "").expect("written");
    let mut records = Records::spool(&b""[..], Path::new("<stdin>"), Mixing::Refused).expect("records");
    for path in [file.clone(), file.join("below")] {
        let registry = registry();
        let error =
            write_folder(&path, &mut records, &registry, &Options::default(), Format::Csv, &[], &mut ())
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
    assert!(
        write_folder(folder.path(), &mut records, &registry, &Options::default(), Format::Csv, &[], &mut ())
            .is_err()
    );
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
