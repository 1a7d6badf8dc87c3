//! Country codes: ISO 3166-1 alpha-2, and `XZ` for supranational bodies.
//!
//! The one vocabulary that the rooms of models, affiliations and tables share; names come from `data/countries.tsv`.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A country code: two upper-case ASCII letters that stand in `data/countries.tsv`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

impl schemars::JsonSchema for Country {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Country".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[A-Z]{2}$" })
    }
}

/// What is not a country code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no ISO 3166-1 alpha-2 country code (nor XZ)")]
pub struct UnknownCountry(pub String);

struct Entry {
    code: Country,
    name: &'static str,
}

static COUNTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let mut entries: Vec<Entry> = include_str!("../data/countries.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(code, name)| {
            let code: [u8; 2] = code.as_bytes().try_into().ok()?;
            Some(Entry { code: Country(code), name })
        })
        .collect();
    entries.sort_by_key(|entry| entry.code);
    entries
});

impl Country {
    /// The code as two upper-case letters.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }

    /// The short English name, as in "South Korea".
    #[must_use]
    pub fn name(self) -> &'static str {
        COUNTRIES
            .binary_search_by_key(&self, |entry| entry.code)
            .ok()
            .and_then(|at| COUNTRIES.get(at))
            .map_or("", |entry| entry.name)
    }

    /// The name within a sentence, with its article: "the United States".
    #[must_use]
    pub fn in_a_sentence(self) -> String {
        let name = self.name();
        let plural = name.starts_with("United ") || name.ends_with("lands") || name.ends_with(" Republic");
        if plural { format!("the {name}") } else { name.to_owned() }
    }

    /// All codes, in alphabetical order.
    pub fn all() -> impl Iterator<Item = Country> {
        COUNTRIES.iter().map(|entry| entry.code)
    }
}

impl FromStr for Country {
    type Err = UnknownCountry;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || UnknownCountry(text.to_owned());
        let code = Country(text.as_bytes().try_into().map_err(|_| unknown())?);
        COUNTRIES.binary_search_by_key(&code, |entry| entry.code).map(|_| code).map_err(|_| unknown())
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Country {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Country {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_take_their_article() {
        for (code, name) in
            [("US", "the United States"), ("NL", "the Netherlands"), ("CN", "China"), ("FI", "Finland")]
        {
            assert_eq!(code.parse().map(Country::in_a_sentence), Ok(name.to_owned()));
        }
    }

    #[test]
    fn codes_parse_only_when_they_exist() {
        assert_eq!("KR".parse::<Country>().map(Country::name), Ok("South Korea"));
        for wrong in ["UK", "us", "", "USA", "ZZ"] {
            assert!(wrong.parse::<Country>().is_err(), "{wrong}");
        }
        assert!("XZ".parse::<Country>().is_ok());
        assert_eq!(Country::all().count(), 250);
    }
}
