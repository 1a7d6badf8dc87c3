//! Organisations → rows: which of their names may be looked for.
//!
//! A registry of all the world's bodies has names that mislead in a line of a paper: acronyms of many, names of generic
//! words, surnames, branches of one name in several countries. Precision comes first: what is not safe is left out.

use std::collections::{BTreeSet, HashMap};
use std::io::{self, Write};

use super::Imported;
use super::organisation::Organisation;
use crate::affiliation::Gazetteer;
use crate::affiliation::gazetteer::{SURNAMES, only_generic};
use crate::affiliation::words::Words;
use crate::country::Country;

/// Acronyms with fewer letters stand for too much.
const SHORTEST_ACRONYM: usize = 4;

/// Names with fewer letters stand for too much.
const SHORTEST_NAME: usize = 4;

/// One row of the file.
#[derive(Debug)]
pub(super) struct Row {
    organisation: Organisation,
    /// The first one is the name.
    names: Vec<String>,
}

/// Who bears a name, as places in the list of organisations.
type Bearers = HashMap<String, Vec<usize>>;

/// The rows, sorted by id; counts what is written and what is refused.
pub(super) fn rows(organisations: Vec<Organisation>, imported: &mut Imported) -> Vec<Row> {
    let (mut names, mut acronyms, mut hosts) = (Bearers::new(), Bearers::new(), Bearers::new());
    for (at, organisation) in organisations.iter().enumerate() {
        for name in all_names(organisation) {
            note(&mut names, Words::key_of(&name), at);
        }
        for acronym in &organisation.acronyms {
            note(&mut acronyms, Words::key_of(&plain(acronym)), at);
        }
        for host in &organisation.hosts {
            note(&mut hosts, host.clone(), at);
        }
    }
    let context = Context { all: &organisations, names, acronyms, hosts };
    let chosen: Vec<(Vec<String>, Vec<String>)> = organisations
        .iter()
        .enumerate()
        .map(|(at, it)| (context.names(at, it, &mut imported.refused), context.hosts(at, it)))
        .collect();
    let rows = organisations.into_iter().zip(chosen).filter(|(_, (names, _))| !names.is_empty());
    let rows: Vec<Row> =
        rows.map(|(it, (names, hosts))| Row { organisation: Organisation { hosts, ..it }, names }).collect();
    imported.rows = rows.len();
    imported.names = rows.iter().map(|row| row.names.len()).sum();
    rows
}

fn note(bearers: &mut Bearers, key: String, at: usize) {
    let list = bearers.entry(key).or_default();
    if list.last() != Some(&at) {
        list.push(at);
    }
}

fn all_names(organisation: &Organisation) -> impl Iterator<Item = String> {
    std::iter::once(&organisation.name).chain(&organisation.others).map(|name| plain(name))
}

struct Context<'o> {
    all: &'o [Organisation],
    names: Bearers,
    acronyms: Bearers,
    hosts: Bearers,
}

impl Context<'_> {
    fn names(&self, at: usize, organisation: &Organisation, refused: &mut usize) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut keys = BTreeSet::new();
        let mut add = |name: String| {
            if keys.insert(Words::key_of(name.trim_start_matches('!'))) {
                found.push(name);
            }
        };
        for name in all_names(organisation) {
            let key = Words::key_of(&name);
            if !is_safe(&name, &key) {
                *refused += 1;
                continue;
            }
            let bearers = self.names.get(&key).map(Vec::as_slice).unwrap_or_default();
            if self.countries(bearers).len() > 1 {
                // Of several countries: only beside a place.
                for place in [organisation.country.name(), &plain(&organisation.city)] {
                    if !place.is_empty() {
                        add(format!("{name}, {place}"));
                    }
                }
            } else if self.owner(bearers, &key) == Some(at) {
                add(name);
            }
        }
        for acronym in organisation.acronyms.iter().map(|it| plain(it)) {
            let key = Words::key_of(&acronym);
            let long = acronym.chars().filter(|c| c.is_alphabetic()).count() >= SHORTEST_ACRONYM;
            let bearers = self.acronyms.get(&key).map(Vec::as_slice).unwrap_or_default();
            let named = self.names.get(&key).is_some_and(|it| it.iter().any(|&other| other != at));
            if long && !named && self.related(at, bearers) && is_safe(&acronym, &key) {
                if bearers.first() == Some(&at) || bearers.len() == 1 {
                    add(format!("!{acronym}"));
                }
            } else {
                *refused += 1;
            }
        }
        // A row needs a name that may be looked for anywhere; an acronym alone cannot be its name.
        if found.first().is_some_and(|it| it.starts_with('!')) { Vec::new() } else { found }
    }

    fn countries(&self, bearers: &[usize]) -> BTreeSet<Country> {
        bearers.iter().filter_map(|&at| self.all.get(at)).map(|it| it.country).collect()
    }

    /// Of bodies of one country with one name: the one whose first name it is, the whole before its part, the first.
    fn owner(&self, bearers: &[usize], key: &str) -> Option<usize> {
        let rank = |&at: &usize| {
            let organisation = self.all.get(at)?;
            let own = Words::key_of(&organisation.name) == key;
            Some((!own, self.is_part_of(organisation, bearers), at))
        };
        if let [only] = bearers {
            return Some(*only);
        }
        bearers.iter().copied().min_by_key(rank)
    }

    fn is_part_of(&self, organisation: &Organisation, bearers: &[usize]) -> bool {
        let mut wholes = bearers.iter().filter_map(|&at| self.all.get(at));
        wholes.any(|whole| organisation.parents.contains(&whole.id))
    }

    /// Whether nobody else bears an acronym, parts of the same body in the same country aside.
    fn related(&self, at: usize, bearers: &[usize]) -> bool {
        let Some(own) = self.all.get(at) else { return false };
        bearers.iter().filter(|&&other| other != at).filter_map(|&other| self.all.get(other)).all(|other| {
            let part = other.parents.contains(&own.id) || own.parents.contains(&other.id);
            part && other.country == own.country
        })
    }

    /// Hosts that bodies of this country alone claim, and that the program knows nothing else of.
    fn hosts(&self, at: usize, organisation: &Organisation) -> Vec<String> {
        let mine = |host: &&String| {
            let bearers = self.hosts.get(*host).map(Vec::as_slice).unwrap_or_default();
            bearers.first() == Some(&at)
                && self.countries(bearers).len() == 1
                && Gazetteer::embedded().is_unclaimed(host)
        };
        organisation.hosts.iter().filter(mine).cloned().collect()
    }
}

/// Without what separates cells and lists.
fn plain(name: &str) -> String {
    let name = name.replace([';', '\t', '\n', '\r'], " ").replace('"', "");
    name.split_whitespace().collect::<Vec<_>>().join(" ").trim_start_matches(['!', '#']).to_owned()
}

/// Whether a name may be looked for: letters with case, enough of them, not only generic words, no surname.
fn is_safe(name: &str, key: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let cased = name.chars().any(|c| c.is_uppercase() || c.is_lowercase());
    let words = Words::new(name);
    letters >= SHORTEST_NAME
        && cased
        && only_generic((0..words.items.len()).map(|at| words.word(at))).is_none()
        && SURNAMES.binary_search(&key).is_err()
}

impl Row {
    /// As a line of `institutions.tsv`.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let Organisation { id, country, kind, sites, hosts, .. } = &self.organisation;
        let sites: Vec<String> =
            sites.iter().map(|(code, city)| format!("{code}={}", plain(city).replace(',', " "))).collect();
        let (name, aliases) =
            self.names.split_first().map_or(("", [].as_slice()), |(name, rest)| (name, rest));
        writeln!(
            out,
            "ror:{id}\t{name}\t{country}\t{}\t{}\t{}\t{}\t",
            kind.as_str(),
            sites.join(";"),
            hosts.join(";"),
            aliases.join(";")
        )
    }
}
