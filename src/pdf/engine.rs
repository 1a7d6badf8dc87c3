//! The engines that read a PDF, and how reading fails.

use super::document::Document;
use super::extract::PdfExtract;
use super::hayro::Hayro;
use super::limits::Limits;

/// Which engine reads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Engine {
    /// The project's own interpreter of text over the crates of hayro.
    #[default]
    Hayro,
    /// The crate pdf-extract, for comparison: text without positions.
    PdfExtract,
}

/// Why nothing of a file could be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// A password is needed, or the ones given are wrong.
    #[error("the file is encrypted and no password that was given opens it")]
    Encrypted,
    /// Not a PDF, or broken beyond repair.
    #[error("not a readable PDF: {0}")]
    Unreadable(String),
}

/// What every engine does.
pub(super) trait TextEngine {
    /// Name and version, as it stands in the record.
    fn version(&self) -> &'static str;

    /// Reads a file, with the first of the passwords that opens it. Whatever fails after the first page is a problem of
    /// the document, not an error.
    fn read(&self, bytes: Vec<u8>, limits: &Limits, passwords: &str) -> Result<Document, ReadError>;
}

impl Engine {
    /// All engines, the default one first.
    pub const ALL: [Engine; 2] = [Engine::Hayro, Engine::PdfExtract];

    /// As it is named on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Engine::Hayro => "hayro",
            Engine::PdfExtract => "pdf-extract",
        }
    }

    /// Name and version, as it stands in the record: `hayro 0.9.0`.
    #[must_use]
    pub fn version(self) -> &'static str {
        self.reader().version()
    }

    fn reader(self) -> &'static dyn TextEngine {
        match self {
            Engine::Hayro => &Hayro,
            Engine::PdfExtract => &PdfExtract,
        }
    }
}

/// Reads the text of a PDF. Passwords stand one a line; the empty one is tried first, so that no line opens what needs
/// none.
///
/// # Errors
/// When not one page could be read. A page that fails later is one of the document's problems.
pub fn read(bytes: Vec<u8>, engine: Engine, limits: &Limits, passwords: &str) -> Result<Document, ReadError> {
    engine.reader().read(bytes, limits, passwords)
}
