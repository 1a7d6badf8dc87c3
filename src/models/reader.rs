//! Reads values out of a TOML document and keeps a list of everything that is wrong with it.

use std::ops::Range;

use serde::de::IntoDeserializer;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::diagnostic::{Diagnostic, Severity, Source, did_you_mean};

/// The mistakes found so far.
pub(super) struct Mistakes {
    pub source: Source,
    pub found: Vec<Diagnostic>,
}

impl Mistakes {
    /// Notes a mistake.
    pub fn add(&mut self, span: Range<usize>, message: impl Into<String>, help: Option<String>) {
        let message = message.into();
        self.found.push(Diagnostic {
            severity: Severity::Error,
            message,
            help,
            source: self.source.clone(),
            span,
        });
    }

    /// Notes a value of the wrong type.
    fn wrong_type(&mut self, key: &str, wanted: &str, value: &Spanned<DeValue<'_>>) {
        let message = format!("`{key}` must be {wanted}, not {}", value.get_ref().type_str());
        self.add(value.span(), message, None);
    }

    /// Notes every key that is not among the known ones.
    pub fn unknown_keys(&mut self, table: &DeTable<'_>, known: &[&str]) {
        for (key, _) in table {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let help = did_you_mean(name, known.iter().copied())
                    .unwrap_or_else(|| format!("known keys: {}", known.join(", ")));
                self.add(key.span(), format!("unknown key `{name}`"), Some(help));
            }
        }
    }

    /// A string, with its place.
    pub fn string(&mut self, table: &DeTable<'_>, key: &str) -> Option<Spanned<String>> {
        let value = table.get(key)?;
        self.as_string(key, value)
    }

    fn as_string(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Spanned<String>> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_type(key, "a string", value);
            return None;
        };
        if text.trim().is_empty() {
            self.add(value.span(), format!("`{key}` is empty"), None);
            return None;
        }
        Some(Spanned::new(value.span(), text.to_owned()))
    }

    /// A list of strings; absent is empty.
    pub fn strings(&mut self, table: &DeTable<'_>, key: &str) -> Vec<Spanned<String>> {
        let items = self.array(table, key);
        items.iter().filter_map(|item| self.as_string(key, item)).collect()
    }

    /// A string or a list of strings; absent is empty.
    pub fn one_or_many(&mut self, table: &DeTable<'_>, key: &str) -> Vec<Spanned<String>> {
        match table.get(key) {
            Some(value) if value.get_ref().is_array() => self.strings(table, key),
            Some(value) => self.as_string(key, value).into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// A list; absent is empty.
    pub fn array<'a, 'i>(&mut self, table: &'a DeTable<'i>, key: &str) -> Vec<&'a Spanned<DeValue<'i>>> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            self.wrong_type(key, "a list", value);
            return Vec::new();
        };
        items.iter().collect()
    }

    /// A list of tables; absent is empty.
    pub fn tables<'a, 'i>(
        &mut self,
        table: &'a DeTable<'i>,
        key: &str,
    ) -> Vec<(&'a DeTable<'i>, Range<usize>)> {
        let mut tables = Vec::new();
        for item in self.array(table, key) {
            match item.get_ref().as_table() {
                Some(inner) => tables.push((inner, item.span())),
                None => self.wrong_type(key, "a list of tables", item),
            }
        }
        tables
    }

    /// A whole number.
    pub fn number(&mut self, table: &DeTable<'_>, key: &str) -> Option<usize> {
        let value = table.get(key)?;
        let number = value.get_ref().as_integer().and_then(|integer| {
            usize::from_str_radix(&integer.as_str().replace('_', ""), integer.radix()).ok()
        });
        if number.is_none() {
            self.wrong_type(key, "a whole number", value);
        }
        number
    }

    /// One of a set of words.
    pub fn word<T: serde::de::DeserializeOwned>(
        &mut self,
        table: &DeTable<'_>,
        key: &str,
        known: &[&str],
    ) -> Option<T> {
        let text = self.string(table, key)?;
        let deserializer: serde::de::value::StrDeserializer<'_, serde::de::value::Error> =
            text.get_ref().as_str().into_deserializer();
        let word = T::deserialize(deserializer).ok();
        if word.is_none() {
            let help = did_you_mean(text.get_ref(), known.iter().copied())
                .unwrap_or_else(|| format!("one of: {}", known.join(", ")));
            self.add(text.span(), format!("unknown {key} `{}`", text.get_ref()), Some(help));
        }
        word
    }
}
