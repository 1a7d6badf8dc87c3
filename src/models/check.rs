//! What a registry can be used with but probably does not mean.

use std::collections::BTreeMap;
use std::ops::Range;

use super::diagnostic::{Diagnostic, Severity, Source};
use super::parse::key;
use super::registry::{Alias, Model, Registry};
use super::schema::Policy;

/// All warnings, in the order of the file. `today` is `YYYY-MM-DD`.
pub(super) fn check(registry: &Registry, today: &str) -> Vec<Diagnostic> {
    let Some(source) = &registry.source else { return Vec::new() };
    let mut warnings = Vec::new();
    for model in &registry.models {
        facts(model, today, source, &mut warnings);
    }
    shadows(registry, source, &mut warnings);
    prefixes(registry, source, &mut warnings);
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
            // A child that carries its parent's name is meant to.
            let related = |other: &Model| {
                other.id == model.id
                    || model.parents.iter().any(|parent| parent.id == other.id)
                    || other.parents.iter().any(|parent| parent.id == model.id)
            };
            if let Some(other) = shorter.filter(|other| !related(other) && alias.policy >= Policy::Context) {
                let help = Some("where the rules of the longer name do not hold, the shorter one counts");
                let message = format!("\"{}\" begins with a name of `{}`", alias.text, other.id);
                warnings.push(warn(source, &alias.span, message, help));
            }
        }
    }
}
