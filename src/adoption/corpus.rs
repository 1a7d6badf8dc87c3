//! The facts of a set of papers that tables are counted from: small, and before any choice of scope, counting or folding.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Scope;
use crate::affiliation::Basis;
use crate::country::Country;
use crate::models::{ModelMention, Registry, Role};
use crate::paper::{JoinedBy, PaperRecord};
use crate::pdf::Status;
use crate::records::Listing;
use crate::text::Zone;

/// A set of papers.
#[derive(Debug)]
pub struct Corpus<'r> {
    /// What the records were made with.
    pub making: Making,
    /// The lists of papers that the records were joined with, where these are known.
    pub listing: Option<Listing>,
    pub(crate) registry: &'r Registry,
    pub(super) papers: Vec<Paper>,
    names: Names,
}

/// The versions that records were made with; one of each, unless a mixture was allowed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Making {
    /// Versions of crosscurrent.
    pub tools: BTreeSet<String>,
    /// PDF engines and their versions.
    pub engines: BTreeSet<String>,
    /// SHA-256 of the registries.
    pub registries: BTreeSet<String>,
    /// SHA-256 of the gazetteers.
    pub gazetteers: BTreeSet<String>,
}

impl Making {
    fn note(&mut self, record: &PaperRecord) {
        for (set, value) in [
            (&mut self.tools, &record.tool),
            (&mut self.engines, &record.engine),
            (&mut self.registries, &record.registry),
            (&mut self.gazetteers, &record.gazetteer),
        ] {
            if !set.contains(value) {
                set.insert(value.clone());
            }
        }
    }
}

/// What is kept of one paper.
#[derive(Debug, Clone)]
pub(super) struct Paper {
    pub id: Option<Box<str>>,
    pub path: Box<str>,
    pub status: Status,
    pub duplicate: bool,
    pub year: Option<u16>,
    pub venue: Option<Box<str>>,
    pub track: Option<Box<str>>,
    pub countries: Box<[Country]>,
    pub first: Box<[Country]>,
    pub fractional: Box<[(Country, f64)]>,
    pub unknown_share: f64,
    /// Whether some country rests on nothing but a company's headquarters.
    pub hq_default: bool,
    /// What its entry in a list of papers was found by.
    pub joined: Option<JoinedBy>,
    pub models: Box<[Naming]>,
    /// Index into the registry, and of a name under which that model is printed.
    surfaces: Box<[(u32, u32)]>,
}

/// Printed names, each held once however many papers print it.
#[derive(Debug, Default)]
struct Names {
    numbers: BTreeMap<Box<str>, u32>,
    texts: Vec<Box<str>>,
}

impl Names {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        let number = self.texts.len() as u32;
        self.numbers.insert(text.into(), number);
        self.texts.push(text.into());
        number
    }
}

/// A model that a paper names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Naming {
    /// Index into the registry.
    pub model: u32,
    /// Its role in the whole paper.
    pub all: Role,
    /// Its role in the main part.
    pub main: Role,
}

/// A record names a model that the registry does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the record of {path} names the model `{id}`, which the registry does not know; \
     give the models.toml that the records were made with, or scan the papers again with this one"
)]
pub struct UnknownModel {
    /// The paper.
    pub path: String,
    /// The model.
    pub id: String,
}

impl<'r> Corpus<'r> {
    /// No papers yet.
    #[must_use]
    pub fn new(registry: &'r Registry) -> Self {
        let (making, names) = (Making::default(), Names::default());
        Self { making, listing: None, registry, papers: Vec::new(), names }
    }

    /// Adds a paper. Each comes once, in any order, with copies marked by `duplicate_of`.
    ///
    /// # Errors
    /// A model that the registry does not have.
    pub fn add(&mut self, record: &PaperRecord) -> Result<(), UnknownModel> {
        let models: Box<[Naming]> =
            record.models.iter().map(|mention| self.naming(record, mention)).collect::<Result<_, _>>()?;
        let mut surfaces = Vec::new();
        for (naming, mention) in models.iter().zip(&record.models) {
            surfaces.extend(mention.surfaces.keys().map(|text| (naming.model, self.names.number(text))));
        }
        self.making.note(record);
        self.papers.push(Paper {
            id: record.id.as_deref().map(Into::into),
            path: record.path.as_str().into(),
            status: record.status,
            duplicate: record.duplicate_of.is_some(),
            year: record.year,
            venue: record.venue.as_deref().map(Into::into),
            track: record.track.as_deref().map(Into::into),
            countries: record.countries.as_slice().into(),
            first: record.first_author_countries.as_slice().into(),
            fractional: record.fractional.iter().map(|(&country, &share)| (country, share)).collect(),
            unknown_share: record.unknown_share,
            hq_default: rests_on_headquarters(record),
            joined: record.metadata.as_ref().map(|listed| listed.by),
            models,
            surfaces: surfaces.into(),
        });
        Ok(())
    }

    /// How many records there are, counted or not.
    #[must_use]
    pub fn len(&self) -> usize {
        self.papers.len()
    }

    /// Whether there is no record at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.papers.is_empty()
    }

    /// The names under which a paper prints a model.
    pub(super) fn surfaces(&self, paper: &Paper, model: usize) -> impl Iterator<Item = &str> {
        let own = paper.surfaces.iter().filter(move |&&(of, _)| of as usize == model);
        own.filter_map(|&(_, text)| self.names.texts.get(text as usize)).map(AsRef::as_ref)
    }

    /// Whether the records were joined with lists of papers.
    pub(super) fn is_listed(&self) -> bool {
        self.listing.is_some() || self.papers.iter().any(|paper| paper.joined.is_some())
    }

    fn naming(&self, record: &PaperRecord, mention: &ModelMention) -> Result<Naming, UnknownModel> {
        let at = self
            .registry
            .models
            .binary_search_by(|model| model.id.cmp(&mention.id))
            .map_err(|_| UnknownModel { path: record.path.clone(), id: mention.id.clone() })?;
        Ok(Naming { model: at as u32, all: mention.role, main: role_in(mention, Scope::Main) })
    }
}

/// The role of a model in the zones of a scope, as far as the evidence that is kept supports it.
#[must_use]
pub fn role_in(mention: &ModelMention, scope: Scope) -> Role {
    if scope == Scope::All {
        return mention.role;
    }
    let main = |zone: Zone| matches!(zone, Zone::Title | Zone::Abstract | Zone::Body | Zone::Unknown);
    let named = Zone::ALL.iter().any(|&zone| main(zone) && mention.counts.get(zone) > 0);
    let least = if named { Role::Mentioned } else { Role::CitedOnly };
    let roles = mention.evidence.iter().filter(|evidence| main(evidence.zone)).map(|evidence| evidence.role);
    roles.max().map_or(least, |role| role.max(least).min(mention.role))
}

fn rests_on_headquarters(record: &PaperRecord) -> bool {
    !rests_on(record, |basis| basis == Basis::HqDefault).is_empty()
}

/// The countries of a paper that rest on weak evidence and on nothing else.
pub(super) fn rests_on(record: &PaperRecord, weak: impl Fn(Basis) -> bool) -> BTreeSet<Country> {
    let of = |wanted: bool| -> BTreeSet<Country> {
        let chosen = record.affiliations.iter().filter(|it| it.basis.is_some_and(&weak) == wanted);
        chosen.filter_map(|affiliation| affiliation.country).collect()
    };
    of(true).difference(&of(false)).copied().collect()
}
