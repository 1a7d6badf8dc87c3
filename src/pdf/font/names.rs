//! Glyph names and the encodings that stand for lists of them.

use std::fmt::Write as _;

use hayro_syntax::object::dict::keys::{BASE_ENCODING, DIFFERENCES, ENCODING};
use hayro_syntax::object::{Array, Dict, FromBytes, Name, Object};

use super::{Strings, Unicode, program, unicode};

/// The encoding of a simple font: a list known by name, and names that differ from it.
pub(super) struct Encoding {
    pub base: Option<&'static str>,
    pub differences: Vec<(u8, String)>,
}

impl Encoding {
    /// Reads `/Encoding`.
    pub fn new(dict: &Dict<'_>) -> Self {
        let Some(encoding) = dict.get::<Dict<'_>>(ENCODING) else {
            return Self {
                base: dict.get::<Name<'_>>(ENCODING).and_then(|name| known(&name)),
                differences: Vec::new(),
            };
        };
        let mut differences = Vec::new();
        let mut code = 0_i64;
        for object in encoding.get::<Array<'_>>(DIFFERENCES).iter().flat_map(Array::iter::<Object<'_>>) {
            match object {
                Object::Number(number) => code = number.as_i64(),
                Object::Name(name) => {
                    if let Ok(code) = u8::try_from(code) {
                        differences.push((code, name.as_str().to_owned()));
                    }
                    code = code.saturating_add(1);
                }
                _ => {}
            }
        }
        Self { base: encoding.get::<Name<'_>>(BASE_ENCODING).and_then(|name| known(&name)), differences }
    }
}

fn known(name: &[u8]) -> Option<&'static str> {
    ["WinAnsiEncoding", "MacRomanEncoding", "MacExpertEncoding", "StandardEncoding"]
        .into_iter()
        .find(|known| known.as_bytes() == name)
}

/// The text of every code of an encoding.
///
/// The library keeps the Adobe Glyph List to itself. A Type 3 font is one whose codes it names without a font program,
/// so the encoding is given to it as that of such a font.
pub(super) fn texts(encoding: &Encoding, strings: &mut Strings) -> Vec<Unicode> {
    let mut source = String::from("<</Subtype/Type3/Encoding<<");
    if let Some(base) = encoding.base {
        let _ = write!(source, "/BaseEncoding/{base}");
    }
    source.push_str("/Differences[");
    for (code, name) in &encoding.differences {
        let _ = write!(source, "{code}/");
        for byte in name.bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-') {
                source.push(char::from(byte));
            } else {
                let _ = write!(source, "#{byte:02x}");
            }
        }
        source.push(' ');
    }
    source.push_str("]>>>>");
    let font = Dict::from_bytes(source.as_bytes()).and_then(|dict| {
        program::open(&dict).map(|font| (0..=255).map(|code| program::text(&font, code)).collect::<Vec<_>>())
    });
    let mut texts: Vec<Unicode> =
        font.unwrap_or_default().into_iter().map(|text| unicode(text, strings)).collect();
    texts.resize(256, Unicode::None);
    number_names(encoding, &mut texts, strings);
    texts
}

/// Names that only number the characters (`a97`, `C65`), as dvips gives them: the number is the code in TeX's text
/// encoding. Believed only where nearly all names are of this form; `g65` numbers a glyph and tells nothing.
fn number_names(encoding: &Encoding, texts: &mut [Unicode], strings: &mut Strings) {
    let number = |name: &str| name.strip_prefix(['a', 'c', 'C'])?.parse::<u8>().ok();
    let numbered: Vec<(u8, u8)> =
        encoding.differences.iter().filter_map(|(code, name)| Some((*code, number(name)?))).collect();
    let named = encoding.differences.iter().filter(|(_, name)| name != ".notdef").count();
    if numbered.len() * 10 < named * 9 {
        return;
    }
    for (code, number) in numbered {
        let Some(text) = texts.get_mut(usize::from(code)) else { continue };
        if *text == Unicode::None {
            *text = tex(number, strings);
        }
    }
}

/// The text encoding of Computer Modern (OT1).
fn tex(code: u8, strings: &mut Strings) -> Unicode {
    let many = |text: &str, strings: &mut Strings| {
        strings.push(text.into());
        Unicode::String(strings.len() as u32 - 1)
    };
    match code {
        11 => many("ff", strings),
        12 => many("fi", strings),
        13 => many("fl", strings),
        14 => many("ffi", strings),
        15 => many("ffl", strings),
        16..=32 => {
            "ıȷ`´ˇ˘¯˚¸ßæœøÆŒØ ".chars().nth(usize::from(code) - 16).map_or(Unicode::None, Unicode::Char)
        }
        b'"' => Unicode::Char('”'),
        b'\\' => Unicode::Char('“'),
        b'{' => Unicode::Char('–'),
        b'|' => Unicode::Char('—'),
        0x7d => Unicode::Char('˝'),
        b'~' => Unicode::Char('˜'),
        0x7f => Unicode::Char('¨'),
        33..=126 => Unicode::Char(char::from(code)),
        _ => Unicode::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_names() {
        let check = |base, differences: &[(u8, &str)], code: u8, expected: &str| {
            let differences = differences.iter().map(|&(code, name)| (code, name.to_owned())).collect();
            let mut strings = Strings::new();
            let texts = texts(&Encoding { base, differences }, &mut strings);
            let found = match texts[usize::from(code)] {
                Unicode::None => String::new(),
                Unicode::Char(c) => c.to_string(),
                Unicode::String(index) => strings[index as usize].to_string(),
            };
            assert_eq!(found, expected, "{base:?} {code}");
        };
        check(Some("WinAnsiEncoding"), &[], 0xe9, "é");
        check(Some("WinAnsiEncoding"), &[(0xe9, "Lslash")], 0xe9, "Ł");
        check(None, &[(2, "fi")], 2, "ﬁ");
        check(None, &[(2, "f_f_i"), (3, "a")], 2, "ffi");
        check(None, &[(65, "A")], 66, "");
        check(None, &[(1, "a97"), (2, "a12")], 1, "a");
        check(None, &[(1, "a97"), (2, "a12")], 2, "fi");
        check(None, &[(1, "odd name(%")], 1, "");
        check(None, &[(7, "uni4E2D")], 7, "中");
    }
}
