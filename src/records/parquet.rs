//! Parquet with a column `record`, the records as JSON → lines.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, Write};
use std::panic::{self, AssertUnwindSafe};
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
    // The library asserts much of what a damaged file says of itself.
    panic::catch_unwind(AssertUnwindSafe(|| write_lines(path, out))).unwrap_or_else(|said| {
        let cause = said.downcast_ref::<String>().map_or("it contradicts itself", String::as_str).to_owned();
        Err(RecordsError::Parquet { path: path.to_owned(), cause })
    })
}

fn write_lines(path: &Path, out: impl Write) -> Result<(), RecordsError> {
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

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::Arc;

    use parquet::basic::{Compression, GzipLevel};
    use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    use super::*;
    use crate::adoption::specimen;
    use crate::records::{Mixing, Records};

    /// A file with a column of numbers and one of records, two rows a group.
    fn write(path: &Path, schema: &str, records: &[Option<&str>], compression: Compression) {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        let schema = Arc::new(parse_message_type(schema).expect("a schema"));
        let properties = WriterProperties::builder().set_compression(compression).build();
        let file = File::create(path).expect("created");
        let mut file = SerializedFileWriter::new(file, schema, Arc::new(properties)).expect("begun");
        for rows in records.chunks(2) {
            let levels: Vec<i16> = rows.iter().map(|row| i16::from(row.is_some())).collect();
            let mut group = file.next_row_group().expect("a group");
            let mut column = group.next_column().expect("a column").expect("years");
            let years: Vec<i32> = levels.iter().map(|_| 2024).collect();
            column.typed::<Int32Type>().write_batch(&years, None, None).expect("written");
            column.close().expect("closed");
            let mut column = group.next_column().expect("a column").expect("records");
            let values: Vec<ByteArray> = rows.iter().flatten().map(|text| ByteArray::from(*text)).collect();
            let levels = Some(levels.as_slice());
            column.typed::<ByteArrayType>().write_batch(&values, levels, None).expect("written");
            column.close().expect("closed");
            group.close().expect("closed");
        }
        file.close().expect("closed");
    }

    const SCHEMA: &str = "message rows { required int32 year; optional binary record (UTF8); }";

    fn record(id: &str) -> String {
        let mut record = specimen::record(id);
        record.path = format!("{id}.pdf");
        serde_json::to_string(&record).expect("JSON")
    }

    fn read(paths: &[PathBuf]) -> Result<Vec<String>, RecordsError> {
        let mut records = Records::open(paths, Mixing::Refused)?;
        records.read().map(|record| Ok(serde_json::to_string(&record?).expect("JSON"))).collect()
    }

    #[test]
    fn the_parquet_of_a_folder_is_its_records() {
        let folder = tempfile::tempdir().expect("a folder");
        let ids: Vec<String> = (0..9).map(|id| record(&format!("a{id}"))).collect();
        let codecs = [
            Compression::UNCOMPRESSED,
            Compression::SNAPPY,
            Compression::GZIP(GzipLevel::default()),
            Compression::LZ4_RAW,
        ];
        for (at, (rows, codec)) in ids.chunks(3).zip(codecs.into_iter().cycle()).enumerate() {
            let rows: Vec<Option<&str>> = rows.iter().map(|row| Some(row.as_str())).collect();
            let part = folder.path().join(format!("status=ok/part-{at}.parquet"));
            write(&part, SCHEMA, &rows, codec);
        }
        let lines = folder.path().join("rest.jsonl");
        std::fs::write(&lines, record("z")).expect("written");
        std::fs::write(folder.path().join("_SUCCESS"), "").expect("written");
        std::fs::write(folder.path().join("status=ok/.part-0.parquet.crc"), "x").expect("written");
        std::fs::write(folder.path().join("status=ok/_part.parquet"), "no Parquet").expect("written");
        let mut expected = ids;
        assert_eq!(read(&[folder.path().to_owned()]).expect("records"), expected);
        expected.push(record("z"));
        assert_eq!(read(&[lines.clone(), folder.path().to_owned()]).expect("records"), expected);
        assert_eq!(read(&[folder.path().to_owned(), lines]).expect("records"), expected);
    }

    #[test]
    fn every_codec_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let codecs = [
            Compression::UNCOMPRESSED,
            Compression::SNAPPY,
            Compression::GZIP(GzipLevel::default()),
            Compression::LZ4_RAW,
        ];
        for codec in codecs {
            let path = folder.path().join("records.parquet");
            let spread = record("b").replacen(',', ",\n", 1);
            write(&path, SCHEMA, &[Some(&record("a")), Some(&spread)], codec);
            assert_eq!(read(&[path]).expect("records"), [record("a"), record("b")], "{codec}");
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_file_and_row() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("rows.parquet");
        let good = record("a");
        let rows = [Some(good.as_str()), Some(good.as_str()), Some(good.as_str()), None];
        let number = "message rows { required int32 record; optional binary text (UTF8); }";
        let unnamed = SCHEMA.replace("record (UTF8)", "text (UTF8)");
        for (schema, rows, want) in [
            (SCHEMA, &rows[..], "row 4 has no record"),
            (number, &rows[..1], "the column `record` holds no text"),
            (SCHEMA, &[Some("{}")], "rows.parquet:1: JSON, but no record"),
            (SCHEMA, &[Some(good.as_str()), Some("hello")], "rows.parquet:2:1: not JSON"),
            (
                &unnamed,
                &rows[..1],
                "without the column `record` that the adapters for Spark and Ray write; it has year, text",
            ),
        ] {
            write(&path, schema, rows, Compression::SNAPPY);
            let error = read(std::slice::from_ref(&path)).expect_err(want).to_string();
            assert!(error.contains(want), "{error}");
        }
        write(&path, SCHEMA, &rows[..3], Compression::SNAPPY);
        let whole = std::fs::read(&path).expect("read");
        for length in [4, 20, whole.len() / 2, whole.len() - 1] {
            std::fs::write(&path, whole.get(..length).expect("shorter")).expect("written");
            let error = read(std::slice::from_ref(&path)).expect_err("cut").to_string();
            assert!(error.contains("cannot read this Parquet"), "{error}");
        }
    }

    #[test]
    fn a_damaged_file_is_told_whatever_the_damage() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("damaged.parquet");
        write(&path, SCHEMA, &[Some("{}")], Compression::UNCOMPRESSED);
        let whole = std::fs::read(&path).expect("read");
        for at in MAGIC.len()..whole.len() {
            for bits in [0x01, 0x80, 0xFF] {
                let mut damaged = whole.clone();
                damaged[at] ^= bits;
                std::fs::write(&path, &damaged).expect("written");
                // It holds no record to begin with.
                assert!(read(std::slice::from_ref(&path)).is_err(), "{at}");
            }
        }
    }
}
