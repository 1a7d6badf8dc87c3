//! Lists of papers (CSV or TSV, JSON Lines, the JSON lists of conference sites) → what they say of each paper, joined with its
//! record.
//!
//! Takes the texts of the lists and, one after the other, records; gives each record the values of its entry, which win over
//! the page, and notes where the page says something else. A list knows the papers whose PDF is missing: [`Listing`]
//! counts them. Nothing of it is cached: the same reading serves with another list or with none.

mod apply;
mod entry;
mod error;
mod find;
mod pdfs;
mod raw;

use std::collections::BTreeMap;

pub use error::{MetadataError, Mistake};
pub use pdfs::{Pdf, pdfs};

use crate::affiliation::Gazetteer;
use crate::paper::{Listed, PaperRecord};
use crate::records::Listing;
use entry::Entry;
use find::Finder;

/// A list as it lies on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetadataFile {
    /// What messages and records call it.
    pub name: String,
    /// What it holds.
    pub text: String,
}

/// The entries of all lists, and which of them were met.
#[derive(Debug)]
pub struct Metadata {
    entries: Vec<Entry>,
    finder: Finder,
    met: Vec<bool>,
    records: usize,
}

impl Metadata {
    /// Reads lists; the form of each is told by its first character.
    ///
    /// # Errors
    /// All mistakes of all lists, with file and line.
    pub fn parse(files: &[MetadataFile], gazetteer: &Gazetteer) -> Result<Self, MetadataError> {
        let (mut entries, mut mistakes) = (Vec::new(), Vec::new());
        for file in files {
            let before = entries.len();
            let mut tell = |line, message| {
                mistakes.push(Mistake { file: file.name.clone(), line, message });
            };
            match raw::objects(&file.text) {
                Ok(objects) => {
                    for object in objects {
                        match Entry::new(&file.name, &object, gazetteer) {
                            Ok(entry) => entries.push(entry),
                            Err(messages) => messages.into_iter().for_each(|it| tell(object.line, it)),
                        }
                    }
                }
                Err((line, message)) => tell(line, message),
            }
            if entries.len() == before && !mistakes.iter().any(|it| it.file == file.name) {
                mistakes.push(Mistake {
                    file: file.name.clone(),
                    line: 1,
                    message: "the list has no entries".to_owned(),
                });
            }
        }
        if !mistakes.is_empty() {
            return Err(MetadataError(mistakes));
        }
        let finder = Finder::new(&entries);
        Ok(Self { met: vec![false; entries.len()], entries, finder, records: 0 })
    }

    /// Gives a record the values of its entry, if it has one.
    pub fn join(&mut self, record: &mut PaperRecord, gazetteer: &Gazetteer) {
        self.records += 1;
        let Some((at, by)) = self.finder.find(&self.entries, record) else { return };
        let Some(entry) = self.entries.get(at) else { return };
        apply::apply(entry, record, gazetteer);
        record.metadata =
            Some(Listed { file: entry.file.clone(), line: entry.line, by, status: entry.status.clone() });
        if let Some(met) = self.met.get_mut(at) {
            *met = true;
        }
    }

    /// What the lists hold, and which entries no record met.
    #[must_use]
    pub fn listing(&self) -> Listing {
        let mut without_pdf = BTreeMap::new();
        for (entry, _) in self.entries.iter().zip(&self.met).filter(|(_, met)| !**met) {
            *without_pdf.entry(entry.status.clone().unwrap_or_default()).or_default() += 1;
        }
        Listing { entries: self.entries.len() as u64, without_pdf }
    }

    /// What to tell where records came and none has an entry: how the two are compared, by the first of each.
    #[must_use]
    pub fn stranger(&self, path: &str) -> Option<String> {
        if self.records == 0 || self.met.contains(&true) {
            return None;
        }
        let entry = self.entries.first()?;
        let keys = [("id", &entry.id), ("file", &entry.stem), ("doi", &entry.doi), ("title", &entry.title)];
        let keys: Vec<String> =
            keys.iter().filter_map(|(name, key)| key.as_ref().map(|key| format!("{name} `{key}`"))).collect();
        Some(format!(
            "no entry of the metadata ({} in all) belongs to a PDF: ids and files are compared with the names of files, \
             DOIs and titles with the pages; the first entry ({}:{}) has {}, the first PDF is {path}",
            self.entries.len(),
            entry.file,
            entry.line,
            keys.join(", "),
        ))
    }
}

#[cfg(test)]
mod tests;
