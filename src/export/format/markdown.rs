//! A table of GitHub's Markdown, numbers to the right.

use std::io::{self, Write};

use super::RowWriter;
use crate::adoption::{Cell, Head, Kind};

pub(super) struct Markdown<W> {
    out: W,
}

impl<W: Write> Markdown<W> {
    pub fn begin(head: &Head, mut out: W) -> io::Result<Self> {
        let names = head.columns.iter().map(|column| escaped(&column.name));
        writeln!(out, "| {} |", names.collect::<Vec<_>>().join(" | "))?;
        let rules = head.columns.iter().map(|column| match column.kind {
            Kind::Integer | Kind::Number => "---:",
            Kind::Text | Kind::Flag | Kind::List => "---",
        });
        writeln!(out, "| {} |", rules.collect::<Vec<_>>().join(" | "))?;
        Ok(Self { out })
    }
}

impl<W: Write> RowWriter<W> for Markdown<W> {
    fn row(&mut self, row: &[Cell]) -> io::Result<()> {
        let mut line = String::from("|");
        for cell in row {
            let mut text = String::new();
            cell.write(&mut text);
            line.push(' ');
            line.push_str(&escaped(&text));
            line.push_str(" |");
        }
        writeln!(self.out, "{line}")
    }

    fn finish(self: Box<Self>) -> io::Result<W> {
        Ok(self.out)
    }
}

/// A cell is one line, and a bar ends it.
fn escaped(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('\\', "\\\\").replace('|', "\\|")
}
