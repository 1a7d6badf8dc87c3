//! Adoption over the years: how many papers of a year adopt a model, or any model of an origin.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::{HIGH, LOW};
use super::table::{Column, Head, Kind, Row, Table};
use super::tally::push_share;
use super::view::View;
use super::{Corpus, Counting, GroupBy, Level, Options};

const COLUMNS: &[Column] = &[
    Column::new("year", Kind::Text, "year of the papers, `unknown`, or empty for all papers together"),
    Column::new("what", Kind::Text, "model, or origin for any model of a country"),
    Column::new("value", Kind::Text, "id of the model, or code of the country that models come from"),
    Column::new("papers", Kind::Integer, "papers that adopt, of any country or of none known"),
    Column::new("of", Kind::Integer, "papers of that year"),
    Column::new("share", Kind::Number, "papers out of `of`, 0 to 1"),
    LOW,
    HIGH,
];

/// `trend` at each role, in the order of [`Level::ALL`]: the papers of each year, and of all together, that adopt a model or
/// any model of an origin.
///
/// Every year has a row for every model and origin that is adopted at all. A paper counts once, whatever its countries.
#[must_use]
pub fn trends(corpus: &Corpus<'_>, options: &Options) -> Vec<Table> {
    let options = Options { group_by: GroupBy::Year, ..options.clone() };
    let view = View::new(corpus, &options);
    Level::ALL.iter().map(|&role| trend(&view, role)).collect()
}

/// Models and origins, sorted by their names.
type Key<'a> = (&'static str, &'a str);

fn trend(view: &View<'_>, role: Level) -> Table {
    let mut of: BTreeMap<usize, u64> = BTreeMap::new();
    let mut papers: BTreeMap<Key<'_>, BTreeMap<usize, u64>> = BTreeMap::new();
    for counted in &view.papers {
        *of.entry(counted.group).or_default() += 1;
        let adopted: BTreeSet<usize> = counted.adopted(role).collect();
        let models = adopted.iter().filter_map(|&at| Some(("model", view.model(at)?.id.as_str())));
        let origins: BTreeSet<_> = adopted.iter().flat_map(|&at| view.origin(at)).collect();
        for key in models.chain(origins.into_iter().map(|origin| ("origin", origin.code()))) {
            *papers.entry(key).or_default().entry(counted.group).or_default() += 1;
        }
    }
    let mut rows = Vec::new();
    let mut push = |year: &str, (what, value): Key<'_>, hits: u64, of: u64| {
        let mut row: Row = vec![year.into(), what.into(), value.into(), hits.into(), of.into()];
        push_share(&mut row, Counting::Whole, hits as f64, of as f64);
        rows.push(row);
    };
    for (&key, years) in &papers {
        push("", key, years.values().sum(), view.papers.len() as u64);
        for (&year, &of) in &of {
            push(view.group(year), key, years.get(&year).copied().unwrap_or_default(), of);
        }
    }
    let options = Options { role, ..view.options.clone() };
    let about = format!("Papers of each year that adopt a model or any model of an origin; {options}");
    Table { head: Head::new("trend", about, COLUMNS), rows }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adoption::specimen::{record, registry};
    use crate::models::Role;
    use crate::text::Zone;

    #[test]
    fn a_paper_counts_once_a_year_whatever_it_adopts_and_wherever_it_is_from() {
        let registry = registry();
        let mut corpus = Corpus::new(&registry);
        let used = [(Zone::Body, Role::Used)];
        for paper in [
            record("1").of(2023).by(&[&["US"], &["CN"]]).naming("llama", &used).naming("resnet", &used),
            record("2").of(2024).naming("llama", &[(Zone::Body, Role::Mentioned)]),
            record("3").by(&[&[]]).naming("qwen", &used),
        ] {
            corpus.add(&paper).expect("known models");
        }
        let tables = trends(&corpus, &Options::default());
        let table = &tables[Level::Strict as usize];
        let shown: Vec<String> = table
            .rows
            .iter()
            .map(|row| {
                let mut line = String::new();
                for cell in row.iter().take(5) {
                    cell.write(&mut line);
                    line.push(' ');
                }
                line.trim_end().to_owned()
            })
            .filter(|line| line.contains("origin"))
            .collect();
        assert_eq!(
            shown,
            [
                " origin CN 1 3",
                "2023 origin CN 0 1",
                "2024 origin CN 0 1",
                "unknown origin CN 1 1",
                " origin US 1 3",
                "2023 origin US 1 1",
                "2024 origin US 0 1",
                "unknown origin US 0 1",
            ]
        );
        assert_eq!(table.rows.len(), 4 * 5, "three models and two origins");
    }
}
