//! Derivatives and what they were made from.

use std::collections::BTreeMap;

use super::Lineage;
use crate::models::{Registry, Role};

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

    /// Adds the ancestors of each model, with its role; a model keeps its highest.
    pub fn extend(&self, models: Vec<(usize, Role)>) -> Vec<(usize, Role)> {
        if self.0.is_empty() {
            return models;
        }
        let mut extended: BTreeMap<usize, Role> = BTreeMap::new();
        for (model, role) in models {
            let ancestors = self.0.get(model).into_iter().flatten().copied();
            for adopted in ancestors.chain([model]) {
                let known = extended.entry(adopted).or_insert(role);
                *known = role.max(*known);
            }
        }
        extended.into_iter().collect()
    }
}
