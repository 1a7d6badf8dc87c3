//! The line numbers of review copies.

use super::Glyph;
use super::pieces::Piece;

/// Fewer numbers below each other are those of a list or a table.
const FEWEST: usize = 15;
/// How exactly the numbers stand below each other, in points.
const ALIGNED: f32 = 3.0;

/// Tells which pieces are numbers in a margin that count the lines.
pub(super) fn line_numbers(pieces: &[Piece], glyphs: &[Glyph]) -> Vec<bool> {
    let mut found = vec![false; pieces.len()];
    let mut numbers: Vec<(usize, u32, &Piece)> = pieces
        .iter()
        .enumerate()
        .filter_map(|(index, piece)| Some((index, number(piece.glyphs(glyphs))?, piece)))
        .collect();
    if numbers.len() < FEWEST {
        return found;
    }
    numbers.sort_by(|a, b| a.2.x1.total_cmp(&b.2.x1));
    let mut start = 0;
    while start < numbers.len() {
        let edge = numbers.get(start).map_or(0.0, |it| it.2.x1);
        let count = numbers.iter().skip(start).take_while(|it| it.2.x1 - edge < ALIGNED).count();
        let mut column: Vec<_> = numbers.iter().skip(start).take(count).collect();
        column.sort_by(|a, b| a.2.y.total_cmp(&b.2.y));
        let steps =
            column.windows(2).filter(|pair| pair[1].1 == pair[0].1 + 1 && pair[1].2.y > pair[0].2.y).count();
        if steps + 1 >= FEWEST && steps * 10 > column.len() * 7 {
            for (index, ..) in column {
                if let Some(found) = found.get_mut(*index) {
                    *found = true;
                }
            }
        }
        start += count.max(1);
    }
    found
}

fn number(glyphs: &[Glyph]) -> Option<u32> {
    if glyphs.len() > 4 {
        return None;
    }
    glyphs.iter().try_fold(0, |value, glyph| Some(value * 10 + glyph.c.to_digit(10)?))
}
