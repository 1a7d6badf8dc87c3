//! What was read, by content: one database file that lets a run go on where it stopped, and a second run read no PDF.
//!
//! Keeps what [`encode`] makes of a [`Reading`](crate::text::Reading) or an
//! [`Authorship`](crate::affiliation::Authorship), under the SHA-256 of the file, what it was made with, and a
//! fingerprint of the code that made it. Keeps the hash of files too, under what the system says of them.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::pdf::Status;

/// Fingerprint of the code whose work is kept.
const READER: &str = env!("CROSSCURRENT_READER");

/// No reading is larger; a larger one is a damaged cache.
const LARGEST: usize = 1 << 30;

/// How long a run waits for another one that writes to the same file.
const PATIENCE: Duration = Duration::from_secs(20);

/// Until it asks again where the database does not wait by itself.
const RETRY: Duration = Duration::from_millis(5);

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
        let open = || -> rusqlite::Result<Connection> {
            let connection = Connection::open(path)?;
            connection.busy_timeout(PATIENCE)?;
            connection.execute_batch(
                "PRAGMA journal_mode = WAL;
                 PRAGMA synchronous = NORMAL;
                 CREATE TABLE IF NOT EXISTS work (
                     id TEXT NOT NULL, made_with TEXT NOT NULL, code TEXT NOT NULL, work BLOB NOT NULL,
                     PRIMARY KEY (id, made_with, code)
                 ) STRICT;
                 CREATE TABLE IF NOT EXISTS file (
                     stamp TEXT NOT NULL PRIMARY KEY, id TEXT NOT NULL
                 ) STRICT, WITHOUT ROWID;",
            )?;
            Ok(connection)
        };
        let connection = patiently(open).map_err(|cause| CacheError { path: path.to_owned(), cause })?;
        Ok(Self { path: path.to_owned(), connection: Mutex::new(connection) })
    }

    /// What was made of a file with an engine or a gazetteer; `None` where there is nothing, or nothing that can be decoded.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub fn get<T: DeserializeOwned>(&self, id: &str, made_with: &str) -> Result<Option<T>, CacheError> {
        let blob = self.with(|connection| {
            connection
                .prepare_cached("SELECT work FROM work WHERE id = ?1 AND made_with = ?2 AND code = ?3")?
                .query_row(params![id, made_with, READER], |row| row.get::<_, Vec<u8>>(0))
                .optional()
        })?;
        Ok(blob.and_then(|blob| decode(&blob)))
    }

    /// Keeps what was made of a file.
    ///
    /// # Errors
    ///
    /// When the database fails: a full disk, a file that may not be written.
    pub fn put(&self, id: &str, made_with: &str, encoded: &[u8]) -> Result<(), CacheError> {
        self.with(|connection| {
            connection
                .prepare_cached("INSERT OR REPLACE INTO work VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![id, made_with, READER, encoded])
        })?;
        Ok(())
    }

    /// The SHA-256 of the file that had this stamp.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub fn id_of(&self, stamp: &str) -> Result<Option<String>, CacheError> {
        self.with(|connection| {
            connection
                .prepare_cached("SELECT id FROM file WHERE stamp = ?1")?
                .query_row(params![stamp], |row| row.get(0))
                .optional()
        })
    }

    /// Keeps the SHA-256 of the file that has this stamp.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub fn put_id(&self, stamp: &str, id: &str) -> Result<(), CacheError> {
        self.with(|connection| {
            connection
                .prepare_cached("INSERT OR REPLACE INTO file VALUES (?1, ?2)")?
                .execute(params![stamp, id])
        })?;
        Ok(())
    }

    fn with<T>(&self, work: impl Fn(&Connection) -> rusqlite::Result<T>) -> Result<T, CacheError> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        patiently(|| work(&connection)).map_err(|cause| CacheError { path: self.path.clone(), cause })
    }
}

/// Tries again while another run is in the way.
///
/// The database waits by itself, but for a few steps in which waiting could lock both: the change to WAL, a recovery, the
/// end of the last other connection. There it answers at once that it is busy.
fn patiently<T>(work: impl Fn() -> rusqlite::Result<T>) -> rusqlite::Result<T> {
    let begin = Instant::now();
    loop {
        match work() {
            Err(error) if is_busy(&error) && begin.elapsed() < PATIENCE => sleep(RETRY),
            outcome => return outcome,
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::FileLockingProtocolFailed))
}

/// Whether another run would come to the same reading: a deadline or a death may be the machine's fault.
#[must_use]
pub fn is_lasting(status: Status) -> bool {
    !matches!(status, Status::Timeout | Status::Crash | Status::Missing)
}

/// What tells a file from all others and from its own earlier contents without reading it: device, inode, length, and
/// the times of its last changes, in nanoseconds. `None` where the system does not tell.
#[must_use]
pub fn stamp(metadata: &Metadata) -> Option<String> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let (dev, ino, len) = (metadata.dev(), metadata.ino(), metadata.size());
        let (changed, nanos) = (metadata.ctime(), metadata.ctime_nsec());
        Some(format!("{dev}:{ino}:{len}:{}.{}:{changed}.{nanos}", metadata.mtime(), metadata.mtime_nsec()))
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        None
    }
}

/// A value as compressed bytes; for a reading, also what a worker answers.
///
/// # Errors
///
/// None that a reading or an authorship can cause.
pub fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, postcard::Error> {
    Ok(lz4_flex::compress_prepend_size(&postcard::to_stdvec(value)?))
}

/// A value from compressed bytes; `None` where they are damaged.
#[must_use]
pub fn decode<T: DeserializeOwned>(encoded: &[u8]) -> Option<T> {
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
    use crate::text::Reading;

    fn reading() -> Reading {
        Reading::failed(Status::Encrypted, ProblemKind::Encrypted, "a password is needed".to_owned())
    }

    #[test]
    fn a_reading_comes_back_for_its_file_and_engine_alone() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(&folder.path().join("cache.sqlite")).unwrap();
        cache.put("file", "hayro", &encode(&reading()).unwrap()).unwrap();
        assert_eq!(cache.get("file", "hayro").unwrap(), Some(reading()));
        assert_eq!(cache.get::<Reading>("file", "pdf-extract").unwrap(), None);
        assert_eq!(cache.get::<Reading>("other", "hayro").unwrap(), None);
    }

    #[test]
    fn damaged_readings_are_read_again() {
        let encoded = encode(&reading()).unwrap();
        for cut in 0..encoded.len() {
            assert_eq!(decode::<Reading>(&encoded[..cut]), None, "cut after {cut} bytes");
        }
        assert_eq!(decode::<Reading>(&[0xff; 64]), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_changes_has_another_stamp() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("paper.pdf");
        let stamp_of = || stamp(&std::fs::metadata(&path).unwrap()).unwrap();
        std::fs::write(&path, "one").unwrap();
        let first = stamp_of();
        assert_eq!(first, stamp_of());
        std::fs::rename(&path, folder.path().join("other.pdf")).unwrap();
        std::fs::write(&path, "two").unwrap();
        assert_ne!(first, stamp_of());
    }

    #[test]
    fn runs_that_begin_together_share_a_new_cache() {
        let folder = tempfile::tempdir().unwrap();
        for round in 0..20 {
            let path = folder.path().join(format!("cache-{round}.sqlite"));
            std::thread::scope(|scope| {
                for id in ["a", "b", "c", "d", "e", "f"] {
                    let path = &path;
                    scope.spawn(move || {
                        let cache = Cache::open(path).unwrap();
                        cache.put(id, "hayro", &encode(&reading()).unwrap()).unwrap();
                        assert_eq!(cache.get(id, "hayro").unwrap(), Some(reading()));
                    });
                }
            });
        }
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
