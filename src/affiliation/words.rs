//! An affiliation string → words that can be looked up whatever their accents, hyphens and lost or added spaces.
//!
//! The folded words are squashed into one `key` without spaces, with `,` where the text separates parts and `;` where
//! it separates affiliations. A name of the gazetteer is squashed alike, so `U NIVERSITY OF O XFORD`, `UniversityofOxford`
//! and `Univer- sity of Oxford` are found as slices of the key that begin and end at words.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What stands between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// Nothing: the case or the class of characters changes (`DeepMind`, `1MIT`).
    Glued,
    /// A space, a hyphen, a full stop.
    Soft,
    /// The end of a printed line: a name may go on, a segment may not.
    Line,
    /// A comma, a bracket, a slash: the next part of an affiliation, such as its place.
    Part,
    /// A semicolon, a symbol, a marker: the next affiliation.
    Entity,
}

/// One word: ranges of bytes in the text and in the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word {
    pub start: usize,
    pub end: usize,
    pub key_start: usize,
    pub key_end: usize,
    pub gap: Gap,
    /// An opening bracket stands before it.
    pub opens: bool,
    /// White space stands before it.
    pub spaced: bool,
}

/// The words of a string.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Words {
    /// Lower-case.
    pub key: String,
    /// The same bytes with their case kept.
    pub cased: String,
    pub items: Vec<Word>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Lower,
    Upper,
    Digit,
    Other,
}

impl Words {
    /// Splits and folds a text.
    pub fn new(text: &str) -> Words {
        let mut words = Words { key: String::with_capacity(text.len()), ..Words::default() };
        words.fill(text);
        words
    }

    /// Takes another text into the same buffers.
    pub fn fill(&mut self, text: &str) {
        self.key.clear();
        self.cased.clear();
        self.items.clear();
        let words = self;
        let mut gap = Gap::Soft;
        let mut last: Option<Class> = None;
        let (mut joined, mut bracket, mut space) = (false, false, false);
        for (at, c) in text.char_indices() {
            if is_accent(c) {
                // `Z ¨urich`, `f ¨ur`: an accent set as a glyph of its own belongs inside its word.
                joined = true;
                continue;
            }
            if matches!(c, '\'' | '’' | '‘' | 'ʼ' | '\u{ad}' | '\u{200b}') && last.is_some() {
                continue;
            }
            if c == '*' && last.is_some() && words.in_initial(text, at) {
                continue;
            }
            let Some(class) = class(c) else {
                space |= c.is_whitespace();
                if c == '&' {
                    words.push_word("and", "and", at, at + 1, gap.max(Gap::Soft));
                    gap = Gap::Soft;
                } else if !(joined && c.is_whitespace()) {
                    gap = gap.max(separator(c));
                    bracket |= c == '(';
                }
                last = None;
                continue;
            };
            let starts = match last {
                Some(before) => boundary(before, class).then_some(Gap::Glued),
                None if joined && !words.items.is_empty() && gap <= Gap::Soft => None,
                None => Some(gap),
            };
            joined = false;
            if let Some(gap) = starts.or(words.items.is_empty().then_some(gap)) {
                words.begin(at, gap);
                if let Some(word) = words.items.last_mut() {
                    word.opens = std::mem::take(&mut bracket);
                    word.spaced = space;
                }
            }
            space = false;
            words.extend(c, at + c.len_utf8());
            gap = Gap::Glued;
            last = Some(class);
        }
        words.break_at_markers();
    }

    /// The key of a name of the gazetteer, without separators at its ends.
    pub fn key_of(name: &str) -> String {
        let words = Words::new(name);
        words.slice(0, words.items.len()).to_owned()
    }

    /// The key of words `first..end`.
    pub fn slice(&self, first: usize, end: usize) -> &str {
        let Some((first, last)) = self.ends(first, end) else { return "" };
        self.key.get(first.key_start..last.key_end).unwrap_or_default()
    }

    /// The words `first..end` with their case.
    pub fn cased(&self, first: usize, end: usize) -> &str {
        let Some((first, last)) = self.ends(first, end) else { return "" };
        self.cased.get(first.key_start..last.key_end).unwrap_or_default()
    }

    /// The words `first..end` as printed.
    pub fn printed<'t>(&self, text: &'t str, first: usize, end: usize) -> &'t str {
        let Some((first, last)) = self.ends(first, end) else { return "" };
        text.get(first.start..last.end).unwrap_or_default()
    }

    /// The gap before a word; past the end it is that of another affiliation.
    pub fn gap(&self, at: usize) -> Gap {
        self.items.get(at).map_or(Gap::Entity, |word| if at == 0 { Gap::Entity } else { word.gap })
    }

    /// Whether an opening bracket stands before a word.
    pub fn opens(&self, at: usize) -> bool {
        self.items.get(at).is_some_and(|word| word.opens)
    }

    /// Whether white space stands before a word.
    pub fn spaced(&self, at: usize) -> bool {
        self.items.get(at).is_some_and(|word| word.spaced)
    }

    /// One word of the key.
    pub fn word(&self, at: usize) -> &str {
        self.slice(at, at + 1)
    }

    fn ends(&self, first: usize, end: usize) -> Option<(&Word, &Word)> {
        Some((self.items.get(first)?, self.items.get(end.checked_sub(1)?)?))
    }

    /// `A*STAR`: an asterisk between one letter and more is part of the word, elsewhere it is a mark.
    fn in_initial(&self, text: &str, at: usize) -> bool {
        let one = self.items.last().is_some_and(|word| word.end == at && word.key_end - word.key_start == 1);
        let letter =
            text.get(at + 1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
        one && letter
    }

    fn begin(&mut self, at: usize, gap: Gap) {
        if !self.items.is_empty() && gap >= Gap::Part {
            let separator = if gap == Gap::Part { ',' } else { ';' };
            self.key.push(separator);
            self.cased.push(separator);
        }
        let key = self.key.len();
        self.items.push(Word {
            start: at,
            end: at,
            key_start: key,
            key_end: key,
            gap,
            opens: false,
            spaced: false,
        });
    }

    fn push_word(&mut self, key: &str, cased: &str, start: usize, end: usize, gap: Gap) {
        self.begin(start, gap);
        self.key.push_str(key);
        self.cased.push_str(cased);
        self.close(end);
    }

    fn extend(&mut self, c: char, end: usize) {
        if c.is_ascii() {
            self.key.push(c.to_ascii_lowercase());
            self.cased.push(c);
            self.close(end);
            return;
        }
        let mut fold = |c: char| {
            let lower = c.to_lowercase().next().filter(|lower| lower.len_utf8() == c.len_utf8()).unwrap_or(c);
            self.key.push(lower);
            self.cased.push(c);
        };
        match c {
            'ß' => ['s', 's'].into_iter().for_each(fold),
            'ø' => fold('o'),
            'Ø' => fold('O'),
            'ł' => fold('l'),
            'Ł' => fold('L'),
            'đ' | 'ð' => fold('d'),
            'Đ' => fold('D'),
            'ı' => fold('i'),
            'æ' => ['a', 'e'].into_iter().for_each(fold),
            'œ' => ['o', 'e'].into_iter().for_each(fold),
            'Œ' => ['O', 'E'].into_iter().for_each(fold),
            c => c.nfkd().filter(|c| c.is_alphanumeric()).for_each(fold),
        }
        self.close(end);
    }

    fn close(&mut self, end: usize) {
        let key = self.key.len();
        if let Some(word) = self.items.last_mut() {
            word.end = end;
            word.key_end = key;
        }
    }

    /// `MIT 2 Stanford`, `2Stanford`: one or two digits before a word are the marker of another affiliation.
    fn break_at_markers(&mut self) {
        let marks: Vec<usize> = (1..self.items.len())
            .filter(|&at| {
                let marker = self.word(at - 1);
                let letters = self.word(at).starts_with(|c: char| !c.is_ascii_digit());
                let close = self.gap(at) <= Gap::Soft && (at < 2 || self.gap(at - 1) >= Gap::Soft);
                letters && close && marker.len() <= 2 && marker.bytes().all(|b| b.is_ascii_digit())
            })
            .collect();
        for at in marks {
            // The key keeps them together: `4Paradigm` and `Paris 6` are names.
            if let Some(word) = self.items.get_mut(at) {
                word.gap = Gap::Entity;
            }
        }
    }
}

fn class(c: char) -> Option<Class> {
    if c.is_ascii() {
        return match c {
            'a'..='z' => Some(Class::Lower),
            'A'..='Z' => Some(Class::Upper),
            '0'..='9' => Some(Class::Digit),
            _ => None,
        };
    }
    if matches!(c, '⁰'..='⁹' | '₀'..='₉' | '¹' | '²' | '³' | 'ª' | 'º') || is_combining_mark(c) {
        return if is_combining_mark(c) { Some(Class::Other) } else { None };
    }
    if c.is_uppercase() {
        Some(Class::Upper)
    } else if c.is_lowercase() {
        Some(Class::Lower)
    } else if c.is_alphanumeric() {
        Some(Class::Other)
    } else {
        None
    }
}

fn boundary(before: Class, now: Class) -> bool {
    use Class::{Digit, Lower, Upper};
    matches!((before, now), (Lower, Upper)) || (before == Digit) != (now == Digit)
}

fn separator(c: char) -> Gap {
    match c {
        ',' | '(' | ')' | '[' | ']' | '/' | '|' | ':' | '@' | '—' | '"' | '“' | '”' | '，' => {
            Gap::Part
        }
        '\n' => Gap::Line,
        c if c.is_whitespace() => Gap::Soft,
        '\'' | '’' | '‘' | '-' | '‐' | '‑' | '–' | '.' | '_' | '+' | '~' | '\u{2212}' | '\\' => {
            Gap::Soft
        }
        _ => Gap::Entity,
    }
}

/// Accents that PDF fonts set as glyphs of their own.
fn is_accent(c: char) -> bool {
    matches!(c, '´' | '`' | '¨' | '˜' | 'ˆ' | '¸' | '˚' | 'ˇ' | '˘' | '¯' | '˝')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        for (text, key) in [
            ("University of Oxford", "universityofoxford"),
            ("U NIVERSITY OF O XFORD", "universityofoxford"),
            ("University of California, Berkeley", "universityofcalifornia,berkeley"),
            ("Université de Montréal", "universitedemontreal"),
            ("ETH Z ¨urich", "ethzurich"),
            ("ETH Z¨ urich", "ethzurich"),
            ("Xi’an Jiaotong-Liverpool", "xianjiaotongliverpool"),
            ("Texas A&M", "texasaandm"),
            ("HKUST (GZ)", "hkust,gz"),
            ("P. R. China", "prchina"),
            ("Noah's Ark", "noahsark"),
            ("Straße", "strasse"),
            ("a; b", "a;b"),
            ("4Paradigm", "4paradigm"),
        ] {
            assert_eq!(Words::key_of(text), key, "{text}");
        }
    }

    #[test]
    fn a_marker_begins_another_affiliation() {
        for text in ["MIT 2 Stanford", "MIT 2Stanford", "MIT ² Stanford", "MIT ♠ Stanford"] {
            let words = Words::new(text);
            assert_eq!(words.gap(words.items.len() - 1), Gap::Entity, "{text}");
        }
    }
}
