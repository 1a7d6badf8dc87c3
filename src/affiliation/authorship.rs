//! Who wrote a paper and where they are.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::country::Country;
use crate::pdf::Problem;

/// The authors of one paper, their affiliations and the countries that follow.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Authorship {
    /// In the order of the page.
    pub authors: Vec<Author>,
    /// In the order of the page.
    pub affiliations: Vec<Affiliation>,
    /// How authors were linked to affiliations.
    pub linking: Linking,
    /// Contradictions on the page.
    pub problems: Vec<Problem>,
}

/// One author as printed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Author {
    /// The name as printed, without markers.
    pub name: String,
    /// Indices into the list of affiliations.
    pub affiliations: Vec<u32>,
    /// The countries of those affiliations, sorted; from the e-mail where there is nothing else.
    pub countries: Vec<Country>,
    /// The host part of the author's e-mail address, in lower case.
    pub email_domain: Option<String>,
    /// Marked as a corresponding author: by a mark that a note explains so, an envelope, or by name. `false` where the
    /// page marks nobody.
    #[serde(default)]
    pub corresponding: bool,
}

/// One affiliation as printed. A line that names bodies of two countries gives two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Affiliation {
    /// The words on the page.
    pub text: String,
    /// The page, counted from 1; 0 where it stands in the metadata file.
    pub page: u32,
    /// The name of the institution in the gazetteer, where it is known.
    pub institution: Option<String>,
    /// Where it is; `None` where nothing tells.
    pub country: Option<Country>,
    /// What the country rests on.
    pub basis: Option<Basis>,
    /// The very words that the country rests on.
    pub evidence: String,
}

/// What a country rests on, strongest first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// A row of the user's own gazetteer.
    User,
    /// The metadata file.
    Metadata,
    /// The country's name on the page.
    PrintedCountry,
    /// A state or province.
    PrintedRegion,
    /// An unambiguous city, or the city of a body with several sites.
    City,
    /// An institution that is in one country.
    Institution,
    /// A team name ("Qwen Team").
    Team,
    /// The country code of an e-mail address.
    EmailTld,
    /// The host of an e-mail address.
    EmailDomain,
    /// A company with no place printed: its headquarters.
    HqDefault,
}

impl Basis {
    /// As it stands in the record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Basis::User => "user",
            Basis::Metadata => "metadata",
            Basis::PrintedCountry => "printed_country",
            Basis::PrintedRegion => "printed_region",
            Basis::City => "city",
            Basis::Institution => "institution",
            Basis::Team => "team",
            Basis::EmailTld => "email_tld",
            Basis::EmailDomain => "email_domain",
            Basis::HqDefault => "hq_default",
        }
    }
}

/// How authors were linked to affiliations.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Linking {
    /// By superscripts or symbols.
    Marker,
    /// By position: a name above its affiliation.
    Layout,
    /// One affiliation for all.
    Single,
    /// By the metadata file.
    Metadata,
    /// Not at all: only the set of the paper is known.
    #[default]
    None,
}

impl Linking {
    /// As it stands in the record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Linking::Marker => "marker",
            Linking::Layout => "layout",
            Linking::Single => "single",
            Linking::Metadata => "metadata",
            Linking::None => "none",
        }
    }
}

impl Authorship {
    /// The countries of the paper, sorted: those of all its affiliations, and of the authors that have a country from
    /// elsewhere.
    #[must_use]
    pub fn countries(&self) -> Vec<Country> {
        let mut countries: Vec<Country> = self.affiliations.iter().filter_map(|it| it.country).collect();
        countries.extend(self.authors.iter().flat_map(|author| &author.countries));
        countries.sort_unstable();
        countries.dedup();
        countries
    }

    /// The countries of the first author, sorted.
    #[must_use]
    pub fn first_author_countries(&self) -> Vec<Country> {
        self.authors.first().map(|author| author.countries.clone()).unwrap_or_default()
    }

    /// Fractional shares of the countries and the share that is unknown; together they make 1.
    ///
    /// Each author has weight 1/n, split evenly over that author's countries. Where authors are not linked to
    /// affiliations, the countries of the paper share evenly, since nothing tells them apart.
    #[must_use]
    pub fn fractional(&self) -> (BTreeMap<Country, f64>, f64) {
        let mut shares = BTreeMap::new();
        let countries = self.countries();
        if self.authors.is_empty() || self.authors.iter().all(|author| author.countries.is_empty()) {
            for &country in &countries {
                shares.insert(country, 1.0 / countries.len() as f64);
            }
            return (shares, if countries.is_empty() { 1.0 } else { 0.0 });
        }
        let authors = self.authors.len() as f64;
        let unknown = self.authors.iter().filter(|author| author.countries.is_empty()).count() as f64;
        for author in &self.authors {
            for &country in &author.countries {
                *shares.entry(country).or_insert(0.0) += 1.0 / authors / author.countries.len() as f64;
            }
        }
        (shares, unknown / authors)
    }
}
