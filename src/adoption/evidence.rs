//! The tables of single papers: what was found in each, and the words it rests on.
//!
//! They are as large as the corpus, so they are given paper by paper and never held.

use std::collections::BTreeSet;

use super::columns::{ID, MODEL, PAGE, PATH, ZONE};
use super::corpus::role_in;
use super::table::{Cell, Column, Head, Kind, Row};
use super::{Options, Scope};
use crate::affiliation::Basis;
use crate::models::{Evidence, ModelMention, Role};
use crate::paper::{PaperRecord, YearBasis};
use crate::text::Zone;

/// A table with rows of single papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EvidenceTable {
    /// A row a paper, whatever its status.
    Papers,
    /// A row an affiliation.
    Affiliations,
    /// A row a model in a paper.
    Mentions,
    /// A row a hit that no rule could decide.
    Ambiguous,
    /// A row a problem.
    Problems,
}

const PAPERS: &[Column] = &[
    ID,
    PATH,
    Column::new("status", Kind::Text, "how the reading ended; only ok and partial count"),
    Column::new("title", Kind::Text, "title of the paper"),
    Column::new("year", Kind::Integer, "year of the paper"),
    Column::new("venue", Kind::Text, "where it was published"),
    Column::new("pages", Kind::Integer, "pages of the file"),
    Column::new("n_authors", Kind::Integer, "authors found"),
    Column::new("countries", Kind::List, "country codes of its affiliations, folded as asked"),
    Column::new("first_author_countries", Kind::List, "country codes of the first author, folded as asked"),
    Column::new("unknown_share", Kind::Number, "share of authors without a known country, 0 to 1"),
    Column::new("linking", Kind::Text, "how authors were linked to affiliations"),
    Column::new("basis", Kind::List, "what its countries rest on, strongest first"),
    Column::new("duplicate_of", Kind::Text, "id of the paper that this one is a copy or a version of"),
    Column::new("track", Kind::Text, "track of the venue"),
    Column::new("year_basis", Kind::Text, "what the year rests on: metadata, page, path or pdf_date"),
    Column::new("venue_basis", Kind::Text, "what the venue rests on"),
    Column::new("track_basis", Kind::Text, "what the track rests on"),
];

const AFFILIATIONS: &[Column] = &[
    ID,
    PATH,
    Column::new("position", Kind::Integer, "place in the paper's list, counted from 1"),
    Column::new("text", Kind::Text, "the words on the page"),
    PAGE,
    Column::new("institution", Kind::Text, "name of the institution in the gazetteer"),
    Column::new("country", Kind::Text, "country code, before any folding; empty where nothing tells"),
    Column::new("basis", Kind::Text, "what the country rests on"),
    Column::new("evidence", Kind::Text, "the very words that the country rests on"),
    Column::new("authors", Kind::Integer, "authors linked to it"),
];

const MENTIONS: &[Column] = &[
    ID,
    PATH,
    MODEL,
    Column::new("role", Kind::Text, "highest role that the evidence in scope supports"),
    Column::new("title", Kind::Integer, "hits in the title"),
    Column::new("abstract", Kind::Integer, "hits in the abstract"),
    Column::new("body", Kind::Integer, "hits in the body"),
    Column::new("references", Kind::Integer, "hits in the reference list"),
    Column::new("appendix", Kind::Integer, "hits in the appendix"),
    Column::new("checklist", Kind::Integer, "hits in the checklist"),
    Column::new("unknown", Kind::Integer, "hits where the headings could not be found"),
    Column::new(
        "first_page",
        Kind::Integer,
        "first page of the passages that decided the role, counted from 1",
    ),
    Column::new("quote", Kind::Text, "the passage that decided the role"),
    Column::new("writing_aid", Kind::Flag, "whether the paper names it for help with its own writing"),
];

const AMBIGUOUS: &[Column] = &[
    ID,
    PATH,
    Column::new("model", Kind::Text, "id of the model that it may be; not counted"),
    Column::new("text", Kind::Text, "the words as printed"),
    PAGE,
    ZONE,
    Column::new("context", Kind::Text, "the sentence around it"),
];

const PROBLEMS: &[Column] = &[
    ID,
    PATH,
    Column::new("status", Kind::Text, "how the reading ended"),
    Column::new("kind", Kind::Text, "what sort of problem; the status where nothing else is known"),
    Column::new("detail", Kind::Text, "what went wrong, in words"),
    PAGE,
];

impl EvidenceTable {
    /// All of them, in the order of the output folder.
    pub const ALL: [EvidenceTable; 5] = [
        EvidenceTable::Papers,
        EvidenceTable::Affiliations,
        EvidenceTable::Mentions,
        EvidenceTable::Ambiguous,
        EvidenceTable::Problems,
    ];

    /// Name and columns.
    #[must_use]
    pub fn head(self, options: &Options) -> Head {
        let (name, about, columns) = match self {
            EvidenceTable::Papers => ("papers", "Every input and what is known of it", PAPERS),
            EvidenceTable::Affiliations => {
                ("affiliations", "Every affiliation of every paper, copies left out", AFFILIATIONS)
            }
            EvidenceTable::Mentions => ("mentions", "Every model in every paper, copies left out", MENTIONS),
            EvidenceTable::Ambiguous => {
                ("ambiguous", "Hits that no rule could decide, not counted", AMBIGUOUS)
            }
            EvidenceTable::Problems => ("problems", "What went wrong with which paper", PROBLEMS),
        };
        let key: &[&str] = match self {
            EvidenceTable::Papers => &["id", "path"],
            EvidenceTable::Affiliations => &["id", "path", "position"],
            EvidenceTable::Mentions => &["id", "path", "model"],
            EvidenceTable::Ambiguous | EvidenceTable::Problems => &[],
        };
        Head::new(name, format!("{about}; {}", options.basis()), columns).keyed(key)
    }

    /// Appends the rows of a paper. A copy of another paper has no evidence of its own.
    pub fn push(self, record: &PaperRecord, options: &Options, rows: &mut Vec<Row>) {
        let mut row = |cells: &[Cell]| {
            let id = Cell::from(record.id.as_deref());
            let place = [id, record.path.as_str().into()];
            rows.push(place.into_iter().chain(cells.iter().cloned()).collect());
        };
        match self {
            EvidenceTable::Papers => row(&paper(record, options)),
            EvidenceTable::Problems => problems(record).for_each(|cells| row(&cells)),
            _ if record.duplicate_of.is_some() => {}
            EvidenceTable::Affiliations => affiliations(record).for_each(|cells| row(&cells)),
            EvidenceTable::Mentions => {
                record
                    .models
                    .iter()
                    .filter_map(|it| mention(it, options.scope))
                    .for_each(|cells| row(&cells));
            }
            EvidenceTable::Ambiguous => {
                for hit in &record.ambiguous {
                    let (zone, context) = (hit.zone.as_str().into(), hit.context.as_str().into());
                    row(&[hit.id.as_str().into(), hit.text.as_str().into(), hit.page.into(), zone, context]);
                }
            }
        }
    }
}

fn paper(record: &PaperRecord, options: &Options) -> [Cell; 16] {
    let located = record.affiliations.iter().filter(|affiliation| affiliation.country.is_some());
    let basis: BTreeSet<Basis> = located.filter_map(|affiliation| affiliation.basis).collect();
    [
        record.status.as_str().into(),
        record.title.as_deref().into(),
        record.year.map(u32::from).into(),
        record.venue.as_deref().into(),
        record.pages.into(),
        record.authors.len().into(),
        options.fold.apply_all(&record.countries).as_slice().into(),
        options.fold.apply_all(&record.first_author_countries).as_slice().into(),
        record.unknown_share.into(),
        record.linking.as_str().into(),
        Cell::List(basis.into_iter().map(|basis| basis.as_str().to_owned()).collect()),
        record.duplicate_of.as_deref().into(),
        record.track.as_deref().into(),
        record.year_basis.map(YearBasis::as_str).into(),
        record.venue_basis.map(YearBasis::as_str).into(),
        record.track_basis.map(YearBasis::as_str).into(),
    ]
}

fn affiliations(record: &PaperRecord) -> impl Iterator<Item = [Cell; 8]> {
    record.affiliations.iter().enumerate().map(|(at, it)| {
        let linked = |author: &&crate::affiliation::Author| author.affiliations.contains(&(at as u32));
        [
            (at + 1).into(),
            it.text.as_str().into(),
            // What stands in the metadata file stands on no page.
            Some(it.page).filter(|&page| page > 0).into(),
            it.institution.as_deref().into(),
            it.country.into(),
            it.basis.map(Basis::as_str).into(),
            it.evidence.as_str().into(),
            record.authors.iter().filter(linked).count().into(),
        ]
    })
}

/// A model that occurs only outside the scope has no row.
fn mention(mention: &ModelMention, scope: Scope) -> Option<Vec<Cell>> {
    let role = role_in(mention, scope);
    let cited = mention.counts.references + mention.counts.checklist > 0;
    if role == Role::CitedOnly && mention.role != Role::CitedOnly && !cited {
        return None;
    }
    let in_scope = |evidence: &&Evidence| scope == Scope::All || evidence.zone != Zone::Appendix;
    let passages: Vec<&Evidence> = mention.evidence.iter().filter(in_scope).collect();
    let mut cells: Vec<Cell> = vec![mention.id.as_str().into(), role.as_str().into()];
    cells.extend(Zone::ALL.map(|zone| Cell::from(mention.counts.get(zone))));
    cells.push(passages.iter().map(|evidence| evidence.page).min().into());
    cells.push(passages.first().map(|evidence| evidence.text.as_str()).into());
    cells.push(mention.writing_aid.into());
    Some(cells)
}

fn problems(record: &PaperRecord) -> impl Iterator<Item = [Cell; 4]> {
    let status = record.status.as_str();
    let bare = (record.problems.is_empty() && !record.status.counts())
        .then(|| [status.into(), status.into(), Cell::Empty, Cell::Empty]);
    let told = record.problems.iter().map(move |problem| {
        [status.into(), problem.kind.as_str().into(), problem.detail.as_str().into(), problem.page.into()]
    });
    bare.into_iter().chain(told)
}
