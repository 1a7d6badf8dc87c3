//! Whether a name may begin at a place, told from a few letters: what keeps the automaton from being asked at every word
//! of the language. It may say yes where no name stands, never no where one does.

use super::pattern::Pattern;
use super::word_starts::blocks;
use super::words::padded;

/// What is known of the beginnings of all names.
#[derive(Debug)]
pub(super) struct Sieve {
    /// By a hash of the first [`KEY`] bytes: which bytes follow.
    follow: Box<[Follow; 1 << CHOICES]>,
    /// The names that are shorter than that, by hash.
    short: Bits,
    /// The beginnings of names, of up to [`DEPTH`] letters with their joints left out, by hash: whether a longer name
    /// goes on from them, and whether behind them nothing more is asked.
    spelled: Spelled,
}

/// So many bytes choose what may follow.
const KEY: usize = 3;

/// For each of two bytes behind the key, a bit for every value of its five low bits: those of a letter in either case.
/// The first byte has the lower half.
type Follow = u64;
const FOLLOWING: usize = 2;

/// So many bits of the hash choose what may follow.
const CHOICES: u32 = 12;

/// So many letters of a name are compared at most.
const DEPTH: usize = 12;

/// The joints that are ASCII.
const JOINTS: [u8; 3] = [b' ', b'-', b'_'];
/// What these and the first bytes of all other joints have for low bits.
const JOINT_BITS: u32 = bit(b' ') | bit(b'-') | bit(b'_') | WIDE_BITS;
/// All other joints begin with the bytes C2 and E2.
const WIDE_BITS: u32 = bit(0xC2) | bit(0xE2);

impl Sieve {
    /// Prepares names, and what small capitals make of them.
    #[expect(clippy::large_stack_arrays, reason = "its size lets lookups go unchecked; one is made a run")]
    pub fn new<'a>(names: &[Pattern], spaced: impl Iterator<Item = &'a str>) -> Self {
        let mut sieve =
            Sieve { follow: Box::new([0; 1 << CHOICES]), short: Bits::new(), spelled: Spelled::new() };
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
            match head.len {
                0 => self.keep(letter.to_string().bytes().fold(head, Head::with)),
                // Keys that are not ASCII are let through.
                1..KEY => {}
                _ => self.keep(head),
            }
            return;
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
        if head.len >= KEY {
            // Nor of what follows a joint of several bytes.
            self.keep(head.with_any(WIDE_BITS));
        }
    }

    /// Lets a beginning through, whatever follows it.
    fn keep(&mut self, head: Head) {
        if head.len < KEY {
            let any = if head.len == 1 { u8::MAX } else { 0 };
            (0..=any).for_each(|byte| self.short.add(head.with(byte).key & PAIR));
            return;
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
            let Some(letter) = ascii(letter) else { return };
            self.spelled.add(key, GOES_ON);
            key = extend(key, letter);
        }
        self.spelled.add(key, ENOUGH);
    }

    /// The places of a text where a name may begin, in their order.
    pub fn places(&self, text: &str) -> Vec<usize> {
        let mut places = Vec::new();
        for (block, mut starts) in blocks(text) {
            while starts != 0 {
                let start = block + starts.trailing_zeros() as usize;
                starts &= starts - 1;
                let Some(rest) = text.as_bytes().get(start..) else { break };
                if self.may_begin(rest) && self.spells(rest) {
                    places.push(start);
                }
            }
        }
        places
    }

    /// Whether the first few bytes may be those of a name.
    #[inline]
    fn may_begin(&self, rest: &[u8]) -> bool {
        let head = u64::from_le_bytes(padded(rest));
        let key = head as u32;
        let follow = self.follow.get(choice(key)).copied().unwrap_or_default();
        let known = follow >> (head >> 24 & 31) & follow >> (32 + (head >> 32 & 31)) & 1;
        let short = self.short.has((key | FOLD) & PAIR);
        // Of characters that are not ASCII, one that a name begins with is in the key.
        known == 1 || short || (key & 0x80 == 0 && key & 0x0080_8000 != 0)
    }

    /// Whether the letters, with all joints left out, may be those of a name.
    fn spells(&self, text: &[u8]) -> bool {
        let mut key = 0;
        for &byte in text {
            let known = self.spelled.of(key);
            // What is not ASCII may be a joint.
            if known & ENOUGH != 0 || !byte.is_ascii() {
                return true;
            }
            if JOINTS.contains(&byte) {
                continue;
            }
            if known & GOES_ON == 0 {
                return false;
            }
            key = extend(key, byte);
        }
        self.spelled.of(key) & ENOUGH != 0
    }
}

/// Letters of either case are the same but for this bit; that other bytes may be the same too does no harm.
const CASE: u8 = 0x20;
const FOLD: u32 = u32::from_le_bytes([CASE; 4]);
const PAIR: u32 = 0xFFFF;

fn ascii(letter: char) -> Option<u8> {
    u8::try_from(letter).ok().filter(u8::is_ascii)
}

const fn bit(byte: u8) -> u32 {
    1 << (byte & 31)
}

/// The place of what follows the first three bytes.
fn choice(key: u32) -> usize {
    (((key | FOLD) & 0x00FF_FFFF).wrapping_mul(0x9E37_79B1) >> (u32::BITS - CHOICES)) as usize
}

fn extend(key: u32, letter: u8) -> u32 {
    (key.rotate_left(5) ^ u32::from(letter | CASE)).wrapping_mul(0x9E37_79B1)
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
        self.with_any(bit(byte))
    }

    /// With any of several bytes; part of a key can be only one.
    fn with_any(mut self, bits: u32) -> Head {
        let at = self.len.saturating_sub(KEY);
        if self.len >= KEY && at < FOLLOWING {
            self.follow |= u64::from(bits) << (32 * at);
        }
        self.len += 1;
        self
    }
}

/// A set of numbers by one bit of a hash: small enough for the nearest cache.
#[derive(Debug)]
struct Bits(Box<[u64; 1 << (WIDTH - 6)]>);

const WIDTH: u32 = 16;

impl Bits {
    fn new() -> Self {
        Bits(Box::new([0; 1 << (WIDTH - 6)]))
    }

    fn place(key: u32) -> (usize, u32) {
        let hash = key.wrapping_mul(0x85EB_CA6B) >> (u32::BITS - WIDTH);
        ((hash >> 6) as usize, hash & 63)
    }

    fn add(&mut self, key: u32) {
        let (word, bit) = Self::place(key);
        if let Some(word) = self.0.get_mut(word) {
            *word |= 1 << bit;
        }
    }

    fn has(&self, key: u32) -> bool {
        let (word, bit) = Self::place(key);
        self.0.get(word).is_some_and(|word| word >> bit & 1 == 1)
    }
}

/// Two bits for each hash of the beginning of a name.
#[derive(Debug)]
struct Spelled(Box<[u64; 1 << (WIDTH - 5)]>);

const GOES_ON: u64 = 1;
const ENOUGH: u64 = 2;

impl Spelled {
    fn new() -> Self {
        Spelled(Box::new([0; 1 << (WIDTH - 5)]))
    }

    /// The key is a hash already.
    fn place(key: u32) -> (usize, u32) {
        let hash = key >> (u32::BITS - WIDTH);
        ((hash >> 5) as usize, (hash & 31) * 2)
    }

    fn add(&mut self, key: u32, known: u64) {
        let (word, bit) = Self::place(key);
        if let Some(word) = self.0.get_mut(word) {
            *word |= known << bit;
        }
    }

    fn of(&self, key: u32) -> u64 {
        let (word, bit) = Self::place(key);
        self.0.get(word).map_or(0, |word| word >> bit)
    }
}
