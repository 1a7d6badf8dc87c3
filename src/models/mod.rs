//! `models.toml` → registry; [`Text`](crate::text::Text) → the models it names, each with role and evidence.
//!
//! Takes a normalised text, gives what was found and what could not be decided. Knows nothing of countries of authors.

mod after;
mod automaton;
mod behind;
mod check;
mod cues;
mod diagnostic;
mod find;
mod findings;
mod matcher;
mod parse;
mod pattern;
mod reader;
mod registry;
mod roles;
mod schema;
mod sentence;
mod sieve;
mod suffix;
mod suggest;
#[cfg(test)]
mod tests;
mod usage;
mod verdict;
mod veto;
mod weigh;
mod word_list;
mod word_starts;
mod words;

pub use after::After;
pub use diagnostic::{Diagnostic, Severity, Source, did_you_mean};
pub use findings::{Ambiguous, Evidence, Findings, ModelMention, Role, ZoneCounts};
pub use matcher::{Matcher, TooManyNames};
pub use registry::{Alias, Model, Parent, Registry};
pub use schema::{Compound, Kind, Policy, schema};
pub use suggest::{Suggestion, Suggestions};
pub use usage::{AliasUse, Usage};
