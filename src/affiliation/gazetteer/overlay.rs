//! Files beside the embedded tables: rows of a user, and rows that were imported from elsewhere.

use std::fmt::Write as _;

use super::rows::{self, Institution, RowError};

/// How the first line of an imported file begins. Rows of such a file fill gaps; those of any other file win.
pub const IMPORTED: &str = "# imported from ";

/// A file in the form of `institutions.tsv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GazetteerFile {
    /// What messages call it.
    pub name: String,
    /// What it holds.
    pub text: String,
}

/// Files with broken rows: all of them, with file and line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", listed(.0))]
pub struct GazetteerError(pub Vec<(String, RowError)>);

/// How many broken rows a message lists.
const LISTED: usize = 20;

fn listed(errors: &[(String, RowError)]) -> String {
    let rows = if errors.len() == 1 { "a row cannot be read" } else { "rows cannot be read" };
    let mut text = format!("{} of the gazetteer's {rows}", errors.len());
    for (file, error) in errors.iter().take(LISTED) {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n{file}:{}: {}", error.line, error.message);
    }
    if errors.len() > LISTED {
        let _ = write!(text, "\nand {} more", errors.len() - LISTED);
    }
    text
}

/// A file whose rows are sound.
pub(super) struct Overlay<'f> {
    pub text: &'f str,
    pub rows: Vec<Institution>,
    pub imported: bool,
}

pub(super) fn parse(files: &[GazetteerFile]) -> Result<Vec<Overlay<'_>>, GazetteerError> {
    let mut overlays = Vec::new();
    let mut broken = Vec::new();
    for file in files {
        let (rows, errors) = rows::institutions(&file.text);
        broken.extend(errors.into_iter().map(|error| (file.name.clone(), error)));
        let imported = file.text.starts_with(IMPORTED);
        overlays.push(Overlay { text: &file.text, rows, imported });
    }
    if broken.is_empty() { Ok(overlays) } else { Err(GazetteerError(broken)) }
}
