//! An organisation as the dump has it, in schema v2 or v1, and what is kept of it.

use serde::{Deserialize, Deserializer};

use crate::affiliation::gazetteer::Kind;
use crate::country::Country;

/// What is kept of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Organisation {
    /// The last part of its ROR address.
    pub id: String,
    pub kind: Kind,
    pub country: Country,
    /// The city of its first place.
    pub city: String,
    /// Its other places abroad.
    pub sites: Vec<(Country, String)>,
    pub name: String,
    /// Labels and aliases.
    pub others: Vec<String>,
    pub acronyms: Vec<String>,
    /// Hosts that are its own.
    pub hosts: Vec<String>,
    /// Ids of the bodies it is a part of.
    pub parents: Vec<String>,
}

/// An element of the dump: the fields of both schemas.
#[derive(Debug, Deserialize)]
pub(super) struct Entry {
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    status: String,
    #[serde(default, deserialize_with = "or_default")]
    types: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    links: Vec<Link>,
    #[serde(default, deserialize_with = "or_default")]
    relationships: Vec<Relationship>,
    // Schema v2.
    #[serde(default, deserialize_with = "or_default")]
    names: Vec<TypedName>,
    #[serde(default, deserialize_with = "or_default")]
    locations: Vec<Location>,
    #[serde(default, deserialize_with = "or_default")]
    domains: Vec<String>,
    // Schema v1.
    #[serde(default, deserialize_with = "or_default")]
    name: String,
    #[serde(default, deserialize_with = "or_default")]
    aliases: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    acronyms: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    labels: Vec<Label>,
    #[serde(default, deserialize_with = "or_default")]
    country: Details,
    #[serde(default, deserialize_with = "or_default")]
    addresses: Vec<Address>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Link {
    Bare(String),
    Typed { r#type: String, value: String },
}

#[derive(Debug, Deserialize)]
struct Relationship {
    r#type: String,
    id: String,
}

#[derive(Debug, Deserialize)]
struct TypedName {
    value: String,
    #[serde(default)]
    types: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Location {
    #[serde(default, deserialize_with = "or_default")]
    geonames_details: Details,
}

/// Where a place is; v1 gives the country alone.
#[derive(Debug, Default, Clone, Deserialize)]
struct Details {
    #[serde(default, deserialize_with = "or_default")]
    country_code: String,
    #[serde(default, deserialize_with = "or_default")]
    country_name: String,
    #[serde(default, deserialize_with = "or_default")]
    name: String,
}

#[derive(Debug, Deserialize)]
struct Label {
    label: String,
}

#[derive(Debug, Deserialize)]
struct Address {
    #[serde(default, deserialize_with = "or_default")]
    city: String,
}

/// An absent value and `null` are the same.
fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(value: D) -> Result<T, D::Error> {
    Option::deserialize(value).map(Option::unwrap_or_default)
}

impl Entry {
    pub fn is_withdrawn(&self) -> bool {
        self.status.eq_ignore_ascii_case("withdrawn")
    }

    /// What is kept; `None` without a name or a known country.
    pub fn organisation(self) -> Option<Organisation> {
        let mut places = self.locations.into_iter().map(|it| it.geonames_details);
        let home = places.next().unwrap_or_else(|| Details {
            name: self.addresses.into_iter().next().map(|it| it.city).unwrap_or_default(),
            ..self.country
        });
        let country: Country = home.country_code.parse().ok()?;
        let sites = places
            .filter_map(|it| Some((it.country_code.parse().ok()?, it.name)))
            .filter(|(site, city)| *site != country && !city.is_empty());
        let (mut name, mut others, mut acronyms) = (self.name, self.aliases, self.acronyms);
        others.extend(self.labels.into_iter().map(|it| it.label));
        for typed in self.names {
            let is = |kind: &str| typed.types.iter().any(|it| it == kind);
            if is("ror_display") {
                name = typed.value;
            } else if is("acronym") {
                acronyms.push(typed.value);
            } else {
                others.push(typed.value);
            }
        }
        if name.is_empty() && !others.is_empty() {
            name = others.remove(0);
        }
        let strip = |name: &String| without_country(name, &home.country_name, country).to_owned();
        let links = self.links.iter().filter_map(|link| match link {
            Link::Bare(url) => Some(url),
            Link::Typed { r#type, value } => (r#type == "website").then_some(value),
        });
        let mut hosts: Vec<String> = self
            .domains
            .iter()
            .map(|it| it.to_lowercase())
            .chain(links.filter_map(|it| own_host(it)))
            .collect();
        hosts.sort();
        hosts.dedup();
        let parents = self.relationships.iter().filter(|it| it.r#type.eq_ignore_ascii_case("parent"));
        let organisation = Organisation {
            id: tail(&self.id).to_owned(),
            kind: kind(&self.types),
            country,
            sites: sites.collect(),
            name: strip(&name),
            others: others.iter().map(strip).collect(),
            acronyms,
            hosts,
            parents: parents.map(|it| tail(&it.id).to_owned()).collect(),
            city: home.name,
        };
        (!organisation.name.is_empty()).then_some(organisation)
    }
}

fn tail(id: &str) -> &str {
    id.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

/// `Google (Canada)` is printed as Google: the bracket is how ROR tells branches apart.
fn without_country<'n>(name: &'n str, printed: &str, country: Country) -> &'n str {
    let bare = name.trim().strip_suffix(')').and_then(|rest| rest.rsplit_once(" ("));
    match bare {
        Some((bare, place))
            if place.eq_ignore_ascii_case(printed) || place.eq_ignore_ascii_case(country.name()) =>
        {
            bare.trim()
        }
        _ => name.trim(),
    }
}

/// The host of a web address that is nothing but a host: a page on somebody's site is no domain of one's own.
fn own_host(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let plain = host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
    (path.is_empty() && host.contains('.') && plain).then(|| host.to_owned())
}

fn kind(types: &[String]) -> Kind {
    let is = |kind: &str| types.iter().any(|it| it.eq_ignore_ascii_case(kind));
    if is("education") {
        Kind::Edu
    } else if is("healthcare") {
        Kind::Hospital
    } else if is("company") {
        Kind::Company
    } else if is("government") {
        Kind::Gov
    } else {
        Kind::Lab
    }
}
