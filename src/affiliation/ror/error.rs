//! Why a dump cannot be compiled.

use std::io;
use std::path::PathBuf;

/// What is wrong with a dump of ROR.
#[derive(Debug, thiserror::Error)]
pub enum RorError {
    /// The file cannot be read.
    #[error("cannot read {}: {cause}", path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// The zip is damaged or cut off.
    #[error("{} is no whole zip file: {cause}; fetch the dump again", path.display())]
    Zip {
        /// Which file.
        path: PathBuf,
        /// What the reader says.
        cause: zip::result::ZipError,
    },
    /// The zip holds no dump.
    #[error("{} holds no JSON file; a dump of ROR holds one", path.display())]
    NoJson {
        /// Which file.
        path: PathBuf,
    },
    /// The JSON ends in the middle.
    #[error("{}:{line}: the file is cut off after {organisations} organisations; fetch the dump again", path.display())]
    CutOff {
        /// Which file.
        path: PathBuf,
        /// Where it ends, counted from 1.
        line: usize,
        /// Whole organisations before.
        organisations: usize,
    },
    /// The JSON is no list of organisations.
    #[error("{}:{line}: no list of ROR organisations, schema 1 or 2: {message}", path.display())]
    Json {
        /// Which file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is wrong there.
        message: String,
    },
    /// Nothing that a row could be made of.
    #[error("{} holds no organisation with a name and a country", path.display())]
    Empty {
        /// Which file.
        path: PathBuf,
    },
    /// The output cannot be written.
    #[error("cannot write the institutions: {0}")]
    Write(io::Error),
}
