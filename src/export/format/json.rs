//! JSON: an array of objects, or an object a line. Keys are the names of the columns; an empty cell is `null`.

use std::io::{self, Write};

use super::RowWriter;
use crate::adoption::{Cell, Head};

pub(super) struct Json<W> {
    out: W,
    /// The keys, quoted.
    keys: Vec<String>,
    marks: Marks,
    rows: usize,
}

/// What stands before, between and after the objects.
struct Marks {
    before: &'static str,
    between: &'static str,
    after: &'static str,
    empty: &'static str,
}

impl<W: Write> Json<W> {
    pub fn array(head: &Head, out: W) -> Self {
        Self::begin(head, out, Marks { before: "[\n", between: ",\n", after: "\n]\n", empty: "[]\n" })
    }

    pub fn lines(head: &Head, out: W) -> Self {
        Self::begin(head, out, Marks { before: "", between: "\n", after: "\n", empty: "" })
    }

    fn begin(head: &Head, out: W, marks: Marks) -> Self {
        let keys = head.columns.iter().map(|column| quoted(&column.name)).collect();
        Self { out, keys, marks, rows: 0 }
    }
}

impl<W: Write> RowWriter<W> for Json<W> {
    fn row(&mut self, row: &[Cell]) -> io::Result<()> {
        let mut line = String::from(if self.rows == 0 { self.marks.before } else { self.marks.between });
        for (at, (key, cell)) in self.keys.iter().zip(row).enumerate() {
            line.push(if at == 0 { '{' } else { ',' });
            line.push_str(key);
            line.push(':');
            match cell {
                Cell::Empty => line.push_str("null"),
                Cell::Text(text) => line.push_str(&quoted(text)),
                Cell::List(texts) => {
                    let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
                    line.push('[');
                    line.push_str(&texts.join(","));
                    line.push(']');
                }
                Cell::Integer(_) | Cell::Number(_) | Cell::Flag(_) => cell.write(&mut line),
            }
        }
        line.push('}');
        self.rows += 1;
        self.out.write_all(line.as_bytes())
    }

    fn finish(mut self: Box<Self>) -> io::Result<W> {
        let end = if self.rows == 0 { self.marks.empty } else { self.marks.after };
        self.out.write_all(end.as_bytes())?;
        Ok(self.out)
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
