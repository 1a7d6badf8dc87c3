//! Adoption of models by countries: the matrix for the eye and the tidy table for the machine.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::columns::{
    ARMS_LENGTH, COUNTING, COUNTRY, GROUP, HIGH, JOINT, LOW, MODEL, ORIGIN, PAPERS, ROLE, SHARE, WEIGHT,
};
use super::table::{Cell, Column, Head, Kind, Row, Table};
use super::tally::{Block, Relation, Tally, push_share, share};
use super::view::{View, Weights};
use super::{Counting, Level, Measure};
use crate::country::Country;

/// X(m, c) under every counting and role.
pub(super) struct Adoption<'a> {
    view: &'a View<'a>,
    cells: BTreeMap<(usize, usize, Country), Block>,
    totals: BTreeMap<(usize, Country), Weights>,
    /// Papers that adopt a model at the chosen role, with or without a known country.
    papers: BTreeMap<usize, u64>,
}

impl<'a> Adoption<'a> {
    pub fn count(view: &'a View<'a>) -> Self {
        let mut cells: BTreeMap<(usize, usize, Country), Block> = BTreeMap::new();
        let mut papers = BTreeMap::new();
        for counted in &view.papers {
            for model in counted.adopted(view.options.role) {
                *papers.entry(model).or_default() += 1;
            }
            for &(model, role) in counted.models.iter().filter(|(_, role)| Level::Mentioned.admits(*role)) {
                for &(country, weights) in &counted.weights {
                    let relation = Relation::of(country, &counted.countries, view.origin(model));
                    let block = cells.entry((counted.group, model, country)).or_default();
                    for &level in Level::ALL.iter().filter(|level| level.admits(role)) {
                        block.add(level, weights, relation);
                    }
                }
            }
        }
        Self { view, cells, totals: view.totals(), papers }
    }

    /// The adopted models, those of most papers first, and how many papers they have.
    pub fn models_by_papers(&self) -> Vec<(usize, u64)> {
        let mut models: Vec<(usize, u64)> =
            self.papers.iter().map(|(&model, &papers)| (model, papers)).collect();
        models.sort_by_key(|&(model, papers)| (Reverse(papers), model));
        models
    }

    /// The cells that are not empty: group, model, country.
    pub fn cells(&self) -> impl Iterator<Item = ((usize, usize, Country), &Block)> + use<'_, 'a> {
        self.cells.iter().map(|(&key, block)| (key, block))
    }

    /// The cell of the matrix over all groups, under the chosen measure.
    pub fn cell(&self, model: usize, country: Country) -> f64 {
        let (counting, role) = (self.view.options.counting, self.view.options.role);
        let groups = 0..self.view.groups.len();
        let tallies = groups.clone().filter_map(|group| self.cells.get(&(group, model, country)));
        let sum = tallies.map(|block| block.get(counting, role)).fold(Tally::default(), |sum, tally| Tally {
            weight: sum.weight + tally.weight,
            arms_length: sum.arms_length + tally.arms_length,
            ..sum
        });
        match self.view.options.measure {
            Measure::Papers => sum.weight,
            Measure::ArmsLength => sum.arms_length,
            Measure::Share => {
                let totals = groups.filter_map(|group| self.totals.get(&(group, country)));
                share(sum.weight, totals.filter_map(|total| total.get(counting as usize)).sum())
            }
        }
    }

    /// `adoption`: a row a model, a column a country.
    pub fn matrix(&self) -> Table {
        let options = self.view.options;
        let countries = self.view.countries_by_papers();
        let what = match options.measure {
            Measure::Papers => "weight of the adopting papers",
            Measure::Share => "share of all papers of the country that adopt",
            Measure::ArmsLength => "weight of the adopting papers without any author in the origin",
        };
        let mut columns = vec![
            MODEL,
            Column::new("name", Kind::Text, "name of the model"),
            ORIGIN,
            Column::new(
                "papers",
                Kind::Integer,
                "papers that adopt the model, of any country or of none known",
            ),
        ];
        columns.extend(countries.iter().map(|(country, papers)| Column {
            name: Cow::Owned(country.to_string()),
            kind: Kind::Number,
            about: Cow::Owned(format!("{}, {papers} papers: {what}", country.name())),
        }));
        let rows = self.models_by_papers().into_iter().filter_map(|(at, papers)| {
            let model = self.view.model(at)?;
            let mut row: Row = vec![
                model.id.as_str().into(),
                model.name.as_str().into(),
                self.view.origin(at).into(),
                papers.into(),
            ];
            row.extend(countries.iter().map(|&(country, _)| Cell::from(self.cell(at, country))));
            Some(row)
        });
        let about =
            format!("A row a model, a column a country, the most frequent ones first: {what}; {options}");
        Table { rows: rows.collect(), head: Head { name: "adoption", about, columns, key: &["model"] } }
    }

    /// `adoption_long`: a row for every model, country, counting and role that is not empty.
    pub fn long(&self) -> Table {
        let columns = [
            GROUP,
            MODEL,
            ORIGIN,
            COUNTRY,
            COUNTING,
            ROLE,
            PAPERS,
            WEIGHT,
            SHARE,
            LOW,
            HIGH,
            ARMS_LENGTH,
            JOINT,
        ];
        let about = format!(
            "Adoption of each model in each country, by counting and role; {}",
            self.view.options.basis()
        );
        let mut rows = Vec::new();
        for (&(group, at, country), block) in &self.cells {
            let Some(model) = self.view.model(at) else { continue };
            let totals = self.totals.get(&(group, country)).copied().unwrap_or_default();
            for (counting, level, tally) in block.filled() {
                let mut row: Row = vec![
                    self.view.group(group).into(),
                    model.id.as_str().into(),
                    self.view.origin(at).into(),
                    country.into(),
                    counting.as_str().into(),
                    level.as_str().into(),
                    tally.papers.into(),
                    tally.weight.into(),
                ];
                push_share(&mut row, counting, tally.weight, total(totals, counting));
                row.extend([tally.arms_length.into(), tally.joint.into()]);
                rows.push(row);
            }
        }
        Table {
            head: Head::new("adoption_long", about, &columns)
                .keyed(&["group", "model", "country", "counting", "role"]),
            rows,
        }
    }
}

/// The total of a counting.
pub(super) fn total(totals: Weights, counting: Counting) -> f64 {
    totals.get(counting as usize).copied().unwrap_or_default()
}
