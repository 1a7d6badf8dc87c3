//! Bytes of a PDF → [`Document`]: pages of lines of spans, in reading order.
//!
//! Takes the bytes of one file, gives what is printed on its pages with position, size and baseline. What the words
//! mean (headings, zones, hyphenation) is left to the room of text.

#[cfg(test)]
mod builder;
#[cfg(test)]
mod cases;
pub mod confinement;
mod content;
mod document;
mod engine;
mod extract;
mod font;
mod hayro;
mod info;
mod interpret;
pub mod isolation;
#[cfg(test)]
mod laws;
mod layout;
mod limits;
mod nesting;
mod notes;
mod passwords;
mod repair;

pub use document::{
    Document, Info, Line, LineKind, Page, Problem, ProblemKind, Rect, Rise, Span, Status, Style, TextRange,
};
pub use engine::{Engine, ReadError, read};
pub use limits::Limits;
pub use notes::{Note, NoteKind, notes};
pub use passwords::{Passwords, may_be_encrypted};
