//! What can be wrong with a file of answers, and what to do about it.

use std::fmt;
use std::path::PathBuf;

use super::design::DesignError;
use crate::records::RecordsError;

/// Why an audit cannot be scored.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// The file is no sheet at all.
    #[error("{}: {what}; it must be a CSV that `audit sample` wrote or that its HTML sheet saved", path.display())]
    NoSheet {
        /// The file.
        path: PathBuf,
        /// What is missing.
        what: String,
    },
    /// Rows that cannot be read, all of them at once.
    #[error("{}", all(path, mistakes))]
    Rows {
        /// The file.
        path: PathBuf,
        /// In the order of the file.
        mistakes: Vec<Mistake>,
    },
    /// Answers to a sample of other records.
    #[error(
        "{}: the sample was drawn from other records: {what}; its answers say nothing of these. Give the records it was \
         drawn from, or draw again, which keeps the rows that it can: {command}",
        path.display()
    )]
    Stale {
        /// The file.
        path: PathBuf,
        /// What differs.
        what: String,
        /// The command that draws a new one.
        command: String,
    },
    /// Nothing was answered.
    #[error(
        "{}: no row has an answer yet; write right, wrong or unsure into the column `answer`",
        path.display()
    )]
    NoAnswer {
        /// The file.
        path: PathBuf,
    },
    /// Two checkers of different samples.
    #[error(
        "{}: the second checker's answers belong to another sample ({second} in place of {first}); agreement needs the \
         same sheet twice",
        path.display()
    )]
    OtherSample {
        /// The second file.
        path: PathBuf,
        /// The sample of the first file.
        first: String,
        /// The sample of the second file.
        second: String,
    },
    /// A design that cannot be asked of these models.
    #[error("{}: {source}", path.display())]
    Design {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: DesignError,
    },
    /// The records cannot be read.
    #[error(transparent)]
    Records(#[from] RecordsError),
}

/// A row that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The line of the file on which the row begins, counted from 1.
    pub line: u64,
    /// What is wrong and what to do.
    pub what: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.line, self.what)
    }
}

fn all(path: &std::path::Path, mistakes: &[Mistake]) -> String {
    let lines = mistakes.iter().map(|mistake| format!("{}:{mistake}", path.display()));
    lines.collect::<Vec<_>>().join("\n")
}
