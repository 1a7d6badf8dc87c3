//! The files that records lie in: JSON Lines as `scan` writes them, and the Parquet that its adapters write on clusters.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

use super::{RecordsError, parquet};

/// A file of records and the name that messages give it.
#[derive(Debug)]
pub(super) struct RecordFile {
    pub name: PathBuf,
    lines: Lines,
}

/// Where its lines are.
#[derive(Debug)]
enum Lines {
    /// In the file, which is held open.
    Held(File),
    /// In the file, which is opened each time: a system lets a program hold only so many.
    Closed,
    /// In a temporary file that holds what cannot be read twice.
    Stream(File),
    /// Among those of other files.
    Spooled(Arc<File>, Range<u64>),
}

/// So many files are held open.
const HELD_OPEN: usize = 128;

impl RecordFile {
    /// The files that are meant: a folder stands for all Parquet in it.
    pub fn open_all(paths: &[PathBuf]) -> Result<Vec<Self>, RecordsError> {
        let mut files = Vec::new();
        let mut spool = None;
        for path in paths {
            let failed = |source| RecordsError::Read { path: path.clone(), source };
            if std::fs::metadata(path).map_err(failed)?.is_dir() {
                let parts = parts(path)?;
                if parts.is_empty() {
                    return Err(RecordsError::Folder { path: path.clone() });
                }
                for part in parts {
                    files.push(Self::from_parquet(part, &mut spool)?);
                }
                continue;
            }
            let mut file = File::open(path).map_err(failed)?;
            if parquet::is_parquet(&mut file).map_err(failed)? {
                files.push(Self::from_parquet(path.clone(), &mut spool)?);
                continue;
            }
            let lines = if files.len() < HELD_OPEN { Lines::Held(file) } else { Lines::Closed };
            files.push(Self { name: path.clone(), lines });
        }
        Ok(files)
    }

    /// The lines of a stream that cannot be read twice, put into a temporary file.
    pub fn spool(mut stream: impl Read, name: &Path) -> Result<Self, RecordsError> {
        let failed = |source| RecordsError::Read { path: name.to_owned(), source };
        let mut file = tempfile::tempfile().map_err(failed)?;
        io::copy(&mut stream, &mut file).map_err(failed)?;
        file.flush().map_err(failed)?;
        Ok(Self { name: name.to_owned(), lines: Lines::Stream(file) })
    }

    /// A column of Parquet cannot be read from its middle: its records are put behind those of other such files.
    fn from_parquet(name: PathBuf, spool: &mut Option<Arc<File>>) -> Result<Self, RecordsError> {
        let failed = |source| RecordsError::Read { path: name.clone(), source };
        let spool = match spool {
            Some(spool) => spool,
            None => spool.insert(Arc::new(tempfile::tempfile().map_err(failed)?)),
        };
        let mut end = &**spool;
        let from = end.seek(SeekFrom::End(0)).map_err(failed)?;
        parquet::append_lines(&name, end)?;
        let to = end.stream_position().map_err(failed)?;
        Ok(Self { name, lines: Lines::Spooled(Arc::clone(spool), from..to) })
    }

    /// Where it lies, unless it is a stream.
    pub fn path(&self) -> Option<&Path> {
        (!matches!(self.lines, Lines::Stream(_))).then_some(&self.name)
    }

    /// All its lines from the first on.
    pub fn read(&self) -> io::Result<Box<dyn Read + '_>> {
        let from_start = |mut file: &'_ File, start| file.seek(SeekFrom::Start(start)).map(drop);
        Ok(match &self.lines {
            Lines::Held(file) | Lines::Stream(file) => {
                from_start(file, 0)?;
                Box::new(file)
            }
            Lines::Closed => Box::new(File::open(&self.name)?),
            Lines::Spooled(file, range) => {
                from_start(file, range.start)?;
                Box::new(Read::take(&**file, range.end - range.start))
            }
        })
    }

    /// Fills `bytes` with those from an offset on.
    pub fn read_at(&self, offset: u64, bytes: &mut [u8]) -> io::Result<()> {
        let (opened, start);
        let mut file = match &self.lines {
            Lines::Held(file) | Lines::Stream(file) => {
                start = 0;
                file
            }
            Lines::Closed => {
                start = 0;
                opened = File::open(&self.name)?;
                &opened
            }
            Lines::Spooled(file, range) => {
                start = range.start;
                &**file
            }
        };
        file.seek(SeekFrom::Start(start + offset))?;
        file.read_exact(bytes)
    }
}

/// The Parquet files below a folder, by name. Spark and others keep their own notes in names that begin with `_` or `.`.
fn parts(folder: &Path) -> Result<Vec<PathBuf>, RecordsError> {
    let hidden = |entry: &walkdir::DirEntry| {
        entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with(['_', '.'])
    };
    let mut parts = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(|entry| !hidden(entry)) {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(folder).to_owned();
            RecordsError::Read { path, source: error.into() }
        })?;
        if entry.file_type().is_file() && entry.path().extension().is_some_and(|it| it == "parquet") {
            parts.push(entry.into_path());
        }
    }
    Ok(parts)
}
