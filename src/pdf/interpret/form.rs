//! Forms: content that is drawn from within other content.

use hayro_syntax::object::dict::keys::{MATRIX, RESOURCES, SUBTYPE};
use hayro_syntax::object::{Dict, Name, Object, Stream};
use hayro_syntax::page::Resources;

use super::{Interpreter, Matrix, State};
use crate::pdf::content::stream_bytes;
use crate::pdf::limits::Spent;

/// What drawing a form costs beyond its operators, in operators: finding it and taking its stream apart.
const COST: u64 = 40;
/// Bytes of a stream that cost as much as an operator.
const BYTES_PER_OPERATOR: u64 = 64;

impl<'a> Interpreter<'_, 'a, '_> {
    /// `Do`.
    pub(super) fn draw(&mut self, name: &Name<'_>, resources: &Resources<'a>) -> Result<(), Spent> {
        let reference = resources.x_objects.get_ref(name).map(Into::into);
        if reference.is_some_and(|id| self.shared.silent_forms.contains(&id) || self.drawing.contains(&id)) {
            return Ok(());
        }
        if self.marks.hidden() || self.drawing.len() >= self.shared.budget.limits.form_depth as usize {
            return Ok(());
        }
        let Some(form) = resources.x_objects.get::<Stream<'a>>(name) else { return Ok(()) };
        let dict = form.dict();
        let is_form = dict.get::<Name<'_>>(SUBTYPE).as_deref() == Some(b"Form");
        let id = reference.unwrap_or(form.obj_id());
        if !is_form {
            self.shared.silent_forms.insert(id);
            return Ok(());
        }
        if dict
            .get::<Dict<'_>>(b"OC")
            .is_some_and(|layer| self.shared.layers.hides(&layer, dict.get_ref(b"OC")))
        {
            return Ok(());
        }
        self.shared.budget.time()?;
        let decoded = stream_bytes(&form, self.shared.budget.limits.stream_bytes);
        self.drawn.cut |= decoded.is_cut;
        let bytes = decoded.bytes;
        self.shared.budget.operators(COST + bytes.len() as u64 / BYTES_PER_OPERATOR)?;
        let before = (self.drawn.glyphs.len(), self.drawn.unknown, self.drawn.cut);
        let depth = self.marks.depth();
        let outer = self.state;
        let floor = self.saved.len();
        let matrix = dict.get::<[f32; 6]>(MATRIX).map_or(Matrix::IDENTITY, Matrix);
        self.state = State { ctm: matrix.then(outer.ctm), text: outer.text };
        self.drawing.push(id);
        let end = match dict.get::<Object<'a>>(RESOURCES) {
            Some(Object::Dict(own)) => self.run(&bytes, &Resources::new(own)),
            _ => self.run(&bytes, resources),
        };
        self.drawing.pop();
        self.close_marks(depth);
        self.saved.truncate(floor);
        self.state = outer;
        end?;
        if before == (self.drawn.glyphs.len(), self.drawn.unknown, self.drawn.cut) && self.drawing.is_empty()
        {
            self.shared.silent_forms.insert(id);
        }
        Ok(())
    }
}
