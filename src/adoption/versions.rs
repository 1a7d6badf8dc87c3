//! Under which names models are printed: versions, sizes and spellings.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::columns::{GROUP, MODEL};
use super::table::{Cell, Column, Head, Kind, Table};
use super::tally::share;
use super::view::View;
use crate::country::Country;

const COLUMNS: [Column; 6] = [
    GROUP,
    MODEL,
    Column::new("surface", Kind::Text, "the name as printed, with version and size"),
    Column::new("papers", Kind::Integer, "papers that adopt the model and print this name anywhere"),
    Column::new("share", Kind::Number, "papers out of all that adopt the model, 0 to 1"),
    Column::new("countries", Kind::List, "countries of these papers, those of most papers first"),
];

/// The papers that print one name.
#[derive(Default)]
struct Printed {
    papers: u64,
    countries: BTreeMap<Country, u64>,
}

/// `versions`: a row a model and printed name, in papers that adopt the model at the chosen role.
pub(super) fn table(view: &View<'_>) -> Table {
    let mut printed: BTreeMap<(usize, usize, &str), Printed> = BTreeMap::new();
    let mut papers: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    for counted in &view.papers {
        let adopted = counted.named(view.options.scope).filter(|(_, role)| view.options.role.admits(*role));
        for (model, _) in adopted {
            *papers.entry((counted.group, model)).or_default() += 1;
            for text in view.corpus.surfaces(counted.paper, model) {
                let name = printed.entry((counted.group, model, text)).or_default();
                name.papers += 1;
                for &country in &counted.countries {
                    *name.countries.entry(country).or_default() += 1;
                }
            }
        }
    }
    let mut names: Vec<_> = printed.into_iter().collect();
    names
        .sort_by_key(|&((group, model, text), Printed { papers, .. })| (group, model, Reverse(papers), text));
    let rows = names.into_iter().filter_map(|((group, at, text), name)| {
        let model = view.model(at)?;
        let all = papers.get(&(group, at)).copied().unwrap_or_default();
        let mut countries: Vec<(Country, u64)> = name.countries.into_iter().collect();
        countries.sort_by_key(|&(country, papers)| (Reverse(papers), country));
        Some(vec![
            view.group(group).into(),
            model.id.as_str().into(),
            text.into(),
            name.papers.into(),
            share(name.papers as f64, all as f64).into(),
            Cell::List(countries.into_iter().map(|(country, _)| country.to_string()).collect()),
        ])
    });
    let about =
        format!("The names under which each adopted model is printed, references included; {}", view.options);
    Table {
        rows: rows.collect(),
        head: Head::new("versions", about, &COLUMNS).keyed(&["group", "model", "surface"]),
    }
}

#[cfg(test)]
mod tests {
    use crate::adoption::Options;
    use crate::adoption::tests::{count, find, table, used};

    #[test]
    fn printed_names_stand_beside_each_other() {
        let mut both = used("1", &[&["US"]], &["llama"]);
        both.models[0].surfaces = [("Llama 2".to_owned(), 3), ("LLaMA-7B".to_owned(), 1)].into();
        let mut one = used("2", &[&["CN"], &["US"]], &["llama"]);
        one.models[0].surfaces = [("Llama 2".to_owned(), 1)].into();
        let tables = count(&[both, one, used("3", &[&["CN"]], &["llama"])], &Options::default());
        let versions = table(&tables, "versions");
        for (surface, papers, share, countries) in [
            ("Llama 2", "2", "0.66666667", "US;CN"),
            ("LLaMA-7B", "1", "0.33333333", "US"),
            ("llama", "1", "0.33333333", "CN"),
        ] {
            let get = |column| find(versions, &[("surface", surface)], column);
            assert_eq!(
                [get("papers"), get("share"), get("countries")],
                [papers, share, countries],
                "{surface}"
            );
        }
    }
}
