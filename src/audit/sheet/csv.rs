//! A sheet for a spreadsheet: RFC 4180, UTF-8 with its mark, since Excel takes a file without it for another encoding.

use std::io::{self, Write};

use super::super::sample::Sample;
use super::guard::guard;
use super::{COLUMNS, cells};

/// What tells Excel that a file is UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Writes a sheet as CSV, in the columns that `docs/audit.md` describes.
///
/// # Errors
/// What the writer says.
pub fn write_csv(sample: &Sample, mut out: impl Write) -> io::Result<()> {
    out.write_all(MARK)?;
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    csv.write_record(COLUMNS)?;
    for row in &sample.rows {
        csv.write_record(cells(sample, row).iter().map(|cell| guard(cell).into_owned()))?;
    }
    csv.flush()
}
