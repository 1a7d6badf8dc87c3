//! What stands in place of Parquet where the program was built without it.

use std::io::{self, Write};

use super::RowWriter;
use crate::adoption::{Cell, Head};

pub(super) const IS_BUILT: bool = false;

pub(super) enum Parquet {}

impl Parquet {
    pub fn begin<W>(_: &Head, _: W) -> io::Result<Self> {
        let remedy = "this program was built without Parquet; build it with `--features parquet`";
        Err(io::Error::new(io::ErrorKind::Unsupported, remedy))
    }
}

impl<W: Write> RowWriter<W> for Parquet {
    fn row(&mut self, _: &[Cell]) -> io::Result<()> {
        match *self {}
    }

    fn finish(self: Box<Self>) -> io::Result<W> {
        match *self {}
    }
}
