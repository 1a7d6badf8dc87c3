//! Lines that belong to the paper's furniture: page numbers, running heads.

use crate::pdf::document::{LineKind, Page};

/// Marks page numbers and running heads, which need all pages to be told.
pub(in crate::pdf) fn mark(pages: &mut [Page]) {
    for page in pages {
        let height = page.height;
        let numbers: Vec<usize> = page
            .lines
            .iter()
            .enumerate()
            .filter(|(_, line)| {
                line.kind == LineKind::Text && (line.baseline < 0.1 * height || line.baseline > 0.9 * height)
            })
            .filter(|(_, line)| {
                let text = page.line_text(line);
                !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit())
            })
            .map(|(index, _)| index)
            .collect();
        for index in numbers {
            if let Some(line) = page.lines.get_mut(index) {
                line.kind = LineKind::PageNumber;
            }
        }
    }
}
