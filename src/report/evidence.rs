//! The papers behind the cells of the matrix, as many as a page holds.
//!
//! Cells that matter come first: those of the report's own role before the others, the first papers of every cell before
//! the later ones of any, and the models with most papers before the rest. What finds no room is left to `explain`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::escape;
use crate::adoption::{Behind, Level, Options};
use crate::affiliation::Affiliation;
use crate::country::Country;
use crate::models::{Registry, Role};
use crate::paper::PaperRecord;

/// Papers of one cell that come before those of other cells that have as many.
const TURN: usize = 8;

/// A comma, and the digits by which the place of a paper may grow.
const PLACE: usize = 8;

/// Characters of an affiliation that are shown.
const LONGEST: usize = 160;

/// Papers and sentences that are kept, in the order in which they matter.
pub(super) struct Evidence<'r> {
    registry: &'r Registry,
    behind: Behind<'r>,
    options: Options,
    /// The rank of each shown model, by its index in the registry.
    ranks: BTreeMap<usize, usize>,
    room: usize,
    taken: usize,
    /// How many papers of each cell came by, for papers of the report's own role and for the others.
    seen: BTreeMap<(bool, usize, Option<Country>), usize>,
    /// By priority; the place of the paper comes last, so that ties go by the order of the records.
    kept: BTreeMap<Priority, Passage>,
    papers: BTreeMap<usize, Kept>,
    next: usize,
}

/// Smaller comes first: not at the report's role, turn, rank of the model, paper.
type Priority = (bool, usize, usize, usize);

struct Passage {
    value: Value,
    size: usize,
}

/// A paper that some kept passage is of.
struct Kept {
    value: Value,
    size: usize,
    passages: usize,
}

impl<'r> Evidence<'r> {
    /// No paper yet. `models` are the indices of the shown models in the registry, most important first; `room` is how many
    /// bytes of the page papers and passages may take.
    pub fn new(registry: &'r Registry, options: &Options, models: &[usize], room: usize) -> Self {
        Self {
            registry,
            behind: Behind::new(registry, options),
            options: options.clone(),
            ranks: models.iter().enumerate().map(|(rank, &model)| (model, rank)).collect(),
            room,
            taken: 0,
            seen: BTreeMap::new(),
            kept: BTreeMap::new(),
            papers: BTreeMap::new(),
            next: 0,
        }
    }

    /// Takes the passages of a paper that counts, and drops those that matter least where there is no room.
    pub fn add(&mut self, record: &PaperRecord) {
        if !record.status.counts() || record.duplicate_of.is_some() {
            return;
        }
        let paper = self.next;
        self.next += 1;
        let cells: Vec<Option<Country>> = if record.countries.is_empty() {
            vec![None]
        } else {
            record.countries.iter().map(|&country| Some(self.options.fold.apply(country))).collect()
        };
        for named in self.behind.models(record) {
            let Some(&rank) = self.ranks.get(&named.model) else { continue };
            if named.role < Role::Mentioned {
                continue;
            }
            let other = !self.options.role.admits(named.role);
            let turn = cells.iter().map(|&cell| {
                let seen = self.seen.entry((other, rank, cell)).or_default();
                *seen += 1;
                *seen / TURN
            });
            // Every cell of the paper is counted; the one that has fewest decides.
            let turn = turn.fold(usize::MAX, usize::min);
            let (page, zone, text) = named
                .passage
                .map_or((0, "", ""), |passage| (passage.page, passage.zone.as_str(), passage.text.as_str()));
            let printed = &named.mention.id;
            let via =
                self.registry.models.get(named.model).filter(|model| model.id != *printed).map(|_| printed);
            let value = json!([paper, rank, named.role as usize, page, zone, text, via]);
            let size = escape::json(&value).len() + PLACE;
            let known = self.papers.entry(paper).or_insert_with(|| {
                let value = describe(record);
                let size = escape::json(&value).len() + 1;
                self.taken += size;
                Kept { value, size, passages: 0 }
            });
            known.passages += 1;
            self.taken += size;
            self.kept.insert((other, turn, rank, paper), Passage { value, size });
        }
        while self.taken > self.room {
            let Some(((.., paper), passage)) = self.kept.pop_last() else { break };
            self.taken -= passage.size;
            let Some(known) = self.papers.get_mut(&paper) else { continue };
            known.passages -= 1;
            if known.passages == 0 {
                self.taken -= known.size;
                self.papers.remove(&paper);
            }
        }
    }

    /// `papers`: title, year, venue, path, countries; `passages`: place of the paper, place of the model, role, page, zone,
    /// sentence, and the id of the model that is printed where it is another one.
    pub fn finish(self) -> (Value, Value) {
        let places: BTreeMap<usize, usize> =
            self.papers.keys().enumerate().map(|(place, &paper)| (paper, place)).collect();
        let papers = self.papers.into_values().map(|paper| paper.value).collect();
        let passages = self.kept.into_iter().filter_map(|((.., paper), mut passage)| {
            *passage.value.get_mut(0)? = (*places.get(&paper)?).into();
            Some(passage.value)
        });
        (papers, passages.collect())
    }
}

/// Title, year, venue, path and the countries: code, whether some of its authors and whether the first one is there, page,
/// affiliation, the words that decided, and what sort of evidence they are.
fn describe(record: &PaperRecord) -> Value {
    let countries = record.countries.iter().map(|country| {
        let shared = record.fractional.get(country).is_some_and(|&share| share > 0.0);
        let first = record.first_author_countries.contains(country);
        let strongest =
            record.affiliations.iter().filter(|it| it.country == Some(*country)).min_by_key(|it| it.basis);
        let (page, text, evidence, basis) = match strongest {
            Some(Affiliation { page, text, evidence, basis, .. }) => {
                (*page, shortened(text), evidence.as_str(), basis.map_or("", |basis| basis.as_str()))
            }
            None => (1, String::new(), host(record, *country), "email_domain"),
        };
        json!([country.code(), u8::from(shared), u8::from(first), page, text, evidence, basis])
    });
    let countries: Vec<Value> = countries.collect();
    json!([record.title, record.year, record.venue, record.path, countries])
}

/// The host of an author's e-mail address, where no affiliation tells the country.
fn host(record: &PaperRecord, country: Country) -> &str {
    let author = record.authors.iter().find(|author| author.countries.contains(&country));
    author.and_then(|author| author.email_domain.as_deref()).unwrap_or_default()
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}

/// The names of roles, in the order of their numbers in passages.
pub(super) fn roles() -> Vec<&'static str> {
    Role::ALL.iter().map(|role| role.as_str()).collect()
}

/// From which number of a role on a model counts, for each level.
pub(super) fn least() -> Vec<usize> {
    let first = |level: &Level| Role::ALL.iter().position(|&role| level.admits(role)).unwrap_or_default();
    Level::ALL.iter().map(first).collect()
}
