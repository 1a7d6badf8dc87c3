//! One character as it was drawn.

use crate::pdf::document::Style;

/// One character, in the coordinates of its own direction: its line runs to the right and `y` grows towards the next
/// line. For upright text these are the coordinates of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::pdf) struct Glyph {
    /// Left edge.
    pub x0: f32,
    /// Right edge, where the next glyph would stand.
    pub x1: f32,
    /// Baseline.
    pub y: f32,
    /// Font size, in points.
    pub size: f32,
    pub c: char,
    pub style: Style,
    /// Direction of writing, in degrees clockwise from the right.
    pub angle: i16,
}
