//! Font dictionaries → for each character code its advance and its text.
//!
//! A code's text comes from the first of these that knows it: the `ToUnicode` map, the names of the encoding, the
//! encoding that the font program brings along. A program is opened only for a code that needs it. Glyph outlines are
//! of no concern.

mod cache;
mod composite;
mod names;
mod program;
mod simple;
mod style;
mod tex;
mod to_unicode;

pub(super) use cache::{FontId, Fonts};

use composite::Composite;
use hayro_cmap::BfString;
use hayro_syntax::object::dict::keys::SUBTYPE;
use hayro_syntax::object::{Dict, Name};
use simple::Simple;

use super::document::Style;

/// A font that text is shown in.
pub(super) struct Font<'a> {
    kind: Kind<'a>,
    /// Weight and slant.
    pub style: Style,
    /// How many times the nominal size the letters are; differs from 1 for fonts of drawings (Type 3).
    pub scale: f32,
    /// Whether lines run from top to bottom.
    pub vertical: bool,
}

enum Kind<'a> {
    Simple(Simple<'a>),
    Composite(Composite),
}

/// What a character code stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Code {
    /// How far the pen moves, in ems.
    pub advance: f32,
    /// What to read.
    pub text: Unicode,
}

/// The text of one code: nothing, a character, or a place in the font's list of strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unicode {
    /// Nothing tells what it is.
    None,
    /// One character.
    Char(char),
    /// Several characters: an index for [`Font::string`].
    String(u32),
}

/// One code of a string and how many bytes it takes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown {
    pub code: Code,
    /// Whether this is the single byte 32, which word spacing applies to.
    pub is_space: bool,
    pub bytes: usize,
}

impl<'a> Font<'a> {
    /// Reads a font dictionary.
    fn new(dict: &Dict<'a>) -> Self {
        let style = style::of(dict);
        match dict.get::<Name<'_>>(SUBTYPE).as_deref() {
            Some(b"Type0") => {
                let font = Composite::new(dict);
                let vertical = font.vertical;
                Self { kind: Kind::Composite(font), style, scale: 1.0, vertical }
            }
            subtype => {
                let font = Simple::new(dict, subtype == Some(b"Type3"));
                let scale = font.scale;
                Self { kind: Kind::Simple(font), style, scale, vertical: false }
            }
        }
    }

    /// The next code of a string; `None` at its end.
    #[inline]
    pub fn next(&mut self, rest: &[u8]) -> Option<Shown> {
        match &mut self.kind {
            Kind::Simple(font) => {
                let byte = *rest.first()?;
                Some(Shown { code: font.code(byte), is_space: byte == b' ', bytes: 1 })
            }
            Kind::Composite(font) => font.next(rest),
        }
    }

    /// The characters of [`Unicode::String`].
    pub fn string(&self, index: u32) -> &str {
        let strings = match &self.kind {
            Kind::Simple(font) => &font.strings,
            Kind::Composite(font) => &font.strings,
        };
        strings.get(index as usize).map(AsRef::as_ref).unwrap_or_default()
    }
}

/// Strings of the codes that stand for more than one character.
type Strings = Vec<Box<str>>;

/// A mapping as this room keeps it; control characters and non-characters tell nothing.
fn unicode(found: Option<BfString>, strings: &mut Strings) -> Unicode {
    match found {
        Some(BfString::Char(c)) => plain(c),
        Some(BfString::String(text)) => {
            let mut chars = text.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) => plain(c),
                (Some(first), Some(_)) if plain(first) != Unicode::None => {
                    strings.push(text.into_boxed_str());
                    Unicode::String(strings.len() as u32 - 1)
                }
                _ => Unicode::None,
            }
        }
        None => Unicode::None,
    }
}

fn plain(c: char) -> Unicode {
    match c {
        '\t' | '\n' | '\r' | '\u{a0}' => Unicode::Char(' '),
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{feff}' | '\u{fffd}'..='\u{ffff}' => Unicode::None,
        _ => Unicode::Char(c),
    }
}
