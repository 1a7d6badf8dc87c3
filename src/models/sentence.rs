//! The sentence around a place, found from the place outwards.

use std::ops::Range;

use memchr::{memchr, memchr3_iter, memrchr};

use super::words::{before, floor};

/// Where a sentence seems to end but does not.
const ABBREVIATIONS: &[&str] = &[
    "al", "e.g", "i.e", "fig", "figs", "vs", "cf", "eq", "sec", "tab", "resp", "approx", "dr", "prof", "no",
    "etc", "app",
];

/// No sentence is looked at further than this from the name, in bytes.
const REACH: usize = 400;

/// The bytes of the sentence that a range stands in; a block's end ends it too.
pub(super) fn sentence(text: &str, start: usize, end: usize) -> Range<usize> {
    let from = floor(text, start.saturating_sub(REACH));
    let to = floor(text, end.saturating_add(REACH));
    let bytes = |range: Range<usize>| text.as_bytes().get(range).unwrap_or_default();
    let from = memrchr(b'\n', bytes(from..start)).map_or(from, |at| from + at + 1);
    let to = memchr(b'\n', bytes(end..to)).map_or(to, |at| end + at);
    let first = memchr3_iter(b'.', b'?', b'!', bytes(from..start))
        .map(|at| from + at)
        .rfind(|&mark| ends_sentence(text, mark))
        .map_or(from, |mark| mark + 1);
    let last = memchr3_iter(b'.', b'?', b'!', bytes(end..to))
        .map(|at| end + at)
        .find(|&mark| ends_sentence(text, mark))
        .map_or(to, |mark| mark + 1);
    let skipped = text.get(first..start).map_or(0, |lead| lead.len() - lead.trim_start().len());
    first + skipped..last
}

/// Whether the mark at `at` ends a sentence: a blank and a capital follow, and no abbreviation stands before it.
fn ends_sentence(text: &str, at: usize) -> bool {
    let behind = text.get(at + 1..).unwrap_or_default();
    let mut next = behind.chars();
    let spaced = next.next().is_none_or(char::is_whitespace)
        || behind.starts_with(|c: char| matches!(c, '⁰'..='⁹' | '¹' | '²' | '³'));
    if !spaced {
        return false;
    }
    let starts =
        behind.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '⁰'..='⁹' | '¹' | '²' | '³'));
    if starts.starts_with(char::is_lowercase) {
        return false;
    }
    let left = text.get(floor(text, at.saturating_sub(12))..at).unwrap_or_default();
    let word = left.rsplit([' ', '(', '\n']).next().unwrap_or_default();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    !initial
        && before(text, at).is_some_and(|c| !c.is_whitespace())
        && !ABBREVIATIONS.iter().any(|short| word.eq_ignore_ascii_case(short))
}

/// As much of a sentence as fits `most` characters around a name, blanks made single.
pub(super) fn quote(text: &str, sentence: &Range<usize>, start: usize, end: usize, most: usize) -> String {
    let whole = text.get(sentence.clone()).unwrap_or_default();
    if whole.chars().count() <= most {
        return squeeze(whole);
    }
    let name = end.saturating_sub(start);
    let side = most.saturating_sub(name) / 2;
    let before = start.saturating_sub(sentence.start);
    let behind = sentence.end.saturating_sub(end);
    // What one side does not need, the other may have.
    let left = side + side.saturating_sub(behind);
    let right = side + side.saturating_sub(before);
    let from = floor(text, start.saturating_sub(left.min(before)));
    let to = floor(text, (end + right.min(behind)).min(sentence.end));
    let from = text
        .get(from..start)
        .and_then(|cut| if from == sentence.start { Some(0) } else { cut.find(' ').map(|at| at + 1) })
        .map_or(from, |at| from + at);
    let to = text
        .get(end..to)
        .and_then(|cut| if to == sentence.end { None } else { cut.rfind(' ') })
        .map_or(to, |at| end + at);
    let mut cut = squeeze(text.get(from..to).unwrap_or_default());
    let end = cut.char_indices().nth(most).map_or(cut.len(), |(at, _)| at);
    cut.truncate(end);
    cut
}

/// Blanks and line ends as single blanks.
fn squeeze(text: &str) -> String {
    let blank = |byte: &u8| byte.is_ascii_whitespace() && *byte != b' ';
    if !text.bytes().any(|byte| blank(&byte)) && !text.contains("  ") {
        return text.trim_matches(' ').to_owned();
    }
    let mut squeezed = String::with_capacity(text.len());
    for word in text.split_ascii_whitespace() {
        if !squeezed.is_empty() {
            squeezed.push(' ');
        }
        squeezed.push_str(word);
    }
    squeezed
}
