//! A folder of files that appear together or not at all.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::{ExportError, Format, RowWriter};
use crate::adoption::{Head, Row};

/// The folder and the files that are whole.
pub(super) struct Folder {
    path: PathBuf,
    whole: Vec<(NamedTempFile, PathBuf)>,
}

/// A file that is being written.
pub(super) struct Draft {
    name: String,
    path: PathBuf,
    out: Hashed,
}

/// A table that is being written.
pub(super) struct Sheet {
    head: Head,
    format: Format,
    name: String,
    path: PathBuf,
    writer: Box<dyn RowWriter<Hashed>>,
}

/// A file that is whole.
pub(super) struct Kept {
    pub name: String,
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub hash: String,
}

/// A table that is whole.
pub(super) struct KeptSheet {
    pub file: Kept,
    pub head: Head,
    pub format: Format,
}

/// A temporary file that knows its size and hash.
struct Hashed {
    file: BufWriter<NamedTempFile>,
    digest: Sha256,
    bytes: u64,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.digest.update(bytes.get(..written).unwrap_or_default());
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

impl Folder {
    pub fn create(path: &Path) -> Result<Self, ExportError> {
        std::fs::create_dir_all(path).map_err(ExportError::at(path))?;
        Ok(Self { path: path.to_owned(), whole: Vec::new() })
    }

    /// Begins a file.
    pub fn file(&self, name: &str) -> Result<Draft, ExportError> {
        let path = self.path.join(name);
        let file = temporary(&self.path).map_err(ExportError::at(&path))?;
        let out = Hashed { file: BufWriter::with_capacity(1 << 16, file), digest: Sha256::new(), bytes: 0 };
        Ok(Draft { name: name.to_owned(), path, out })
    }

    /// Begins a table.
    pub fn sheet(&self, head: Head, format: Format) -> Result<Sheet, ExportError> {
        let Draft { name, path, out } = self.file(&format!("{}.{}", head.name, format.extension()))?;
        let writer = format.writer(&head, out).map_err(ExportError::at(&path))?;
        Ok(Sheet { head, format, name, path, writer })
    }

    /// Ends a file.
    pub fn keep(&mut self, draft: Draft) -> Result<Kept, ExportError> {
        let Draft { name, path, out } = draft;
        let Hashed { file, digest, bytes } = out;
        let file = file.into_inner().map_err(|error| ExportError::at(&path)(error.into_error()))?;
        self.whole.push((file, path));
        let hash = digest.finalize().iter().fold(String::new(), |hash, byte| hash + &format!("{byte:02x}"));
        Ok(Kept { name, bytes, hash })
    }

    /// Ends a table.
    pub fn keep_sheet(&mut self, sheet: Sheet) -> Result<KeptSheet, ExportError> {
        let Sheet { head, format, name, path, writer } = sheet;
        let out = writer.finish().map_err(ExportError::at(&path))?;
        let file = self.keep(Draft { name, path, out })?;
        Ok(KeptSheet { file, head, format })
    }

    /// Moves all files to their places.
    pub fn persist(self) -> Result<(), ExportError> {
        for (file, path) in self.whole {
            file.persist(&path).map_err(|error| ExportError::at(&path)(error.error))?;
        }
        Ok(())
    }
}

/// A file beside its place: a rename within one folder cannot fail half way.
fn temporary(folder: &Path) -> std::io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".crosscurrent-");
    // Results are for sharing: temporary files are private by default, and the umask still applies.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

impl Draft {
    /// Appends a value as one line.
    pub fn json_line(&mut self, value: &impl Serialize) -> Result<(), ExportError> {
        serde_json::to_writer(&mut self.out, value)
            .map_err(std::io::Error::from)
            .and_then(|()| self.out.write_all(b"\n"))
            .map_err(ExportError::at(&self.path))
    }

    /// Appends a value, indented.
    pub fn json(&mut self, value: &impl Serialize) -> Result<(), ExportError> {
        serde_json::to_writer_pretty(&mut self.out, value)
            .map_err(std::io::Error::from)
            .and_then(|()| self.out.write_all(b"\n"))
            .map_err(ExportError::at(&self.path))
    }
}

impl Sheet {
    /// Appends rows.
    pub fn rows(&mut self, rows: &[Row]) -> Result<(), ExportError> {
        rows.iter().try_for_each(|row| self.writer.row(row)).map_err(ExportError::at(&self.path))
    }
}
