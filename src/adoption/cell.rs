//! The papers behind one cell of adoption: which they are, the passage that decided, and the words their country rests on.

use std::collections::{BTreeMap, BTreeSet};

use super::corpus::role_in;
use super::lineage::Ancestors;
use super::view::View;
use super::{Corpus, GroupBy, Options, Scope};
use crate::affiliation::Affiliation;
use crate::country::Country;
use crate::models::{Evidence, ModelMention, Role};
use crate::paper::PaperRecord;
use crate::text::Zone;

/// The papers with authors in a country that adopt a model, under the role, counting, scope, folding and lineage of the
/// options: those that the cell of the matrix counts.
#[derive(Debug)]
pub struct CellPapers {
    options: Options,
    country: Country,
    /// The weight of each paper for the country, by id and path.
    weights: BTreeMap<(Option<String>, String), f64>,
    /// The ids that count to the model.
    models: BTreeSet<String>,
}

/// Why a paper stands in the cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason<'p> {
    /// The model as it is named, with its role in scope; by `--lineage root` a derivative of the one asked for.
    pub mention: &'p ModelMention,
    /// Its role in the zones that count.
    pub role: Role,
    /// The passage in scope that decided.
    pub passage: Option<&'p Evidence>,
}

impl CellPapers {
    /// The papers of one cell. `None` where the registry does not have the model.
    #[must_use]
    pub fn new(corpus: &Corpus<'_>, options: &Options, model: &str, country: Country) -> Option<Self> {
        let options = Options { group_by: GroupBy::None, ..options.clone() };
        let registry = corpus.registry;
        let asked = registry.models.binary_search_by(|it| it.id.as_str().cmp(model)).ok()?;
        let country = options.fold.apply(country);
        let view = View::new(corpus, &options);
        let adopting = view.papers.iter().filter(|paper| paper.adopted(options.role).any(|it| it == asked));
        let weights = adopting
            .map(|it| {
                let weight = it.weight(country).get(options.counting as usize).copied().unwrap_or_default();
                ((it.paper.id.as_deref().map(str::to_owned), it.paper.path.to_string()), weight)
            })
            .filter(|(_, weight)| *weight > 0.0)
            .collect();
        let ancestors = Ancestors::of(registry, options.lineage);
        let counts = |at: usize| ancestors.extend(vec![(at, Role::Used)]).iter().any(|&(it, _)| it == asked);
        let models = registry.models.iter().enumerate().filter(|&(at, _)| counts(at));
        let models = models.map(|(_, it)| it.id.clone()).collect();
        Some(Self { options, country, weights, models })
    }

    /// How many papers there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.weights.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    /// What a paper counts for the country; `None` if it does not stand in the cell.
    #[must_use]
    pub fn weight(&self, record: &PaperRecord) -> Option<f64> {
        let counted = record.duplicate_of.is_none();
        let key = (record.id.clone(), record.path.clone());
        self.weights.get(&key).copied().filter(|_| counted)
    }

    /// The models by which a paper stands in the cell, the highest role first.
    #[must_use]
    pub fn reasons<'p>(&self, record: &'p PaperRecord) -> Vec<Reason<'p>> {
        let scope = self.options.scope;
        let in_scope = |evidence: &&Evidence| scope == Scope::All || evidence.zone != Zone::Appendix;
        let named = record.models.iter().filter(|mention| self.models.contains(&mention.id));
        let mut reasons: Vec<Reason<'p>> = named
            .map(|mention| Reason {
                mention,
                role: role_in(mention, scope),
                passage: mention.evidence.iter().find(in_scope),
            })
            .filter(|reason| self.options.role.admits(reason.role))
            .collect();
        reasons.sort_by(|a, b| b.role.cmp(&a.role).then_with(|| a.mention.id.cmp(&b.mention.id)));
        reasons
    }

    /// The affiliations of a paper that put it into the country.
    #[must_use]
    pub fn affiliations<'p>(&self, record: &'p PaperRecord) -> Vec<&'p Affiliation> {
        let there = |it: &&Affiliation| {
            it.country.is_some_and(|country| self.options.fold.apply(country) == self.country)
        };
        record.affiliations.iter().filter(there).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adoption::specimen::{country, record, registry};
    use crate::adoption::{Counting, Level, Lineage};
    use crate::models::{Model, Parent};

    #[test]
    fn a_cell_holds_the_papers_that_the_matrix_counts() {
        let mut registry = registry();
        let parents = vec![Parent { id: "llama".to_owned(), relation: "finetune".to_owned() }];
        registry.models.push(Model { id: "vicuna".to_owned(), parents, ..Model::default() });
        let papers = [
            record("1").by(&[&["US"], &["CN"]]).naming("qwen", &[(Zone::Body, Role::Used)]),
            record("2").by(&[&["US"]]).naming("qwen", &[(Zone::Appendix, Role::Used)]),
            record("3").by(&[&["US"]]).naming("qwen", &[(Zone::Body, Role::Compared)]),
            record("4").by(&[&["HK"]]).naming("qwen", &[(Zone::Body, Role::Used)]),
            record("5").by(&[&["CN"], &["US"]]).naming("vicuna", &[(Zone::Body, Role::Used)]),
        ];
        let mut corpus = Corpus::new(&registry);
        for paper in &papers {
            corpus.add(paper).expect("known models");
        }
        let plain = Options::default();
        let folded = Options { fold: "HK=CN".parse().expect("a folding"), ..Options::default() };
        for (options, model, code, expected) in [
            (plain.clone(), "qwen", "US", "1 2"),
            (Options { role: Level::Broad, ..plain.clone() }, "qwen", "US", "1 2 3"),
            (Options { scope: Scope::Main, ..plain.clone() }, "qwen", "US", "1"),
            (Options { counting: Counting::First, ..plain.clone() }, "qwen", "CN", ""),
            (folded, "qwen", "HK", "1 4"),
            (plain.clone(), "llama", "US", ""),
            (Options { lineage: Lineage::Root, ..plain.clone() }, "llama", "US", "5"),
        ] {
            let cell = CellPapers::new(&corpus, &options, model, country(code)).expect("a model");
            let found: Vec<&str> = papers
                .iter()
                .filter(|paper| cell.weight(paper).is_some() && !cell.reasons(paper).is_empty())
                .map(|paper| paper.path.trim_end_matches(".pdf"))
                .collect();
            assert_eq!(found.join(" "), expected, "{model} {code} {options}");
            assert_eq!(cell.len(), found.len(), "{model} {code} {options}");
            for paper in papers.iter().filter(|paper| cell.weight(paper).is_some()) {
                assert!(!cell.affiliations(paper).is_empty(), "{}", paper.path);
            }
        }
        assert!(CellPapers::new(&corpus, &plain, "gpt-9", country("US")).is_none());
    }
}
