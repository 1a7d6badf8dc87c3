//! Authors ↔ affiliations: by marks, by position, or one for all.

use super::cells::Cell;
use super::draft::{Draft, DraftAuthor, Entry};
use super::kind::CellKind;
use crate::affiliation::Linking;

/// For each author the affiliations, as indices of entries, and how they were found.
pub(super) fn link(draft: &Draft) -> (Vec<Vec<usize>>, Linking) {
    if draft.authors.is_empty() || draft.entries.is_empty() {
        return (vec![Vec::new(); draft.authors.len()], Linking::None);
    }
    let marked = by_marks(draft);
    if marked.iter().any(|it| !it.is_empty()) {
        return (marked, Linking::Marker);
    }
    let named = by_sentence(draft);
    if named.iter().any(|it| !it.is_empty()) {
        return (named, Linking::Layout);
    }
    if draft.entries.len() == 1 {
        return (vec![vec![0]; draft.authors.len()], Linking::Single);
    }
    let placed = by_layout(draft);
    if placed.iter().any(|it| !it.is_empty()) {
        return (placed, Linking::Layout);
    }
    (vec![Vec::new(); draft.authors.len()], Linking::None)
}

fn by_marks(draft: &Draft) -> Vec<Vec<usize>> {
    let with = |label: &str| -> Vec<usize> {
        let bears = |entry: &Entry| entry.labels.iter().any(|it| it == label);
        draft.entries.iter().enumerate().filter(|(_, entry)| bears(entry)).map(|(at, _)| at).collect()
    };
    let mut linked: Vec<Vec<usize>> = draft
        .authors
        .iter()
        .map(|author| {
            let mut found: Vec<usize> = Vec::new();
            for mark in &author.marks {
                let mut entries = with(mark);
                if entries.is_empty() && mark.len() == 2 && mark.bytes().all(|b| b.is_ascii_digit()) {
                    // `12` for `1,2` where the comma is lost.
                    entries = mark.chars().flat_map(|digit| with(&digit.to_string())).collect();
                }
                found.extend(entries);
            }
            found.sort_unstable();
            found.dedup();
            found
        })
        .collect();
    if linked.iter().any(|it| !it.is_empty()) {
        // Authors without a mark of theirs belong to the affiliations without a label, if there are any.
        let bare: Vec<usize> = draft
            .entries
            .iter()
            .enumerate()
            .filter(|(_, it)| it.labels.is_empty() && !it.cells.is_empty())
            .map(|(at, _)| at)
            .collect();
        for (entries, author) in linked.iter_mut().zip(&draft.authors).filter(|(it, _)| it.is_empty()) {
            *entries = author.own.map_or_else(|| bare.clone(), |own| vec![own]);
        }
    }
    linked
}

/// Authors that a footnote names: `A. Lovelace is with …`.
fn by_sentence(draft: &Draft) -> Vec<Vec<usize>> {
    let entries = |author: usize| {
        let named = draft.entries.iter().enumerate().filter(|(_, entry)| entry.owners.contains(&author));
        named.map(|(at, _)| at).collect()
    };
    (0..draft.authors.len()).map(entries).collect()
}

/// Names stand above their affiliations in the same column, or several rows of names above those of all.
fn by_layout(draft: &Draft) -> Vec<Vec<usize>> {
    let mut linked: Vec<Vec<usize>> =
        draft.authors.iter().map(|author| author.own.into_iter().collect()).collect();
    for (at, entry) in draft.entries.iter().enumerate() {
        let Some(cell) = entry.cells.first().and_then(|&cell| draft.head.get(cell)) else { continue };
        for owner in owners(draft, cell) {
            for (author, entries) in draft.authors.iter().zip(linked.iter_mut()) {
                if author.cell == owner && author.own.is_none() {
                    entries.push(at);
                }
            }
        }
    }
    // A line that stands alone below several columns of names is for all of them.
    let shared: Vec<Vec<usize>> = draft
        .authors
        .iter()
        .zip(&linked)
        .map(|(author, entries)| if entries.is_empty() { below(draft, author) } else { Vec::new() })
        .collect();
    for (entries, shared) in linked.iter_mut().zip(shared) {
        entries.extend(shared);
    }
    linked
}

/// The cells of names right above a cell: the nearest row, and the rows on top of it with nothing between.
fn owners(draft: &Draft, cell: &Cell) -> Vec<usize> {
    let in_column = |other: &Cell| other.x0 < cell.x1 && cell.x0 < other.x1;
    let mut above: Vec<(usize, &Cell, CellKind)> = draft
        .head
        .iter()
        .zip(&draft.kinds)
        .enumerate()
        .filter(|(_, (other, _))| other.y1 < cell.y1 - 1.0 && in_column(other))
        .map(|(at, (other, kind))| (at, other, *kind))
        .collect();
    above.sort_by(|a, b| b.1.y1.total_cmp(&a.1.y1));
    let mut owners = Vec::new();
    for (at, _, kind) in above {
        match kind {
            CellKind::Names => owners.push(at),
            _ if !owners.is_empty() => break,
            _ => {}
        }
    }
    owners
}

/// The first affiliations below an author, where no other column has any.
fn below(draft: &Draft, author: &DraftAuthor) -> Vec<usize> {
    let Some(cell) = draft.head.get(author.cell) else { return Vec::new() };
    let mut top = f32::INFINITY;
    let mut found = Vec::new();
    for (at, entry) in draft.entries.iter().enumerate() {
        let Some(first) = entry.cells.first().and_then(|&it| draft.head.get(it)) else { continue };
        let row = |other: &Cell| (other.y1 - first.y1).abs() < 0.5 * first.size;
        let alone = draft.head.iter().filter(|other| row(other)).count() == 1;
        if first.y1 > cell.y1 + 1.0 && alone && first.y1 < top + 1.0 {
            top = first.y1;
            found = vec![at];
        }
    }
    // Names between the author and that line begin a group of their own.
    let other_names = draft.head.iter().zip(&draft.kinds).any(|(it, kind)| {
        *kind == CellKind::Affiliation
            && it.y1 > cell.y1 + 1.0
            && it.y1 < top - 1.0
            && (it.center() - cell.center()).abs() < 30.0
    });
    if other_names { Vec::new() } else { found }
}
