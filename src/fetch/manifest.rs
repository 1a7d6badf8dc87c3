//! What came of every address: a table that is written whole, and a journal beside it until then.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::failure::Failure;
use super::{FetchError, make};
use crate::export;

/// The table in the folder of the PDFs.
pub const FILE: &str = "manifest.csv";

/// The rows of a run that has not ended. Its lock keeps other runs out.
const JOURNAL: &str = ".crosscurrent-fetch.csv";

/// What became of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The PDF is in the folder.
    Ok,
    /// The server's answer is no file; the column `http` has its code.
    Http,
    /// What came is no PDF.
    NotPdf,
    /// It is larger than may be.
    TooLarge,
    /// The host's `robots.txt` asks not to fetch it.
    Robots,
    /// No answer, or half of one, or none that tells what the host wants left alone.
    Unreachable,
    /// No end of the answer in time.
    Timeout,
    /// One redirect after the other.
    Redirects,
    /// The address is none.
    BadAddress,
    /// A file of its name is there that was not fetched.
    InTheWay,
}

impl Status {
    /// The name it has in the manifest.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Http => "http",
            Self::NotPdf => "not_pdf",
            Self::TooLarge => "too_large",
            Self::Robots => "robots",
            Self::Unreachable => "unreachable",
            Self::Timeout => "timeout",
            Self::Redirects => "redirects",
            Self::BadAddress => "bad_address",
            Self::InTheWay => "in_the_way",
        }
    }
}

/// A row of the manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The address as the list has it.
    pub url: String,
    /// The name of the PDF in the folder; empty where there is none.
    pub file: String,
    /// What became of it.
    pub status: Status,
    /// The code of an answer that was no file.
    pub http: Option<u16>,
    /// The size of the PDF.
    pub bytes: u64,
    /// The SHA-256 of the PDF, in hexadecimal.
    pub sha256: String,
    /// Why there is no PDF, in words.
    pub error: String,
}

impl Row {
    pub(super) fn failed(url: &str, failure: &Failure) -> Self {
        Self {
            url: url.to_owned(),
            file: String::new(),
            status: failure.status,
            http: failure.http,
            bytes: 0,
            sha256: String::new(),
            // The journal is read line by line.
            error: failure.detail.replace(['\r', '\n'], " "),
        }
    }
}

/// The rows of all runs into a folder.
pub(super) struct Manifest {
    folder: PathBuf,
    rows: BTreeMap<String, Row>,
    files: BTreeSet<String>,
    journal: File,
}

impl Manifest {
    /// Reads what earlier runs wrote, also one that was killed.
    pub fn open(folder: &Path) -> Result<Self, FetchError> {
        make(folder)?;
        let mut journal = lock(folder)?;
        let path = folder.join(FILE);
        let mut rows = Vec::new();
        match fs::read_to_string(&path) {
            Ok(text) => rows.extend(parse(&text, true).map_err(|why| FetchError::Manifest { path, why })?),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
            Err(cause) => return Err(FetchError::Manifest { path, why: cause.to_string() }),
        }
        let path = folder.join(JOURNAL);
        rows.extend(resume(&mut journal).map_err(|cause| FetchError::write(&path, cause))?);
        let mut manifest =
            Self { folder: folder.to_owned(), rows: BTreeMap::new(), files: BTreeSet::new(), journal };
        for row in rows {
            manifest.keep(row);
        }
        Ok(manifest)
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The row of an address whose PDF is here, as it came.
    pub fn held(&self, url: &str) -> Option<&Row> {
        self.rows.get(url).filter(|row| {
            let file = fs::metadata(self.folder.join(&row.file));
            row.status == Status::Ok && file.is_ok_and(|it| it.is_file() && it.len() == row.bytes)
        })
    }

    /// The file of an address, from earlier runs.
    pub fn file_of(&self, url: &str) -> Option<&str> {
        self.rows.get(url).map(|row| row.file.as_str()).filter(|file| !file.is_empty())
    }

    /// Whether a file of this name was fetched, whatever its case.
    pub fn knows(&self, file: &str) -> bool {
        self.files.contains(&file.to_lowercase())
    }

    /// Takes a row, so that nothing can lose it.
    pub fn note(&mut self, row: &Row) -> Result<(), FetchError> {
        let path = self.folder.join(JOURNAL);
        let line = lines([row], false);
        let written = self.journal.write_all(&line).and_then(|()| self.journal.sync_data());
        written.map_err(|cause| FetchError::write(&path, cause))?;
        self.keep(row.clone());
        Ok(())
    }

    fn keep(&mut self, row: Row) {
        if !row.file.is_empty() {
            self.files.insert(row.file.to_lowercase());
        }
        self.rows.insert(row.url.clone(), row);
    }

    /// Writes the table: the same rows, the same bytes, whatever the order of the list.
    pub fn finish(self) -> Result<(), FetchError> {
        let path = self.folder.join(FILE);
        let mut rows: Vec<&Row> = self.rows.values().collect();
        rows.sort_by_key(|row| (row.file.is_empty(), &row.file, &row.url));
        let written = export::draft(&self.folder).and_then(|mut draft| {
            draft.write_all(&lines(rows, true))?;
            draft.as_file().sync_all()?;
            draft.persist(&path).map_err(|error| error.error)?;
            fs::remove_file(self.folder.join(JOURNAL))
        });
        written.map_err(|cause| FetchError::write(&path, cause))
    }
}

/// The journal, which is this run's alone.
fn lock(folder: &Path) -> Result<File, FetchError> {
    let path = folder.join(JOURNAL);
    loop {
        let open = File::options().create(true).read(true).append(true).open(&path);
        let journal = open.map_err(|cause| FetchError::write(&path, cause))?;
        match journal.try_lock() {
            Err(fs::TryLockError::WouldBlock) => return Err(FetchError::Busy { folder: folder.to_owned() }),
            // Another run may have ended between the two, and taken the file away. Where the file system has no locks, nothing
            // can be done.
            _ if path.exists() => return Ok(journal),
            _ => {}
        }
    }
}

/// The rows of a journal; half a line at its end is cut off.
fn resume(journal: &mut File) -> io::Result<Vec<Row>> {
    let mut bytes = Vec::new();
    journal.read_to_end(&mut bytes)?;
    let whole = memchr::memrchr(b'\n', &bytes).map_or(0, |at| at + 1);
    bytes.truncate(whole);
    journal.set_len(whole as u64)?;
    journal.seek(SeekFrom::End(0))?;
    parse(&String::from_utf8_lossy(&bytes), false).map_err(io::Error::other)
}

fn parse(text: &str, heading: bool) -> Result<Vec<Row>, String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(heading).from_reader(text.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().map_err(|error| error.to_string())
}

fn lines<'r>(rows: impl IntoIterator<Item = &'r Row>, heading: bool) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().has_headers(heading).from_writer(Vec::new());
    for row in rows {
        // Writing to memory cannot fail.
        let _ = writer.serialize(row);
    }
    writer.into_inner().unwrap_or_default()
}
