//! A table by the names of its columns.

use crate::adoption::{Cell, Head, Row, Table};

/// A table that is read by the names of its columns.
#[derive(Debug, Clone)]
pub(super) struct Sheet(Table);

impl Default for Sheet {
    fn default() -> Self {
        Self(Table { head: Head::new("", "", &[]), rows: Vec::new() })
    }
}

/// A row of it. A column that is not there is empty.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'t> {
    table: &'t Table,
    row: &'t Row,
}

impl Sheet {
    pub fn new(table: Table) -> Self {
        Self(table)
    }

    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.0.rows.iter().map(|row| Line { table: &self.0, row })
    }

    /// The cells of some columns, row by row; the names are looked up once.
    pub fn columns<const N: usize>(&self, names: [&str; N]) -> impl Iterator<Item = [&Cell; N]> {
        let places = names.map(|name| self.0.head.position(name));
        self.0
            .rows
            .iter()
            .map(move |row| places.map(|at| at.and_then(|at| row.get(at)).unwrap_or(&Cell::Empty)))
    }

    /// The rows whose texts in some columns are these.
    pub fn of<'t, const N: usize>(
        &'t self,
        wanted: [(&'t str, &'t str); N],
    ) -> impl Iterator<Item = Line<'t>> {
        self.lines().filter(move |line| wanted.iter().all(|(column, text)| line.text(column) == *text))
    }
}

impl<'t> Line<'t> {
    fn cell(&self, column: &str) -> &'t Cell {
        let at = self.table.head.position(column);
        at.and_then(|at| self.row.get(at)).unwrap_or(&Cell::Empty)
    }

    /// A text; empty where there is none.
    pub fn text(&self, column: &str) -> &'t str {
        text(self.cell(column))
    }

    /// A number, if there is one.
    pub fn maybe(&self, column: &str) -> Option<f64> {
        maybe(self.cell(column))
    }

    /// A number; 0 where there is none.
    pub fn number(&self, column: &str) -> f64 {
        self.maybe(column).unwrap_or_default()
    }
}

/// The text of a cell; empty where there is none.
pub(super) fn text(cell: &Cell) -> &str {
    if let Cell::Text(text) = cell { text } else { "" }
}

/// The number in a cell, if there is one.
pub(super) fn maybe(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Integer(number) => Some(*number as f64),
        Cell::Number(number) => Some(*number),
        _ => None,
    }
}
