//! When models reach countries: from release to a country's first adopting paper.

use std::collections::BTreeMap;

use super::columns::{COUNTRY, MODEL, ORIGIN};
use super::survival::{Observation, curve, median};
use super::table::{Column, Head, Kind, Table};
use super::view::{Counted, View};
use crate::country::Country;
use crate::models::Model;

const RELEASED: Column = Column::new(
    "released",
    Kind::Text,
    "first public release of the model, as far as it is known: YYYY[-MM[-DD]]",
);

const COLUMNS: &[Column] = &[
    MODEL,
    ORIGIN,
    COUNTRY,
    RELEASED,
    Column::new("papers", Kind::Integer, "adopting papers of the country, whole counting"),
    Column::new("first_year", Kind::Integer, "year of the country's first adopting paper"),
    Column::new("first_id", Kind::Text, "SHA-256 of that paper's file"),
    Column::new("first_path", Kind::Text, "path of that paper's file"),
    Column::new(
        "lag_months",
        Kind::Number,
        "months from release to that paper, which is dated mid-year; where it is censored, to the country's last paper",
    ),
    Column::new("lag_low", Kind::Number, "shortest lag, in months, that the two dates allow"),
    Column::new("lag_high", Kind::Number, "longest lag, in months, that the two dates allow"),
    Column::new("censored", Kind::Flag, "whether no paper of the country adopts the model"),
];

const MEDIAN_COLUMNS: &[Column] = &[
    MODEL,
    ORIGIN,
    RELEASED,
    Column::new("countries", Kind::Integer, "countries outside the origin with papers after the release"),
    Column::new("reached", Kind::Integer, "those of them that adopt the model"),
    Column::new(
        "median_months",
        Kind::Number,
        "Kaplan-Meier median of the lag, in months; empty where fewer than half of the countries are reached",
    ),
];

const CURVE_COLUMNS: &[Column] = &[
    MODEL,
    ORIGIN,
    RELEASED,
    Column::new("months", Kind::Number, "months since the release"),
    Column::new(
        "watched",
        Kind::Integer,
        "countries outside the origin that were watched until then and not yet reached",
    ),
    Column::new(
        "reached",
        Kind::Number,
        "Kaplan-Meier estimate of the share of countries reached by then, 0 to 1",
    ),
];

/// A stretch of time, in months since year 0; the end is not part of it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Period {
    start: f64,
    end: f64,
}

/// The lag between two periods, in months.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Lag {
    middle: f64,
    low: f64,
    high: f64,
}

impl Period {
    fn year(year: u16) -> Self {
        let start = f64::from(year) * 12.0;
        Self { start, end: start + 12.0 }
    }

    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    fn parse(date: &str) -> Option<Self> {
        let mut parts = date.split('-');
        let year = Self::year(parts.next()?.parse().ok()?);
        let Some(month) = parts.next() else { return Some(year) };
        let start = year.start + f64::from(month.parse::<u8>().ok()?) - 1.0;
        let Some(day) = parts.next() else { return Some(Self { start, end: start + 1.0 }) };
        let start = start + (f64::from(day.parse::<u8>().ok()?) - 1.0) / 31.0;
        Some(Self { start, end: start })
    }

    /// No paper adopts a model before its release, so where the periods overlap the lag begins at 0. A negative lag is
    /// a contradiction, which the table shows as it is.
    fn lag_to(self, later: Period) -> Lag {
        let middle = f64::midpoint(later.start, later.end) - f64::midpoint(self.start, self.end);
        let (low, high) = (later.start - self.end, later.end - self.start);
        let floor = if high > 0.0 { 0.0 } else { f64::NEG_INFINITY };
        Lag { middle: middle.max(floor), low: low.max(floor), high }
    }
}

/// What one country did with one model.
struct Reach<'a> {
    papers: u64,
    /// The first adopting paper whose year is known.
    first: Option<(u16, &'a Counted<'a>)>,
}

/// Adoption over time at the chosen role.
pub(super) struct Diffusion<'a> {
    view: &'a View<'a>,
    reached: BTreeMap<(usize, Country), Reach<'a>>,
    /// The year of each country's last paper.
    last: BTreeMap<Country, u16>,
}

/// A row of the table: a model and a country.
struct Pair<'a> {
    country: Country,
    reach: Option<&'a Reach<'a>>,
    lag: Option<Lag>,
}

impl<'a> Diffusion<'a> {
    pub fn count(view: &'a View<'a>) -> Self {
        let mut reached: BTreeMap<(usize, Country), Reach<'a>> = BTreeMap::new();
        let mut last: BTreeMap<Country, u16> = BTreeMap::new();
        for counted in &view.papers {
            let year = counted.paper.year;
            for &country in &counted.countries {
                if let Some(year) = year {
                    let last = last.entry(country).or_insert(year);
                    *last = year.max(*last);
                }
                for model in counted.adopted(view.options.role) {
                    let reach = reached.entry((model, country)).or_insert(Reach { papers: 0, first: None });
                    reach.papers += 1;
                    // Papers come sorted by id, so the first of a year stays the first.
                    if let Some(year) = year
                        && reach.first.is_none_or(|(first, _)| year < first)
                    {
                        reach.first = Some((year, counted));
                    }
                }
            }
        }
        Self { view, reached, last }
    }

    /// The adopted models whose release is known, by id.
    fn models(&self) -> impl Iterator<Item = (usize, &'a Model, &'a str, Period)> + use<'_, 'a> {
        let mut models: Vec<usize> = self.reached.keys().map(|&(model, _)| model).collect();
        models.dedup();
        models.into_iter().filter_map(|at| {
            let model = self.view.model(at)?;
            let released = model.released.as_deref()?;
            Some((at, model, released, Period::parse(released)?))
        })
    }

    /// The countries that adopt a model, and those that had papers after its release and do not.
    fn pairs(&self, model: usize, released: Period) -> impl Iterator<Item = Pair<'_>> {
        self.last.iter().filter_map(move |(&country, &last)| {
            let reach = self.reached.get(&(model, country));
            let until = |year: u16| released.lag_to(Period::year(year));
            let lag = if let Some(Reach { first, .. }) = reach {
                first.map(|(year, _)| until(year))
            } else {
                Some(until(last)).filter(|lag| lag.high > 0.0)
            };
            (reach.is_some() || lag.is_some()).then_some(Pair { country, reach, lag })
        })
    }

    /// `diffusion`: a row a model and country.
    pub fn table(&self) -> Table {
        let mut rows = Vec::new();
        for (at, model, date, released) in self.models() {
            for Pair { country, reach, lag } in self.pairs(at, released) {
                let first = reach.and_then(|reach| reach.first);
                rows.push(vec![
                    model.id.as_str().into(),
                    self.view.origin(at).into(),
                    country.into(),
                    date.into(),
                    reach.map_or(0, |reach| reach.papers).into(),
                    first.map(|(year, _)| u32::from(year)).into(),
                    first.and_then(|(_, counted)| counted.paper.id.as_deref()).into(),
                    first.map(|(_, counted)| counted.paper.path.as_ref()).into(),
                    lag.map(|lag| lag.middle).into(),
                    lag.map(|lag| lag.low).into(),
                    lag.map(|lag| lag.high).into(),
                    reach.is_none().into(),
                ]);
            }
        }
        let about = format!(
            "Months from the release of each adopted model to the first adopting paper of each country; {}",
            self.view.options
        );
        Table { head: Head::new("diffusion", about, COLUMNS).keyed(&["model", "country"]), rows }
    }

    /// `diffusion_median`: a row a model.
    pub fn medians(&self) -> Table {
        let rows = self.models().map(|(at, model, date, released)| {
            let observations = self.observations(at, released);
            vec![
                model.id.as_str().into(),
                self.view.origin(at).into(),
                date.into(),
                observations.len().into(),
                observations.iter().filter(|it| it.reached).count().into(),
                median(observations).into(),
            ]
        });
        let about =
            format!("Median time in which an adopted model reaches other countries; {}", self.view.options);
        Table {
            rows: rows.collect(),
            head: Head::new("diffusion_median", about, MEDIAN_COLUMNS).keyed(&["model"]),
        }
    }

    /// `diffusion_curve`: for each model a row at every time at which a country was reached or no longer watched.
    pub fn curves(&self) -> Table {
        let mut rows = Vec::new();
        for (at, model, date, released) in self.models() {
            for step in curve(self.observations(at, released)) {
                rows.push(vec![
                    model.id.as_str().into(),
                    self.view.origin(at).into(),
                    date.into(),
                    step.time.into(),
                    step.at_risk.into(),
                    (1.0 - step.left).into(),
                ]);
            }
        }
        let about =
            format!("Share of other countries that an adopted model has reached; {}", self.view.options);
        Table { rows, head: Head::new("diffusion_curve", about, CURVE_COLUMNS) }
    }

    /// How long each country outside the origin was watched, and whether it was reached.
    fn observations(&self, model: usize, released: Period) -> Vec<Observation> {
        let abroad =
            self.pairs(model, released).filter(|pair| !self.view.origin(model).contains(&pair.country));
        abroad
            .filter_map(|pair| {
                Some(Observation { time: pair.lag?.middle.max(0.0), reached: pair.reach.is_some() })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lags_are_counted_in_months() {
        for (released, year, middle, low, high) in [
            ("2023", 2024, 12.0, 0.0, 24.0),
            ("2023-02", 2024, 16.5, 10.0, 23.0),
            ("2023-01-01", 2024, 18.0, 12.0, 24.0),
            // The model of an autumn is in a paper of the same year: mid-year lies before it, the paper does not.
            ("2023-09", 2023, 0.0, 0.0, 4.0),
            ("2023-09", 2022, -14.5, -21.0, -8.0),
        ] {
            let lag = Period::parse(released).map(|period| period.lag_to(Period::year(year)));
            assert_eq!(lag, Some(Lag { middle, low, high }), "{released} {year}");
        }
        for wrong in ["", "soon", "2023-xx", "2023-"] {
            assert_eq!(Period::parse(wrong), None, "{wrong}");
        }
    }
}
