//! Comma-separated values by RFC 4180.

use std::io::{self, Write};

use super::RowWriter;
use crate::adoption::{Cell, Head};

pub(super) struct Csv<W: Write> {
    out: csv::Writer<W>,
    cell: String,
}

impl<W: Write> Csv<W> {
    pub fn begin(head: &Head, out: W) -> io::Result<Self> {
        let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        out.write_record(head.columns.iter().map(|column| column.name.as_bytes()))?;
        Ok(Self { out, cell: String::new() })
    }
}

impl<W: Write> RowWriter<W> for Csv<W> {
    fn row(&mut self, row: &[Cell]) -> io::Result<()> {
        for cell in row {
            if let Cell::Text(text) = cell {
                self.out.write_field(text)?;
                continue;
            }
            self.cell.clear();
            cell.write(&mut self.cell);
            self.out.write_field(&self.cell)?;
        }
        Ok(self.out.write_record(None::<&[u8]>)?)
    }

    fn finish(self: Box<Self>) -> io::Result<W> {
        self.out.into_inner().map_err(|error| io::Error::new(error.error().kind(), error.error().to_string()))
    }
}
