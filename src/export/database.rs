//! All tables in one `SQLite` file, with keys and views, for Datasette, `DuckDB` and the `sqlite3` shell.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use tempfile::NamedTempFile;

use super::draft::temporary;
use super::folder::place;
use super::{ExportError, Target};
use crate::adoption::{Cell, Column, Corpus, Head, Kind, Options, Row};
use crate::models::Registry;
use crate::paper::PaperRecord;

/// What is made once all rows are in: ways into the large tables, and the questions that are asked most.
///
/// A file may lie under several paths, so id and path together are the key of a paper.
const LAST: &str = "
    CREATE INDEX ambiguous_id ON ambiguous (id);
    CREATE INDEX problems_id ON problems (id);
    CREATE INDEX mentions_model ON mentions (model, role);
    CREATE INDEX adoption_long_cell ON adoption_long (model, country);
    CREATE VIEW headline AS
        SELECT \"group\", model, origin, country, papers, share, low, high, arms_length, joint
        FROM adoption_long WHERE counting = 'whole' AND role = 'strict'
        ORDER BY papers DESC, model, country;
    CREATE VIEW evidence AS
        SELECT m.model, m.role, p.countries, p.year, p.title, m.first_page, m.quote, m.id, m.path
        FROM mentions AS m JOIN papers AS p ON p.id = m.id AND p.path = m.path;
";

/// A database that is being written beside its place.
pub(super) struct Database {
    path: PathBuf,
    file: NamedTempFile,
    connection: Connection,
}

impl Database {
    pub fn create(path: &Path) -> Result<Self, ExportError> {
        let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder).map_err(ExportError::at(folder))?;
        let file = temporary(folder).map_err(ExportError::at(path))?;
        let connection = Connection::open(file.path()).map_err(at(path))?;
        // The file is thrown away unless all of it is written, so it needs no journal.
        connection
            .execute_batch(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;
                 CREATE TABLE provenance (key TEXT PRIMARY KEY, value TEXT NOT NULL);
                 CREATE TABLE columns (table_name TEXT, name TEXT, type TEXT, about TEXT, PRIMARY KEY (table_name, name));",
            )
            .map_err(at(path))?;
        Ok(Self { path: path.to_owned(), file, connection })
    }

    /// Ends the file and moves it to its place.
    pub fn finish(
        self,
        corpus: &Corpus<'_>,
        registry: &Registry,
        options: &Options,
    ) -> Result<(), ExportError> {
        let making = &corpus.making;
        let provenance = [
            ("tool", concat!("crosscurrent ", env!("CARGO_PKG_VERSION")).to_owned()),
            ("options", options.to_string()),
            ("registry", registry.hash.clone()),
            ("records", corpus.len().to_string()),
            ("records_tools", making.tools.iter().cloned().collect::<Vec<_>>().join(";")),
            ("records_engines", making.engines.iter().cloned().collect::<Vec<_>>().join(";")),
            ("records_registries", making.registries.iter().cloned().collect::<Vec<_>>().join(";")),
            ("records_gazetteers", making.gazetteers.iter().cloned().collect::<Vec<_>>().join(";")),
        ];
        let Self { path, file, connection } = self;
        for (key, value) in provenance {
            connection
                .execute("INSERT INTO provenance VALUES (?1, ?2)", [key, value.as_str()])
                .map_err(at(&path))?;
        }
        connection
            .execute_batch(LAST)
            .and_then(|()| connection.execute_batch("COMMIT"))
            .map_err(at(&path))?;
        connection.close().map_err(|(_, error)| at(&path)(error))?;
        place(file, &path)
    }
}

/// A table of the database: the statement that inserts a row.
pub(super) struct Insert(String);

impl Target for Database {
    type Sheet = Insert;

    fn record(&mut self, _: &PaperRecord) -> Result<(), ExportError> {
        Ok(())
    }

    fn begin(&mut self, head: Head) -> Result<Insert, ExportError> {
        let mut columns: Vec<String> = head.columns.iter().map(declaration).collect();
        if !head.key.is_empty() {
            columns.push(format!("PRIMARY KEY ({})", quoted(head.key)));
        }
        if head.is_of_papers() {
            columns.push("FOREIGN KEY (id, path) REFERENCES papers (id, path)".to_owned());
        }
        let create = format!("CREATE TABLE {} ({})", head.name, columns.join(", "));
        self.connection.execute_batch(&create).map_err(at(&self.path))?;
        for column in &head.columns {
            let described = [head.name, &column.name, kind(column), &column.about];
            self.connection
                .execute("INSERT INTO columns VALUES (?1, ?2, ?3, ?4)", described)
                .map_err(at(&self.path))?;
        }
        let holes = vec!["?"; head.columns.len()].join(", ");
        Ok(Insert(format!("INSERT INTO {} VALUES ({holes})", head.name)))
    }

    fn rows(&mut self, sheet: &mut Insert, rows: &[Row]) -> Result<(), ExportError> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut statement = self.connection.prepare(&sheet.0).map_err(at(&self.path))?;
        for row in rows {
            statement.execute(rusqlite::params_from_iter(row)).map_err(at(&self.path))?;
        }
        Ok(())
    }

    fn end(&mut self, _: Insert) -> Result<(), ExportError> {
        Ok(())
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Cell::Empty => ToSqlOutput::Borrowed(ValueRef::Null),
            Cell::Text(text) => text.to_sql()?,
            Cell::Integer(number) => number.to_sql()?,
            Cell::Number(number) => number.to_sql()?,
            Cell::Flag(flag) => flag.to_sql()?,
            Cell::List(_) => {
                let mut text = String::new();
                self.write(&mut text);
                ToSqlOutput::from(text)
            }
        })
    }
}

/// Names as a list; `group` is a word of SQL.
fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

fn declaration(column: &Column) -> String {
    format!("\"{}\" {}", column.name.replace('"', "\"\""), kind(column))
}

fn kind(column: &Column) -> &'static str {
    match column.kind {
        Kind::Text | Kind::List => "TEXT",
        Kind::Integer | Kind::Flag => "INTEGER",
        Kind::Number => "REAL",
    }
}

/// An error of the database, as the error of its file.
fn at(path: &Path) -> impl Fn(rusqlite::Error) -> ExportError + use<> {
    let failed = ExportError::at(path);
    move |error| {
        let kind = match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => std::io::ErrorKind::StorageFull,
            Some(rusqlite::ErrorCode::ReadOnly) => std::io::ErrorKind::PermissionDenied,
            _ => std::io::ErrorKind::Other,
        };
        failed(std::io::Error::new(kind, error))
    }
}
