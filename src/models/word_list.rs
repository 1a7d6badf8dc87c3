//! Lists of words to look for around a name.

use std::ops::{ControlFlow, Range};

use super::word_starts::{each_word_start, head};
use super::words::{LOW, at, before, is_word};

/// Words, word beginnings and phrases, in any case of letters: each stands where no letter or digit is directly before or
/// behind it; a `*` at its end leaves the ending open.
#[derive(Debug, Default)]
pub(super) struct WordList {
    words: Vec<Word>,
    /// By the low bits of a first letter: a bit for each second one that follows it, and where the first of them stands
    /// in `ends`. Most words of a text need not be looked up.
    seconds: Vec<(u32, usize)>,
    /// For each such pair of letters, one past its last word in `sorted`.
    ends: Vec<usize>,
    /// The words by their first two letters.
    sorted: Vec<Beginning>,
}

#[derive(Debug)]
struct Word {
    /// In small letters.
    letters: String,
    /// Whether the ending is open.
    open: bool,
    /// Whether it counts in capitals alone.
    capitals: bool,
}

/// What a word is told from most others by.
#[derive(Debug, Clone, Copy)]
struct Beginning {
    /// Its first bytes, folded, and which bits of them count.
    head: u64,
    mask: u64,
    number: usize,
}

impl WordList {
    pub fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        Self::of(words, |_| false)
    }

    /// A list in which an acronym is no other word: `SAM*` does not stand in "same", nor `RAG` in "rag".
    pub fn with_acronyms<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let is_acronym = |word: &str| {
            !word.contains(char::is_lowercase) && word.chars().filter(|c| c.is_uppercase()).count() > 1
        };
        Self::of(words, is_acronym)
    }

    fn of<'a>(words: impl IntoIterator<Item = &'a str>, in_capitals: impl Fn(&str) -> bool) -> Self {
        let words: Vec<Word> = words
            .into_iter()
            .map(|word| Word {
                letters: word.trim_end_matches('*').to_lowercase(),
                open: word.ends_with('*'),
                capitals: in_capitals(word),
            })
            .collect();
        let mut keys: Vec<(u8, u8, usize)> = Vec::new();
        for (number, Word { letters, .. }) in words.iter().enumerate() {
            // Letters that are not ASCII may have other bytes as capitals.
            for form in [letters.clone(), letters.to_uppercase()] {
                let [first, rest @ ..] = form.as_bytes() else { continue };
                // Behind a single letter anything may stand.
                let second = rest.first().map_or(0..=LOW, |second| second & LOW..=second & LOW);
                keys.extend(second.map(|second| (first & LOW, second, number)));
            }
        }
        keys.sort_unstable();
        keys.dedup();
        let mut list = WordList { words, ..WordList::default() };
        if keys.is_empty() {
            return list;
        }
        list.seconds = vec![(0, 0); 1 << LOW.count_ones()];
        for pair in keys.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let Some(&(first, second, _)) = pair.first() else { continue };
            if let Some((seconds, start)) = list.seconds.get_mut(usize::from(first)) {
                if *seconds == 0 {
                    *start = list.ends.len();
                }
                *seconds |= 1 << second;
            }
            let numbers = pair.iter().map(|(_, _, number)| *number);
            let beginnings =
                numbers.filter_map(|number| Some(Beginning::new(&list.words.get(number)?.letters, number)));
            list.sorted.extend(beginnings);
            list.ends.push(list.sorted.len());
        }
        list
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words in small letters, with whether the ending is open.
    pub fn words(&self) -> impl Iterator<Item = (&str, bool)> {
        self.words.iter().map(|word| (word.letters.as_str(), word.open))
    }

    /// Whether one of the words stands in a passage.
    pub fn occurs_in(&self, passage: &str) -> bool {
        !self.is_empty() && self.each_place(passage, |_, _| ControlFlow::Break(())).is_break()
    }

    /// Shows where its words stand in a passage, by rising start, with the number of the word, until `visit` breaks off.
    pub fn each_place<B>(
        &self,
        passage: &str,
        mut visit: impl FnMut(Range<usize>, usize) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        each_word_start(passage, |start, head| {
            for word in self.with_letters(head).iter().filter(|word| word.may_begin(head | FOLD)) {
                if let Some(end) = self.end(passage, start, word.number) {
                    visit(start..end, word.number)?;
                }
            }
            ControlFlow::Continue(())
        })
    }

    /// Where a word ends, if it begins at a place.
    fn end(&self, passage: &str, start: usize, number: usize) -> Option<usize> {
        let Word { letters, open, capitals } = self.words.get(number)?;
        let end = start + length(letters, passage.get(start..)?)?;
        let bounded =
            (*open || !at(passage, end).is_some_and(is_word)) && !before(passage, start).is_some_and(is_word);
        let small = *capitals && passage.get(start..end)?.contains(char::is_lowercase);
        (bounded && !small).then_some(end)
    }

    /// Whether a word is listed as it stands.
    pub fn lists(&self, word: &str) -> bool {
        let head = head(word.as_bytes()) | FOLD;
        self.with_letters(head).iter().filter(|word| word.may_begin(head)).any(|beginning| {
            let listed = self.words.get(beginning.number);
            listed.is_some_and(|Word { letters, open, .. }| {
                length(letters, word).is_some_and(|length| *open || length == word.len())
            })
        })
    }

    /// The words that begin with the same two letters as a head.
    #[inline]
    fn with_letters(&self, head: u64) -> &[Beginning] {
        let [first, second, ..] = head.to_le_bytes().map(|letter| letter & LOW);
        let (seconds, start) = self.seconds.get(usize::from(first)).copied().unwrap_or_default();
        if seconds >> second & 1 == 0 {
            return &[];
        }
        let pair = start + (seconds & ((1 << second) - 1)).count_ones() as usize;
        let end_of = |pair: usize| self.ends.get(pair).copied().unwrap_or_default();
        let from = pair.checked_sub(1).map_or(0, end_of);
        self.sorted.get(from..end_of(pair)).unwrap_or_default()
    }
}

impl Beginning {
    fn new(word: &str, number: usize) -> Self {
        // Of letters that are not ASCII a capital may have other bytes.
        let known = if word.is_ascii() { word.len().min(8) } else { 0 };
        let mask = if known == 0 { 0 } else { u64::MAX >> (64 - 8 * known) };
        Beginning { head: head(word.as_bytes()) | FOLD, mask, number }
    }

    /// Whether the word may stand where this head does.
    fn may_begin(&self, head: u64) -> bool {
        (self.head ^ head) & self.mask == 0
    }
}

/// Makes letters of either case one.
const FOLD: u64 = u64::from_le_bytes([b' '; 8]);

/// The bytes that a word in small letters takes of a text that begins with it.
fn length(word: &str, text: &str) -> Option<usize> {
    if word.is_ascii() {
        let head = text.as_bytes().get(..word.len())?;
        return head.eq_ignore_ascii_case(word.as_bytes()).then_some(word.len());
    }
    let mut letters = text.char_indices();
    let same =
        word.chars().all(|wanted| letters.next().is_some_and(|(_, found)| found.to_lowercase().eq([wanted])));
    same.then(|| letters.offset())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_between_what_is_no_letter_or_digit() {
        for (word, passage, want) in [
            ("model", "a Model.", true),
            ("model", "models", false),
            ("model", "submodel", false),
            ("model*", "models", true),
            ("model", "pre-model", true),
            // Raised digits are marks of footnotes.
            ("model", "model²", true),
            ("zero-shot", "Zero-shot", true),
            ("zero-shot", "zero shot", false),
            ("language model*", "LANGUAGE MODELS", true),
            ("language model", "language models", false),
            ("Gu et al.", "(Gu et al., 2023)", true),
            ("I", "I use", true),
            ("I", "It is", false),
            ("Üstün", "ÜSTÜN et al.", true),
            ("Räikkönen", "räikkönen", true),
            ("β1", "with β1", true),
            ("01.AI", "from 01.ai", true),
        ] {
            assert_eq!(WordList::new([word]).occurs_in(passage), want, "{word} in {passage}");
        }
        assert!(!WordList::default().occurs_in("model"));
    }

    #[test]
    fn all_places_are_told_by_the_number_of_the_word() {
        let list = WordList::new(["we", "we use", "us*", "weigh"]);
        let mut places = Vec::new();
        let _ = list.each_place("We use what weighs, we", |place, number| {
            places.push((place, number));
            ControlFlow::<()>::Continue(())
        });
        assert_eq!(places, [(0..2, 0), (0..6, 1), (3..5, 2), (20..22, 0)]);
    }

    #[test]
    fn a_word_is_listed_as_it_stands() {
        let list = WordList::new(["instruct", "it", "distill*"]);
        for (word, want) in
            [("Instruct", true), ("instructs", false), ("i", false), ("IT", true), ("distilled", true)]
        {
            assert_eq!(list.lists(word), want, "{word}");
        }
    }
}
