//! The PDFs of a list → files in a folder, asked for politely, and a manifest of what came of each.
//!
//! One request after the other: each host is left in peace between two of them, asked what its `robots.txt` allows, and
//! believed when it says how long to wait. A PDF arrives in a folder of its own beside the others, where a cut transfer is
//! continued, and gets its name once it is whole. What came of an address stands in a journal before the next one is asked
//! for, so that a killed run loses nothing. This is the only room that opens a connection.

mod client;
mod download;
mod error;
mod failure;
mod hosts;
mod manifest;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

pub use error::FetchError;
pub use manifest::{FILE as MANIFEST, Row, Status};
/// What stands between this machine and all hosts.
pub use ureq::Proxy;

use crate::metadata::Pdf;
use client::Client;
use failure::{Failure, Trouble};
use manifest::Manifest;
use url::Url;

/// How a server is asked.
#[derive(Debug, Clone)]
pub struct Manners {
    /// Who asks: the `User-Agent` of every request. `robots.txt` may name it by what stands before the first `/`.
    pub agent: String,
    /// The time between the beginnings of two requests to one host, unless its `robots.txt` asks for more.
    pub delay: Duration,
    /// How often what may pass is tried again: the first time after a second, or the delay if that is more, then after
    /// twice as long each time, unless the server says when.
    pub retries: u32,
    /// The time that one request may take with its answer.
    pub timeout: Duration,
    /// The bytes that a PDF may have.
    pub largest: u64,
    /// Where requests go first, if not to their host.
    pub proxy: Option<Proxy>,
}

/// The time as [`fetch`] knows it.
pub trait Clock {
    /// Since some fixed moment.
    fn now(&self) -> Duration;
    /// Lets time pass; may return early where the run is to stop.
    fn pause(&self, time: Duration);
}

/// What a run came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fetched {
    /// PDFs that came.
    pub new: u64,
    /// Their bytes.
    pub bytes: u64,
    /// PDFs that were there.
    pub kept: u64,
    /// What became of the others.
    pub failed: BTreeMap<Status, u64>,
    /// Whether it was stopped before its end.
    pub stopped: bool,
}

impl Fetched {
    /// Addresses of which there is no PDF.
    #[must_use]
    pub fn failures(&self) -> u64 {
        self.failed.values().sum()
    }
}

/// Fetches what of a list is not in the folder yet, each address once; `done` is told of every one,
/// also where its PDF is there.
///
/// # Errors
///
/// Where the folder or its manifest cannot be read or written, or another run writes into it. What a server does is no error:
/// it stands in the manifest.
pub fn fetch(
    pdfs: &[Pdf],
    folder: &Path,
    manners: &Manners,
    clock: &dyn Clock,
    stop: &AtomicBool,
    done: &mut dyn FnMut(&Row),
) -> Result<Fetched, FetchError> {
    let mut manifest = Manifest::open(folder)?;
    let mut client = Client::new(manners, clock, stop);
    let mut fetched = Fetched::default();
    for (pdf, file) in named(pdfs, &manifest) {
        if let Some(row) = manifest.held(&pdf.address) {
            fetched.kept += 1;
            done(row);
            continue;
        }
        let row = match one(&mut client, &manifest, pdf, &file) {
            Ok(row) => row,
            Err(Trouble::Failed(failure)) => Row::failed(&pdf.address, &failure),
            Err(Trouble::Stopped) => {
                fetched.stopped = true;
                break;
            }
            Err(Trouble::Local(error)) => return Err(error),
        };
        manifest.note(&row)?;
        if row.status == Status::Ok {
            download::name(folder, &file)?;
            (fetched.new, fetched.bytes) = (fetched.new + 1, fetched.bytes + row.bytes);
        } else {
            *fetched.failed.entry(row.status).or_default() += 1;
        }
        done(&row);
    }
    download::tidy(folder);
    manifest.finish()?;
    Ok(fetched)
}

fn one(client: &mut Client<'_>, manifest: &Manifest, pdf: &Pdf, file: &str) -> Result<Row, Trouble> {
    let url = Url::parse(&pdf.address)
        .map_err(|error| Failure::new(Status::BadAddress, format!("this is no address: {error}")))?;
    if manifest.folder().join(file).exists() && !manifest.knows(file) {
        let detail = format!("{file} is there and was not fetched; move it away");
        return Err(Failure::new(Status::InTheWay, detail).into());
    }
    let (sha256, bytes) = download::download(client, &url, manifest.folder(), file)?;
    Ok(Row {
        url: pdf.address.clone(),
        file: file.to_owned(),
        status: Status::Ok,
        http: None,
        bytes,
        sha256,
        error: String::new(),
    })
}

/// Each address once, with the name of its file: the one it had before, else its own, else one that nobody has.
fn named<'p>(pdfs: &'p [Pdf], manifest: &Manifest) -> Vec<(&'p Pdf, String)> {
    let mut seen = BTreeSet::new();
    let distinct: Vec<&Pdf> = pdfs.iter().filter(|it| seen.insert(&it.address)).collect();
    // Some file systems take names for the same that differ in case.
    let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
    for pdf in &distinct {
        *wanted.entry(pdf.name.to_lowercase()).or_default() += 1;
    }
    let file = |pdf: &Pdf| {
        if let Some(file) = manifest.file_of(&pdf.address) {
            return file.to_owned();
        }
        let own = format!("{}.pdf", pdf.name);
        if wanted.get(&pdf.name.to_lowercase()) == Some(&1) && !manifest.knows(&own) {
            return own;
        }
        format!("{}.pdf", pdf.other_name())
    };
    distinct.iter().map(|pdf| (*pdf, file(pdf))).collect()
}

/// Makes a folder with all that lies above it.
fn make(folder: &Path) -> Result<(), FetchError> {
    fs::create_dir_all(folder).map_err(|cause| FetchError::write(folder, cause))
}
