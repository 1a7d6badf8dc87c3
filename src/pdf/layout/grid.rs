//! The head of the first page: title, and authors in lines or in a grid of cells.
//!
//! In the head a wide gap parts lines: names that stand beside each other are no sentence. Cells that stand below each
//! other in columns make blocks, so that a name keeps its affiliation and address.

use super::blocks::{self, Draft};
use super::pieces::Piece;
use super::{Glyph, lines};
use crate::pdf::document::Style;

/// Parts the pieces above the abstract from the others.
pub(super) fn split_head(pieces: &[Piece], glyphs: &[Glyph], all: Vec<u32>) -> (Vec<u32>, Vec<u32>) {
    let bottom = pieces
        .iter()
        .filter(|piece| begins_body(piece.glyphs(glyphs)))
        .map(|piece| piece.y - 0.95 * piece.size)
        .fold(f32::MAX, f32::min);
    let lowest = pieces.iter().map(|piece| piece.y).fold(f32::MIN, f32::max);
    if bottom > 0.85 * lowest {
        return (Vec::new(), all);
    }
    all.into_iter().partition(|&index| pieces.get(index as usize).is_some_and(|piece| piece.y < bottom))
}

/// Whether a piece is the heading of the abstract or of the first section.
fn begins_body(glyphs: &[Glyph]) -> bool {
    let letters: String = glyphs
        .iter()
        .map(|glyph| glyph.c)
        .filter(|c| c.is_alphabetic() || matches!(c, '—' | '–' | '-' | ':' | '.'))
        .take(14)
        .flat_map(char::to_lowercase)
        .collect();
    let count = glyphs.iter().filter(|glyph| glyph.c != ' ').count();
    let short = count <= 15;
    // `Abstract` that runs on into its text; a title that begins so is set larger.
    let runs_on = count > 40 && glyphs.first().is_some_and(|glyph| glyph.c == 'A' && glyph.size < 11.5);
    match letters.strip_prefix("abstract").or_else(|| letters.strip_prefix("summary")) {
        Some("") => true,
        Some(rest) => runs_on || rest.starts_with(['—', '–', '-', ':', '.']),
        None => short && matches!(letters.trim_start_matches(['.', 'i']), "introduction" | "ntroduction"),
    }
}

/// What stands in one line without a wide gap.
#[derive(Debug, Clone)]
struct Cell {
    draft: Draft,
    /// Whether it begins with a marker, as the affiliations below a line of authors do.
    is_marked: bool,
    has_address: bool,
    style: Style,
    /// The cell above it in its column: an index into the row before.
    above: Option<usize>,
}

type Row = Vec<Cell>;

/// Arranges the head: cell by cell where it is a grid, line by line elsewhere.
pub(super) fn arrange(pieces: &[Piece], glyphs: &[Glyph], head: Vec<u32>, drafts: &mut Vec<Draft>) {
    let mut rows: Vec<Row> =
        lines::join(pieces, head).into_iter().map(|line| cells(&line, pieces, glyphs)).collect();
    link(&mut rows);
    let mut plain: Vec<Draft> = Vec::new();
    let mut at = 0;
    while at < rows.len() {
        let end = grid_end(&rows, at);
        if end - at > 1 {
            flush(&mut plain, drafts);
            columns(rows.get(at..end).unwrap_or_default(), drafts);
            at = end;
            continue;
        }
        match rows.get(at).map(Vec::as_slice) {
            Some([only]) => plain.push(only.draft.clone()),
            Some(row) => {
                flush(&mut plain, drafts);
                drafts.extend(row.iter().map(|cell| cell.draft.clone()));
            }
            None => {}
        }
        at += 1;
    }
    flush(&mut plain, drafts);
}

fn flush(plain: &mut Vec<Draft>, drafts: &mut Vec<Draft>) {
    blocks::split(plain);
    drafts.append(plain);
}

/// Gaps of this many ems part cells.
const GAP: f32 = 0.8;

fn cells(line: &Draft, pieces: &[Piece], glyphs: &[Glyph]) -> Row {
    let mut row: Row = Vec::new();
    for &index in &line.pieces {
        let Some(piece) = pieces.get(index as usize) else { continue };
        let text = piece.glyphs(glyphs);
        let has_address = text.iter().any(|glyph| glyph.c == '@');
        match row.last_mut() {
            Some(cell) if piece.x0 - cell.draft.x1 < GAP * line.size => {
                if piece.size > cell.draft.size {
                    (cell.draft.size, cell.draft.y) = (piece.size, piece.y);
                }
                cell.draft.add(index, piece);
                cell.has_address |= has_address;
            }
            _ => {
                let first = text.first();
                let is_marked = first.is_some_and(|it| {
                    it.size < 0.88 * line.size && it.y < line.y - 0.1 * line.size || it.c.is_ascii_digit()
                });
                let style = first.map_or(Style::Plain, |it| it.style);
                row.push(Cell {
                    draft: Draft::new(index, piece),
                    is_marked,
                    has_address,
                    style,
                    above: None,
                });
            }
        }
    }
    row
}

/// Finds for each cell the one above it: aligned with it, and neither of them beneath or above a second one.
fn link(rows: &mut [Row]) {
    for index in 1..rows.len() {
        let (before, from) = rows.split_at_mut(index);
        let (Some(upper), Some(lower)) = (before.last(), from.first_mut()) else { continue };
        let marked = lower.iter().filter(|cell| cell.is_marked).count();
        if lower.len() > 1 && marked * 2 > lower.len() {
            continue;
        }
        let overlaps = |a: &Cell, b: &Cell| a.draft.x0 < b.draft.x1 && b.draft.x0 < a.draft.x1;
        let above: Vec<Option<usize>> = lower
            .iter()
            .map(|cell| {
                let mut over = upper.iter().enumerate().filter(|(_, it)| overlaps(it, cell));
                let (at, found) = over.next()?;
                let alone =
                    over.next().is_none() && lower.iter().filter(|it| overlaps(it, found)).count() == 1;
                (alone && is_below(&found.draft, &cell.draft)).then_some(at)
            })
            .collect();
        for (cell, above) in lower.iter_mut().zip(above) {
            cell.above = above;
        }
    }
}

fn is_below(upper: &Draft, lower: &Draft) -> bool {
    let size = upper.size.max(lower.size);
    let middle = |line: &Draft| f32::midpoint(line.x0, line.x1);
    let aligned =
        (middle(upper) - middle(lower)).abs() < 0.9 * size || (upper.x0 - lower.x0).abs() < 0.4 * size;
    aligned && lower.y - upper.y < 2.1 * size
}

/// One past the last row of the grid that begins at a row.
fn grid_end(rows: &[Row], start: usize) -> usize {
    let mut end = start + 1;
    let mut leading = f32::MAX;
    let width = rows.get(start).map_or(0, Vec::len);
    if width < 2 {
        return end;
    }
    let mut tells_apart = rows.get(start).is_some_and(|row| row.iter().any(|cell| cell.has_address));
    while let (Some(upper), Some(lower)) = (rows.get(end - 1), rows.get(end)) {
        let links = lower.iter().filter(|cell| cell.above.is_some()).count();
        let (Some(first), Some(below)) = (upper.first(), lower.first()) else { break };
        let down = below.draft.y - first.draft.y;
        let is_first = end == start + 1;
        let enough = links >= 2 || links >= 1 && !is_first && lower.len() < upper.len().max(2);
        // The row after the addresses is the next row of authors.
        let addresses = |row: &Row| row.iter().filter(|cell| cell.has_address).count();
        let new_authors = addresses(upper) * 2 > upper.len() && addresses(lower) == 0;
        if !enough || new_authors || down > 1.45 * leading {
            break;
        }
        leading = leading.min(down);
        tells_apart |= lower.iter().any(|cell| {
            cell.has_address || cell.style != first.style || (cell.draft.size - first.draft.size).abs() > 0.5
        });
        end += 1;
    }
    // Rows of names alone are read row by row, however they stand below each other.
    if tells_apart { end } else { start + 1 }
}

/// Writes a grid column by column.
fn columns(rows: &[Row], drafts: &mut Vec<Draft>) {
    let mut columns: Vec<Vec<&Draft>> = Vec::new();
    let mut previous: Vec<usize> = Vec::new();
    for row in rows {
        let mut current = Vec::with_capacity(row.len());
        for cell in row {
            let linked = cell.above.and_then(|above| previous.get(above)).copied();
            let column = linked.or_else(|| nearest(&columns, &cell.draft)).unwrap_or(columns.len());
            if column == columns.len() {
                columns.push(Vec::new());
            }
            if let Some(lines) = columns.get_mut(column) {
                lines.push(&cell.draft);
            }
            current.push(column);
        }
        previous = current;
    }
    columns.sort_by(|a, b| match (a.first(), b.first()) {
        (Some(a), Some(b)) => a.x0.total_cmp(&b.x0),
        _ => std::cmp::Ordering::Equal,
    });
    for column in columns {
        for (index, line) in column.into_iter().enumerate() {
            let mut line = line.clone();
            line.starts_block = index == 0;
            drafts.push(line);
        }
    }
}

/// The column that a line without a partner overlaps most.
fn nearest(columns: &[Vec<&Draft>], line: &Draft) -> Option<usize> {
    let overlap = |lines: &[&Draft]| {
        let x0 = lines.iter().map(|it| it.x0).fold(f32::MAX, f32::min);
        let x1 = lines.iter().map(|it| it.x1).fold(f32::MIN, f32::max);
        x1.min(line.x1) - x0.max(line.x0)
    };
    columns
        .iter()
        .map(|lines| overlap(lines))
        .enumerate()
        .filter(|(_, overlap)| *overlap > 0.0)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(index, _)| index)
}
