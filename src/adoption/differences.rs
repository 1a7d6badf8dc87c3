//! By how much two shares differ: of two countries, or of one country in two groups.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::columns::MODEL;
use super::interval::newcombe;
use super::table::{Column, Head, Kind, Row, Table};
use super::tally::share;
use super::view::{UNKNOWN_GROUP, View};
use crate::country::Country;

const COLUMNS: [Column; 14] = [
    MODEL,
    Column::new(
        "group",
        Kind::Text,
        "year, venue or track of the first share; empty where papers are not grouped",
    ),
    Column::new("country", Kind::Text, "country code of the first share"),
    Column::new("other_group", Kind::Text, "year, venue or track of the second share"),
    Column::new("other_country", Kind::Text, "country code of the second share"),
    Column::new(
        "papers",
        Kind::Integer,
        "papers of the first that adopt; those of both countries are left out, so that no paper stands on both sides",
    ),
    Column::new("of", Kind::Integer, "all such papers of the first"),
    Column::new("share", Kind::Number, "papers out of `of`, 0 to 1"),
    Column::new("other_papers", Kind::Integer, "papers of the second that adopt"),
    Column::new("other_of", Kind::Integer, "all papers of the second"),
    Column::new("other_share", Kind::Number, "other_papers out of other_of, 0 to 1"),
    Column::new("difference", Kind::Number, "share less other_share, -1 to 1"),
    Column::new(
        "low",
        Kind::Number,
        "lower end of the 95 % interval of the difference (Newcombe, hybrid score)",
    ),
    Column::new("high", Kind::Number, "upper end of that interval"),
];

/// How many of the largest countries, and of the largest groups, are compared with each other.
const LARGEST: usize = 5;

/// What is compared: group and country, twice.
type Sides = [(usize, Country); 2];

/// How many papers of each side, and how many of them adopt.
type Hits = [u64; 2];

/// `differences`: a row a model and two sides of which one adopts it at the chosen role.
pub(super) fn table(view: &View<'_>) -> Table {
    let sides = sides(view);
    let mut all: BTreeMap<Sides, Hits> = BTreeMap::new();
    let mut adopting: BTreeMap<(usize, Sides), Hits> = BTreeMap::new();
    for counted in &view.papers {
        for &pair in &sides {
            let of =
                pair.map(|(group, country)| counted.group == group && counted.countries.contains(&country));
            let side = match of {
                [true, false] => 0,
                [false, true] => 1,
                _ => continue,
            };
            let add = |hits: &mut Hits| hits.iter_mut().skip(side).take(1).for_each(|hits| *hits += 1);
            add(all.entry(pair).or_default());
            for model in counted.adopted(view.options.role) {
                add(adopting.entry((model, pair)).or_default());
            }
        }
    }
    let mut rows: Vec<Row> = Vec::new();
    for ((model, pair), [hits, other_hits]) in adopting {
        let (Some(model), Some(&[of, other_of])) = (view.model(model), all.get(&pair)) else { continue };
        let [(group, country), (other_group, other_country)] = pair;
        let [one, other] = [(hits as f64, of as f64), (other_hits as f64, other_of as f64)];
        // A side without papers has no share that another one could differ from.
        if of == 0 || other_of == 0 {
            continue;
        }
        let interval = newcombe(one, other);
        let (share, other_share) = (share(one.0, one.1), share(other.0, other.1));
        rows.push(vec![
            model.id.as_str().into(),
            view.group(group).into(),
            country.into(),
            view.group(other_group).into(),
            other_country.into(),
            hits.into(),
            of.into(),
            share.into(),
            other_hits.into(),
            other_of.into(),
            other_share.into(),
            (share - other_share).into(),
            interval.low.into(),
            interval.high.into(),
        ]);
    }
    let about = format!(
        "Differences between the shares of papers that adopt, of the {LARGEST} largest countries, and of each of them in \
         the {LARGEST} largest groups; {}",
        view.options
    );
    Table {
        head: Head::new("differences", about, &COLUMNS).keyed(&[
            "model",
            "group",
            "country",
            "other_group",
            "other_country",
        ]),
        rows,
    }
}

/// The pairs of countries within each group, and the pairs of groups of each country.
fn sides(view: &View<'_>) -> Vec<Sides> {
    let mut countries: Vec<Country> =
        view.countries_by_papers().into_iter().take(LARGEST).map(|(country, _)| country).collect();
    countries.sort_unstable();
    let mut papers: BTreeMap<usize, u64> = BTreeMap::new();
    for counted in view.papers.iter().filter(|counted| view.group(counted.group) != UNKNOWN_GROUP) {
        *papers.entry(counted.group).or_default() += 1;
    }
    let mut groups: Vec<(usize, u64)> = papers.into_iter().collect();
    groups.sort_by_key(|&(group, papers)| (Reverse(papers), group));
    let mut groups: Vec<usize> = groups.into_iter().take(LARGEST).map(|(group, _)| group).collect();
    groups.sort_unstable();
    let mut sides = Vec::new();
    for (at, &group) in groups.iter().enumerate() {
        for (nth, &country) in countries.iter().enumerate() {
            sides.extend(countries.iter().skip(nth + 1).map(|&other| [(group, country), (group, other)]));
            sides.extend(groups.iter().skip(at + 1).map(|&other| [(group, country), (other, country)]));
        }
    }
    sides
}

#[cfg(test)]
mod tests {
    use crate::adoption::tests::{count, find, table, used};
    use crate::adoption::{GroupBy, Options};

    #[test]
    fn a_paper_of_both_sides_stands_on_neither() {
        let mut records = vec![used("both", &[&["CN"], &["US"]], &["qwen"])];
        for at in 0..10 {
            let of = |model| if at < 3 { vec![model] } else { vec![] };
            records.push(used(&format!("us{at}"), &[&["US"]], &of("qwen")).of(2024 + at / 9));
            records.push(used(&format!("cn{at}"), &[&["CN"]], if at < 9 { &["qwen"] } else { &[] }).of(2024));
        }
        let tables = count(&records, &Options::default());
        let key = [("model", "qwen"), ("country", "CN"), ("other_country", "US")];
        let get = |column| find(table(&tables, "differences"), &key, column);
        // 9/10 - 3/10 of Newcombe's table
        assert_eq!([get("papers"), get("of"), get("other_papers"), get("other_of")], ["9", "10", "3", "10"]);
        assert_eq!(get("difference"), "0.6");
        assert!(
            get("low").starts_with("0.170") && get("high").starts_with("0.809"),
            "{} {}",
            get("low"),
            get("high")
        );
        let tables = count(&records, &Options { group_by: GroupBy::Year, ..Options::default() });
        let key = [("country", "US"), ("other_country", "US"), ("group", "2024"), ("other_group", "2025")];
        let get = |column| find(table(&tables, "differences"), &key, column);
        assert_eq!([get("papers"), get("of"), get("other_papers"), get("other_of")], ["3", "9", "0", "1"]);
    }
}
