//! A corpus under the choices of [`Options`]: folded countries, their weights, groups, roles in scope.

use std::collections::{BTreeMap, BTreeSet};

use super::corpus::Paper;
use super::lineage::Ancestors;
use super::{Corpus, Counting, Fold, GroupBy, Level, Options, OriginBasis, Scope};
use crate::country::Country;
use crate::models::{Model, Role};

/// The name of the group of papers whose year, venue or track is unknown.
pub(super) const UNKNOWN_GROUP: &str = "unknown";

/// The counted papers as the tables see them, sorted by id and path.
pub(super) struct View<'a> {
    pub corpus: &'a Corpus<'a>,
    pub options: &'a Options,
    /// The names of the groups, sorted; one empty name where papers are not grouped.
    pub groups: Vec<String>,
    /// The origin of each model of the registry, folded and sorted.
    pub origins: Vec<Vec<Country>>,
    pub papers: Vec<Counted<'a>>,
}

/// A paper that counts.
pub(super) struct Counted<'a> {
    pub paper: &'a Paper,
    /// Index into the groups.
    pub group: usize,
    /// Folded and sorted.
    pub countries: Vec<Country>,
    /// The weight of each country, in the order of [`Counting::ALL`].
    pub weights: Vec<(Country, Weights)>,
    /// The models named in scope: index into the registry, role; sorted by index.
    pub models: Vec<(usize, Role)>,
}

/// A weight for each counting, in the order of [`Counting::ALL`].
pub(super) type Weights = [f64; 3];

impl<'a> View<'a> {
    pub fn new(corpus: &'a Corpus<'a>, options: &'a Options) -> Self {
        let mut counted: Vec<&Paper> =
            corpus.papers.iter().filter(|paper| paper.status.counts() && !paper.duplicate).collect();
        counted.sort_by(|a, b| (&a.id, &a.path).cmp(&(&b.id, &b.path)));
        let names: BTreeSet<String> = counted.iter().map(|paper| group_of(paper, options.group_by)).collect();
        let groups: Vec<String> = names.into_iter().collect();
        let ancestors = Ancestors::of(corpus.registry, options.lineage);
        let papers =
            counted.into_iter().map(|paper| Counted::new(paper, &groups, &ancestors, options)).collect();
        let mut view = Self { corpus, options, groups, origins: Vec::new(), papers };
        view.take_origins(options.origin_basis);
        view
    }

    /// The same papers with origins by this basis.
    pub fn take_origins(&mut self, basis: OriginBasis) {
        let origins = self.corpus.registry.models.iter().map(|model| match basis {
            OriginBasis::Hq => &model.origin,
            OriginBasis::Lab => &model.origin_lab,
        });
        self.origins = origins.map(|origin| self.options.fold.apply_all(origin)).collect();
    }

    pub fn model(&self, at: usize) -> Option<&'a Model> {
        self.corpus.registry.models.get(at)
    }

    pub fn origin(&self, model: usize) -> &[Country] {
        self.origins.get(model).map_or(&[], Vec::as_slice)
    }

    pub fn group(&self, at: usize) -> &str {
        self.groups.get(at).map_or("", String::as_str)
    }

    /// `N_c`: the weight of all papers of a country, by group.
    pub fn totals(&self) -> BTreeMap<(usize, Country), Weights> {
        let mut totals: BTreeMap<(usize, Country), Weights> = BTreeMap::new();
        for counted in &self.papers {
            for &(country, weights) in &counted.weights {
                let total = totals.entry((counted.group, country)).or_default();
                for (total, weight) in total.iter_mut().zip(weights) {
                    *total += weight;
                }
            }
        }
        totals
    }

    /// The countries of all papers, those of most papers first, and how many papers they have.
    pub fn countries_by_papers(&self) -> Vec<(Country, u64)> {
        let mut papers: BTreeMap<Country, u64> = BTreeMap::new();
        for country in self.papers.iter().flat_map(|counted| &counted.countries) {
            *papers.entry(*country).or_default() += 1;
        }
        let mut countries: Vec<(Country, u64)> = papers.into_iter().collect();
        countries.sort_by_key(|&(country, papers)| (std::cmp::Reverse(papers), country));
        countries
    }
}

impl<'a> Counted<'a> {
    fn new(paper: &'a Paper, groups: &[String], ancestors: &Ancestors, options: &Options) -> Self {
        let group = groups.binary_search(&group_of(paper, options.group_by)).unwrap_or(0);
        let countries = options.fold.apply_all(&paper.countries);
        let weights = weights(paper, &countries, &options.fold);
        let models = ancestors.extend(named(paper, options.scope).collect());
        Self { paper, group, countries, weights, models }
    }

    /// The models whose names are printed, whatever they were made from.
    pub fn named(&self, scope: Scope) -> impl Iterator<Item = (usize, Role)> + use<'a> {
        named(self.paper, scope)
    }

    /// The models adopted at a level.
    pub fn adopted(&self, level: Level) -> impl Iterator<Item = usize> + use<'_, 'a> {
        self.models.iter().filter(move |(_, role)| level.admits(*role)).map(|&(model, _)| model)
    }

    /// The weights of a country; nothing where it has no part in the paper.
    pub fn weight(&self, country: Country) -> Weights {
        self.weights.iter().find(|(it, _)| *it == country).map_or([0.0; 3], |&(_, weights)| weights)
    }
}

fn named(paper: &Paper, scope: Scope) -> impl Iterator<Item = (usize, Role)> + use<'_> {
    paper.models.iter().map(move |naming| {
        let role = match scope {
            Scope::All => naming.all,
            Scope::Main => naming.main,
        };
        (naming.model as usize, role)
    })
}

fn weights(paper: &Paper, countries: &[Country], fold: &Fold) -> Vec<(Country, Weights)> {
    let mut weights: BTreeMap<Country, Weights> = BTreeMap::new();
    let mut add = |country: Country, counting: Counting, weight: f64| {
        if let Some(sum) = weights.entry(country).or_default().get_mut(counting as usize) {
            *sum += weight;
        }
    };
    for &country in countries {
        add(country, Counting::Whole, 1.0);
    }
    for &(country, share) in &paper.fractional {
        add(fold.apply(country), Counting::Fractional, share);
    }
    let first = fold.apply_all(&paper.first);
    for &country in &first {
        add(country, Counting::First, 1.0 / first.len() as f64);
    }
    weights.into_iter().collect()
}

/// The name of a paper's group.
pub(super) fn group_of(paper: &Paper, group_by: GroupBy) -> String {
    match group_by {
        GroupBy::None => return String::new(),
        GroupBy::Year => paper.year.map(|year| year.to_string()),
        GroupBy::Venue => paper.venue.as_deref().map(str::to_owned),
        GroupBy::Track => paper.track.as_deref().map(str::to_owned),
    }
    .unwrap_or_else(|| UNKNOWN_GROUP.to_owned())
}
