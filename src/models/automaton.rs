//! The one pass over a text: where does the beginning of a known name stand at the beginning of a word?
//!
//! Every alias is looked for by its first part (its anchor). An Aho-Corasick automaton finds the longest anchor at a
//! place; it is asked only where the sieve lets a word through.

use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, BuildError, Input, MatchKind, StartKind};

use super::sieve::Sieve;

/// Finds anchors at the beginnings of words.
#[derive(Debug)]
pub(super) struct Automaton {
    anchored: AhoCorasick,
    sieve: Sieve,
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

    /// The places where a word begins with an anchor, in the order of the text: their start, and the number of the
    /// longest such anchor.
    pub fn places(&self, text: &str) -> impl Iterator<Item = (usize, usize)> {
        self.sieve.places(text).into_iter().filter_map(move |start| {
            let input = Input::new(text).range(start..).anchored(Anchored::Yes);
            Some((start, self.anchored.find(input)?.pattern().as_usize()))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use proptest::prelude::*;

    use super::*;
    use crate::models::behind::Behind;
    use crate::models::pattern::{Fit, Pattern};
    use crate::models::suffix;
    use crate::models::word_starts::each_word_start;

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
        /// Wherever the letters of a name lie on a text at the beginning of a word, and do not go on as those of another,
        /// the place is found.
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
            let behind = Behind::new(suffix::glued());
            let automaton = Automaton::new(anchors.iter().map(String::as_str), sieve).unwrap();
            let places: Vec<usize> = automaton.places(&text).map(|(start, _)| start).collect();
            prop_assert!(places.is_sorted());
            let lost = each_word_start(&text, |start, _| {
                let begins = |name: &Pattern| {
                    let rest = text[start..].to_ascii_lowercase();
                    let ends = |fit: Fit| name.is_open() || behind.allows(&text.as_bytes()[fit.end..]);
                    name.fit(&text, start, false).is_some_and(ends)
                        && name.anchors().iter().any(|anchor| rest.starts_with(anchor.as_str()))
                };
                let lost = names.iter().any(begins) && !places.contains(&start);
                if lost { ControlFlow::Break(start) } else { ControlFlow::Continue(()) }
            });
            prop_assert_eq!(lost, ControlFlow::Continue(()), "{}", &text);
        }
    }
}
