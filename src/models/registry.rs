//! The models of `models.toml`.

use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};

use super::after::After;
use super::diagnostic::{Diagnostic, Source};
use super::schema::{Compound, Kind, Policy};
use super::{check, parse};
use crate::country::Country;

/// All models, sorted by id.
#[derive(Debug, Clone, Default)]
pub struct Registry {
    /// The models, sorted by id.
    pub models: Vec<Model>,
    /// Names that contain a model's name but are none.
    pub ignore: Vec<String>,
    /// SHA-256 of the file's bytes, in hexadecimal.
    pub hash: String,
    /// The file, for [`Registry::check`].
    pub source: Option<Source>,
}

/// One entry of `models.toml`: a family, an architecture or a technique.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// Unique, lower case.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// What sort of thing it is.
    pub kind: Kind,
    /// The organisation that made it.
    pub developer: Option<String>,
    /// By headquarters: at least one country.
    pub origin: Vec<Country>,
    /// By the lab that did the work; the same as `origin` where nothing else is known.
    pub origin_lab: Vec<Country>,
    /// First public release: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    pub released: Option<String>,
    /// First release of the weights, where it differs.
    pub weights: Option<String>,
    /// Where the facts come from.
    pub source: Option<String>,
    /// What it was derived from.
    pub parents: Vec<Parent>,
    /// The names it goes by, with their rules.
    pub aliases: Vec<Arc<Alias>>,
    /// The bytes of the file that hold its name.
    pub span: std::ops::Range<usize>,
}

/// An edge of the lineage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parent {
    /// The parent's id.
    pub id: String,
    /// How the child came from it.
    pub relation: String,
}

/// A name that a model goes by, with the rules under which it counts.
#[derive(Debug, Clone)]
pub struct Alias {
    /// The name; a space or hyphen in it is optional on the page.
    pub text: String,
    /// How much it takes to believe it.
    pub policy: Policy,
    /// Words of which one must be near; empty for the general context words.
    pub near: Vec<String>,
    /// Words of which none may be near.
    pub not_near: Vec<String>,
    /// How many characters on either side are near.
    pub window: usize,
    /// What must follow directly, anchored at the end of the name.
    pub after: Option<After>,
    /// Words that must not follow directly.
    pub not_after: Vec<String>,
    /// Words that must not stand directly before.
    pub not_before: Vec<String>,
    /// What the letters stand for.
    pub stands_for: Vec<String>,
    /// Whether a longer name that ends in this one counts.
    pub compound: Compound,
    /// The bytes of the file that hold its text.
    pub span: std::ops::Range<usize>,
}

impl Registry {
    /// Reads `models.toml`.
    ///
    /// # Errors
    /// Everything that is wrong with the file, in the order of the file.
    pub fn parse(text: &str, file_name: &str) -> Result<Self, Vec<Diagnostic>> {
        parse::parse(text, file_name)
    }

    /// The registry that comes with crosscurrent.
    #[must_use]
    pub fn builtin() -> &'static Registry {
        static BUILTIN: LazyLock<Registry> = LazyLock::new(|| {
            // A test holds that the shipped file parses.
            Registry::parse(Registry::builtin_text(), "models.toml").unwrap_or_default()
        });
        &BUILTIN
    }

    /// The text of the registry that comes with crosscurrent.
    #[must_use]
    pub fn builtin_text() -> &'static str {
        include_str!("../../models.toml")
    }

    /// What the file can be used with but probably does not mean; `today` (`YYYY-MM-DD`) tells dates in the future.
    #[must_use]
    pub fn check(&self, today: &str) -> Vec<Diagnostic> {
        check::check(self, today)
    }

    /// The model of an id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Model> {
        self.models
            .binary_search_by(|model| model.id.as_str().cmp(id))
            .ok()
            .and_then(|at| self.models.get(at))
    }
}
