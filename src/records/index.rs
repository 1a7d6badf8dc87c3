//! Where each record stands, in which order they come, and which are copies.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};

use rayon::prelude::*;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::works::{self, Work};
use super::{BATCH, RecordFile, RecordsError, error, read_line};
use crate::paper::SCHEMA;
use crate::pdf::Status;
use crate::text::Sketch;

/// A record in its file.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) id: Option<String>,
    path: String,
    pub(super) status: Status,
    pub(super) duplicate_of: Option<String>,
    pub(super) work: Work,
    /// Index into the list of files.
    pub(super) file: usize,
    /// Counted from 1.
    pub(super) line: usize,
    pub(super) offset: u64,
    pub(super) length: usize,
}

/// What the index needs of a record.
#[derive(Deserialize)]
struct Envelope<'a> {
    schema: u32,
    #[serde(borrow)]
    id: Option<Cow<'a, str>>,
    #[serde(borrow)]
    path: Cow<'a, str>,
    status: Status,
    #[serde(borrow)]
    duplicate_of: Option<Cow<'a, str>>,
    #[serde(borrow)]
    registry: Cow<'a, str>,
    #[serde(borrow)]
    gazetteer: Cow<'a, str>,
    #[serde(borrow)]
    title: Option<Cow<'a, str>>,
    #[serde(borrow)]
    authors: Vec<Name<'a>>,
    #[serde(default)]
    sketch: Sketch,
    models: Vec<IgnoredAny>,
    pages: u32,
}

#[derive(Deserialize)]
struct Name<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
}

/// All records as they stand in the files.
#[derive(Default)]
pub(super) struct Index {
    pub(super) entries: Vec<Entry>,
    pub(super) hashes: Hashes,
}

/// Each hash, and the file that has it first.
#[derive(Default)]
pub(super) struct Hashes {
    registries: BTreeMap<String, usize>,
    gazetteers: BTreeMap<String, usize>,
}

impl Hashes {
    fn note(&mut self, [registry, gazetteer]: &[Cow<'_, str>; 2], file: usize) {
        for (hashes, hash) in [(&mut self.registries, registry), (&mut self.gazetteers, gazetteer)] {
            if !hashes.contains_key(hash.as_ref()) {
                hashes.insert(hash.to_string(), file);
            }
        }
    }

    /// Refuses a mixture.
    pub(super) fn check(&self, files: &[RecordFile]) -> Result<(), RecordsError> {
        for (what, hashes) in [("registry", &self.registries), ("gazetteer", &self.gazetteers)] {
            let mut seen = hashes.iter();
            if let (Some(first), Some(second)) = (seen.next(), seen.next()) {
                let named = |(hash, file): (&String, &usize)| {
                    let path = files.get(*file).map(|file| file.name.clone()).unwrap_or_default();
                    (path, hash.clone())
                };
                return Err(RecordsError::Mixed { what, first: named(first), second: named(second) });
            }
        }
        Ok(())
    }

    pub(super) fn into_sets(self) -> (BTreeSet<String>, BTreeSet<String>) {
        (self.registries.into_keys().collect(), self.gazetteers.into_keys().collect())
    }
}

/// Reads all files once, line by line.
pub(super) fn build(files: &[RecordFile]) -> Result<Index, RecordsError> {
    let mut index = Index::default();
    for at in 0..files.len() {
        index_file(files, at, &mut index)?;
    }
    Ok(index)
}

fn index_file(files: &[RecordFile], at: usize, index: &mut Index) -> Result<(), RecordsError> {
    let Some(file) = files.get(at) else { return Ok(()) };
    let failed = |source| RecordsError::Read { path: file.name.clone(), source };
    let mut reader = BufReader::with_capacity(1 << 18, file.read().map_err(failed)?);
    let mut bytes = Vec::new();
    let (mut line, mut offset) = (0, 0);
    loop {
        bytes.clear();
        let mut places = Vec::with_capacity(BATCH);
        while places.len() < BATCH {
            let start = bytes.len();
            let length = reader.read_until(b'\n', &mut bytes).map_err(failed)?;
            if length == 0 {
                break;
            }
            line += 1;
            places.push(Place { file: at, line, offset, length, start });
            offset += length as u64;
        }
        if places.is_empty() {
            return Ok(());
        }
        let read = |place: &Place| {
            let line = bytes.get(place.start..place.start + place.length)?;
            (!line.trim_ascii().is_empty()).then(|| place.read(line, files))
        };
        let found: Vec<_> = if places.len() < BATCH {
            places.iter().filter_map(read).collect()
        } else {
            places.par_iter().filter_map(read).collect()
        };
        for found in found {
            let (entry, hashes) = found?;
            index.hashes.note(&hashes, at);
            index.entries.push(entry);
        }
    }
}

/// A line of a file.
struct Place {
    file: usize,
    /// Counted from 1.
    line: usize,
    /// In the file.
    offset: u64,
    length: usize,
    /// In the bytes that are held.
    start: usize,
}

impl Place {
    /// What the index keeps of the record on the line, and the hashes of its registry and gazetteer.
    fn read<'b>(
        &self,
        bytes: &'b [u8],
        files: &[RecordFile],
    ) -> Result<(Entry, [Cow<'b, str>; 2]), RecordsError> {
        let &Self { file, line, offset, length, .. } = self;
        let envelope: Envelope<'b> = serde_json::from_slice(bytes)
            .map_err(|cause| error::diagnose(files, file, line, bytes, &cause))?;
        if envelope.schema != SCHEMA {
            let path = files.get(file).map(|file| file.name.clone()).unwrap_or_default();
            return Err(RecordsError::Schema { path, line, found: envelope.schema.into() });
        }
        let work = Work::new(
            envelope.title.as_deref().unwrap_or_default(),
            envelope.authors.iter().map(|author| author.name.as_ref()),
            envelope.sketch,
            (envelope.models.len(), envelope.pages),
        );
        let entry = Entry {
            id: envelope.id.map(Cow::into_owned),
            path: envelope.path.into_owned(),
            status: envelope.status,
            duplicate_of: envelope.duplicate_of.map(Cow::into_owned),
            work,
            file,
            line,
            offset,
            length,
        };
        Ok((entry, [envelope.registry, envelope.gazetteer]))
    }
}

/// Sorts by id and path, keeps one record of each pair, marks copies of a file that lie under several paths, and
/// versions of one work.
///
/// The first path in order is the one that counts, unless it could not be read where another copy could.
pub(super) fn settle(mut entries: Vec<Entry>, files: &[RecordFile]) -> Result<Vec<Entry>, RecordsError> {
    entries.sort_by(|a, b| (&a.id, &a.path).cmp(&(&b.id, &b.path)));
    let mut settled: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in entries {
        match settled.last_mut() {
            Some(last) if (&last.id, &last.path) == (&entry.id, &entry.path) => {
                if prefer(&entry, last, files)? == Ordering::Less {
                    *last = entry;
                }
            }
            _ => settled.push(entry),
        }
    }
    for copies in settled.chunk_by_mut(|a, b| a.id.is_some() && a.id == b.id) {
        let counted = copies.iter().position(|copy| copy.status.counts()).unwrap_or(0);
        for (at, copy) in copies.iter_mut().enumerate() {
            if at != counted {
                copy.duplicate_of.clone_from(&copy.id);
            } else if copy.duplicate_of == copy.id {
                copy.duplicate_of = None;
            }
        }
    }
    works::mark(&mut settled);
    Ok(settled)
}

/// Which of two records of one id and path to keep: one that counts before one that does not; else by their bytes, so
/// that the order of the files does not matter.
fn prefer(a: &Entry, b: &Entry, files: &[RecordFile]) -> Result<Ordering, RecordsError> {
    let by_status = b.status.counts().cmp(&a.status.counts());
    if by_status != Ordering::Equal {
        return Ok(by_status);
    }
    let (mut one, mut other) = (Vec::new(), Vec::new());
    read_line(files, a, &mut one)?;
    read_line(files, b, &mut other)?;
    Ok(one.trim_ascii().cmp(other.trim_ascii()))
}
