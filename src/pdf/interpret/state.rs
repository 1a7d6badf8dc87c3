//! The graphics state, as far as text depends on it.

use super::Matrix;
use crate::pdf::font::FontId;

/// What `q` saves and `Q` brings back.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    /// From the coordinates of the content to those of the upright page.
    pub ctm: Matrix,
    pub text: TextState,
}

/// The text state and the text matrices.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextState {
    pub font: Option<FontId>,
    pub size: f32,
    pub char_space: f32,
    pub word_space: f32,
    pub stretch: f32,
    pub leading: f32,
    pub rise: f32,
    matrix: Matrix,
    line: Matrix,
}

impl State {
    pub fn new(ctm: Matrix) -> Self {
        let text = TextState {
            font: None,
            size: 1.0,
            char_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            matrix: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
        };
        Self { ctm, text }
    }
}

impl TextState {
    /// `BT`.
    pub fn begin(&mut self) {
        self.set_matrix(Matrix::IDENTITY);
    }

    /// `Tm`.
    pub fn set_matrix(&mut self, matrix: Matrix) {
        self.matrix = matrix;
        self.line = matrix;
    }

    /// `Td`.
    pub fn next_line(&mut self, x: f32, y: f32) {
        self.set_matrix(self.line.moved(x, y));
    }

    /// Moves the pen, in the coordinates of the text.
    pub fn advance(&mut self, x: f32, y: f32) {
        self.matrix = self.matrix.moved(x, y);
    }

    /// From the coordinates of the text to those of the content.
    pub fn matrix(&self) -> Matrix {
        self.matrix
    }
}
