//! Where words begin in a text, many bytes at a time.

/// So many bytes are looked at together: a bit each.
const BLOCK: usize = 64;

/// The beginnings of words of a text, in its order.
///
/// A word begins behind what is no letter or digit, and at a capital behind a small letter (`MedCLIP`). Behind a
/// character that is not ASCII the one who asks must look closer.
#[derive(Debug)]
pub(super) struct WordStarts<'t> {
    bytes: &'t [u8],
    /// Where the block begins that is looked at.
    block: usize,
    /// The beginnings in it that have not been given out.
    left: u64,
}

impl<'t> WordStarts<'t> {
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        WordStarts { bytes, block: 0, left: starts(bytes, 0) }
    }

    /// Leaves out those before an offset.
    pub fn skip_to(&mut self, from: usize) {
        if from >= self.block + BLOCK {
            self.block = from - from % BLOCK;
            self.left = starts(self.bytes, self.block);
        }
        if from > self.block {
            self.left &= u64::MAX << (from - self.block);
        }
    }
}

impl Iterator for WordStarts<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        while self.left == 0 {
            self.block += BLOCK;
            if self.block >= self.bytes.len() {
                return None;
            }
            self.left = starts(self.bytes, self.block);
        }
        let start = self.block + self.left.trailing_zeros() as usize;
        self.left &= self.left - 1;
        Some(start)
    }
}

/// The beginnings of words in the block at an offset, the first byte lowest.
fn starts(bytes: &[u8], block: usize) -> u64 {
    // The byte before the block stands in front of it; what is missing at either end of the text is a blank.
    let mut padded = [b' '; 1 + BLOCK];
    let (skip, first) = if block == 0 { (1, 0) } else { (0, block - 1) };
    let known = bytes.get(first..bytes.len().min(block + BLOCK)).unwrap_or_default();
    for (to, from) in padded.iter_mut().skip(skip).zip(known) {
        *to = *from;
    }
    let (before, here) = (padded.iter(), padded.iter().skip(1));
    let mut flags = [0; BLOCK];
    for (flag, (&before, &here)) in flags.iter_mut().zip(before.zip(here)) {
        *flag = u8::from(begins_word(before, here));
    }
    let (eights, _) = flags.as_chunks::<8>();
    eights.iter().rev().fold(0, |mask, eight| {
        // The lowest bits of eight bytes, side by side in the highest byte of the product.
        mask << 8 | u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56
    })
}

/// Without branches, so that many bytes can be asked at once.
fn begins_word(before: u8, here: u8) -> bool {
    let upper = |byte: u8| byte.wrapping_sub(b'A') < 26;
    let letter = |byte: u8| (byte | 0x20).wrapping_sub(b'a') < 26;
    let digit = |byte: u8| byte.wrapping_sub(b'0') < 10;
    // The first byte of a character that is not ASCII.
    let wide = |byte: u8| byte >= 0xC0;
    let capital = upper(here) & !(upper(before) | digit(before));
    let other = (letter(here) | digit(here) | wide(here)) & !(letter(before) | digit(before) | wide(before));
    capital | other
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_begin_behind_blanks_and_at_inner_capitals() {
        let text = "MedCLIP, GPT-4o ist größer";
        let found: Vec<usize> = WordStarts::new(text).collect();
        // At ß and e the one who asks must look closer.
        assert_eq!(found, [0, 3, 9, 13, 16, 20, 24, 26]);
    }

    proptest! {
        #[test]
        fn blocks_make_no_difference(text in "[aZ0 é-]{0,200}", jumps in prop::collection::vec(0usize..90, 0..40)) {
            let bytes = text.as_bytes();
            let begins = |&at: &usize| {
                let before = at.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
                begins_word(before, bytes[at])
            };
            let mut starts = WordStarts::new(&text);
            let mut from = 0;
            for jump in jumps {
                let expected = (from..bytes.len()).find(begins);
                starts.skip_to(from);
                let found = starts.next();
                prop_assert_eq!(found, expected);
                let Some(found) = found else { break };
                from = found + 1 + jump;
            }
        }
    }
}
