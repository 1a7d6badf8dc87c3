//! Where words begin in a text, many bytes at a time.

use std::ops::ControlFlow;

use wide::u8x16;

use super::words::padded;

/// So many bytes are looked at together: a bit each.
const BLOCK: usize = 64;
/// So many bytes are a head.
const HEAD: usize = 8;

/// Shows each beginning of a word of a text, in its order, with its [`head`], until `visit` breaks off.
///
/// A word begins behind what is no letter or digit, and at a capital behind a small letter (`MedCLIP`). Behind a
/// character that is not ASCII the one who asks must look closer.
pub(super) fn each_word_start<B>(
    text: &str,
    mut visit: impl FnMut(usize, u64) -> ControlFlow<B>,
) -> ControlFlow<B> {
    let bytes = text.as_bytes();
    let mut last = Last::default();
    for block in (0..bytes.len()).step_by(BLOCK) {
        let rest = bytes.get(block..).unwrap_or_default();
        // With zeros a word cannot begin.
        let end: [u8; BLOCK + HEAD];
        let window = if let Some(window) = rest.first_chunk() {
            window
        } else {
            end = padded(rest);
            &end
        };
        let mut starts = window.first_chunk().map_or(0, |block| starts(block, &mut last));
        while starts != 0 {
            let at = starts.trailing_zeros() as usize % BLOCK;
            starts &= starts - 1;
            if let Some(head) = window.get(at..).and_then(|rest| rest.first_chunk()) {
                visit(block + at, u64::from_le_bytes(*head))?;
            }
        }
    }
    ControlFlow::Continue(())
}

/// The first eight bytes as a little-endian number, with zeros behind the text.
pub(super) fn head(bytes: &[u8]) -> u64 {
    u64::from_le_bytes(padded(bytes))
}

/// What the byte before a block is: one or nought, for a letter or digit, and for a capital or digit.
#[derive(Debug, Clone, Copy, Default)]
struct Last {
    word: u64,
    capital: u64,
}

/// The beginnings of words in a block. `last` is of the byte before it, and then its own.
fn starts(block: &[u8; BLOCK], last: &mut Last) -> u64 {
    let (mut word, mut capital, mut digit) = (0, 0, 0);
    let (lanes, _) = block.as_chunks();
    for &lane in lanes.iter().rev() {
        let bytes = u8x16::new(lane);
        let letters = within(bytes | u8x16::splat(0x20), b'a', b'z');
        let digits = within(bytes, b'0', b'9');
        // The first byte of a character that is not ASCII.
        let wide = within(bytes, 0xC0, 0xFF);
        let push = |mask: u64, lane: u8x16| mask << 16 | u64::from(lane.to_bitmask());
        word = push(word, letters | digits | wide);
        capital = push(capital, within(bytes, b'A', b'Z'));
        digit = push(digit, digits);
    }
    let before = Last { word: word << 1 | last.word, capital: (capital | digit) << 1 | last.capital };
    *last = Last { word: word >> (BLOCK - 1), capital: (capital | digit) >> (BLOCK - 1) };
    (word & !before.word) | (capital & !before.capital)
}

/// Which bytes are from one to another.
fn within(bytes: u8x16, first: u8, last: u8) -> u8x16 {
    let above = bytes - u8x16::splat(first);
    above.min(u8x16::splat(last - first)).simd_eq(above)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn word_starts(text: &str) -> Vec<(usize, u64)> {
        let mut found = Vec::new();
        let _ = each_word_start(text, |start, head| {
            found.push((start, head));
            ControlFlow::<()>::Continue(())
        });
        found
    }

    #[test]
    fn words_begin_behind_blanks_and_at_inner_capitals() {
        let text = "MedCLIP, GPT-4o ist größer";
        let found: Vec<usize> = word_starts(text).into_iter().map(|(start, _)| start).collect();
        // At ß and e the one who asks must look closer.
        assert_eq!(found, [0, 3, 9, 13, 16, 20, 24, 26]);
    }

    proptest! {
        #[test]
        fn blocks_make_no_difference(text in "[aZ0 é-]{0,200}") {
            let bytes = text.as_bytes();
            let word = |byte: u8| byte.is_ascii_alphanumeric() || byte >= 0xC0;
            let begins = |&at: &usize| {
                let before = at.checked_sub(1).map_or(b' ', |at| bytes[at]);
                let inner = bytes[at].is_ascii_uppercase() && !before.is_ascii_uppercase() && !before.is_ascii_digit();
                (word(bytes[at]) && !word(before)) || inner
            };
            let expected: Vec<(usize, u64)> =
                (0..bytes.len()).filter(begins).map(|at| (at, head(&bytes[at..]))).collect();
            prop_assert_eq!(word_starts(&text), expected);
        }
    }
}
