//! Lists of words to look for around a name, and the small questions about characters that the rules share.

use std::collections::HashSet;

use memchr::memmem::Finder;

/// Words and word beginnings: whole words in any case of letters; a `*` at the end leaves the ending open; several
/// words make a phrase.
#[derive(Debug, Default)]
pub(super) struct WordList {
    whole: HashSet<String>,
    stems: Vec<String>,
    /// By the first letter of words and stems, a bit for each second one: most words of a text need not be looked up.
    /// Of a byte the five low bits count.
    seconds: [u32; 32],
    phrases: Vec<Finder<'static>>,
}

impl WordList {
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut list = WordList::default();
        for word in words {
            let word = word.to_lowercase();
            list.expect(&word);
            if word.contains(|c: char| !c.is_alphanumeric() && c != '-' && c != '*') {
                list.phrases.push(Finder::new(word.trim_end_matches('*')).into_owned());
            } else if let Some(stem) = word.strip_suffix('*') {
                list.stems.push(stem.to_owned());
            } else {
                list.whole.insert(word);
            }
        }
        list
    }

    fn expect(&mut self, word: &str) {
        match *word.trim_end_matches('*').as_bytes() {
            [] => self.seconds = [u32::MAX; 32],
            [first, ref rest @ ..] => {
                // Behind a single letter anything may stand.
                let second = rest.first().map_or(u32::MAX, |&second| 1 << low(second));
                self.seconds.iter_mut().skip(low(first)).take(1).for_each(|seconds| *seconds |= second);
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.stems.is_empty() && self.phrases.is_empty()
    }

    /// Whether one of the words stands in a passage.
    pub fn occurs_in(&self, passage: &str) -> bool {
        if self.is_empty() {
            return false;
        }
        let lower = passage.to_lowercase();
        self.phrases.iter().any(|phrase| contains_phrase(&lower, phrase))
            || lower.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| self.has(word))
    }

    /// Whether one may begin with the letters that a word begins with.
    fn may_have(&self, word: &str) -> bool {
        let second = word.as_bytes().get(1).map_or(u32::MAX, |&second| 1 << low(second));
        let seconds = word.bytes().next().and_then(|first| self.seconds.get(low(first)));
        seconds.is_some_and(|seconds| seconds & second != 0)
    }

    /// Whether a lower-case word is listed, as it stands or as a part of a hyphenated one.
    fn has(&self, word: &str) -> bool {
        let listed = |word: &str| {
            self.may_have(word)
                && (self.whole.contains(word)
                    || self.stems.iter().any(|stem| word.starts_with(stem.as_str())))
        };
        listed(word) || (word.contains('-') && word.split('-').any(listed))
    }
}

fn low(byte: u8) -> usize {
    usize::from(byte & 31)
}

/// Whether a phrase stands in a text with no letter or digit directly before it.
fn contains_phrase(text: &str, phrase: &Finder<'_>) -> bool {
    let bounded = phrase.needle().first().is_some_and(u8::is_ascii_alphanumeric);
    phrase.find_iter(text.as_bytes()).any(|at| !bounded || !before(text, at).is_some_and(is_word))
}

/// Letters and digits; raised and lowered digits are marks of footnotes, not parts of a word.
pub(super) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphanumeric() && !is_raised(c))
}

fn is_raised(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '⁰'..='₉')
}

/// What may stand between the parts of a name: spaces and hyphens of any sort.
pub(super) fn is_joint(c: char) -> bool {
    matches!(c, ' ' | '-' | '_' | '·' | '\u{ad}' | '\u{2010}'..='\u{2013}' | '\u{2212}')
}

/// The last character before a byte offset.
pub(super) fn before(text: &str, at: usize) -> Option<char> {
    let byte = *text.as_bytes().get(at.checked_sub(1)?)?;
    if byte.is_ascii() { Some(char::from(byte)) } else { text.get(..at)?.chars().next_back() }
}

/// The first character at a byte offset.
pub(super) fn at(text: &str, at: usize) -> Option<char> {
    let byte = *text.as_bytes().get(at)?;
    if byte.is_ascii() { Some(char::from(byte)) } else { text.get(at..)?.chars().next() }
}

/// The nearest character boundary at or before an offset.
pub(super) fn floor(text: &str, mut offset: usize) -> usize {
    offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// As much text as fits `width` bytes on either side of a range.
pub(super) fn around(text: &str, start: usize, end: usize, width: usize) -> &str {
    text.get(floor(text, start.saturating_sub(width))..floor(text, end.saturating_add(width)))
        .unwrap_or_default()
}

/// The blank-delimited token around a range, at most 120 bytes to either side.
pub(super) fn token(text: &str, start: usize, end: usize) -> &str {
    let from = floor(text, start.saturating_sub(120));
    let to = floor(text, end.saturating_add(120));
    let left = text.get(from..start).unwrap_or_default();
    let right = text.get(end..to).unwrap_or_default();
    let start = left.rfind(char::is_whitespace).map_or(from, |at| from + at + 1);
    let end = right.find(char::is_whitespace).map_or(to, |at| end + at);
    text.get(start..end).unwrap_or_default()
}
