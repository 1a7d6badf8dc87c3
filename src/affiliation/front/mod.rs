//! The first pages → authors, affiliations, and which belongs to whom.
//!
//! Takes the laid-out pages of a [`Reading`], gives an [`Authorship`]. The page is zoned ([`zone`]), its cells told
//! apart ([`kind`]), put together to authors and affiliations ([`draft`]) and linked ([`link`], [`mail`], [`correspond`]); where an
//! affiliation is, the gazetteer says.

mod cells;
mod correspond;
mod draft;
mod kind;
mod labels;
mod link;
mod mail;
mod zone;

use crate::affiliation::gazetteer::Gazetteer;
use crate::affiliation::{Affiliation, Author, Authorship, Basis, Linking};
use crate::country::Country;
use crate::pdf::{Page, Problem, ProblemKind};
use crate::text::{Reading, Zone};

/// Who wrote a paper and where they are, as its first pages say.
///
/// The first page that names a country counts, up to the one on which the abstract or the text begins: a cover is passed
/// over, running text is not searched for countries. In a document that does not look
/// like a paper (a form, a table, a leaflet) no country counts, since its places and companies are no authors'.
#[must_use]
pub fn read(reading: &Reading, gazetteer: &Gazetteer) -> Authorship {
    let mut authorship = read_pages(reading, gazetteer);
    let countries = authorship.countries();
    if !countries.is_empty() && !is_paper(reading, &authorship) {
        withhold(&mut authorship, &countries);
    }
    authorship
}

fn read_pages(reading: &Reading, gazetteer: &Gazetteer) -> Authorship {
    let title = reading.text.title.as_deref();
    let begun = reading.text.zones.iter().find(|(_, zone)| matches!(zone, Zone::Abstract | Zone::Body));
    let last = begun.map_or(u32::MAX, |&(start, _)| reading.text.page_at(start as usize));
    let mut best = Authorship::default();
    for page in reading.front.iter().take_while(|page| page.number <= last) {
        let found = read_page(page, title, gazetteer);
        if !found.countries().is_empty() {
            return found;
        }
        if best.authors.is_empty() && best.affiliations.is_empty() {
            best = found;
        }
    }
    best
}

fn read_page(page: &Page, title: Option<&str>, gazetteer: &Gazetteer) -> Authorship {
    let cells = cells::cells(page);
    let draft = draft::draft(gazetteer, zone::zones(cells, title));
    let (links, linking) = link::link(&draft);
    let mut authorship = Authorship { linking, ..Authorship::default() };
    // Where the affiliations of each entry begin and end.
    let mut spans = Vec::new();
    for entry in &draft.entries {
        let from = authorship.affiliations.len();
        locate(gazetteer, entry, &mut authorship);
        spans.push(from..authorship.affiliations.len());
    }
    let names: Vec<&str> = draft.authors.iter().map(|author| author.name.as_str()).collect();
    let cells: Vec<&cells::Cell> = draft.head.iter().chain(&draft.foot).collect();
    let hosts = mail::hosts(&names, &cells);
    let corresponding = correspond::corresponding(&draft);
    for (((author, entries), host), corresponding) in
        draft.authors.iter().zip(&links).zip(hosts).zip(corresponding)
    {
        let affiliations: Vec<u32> =
            entries.iter().filter_map(|&at| spans.get(at).cloned()).flatten().map(|at| at as u32).collect();
        authorship.authors.push(Author {
            name: author.name.clone(),
            countries: countries_of(&affiliations, &authorship.affiliations),
            affiliations,
            email_domain: host,
            corresponding,
        });
    }
    disown(&mut authorship, &links, &spans);
    teams(&mut authorship);
    settle(&mut authorship);
    by_mail(gazetteer, page.number, &mut authorship);
    authorship
}

/// Whether a document has what papers have: an abstract, a reference list, or else authors with names, an institution and
/// an address.
fn is_paper(reading: &Reading, authorship: &Authorship) -> bool {
    let zoned = |zone| reading.text.zones.iter().any(|&(_, it)| it == zone);
    let Authorship { authors, affiliations, .. } = authorship;
    let institution =
        |it: &Affiliation| it.basis == Some(Basis::Institution) || kind::has_affiliation_word(&it.text);
    zoned(Zone::Abstract)
        || zoned(Zone::References)
        || affiliations.iter().any(institution)
            && authors.iter().any(|it| it.email_domain.is_some() && it.name.contains(' '))
}

/// Takes the countries back, and says so; the words stay.
fn withhold(authorship: &mut Authorship, countries: &[Country]) {
    let codes: Vec<String> = countries.iter().map(Country::to_string).collect();
    let detail = format!(
        "no abstract, no references, no author with institution and address: {} on the first pages not counted",
        codes.join(",")
    );
    authorship.problems.push(Problem { kind: ProblemKind::NoFront, detail, page: None });
    for author in &mut authorship.authors {
        author.countries.clear();
    }
    for affiliation in &mut authorship.affiliations {
        (affiliation.country, affiliation.basis) = (None, None);
        affiliation.evidence.clear();
    }
}

fn locate(gazetteer: &Gazetteer, entry: &draft::Entry, authorship: &mut Authorship) {
    let resolution = gazetteer.resolve(&entry.text);
    let text = entry.text.replace('\n', " ");
    for detail in resolution.conflicts {
        authorship.problems.push(Problem { kind: ProblemKind::Conflict, detail, page: Some(entry.page) });
    }
    if resolution.located.is_empty() {
        authorship.affiliations.push(Affiliation {
            text,
            page: entry.page,
            institution: None,
            country: None,
            basis: None,
            evidence: String::new(),
        });
        return;
    }
    for located in resolution.located {
        authorship.affiliations.push(Affiliation {
            text: text.clone(),
            page: entry.page,
            institution: located.institution,
            country: Some(located.country),
            basis: Some(located.basis),
            evidence: located.evidence.replace('\n', " "),
        });
    }
}

fn countries_of(affiliations: &[u32], all: &[Affiliation]) -> Vec<Country> {
    let mut countries: Vec<Country> =
        affiliations.iter().filter_map(|&at| all.get(at as usize)).filter_map(|it| it.country).collect();
    countries.sort_unstable();
    countries.dedup();
    countries
}

/// One line of bodies in several countries above or below several authors does not tell who is where.
fn disown(authorship: &mut Authorship, links: &[Vec<usize>], spans: &[std::ops::Range<usize>]) {
    if !matches!(authorship.linking, Linking::Single | Linking::Layout) {
        return;
    }
    for (at, span) in spans.iter().enumerate() {
        let indices: Vec<u32> = span.clone().map(|it| it as u32).collect();
        let owners = links.iter().filter(|entries| entries.contains(&at)).count();
        if owners < 2 || countries_of(&indices, &authorship.affiliations).len() < 2 {
            continue;
        }
        for (author, _) in
            authorship.authors.iter_mut().zip(links).filter(|(_, entries)| entries.contains(&at))
        {
            author.affiliations.retain(|it| !indices.contains(it));
        }
    }
    for author in &mut authorship.authors {
        author.countries = countries_of(&author.affiliations, &authorship.affiliations);
    }
    if authorship.authors.iter().all(|author| author.affiliations.is_empty()) {
        authorship.linking = Linking::None;
    }
}

/// The name of a team that the gazetteer does not know is no longer than this, in bytes.
const LONGEST_NAME: usize = 60;

/// A report that names a team and no person has the team for its author.
fn teams(authorship: &mut Authorship) {
    if !authorship.authors.is_empty() {
        return;
    }
    let all = &authorship.affiliations;
    // A lone line of running text is nobody's name.
    let lone =
        all.len() == 1 && all.iter().all(|it| it.institution.is_some() || it.text.len() <= LONGEST_NAME);
    let team = all.iter().position(|it| it.basis == Some(Basis::Team)).or(lone.then_some(0));
    if let Some((at, affiliation)) = team.and_then(|at| all.get(at).map(|it| (at, it))) {
        let countries = affiliation.country.into_iter().collect();
        let name = affiliation.institution.clone().unwrap_or_else(|| affiliation.text.clone());
        authorship.authors.push(Author {
            name,
            affiliations: vec![at as u32],
            countries,
            ..Author::default()
        });
        authorship.linking = Linking::Single;
    }
}

/// Where nobody is linked and all affiliations are in one country, it is everybody's.
fn settle(authorship: &mut Authorship) {
    let mut countries: Vec<Country> = authorship.affiliations.iter().filter_map(|it| it.country).collect();
    countries.sort_unstable();
    countries.dedup();
    if let (Linking::None, &[country]) = (authorship.linking, countries.as_slice()) {
        for author in &mut authorship.authors {
            author.countries = vec![country];
        }
    }
}

/// An address counts for an author who has nothing else.
fn by_mail(gazetteer: &Gazetteer, page: u32, authorship: &mut Authorship) {
    let linked = authorship.linking != Linking::None || authorship.affiliations.is_empty();
    let known = authorship.countries();
    for at in 0..authorship.authors.len() {
        let Some(author) = authorship.authors.get_mut(at) else { continue };
        let Some(host) = author.email_domain.clone().filter(|_| author.countries.is_empty()) else {
            continue;
        };
        let Some(evidence) = gazetteer.host_evidence(&host) else { continue };
        // Unlinked authors of a paper with affiliations are somewhere in its set.
        if !linked && !known.contains(&evidence.country) {
            continue;
        }
        author.countries = vec![evidence.country];
        if let Some(name) = evidence.institution.as_ref().filter(|_| !linked) {
            let all = authorship.affiliations.iter().enumerate();
            let same = all.filter(|(_, it)| it.institution.as_ref() == Some(name)).map(|(at, _)| at as u32);
            author.affiliations = same.take(1).collect();
        }
        if linked {
            author.affiliations.push(authorship.affiliations.len() as u32);
            authorship.affiliations.push(Affiliation {
                text: host.clone(),
                page,
                institution: evidence.institution,
                country: Some(evidence.country),
                basis: Some(evidence.basis),
                evidence: host,
            });
        }
    }
}

#[cfg(test)]
mod tests;
