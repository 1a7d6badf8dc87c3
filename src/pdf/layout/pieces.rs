//! Glyphs that follow each other on a line → pieces of lines.

use super::Glyph;

/// Glyphs that were drawn one after the other and stand next to each other: at most a line of a column, at least a word
/// or what a wide gap leaves of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    /// The first glyph.
    pub start: u32,
    /// One past the last glyph.
    pub end: u32,
    pub x0: f32,
    pub x1: f32,
    /// The baseline and size that most of its glyphs have.
    pub y: f32,
    pub size: f32,
    pub angle: i16,
    /// Its first and its last character.
    pub first: char,
    pub last: char,
}

impl Piece {
    /// Whether it ends with the first half of a word.
    pub fn is_divided(&self) -> bool {
        matches!(self.last, '-' | '\u{2010}') && self.end - self.start > 2
    }

    pub fn width(&self) -> f32 {
        self.x1 - self.x0
    }

    pub fn middle(&self) -> f32 {
        f32::midpoint(self.x0, self.x1)
    }

    pub fn glyphs<'g>(&self, glyphs: &'g [Glyph]) -> &'g [Glyph] {
        glyphs.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

/// A wider gap ends a piece, in ems. Gutters are wider than an em; a justified line whose words stand further apart is
/// put together again with its column.
const GAP: f32 = 0.8;
/// How far back the next glyph may stand, in ems.
const BACK: f32 = 0.6;

/// Cuts the glyphs of a page into pieces.
pub(super) fn cut(glyphs: &[Glyph]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut open: Option<Open> = None;
    for (index, glyph) in glyphs.iter().enumerate() {
        if glyph.c == ' ' {
            continue;
        }
        match &mut open {
            Some(piece) if piece.takes(glyph) => piece.add(glyph, index),
            _ => {
                if let Some(piece) = open.replace(Open::new(glyph, index)) {
                    pieces.push(piece.close());
                }
            }
        }
    }
    pieces.extend(open.map(Open::close));
    remove_doubles(&mut pieces, glyphs);
    pieces
}

/// Takes out pieces that repeat another one at nearly the same place, as fake bold and shadows do.
fn remove_doubles(pieces: &mut Vec<Piece>, glyphs: &[Glyph]) {
    let mut order: Vec<u32> = (0..pieces.len() as u32).collect();
    let of = |index: u32| pieces.get(index as usize);
    order.sort_by(|&a, &b| match (of(a), of(b)) {
        (Some(a), Some(b)) => a.x0.total_cmp(&b.x0),
        _ => std::cmp::Ordering::Equal,
    });
    let mut doubles: Vec<u32> = Vec::new();
    for (at, &index) in order.iter().enumerate() {
        let Some(piece) = of(index) else { continue };
        let near = 0.12 * piece.size;
        let next = order.iter().skip(at + 1).take(24).map_while(|&other| of(other).map(|it| (other, it)));
        for (other, double) in next.take_while(|(_, it)| it.x0 - piece.x0 < near) {
            let same_place = (double.y - piece.y).abs() < near
                && (double.x1 - piece.x1).abs() < near
                && double.angle == piece.angle
                && double.end - double.start == piece.end - piece.start;
            let chars = |piece: &Piece| piece.glyphs(glyphs).iter().map(|glyph| glyph.c);
            if same_place && chars(double).eq(chars(piece)) {
                doubles.push(index.max(other));
            }
        }
    }
    if !doubles.is_empty() {
        doubles.sort_unstable();
        let mut at = 0;
        pieces.retain(|_| {
            at += 1;
            doubles.binary_search(&(at - 1)).is_err()
        });
    }
}

struct Open {
    piece: Piece,
    last: Glyph,
    /// Glyphs on the current baseline, and on the one that has most so far.
    run: u32,
    most: u32,
}

impl Open {
    fn new(glyph: &Glyph, index: usize) -> Self {
        let piece = Piece {
            start: index as u32,
            end: index as u32 + 1,
            x0: glyph.x0,
            x1: glyph.x1,
            y: glyph.y,
            size: glyph.size,
            angle: glyph.angle,
            first: glyph.c,
            last: glyph.c,
        };
        Self { piece, last: *glyph, run: 1, most: 1 }
    }

    fn takes(&self, glyph: &Glyph) -> bool {
        let last = &self.last;
        let size = last.size.max(glyph.size);
        let gap = glyph.x0 - last.x1;
        if glyph.angle != last.angle || !(-BACK * size..GAP * size).contains(&gap) {
            return false;
        }
        let shift = (glyph.y - last.y).abs();
        if shift < 0.06 * size {
            return true;
        }
        // A change of rise: up or down by part of a line, and close by.
        let near_line = (glyph.y - self.piece.y).abs() < 0.62 * self.piece.size.max(glyph.size);
        let scripts = glyph.size < 0.9 * last.size || last.size < 0.9 * glyph.size || shift < 0.42 * size;
        shift < 0.75 * size && near_line && scripts && gap < 0.5 * size
    }

    fn add(&mut self, glyph: &Glyph, index: usize) {
        let same = (glyph.y - self.last.y).abs() < 0.06 * glyph.size
            && (glyph.size - self.last.size).abs() < 0.06 * glyph.size;
        self.run = if same { self.run + 1 } else { 1 };
        let back_on_main = (glyph.y - self.piece.y).abs() < 0.06 * glyph.size
            && (glyph.size - self.piece.size).abs() < 0.06 * glyph.size;
        if back_on_main {
            self.most += 1;
        } else if self.run > self.most || self.run == self.most && glyph.size > self.piece.size {
            self.most = self.run;
            self.piece.y = glyph.y;
            self.piece.size = glyph.size;
        }
        self.piece.end = index as u32 + 1;
        self.piece.last = glyph.c;
        self.piece.x0 = self.piece.x0.min(glyph.x0);
        self.piece.x1 = self.piece.x1.max(glyph.x1);
        self.last = *glyph;
    }

    fn close(self) -> Piece {
        self.piece
    }
}
