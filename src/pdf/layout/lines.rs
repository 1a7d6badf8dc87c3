//! Pieces of one column → its lines.

use super::blocks::Draft;
use super::pieces::Piece;

/// Height of the strips in which lines are looked up, in points.
const STRIP: f32 = 8.0;

/// A longer piece is a line of its own, not a super- or subscript.
const MOST_RAISED: u32 = 14;

/// Puts the pieces of one column together to lines, from top to bottom.
pub(super) fn join(pieces: &[Piece], mut members: Vec<u32>) -> Vec<Draft> {
    let of = |index: u32| pieces.get(index as usize);
    // Larger pieces found the lines that super- and subscripts then join.
    members.sort_by(|&a, &b| match (of(a), of(b)) {
        (Some(a), Some(b)) => b
            .size
            .total_cmp(&a.size)
            .then((a.end - a.start <= 2).cmp(&(b.end - b.start <= 2)))
            .then(a.y.total_cmp(&b.y))
            .then(a.x0.total_cmp(&b.x0)),
        _ => std::cmp::Ordering::Equal,
    });
    let top = members.iter().filter_map(|&index| of(index)).map(|piece| piece.y).fold(f32::MAX, f32::min);
    let bottom = members.iter().filter_map(|&index| of(index)).map(|piece| piece.y).fold(f32::MIN, f32::max);
    let strips = (((bottom - top) / STRIP).clamp(0.0, 4_000.0)) as usize + 1;
    let strip_of = |y: f32| (((y - top) / STRIP).max(0.0) as usize).min(strips - 1);
    let mut by_strip: Vec<Vec<u32>> = vec![Vec::new(); strips];
    let mut lines: Vec<Draft> = Vec::new();
    for index in members {
        let Some(piece) = of(index) else { continue };
        let from = strip_of(piece.y - 0.8 * piece.size.min(60.0) - STRIP);
        let to = strip_of(piece.y + 2.0 * piece.size.min(60.0) + STRIP);
        let home = by_strip
            .get(from..=to)
            .unwrap_or_default()
            .iter()
            .flatten()
            .filter_map(|&line| Some((line, distance(lines.get(line as usize)?, piece, pieces)?)))
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(line, _)| line);
        if let Some(line) = home.and_then(|line| lines.get_mut(line as usize)) {
            line.add(index, piece);
        } else {
            if let Some(strip) = by_strip.get_mut(strip_of(piece.y)) {
                strip.push(lines.len() as u32);
            }
            lines.push(Draft::new(index, piece));
        }
    }
    for line in &mut lines {
        line.pieces.sort_by(|&a, &b| match (of(a), of(b)) {
            (Some(a), Some(b)) => a.x0.total_cmp(&b.x0),
            _ => std::cmp::Ordering::Equal,
        });
    }
    lines.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    lines
}

/// How far a piece is from being on a line; `None` where it is not.
fn distance(line: &Draft, piece: &Piece, pieces: &[Piece]) -> Option<f32> {
    let down = piece.y - line.y;
    if down.abs() <= 0.25 * piece.size.min(line.size) {
        return Some(down.abs());
    }
    let glyphs = piece.end - piece.start;
    let is_smaller = piece.size < 0.88 * line.size && (-0.75 * line.size..0.45 * line.size).contains(&down);
    // Web pages that were printed raise markers without making them smaller.
    let is_marker = glyphs <= 2 && (-0.62 * line.size..-0.2 * line.size).contains(&down);
    if !(is_smaller && glyphs <= MOST_RAISED || is_marker) {
        return None;
    }
    let mut gap = f32::MAX;
    let mut far = 0.0;
    for other in line.pieces.iter().filter_map(|&index| pieces.get(index as usize)) {
        gap = gap.min((piece.x0 - other.x1).max(other.x0 - piece.x1));
        // What stands over or under the midst of a text rather belongs to the line on its other side.
        if piece.x0 - other.x0 > line.size && other.x1 - piece.x1 > line.size {
            far = line.size;
        }
    }
    (gap < if is_marker { 0.2 } else { 0.6 } * line.size).then_some(down.abs() + far)
}
