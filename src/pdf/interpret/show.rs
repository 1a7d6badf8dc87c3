//! Strings that are shown → glyphs.

use super::{Interpreter, Matrix, Operand, value};
use crate::pdf::content::decode_string;
use crate::pdf::document::Style;
use crate::pdf::font::{FontId, Unicode};
use crate::pdf::layout::Glyph;
use crate::pdf::limits::Spent;

/// Text smaller than this, in points, is not for reading.
const SMALLEST: f32 = 0.4;
/// How far outside the page a glyph may stand, in points.
const MARGIN: f32 = 2_000.0;

/// What the glyphs of one operator share, and how far the pen has moved since it began, in the coordinates of the text.
struct Pen {
    font: FontId,
    is_vertical: bool,
    /// From the coordinates of the text to those of the page.
    base: Matrix,
    /// Points of the page for one unit along the line; negative where the size is.
    unit: f32,
    /// Whether its glyphs are to be kept.
    is_seen: bool,
    size: f32,
    angle: i16,
    style: Style,
    cos: f32,
    sin: f32,
    x: f32,
    y: f32,
}

impl Interpreter<'_, '_, '_> {
    /// `TJ`: strings with movements between them.
    pub(super) fn show_all(&mut self, data: &[u8], operands: &[Operand]) -> Result<(), Spent> {
        let Some(mut pen) = self.pen() else { return Ok(()) };
        for &operand in operands {
            match operand {
                Operand::Number(..) => {
                    let text = &self.state.text;
                    let shift = -value(data, operand) / 1000.0 * text.size;
                    if pen.is_vertical {
                        pen.y += shift;
                    } else {
                        pen.x += shift * text.stretch;
                    }
                }
                Operand::Literal(..) | Operand::Hex(..) => self.show_string(&mut pen, data, operand)?,
                _ => {}
            }
        }
        self.state.text.advance(pen.x, pen.y);
        Ok(())
    }

    /// `Tj` and its kin.
    pub(super) fn show(&mut self, data: &[u8], operands: &[Operand]) -> Result<(), Spent> {
        if let (Some(&operand), Some(mut pen)) = (operands.last(), self.pen()) {
            self.show_string(&mut pen, data, operand)?;
            self.state.text.advance(pen.x, pen.y);
        }
        Ok(())
    }

    fn pen(&mut self) -> Option<Pen> {
        let text = &self.state.text;
        let id = text.font.unwrap_or(FontId::FALLBACK);
        let font = self.shared.fonts.get_mut(id)?;
        let base = text.matrix().then(self.state.ctm);
        let (along, up) = if font.vertical { ((0.0, -1.0), (1.0, 0.0)) } else { ((1.0, 0.0), (0.0, 1.0)) };
        let (along_x, along_y) = base.turn(along.0, along.1);
        let (up_x, up_y) = base.turn(up.0, up.1);
        let size = text.size.abs() * font.scale * length(up_x, up_y);
        let direction = if text.size < 0.0 { -1.0 } else { 1.0 };
        let length = length(along_x, along_y);
        let (cos, sin) = if length > 0.0 {
            (direction * along_x / length, direction * along_y / length)
        } else {
            (1.0, 0.0)
        };
        Some(Pen {
            font: id,
            is_vertical: font.vertical,
            base,
            unit: if font.vertical { length } else { length * direction * text.stretch },
            is_seen: (SMALLEST..10_000.0).contains(&size) && length.is_finite() && !self.marks.hidden(),
            size,
            angle: if sin.abs() < 0.02 && cos > 0.0 { 0 } else { sin.atan2(cos).to_degrees().round() as i16 },
            style: font.style,
            cos,
            sin,
            x: 0.0,
            y: 0.0,
        })
    }

    fn show_string(&mut self, pen: &mut Pen, data: &[u8], operand: Operand) -> Result<(), Spent> {
        let mut buffer = std::mem::take(&mut self.string);
        let shown = match decode_string(data, operand, &mut buffer) {
            Some(string) => self.show_bytes(pen, string),
            None => Ok(()),
        };
        self.string = buffer;
        shown
    }

    fn show_bytes(&mut self, pen: &mut Pen, mut rest: &[u8]) -> Result<(), Spent> {
        self.shared.budget.operators(rest.len() as u64 / 8)?;
        if self.drawn.glyphs.len() + rest.len() > self.shared.budget.limits.page_glyphs {
            return Err(Spent::Glyphs);
        }
        let text = &self.state.text;
        let Some(font) = self.shared.fonts.get_mut(pen.font) else { return Ok(()) };
        while let Some(shown) = font.next(rest) {
            rest = rest.get(shown.bytes..).unwrap_or_default();
            let drawn = shown.code.advance * text.size;
            let mut advance = drawn + text.char_space;
            if shown.is_space {
                advance += text.word_space;
            }
            if pen.is_seen {
                let rise = if pen.is_vertical { 0.0 } else { text.rise };
                let (x, y) = pen.base.apply(pen.x, pen.y + rise);
                let width = if pen.is_vertical { drawn.abs() } else { drawn } * pen.unit;
                match shown.code.text {
                    Unicode::Char(c) => put(&mut self.drawn.glyphs, pen, x, y, width, c),
                    Unicode::String(index) => {
                        let string = font.string(index);
                        let share = width / string.chars().count().max(1) as f32;
                        for (index, c) in string.chars().enumerate() {
                            let along = share * index as f32;
                            let (x, y) = (x + along * pen.cos, y + along * pen.sin);
                            put(&mut self.drawn.glyphs, pen, x, y, share, c);
                        }
                    }
                    Unicode::None => self.drawn.unknown += 1,
                }
            }
            if pen.is_vertical {
                pen.y -= advance;
            } else {
                pen.x += advance * text.stretch;
            }
        }
        Ok(())
    }
}

/// Coordinates of a page are far from where the square of an `f32` overflows.
fn length(x: f32, y: f32) -> f32 {
    (x * x + y * y).sqrt()
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
