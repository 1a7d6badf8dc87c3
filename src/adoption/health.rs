//! Whether the countries of a set of papers can be trusted: what they rest on, and how many rest on little.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};

use super::corpus::rests_on;
use crate::affiliation::Basis;
use crate::paper::PaperRecord;

/// Counts over records, each added once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Health {
    /// All records.
    pub papers: usize,
    /// By how their reading ended.
    pub status: BTreeMap<&'static str, usize>,
    /// Papers that count, by how authors are linked to affiliations.
    pub linking: BTreeMap<&'static str, usize>,
    /// Papers that count and have a country with this basis; a paper may stand at several.
    pub basis: BTreeMap<&'static str, usize>,
    /// Papers that count and have no country.
    pub no_country: usize,
    /// Papers that count and have no author.
    pub no_author: usize,
    /// What rests on the headquarters of companies.
    pub headquarters: Weak,
    /// What rests on addresses of e-mail.
    pub email: Weak,
    /// Problems of all records, by their sort.
    pub problems: BTreeMap<&'static str, usize>,
}

/// Papers whose countries rest on weak evidence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Weak {
    /// At least one country rests on nothing else.
    pub some: usize,
    /// All countries rest on nothing else.
    pub all: usize,
}

impl Health {
    /// Adds a record.
    pub fn add(&mut self, record: &PaperRecord) {
        self.papers += 1;
        *self.status.entry(record.status.as_str()).or_default() += 1;
        for problem in &record.problems {
            *self.problems.entry(problem.kind.as_str()).or_default() += 1;
        }
        if !record.status.counts() {
            return;
        }
        *self.linking.entry(record.linking.as_str()).or_default() += 1;
        self.no_country += usize::from(record.countries.is_empty());
        self.no_author += usize::from(record.authors.is_empty());
        let bases: BTreeSet<Basis> = record.affiliations.iter().filter_map(|it| it.basis).collect();
        for basis in &bases {
            *self.basis.entry(basis.as_str()).or_default() += 1;
        }
        self.headquarters.add(record, |basis| basis == Basis::HqDefault);
        self.email.add(record, |basis| matches!(basis, Basis::EmailTld | Basis::EmailDomain));
    }
}

impl Weak {
    fn add(&mut self, record: &PaperRecord, weak: impl Fn(Basis) -> bool) {
        let countries = rests_on(record, weak);
        self.some += usize::from(!countries.is_empty());
        self.all += usize::from(!countries.is_empty() && countries.len() == record.countries.len());
    }
}

impl fmt::Display for Health {
    /// A line for each count.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} papers", self.papers)?;
        for (name, counts) in [
            ("status", &self.status),
            ("papers by the basis of their countries", &self.basis),
            ("how authors are linked to affiliations", &self.linking),
            ("problems", &self.problems),
        ] {
            let mut list = String::new();
            for (what, count) in counts {
                let separator = if list.is_empty() { "" } else { ", " };
                write!(list, "{separator}{what} {count}")?;
            }
            writeln!(f, "{name}: {}", if list.is_empty() { "none" } else { &list })?;
        }
        writeln!(f, "no country: {}", self.no_country)?;
        writeln!(f, "no author found: {}", self.no_author)?;
        for (name, weak) in [("headquarters", self.headquarters), ("e-mail", self.email)] {
            writeln!(f, "countries from {name} alone: all of {} papers, some of {}", weak.all, weak.some)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::specimen::record;
    use super::*;

    #[test]
    fn countries_that_rest_on_little_are_counted() {
        let mut health = Health::default();
        // In the specimens CN rests on headquarters.
        for authors in [&[&["US"][..]][..], &[&["CN"]], &[&["CN"], &["US"]], &[&[]]] {
            health.add(&record("a").by(authors));
        }
        let mut mailed = record("b");
        mailed.affiliations.iter_mut().for_each(|it| it.basis = Some(Basis::EmailTld));
        health.add(&mailed);
        insta::assert_snapshot!(health, @"
        5 papers
        status: ok 5
        papers by the basis of their countries: email_tld 1, hq_default 2, printed_country 2
        how authors are linked to affiliations: marker 5
        problems: none
        no country: 1
        no author found: 0
        countries from headquarters alone: all of 1 papers, some of 2
        countries from e-mail alone: all of 1 papers, some of 1
        ");
    }
}
