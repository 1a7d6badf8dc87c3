//! Flows from the origin of models to the countries that adopt them.

use std::collections::{BTreeMap, BTreeSet};

use super::Level;
use super::columns::{COUNTING, COUNTRY, GROUP, ROLE, SHARE, WEIGHT};
use super::matrix::total;
use super::table::{Column, Head, Kind, Table};
use super::tally::{Block, Relation, share};
use super::view::View;
use crate::country::Country;

const COLUMNS: &[Column] = &[
    GROUP,
    Column::new("origin", Kind::Text, "country that models come from"),
    COUNTRY,
    COUNTING,
    ROLE,
    WEIGHT,
    SHARE,
    Column::new(
        "arms_length",
        Kind::Number,
        "weight of the papers without any author in this origin, in papers",
    ),
    Column::new(
        "joint",
        Kind::Number,
        "weight of the papers that authors in this origin share with this other country, in papers",
    ),
];

/// X(o, c) under every counting and role. A model of two origins flows from both.
pub(super) struct Flows<'a> {
    view: &'a View<'a>,
    pub cells: BTreeMap<(usize, Country, Country), Block>,
}

impl<'a> Flows<'a> {
    pub fn count(view: &'a View<'a>) -> Self {
        let mut cells: BTreeMap<(usize, Country, Country), Block> = BTreeMap::new();
        for counted in &view.papers {
            for &level in Level::ALL {
                let origins: BTreeSet<Country> =
                    counted.adopted(level).flat_map(|model| view.origin(model)).copied().collect();
                for &origin in &origins {
                    for &(country, weights) in &counted.weights {
                        let relation = Relation::of(country, &counted.countries, &[origin]);
                        cells
                            .entry((counted.group, origin, country))
                            .or_default()
                            .add(level, weights, relation);
                    }
                }
            }
        }
        Self { view, cells }
    }

    /// `flows`: the papers of a country that adopt any model of an origin.
    pub fn table(&self) -> Table {
        let totals = self.view.totals();
        let mut rows = Vec::new();
        for (&(group, origin, country), block) in &self.cells {
            let all = totals.get(&(group, country)).copied().unwrap_or_default();
            for (counting, level, tally) in block.filled() {
                rows.push(vec![
                    self.view.group(group).into(),
                    origin.into(),
                    country.into(),
                    counting.as_str().into(),
                    level.as_str().into(),
                    tally.weight.into(),
                    share(tally.weight, total(all, counting)).into(),
                    tally.arms_length.into(),
                    tally.joint.into(),
                ]);
            }
        }
        let about = format!(
            "Papers of each country that adopt any model of an origin, by counting and role; {}",
            self.view.options.basis()
        );
        Table {
            head: Head::new("flows", about, COLUMNS)
                .keyed(&["group", "origin", "country", "counting", "role"]),
            rows,
        }
    }
}
