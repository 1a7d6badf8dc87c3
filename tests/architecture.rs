//! Which room may use which: the arrows of `ARCHITECTURE.md`, held against the code's own imports.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each room and the rooms that it may use. A room that is not listed does not exist.
const ARROWS: &[(&str, &[&str])] = &[
    ("country", &[]),
    ("provenance", &[]),
    ("source", &[]),
    ("pdf", &[]),
    ("text", &["pdf"]),
    ("models", &["text", "pdf", "country", "provenance"]),
    ("affiliation", &["text", "pdf", "country", "provenance"]),
    ("paper", &["text", "pdf", "models", "affiliation", "country", "provenance"]),
    ("records", &["paper", "country", "pdf", "text", "provenance"]),
    ("metadata", &["paper", "records", "affiliation", "country", "pdf", "provenance"]),
    ("adoption", &["paper", "records", "models", "affiliation", "country", "pdf", "text"]),
    ("audit", &["adoption", "records", "paper", "models", "affiliation", "country", "text"]),
    ("export", &["adoption", "records", "paper", "models", "country", "provenance"]),
    ("fetch", &["metadata", "export", "provenance"]),
    ("report", &["adoption", "export", "records", "paper", "models", "affiliation", "country"]),
    ("cache", &["text", "pdf", "affiliation"]),
    ("pipeline", &["source", "pdf", "text", "models", "affiliation", "paper", "cache", "provenance"]),
];

/// Files that hold tests or what tests share: a test may use any room.
const TEST_FILES: [&str; 2] = ["tests.rs", "specimen.rs"];

/// The room that a file of `src/` belongs to; `None` for the crate's own file.
fn room_of(file: &Path, src: &Path) -> Option<String> {
    let inner = file.strip_prefix(src).ok()?;
    let first = inner.components().next()?.as_os_str().to_str()?.trim_end_matches(".rs");
    let counts =
        !matches!(first, "lib" | "main" | "cli") && !TEST_FILES.iter().any(|name| inner.ends_with(name));
    counts.then(|| first.to_owned())
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
}

/// The rooms that a text names after `crate::`, also in `use crate::{a, b}`; its tests may name any.
fn rooms_used(code: &str) -> BTreeSet<String> {
    let code = code.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut rooms = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let word =
            |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        if let Some(list) = rest.strip_prefix('{') {
            rooms.extend(list.split('}').next().unwrap_or_default().split(',').map(|it| word(it.trim())));
        } else {
            rooms.insert(word(rest));
        }
    }
    rooms
}

#[test]
fn every_room_uses_only_what_stands_upstream_of_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    assert!(files.len() > 40, "the sources were not found");
    let mut wrong = Vec::new();
    for file in &files {
        let Some(room) = room_of(file, &src) else { continue };
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!("{}: the room `{room}` is not among the arrows", file.display()));
            continue;
        };
        for used in rooms_used(&fs::read_to_string(file).unwrap()) {
            let is_room = ARROWS.iter().any(|(name, _)| *name == used);
            if is_room && used != room && !allowed.contains(&used.as_str()) {
                wrong.push(format!("{}: `{room}` may not use `{used}`", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_arrows_have_no_circle() {
    for (at, (room, allowed)) in ARROWS.iter().enumerate() {
        for used in *allowed {
            let position = ARROWS.iter().position(|(name, _)| name == used);
            assert!(
                position.is_some_and(|position| position < at),
                "`{used}` does not stand before `{room}`"
            );
        }
    }
}

#[test]
fn imports_are_found_in_all_their_forms() {
    let code =
        "use crate::pdf::Page;\nuse crate::{text, models::Role};\nlet x = crate::country::Country::all();";
    let used: Vec<String> = rooms_used(code).into_iter().collect();
    assert_eq!(used, ["country", "models", "pdf", "text"]);
}
