//! A folder of files that appear together or not at all.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::draft;
use super::package::Package;
use super::{ExportError, Format, RECORDS_FILE, RowWriter, Target};
use crate::adoption::{Corpus, Head, Options, Row};
use crate::models::Registry;
use crate::paper::PaperRecord;

/// The folder and the files that are whole.
pub(super) struct Folder {
    path: PathBuf,
    format: Format,
    records: Draft,
    line: Vec<u8>,
    sheets: Vec<KeptSheet>,
    whole: Vec<(NamedTempFile, PathBuf)>,
}

/// A file that is being written.
struct Draft {
    name: String,
    path: PathBuf,
    out: Hashed,
}

/// A table that is being written.
pub(super) struct Sheet {
    head: Head,
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
    /// Makes the folder where it is missing.
    pub fn create(path: &Path, format: Format) -> Result<Self, ExportError> {
        std::fs::create_dir_all(path).and_then(|()| draft::sweep(path)).map_err(ExportError::at(path))?;
        let records = Draft::begin(path, RECORDS_FILE)?;
        let (line, sheets, whole) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self { path: path.to_owned(), format, records, line, sheets, whole })
    }

    /// Describes the files and moves all of them to their places.
    pub fn finish(
        self,
        corpus: &Corpus<'_>,
        registry: &Registry,
        options: &Options,
    ) -> Result<(), ExportError> {
        let Self { path, records, sheets, mut whole, .. } = self;
        let records = records.end(&mut whole)?;
        let mut descriptor = Draft::begin(&path, "datapackage.json")?;
        let package = Package::new(records, sheets, corpus, registry, options);
        serde_json::to_vec_pretty(&package)
            .map_err(std::io::Error::from)
            .and_then(|text| descriptor.out.write_all(&[&text, b"\n".as_slice()].concat()))
            .map_err(ExportError::at(&descriptor.path))?;
        descriptor.end(&mut whole)?;
        for (file, path) in whole {
            place(file, &path)?;
        }
        Ok(())
    }
}

impl Target for Folder {
    type Sheet = Sheet;

    fn record(&mut self, record: &PaperRecord) -> Result<(), ExportError> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, record)
            .map_err(std::io::Error::from)
            .and_then(|()| {
                self.line.push(b'\n');
                self.records.out.write_all(&self.line)
            })
            .map_err(ExportError::at(&self.records.path))
    }

    fn begin(&mut self, head: Head) -> Result<Sheet, ExportError> {
        let name = format!("{}.{}", head.name, self.format.extension());
        let Draft { name, path, out } = Draft::begin(&self.path, &name)?;
        let writer = self.format.writer(&head, out).map_err(ExportError::at(&path))?;
        Ok(Sheet { head, name, path, writer })
    }

    fn rows(&mut self, sheet: &mut Sheet, rows: &[Row]) -> Result<(), ExportError> {
        rows.iter().try_for_each(|row| sheet.writer.row(row)).map_err(ExportError::at(&sheet.path))
    }

    fn end(&mut self, sheet: Sheet) -> Result<(), ExportError> {
        let Sheet { head, name, path, writer } = sheet;
        let out = writer.finish().map_err(ExportError::at(&path))?;
        let file = Draft { name, path, out }.end(&mut self.whole)?;
        self.sheets.push(KeptSheet { file, head, format: self.format });
        Ok(())
    }
}

impl Draft {
    fn begin(folder: &Path, name: &str) -> Result<Self, ExportError> {
        let path = folder.join(name);
        let file = draft::begin(folder).map_err(ExportError::at(&path))?;
        let out = Hashed { file: BufWriter::with_capacity(1 << 16, file), digest: Sha256::new(), bytes: 0 };
        Ok(Self { name: name.to_owned(), path, out })
    }

    fn end(self, whole: &mut Vec<(NamedTempFile, PathBuf)>) -> Result<Kept, ExportError> {
        let Self { name, path, out: Hashed { file, digest, bytes } } = self;
        let file = file.into_inner().map_err(|error| ExportError::at(&path)(error.into_error()))?;
        whole.push((file, path));
        let hash = digest.finalize().iter().fold(String::new(), |hash, byte| hash + &format!("{byte:02x}"));
        Ok(Kept { name, bytes, hash })
    }
}

/// Moves a whole file to its place, unless something stands there that is no file: a move would replace a device.
pub(super) fn place(file: NamedTempFile, path: &Path) -> Result<(), ExportError> {
    if std::fs::symlink_metadata(path).is_ok_and(|it| !it.is_file() && !it.is_symlink()) {
        let taken =
            std::io::Error::new(std::io::ErrorKind::AlreadyExists, "it is no file; name another place");
        return Err(ExportError::at(path)(taken));
    }
    file.persist(path).map_err(|error| ExportError::at(path)(error.error))?;
    Ok(())
}
