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
        match self.cell(column) {
            Cell::Text(text) => text,
            _ => "",
        }
    }

    /// A number, if there is one.
    pub fn maybe(&self, column: &str) -> Option<f64> {
        match self.cell(column) {
            Cell::Integer(number) => Some(*number as f64),
            Cell::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// A number; 0 where there is none.
    pub fn number(&self, column: &str) -> f64 {
        self.maybe(column).unwrap_or_default()
    }
}
