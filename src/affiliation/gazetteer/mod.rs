//! The gazetteer: institutions, places and domains of `data/`, made ready for look-up.
//!
//! Takes the three tables, which are part of the program, the rows of a user, which win, and rows that were imported
//! from elsewhere, which fill gaps. Gives [`Gazetteer::resolve`], from one affiliation string to countries with their evidence. Which strings of a page are
//! affiliations is left to the front matter.

mod check;
mod email;
mod generic;
mod hits;
mod index;
mod overlay;
mod resolve;
mod rows;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::panic::resume_unwind;
use std::sync::LazyLock;
use std::thread;

use sha2::{Digest, Sha256};

pub use check::Finding;
pub(crate) use check::SURNAMES;
pub(crate) use email::addresses;
pub(crate) use generic::only_generic;
pub use overlay::{GazetteerError, GazetteerFile, IMPORTED};
pub use resolve::{Located, Resolution};
pub use rows::{Alias, Domain, DomainKind, Institution, Kind, Place, PlaceKind, RowError, Site};

use super::words::{Gap, Words};
use index::{How, Index, What};

const INSTITUTIONS: &str = include_str!("../../../data/institutions.tsv");
const PLACES: &str = include_str!("../../../data/places.tsv");
const DOMAINS: &str = include_str!("../../../data/domains.tsv");

/// Institutions, places and domains, indexed by their names.
#[derive(Debug, Clone)]
pub struct Gazetteer {
    institutions: Vec<Institution>,
    places: Vec<Place>,
    domains: Vec<Domain>,
    /// Imported rows begin here.
    imported_from: usize,
    /// Rows of the user begin here, those of each file at one of these.
    user_from: Vec<usize>,
    names: Index,
    hosts: HashMap<String, Host>,
    /// The most words any name has.
    longest: usize,
    hash: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Host {
    Institution(usize),
    Domain(usize),
}

static EMBEDDED: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::build(Vec::new()));

impl Gazetteer {
    /// The gazetteer of the program, built on first use.
    #[must_use]
    pub fn embedded() -> &'static Gazetteer {
        &EMBEDDED
    }

    /// The gazetteer of the program with files in the form of `institutions.tsv`: rows of a user, which win, of a later
    /// file over an earlier one; and what [`import`](crate::affiliation::ror::import) wrote, which yields to the
    /// program's own names.
    ///
    /// # Errors
    /// All rows that cannot be read, with file and line.
    pub fn with_files(files: &[GazetteerFile]) -> Result<Gazetteer, GazetteerError> {
        let overlays = overlay::parse(files)?;
        Ok(Gazetteer::build(overlays))
    }

    /// SHA-256 of the data of [`Gazetteer::embedded`], in hexadecimal, without building it.
    #[must_use]
    pub fn embedded_hash() -> String {
        hash(&[])
    }

    /// SHA-256 of the data in use, in hexadecimal.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The institutions in the order of the files, the user's last.
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

    /// What a reader of a file of institutions should mend, by line.
    #[must_use]
    pub fn check_file(file: &GazetteerFile) -> Vec<Finding> {
        check::check_institutions(&file.name, &file.text)
    }

    fn build(overlays: Vec<overlay::Overlay<'_>>) -> Gazetteer {
        let texts: Vec<&str> = overlays.iter().map(|it| it.text).collect();
        // Broken rows of the embedded tables are findings of `check`, which a test keeps empty.
        let (mut institutions, (hash, places, domains)) = thread::scope(|scope| {
            let beside = scope.spawn(|| (hash(&texts), rows::places(PLACES).0, rows::domains(DOMAINS).0));
            let institutions = rows::institutions(INSTITUTIONS).0;
            (institutions, beside.join().unwrap_or_else(|panic| resume_unwind(panic)))
        });
        let imported_from = institutions.len();
        let (imported, own): (Vec<_>, Vec<_>) = overlays.into_iter().partition(|it| it.imported);
        for overlay in imported {
            institutions.extend(overlay.rows);
        }
        let mut user_from = vec![institutions.len()];
        for overlay in own {
            institutions.extend(overlay.rows);
            user_from.push(institutions.len());
        }
        let names = institutions.iter().map(|it| it.aliases.len() + 1).sum::<usize>()
            + places.iter().map(|it| it.aliases.len() + 1).sum::<usize>();
        let mut gazetteer = Gazetteer {
            institutions,
            places,
            domains,
            imported_from,
            user_from,
            names: Index::with_capacity(names + names / 8),
            hosts: HashMap::new(),
            longest: 0,
            hash,
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
                let how = place_how(&mut self.names, place, text, strict, &words);
                self.add(What::Place(at), &words, how, false);
            }
        }
        for (at, institution) in institutions.iter().enumerate() {
            let names = institution.aliases.iter().map(|alias| (alias.text.as_str(), alias.strict));
            let names = std::iter::once((institution.name.as_str(), false)).chain(names);
            for (nth, (text, strict)) in names.enumerate() {
                words.fill(text);
                let content = only_generic((0..words.items.len()).map(|at| words.word(at)));
                let strict = strict || matches!(content, Some(..=3));
                let how = name_how(&mut self.names, &words, strict);
                self.add(What::Institution(at), &words, how, content.is_some());
                // A name that begins in lower case or with a digit is printed so: eBay, 42dot.
                if how == How::Word && nth == 0 && !text.starts_with(char::is_uppercase) {
                    let own = How::Strict(self.names.keep(&squeeze(&words)));
                    self.add(What::Institution(at), &words, own, content.is_some());
                }
            }
        }
        self.institutions = institutions;
        self.places = places;
    }

    /// Adds a name, and the same without its inner commas: `University of California, Berkeley` is printed both ways.
    fn add(&mut self, what: What, words: &Words, how: How, weak: bool) {
        let key = words.slice(0, words.items.len());
        if self.is_imported(what) && self.names.get(key).any(|it| !self.is_imported(it.what)) {
            return;
        }
        self.longest = self.longest.max(words.items.len());
        if key.bytes().any(|b| matches!(b, b',' | b';')) {
            self.names.add(&key.replace([',', ';'], ""), what, how, weak);
            self.names.add(&key.replace(';', ","), what, how, weak);
        } else {
            self.names.add(key, what, how, weak);
        }
    }

    fn index_hosts(&mut self) {
        for (at, domain) in self.domains.iter().enumerate() {
            self.hosts.insert(domain.name.clone(), Host::Domain(at));
        }
        for (at, institution) in self.institutions.iter().enumerate() {
            let what = What::Institution(at);
            let (imported, user) = (self.is_imported(what), self.is_user(what));
            for domain in &institution.domains {
                // Free mail tells nothing, also that of a company with offices.
                let free = match self.hosts.get(domain) {
                    Some(&Host::Domain(at)) => {
                        self.domains.get(at).is_some_and(|it| it.kind == DomainKind::Free)
                    }
                    _ => false,
                };
                let taken = imported && self.hosts.contains_key(domain);
                if user || !free && !taken {
                    self.hosts.insert(domain.clone(), Host::Institution(at));
                }
            }
        }
    }

    fn is_imported(&self, what: What) -> bool {
        let user = self.user_from.first().copied().unwrap_or(usize::MAX);
        matches!(what, What::Institution(at) if at >= self.imported_from && at < user)
    }

    fn is_user(&self, what: What) -> bool {
        self.layer(what) > 0
    }

    /// 0 for what is not the user's, else the place of its file, counted from 1.
    fn layer(&self, what: What) -> usize {
        match what {
            What::Institution(at) => self.user_from.partition_point(|&from| from <= at),
            What::Place(_) => 0,
        }
    }
}

fn name_how(names: &mut Index, words: &Words, strict: bool) -> How {
    if strict {
        return How::Strict(names.keep(&squeeze(words)));
    }
    let key = words.slice(0, words.items.len());
    let one_word = words.items.iter().skip(1).all(|word| word.gap == Gap::Glued);
    if one_word || key.chars().count() <= 5 { How::Word } else { How::Free }
}

fn place_how(names: &mut Index, place: &Place, text: &str, strict: bool, words: &Words) -> How {
    let code = text.len() <= 3 && text.bytes().all(|b| b.is_ascii_uppercase());
    let iso = place.countries.first().is_some_and(|it| it.code() == text) && !matches!(text, "US" | "HK");
    match (strict, place.kind) {
        (true, PlaceKind::Region) if code => How::Code(names.keep(text)),
        (true, PlaceKind::Country) if iso => How::Code(names.keep(text)),
        (true, _) => How::Strict(names.keep(&squeeze(words))),
        _ => How::Free,
    }
}

/// The name as [`Words::cased`] gives it.
fn squeeze(words: &Words) -> String {
    let mut cased = words.cased(0, words.items.len()).to_owned();
    cased.retain(|c| !matches!(c, ',' | ';'));
    cased
}

/// SHA-256 of the embedded tables and of files beside them, in hexadecimal.
fn hash(files: &[&str]) -> String {
    let mut sha = Sha256::new();
    for part in [INSTITUTIONS, PLACES, DOMAINS].iter().chain(files) {
        sha.update(part.as_bytes());
        // What stands in two files is not the same as in one.
        sha.update([0]);
    }
    sha.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests;
