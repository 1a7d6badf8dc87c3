//! The share of one of several runs that divide the papers among them.

use std::str::FromStr;

use sha2::{Digest, Sha256};

/// One of `of` shares. To which one a paper belongs follows from its locator alone, not from the other papers or the
/// machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Counted from 1.
    number: u64,
    of: u64,
}

/// A share that is none.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no share of the papers: give its number and how many there are, from 1/8 to 8/8")]
pub struct ShardError(String);

impl Shard {
    /// All papers.
    pub const WHOLE: Self = Self { number: 1, of: 1 };

    /// Whether a paper is of this share: the first eight bytes of the SHA-256 of its locator, big-endian, modulo the
    /// number of shares.
    #[must_use]
    pub fn holds(self, locator: &str) -> bool {
        if self.of == 1 {
            return true;
        }
        let hash = Sha256::digest(locator.as_bytes());
        let first = hash.iter().take(8).fold(0, |number: u64, &byte| number << 8 | u64::from(byte));
        first % self.of == self.number - 1
    }
}

impl FromStr for Shard {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<Self, ShardError> {
        let parts =
            text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match parts {
            Some((number, of)) if (1..=of).contains(&number) => Ok(Self { number, of }),
            _ => Err(ShardError(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_locator_is_of_one_share_and_stays_there() {
        for of in [1, 2, 3, 7, 64] {
            for paper in 0..200 {
                let locator = format!("papers/{paper}.pdf");
                let held = (1..=of).filter(|number| Shard { number: *number, of }.holds(&locator)).count();
                assert_eq!(held, 1, "{locator} of {of}");
            }
        }
        // Runs that were divided by an earlier version must still fit together.
        let shares: Vec<u64> = ["a.pdf", "b.pdf", "crawl.tar!c.pdf", "δ.pdf"]
            .iter()
            .flat_map(|locator| (1..=10).filter(|&number| Shard { number, of: 10 }.holds(locator)))
            .collect();
        assert_eq!(shares, [3, 3, 4, 2]);
    }

    #[test]
    fn a_share_that_is_none_is_refused() {
        for text in ["0/3", "4/3", "1", "1/0", "a/b", "-1/3", "1/3/5", ""] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
        assert_eq!("1/1".parse::<Shard>().unwrap(), Shard::WHOLE);
        assert_eq!("3/3".parse::<Shard>().unwrap(), Shard { number: 3, of: 3 });
    }
}
