//! Lines of a page → cells: stretches of text without wide gaps, with their markers told apart.
//!
//! An author grid that comes as one line (`Ada    Bob    Carl`) falls into its cells here. Superscripts and symbols
//! become marks; everything else keeps its words.

use crate::pdf::{Line, LineKind, Page, Rise, Span, Style};

/// A stretch of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    pub page: u32,
    pub x0: f32,
    pub x1: f32,
    pub y0: f32,
    pub y1: f32,
    pub size: f32,
    pub style: Style,
    pub block: u32,
    pub pieces: Vec<Piece>,
}

/// Words, or the marks that stand between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    Marks(Vec<String>),
}

impl Cell {
    /// The words without marks; a mark leaves a space.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            if let Piece::Text(words) = piece {
                if !text.is_empty() && !text.ends_with(' ') && !words.starts_with([',', '.', ';', ')']) {
                    text.push(' ');
                }
                text.push_str(words.trim());
            }
        }
        text
    }

    /// The marks at its beginning.
    pub fn leading(&self) -> &[String] {
        match self.pieces.first() {
            Some(Piece::Marks(marks)) => marks,
            _ => &[],
        }
    }

    pub fn center(&self) -> f32 {
        f32::midpoint(self.x0, self.x1)
    }
}

/// The cells of a page, in the order of its lines.
pub(super) fn cells(page: &Page) -> Vec<Cell> {
    let mut cells = Vec::new();
    for line in &page.lines {
        if line.kind == LineKind::Text {
            split(page, line, &mut cells);
        }
    }
    cells
}

fn split(page: &Page, line: &Line, cells: &mut Vec<Cell>) {
    let mut open: Option<Cell> = None;
    let mut right = f32::NEG_INFINITY;
    let mut end = 0;
    for span in page.line_spans(line) {
        let text = page.span_text(span);
        if text.trim().is_empty() {
            continue;
        }
        let wide = span.x0 - right > 1.6 * line.size.max(6.0);
        if wide && let Some(cell) = open.take() {
            cells.push(cell);
        }
        right = span.x1;
        let cell = open.get_or_insert_with(|| Cell {
            page: page.number,
            x0: span.x0,
            x1: span.x1,
            y0: line.bbox.y0,
            y1: line.bbox.y1,
            size: line.size,
            style: span.style,
            block: line.block,
            pieces: Vec::new(),
        });
        cell.x1 = cell.x1.max(span.x1);
        let glued = end == span.text.start;
        end = span.text.end;
        add(cell, span, text, line.size, glued);
    }
    cells.extend(open);
}

fn add(cell: &mut Cell, span: &Span, text: &str, line_size: f32, glued: bool) {
    let raised = span.rise == Rise::Super && span.size < 0.95 * line_size;
    if raised && let Some(marks) = marks(text) {
        push_marks(cell, marks);
        return;
    }
    let mut words = String::new();
    for c in text.chars() {
        match symbol(c) {
            Some(mark) => {
                push_text(cell, &mut words, glued);
                push_marks(cell, vec![mark]);
            }
            None => words.push(c),
        }
    }
    push_text(cell, &mut words, glued);
}

fn push_text(cell: &mut Cell, words: &mut String, glued: bool) {
    let text = std::mem::take(words);
    if text.trim().is_empty() {
        return;
    }
    if let Some(Piece::Text(last)) = cell.pieces.last_mut() {
        if !glued && !last.ends_with(' ') && !text.starts_with(' ') {
            last.push(' ');
        }
        last.push_str(&text);
    } else {
        cell.pieces.push(Piece::Text(text));
    }
}

fn push_marks(cell: &mut Cell, marks: Vec<String>) {
    if marks.is_empty() {
        return;
    }
    if let Some(Piece::Marks(last)) = cell.pieces.last_mut() {
        last.extend(marks);
    } else {
        cell.pieces.push(Piece::Marks(marks));
    }
}

/// The marks of a raised span; `None` where it is a raised word (`1st`, small caps).
fn marks(text: &str) -> Option<Vec<String>> {
    let mut found = Vec::new();
    for part in
        text.split([',', ';', ' ', '.', '(', ')', '[', ']', '/', '|', '·', '-', '–', '&', '+', '\'', '′'])
    {
        let mut digits = String::new();
        let mut letters = String::new();
        for c in part.chars() {
            if let Some(mark) = symbol(c) {
                found.extend(some(&mut digits));
                found.extend(some(&mut letters));
                found.push(mark);
            } else if c.is_ascii_digit() {
                found.extend(some(&mut letters));
                digits.push(c);
            } else if c.is_alphabetic() {
                found.extend(some(&mut digits));
                letters.push(c);
            }
        }
        if letters.chars().count() > 2 {
            return None;
        }
        found.extend(some(&mut digits));
        found.extend(some(&mut letters));
    }
    Some(found)
}

fn some(text: &mut String) -> Option<String> {
    if text.is_empty() { None } else { Some(std::mem::take(text)) }
}

/// A symbol that marks authors and affiliations, one spelling for each.
fn symbol(c: char) -> Option<String> {
    Some(match c {
        '*' | '∗' | '⁎' | '＊' | '٭' | '✱' => "*".into(),
        '†' | '✝' | '‡' | '§' | '¶' | '‖' | '♠' | '♣' | '♥' | '♦' | '♡' | '♢' | '♤' | '♧' | '★' | '☆'
        | '⋆' | '✩' | '✦' | '◇' | '◆' | '♯' | '♮' | '♭' | '△' | '▲' | '▽' | '▼' | '○' | '●' | '◦' | '□'
        | '■' | '✉' | '🖂' | '📧' | '☨' | '⊕' | '⊗' | '⋄' | '✠' | '✡' | '♀' | '♂' | '☽' | '⊠' | '⊞' | '❖'
        | '✧' | '✶' | '✻' | '✽' | '❤' | '♪' | '♫' => c.to_string(),
        '⁰' => "0".into(),
        '¹' => "1".into(),
        '²' => "2".into(),
        '³' => "3".into(),
        '⁴'..='⁹' => char::from_digit(c as u32 - '⁰' as u32, 10).map(String::from)?,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raised_spans_are_marks() {
        for (text, wanted) in [
            ("1,2∗", Some(vec!["1", "2", "*"])),
            ("a,b", Some(vec!["a", "b"])),
            ("♠♣", Some(vec!["♠", "♣"])),
            ("12", Some(vec!["12"])),
            ("2†", Some(vec!["2", "†"])),
            ("RANSFORMERS", None),
        ] {
            let wanted: Option<Vec<String>> = wanted.map(|it| it.into_iter().map(String::from).collect());
            assert_eq!(marks(text), wanted, "{text}");
        }
    }
}
