//! The text of `models.toml` → [`Registry`], or everything that is wrong with it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use toml::Spanned;
use toml::de::DeTable;

use super::after::{After, Unfit};
use super::diagnostic::{Diagnostic, Source, did_you_mean};
use super::reader::Mistakes;
use super::registry::{Alias, Model, Parent, Registry};
use super::schema::{Compound, Policy};
use crate::country::Country;

pub(super) const FILE_KEYS: &[&str] = &["ignore", "model"];
pub(super) const MODEL_KEYS: &[&str] = &[
    "name",
    "origin",
    "id",
    "kind",
    "developer",
    "origin_lab",
    "released",
    "weights",
    "source",
    "parents",
    "aliases",
];
pub(super) const PARENT_KEYS: &[&str] = &["id", "relation"];
pub(super) const ALIAS_KEYS: &[&str] = &[
    "text",
    "policy",
    "near",
    "not_near",
    "window",
    "after",
    "not_after",
    "not_before",
    "stands_for",
    "compound",
];
pub(super) const KINDS: &[&str] = &[
    "architecture",
    "language",
    "vision",
    "multimodal",
    "image",
    "video",
    "audio",
    "speech",
    "embedding",
    "code",
    "graph",
    "biology",
    "chemistry",
    "science",
    "weather",
    "robotics",
    "reinforcement",
    "time-series",
    "technique",
    "other",
];
pub(super) const POLICIES: &[&str] = &["free", "cased", "context", "never_bare"];
pub(super) const COMPOUNDS: &[&str] = &["any", "hyphen", "none"];

/// Characters on either side that count as near where an alias does not say otherwise.
const WINDOW: usize = 80;

/// Reads a registry.
pub(super) fn parse(text: &str, file_name: &str) -> Result<Registry, Vec<Diagnostic>> {
    let source = Source { name: file_name.into(), text: text.into() };
    let mut mistakes = Mistakes { source: source.clone(), found: Vec::new() };
    let (document, broken) = DeTable::parse_recoverable(text);
    for error in &broken {
        mistakes.add(error.span().unwrap_or(0..0), error.message().trim(), None);
    }
    let document = document.get_ref();
    mistakes.unknown_keys(document, FILE_KEYS);
    let ignore: Vec<String> =
        mistakes.strings(document, "ignore").into_iter().map(Spanned::into_inner).collect();
    let mut entries: Vec<Entry> = mistakes
        .tables(document, "model")
        .into_iter()
        .filter_map(|(table, span)| entry(table, &span, &mut mistakes))
        .collect();
    unique_ids(&entries, &mut mistakes);
    unique_aliases(&entries, &mut mistakes);
    lineage(&entries, &mut mistakes);
    if !mistakes.found.is_empty() {
        mistakes.found.sort_by_key(|mistake| (mistake.span.start, mistake.span.end));
        return Err(mistakes.found);
    }
    entries.sort_by(|a, b| a.model.id.cmp(&b.model.id));
    let models = entries.into_iter().map(|entry| entry.model).collect();
    Ok(Registry { models, ignore, hash: hex(&Sha256::digest(text)), source: Some(source) })
}

/// A model with the places of what is checked against other entries.
struct Entry {
    model: Model,
    id: Spanned<String>,
    parents: Vec<Spanned<String>>,
}

fn entry(table: &DeTable<'_>, span: &Range<usize>, mistakes: &mut Mistakes) -> Option<Entry> {
    mistakes.unknown_keys(table, MODEL_KEYS);
    for key in ["name", "origin"] {
        if !table.contains_key(key) {
            mistakes.add(span.clone(), format!("a model needs `{key}`"), None);
        }
    }
    let name = mistakes.string(table, "name");
    let origin = countries(table, "origin", mistakes);
    let origin_lab = countries(table, "origin_lab", mistakes);
    let kind = mistakes.word(table, "kind", KINDS).unwrap_or_default();
    let released = date(table, "released", mistakes);
    let weights = date(table, "weights", mistakes);
    let given_id = mistakes.string(table, "id");
    if let Some(id) = &given_id {
        let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-._+".contains(c);
        if !id.get_ref().chars().all(fine) {
            let help = "lower-case letters, digits, `-`, `.`, `_` and `+`".to_owned();
            mistakes.add(id.span(), format!("`{}` is no id", id.get_ref()), Some(help));
        }
    }
    let (parents, parent_ids) = parents(table, mistakes);
    let mut aliases = aliases(table, mistakes);
    let developer = mistakes.string(table, "developer").map(Spanned::into_inner);
    let source = mistakes.string(table, "source").map(Spanned::into_inner);
    let name = name?;
    if !table.contains_key("aliases") {
        aliases.push(plain_alias(name.get_ref(), name.span()));
    }
    let id = given_id
        .unwrap_or_else(|| Spanned::new(name.span(), name.get_ref().to_lowercase().replace(' ', "-")));
    let model = Model {
        id: id.get_ref().clone(),
        kind,
        developer,
        origin_lab: if origin_lab.is_empty() { origin.clone() } else { origin_lab },
        origin,
        released,
        weights,
        source,
        parents,
        aliases: aliases.into_iter().map(Arc::new).collect(),
        span: name.span(),
        name: name.into_inner(),
    };
    Some(Entry { model, id, parents: parent_ids })
}

fn countries(table: &DeTable<'_>, key: &str, mistakes: &mut Mistakes) -> Vec<Country> {
    let mut countries = Vec::new();
    for text in mistakes.one_or_many(table, key) {
        match text.get_ref().parse::<Country>() {
            Ok(country) => countries.push(country),
            Err(error) => {
                let help = country_help(text.get_ref());
                mistakes.add(text.span(), error.to_string(), help);
            }
        }
    }
    countries
}

/// A country by the name or the habit that was probably meant.
fn country_help(text: &str) -> Option<String> {
    let upper = text.to_uppercase();
    let usual = match upper.as_str() {
        "UK" | "ENGLAND" => Some("GB"),
        "USA" | "U.S." | "AMERICA" => Some("US"),
        "EU" => Some("XZ"),
        _ => None,
    };
    let code = usual.map(str::to_owned).or_else(|| {
        Country::all()
            .find(|country| country.code() == upper || country.name().eq_ignore_ascii_case(text))
            .map(|country| country.code().to_owned())
    })?;
    Some(format!("did you mean `{code}`?"))
}

fn date(table: &DeTable<'_>, key: &str, mistakes: &mut Mistakes) -> Option<String> {
    let text = mistakes.string(table, key)?;
    if is_date(text.get_ref()) {
        return Some(text.into_inner());
    }
    let help = "a date is YYYY, YYYY-MM or YYYY-MM-DD".to_owned();
    mistakes.add(text.span(), format!("`{}` is no date", text.get_ref()), Some(help));
    None
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |part: &str, digits: usize| {
        (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())
            .flatten()
    };
    let Some(year) = parts.first().and_then(|part| number(part, 4)) else { return false };
    let month = parts.get(1).map(|part| number(part, 2).unwrap_or(0));
    let day = parts.get(2).map(|part| number(part, 2).unwrap_or(0));
    let days = match month {
        Some(4 | 6 | 9 | 11) => 30,
        Some(2) if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        Some(2) => 28,
        _ => 31,
    };
    parts.len() <= 3
        && (1900..2200).contains(&year)
        && month.is_none_or(|month| (1..=12).contains(&month))
        && day.is_none_or(|day| (1..=days).contains(&day))
}

fn parents(table: &DeTable<'_>, mistakes: &mut Mistakes) -> (Vec<Parent>, Vec<Spanned<String>>) {
    let mut parents = Vec::new();
    let mut ids = Vec::new();
    for (parent, span) in mistakes.tables(table, "parents") {
        mistakes.unknown_keys(parent, PARENT_KEYS);
        let relation = mistakes.string(parent, "relation").map(Spanned::into_inner);
        match mistakes.string(parent, "id") {
            Some(id) => {
                let relation = relation.unwrap_or_else(|| "derived".to_owned());
                parents.push(Parent { id: id.get_ref().clone(), relation });
                ids.push(id);
            }
            None if !parent.contains_key("id") => mistakes.add(span, "a parent needs `id`", None),
            None => {}
        }
    }
    (parents, ids)
}

fn aliases(table: &DeTable<'_>, mistakes: &mut Mistakes) -> Vec<Alias> {
    let mut aliases = Vec::new();
    for item in mistakes.array(table, "aliases") {
        if let Some(rules) = item.get_ref().as_table() {
            aliases.extend(ruled_alias(rules, &item.span(), mistakes));
        } else if let Some(text) = item.get_ref().as_str() {
            if has_letter(text) {
                aliases.push(plain_alias(text, item.span()));
            } else {
                mistakes.add(item.span(), "an alias needs a letter", None);
            }
        } else {
            let message = format!("an alias is a string or a table, not {}", item.get_ref().type_str());
            mistakes.add(item.span(), message, None);
        }
    }
    aliases
}

fn has_letter(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

fn plain_alias(text: &str, span: Range<usize>) -> Alias {
    Alias {
        text: text.to_owned(),
        policy: default_policy(text),
        near: Vec::new(),
        not_near: Vec::new(),
        window: WINDOW,
        after: None,
        not_after: Vec::new(),
        not_before: Vec::new(),
        stands_for: Vec::new(),
        compound: Compound::default(),
        span,
    }
}

/// The policy of a name that comes without one, from its look.
///
/// A name with a digit (`GPT-2`) is no ordinary word. One of letters alone may be, in small letters (`clip`, `falcon`,
/// `Roberta`), so its case counts; a word of three letters (`Yi`, `Phi`) needs a version behind it.
pub(super) fn default_policy(text: &str) -> Policy {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    let digits = text.chars().any(char::is_numeric);
    let inner_capitals = letters.iter().skip(1).filter(|c| c.is_uppercase()).count();
    match letters.len() {
        0 => Policy::NeverBare,
        1..=3 if digits => Policy::Cased,
        _ if digits => Policy::Free,
        1 => Policy::NeverBare,
        2..=3 if inner_capitals == 0 => Policy::NeverBare,
        2 => Policy::Context,
        _ => Policy::Cased,
    }
}

fn ruled_alias(table: &DeTable<'_>, span: &Range<usize>, mistakes: &mut Mistakes) -> Option<Alias> {
    mistakes.unknown_keys(table, ALIAS_KEYS);
    let policy = mistakes.word(table, "policy", POLICIES);
    let compound = mistakes.word(table, "compound", COMPOUNDS).unwrap_or_default();
    let window = mistakes.number(table, "window").unwrap_or(WINDOW);
    let after = mistakes.string(table, "after").and_then(|pattern| after(&pattern, mistakes));
    let mut words = |key: &str| -> Vec<String> {
        mistakes.strings(table, key).into_iter().map(Spanned::into_inner).collect()
    };
    let (near, not_near) = (words("near"), words("not_near"));
    let (not_after, not_before) = (words("not_after"), words("not_before"));
    let stands_for = words("stands_for");
    if !table.contains_key("text") {
        mistakes.add(span.clone(), "an alias needs `text`", None);
    }
    let text = mistakes.string(table, "text")?;
    if !has_letter(text.get_ref()) {
        mistakes.add(text.span(), "an alias needs a letter", None);
    }
    Some(Alias {
        policy: policy.unwrap_or_else(|| default_policy(text.get_ref())),
        near,
        not_near,
        window,
        after,
        not_after,
        not_before,
        stands_for,
        compound,
        span: text.span(),
        text: text.into_inner(),
    })
}

fn after(pattern: &Spanned<String>, mistakes: &mut Mistakes) -> Option<After> {
    let (message, help) = match After::new(pattern.get_ref()) {
        Ok(after) => return Some(after),
        Err(Unfit::Empty) => (
            "the regular expression matches the empty text".to_owned(),
            Some("it must ask for at least one character behind the name".to_owned()),
        ),
        Err(Unfit::TooLarge) => (
            "the regular expression is too slow".to_owned(),
            Some("repeat fewer times, or list the words".to_owned()),
        ),
        Err(Unfit::Wrong(reason)) => (format!("this is no regular expression: {reason}"), None),
    };
    mistakes.add(pattern.span(), message, help);
    None
}

fn unique_ids(entries: &[Entry], mistakes: &mut Mistakes) {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for entry in entries {
        if let Some(other) = seen.insert(&entry.model.id, &entry.model.name) {
            let message = format!("the id `{}` is taken by \"{other}\"", entry.model.id);
            mistakes.add(entry.id.span(), message, Some("give one of them another `id`".to_owned()));
        }
    }
}

/// The letters of a name without case, spaces and hyphens: two names with the same key match the same words.
pub(super) fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Two models may share a name (DINO, ERNIE) only where each one's rules tell it from the other; names that differ in
/// case (`ViTs`, `VITS`) only where the case matters to both.
fn unique_aliases(entries: &[Entry], mistakes: &mut Mistakes) {
    let mut seen: BTreeMap<String, Vec<(&Model, &Alias)>> = BTreeMap::new();
    for entry in entries {
        for alias in &entry.model.aliases {
            let others = seen.entry(key(&alias.text)).or_default();
            let clash = others.iter().find(|(model, other)| {
                // `Tide-Net` and `TideNet` match the same words.
                let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
                let same = letters(&other.text) == letters(&alias.text);
                let told_apart = if same { Policy::Context } else { Policy::Cased };
                let same_model = model.id == entry.model.id;
                if same_model {
                    other.text == alias.text
                } else {
                    other.policy.min(alias.policy) < told_apart
                }
            });
            if let Some((model, _)) = clash {
                let help = "where both are meant, give both the policy `context` or `never_bare`".to_owned();
                let message = format!("\"{}\" is already an alias of `{}`", alias.text, model.id);
                mistakes.add(alias.span.clone(), message, Some(help));
            }
            others.push((&entry.model, alias));
        }
    }
}

fn lineage(entries: &[Entry], mistakes: &mut Mistakes) {
    let ids: BTreeSet<&str> = entries.iter().map(|entry| entry.model.id.as_str()).collect();
    let edges: BTreeMap<&str, Vec<&str>> = entries
        .iter()
        .map(|entry| {
            (entry.model.id.as_str(), entry.parents.iter().map(|id| id.get_ref().as_str()).collect())
        })
        .collect();
    for entry in entries {
        for parent in &entry.parents {
            if !ids.contains(parent.get_ref().as_str()) {
                let help = did_you_mean(parent.get_ref(), ids.iter().copied());
                mistakes.add(parent.span(), format!("there is no model `{}`", parent.get_ref()), help);
            } else if reaches(&edges, parent.get_ref(), &entry.model.id) {
                let message = format!("`{}` descends from itself", entry.model.id);
                mistakes.add(
                    parent.span(),
                    message,
                    Some("one of the parents in this circle is wrong".to_owned()),
                );
            }
        }
    }
}

fn reaches(edges: &BTreeMap<&str, Vec<&str>>, from: &str, to: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(id) = open.pop() {
        if id == to {
            return true;
        }
        if seen.insert(id) {
            open.extend(edges.get(id).into_iter().flatten().copied());
        }
    }
    false
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
