//! Why an export fails, and what to do about it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::adoption::UnknownModel;
use crate::records::RecordsError;

/// Why an export fails.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A file or folder cannot be written.
    #[error("{}: cannot be written; {}", path.display(), remedy(source))]
    Write {
        /// What was to be written.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// There is no such table.
    #[error("`{name}` is no table; choose one of {}", known.join(", "))]
    NoTable {
        /// The name given.
        name: String,
        /// The names there are.
        known: Vec<&'static str>,
    },
    /// The records cannot be read.
    #[error(transparent)]
    Records(#[from] RecordsError),
    /// The records do not belong to the registry.
    #[error(transparent)]
    Model(#[from] UnknownModel),
}

impl ExportError {
    pub(super) fn at(path: &Path) -> impl Fn(std::io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| ExportError::Write { path: path.clone(), source }
    }

    pub(super) fn output(source: std::io::Error) -> Self {
        ExportError::Write { path: "<stdout>".into(), source }
    }
}

fn remedy(error: &std::io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "free some space or choose another place with -o; what stood there before is untouched"
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "choose a folder that you may write to with -o"
        }
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
            "a file stands where the folder should be; choose another place with -o"
        }
        _ => "choose another place with -o",
    }
}
