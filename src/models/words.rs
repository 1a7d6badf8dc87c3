//! The small questions about characters that the rules share.

/// Letters and digits; raised and lowered digits are marks of footnotes, not parts of a word.
pub(super) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphanumeric() && !is_raised(c))
}

fn is_raised(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '⁰'..='₉')
}

/// What may stand between the parts of a name: spaces and hyphens of any sort.
pub(super) fn is_joint(c: char) -> bool {
    matches!(c, ' ' | '-' | '_' | '·' | '\u{ad}' | '\u{2010}'..='\u{2013}' | '\u{2212}')
}

/// A bit for every value of the five low bits of a byte: those of a letter in either case.
pub(super) type LowBits = u32;

/// The bit of one byte.
pub(super) const fn low_bit(byte: u8) -> LowBits {
    1 << (byte & LOW)
}

/// The low bits of a byte that are the same for a letter in either case.
pub(super) const LOW: u8 = 31;

/// The joints that are ASCII.
pub(super) const JOINTS: [u8; 3] = [b' ', b'-', b'_'];
/// The first bytes of all other joints.
pub(super) const WIDE_JOINTS: [u8; 2] = [0xC2, 0xE2];
pub(super) const WIDE_JOINT_BITS: LowBits = low_bit(0xC2) | low_bit(0xE2);
/// The first bytes of joints.
pub(super) const JOINT_BITS: LowBits = low_bit(b' ') | low_bit(b'-') | low_bit(b'_') | WIDE_JOINT_BITS;

/// The last character before a byte offset.
pub(super) fn before(text: &str, at: usize) -> Option<char> {
    let byte = *text.as_bytes().get(at.checked_sub(1)?)?;
    if byte.is_ascii() { Some(char::from(byte)) } else { text.get(..at)?.chars().next_back() }
}

/// The first character at a byte offset.
pub(super) fn at(text: &str, at: usize) -> Option<char> {
    let byte = *text.as_bytes().get(at)?;
    if byte.is_ascii() { Some(char::from(byte)) } else { text.get(at..)?.chars().next() }
}

/// The nearest character boundary at or before an offset.
pub(super) fn floor(text: &str, mut offset: usize) -> usize {
    offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// As many bytes as there is room for, with zeros behind them.
pub(super) fn padded<const N: usize>(bytes: &[u8]) -> [u8; N] {
    bytes.first_chunk().copied().unwrap_or_else(|| {
        let mut padded = [0; N];
        padded.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
        padded
    })
}

/// As much text as fits `width` bytes on either side of a range.
pub(super) fn around(text: &str, start: usize, end: usize, width: usize) -> &str {
    text.get(floor(text, start.saturating_sub(width))..floor(text, end.saturating_add(width)))
        .unwrap_or_default()
}

/// The blank-delimited token around a range, at most 120 bytes to either side.
pub(super) fn token(text: &str, start: usize, end: usize) -> &str {
    let from = floor(text, start.saturating_sub(120));
    let to = floor(text, end.saturating_add(120));
    let left = text.get(from..start).unwrap_or_default();
    let right = text.get(end..to).unwrap_or_default();
    let start = left.rfind(char::is_whitespace).map_or(from, |at| from + at + 1);
    let end = right.find(char::is_whitespace).map_or(to, |at| end + at);
    text.get(start..end).unwrap_or_default()
}
