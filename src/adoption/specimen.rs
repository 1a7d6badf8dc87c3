//! Small records and a registry for tests.

use std::collections::BTreeMap;

use crate::affiliation::{Affiliation, Author, Basis, Linking};
use crate::country::Country;
use crate::models::{Evidence, Model, ModelMention, Registry, Role, ZoneCounts};
use crate::paper::{PaperRecord, SCHEMA, YearBasis};
use crate::pdf::Status;
use crate::text::{Sketch, Zone};

/// A country that exists.
pub(crate) fn country(code: &str) -> Country {
    code.parse().expect("a country code")
}

/// Four models of two countries; one comes from both.
pub(crate) fn registry() -> Registry {
    let model = |id: &str, name: &str, origin: &[&str], released: Option<&str>| Model {
        id: id.to_owned(),
        name: name.to_owned(),
        origin: origin.iter().map(|code| country(code)).collect(),
        origin_lab: origin.iter().map(|code| country(code)).collect(),
        released: released.map(str::to_owned),
        ..Model::default()
    };
    let mut resnet = model("resnet", "ResNet", &["US"], Some("2015-12"));
    resnet.origin_lab = vec![country("CN")];
    Registry {
        models: vec![
            model("bloom", "BLOOM", &["FR", "US"], None),
            model("llama", "Llama", &["US"], Some("2023-02")),
            model("qwen", "Qwen", &["CN"], Some("2023-09")),
            resnet,
            model("transformer", "Transformer", &["US"], Some("2017-06-12")),
        ],
        hash: "r".repeat(64),
        ..Registry::default()
    }
}

/// A paper of one American author that names nothing.
pub(crate) fn record(id: &str) -> PaperRecord {
    PaperRecord {
        schema: SCHEMA,
        id: Some(id.to_owned()),
        path: format!("{id}.pdf"),
        status: Status::Ok,
        problems: Vec::new(),
        title: None,
        year: None,
        year_basis: None,
        venue: None,
        venue_basis: None,
        track: None,
        track_basis: None,
        doi: None,
        metadata: None,
        sketch: Sketch::default(),
        extra: BTreeMap::new(),
        pages: 9,
        duplicate_of: None,
        authors: Vec::new(),
        affiliations: Vec::new(),
        countries: Vec::new(),
        first_author_countries: Vec::new(),
        fractional: BTreeMap::new(),
        unknown_share: 1.0,
        linking: Linking::None,
        models: Vec::new(),
        ambiguous: Vec::new(),
        engine: "hayro 0.9.0".to_owned(),
        tool: "0.1.0".to_owned(),
        registry: "r".repeat(64),
        gazetteer: "g".repeat(64),
    }
    .by(&[&["US"]])
}

impl PaperRecord {
    /// With these authors, each with their countries.
    pub(crate) fn by(mut self, authors: &[&[&str]]) -> Self {
        let mut authorship =
            crate::affiliation::Authorship { linking: Linking::Marker, ..Default::default() };
        for (at, codes) in authors.iter().enumerate() {
            let mut author = Author { name: format!("Author {at}"), ..Default::default() };
            for code in *codes {
                author.affiliations.push(authorship.affiliations.len() as u32);
                author.countries.push(country(code));
                authorship.affiliations.push(Affiliation {
                    text: format!("Institute of {code}"),
                    page: 1,
                    institution: None,
                    country: Some(country(code)),
                    basis: Some(if *code == "CN" { Basis::HqDefault } else { Basis::PrintedCountry }),
                    evidence: (*code).to_owned(),
                });
            }
            author.countries.sort_unstable();
            author.countries.dedup();
            authorship.authors.push(author);
        }
        self.countries = authorship.countries();
        self.first_author_countries = authorship.first_author_countries();
        (self.fractional, self.unknown_share) = authorship.fractional();
        self.linking = authorship.linking;
        self.authors = authorship.authors;
        self.affiliations = authorship.affiliations;
        self
    }

    /// Of this year.
    pub(crate) fn of(mut self, year: u16) -> Self {
        self.year = Some(year);
        self.year_basis = Some(YearBasis::Page);
        self
    }

    /// Naming a model in these zones, each with the role that the passage supports.
    pub(crate) fn naming(mut self, id: &str, passages: &[(Zone, Role)]) -> Self {
        let mut counts = ZoneCounts::default();
        let evidence: Vec<Evidence> = passages
            .iter()
            .map(|&(zone, role)| {
                counts.add(zone);
                Evidence { page: 2, zone, role, text: format!("We, \"the authors\", name {id}.") }
            })
            .collect();
        let role = passages.iter().map(|(_, role)| *role).max().unwrap_or(Role::CitedOnly);
        let surfaces = BTreeMap::from([(id.to_owned(), passages.len() as u32)]);
        let mention =
            ModelMention { id: id.to_owned(), role, counts, surfaces, evidence, writing_aid: false };
        self.models.push(mention);
        self.models.sort_by(|a, b| a.id.cmp(&b.id));
        self
    }
}
