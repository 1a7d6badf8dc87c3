//! Whether a name may begin at a place, told from a few letters: what keeps the automaton from being asked at every word
//! of the language. It may say yes where no name stands, never no where one does.

use std::ops::ControlFlow;

use super::behind::Behind;
use super::pattern::Pattern;
use super::suffix;
use super::word_starts::each_word_start;
use super::words::{JOINT_BITS, JOINTS, LOW, LowBits, WIDE_JOINT_BITS, WIDE_JOINTS, low_bit};

/// What is known of the beginnings of all names.
#[derive(Debug)]
pub(super) struct Sieve {
    /// By the first two bytes: a bit for every third one.
    third: Box<[LowBits; 1 << (2 * LOW_BITS)]>,
    /// By a hash of the first [`KEY`] bytes: which bytes follow.
    follow: Box<[Follow; 1 << CHOICES]>,
    /// The beginnings of names, of up to [`DEPTH`] letters with their joints left out, by hash: whether a longer name
    /// goes on from them, and what is asked behind them.
    spelled: Spelled,
    /// What may stand behind the last letter of a name.
    behind: Behind,
}

/// So many bytes choose what may follow.
const KEY: usize = 3;

/// For each of two bytes behind the key, a bit for every value of its five low bits: those of a letter in either case.
/// The first byte has the lower half.
type Follow = u64;
const FOLLOWING: usize = 2;

const LOW_BITS: u32 = LOW.count_ones();
/// Whatever follows, a name may begin with these two bytes.
const ANY: LowBits = LowBits::MAX;

/// So many bits of the hash choose what may follow.
const CHOICES: u32 = 12;

/// So many words are looked at together.
const BATCH: usize = 256;

/// So many letters of a name are compared at most.
const DEPTH: usize = 12;

impl Sieve {
    /// Prepares names, and what small capitals make of them.
    #[expect(clippy::large_stack_arrays, reason = "its size lets lookups go unchecked; one is made a run")]
    pub fn new<'a>(names: &[Pattern], spaced: impl Iterator<Item = &'a str>) -> Self {
        let mut sieve = Sieve {
            third: Box::new([0; 1 << (2 * LOW_BITS)]),
            follow: Box::new([0; 1 << CHOICES]),
            spelled: Spelled::new(),
            behind: Behind::new(suffix::glued()),
        };
        for name in names {
            sieve.add(name, Head::default(), 0);
            sieve.add_letters(name);
        }
        for name in spaced {
            let head = name.bytes().fold(Head::default(), Head::with);
            sieve.keep(head);
        }
        sieve
    }

    /// Adds all ways in which a name goes on from a beginning that holds its letters up to `next`.
    fn add(&mut self, name: &Pattern, head: Head, next: usize) {
        let Some(&letter) = name.lower().get(next).filter(|_| !head.is_full()) else {
            return self.keep(head);
        };
        let Some(letter) = ascii(letter) else {
            // A capital may have other bytes.
            let forms = [letter.to_string(), letter.to_uppercase().to_string()];
            let key = |form: String| form.bytes().take(KEY.saturating_sub(head.len)).fold(head, Head::with);
            return forms.into_iter().map(key).for_each(|head| self.keep(head));
        };
        self.add(name, head.with(letter), next + 1);
        if next == 0 || !name.has_joint(next) {
            return;
        }
        let joined = |head: Head| match head.len {
            ..KEY => JOINTS.map(|joint| head.with(joint)).to_vec(),
            _ => vec![head.with_any(JOINT_BITS)],
        };
        for head in joined(head) {
            self.add(name, head.with(letter), next + 1);
            // Of what follows two joints nothing is asked.
            for head in joined(head) {
                self.keep(head);
            }
        }
        // Nor of what follows a joint of several bytes.
        if head.len < KEY {
            for byte in WIDE_JOINTS {
                self.keep(head.with(byte));
            }
        } else {
            self.keep(head.with_any(WIDE_JOINT_BITS));
        }
    }

    /// Lets a beginning through, whatever follows it.
    fn keep(&mut self, head: Head) {
        if head.len < KEY {
            let seconds = if head.len == 1 { 0..=LOW } else { 0..=0 };
            for second in seconds {
                if let Some(thirds) = self.third.get_mut(pair(head.with(second).key.into())) {
                    *thirds = ANY;
                }
            }
            return;
        }
        if let Some(thirds) = self.third.get_mut(pair(head.key.into())) {
            *thirds |= low_bit((head.key >> 16) as u8);
        }
        if let Some(follow) = self.follow.get_mut(choice(head.key)) {
            for half in [u64::from(u32::MAX), u64::from(u32::MAX) << 32] {
                *follow |= if head.follow & half == 0 { half } else { head.follow & half };
            }
        }
    }

    fn add_letters(&mut self, name: &Pattern) {
        let mut key = 0;
        for &letter in name.lower().iter().take(DEPTH) {
            let Some(letter) = ascii(letter) else {
                // A place that begins so is let through as it is.
                if key != 0 {
                    self.spelled.add(key, ENOUGH);
                }
                return;
            };
            self.spelled.add(key, GOES_ON);
            key = extend(key, letter | CASE);
        }
        let known = if name.len() <= DEPTH && !name.is_open() { ENDS } else { ENOUGH };
        self.spelled.add(key, known);
    }

    /// The places of a text where a name may begin, in their order.
    pub fn places(&self, text: &str) -> Vec<usize> {
        let mut places = Vec::new();
        // Two words in three are turned away by the first question, most others by the second, and a processor guesses
        // neither answer: so words are taken in batches, and each question writes down those that pass without a branch.
        let mut batch = [(0, 0); BATCH];
        let mut size = 0;
        let _ = each_word_start(text, |start, head| {
            if let Some(place) = batch.get_mut(size) {
                *place = (start, head);
            }
            size += usize::from(self.has_third(head));
            if size == BATCH {
                self.sift(text, &mut batch, &mut places);
                size = 0;
            }
            ControlFlow::<()>::Continue(())
        });
        self.sift(text, batch.get_mut(..size).unwrap_or_default(), &mut places);
        places
    }

    /// Adds those words of a batch, given by their place and head, that may be names.
    fn sift(&self, text: &str, batch: &mut [(usize, u64)], places: &mut Vec<usize>) {
        let mut size = 0;
        for at in 0..batch.len() {
            let Some(&(start, head)) = batch.get(at) else { continue };
            if let Some(place) = batch.get_mut(size) {
                *place = (start, head);
            }
            size += usize::from(self.is_short(head) | self.is_followed(head));
        }
        places.extend(batch.iter().take(size).filter_map(|&(start, head)| {
            let rest = text.as_bytes().get(start..)?;
            self.spells(rest, self.is_short(head)).then_some(start)
        }));
    }

    /// Whether the first three of eight bytes, given as a number, may be those of a name.
    #[inline]
    fn has_third(&self, head: u64) -> bool {
        self.thirds(head) >> (head >> 16 & 31) & 1 == 1
    }

    /// Whether the next two may be, too, if the name is as long as [`KEY`].
    #[inline]
    fn is_followed(&self, head: u64) -> bool {
        let follow = self.follow.get(choice(head as u32)).copied().unwrap_or_default();
        follow >> (head >> 24 & 31) & follow >> (32 + (head >> 32 & 31)) & 1 == 1
    }

    /// Whether the name may be shorter than [`KEY`].
    #[inline]
    fn is_short(&self, head: u64) -> bool {
        self.thirds(head) == ANY
    }

    #[inline]
    fn thirds(&self, head: u64) -> LowBits {
        self.third.get(pair(head)).copied().unwrap_or_default()
    }

    /// Whether the letters, with all joints left out, may be those of a name.
    fn spells(&self, text: &[u8], short: bool) -> bool {
        if text.first().is_some_and(|byte| !byte.is_ascii()) {
            return true;
        }
        let (mut key, mut rest) = (0, text);
        // No name ends within the first three letters.
        if let Some((first, behind)) = text.split_first_chunk::<KEY>().filter(|_| !short)
            && first.iter().all(|byte| letter(*byte) != 0)
        {
            key = first.iter().fold(0, |key, byte| extend(key, letter(*byte)));
            rest = behind;
        }
        while let [byte, behind @ ..] = rest {
            let known = self.spelled.of(key);
            if known != GOES_ON {
                if known & ENOUGH != 0 || (known & ENDS != 0 && self.behind.allows(rest)) {
                    return true;
                }
                // Nor behind a joint, which may follow any name: no other can end there.
                if known & GOES_ON == 0 {
                    return false;
                }
            }
            let letter = letter(*byte);
            if letter != 0 {
                key = extend(key, letter);
            }
            rest = behind;
        }
        self.spelled.of(key) & (ENDS | ENOUGH) != 0
    }
}

/// A byte as it is compared, nought for a joint: the bytes of all characters that are not ASCII go for joints.
fn letter(byte: u8) -> u8 {
    static LETTERS: [u8; 256] = {
        let mut letters = [0; 256];
        let mut byte = 0;
        while byte < 0x80 {
            let joint = matches!(byte as u8, b' ' | b'-' | b'_');
            letters[byte] = if joint { 0 } else { byte as u8 | CASE };
            byte += 1;
        }
        letters
    };
    LETTERS[usize::from(byte)]
}

/// Letters of either case are the same but for this bit; that other bytes may be the same too does no harm.
const CASE: u8 = 0x20;
const FOLD: u32 = u32::from_le_bytes([CASE; 4]);

fn ascii(letter: char) -> Option<u8> {
    u8::try_from(letter).ok().filter(u8::is_ascii)
}

/// The place of what follows the first two bytes.
fn pair(head: u64) -> usize {
    (head & u64::from(LOW) | head >> (8 - LOW_BITS) & u64::from(LOW) << LOW_BITS) as usize
}

/// The place of what follows the first three bytes.
fn choice(key: u32) -> usize {
    (((key | FOLD) & 0x00FF_FFFF).wrapping_mul(0x9E37_79B1) >> (u32::BITS - CHOICES)) as usize
}

fn extend(key: u32, letter: u8) -> u32 {
    (key.rotate_left(5) ^ u32::from(letter)).wrapping_mul(0x9E37_79B1)
}

/// What a text may begin with.
#[derive(Debug, Clone, Copy, Default)]
struct Head {
    key: u32,
    follow: Follow,
    len: usize,
}

impl Head {
    fn is_full(self) -> bool {
        self.len >= KEY + FOLLOWING
    }

    fn with(mut self, byte: u8) -> Head {
        if self.len < KEY {
            self.key |= u32::from(byte | CASE) << (8 * self.len);
            self.len += 1;
            return self;
        }
        self.with_any(low_bit(byte))
    }

    /// With any of several bytes; part of a key can be only one.
    fn with_any(mut self, bits: LowBits) -> Head {
        let at = self.len.saturating_sub(KEY);
        if self.len >= KEY && at < FOLLOWING {
            self.follow |= u64::from(bits) << (32 * at);
        }
        self.len += 1;
        self
    }
}

/// So many bits of a hash find what is known of letters.
const WIDTH: u32 = 16;

/// Four bits for each hash of the beginning of a name.
#[derive(Debug)]
struct Spelled(Box<[u64; 1 << (WIDTH - 4)]>);

/// A longer name begins so.
const GOES_ON: u64 = 1;
/// It is a whole name, if what stands behind it allows that.
const ENDS: u64 = 2;
/// It may be a name whatever stands behind it.
const ENOUGH: u64 = 4;

impl Spelled {
    #[expect(clippy::large_stack_arrays, reason = "its size lets lookups go unchecked; one is made a run")]
    fn new() -> Self {
        Spelled(Box::new([0; 1 << (WIDTH - 4)]))
    }

    /// The key is a hash already.
    fn place(key: u32) -> (usize, u32) {
        let hash = key >> (u32::BITS - WIDTH);
        ((hash >> 4) as usize, (hash & 15) * 4)
    }

    fn add(&mut self, key: u32, known: u64) {
        let (word, bit) = Self::place(key);
        if let Some(word) = self.0.get_mut(word) {
            *word |= known << bit;
        }
    }

    fn of(&self, key: u32) -> u64 {
        let (word, bit) = Self::place(key);
        self.0.get(word).map_or(0, |word| word >> bit & (GOES_ON | ENDS | ENOUGH))
    }
}
