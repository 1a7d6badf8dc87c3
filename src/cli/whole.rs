//! A file that takes its name once it is whole.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use crosscurrent::export;
use tempfile::NamedTempFile;

/// A file that is being written: beside its place, where it is moved by [`WholeFile::keep`]. A device or a pipe is
/// written straight, since a move would replace it.
pub struct WholeFile {
    path: PathBuf,
    draft: Draft,
}

enum Draft {
    Beside(BufWriter<NamedTempFile>),
    Straight(BufWriter<File>),
}

impl WholeFile {
    pub fn create(path: &Path) -> anyhow::Result<Self> {
        let stands = fs::metadata(path);
        let draft = if stands.is_ok_and(|it| !it.is_file() && !it.is_dir()) {
            let file = File::options().write(true).open(path);
            Draft::Straight(BufWriter::new(file.with_context(|| format!("cannot write {}", path.display()))?))
        } else {
            let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let file = export::draft(folder).with_context(|| {
                format!("cannot write to {}; name another place with --output", folder.display())
            })?;
            Draft::Beside(BufWriter::new(file))
        };
        Ok(Self { path: path.to_owned(), draft })
    }

    /// Gives the file its name.
    pub fn keep(self) -> anyhow::Result<()> {
        let Self { path, draft } = self;
        let ended = match draft {
            Draft::Straight(mut file) => file.flush(),
            Draft::Beside(file) => {
                file.into_inner().map_err(io::IntoInnerError::into_error).and_then(|file| {
                    file.as_file().sync_all()?;
                    file.persist(&path).map_err(|error| error.error)?;
                    Ok(())
                })
            }
        };
        ended.with_context(|| format!("cannot write {}", path.display()))
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.draft {
            Draft::Beside(file) => file.write(bytes),
            Draft::Straight(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.draft {
            Draft::Beside(file) => file.flush(),
            Draft::Straight(file) => file.flush(),
        }
    }
}
