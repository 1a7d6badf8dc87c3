//! The cases of `tests/names.toml`, and the laws of the shipped registry.

use serde::Deserialize;

use super::{Matcher, Registry, schema};
use crate::text::{LineStart, Text, Zone};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    row: String,
    text: String,
    #[serde(default)]
    counts: Vec<String>,
    #[serde(default)]
    never: Vec<String>,
    #[serde(default)]
    open: Vec<String>,
    surface: Option<String>,
    zone: Option<Zone>,
    #[serde(default)]
    loose: bool,
}

/// A text of one block in one zone.
pub(super) fn block(text: &str, zone: Zone) -> Text {
    Text {
        text: text.to_owned(),
        lines: vec![LineStart { start: 0, page: 3, line: 0 }],
        zones: vec![(0, zone)],
        ..Text::default()
    }
}

#[test]
fn names_count_and_look_alikes_do_not() {
    let cases: Cases = toml::from_str(include_str!("../../tests/names.toml")).expect("tests/names.toml parses");
    let matcher = Matcher::new(Registry::builtin()).expect("the registry makes an automaton");
    let mut wrong = Vec::new();
    for case in &cases.case {
        let findings = matcher.find(&block(&case.text, case.zone.unwrap_or(Zone::Body)));
        let found: Vec<&str> = findings.models.iter().map(|model| model.id.as_str()).collect();
        let open: Vec<&str> = findings.ambiguous.iter().map(|hit| hit.id.as_str()).collect();
        let missing = case.counts.iter().any(|id| !found.contains(&id.as_str()))
            || case.open.iter().any(|id| !open.contains(&id.as_str()));
        let refused = case.never.iter().any(|id| found.contains(&id.as_str()));
        let strict = !case.loose && case.never.is_empty() && found.iter().any(|id| !case.counts.iter().any(|want| want == id));
        let unprinted = case.surface.as_ref().is_some_and(|surface| {
            !findings.models.iter().any(|model| model.surfaces.contains_key(surface))
        });
        if missing || refused || strict || unprinted {
            let printed: Vec<&String> = findings.models.iter().flat_map(|model| model.surfaces.keys()).collect();
            wrong.push(format!("{}: {:?}\n    found {found:?} as {printed:?}, open {open:?}", case.row, case.text));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.case.len(), wrong.join("\n"));
}

#[test]
fn the_shipped_registry_is_sound() {
    let parsed = Registry::parse(Registry::builtin_text(), "models.toml");
    let shown = parsed.err().unwrap_or_default().iter().map(|mistake| mistake.render(false)).collect::<Vec<_>>().join("\n");
    assert_eq!(shown, "");
    let registry = Registry::builtin();
    assert!(registry.models.len() >= 250);
    for id in [
        "transformer", "llama", "qwen", "deepseek", "gpt-4", "gpt-3", "chatgpt", "bert", "roberta", "t5", "mistral",
        "gemini", "claude", "clip", "resnet", "vit", "phi", "falcon", "yi", "opt", "bloom", "gemma", "sam", "mamba",
        "vicuna", "lstm",
    ] {
        assert!(registry.get(id).is_some(), "{id}");
    }
}

#[test]
fn the_schema_file_is_current() {
    let shipped = include_str!("../../models.schema.json");
    assert!(shipped == schema(), "models.schema.json is out of date: run `crosscurrent models schema > models.schema.json`");
}
