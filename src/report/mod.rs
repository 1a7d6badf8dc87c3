//! Records → one page of HTML to look at, and its figures as SVG.
//!
//! Takes records, the registry and the options; gives a file that loads nothing: its styles, its script and its data lie in
//! it, and a policy in its head forbids everything else. Every number comes from the room of adoption; the page's script
//! only selects among cells that were counted here. Where the file goes is left to the caller.

mod chart;
mod data;
mod doubts;
mod escape;
mod evidence;
mod figure;
mod headline;
mod numbers;
mod page;
mod sheet;
mod svg;
#[cfg(test)]
mod tests;
mod words;

use crate::adoption::{Corpus, Options, Table, UnknownModel};
use crate::export::Watch;
use crate::models::Registry;
use crate::paper::PaperRecord;
use crate::records::{Records, RecordsError};
use doubts::Doubts;
use evidence::Evidence;
use figure::Figure;
use numbers::Numbers;
use page::Page;

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The records cannot be read.
    #[error(transparent)]
    Records(#[from] RecordsError),
    /// The records do not belong to the registry.
    #[error(transparent)]
    Model(#[from] UnknownModel),
}

/// What a page takes from the writing of tables.
#[derive(Default)]
pub struct Gathered {
    doubts: Doubts,
    tables: Vec<Table>,
}

impl Watch for Gathered {
    fn record(&mut self, record: &PaperRecord) {
        self.doubts.add(record);
    }

    fn table(&mut self, table: Table) {
        if numbers::WANTED.contains(&table.head.name) {
            self.tables.push(table);
        }
    }
}

/// A figure as a file of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureFile {
    /// The name of the file.
    pub name: String,
    /// The drawing, as SVG with its own colours.
    pub svg: String,
}

/// The most bytes that a page has: evidence takes what the rest of it leaves.
const LARGEST: usize = 2_900_000;

/// The page: one file of HTML that needs nothing else. `corrected` is the table of that name, where papers were checked by
/// hand.
///
/// # Errors
/// Records that cannot be read, a model that the registry does not have.
pub fn page(
    records: &mut Records,
    registry: &Registry,
    options: &Options,
    corrected: Option<Table>,
) -> Result<String, ReportError> {
    page_within(LARGEST, records, registry, options, corrected)
}

fn page_within(
    largest: usize,
    records: &mut Records,
    registry: &Registry,
    options: &Options,
    corrected: Option<Table>,
) -> Result<String, ReportError> {
    let mut gathered = Gathered::default();
    let corpus = corpus(records, registry, |record| gathered.record(record))?;
    fill(largest, &corpus, gathered, records, options, corrected)
}

/// The page of a corpus that was counted already, while `gathered` looked on.
///
/// # Errors
/// As [`page`].
pub fn page_of(
    corpus: &Corpus<'_>,
    gathered: Gathered,
    records: &mut Records,
    options: &Options,
) -> Result<String, ReportError> {
    fill(LARGEST, corpus, gathered, records, options, None)
}

fn fill(
    largest: usize,
    corpus: &Corpus<'_>,
    gathered: Gathered,
    records: &mut Records,
    options: &Options,
    corrected: Option<Table>,
) -> Result<String, ReportError> {
    let registry = corpus.registry;
    let Gathered { doubts, tables } = gathered;
    let numbers = Numbers::count(corpus, registry, options, tables, corrected);
    let shown = data::models(&numbers);
    let page = Page::new(&numbers, corpus.len(), &figures_of(&numbers), &doubts, &shown);
    let models: Vec<usize> = shown.iter().map(|it| it.model).collect();
    let mut evidence =
        Evidence::new(registry, &numbers.options, &models, largest.saturating_sub(page.size()));
    records.each(|record| {
        evidence.add(record);
        Ok::<_, ReportError>(())
    })?;
    Ok(page.with(evidence.finish()))
}

/// The figures alone, each a file.
///
/// # Errors
/// As [`page`].
pub fn figures(
    records: &mut Records,
    registry: &Registry,
    options: &Options,
    corrected: Option<Table>,
) -> Result<Vec<FigureFile>, ReportError> {
    let corpus = corpus(records, registry, |_| {})?;
    let numbers = Numbers::count(&corpus, registry, options, Vec::new(), corrected);
    let file =
        |(_, figure): (_, Figure)| FigureFile { name: format!("{}.svg", figure.name), svg: figure.file() };
    Ok(figures_of(&numbers).into_iter().map(file).collect())
}

fn corpus<'r>(
    records: &mut Records,
    registry: &'r Registry,
    mut look: impl FnMut(&PaperRecord),
) -> Result<Corpus<'r>, ReportError> {
    let mut corpus = Corpus::new(registry);
    corpus.listing.clone_from(&records.listing);
    records.each(|record| {
        corpus.add(record)?;
        look(record);
        Ok::<_, ReportError>(())
    })?;
    Ok(corpus)
}

/// The figures that have anything to show, each with the section that it stands in.
fn figures_of(numbers: &Numbers<'_>) -> Vec<(&'static str, Figure)> {
    chart::SECTIONS.iter().filter_map(|&(section, draw)| Some((section, draw(numbers)?))).collect()
}
