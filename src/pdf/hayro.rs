//! The first engine: the file by hayro-syntax, its text by the rooms beside this one.

use std::sync::Arc;

use hayro_syntax::object::dict::keys::CONTENTS;
use hayro_syntax::object::{Array, Dict, Object, Stream};
use hayro_syntax::page::Page as Source;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::content::stream_bytes;
use super::document::{Document, Page, Problem, ProblemKind};
use super::engine::{ReadError, TextEngine};
use super::font::Fonts;
use super::info::info;
use super::interpret::{self, Drawn, Layers, Matrix, Shared};
use super::layout::{self, Glyph, Paper};
use super::limits::{Budget, Limits, Spent};

/// The first engine.
pub(super) struct Hayro;

impl TextEngine for Hayro {
    fn version(&self) -> &'static str {
        "hayro 0.9.0"
    }

    fn read(&self, bytes: Vec<u8>, limits: &Limits, password: &str) -> Result<Document, ReadError> {
        let bytes = Arc::new(bytes);
        let pdf = Pdf::new_with_password(bytes.clone(), password).map_err(|error| match error {
            LoadPdfError::Decryption(
                DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm,
            ) => ReadError::Encrypted,
            LoadPdfError::Decryption(_) => ReadError::Unreadable("the encryption is broken".to_owned()),
            // Objects that cannot be decrypted look like a file without pages.
            LoadPdfError::Invalid if memchr::memmem::find(&bytes, b"/Encrypt").is_some() => {
                ReadError::Encrypted
            }
            LoadPdfError::Invalid => ReadError::Unreadable("no pages could be found".to_owned()),
        })?;
        read(&pdf, limits)
    }
}

fn read(pdf: &Pdf, limits: &Limits) -> Result<Document, ReadError> {
    let sources = pdf.pages();
    if sources.is_empty() {
        return Err(ReadError::Unreadable("no pages could be found".to_owned()));
    }
    let mut shared = Shared {
        fonts: Fonts::new(),
        layers: Layers::new(pdf),
        budget: Budget::new(limits),
        silent_forms: std::collections::BTreeSet::new(),
    };
    let mut document =
        Document { page_count: sources.len() as u32, info: info(pdf.metadata()), ..Document::default() };
    let mut text_bytes = 0;
    // One page's glyphs take the place of the last one's.
    let mut glyphs = Vec::new();
    let mut end = None;
    for (number, source) in (1_u32..).zip(sources.iter()) {
        if number > limits.pages {
            end = Some((ProblemKind::Limit, format!("only the first {} pages were read", limits.pages)));
        } else if text_bytes > limits.text_bytes {
            end = Some((ProblemKind::Limit, "the text is longer than the limit".to_owned()));
        } else if shared.budget.time().is_err() {
            end = Some((ProblemKind::Timeout, "the deadline passed".to_owned()));
        }
        if end.is_some() {
            break;
        }
        let (page, spent) = read_page(number, source, &mut shared, &mut glyphs, &mut document.problems);
        text_bytes += page.text.len();
        document.pages.push(page);
        end = spent.map(|spent| match spent {
            Spent::Operators => (ProblemKind::Limit, "more operators than the limit".to_owned()),
            Spent::Glyphs => (ProblemKind::Limit, "more glyphs on a page than the limit".to_owned()),
            Spent::Time => (ProblemKind::Timeout, "the deadline passed".to_owned()),
        });
        if spent == Some(Spent::Glyphs) {
            document.problems.extend(end.take().map(|(kind, detail)| Problem {
                kind,
                detail,
                page: Some(number),
            }));
        }
    }
    let page = document.pages.len() as u32;
    document.problems.extend(end.map(|(kind, detail)| Problem { kind, detail, page: Some(page) }));
    if document.problems.is_empty() && document.pages.iter().all(|page| page.lines.is_empty()) {
        let detail = "there is no text on any page".to_owned();
        document.problems.push(Problem { kind: ProblemKind::NoText, detail, page: None });
    }
    layout::mark_furniture(&mut document.pages);
    Ok(document)
}

fn read_page<'a>(
    number: u32,
    source: &Source<'a>,
    shared: &mut Shared<'a, '_>,
    glyphs: &mut Vec<Glyph>,
    problems: &mut Vec<Problem>,
) -> (Page, Option<Spent>) {
    let (width, height) = source.render_dimensions();
    let transform = Matrix(source.initial_transform(true).as_coeffs().map(|it| it as f32));
    glyphs.clear();
    let mut drawn = Drawn { glyphs: std::mem::take(glyphs), ..Drawn::default() };
    let content = content(source, shared.budget.limits, &mut drawn);
    let spent = interpret::page(&content, source.resources(), transform, shared, &mut drawn).err();
    let problem = |kind, detail: String| Problem { kind, detail, page: Some(number) };
    if drawn.lost {
        problems.push(problem(ProblemKind::PageFailed, "a content stream cannot be decoded".to_owned()));
    }
    if drawn.cut {
        problems.push(problem(ProblemKind::Limit, "a stream is longer than the limit".to_owned()));
    }
    let all = drawn.glyphs.len() + drawn.unknown;
    if drawn.unknown > 20 && drawn.unknown * 10 > all {
        let detail = format!("{} of {all} characters have no way to Unicode", drawn.unknown);
        problems.push(problem(ProblemKind::NoUnicodeMap, detail));
    }
    let page = layout::page(&mut drawn.glyphs, Paper { number, width, height });
    *glyphs = drawn.glyphs;
    (page, spent)
}

/// A stream without content takes up to so many bytes with its filter.
const EMPTY: usize = 32;

/// The content streams of a page, one after the other.
fn content(source: &Source<'_>, limits: &Limits, drawn: &mut Drawn) -> Vec<u8> {
    let dict: &Dict<'_> = source.raw();
    let streams: Vec<Stream<'_>> = match dict.get::<Object<'_>>(CONTENTS) {
        Some(Object::Stream(stream)) => vec![stream],
        Some(Object::Array(array)) => streams(&array),
        _ => Vec::new(),
    };
    let mut content = Vec::new();
    for stream in streams {
        let left = limits.stream_bytes.saturating_sub(content.len());
        let decoded = stream_bytes(&stream, left);
        drawn.cut |= decoded.is_cut;
        drawn.lost |= decoded.bytes.is_empty() && !decoded.is_cut && stream.raw_data().len() > EMPTY;
        if content.is_empty() {
            content = decoded.bytes.into_owned();
        } else {
            content.extend_from_slice(&decoded.bytes);
        }
        // An operator does not reach from one stream into the next, a word might.
        content.push(b' ');
    }
    content
}

fn streams<'a>(array: &Array<'a>) -> Vec<Stream<'a>> {
    array.iter::<Object<'a>>().filter_map(Object::into_stream).collect()
}
