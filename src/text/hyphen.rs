//! What a hyphen at the end of a line is, and which of them go when the lines are joined.

use super::LineStart;

/// What a hyphen at the end of a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineEnd {
    /// It divides a word (`trans-` / `former`) or belongs to it (`self-` / `attention`): the rest of the paper tells.
    Open,
    /// It belongs to the word: `Qwen2.5-` / `72B`, `state-of-the-` / `art`.
    Compound,
    /// It stands alone.
    Dash,
}

impl LineEnd {
    /// Tells by the words around the hyphen that ends a text.
    pub(super) fn of(text: &str, next: &str) -> Self {
        let head = text.strip_suffix('-').unwrap_or(text);
        let word_start = head.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        let word = head.get(word_start..).unwrap_or_default();
        let Some(before) = word.chars().next_back() else { return Self::Dash };
        let Some(after) = next.chars().next() else { return Self::Dash };
        if !before.is_alphanumeric() || !after.is_alphanumeric() {
            return Self::Dash;
        }
        // A word that is broken by the line goes on in lower case; names, versions and sizes keep their hyphen.
        let is_open = before.is_lowercase() && after.is_lowercase() && !word.contains('-');
        if is_open { Self::Open } else { Self::Compound }
    }
}

/// Takes those of the `open` hyphens (offsets in rising order) out of a text that divide a word: all but those of words
/// that the paper prints with a hyphen elsewhere, within a line, and nowhere without.
pub(super) fn settle(text: &mut String, lines: &mut [LineStart], open: &[u32]) {
    let compounds = compounds(text, open);
    let divides = |at: u32| {
        let (head, tail) = halves(text, at as usize);
        compounds.binary_search(&key(head, tail)).is_err()
            || memchr::memmem::find(text.as_bytes(), [head, tail].concat().as_bytes()).is_some()
    };
    let gone: Vec<u32> = open.iter().copied().filter(|&at| divides(at)).collect();
    if gone.is_empty() {
        return;
    }
    let mut settled = String::with_capacity(text.len());
    let mut from = 0;
    for &at in &gone {
        settled.push_str(text.get(from..at as usize).unwrap_or_default());
        from = at as usize + 1;
    }
    settled.push_str(text.get(from..).unwrap_or_default());
    *text = settled;
    let mut before = 0;
    for line in lines {
        while gone.get(before as usize).is_some_and(|&at| at < line.start) {
            before += 1;
        }
        line.start -= before;
    }
}

/// Keys of the words that are printed with a hyphen within a line, in rising order.
fn compounds(text: &str, open: &[u32]) -> Vec<u64> {
    if open.is_empty() {
        return Vec::new();
    }
    let mut open = open.iter().peekable();
    let mut keys: Vec<u64> = memchr::memchr_iter(b'-', text.as_bytes())
        .filter(|&at| open.next_if(|&&open| open as usize == at).is_none())
        .map(|at| halves(text, at))
        .filter(|(head, tail)| head.len() > 1 && tail.len() > 1)
        .map(|(head, tail)| key(head, tail))
        .collect();
    keys.sort_unstable();
    keys
}

/// The letters right before and right behind a hyphen.
fn halves(text: &str, hyphen: usize) -> (&str, &str) {
    let before = text.get(..hyphen).unwrap_or_default();
    let behind = text.get(hyphen + 1..).unwrap_or_default();
    let start = before.trim_end_matches(char::is_alphabetic).len();
    let rest = behind.trim_start_matches(char::is_alphabetic).len();
    (before.get(start..).unwrap_or_default(), behind.get(..behind.len() - rest).unwrap_or_default())
}

/// The same for words that differ in capitals only (FNV-1a).
fn key(head: &str, tail: &str) -> u64 {
    let bytes = head.bytes().chain([b'-']).chain(tail.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |key, byte| {
        (key ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    })
}
