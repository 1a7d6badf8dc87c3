//! Lines are written out: words, spaces and spans.

use std::iter::Peekable;

use super::Glyph;
use super::blocks::Draft;
use super::pieces::Piece;
use crate::pdf::document::{Line, LineKind, Page, Rect, Rise, Span, Style, TextRange};

/// A wider gap parts words, in ems; the narrowest space of justified lines is about 0.14, and the white behind a slanted
/// letter of a formula (`ImageN` `et`) or between small capitals reaches 0.109.
const WORD_GAP: f32 = 0.11;
/// A wider gap begins a new span, in ems.
const WIDE_GAP: f32 = 0.8;
/// Where a space was drawn, a gap this wide makes it one.
const DRAWN_GAP: f32 = 0.05;

/// Writes lines to a page; gives the number of the next block.
pub(super) fn lines(
    drafts: &[Draft],
    pieces: &[Piece],
    glyphs: &[Glyph],
    kind: LineKind,
    mut block: u32,
    page: &mut Page,
) -> u32 {
    let mut any = false;
    for draft in drafts {
        if draft.starts_block && any {
            block += 1;
        }
        any |= line(draft, pieces, glyphs, kind, block, page);
    }
    block + u32::from(any)
}

fn line(
    draft: &Draft,
    pieces: &[Piece],
    glyphs: &[Glyph],
    kind: LineKind,
    block: u32,
    page: &mut Page,
) -> bool {
    let text_start = page.text.len() as u32;
    let span_start = page.spans.len() as u32;
    let (size, y) = main_size(draft, pieces, glyphs);
    let mut angle = 0;
    let mut writer =
        Writer { start: page.text.len(), page: &mut *page, size, y, last: None, is_space_drawn: false };
    let mut rest = draft.pieces.iter().filter_map(|&index| pieces.get(index as usize)).peekable();
    while let Some(piece) = rest.next() {
        angle = piece.angle;
        let members = piece.glyphs(glyphs);
        let spacing = Spacing::of(members);
        // Few lines have one piece within another.
        if rest.peek().is_some_and(|next| next.x0 < piece.x1) {
            writer.put_around(members, &spacing, glyphs, &mut rest);
        } else {
            members.iter().for_each(|glyph| writer.put(glyph, &spacing));
        }
    }
    let text = TextRange { start: text_start, end: page.text.len() as u32 };
    if text.start == text.end {
        return false;
    }
    let spans = TextRange { start: span_start, end: page.spans.len() as u32 };
    let upright = Rect { x0: draft.x0, y0: y - 0.75 * size, x1: draft.x1, y1: y + 0.22 * size };
    let bbox = if angle == 0 { upright } else { turned(upright, angle) };
    let is_margin = bbox.x1 < 0.12 * page.width || bbox.x0 > 0.88 * page.width;
    // Rotated text in the midst of the page labels an axis or a table.
    let kind = if kind == LineKind::Stamp && !is_margin { LineKind::Text } else { kind };
    let baseline = if angle == 0 { y } else { bbox.y1 };
    if angle != 0 {
        for span in page.spans.get_mut(spans.range()).unwrap_or_default() {
            (span.x0, span.x1, span.baseline) = (bbox.x0, bbox.x1, bbox.y1);
        }
    }
    page.lines.push(Line { text, spans, bbox, baseline, size, block, kind });
    true
}

/// Writes the glyphs of one line.
struct Writer<'p> {
    page: &'p mut Page,
    /// Where the line begins in the page's text.
    start: usize,
    size: f32,
    y: f32,
    /// The last glyph that was written.
    last: Option<Glyph>,
    is_space_drawn: bool,
}

impl Writer<'_> {
    fn line_text(&self) -> &str {
        self.page.text.get(self.start..).unwrap_or_default()
    }

    /// Writes glyphs and, in the gaps that were left for them, the next pieces: an exponent may be drawn after its line.
    #[inline(never)]
    fn put_around<'p>(
        &mut self,
        members: &[Glyph],
        spacing: &Spacing,
        glyphs: &[Glyph],
        rest: &mut Peekable<impl Iterator<Item = &'p Piece>>,
    ) {
        for glyph in members {
            while let Some(inset) = rest.next_if(|next| self.leaves_gap_for(next, glyph)) {
                inset.glyphs(glyphs).iter().for_each(|glyph| self.put(glyph, &Spacing::default()));
            }
            self.put(glyph, spacing);
        }
    }

    /// Whether a piece lies between what was written last and a glyph on the line.
    fn leaves_gap_for(&self, piece: &Piece, glyph: &Glyph) -> bool {
        let slack = 0.1 * glyph.size;
        if piece.x1 > glyph.x0 + slack || rise(glyph, self.y, self.size) != Rise::Normal {
            return false;
        }
        self.last.is_some()
            && self.page.spans.last().is_some_and(|span| match span.rise {
                Rise::Normal => piece.x0 > span.x1 - slack && glyph.x0 - span.x1 > 0.8 * piece.width(),
                // An exponent stands over its index.
                Rise::Super | Rise::Sub => piece.x0 > span.x0 - slack,
            })
    }

    #[inline]
    fn put(&mut self, glyph: &Glyph, spacing: &Spacing) {
        if glyph.c == ' ' {
            self.is_space_drawn = true;
            return;
        }
        match (self.last, self.page.spans.last().map(|span| (span.rise, span.style, span.size))) {
            (Some(last), Some(span)) => {
                if is_double(&last, glyph) {
                    return;
                }
                self.follow(&last, span, glyph, spacing);
            }
            _ => self.begin_span(glyph, rise(glyph, self.y, self.size)),
        }
        self.last = Some(*glyph);
        self.is_space_drawn = false;
    }

    /// Writes a glyph behind another one of the line, whose span has this rise, style and size.
    #[expect(clippy::inline_always, reason = "runs for every glyph, and is called from a rare place, too")]
    #[inline(always)]
    fn follow(&mut self, last: &Glyph, span: (Rise, Style, f32), glyph: &Glyph, spacing: &Spacing) {
        let (span_rise, style, size) = span;
        #[expect(
            clippy::float_cmp,
            reason = "most letters are exactly like the one before; the others are looked at"
        )]
        let is_alike = last.y == glyph.y && last.size == glyph.size && last.style == glyph.style;
        let rise = if is_alike { span_rise } else { rise(glyph, self.y, self.size) };
        let em = last.size.min(glyph.size).max(0.6 * last.size.max(glyph.size));
        let gap = glyph.x0 - last.x1;
        let is_index = rise == Rise::Sub && glyph.c.is_lowercase() && ends_with_symbol(self.line_text());
        let parts = rise != span_rise && !is_index;
        if parts || gap > spacing.least(self.is_space_drawn) * em || gap < -1.5 * em {
            self.page.text.push(' ');
        }
        // Later rooms see from the spans where a wide gap parts what stands in one line.
        let joins = rise == span_rise
            && gap < WIDE_GAP * em
            && (is_alike || style == glyph.style && (size - glyph.size).abs() < 0.03 * glyph.size);
        match self.page.spans.last_mut() {
            Some(span) if joins => {
                self.page.text.push(glyph.c);
                span.text.end = self.page.text.len() as u32;
                span.x1 = span.x1.max(glyph.x1);
            }
            _ => self.begin_span(glyph, rise),
        }
    }

    fn begin_span(&mut self, glyph: &Glyph, rise: Rise) {
        let start = self.page.text.len() as u32;
        self.page.text.push(glyph.c);
        self.page.spans.push(Span {
            text: TextRange { start, end: self.page.text.len() as u32 },
            x0: glyph.x0,
            x1: glyph.x1,
            baseline: glyph.y,
            size: glyph.size,
            rise,
            style: glyph.style,
        });
    }
}

/// So many gaps tell how far apart the letters of a piece stand.
const SAMPLE: usize = 32;

/// How far apart the letters of a piece stand.
#[derive(Default)]
struct Spacing {
    /// The gap between most letters, in ems; more than nothing in letter-spaced headings.
    tracking: f32,
    /// Whether a space is drawn behind nearly every letter.
    is_spaced_out: bool,
}

impl Spacing {
    fn of(glyphs: &[Glyph]) -> Self {
        // The narrowest gaps, in rising order: as many as one in ten of those that are looked at.
        let mut narrowest = [f32::MAX; SAMPLE / 10 + 1];
        let mut count = 0;
        let mut spaces = 0;
        let mut last: Option<&Glyph> = None;
        for glyph in glyphs.iter().take(2 * SAMPLE) {
            if glyph.c == ' ' {
                spaces += 1;
                continue;
            }
            if let Some(last) = last.filter(|_| count < SAMPLE) {
                let mut gap = (glyph.x0 - last.x1) / glyph.size.max(0.1);
                for place in &mut narrowest {
                    if gap < *place {
                        std::mem::swap(place, &mut gap);
                    }
                }
                count += 1;
            }
            last = Some(glyph);
        }
        // Two or three letters tell nothing.
        if count < 3 {
            return Self::default();
        }
        // In letter-spaced words no two letters stand close, but for a few that are kerned.
        let tracking = narrowest.get(count / 10).copied().unwrap_or(0.0).max(0.0);
        Self { tracking, is_spaced_out: spaces * 5 > count * 4 }
    }

    /// The least gap that parts words, in ems.
    fn least(&self, is_space_drawn: bool) -> f32 {
        if is_space_drawn && !self.is_spaced_out { DRAWN_GAP } else { WORD_GAP + 1.4 * self.tracking }
    }
}

/// The size and baseline that most characters of a line have.
fn main_size(draft: &Draft, pieces: &[Piece], glyphs: &[Glyph]) -> (f32, f32) {
    let members = || draft.pieces.iter().filter_map(|&index| pieces.get(index as usize));
    if let [_] = draft.pieces.as_slice() {
        return (draft.size, draft.y);
    }
    let is_main = |piece: &Piece, glyph: &Glyph| {
        (glyph.y - piece.y).abs() < 0.1 * piece.size && (glyph.size - piece.size).abs() < 0.05 * piece.size
    };
    members()
        .filter(|piece| piece.size > 0.8 * draft.size)
        .map(|piece| (piece.glyphs(glyphs).iter().filter(|glyph| is_main(piece, glyph)).count(), piece))
        .max_by_key(|&(count, _)| count)
        .map_or((draft.size, draft.y), |(_, piece)| (piece.size, piece.y))
}

/// Whether a glyph stands on a line of some size and baseline, above or below it.
fn rise(glyph: &Glyph, y: f32, size: f32) -> Rise {
    let down = glyph.y - y;
    let (up, low) = if glyph.size < 0.9 * size { (-0.12, 0.07) } else { (-0.3, 0.3) };
    if down < up * size {
        Rise::Super
    } else if down > low * size {
        Rise::Sub
    } else {
        Rise::Normal
    }
}

/// Whether a text ends with a letter that stands alone: `D` below which `test` stands is one symbol with it. Names are
/// not set in small letters, and remain words of their own below a letter, too.
fn ends_with_symbol(text: &str) -> bool {
    let mut back = text.chars().rev();
    back.next().is_some_and(char::is_alphabetic) && back.next().is_none_or(|c| !c.is_alphanumeric())
}

/// Whether a glyph repeats the one before it, as fake bold does.
fn is_double(last: &Glyph, glyph: &Glyph) -> bool {
    last.c == glyph.c
        && (last.x0 - glyph.x0).abs() < 0.12 * glyph.size
        && (last.y - glyph.y).abs() < 0.12 * glyph.size
}

/// From the coordinates of a direction to those of the page.
fn turned(rect: Rect, angle: i16) -> Rect {
    let (sin, cos) = f32::from(angle).to_radians().sin_cos();
    let corners = [(rect.x0, rect.y0), (rect.x1, rect.y0), (rect.x0, rect.y1), (rect.x1, rect.y1)]
        .map(|(x, y)| (x * cos - y * sin, x * sin + y * cos));
    let x = corners.map(|corner| corner.0);
    let y = corners.map(|corner| corner.1);
    Rect {
        x0: x.into_iter().fold(f32::MAX, f32::min),
        y0: y.into_iter().fold(f32::MAX, f32::min),
        x1: x.into_iter().fold(f32::MIN, f32::max),
        y1: y.into_iter().fold(f32::MIN, f32::max),
    }
}
