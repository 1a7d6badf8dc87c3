//! Encrypted files: read with the empty password or one that is given, and never a password where it does not belong.

mod made;

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use made::Lock;

fn crosscurrent(folder: &Path, args: &[&str]) -> Output {
    Command::cargo_bin("crosscurrent").unwrap().current_dir(folder).args(args).output().unwrap()
}

fn stdout(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A folder with files that need a password and one that does not, and files of passwords.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    fs::create_dir(folder.path().join("papers")).unwrap();
    put("papers/locked.pdf", &made::encrypted(Lock::Secret));
    put("papers/open.pdf", &made::encrypted(Lock::Empty));
    put("right", b"wrong one\r\nsecret\n");
    put("wrong", b"guess\nSecret\n");
    put("empty", b"\n");
    put("latin", b"caf\xe9\n");
    folder
}

#[test]
fn text_with_and_without_the_password() {
    let folder = folder();
    for engine in ["hayro", "pdf-extract"] {
        let text =
            |args: &[&str]| crosscurrent(folder.path(), &[&["text", "--engine", engine], args].concat());
        assert!(stdout(&text(&["papers/open.pdf"])).contains("locked experiments"), "{engine}");
        let right = text(&["papers/locked.pdf", "--password-file", "right"]);
        assert!(stdout(&right).contains("locked experiments"), "{engine}");
        for args in [&["papers/locked.pdf"][..], &["papers/locked.pdf", "--password-file", "wrong"]] {
            let output = text(args);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(2), "{engine}: {said}");
            assert!(said.contains("encrypted") && !said.contains("guess"), "{engine}: {said}");
        }
    }
}

#[test]
fn a_file_of_passwords_that_is_none_is_told() {
    let folder = folder();
    for (file, words) in [("nowhere", "nowhere"), ("empty", "one a line"), ("latin", "latin")] {
        let output = crosscurrent(folder.path(), &["scan", "papers", "--no-cache", "--password-file", file]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{file}: {said}");
        assert!(said.contains(words), "{file}: {said}");
    }
}

#[test]
fn the_cache_gives_nobody_what_another_password_opened() {
    let folder = folder();
    let scan = |passwords: &[&str]| {
        let args = [&["scan", "papers", "--cache", "c.sqlite"], passwords].concat();
        let records = stdout(&crosscurrent(folder.path(), &args));
        let status =
            |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["status"].to_string();
        let models = records.matches("\"llama\"").count();
        (records.lines().map(status).collect::<Vec<_>>().join(" "), models)
    };
    let closed = ("\"encrypted\" \"ok\"".to_owned(), scan(&[]).1);
    let right = ["--password-file", "right"];
    let wrong = ["--password-file", "wrong"];
    assert_eq!(scan(&[]), closed, "without a password");
    let open = scan(&right);
    assert_eq!(open.0, "\"ok\" \"ok\"", "with the password, after it was kept as encrypted");
    assert!(open.1 > closed.1, "what is made of the reading is new too");
    assert_eq!(scan(&[]), closed, "without a password, after it was read with one");
    assert_eq!(scan(&wrong), closed, "with the wrong one");
    assert_eq!(scan(&right), open, "and with the right one again");
}

#[test]
fn a_password_is_nowhere_to_be_found() {
    let folder = folder();
    let args = ["track", "papers", "-o", "out", "--cache", "c.sqlite", "--password-file", "right", "-v"];
    let output = crosscurrent(folder.path(), &args);
    stdout(&output);
    let mut seen = vec![("output".to_owned(), output.stdout), ("messages".to_owned(), output.stderr)];
    for place in [folder.path().to_owned(), folder.path().join("out")] {
        for entry in fs::read_dir(place).unwrap().map(Result::unwrap) {
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.file_type().unwrap().is_file() && name != "right" {
                seen.push((name, fs::read(entry.path()).unwrap()));
            }
        }
    }
    assert!(
        seen.iter().any(|(name, _)| name == "papers.jsonl")
            && seen.iter().any(|(name, _)| name == "c.sqlite")
    );
    for (name, bytes) in seen {
        for password in [&b"secret"[..], b"wrong one"] {
            assert!(!bytes.windows(password.len()).any(|window| window == password), "in {name}");
        }
    }
}
