//! The figures, each from the numbers to a drawing and its table.

mod balance;
mod dependence;
mod flows;
mod map;
mod pairs;
mod reach;
mod spans;
mod years;

use std::cmp::Reverse;

use super::figure::Figure;
use super::numbers::Numbers;
use crate::country::Country;

/// Widths of a figure in one column and in both.
const NARROW: f64 = 520.0;
const WIDE: f64 = 1040.0;

/// How many colours tell lines apart; the last one is for all others.
const COLOURS: usize = 7;

/// A section of the page and its figures, in the order of the page.
pub(super) const SECTIONS: &[(&str, Draw)] = &[
    ("flows", flows::figure),
    ("flows", balance::figure),
    ("flows", dependence::figure),
    ("collaboration", map::figure),
    ("collaboration", pairs::figure),
    ("time", years::by_year),
    ("time", years::by_origin),
    ("time", years::by_model),
    ("time", reach::figure),
    ("sensitivity", spans::figure),
];

/// Draws a figure, where there is anything to draw.
pub(super) type Draw = fn(&Numbers<'_>) -> Option<Figure>;

/// The origins that most papers adopt a model of, with those papers.
pub(super) fn origins(numbers: &Numbers<'_>) -> Vec<(Country, f64)> {
    let lines = numbers.trend().into_iter().flat_map(|sheet| sheet.of([("year", ""), ("what", "origin")]));
    let mut origins: Vec<(Country, f64)> =
        lines.filter_map(|line| Some((line.text("value").parse().ok()?, line.number("papers")))).collect();
    origins.sort_by_key(|&(country, papers)| (Reverse(papers as u64), country));
    origins
}

/// The models that most papers adopt, with those papers.
pub(super) fn models<'n>(numbers: &'n Numbers<'_>) -> Vec<(&'n str, f64)> {
    let lines = numbers.trend().into_iter().flat_map(|sheet| sheet.of([("year", ""), ("what", "model")]));
    let mut models: Vec<(&str, f64)> =
        lines.map(|line| (line.text("value"), line.number("papers"))).collect();
    models.sort_by_key(|&(model, papers)| (Reverse(papers as u64), model));
    models
}

/// The class of a colour that tells one line from the others.
fn colour(at: usize) -> String {
    format!("c{}", at.min(COLOURS - 1))
}

/// The step of the scale of colours for a value out of the largest one: 0 for nothing, else 1 to 7. Steps follow the
/// square root, since counts of papers are mostly small.
fn step(value: f64, most: f64) -> usize {
    if value <= 0.0 || most <= 0.0 {
        return 0;
    }
    ((value / most).sqrt() * 7.0).ceil().clamp(1.0, 7.0) as usize
}

/// Which colour words have on a step.
fn ink(step: usize) -> &'static str {
    if step >= 5 { "on" } else { "" }
}
