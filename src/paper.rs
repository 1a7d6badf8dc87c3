//! The join of models and countries, and the one record that crosses a process: a line of JSON.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::affiliation::{Affiliation, Author, Authorship, Linking};
use crate::country::Country;
use crate::models::{Ambiguous, Findings, ModelMention};
use crate::pdf::{Problem, Status};
use crate::provenance::TOOL;
use crate::text::Reading;

/// The version of the record's form.
pub const SCHEMA: u32 = 1;

/// Everything that is known of one paper. All keys are always present.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaperRecord {
    /// The version of this form: [`SCHEMA`].
    pub schema: u32,
    /// SHA-256 of the file, in hexadecimal; `null` where the file could not be opened.
    pub id: Option<String>,
    /// The locator as it was given or found: a path, or `archive.tar!member.pdf`.
    pub path: String,
    /// How the reading ended.
    pub status: Status,
    /// What went wrong.
    pub problems: Vec<Problem>,
    /// The title.
    pub title: Option<String>,
    /// The year of the paper.
    pub year: Option<u16>,
    /// What the year rests on.
    pub year_basis: Option<YearBasis>,
    /// Where it was published.
    pub venue: Option<String>,
    /// The track of the venue.
    pub track: Option<String>,
    /// How many pages the file has.
    pub pages: u32,
    /// The id of the paper that this one is a copy or a version of.
    pub duplicate_of: Option<String>,
    /// In the order of the page.
    pub authors: Vec<Author>,
    /// In the order of the page.
    pub affiliations: Vec<Affiliation>,
    /// Sorted.
    pub countries: Vec<Country>,
    /// Sorted.
    pub first_author_countries: Vec<Country>,
    /// Share of each country: every author 1/n, split over that author's countries.
    pub fractional: BTreeMap<Country, f64>,
    /// The share of authors without a known country. With the shares of `fractional` it makes 1.
    pub unknown_share: f64,
    /// How authors were linked to affiliations.
    pub linking: Linking,
    /// One entry a model, sorted by id.
    pub models: Vec<ModelMention>,
    /// Hits that no rule could decide.
    pub ambiguous: Vec<Ambiguous>,
    /// The PDF engine and its version: `hayro 0.9.0`.
    pub engine: String,
    /// The version of crosscurrent.
    pub tool: String,
    /// SHA-256 of the `models.toml` in use.
    pub registry: String,
    /// SHA-256 of the gazetteer in use.
    pub gazetteer: String,
}

/// What a year rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum YearBasis {
    /// The metadata file.
    Metadata,
    /// A line of the page: conference, copyright, arXiv stamp.
    Page,
    /// The folder it lies in.
    Path,
    /// The date in the PDF.
    PdfDate,
}

/// What a run reads with: the same for all its records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versions {
    /// The PDF engine and its version.
    pub engine: String,
    /// SHA-256 of the `models.toml` in use.
    pub registry: String,
    /// SHA-256 of the gazetteer in use.
    pub gazetteer: String,
}

impl PaperRecord {
    /// Joins what is known of one paper.
    #[must_use]
    pub fn join(
        locator: &str,
        id: Option<String>,
        reading: Reading,
        findings: Findings,
        authorship: Authorship,
        versions: &Versions,
    ) -> Self {
        let (fractional, unknown_share) = authorship.fractional();
        let (year, year_basis) = year(&reading);
        Self {
            schema: SCHEMA,
            id,
            path: locator.to_owned(),
            status: reading.status,
            title: title(&reading),
            year,
            year_basis,
            venue: reading.imprint.venue,
            track: None,
            pages: reading.page_count,
            duplicate_of: None,
            countries: authorship.countries(),
            first_author_countries: authorship.first_author_countries(),
            fractional,
            unknown_share,
            linking: authorship.linking,
            problems: [reading.problems, authorship.problems].concat(),
            authors: authorship.authors,
            affiliations: authorship.affiliations,
            models: findings.models,
            ambiguous: findings.ambiguous,
            engine: versions.engine.clone(),
            tool: TOOL.to_owned(),
            registry: versions.registry.clone(),
            gazetteer: versions.gazetteer.clone(),
        }
    }
}

/// The title on the page, else the one in the file, unless that is the name of a document's source.
fn title(reading: &Reading) -> Option<String> {
    let printed = reading.text.title.clone();
    let filed = reading.info.title.clone().filter(|title| title.contains(' ') && !title.contains(".doc"));
    printed.or(filed)
}

fn year(reading: &Reading) -> (Option<u16>, Option<YearBasis>) {
    if let Some(year) = reading.imprint.year {
        return (Some(year), Some(YearBasis::Page));
    }
    let created = reading.info.created.as_deref().unwrap_or_default();
    let digits = created.strip_prefix("D:").unwrap_or(created).get(..4);
    let year = digits.and_then(|year| year.parse().ok()).filter(|year| (1980..=2035).contains(year));
    (year, year.map(|_| YearBasis::PdfDate))
}
