//! Dictionaries that lie deeper in each other than any paper's → dictionaries that lie side by side.
//!
//! The library refuses to go so deep, but only after it has gone down from each of them anew.

use memchr::memmem;

/// Half of what the library goes down.
const DEEPEST: usize = 256;

/// Blanks the brackets of dictionaries that lie too deep within one object. What is left is as long as before, so tables
/// stay right.
pub(super) fn flatten(file: &mut [u8]) {
    let opened: Vec<usize> = memmem::find_iter(file, b"<<").collect();
    if opened.len() <= DEEPEST {
        return;
    }
    let ends: Vec<usize> = memmem::find_iter(file, b"endobj").collect();
    let mut ends = ends.into_iter().peekable();
    let mut depth = 0_usize;
    for (index, &at) in opened.iter().enumerate() {
        // What an object leaves open, as a stream of anything may, is no matter of the next one.
        while ends.next_if(|&end| end < at).is_some() {
            depth = 0;
        }
        depth += 1;
        if depth > DEEPEST
            && let Some(bracket) = file.get_mut(at..at + 2)
        {
            bracket.fill(b' ');
        }
        let end = opened.get(index + 1).copied().unwrap_or(file.len());
        let mut from = at + 2;
        while let Some(found) = file.get(from..end).and_then(|gap| memmem::find(gap, b">>")) {
            if depth > DEEPEST
                && let Some(bracket) = file.get_mut(from + found..from + found + 2)
            {
                bracket.fill(b' ');
            }
            from += found + 2;
            depth = depth.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lies_too_deep_is_blanked() {
        let deep = |depth: usize| "<</A".repeat(depth) + &">>".repeat(depth);
        for depth in [0, 1, DEEPEST, DEEPEST + 3, 5_000] {
            let mut file = deep(depth).into_bytes();
            flatten(&mut file);
            let left = depth.min(DEEPEST);
            let spaces = " ".repeat(2 * (depth - left));
            let inner = "  /A".repeat(depth - left);
            let expected = "<</A".repeat(left) + &inner + &spaces + &">>".repeat(left);
            assert_eq!(String::from_utf8(file).unwrap(), expected, "{depth}");
        }
        let mut file = ("<<".repeat(DEEPEST + 9) + "endobj" + &deep(2)).into_bytes();
        flatten(&mut file);
        assert!(file.ends_with(b"endobj<</A<</A>>>>"), "the next object is its own");
        let side_by_side = "<</A 1>>".repeat(2_000);
        let mut file = side_by_side.clone().into_bytes();
        flatten(&mut file);
        assert_eq!(file, side_by_side.as_bytes());
    }
}
