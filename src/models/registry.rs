//! The models of `models.toml`.

use serde::{Deserialize, Serialize};

use crate::country::Country;

/// All models, sorted by id.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Registry {
    /// The models, sorted by id.
    pub models: Vec<Model>,
    /// SHA-256 of the file's bytes, in hexadecimal.
    pub hash: String,
}

/// One entry of `models.toml`: a family, an architecture or a technique.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Unique, lower case.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// The organisation that made it.
    pub developer: Option<String>,
    /// By headquarters: at least one country.
    pub origin: Vec<Country>,
    /// By the lab that did the work; the same as `origin` where nothing else is known.
    pub origin_lab: Vec<Country>,
    /// First public release: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub released: Option<String>,
    /// What it was derived from.
    pub parents: Vec<Parent>,
}

/// An edge of the lineage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parent {
    /// The parent's id.
    pub id: String,
    /// How the child came from it.
    pub relation: String,
}

impl Registry {
    /// The model of an id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Model> {
        self.models
            .binary_search_by(|model| model.id.as_str().cmp(id))
            .ok()
            .and_then(|at| self.models.get(at))
    }
}
