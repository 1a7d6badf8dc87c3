//! Front matter of a paper → authors, affiliations and countries, each with the words it rests on.
//!
//! Takes the first pages of a [`Reading`](crate::text::Reading) and the gazetteer of `data/`. Knows nothing of models.

mod authorship;
mod front;
pub mod gazetteer;
pub mod ror;
mod words;

pub use authorship::{Affiliation, Author, Authorship, Basis, Linking};
pub use front::read;
pub use gazetteer::{Gazetteer, Located, Resolution};
