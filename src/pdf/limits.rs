//! How much one file may cost before reading ends with what there is.

use std::time::Instant;

/// Bounds on the reading of one file. What was read before a bound is kept, and the document says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Pages read.
    pub pages: u32,
    /// Content operators of the whole file, those of forms counted each time they are drawn.
    pub operators: u64,
    /// Glyphs of one page.
    pub page_glyphs: usize,
    /// Bytes of text of the whole file.
    pub text_bytes: usize,
    /// Bytes of one stream after its filters.
    pub stream_bytes: usize,
    /// How deep forms may draw forms.
    pub form_depth: u32,
    /// When to stop.
    pub deadline: Option<Instant>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            pages: 5_000,
            operators: 60_000_000,
            page_glyphs: 400_000,
            text_bytes: 32 << 20,
            stream_bytes: 96 << 20,
            form_depth: 24,
            deadline: None,
        }
    }
}

impl Limits {
    /// Whether the deadline has passed.
    pub(super) fn is_late(&self) -> bool {
        self.deadline.is_some_and(|deadline| Instant::now() >= deadline)
    }
}

/// Which bound ended the reading of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spent {
    Operators,
    Glyphs,
    Time,
}

/// What is left of the limits while a file is read.
pub(super) struct Budget<'l> {
    pub limits: &'l Limits,
    operators: u64,
}

/// The clock is asked once in so many operators.
const CLOCK_EVERY: u64 = 4096;

impl<'l> Budget<'l> {
    pub fn new(limits: &'l Limits) -> Self {
        Self { limits, operators: 0 }
    }

    /// Counts one operator.
    pub fn operator(&mut self) -> Result<(), Spent> {
        self.operators += 1;
        if self.operators > self.limits.operators {
            return Err(Spent::Operators);
        }
        if self.operators.is_multiple_of(CLOCK_EVERY) { self.time() } else { Ok(()) }
    }

    /// Counts work that stands for many operators.
    pub fn operators(&mut self, count: u64) -> Result<(), Spent> {
        self.operators = self.operators.saturating_add(count);
        if self.operators > self.limits.operators { Err(Spent::Operators) } else { Ok(()) }
    }

    /// Whether the deadline has passed.
    pub fn time(&self) -> Result<(), Spent> {
        if self.limits.is_late() { Err(Spent::Time) } else { Ok(()) }
    }
}
