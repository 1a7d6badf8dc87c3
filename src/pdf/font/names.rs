//! Glyph names and the encodings that stand for lists of them.

use std::fmt::Write as _;

use hayro_cmap::BfString;
use hayro_syntax::object::dict::keys::{BASE_ENCODING, DIFFERENCES, ENCODING};
use hayro_syntax::object::{Array, Dict, FromBytes, Name, Object};

use super::tex::TexEncoding;
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

    /// The text of a code with a name that is common, or that the usual bases share.
    fn common(&self, code: u8) -> Option<char> {
        match self.name(code) {
            Some(name) => of_name(name),
            None => of_base(self.base?, code),
        }
    }

    /// The name that a code has by itself, not by the base.
    fn name(&self, code: u8) -> Option<&str> {
        self.differences.iter().rev().find(|it| it.0 == code).map(|it| it.1.as_str())
    }
}

fn known(name: &[u8]) -> Option<&'static str> {
    ["WinAnsiEncoding", "MacRomanEncoding", "MacExpertEncoding", "StandardEncoding"]
        .into_iter()
        .find(|known| known.as_bytes() == name)
}

/// What the names of an encoding say of its codes.
pub(super) struct Names {
    encoding: Encoding,
    /// The names are numbers in this encoding of TeX.
    numbered: Option<TexEncoding>,
    /// The texts of the codes that [`COMMON`] does not know, once one was asked for.
    rare: Option<Vec<(u8, Option<BfString>)>>,
}

impl Names {
    pub fn new(encoding: Encoding) -> Self {
        let numbered = numbered(&encoding);
        Self { encoding, numbered, rare: None }
    }

    /// The text of a code.
    pub fn text(&mut self, code: u8, strings: &mut Strings) -> Unicode {
        if let Some(c) = self.encoding.common(code) {
            return Unicode::Char(c);
        }
        let rare = self.rare.get_or_insert_with(|| by_library(&self.encoding));
        let found = rare.iter().find(|it| it.0 == code).and_then(|it| it.1.clone());
        let by_number = || {
            let number = number(self.encoding.name(code)?)?;
            self.numbered?.char(number)
        };
        match unicode(found, strings) {
            Unicode::None => by_number().map_or(Unicode::None, Unicode::Char),
            text => text,
        }
    }
}

/// The names that most fonts of papers consist of, beside those of one letter: from the standard Latin character set
/// (ISO 32000-1, D.2), sorted. It spares opening a font of the library.
const COMMON: &[(&str, char)] = &[
    ("AE", 'Æ'),
    ("Aacute", 'Á'),
    ("Acircumflex", 'Â'),
    ("Adieresis", 'Ä'),
    ("Agrave", 'À'),
    ("Aring", 'Å'),
    ("Atilde", 'Ã'),
    ("Ccedilla", 'Ç'),
    ("Eacute", 'É'),
    ("Ecircumflex", 'Ê'),
    ("Edieresis", 'Ë'),
    ("Egrave", 'È'),
    ("Eth", 'Ð'),
    ("Euro", '€'),
    ("Iacute", 'Í'),
    ("Icircumflex", 'Î'),
    ("Idieresis", 'Ï'),
    ("Igrave", 'Ì'),
    ("Lslash", 'Ł'),
    ("Ntilde", 'Ñ'),
    ("OE", 'Œ'),
    ("Oacute", 'Ó'),
    ("Ocircumflex", 'Ô'),
    ("Odieresis", 'Ö'),
    ("Ograve", 'Ò'),
    ("Oslash", 'Ø'),
    ("Otilde", 'Õ'),
    ("Sacute", 'Ś'),
    ("Scaron", 'Š'),
    ("Scedilla", 'Ş'),
    ("Scircumflex", 'Ŝ'),
    ("Thorn", 'Þ'),
    ("Uacute", 'Ú'),
    ("Ucircumflex", 'Û'),
    ("Udieresis", 'Ü'),
    ("Ugrave", 'Ù'),
    ("Yacute", 'Ý'),
    ("Ycircumflex", 'Ŷ'),
    ("Ydieresis", 'Ÿ'),
    ("Zacute", 'Ź'),
    ("Zcaron", 'Ž'),
    ("aacute", 'á'),
    ("acircumflex", 'â'),
    ("acute", '´'),
    ("adieresis", 'ä'),
    ("ae", 'æ'),
    ("agrave", 'à'),
    ("alpha", 'α'),
    ("ampersand", '&'),
    ("aring", 'å'),
    ("arrowright", '→'),
    ("asciicircum", '^'),
    ("asciitilde", '~'),
    ("asterisk", '*'),
    ("at", '@'),
    ("atilde", 'ã'),
    ("backslash", '\\'),
    ("bar", '|'),
    ("beta", 'β'),
    ("braceleft", '{'),
    ("braceright", '}'),
    ("bracketleft", '['),
    ("bracketright", ']'),
    ("breve", '˘'),
    ("brokenbar", '¦'),
    ("bullet", '•'),
    ("caron", 'ˇ'),
    ("ccedilla", 'ç'),
    ("cedilla", '¸'),
    ("cent", '¢'),
    ("circumflex", 'ˆ'),
    ("colon", ':'),
    ("comma", ','),
    ("copyright", '©'),
    ("currency", '¤'),
    ("dagger", '†'),
    ("daggerdbl", '‡'),
    ("degree", '°'),
    ("delta", 'δ'),
    ("dieresis", '¨'),
    ("divide", '÷'),
    ("dollar", '$'),
    ("dotaccent", '˙'),
    ("dotlessi", 'ı'),
    ("eacute", 'é'),
    ("ecircumflex", 'ê'),
    ("edieresis", 'ë'),
    ("egrave", 'è'),
    ("eight", '8'),
    ("element", '∈'),
    ("ellipsis", '…'),
    ("emdash", '—'),
    ("endash", '–'),
    ("epsilon", 'ε'),
    ("equal", '='),
    ("eth", 'ð'),
    ("exclam", '!'),
    ("exclamdown", '¡'),
    ("ff", 'ﬀ'),
    ("ffi", 'ﬃ'),
    ("ffl", 'ﬄ'),
    ("fi", 'ﬁ'),
    ("five", '5'),
    ("fl", 'ﬂ'),
    ("florin", 'ƒ'),
    ("four", '4'),
    ("fraction", '⁄'),
    ("gamma", 'γ'),
    ("germandbls", 'ß'),
    ("grave", '`'),
    ("greater", '>'),
    ("greaterequal", '≥'),
    ("guillemotleft", '«'),
    ("guillemotright", '»'),
    ("guilsinglleft", '‹'),
    ("guilsinglright", '›'),
    ("hungarumlaut", '˝'),
    ("hyphen", '-'),
    ("iacute", 'í'),
    ("icircumflex", 'î'),
    ("idieresis", 'ï'),
    ("igrave", 'ì'),
    ("infinity", '∞'),
    ("lambda", 'λ'),
    ("less", '<'),
    ("lessequal", '≤'),
    ("logicalnot", '¬'),
    ("lslash", 'ł'),
    ("macron", '¯'),
    ("minus", '−'),
    ("mu", 'µ'),
    ("multiply", '×'),
    ("nine", '9'),
    ("ntilde", 'ñ'),
    ("numbersign", '#'),
    ("oacute", 'ó'),
    ("ocircumflex", 'ô'),
    ("odieresis", 'ö'),
    ("oe", 'œ'),
    ("ogonek", '˛'),
    ("ograve", 'ò'),
    ("one", '1'),
    ("onehalf", '½'),
    ("onequarter", '¼'),
    ("onesuperior", '¹'),
    ("ordfeminine", 'ª'),
    ("ordmasculine", 'º'),
    ("oslash", 'ø'),
    ("otilde", 'õ'),
    ("paragraph", '¶'),
    ("parenleft", '('),
    ("parenright", ')'),
    ("percent", '%'),
    ("period", '.'),
    ("periodcentered", '·'),
    ("perthousand", '‰'),
    ("phi", 'φ'),
    ("pi", 'π'),
    ("plus", '+'),
    ("plusminus", '±'),
    ("question", '?'),
    ("questiondown", '¿'),
    ("quotedbl", '"'),
    ("quotedblbase", '„'),
    ("quotedblleft", '“'),
    ("quotedblright", '”'),
    ("quoteleft", '‘'),
    ("quoteright", '’'),
    ("quotesinglbase", '‚'),
    ("quotesingle", '\''),
    ("radical", '√'),
    ("registered", '®'),
    ("rho", 'ρ'),
    ("ring", '˚'),
    ("sacute", 'ś'),
    ("scaron", 'š'),
    ("scedilla", 'ş'),
    ("scircumflex", 'ŝ'),
    ("section", '§'),
    ("semicolon", ';'),
    ("seven", '7'),
    ("sigma", 'σ'),
    ("six", '6'),
    ("slash", '/'),
    ("space", ' '),
    ("sterling", '£'),
    ("summation", '∑'),
    ("tau", 'τ'),
    ("theta", 'θ'),
    ("thorn", 'þ'),
    ("three", '3'),
    ("threequarters", '¾'),
    ("threesuperior", '³'),
    ("tilde", '˜'),
    ("trademark", '™'),
    ("two", '2'),
    ("twosuperior", '²'),
    ("uacute", 'ú'),
    ("ucircumflex", 'û'),
    ("udieresis", 'ü'),
    ("ugrave", 'ù'),
    ("underscore", '_'),
    ("yacute", 'ý'),
    ("ycircumflex", 'ŷ'),
    ("ydieresis", 'ÿ'),
    ("yen", '¥'),
    ("zacute", 'ź'),
    ("zcaron", 'ž'),
    ("zero", '0'),
];

fn of_name(name: &str) -> Option<char> {
    if let [letter] = name.as_bytes()
        && letter.is_ascii_alphabetic()
    {
        return Some(char::from(*letter));
    }
    COMMON.binary_search_by_key(&name, |entry| entry.0).ok().map(|at| COMMON[at].1)
}

/// What the encodings for Latin letters have in common: ASCII without its straight quotes.
fn of_base(base: &str, code: u8) -> Option<char> {
    let is_plain = matches!(code, 32..=126) && !matches!(code, b'\'' | b'`');
    (is_plain && base != "MacExpertEncoding").then_some(char::from(code))
}

/// The texts of the codes whose names are not common.
///
/// The library keeps the Adobe Glyph List to itself. A Type 3 font is one whose codes it names without a font program,
/// so the encoding is given to it as that of such a font.
fn by_library(encoding: &Encoding) -> Vec<(u8, Option<BfString>)> {
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
    let Some(dict) = Dict::from_bytes(source.as_bytes()) else { return Vec::new() };
    let Some(font) = program::open(&dict) else { return Vec::new() };
    let is_named = |code: &u8| encoding.base.is_some() || encoding.name(*code).is_some();
    let rare = (0..=255).filter(|code| is_named(code) && encoding.common(*code).is_none());
    rare.map(|code| (code, program::text(&font, code))).collect()
}

/// The encoding of names that only number the characters (`a97`, `C65`), as dvips gives them: the number is the code in
/// TeX's text encoding. Believed only where nearly all names are of this form; `g65` numbers a glyph and tells nothing.
fn numbered(encoding: &Encoding) -> Option<TexEncoding> {
    let named = encoding.differences.iter().filter(|(_, name)| name != ".notdef").count();
    let numbers: Vec<u8> = encoding.differences.iter().filter_map(|(_, name)| number(name)).collect();
    (numbers.len() * 10 >= named * 9).then(|| TexEncoding::of(&numbers))
}

fn number(name: &str) -> Option<u8> {
    name.strip_prefix(['a', 'c', 'C'])?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_names() {
        let check = |base, differences: &[(u8, &str)], code: u8, expected: &str| {
            let differences = differences.iter().map(|&(code, name)| (code, name.to_owned())).collect();
            let mut strings = Strings::new();
            let mut names = Names::new(Encoding { base, differences });
            let found = match names.text(code, &mut strings) {
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
        check(None, &[(1, "a97"), (2, "a12")], 2, "ﬁ");
        check(None, &[(1, "a97"), (2, "a28")], 2, "ﬁ");
        check(None, &[(1, "odd name(%")], 1, "");
        check(None, &[(7, "uni4E2D")], 7, "中");
    }

    #[test]
    fn common_names_are_those_of_the_library() {
        for pair in COMMON.windows(2) {
            assert!(pair[0].0 < pair[1].0, "{} is not in its place", pair[1].0);
        }
        let check = |encoding: &str, code, expected| {
            let source = format!("<</Subtype/Type3/Encoding<<{encoding}>>>>");
            let dict = Dict::from_bytes(source.as_bytes()).unwrap();
            let text = program::text(&program::open(&dict).unwrap(), code);
            assert_eq!(unicode(text, &mut Strings::new()), Unicode::Char(expected), "{encoding} {code}");
        };
        for &(name, c) in COMMON {
            check(&format!("/Differences[1/{name}]"), 1, c);
        }
        for base in ["WinAnsiEncoding", "MacRomanEncoding", "StandardEncoding", "MacExpertEncoding"] {
            for code in 0..=255 {
                if let Some(c) = of_base(base, code) {
                    check(&format!("/BaseEncoding/{base}"), code, c);
                }
            }
        }
    }
}
