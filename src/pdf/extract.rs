//! The second engine: pdf-extract, for comparison.

use super::document::{Document, Line, LineKind, Page, Problem, ProblemKind, Rect, TextRange};
use super::engine::{ReadError, TextEngine};
use super::limits::Limits;

/// The second engine.
pub(super) struct PdfExtract;

impl TextEngine for PdfExtract {
    fn version(&self) -> &'static str {
        "pdf-extract 0.12.1"
    }

    fn read(&self, bytes: Vec<u8>, limits: &Limits, password: &str) -> Result<Document, ReadError> {
        let texts = if password.is_empty() {
            pdf_extract::extract_text_from_mem_by_pages(&bytes)
        } else {
            pdf_extract::extract_text_from_mem_by_pages_encrypted(&bytes, password)
        };
        let texts = texts.map_err(|error| match error {
            pdf_extract::OutputError::PdfError(pdf_extract::Error::Decryption(_)) => ReadError::Encrypted,
            error => ReadError::Unreadable(error.to_string()),
        })?;
        let count = pdf_extract::Document::load_mem(&bytes).map_or(texts.len(), |pdf| pdf.get_pages().len());
        let mut document = Document { page_count: count as u32, ..Document::default() };
        document.pages =
            (1..).zip(&texts).take(limits.pages as usize).map(|(number, text)| page(number, text)).collect();
        // It ends at the first page it cannot read and says nothing of it.
        if texts.len() < count {
            document.problems.push(Problem {
                kind: ProblemKind::PageFailed,
                detail: format!("{} of {count} pages came", texts.len()),
                page: Some(texts.len() as u32 + 1),
            });
        }
        Ok(document)
    }
}

/// One line a line of text, without positions.
fn page(number: u32, text: &str) -> Page {
    let mut page = Page { number, ..Page::default() };
    let mut block = 0;
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if words.is_empty() {
            block += 1;
            continue;
        }
        let start = page.text.len() as u32;
        page.text.push_str(&fold(&words.join(" ")));
        page.lines.push(Line {
            text: TextRange { start, end: page.text.len() as u32 },
            spans: TextRange::default(),
            bbox: Rect::default(),
            baseline: 0.0,
            size: 0.0,
            block,
            kind: LineKind::Text,
        });
    }
    page
}

/// Ligatures as their letters.
fn fold(text: &str) -> String {
    [("ﬀ", "ff"), ("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬃ", "ffi"), ("ﬄ", "ffl")]
        .into_iter()
        .fold(text.to_owned(), |text, (ligature, letters)| text.replace(ligature, letters))
}
