//! What is kept of a paper once its PDF has been read: the text, its zones and the first pages.

use serde::{Deserialize, Serialize};

use super::heading::Row;
use super::{Imprint, Sketch, Zone, normalise, zoning};
use crate::pdf::{Document, Info, Page, Problem, ProblemKind, Status};

/// How many laid-out pages are kept: a cover, the first page, and authors that run over to the next one.
const FRONT_PAGES: usize = 3;

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
    /// Year and venue as printed.
    pub imprint: Imprint,
    /// What the text is told from others by.
    pub sketch: Sketch,
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

impl Reading {
    /// What is kept of a document.
    #[must_use]
    pub fn new(document: Document) -> Self {
        let Document { mut pages, page_count, info, mut problems } = document;
        let text = Text::new(&pages);
        let failed = problems.iter().any(|it| !matches!(it.kind, ProblemKind::NoUnicodeMap));
        let has_text = text.text.chars().any(char::is_alphanumeric);
        let status = match (has_text, failed) {
            (true, false) => Status::Ok,
            (true, true) => Status::Partial,
            (false, _) => without_text(&problems),
        };
        if status == Status::NoText && problems.is_empty() {
            let detail = "no page holds text; a scanned paper needs text recognition first".to_owned();
            problems.push(Problem { kind: ProblemKind::NoText, detail, page: None });
        }
        pages.truncate(FRONT_PAGES);
        let (imprint, sketch) = (Imprint::read(&pages), Sketch::of(&text));
        Self { status, problems, page_count, info, imprint, sketch, text, front: pages }
    }

    /// The reading of a paper that could not be read at all.
    #[must_use]
    pub fn failed(status: Status, kind: ProblemKind, detail: String) -> Self {
        Self {
            status,
            problems: vec![Problem { kind, detail, page: None }],
            page_count: 0,
            info: Info::default(),
            imprint: Imprint::default(),
            sketch: Sketch::default(),
            text: Text::default(),
            front: Vec::new(),
        }
    }
}

/// The status of a document without text: the limit that stopped it, if one did.
fn without_text(problems: &[Problem]) -> Status {
    let has = |kind| problems.iter().any(|problem| problem.kind == kind);
    if has(ProblemKind::Timeout) {
        Status::Timeout
    } else if has(ProblemKind::Limit) {
        Status::TooLarge
    } else if has(ProblemKind::PageFailed) || has(ProblemKind::Unreadable) {
        Status::Unreadable
    } else {
        Status::NoText
    }
}

impl Text {
    /// Joins the lines of all pages, and finds zones, headings and title.
    #[must_use]
    pub fn new(pages: &[Page]) -> Self {
        let normalise::Joined { text, lines, .. } = normalise::join(pages);
        let mut rows: Vec<Row> = Vec::with_capacity(lines.len());
        let mut page = pages.iter();
        let mut current: Option<&Page> = None;
        let mut block = None;
        for (index, line) in lines.iter().enumerate() {
            while current.is_none_or(|current| current.number != line.page) {
                let Some(next) = page.next() else { break };
                current = Some(next);
                block = None;
            }
            let Some(current) = current else { break };
            let end = lines.get(index + 1).map_or(text.len(), |next| next.start as usize);
            let words = text.get(line.start as usize..end).unwrap_or_default();
            let own = current.lines.get(line.line as usize).map(|line| line.block);
            rows.push(Row::new(line.start as usize, words, current, line.line, own != block));
            block = own;
        }
        let zoning::Zoning { zones, headings, title } = zoning::zone(&rows);
        Self { text, lines, zones, headings, title }
    }

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
}
