//! Finds the white strip between the columns of a region.

use super::pieces::Piece;

/// The white strip between two columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gutter {
    pub x: f32,
    /// Pieces that reach further than this over `x` on both sides run across the columns.
    reach: f32,
    /// Between which heights it reaches; pieces above and below run across.
    top: f32,
    bottom: f32,
    /// How many lines speak for it.
    pub weight: f32,
}

impl Gutter {
    /// Whether it lies between a column and something beside a part of it.
    pub fn is_inset(&self) -> bool {
        self.top > f32::MIN
    }

    pub fn is_across(&self, piece: &Piece) -> bool {
        if !(self.top..self.bottom).contains(&piece.y) {
            return true;
        }
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
/// So many long lines on one side are a full column; the text of a last page then ends in few lines beside it.
const FULL: f32 = 16.0;
const FEWEST_BESIDE_FULL: f32 = 2.0;
/// What stands beside a column is at least so wide, in points: words of four letters are.
const NARROWEST: f32 = 8.0;
/// Edges of the lines of a column differ by less, in points.
const EVEN: f32 = 4.0;

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
    /// Pieces that run over a strip; empty where no two columns can lie.
    over: Vec<f32>,
}

/// A gutter between columns is so far from both sides of the region, of its width.
const SIDE: f32 = 0.15;

impl Profile {
    fn new(pieces: &[&Piece]) -> Option<Self> {
        let left = pieces.iter().map(|piece| piece.x0).fold(f32::MAX, f32::min);
        let right = pieces.iter().map(|piece| piece.x1).fold(f32::MIN, f32::max);
        let width = right - left;
        if !(width > 60.0 && width < 20_000.0) {
            return None;
        }
        let long = (0.2 * width).max(60.0);
        let lines: Vec<&Piece> = pieces.iter().copied().filter(|piece| piece.width() > long).collect();
        // Neither a column nor what stands beside one has fewer long lines.
        if lines.len() < FEWEST as usize {
            return None;
        }
        let strips = (width / STRIP) as usize + 1;
        let strip = |x: f32| (((x - left) / STRIP).max(0.0) as usize).min(strips - 1);
        let mut profile =
            Self { left, width, ends: vec![0.0; strips], begins: vec![0.0; strips], over: Vec::new() };
        for piece in &lines {
            add(&mut profile.ends, strip(piece.x1), 1.0);
            add(&mut profile.begins, strip(piece.x0), 1.0);
        }
        let ending = lines.iter().filter(|piece| piece.x1 < right - SIDE * width + STRIP).count();
        let beginning = lines.iter().filter(|piece| piece.x0 > left + SIDE * width - STRIP).count();
        if ending.min(beginning) >= FEWEST.min(FEWEST_BESIDE_FULL) as usize {
            profile.over = over(pieces, strips, strip);
        }
        Some(profile)
    }

    fn x(&self, strip: usize) -> f32 {
        self.left + (strip as f32 + 0.5) * STRIP
    }

    fn gutter(&self, x: f32, weight: f32) -> Gutter {
        Gutter { x, reach: 0.03 * self.width, top: f32::MIN, bottom: f32::MAX, weight }
    }

    /// Two columns of text: long lines end before it and begin behind it, and few pieces run over it.
    fn between_columns(&self) -> Option<Gutter> {
        let close = (18.0 / STRIP) as usize + 1;
        let edge = SIDE * self.width;
        let mut best: Option<(f32, usize, usize)> = None;
        let mut before = 0.0;
        let mut behind = sum(&self.begins, 0, close);
        for (at, (&over, &ends)) in self.over.iter().zip(&self.ends).enumerate() {
            before += ends;
            if let Some(last) = at.checked_sub(1) {
                behind += sum(&self.begins, last + close, at + close) - sum(&self.begins, last, at);
            }
            let x = self.x(at);
            if x < self.left + edge || x > self.left + self.width - edge {
                continue;
            }
            let fewer = before.min(behind);
            let needed = if before.max(behind) >= FULL { FEWEST_BESIDE_FULL } else { FEWEST };
            if fewer < needed || over > 0.6 * fewer {
                continue;
            }
            let score = fewer - 1.5 * over;
            match &mut best {
                Some((most, _, last)) if *last + 1 == at && (score - *most).abs() < 0.01 => *last = at,
                Some((most, ..)) if score <= *most => {}
                _ => best = Some((score, at, at)),
            }
        }
        let (score, from, to) = best?;
        Some(self.gutter(f32::midpoint(self.x(from), self.x(to)), score))
    }

    /// A column of text with something beside it: notes in a wide margin, or a figure that the text flows around.
    fn beside_column(&self, pieces: &[&Piece]) -> Option<Gutter> {
        let mut candidates: Vec<(f32, f32, Side)> = Vec::new();
        let begins = self.begins.iter().zip(self.begins.iter().skip(1).chain([&0.0]));
        let ends = self.ends.iter().zip([&0.0].into_iter().chain(&self.ends));
        for (at, (begins, ends)) in begins.zip(ends).enumerate() {
            let (begins, ends) = (begins.0 + begins.1, ends.0 + ends.1);
            let sides = [(begins, Side::Left), (ends, Side::Right)];
            let many = sides.into_iter().filter(|(count, _)| *count >= FEWEST);
            candidates.extend(many.map(|(count, side)| (count, self.x(at), side)));
        }
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0));
        candidates.into_iter().take(6).find_map(|(_, x, side)| self.inset(pieces, x, side))
    }

    /// What stands on one side of the column whose lines begin or end at `x`, where it is set apart from them: words on
    /// lines of their own. Bullets, numbers and terms stand on the lines of their text.
    fn inset(&self, pieces: &[&Piece], x: f32, side: Side) -> Option<Gutter> {
        let beside = if side == Side::Left { x - self.left } else { self.left + self.width - x };
        if beside < NARROWEST {
            return None;
        }
        let edge = |piece: &Piece| if side == Side::Left { piece.x0 } else { piece.x1 };
        let is_long = |piece: &Piece| piece.width() > (0.2 * self.width).max(60.0);
        let mut lines: Vec<&Piece> =
            pieces.iter().copied().filter(|piece| is_long(piece) && (edge(piece) - x).abs() < EVEN).collect();
        lines.sort_by(|a, b| a.y.total_cmp(&b.y));
        let run = lines.chunk_by(|a, b| b.y - a.y < 3.0 * a.size).max_by_key(|run| run.len())?;
        let (first, last) = (run.first()?, run.last()?);
        if (run.len() as f32) < FEWEST {
            return None;
        }
        let x = if side == Side::Left { x - EVEN } else { x + EVEN };
        let (top, bottom) = (first.y - first.size, last.y + 0.5 * last.size);
        let mut across = 0;
        let mut words = 0;
        let mut level = 0;
        let mut beside = 0;
        for piece in pieces.iter().filter(|piece| (top..bottom).contains(&piece.y)) {
            let is_beside = if side == Side::Left { piece.x1 <= x } else { piece.x0 >= x };
            if is_beside {
                let from = run.partition_point(|it| it.y < piece.y - 0.12 * piece.size);
                let is_level = run.get(from).is_some_and(|it| it.y < piece.y + 0.12 * piece.size);
                words += usize::from(piece.end - piece.start >= 4);
                level += usize::from(is_level);
                beside += 1;
            } else if piece.x0 < x && piece.x1 > x {
                across += 1;
            }
        }
        // Lines that end evenly are justified text, which no table has; all lines begin evenly.
        let is_apart = side == Side::Right && run.len() >= 5 || level * 2 < beside;
        if words < 3 || !is_apart || across * 5 > run.len() {
            return None;
        }
        // The last line of a paragraph is short; so may be a line before the first long one.
        let in_column = |piece: &Piece| if side == Side::Left { piece.x0 > x } else { piece.x1 < x };
        let above =
            neighbour(pieces, first, |piece| in_column(piece) && first.y - piece.y > 0.5 * piece.size);
        let below = neighbour(pieces, last, |piece| in_column(piece) && piece.y - last.y > 0.5 * piece.size);
        let top = above.map_or(top, |piece| piece.y - 0.5 * piece.size).min(top);
        let bottom = below.map_or(bottom, |piece| piece.y + 0.5 * piece.size).max(bottom);
        Some(Gutter { x, reach: 0.0, top, bottom, weight: 0.5 * run.len() as f32 })
    }
}

/// The piece that begins right above or below another one, where they begin alike.
fn neighbour<'p>(
    pieces: &[&'p Piece],
    piece: &Piece,
    is_beyond: impl Fn(&Piece) -> bool,
) -> Option<&'p Piece> {
    pieces.iter().copied().find(|other| {
        (other.x0 - piece.x0).abs() < 2.0 * piece.size
            && (other.y - piece.y).abs() < 1.45 * piece.size
            && is_beyond(other)
    })
}

/// On which side of a column something else stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// How many pieces run over each strip.
fn over(pieces: &[&Piece], strips: usize, strip: impl Fn(f32) -> usize) -> Vec<f32> {
    let mut counts = vec![0.0; strips + 1];
    for piece in pieces {
        // A piece covers the strips that lie within it, not those it only touches.
        let (from, to) = (strip(piece.x0 + STRIP), strip(piece.x1 - STRIP) + 1);
        if from < to {
            add(&mut counts, from, 1.0);
            add(&mut counts, to, -1.0);
        }
    }
    let mut running = 0.0;
    for count in &mut counts {
        running += *count;
        *count = running;
    }
    counts
}

fn add(counts: &mut [f32], at: usize, value: f32) {
    if let Some(count) = counts.get_mut(at) {
        *count += value;
    }
}

fn sum(counts: &[f32], from: usize, to: usize) -> f32 {
    counts.get(from..to.min(counts.len())).unwrap_or_default().iter().sum()
}
