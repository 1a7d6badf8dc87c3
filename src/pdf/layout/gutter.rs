//! Finds the white strip between the columns of a region.

use super::pieces::Piece;

/// The white strip between two columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gutter {
    pub x: f32,
    /// Pieces that reach further than this over `x` on both sides run across the columns.
    reach: f32,
}

impl Gutter {
    pub fn is_across(&self, piece: &Piece) -> bool {
        let left = self.x - piece.x0;
        let right = piece.x1 - self.x;
        left > 2.0
            && right > 2.0
            && (left.min(right) > self.reach || (left - right).abs() < 0.1 * left.max(right))
    }
}

/// Width of the strips in which gutters are looked for, in points.
const STRIP: f32 = 3.0;
/// Fewer long lines on a side make no column.
const FEWEST: f32 = 4.0;
/// A column beside which something smaller stands has at least so many.
const FEWEST_BESIDE: f32 = 8.0;

/// The gutter of a region that is set in columns.
pub(super) fn find(pieces: &[Piece], members: &[u32]) -> Option<Gutter> {
    let pieces: Vec<&Piece> = members.iter().filter_map(|&index| pieces.get(index as usize)).collect();
    let profile = Profile::new(&pieces)?;
    profile.between_columns().or_else(|| profile.beside_column(&pieces))
}

/// How the pieces of a region lie, strip by strip from left to right.
struct Profile {
    left: f32,
    width: f32,
    /// Long pieces that end in a strip.
    ends: Vec<f32>,
    /// Long pieces that begin in a strip.
    begins: Vec<f32>,
    /// Pieces that run over a strip.
    over: Vec<f32>,
}

impl Profile {
    fn new(pieces: &[&Piece]) -> Option<Self> {
        let left = pieces.iter().map(|piece| piece.x0).fold(f32::MAX, f32::min);
        let right = pieces.iter().map(|piece| piece.x1).fold(f32::MIN, f32::max);
        let width = right - left;
        if !(width > 60.0 && width < 20_000.0) {
            return None;
        }
        let strips = (width / STRIP) as usize + 1;
        let strip = |x: f32| (((x - left) / STRIP).max(0.0) as usize).min(strips - 1);
        let mut profile = Self {
            left,
            width,
            ends: vec![0.0; strips],
            begins: vec![0.0; strips],
            over: vec![0.0; strips + 1],
        };
        let long = (0.2 * width).max(60.0);
        for piece in pieces {
            if piece.width() > long {
                add(&mut profile.ends, strip(piece.x1), 1.0);
                add(&mut profile.begins, strip(piece.x0), 1.0);
            }
            // A piece covers the strips that lie within it, not those it only touches.
            let (from, to) = (strip(piece.x0 + STRIP), strip(piece.x1 - STRIP) + 1);
            if from < to {
                add(&mut profile.over, from, 1.0);
                add(&mut profile.over, to, -1.0);
            }
        }
        let mut running = 0.0;
        for over in &mut profile.over {
            running += *over;
            *over = running;
        }
        Some(profile)
    }

    fn x(&self, strip: usize) -> f32 {
        self.left + (strip as f32 + 0.5) * STRIP
    }

    fn gutter(&self, x: f32) -> Gutter {
        Gutter { x, reach: 0.03 * self.width }
    }

    /// Two columns of text: long lines end before it and begin behind it, and few pieces run over it.
    fn between_columns(&self) -> Option<Gutter> {
        let reach = (0.1 * self.width / STRIP) as usize + 1;
        let close = (18.0 / STRIP) as usize + 1;
        let edge = 0.15 * self.width;
        let mut best: Option<(f32, usize, usize)> = None;
        for (at, &over) in self.over.iter().enumerate() {
            let x = self.x(at);
            if x < self.left + edge || x > self.left + self.width - edge {
                continue;
            }
            let before = sum(&self.ends, at.saturating_sub(reach), at + 1);
            let behind = sum(&self.begins, at, at + close);
            let fewer = before.min(behind);
            if fewer < FEWEST || over > 0.6 * fewer {
                continue;
            }
            let score = fewer - 1.5 * over;
            match &mut best {
                Some((most, _, last)) if *last + 1 == at && (score - *most).abs() < 0.01 => *last = at,
                Some((most, ..)) if score <= *most => {}
                _ => best = Some((score, at, at)),
            }
        }
        let (_, from, to) = best?;
        Some(self.gutter(f32::midpoint(self.x(from), self.x(to))))
    }

    /// A column of text with something beside it: notes in a wide margin, or a figure that the text flows around.
    fn beside_column(&self, pieces: &[&Piece]) -> Option<Gutter> {
        let strips = self.begins.len();
        let candidates = (0..strips).flat_map(|at| {
            let begin = sum(&self.begins, at, at + 2);
            let end = sum(&self.ends, at.saturating_sub(1), at + 1);
            [(begin, self.x(at) - STRIP, true), (end, self.x(at) + STRIP, false)]
        });
        let mut candidates: Vec<(f32, f32, bool)> =
            candidates.filter(|(count, ..)| *count >= FEWEST_BESIDE).collect();
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0));
        candidates.truncate(4);
        candidates
            .into_iter()
            .find(|&(_, x, is_left)| stands_apart(pieces, x, is_left))
            .map(|(_, x, _)| self.gutter(x))
    }
}

/// Whether what stands on one side of `x` is set apart from the column on the other side: words, on lines of their own.
/// Bullets, numbers and terms stand on the lines of their text.
fn stands_apart(pieces: &[&Piece], x: f32, is_left: bool) -> bool {
    let is_beside = |piece: &Piece| if is_left { piece.x1 <= x + 1.0 } else { piece.x0 >= x - 1.0 };
    let mut column: Vec<&Piece> = Vec::new();
    let mut beside: Vec<&Piece> = Vec::new();
    let mut across = 0;
    for &piece in pieces {
        if is_beside(piece) {
            beside.push(piece);
        } else if is_left && piece.x0 >= x - 1.0 || !is_left && piece.x1 <= x + 1.0 {
            column.push(piece);
        } else {
            across += 1;
        }
    }
    let words = beside.iter().filter(|piece| piece.end - piece.start >= 4).count();
    if words < 3 || across * 2 > column.len() {
        return false;
    }
    column.sort_by(|a, b| a.y.total_cmp(&b.y));
    let (Some(top), Some(bottom)) = (column.first(), column.last()) else { return false };
    let on_a_line = |piece: &Piece| {
        let from = column.partition_point(|it| it.y < piece.y - 0.12 * piece.size);
        column.get(from).is_some_and(|it| it.y < piece.y + 0.12 * piece.size)
    };
    let level: Vec<bool> = beside
        .iter()
        .filter(|piece| (top.y..bottom.y).contains(&piece.y))
        .map(|piece| on_a_line(piece))
        .collect();
    level.len() >= 3 && level.iter().filter(|&&is_level| is_level).count() * 2 < level.len()
}

fn add(counts: &mut [f32], at: usize, value: f32) {
    if let Some(count) = counts.get_mut(at) {
        *count += value;
    }
}

fn sum(counts: &[f32], from: usize, to: usize) -> f32 {
    counts.get(from..to.min(counts.len())).unwrap_or_default().iter().sum()
}
