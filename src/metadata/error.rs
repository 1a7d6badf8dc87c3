//! What is wrong with a list of papers.

use std::fmt::{self, Write as _};

/// Something in a list that cannot be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The list.
    pub file: String,
    /// Counted from 1.
    pub line: u32,
    /// In words.
    pub message: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// Lists that cannot be used: all mistakes at once.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", listed(.0))]
pub struct MetadataError(pub Vec<Mistake>);

/// How many mistakes a message lists.
const LISTED: usize = 20;

fn listed(mistakes: &[Mistake]) -> String {
    let count =
        if mistakes.len() == 1 { "a mistake".to_owned() } else { format!("{} mistakes", mistakes.len()) };
    let mut text = format!("the metadata has {count}");
    for mistake in mistakes.iter().take(LISTED) {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n{mistake}");
    }
    if mistakes.len() > LISTED {
        let _ = write!(text, "\nand {} more", mistakes.len() - LISTED);
    }
    text
}
