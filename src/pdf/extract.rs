//! The second engine: pdf-extract, for comparison.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::document::{Document, Line, LineKind, Page, Problem, ProblemKind, Rect, TextRange};
use super::engine::{ReadError, TextEngine};
use super::limits::{Budget, Limits};
use super::passwords::tries;

/// The second engine.
pub(super) struct PdfExtract;

impl TextEngine for PdfExtract {
    fn version(&self) -> &'static str {
        "pdf-extract 0.12.1"
    }

    fn read(&self, bytes: Vec<u8>, limits: &Limits, passwords: &str) -> Result<Document, ReadError> {
        let pdf = open(&bytes, passwords)?;
        let numbers: Vec<u32> = pdf.get_pages().into_keys().collect();
        let mut document = Document { page_count: numbers.len() as u32, ..Document::default() };
        let budget = Budget::new(limits);
        let mut text_bytes = 0;
        for number in numbers {
            let end = if number > limits.pages || text_bytes > limits.text_bytes {
                Some((ProblemKind::Limit, "the file is longer than the limits"))
            } else {
                budget.time().err().map(|_| (ProblemKind::Timeout, "the deadline passed"))
            };
            if let Some((kind, detail)) = end {
                document.problems.push(Problem { kind, detail: detail.to_owned(), page: Some(number) });
                break;
            }
            match page_text(&pdf, number) {
                Ok(text) => {
                    text_bytes += text.len();
                    document.pages.push(page(number, &text));
                }
                Err(detail) => {
                    document.problems.push(Problem {
                        kind: ProblemKind::PageFailed,
                        detail,
                        page: Some(number),
                    });
                }
            }
        }
        if document.pages.is_empty() {
            return Err(ReadError::Unreadable("no page could be read".to_owned()));
        }
        Ok(document)
    }
}

/// Opens a file with the first of the passwords that does. Without the right one, no objects are loaded.
fn open(bytes: &[u8], passwords: &str) -> Result<pdf_extract::Document, ReadError> {
    for password in tries(passwords) {
        let options = pdf_extract::LoadOptions::with_password(password);
        match pdf_extract::Document::load_mem_with_options(bytes, options) {
            Ok(pdf) if !pdf.is_encrypted() => return Ok(pdf),
            Ok(_) | Err(pdf_extract::Error::InvalidPassword | pdf_extract::Error::Decryption(_)) => {}
            Err(error) => return Err(ReadError::Unreadable(error.to_string())),
        }
    }
    Err(ReadError::Encrypted)
}

/// The text of one page, or why there is none. The crate reads all pages in one call too, but ends at the first one that
/// fails without a word of it, and many fail with a panic.
fn page_text(pdf: &pdf_extract::Document, number: u32) -> Result<String, String> {
    let mut text = String::new();
    let read = AssertUnwindSafe(|| {
        pdf_extract::output_doc_page(pdf, &mut pdf_extract::PlainTextOutput::new(&mut text), number)
    });
    match catch_unwind(read) {
        Ok(Ok(())) => Ok(text),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("the engine panicked at this page".to_owned()),
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
