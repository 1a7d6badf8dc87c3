//! Versions of one work: an arXiv copy beside the camera-ready one.
//!
//! Two files are versions of a work when their titles are the same but for case, accents and punctuation, and they
//! share at least half of the authors of the shorter list; or when their texts are nearly the same and they share an
//! author, or one of them is anonymous. Similar titles are never enough: a series of papers by one group has those.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::Entry;
use crate::text::Sketch;

/// Fewer letters than this are no title of a work: "Supplementary Material", "Technical Report".
const SHORTEST_TITLE: usize = 24;

/// From this likeness on two texts with a common author are versions of one work. Papers of one group that build on each
/// other stay far below.
const ALIKE: f64 = 0.5;

/// From this likeness on they are whoever wrote them, if one is anonymous.
const SAME: f64 = 0.8;

/// What stands in place of a name under review.
const ANONYMOUS: &str = "anonymous";

/// A run of words that more papers have is a phrase of the field or a form to fill in.
const COMMON: usize = 32;

/// So many runs at least are shared by what is worth a comparison.
const CANDIDATE: u32 = 8;

/// What tells a work, and how much is known of this version.
#[derive(Debug, Default)]
pub(super) struct Work {
    /// Empty where the title is missing or too short to tell.
    title: String,
    authors: BTreeSet<String>,
    sketch: Sketch,
    /// Models named, then pages.
    evidence: (usize, u32),
}

impl Work {
    /// From a title, the authors' names, the text's sketch, and how many models and pages are known.
    pub fn new<'a>(
        title: &str,
        authors: impl Iterator<Item = &'a str>,
        sketch: Sketch,
        evidence: (usize, u32),
    ) -> Self {
        let title = letters(title);
        Self {
            title: if title.chars().count() < SHORTEST_TITLE { String::new() } else { title },
            authors: authors.filter(|name| !letters(name).contains(ANONYMOUS)).map(signature).collect(),
            sketch,
            evidence,
        }
    }

    /// Of two works of the same title: whether the authors are the same too.
    fn has_authors_of(&self, other: &Work) -> bool {
        let shorter = self.authors.len().min(other.authors.len());
        let shared = self.authors.intersection(&other.authors).count();
        shorter > 0 && shared * 2 >= shorter && (shared > 1 || shorter == 1)
    }

    fn has_text_of(&self, other: &Work) -> bool {
        let likeness = self.sketch.likeness(&other.sketch);
        let anonymous = self.authors.is_empty() || other.authors.is_empty();
        likeness >= ALIKE && !self.authors.is_disjoint(&other.authors) || likeness >= SAME && anonymous
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
    let mut related = titled(entries);
    related.extend(alike(entries));
    let mut work: BTreeMap<usize, usize> = BTreeMap::new();
    for (a, b) in related {
        // A version of a version is one of the work: all of them take the number of the first.
        let [a, b] = [a, b].map(|at| work.get(&at).copied().unwrap_or(at));
        work.values_mut().filter(|number| **number == b).for_each(|number| *number = a);
        work.extend([(a, a), (b, a)]);
    }
    let mut versions: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, number) in work {
        versions.entry(number).or_default().push(at);
    }
    for mut versions in versions.into_values() {
        versions.sort_by_key(|&at| Reverse(entries.get(at).map(|entry| entry.work.evidence)));
        let kept = versions.first().and_then(|&at| entries.get(at)).and_then(|entry| entry.id.clone());
        for at in versions.into_iter().skip(1) {
            if let Some(entry) = entries.get_mut(at) {
                entry.duplicate_of.clone_from(&kept);
            }
        }
    }
}

/// What counts and is not the copy of a file.
fn candidates(entries: &[Entry]) -> impl Iterator<Item = (usize, &Work)> {
    let own = entries.iter().enumerate().filter(|(_, it)| it.status.counts() && it.duplicate_of.is_none());
    own.map(|(at, entry)| (at, &entry.work))
}

/// Pairs of the same title and authors.
fn titled(entries: &[Entry]) -> Vec<(usize, usize)> {
    let mut by_title: BTreeMap<&str, Vec<(usize, &Work)>> = BTreeMap::new();
    for (at, work) in candidates(entries).filter(|(_, work)| !work.title.is_empty()) {
        by_title.entry(&work.title).or_default().push((at, work));
    }
    let mut pairs = Vec::new();
    for same in by_title.values() {
        for (nth, (a, work)) in same.iter().enumerate() {
            let others = same.iter().skip(nth + 1).filter(|(_, other)| work.has_authors_of(other));
            pairs.extend(others.map(|(b, _)| (*a, *b)));
        }
    }
    pairs
}

/// Pairs of the same text. Only what shares some uncommon runs of words is compared, so that the time does not grow with
/// the square of the papers.
fn alike(entries: &[Entry]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for (at, work) in candidates(entries) {
        runs.extend(work.sketch.hashes().iter().map(|&hash| (hash, at as u32)));
    }
    runs.par_sort_unstable();
    let mut shared: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    for papers in runs.chunk_by(|a, b| a.0 == b.0).filter(|papers| (2..=COMMON).contains(&papers.len())) {
        for (nth, &(_, a)) in papers.iter().enumerate() {
            for &(_, b) in papers.iter().skip(nth + 1) {
                *shared.entry((a, b)).or_default() += 1;
            }
        }
    }
    let likely = shared.into_iter().filter(|&(_, runs)| runs >= CANDIDATE);
    let pairs = likely.map(|((a, b), _)| (a as usize, b as usize));
    let work = |at: usize| entries.get(at).map(|entry| &entry.work);
    pairs.filter(|&(a, b)| work(a).zip(work(b)).is_some_and(|(a, b)| a.has_text_of(b))).collect()
}
