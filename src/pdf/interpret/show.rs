//! Strings that are shown → glyphs.

use super::{Interpreter, Operand, value};
use crate::pdf::content::decode_string;
use crate::pdf::document::Style;
use crate::pdf::font::{FontId, Unicode};
use crate::pdf::layout::Glyph;
use crate::pdf::limits::Spent;

/// Text smaller than this, in points, is not for reading.
const SMALLEST: f32 = 0.4;
/// How far outside the page a glyph may stand, in points.
const MARGIN: f32 = 2_000.0;

/// What the glyphs of one string share.
struct Pen {
    size: f32,
    angle: i16,
    style: Style,
    cos: f32,
    sin: f32,
}

impl Interpreter<'_, '_, '_> {
    /// `TJ`: strings with movements between them.
    pub(super) fn show_all(&mut self, data: &[u8], operands: &[Operand]) -> Result<(), Spent> {
        for &operand in operands {
            match operand {
                Operand::Number(..) => {
                    let text = &mut self.state.text;
                    let shift = -value(data, operand) / 1000.0 * text.size;
                    let vertical = text
                        .font
                        .and_then(|font| self.shared.fonts.get_mut(font))
                        .is_some_and(|font| font.vertical);
                    if vertical {
                        text.advance(0.0, shift);
                    } else {
                        text.advance(shift * text.stretch, 0.0);
                    }
                }
                Operand::Literal(..) | Operand::Hex(..) => self.show_string(data, operand)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// `Tj` and its kin.
    pub(super) fn show(&mut self, data: &[u8], operands: &[Operand]) -> Result<(), Spent> {
        match operands.last() {
            Some(&operand) => self.show_string(data, operand),
            None => Ok(()),
        }
    }

    fn show_string(&mut self, data: &[u8], operand: Operand) -> Result<(), Spent> {
        let mut buffer = std::mem::take(&mut self.string);
        let shown = match decode_string(data, operand, &mut buffer) {
            Some(string) => self.show_bytes(string),
            None => Ok(()),
        };
        self.string = buffer;
        shown
    }

    fn show_bytes(&mut self, mut rest: &[u8]) -> Result<(), Spent> {
        self.shared.budget.operators(rest.len() as u64 / 8)?;
        if self.drawn.glyphs.len() + rest.len() > self.shared.budget.limits.page_glyphs {
            return Err(Spent::Glyphs);
        }
        let text = &mut self.state.text;
        let id = text.font.unwrap_or(FontId::FALLBACK);
        let Some(font) = self.shared.fonts.get_mut(id) else { return Ok(()) };
        let base = text.matrix().then(self.state.ctm);
        let (along_x, along_y) = if font.vertical { base.turn(0.0, -1.0) } else { base.turn(1.0, 0.0) };
        let (up_x, up_y) = if font.vertical { base.turn(1.0, 0.0) } else { base.turn(0.0, 1.0) };
        let size = text.size.abs() * font.scale * up_x.hypot(up_y);
        let direction = if text.size < 0.0 { -1.0 } else { 1.0 };
        let length = along_x.hypot(along_y);
        let seen = (SMALLEST..10_000.0).contains(&size) && length.is_finite() && !self.marks.hidden();
        let (cos, sin) = if length > 0.0 {
            (direction * along_x / length, direction * along_y / length)
        } else {
            (1.0, 0.0)
        };
        let angle =
            if sin.abs() < 0.02 && cos > 0.0 { 0 } else { sin.atan2(cos).to_degrees().round() as i16 };
        let pen = Pen { size, angle, style: font.style, cos, sin };
        let mut pen_x = 0.0;
        let mut pen_y = 0.0;
        while let Some(shown) = font.next(rest) {
            rest = rest.get(shown.bytes..).unwrap_or_default();
            let mut advance = shown.code.advance * text.size + text.char_space;
            if shown.is_space {
                advance += text.word_space;
            }
            let drawn = shown.code.advance * text.size;
            if seen {
                let rise = if font.vertical { 0.0 } else { text.rise };
                let (x, y) = base.apply(pen_x, pen_y + rise);
                let width =
                    if font.vertical { drawn.abs() } else { drawn * text.stretch * direction } * length;
                match shown.code.text {
                    Unicode::Char(c) => put(&mut self.drawn.glyphs, &pen, x, y, width, c),
                    Unicode::String(index) => {
                        let string = font.string(index);
                        let share = width / string.chars().count().max(1) as f32;
                        for (index, c) in string.chars().enumerate() {
                            let along = share * index as f32;
                            put(&mut self.drawn.glyphs, &pen, x + along * cos, y + along * sin, share, c);
                        }
                    }
                    Unicode::None => self.drawn.unknown += 1,
                }
            }
            if font.vertical {
                pen_y -= advance;
            } else {
                pen_x += advance * text.stretch;
            }
        }
        text.advance(pen_x, pen_y);
        Ok(())
    }
}

/// Adds a glyph, ligatures as their letters.
fn put(glyphs: &mut Vec<Glyph>, pen: &Pen, x: f32, y: f32, width: f32, c: char) {
    if !(x.abs() < MARGIN * 8.0 && y.abs() < MARGIN * 8.0 && x > -MARGIN && y > -MARGIN) {
        return;
    }
    let letters = match c {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        '\u{ad}' => "-",
        _ => {
            glyphs.push(glyph(pen, x, y, width, c));
            return;
        }
    };
    let share = width / letters.len() as f32;
    for (index, letter) in letters.chars().enumerate() {
        let along = share * index as f32;
        glyphs.push(glyph(pen, x + along * pen.cos, y + along * pen.sin, share, letter));
    }
}

/// A glyph in the coordinates of its own direction, in which its line runs to the right.
#[inline]
fn glyph(pen: &Pen, x: f32, y: f32, width: f32, c: char) -> Glyph {
    let (x, y) = if pen.angle == 0 { (x, y) } else { (x * pen.cos + y * pen.sin, y * pen.cos - x * pen.sin) };
    Glyph {
        x0: x.min(x + width),
        x1: x.max(x + width),
        y,
        size: pen.size,
        c,
        style: pen.style,
        angle: pen.angle,
    }
}
