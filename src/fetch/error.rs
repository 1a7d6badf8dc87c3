//! What stops a run: only this machine can.

use std::io;
use std::path::{Path, PathBuf};

/// Why fetching cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The folder or a file in it cannot be written.
    #[error(
        "cannot write {}: {cause}; what was fetched is kept, run the same command again to go on, or name another folder with --output",
        path.display()
    )]
    Write {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// The manifest of earlier runs is none.
    #[error("{} is no manifest of fetched papers: {why}; move it away, or name another folder with --output", path.display())]
    Manifest {
        /// Where it lies.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// Two runs would spoil each other's work.
    #[error("another run fetches into {}; wait for its end, or name another folder with --output", folder.display())]
    Busy {
        /// Where it writes.
        folder: PathBuf,
    },
}

impl FetchError {
    pub(super) fn write(path: &Path, cause: io::Error) -> Self {
        Self::Write { path: path.to_owned(), cause }
    }
}
