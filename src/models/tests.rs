//! The cases of `tests/names.toml`, and the laws of the shipped registry.

use std::sync::LazyLock;

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

/// The matcher of the shipped registry.
fn builtin() -> &'static Matcher {
    static MATCHER: LazyLock<Matcher> =
        LazyLock::new(|| Matcher::new(Registry::builtin()).expect("the registry makes an automaton"));
    &MATCHER
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
    let cases: Cases =
        toml::from_str(include_str!("../../tests/names.toml")).expect("tests/names.toml parses");
    let matcher = builtin();
    let mut wrong = Vec::new();
    for case in &cases.case {
        let findings = matcher.find(&block(&case.text, case.zone.unwrap_or(Zone::Body)));
        let found: Vec<&str> = findings.models.iter().map(|model| model.id.as_str()).collect();
        let open: Vec<&str> = findings.ambiguous.iter().map(|hit| hit.id.as_str()).collect();
        let missing = case.counts.iter().any(|id| !found.contains(&id.as_str()))
            || case.open.iter().any(|id| !open.contains(&id.as_str()));
        let refused = case.never.iter().any(|id| found.contains(&id.as_str()));
        let strict = !case.loose
            && case.never.is_empty()
            && found.iter().any(|id| !case.counts.iter().any(|want| want == id));
        let unprinted = case
            .surface
            .as_ref()
            .is_some_and(|surface| !findings.models.iter().any(|model| model.surfaces.contains_key(surface)));
        if missing || refused || strict || unprinted {
            let printed: Vec<&String> =
                findings.models.iter().flat_map(|model| model.surfaces.keys()).collect();
            wrong.push(format!(
                "{}: {:?}\n    found {found:?} as {printed:?}, open {open:?}",
                case.row, case.text
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.case.len(), wrong.join("\n"));
}

#[test]
fn the_shipped_registry_is_sound() {
    let parsed = Registry::parse(Registry::builtin_text(), "models.toml");
    let shown = parsed
        .err()
        .unwrap_or_default()
        .iter()
        .map(|mistake| mistake.render(false))
        .collect::<Vec<_>>()
        .join("\n");
    assert_eq!(shown, "");
    let registry = Registry::builtin();
    assert!(registry.models.len() >= 250);
    for id in [
        "transformer",
        "llama",
        "qwen",
        "deepseek",
        "gpt-4",
        "gpt-3",
        "chatgpt",
        "bert",
        "roberta",
        "t5",
        "mistral",
        "gemini",
        "claude",
        "clip",
        "resnet",
        "vit",
        "phi",
        "falcon",
        "yi",
        "opt",
        "bloom",
        "gemma",
        "sam",
        "mamba",
        "vicuna",
        "lstm",
    ] {
        assert!(registry.get(id).is_some(), "{id}");
    }
}

#[test]
fn the_schema_file_is_current() {
    let shipped = include_str!("../../models.schema.json");
    assert!(
        shipped == schema(),
        "models.schema.json is out of date: run `crosscurrent models schema > models.schema.json`"
    );
}

/// A sentence on page 4 under a heading.
fn under(heading: &str, sentence: &str, zone: Zone) -> Text {
    Text {
        text: format!("{heading}\n{sentence}"),
        lines: vec![LineStart { start: 0, page: 4, line: 0 }],
        zones: vec![(0, Zone::Abstract), (heading.len() as u32 + 1, zone)],
        headings: vec![crate::text::Heading { start: 0, end: heading.len() as u32 }],
        title: None,
    }
}

#[test]
fn a_model_that_helped_with_the_writing_is_said_to() {
    use super::Role::{CitedOnly, Mentioned, Used};
    for (sentence, heading, zone, want, aid) in [
        (
            "We thank the reviewers; the text was edited with ChatGPT.",
            "Acknowledgements",
            Zone::Body,
            Mentioned,
            true,
        ),
        ("We thank ChatGPT for nothing but company.", "Acknowledgements", Zone::Body, Mentioned, false),
        ("This paper was grammar checked with ChatGPT.", "Conclusion", Zone::Body, Mentioned, true),
        ("We used ChatGPT to polish the text.", "3 Method", Zone::Body, Mentioned, true),
        ("We use ChatGPT to label pairs.", "3.2 Use of LLMs as Annotators", Zone::Body, Used, false),
        ("ChatGPT found related work for us.", "LLM Usage Statement", Zone::Body, Mentioned, true),
        ("We used ChatGPT for finding typos.", "AI Assistance", Zone::Appendix, Mentioned, true),
        (
            "We used ChatGPT to improve the writing.",
            "16. Declaration of LLM usage",
            Zone::Checklist,
            CitedOnly,
            true,
        ),
        ("We use ChatGPT to judge the spelling of pupils.", "3 Method", Zone::Body, Used, false),
    ] {
        let findings = builtin().find(&under(heading, sentence, zone));
        let found = findings.models.iter().find(|model| model.id == "chatgpt");
        assert_eq!(found.map(|it| (it.role, it.writing_aid)), Some((want, aid)), "{sentence}");
    }
}

#[test]
fn a_record_from_before_writing_aids_were_told_is_read() {
    let old = r#"{"id": "llama", "role": "used", "counts": {"title": 0, "abstract": 0, "body": 1, "references": 0,
        "appendix": 0, "checklist": 0, "unknown": 0}, "surfaces": {"Llama": 1}, "evidence": []}"#;
    let mention: super::ModelMention = serde_json::from_str(old).expect("an older record");
    assert!(!mention.writing_aid);
}

#[test]
fn roles_follow_the_words_around_a_name() {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct RoleCases {
        case: Vec<RoleCase>,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct RoleCase {
        text: String,
        #[serde(default)]
        heading: String,
        zone: Option<Zone>,
        role: super::Role,
    }
    let cases: RoleCases =
        toml::from_str(include_str!("../../tests/roles.toml")).expect("tests/roles.toml parses");
    let matcher = builtin();
    let mut wrong = Vec::new();
    for RoleCase { text, heading, zone, role: want } in &cases.case {
        let findings = matcher.find(&under(heading, text, zone.unwrap_or(Zone::Body)));
        let role = findings.models.iter().find(|model| model.id == "llama").map(|model| model.role);
        if role != Some(*want) {
            wrong.push(format!("{text:?} under {heading:?}: {role:?}, not {want:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.case.len(), wrong.join("\n"));
}

#[test]
fn evidence_names_the_model_and_covers_every_zone() {
    let filler = "This sentence only makes the paragraph longer than what can be shown of it; ".repeat(8);
    let words = format!("We mention Qwen.\n{filler} we use Qwen2.5-7B {filler}\nQwen technical report.");
    let references = words.rfind('\n').map_or(0, |at| at as u32 + 1);
    let text = Text {
        text: words,
        lines: vec![LineStart { start: 0, page: 3, line: 0 }],
        zones: vec![(0, Zone::Abstract), (17, Zone::Body), (references, Zone::References)],
        ..Text::default()
    };
    let matcher = builtin();
    let findings = matcher.find(&text);
    let qwen = findings.models.iter().find(|model| model.id == "qwen").expect("Qwen is named");
    assert_eq!(qwen.evidence.first().map(|best| best.role), Some(super::Role::Used));
    for evidence in &qwen.evidence {
        assert!(evidence.text.contains("Qwen"), "{}", evidence.text);
        assert!(evidence.text.chars().count() <= 240);
    }
    let zones: std::collections::BTreeSet<Zone> =
        qwen.evidence.iter().map(|evidence| evidence.zone).collect();
    assert_eq!(zones.len(), 3);
    assert_eq!(qwen.surfaces.get("Qwen2.5-7B"), Some(&1));
}

#[test]
fn every_mistake_is_shown_at_its_place() {
    let file = r#"
ignore = ["LlamaIndex"]
colour = "red"

[[model]]
name = "Llama"
origin = "USA"
releasd = "2023"

[[model]]
name = "Alpaca"
origin = ["US", "UK"]
released = "2023-13"
kind = "langage"
parents = [{ id = "lama" }, { id = "vicuna" }]
aliases = ["Alpaca", { text = "alpacas", policy = "strict", after = "x*" }]

[[model]]
name = "Vicuna"
origin = "US"
parents = [{ id = "alpaca" }]
aliases = ["Llama", "Vicuna", { text = "V", after = "(" }]

[[model]]
id = "llama"
name = "Other"
origin = "US"
aliases = [{ text = "Many", after = "(a{50}){50}{50}" }, 7]

[[model]]
origin = "FR"
"#;
    let mistakes = Registry::parse(file, "mine.toml").expect_err("the file is full of mistakes");
    let shown: Vec<String> = mistakes
        .iter()
        .map(|mistake| {
            let (line, column) = mistake.position();
            format!("{line}:{column} {} [{}]", mistake.message, mistake.help.as_deref().unwrap_or(""))
        })
        .collect();
    let wanted = [
        "3:1 unknown key `colour` [known keys: ignore, model]",
        "7:10 `USA` is no ISO 3166-1 alpha-2 country code (nor XZ) [did you mean `US`?]",
        "8:1 unknown key `releasd` [did you mean `released`?]",
        "12:17 `UK` is no ISO 3166-1 alpha-2 country code (nor XZ) [did you mean `GB`?]",
        "13:12 `2023-13` is no date [a date is YYYY, YYYY-MM or YYYY-MM-DD]",
        "14:8 unknown kind `langage` [did you mean `language`?]",
        "15:19 there is no model `lama` [did you mean `llama`?]",
        "15:36 `alpaca` descends from itself [one of the parents in this circle is wrong]",
        "16:51 unknown policy `strict` [one of: free, cased, context, never_bare]",
        "16:69 the regular expression matches the empty text [it must ask for at least one character behind the name]",
        "21:19 `vicuna` descends from itself [one of the parents in this circle is wrong]",
        "22:12 \"Llama\" is already an alias of `llama` [where both are meant, give both the policy `context` or `never_bare`]",
        "22:53 this is no regular expression: unclosed group []",
        "25:6 the id `llama` is taken by \"Llama\" [give one of them another `id`]",
        "28:37 the regular expression is too slow [repeat fewer times, or list the words]",
        "28:58 an alias is a string or a table, not integer []",
        "30:1 a model needs `name` []",
    ];
    assert_eq!(shown.join("\n"), wanted.join("\n"));
    let first = mistakes.first().map(|mistake| mistake.render(false)).unwrap_or_default();
    assert!(
        first.contains("mine.toml:3:1") && first.contains("colour = \"red\"") && first.contains('^'),
        "{first}"
    );
}

#[test]
fn two_lines_make_a_model() {
    let registry =
        Registry::parse("[[model]]\nname = \"Big Model\"\norigin = \"FR\"\n", "mine.toml").expect("sound");
    let model = registry.get("big-model").expect("the id comes from the name");
    assert_eq!(model.aliases.iter().map(|alias| alias.text.as_str()).collect::<Vec<_>>(), ["Big Model"]);
    let matcher = Matcher::new(&registry).expect("small");
    let findings = matcher.find(&block("Big-Model-7B and BigModel are the same.", Zone::Body));
    assert_eq!(findings.models.first().map(|found| found.counts.body), Some(2));
    assert_eq!(registry.check("2026-01-01").len(), 1);
}

#[test]
fn a_warning_is_given_for_what_is_probably_not_meant() {
    let file = r#"
ignore = ["LlamaIndex"]

[[model]]
name = "Llama"
origin = "US"
released = "2030"
aliases = [{ text = "LlamaIndex", window = 900 }, { text = "La", policy = "free" }]

[[model]]
name = "Empty"
origin = "US"
source = "https://example.org"
aliases = []
"#;
    let registry = Registry::parse(file, "mine.toml").expect("sound");
    let shown: Vec<String> =
        registry.check("2026-01-01").into_iter().map(|warning| warning.message).collect();
    assert_eq!(
        shown.join("\n"),
        [
            "`llama` has no `source`",
            "`llama` is dated in the future: 2030",
            "\"LlamaIndex\" never counts: \"LlamaIndex\" is to be ignored",
            "a window of 900 characters reaches far beyond the sentence",
            "\"La\" is short and counts in any case of letters",
            "`empty` has no alias and is never found",
        ]
        .join("\n")
    );
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 64, ..Default::default() })]

    /// Whatever the text, nothing is out of bounds, and what is found is printed in it.
    #[test]
    fn any_text_is_read(words in proptest::collection::vec(
        proptest::sample::select(vec![
            "Llama", "GPT", "-", "4", "o", ".", " ", "\n", "L LAMA", "ﬁ", "²", "₃", "–", "T5", "7B", "(SAM)", "Segment",
            "é", "Qwen2.5", "s", "@", "://", "et al.", "We use", "Transformer", "based", "π0", "Tülu", "\u{ad}", "x",
        ]), 0..60)) {
        let text = words.concat();
        let matcher = builtin();
        for zone in [Zone::Body, Zone::References, Zone::Unknown] {
            let findings = matcher.find(&block(&text, zone));
            for model in &findings.models {
                let hits: u32 = Zone::ALL.iter().map(|zone| model.counts.get(*zone)).sum();
                proptest::prop_assert_eq!(hits, model.surfaces.values().sum::<u32>());
                proptest::prop_assert!(!model.evidence.is_empty());
            }
        }
    }
}

#[test]
fn an_added_alias_never_lowers_a_count() {
    let text = block("Llama-2-7B and Llama Guard and CodeLlama meet TinyLlama and Alpaca.", Zone::Body);
    let small = "[[model]]\nname = \"Llama\"\norigin = \"US\"\naliases = [\"Llama\"]\n";
    let large = "[[model]]\nname = \"Llama\"\norigin = \"US\"\naliases = [\"Llama\", \"Code Llama\", \"Llama Guard\"]\n";
    let count = |file: &str| {
        let registry = Registry::parse(file, "mine.toml").expect("sound");
        let findings = Matcher::new(&registry).expect("small").find(&text);
        findings.models.first().map_or(0, |model| model.counts.body)
    };
    assert_eq!((count(small), count(large)), (2, 3));
}
