//! Versions of one work: an arXiv copy beside the camera-ready one.
//!
//! Two files are versions of a work when their titles are the same but for case, accents and punctuation, and they
//! share at least half of the authors of the shorter list. Similar titles are never enough: a series of papers by one
//! group has those.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use super::Entry;

/// Fewer letters than this are no title of a work: "Supplementary Material", "Technical Report".
const SHORTEST_TITLE: usize = 24;

/// What tells a work, and how much is known of this version.
#[derive(Debug, Default)]
pub(super) struct Work {
    /// Empty where the title is missing or too short to tell.
    title: String,
    authors: BTreeSet<String>,
    /// Models named, then pages.
    evidence: (usize, u32),
}

impl Work {
    /// From a title, the authors' names, and how many models and pages are known.
    pub fn new<'a>(title: &str, authors: impl Iterator<Item = &'a str>, evidence: (usize, u32)) -> Self {
        let title = letters(title);
        Self {
            title: if title.chars().count() < SHORTEST_TITLE { String::new() } else { title },
            authors: authors.map(signature).collect(),
            evidence,
        }
    }

    fn is_version_of(&self, other: &Work) -> bool {
        let shorter = self.authors.len().min(other.authors.len());
        let shared = self.authors.intersection(&other.authors).count();
        shorter > 0 && shared * 2 >= shorter && (shared > 1 || shorter == 1)
    }
}

/// The letters and digits of a text, without case and accents.
fn letters(text: &str) -> String {
    text.nfkd().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Last name and first initial, since versions abbreviate first names differently.
fn signature(name: &str) -> String {
    let mut words = name.split_whitespace().map(letters).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    let last = words.next_back().unwrap_or_default();
    if last.is_empty() { first } else { first.chars().take(1).chain(last.chars()).collect() }
}

/// Marks all versions of a work but the one of which most is known.
pub(super) fn mark(entries: &mut [Entry]) {
    let mut by_title: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        if entry.status.counts() && entry.duplicate_of.is_none() && !entry.work.title.is_empty() {
            by_title.entry(&entry.work.title).or_default().push(at);
        }
    }
    let mut marks: Vec<(usize, Option<String>)> = Vec::new();
    for mut versions in by_title.into_values().filter(|versions| versions.len() > 1) {
        versions.sort_by_key(|&at| Reverse(entries.get(at).map(|entry| entry.work.evidence)));
        let mut kept: Vec<&Entry> = Vec::new();
        for at in versions {
            let Some(entry) = entries.get(at) else { continue };
            match kept.iter().find(|kept| entry.work.is_version_of(&kept.work)) {
                Some(kept) => marks.push((at, kept.id.clone())),
                None => kept.push(entry),
            }
        }
    }
    for (at, id) in marks {
        if let Some(entry) = entries.get_mut(at) {
            entry.duplicate_of = id;
        }
    }
}
