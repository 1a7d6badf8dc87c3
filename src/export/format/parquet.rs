//! Apache Parquet: typed columns, compressed. A list is the text that it is in CSV; an empty cell is null.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use parquet::basic::{Compression, ConvertedType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::RowWriter;
use crate::adoption::{Cell, Head, Kind, Row};

/// How many rows are held before they are written.
const GROUP: usize = 50_000;

pub(super) struct Parquet<W> {
    out: W,
    file: SerializedFileWriter<Pipe>,
    pipe: Pipe,
    kinds: Vec<Kind>,
    rows: Vec<Row>,
}

/// Where the library writes to, which wants what can be sent to another thread; standard output cannot.
#[derive(Clone, Default)]
struct Pipe(Arc<Mutex<Vec<u8>>>);

impl Pipe {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<W: Write> Parquet<W> {
    pub fn begin(head: &Head, out: W) -> io::Result<Self> {
        let fields = head.columns.iter().map(|column| {
            let (physical, converted) = match column.kind {
                Kind::Text | Kind::List => (Physical::BYTE_ARRAY, ConvertedType::UTF8),
                Kind::Integer => (Physical::INT64, ConvertedType::NONE),
                Kind::Number => (Physical::DOUBLE, ConvertedType::NONE),
                Kind::Flag => (Physical::BOOLEAN, ConvertedType::NONE),
            };
            let field = Type::primitive_type_builder(&column.name, physical);
            Ok(Arc::new(field.with_repetition(Repetition::OPTIONAL).with_converted_type(converted).build()?))
        });
        let fields = fields.collect::<Result<_, ParquetError>>().map_err(failed)?;
        let schema = Type::group_type_builder(head.name).with_fields(fields).build().map_err(failed)?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let pipe = Pipe::default();
        let file = SerializedFileWriter::new(pipe.clone(), Arc::new(schema), Arc::new(properties));
        let kinds = head.columns.iter().map(|column| column.kind).collect();
        Ok(Self { out, file: file.map_err(failed)?, pipe, kinds, rows: Vec::new() })
    }

    fn write_group(&mut self) -> io::Result<()> {
        let mut group = self.file.next_row_group().map_err(failed)?;
        for at in 0..self.kinds.len() {
            let Some(mut column) = group.next_column().map_err(failed)? else { break };
            let cells = || self.rows.iter().filter_map(move |row| row.get(at));
            let levels: Vec<i16> = cells().map(|cell| i16::from(*cell != Cell::Empty)).collect();
            let levels = Some(levels.as_slice());
            let written = match column.untyped() {
                ColumnWriter::Int64ColumnWriter(column) => {
                    let values: Vec<i64> = cells().filter_map(integer).collect();
                    column.write_batch(&values, levels, None)
                }
                ColumnWriter::DoubleColumnWriter(column) => {
                    let values: Vec<f64> = cells().filter_map(number).collect();
                    column.write_batch(&values, levels, None)
                }
                ColumnWriter::BoolColumnWriter(column) => {
                    let values: Vec<bool> = cells().filter_map(flag).collect();
                    column.write_batch(&values, levels, None)
                }
                ColumnWriter::ByteArrayColumnWriter(column) => {
                    let values: Vec<ByteArray> = cells().filter_map(text).collect();
                    column.write_batch(&values, levels, None)
                }
                _ => Ok(0),
            };
            written.and_then(|_| column.close()).map_err(failed)?;
        }
        group.close().map_err(failed)?;
        self.rows.clear();
        self.out.write_all(&self.pipe.take())
    }
}

impl<W: Write> RowWriter<W> for Parquet<W> {
    fn row(&mut self, row: &[Cell]) -> io::Result<()> {
        self.rows.push(row.to_vec());
        if self.rows.len() < GROUP { Ok(()) } else { self.write_group() }
    }

    fn finish(mut self: Box<Self>) -> io::Result<W> {
        if !self.rows.is_empty() {
            self.write_group()?;
        }
        let Self { mut out, file, pipe, .. } = *self;
        file.close().map_err(failed)?;
        out.write_all(&pipe.take())?;
        Ok(out)
    }
}

fn integer(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Integer(number) => Some(*number),
        _ => None,
    }
}

fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Number(number) => Some(*number),
        Cell::Integer(number) => Some(*number as f64),
        _ => None,
    }
}

fn flag(cell: &Cell) -> Option<bool> {
    match cell {
        Cell::Flag(flag) => Some(*flag),
        _ => None,
    }
}

fn text(cell: &Cell) -> Option<ByteArray> {
    if *cell == Cell::Empty {
        return None;
    }
    let mut text = String::new();
    cell.write(&mut text);
    Some(text.into_bytes().into())
}

fn failed(error: ParquetError) -> io::Error {
    io::Error::other(error)
}

#[cfg(test)]
mod tests {
    use parquet::file::reader::{FileReader, SerializedFileReader};

    use super::*;
    use crate::adoption::Column;

    #[test]
    fn what_is_written_is_read_again() {
        let kinds = [
            ("text", Kind::Text),
            ("count", Kind::Integer),
            ("share", Kind::Number),
            ("flag", Kind::Flag),
            ("list", Kind::List),
        ];
        let columns = kinds.map(|(name, kind)| Column::new(name, kind, ""));
        let head = Head::new("things", "Things", &columns);
        let list = Cell::List(vec!["CN".to_owned(), "US".to_owned()]);
        let mut writer = Box::new(Parquet::begin(&head, Vec::new()).expect("a writer"));
        writer.row(&["Qwen".into(), 3_u32.into(), 0.5.into(), true.into(), list]).expect("written");
        writer.row(&[Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty]).expect("written");
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(&writer.finish().expect("bytes")).expect("written");
        let reader = SerializedFileReader::new(file).expect("Parquet");
        let rows: Vec<String> =
            reader.get_row_iter(None).expect("rows").map(|row| row.expect("a row").to_string()).collect();
        assert_eq!(
            rows,
            [
                r#"{text: "Qwen", count: 3, share: 0.5, flag: true, list: "CN;US"}"#,
                "{text: null, count: null, share: null, flag: null, list: null}"
            ]
        );
    }
}
