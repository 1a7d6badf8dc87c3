//! Readings by content: one database file that lets a run go on where it stopped, and a second run read no PDF.
//!
//! Takes what [`encode`] made of a [`Reading`], under the SHA-256 of the file and the version of the code that read it.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, params};

use crate::pdf::Status;
use crate::text::Reading;

/// Fingerprint of the code that reads PDFs.
const READER: &str = env!("CROSSCURRENT_READER");

/// No reading is larger; a larger one is a damaged cache.
const LARGEST: usize = 1 << 30;

/// How long a run waits for another one that writes to the same file.
const PATIENCE: Duration = Duration::from_secs(20);

/// The database of readings. Several runs may use one file at once.
#[derive(Debug)]
pub struct Cache {
    path: PathBuf,
    connection: Mutex<Connection>,
}

/// The cache file cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the cache {} cannot be used: {cause}; give another one with --cache FILE, or --no-cache", path.display())]
pub struct CacheError {
    path: PathBuf,
    cause: rusqlite::Error,
}

impl Cache {
    /// Opens or makes the database.
    ///
    /// # Errors
    ///
    /// When the file cannot be written or is no database.
    pub fn open(path: &Path) -> Result<Self, CacheError> {
        let open = || {
            let connection = Connection::open(path)?;
            connection.busy_timeout(PATIENCE)?;
            connection.execute_batch(
                "PRAGMA journal_mode = WAL;
                 PRAGMA synchronous = NORMAL;
                 CREATE TABLE IF NOT EXISTS reading (
                     id TEXT NOT NULL, engine TEXT NOT NULL, reader TEXT NOT NULL, reading BLOB NOT NULL,
                     PRIMARY KEY (id, engine, reader)
                 ) STRICT;",
            )?;
            Ok(connection)
        };
        let connection = open().map_err(|cause| CacheError { path: path.to_owned(), cause })?;
        Ok(Self { path: path.to_owned(), connection: Mutex::new(connection) })
    }

    /// The reading of a file by an engine; `None` where there is none, or none that can be decoded.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub fn get(&self, id: &str, engine: &str) -> Result<Option<Reading>, CacheError> {
        let blob = self.with(|connection| {
            connection
                .prepare_cached("SELECT reading FROM reading WHERE id = ?1 AND engine = ?2 AND reader = ?3")?
                .query_row(params![id, engine, READER], |row| row.get::<_, Vec<u8>>(0))
                .optional()
        })?;
        Ok(blob.and_then(|blob| decode(&blob)))
    }

    /// Keeps a reading.
    ///
    /// # Errors
    ///
    /// When the database fails: a full disk, a file that may not be written.
    pub fn put(&self, id: &str, engine: &str, encoded: &[u8]) -> Result<(), CacheError> {
        self.with(|connection| {
            connection
                .prepare_cached("INSERT OR REPLACE INTO reading VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![id, engine, READER, encoded])
        })?;
        Ok(())
    }

    fn with<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, CacheError> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        work(&connection).map_err(|cause| CacheError { path: self.path.clone(), cause })
    }
}

/// Whether another run would come to the same reading: a deadline or a death may be the machine's fault.
#[must_use]
pub fn is_lasting(status: Status) -> bool {
    !matches!(status, Status::Timeout | Status::Crash | Status::Missing)
}

/// A reading as compressed bytes; also what a worker answers.
///
/// # Errors
///
/// None that a reading can cause.
pub fn encode(reading: &Reading) -> Result<Vec<u8>, postcard::Error> {
    Ok(lz4_flex::compress_prepend_size(&postcard::to_stdvec(reading)?))
}

/// A reading from compressed bytes; `None` where they are damaged.
#[must_use]
pub fn decode(encoded: &[u8]) -> Option<Reading> {
    let (size, _) = lz4_flex::block::uncompressed_size(encoded).ok()?;
    if size > LARGEST {
        return None;
    }
    postcard::from_bytes(&lz4_flex::decompress_size_prepended(encoded).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::ProblemKind;

    fn reading() -> Reading {
        Reading::failed(Status::Encrypted, ProblemKind::Encrypted, "a password is needed".to_owned())
    }

    #[test]
    fn a_reading_comes_back_for_its_file_and_engine_alone() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(&folder.path().join("cache.sqlite")).unwrap();
        cache.put("file", "hayro", &encode(&reading()).unwrap()).unwrap();
        assert_eq!(cache.get("file", "hayro").unwrap(), Some(reading()));
        assert_eq!(cache.get("file", "pdf-extract").unwrap(), None);
        assert_eq!(cache.get("other", "hayro").unwrap(), None);
    }

    #[test]
    fn damaged_readings_are_read_again() {
        let encoded = encode(&reading()).unwrap();
        for cut in 0..encoded.len() {
            assert_eq!(decode(&encoded[..cut]), None, "cut after {cut} bytes");
        }
        assert_eq!(decode(&[0xff; 64]), None);
    }

    #[test]
    fn a_file_that_is_no_database_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.txt");
        std::fs::write(&path, "these are notes, not a database at all, and long enough to be looked at")
            .unwrap();
        let error = Cache::open(&path).unwrap_err().to_string();
        assert!(error.contains("notes.txt") && error.contains("--no-cache"), "{error}");
    }
}
