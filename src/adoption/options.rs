//! The choices behind a number.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use crate::country::{Country, UnknownCountry};
use crate::models::Role;

/// An enum of named choices: the names stand in options, columns and provenance alike.
macro_rules! choice {
    ($(#[$about:meta])* $name:ident: $what:literal { $($(#[$doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// All choices, in the order of the tables.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As it is typed and printed.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownChoice;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|choice| choice.as_str() == text).ok_or_else(|| UnknownChoice {
                    what: $what,
                    given: text.to_owned(),
                    known: &[$($text),+],
                })
            }
        }
    };
}

choice! {
    /// From which role on a model counts as adopted.
    Level: "role" {
        /// `mentioned` and up.
        Mentioned = "mentioned",
        /// `compared` and up.
        Broad = "broad",
        /// `used` and `created`.
        #[default]
        Strict = "strict",
    }
}

choice! {
    /// How a paper is shared out over its countries.
    Counting: "counting" {
        /// 1 for every country with at least one author.
        #[default]
        Whole = "whole",
        /// Each author 1/n, split over that author's countries.
        Fractional = "fractional",
        /// The first author's countries, 1/k each.
        First = "first",
    }
}

choice! {
    /// Which zones of a paper count.
    Scope: "scope" {
        /// Title, abstract, body, and what could not be told apart.
        Main = "main",
        /// The appendix too.
        #[default]
        All = "all",
    }
}

choice! {
    /// What a model's origin goes by.
    OriginBasis: "origin basis" {
        /// The headquarters of the organisation that made it.
        #[default]
        Hq = "hq",
        /// The lab that did the work.
        Lab = "lab",
    }
}

choice! {
    /// Which models a paper that uses a derivative adopts.
    Lineage: "lineage" {
        /// The one whose name is printed.
        #[default]
        Surface = "surface",
        /// Those too whose weights or answers it was made from: Vicuna counts to Llama as well.
        Root = "root",
    }
}

choice! {
    /// What papers are grouped by.
    GroupBy: "group" {
        /// Not at all: one group whose name is empty.
        #[default]
        None = "none",
        /// The year of the paper.
        Year = "year",
        /// The venue.
        Venue = "venue",
        /// The track of the venue.
        Track = "track",
    }
}

choice! {
    /// What the cells of the matrix hold.
    Measure: "measure" {
        /// The weight of the adopting papers: their number, in whole counting.
        #[default]
        Papers = "papers",
        /// Their share of all papers of the country.
        Share = "share",
        /// The weight of those without an author in the model's origin.
        ArmsLength = "arms_length",
    }
}

/// The choices behind a number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Options {
    /// The role from which on the matrix, diffusion and summary count. The tidy tables have all three.
    pub role: Level,
    /// The counting of the matrix and the summary. The tidy tables have all three.
    pub counting: Counting,
    /// What the cells of the matrix hold.
    pub measure: Measure,
    /// The zones that count.
    pub scope: Scope,
    /// Countries that are counted as another.
    pub fold: Fold,
    /// What a model's origin goes by.
    pub origin_basis: OriginBasis,
    /// Which models a paper that uses a derivative adopts.
    pub lineage: Lineage,
    /// What papers are grouped by.
    pub group_by: GroupBy,
}

/// Countries that are counted as another: `HK,MO=CN`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fold(BTreeMap<Country, Country>);

/// The folding that is tried beside none, where none is asked for.
const USUAL_FOLD: &str = "HK,MO=CN";

/// What is no choice.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is no {what}; choose one of {}", known.join(", "))]
pub struct UnknownChoice {
    /// What was to be chosen.
    pub what: &'static str,
    /// What was given.
    pub given: String,
    /// What there is to choose from.
    pub known: &'static [&'static str],
}

/// What is no folding.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FoldError {
    /// There is no `=`.
    #[error("`{0}` is no folding; write the countries to fold, `=` and the country they count as: HK,MO=CN")]
    Form(String),
    /// A code that does not exist.
    #[error(transparent)]
    Country(#[from] UnknownCountry),
    /// A country that is folded twice, or folded and folded into.
    #[error(
        "{0} cannot be folded both ways; a country is folded once, and never into one that is itself folded"
    )]
    Chain(Country),
}

impl Level {
    /// Whether a role is high enough.
    #[must_use]
    pub fn admits(self, role: Role) -> bool {
        role >= match self {
            Level::Mentioned => Role::Mentioned,
            Level::Broad => Role::Compared,
            Level::Strict => Role::Used,
        }
    }
}

impl Fold {
    /// The country that a country counts as.
    #[must_use]
    pub fn apply(&self, country: Country) -> Country {
        self.0.get(&country).copied().unwrap_or(country)
    }

    /// The countries that a set counts as, sorted, each once.
    #[must_use]
    pub fn apply_all(&self, countries: &[Country]) -> Vec<Country> {
        let mut folded: Vec<Country> = countries.iter().map(|&country| self.apply(country)).collect();
        folded.sort_unstable();
        folded.dedup();
        folded
    }

    /// Whether nothing is folded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// No folding and the one to try beside it: this one, or the usual one where nothing is folded.
    #[must_use]
    pub fn tried(&self) -> [Fold; 2] {
        let other = if self.is_empty() { USUAL_FOLD.parse().unwrap_or_default() } else { self.clone() };
        [Fold::default(), other]
    }

    /// The countries that count as another one, and which.
    pub fn pairs(&self) -> impl Iterator<Item = (Country, Country)> + use<'_> {
        self.0.iter().map(|(&from, &into)| (from, into))
    }

    /// Folds also what another one folds.
    ///
    /// # Errors
    /// A country that would be folded twice, or folded and folded into.
    pub fn and(mut self, other: Fold) -> Result<Self, FoldError> {
        for (from, into) in other.0 {
            if from == into || self.0.insert(from, into).is_some_and(|before| before != into) {
                return Err(FoldError::Chain(from));
            }
        }
        match self.0.values().find(|into| self.0.contains_key(into)) {
            Some(&into) => Err(FoldError::Chain(into)),
            None => Ok(self),
        }
    }
}

impl FromStr for Fold {
    type Err = FoldError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (from, into) = text.split_once('=').ok_or_else(|| FoldError::Form(text.to_owned()))?;
        let into: Country = into.trim().parse()?;
        let mut fold = BTreeMap::new();
        for code in from.split(',') {
            fold.insert(code.trim().parse()?, into);
        }
        Fold::default().and(Fold(fold))
    }
}

impl fmt::Display for Fold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut targets: BTreeMap<Country, Vec<&str>> = BTreeMap::new();
        for (from, into) in &self.0 {
            targets.entry(*into).or_default().push(from.code());
        }
        for (at, (into, from)) in targets.iter().enumerate() {
            write!(f, "{}{}={into}", if at == 0 { "" } else { " " }, from.join(","))?;
        }
        Ok(())
    }
}

impl Serialize for Fold {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Options {
    /// The choices that every table rests on, in words: "scope all, origin by hq, lineage surface, no country folded".
    #[must_use]
    pub fn basis(&self) -> String {
        let Self { scope, origin_basis, fold, lineage, group_by, .. } = self;
        let folded = if fold.is_empty() { "no country folded".to_owned() } else { format!("folded {fold}") };
        let grouped = match group_by {
            GroupBy::None => String::new(),
            by => format!(", grouped by {by}"),
        };
        format!("scope {scope}, origin by {origin_basis}, lineage {lineage}, {folded}{grouped}")
    }
}

impl fmt::Display for Options {
    /// The choices in one line, for the head of a table or a summary.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "role {}, {} counting, {}", self.role, self.counting, self.basis())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folding_is_read_and_printed() {
        for (text, expected) in [
            ("HK,MO=CN", Ok("HK,MO=CN")),
            (" MO , HK = CN", Ok("HK,MO=CN")),
            ("PR=US", Ok("PR=US")),
            (
                "HK",
                Err(
                    "`HK` is no folding; write the countries to fold, `=` and the country they count as: HK,MO=CN",
                ),
            ),
            ("UK=GB", Err("`UK` is no ISO 3166-1 alpha-2 country code (nor XZ)")),
            (
                "HK,CN=CN",
                Err(
                    "CN cannot be folded both ways; a country is folded once, and never into one that is itself folded",
                ),
            ),
        ] {
            let fold = text.parse::<Fold>().map(|fold| fold.to_string()).map_err(|error| error.to_string());
            assert_eq!(fold.as_deref().map_err(String::as_str), expected, "{text}");
        }
        let both = "HK=CN".parse::<Fold>().and_then(|fold| fold.and("PR=US".parse()?));
        assert_eq!(both.map(|fold| fold.to_string()), Ok("HK=CN PR=US".to_owned()));
        let chain = "HK=CN".parse::<Fold>().and_then(|fold| fold.and("CN=TW".parse()?));
        assert!(chain.is_err());
    }

    #[test]
    fn choices_are_read_as_they_are_printed() {
        for level in Level::ALL {
            assert_eq!(level.as_str().parse(), Ok(*level));
        }
        assert_eq!(
            "half".parse::<Counting>().map_err(|error| error.to_string()),
            Err("`half` is no counting; choose one of whole, fractional, first".to_owned())
        );
    }
}
