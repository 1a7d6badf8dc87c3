//! Rows of cells that hold several lines each, as in tables of text and in captions side by side.
//!
//! Such a row has too few or too short lines for a gutter, and read line by line it mixes its cells. What gives it away is
//! a word that is divided at the end of a line although something stands beside it: `educa-  on their own` above
//! `tion`. Tables of numbers have none and stay as they are, row by row.

use std::ops::Range;

use super::pieces::Piece;

/// What follows each other in a region.
pub(super) enum Part {
    /// Read line by line.
    Lines(Vec<u32>),
    /// Read cell by cell.
    Cells(Vec<Vec<u32>>),
}

/// A piece and its index.
type Member<'p> = (u32, &'p Piece);

/// Parts the pieces of a region, from top to bottom.
pub(super) fn parts(pieces: &[Piece], members: Vec<u32>) -> Vec<Part> {
    let of = |&index: &u32| pieces.get(index as usize);
    let left = members.iter().filter_map(of).map(|piece| piece.x0).fold(f32::MAX, f32::min);
    let right = members.iter().filter_map(of).map(|piece| piece.x1).fold(f32::MIN, f32::max);
    // Whole lines of a column have nothing beside them.
    let is_divided = |piece: &Piece| piece.is_divided() && piece.width() < 0.9 * (right - left);
    if !members.iter().filter_map(of).any(is_divided) {
        return vec![Part::Lines(members)];
    }
    let mut ordered: Vec<Member> =
        members.into_iter().filter_map(|index| Some((index, pieces.get(index as usize)?))).collect();
    ordered.sort_by(|a, b| a.1.y.total_cmp(&b.1.y));
    let lines = |range: Range<usize>| -> Vec<u32> {
        ordered.get(range).unwrap_or_default().iter().map(|member| member.0).collect()
    };
    let mut parts = Vec::new();
    let (mut done, mut at) = (0, 0);
    while let Some((_, piece)) = ordered.get(at) {
        let row = if is_divided(piece) { row(&ordered, at, done) } else { None };
        let cells = row.clone().and_then(|row| cells(ordered.get(row)?));
        if let (Some(row), Some(cells)) = (row, cells) {
            if done < row.start {
                parts.push(Part::Lines(lines(done..row.start)));
            }
            parts.push(Part::Cells(cells));
            done = row.end;
            at = row.end;
        } else {
            at += 1;
        }
    }
    if done < ordered.len() {
        parts.push(Part::Lines(lines(done..ordered.len())));
    }
    parts
}

/// How much more white than between the two halves of the divided word parts rows of a table, in ems.
const MORE_WHITE: f32 = 0.3;

/// So many pieces are looked at in either direction.
const REACH: usize = 400;

/// A word that is divided at the end of a line, beside something else.
struct Divided<'p> {
    /// The piece that ends with the first half, and the one that begins with the second.
    first: &'p Piece,
    rest: &'p Piece,
    /// The white beside the word.
    gap: (f32, f32),
    /// Whether something stands behind the first half; else it stands before the second one.
    is_behind: bool,
}

impl<'p> Divided<'p> {
    fn new(ordered: &[Member<'p>], at: usize, from: usize) -> Option<Self> {
        let (_, first) = *ordered.get(at)?;
        let size = first.size;
        let (before, after) = (ordered.get(from..at)?, ordered.get(at + 1..)?);
        let (_, rest) = *after
            .iter()
            .take(REACH)
            .take_while(|it| it.1.y - first.y < 2.0 * size)
            .find(|(_, it)| it.y - first.y > 0.5 * size && it.x0 < first.x1 && it.x1 > first.x0)?;
        if !rest.first.is_lowercase() {
            return None;
        }
        let above = before.iter().rev().take(REACH).take_while(|it| first.y - it.1.y < 0.7 * size);
        let below = after.iter().take(REACH).take_while(|it| it.1.y - rest.y < 0.3 * size);
        let mut behind = (first.x1, f32::MAX);
        let mut before = (f32::MIN, first.x0.min(rest.x0));
        for (_, piece) in above.chain(below) {
            if piece.x0 > behind.0 + 0.5 * size && piece.y - first.y < 0.7 * size {
                behind.1 = behind.1.min(piece.x0);
            } else if piece.x1 < before.1 - 0.5 * size && (piece.y - rest.y).abs() < 0.3 * size {
                before.0 = before.0.max(piece.x1);
            }
        }
        let is_behind = behind.1 < f32::MAX;
        let gap = if is_behind { behind } else { before };
        (gap.0 > f32::MIN).then_some(Self { first, rest, gap, is_behind })
    }

    /// Whether a piece runs over the white beside the word.
    fn is_crossed(&self, piece: &Piece) -> bool {
        piece.x0 < self.gap.0 && piece.x1 > self.gap.1 - 1.0
    }

    /// Whether `next`, the upper or the lower one of two pieces, belongs to another row.
    fn ends_at(&self, upper: &Piece, lower: &Piece, next: &Piece) -> bool {
        let size = self.first.size;
        let other_size = (next.size - size).abs() > 0.12 * size && lower.y - upper.y > 0.6 * size;
        let most = white(self.first, self.rest).max(0.0) + MORE_WHITE * size;
        other_size || white(upper, lower) > most
    }
}

/// The row of cells around a piece that ends with a divided word: as far as the lines follow each other evenly and none
/// runs over the gap beside the word. It begins at `from` at the earliest.
fn row(ordered: &[Member], at: usize, from: usize) -> Option<Range<usize>> {
    let divided = Divided::new(ordered, at, from)?;
    let of = |index: usize| ordered.get(index).map(|member| member.1);
    let is_level = |a: &Piece, b: &Piece| (a.y - b.y).abs() < 0.3 * divided.first.size;
    let (mut start, mut top) = (at, divided.first);
    for index in (from..at).rev().take(REACH) {
        let next = of(index)?;
        if divided.is_crossed(next) {
            while start < at && of(start).is_some_and(|it| is_level(it, next)) {
                start += 1;
            }
            break;
        }
        if divided.ends_at(next, top, next) {
            break;
        }
        (start, top) = (index, next);
    }
    let (mut end, mut bottom) = (at + 1, divided.first);
    for index in (at + 1..ordered.len()).take(REACH) {
        let next = of(index)?;
        if divided.is_crossed(next) {
            while end > at + 1 && of(end - 1).is_some_and(|it| is_level(it, next)) {
                end -= 1;
            }
            break;
        }
        if divided.ends_at(bottom, next, next) {
            break;
        }
        (end, bottom) = (index + 1, next);
    }
    let members = ordered.get(start..end)?;
    // Two stretched lines may have a gap at one place by chance.
    let beside = |is_left: bool| {
        let is_beside =
            |it: &&Member| if is_left { it.1.x1 <= divided.gap.0 } else { it.1.x0 >= divided.gap.1 };
        members.iter().filter(is_beside).count()
    };
    let is_sure = divided.is_behind || beside(true) >= 3 && beside(false) >= 3;
    (is_sure && members.last()?.1.y >= divided.rest.y).then_some(start..end)
}

/// The white between two pieces, one above the other.
fn white(upper: &Piece, lower: &Piece) -> f32 {
    lower.y - 0.75 * lower.size - upper.y - 0.2 * upper.size
}

/// The cells of a row from left to right, parted by white strips over its whole height.
fn cells(row: &[Member]) -> Option<Vec<Vec<u32>>> {
    let words = row.iter().filter(|it| !matches!(it.1.first, '0'..='9' | '-' | '+' | '−' | '.')).count();
    if words * 5 < row.len() * 3 {
        return None;
    }
    let mut ordered: Vec<&Member> = row.iter().collect();
    ordered.sort_by(|a, b| a.1.x0.total_cmp(&b.1.x0));
    let mut cells: Vec<Vec<u32>> = Vec::new();
    let mut edge = f32::MIN;
    for (index, piece) in ordered {
        match cells.last_mut() {
            Some(cell) if piece.x0 - edge < 0.5 * piece.size => cell.push(*index),
            _ => cells.push(vec![*index]),
        }
        edge = edge.max(piece.x1);
    }
    (cells.len() > 1).then_some(cells)
}
