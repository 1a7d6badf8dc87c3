//! Text that is on the page and not for reading: the source that `LaTeXiT` hides in its figures, and glyphs drawn twice to
//! look bold.

use super::Glyph;

const START: &str = "<latexit";
const END: &str = "</latexit>";

/// Takes the text out that nobody sees.
pub(super) fn remove(glyphs: &mut Vec<Glyph>) {
    remove_latexit(glyphs);
    // A glyph that repeats the one before it at nearly the same place.
    glyphs.dedup_by(|next, first| {
        next.c == first.c
            && next.c != ' '
            && next.angle == first.angle
            && (next.x0 - first.x0).abs() < 0.1 * first.size
            && (next.y - first.y).abs() < 0.1 * first.size
    });
}

fn remove_latexit(glyphs: &mut Vec<Glyph>) {
    let mut from = 0;
    while let Some(start) = find(glyphs, from, START) {
        let end = find(glyphs, start, END).map_or(glyphs.len(), |end| end + END.len());
        glyphs.drain(start..end);
        from = start;
    }
}

fn find(glyphs: &[Glyph], from: usize, text: &str) -> Option<usize> {
    let rest = glyphs.get(from..)?;
    let starts = |window: &[Glyph]| window.iter().map(|glyph| glyph.c).eq(text.chars());
    rest.windows(text.len())
        .position(|window| window.first().is_some_and(|it| it.c == '<') && starts(window))
        .map(|at| from + at)
}
