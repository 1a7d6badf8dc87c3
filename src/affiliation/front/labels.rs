//! The labels that join affiliations to authors: marks before or behind a stretch of a cell, or digits and letters on its
//! line.

use std::collections::BTreeSet;

use super::cells::{Cell, Piece};

/// The stretches of a cell that begin with marks, each with them. A stretch without is the go-on of what stood before.
pub(super) fn labelled(cell: &Cell, labels: &BTreeSet<String>) -> Vec<(Vec<String>, String)> {
    let mut found: Vec<(Vec<String>, String)> = Vec::new();
    if let (Some(Piece::Text(_)), Some(Piece::Marks(last))) = (cell.pieces.first(), cell.pieces.last())
        && last.iter().any(|mark| labels.contains(mark))
    {
        // `University of Oxford¹ Tsinghua University²`: the marks stand behind.
        for pair in cell.pieces.chunks(2) {
            if let [Piece::Text(text), Piece::Marks(marks)] = pair {
                found.push((marks.clone(), text.trim().to_owned()));
            }
        }
        return found;
    }
    for (at, piece) in cell.pieces.iter().enumerate() {
        match piece {
            Piece::Marks(marks) => {
                let known = at == 0 || marks.iter().any(|mark| labels.contains(mark));
                if known && at + 1 < cell.pieces.len() {
                    found.push((marks.clone(), String::new()));
                }
            }
            Piece::Text(text) => {
                for (marks, text) in printed_labels(text, labels, at == 0) {
                    match found.last_mut() {
                        Some(last) if marks.is_empty() => {
                            last.1.push(' ');
                            last.1.push_str(text.trim());
                        }
                        _ => found.push((marks, text.trim().to_owned())),
                    }
                }
            }
        }
    }
    found
}

/// `1 University of X 2 Google`, `a Department of Y`: labels that stand on the line. Only those that authors bear, and
/// the first one at the beginning.
fn printed_labels(text: &str, labels: &BTreeSet<String>, at_start: bool) -> Vec<(Vec<String>, String)> {
    let mut found: Vec<(Vec<String>, String)> = Vec::new();
    let mut rest = text;
    let mut current = String::new();
    let mut marks: Vec<String> = Vec::new();
    let mut begun = false;
    while let Some(word) = rest.split_whitespace().next() {
        let after = rest.find(word).and_then(|at| rest.get(at + word.len()..)).unwrap_or_default();
        let (label, glued) = label_of(word);
        let next = if glued.is_empty() { after.trim_start() } else { glued };
        let opens = label.is_some_and(|label| labels.contains(label)) && next.starts_with(char::is_uppercase);
        let first = current.trim().is_empty();
        if opens
            && (at_start && first && !begun
                || begun && label.is_some_and(|it| it.bytes().all(|b| b.is_ascii_digit())))
        {
            if !first {
                found.push((std::mem::take(&mut marks), std::mem::take(&mut current)));
            }
            begun = true;
            marks = label.map(|it| vec![it.to_owned()]).unwrap_or_default();
            current.push_str(glued);
        } else {
            current.push_str(word);
        }
        current.push(' ');
        rest = after;
    }
    if !current.trim().is_empty() {
        found.push((marks, current));
    }
    found
}

/// The label at the beginning of a word, and what is glued to it: `1`, `(2)`, `3University`, `a)`.
fn label_of(word: &str) -> (Option<&str>, &str) {
    let open = word.trim_start_matches(['(', '[']);
    let digits = open.len() - open.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if (1..=2).contains(&digits) {
        let rest = open.get(digits..).unwrap_or_default().trim_start_matches([')', ']', '.', ':']);
        return (open.get(..digits), rest);
    }
    let letter = open.trim_end_matches([')', ']', '.', ':']);
    if letter.len() == 1 && letter.starts_with(|c: char| c.is_ascii_lowercase()) {
        (Some(letter), "")
    } else {
        (None, "")
    }
}
