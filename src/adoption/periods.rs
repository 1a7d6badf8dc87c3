//! How many papers of a country adopt a model in each year.

use std::collections::BTreeMap;

use super::Counting;
use super::columns::{COUNTRY, HIGH, LOW, MODEL, ORIGIN};
use super::table::{Column, Head, Kind, Row, Table};
use super::tally::push_share;
use super::view::View;
use crate::country::Country;

const COLUMNS: [Column; 9] = [
    MODEL,
    ORIGIN,
    COUNTRY,
    Column::new("year", Kind::Integer, "year of the papers; empty where it is not known"),
    Column::new("papers", Kind::Integer, "papers of the country and year that adopt, whole counting"),
    Column::new("of", Kind::Integer, "all papers of the country and year"),
    Column::new("share", Kind::Number, "papers out of `of`, 0 to 1"),
    LOW,
    HIGH,
];

/// `diffusion_periods`: a row a model, a country that ever adopts it, and a year in which the country has papers; years
/// without an adopting paper are rows of 0.
pub(super) fn table(view: &View<'_>) -> Table {
    let mut all: BTreeMap<Country, BTreeMap<Option<u16>, u64>> = BTreeMap::new();
    let mut adopting: BTreeMap<(usize, Country), BTreeMap<Option<u16>, u64>> = BTreeMap::new();
    for counted in &view.papers {
        let year = counted.paper.year;
        for &country in &counted.countries {
            *all.entry(country).or_default().entry(year).or_default() += 1;
            for model in counted.adopted(view.options.role) {
                *adopting.entry((model, country)).or_default().entry(year).or_default() += 1;
            }
        }
    }
    let mut rows = Vec::new();
    for ((at, country), papers) in adopting {
        let Some(model) = view.model(at) else { continue };
        for (year, &of) in all.get(&country).into_iter().flatten() {
            let papers = papers.get(year).copied().unwrap_or_default();
            let mut row: Row = vec![
                model.id.as_str().into(),
                view.origin(at).into(),
                country.into(),
                year.map(u32::from).into(),
                papers.into(),
                of.into(),
            ];
            push_share(&mut row, Counting::Whole, papers as f64, of as f64);
            rows.push(row);
        }
    }
    let about = format!("Papers of each country and year that adopt each model; {}", view.options);
    Table { head: Head::new("diffusion_periods", about, &COLUMNS).keyed(&["model", "country", "year"]), rows }
}

#[cfg(test)]
mod tests {
    use crate::adoption::Options;
    use crate::adoption::tests::{count, find, table, used};

    #[test]
    fn years_without_an_adopting_paper_are_there() {
        let records = [
            used("1", &[&["CN"]], &["llama"]).of(2023),
            used("2", &[&["CN"]], &[]).of(2024),
            used("3", &[&["CN"]], &["llama"]).of(2025),
            used("4", &[&["CN"]], &[]).of(2025),
            used("5", &[&["US"]], &[]).of(2025),
            used("6", &[&["CN"]], &["llama"]),
        ];
        let tables = count(&records, &Options::default());
        let periods = table(&tables, "diffusion_periods");
        assert_eq!(periods.rows.len(), 4);
        for (year, papers, of) in [("2023", "1", "1"), ("2024", "0", "1"), ("2025", "1", "2"), ("", "1", "1")]
        {
            let key = [("model", "llama"), ("country", "CN"), ("year", year)];
            assert_eq!([find(periods, &key, "papers"), find(periods, &key, "of")], [papers, of], "{year}");
        }
    }
}
