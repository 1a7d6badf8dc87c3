//! Pieces of a region → lines in reading order, column by column.

use super::bands::bands;
use super::blocks::{self, Draft};
use super::cells::{self, Part};
use super::gutter;
use super::lines;
use super::pieces::Piece;

/// How often a region is cut in turn.
const DEEPEST: u32 = 6;

/// Arranges the pieces of a region.
pub(super) fn arrange(pieces: &[Piece], members: Vec<u32>, drafts: &mut Vec<Draft>) {
    region(pieces, members, drafts, DEEPEST);
}

fn region(pieces: &[Piece], members: Vec<u32>, drafts: &mut Vec<Draft>, depth: u32) {
    if members.is_empty() {
        return;
    }
    if depth > 0 {
        let found = gutter::find(pieces, &members);
        // Two columns of a part tell more than an inset of the whole.
        let is_sure = found.is_some_and(|gutter| !gutter.is_inset());
        let weight = found.map_or(0.0, |gutter| gutter.weight);
        let cut = if is_sure { None } else { cut_across(pieces, &members) };
        if let Some((_, above, below)) = cut.filter(|cut| cut.0 >= weight) {
            region(pieces, above, drafts, depth - 1);
            region(pieces, below, drafts, depth - 1);
            return;
        }
        if let Some(gutter) = found {
            // Above and below an inset other columns may lie.
            let across_depth = if gutter.is_inset() { depth - 1 } else { 0 };
            for band in bands(pieces, members, gutter) {
                region(pieces, band.across, drafts, across_depth);
                region(pieces, band.left, drafts, depth - 1);
                region(pieces, band.right, drafts, depth - 1);
            }
            return;
        }
    }
    for part in cells::parts(pieces, members) {
        match part {
            Part::Lines(members) => plain(pieces, members, drafts),
            Part::Cells(cells) => cells.into_iter().for_each(|cell| plain(pieces, cell, drafts)),
        }
    }
}

/// Pieces of one column, line by line.
fn plain(pieces: &[Piece], members: Vec<u32>, drafts: &mut Vec<Draft>) {
    let mut lines = lines::join(pieces, members);
    blocks::split(&mut lines);
    drafts.append(&mut lines);
}

/// A region smaller than this is not cut any further, in pieces.
const FEWEST: usize = 12;
/// So many of the widest white strips are tried.
const TRIES: usize = 5;

/// Cuts a region at a white strip across it where one of the parts then has columns: what stands above or below hid
/// them.
fn cut_across(pieces: &[Piece], members: &[u32]) -> Option<(f32, Vec<u32>, Vec<u32>)> {
    if members.len() < FEWEST {
        return None;
    }
    let mut ordered: Vec<(u32, &Piece)> =
        members.iter().filter_map(|&index| Some((index, pieces.get(index as usize)?))).collect();
    ordered.sort_by(|a, b| a.1.y.total_cmp(&b.1.y));
    let mut strips: Vec<(f32, usize)> = Vec::new();
    let mut bottom = f32::MIN;
    for (at, (_, piece)) in ordered.iter().enumerate() {
        let white = piece.y - 0.75 * piece.size - bottom;
        if at > 0 && white > 0.7 * piece.size {
            strips.push((white, at));
        }
        bottom = bottom.max(piece.y + 0.2 * piece.size);
    }
    strips.sort_by(|a, b| b.0.total_cmp(&a.0));
    let index = |part: &[(u32, &Piece)]| part.iter().map(|it| it.0).collect::<Vec<u32>>();
    let weight = |part: &[u32]| match gutter::find(pieces, part) {
        Some(gutter) if part.len() >= FEWEST => gutter.weight,
        _ => 0.0,
    };
    strips
        .into_iter()
        .take(TRIES)
        .filter_map(|(_, at)| {
            let (above, below) = ordered.split_at_checked(at)?;
            let (above, below) = (index(above), index(below));
            let weight = weight(&above) + weight(&below);
            (weight > 0.0).then_some((weight, above, below))
        })
        .max_by(|a, b| a.0.total_cmp(&b.0))
}
