//! Derivatives and what they were made from: adoption by the printed name beside adoption by descent.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::columns::{COUNTRY, GROUP, MODEL, ORIGIN, ROLE};
use super::table::{Cell, Column, Head, Kind, Table};
use super::tally::share;
use super::view::View;
use super::{Counting, Level, Lineage, matrix};
use crate::country::Country;
use crate::models::{Registry, Role};

const COLUMNS: [Column; 10] = [
    GROUP,
    MODEL,
    ORIGIN,
    COUNTRY,
    ROLE,
    Column::new("surface", Kind::Integer, "papers that adopt the model under its own name, whole counting"),
    Column::new("root", Kind::Integer, "papers that adopt the model or one that was made from it"),
    Column::new("surface_share", Kind::Number, "surface out of all papers of the country, 0 to 1"),
    Column::new("root_share", Kind::Number, "root out of all papers of the country, 0 to 1"),
    Column::new(
        "through",
        Kind::List,
        "ids of the derivatives behind the difference, those of most papers first",
    ),
];

/// The relations by which a model carries another one with it. A shared architecture or training text does not.
const DERIVED_BY: [&str; 4] = ["component", "continued", "distilled", "finetune"];

/// For each model of the registry, all that it was derived from; nothing where names count as printed.
pub(super) struct Ancestors(Vec<Vec<usize>>);

impl Ancestors {
    pub fn of(registry: &Registry, lineage: Lineage) -> Self {
        if lineage == Lineage::Surface {
            return Self(Vec::new());
        }
        let parents: Vec<Vec<usize>> = registry
            .models
            .iter()
            .map(|model| {
                let derived = model.parents.iter().filter(|it| DERIVED_BY.contains(&it.relation.as_str()));
                derived
                    .filter_map(|it| registry.models.binary_search_by(|other| other.id.cmp(&it.id)).ok())
                    .collect()
            })
            .collect();
        let all = |start: usize| {
            let mut found = vec![start];
            let mut next = 0;
            while let Some(&model) = found.get(next) {
                for &parent in parents.get(model).into_iter().flatten() {
                    if !found.contains(&parent) {
                        found.push(parent);
                    }
                }
                next += 1;
            }
            found.split_off(1)
        };
        Self((0..parents.len()).map(all).collect())
    }

    /// All that a model was derived from.
    fn of_model(&self, model: usize) -> &[usize] {
        self.0.get(model).map_or(&[], Vec::as_slice)
    }

    /// Adds the ancestors of each model, with its role; a model keeps its highest.
    pub fn extend(&self, models: Vec<(usize, Role)>) -> Vec<(usize, Role)> {
        if self.0.is_empty() {
            return models;
        }
        let mut extended: BTreeMap<usize, Role> = BTreeMap::new();
        for (model, role) in models {
            for adopted in self.of_model(model).iter().copied().chain([model]) {
                let known = extended.entry(adopted).or_insert(role);
                *known = role.max(*known);
            }
        }
        extended.into_iter().collect()
    }
}

/// How one paper names a model: itself, and by which derivatives.
type Named = (Option<Role>, Vec<(usize, Role)>);

/// The papers of one country by name and by descent, at one level.
#[derive(Default)]
struct Descent {
    surface: u64,
    root: u64,
    /// Derivatives, and the papers that adopt them in place of the model itself.
    through: BTreeMap<usize, u64>,
}

impl Descent {
    /// Adds a paper: whether it adopts the model itself, else by which derivatives.
    fn add(&mut self, itself: bool, derivatives: impl Iterator<Item = usize>) {
        if itself {
            self.surface += 1;
            self.root += 1;
            return;
        }
        let mut found = false;
        for derivative in derivatives {
            *self.through.entry(derivative).or_default() += 1;
            found = true;
        }
        self.root += u64::from(found);
    }
}

/// `lineage`: a row for every model, country and role with papers under either reading, whatever `--lineage` says.
pub(super) fn table(view: &View<'_>) -> Table {
    let ancestors = Ancestors::of(view.corpus.registry, Lineage::Root);
    let mut cells: BTreeMap<(usize, usize, Country), [Descent; 3]> = BTreeMap::new();
    for counted in &view.papers {
        let mut found: BTreeMap<usize, Named> = BTreeMap::new();
        for (model, role) in counted.named(view.options.scope) {
            found.entry(model).or_default().0 = Some(role);
            for &ancestor in ancestors.of_model(model) {
                found.entry(ancestor).or_default().1.push((model, role));
            }
        }
        for (model, (itself, derivatives)) in found {
            for &country in &counted.countries {
                let levels = cells.entry((counted.group, model, country)).or_default();
                for (descent, level) in levels.iter_mut().zip(Level::ALL) {
                    let admitted = derivatives.iter().filter(|(_, role)| level.admits(*role));
                    descent.add(itself.is_some_and(|role| level.admits(role)), admitted.map(|it| it.0));
                }
            }
        }
    }
    let totals = view.totals();
    let mut rows = Vec::new();
    for ((group, at, country), levels) in cells {
        let Some(model) = view.model(at) else { continue };
        let all = totals.get(&(group, country)).copied().unwrap_or_default();
        let all = matrix::total(all, Counting::Whole);
        for (descent, level) in levels.into_iter().zip(Level::ALL).filter(|(descent, _)| descent.root > 0) {
            let mut through: Vec<(usize, u64)> = descent.through.into_iter().collect();
            through.sort_by_key(|&(model, papers)| (Reverse(papers), model));
            let through = through.into_iter().filter_map(|(at, _)| Some(view.model(at)?.id.clone()));
            rows.push(vec![
                view.group(group).into(),
                model.id.as_str().into(),
                view.origin(at).into(),
                country.into(),
                level.as_str().into(),
                descent.surface.into(),
                descent.root.into(),
                share(descent.surface as f64, all).into(),
                share(descent.root as f64, all).into(),
                Cell::List(through.collect()),
            ]);
        }
    }
    let about =
        format!("Adoption by the printed name, and by what a model was made from; {}", view.options.basis());
    Table { head: Head::new("lineage", about, &COLUMNS).keyed(&["group", "model", "country", "role"]), rows }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adoption::specimen::registry;
    use crate::adoption::tests::{find, used};
    use crate::adoption::{Corpus, Options};

    #[test]
    fn both_readings_stand_side_by_side_whatever_is_chosen() {
        let mut registry = registry();
        let child = registry.models.iter_mut().find(|model| model.id == "bloom").expect("a model");
        child.parents.push(crate::models::Parent { id: "qwen".to_owned(), relation: "finetune".to_owned() });
        let mut corpus = Corpus::new(&registry);
        for paper in [
            used("1", &[&["US"]], &["bloom"]),
            used("2", &[&["US"]], &["bloom", "qwen"]),
            used("3", &[&["US"], &["CN"]], &["qwen"]),
            used("4", &[&["US"]], &[]),
        ] {
            corpus.add(&paper).expect("known models");
        }
        for &lineage in Lineage::ALL {
            let options = Options { lineage, ..Options::default() };
            let table = table(&View::new(&corpus, &options));
            for (model, country, expected) in [
                ("qwen", "US", ["2", "3", "0.5", "0.75", "bloom"]),
                ("qwen", "CN", ["1", "1", "1", "1", ""]),
                ("bloom", "US", ["2", "2", "0.5", "0.5", ""]),
            ] {
                let key = [("model", model), ("country", country), ("role", "strict")];
                let columns = ["surface", "root", "surface_share", "root_share", "through"];
                assert_eq!(columns.map(|column| find(&table, &key, column)), expected, "{model} {country}");
            }
        }
    }
}
