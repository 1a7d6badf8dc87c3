//! What an entry says → the record, and a note of where the page said something else.

use super::entry::{Entry, Person};
use super::find::{letters, signature};
use crate::affiliation::{Affiliation, Author, Authorship, Basis, Gazetteer, Linking};
use crate::country::Country;
use crate::paper::{PaperRecord, YearBasis};
use crate::pdf::{Problem, ProblemKind};

pub(super) fn apply(entry: &Entry, record: &mut PaperRecord, gazetteer: &Gazetteer) {
    let mut notes: Vec<String> = Vec::new();
    if let Some(title) = &entry.title {
        let same = |printed: &String| letters(printed) == letters(title);
        if record.title.as_ref().is_some_and(|it| !same(it)) {
            notes.push(differs("title", title, record.title.as_deref().unwrap_or_default()));
        }
        record.title = Some(title.clone());
    }
    if let Some(year) = entry.year {
        // The date of the file is no word of the page.
        let printed = record.year.filter(|_| record.year_basis == Some(YearBasis::Page));
        if let Some(printed) = printed.filter(|&it| it != year) {
            notes.push(differs("year", &year.to_string(), &printed.to_string()));
        }
        (record.year, record.year_basis) = (Some(year), Some(YearBasis::Metadata));
    }
    if let Some(venue) = &entry.venue {
        let (listed, printed) = (letters(venue), record.venue.as_deref().map(letters).unwrap_or_default());
        if !printed.is_empty() && !listed.contains(&printed) && !printed.contains(&listed) {
            notes.push(differs("venue", venue, record.venue.as_deref().unwrap_or_default()));
        }
        (record.venue, record.venue_basis) = (Some(venue.clone()), Some(YearBasis::Metadata));
    }
    if entry.track.is_some() {
        (record.track, record.track_basis) = (entry.track.clone(), Some(YearBasis::Metadata));
    }
    let page = Authorship {
        authors: std::mem::take(&mut record.authors),
        affiliations: std::mem::take(&mut record.affiliations),
        linking: record.linking,
        problems: Vec::new(),
    };
    notes.extend(names_differ(entry, &page));
    let authorship = Joining { entry, page: &page, gazetteer, made: Authorship::default() }.join();
    let (listed, printed) = (authorship.countries(), page.countries());
    if listed != printed && !printed.is_empty() {
        notes.push(differs("countries", &codes(&listed), &codes(&printed)));
    }
    record.set_authorship(authorship);
    let problem = |detail| Problem { kind: ProblemKind::Metadata, detail, page: None };
    record.problems.extend(notes.into_iter().map(problem));
}

fn differs(what: &str, listed: &str, printed: &str) -> String {
    format!("{what}: the metadata has {listed}, the page {printed}")
}

fn codes(countries: &[Country]) -> String {
    if countries.is_empty() {
        return "none".to_owned();
    }
    countries.iter().map(Country::code).collect::<Vec<_>>().join(",")
}

fn names_differ(entry: &Entry, page: &Authorship) -> Option<String> {
    if entry.authors.is_empty() || page.authors.is_empty() {
        return None;
    }
    let listed: Vec<String> = entry.authors.iter().map(|it| signature(&it.name)).collect();
    let printed: Vec<String> = page.authors.iter().map(|it| signature(&it.name)).collect();
    let more = entry.authors.iter().filter(|it| !printed.contains(&signature(&it.name)));
    let more: Vec<&str> = more.map(|it| it.name.as_str()).collect();
    let fewer = page.authors.iter().filter(|it| !listed.contains(&signature(&it.name)));
    let fewer: Vec<&str> = fewer.map(|it| it.name.as_str()).collect();
    let none = |names: &[&str]| if names.is_empty() { "nobody".to_owned() } else { names.join(", ") };
    (!more.is_empty() || !fewer.is_empty())
        .then(|| format!("authors: the metadata alone has {}, the page alone {}", none(&more), none(&fewer)))
}

/// The authors of an entry with what it says of them, and with what the page says of those it is silent on.
struct Joining<'a> {
    entry: &'a Entry,
    page: &'a Authorship,
    gazetteer: &'a Gazetteer,
    made: Authorship,
}

impl Joining<'_> {
    fn join(mut self) -> Authorship {
        let people = self.entry.authors.iter();
        let placed = people.clone().any(Person::is_placed);
        let tells = placed || !self.entry.affiliations.is_empty();
        self.made.linking = if placed { Linking::Metadata } else { self.page.linking };
        if !tells {
            // Where the list knows no places, the page's stand, also those that no author is linked to.
            self.made.affiliations.clone_from(&self.page.affiliations);
        }
        if self.entry.authors.is_empty() {
            self.made.authors.clone_from(&self.page.authors);
        }
        let mut free: Vec<&Author> = self.page.authors.iter().collect();
        for person in people {
            let known = free.iter().position(|it| signature(&it.name) == signature(&person.name));
            let known = known.map(|at| free.remove(at));
            let author = self.author(person, known);
            self.made.authors.push(author);
        }
        let unlinked: Vec<Affiliation> =
            self.entry.affiliations.iter().flat_map(|text| located(self.gazetteer, text)).collect();
        if !unlinked.is_empty() {
            for affiliation in unlinked {
                self.keep(affiliation);
            }
            let set = distinct(self.made.affiliations.iter().filter_map(|it| it.country));
            for author in &mut self.made.authors {
                author.countries.retain(|country| set.contains(country));
                // The page's links point to what has been replaced.
                if !placed {
                    author.affiliations.clear();
                }
            }
            if !placed {
                self.made.linking = Linking::None;
            }
        }
        self.hold_to_countries();
        self.made
    }

    fn author(&mut self, person: &Person, known: Option<&Author>) -> Author {
        let mut author = Author { name: person.name.clone(), ..Author::default() };
        if let Some(known) = known {
            author.email_domain.clone_from(&known.email_domain);
            author.corresponding = known.corresponding;
        }
        if person.host.is_some() {
            author.email_domain.clone_from(&person.host);
        }
        let mut found: Vec<Affiliation> =
            person.affiliations.iter().flat_map(|text| located(self.gazetteer, text)).collect();
        if !person.countries.is_empty() {
            hold(&mut found, &person.countries, &person.affiliations.join("; "));
        }
        if found.is_empty()
            && let Some(known) = known
        {
            if self.entry.affiliations.is_empty() {
                let all = &self.page.affiliations;
                found = known.affiliations.iter().filter_map(|&at| all.get(at as usize).cloned()).collect();
            }
            author.countries.clone_from(&known.countries);
        }
        let by_mail = person.host.as_deref().filter(|_| found.is_empty() && author.countries.is_empty());
        if let Some((host, evidence)) =
            by_mail.and_then(|host| self.gazetteer.host_evidence(host).map(|it| (host, it)))
        {
            found.push(listed(host, Some(evidence.country), evidence.institution, host));
        }
        if !found.is_empty() {
            author.countries = distinct(found.iter().filter_map(|it| it.country));
        }
        author.affiliations = found.into_iter().map(|it| self.keep(it)).collect();
        author
    }

    /// The place of an affiliation in the list, where each stands once.
    fn keep(&mut self, affiliation: Affiliation) -> u32 {
        let all = &mut self.made.affiliations;
        let at = all.iter().position(|it| *it == affiliation).unwrap_or_else(|| {
            all.push(affiliation);
            all.len() - 1
        });
        at as u32
    }

    /// Countries that the list names win over those that follow from its affiliations or the page.
    fn hold_to_countries(&mut self) {
        let own: Vec<(Country, String)> =
            self.entry.authors.iter().flat_map(|it| it.countries.clone()).collect();
        let mut named = self.entry.countries.clone();
        if named.is_empty() {
            // One country for all is everybody's, also where nobody is linked.
            if let ([country], false) = (self.made.countries().as_slice(), self.entry.affiliations.is_empty())
            {
                self.made.authors.iter_mut().for_each(|it| it.countries = vec![*country]);
            }
            return;
        }
        named.extend(own);
        hold(&mut self.made.affiliations, &named, "");
        for author in &mut self.made.authors {
            author.countries.retain(|country| named.iter().any(|(it, _)| it == country));
            if let [(country, _)] = self.entry.countries.as_slice() {
                author.countries = vec![*country];
            }
        }
    }
}

/// An affiliation of the list, with the countries that the gazetteer gives it.
fn located(gazetteer: &Gazetteer, text: &str) -> Vec<Affiliation> {
    let resolution = gazetteer.resolve(text);
    if resolution.located.is_empty() {
        return vec![listed(text, None, None, "")];
    }
    let places = resolution.located.into_iter();
    places.map(|it| listed(text, Some(it.country), it.institution, &it.evidence)).collect()
}

fn listed(text: &str, country: Option<Country>, institution: Option<String>, evidence: &str) -> Affiliation {
    let basis = country.map(|_| Basis::Metadata);
    Affiliation { text: text.to_owned(), page: 0, institution, country, basis, evidence: evidence.to_owned() }
}

/// Leaves no country but those that are named, and each of these at least once.
fn hold(affiliations: &mut Vec<Affiliation>, named: &[(Country, String)], text: &str) {
    for affiliation in affiliations.iter_mut() {
        if affiliation.country.is_some_and(|country| named.iter().all(|(it, _)| *it != country)) {
            affiliation.country = None;
            affiliation.basis = None;
            affiliation.evidence.clear();
        }
    }
    for (country, words) in named {
        if affiliations.iter().all(|it| it.country != Some(*country)) {
            // The one affiliation without a place is where that country is.
            let bare = match affiliations
                .iter_mut()
                .filter(|it| it.country.is_none())
                .collect::<Vec<_>>()
                .as_mut_slice()
            {
                [only] if named.len() == 1 => {
                    only.country = Some(*country);
                    only.basis = Some(Basis::Metadata);
                    only.evidence.clone_from(words);
                    true
                }
                _ => false,
            };
            if !bare {
                let text = if text.is_empty() { words } else { text };
                affiliations.push(listed(text, Some(*country), None, words));
            }
        }
    }
}

fn distinct(countries: impl Iterator<Item = Country>) -> Vec<Country> {
    let mut countries: Vec<Country> = countries.collect();
    countries.sort_unstable();
    countries.dedup();
    countries
}
