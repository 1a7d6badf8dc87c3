//! `models.toml` → registry; [`Text`](crate::text::Text) → the models it names, each with role and evidence.
//!
//! Takes a normalised text, gives what was found and what could not be decided. Knows nothing of countries of authors.

mod findings;
mod registry;

pub use findings::{Ambiguous, Evidence, Findings, ModelMention, Role, ZoneCounts};
pub use registry::{Model, Parent, Registry};
