//! Marked content: replacement text and hidden layers.

use hayro_syntax::object::{Dict, FromBytes, Name, String as PdfString};
use hayro_syntax::page::Resources;

use super::{Interpreter, Operand, name};
use crate::pdf::info::decode_text;
use crate::pdf::layout::Glyph;

/// The stretches of marked content that are open, outermost first.
#[derive(Default)]
pub(super) struct Marks {
    open: Vec<Mark>,
    /// How many are open beyond those that are kept.
    over: usize,
    hidden: u32,
}

enum Mark {
    Plain,
    Hidden,
    /// The text to read in place of the glyphs from this one on.
    Actual(usize, String),
}

const MOST_OPEN: usize = 1 << 12;

impl Marks {
    pub fn hidden(&self) -> bool {
        self.hidden > 0
    }

    pub fn depth(&self) -> usize {
        self.open.len()
    }

    pub fn open_plain(&mut self) {
        self.open(Mark::Plain);
    }

    fn open(&mut self, mark: Mark) {
        if self.open.len() >= MOST_OPEN {
            self.over += 1;
            return;
        }
        self.hidden += u32::from(matches!(mark, Mark::Hidden));
        self.open.push(mark);
    }
}

impl<'a> Interpreter<'_, 'a, '_> {
    /// `BDC`.
    pub(super) fn begin_marked(&mut self, data: &[u8], operands: &[Operand], resources: &Resources<'a>) {
        let mark = match operands {
            [Operand::Name(start, end), Operand::Name(from, to)] => {
                let is_layer = data.get(*start as usize..*end as usize) == Some(b"OC");
                name(data, *from, *to).map_or(Mark::Plain, |name| self.named(is_layer, &name, resources))
            }
            [.., Operand::Dict(start, end)] => {
                let bytes = data.get(*start as usize..*end as usize).unwrap_or_default();
                match memchr::memmem::find(bytes, b"ActualText") {
                    Some(_) => Dict::from_bytes(bytes).map_or(Mark::Plain, |dict| self.actual(&dict)),
                    None => Mark::Plain,
                }
            }
            _ => Mark::Plain,
        };
        self.marks.open(mark);
    }

    fn named(&self, is_layer: bool, name: &Name<'_>, resources: &Resources<'a>) -> Mark {
        let Some(dict) = resources.properties.get::<Dict<'_>>(name) else { return Mark::Plain };
        if !is_layer {
            self.actual(&dict)
        } else if self.shared.layers.hides(&dict, resources.properties.get_ref(name)) {
            Mark::Hidden
        } else {
            Mark::Plain
        }
    }

    fn actual(&self, dict: &Dict<'_>) -> Mark {
        match dict.get::<PdfString<'_>>(b"ActualText") {
            Some(text) => Mark::Actual(self.drawn.glyphs.len(), decode_text(&text)),
            None => Mark::Plain,
        }
    }

    /// `EMC`.
    pub(super) fn end_marked(&mut self) {
        if self.marks.over > 0 {
            self.marks.over -= 1;
            return;
        }
        match self.marks.open.pop() {
            Some(Mark::Hidden) => self.marks.hidden -= 1,
            Some(Mark::Actual(start, text)) => replace(&mut self.drawn.glyphs, start, &text),
            Some(Mark::Plain) | None => {}
        }
    }

    /// Ends what was left open since a depth.
    pub(super) fn close_marks(&mut self, depth: usize) {
        self.marks.over = 0;
        while self.marks.open.len() > depth {
            self.end_marked();
        }
    }
}

/// Reads `text` in the place of the glyphs from `start` on. Glyphs of several lines are left as they are: nothing tells
/// where the text breaks.
fn replace(glyphs: &mut Vec<Glyph>, start: usize, text: &str) {
    let Some((first, rest)) = glyphs.get(start..).and_then(<[Glyph]>::split_first) else { return };
    let first = *first;
    let one_line = rest.iter().all(|it| it.angle == first.angle && (it.y - first.y).abs() < first.size * 0.6);
    if !one_line {
        return;
    }
    let (x0, x1) = rest.iter().fold((first.x0, first.x1), |(x0, x1), it| (x0.min(it.x0), x1.max(it.x1)));
    glyphs.truncate(start);
    let share = (x1 - x0) / text.chars().count().max(1) as f32;
    for (index, c) in text.chars().enumerate() {
        let x0 = x0 + share * index as f32;
        let c = if c == '\u{ad}' { '-' } else { c };
        glyphs.push(Glyph { c, x0, x1: x0 + share, ..first });
    }
}
