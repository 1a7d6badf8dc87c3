//! The gazetteer: institutions, places and domains of `data/`, made ready for look-up.
//!
//! Takes the three tables, which are part of the program, and the rows of a user, which win. Gives
//! [`Gazetteer::resolve`], from one affiliation string to countries with their evidence. Which strings of a page are
//! affiliations is left to the front matter.

mod check;
mod email;
mod generic;
mod hits;
mod resolve;
mod rows;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt::Write as _;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};

pub use check::Finding;
pub(crate) use email::addresses;
pub use resolve::{Located, Resolution};
pub use rows::{Alias, Domain, DomainKind, Institution, Kind, Place, PlaceKind, RowError, Site};

use super::words::{Gap, Words};
use generic::only_generic;

const INSTITUTIONS: &str = include_str!("../../../data/institutions.tsv");
const PLACES: &str = include_str!("../../../data/places.tsv");
const DOMAINS: &str = include_str!("../../../data/domains.tsv");

/// Institutions, places and domains, indexed by their names.
#[derive(Debug, Clone)]
pub struct Gazetteer {
    institutions: Vec<Institution>,
    places: Vec<Place>,
    domains: Vec<Domain>,
    /// Rows of the user begin here.
    user_from: usize,
    names: HashMap<String, Names>,
    hosts: HashMap<String, Host>,
    /// The most words any name has.
    longest: usize,
    hash: String,
}

/// A gazetteer file with broken rows: all of them, with their lines.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} of the gazetteer's rows cannot be read: {}", .0.len(), listed(.0))]
pub struct GazetteerError(pub Vec<RowError>);

fn listed(errors: &[RowError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// All that a key stands for; mostly one name, which needs no list.
#[derive(Debug, Clone)]
struct Names {
    first: Name,
    more: Vec<Name>,
}

impl Names {
    fn iter(&self) -> impl Iterator<Item = &Name> {
        std::iter::once(&self.first).chain(&self.more)
    }
}

/// What a key of the index stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Name {
    what: What,
    how: How,
    /// Made of generic words only: it yields to whatever stands beside it.
    weak: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Institution(usize),
    Place(usize),
}

/// How strictly a name is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
enum How {
    /// Wherever it stands.
    Free,
    /// One word: with a capital, and only with generic words in its segment.
    Word,
    /// In this very case, and only with generic words in its segment.
    Strict(String),
    /// A postal code of a state, in capitals after a comma or before a number.
    Code(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Host {
    Institution(usize),
    Domain(usize),
}

static EMBEDDED: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::build(None));

impl Gazetteer {
    /// The gazetteer of the program, built on first use.
    #[must_use]
    pub fn embedded() -> &'static Gazetteer {
        &EMBEDDED
    }

    /// The gazetteer of the program with rows of the user, in the form of `institutions.tsv`, which win.
    ///
    /// # Errors
    /// All rows that cannot be read, with their lines.
    pub fn with_overlay(tsv: &str) -> Result<Gazetteer, GazetteerError> {
        let (_, errors) = rows::institutions(tsv);
        if errors.is_empty() { Ok(Gazetteer::build(Some(tsv))) } else { Err(GazetteerError(errors)) }
    }

    /// SHA-256 of the data of [`Gazetteer::embedded`], in hexadecimal, without building it.
    #[must_use]
    pub fn embedded_hash() -> String {
        hash(&[INSTITUTIONS, PLACES, DOMAINS, ""])
    }

    /// SHA-256 of the data in use, in hexadecimal.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The institutions in the order of the file, the user's last.
    #[must_use]
    pub fn institutions(&self) -> &[Institution] {
        &self.institutions
    }

    /// One affiliation string → where it is, and what that rests on.
    #[must_use]
    pub fn resolve(&self, text: &str) -> Resolution {
        resolve::resolve(self, text)
    }

    /// What a reader of the embedded tables should mend, by file and line.
    #[must_use]
    pub fn check() -> Vec<Finding> {
        check::check(INSTITUTIONS, PLACES, DOMAINS)
    }

    fn build(overlay: Option<&str>) -> Gazetteer {
        // Broken rows of the embedded tables are findings of `check`, which a test keeps empty.
        let mut institutions = rows::institutions(INSTITUTIONS).0;
        let user_from = institutions.len();
        if let Some(tsv) = overlay {
            institutions.extend(rows::institutions(tsv).0);
        }
        let mut gazetteer = Gazetteer {
            institutions,
            places: rows::places(PLACES).0,
            domains: rows::domains(DOMAINS).0,
            user_from,
            names: HashMap::with_capacity(1 << 15),
            hosts: HashMap::with_capacity(1 << 12),
            longest: 0,
            hash: hash(&[INSTITUTIONS, PLACES, DOMAINS, overlay.unwrap_or_default()]),
        };
        gazetteer.index_names();
        gazetteer.index_hosts();
        gazetteer
    }

    fn index_names(&mut self) {
        let (institutions, places) =
            (std::mem::take(&mut self.institutions), std::mem::take(&mut self.places));
        let mut words = Words::default();
        // States come first: where nothing else tells, `CA` after a comma is California and no country code.
        let (states, others): (Vec<_>, Vec<_>) =
            places.iter().enumerate().partition(|(_, place)| place.kind == PlaceKind::Region);
        for (at, place) in states.into_iter().chain(others) {
            let names = place.aliases.iter().map(|alias| (alias.text.as_str(), alias.strict));
            for (text, strict) in std::iter::once((place.name.as_str(), false)).chain(names) {
                words.fill(text);
                self.add(What::Place(at), &words, place_how(place, text, strict, &words), false);
            }
        }
        for (at, institution) in institutions.iter().enumerate() {
            let names = institution.aliases.iter().map(|alias| (alias.text.as_str(), alias.strict));
            for (text, strict) in std::iter::once((institution.name.as_str(), false)).chain(names) {
                words.fill(text);
                let content = only_generic((0..words.items.len()).map(|at| words.word(at)));
                let strict = strict || matches!(content, Some(..=3));
                self.add(What::Institution(at), &words, name_how(&words, strict), content.is_some());
            }
        }
        self.institutions = institutions;
        self.places = places;
    }

    /// Adds a name, and the same without its inner commas: `University of California, Berkeley` is printed both ways.
    fn add(&mut self, what: What, words: &Words, how: How, weak: bool) {
        self.longest = self.longest.max(words.items.len());
        let name = Name { what, how, weak };
        let key = words.slice(0, words.items.len());
        if key.contains([',', ';']) {
            self.insert(key.replace([',', ';'], ""), name.clone());
            self.insert(key.replace(';', ","), name);
        } else {
            self.insert(key.to_owned(), name);
        }
    }

    fn insert(&mut self, key: String, name: Name) {
        if key.is_empty() {
            return;
        }
        match self.names.entry(key) {
            Entry::Vacant(slot) => {
                slot.insert(Names { first: name, more: Vec::new() });
            }
            Entry::Occupied(mut slot) => {
                if !slot.get().iter().any(|it| *it == name) {
                    slot.get_mut().more.push(name);
                }
            }
        }
    }

    fn index_hosts(&mut self) {
        for (at, domain) in self.domains.iter().enumerate() {
            self.hosts.insert(domain.name.clone(), Host::Domain(at));
        }
        for (at, institution) in self.institutions.iter().enumerate() {
            for domain in &institution.domains {
                self.hosts.insert(domain.clone(), Host::Institution(at));
            }
        }
    }

    fn is_user(&self, what: What) -> bool {
        matches!(what, What::Institution(at) if at >= self.user_from)
    }
}

fn name_how(words: &Words, strict: bool) -> How {
    if strict {
        return How::Strict(squeeze(words));
    }
    let key = words.slice(0, words.items.len());
    let one_word = words.items.iter().skip(1).all(|word| word.gap == Gap::Glued);
    if key.chars().count() <= 5 || one_word { How::Word } else { How::Free }
}

fn place_how(place: &Place, text: &str, strict: bool, words: &Words) -> How {
    let code = text.len() <= 3 && text.bytes().all(|b| b.is_ascii_uppercase());
    let iso = place.countries.first().is_some_and(|it| it.code() == text) && !matches!(text, "US" | "HK");
    match (strict, place.kind) {
        (true, PlaceKind::Region) if code => How::Code(text.to_owned()),
        (true, PlaceKind::Country) if iso => How::Code(text.to_owned()),
        (true, _) => How::Strict(squeeze(words)),
        _ => How::Free,
    }
}

/// The name as [`Words::cased`] gives it.
fn squeeze(words: &Words) -> String {
    let mut cased = words.cased(0, words.items.len()).to_owned();
    cased.retain(|c| !matches!(c, ',' | ';'));
    cased
}

fn hash(parts: &[&str]) -> String {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update(part.as_bytes());
    }
    sha.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests;
