//! A set of papers → the tables of the definitions: adoption, flows, collaboration, diffusion, study, and the evidence.
//!
//! Takes records, the registry and the [`Options`]; gives typed [`Table`]s and a summary for a person. Everything is a
//! pure function of the set: neither the order of the papers nor their sharding moves a digit. Where papers are not
//! grouped, the column `group` is empty; where they are, a paper whose year, venue or track is unknown stands in the
//! group `unknown`, and no row adds the groups up. Formats and files are left to the room of export.

mod behind;
mod collaboration;
mod columns;
mod composition;
mod corpus;
mod dependence;
mod diffusion;
mod evidence;
mod flows;
mod health;
pub mod interval;
mod lineage;
mod matrix;
mod moves;
mod options;
mod quote;
mod sensitivity;
mod specialisation;
#[cfg(test)]
pub(crate) mod specimen;
mod study;
mod summary;
mod survival;
pub mod table;
mod tally;
mod view;

pub use behind::{Behind, Reason};
pub use corpus::{Corpus, Making, UnknownModel};
pub use evidence::EvidenceTable;
pub use health::{Health, Weak};
pub use moves::{Move, moves};
pub use options::{
    Counting, Fold, FoldError, GroupBy, Level, Lineage, Measure, Options, OriginBasis, Scope, UnknownChoice,
};
pub use quote::Quote;
pub use sensitivity::Sensitivity;
pub use study::Question;
pub use summary::summary;
pub use table::{Cell, Column, Head, Kind, LIST_SEPARATOR, Row, Table};

use view::View;

/// The tables that count papers, in the order of the output folder. Those of single papers are [`EvidenceTable`]s.
#[must_use]
pub fn tables(corpus: &Corpus<'_>, options: &Options) -> Vec<Table> {
    let view = View::new(corpus, options);
    let adoption = matrix::Adoption::count(&view);
    let flows = flows::Flows::count(&view);
    let diffusion = diffusion::Diffusion::count(&view);
    vec![
        adoption.matrix(),
        adoption.long(),
        specialisation::table(&view, &adoption),
        flows.table(),
        dependence::table(&view, &flows),
        collaboration::table(&view),
        diffusion.table(),
        diffusion.medians(),
        study::table(&view),
        composition::table(&view),
    ]
}

#[cfg(test)]
mod tests;
