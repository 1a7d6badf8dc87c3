//! The rows of `data/institutions.tsv`, `places.tsv` and `domains.tsv`, and what is wrong with the broken ones.

use std::fmt;
use std::str::FromStr;

use crate::country::Country;

/// One row of `institutions.tsv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Institution {
    /// The line it stands on, counted from 1.
    pub line: u32,
    /// A short name in lower case, unique in the file.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it is; of a body in several countries, its headquarters.
    pub country: Country,
    /// What sort of body it is.
    pub kind: Kind,
    /// Its branches by country, each with the cities that tell them.
    pub sites: Vec<Site>,
    /// Hosts of its e-mail addresses.
    pub domains: Vec<String>,
    /// Other names.
    pub aliases: Vec<Alias>,
}

/// A branch in one country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The country of the branch.
    pub country: Country,
    /// The cities, districts or campuses that tell it.
    pub cities: Vec<String>,
}

/// A name and how strictly it is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// The name without its mark.
    pub text: String,
    /// Written with `!`: the case counts, and nothing but generic words may share the segment.
    pub strict: bool,
}

/// Sorts of bodies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A university or school.
    Edu,
    /// A research institute.
    Lab,
    /// A company.
    Company,
    /// A government body.
    Gov,
    /// A hospital.
    Hospital,
    /// A team that signs reports ("Qwen Team").
    Team,
    /// A body of several states.
    Intl,
}

/// One row of `places.tsv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The line it stands on, counted from 1.
    pub line: u32,
    /// What sort of place it is.
    pub kind: PlaceKind,
    /// Its name.
    pub name: String,
    /// The country; several or none where the name is refused.
    pub countries: Vec<Country>,
    /// Other names.
    pub aliases: Vec<Alias>,
}

/// Sorts of places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceKind {
    /// A country.
    Country,
    /// A state or province; its strict alias of two or three capitals is a postal code.
    Region,
    /// A city that is in one country only.
    City,
    /// A name that looks like a place and is no evidence alone.
    Refused,
}

/// One row of `domains.tsv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domain {
    /// The line it stands on, counted from 1.
    pub line: u32,
    /// What sort of domain it is.
    pub kind: DomainKind,
    /// The host or top-level domain.
    pub name: String,
    /// Where it is.
    pub country: Option<Country>,
}

/// Sorts of domains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DomainKind {
    /// This host and those below it.
    Host,
    /// A top-level domain that stands for a country and is not its ISO code.
    Tld,
    /// A top-level domain that tells nothing.
    Generic,
    /// A provider of free mail.
    Free,
}

/// A row that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// Counted from 1.
    pub line: u32,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

/// The rows of `institutions.tsv` and the broken ones.
pub(super) fn institutions(text: &str) -> (Vec<Institution>, Vec<RowError>) {
    parse(text, "id", 8, |line, cell| {
        let (id, name) = (cell(0), cell(1));
        if id.is_empty() || name.is_empty() {
            return Err("id and name must not be empty".into());
        }
        Ok(Institution {
            line,
            id: id.into(),
            name: name.into(),
            country: country(cell(2))?,
            kind: cell(3).parse()?,
            sites: list(cell(4)).map(site).collect::<Result<_, _>>()?,
            domains: list(cell(5)).map(str::to_lowercase).collect(),
            aliases: list(cell(6)).map(alias).collect(),
        })
    })
}

/// The rows of `places.tsv` and the broken ones.
pub(super) fn places(text: &str) -> (Vec<Place>, Vec<RowError>) {
    parse(text, "kind", 5, |line, cell| {
        let kind = match cell(0) {
            "country" => PlaceKind::Country,
            "region" => PlaceKind::Region,
            "city" => PlaceKind::City,
            "refused" => PlaceKind::Refused,
            other => return Err(format!("`{other}` is none of country, region, city, refused")),
        };
        let countries = list(cell(2)).map(country).collect::<Result<Vec<_>, _>>()?;
        if kind != PlaceKind::Refused && countries.len() != 1 {
            return Err(format!("`{}` needs one country code", cell(1)));
        }
        Ok(Place { line, kind, name: cell(1).into(), countries, aliases: list(cell(3)).map(alias).collect() })
    })
}

/// The rows of `domains.tsv` and the broken ones.
pub(super) fn domains(text: &str) -> (Vec<Domain>, Vec<RowError>) {
    parse(text, "kind", 4, |line, cell| {
        let kind = match cell(0) {
            "host" => DomainKind::Host,
            "tld" => DomainKind::Tld,
            "generic" => DomainKind::Generic,
            "free" => DomainKind::Free,
            other => return Err(format!("`{other}` is none of host, tld, generic, free")),
        };
        let country = match cell(2) {
            "" if matches!(kind, DomainKind::Generic | DomainKind::Free) => None,
            code => Some(country(code)?),
        };
        Ok(Domain { line, kind, name: cell(1).to_lowercase(), country })
    })
}

/// Reads tab-separated rows of `columns` cells, of which the last one, the note, may be left out.
fn parse<Row>(
    text: &str,
    header: &str,
    columns: usize,
    read: impl for<'t> Fn(u32, &dyn Fn(usize) -> &'t str) -> Result<Row, String>,
) -> (Vec<Row>, Vec<RowError>) {
    let (mut rows, mut errors) = (Vec::new(), Vec::new());
    for (line, row) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        if row.starts_with('#') || row.trim().is_empty() {
            continue;
        }
        let cells: Vec<&str> = row.split('\t').map(str::trim).collect();
        if cells.first() == Some(&header) {
            continue;
        }
        let result = if cells.len() == columns || cells.len() + 1 == columns {
            read_cells(line, &cells, &read)
        } else {
            Err(format!("{} columns where {columns} are expected", cells.len()))
        };
        match result {
            Ok(row) => rows.push(row),
            Err(message) => errors.push(RowError { line, message }),
        }
    }
    (rows, errors)
}

fn read_cells<'c, Row>(
    line: u32,
    cells: &[&'c str],
    read: &impl Fn(u32, &dyn Fn(usize) -> &'c str) -> Result<Row, String>,
) -> Result<Row, String> {
    read(line, &|at| cells.get(at).copied().unwrap_or_default())
}

fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter(|item| !item.is_empty())
}

fn country(code: &str) -> Result<Country, String> {
    code.parse().map_err(|error: crate::country::UnknownCountry| error.to_string())
}

fn site(text: &str) -> Result<Site, String> {
    let (code, cities) = text.split_once('=').unwrap_or((text, ""));
    let cities =
        cities.split(',').map(str::trim).filter(|city| !city.is_empty()).map(str::to_owned).collect();
    Ok(Site { country: country(code.trim())?, cities })
}

fn alias(text: &str) -> Alias {
    match text.strip_prefix('!') {
        Some(text) => Alias { text: text.trim().into(), strict: true },
        None => Alias { text: text.into(), strict: false },
    }
}

impl Kind {
    /// As it stands in the file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Edu => "edu",
            Kind::Lab => "lab",
            Kind::Company => "company",
            Kind::Gov => "gov",
            Kind::Hospital => "hospital",
            Kind::Team => "team",
            Kind::Intl => "intl",
        }
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text {
            "edu" => Kind::Edu,
            "lab" => Kind::Lab,
            "company" => Kind::Company,
            "gov" => Kind::Gov,
            "hospital" => Kind::Hospital,
            "team" => Kind::Team,
            "intl" => Kind::Intl,
            other => {
                return Err(format!("`{other}` is none of edu, lab, company, gov, hospital, team, intl"));
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_broken_rows_are_told_at_once_with_their_lines() {
        let text = "# comment\nmit\tMIT\tUS\tedu\t\tmit.edu\t!MIT\t\nx\tX\tUK\tedu\t\t\t\t\ny\tY\tUS\n\
                    z\tZ\tUS\tshop\t\t\t\t\nw\tW\tUS\tcompany\tEN=London\t\t\t\n";
        let (rows, errors) = institutions(text);
        assert_eq!(rows.len(), 1);
        let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "line 3: `UK` is no ISO 3166-1 alpha-2 country code (nor XZ)",
                "line 4: 3 columns where 8 are expected",
                "line 5: `shop` is none of edu, lab, company, gov, hospital, team, intl",
                "line 6: `EN` is no ISO 3166-1 alpha-2 country code (nor XZ)",
            ]
        );
    }
}
