//! The formats of tables. A new one is a file beside this and a line in each match.

mod csv;
mod json;
mod markdown;
mod parquet;

use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

use crate::adoption::{Cell, Head, UnknownChoice};

/// A format of tables.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values by RFC 4180: CRLF, quotes where they are needed.
    #[default]
    Csv,
    /// An array of objects.
    Json,
    /// An object a line.
    JsonLines,
    /// A table of GitHub's Markdown.
    Markdown,
    /// Apache Parquet.
    Parquet,
}

/// Writes a table row by row.
pub trait RowWriter<W> {
    /// Writes the next row.
    ///
    /// # Errors
    /// What the writer below says.
    fn row(&mut self, row: &[Cell]) -> io::Result<()>;

    /// Ends the table and gives the writer below back.
    ///
    /// # Errors
    /// What the writer below says.
    fn finish(self: Box<Self>) -> io::Result<W>;
}

impl Format {
    /// All formats.
    pub const ALL: &'static [Format] =
        &[Format::Csv, Format::Json, Format::JsonLines, Format::Markdown, Format::Parquet];

    /// As it is typed.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Json => "json",
            Format::JsonLines => "jsonl",
            Format::Markdown => "markdown",
            Format::Parquet => "parquet",
        }
    }

    /// The ending of its files.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Format::Markdown => "md",
            other => other.as_str(),
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Format::Csv => "text/csv",
            Format::Json => "application/json",
            Format::JsonLines => "application/jsonl",
            Format::Markdown => "text/markdown",
            Format::Parquet => "application/vnd.apache.parquet",
        }
    }

    /// Begins a table.
    ///
    /// # Errors
    /// What the writer below says.
    pub fn writer<'w, W: Write + 'w>(self, head: &Head, out: W) -> io::Result<Box<dyn RowWriter<W> + 'w>> {
        Ok(match self {
            Format::Csv => Box::new(csv::Csv::begin(head, out)?),
            Format::Json => Box::new(json::Json::array(head, out)),
            Format::JsonLines => Box::new(json::Json::lines(head, out)),
            Format::Markdown => Box::new(markdown::Markdown::begin(head, out)?),
            Format::Parquet => Box::new(parquet::Parquet::begin(head, out)?),
        })
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Format {
    type Err = UnknownChoice;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = &["csv", "json", "jsonl", "markdown", "parquet"];
        Self::ALL.iter().copied().find(|format| format.as_str() == text).ok_or_else(|| UnknownChoice {
            what: "format",
            given: text.to_owned(),
            known,
        })
    }
}
