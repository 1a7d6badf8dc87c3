//! What a reader of the tables should mend: findings with file and line.

use std::collections::BTreeMap;
use std::fmt;

use super::generic::only_generic;
use super::rows::{self, Alias, Institution, PlaceKind};
use crate::affiliation::words::Words;

/// Something in a table of the gazetteer that is wrong or dangerous.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file's name.
    pub file: String,
    /// Counted from 1.
    pub line: u32,
    /// In words.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// Surnames that are also names of companies or places; such a name must be strict.
pub(crate) const SURNAMES: &[&str] = &[
    "abbott",
    "adams",
    "bosch",
    "brown",
    "chen",
    "cruise",
    "duke",
    "ford",
    "gupta",
    "howard",
    "huang",
    "jackson",
    "johnson",
    "kim",
    "kumar",
    "lee",
    "li",
    "liang",
    "lin",
    "liu",
    "mayo",
    "meta",
    "miller",
    "mills",
    "morgan",
    "nguyen",
    "park",
    "patel",
    "rice",
    "sap",
    "sharma",
    "siemens",
    "singh",
    "smith",
    "stanford",
    "sun",
    "tang",
    "tufts",
    "vanderbilt",
    "wang",
    "wolfram",
    "wu",
    "xu",
    "yale",
    "yang",
    "zhang",
    "zhao",
    "zhou",
];

/// Checks a table of institutions that is called `file`.
pub(super) fn check_institutions(file: &str, institutions: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (rows, errors) = rows::institutions(institutions);
    report(&mut findings, file, errors);
    duplicates(&mut findings, file, &rows);
    for row in &rows {
        check_row(&mut findings, file, row);
    }
    findings.sort();
    findings
}

pub(super) fn check(institutions: &str, places: &str, domains: &str) -> Vec<Finding> {
    let mut findings = check_institutions(INSTITUTIONS, institutions);
    let (rows, errors) = rows::places(places);
    report(&mut findings, PLACES, errors);
    let mut seen: BTreeMap<(String, bool, bool), u32> = BTreeMap::new();
    for row in &rows {
        let refused = row.kind == PlaceKind::Refused;
        for (name, strict) in
            std::iter::once((&row.name, false)).chain(row.aliases.iter().map(|it| (&it.text, it.strict)))
        {
            let key = if strict { name.clone() } else { Words::key_of(name) };
            if let Some(first) = seen
                .insert((key, strict, row.kind == PlaceKind::Country), row.line)
                .filter(|&first| first != row.line)
            {
                findings.push(Finding {
                    file: PLACES.into(),
                    line: row.line,
                    message: format!("`{name}` stands on line {first} too"),
                });
            }
            if !strict && !refused && name.chars().filter(|c| c.is_alphabetic()).count() < 3 {
                findings.push(Finding {
                    file: PLACES.into(),
                    line: row.line,
                    message: format!("`{name}` is too short without `!`"),
                });
            }
        }
    }
    let (rows, errors) = rows::domains(domains);
    report(&mut findings, DOMAINS, errors);
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for row in rows {
        if let Some(first) = seen.insert(row.name.clone(), row.line) {
            let message = format!("`{}` stands on line {first} too", row.name);
            findings.push(Finding { file: DOMAINS.into(), line: row.line, message });
        }
    }
    findings.sort();
    findings
}

const INSTITUTIONS: &str = "institutions.tsv";
const PLACES: &str = "places.tsv";
const DOMAINS: &str = "domains.tsv";

fn report(findings: &mut Vec<Finding>, file: &str, errors: Vec<rows::RowError>) {
    findings.extend(errors.into_iter().map(|error| Finding {
        file: file.into(),
        line: error.line,
        message: error.message,
    }));
}

/// Ids, names and domains that two rows claim.
fn duplicates(findings: &mut Vec<Finding>, file: &str, rows: &[Institution]) {
    let mut seen: BTreeMap<(&str, String), (u32, &str)> = BTreeMap::new();
    for row in rows {
        let mut claims = vec![("id", row.id.clone())];
        claims.extend(row.domains.iter().map(|it| ("domain", it.clone())));
        for (name, strict) in names(row) {
            let key = Words::key_of(name);
            let kind = if strict { "strict name" } else { "name" };
            claims.push((kind, if strict { name.to_owned() } else { key }));
        }
        claims.sort();
        claims.dedup();
        for (kind, key) in claims {
            if let Some((first, id)) = seen.insert((kind, key.clone()), (row.line, &row.id)) {
                let message = format!("{kind} `{key}` of {} belongs to {id} on line {first} too", row.id);
                findings.push(Finding { file: file.into(), line: row.line, message });
            }
        }
    }
}

fn names(row: &Institution) -> impl Iterator<Item = (&str, bool)> {
    let aliases = row.aliases.iter().map(|Alias { text, strict }| (text.as_str(), *strict));
    std::iter::once((row.name.as_str(), false)).chain(aliases)
}

fn check_row(findings: &mut Vec<Finding>, file: &str, row: &Institution) {
    let mut tell = |message: String| findings.push(Finding { file: file.into(), line: row.line, message });
    for site in row.sites.iter().filter(|site| site.cities.is_empty()) {
        tell(format!("site {} of {} names no city", site.country, row.id));
    }
    for (at, (name, strict)) in names(row).enumerate() {
        let words = Words::new(name);
        if at > 0
            && !strict
            && only_generic((0..words.items.len()).map(|at| words.word(at))).is_some_and(|it| it <= 3)
        {
            tell(format!("`{name}` of {} has only generic words", row.id));
        }
        let letters = name.chars().filter(|c| c.is_alphabetic()).count();
        if at > 0 && !strict && letters <= 3 {
            tell(format!("`{name}` of {} is so short that it needs `!`", row.id));
        }
        if at > 0 && !strict && SURNAMES.binary_search(&Words::key_of(name).as_str()).is_ok() {
            tell(format!("`{name}` of {} is a surname: it needs `!`", row.id));
        }
    }
    for domain in &row.domains {
        if !domain.contains('.') || domain.contains(['@', '/', ' ']) {
            tell(format!("`{domain}` of {} is no host name", row.id));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found() {
        let row = |id: &str, name: &str, sites: &str, domains: &str, aliases: &str| {
            format!("{id}\t{name}\tUS\tedu\t{sites}\t{domains}\t{aliases}\t\n")
        };
        let text = row("a", "A University of X", "GB=", "x.edu", "Institute of Technology;abc;Rice")
            + &row("b", "B University of Y", "", "x.edu;y", "A University of X");
        let told: Vec<String> = check(&text, "", "").iter().map(ToString::to_string).collect();
        for part in [
            "names no city",
            "only generic",
            "so short",
            "a surname",
            "domain `x.edu`",
            "name `auniversityofx`",
            "no host",
        ] {
            assert!(told.iter().any(|it| it.contains(part)), "{part}: {told:?}");
        }
    }
}
