//! The one pass over a text: where does the beginning of a known name stand at the beginning of a word?
//!
//! Every alias is looked for by its first part (its anchor). An Aho-Corasick automaton finds the longest anchor at a
//! place; it is asked only where the sieve lets a word through.

use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, BuildError, Input, MatchKind, StartKind};

use super::sieve::Sieve;
use super::word_starts::WordStarts;

/// Finds anchors at the beginnings of words.
#[derive(Debug)]
pub(super) struct Automaton {
    anchored: AhoCorasick,
    sieve: Sieve,
}

/// The places of one text.
#[derive(Debug)]
pub(super) struct Places<'a> {
    automaton: &'a Automaton,
    text: &'a str,
    words: WordStarts<'a>,
}

impl Automaton {
    /// Prepares anchors, given in lower case, and what they are the beginnings of.
    pub fn new<'a>(anchors: impl Iterator<Item = &'a str>, sieve: Sieve) -> Result<Self, BuildError> {
        let anchored = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .start_kind(StartKind::Anchored)
            .ascii_case_insensitive(true)
            .prefilter(false)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(anchors)?;
        Ok(Automaton { anchored, sieve })
    }

    /// The places where names may stand in a text.
    pub fn places<'a>(&'a self, text: &'a str) -> Places<'a> {
        Places { automaton: self, text, words: WordStarts::new(text) }
    }
}

impl Places<'_> {
    /// The next place at or after `from`, which never goes back, where a word begins with an anchor: its start, and the
    /// number of the longest such anchor.
    pub fn next(&mut self, from: usize) -> Option<(usize, usize)> {
        let Automaton { anchored, sieve } = self.automaton;
        self.words.skip_to(from);
        for start in self.words.by_ref() {
            if sieve.passes(self.text.as_bytes(), start) {
                let input = Input::new(self.text).range(start..).anchored(Anchored::Yes);
                if let Some(found) = anchored.find(input) {
                    return Some((start, found.pattern().as_usize()));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::models::pattern::Pattern;

    /// Names with and without joints, short, with digits, with letters that are not ASCII.
    const NAMES: [&str; 12] = [
        "GPT",
        "Yi",
        "R-CNN",
        "U-Net",
        "Tülu",
        "π0",
        "Gen-3 Alpha",
        "BERT",
        "Chain of Thought",
        "C++",
        "Llama",
        "Segment Anything",
    ];

    proptest! {
        /// Wherever the letters of a name lie on a text at the beginning of a word, the place is found.
        #[test]
        fn the_sieve_loses_no_name(
            pieces in prop::collection::vec(
                prop_oneof![
                    prop::sample::select(NAMES.to_vec()).prop_map(str::to_owned),
                    "[ \\-_.,\n\u{ad}\u{2010}\u{b7}aGbt3π’K]{1,3}",
                    prop::sample::select(NAMES.to_vec()).prop_map(|name| name.replace([' ', '-'], "\u{2011}")),
                    prop::sample::select(NAMES.to_vec()).prop_map(|name| name.replace([' ', '-'], "- ").to_uppercase()),
                    prop::sample::select(NAMES.to_vec()).prop_map(|name| name.replace(' ', "").to_lowercase()),
                ],
                1..12,
            )
        ) {
            let text = pieces.concat();
            let names: Vec<Pattern> = NAMES.iter().map(|name| Pattern::new(name, None, None)).collect();
            let anchors: Vec<String> = names.iter().flat_map(Pattern::anchors).collect();
            let sieve = Sieve::new(&names, std::iter::empty());
            let automaton = Automaton::new(anchors.iter().map(String::as_str), sieve).unwrap();
            let mut places = automaton.places(&text);
            for start in WordStarts::new(&text) {
                let begins = |name: &Pattern| {
                    let rest = text[start..].to_ascii_lowercase();
                    name.fit(&text, start, false).is_some()
                        && name.anchors().iter().any(|anchor| rest.starts_with(anchor.as_str()))
                };
                if names.iter().any(begins) {
                    let mut all = automaton.places(&text);
                    let found = all.next(start).map(|(at, _)| at);
                    prop_assert_eq!(found, Some(start), "{}", &text);
                }
            }
            // Nor does it go back.
            let mut last = None;
            while let Some((start, _)) = places.next(last.map_or(0, |last| last + 1)) {
                prop_assert!(last < Some(start));
                last = Some(start);
            }
        }
    }
}
