//! A small fingerprint of a text, from which the likeness of two texts can be told without either of them.
//!
//! The sketch of a text are the smallest hashes of its runs of [`RUN`] words (a bottom-k `MinHash`, Broder 1997): the share of
//! them that two texts have in common estimates the Jaccard index of their runs, with a standard error of
//! √(J(1−J)/[`SIZE`]), 0.06 at most.

use std::collections::BTreeSet;
use std::fmt::{self, Write};
use std::hash::Hasher;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use siphasher::sip::SipHasher13;

use super::{Text, Zone};

/// How many words a run has: enough that only copied sentences share one.
const RUN: usize = 5;

/// How many hashes are kept.
pub const SIZE: usize = 64;

/// What makes a hash of a run from those of its words.
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

/// The smallest hashes of the runs of a text, in rising order; in JSON eight hexadecimal digits each.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Sketch(Vec<u32>);

/// What is no sketch.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a sketch is {SIZE} times eight hexadecimal digits at most, in rising order")]
pub struct NoSketch;

impl Sketch {
    /// The sketch of title, abstract and body; of nothing where there are fewer than `SIZE` runs. References, checklist
    /// and appendix are left out: papers share the first two, and versions differ in the last.
    #[must_use]
    pub fn of(text: &Text) -> Self {
        let mut smallest: BTreeSet<u32> = BTreeSet::new();
        let mut run: [u64; RUN] = [0; RUN];
        let mut words = 0;
        let ends = text.zones.iter().skip(1).map(|&(start, _)| start as usize).chain([text.text.len()]);
        for (&(start, zone), end) in text.zones.iter().zip(ends) {
            if matches!(zone, Zone::References | Zone::Checklist | Zone::Appendix) {
                continue;
            }
            let part = text.text.get(start as usize..end).unwrap_or_default();
            for word in part.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
                run.rotate_left(1);
                if let Some(last) = run.last_mut() {
                    *last = hash(word);
                }
                words += 1;
                if words >= RUN {
                    let mixed = run
                        .iter()
                        .fold(0_u64, |mixed, &word| (mixed ^ word).wrapping_mul(BASE).rotate_left(23));
                    keep(&mut smallest, (mixed.wrapping_mul(BASE) >> 32) as u32);
                }
            }
        }
        let full = smallest.len() == SIZE;
        Self(if full { smallest.into_iter().collect() } else { Vec::new() })
    }

    /// The hashes.
    #[must_use]
    pub fn hashes(&self) -> &[u32] {
        &self.0
    }

    /// The estimated share of the runs of two texts that both have, 0 to 1; 0 where one has no sketch.
    #[must_use]
    pub fn likeness(&self, other: &Sketch) -> f64 {
        let mut all: Vec<u32> = self.0.iter().chain(&other.0).copied().collect();
        all.sort_unstable();
        let both = |run: &[u32]| run.len() > 1;
        let shared = all.chunk_by(|a, b| a == b).take(SIZE).filter(|run| both(run)).count();
        shared as f64 / SIZE as f64
    }
}

/// A hash that is the same on every machine and in every version.
fn hash(word: &str) -> u64 {
    let mut hasher = SipHasher13::new();
    if word.bytes().any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii()) {
        hasher.write(word.to_lowercase().as_bytes());
    } else {
        hasher.write(word.as_bytes());
    }
    hasher.finish()
}

fn keep(smallest: &mut BTreeSet<u32>, hash: u32) {
    if smallest.len() < SIZE {
        smallest.insert(hash);
    } else if smallest.last().is_some_and(|&last| hash < last) && smallest.insert(hash) {
        smallest.pop_last();
    }
}

impl fmt::Display for Sketch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|hash| write!(f, "{hash:08x}"))
    }
}

impl From<Sketch> for String {
    fn from(sketch: Sketch) -> Self {
        let mut text = String::with_capacity(8 * SIZE);
        // Writing to a string cannot fail.
        let _ = write!(text, "{sketch}");
        text
    }
}

impl FromStr for Sketch {
    type Err = NoSketch;

    fn from_str(text: &str) -> Result<Self, NoSketch> {
        let digits = text.as_bytes().chunks(8).map(|digits| {
            let digits =
                std::str::from_utf8(digits).ok().filter(|digits| digits.len() == 8).ok_or(NoSketch)?;
            u32::from_str_radix(digits, 16).map_err(|_| NoSketch)
        });
        let hashes: Vec<u32> = digits.collect::<Result<_, _>>()?;
        let sound = hashes.len() <= SIZE && hashes.is_sorted_by(|a, b| a < b);
        if sound { Ok(Self(hashes)) } else { Err(NoSketch) }
    }
}

impl TryFrom<String> for Sketch {
    type Error = NoSketch;

    fn try_from(text: String) -> Result<Self, NoSketch> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: impl Iterator<Item = u32>) -> Text {
        let text = words.map(|word| format!("w{word}")).collect::<Vec<_>>().join(" ");
        Text { text, zones: vec![(0, Zone::Body)], ..Text::default() }
    }

    #[test]
    fn likeness_is_that_of_the_runs() {
        let whole = Sketch::of(&text(0..4000));
        // Of two texts of 4,000 runs that share all but a stretch: shared / (8000 - shared).
        for (other, expected) in
            [(0..4000, 1.0), (1000..5000, 0.6), (2000..6000, 1.0 / 3.0), (4000..8000, 0.0)]
        {
            let likeness = whole.likeness(&Sketch::of(&text(other)));
            assert!((likeness - expected).abs() < 0.13, "{likeness} for {expected}");
        }
        assert_eq!(Sketch::of(&text(0..40)), Sketch::default());
        assert!(whole.likeness(&Sketch::default()) < 0.01);
    }

    #[test]
    fn case_breaks_and_references_do_not_matter() {
        let mut one = text(0..500);
        one.zones.push((one.text.len() as u32, Zone::References));
        let other = Text { text: one.text.to_uppercase().replace(' ', ",\n"), ..one.clone() };
        one.text.push_str(" and so on for ever and ever");
        let other = Text { zones: vec![(0, Zone::Unknown)], ..other };
        assert_eq!(Sketch::of(&one), Sketch::of(&other));
    }

    #[test]
    fn a_sketch_is_written_and_read() {
        let sketch = Sketch::of(&text(0..300));
        let written = String::from(sketch.clone());
        assert_eq!(written.len(), 8 * SIZE);
        assert_eq!(written.parse(), Ok(sketch));
        for wrong in ["0000000", "00000002 0000001", "0000000200000001", "0000000g", "ééé"] {
            assert_eq!(wrong.parse::<Sketch>(), Err(NoSketch), "{wrong}");
        }
        // Records of other machines are compared with these.
        assert_eq!(hash("Model"), hash("model"));
        insta::assert_snapshot!(format!("{:016x}", hash("model")), @"39a8f6bed6e94390");
    }
}
