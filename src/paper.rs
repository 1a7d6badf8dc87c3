//! The join of models and countries, and the one record that crosses a process: a line of JSON.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::affiliation::{Affiliation, Author, Authorship, Linking};
use crate::country::Country;
use crate::models::{Ambiguous, Findings, ModelMention};
use crate::pdf::{Problem, Status};
use crate::provenance::TOOL;
use crate::text::{Imprint, Reading, Sketch};

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
    /// What the venue rests on.
    #[serde(default)]
    pub venue_basis: Option<YearBasis>,
    /// The track of the venue.
    pub track: Option<String>,
    /// What the track rests on.
    #[serde(default)]
    pub track_basis: Option<YearBasis>,
    /// The DOI that the first page prints.
    #[serde(default)]
    pub doi: Option<String>,
    /// The entry of a metadata file that it was joined with. Values from there have the basis `metadata`, and stand
    /// on page 0.
    #[serde(default)]
    pub metadata: Option<Listed>,
    /// What its text is told from others by, to find versions of one work; empty where there is too little of it.
    #[serde(default)]
    pub sketch: Sketch,
    /// What the list of files said of the paper beyond the keys of this form.
    #[serde(default)]
    pub extra: BTreeMap<String, Value>,
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

/// What a year, venue or track rests on.
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

impl YearBasis {
    /// As it stands in the record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            YearBasis::Metadata => "metadata",
            YearBasis::Page => "page",
            YearBasis::Path => "path",
            YearBasis::PdfDate => "pdf_date",
        }
    }
}

/// An entry of a metadata file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// The name of the file.
    pub file: String,
    /// The line on which the entry begins, counted from 1.
    pub line: u32,
    /// What it was found by.
    pub by: JoinedBy,
    /// What the list says of the paper's acceptance.
    pub status: Option<String>,
}

/// What tells the entry of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JoinedBy {
    /// The entry's id is the name of the file.
    Id,
    /// The entry names the file.
    File,
    /// The DOI on the page, or in the name of the file.
    Doi,
    /// The title, but for case, accents and punctuation.
    Title,
    /// A similar title, of one entry alone, and the authors.
    NearTitle,
}

impl JoinedBy {
    /// As it stands in the record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            JoinedBy::Id => "id",
            JoinedBy::File => "file",
            JoinedBy::Doi => "doi",
            JoinedBy::Title => "title",
            JoinedBy::NearTitle => "near_title",
        }
    }
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
        let (year, year_basis) = year(&reading);
        let problems = [reading.problems.as_slice(), &authorship.problems].concat();
        let mut record = Self {
            schema: SCHEMA,
            id,
            path: locator.to_owned(),
            status: reading.status,
            title: title(&reading),
            doi: doi(&reading),
            metadata: None,
            extra: BTreeMap::new(),
            year,
            year_basis,
            venue_basis: reading.imprint.venue.is_some().then_some(YearBasis::Page),
            venue: reading.imprint.venue,
            track_basis: reading.imprint.track.is_some().then_some(YearBasis::Page),
            track: reading.imprint.track,
            sketch: reading.sketch,
            pages: reading.page_count,
            duplicate_of: None,
            countries: Vec::new(),
            first_author_countries: Vec::new(),
            fractional: BTreeMap::new(),
            unknown_share: 1.0,
            linking: Linking::None,
            problems,
            authors: Vec::new(),
            affiliations: Vec::new(),
            models: findings.models,
            ambiguous: findings.ambiguous,
            engine: versions.engine.clone(),
            tool: TOOL.to_owned(),
            registry: versions.registry.clone(),
            gazetteer: versions.gazetteer.clone(),
        };
        record.set_authorship(authorship);
        record
    }

    /// Takes year, venue and track from the names of its folders, each where neither the page nor a list says it.
    pub fn take_folders(&mut self) {
        let Imprint { year, venue, track } = Imprint::of_folders(&self.path);
        let known = matches!(self.year_basis, Some(YearBasis::Page | YearBasis::Metadata));
        if year.is_some() && !known {
            (self.year, self.year_basis) = (year, Some(YearBasis::Path));
        }
        if venue.is_some() && self.venue.is_none() {
            (self.venue, self.venue_basis) = (venue, Some(YearBasis::Path));
        }
        if track.is_some() && self.track.is_none() {
            (self.track, self.track_basis) = (track, Some(YearBasis::Path));
        }
    }

    /// Takes what a list of files says of the paper: title, year, venue, track and DOI win over the page, whatever else
    /// it says is carried along in `extra`.
    pub fn carry(&mut self, said: impl IntoIterator<Item = (String, Value)>) {
        for (key, value) in said {
            let text = value.as_str().map(str::trim).filter(|text| !text.is_empty());
            match (key.as_str(), text) {
                ("year", _) if let Some(year) = year_of(&value) => {
                    (self.year, self.year_basis) = (Some(year), Some(YearBasis::Metadata));
                }
                ("title", Some(text)) => self.title = Some(text.to_owned()),
                ("venue", Some(text)) => {
                    (self.venue, self.venue_basis) = (Some(text.to_owned()), Some(YearBasis::Metadata));
                }
                ("track", Some(text)) => {
                    (self.track, self.track_basis) = (Some(text.to_owned()), Some(YearBasis::Metadata));
                }
                ("doi", Some(text)) => self.doi = Some(text.to_owned()),
                _ => {
                    self.extra.insert(key, value);
                }
            }
        }
    }

    /// Takes authors and affiliations with all that follows from them.
    pub fn set_authorship(&mut self, authorship: Authorship) {
        (self.fractional, self.unknown_share) = authorship.fractional();
        self.countries = authorship.countries();
        self.first_author_countries = authorship.first_author_countries();
        self.linking = authorship.linking;
        self.authors = authorship.authors;
        self.affiliations = authorship.affiliations;
    }
}

/// `2024` or `"2024"`.
fn year_of(value: &Value) -> Option<u16> {
    let number = value.as_u64().and_then(|year| u16::try_from(year).ok());
    let year = number.or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()));
    year.filter(|year| (1900..=2100).contains(year))
}

/// The first DOI of the first page.
fn doi(reading: &Reading) -> Option<String> {
    let page = reading.front.first()?;
    page.lines.iter().map(|line| page.line_text(line)).find_map(doi_in)
}

/// `https://doi.org/10.1145/12.34`, `DOI: 10.1145/12.34`.
fn doi_in(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    let after = lower.find("doi").and_then(|at| lower.get(at..))?;
    let doi = after.find("10.").and_then(|at| after.get(at..))?.split_whitespace().next()?;
    let doi = doi.trim_end_matches(['.', ',', ';', ')', ']']);
    let (prefix, suffix) = doi.split_once('/')?;
    let registrant = prefix.strip_prefix("10.")?;
    let sound = registrant.len() >= 4 && registrant.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (sound && !suffix.is_empty()).then(|| doi.to_owned())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doi_is_read_where_it_is_called_one() {
        for (line, doi) in [
            ("https://doi.org/10.1145/3626772.3657", Some("10.1145/3626772.3657")),
            ("DOI: 10.1000/ABC-1.", Some("10.1000/abc-1")),
            ("doi 10.12/x", None),
            ("Version 10.1145/3626772", None),
            ("see doi.org", None),
        ] {
            assert_eq!(doi_in(line).as_deref(), doi, "{line}");
        }
    }
}
