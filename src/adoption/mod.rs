//! A set of papers → the tables of the definitions: adoption, flows, collaboration, diffusion, study, and the evidence.
//!
//! Takes records, the registry and the [`Options`]; gives typed [`Table`]s and a summary for a person. Everything is a
//! pure function of the set: neither the order of the papers nor their sharding moves a digit. Where papers are not
//! grouped, the column `group` is empty; where they are, a paper whose year, venue or track is unknown stands in the
//! group `unknown`, and no row adds the groups up. Formats and files are left to the room of export.

mod balance;
mod behind;
mod cell;
mod collaboration;
mod columns;
mod composition;
mod corpus;
mod dependence;
mod differences;
mod diffusion;
mod evidence;
mod flows;
mod health;
pub mod interval;
mod lineage;
mod matrix;
mod moves;
mod options;
mod periods;
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
mod trend;
mod versions;
mod view;

pub use behind::{Behind, Named};
pub use cell::{CellPapers, Reason};
pub use corpus::{Corpus, Making, UnknownModel, role_in};
pub use evidence::EvidenceTable;
pub use health::{Health, Weak};
pub use moves::{Move, moves};
pub use options::{
    Counting, Fold, FoldError, GroupBy, Level, Lineage, Measure, Options, OriginBasis, Scope, UnknownChoice,
};
pub use quote::Quote;
pub use sensitivity::Sensitivity;
pub use study::Question;
pub use summary::{grounds, summary};
pub use table::{Cell, Column, Head, Kind, LIST_SEPARATOR, Row, Table};
pub use trend::trends;

use rayon::prelude::*;

use crate::country::Country;
use view::View;

/// The tables that count papers, in the order of the output folder. Those of single papers are [`EvidenceTable`]s.
#[must_use]
pub fn tables(corpus: &Corpus<'_>, options: &Options) -> Vec<Table> {
    let mut tables = Vec::new();
    each_table(corpus, options, |table| -> Result<(), std::convert::Infallible> {
        tables.push(table);
        Ok(())
    })
    .unwrap_or_else(|never| match never {});
    tables
}

/// Gives [`tables`] one after the other; some are counted at once, but never are all of them held.
///
/// # Errors
/// The first error of `each`.
pub fn each_table<E>(
    corpus: &Corpus<'_>,
    options: &Options,
    mut each: impl FnMut(Table) -> Result<(), E>,
) -> Result<(), E> {
    let view = View::new(corpus, options);
    for counts in COUNTS.chunks(AT_ONCE) {
        let tables = spread(corpus.len(), counts, |count| count(&view));
        tables.into_iter().flatten().try_for_each(&mut each)?;
    }
    drop(view);
    each(Sensitivity::try_all(corpus, options, &Question::study()).table())
}

/// Tables that share what they are counted from, in the order of the output folder.
type Count = fn(&View<'_>) -> Vec<Table>;

const COUNTS: [Count; 9] = [
    |view| {
        let adoption = matrix::Adoption::count(view);
        vec![adoption.matrix(), adoption.long(), specialisation::table(view, &adoption)]
    },
    |view| {
        let flows = flows::Flows::count(view);
        vec![flows.table(), dependence::table(view, &flows), balance::table(view), collaboration::table(view)]
    },
    |view| {
        let diffusion = diffusion::Diffusion::count(view);
        vec![diffusion.table(), diffusion.medians()]
    },
    |view| vec![periods::table(view)],
    |view| vec![lineage::table(view)],
    |view| vec![versions::table(view)],
    |view| vec![differences::table(view)],
    |view| vec![study::table(view)],
    |view| vec![composition::table(view)],
];

/// How many of them are counted at once.
const AT_ONCE: usize = 3;

/// For fewer papers, waking other threads costs more than they save.
const FEW: usize = 2000;

/// Does some work for each item, in their order; on all processors where there are many papers.
fn spread<T: Sync, R: Send>(papers: usize, items: &[T], work: impl Fn(&T) -> R + Send + Sync) -> Vec<R> {
    if papers < FEW { items.iter().map(work).collect() } else { items.par_iter().map(work).collect() }
}

/// `adoption_long` alone.
#[must_use]
pub fn adoption_long(corpus: &Corpus<'_>, options: &Options) -> Table {
    matrix::Adoption::count(&View::new(corpus, options)).long()
}

/// The countries of the counted papers, those of most papers first, and the weight of all papers of each, in the order
/// of [`Counting::ALL`].
#[must_use]
pub fn totals(corpus: &Corpus<'_>, options: &Options) -> Vec<(Country, [f64; 3])> {
    let options = Options { group_by: GroupBy::None, ..options.clone() };
    let view = View::new(corpus, &options);
    let totals = view.totals();
    let weights = |country| totals.get(&(0, country)).copied().unwrap_or_default();
    view.countries_by_papers().into_iter().map(|(country, _)| (country, weights(country))).collect()
}

/// `diffusion_curve`: how the share of countries that a model has reached grows with the months since its release.
#[must_use]
pub fn reach(corpus: &Corpus<'_>, options: &Options) -> Table {
    diffusion::Diffusion::count(&View::new(corpus, options)).curves()
}

#[cfg(test)]
mod tests;
