//! Text beside the content of a page: values of form fields, and what readers have written on it.
//!
//! Takes the bytes of a file, gives [`Note`]s page by page in the order of the file. None of this is part of a
//! [`Document`](super::Document): it is not the paper's own text.

use std::collections::BTreeSet;
use std::sync::Arc;

use hayro_syntax::object::dict::keys::{ANNOTS, CONTENTS, F, FT, PARENT, SUBTYPE, T, V};
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, String as PdfString};
use hayro_syntax::page::Page;
use serde::Serialize;

use super::content::stream_bytes;
use super::engine::ReadError;
use super::hayro;
use super::info::decode_text;
use super::limits::Limits;

/// A text beside the content of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Counted from 1.
    pub page: u32,
    /// What it is.
    pub kind: NoteKind,
    /// The full name of a field (`form.address`), the type of an annotation (`FreeText`).
    pub name: String,
    /// In one line.
    pub text: String,
}

/// What a note is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// The value of a form field.
    Field,
    /// What an annotation says.
    Annotation,
}

impl NoteKind {
    /// In a word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            NoteKind::Field => "field",
            NoteKind::Annotation => "annotation",
        }
    }
}

/// No page is known with more annotations.
const MOST_ON_A_PAGE: usize = 20_000;
/// How deep fields may lie in fields.
const DEPTH: usize = 32;
/// The longest value in a stream.
const MOST_BYTES: usize = 1 << 20;
/// The flag of an annotation that is not shown.
const HIDDEN: i32 = 2;

/// The notes of a file, of the pages and up to the amount of text that the limits allow.
///
/// # Errors
/// When the file cannot be opened.
pub fn notes(bytes: Vec<u8>, limits: &Limits, passwords: &str) -> Result<Vec<Note>, ReadError> {
    let pdf = hayro::open(&Arc::new(bytes), passwords)?;
    let mut notes = Vec::new();
    let mut text_bytes = 0;
    for (number, page) in (1_u32..=limits.pages).zip(pdf.pages().iter()) {
        for (kind, name, text) in of_page(page) {
            text_bytes += name.len() + text.len();
            if text_bytes > limits.text_bytes {
                return Ok(notes);
            }
            notes.push(Note { page: number, kind, name, text });
        }
    }
    Ok(notes)
}

fn of_page(page: &Page<'_>) -> Vec<(NoteKind, String, String)> {
    let annotations = page.raw().get::<Array<'_>>(ANNOTS).unwrap_or_default();
    let mut fields = BTreeSet::new();
    let mut notes = Vec::new();
    for annotation in annotations.iter::<Dict<'_>>().take(MOST_ON_A_PAGE) {
        if annotation.get::<i32>(F).is_some_and(|flags| flags & HIDDEN != 0) {
            continue;
        }
        let subtype = annotation.get::<Name<'_>>(SUBTYPE);
        let note = match subtype.as_deref() {
            Some(b"Widget") => {
                field(annotation, &mut fields).map(|(name, text)| (NoteKind::Field, name, text))
            }
            // The window of another annotation, with that one's words.
            Some(b"Popup") => None,
            subtype => {
                let name = String::from_utf8_lossy(subtype.unwrap_or_default()).into_owned();
                annotation
                    .get::<PdfString<'_>>(CONTENTS)
                    .map(|text| (NoteKind::Annotation, name, decode_text(&text)))
            }
        };
        notes.extend(note.map(|(kind, name, text)| (kind, one_line(&name), one_line(&text))));
    }
    notes.retain(|(.., text)| !text.is_empty());
    notes
}

/// Name and value of the field that a widget shows. The widgets of one field (the buttons of a choice) show it once.
fn field(widget: Dict<'_>, seen: &mut BTreeSet<ObjectIdentifier>) -> Option<(String, String)> {
    let mut names = Vec::new();
    let mut kind = None;
    let mut value = None;
    let mut dict = Some(widget);
    for _ in 0..DEPTH {
        let Some(field) = dict else { break };
        names.extend(field.get::<PdfString<'_>>(T).map(|name| decode_text(&name)));
        kind = kind.or_else(|| field.get::<Name<'_>>(FT).map(|kind| kind.to_vec()));
        if value.is_none() {
            value = field.get::<Object<'_>>(V);
            if value.is_some() && field.obj_id().is_some_and(|id| !seen.insert(id)) {
                return None;
            }
        }
        dict = field.get::<Dict<'_>>(PARENT);
    }
    names.reverse();
    // The value of a signature is not text.
    let text = if kind.as_deref() == Some(b"Sig") { None } else { text(value?, true) };
    Some((names.join("."), text?))
}

fn text(value: Object<'_>, may_be_list: bool) -> Option<String> {
    match value {
        Object::String(text) => Some(decode_text(&text)),
        Object::Name(name) if name.as_ref() != b"Off" => Some(String::from_utf8_lossy(&name).into_owned()),
        Object::Stream(stream) => Some(decode_text(&stream_bytes(&stream, MOST_BYTES).bytes)),
        Object::Array(values) if may_be_list => {
            let texts = values.iter::<Object<'_>>().take(MOST_ON_A_PAGE);
            Some(texts.filter_map(|value| text(value, false)).collect::<Vec<_>>().join(", "))
        }
        _ => None,
    }
}

fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::builder::Builder;
    use super::*;

    fn shown(bytes: Vec<u8>) -> Vec<String> {
        let notes = notes(bytes, &Limits::default(), "").unwrap();
        notes.iter().map(|it| format!("{} {} {}: {}", it.page, it.kind.as_str(), it.name, it.text)).collect()
    }

    fn page_with(annotations: &[&str]) -> Vec<u8> {
        let mut builder = Builder::new();
        builder.page("");
        builder.page_extra(&format!("/MediaBox[0 0 9 9]/Annots[{}]", annotations.join(" ")));
        builder.page("");
        builder.finish()
    }

    #[test]
    fn fields_and_annotations() {
        for (name, annotation, expected) in [
            ("a text field", "<</Subtype/Widget/FT/Tx/T(name)/V(Ada\\rByron)>>", "2 field name: Ada Byron"),
            (
                "a value that a group of fields has",
                "<</Subtype/Widget/T(b)/Parent<</T(a)/FT/Tx/V<FEFF00E9>>>>>",
                "2 field a.b: é",
            ),
            ("a box that is ticked", "<</Subtype/Widget/FT/Btn/T(yes)/V/On>>", "2 field yes: On"),
            ("choices", "<</Subtype/Widget/FT/Ch/T(of)/V[(one)(two)]>>", "2 field of: one, two"),
            (
                "text on the page",
                "<</Subtype/FreeText/Contents(see  here)>>",
                "2 annotation FreeText: see here",
            ),
            ("a highlight with words", "<</Subtype/Highlight/Contents(!)>>", "2 annotation Highlight: !"),
        ] {
            assert_eq!(shown(page_with(&[annotation])), [expected], "{name}");
        }
    }

    #[test]
    fn what_says_nothing() {
        for (name, annotation) in [
            ("a box that is not ticked", "<</Subtype/Widget/FT/Btn/T(no)/V/Off>>"),
            ("a signature", "<</Subtype/Widget/FT/Sig/V<</Name(x)>>>>"),
            ("a link", "<</Subtype/Link>>"),
            ("a hidden one", "<</Subtype/Text/F 2/Contents(no)>>"),
            ("the window of another one", "<</Subtype/Popup/Contents(no)>>"),
            ("no dictionary", "17"),
        ] {
            assert_eq!(shown(page_with(&[annotation])), [""; 0], "{name}");
        }
    }

    #[test]
    fn a_field_with_two_widgets_is_shown_once() {
        let mut builder = Builder::new();
        let field = builder.object("<</T(size)/FT/Btn/V/Large>>");
        let widget = format!("<</Subtype/Widget/Parent {field} 0 R>>");
        builder.page_extra(&format!("/MediaBox[0 0 9 9]/Annots[{widget}{widget}]"));
        builder.page("");
        assert_eq!(shown(builder.finish()), ["1 field size: Large"]);
    }

    #[test]
    fn a_field_that_is_its_own_parent_ends() {
        let mut builder = Builder::new();
        let id = 5;
        assert_eq!(builder.object(format!("<</Subtype/Widget/T(x)/Parent {id} 0 R>>")), id);
        builder.page_extra(&format!("/MediaBox[0 0 9 9]/Annots[{id} 0 R]"));
        builder.page("");
        assert_eq!(shown(builder.finish()), [""; 0]);
    }
}
