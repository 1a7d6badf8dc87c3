//! What a registry can be used with but probably does not mean.

use std::collections::BTreeMap;
use std::ops::Range;

use super::diagnostic::{Diagnostic, Severity, Source};
use super::parse::key;
use super::registry::{Alias, Model, Registry};
use super::schema::{Compound, Policy};

/// All warnings, in the order of the file. `today` is `YYYY-MM-DD`.
pub(super) fn check(registry: &Registry, today: &str) -> Vec<Diagnostic> {
    let Some(source) = &registry.source else { return Vec::new() };
    let mut warnings = Vec::new();
    for model in &registry.models {
        facts(model, today, source, &mut warnings);
    }
    shadows(registry, source, &mut warnings);
    prefixes(registry, source, &mut warnings);
    endings(registry, source, &mut warnings);
    warnings.sort_by(|a, b| (a.span.start, &a.message).cmp(&(b.span.start, &b.message)));
    warnings
}

fn warn(source: &Source, span: &Range<usize>, message: String, help: Option<&str>) -> Diagnostic {
    let help = help.map(str::to_owned);
    Diagnostic { severity: Severity::Warning, message, help, source: source.clone(), span: span.clone() }
}

fn facts(model: &Model, today: &str, source: &Source, warnings: &mut Vec<Diagnostic>) {
    if model.source.is_none() {
        warnings.push(warn(source, &model.span, format!("`{}` has no `source`", model.id), None));
    }
    for date in model.released.iter().chain(&model.weights) {
        if date.as_str() > today.get(..date.len()).unwrap_or(today) {
            warnings.push(warn(
                source,
                &model.span,
                format!("`{}` is dated in the future: {date}", model.id),
                None,
            ));
        }
    }
    if model.aliases.is_empty() {
        let help = Some("leave `aliases` out to look for its name");
        warnings.push(warn(
            source,
            &model.span,
            format!("`{}` has no alias and is never found", model.id),
            help,
        ));
    }
    for alias in &model.aliases {
        if alias.policy == Policy::Free && default_is_shorter(alias) {
            let help = Some("give it the policy `cased` or `context`");
            let message = format!("\"{}\" is short and counts in any case of letters", alias.text);
            warnings.push(warn(source, &alias.span, message, help));
        }
        if alias.window > 400 {
            let message = format!("a window of {} characters reaches far beyond the sentence", alias.window);
            warnings.push(warn(source, &alias.span, message, None));
        }
    }
}

fn default_is_shorter(alias: &Alias) -> bool {
    alias.text.chars().filter(|c| c.is_alphanumeric()).count() < 4
}

/// Aliases that an ignored name swallows whole, so that they never match.
fn shadows(registry: &Registry, source: &Source, warnings: &mut Vec<Diagnostic>) {
    let ignored: BTreeMap<String, &str> =
        registry.ignore.iter().map(|name| (key(name), name.as_str())).collect();
    for alias in registry.models.iter().flat_map(|model| &model.aliases) {
        if let Some(name) = ignored.get(&key(&alias.text)) {
            let message = format!("\"{}\" never counts: \"{name}\" is to be ignored", alias.text);
            warnings.push(warn(source, &alias.span, message, None));
        }
    }
}

/// Names of one model that begin with a whole name of another, free one: the longer one wins where it is printed in
/// full, but with a version between them the shorter one does.
fn prefixes(registry: &Registry, source: &Source, warnings: &mut Vec<Diagnostic>) {
    let free: BTreeMap<String, &Model> = registry
        .models
        .iter()
        .flat_map(|model| model.aliases.iter().map(move |alias| (model, alias)))
        .filter(|(_, alias)| alias.policy <= Policy::Cased)
        .map(|(model, alias)| (key(&alias.text), model))
        .collect();
    for model in &registry.models {
        for alias in &model.aliases {
            let letters = key(&alias.text);
            let shorter = (1..letters.len()).rev().find_map(|at| free.get(letters.get(..at)?));
            let related = |other: &Model| are_related(model, other);
            if let Some(other) = shorter.filter(|other| !related(other) && alias.policy >= Policy::Context) {
                let help = Some("where the rules of the longer name do not hold, the shorter one counts");
                let message = format!("\"{}\" begins with a name of `{}`", alias.text, other.id);
                warnings.push(warn(source, &alias.span, message, help));
            }
        }
    }
}

/// Names of one model that end in a whole name of another, free one behind a hyphen (`Mini-GPT-4`), which counts such
/// compounds.
fn endings(registry: &Registry, source: &Source, warnings: &mut Vec<Diagnostic>) {
    let aliases = || registry.models.iter().flat_map(|model| model.aliases.iter().map(move |it| (model, it)));
    let free: BTreeMap<String, &Model> = aliases()
        .filter(|(_, alias)| alias.policy <= Policy::Cased && alias.compound != Compound::None)
        .map(|(model, alias)| (key(&alias.text), model))
        .collect();
    for (model, alias) in aliases().filter(|(_, alias)| alias.policy >= Policy::Context) {
        let tails = alias.text.match_indices('-').filter_map(|(at, _)| alias.text.get(at + 1..));
        let other = tails.filter_map(|tail| free.get(&key(tail))).find(|other| !are_related(model, other));
        if let Some(other) = other {
            let help = Some("where the rules of the longer name do not hold, the shorter one counts");
            let message = format!("\"{}\" ends in a name of `{}`", alias.text, other.id);
            warnings.push(warn(source, &alias.span, message, help));
        }
    }
}

/// Whether one is the other, or its parent: a child that carries its parent's name is meant to.
fn are_related(model: &Model, other: &Model) -> bool {
    other.id == model.id
        || model.parents.iter().any(|parent| parent.id == other.id)
        || other.parents.iter().any(|parent| parent.id == model.id)
}

#[cfg(test)]
mod tests {
    use crate::models::Registry;

    /// What is said of a file, mistakes or warnings, without its help.
    fn said(file: &str) -> String {
        let found = match Registry::parse(file, "mine.toml") {
            Ok(registry) => registry.check("2026-01-01"),
            Err(mistakes) => mistakes,
        };
        found.into_iter().map(|it| it.message).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn each_mistake_is_found() {
        for (name, entries, wanted) in [
            (
                "duplicate alias",
                &[("a", r#"aliases = ["Tide"]"#), ("b", r#"aliases = ["Tide"]"#)][..],
                "\"Tide\" is already an alias of `a`",
            ),
            (
                "duplicate but for a hyphen",
                &[("a", r#"aliases = ["TideNet"]"#), ("b", r#"aliases = ["Tide-Net"]"#)],
                "\"Tide-Net\" is already an alias of `a`",
            ),
            (
                "names that their rules tell apart",
                &[
                    ("a", r#"aliases = [{ text = "TIDE", policy = "context", near = ["sea"] }]"#),
                    ("b", r#"aliases = [{ text = "TIDE", policy = "context", near = ["moon"] }]"#),
                ],
                "",
            ),
            (
                "shadowed by what is ignored",
                &[("a", r#"aliases = ["Ebbing"]"#)],
                "\"Ebbing\" never counts: \"Ebbing\" is to be ignored",
            ),
            (
                "PanGu before Pangu-Weather",
                &[
                    ("a", r#"aliases = [{ text = "PanGu", policy = "free" }]"#),
                    ("b", r#"aliases = [{ text = "Pangu-Weather", policy = "context" }]"#),
                ],
                "\"Pangu-Weather\" begins with a name of `a`",
            ),
            (
                "GPT behind Mini",
                &[
                    ("a", r#"aliases = [{ text = "GPT-4", policy = "free" }]"#),
                    ("b", r#"aliases = [{ text = "Mini-GPT-4", policy = "context" }]"#),
                ],
                "\"Mini-GPT-4\" ends in a name of `a`",
            ),
            (
                "a child that carries its parent's name",
                &[
                    ("a", r#"aliases = [{ text = "GPT-4", policy = "free" }]"#),
                    (
                        "b",
                        "parents = [{ id = \"a\" }]\naliases = [{ text = \"Mini-GPT-4\", policy = \"context\" }]",
                    ),
                ],
                "",
            ),
            ("itself as parent", &[("a", r#"parents = [{ id = "a" }]"#)], "`a` descends from itself"),
            ("unknown parent", &[("a", r#"parents = [{ id = "ab" }]"#)], "there is no model `ab`"),
            (
                "a date in the future",
                &[("a", r#"released = "2026-02""#)],
                "`a` is dated in the future: 2026-02",
            ),
            ("weights in the future", &[("a", r#"weights = "2027""#)], "`a` is dated in the future: 2027"),
            ("this year is no future", &[("a", r#"released = "2026""#)], ""),
            (
                "a rule that matches nothing at all",
                &[("a", r#"aliases = [{ text = "Tide", after = "x*" }]"#)],
                "the regular expression matches the empty text",
            ),
            (
                "a rule that is too slow",
                &[("a", r#"aliases = [{ text = "Tide", after = "(a{50}){50}{50}" }]"#)],
                "the regular expression is too slow",
            ),
        ] {
            let entry = |(id, rest): &(&str, &str)| {
                let head = format!("[[model]]\nid = \"{id}\"\nname = \"{id}-model\"");
                format!("{head}\norigin = \"NL\"\nsource = \"x\"\n{rest}\n")
            };
            let entries = entries.iter().map(entry).collect::<Vec<_>>().concat();
            assert_eq!(said(&format!("ignore = [\"Ebbing\"]\n{entries}")), wanted, "{name}");
        }
        assert_eq!(said("[[model]]\nname = \"Tide\"\norigin = \"NL\"\n"), "`tide` has no `source`");
    }
}
