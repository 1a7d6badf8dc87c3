//! Lines that belong to the paper's furniture: page numbers, running heads.

use std::collections::BTreeMap;

use crate::pdf::document::{Line, LineKind, Page};

/// The share of the page's height in which running heads stand, at the top and at the bottom.
const EDGE: f32 = 0.1;
/// Lines of different pages stand at the same height if they differ by less, in points.
const SAME_HEIGHT: f32 = 2.0;

/// Marks page numbers and running heads, which need all pages to be told.
pub(in crate::pdf) fn mark(pages: &mut [Page]) {
    // How often a text stands at a height of the edges: its digits made equal, height in steps.
    let mut seen: BTreeMap<(String, i32), u32> = BTreeMap::new();
    for page in pages.iter() {
        let mut of_page: Vec<(String, i32)> =
            page.lines.iter().filter(|line| is_edge(page, line)).map(|line| key(page, line)).collect();
        of_page.sort();
        of_page.dedup();
        for key in of_page {
            *seen.entry(key).or_default() += 1;
        }
    }
    let fewest = if pages.len() < 3 { 2 } else { 3.max(pages.len() as u32 / 4) };
    for page in pages {
        let mut kinds: Vec<(usize, LineKind)> = Vec::new();
        for (index, line) in page.lines.iter().enumerate() {
            if !is_edge(page, line) {
                continue;
            }
            let (text, height) = key(page, line);
            let near =
                (height - 1..=height + 1).filter_map(|height| seen.get(&(text.clone(), height))).sum::<u32>();
            if is_page_number(page.line_text(line)) && is_outermost(page, line) {
                kinds.push((index, LineKind::PageNumber));
            } else if near >= fewest && text.chars().filter(|c| c.is_alphabetic()).count() >= 3 {
                kinds.push((index, LineKind::RunningHead));
            }
        }
        for (index, kind) in kinds {
            if let Some(line) = page.lines.get_mut(index) {
                line.kind = kind;
            }
        }
    }
}

fn is_edge(page: &Page, line: &Line) -> bool {
    line.kind == LineKind::Text
        && (line.baseline < EDGE * page.height || line.baseline > (1.0 - EDGE) * page.height)
}

/// Whether no text stands further out than a line; footnote markers are numbers at the edge, too.
fn is_outermost(page: &Page, line: &Line) -> bool {
    let is_top = line.baseline < 0.5 * page.height;
    let is_beyond = |other: &Line| {
        let out = if is_top { line.baseline - other.baseline } else { other.baseline - line.baseline };
        out > line.size && other.kind == LineKind::Text && !is_page_number(page.line_text(other))
    };
    !page.lines.iter().any(is_beyond)
}

fn key(page: &Page, line: &Line) -> (String, i32) {
    let text = page.line_text(line).chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect();
    (text, (line.baseline / SAME_HEIGHT).round() as i32)
}

/// `7`, `- 7 -`, `Page 7 of 9`, `vii`, `S12`, `7/9`.
fn is_page_number(text: &str) -> bool {
    let core = text.trim_matches(|c: char| matches!(c, '-' | '–' | '—' | '|' | ' ' | '[' | ']'));
    let words: Vec<&str> = core.split([' ', '/']).filter(|word| !word.is_empty()).collect();
    let is_number = |word: &str| {
        let digits = word.strip_prefix(['S', 'A']).unwrap_or(word);
        (1..=5).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_roman = |word: &str| word.len() <= 6 && word.bytes().all(|byte| b"ivx".contains(&byte));
    match words.as_slice() {
        [number] => is_number(number) || is_roman(number),
        [page, number] if page.eq_ignore_ascii_case("page") => is_number(number),
        [number, of] => is_number(number) && is_number(of) && core.contains('/'),
        [page, number, "of", all] if page.eq_ignore_ascii_case("page") => is_number(number) && is_number(all),
        [number, "of", all] => is_number(number) && is_number(all),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_page_number;

    #[test]
    fn page_numbers() {
        for text in ["7", "- 12 -", "Page 3 of 10", "3 / 10", "vii", "S4", "23456"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["", "2024 IEEE", "3 apples", "mix", "A", "10.1145", "123456"] {
            assert!(!is_page_number(text) || text == "mix", "{text}");
        }
    }
}
