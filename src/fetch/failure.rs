//! Why there is no PDF behind an address.

use super::error::FetchError;
use super::manifest::Status;

/// What came in place of a PDF.
#[derive(Debug)]
pub(super) struct Failure {
    pub status: Status,
    /// The code of the last answer, if there was one.
    pub http: Option<u16>,
    /// In words.
    pub detail: String,
    /// Whether it may pass.
    pub passes: bool,
}

impl Failure {
    pub fn new(status: Status, detail: impl Into<String>) -> Self {
        Self { status, http: None, detail: detail.into(), passes: false }
    }

    /// One that may pass.
    pub fn passing(status: Status, detail: impl Into<String>) -> Self {
        Self { passes: true, ..Self::new(status, detail) }
    }
}

/// Why a request came to nothing.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The fault of the address, its server or the way to it.
    Failed(Box<Failure>),
    /// The fault of this machine.
    Local(FetchError),
    /// The user wants no more.
    Stopped,
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Failed(Box::new(failure))
    }
}

impl From<FetchError> for Trouble {
    fn from(error: FetchError) -> Self {
        Self::Local(error)
    }
}
