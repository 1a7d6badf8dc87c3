//! The drawn units with what a person needs to check them: title, path, page, and the words on it.

use std::collections::BTreeMap;

use super::design::{Claim, Design};
use super::frame::{Frame, Stratum, Unit};
use crate::adoption::{Level, Scope};
use crate::affiliation::{Affiliation, Basis};
use crate::country::Country;
use crate::models::Registry;
use crate::paper::PaperRecord;
use crate::records::{Records, RecordsError};
use crate::text::Zone;

/// Passages of a model that are shown.
const MOST_PASSAGES: usize = 5;
/// Affiliations that are shown.
const MOST_AFFILIATIONS: usize = 40;

/// A sample to check.
#[derive(Debug)]
pub struct Sample {
    /// What is asked.
    pub design: Design,
    /// What tells this sample from any other.
    pub id: String,
    /// In the order in which they are checked.
    pub rows: Vec<SampleRow>,
}

/// One row of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleRow {
    /// What is checked.
    pub unit: Unit,
    /// What the records say, as a sentence: right or wrong is the answer to it.
    pub claim: String,
    /// The title of the paper; empty where none was found.
    pub title: String,
    /// Where the paper was found.
    pub path: String,
    /// The words that it rests on, or that come nearest.
    pub passages: Vec<Passage>,
}

/// Words on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Counted from 1; none where the words stand on no page.
    pub page: Option<u32>,
    /// What was made of them: zone and role, or country and basis.
    pub about: String,
    /// The words.
    pub text: String,
    /// What of them names the model or the place; none is empty.
    pub words: Vec<String>,
}

impl Sample {
    /// Draws a sample. The set of records decides it, not their order or their files.
    ///
    /// # Errors
    /// Records that cannot be read.
    pub fn draw(records: &mut Records, registry: &Registry, design: Design) -> Result<Self, RecordsError> {
        let frame = Frame::read(records, design)?;
        let mut drawn: BTreeMap<&str, Vec<(usize, &Unit)>> = BTreeMap::new();
        for (at, unit) in frame.draw().into_iter().enumerate() {
            drawn.entry(&unit.paper).or_default().push((at, unit));
        }
        let mut rows: Vec<(usize, SampleRow)> = Vec::new();
        for record in records.read() {
            let record = record?;
            if record.duplicate_of.is_some() {
                continue;
            }
            let wanted =
                drawn.remove(record.id.as_ref().unwrap_or(&record.path).as_str()).unwrap_or_default();
            for (at, unit) in wanted {
                rows.push((at, row(&record, unit, registry, &frame.design)));
            }
        }
        rows.sort_by_key(|row| row.0);
        let id = frame.sample_id();
        Ok(Self { id, rows: rows.into_iter().map(|row| row.1).collect(), design: frame.design })
    }
}

impl SampleRow {
    /// The page to open first.
    #[must_use]
    pub fn page(&self) -> u32 {
        self.passages.iter().find_map(|passage| passage.page).unwrap_or(1)
    }
}

fn row(record: &PaperRecord, unit: &Unit, registry: &Registry, design: &Design) -> SampleRow {
    let mut passages = Vec::new();
    if design.claim != Claim::Country {
        models(record, &unit.model, design.scope, &mut passages);
    }
    if design.claim != Claim::Model {
        affiliations(record, unit, design, &mut passages);
    }
    SampleRow {
        unit: unit.clone(),
        claim: claim(unit, registry, design),
        title: record.title.clone().unwrap_or_default(),
        path: record.path.clone(),
        passages,
    }
}

/// What the records say of a unit, as a sentence.
fn claim(unit: &Unit, registry: &Registry, design: &Design) -> String {
    let model = registry.get(&unit.model).map_or(unit.model.as_str(), |model| model.name.as_str());
    let scope = match design.scope {
        Scope::Main => " (appendix left out)",
        Scope::All => "",
    };
    let (does, does_not) = match design.role {
        Level::Strict => ("uses or makes", "does not use or make"),
        Level::Broad => ("uses, makes or compares with", "does not use, make or compare with"),
        Level::Mentioned => ("names", "does not name"),
    };
    let outside = if design.role == Level::Mentioned { " outside its references" } else { "" };
    let places = |codes: &str| {
        let countries = codes.split(',').filter_map(|code| code.parse::<Country>().ok());
        countries.map(Country::in_a_sentence).collect::<Vec<_>>().join(" and ")
    };
    let folded = if design.fold.is_empty() { String::new() } else { format!(" (folded {})", design.fold) };
    let place = places(&unit.country) + &folded;
    match (design.claim, unit.stratum) {
        (Claim::Model, Stratum::Flagged) => format!("This paper {does} {model}{outside}{scope}."),
        (Claim::Model, Stratum::Unflagged) => format!("This paper {does_not} {model}{outside}{scope}."),
        (Claim::Country, Stratum::Flagged) => format!("This paper has an author in {place}."),
        (Claim::Country, Stratum::Unflagged) if !unit.country.is_empty() => {
            format!("This paper has no author in {place}.")
        }
        (Claim::Country, Stratum::Unflagged) => {
            let found: Vec<&str> = unit.countries.iter().map(|country| country.name()).collect();
            match found.as_slice() {
                [] => "This paper does not tell the country of any author.".to_owned(),
                found => {
                    format!("No author's country is missing from this list: {}{folded}.", found.join(", "))
                }
            }
        }
        (Claim::Joint, stratum) => {
            let deed =
                if unit.model.is_empty() { String::new() } else { format!("{does} {model}{outside}{scope}") };
            let joined = if deed.is_empty() { "" } else { " and " };
            match stratum {
                Stratum::Flagged => format!("This paper has authors in {place}{joined}{deed}."),
                Stratum::Unflagged => {
                    format!("It is not so that this paper has authors in {place}{joined}{deed}.")
                }
            }
        }
    }
}

/// The passages of a model, those that decided its role first, and the hits that no rule could decide.
fn models(record: &PaperRecord, model: &str, scope: Scope, passages: &mut Vec<Passage>) {
    let in_scope = |zone: Zone| scope == Scope::All || zone != Zone::Appendix;
    for mention in record.models.iter().filter(|mention| mention.id == model) {
        let told = mention.evidence.iter().filter(|it| in_scope(it.zone));
        passages.extend(told.take(MOST_PASSAGES).map(|it| Passage {
            page: Some(it.page),
            about: format!("{}, {}", it.zone.as_str(), it.role.as_str()),
            text: it.text.clone(),
            words: mention.surfaces.keys().cloned().collect(),
        }));
    }
    let undecided = record.ambiguous.iter().filter(|hit| hit.id == model && in_scope(hit.zone));
    passages.extend(undecided.take(MOST_PASSAGES).map(|hit| Passage {
        page: Some(hit.page),
        about: format!("{}, not decided", hit.zone.as_str()),
        text: hit.context.clone(),
        words: vec![hit.text.clone()],
    }));
}

/// The affiliations of a claimed country; all of them where none is claimed, several are, or it was not found.
fn affiliations(record: &PaperRecord, unit: &Unit, design: &Design, passages: &mut Vec<Passage>) {
    let claimed = unit.country.parse::<Country>().ok().filter(|_| unit.stratum == Stratum::Flagged);
    let is_claimed = |country: Option<Country>| {
        claimed.is_none_or(|claimed| country.is_some_and(|it| design.fold.apply(it) == claimed))
    };
    let shown: Vec<&Affiliation> = record.affiliations.iter().filter(|it| is_claimed(it.country)).collect();
    passages.extend(shown.iter().take(MOST_AFFILIATIONS).map(|it| Passage {
        page: Some(it.page).filter(|&page| page > 0),
        about: match (it.country, it.basis.map(Basis::as_str)) {
            (Some(country), Some(basis)) => format!("{country} by {basis}: {}", it.evidence),
            _ => "no country".to_owned(),
        },
        text: it.text.clone(),
        words: Some(it.evidence.clone()).filter(|words| !words.is_empty()).into_iter().collect(),
    }));
    if shown.len() > MOST_AFFILIATIONS {
        let text = format!("and {} affiliations more", shown.len() - MOST_AFFILIATIONS);
        passages.push(Passage { page: None, about: "not shown".to_owned(), text, words: Vec::new() });
    }
    if shown.is_empty() {
        let theirs =
            record.authors.iter().filter(|it| it.countries.iter().any(|&country| is_claimed(Some(country))));
        passages.extend(theirs.take(MOST_AFFILIATIONS).map(|author| Passage {
            page: None,
            about: "author".to_owned(),
            text: match &author.email_domain {
                Some(host) => format!("{} @{host}", author.name),
                None => author.name.clone(),
            },
            words: author.email_domain.clone().into_iter().collect(),
        }));
    }
}
