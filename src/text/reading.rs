//! What is kept of a paper once its PDF has been read: the text, its zones and the first pages.

use serde::{Deserialize, Serialize};

use super::Zone;
use crate::pdf::{Info, Page, Problem, Status};

/// All that later rooms need of one PDF. This is what the cache holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// How the reading ended.
    pub status: Status,
    /// What went wrong.
    pub problems: Vec<Problem>,
    /// How many pages the file has.
    pub page_count: u32,
    /// What the file says of itself.
    pub info: Info,
    /// The text of all pages.
    pub text: Text,
    /// The first pages as they were laid out: cover, title, authors and affiliations stand here.
    pub front: Vec<Page>,
}

/// The normalised text of a paper.
///
/// Lines of one block are joined by a space, blocks are separated by `\n`, so a name that is broken over two lines is
/// found and one that spans two paragraphs is not. Superscript digits are given as `⁰…⁹`, subscript digits as `₀…₉`,
/// so a footnote marker is never read as a version. Page numbers, running heads, line numbers and stamps are left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Where each printed line begins, in rising order of `start`.
    pub lines: Vec<LineStart>,
    /// Where each zone begins, in rising order; the first one begins at 0.
    pub zones: Vec<(u32, Zone)>,
    /// The headings, in rising order.
    pub headings: Vec<Heading>,
    /// The title as the page shows it, where it could be told from the layout.
    pub title: Option<String>,
}

/// Where a printed line begins in the text.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LineStart {
    /// Byte offset into [`Text::text`].
    pub start: u32,
    /// The page, counted from 1.
    pub page: u32,
    /// The line's index on its page.
    pub line: u32,
}

/// A section heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// Byte offset of its first character.
    pub start: u32,
    /// Byte offset past its last character.
    pub end: u32,
}

impl Text {
    /// The zone at a byte offset.
    #[must_use]
    pub fn zone_at(&self, offset: usize) -> Zone {
        let after = self.zones.partition_point(|&(start, _)| start as usize <= offset);
        after.checked_sub(1).and_then(|at| self.zones.get(at)).map_or(Zone::Unknown, |&(_, zone)| zone)
    }

    /// The printed line at a byte offset; `None` for an empty text.
    #[must_use]
    pub fn line_at(&self, offset: usize) -> Option<LineStart> {
        let after = self.lines.partition_point(|line| line.start as usize <= offset);
        self.lines.get(after.saturating_sub(1)).copied()
    }

    /// The page at a byte offset, counted from 1; 0 for an empty text.
    #[must_use]
    pub fn page_at(&self, offset: usize) -> u32 {
        self.line_at(offset).map_or(0, |line| line.page)
    }

    /// The words of the last heading that begins at or before a byte offset.
    #[must_use]
    pub fn heading_at(&self, offset: usize) -> Option<&str> {
        let after = self.headings.partition_point(|heading| heading.start as usize <= offset);
        let heading = self.headings.get(after.checked_sub(1)?)?;
        self.text.get(heading.start as usize..heading.end as usize)
    }
}
