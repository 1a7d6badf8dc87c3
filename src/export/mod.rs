//! Tables → files: a folder in one format with a data package that describes it, or one database.
//!
//! Takes records, the registry and the options; writes the output folder. Every file is written beside its place and
//! moved there once all of them are whole, so a run that fails leaves what was there before. What is in a table is left
//! to the room of adoption.

mod database;
mod draft;
mod error;
mod folder;
mod format;
mod package;

use std::io::Write;
use std::path::Path;

pub use draft::draft;
pub use error::ExportError;
pub use format::{Format, RowWriter};

use crate::adoption::{Corpus, EvidenceTable, Head, Options, Row, Table, each_table, tables};
use crate::models::Registry;
use crate::paper::PaperRecord;
use crate::records::Records;
use database::Database;
use folder::Folder;

/// The file of the merged records in the output folder.
pub const RECORDS_FILE: &str = "papers.jsonl";

/// Looks on while tables are written, so that neither records nor tables are read again for a page beside them.
pub trait Watch {
    /// A record that is counted.
    fn record(&mut self, record: &PaperRecord);

    /// A table that was counted.
    fn table(&mut self, table: Table);
}

/// Nobody looks on.
impl Watch for () {
    fn record(&mut self, _: &PaperRecord) {}

    fn table(&mut self, _: Table) {}
}

/// Writes all tables, those in `more` too, the merged records and `datapackage.json` into a folder, which is made where
/// it is missing. Gives the corpus that was counted, for the summary.
///
/// # Errors
/// Records that cannot be read, a model that the registry does not have, a folder that cannot be written.
pub fn write_folder<'r>(
    path: &Path,
    records: &mut Records,
    registry: &'r Registry,
    options: &Options,
    format: Format,
    more: &[Table],
    watch: &mut impl Watch,
) -> Result<Corpus<'r>, ExportError> {
    let mut folder = Folder::create(path, format)?;
    let corpus = pour(records, registry, options, more, &mut folder, watch)?;
    folder.finish(&corpus, registry, options)?;
    Ok(corpus)
}

/// Writes all tables, those in `more` too, into one `SQLite` file, with provenance and the meaning of each column.
/// Gives the corpus that was counted, for the summary.
///
/// # Errors
/// As [`write_folder`].
pub fn write_database<'r>(
    path: &Path,
    records: &mut Records,
    registry: &'r Registry,
    options: &Options,
    more: &[Table],
) -> Result<Corpus<'r>, ExportError> {
    let mut database = Database::create(path)?;
    let corpus = pour(records, registry, options, more, &mut database, &mut ())?;
    database.finish(&corpus, registry, options)?;
    Ok(corpus)
}

/// A place that takes all tables.
trait Target {
    /// A table that is being written.
    type Sheet;

    /// Takes a record.
    fn record(&mut self, record: &PaperRecord) -> Result<(), ExportError>;

    /// Begins a table.
    fn begin(&mut self, head: Head) -> Result<Self::Sheet, ExportError>;

    /// Takes the next rows of a table.
    fn rows(&mut self, sheet: &mut Self::Sheet, rows: &[Row]) -> Result<(), ExportError>;

    /// Ends a table.
    fn end(&mut self, sheet: Self::Sheet) -> Result<(), ExportError>;
}

/// Reads the records once: the tables of evidence are written on the way, the counted ones after it.
fn pour<'r, T: Target>(
    records: &mut Records,
    registry: &'r Registry,
    options: &Options,
    more: &[Table],
    target: &mut T,
    watch: &mut impl Watch,
) -> Result<Corpus<'r>, ExportError> {
    let mut corpus = Corpus::new(registry);
    corpus.listing.clone_from(&records.listing);
    for Table { head, rows } in more {
        let mut sheet = target.begin(head.clone())?;
        target.rows(&mut sheet, rows)?;
        target.end(sheet)?;
    }
    let mut sheets = Vec::new();
    for table in EvidenceTable::ALL {
        sheets.push((table, target.begin(table.head(options))?));
    }
    let mut rows = Vec::new();
    records.each(|record| {
        target.record(record)?;
        for (table, sheet) in &mut sheets {
            rows.clear();
            table.push(record, options, &mut rows);
            target.rows(sheet, &rows)?;
        }
        corpus.add(record)?;
        watch.record(record);
        Ok::<_, ExportError>(())
    })?;
    for (_, sheet) in sheets {
        target.end(sheet)?;
    }
    each_table(&corpus, options, |table| {
        let mut sheet = target.begin(table.head.clone())?;
        target.rows(&mut sheet, &table.rows)?;
        watch.table(table);
        target.end(sheet)
    })?;
    Ok(corpus)
}

/// The names of all tables, in the order of the output folder.
#[must_use]
pub fn table_names() -> Vec<&'static str> {
    let (registry, options) = (Registry::default(), Options::default());
    let evidence = EvidenceTable::ALL.into_iter().map(|table| table.head(&options).name);
    evidence
        .chain(tables(&Corpus::new(&registry), &options).into_iter().map(|table| table.head.name))
        .collect()
}

/// Writes one table of the records.
///
/// # Errors
/// A name that is no table; what [`write_folder`] may fail with.
pub fn write_table(
    name: &str,
    records: &mut Records,
    registry: &Registry,
    options: &Options,
    format: Format,
    out: impl Write,
) -> Result<(), ExportError> {
    let failed = ExportError::output;
    if let Some(table) = EvidenceTable::ALL.into_iter().find(|table| table.head(options).name == name) {
        let head = table.head(options);
        let mut writer = format.writer(&head, out).map_err(failed)?;
        let mut rows: Vec<Row> = Vec::new();
        for record in records.read() {
            rows.clear();
            table.push(&record?, options, &mut rows);
            rows.iter().try_for_each(|row| writer.row(row)).map_err(failed)?;
        }
        return writer.finish().and_then(|mut out| out.flush()).map_err(failed);
    }
    if !table_names().contains(&name) {
        return Err(ExportError::NoTable { name: name.to_owned(), known: table_names() });
    }
    let mut corpus = Corpus::new(registry);
    corpus.listing.clone_from(&records.listing);
    for record in records.read() {
        corpus.add(&record?)?;
    }
    let mut out = out;
    each_table(&corpus, options, |table| {
        if table.head.name == name { write(&table, format, &mut out).map_err(failed) } else { Ok(()) }
    })
}

/// Writes a table in a format.
///
/// # Errors
/// What the writer says.
pub fn write(table: &Table, format: Format, out: impl Write) -> std::io::Result<()> {
    let mut writer = format.writer(&table.head, out)?;
    table.rows.iter().try_for_each(|row| writer.row(row))?;
    writer.finish()?.flush()
}

#[cfg(test)]
mod tests;
