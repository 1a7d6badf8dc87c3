//! An alias made ready for matching: its letters, where a blank or hyphen is optional, and the words of its rules.

use std::sync::{Arc, OnceLock};

use super::after::After;
use super::registry::Alias;
use super::schema::Compound;
use super::word_list::WordList;
use super::words::{JOINTS, LowBits, WIDE_JOINT_BITS, at, is_joint, low_bit};

/// One alias, or a name that is to be ignored.
#[derive(Debug)]
pub(super) struct Pattern {
    /// The model's index; `None` for an ignored name.
    pub model: Option<usize>,
    /// The rules; `None` for an ignored name.
    pub rules: Option<Rules>,
    /// The letters as printed, without joints.
    letters: Vec<char>,
    /// The same in lower case.
    lower: Vec<char>,
    /// Before which letters a joint is optional, and whether it may be a blank.
    joints: Vec<(usize, bool)>,
    /// Printed in capitals throughout, or with several of them, it is still this name.
    long: bool,
    /// It has several capitals.
    mixed: bool,
}

/// An alias's rules. Most names stand in no paper of a run: their word lists are prepared when one is first asked for.
#[derive(Debug)]
pub(super) struct Rules {
    pub alias: Arc<Alias>,
    near: OnceLock<WordList>,
    not_near: OnceLock<WordList>,
}

impl Rules {
    fn new(alias: Arc<Alias>) -> Self {
        Rules { alias, near: OnceLock::new(), not_near: OnceLock::new() }
    }

    pub fn near(&self) -> &WordList {
        self.near.get_or_init(|| WordList::with_acronyms(self.alias.near.iter().map(String::as_str)))
    }

    pub fn not_near(&self) -> &WordList {
        self.not_near.get_or_init(|| WordList::new(self.alias.not_near.iter().map(String::as_str)))
    }
}

/// How a pattern lies on the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fit {
    /// One past the last byte.
    pub end: usize,
    /// The case of every letter is that of the alias, or it is printed in capitals throughout and long enough not to be
    /// an acronym of something else.
    pub exact: bool,
}

/// The letter that goes on with a pattern: most places where a name begins are told from it by that.
#[derive(Debug, Clone, Copy)]
pub(super) struct Next {
    /// Its first byte; where that is not known, all bytes.
    letter: LowBits,
    /// Whether joints may stand before it.
    joint: bool,
}

impl Next {
    /// It may say yes where the letter does not stand, never no where it does.
    pub fn begins(self, text: &[u8]) -> bool {
        let joints = || text.iter().take_while(|byte| JOINTS.contains(byte)).count();
        let skipped = if self.joint { joints() } else { 0 };
        let byte = text.get(skipped).copied().unwrap_or_default();
        self.letter & low_bit(byte) != 0
    }
}

/// A word in capitals of this length is a name printed in capitals, not another acronym (PALM, LORA).
const CAPITALS: usize = 5;

impl Pattern {
    pub fn new(text: &str, model: Option<usize>, alias: Option<Arc<Alias>>) -> Self {
        let (mut letters, mut joints) = (Vec::new(), Vec::new());
        for c in text.chars() {
            if is_joint(c) {
                // A single letter with a blank behind it is a column of a table (`P R CNN`), not the beginning of R-CNN.
                let single = joints.last().map_or(0, |&(at, _)| at) + 1 == letters.len()
                    && letters.last().is_some_and(|c: &char| c.is_alphabetic());
                joints.push((letters.len(), c == ' ' || !single));
            } else {
                letters.push(c);
            }
        }
        let lower = letters.iter().map(|c| lower(*c)).collect();
        let rules = alias.map(Rules::new);
        let long = letters.len() >= CAPITALS && letters.first().is_some_and(|c| c.is_uppercase());
        let mixed = letters.iter().filter(|c| c.is_uppercase()).count() > 1;
        Pattern { model, rules, letters, lower, joints, long, mixed }
    }

    /// The letters in lower case, without joints.
    pub fn lower(&self) -> &[char] {
        &self.lower
    }

    /// Whether a blank or hyphen may stand before a letter.
    pub fn has_joint(&self, letter: usize) -> bool {
        self.joints.iter().any(|&(at, _)| at == letter)
    }

    /// How many letters it has: of two patterns at one place the longer one wins.
    pub fn len(&self) -> usize {
        self.letters.len()
    }

    /// Whether any letter may stand behind it: where it ends in a number ("GPT-4o"), or its own rule says what follows.
    pub fn is_open(&self) -> bool {
        self.letters.last().is_some_and(char::is_ascii_digit)
            || self
                .rules
                .as_ref()
                .and_then(|rules| rules.alias.after.as_ref())
                .is_some_and(After::may_begin_small)
    }

    /// The lower-case letters up to the first optional joint: what the automaton looks for. Where these are one or two
    /// (`R-CNN`), which many words begin with, the ways to print the first joint and what follows it.
    pub fn anchors(&self) -> Vec<String> {
        let mut stops = self.joints.iter().map(|&(at, _)| at).filter(|&at| at > 0);
        let first = stops.next().unwrap_or(self.lower.len());
        let letters =
            |from: usize, to: usize| self.lower.iter().skip(from).take(to - from).collect::<String>();
        if first > 2 || first == self.lower.len() {
            return vec![letters(0, first)];
        }
        let second = stops.next().unwrap_or(self.lower.len());
        let (head, tail) = (letters(0, first), letters(first, second));
        ["", "-", " ", "‐", "–"].iter().map(|joint| format!("{head}{joint}{tail}")).collect()
    }

    /// The anchor as small capitals fall apart: a blank at every change of case (`l lama`, `d eep s eek`).
    pub fn spaced_anchor(&self) -> Option<String> {
        let first = self.joints.iter().map(|&(at, _)| at).find(|&at| at > 0).unwrap_or(self.letters.len());
        let letters: Vec<char> = self.letters.iter().copied().take(first).collect();
        if letters.len() < 4 || !letters.iter().all(char::is_ascii_alphabetic) {
            return None;
        }
        let mut spaced = String::new();
        for (index, c) in letters.iter().enumerate() {
            let changed = index
                .checked_sub(1)
                .and_then(|at| letters.get(at))
                .is_some_and(|last| last.is_uppercase() != c.is_uppercase());
            if changed {
                spaced.push(' ');
            }
            spaced.push(lower(*c));
        }
        spaced.contains(' ').then_some(spaced)
    }

    /// What may stand behind its first few letters. `spaced` as in [`Pattern::fit`].
    pub fn next(&self, letters: usize, spaced: bool) -> Next {
        let joint = spaced || self.has_joint(letters);
        let letter = self.lower.get(letters).and_then(|&letter| u8::try_from(letter).ok());
        let letter = letter.filter(u8::is_ascii).map_or(LowBits::MAX, low_bit);
        Next { letter: if joint { letter | WIDE_JOINT_BITS } else { letter }, joint }
    }

    /// Lays the pattern on the text at `start`. `spaced` allows a blank between any two letters, which must then all be
    /// capitals.
    pub fn fit(&self, text: &str, start: usize, spaced: bool) -> Option<Fit> {
        let mut end = start;
        let (mut same, mut capitals) = (true, true);
        for (index, (letter, wanted)) in self.letters.iter().zip(&self.lower).enumerate() {
            let mut found = at(text, end)?;
            if lower(found) != *wanted {
                let joint = self.joints.iter().find(|&&(at, _)| at == index);
                let optional = if joint.is_some() { 3 } else { usize::from(spaced && index > 0) };
                let blank = joint.is_none_or(|&(_, blank)| blank);
                for _ in 0..optional {
                    if lower(found) == *wanted || !is_joint(found) || (found == ' ' && !blank) {
                        break;
                    }
                    end += found.len_utf8();
                    found = at(text, end)?;
                }
                if lower(found) != *wanted {
                    return None;
                }
            }
            same &= found == *letter;
            capitals &= !found.is_lowercase();
            end += found.len_utf8();
        }
        if spaced && !capitals {
            return None;
        }
        let several = || {
            self.mixed
                && text.get(start..end).is_some_and(|hit| {
                    hit.starts_with(char::is_uppercase)
                        && hit.chars().filter(|c| c.is_uppercase()).count() > 1
                })
        };
        Some(Fit { end, exact: same || spaced || (self.long && (capitals || several())) })
    }

    /// Whether a longer name that ends in this one counts.
    pub fn compound(&self) -> Compound {
        self.rules.as_ref().map_or(Compound::Hyphen, |rules| rules.alias.compound)
    }
}

/// The small letter; one that is not ASCII never has one that is.
fn lower(c: char) -> char {
    let wide = |c: char| c.to_lowercase().next().filter(|small| !small.is_ascii()).unwrap_or(c);
    if c.is_ascii() { c.to_ascii_lowercase() } else { wide(c) }
}
