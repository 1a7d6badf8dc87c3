//! Pieces of a region → lines in reading order, column by column.

use super::blocks::{self, Draft};
use super::lines;
use super::pieces::Piece;

/// Columns within columns within columns are no layout of a paper.
const DEEPEST: u32 = 3;

/// Arranges the pieces of a region.
pub(super) fn arrange(pieces: &[Piece], members: Vec<u32>, drafts: &mut Vec<Draft>) {
    region(pieces, members, drafts, DEEPEST);
}

fn region(pieces: &[Piece], members: Vec<u32>, drafts: &mut Vec<Draft>, depth: u32) {
    if members.is_empty() {
        return;
    }
    let gutter = if depth == 0 { None } else { find_gutter(pieces, &members) };
    let Some(gutter) = gutter else {
        let mut lines = lines::join(pieces, members);
        blocks::split(&mut lines);
        drafts.append(&mut lines);
        return;
    };
    for band in bands(pieces, members, gutter) {
        region(pieces, band.across, drafts, 0);
        region(pieces, band.left, drafts, depth - 1);
        region(pieces, band.right, drafts, depth - 1);
    }
}

/// The white strip between two columns.
#[derive(Debug, Clone, Copy)]
struct Gutter {
    x: f32,
    /// Pieces that reach further than this over `x` on both sides run across the columns.
    reach: f32,
}

impl Gutter {
    fn is_across(&self, piece: &Piece) -> bool {
        let left = self.x - piece.x0;
        let right = piece.x1 - self.x;
        left > 2.0
            && right > 2.0
            && (left.min(right) > self.reach || (left - right).abs() < 0.1 * left.max(right))
    }
}

/// Lines across the columns, and what stands below them on either side.
#[derive(Default)]
struct Band {
    across: Vec<u32>,
    left: Vec<u32>,
    right: Vec<u32>,
}

fn bands(pieces: &[Piece], members: Vec<u32>, gutter: Gutter) -> Vec<Band> {
    let mut ordered: Vec<(u32, Piece)> =
        members.into_iter().filter_map(|index| Some((index, *pieces.get(index as usize)?))).collect();
    ordered.sort_by(|a, b| a.1.y.total_cmp(&b.1.y));
    let across: Vec<Piece> = ordered.iter().map(|it| it.1).filter(|piece| gutter.is_across(piece)).collect();
    let beside_across = |piece: &Piece| {
        let from = across.partition_point(|it| it.y < piece.y - 0.3 * piece.size);
        across.get(from).is_some_and(|it| it.y < piece.y + 0.3 * piece.size)
    };
    let mut bands = vec![Band::default()];
    for (index, piece) in &ordered {
        let Some(band) = bands.last_mut() else { continue };
        if gutter.is_across(piece) || beside_across(piece) {
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

/// Width of the strips in which gutters are looked for, in points.
const STRIP: f32 = 3.0;
/// Fewer lines on a side make no column.
const FEWEST: f32 = 4.0;

/// The gutter of a region that is set in columns.
fn find_gutter(pieces: &[Piece], members: &[u32]) -> Option<Gutter> {
    let pieces: Vec<&Piece> = members.iter().filter_map(|&index| pieces.get(index as usize)).collect();
    let left = pieces.iter().map(|piece| piece.x0).fold(f32::MAX, f32::min);
    let right = pieces.iter().map(|piece| piece.x1).fold(f32::MIN, f32::max);
    let width = right - left;
    if !(width > 60.0 && width < 20_000.0) {
        return None;
    }
    let strips = (width / STRIP) as usize + 1;
    let strip = |x: f32| (((x - left) / STRIP).max(0.0) as usize).min(strips - 1);
    // Long lines that end before a strip or begin behind it, and pieces that run over it.
    let mut ends = vec![0.0_f32; strips];
    let mut begins = vec![0.0_f32; strips];
    let mut over = vec![0.0_f32; strips + 1];
    let long = (0.2 * width).max(60.0);
    for piece in &pieces {
        if piece.width() > long {
            ends[strip(piece.x1)] += 1.0;
            begins[strip(piece.x0)] += 1.0;
        }
        // A piece covers the strips that lie within it, not those it only touches.
        let (from, to) = (strip(piece.x0 + STRIP), strip(piece.x1 - STRIP) + 1);
        if from < to {
            over[from] += 1.0;
            over[to] -= 1.0;
        }
    }
    let near = |counts: &[f32], from: usize, to: usize| {
        counts.get(from..to.min(strips)).unwrap_or_default().iter().sum::<f32>()
    };
    let reach = (0.1 * width / STRIP) as usize + 1;
    let close = (18.0 / STRIP) as usize + 1;
    let mut running = 0.0;
    let mut best: Option<(f32, usize, usize)> = None;
    for at in 0..strips {
        running += over[at];
        let x = left + (at as f32 + 0.5) * STRIP;
        if x < left + 0.15 * width || x > right - 0.15 * width {
            continue;
        }
        let before = near(&ends, at.saturating_sub(reach), at + 1);
        let behind = near(&begins, at, at + close);
        if before < FEWEST || behind < FEWEST || running > 0.6 * before.min(behind) {
            continue;
        }
        let score = before.min(behind) - 1.5 * running;
        match &mut best {
            Some((most, _, last)) if *last + 1 == at && (score - *most).abs() < 0.01 => *last = at,
            Some((most, ..)) if score <= *most => {}
            _ => best = Some((score, at, at)),
        }
    }
    let (_, from, to) = best?;
    Some(Gutter { x: left + (f32::midpoint(from as f32, to as f32) + 0.5) * STRIP, reach: 0.03 * width })
}
