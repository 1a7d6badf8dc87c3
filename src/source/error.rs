//! What can be wrong with what a user names, and what to do about it.

use std::io;
use std::path::PathBuf;

/// Why the search for PDFs cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// A path that was named does not exist.
    #[error("there is no file or folder {}", path.display())]
    NoSuchPath {
        /// As it was given.
        path: PathBuf,
    },
    /// A folder or file cannot be opened.
    #[error("cannot read {}: {cause}; change its permissions or leave it out", path.display())]
    Unreadable {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// Nothing to read.
    #[error(
        "no PDF in {}; a PDF is told by its first bytes (%PDF) or its name (.pdf){}",
        join(paths), hint(*archives)
    )]
    NoPdf {
        /// Where it was looked for.
        paths: Vec<PathBuf>,
        /// How many archives lie there.
        archives: usize,
    },
    /// The list cannot be read to its end.
    #[error("cannot read the list of files {name}: {cause}")]
    List {
        /// What the list is called.
        name: String,
        /// What the system says.
        cause: io::Error,
    },
    /// A line of the list is no path.
    #[error(
        "{name}:{line}: {why}; a line is a path, or an object such as {{\"path\": \"a.pdf\", \"year\": 2024}}"
    )]
    Line {
        /// What the list is called.
        name: String,
        /// Counted from 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
}

fn join(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

fn hint(archives: usize) -> &'static str {
    if archives == 0 { "" } else { "; there are archives, which are opened where they are named themselves" }
}
