//! What an engine gives: pages of lines of spans.

use serde::{Deserialize, Serialize};

/// One PDF as read by an engine.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The pages that could be read, in order.
    pub pages: Vec<Page>,
    /// How many pages the file has, read or not.
    pub page_count: u32,
    /// What the file says of itself.
    pub info: Info,
    /// What went wrong, in the order of the pages.
    pub problems: Vec<Problem>,
}

/// The document information dictionary; an absent or empty entry is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Info {
    /// `/Title`.
    pub title: Option<String>,
    /// `/Author`.
    pub author: Option<String>,
    /// `/CreationDate` as printed in the file (`D:20240131…`).
    pub created: Option<String>,
}

/// One page. `lines` are in reading order; `text` holds the lines' texts one after the other.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Counted from 1.
    pub number: u32,
    /// Width of the upright page, in points.
    pub width: f32,
    /// Height of the upright page, in points.
    pub height: f32,
    /// The texts of all lines, without separators.
    pub text: String,
    /// The lines in reading order.
    pub lines: Vec<Line>,
    /// The spans of all lines, line by line, left to right.
    pub spans: Vec<Span>,
}

/// A half-open range of indices: bytes of [`Page::text`], or elements of [`Page::spans`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextRange {
    /// The first index.
    pub start: u32,
    /// One past the last index.
    pub end: u32,
}

impl TextRange {
    /// As a range that indexes.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// One printed line of one column.
///
/// Its text has single spaces between words and none at the ends. A change of rise is a word boundary (`BERT base`,
/// `University 1`), so that a marker is never glued to the word before it; only small letters below a letter that
/// stands alone are one symbol with it (`Dtest`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Bytes of [`Page::text`].
    pub text: TextRange,
    /// Elements of [`Page::spans`].
    pub spans: TextRange,
    /// Where the line stands.
    pub bbox: Rect,
    /// Distance of the baseline from the top of the page, in points.
    pub baseline: f32,
    /// The font size that most of its characters have, in points.
    pub size: f32,
    /// Lines of one block (paragraph, heading, table cell, cell of an author grid) follow each other and share a
    /// number; numbers rise in reading order.
    pub block: u32,
    /// What sort of line it is, as far as the layout tells.
    pub kind: LineKind,
}

/// What sort of line the layout takes this for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// Running text, headings, captions, tables, footnotes.
    #[default]
    Text,
    /// A page number alone.
    PageNumber,
    /// A line that stands at the top or bottom of several pages.
    RunningHead,
    /// The line numbers of a review copy.
    LineNumber,
    /// Rotated text in the margin, such as the arXiv stamp.
    Stamp,
}

/// A stretch of a line in one font, size and rise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Span {
    /// Bytes of [`Page::text`].
    pub text: TextRange,
    /// Left edge, in points.
    pub x0: f32,
    /// Right edge, in points.
    pub x1: f32,
    /// Distance of its baseline from the top of the page, in points.
    pub baseline: f32,
    /// Font size, in points.
    pub size: f32,
    /// Above or below the line.
    pub rise: Rise,
    /// Weight and slant, as far as the font's name and flags tell.
    pub style: Style,
}

/// Whether a span stands on the line, above or below it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rise {
    /// On the line.
    #[default]
    Normal,
    /// A superscript: smaller and higher.
    Super,
    /// A subscript: smaller and lower.
    Sub,
}

/// Weight and slant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// Upright and of normal weight.
    #[default]
    Plain,
    /// Bold, upright or slanted.
    Bold,
    /// Italic or oblique.
    Italic,
    /// Of fixed width.
    Mono,
}

/// A rectangle in points; the origin is the top left corner of the upright page and `y` grows downwards.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Rect {
    /// Left.
    pub x0: f32,
    /// Top.
    pub y0: f32,
    /// Right.
    pub x1: f32,
    /// Bottom.
    pub y1: f32,
}

impl Page {
    /// The text of a line.
    #[must_use]
    pub fn line_text(&self, line: &Line) -> &str {
        self.text.get(line.text.range()).unwrap_or_default()
    }

    /// The spans of a line, left to right.
    #[must_use]
    pub fn line_spans(&self, line: &Line) -> &[Span] {
        self.spans.get(line.spans.range()).unwrap_or_default()
    }

    /// The text of a span.
    #[must_use]
    pub fn span_text(&self, span: &Span) -> &str {
        self.text.get(span.text.range()).unwrap_or_default()
    }
}

/// How the reading of a paper ended. Every paper has exactly one, whatever happened to it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// All pages were read.
    Ok,
    /// Some pages failed; the others count.
    Partial,
    /// The pages hold no text (scans without a text layer).
    NoText,
    /// A password is needed.
    Encrypted,
    /// Not a PDF, or broken beyond repair.
    Unreadable,
    /// A limit of memory, operators or text was hit before anything could be read.
    TooLarge,
    /// The deadline passed.
    Timeout,
    /// The reading process died.
    Crash,
    /// There is no such file, or it cannot be opened.
    Missing,
}

impl Status {
    /// As it stands in the record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Ok => "ok",
            Status::Partial => "partial",
            Status::NoText => "no_text",
            Status::Encrypted => "encrypted",
            Status::Unreadable => "unreadable",
            Status::TooLarge => "too_large",
            Status::Timeout => "timeout",
            Status::Crash => "crash",
            Status::Missing => "missing",
        }
    }

    /// Whether papers of this status count in tables.
    #[must_use]
    pub fn counts(self) -> bool {
        matches!(self, Status::Ok | Status::Partial)
    }
}

/// Something that went wrong with a paper, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Problem {
    /// What sort of problem.
    pub kind: ProblemKind,
    /// In words, for a person.
    pub detail: String,
    /// The page, counted from 1, where one page is concerned.
    pub page: Option<u32>,
}

/// Sorts of problems.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// The file cannot be opened.
    Missing,
    /// The file is no PDF, or broken.
    Unreadable,
    /// A password is needed.
    Encrypted,
    /// A page could not be read.
    PageFailed,
    /// A page holds fonts without a way to Unicode.
    NoUnicodeMap,
    /// A limit was hit; what was read before it is kept.
    Limit,
    /// The deadline passed.
    Timeout,
    /// The reading process died.
    Crash,
    /// There is no text on any page.
    NoText,
    /// Facts of the page contradict each other (a place that is not the institution's).
    Conflict,
    /// The page says something else than the metadata file, which wins.
    Metadata,
    /// The document does not look like a paper, so the places on its first pages are not taken for its authors'.
    NoFront,
}

impl ProblemKind {
    /// As it stands in the record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            ProblemKind::Missing => "missing",
            ProblemKind::Unreadable => "unreadable",
            ProblemKind::Encrypted => "encrypted",
            ProblemKind::PageFailed => "page_failed",
            ProblemKind::NoUnicodeMap => "no_unicode_map",
            ProblemKind::Limit => "limit",
            ProblemKind::Timeout => "timeout",
            ProblemKind::Crash => "crash",
            ProblemKind::NoText => "no_text",
            ProblemKind::Conflict => "conflict",
            ProblemKind::Metadata => "metadata",
            ProblemKind::NoFront => "no_front",
        }
    }
}
