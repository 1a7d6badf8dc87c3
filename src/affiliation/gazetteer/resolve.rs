//! One affiliation string → countries, by the order of evidence: printed country, region, site of a body by city,
//! institution, city, e-mail, headquarters.

use super::Gazetteer;
use super::email::addresses;
use super::hits::{Hit, hits};
use super::index::What;
use super::rows::{Institution, Kind, Place, PlaceKind};
use crate::affiliation::Basis;
use crate::affiliation::words::{Gap, Words};
use crate::country::Country;

/// What one affiliation string tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolution {
    /// One entry for each institution or place, in the order of the string.
    pub located: Vec<Located>,
    /// Printed places that are not those of the institution beside them, in words for a person.
    pub conflicts: Vec<String>,
}

/// An institution or place of the string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The name in the gazetteer.
    pub institution: Option<String>,
    /// Where it is.
    pub country: Country,
    /// What that rests on.
    pub basis: Basis,
    /// The very words that it rests on.
    pub evidence: String,
}

impl Resolution {
    /// The countries, sorted.
    #[must_use]
    pub fn countries(&self) -> Vec<Country> {
        let mut countries: Vec<Country> = self.located.iter().map(|it| it.country).collect();
        countries.sort_unstable();
        countries.dedup();
        countries
    }

    /// The strongest basis.
    #[must_use]
    pub fn basis(&self) -> Option<Basis> {
        self.located.iter().map(|it| it.basis).min()
    }

    /// The words that the countries rest on, joined.
    #[must_use]
    pub fn evidence(&self) -> String {
        let words: Vec<&str> = self.located.iter().map(|it| it.evidence.as_str()).collect();
        words.join("; ")
    }
}

/// Institutions that stand together, and the places that follow them.
#[derive(Debug, Default)]
struct Group {
    institutions: Vec<Hit>,
    places: Vec<Hit>,
    /// The words between the groups before and after.
    reach: std::ops::Range<usize>,
}

pub(super) fn resolve(gazetteer: &Gazetteer, text: &str) -> Resolution {
    let mail = addresses(text);
    let blanked = blank(text, mail.iter().map(|it| it.start..it.end));
    let words = Words::new(&blanked);
    let context = Context { gazetteer, text, words: &words };
    let mut resolution = Resolution::default();
    for group in groups(&context, hits(gazetteer, &words)) {
        context.locate(&group, &mut resolution);
    }
    if resolution.located.is_empty() {
        for address in &mail {
            let Some(evidence) = gazetteer.host_evidence(&address.host) else { continue };
            resolution.located.push(Located {
                institution: evidence.institution,
                country: evidence.country,
                basis: evidence.basis,
                evidence: address.host.clone(),
            });
        }
    }
    resolution.located.dedup();
    resolution
}

/// Puts a separator over e-mail and web addresses, so that `ada@google.com` is no Google; offsets stay.
fn blank(text: &str, spans: impl Iterator<Item = std::ops::Range<usize>>) -> String {
    let mut out = text.to_owned();
    let links = text.match_indices("http").chain(text.match_indices("www.")).map(|(at, _)| {
        let rest = text.get(at..).unwrap_or_default();
        at..at + rest.find(char::is_whitespace).unwrap_or(rest.len())
    });
    for span in spans.chain(links.collect::<Vec<_>>()) {
        let cover = ";".repeat(span.len());
        out.replace_range(span, &cover);
    }
    out
}

struct Context<'a> {
    gazetteer: &'a Gazetteer,
    text: &'a str,
    words: &'a Words,
}

fn groups(context: &Context<'_>, hits: Vec<Hit>) -> Vec<Group> {
    let words = context.words;
    let mut groups: Vec<Group> = Vec::new();
    let mut after = 0;
    for hit in hits {
        let entity = (after..=hit.first).any(|at| at > 0 && words.gap(at) == Gap::Entity);
        let joined = (after..hit.first).any(|at| matches!(words.word(at), "and" | "und" | "et"));
        let fresh = match (hit.what, groups.last()) {
            (_, None) => true,
            (What::Institution(_), Some(group)) => {
                entity || !group.institutions.is_empty() && (joined || !group.places.is_empty())
            }
            (What::Place(_), Some(group)) => entity && !group.places.is_empty(),
        };
        if fresh {
            groups.push(Group::default());
        }
        if let Some(group) = groups.last_mut() {
            match hit.what {
                What::Institution(_) => group.institutions.push(hit),
                What::Place(_) => group.places.push(hit),
            }
        }
        after = hit.end;
    }
    let bounds: Vec<(usize, usize)> = groups.iter().map(Group::bounds).collect();
    for (at, group) in groups.iter_mut().enumerate() {
        let start = at.checked_sub(1).and_then(|at| bounds.get(at)).map_or(0, |it| it.1);
        let end = bounds.get(at + 1).map_or(words.items.len(), |it| it.0);
        group.reach = start..end;
    }
    groups
}

impl Group {
    /// The first word of its hits, and one past the last.
    fn bounds(&self) -> (usize, usize) {
        let hits = || self.institutions.iter().chain(&self.places);
        (hits().map(|hit| hit.first).min().unwrap_or(0), hits().map(|hit| hit.end).max().unwrap_or(0))
    }
}

/// A printed place with the basis it gives.
#[derive(Debug, Clone, Copy)]
struct Printed {
    country: Country,
    basis: Basis,
    hit: Hit,
}

impl Context<'_> {
    fn place(&self, hit: &Hit) -> Option<&Place> {
        let What::Place(at) = hit.what else { return None };
        self.gazetteer.places.get(at)
    }

    fn institution(&self, hit: &Hit) -> Option<&Institution> {
        let What::Institution(at) = hit.what else { return None };
        self.gazetteer.institutions.get(at)
    }

    fn printed(&self, hit: &Hit) -> String {
        self.words.printed(self.text, hit.first, hit.end).to_owned()
    }

    fn locate(&self, group: &Group, out: &mut Resolution) {
        let places = self.places(group);
        let mut strong: Vec<Printed> = places.iter().filter(|it| it.basis != Basis::City).copied().collect();
        strong.sort_by_key(|it| it.basis);
        let cities: Vec<Printed> = places.iter().filter(|it| it.basis == Basis::City).copied().collect();
        let mut found = Vec::new();
        let strangers = |own: Country, but: &Hit| {
            let others = group.institutions.iter().filter(|it| *it != but && !it.weak);
            let bodies = others.filter_map(|it| self.institution(it)).any(|it| it.country != own);
            bodies || !strong.is_empty() && strong.iter().all(|it| it.country != own)
        };
        let user = group.institutions.iter().any(|hit| self.gazetteer.is_user(hit.what));
        for hit in &group.institutions {
            if hit.weak && self.institution(hit).is_some_and(|it| strangers(it.country, hit)) {
                continue;
            }
            if let Some(institution) = self.institution(hit) {
                found.push(self.locate_institution(group, hit, institution, &strong, &cities, out));
            }
        }
        // A printed country that no institution of the group stands for is one more place of it.
        let rest: Vec<Printed> = if strong.is_empty() && found.is_empty() { cities } else { strong };
        for printed in rest.into_iter().filter(|_| !user) {
            if found.is_empty() || !explained(&found, printed) {
                found.push(self.located_at(None, printed));
            }
        }
        out.located.extend(found);
    }

    fn locate_institution(
        &self,
        group: &Group,
        hit: &Hit,
        institution: &Institution,
        strong: &[Printed],
        cities: &[Printed],
        out: &mut Resolution,
    ) -> Located {
        let name = Some(institution.name.clone());
        let own = institution.country;
        let user = self.gazetteer.is_user(hit.what);
        if !user {
            let mainland = cities.iter().find(|it| it.country.code() == "CN");
            if let (true, Some(&city)) = (is_special(own), mainland) {
                return self.located_at(name, city);
            }
            if let Some(&printed) = strong.iter().find(|it| it.country == own) {
                return self.located_at(name, printed);
            }
            let foreign = strong.iter().find(|it| !(is_special(own) && it.country.code() == "CN"));
            if let Some(&printed) = foreign {
                let others = group.institutions.iter().filter(|&it| it != hit);
                let owned =
                    others.filter_map(|it| self.institution(it)).any(|it| it.country == printed.country);
                let branch = institution.sites.iter().any(|site| site.country == printed.country);
                if branch || !owned {
                    if !movable(institution) {
                        out.conflicts.push(format!(
                            "{} is in {}, the page says {} ({})",
                            institution.name,
                            own,
                            printed.country,
                            self.printed(&printed.hit)
                        ));
                    }
                    return self.located_at(name, printed);
                }
            }
            let beside = cities.iter().find(|it| it.country == own);
            if let (true, None, Some(&city)) = (movable(institution), beside, cities.last()) {
                return self.located_at(name, city);
            }
            if let (None, Some((country, evidence))) = (beside, self.site(group, institution)) {
                return Located { institution: name, country, basis: Basis::City, evidence };
            }
            // École Polytechnique *de Tunis*: a city abroad in the same segment makes another name of it.
            let within =
                |city: &&Printed| (hit.end..=city.hit.first).all(|at| self.words.gap(at) <= Gap::Soft);
            if let Some(&city) =
                cities.iter().find(|it| it.country != own && it.hit.first >= hit.end && within(it))
            {
                return self.located_at(None, city);
            }
        }
        if let (false, Some((country, evidence))) = (user, self.branch(group, hit, institution)) {
            return Located { institution: name, country, basis: Basis::City, evidence };
        }
        let basis = match institution.kind {
            _ if user => Basis::User,
            Kind::Company => Basis::HqDefault,
            Kind::Team => Basis::Team,
            _ => Basis::Institution,
        };
        Located { institution: name, country: own, basis, evidence: self.printed(hit) }
    }

    fn located_at(&self, institution: Option<String>, printed: Printed) -> Located {
        Located {
            institution,
            country: printed.country,
            basis: printed.basis,
            evidence: self.printed(&printed.hit),
        }
    }

    /// `Noah's Ark Lab, Huawei, Canada`: what stands beside a company is the name of its own branch, with the place in it.
    fn branch(&self, group: &Group, hit: &Hit, institution: &Institution) -> Option<(Country, String)> {
        let others = group.institutions.iter().filter(|&it| it != hit && movable(institution));
        others.filter_map(|it| Some((it, self.institution(it)?))).find_map(|(it, branch)| {
            let own = branch.country != institution.country && branch.name.starts_with(&institution.name);
            let site = institution.sites.iter().any(|site| site.country == branch.country);
            (own && site).then(|| (branch.country, self.printed(it)))
        })
    }

    /// The branch whose city stands in the group's words, also one that is no evidence alone (Cambridge).
    fn site(&self, group: &Group, institution: &Institution) -> Option<(Country, String)> {
        let (mut start, mut end) = group.bounds();
        let words = self.words;
        while end < group.reach.end && words.gap(end) != Gap::Entity {
            end += 1;
        }
        while start > group.reach.start && words.gap(start) != Gap::Entity {
            start -= 1;
        }
        for site in &institution.sites {
            for city in &site.cities {
                let key = Words::key_of(city);
                // The Zurich of `ETH Zurich` is no site of the company before it.
                let inside =
                    |at: usize| group.institutions.iter().any(|hit| (hit.first..hit.end).contains(&at));
                let found = (start..end).filter(|&at| !inside(at)).find_map(|at| {
                    let until = (at + 1..=end.min(at + 4)).find(|&until| words.slice(at, until) == key)?;
                    Some(words.printed(self.text, at, until).to_owned())
                });
                if let Some(evidence) = found {
                    return Some((site.country, evidence));
                }
            }
        }
        None
    }

    /// The places of a group that count, with postal codes weighed by what stands beside them.
    fn places(&self, group: &Group) -> Vec<Printed> {
        let mut printed = Vec::new();
        for (at, hit) in group.places.iter().enumerate() {
            let Some(place) = self.place(hit) else { continue };
            let Some(&country) = place.countries.first() else { continue };
            let basis = match place.kind {
                PlaceKind::Country => Basis::PrintedCountry,
                PlaceKind::Region => Basis::PrintedRegion,
                // `Athens, Greece` names the country too.
                PlaceKind::City if self.ends_in_country(hit) => Basis::PrintedCountry,
                PlaceKind::City => Basis::City,
                PlaceKind::Refused => continue,
            };
            if hit.code && self.contradicted(group, at, country) {
                continue;
            }
            // Lebanon, NH; Saint Lucia, QLD; Dublin, CA: a town of that name.
            let town = place.kind != PlaceKind::Region && self.state_follows(group, at).is_some();
            if !town {
                printed.push(Printed { country, basis, hit: *hit });
            }
        }
        let greater = printed.iter().any(|it| it.basis != Basis::City && is_special(it.country));
        let mainland = printed.iter().any(|it| it.basis == Basis::City && it.country.code() == "CN");
        if greater && !mainland {
            printed.retain(|it| it.country.code() != "CN");
        }
        printed
    }

    fn ends_in_country(&self, hit: &Hit) -> bool {
        let comma = (hit.first + 1..hit.end).find(|&at| self.words.gap(at) == Gap::Part);
        comma.is_some_and(|at| {
            let mut names = self.gazetteer.names.get(self.words.slice(at, hit.end));
            names.any(|name| {
                let What::Place(place) = name.what else { return false };
                self.gazetteer.places.get(place).is_some_and(|it| it.kind == PlaceKind::Country)
            })
        })
    }

    /// The state right behind the name of a country or city, which makes a town of it. `India, IN` and `Toronto, CA` are
    /// none.
    fn state_follows(&self, group: &Group, at: usize) -> Option<&Place> {
        let (hit, next) = (group.places.get(at)?, group.places.get(at + 1)?);
        let (own, state) = (self.place(hit)?, self.place(next)?);
        let code = self.words.cased(next.first, next.end);
        let other = !state.countries.iter().any(|it| own.countries.contains(it));
        let same_code = own.countries.iter().any(|it| it.code() == code);
        (next.first == hit.end && state.kind == PlaceKind::Region && other && !same_code).then_some(state)
    }

    /// `Waterloo, ON, CA`, `Bangalore, IN`, `TU Darmstadt, DE`: the two letters are no state where anything else in the
    /// group is in another country.
    fn contradicted(&self, group: &Group, at: usize, country: Country) -> bool {
        let town = |other: usize| other + 1 == at && self.state_follows(group, other).is_some();
        let others =
            group.places.iter().enumerate().filter(|&(other, hit)| other != at && !hit.code && !town(other));
        let place = others
            .filter_map(|(_, hit)| self.place(hit))
            .any(|it| it.countries.first().is_some_and(|&it| it != country));
        let codes = group.places.iter().enumerate().filter(|&(other, hit)| other < at && hit.code);
        let earlier = codes
            .filter_map(|(_, hit)| self.place(hit))
            .any(|it| it.countries.first().is_some_and(|&it| it != country));
        let code = group.places.get(at).map_or("", |hit| self.words.cased(hit.first, hit.end));
        let bodies = || group.institutions.iter().filter_map(|hit| self.institution(hit));
        let own = bodies().any(|it| it.country.code() == code && it.country != country);
        let fixed = bodies();
        place || earlier || own || fixed.filter(|it| !movable(it)).any(|it| it.country != country)
    }
}

/// A company, a team or a body with branches abroad goes where the page puts it.
fn movable(institution: &Institution) -> bool {
    matches!(institution.kind, Kind::Company | Kind::Team | Kind::Intl) || !institution.sites.is_empty()
}

/// Codes of their own beside which `China` is printed too.
fn is_special(country: Country) -> bool {
    matches!(country.code(), "HK" | "MO" | "TW")
}

/// Whether a printed place agrees with a country found already: `Hong Kong, China` and `Taiwan, China` do.
fn explained(found: &[Located], printed: Printed) -> bool {
    found
        .iter()
        .any(|it| it.country == printed.country || is_special(it.country) && printed.country.code() == "CN")
}
