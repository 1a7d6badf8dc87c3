//! The one pass over a text: where does the beginning of a known name stand at the beginning of a word?
//!
//! Every alias is looked for by its first part (its anchor). An Aho-Corasick automaton finds the longest anchor at a
//! place; a bit for every few letters at two positions keeps it from being asked at every word of the language.

use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, BuildError, Input, MatchKind, StartKind};

/// Finds anchors at the beginnings of words.
#[derive(Debug)]
pub(super) struct Automaton {
    anchored: AhoCorasick,
    /// The first four letters that anchors have.
    first: Letters<FIRST>,
    /// The third to fifth ones.
    third: Letters<3>,
}

/// So many letters are compared first, at every byte of a text.
const FIRST: usize = 4;

/// Bits of a letter that count: those of either case have the same five low ones.
const BITS: usize = 5;

impl Automaton {
    /// Prepares anchors, given in lower case.
    pub fn new<'a>(anchors: impl Iterator<Item = &'a str> + Clone) -> Result<Self, BuildError> {
        let anchored = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .start_kind(StartKind::Anchored)
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(anchors.clone())?;
        let (mut first, mut third) = (Letters::new(), Letters::new());
        for anchor in anchors {
            first.add(anchor.as_bytes());
            third.add(anchor.as_bytes().get(2..).unwrap_or_default());
        }
        Ok(Automaton { anchored, first, third })
    }

    /// The next place at or after `from` where a word begins with an anchor: its start, and the number of the longest
    /// such anchor.
    pub fn next(&self, text: &str, from: usize) -> Option<(usize, usize)> {
        let bytes = text.as_bytes();
        let mut key = (from..from + FIRST - 1).fold(0, |key, at| extend(key, byte_at(bytes, at)));
        for start in from..bytes.len() {
            key = extend(key, byte_at(bytes, start + FIRST - 1)) & Letters::<FIRST>::MASK;
            if self.first.holds(key) && begins_word(bytes, start) && self.third.has(bytes, start + 2) {
                let input = Input::new(text).range(start..).anchored(Anchored::Yes);
                if let Some(found) = self.anchored.find(input) {
                    return Some((start, found.pattern().as_usize()));
                }
            }
        }
        None
    }
}

/// One bit for every combination of `N` letters.
#[derive(Debug)]
struct Letters<const N: usize>(Vec<u64>);

impl<const N: usize> Letters<N> {
    const MASK: usize = (1 << (BITS * N)) - 1;

    fn new() -> Self {
        Letters(vec![0; (Self::MASK + 1) / 64])
    }

    /// Adds the first letters; any letter will do for one that is missing.
    fn add(&mut self, letters: &[u8]) {
        let any: Vec<u8> = (0..1 << BITS).collect();
        let mut keys = vec![0];
        for at in 0..N {
            let choices = letters.get(at).map_or(any.as_slice(), std::slice::from_ref);
            keys =
                keys.iter().flat_map(|&key| choices.iter().map(move |&letter| extend(key, letter))).collect();
        }
        for key in keys {
            if let Some(word) = self.0.get_mut(key / 64) {
                *word |= 1 << (key % 64);
            }
        }
    }

    fn has(&self, bytes: &[u8], at: usize) -> bool {
        self.holds((at..at + N).fold(0, |key, at| extend(key, byte_at(bytes, at))))
    }

    fn holds(&self, key: usize) -> bool {
        self.0.get(key / 64).is_some_and(|word| word >> (key % 64) & 1 == 1)
    }
}

/// The byte at an index; behind the end any will do.
fn byte_at(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or_default()
}

fn extend(key: usize, letter: u8) -> usize {
    key << BITS | usize::from(letter & ((1 << BITS) - 1))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Other,
    Lower,
    Upper,
    Digit,
    /// The first byte of a character that is not ASCII.
    Wide,
    /// One of its other bytes.
    Inside,
}

/// A word begins behind what is no letter or digit, and at a capital behind a small letter (`MedCLIP`). Behind a
/// character that is not ASCII the one who asks must look closer.
fn begins_word(bytes: &[u8], start: usize) -> bool {
    let class = |at: usize| bytes.get(at).map_or(Class::Other, |&byte| CLASSES[byte as usize]);
    let last = start.checked_sub(1).map_or(Class::Other, class);
    match class(start) {
        Class::Other | Class::Inside => false,
        Class::Upper => !matches!(last, Class::Upper | Class::Digit),
        Class::Lower | Class::Digit | Class::Wide => matches!(last, Class::Other | Class::Inside),
    }
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' => Class::Lower,
            b'A'..=b'Z' => Class::Upper,
            b'0'..=b'9' => Class::Digit,
            0xC0.. => Class::Wide,
            0x80..=0xBF => Class::Inside,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
};
