//! What can be wrong with files of records, and what to do about it.

use std::path::{Path, PathBuf};

use super::RecordFile;
use crate::paper::SCHEMA;

/// Why records cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum RecordsError {
    /// The file cannot be opened or read.
    #[error("{}: cannot read the records", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A folder stands where a file should.
    #[error("{}: is a folder that holds no Parquet of records; name the file, as in {}", path.display(),
        path.join("papers.jsonl").display())]
    Folder {
        /// The folder.
        path: PathBuf,
    },
    /// The last line has no end.
    #[error(
        "{}:{line}: the file ends in the middle of a record, so whatever wrote it was interrupted; \
         run that scan again (it goes on where it stopped), or remove the last line to do without that paper",
        path.display()
    )]
    Cut {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
    },
    /// A line that is no JSON.
    #[error(
        "{}:{line}:{column}: not JSON: {cause}; records are the lines that `crosscurrent scan` writes, one a paper",
        path.display()
    )]
    NotJson {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
        /// What is wrong with it.
        cause: String,
    },
    /// JSON, but no record.
    #[error(
        "{}:{line}: JSON, but no record of a paper: {cause}; records are the lines that `crosscurrent scan` writes",
        path.display()
    )]
    NotARecord {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is wrong with it.
        cause: String,
    },
    /// A record of another version of the form.
    #[error(
        "{}:{line}: a record of schema {found}, but this version reads schema {SCHEMA}; \
         scan these papers again with this version",
        path.display()
    )]
    Schema {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// The version found.
        found: u64,
    },
    /// Parquet that cannot be read.
    #[error(
        "{}: cannot read this Parquet: {cause}; it must be whole, and compressed by gzip, Snappy, LZ4 or not at all",
        path.display()
    )]
    Parquet {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        cause: String,
    },
    /// Parquet of something else.
    #[error(
        "{}: Parquet without the column `record` that the adapters for Spark and Ray write; it has {found}",
        path.display()
    )]
    NoColumn {
        /// The file.
        path: PathBuf,
        /// Its columns.
        found: String,
    },
    /// Parquet whose column is no text.
    #[error("{}: the column `record` holds no text; it must hold the records as JSON", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
    },
    /// A row without a record.
    #[error("{}: row {row} has no record; run the job that wrote it again", path.display())]
    NoRecord {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        row: usize,
    },
    /// Records that were made with different data.
    #[error(
        "the records were made with different versions of the {what}:\n  {} has {}\n  {} has {}\n\
         scan all papers with the same one, or count them together with --allow-mixed",
        first.0.display(), short(&first.1), second.0.display(), short(&second.1)
    )]
    Mixed {
        /// `registry` or `gazetteer`.
        what: &'static str,
        /// A file and the hash in it.
        first: (PathBuf, String),
        /// Another.
        second: (PathBuf, String),
    },
}

fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

/// Tells what is wrong with a line that could not be read as a record.
pub(super) fn diagnose(
    files: &[RecordFile],
    file: usize,
    line: usize,
    bytes: &[u8],
    cause: &serde_json::Error,
) -> RecordsError {
    let path = files.get(file).map_or(Path::new(""), |file| &file.name).to_owned();
    match serde_json::from_slice::<serde_json::Value>(bytes) {
        Err(error) if error.is_eof() && !bytes.ends_with(b"\n") => RecordsError::Cut { path, line },
        Err(error) => {
            RecordsError::NotJson { path, line, column: error.column(), cause: without_place(&error) }
        }
        Ok(value) => match value.get("schema").and_then(serde_json::Value::as_u64) {
            Some(found) if found != u64::from(SCHEMA) => RecordsError::Schema { path, line, found },
            _ => RecordsError::NotARecord { path, line, cause: without_place(cause) },
        },
    }
}

/// The message without "at line 1 column 7": the line is counted within the record, not within the file.
fn without_place(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.rsplit_once(" at line ").map_or(message.clone(), |(before, _)| before.to_owned())
}
