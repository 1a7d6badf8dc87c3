//! How much a country rests on models from elsewhere, and on how few origins.

use std::collections::BTreeMap;

use super::columns::{COUNTING, COUNTRY, GROUP, ROLE};
use super::flows::Flows;
use super::table::{Column, Head, Kind, Table};
use super::view::View;
use super::{Counting, Level};
use crate::country::Country;

const COLUMNS: &[Column] = &[
    GROUP,
    COUNTRY,
    COUNTING,
    ROLE,
    Column::new(
        "weight",
        Kind::Number,
        "flows from all origins, in papers; a paper counts once for each origin",
    ),
    Column::new("foreign", Kind::Number, "flows from other countries, in papers"),
    Column::new("share", Kind::Number, "foreign dependence: foreign out of weight, 0 to 1"),
    Column::new(
        "concentration",
        Kind::Number,
        "sum of the squared shares of the origins (Herfindahl-Hirschman), 0 to 1",
    ),
];

#[derive(Default)]
struct Sums {
    all: f64,
    foreign: f64,
    squares: f64,
}

/// `dependence`: foreign dependence and concentration of each country.
pub(super) fn table(view: &View<'_>, flows: &Flows<'_>) -> Table {
    let mut sums: BTreeMap<(usize, Country, Counting, Level), Sums> = BTreeMap::new();
    for (&(group, origin, country), block) in &flows.cells {
        for (counting, level, tally) in block.filled() {
            let sum = sums.entry((group, country, counting, level)).or_default();
            sum.all += tally.weight;
            sum.squares += tally.weight * tally.weight;
            if origin != country {
                sum.foreign += tally.weight;
            }
        }
    }
    let rows = sums.into_iter().map(|((group, country, counting, level), sum)| {
        vec![
            view.group(group).into(),
            country.into(),
            counting.as_str().into(),
            level.as_str().into(),
            sum.all.into(),
            sum.foreign.into(),
            (sum.foreign / sum.all).into(),
            (sum.squares / (sum.all * sum.all)).into(),
        ]
    });
    let about = format!("How far each country adopts models from elsewhere; {}", view.options.basis());
    Table {
        rows: rows.collect(),
        head: Head::new("dependence", about, COLUMNS).keyed(&["group", "country", "counting", "role"]),
    }
}
