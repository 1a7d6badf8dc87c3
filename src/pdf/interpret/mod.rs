//! Content of a page → glyphs, in the order in which they are drawn.
//!
//! Follows the operators of text, of the coordinate system, of forms and of marked content. Paths, images and colours
//! are passed over. What the glyphs make together is left to the layout.

mod form;
mod layers;
mod marked;
mod matrix;
mod show;
mod state;

pub(super) use layers::Layers;
pub(super) use matrix::Matrix;

use hayro_syntax::object::{Name, ObjectIdentifier};
use hayro_syntax::page::Resources;
use marked::Marks;
use state::State;
use std::collections::BTreeSet;

use super::content::{Operand, Operands, Scanner, number};
use super::font::Fonts;
use super::layout::Glyph;
use super::limits::{Budget, Spent};

/// What all pages of a document share while they are read.
pub(super) struct Shared<'a, 'l> {
    pub fonts: Fonts<'a>,
    pub layers: Layers,
    pub budget: Budget<'l>,
    /// Forms that were drawn once and hold no text.
    pub silent_forms: BTreeSet<ObjectIdentifier>,
}

/// What was drawn on a page.
#[derive(Default)]
pub(super) struct Drawn {
    /// In the order of drawing.
    pub glyphs: Vec<Glyph>,
    /// How many glyphs have no way to Unicode.
    pub unknown: usize,
    /// A stream was longer than the limit; the rest of it was left out.
    pub cut: bool,
    /// A stream could not be decoded.
    pub lost: bool,
}

/// Reads the content of one page.
///
/// # Errors
/// When a limit ends the reading; what was drawn before stays in `drawn`.
pub(super) fn page<'a>(
    content: &[u8],
    resources: &Resources<'a>,
    transform: Matrix,
    shared: &mut Shared<'a, '_>,
    drawn: &mut Drawn,
) -> Result<(), Spent> {
    let mut interpreter = Interpreter {
        shared,
        drawn,
        state: State::new(transform),
        saved: Vec::new(),
        oversaved: 0,
        marks: Marks::default(),
        string: Vec::new(),
        drawing: Vec::new(),
    };
    let end = interpreter.run(content, resources);
    interpreter.close_marks(0);
    end
}

struct Interpreter<'r, 'a, 'l> {
    shared: &'r mut Shared<'a, 'l>,
    drawn: &'r mut Drawn,
    state: State,
    saved: Vec<State>,
    /// How many states were saved beyond the ones that are kept.
    oversaved: usize,
    marks: Marks,
    string: Vec<u8>,
    /// The forms being drawn, outermost first.
    drawing: Vec<ObjectIdentifier>,
}

/// Files are known with hundreds of thousands of unbalanced `q`.
const MOST_SAVED: usize = 1 << 12;

impl<'a> Interpreter<'_, 'a, '_> {
    fn run(&mut self, data: &[u8], resources: &Resources<'a>) -> Result<(), Spent> {
        if memchr::memmem::find(data, b"BT").is_none() && memchr::memmem::find(data, b"Do").is_none() {
            return Ok(());
        }
        let floor = self.saved.len();
        let outer_oversaved = std::mem::take(&mut self.oversaved);
        let mut scanner = Scanner::new(data);
        let mut operands = Operands::new();
        while let Some(operator) = scanner.next(&mut operands) {
            self.shared.budget.operator()?;
            self.operator(operator, data, &operands, resources, floor)?;
        }
        self.oversaved = outer_oversaved;
        Ok(())
    }

    fn operator(
        &mut self,
        operator: &[u8],
        data: &[u8],
        operands: &[Operand],
        resources: &Resources<'a>,
        floor: usize,
    ) -> Result<(), Spent> {
        let text = &mut self.state.text;
        match operator {
            b"q" => {
                if self.saved.len() - floor < MOST_SAVED {
                    self.saved.push(self.state);
                } else {
                    self.oversaved += 1;
                }
            }
            b"Q" => {
                if self.oversaved > 0 {
                    self.oversaved -= 1;
                } else if self.saved.len() > floor
                    && let Some(state) = self.saved.pop()
                {
                    self.state = state;
                }
            }
            b"cm" => self.state.ctm = matrix(data, operands).then(self.state.ctm),
            b"BT" => text.begin(),
            b"Tc" => text.char_space = last(data, operands),
            b"Tw" => text.word_space = last(data, operands),
            b"Tz" => text.stretch = last(data, operands) / 100.0,
            b"TL" => text.leading = last(data, operands),
            b"Ts" => text.rise = last(data, operands),
            b"Tf" => {
                if let [.., Operand::Name(start, end), Operand::Number(..)] = operands {
                    text.size = last(data, operands);
                    if let Some(name) = name(data, *start, *end) {
                        text.font = Some(self.shared.fonts.find(&resources.fonts, &name));
                    }
                }
            }
            b"Td" | b"TD" => {
                let [x, y] = pair(data, operands);
                if operator == b"TD" {
                    text.leading = -y;
                }
                text.next_line(x, y);
            }
            b"Tm" => text.set_matrix(matrix(data, operands)),
            b"T*" => text.next_line(0.0, -text.leading),
            b"Tj" => return self.show(data, operands),
            b"TJ" => return self.show_all(data, operands),
            b"'" => {
                text.next_line(0.0, -text.leading);
                return self.show(data, operands);
            }
            b"\"" => {
                if let [.., word, char, _] = operands {
                    text.word_space = value(data, *word);
                    text.char_space = value(data, *char);
                }
                text.next_line(0.0, -text.leading);
                return self.show(data, operands);
            }
            b"Do" => {
                if let Some(&Operand::Name(start, end)) = operands.last()
                    && let Some(name) = name(data, start, end)
                {
                    return self.draw(&name, resources);
                }
            }
            b"BMC" => self.marks.open_plain(),
            b"BDC" => self.begin_marked(data, operands, resources),
            b"EMC" => self.end_marked(),
            _ => {}
        }
        Ok(())
    }
}

fn value(data: &[u8], operand: Operand) -> f32 {
    match operand {
        Operand::Number(start, end) => number(data.get(start as usize..end as usize).unwrap_or_default()),
        _ => 0.0,
    }
}

fn last(data: &[u8], operands: &[Operand]) -> f32 {
    operands.last().map_or(0.0, |&operand| value(data, operand))
}

fn pair(data: &[u8], operands: &[Operand]) -> [f32; 2] {
    match operands {
        [.., x, y] => [value(data, *x), value(data, *y)],
        _ => [0.0; 2],
    }
}

fn matrix(data: &[u8], operands: &[Operand]) -> Matrix {
    operands
        .last_chunk()
        .map_or(Matrix::IDENTITY, |last: &[Operand; 6]| Matrix(last.map(|operand| value(data, operand))))
}

fn name(data: &[u8], start: u32, end: u32) -> Option<Name<'_>> {
    let bytes = data.get(start as usize..end as usize)?;
    if bytes.contains(&b'#') { Name::new_escaped(bytes) } else { Some(Name::new_unescaped(bytes)) }
}
