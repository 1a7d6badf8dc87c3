//! Which models a country adopts more, or less, than the rest of the corpus.

use std::collections::BTreeMap;

use super::Counting;
use super::columns::{COUNTRY, GROUP, MODEL};
use super::interval::{Interval, Z};
use super::matrix::{Adoption, total};
use super::table::{Column, Head, Kind, Table};
use super::tally::share;
use super::view::View;

const COLUMNS: &[Column] = &[
    GROUP,
    MODEL,
    COUNTRY,
    Column::new("papers", Kind::Integer, "papers of the country that adopt the model, whole counting"),
    Column::new(
        "log_odds",
        Kind::Number,
        "natural logarithm of the odds ratio, the country against all other papers, 0.5 added to each cell (Haldane)",
    ),
    Column::new("log_odds_low", Kind::Number, "lower end of its 95 % interval"),
    Column::new("log_odds_high", Kind::Number, "upper end of its 95 % interval"),
    Column::new(
        "activity",
        Kind::Number,
        "activity index: share of the country's papers that adopt, out of the same share of all papers; 1 is even",
    ),
];

/// A log odds ratio of a two by two table and its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
struct LogOdds {
    value: f64,
    interval: Interval,
}

/// `hits` of `papers` against `other_hits` of `other_papers`, with Haldane's 0.5 in each cell.
fn log_odds(hits: f64, papers: f64, other_hits: f64, other_papers: f64) -> LogOdds {
    let cells = [hits, papers - hits, other_hits, other_papers - other_hits].map(|cell| cell.max(0.0) + 0.5);
    let [a, b, c, d] = cells;
    let value = (a * d / (b * c)).ln();
    let half = Z * cells.iter().map(|cell| 1.0 / cell).sum::<f64>().sqrt();
    LogOdds { value, interval: Interval { low: value - half, high: value + half } }
}

/// `specialisation`: a row a model and a country that adopts it at the chosen role.
pub(super) fn table(view: &View<'_>, adoption: &Adoption<'_>) -> Table {
    let role = view.options.role;
    let totals = view.totals();
    let mut papers: BTreeMap<usize, f64> = BTreeMap::new();
    let mut adopting: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for counted in &view.papers {
        *papers.entry(counted.group).or_default() += 1.0;
        for model in counted.adopted(role) {
            *adopting.entry((counted.group, model)).or_default() += 1.0;
        }
    }
    let mut rows = Vec::new();
    for ((group, at, country), block) in adoption.cells() {
        let tally = block.get(Counting::Whole, role);
        let (Some(model), 1..) = (view.model(at), tally.papers) else { continue };
        let of_country = total(totals.get(&(group, country)).copied().unwrap_or_default(), Counting::Whole);
        let all = papers.get(&group).copied().unwrap_or_default();
        let of_model = adopting.get(&(group, at)).copied().unwrap_or_default();
        let odds = log_odds(tally.weight, of_country, of_model - tally.weight, all - of_country);
        rows.push(vec![
            view.group(group).into(),
            model.id.as_str().into(),
            country.into(),
            tally.papers.into(),
            odds.value.into(),
            odds.interval.low.into(),
            odds.interval.high.into(),
            share(share(tally.weight, of_country), share(of_model, all)).into(),
        ]);
    }
    let about = format!("Adoption of each model in each country against all other papers; {}", view.options);
    Table { head: Head::new("specialisation", about, COLUMNS).keyed(&["group", "model", "country"]), rows }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Agresti, An Introduction to Categorical Data Analysis (2007), 2.3.3: aspirin and heart attacks, ln 1.832 = 0.605 with
    /// the interval 0.365 to 0.846; of so many people the halves move the third digit.
    #[test]
    fn log_odds_are_those_of_aspirin() {
        let odds = log_odds(189.0, 11034.0, 104.0, 11037.0);
        for (found, printed) in [(odds.value, 0.605), (odds.interval.low, 0.365), (odds.interval.high, 0.846)]
        {
            assert!((found - printed).abs() < 0.005, "{odds:?}");
        }
    }

    /// Haldane (1956) adds a half to each cell, so that an empty one has a finite ratio; the figures are worked by hand.
    #[test]
    fn log_odds_stay_finite() {
        for (cells, value, low, high) in [
            // ln(10.5·20.5 / 10.5·20.5)
            ([10.0, 20.0, 20.0, 40.0], 0.0, -1.0519, 1.0519),
            // ln(4.5·95.5 / 6.5·5.5) = ln 12.021
            ([4.0, 10.0, 5.0, 100.0], 2.4867, 1.0090, 3.9643),
            // ln(0.5·90.5 / 5.5·10.5) = ln 0.7835
            ([0.0, 5.0, 10.0, 100.0], -0.2439, -3.2087, 2.7208),
        ] {
            let [hits, papers, other_hits, other_papers] = cells;
            let odds = log_odds(hits, papers, other_hits, other_papers);
            assert!((odds.value - value).abs() < 1e-4, "{cells:?}: {odds:?}");
            assert!((odds.interval.low - low).abs() < 1e-4, "{cells:?}: {odds:?}");
            assert!((odds.interval.high - high).abs() < 1e-4, "{cells:?}: {odds:?}");
        }
    }
}
