//! What may stand directly behind the letters of a name: a word that only begins like one ("same", "optimal") is told from
//! it by the next three bytes. It may say yes where no name ends, never no where one does.

/// The letters that may follow, by the first three, of which those behind the end of a word do not count.
#[derive(Debug)]
pub(super) struct Behind(Box<[u64; 1 << (3 * LETTER - 6)]>);

/// So many bits tell letters apart; nought is no letter.
const LETTER: u32 = 5;

impl Behind {
    /// Prepares what may be glued to a name: words, with whether their ending is open.
    pub fn new<'a>(words: impl Iterator<Item = (&'a str, bool)>) -> Self {
        let mut behind = Behind(Box::new([0; 1 << (3 * LETTER - 6)]));
        for (word, open) in words {
            behind.add(word.as_bytes(), open, 0, 0);
        }
        behind
    }

    fn add(&mut self, word: &[u8], open: bool, at: u32, key: usize) {
        let byte = word.first().map_or(0, |&byte| letter(byte));
        if at == 3 {
            if let Some(row) = self.0.get_mut(key >> 6) {
                *row |= 1 << (key & 63);
            }
        } else if word.is_empty() && open {
            (0..1 << LETTER).for_each(|any| self.add(&[], open, at + 1, key << LETTER | any));
        } else if byte == 0 {
            self.add(&[], false, at + 1, key << LETTER);
        } else {
            self.add(word.get(1..).unwrap_or_default(), open, at + 1, key << LETTER | byte);
        }
    }

    /// Whether a name may end before these bytes. What is no small letter may always follow.
    pub fn allows(&self, rest: &[u8]) -> bool {
        let &[first, second, third] = match rest {
            [first, second, third, ..] => &[*first, *second, *third],
            [first, second] => &[*first, *second, 0],
            [first] => &[*first, 0, 0],
            [] => return true,
        };
        if !first.is_ascii_lowercase() || !(second | third).is_ascii() {
            return true;
        }
        let (second, third) = (letter(second), letter(third));
        let third = if second == 0 { 0 } else { third };
        let key = (letter(first) << LETTER | second) << LETTER | third;
        self.0.get(key >> 6).is_some_and(|row| row >> (key & 63) & 1 == 1)
    }
}

/// The place of a letter in the alphabet, in either case; nought for all else.
fn letter(byte: u8) -> usize {
    if byte.is_ascii_alphabetic() { usize::from(byte & 31) } else { 0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::models::suffix::{self, word_end};

    #[test]
    fn words_go_on_or_end() {
        let behind = Behind::new(
            [("s", false), ("plus", false), ("it", false), ("fp16", false), ("v", true)].into_iter(),
        );
        for (rest, want) in [
            ("", true),
            (" is", true),
            ("-3", true),
            ("3", true),
            ("X", true),
            ("é", true),
            ("s", true),
            ("s.", true),
            ("st", false),
            ("e", false),
            ("ple", false),
            ("plus", true),
            ("it", true),
            ("it-7B", true),
            ("its", false),
            ("fp16", true),
            ("v3", true),
            ("vl2", true),
            ("e\u{301}", true),
        ] {
            assert_eq!(behind.allows(rest.as_bytes()), want, "{rest}");
        }
    }

    proptest! {
        /// A name is never refused for what the rules read as its ending, version or size.
        #[test]
        fn no_name_is_lost(
            tail in prop::collection::vec(
                prop_oneof![
                    prop::sample::select(suffix::glued().map(|(word, _)| word).collect::<Vec<_>>()).prop_map(str::to_owned),
                    "[a-zA-Z0-9. -]{1,3}",
                    "[0-9]{1,2}(\\.[0-9])?[bBmM]?",
                ],
                0..4,
            )
        ) {
            let behind = Behind::new(suffix::glued());
            let text = format!("Tide{}", tail.concat());
            let ends = word_end(&text, 4).is_some()
                || suffix::read(&text, 4, true).is_some_and(|suffix| word_end(&text, suffix.end).is_some());
            prop_assert!(!ends || behind.allows(&text.as_bytes()[4..]), "{}", text);
        }
    }
}
