//! Files of records (JSON Lines, or Parquet from a cluster) → one ordered set of records.
//!
//! Takes the files that `scan` and its adapters wrote, in any number and order; gives their records sorted by id and path, each once,
//! with copies of a file and versions of a work marked as duplicates. Holds an index only: a record is read again when its turn comes, so
//! that memory does not grow with the evidence. What the records mean is left to the room of adoption.

mod error;
mod file;
mod index;
mod parquet;
mod works;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{channel, sync_channel};
use std::thread;

pub use error::RecordsError;
use file::RecordFile;
use index::Entry;

use crate::paper::PaperRecord;
use crate::pdf::Status;

/// How many records are read at once. Fewer are not worth waking other threads.
const BATCH: usize = 256;

/// Sets of fewer bytes are held once they are read: a page beside the tables reads them twice.
const HELD: usize = 4 << 20;

/// Whether records of different registries or gazetteers may stand in one set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mixing {
    /// They are refused.
    #[default]
    Refused,
    /// They are counted together.
    Allowed,
}

/// What lists of papers hold beside the records: without it nobody knows how many papers are missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// All entries.
    pub entries: u64,
    /// Entries that belong to no record, by what the list says of their acceptance; empty where it says nothing.
    pub without_pdf: BTreeMap<String, u64>,
}

/// An ordered set of records that lie in files.
#[derive(Debug)]
pub struct Records {
    files: Vec<RecordFile>,
    entries: Vec<Entry>,
    /// All records, once [`Records::each`] has read a small set.
    held: Vec<PaperRecord>,
    /// SHA-256 of the registries that the records were made with.
    pub registries: BTreeSet<String>,
    /// SHA-256 of the gazetteers that the records were made with.
    pub gazetteers: BTreeSet<String>,
    /// The lists of papers that they were joined with, where these are known.
    pub listing: Option<Listing>,
}

impl Records {
    /// The records of several files, each of JSON Lines or Parquet with a column `record`; a folder stands for the
    /// Parquet in it. The records of Parquet are put into a temporary file.
    ///
    /// # Errors
    /// A file that cannot be read, a line that is no record, records that do not belong together.
    pub fn open(paths: &[PathBuf], mixing: Mixing) -> Result<Self, RecordsError> {
        Self::index(RecordFile::open_all(paths)?, mixing)
    }

    /// The records of a stream that cannot be read twice, such as standard input; it is put into a temporary file.
    ///
    /// # Errors
    /// As [`Records::open`]; and where there is no room for the temporary file.
    pub fn spool(stream: impl Read, name: &Path, mixing: Mixing) -> Result<Self, RecordsError> {
        Self::index(vec![RecordFile::spool(stream, name)?], mixing)
    }

    fn index(files: Vec<RecordFile>, mixing: Mixing) -> Result<Self, RecordsError> {
        let index = index::build(&files)?;
        if mixing == Mixing::Refused {
            index.hashes.check(&files)?;
        }
        let (registries, gazetteers) = index.hashes.into_sets();
        let entries = index::settle(index.entries, &files)?;
        Ok(Self { files, entries, held: Vec::new(), registries, gazetteers, listing: None })
    }

    /// The files that they lie in: of a folder those in it, of a stream none.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().filter_map(RecordFile::path)
    }

    /// How many records there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// How many records there are of each status.
    #[must_use]
    pub fn statuses(&self) -> BTreeMap<Status, u64> {
        let mut counts = BTreeMap::new();
        for entry in &self.entries {
            *counts.entry(entry.status).or_default() += 1;
        }
        counts
    }

    /// Whether there is no record at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Reads the records one after the other, sorted by id and path.
    pub fn read(&mut self) -> impl Iterator<Item = Result<PaperRecord, RecordsError>> + use<'_> {
        let Self { files, entries, .. } = self;
        let mut line = Vec::new();
        entries.iter().map(move |entry| {
            line.clear();
            read_line(files, entry, &mut line)?;
            parse(files, entry, &line)
        })
    }

    /// Gives `take` the same records in the same order; those of a small set are read once, however often this is called.
    ///
    /// # Errors
    /// What cannot be read, and the first error of `take`.
    pub fn each<E: From<RecordsError>>(
        &mut self,
        take: impl FnMut(&PaperRecord) -> Result<(), E>,
    ) -> Result<(), E> {
        if self.entries.iter().map(|entry| entry.length).sum::<usize>() >= HELD {
            return self.each_ahead(take);
        }
        if self.held.is_empty() {
            self.held = self.read().collect::<Result<_, _>>()?;
        }
        self.held.iter().try_for_each(take)
    }

    /// Reads ahead on a thread of its own.
    fn each_ahead<E: From<RecordsError>>(
        &mut self,
        mut take: impl FnMut(&PaperRecord) -> Result<(), E>,
    ) -> Result<(), E> {
        let (ahead, batches) = sync_channel::<Vec<Result<PaperRecord, RecordsError>>>(AHEAD);
        let (back, taken) = channel();
        thread::scope(|scope| {
            scope.spawn(move || {
                let mut records = self.read();
                loop {
                    let batch: Vec<_> = records.by_ref().take(BATCH).collect();
                    // To free on one thread what another allocated would cost more than is won.
                    drop(taken.try_iter().collect::<Vec<_>>());
                    if batch.is_empty() || ahead.send(batch).is_err() {
                        break;
                    }
                }
            });
            for batch in batches {
                for record in batch {
                    let record = record?;
                    let done = take(&record);
                    // Without its thread, it is freed here.
                    drop(back.send(record));
                    done?;
                }
            }
            Ok(())
        })
    }
}

/// So many batches of records may wait for the thread that takes them.
const AHEAD: usize = 4;

fn parse(files: &[RecordFile], entry: &Entry, line: &[u8]) -> Result<PaperRecord, RecordsError> {
    let mut record: PaperRecord = serde_json::from_slice(line)
        .map_err(|cause| error::diagnose(files, entry.file, entry.line, line, &cause))?;
    record.duplicate_of.clone_from(&entry.duplicate_of);
    Ok(record)
}

/// Appends the bytes of an entry.
fn read_line(files: &[RecordFile], entry: &Entry, bytes: &mut Vec<u8>) -> Result<(), RecordsError> {
    let start = bytes.len();
    bytes.resize(start + entry.length, 0);
    let (Some(file), Some(line)) = (files.get(entry.file), bytes.get_mut(start..)) else { return Ok(()) };
    file.read_at(entry.offset, line).map_err(|source| RecordsError::Read { path: file.name.clone(), source })
}

#[cfg(test)]
mod tests;
