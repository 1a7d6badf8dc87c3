//! Lines of one column → blocks: paragraphs, headings, cells.

use super::pieces::Piece;

/// A line that is not yet written out.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// From left to right.
    pub pieces: Vec<u32>,
    pub x0: f32,
    pub x1: f32,
    pub y: f32,
    pub size: f32,
    /// Whether it begins a block.
    pub starts_block: bool,
}

impl Draft {
    pub fn new(index: u32, piece: &Piece) -> Self {
        Self {
            pieces: vec![index],
            x0: piece.x0,
            x1: piece.x1,
            y: piece.y,
            size: piece.size,
            starts_block: true,
        }
    }

    pub fn add(&mut self, index: u32, piece: &Piece) {
        self.pieces.push(index);
        self.x0 = self.x0.min(piece.x0);
        self.x1 = self.x1.max(piece.x1);
    }
}

/// Marks which of the lines of one column, from top to bottom, begin a block.
pub(super) fn split(lines: &mut [Draft]) {
    let left = lines.iter().map(|line| line.x0).fold(f32::MAX, f32::min);
    let right = lines.iter().map(|line| line.x1).fold(f32::MIN, f32::max);
    // The first and the second line of the block so far.
    let mut first: Option<Draft> = None;
    let mut count = 0;
    let mut previous: Option<Draft> = None;
    let mut leading = 0.0_f32;
    for line in lines {
        let continues = match (&previous, &first) {
            (Some(previous), Some(first)) => continues(line, previous, first, count, leading, (left, right)),
            _ => false,
        };
        line.starts_block = !continues;
        if let (true, Some(previous)) = (continues, &previous) {
            leading = if count == 1 { line.y - previous.y } else { leading.min(line.y - previous.y) };
            count += 1;
        } else {
            first = Some(line.clone());
            count = 1;
            leading = 0.0;
        }
        previous = Some(line.clone());
    }
}

fn continues(
    line: &Draft,
    previous: &Draft,
    first: &Draft,
    count: usize,
    leading: f32,
    (left, right): (f32, f32),
) -> bool {
    let down = line.y - previous.y;
    let size = line.size.max(previous.size);
    let same_size = (line.size - previous.size).abs() <= 0.08 * size;
    let most = if leading > 0.0 { (leading * 1.25).min(1.9 * size) } else { 1.75 * size };
    if !same_size || down < 0.3 * size || down > most {
        return false;
    }
    let slack = 0.35 * size;
    let aligned = (line.x0 - previous.x0).abs() < slack;
    let off_centre = (f32::midpoint(line.x0, line.x1) - f32::midpoint(previous.x0, previous.x1)).abs();
    let centred = off_centre < slack;
    let previous_is_full = previous.x1 > right - 2.5 * size.max(0.04 * (right - left));
    if aligned {
        // A line that stands back after a short one, as the last line of a paragraph and the next entry do.
        return true;
    }
    if centred && (!previous_is_full || off_centre < 0.1 * size) {
        return true;
    }
    if line.x0 < previous.x0 {
        // The second line after an indented first one; else a new entry after hanging lines.
        return count == 1
            && line.x0 >= left - slack
            && previous.x0 - line.x0 < 5.0 * size
            && previous_is_full;
    }
    // Indented: the lines of an entry hang below its first one.
    let hangs = line.x0 - first.x0 < 6.0 * size;
    hangs && previous_is_full && count == 1
}
