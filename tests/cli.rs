//! What a user types wrong, and what becomes of it: each a clear message with the remedy, and nothing lost.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::Arc;

use assert_cmd::Command;

fn crosscurrent() -> Command {
    let mut command = Command::cargo_bin("crosscurrent").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

fn run(args: &[&str]) -> Output {
    crosscurrent().args(args).output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn text_of(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn wrong_input_is_told_before_any_work() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::create_dir(at("empty")).unwrap();
    fs::write(at("a-file"), "x").unwrap();
    fs::write(at("broken.toml"), "[[model]]\nname = \"A\"\norigin = \"XX\"\nkin = \"language\"\n").unwrap();
    fs::write(at("syntax.toml"), "[[model]\nname = ").unwrap();
    let good = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("models.toml")).unwrap();
    fs::write(at("good.toml"), good).unwrap();
    fs::write(at("cut.jsonl"), "{\"schema\":1,\"id\":\"ab").unwrap();
    fs::write(at("good.jsonl"), "").unwrap();
    fs::write(at("other.jsonl"), "{\"name\":\"x\"}\n").unwrap();
    let out = at("out");
    let blocked = at("a-file/out");
    let cases: &[(&str, &[&str], &[&str])] = &[
        ("no such folder", &["track", &at("nowhere"), "-o", &out], &["no file or folder", "nowhere"]),
        ("no PDF", &["track", &at("empty"), "-o", &out], &["no PDF in", "empty", "%PDF"]),
        (
            "no models.toml",
            &["track", "corpus", "-o", &out, "--models", &at("none.toml")],
            &["none.toml", "schema"],
        ),
        (
            "mistakes in models.toml, all at once",
            &["track", "corpus", "-o", &out, "--models", &at("broken.toml")],
            &["broken.toml:3", "broken.toml:4", "XX", "did you mean `kind`", "^"],
        ),
        ("models.toml is no TOML", &["models", "check", "--models", &at("syntax.toml")], &["syntax.toml:1"]),
        ("an unknown country", &["track", "corpus", "-o", &out, "--fold", "UK=GB"], &["--fold UK=GB", "UK"]),
        ("a folding without =", &["tables", &at("cut.jsonl"), "-o", &out, "--fold", "HK"], &["HK,MO=CN"]),
        (
            "an output that cannot be",
            &["track", "corpus", "-o", &blocked, "--no-cache"],
            &["a-file/out", "--output"],
        ),
        (
            "a records file that is cut",
            &["tables", &at("cut.jsonl"), "-o", &out],
            &["cut.jsonl:1", "interrupted"],
        ),
        ("records that are none", &["tables", &at("other.jsonl"), "-o", &out], &["other.jsonl:1"]),
        ("no records file", &["tables", &at("none.jsonl"), "-o", &out], &["none.jsonl"]),
        (
            "an unknown model",
            &["cite", &at("good.jsonl"), "--model", "gpt-9", "--country", "US"],
            &["gpt-9", "models list"],
        ),
        ("a joint of one", &["sensitivity", &at("good.jsonl"), "--joint", "US"], &["US,CN"]),
        ("nothing to cite", &["cite", &at("good.jsonl")], &["--model ID --country CODE"]),
        (
            "no cache to look in",
            &["models", "suggest", &at("good.jsonl"), "--cache", &at("none.sqlite")],
            &["none.sqlite"],
        ),
        (
            "no cache to check against",
            &["models", "check", "--corpus", &at("good.jsonl"), "--cache", &at("none.sqlite")],
            &["none.sqlite"],
        ),
        ("an unknown role", &["track", "corpus", "--role", "loved"], &["loved", "strict"]),
        ("no time", &["track", "corpus", "--timeout", "soon"], &["--timeout", "30s"]),
        (
            "a cache that is none",
            &["track", "corpus", "-o", &out, "--cache", &at("good.toml")],
            &["--no-cache"],
        ),
        ("explain a folder", &["explain", "corpus"], &["explain takes one PDF"]),
        ("a role of no cell", &["explain", "corpus/acl.pdf", "--role", "broad"], &["--model"]),
        ("explain records", &["explain", &at("good.jsonl")], &["no PDF", "--model ID and --country CODE"]),
        (
            "a cell of a PDF",
            &["explain", "corpus/acl.pdf", "--model", "qwen", "--country", "US"],
            &["no file of records", "scan and track"],
        ),
        (
            "a cell of an unknown model",
            &["explain", &at("good.jsonl"), "--model", "gpt-9", "--country", "US"],
            &["gpt-9", "models list"],
        ),
        ("text of nothing", &["text", &at("none.pdf")], &["cannot open", "none.pdf"]),
    ];
    for (name, args, words) in cases {
        let output = run(args);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{name}: {said}");
        for word in *words {
            assert!(said.contains(word), "{name}: no `{word}` in\n{said}");
        }
        assert!(output.stdout.is_empty(), "{name}: wrote to standard output");
    }
    assert!(
        !Path::new(&out).exists() || fs::read_dir(&out).unwrap().next().is_none(),
        "something was written"
    );
}

#[test]
fn a_paper_that_fails_costs_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("garbage.pdf"), "%PDF-1.7\nthis is not one").unwrap();
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/pmlr.pdf"), at("good.pdf")).unwrap();
    let list = format!("{0}/garbage.pdf\n{0}/gone.pdf\n{0}/good.pdf\n", folder.path().display());
    let output = crosscurrent()
        .args(["scan", "--files-from", "-", "--no-cache", "--strict"])
        .write_stdin(list)
        .output()
        .unwrap();
    let records: Vec<serde_json::Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let statuses: Vec<&str> = records.iter().map(|record| record["status"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["unreadable", "missing", "ok"]);
    assert_eq!(output.status.code(), Some(1), "--strict");
    assert!(records[1]["id"].is_null() && !records[1]["problems"].as_array().unwrap().is_empty());
}

#[test]
fn folders_tell_what_the_page_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("emnlp-2023").join("findings");
    fs::create_dir_all(&inner).unwrap();
    for name in ["acl.pdf", "pmlr.pdf"] {
        let specimen = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
        fs::copy(specimen, inner.join(name)).unwrap();
    }
    let output = run(&["scan", folder.path().to_str().unwrap(), "--no-cache", "--group-from", "path"]);
    let told: Vec<String> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|it| {
            ["year", "year_basis", "venue", "venue_basis", "track"].map(|key| it[key].to_string()).join(" ")
        })
        .collect();
    assert_eq!(told, [r#"2023 "path" "EMNLP" "path" "findings""#, r#"2025 "page" "COLT" "page" "findings""#]);
}

#[test]
fn a_second_run_after_adding_a_model_finds_it_without_reading() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let args = [
        "scan",
        "corpus/pmlr.pdf",
        "--models",
        &at("m.toml"),
        "--cache",
        &at("c.sqlite"),
        "-o",
        &at("r.jsonl"),
    ];
    fs::write(at("m.toml"), "[[model]]\nname = \"Llama\"\norigin = \"US\"\n").unwrap();
    assert!(run(&args).status.success());
    assert!(!text_of(Path::new(&at("r.jsonl"))).contains("vance-model"));
    fs::write(
        at("m.toml"),
        "[[model]]\nname = \"Vance Model\"\norigin = \"NL\"\naliases = [\"lower bounds\"]\n",
    )
    .unwrap();
    // A worker that cannot start shows that none is needed.
    let output = crosscurrent().args(args).args(["--timeout", "1ms"]).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(text_of(Path::new(&at("r.jsonl"))).contains("\"vance-model\""));
}

#[test]
fn one_number_one_table_one_database() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (records, cache) = (at("papers.jsonl"), at("cache.sqlite"));
    assert!(run(&["scan", "corpus", "-o", &records, "--cache", &cache]).status.success());
    let said = |args: &[&str]| {
        let output = run(args);
        assert!(output.status.success(), "{args:?}: {}", stderr(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(said(&["tables", "adoption", &records]).starts_with("model,name,origin,papers"));
    let cited = said(&["cite", &records, "--model", "llama", "--country", "CN"]);
    assert!(cited.starts_with("Of 7 papers with an author in China, 2 (28.6 %;"), "{cited}");
    let behind = said(&["explain", &records, "--model", "llama", "--country", "CN"]);
    assert!(behind.starts_with("2 papers with an author in China on llama; role strict"), "{behind}");
    assert!(behind.contains("used       llama:") && behind.contains("  CN         \""), "{behind}");
    let lines = said(&["explain", &records, "--model", "llama", "--country", "CN", "--format", "jsonl"]);
    let rows: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|row| row["role"] == "used" && row["affiliations"][0]["country"] == "CN"));
    let moved = said(&["sensitivity", &records, "--joint", "US,CN"]);
    assert!(moved.contains("smallest") && moved.contains("largest"), "{moved}");
    assert!(said(&["sensitivity", &records, "--format", "csv"]).lines().count() > 100);
    said(&["tables", &records, "--database", &at("papers.sqlite")]);
    assert!(fs::read(at("papers.sqlite")).unwrap().starts_with(b"SQLite format 3"));

    fs::write(at("two.toml"), "[[model]]\nname = \"Qwen\"\norigin = \"CN\"\n").unwrap();
    let fewer = at("fewer.jsonl");
    let two = at("two.toml");
    said(&["scan", "corpus", "-o", &fewer, "--cache", &cache, "--models", &two]);
    let lost = said(&["diff", &records, &fewer]);
    assert!(lost.contains("llama  +0") && lost.contains("used → not found"), "{lost}");
    assert_eq!(said(&["diff", &records, &records]), "nothing moved\n");
    let proposed =
        said(&["models", "suggest", &records, "--cache", &cache, "--models", &two, "--least", "1"]);
    assert!(proposed.contains("[[model]]\nname = \"ChatGLM"), "{proposed}");
    let used = said(&["models", "check", "--cache", &cache, "--quiet", "--corpus", &records]);
    assert!(used.starts_with("Never found: ") && used.contains("Refused by their rules: "), "{used}");
}

#[test]
fn affiliations_are_answered_line_by_line() {
    let output = crosscurrent()
        .args(["institutions", "lookup", "--format", "jsonl", "-"])
        .write_stdin("Tsinghua University, Beijing, China\n\nno place at all\n")
        .output()
        .unwrap();
    let answers: Vec<serde_json::Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers.len(), 3);
    assert_eq!(answers[0]["countries"], serde_json::json!(["CN"]));
    assert_eq!(answers[0]["basis"], "printed_country");
    assert_eq!(answers[2]["countries"], serde_json::json!([]));
}

#[test]
fn what_a_package_installs_is_made() {
    for (args, words) in [
        (&["man"][..], ".TH crosscurrent"),
        (&["completions", "bash"], "_crosscurrent"),
        (&["models", "schema"], "draft-07"),
        (&["models", "list", "qwen"], "Alibaba"),
        (&["doctor", "--no-cache"], "gazetteer"),
        (&["text", "corpus/acl.pdf"], "Who Said It?"),
        (&["text", "--format", "json", "corpus/acl.pdf"], "\"baseline\""),
        (&["text", "--format", "zones", "corpus/acl.pdf"], "=== references"),
        (&["text", "--engine", "pdf-extract", "corpus/acl.pdf"], "Who Said It?"),
        (&["explain", "corpus/acl.pdf", "--no-cache"], "COUNTRIES  CN,GB,HK,KR"),
    ] {
        let output = run(args);
        assert!(output.status.success(), "{args:?}: {}", stderr(&output));
        assert!(String::from_utf8_lossy(&output.stdout).contains(words), "{args:?}: no {words}");
    }
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("man");
    assert!(run(&["man", "--output", pages.to_str().unwrap()]).status.success());
    assert!(text_of(&pages.join("crosscurrent-track.1")).contains(r"\-\-metadata"));
    assert!(!pages.join("crosscurrent-worker.1").exists(), "it is for this program alone");
}

#[cfg(unix)]
#[test]
fn a_device_or_a_socket_is_never_replaced_by_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (null, records, socket) = (at("null"), at("records.jsonl"), at("socket"));
    std::os::unix::fs::symlink("/dev/null", &null).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    for output in [&null, &records] {
        let scanned = run(&["scan", "corpus/acl.pdf", "--no-cache", "-o", output]);
        assert!(scanned.status.success(), "{}", stderr(&scanned));
    }
    assert!(fs::symlink_metadata(&null).unwrap().is_symlink(), "the link to the device was replaced");
    let refused = run(&["tables", &records, "--database", &socket]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("it is no file"), "{}", stderr(&refused));
    assert!(!fs::symlink_metadata(&socket).unwrap().is_file());
}

#[test]
fn an_audit_from_the_sample_to_the_corrected_table() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (records, sheet) = (at("papers.jsonl"), at("audit.csv"));
    let said = |args: &[&str]| {
        let output = run(args);
        assert!(output.status.success(), "{args:?}: {}", stderr(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    said(&["scan", "corpus", "-o", &records, "--cache", &at("cache.sqlite")]);
    let drawn = ["audit", "sample", &records, "--claim", "model", "--model", "qwen", "--seed", "1", "-o"];
    said(&[drawn.as_slice(), &[&sheet]].concat());
    assert_eq!(said(&[drawn.as_slice(), &["-"]].concat()), text_of(Path::new(&sheet)));
    said(&[drawn.as_slice(), &[&at("audit.html")]].concat());
    assert!(text_of(Path::new(&at("audit.html"))).contains("corpus/acl.pdf"));
    // Cells hold line breaks, but no other line of a sheet begins with a comma.
    fs::write(&sheet, text_of(Path::new(&sheet)).replace("\r\n,", "\r\nright,")).unwrap();
    let score = said(&["audit", "score", &sheet, &records, "--second", &sheet]);
    assert!(score.contains("Corrected   3.0 (95 % interval 3.0–3.0"), "{score}");
    assert!(score.contains("12 of 12 rows that both checked"), "{score}");
    let table = said(&["audit", "score", &sheet, &records, "--format", "csv"]);
    assert!(table.starts_with("claim,model,country,role,raw,corrected,low,high"), "{table}");
    let row = &serde_json::from_str::<serde_json::Value>(&said(&[
        "audit", "score", &sheet, &records, "--format", "json",
    ]))
    .unwrap()[0];
    assert_eq!((&row["raw"], &row["corrected"]), (&3.into(), &3.into()));
    said(&["tables", &records, "-o", &at("tables"), "--audit", &sheet]);
    assert_eq!(text_of(Path::new(&at("tables/corrected.csv"))), table);
    assert!(text_of(Path::new(&at("tables/datapackage.json"))).contains("corrected.csv"));
    assert_eq!(said(&["verify", &at("tables")]), "");
    fs::write(&sheet, text_of(Path::new(&sheet)).replace("right", "wrong")).unwrap();
    let other = run(&["verify", &at("tables")]);
    let told = String::from_utf8_lossy(&other.stdout).into_owned();
    assert!(
        other.status.code() == Some(1) && told.contains("audit.csv: ") && told.lines().count() == 1,
        "{told}"
    );
    for (args, words) in [
        (vec!["tables", "adoption", &records, "--audit", &sheet], "audit score AUDIT RECORDS --format csv"),
        (vec!["audit", "score", &records, &sheet], "the sheet comes first"),
        (vec!["audit", "score", &at("audit.html"), &records], "save its answers"),
        ([drawn.as_slice(), &[&at("audit.xlsx")]].concat(), "audit.csv or audit.html"),
    ] {
        let output = run(&args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(words), "{args:?}: {}", stderr(&output));
    }
}

#[test]
fn a_page_and_figures_are_made_of_records() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (out, page, figures) = (at("out"), at("page.html"), at("figures"));
    let cache = at("cache.sqlite");
    assert!(
        run(&["track", "corpus/acl.pdf", "corpus/icml.pdf", "-o", &out, "--cache", &cache]).status.success()
    );
    let records = format!("{out}/papers.jsonl");
    let told = run(&["report", &records, "-o", &page]);
    assert!(told.status.success() && stderr(&told).contains("page.html"), "{}", stderr(&told));
    assert_eq!(
        text_of(Path::new(&page)),
        text_of(&folder.path().join("out/report.html")),
        "as track writes it"
    );
    let printed = run(&["report", &records, "-o", "-"]);
    assert_eq!(String::from_utf8_lossy(&printed.stdout), text_of(Path::new(&page)));
    assert!(run(&["report", &records, "--figures", &figures]).status.success());
    assert!(text_of(&folder.path().join("figures/flows.svg")).starts_with("<svg"));
    // Other tables in the same place: nothing of the former run is left, but what is not its own, or is no longer.
    let note = folder.path().join("out/note.txt");
    fs::write(&note, "mine").unwrap();
    let mended = folder.path().join("out/flows.csv");
    fs::write(&mended, "mended").unwrap();
    let again = run(&["tables", &records, "-o", &out, "--format", "json"]);
    assert!(
        again.status.success() && stderr(&again).contains("Removed what a former run wrote"),
        "{}",
        stderr(&again)
    );
    let left: Vec<PathBuf> = fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !is_json(path))
        .collect();
    assert!(left.len() == 2 && left.contains(&note) && left.contains(&mended), "{left:?}");
    assert!(run(&["verify", &out]).status.success());
    // Nor does what this run reads go.
    let list = format!("{out}/papers.json");
    let joined = run(&["track", "corpus/acl.pdf", "-o", &out, "--cache", &cache, "--metadata", &list]);
    assert!(joined.status.success() && stderr(&joined).contains("flows.json"), "{}", stderr(&joined));
    assert!(Path::new(&list).exists());
    let both = run(&["report", &records, "-o", "-", "--open"]);
    assert_eq!(both.status.code(), Some(2));
    assert!(stderr(&both).contains("--open needs a file"), "{}", stderr(&both));
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|it| it == "json" || it == "jsonl")
}

#[test]
fn a_folder_of_parquet_is_its_records() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (records, cache) = (at("papers.jsonl"), at("cache.sqlite"));
    assert!(run(&["scan", "corpus", "-o", &records, "--cache", &cache]).status.success());
    let text = text_of(Path::new(&records));
    let lines: Vec<&str> = text.lines().collect();
    for (part, rows) in lines.chunks(5).enumerate() {
        write_parquet(&folder.path().join(format!("far/status=ok/part-{part}.parquet")), rows);
    }
    for (records, out) in [(&records, "near"), (&at("far"), "away")] {
        let output = run(&["tables", records, "-o", &at(out)]);
        assert!(output.status.success(), "{}", stderr(&output));
        assert!(run(&["verify", &at(out)]).status.success());
    }
    for path in fs::read_dir(at("near")).unwrap().map(|entry| entry.unwrap().path()) {
        let other = folder.path().join("away").join(path.file_name().unwrap());
        assert!(
            path.ends_with("run.json") || fs::read(&path).unwrap() == fs::read(other).unwrap(),
            "{path:?}"
        );
    }
}

fn write_parquet(path: &Path, records: &[&str]) {
    use parquet::data_type::{ByteArray, ByteArrayType};
    use parquet::file::writer::SerializedFileWriter;
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let schema =
        parquet::schema::parser::parse_message_type("message rows { required binary record (UTF8); }");
    let file = fs::File::create(path).unwrap();
    let mut file = SerializedFileWriter::new(file, schema.unwrap().into(), Arc::default()).unwrap();
    let mut group = file.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    let records: Vec<ByteArray> = records.iter().map(|record| ByteArray::from(*record)).collect();
    column.typed::<ByteArrayType>().write_batch(&records, None, None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    file.close().unwrap();
}
