//! Where words begin in a text, many bytes at a time.

use super::words::padded;

/// So many bytes are looked at together: a bit each.
const BLOCK: usize = 64;
/// So many bytes of a word are its head.
const HEAD: usize = 8;

/// The beginnings of words of a text, in its order, each with the first eight bytes there as a little-endian number, with
/// zeros behind the text.
///
/// A word begins behind what is no letter or digit, and at a capital behind a small letter (`MedCLIP`). Behind a
/// character that is not ASCII the one who asks must look closer. Made for `for_each` and its like.
pub(super) fn word_starts(text: &str) -> impl Iterator<Item = (usize, u64)> {
    let bytes = text.as_bytes();
    let mut last = 0;
    (0..bytes.len()).step_by(BLOCK).flat_map(move |block| {
        // With zeros a word cannot begin.
        let window: [u8; BLOCK + HEAD] = padded(bytes.get(block..).unwrap_or_default());
        let mut starts = window.first_chunk().map_or(0, |block| starts(block, &mut last));
        std::iter::from_fn(move || {
            let any = starts != 0;
            let at = starts.trailing_zeros() as usize % BLOCK;
            starts &= starts.wrapping_sub(1);
            let head = window.get(at..).and_then(|rest| rest.first_chunk())?;
            any.then_some((block + at, u64::from_le_bytes(*head)))
        })
    })
}

/// What a byte is: an upper-case letter, a digit, any letter or digit.
const UPPER: u8 = 1;
const DIGIT: u8 = 2;
const WORD: u8 = 4;

/// The beginnings of words in a block. `last` is what the byte before it is, and then its last one.
fn starts(block: &[u8; BLOCK], last: &mut u8) -> u64 {
    let mut classes = [*last; 1 + BLOCK];
    let mut begins = [0; BLOCK];
    for (class, &byte) in classes.iter_mut().skip(1).zip(block) {
        *class = self::class(byte);
    }
    let pairs = classes.iter().zip(classes.iter().skip(1));
    for (begins, (&before, &here)) in begins.iter_mut().zip(pairs) {
        *begins = begins_word(before, here);
    }
    *last = classes.last().copied().unwrap_or_default();
    let (eights, _) = begins.as_chunks::<8>();
    eights.iter().rev().fold(0, |mask, eight| {
        // The lowest bits of eight bytes, side by side in the highest byte of the product.
        mask << 8 | u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56
    })
}

/// Without branches, so that many bytes can be asked at once.
fn class(byte: u8) -> u8 {
    let upper = byte.wrapping_sub(b'A') < 26;
    let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
    let digit = byte.wrapping_sub(b'0') < 10;
    // The first byte of a character that is not ASCII.
    let wide = byte >= 0xC0;
    (u8::from(upper) * UPPER) | (u8::from(digit) * DIGIT) | (u8::from(letter | digit | wide) * WORD)
}

/// One or zero: whether a word begins at a byte of one class behind one of another.
fn begins_word(before: u8, here: u8) -> u8 {
    let capital = here & !(before | before >> 1);
    let other = (here & !before) >> 2;
    (capital | other) & 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_begin_behind_blanks_and_at_inner_capitals() {
        let text = "MedCLIP, GPT-4o ist größer";
        let found: Vec<usize> = word_starts(text).map(|(start, _)| start).collect();
        // At ß and e the one who asks must look closer.
        assert_eq!(found, [0, 3, 9, 13, 16, 20, 24, 26]);
    }

    proptest! {
        #[test]
        fn blocks_make_no_difference(text in "[aZ0 é-]{0,200}") {
            let bytes = text.as_bytes();
            let before = |at: usize| at.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
            let begins = |&at: &usize| begins_word(class(before(at)), class(bytes[at])) == 1;
            let expected: Vec<usize> = (0..bytes.len()).filter(begins).collect();
            let found: Vec<usize> = word_starts(&text).map(|(start, _)| start).collect();
            prop_assert_eq!(found, expected);
            for (start, head) in word_starts(&text) {
                prop_assert_eq!(head.to_le_bytes(), padded(&bytes[start..]));
            }
        }
    }
}
