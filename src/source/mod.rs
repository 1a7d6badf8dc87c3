//! Paths → the PDFs to read, each with its locator, in a fixed order.
//!
//! Takes files and folders, gives [`Source`]s sorted by locator. Reads no more of a file than tells whether it is a PDF.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// One paper to read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// What the record calls it: the path as it was given or found.
    pub locator: String,
    /// Where it lies.
    pub file: PathBuf,
}

/// Why the search for PDFs cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// A path that was named does not exist.
    #[error("there is no file or folder {}", path.display())]
    NoSuchPath {
        /// As it was given.
        path: PathBuf,
    },
    /// A folder or file cannot be opened.
    #[error("cannot read {}: {cause}; change its permissions or leave it out", path.display())]
    Unreadable {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// Nothing to read.
    #[error("no PDF in {}; a PDF is told by its first bytes (%PDF) or its name (.pdf)", join(paths))]
    NoPdf {
        /// Where it was looked for.
        paths: Vec<PathBuf>,
    },
}

fn join(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

impl Source {
    /// The source of one path, which is not opened yet.
    #[must_use]
    pub fn of_path(path: &Path) -> Self {
        Self { locator: path.to_string_lossy().into_owned(), file: path.to_owned() }
    }
}

/// All PDFs in some files and folders, sorted by locator, each once.
///
/// A file that is named itself is taken whatever it is; in a folder, files are told by content or name.
///
/// # Errors
///
/// When a path does not exist, a folder cannot be read, or there is no PDF at all.
pub fn discover(paths: &[PathBuf]) -> Result<Vec<Source>, SourceError> {
    let mut sources = Vec::new();
    for path in paths {
        if !path.exists() {
            return Err(SourceError::NoSuchPath { path: path.clone() });
        }
        for entry in WalkDir::new(path).follow_links(true).sort_by_file_name() {
            let entry = entry.map_err(|error| SourceError::Unreadable {
                path: error.path().unwrap_or(path).to_owned(),
                cause: error.into(),
            })?;
            let named = entry.depth() == 0;
            if entry.file_type().is_file() && (named || is_pdf(entry.path())?) {
                sources.push(Source::of_path(entry.path()));
            }
        }
    }
    sources.sort_unstable();
    sources.dedup();
    if sources.is_empty() {
        return Err(SourceError::NoPdf { paths: paths.to_vec() });
    }
    Ok(sources)
}

/// The PDFs that a list names, one path a line, in the order of the list. Whether they exist shows when they are read.
#[must_use]
pub fn from_list(list: &str) -> Vec<Source> {
    list.lines().filter(|line| !line.trim().is_empty()).map(|line| Source::of_path(Path::new(line))).collect()
}

fn is_pdf(path: &Path) -> Result<bool, SourceError> {
    if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("pdf")) {
        return Ok(true);
    }
    let mut head = Vec::with_capacity(1024);
    let read = File::open(path).and_then(|file| file.take(1024).read_to_end(&mut head));
    read.map_err(|cause| SourceError::Unreadable { path: path.to_owned(), cause })?;
    Ok(memchr::memmem::find(&head, b"%PDF-").is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pdfs_are_found_by_content_and_name_in_a_fixed_order() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        };
        put("b/paper", b"junk %PDF-1.4 and so on");
        put("a.PDF", b"not really");
        put("b/notes.txt", b"no paper");
        put("c.bin", b"%PDF-2.0");
        let root = folder.path().to_owned();
        let found = discover(&[root.clone(), root.join("b")]).unwrap();
        let names: Vec<_> =
            found.iter().map(|it| it.file.strip_prefix(&root).unwrap().to_str().unwrap()).collect();
        assert_eq!(names, ["a.PDF", "b/paper", "c.bin"]);
    }

    #[test]
    fn a_folder_without_pdfs_and_a_wrong_path_are_errors() {
        let folder = tempfile::tempdir().unwrap();
        let error = discover(&[folder.path().to_owned()]).unwrap_err();
        assert!(matches!(error, SourceError::NoPdf { .. }), "{error}");
        let error = discover(&[folder.path().join("nowhere")]).unwrap_err();
        assert!(error.to_string().starts_with("there is no file or folder"), "{error}");
    }

    #[test]
    fn a_list_keeps_its_order() {
        let names: Vec<String> = from_list("b.pdf\n\na.pdf\n").into_iter().map(|it| it.locator).collect();
        assert_eq!(names, ["b.pdf", "a.pdf"]);
    }
}
