//! The head of the first page: title, and authors in lines or in a grid of cells.

use super::blocks::{self, Draft};
use super::pieces::Piece;
use super::{Glyph, lines};

/// Parts the pieces above the abstract from the others.
pub(super) fn split_head(pieces: &[Piece], glyphs: &[Glyph], all: Vec<u32>) -> (Vec<u32>, Vec<u32>) {
    let bottom = pieces
        .iter()
        .filter(|piece| begins_body(piece.glyphs(glyphs)))
        .map(|piece| piece.y - 0.9 * piece.size)
        .fold(f32::MAX, f32::min);
    let lowest = pieces.iter().map(|piece| piece.y).fold(f32::MIN, f32::max);
    if bottom > 0.8 * lowest {
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
    let short = glyphs.iter().filter(|glyph| glyph.c != ' ').count() <= 15;
    let rest = letters.strip_prefix("abstract").or_else(|| letters.strip_prefix("summary"));
    match rest {
        Some("") => true,
        Some(rest) => rest.starts_with(['—', '–', '-', ':', '.']),
        None => short && matches!(letters.trim_start_matches(['.', 'i']), "introduction" | "ntroduction"),
    }
}

/// Arranges the head: cell by cell where it is a grid, line by line elsewhere.
pub(super) fn arrange(pieces: &[Piece], _glyphs: &[Glyph], head: Vec<u32>, drafts: &mut Vec<Draft>) {
    let mut lines = lines::join(pieces, head);
    blocks::split(&mut lines);
    drafts.append(&mut lines);
}
