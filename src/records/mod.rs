//! Files of records (JSON Lines) → one ordered set of records.
//!
//! Takes the files that `scan` wrote, in any number and order; gives their records sorted by id and path, each once,
//! with copies of a file and versions of a work marked as duplicates. Holds an index only: a record is read again when its turn comes, so
//! that memory does not grow with the evidence. What the records mean is left to the room of adoption.

mod error;
mod index;
mod works;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;

use rayon::prelude::*;

pub use error::RecordsError;
use index::Entry;

use crate::paper::PaperRecord;
use crate::pdf::Status;

/// How many records are read at once where there are more than [`HELD`] bytes of them.
const BATCH: usize = 256;

/// Sets of fewer bytes are held once they are read: a page beside the tables reads them twice. They are not worth a thread.
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

/// A file of records and the name that messages give it.
#[derive(Debug)]
struct RecordFile {
    name: PathBuf,
    file: File,
}

impl Records {
    /// The records of several files.
    ///
    /// # Errors
    /// A file that cannot be read, a line that is no record, records that do not belong together.
    pub fn open(paths: &[PathBuf], mixing: Mixing) -> Result<Self, RecordsError> {
        let files = paths.iter().map(|path| {
            let failed = |source| RecordsError::Read { path: path.clone(), source };
            let file = File::open(path).map_err(failed)?;
            if file.metadata().map_err(failed)?.is_dir() {
                return Err(RecordsError::Folder { path: path.clone() });
            }
            Ok(RecordFile { name: path.clone(), file })
        });
        Self::index(files.collect::<Result<_, _>>()?, mixing)
    }

    /// The records of a stream that cannot be read twice, such as standard input; it is put into a temporary file.
    ///
    /// # Errors
    /// As [`Records::open`]; and where there is no room for the temporary file.
    pub fn spool(mut stream: impl Read, name: &Path, mixing: Mixing) -> Result<Self, RecordsError> {
        let failed = |source| RecordsError::Read { path: name.to_owned(), source };
        let mut file = tempfile::tempfile().map_err(failed)?;
        std::io::copy(&mut stream, &mut file).map_err(failed)?;
        file.flush().map_err(failed)?;
        Self::index(vec![RecordFile { name: name.to_owned(), file }], mixing)
    }

    fn index(mut files: Vec<RecordFile>, mixing: Mixing) -> Result<Self, RecordsError> {
        let index = index::build(&mut files)?;
        if mixing == Mixing::Refused {
            index.hashes.check(&files)?;
        }
        let (registries, gazetteers) = index.hashes.into_sets();
        let entries = index::settle(index.entries, &mut files)?;
        Ok(Self { files, entries, held: Vec::new(), registries, gazetteers, listing: None })
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

    /// The same on all processors: `work` is done to each record on any thread, and `take` gets the record and what `work`
    /// gave, in the order of [`Records::read`] and on this thread.
    ///
    /// # Errors
    /// What cannot be read, and the first error of `take`.
    pub fn each<T, E>(
        &mut self,
        work: impl Fn(&PaperRecord) -> T + Sync,
        mut take: impl FnMut(&PaperRecord, T) -> Result<(), E>,
    ) -> Result<(), E>
    where
        T: Send,
        E: From<RecordsError>,
    {
        if self.entries.iter().map(|entry| entry.length).sum::<usize>() < HELD {
            if self.held.is_empty() {
                self.held = self.read().collect::<Result<_, _>>()?;
            }
            return self.held.iter().try_for_each(|record| take(record, work(record)));
        }
        let (Self { files, entries, .. }, work) = (self, &work);
        thread::scope(|scope| {
            let (batches, ready) = mpsc::sync_channel(1);
            scope.spawn(move || {
                for batch in entries.chunks(BATCH) {
                    // Nobody listens any more once `take` has failed.
                    if batches.send(worked(files, batch, work)).is_err() {
                        break;
                    }
                }
            });
            for found in ready.into_iter().flatten() {
                let (record, made) = found?;
                take(&record, made)?;
            }
            Ok(())
        })
    }
}

/// Reads some entries one after the other and parses them all at once.
fn worked<T: Send>(
    files: &mut [RecordFile],
    batch: &[Entry],
    work: &(impl Fn(&PaperRecord) -> T + Sync),
) -> Vec<Result<(PaperRecord, T), RecordsError>> {
    let mut bytes = Vec::with_capacity(batch.iter().map(|entry| entry.length).sum());
    let lines: Vec<_> = batch
        .iter()
        .map(|entry| {
            let start = bytes.len();
            read_line(files, entry, &mut bytes).map(|()| (entry, start..bytes.len()))
        })
        .collect();
    let files = &*files;
    lines
        .into_par_iter()
        .map(|line| {
            let (entry, place) = line?;
            let record = parse(files, entry, bytes.get(place).unwrap_or_default())?;
            let made = work(&record);
            Ok((record, made))
        })
        .collect()
}

fn parse(files: &[RecordFile], entry: &Entry, line: &[u8]) -> Result<PaperRecord, RecordsError> {
    let mut record: PaperRecord = serde_json::from_slice(line)
        .map_err(|cause| error::diagnose(files, entry.file, entry.line, line, &cause))?;
    record.duplicate_of.clone_from(&entry.duplicate_of);
    Ok(record)
}

/// Appends the bytes of an entry.
fn read_line(files: &mut [RecordFile], entry: &Entry, bytes: &mut Vec<u8>) -> Result<(), RecordsError> {
    let start = bytes.len();
    bytes.resize(start + entry.length, 0);
    let (Some(RecordFile { name, file }), Some(line)) = (files.get_mut(entry.file), bytes.get_mut(start..))
    else {
        return Ok(());
    };
    file.seek(SeekFrom::Start(entry.offset))
        .and_then(|_| file.read_exact(line))
        .map_err(|source| RecordsError::Read { path: name.clone(), source })
}

#[cfg(test)]
mod tests;
