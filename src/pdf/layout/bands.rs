//! A region with a gutter → bands from top to bottom: what runs across the columns, and the columns below it.

use super::gutter::Gutter;
use super::pieces::Piece;

/// What runs across the columns, and what stands below it on either side.
#[derive(Default)]
pub(super) struct Band {
    pub across: Vec<u32>,
    pub left: Vec<u32>,
    pub right: Vec<u32>,
}

/// A higher white strip parts blocks of a region, in ems.
const WHITE: f32 = 0.45;
/// A longer piece is a line of a column, as a share of the region's width.
const LINE: f32 = 0.25;
/// A shorter piece across the gutter is no caption, but a page number, as a share of the region's width.
const CAPTION: f32 = 0.1;

/// Parts the pieces of a region at a gutter.
pub(super) fn bands(pieces: &[Piece], members: Vec<u32>, gutter: Gutter) -> Vec<Band> {
    let mut ordered: Vec<(u32, Piece)> =
        members.into_iter().filter_map(|index| Some((index, *pieces.get(index as usize)?))).collect();
    ordered.sort_by(|a, b| a.1.y.total_cmp(&b.1.y));
    let is_across = across(&ordered, gutter);
    let mut bands = vec![Band::default()];
    for ((index, piece), is_across) in ordered.iter().zip(is_across) {
        let Some(band) = bands.last_mut() else { continue };
        if is_across {
            if band.left.is_empty() && band.right.is_empty() {
                band.across.push(*index);
            } else {
                bands.push(Band { across: vec![*index], ..Band::default() });
            }
        } else if piece.middle() < gutter.x {
            band.left.push(*index);
        } else {
            band.right.push(*index);
        }
    }
    bands
}

/// Which of the pieces, from top to bottom, run across the gutter, stand beside such a piece, or belong to a figure or
/// table that does.
fn across(ordered: &[(u32, Piece)], gutter: Gutter) -> Vec<bool> {
    let runs_over: Vec<Piece> =
        ordered.iter().map(|it| it.1).filter(|piece| gutter.is_across(piece)).collect();
    let beside = |piece: &Piece| {
        let from = runs_over.partition_point(|it| it.y < piece.y - 0.3 * piece.size);
        runs_over.get(from).is_some_and(|it| it.y < piece.y + 0.3 * piece.size)
    };
    let mut across: Vec<bool> =
        ordered.iter().map(|(_, piece)| gutter.is_across(piece) || beside(piece)).collect();
    if !gutter.is_inset() {
        finish_paragraphs(ordered, &mut across);
        widen(ordered, &mut across);
    }
    across
}

/// The last line of a paragraph that runs across is short, and nothing stands beside it.
fn finish_paragraphs(ordered: &[(u32, Piece)], across: &mut [bool]) {
    let mut above: Option<Piece> = None;
    for (at, (_, piece)) in ordered.iter().enumerate() {
        let Some(is_across) = across.get_mut(at) else { continue };
        let is_level = |other: Option<&(u32, Piece)>| {
            other.is_some_and(|it| (it.1.y - piece.y).abs() < 0.3 * piece.size)
        };
        let is_last = above.is_some_and(|above| {
            (piece.x0 - above.x0).abs() < 2.0
                && piece.y - above.y < 1.45 * above.size
                && (piece.size - above.size).abs() < 0.05 * above.size
        });
        if *is_across {
            above = Some(*piece);
        } else if is_last && !is_level(ordered.get(at + 1)) && !is_level(ordered.get(at.wrapping_sub(1))) {
            *is_across = true;
        }
    }
}

/// A block of the region: what white strips over its whole width set apart.
struct Block {
    start: usize,
    end: usize,
    /// Whether something runs across the gutter.
    is_across: bool,
    /// Whether it holds lines of the columns.
    has_lines: bool,
}

/// Takes wide figures and tables as a whole: the cells of a table lie on one side of the gutter or the other, but the
/// caption next to them runs across, and no line of a column stands among them.
fn widen(ordered: &[(u32, Piece)], across: &mut [bool]) {
    let left = ordered.iter().map(|it| it.1.x0).fold(f32::MAX, f32::min);
    let width = ordered.iter().map(|it| it.1.x1).fold(f32::MIN, f32::max) - left;
    let mut blocks: Vec<Block> = Vec::new();
    let mut bottom = f32::MIN;
    for (at, ((_, piece), &is_across)) in ordered.iter().zip(across.iter()).enumerate() {
        if piece.y - 0.75 * piece.size - bottom > WHITE * piece.size || blocks.is_empty() {
            blocks.push(Block { start: at, end: at, is_across: false, has_lines: false });
        }
        bottom = bottom.max(piece.y + 0.2 * piece.size);
        let Some(block) = blocks.last_mut() else { continue };
        block.end = at + 1;
        block.is_across |= is_across && piece.width() > CAPTION * width;
        block.has_lines |= !is_across && piece.width() > LINE * width;
    }
    let mut wide: Vec<bool> = blocks.iter().map(|block| block.is_across && !block.has_lines).collect();
    let order = 0..blocks.len();
    for at in order.clone().skip(1).chain(order.rev().skip(1)) {
        let next_to = |other: usize| wide.get(other).is_some_and(|&it| it);
        let is_wide = next_to(at.wrapping_sub(1)) || next_to(at + 1);
        if let (true, Some(block), Some(wide)) = (is_wide, blocks.get(at), wide.get_mut(at)) {
            *wide |= !block.has_lines;
        }
    }
    for (block, _) in blocks.iter().zip(wide).filter(|it| it.1) {
        across.get_mut(block.start..block.end).unwrap_or_default().fill(true);
    }
}
