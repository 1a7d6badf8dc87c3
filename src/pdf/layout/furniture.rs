//! Lines that belong to the paper's furniture: page numbers, running heads.

use std::collections::BTreeMap;

use crate::pdf::document::{Line, LineKind, Page};

/// The share of the page's height in which running heads stand, at the top and at the bottom.
const EDGE: f32 = 0.1;
/// Lines of different pages stand at the same height if they differ by less, in points.
const SAME_HEIGHT: f32 = 2.0;

/// Marks page numbers and running heads, which need all pages to be told.
pub(in crate::pdf) fn mark(pages: &mut [Page]) {
    // How often a text stands at a height of the edges: its numbers made equal, height in steps.
    let mut seen: BTreeMap<(String, i32), Seen> = BTreeMap::new();
    for page in pages.iter() {
        let mut of_page: Vec<((String, i32), Vec<u32>)> = page
            .lines
            .iter()
            .filter(|line| is_edge(page, line))
            .map(|line| (key(page, line), numbers(page.line_text(line))))
            .collect();
        of_page.sort();
        of_page.dedup_by(|a, b| a.0 == b.0);
        for (key, numbers) in of_page {
            let first = seen.entry(key).or_insert_with(|| Seen {
                count: 0,
                page: page.number,
                numbers: numbers.clone(),
            });
            first.count += u32::from(first.is_like(page.number, &numbers));
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
            let near = (height - 1..=height + 1)
                .filter_map(|height| seen.get(&(text.clone(), height)))
                .map(|seen| seen.count)
                .sum::<u32>();
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

/// Where a text of the edges was first seen, and how often.
struct Seen {
    count: u32,
    page: u32,
    numbers: Vec<u32>,
}

impl Seen {
    /// Whether its numbers are those of a running head: the same on all pages, or counting them. `Table 3` is none.
    fn is_like(&self, page: u32, numbers: &[u32]) -> bool {
        self.numbers
            .iter()
            .zip(numbers)
            .all(|(&first, &number)| first == number || first + page == number + self.page)
    }
}

/// The numbers of a text.
fn numbers(text: &str) -> Vec<u32> {
    let runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    runs.map(|run| run.parse().unwrap_or(0) % 1_000_000).collect()
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
    let mut text = String::new();
    for c in page.line_text(line).chars().filter(|c| !c.is_whitespace()) {
        match c {
            '0'..='9' if text.ends_with('#') => {}
            '0'..='9' => text.push('#'),
            c => text.push(c),
        }
    }
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
