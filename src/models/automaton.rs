//! The one pass over a text: where does the beginning of a known name stand at the beginning of a word?
//!
//! Every alias is looked for by its first part (its anchor). An Aho-Corasick automaton finds the longest anchor at a
//! place; a bit per three first letters keeps it from being asked at every word of the language.

use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, BuildError, Input, MatchKind, StartKind};

/// Finds anchors at the beginnings of words.
#[derive(Debug)]
pub(super) struct Automaton {
    anchored: AhoCorasick,
    /// One bit for every three first letters that an anchor has.
    first: Vec<u64>,
}

/// Five bits of each of three letters.
const COMBINATIONS: usize = 1 << 15;

impl Automaton {
    /// Prepares anchors, given in lower case.
    pub fn new<'a>(anchors: impl Iterator<Item = &'a str> + Clone) -> Result<Self, BuildError> {
        let anchored = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .start_kind(StartKind::Anchored)
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::DFA))
            .build(anchors.clone())?;
        let mut first = vec![0_u64; COMBINATIONS / 64];
        for anchor in anchors {
            let bytes = anchor.as_bytes();
            let any: Vec<u8> = (0..32).collect();
            let choices = |at: usize| bytes.get(at).map_or(any.as_slice(), std::slice::from_ref);
            for &a in choices(0) {
                for &b in choices(1) {
                    for &c in choices(2) {
                        let key = key(a, b, c);
                        if let Some(word) = first.get_mut(key / 64) {
                            *word |= 1 << (key % 64);
                        }
                    }
                }
            }
        }
        Ok(Automaton { anchored, first })
    }

    /// The places where a word begins with an anchor, as start and number of the longest such anchor.
    pub fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, usize)> + 't {
        let bytes = text.as_bytes();
        let mut last = Class::Other;
        bytes.iter().enumerate().filter_map(move |(start, &byte)| {
            let class = CLASSES[byte as usize];
            let begins = begins_word(last, class);
            last = class;
            if !begins {
                return None;
            }
            let (next, third) = (bytes.get(start + 1).copied(), bytes.get(start + 2).copied());
            let key = key(byte, next.unwrap_or(0), third.unwrap_or(0));
            if self.first.get(key / 64).is_none_or(|word| word >> (key % 64) & 1 == 0) {
                return None;
            }
            let input = Input::new(text).range(start..).anchored(Anchored::Yes);
            self.anchored.find(input).map(|found| (start, found.pattern().as_usize()))
        })
    }
}

/// Letters of either case have the same five low bits.
fn key(a: u8, b: u8, c: u8) -> usize {
    usize::from(a & 31) << 10 | usize::from(b & 31) << 5 | usize::from(c & 31)
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
fn begins_word(last: Class, class: Class) -> bool {
    match class {
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
