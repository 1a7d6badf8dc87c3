//! Parquet with a column `record`, the records as JSON → lines.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, Write};
use std::path::Path;

use parquet::column::reader::ColumnReader;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};

use super::{BATCH, RecordsError};

/// The column that holds whole records; the others of the adapters are made from it.
const COLUMN: &str = "record";
const MAGIC: [u8; 4] = *b"PAR1";

/// Whether a file begins as Parquet does. It is left at its beginning.
pub(super) fn is_parquet(file: &mut File) -> io::Result<bool> {
    let mut magic = Vec::new();
    Read::by_ref(file).take(MAGIC.len() as u64).read_to_end(&mut magic)?;
    file.rewind()?;
    Ok(magic == MAGIC)
}

/// Writes the records of a file, a line each, in the order of its rows.
pub(super) fn append_lines(path: &Path, out: impl Write) -> Result<(), RecordsError> {
    let unread = |source| RecordsError::Read { path: path.to_owned(), source };
    let broken =
        |cause: ParquetError| RecordsError::Parquet { path: path.to_owned(), cause: cause.to_string() };
    let file = SerializedFileReader::new(File::open(path).map_err(unread)?).map_err(broken)?;
    let columns = file.metadata().file_metadata().schema_descr().columns();
    let named = |name: &str| columns.iter().position(|column| column.path().parts() == [name]);
    let Some(column) = named(COLUMN) else {
        let found = columns.iter().map(|column| column.path().string()).collect::<Vec<_>>().join(", ");
        return Err(RecordsError::NoColumn { path: path.to_owned(), found });
    };
    let mut out = BufWriter::new(out);
    let mut row = 0;
    for group in 0..file.num_row_groups() {
        let group = file.get_row_group(group).map_err(broken)?;
        let rows = group.metadata().num_rows();
        let ColumnReader::ByteArrayColumnReader(mut reader) =
            group.get_column_reader(column).map_err(broken)?
        else {
            return Err(RecordsError::NotText { path: path.to_owned() });
        };
        let mut left = usize::try_from(rows).unwrap_or_default();
        while left > 0 {
            let (mut records, mut levels) = (Vec::with_capacity(BATCH), Vec::with_capacity(BATCH));
            let (read, found, _) = reader
                .read_records(BATCH.min(left), Some(&mut levels), None, &mut records)
                .map_err(broken)?;
            if read == 0 || found < read {
                let empty = levels.iter().position(|level| *level == 0).unwrap_or(found);
                return Err(RecordsError::NoRecord { path: path.to_owned(), row: row + empty + 1 });
            }
            for record in &records {
                // A raw line end can only stand between the parts of a JSON text.
                for part in record.data().split(|byte| *byte == b'\n') {
                    out.write_all(part).map_err(unread)?;
                }
                out.write_all(b"\n").map_err(unread)?;
            }
            row += read;
            left -= read;
        }
    }
    out.flush().map_err(unread)
}
