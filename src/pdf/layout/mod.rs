//! Glyphs of a page → lines in reading order.
//!
//! Glyphs that follow each other make pieces of lines, pieces make the lines of columns, lines make blocks. What a line
//! means is left to later rooms; only what the layout itself tells (page numbers, stamps) is marked.

mod accents;
mod bands;
mod blocks;
mod cells;
mod columns;
mod emit;
mod furniture;
mod glyph;
mod grid;
mod gutter;
mod hidden;
mod lines;
mod margin;
mod pieces;

pub(super) use furniture::mark as mark_furniture;
pub(super) use glyph::Glyph;

use blocks::Draft;
use pieces::Piece;

use super::document::{LineKind, Page};

/// Size of the upright page, in points.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paper {
    pub number: u32,
    pub width: f32,
    pub height: f32,
}

/// Lays out one page.
pub(super) fn page(glyphs: &mut Vec<Glyph>, paper: Paper) -> Page {
    hidden::remove(glyphs);
    accents::compose(glyphs);
    let glyphs = glyphs.as_slice();
    let pieces = pieces::cut(glyphs);
    let mut angles: Vec<i16> = pieces.iter().map(|piece| piece.angle).collect();
    angles.sort_unstable();
    angles.dedup();
    // The direction that most of the page is written in comes first.
    angles.sort_by_cached_key(|&angle| {
        let weight: u32 =
            pieces.iter().filter(|piece| piece.angle == angle).map(|piece| piece.end - piece.start).sum();
        std::cmp::Reverse(weight)
    });
    let numbers = margin::line_numbers(&pieces, glyphs);
    let mut page = Page { number: paper.number, width: paper.width, height: paper.height, ..Page::default() };
    let mut block = 0;
    for (rank, &angle) in angles.iter().enumerate() {
        let members = |is_number: bool| -> Vec<Piece> {
            let chosen = pieces
                .iter()
                .zip(&numbers)
                .filter(|(piece, number)| piece.angle == angle && **number == is_number);
            chosen.map(|(piece, _)| *piece).collect()
        };
        let text = members(false);
        let drafts = arrange(&text, glyphs, rank == 0 && paper.number == 1);
        let kind = if rank == 0 { LineKind::Text } else { LineKind::Stamp };
        block = emit::lines(&drafts, &text, glyphs, kind, block, &mut page);
        let numbers = members(true);
        let drafts = lines::join(&numbers, (0..numbers.len() as u32).collect());
        block = emit::lines(&drafts, &numbers, glyphs, LineKind::LineNumber, block, &mut page);
    }
    page
}

/// Lines of one direction in reading order.
fn arrange(pieces: &[Piece], glyphs: &[Glyph], is_front: bool) -> Vec<Draft> {
    let all: Vec<u32> = (0..pieces.len() as u32).collect();
    let mut drafts = Vec::new();
    let (head, rest) = if is_front { grid::split_head(pieces, glyphs, all) } else { (Vec::new(), all) };
    grid::arrange(pieces, glyphs, head, &mut drafts);
    columns::arrange(pieces, rest, &mut drafts);
    drafts
}
