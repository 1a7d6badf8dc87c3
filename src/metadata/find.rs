//! Record → entry: by id, name of the file, DOI, or title.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use super::entry::{Entry, doi, stem};
use crate::paper::{JoinedBy, PaperRecord};

/// A title of fewer letters tells a paper only together with its authors.
const SHORTEST_TITLE: usize = 24;

/// How alike two titles must be that are not the same: a subtitle or a formula may be spelled otherwise.
const NEAR: f64 = 0.85;

/// Entries by what they may be joined by.
#[derive(Debug, Default)]
pub(super) struct Finder {
    ids: Index,
    stems: Index,
    dois: Index,
    titles: Index,
    /// Entries by each word of their titles.
    words: Index,
}

type Index = BTreeMap<String, Vec<usize>>;

impl Finder {
    pub fn new(entries: &[Entry]) -> Self {
        let mut finder = Self::default();
        for (at, entry) in entries.iter().enumerate() {
            let mut note = |index: fn(&mut Self) -> &mut Index, key: String| {
                let list = index(&mut finder).entry(key).or_default();
                if !key_is_noted(list, at) {
                    list.push(at);
                }
            };
            if let Some(id) = &entry.id {
                note(|it| &mut it.ids, id.clone());
            }
            for stem in entry.stem.iter().chain(&entry.fetched) {
                note(|it| &mut it.stems, stem.clone());
            }
            if let Some(doi) = &entry.doi {
                note(|it| &mut it.dois, doi.clone());
            }
            if let Some(title) = &entry.title {
                note(|it| &mut it.titles, letters(title));
                for word in words(title) {
                    note(|it| &mut it.words, word);
                }
            }
        }
        finder
    }

    /// The entry of a record, and how it was found. Where several bear an id, a name or a DOI, the title decides.
    pub fn find(&self, entries: &[Entry], record: &PaperRecord) -> Option<(usize, JoinedBy)> {
        let stem = stem(&record.path);
        let unversioned = without_version(&stem);
        let one =
            |found: Option<&Vec<usize>>| only(entries, found.map(Vec::as_slice).unwrap_or_default(), record);
        let by_doi = || {
            let printed = record.doi.as_deref().map(doi);
            let named = || self.dois.iter().find(|(doi, _)| letters(doi) == letters(&stem)).map(|(_, it)| it);
            one(printed.and_then(|it| self.dois.get(&it)).or_else(named))
        };
        one(self.ids.get(&stem).or_else(|| self.ids.get(unversioned)))
            .map(|at| (at, JoinedBy::Id))
            .or_else(|| one(self.stems.get(&stem)).map(|at| (at, JoinedBy::File)))
            .or_else(|| by_doi().map(|at| (at, JoinedBy::Doi)))
            .or_else(|| self.by_title(entries, record))
    }

    fn by_title(&self, entries: &[Entry], record: &PaperRecord) -> Option<(usize, JoinedBy)> {
        let title = record.title.as_deref()?;
        let key = letters(title);
        let same = self.titles.get(&key).map(Vec::as_slice).unwrap_or_default();
        let shared = |&at: &usize| entries.get(at).is_some_and(|entry| shares_authors(entry, record));
        if let [at] = same
            && (key.chars().count() >= SHORTEST_TITLE || shared(at))
        {
            return Some((*at, JoinedBy::Title));
        }
        if !same.is_empty() {
            return single(same.iter().copied().filter(shared)).map(|at| (at, JoinedBy::Title));
        }
        let wanted = words(title);
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for at in wanted.iter().filter_map(|word| self.words.get(word)).flatten() {
            *counts.entry(*at).or_default() += 1;
        }
        let near = counts.into_iter().filter(|(_, count)| count * 2 >= wanted.len()).map(|(at, _)| at);
        let near = near.filter(|&at| {
            let other = entries.get(at).and_then(|it| it.title.as_deref()).map(letters).unwrap_or_default();
            strsim::normalized_levenshtein(&key, &other) >= NEAR
        });
        single(near).filter(shared).map(|at| (at, JoinedBy::NearTitle))
    }
}

fn key_is_noted(list: &[usize], at: usize) -> bool {
    list.last() == Some(&at)
}

/// The only candidate, or the only one with the record's title.
fn only(entries: &[Entry], found: &[usize], record: &PaperRecord) -> Option<usize> {
    if let [at] = found {
        return Some(*at);
    }
    let title = record.title.as_deref().map(letters)?;
    let same = |at: &usize| {
        entries.get(*at).and_then(|it| it.title.as_deref()).is_some_and(|it| letters(it) == title)
    };
    single(found.iter().copied().filter(same))
}

fn single(mut items: impl Iterator<Item = usize>) -> Option<usize> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}

/// `2401.01234v2` is a version of `2401.01234`.
fn without_version(stem: &str) -> &str {
    let bare = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    match bare.strip_suffix('v') {
        Some(rest) if bare.len() < stem.len() && rest.ends_with(|c: char| c.is_ascii_digit()) => rest,
        _ => stem,
    }
}

/// The letters and digits of a text, without case and accents.
pub(super) fn letters(text: &str) -> String {
    text.nfkd().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn words(title: &str) -> BTreeSet<String> {
    let words = title.split(|c: char| !c.is_alphanumeric()).map(letters);
    words.filter(|word| word.chars().count() >= 3).collect()
}

/// Last name and first initial, since lists and pages abbreviate first names differently.
pub(super) fn signature(name: &str) -> String {
    let mut words = name.split_whitespace().map(letters).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    let last = words.next_back().unwrap_or_default();
    if last.is_empty() { first } else { first.chars().take(1).chain(last.chars()).collect() }
}

/// Whether they share at least half of the authors of the shorter list.
fn shares_authors(entry: &Entry, record: &PaperRecord) -> bool {
    let listed: BTreeSet<String> = entry.authors.iter().map(|it| signature(&it.name)).collect();
    let printed: BTreeSet<String> = record.authors.iter().map(|it| signature(&it.name)).collect();
    let shorter = listed.len().min(printed.len());
    let shared = listed.intersection(&printed).count();
    shorter > 0 && shared * 2 >= shorter && (shared > 1 || shorter == 1)
}
