//! An address → a whole PDF beside its place, continued where an earlier try was cut off.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use ureq::Body;
use ureq::http::{HeaderMap, Response, StatusCode};
use url::Url;

use super::client::Client;
use super::failure::{Failure, Trouble};
use super::manifest::Status;
use super::{FetchError, make};
use crate::provenance::sha256_of;

/// Where parts lie until they are whole. Nothing in folders of such a name is taken for a paper.
const PARTS: &str = ".crosscurrent-parts";

/// Bytes at the beginning of a file among which `%PDF-` tells that it is a PDF.
const HEAD: usize = 1024;

/// Fetches a PDF; its SHA-256 and its bytes. [`name`] puts it into its place.
pub(super) fn download(
    client: &mut Client<'_>,
    url: &Url,
    folder: &Path,
    file: &str,
) -> Result<(String, u64), Trouble> {
    let part = Part::new(folder, file)?;
    client.persist(url, |client| attempt(client, url, &part))?;
    let read = File::open(&part.body).and_then(sha256_of);
    Ok(read.map_err(|cause| FetchError::write(&part.body, cause))?)
}

/// Gives a whole PDF its place in the folder.
pub(super) fn name(folder: &Path, file: &str) -> Result<(), FetchError> {
    let part = Part::new(folder, file)?;
    let place = folder.join(file);
    fs::rename(&part.body, &place).map_err(|cause| FetchError::write(&place, cause))?;
    part.forget()
}

/// Leaves no folder for parts where there are none.
pub(super) fn tidy(folder: &Path) {
    // One that is not empty stays: what is in it is gone on with.
    let _ = fs::remove_dir(folder.join(PARTS));
}

fn attempt(client: &mut Client<'_>, url: &Url, part: &Part) -> Result<(), Trouble> {
    let begun = part.begun(url);
    let mut headers = vec![("Accept", "application/pdf".to_owned())];
    if let Some((bytes, version)) = &begun {
        headers.extend([("Range", format!("bytes={bytes}-")), ("If-Range", version.clone())]);
    }
    let response = match client.ask(url, &headers) {
        Err(Trouble::Failed(failure)) if begun.is_some() && failure.http == Some(416) => {
            part.forget()?;
            return Err(Failure { passes: true, ..*failure }.into());
        }
        other => other?,
    };
    let refuse = |status, detail: String| -> Result<(), Trouble> {
        part.forget()?;
        let http = Some(response.status().as_u16());
        Err(Failure { http, ..Failure::new(status, detail) }.into())
    };
    let kind = text(response.headers(), "content-type").unwrap_or("of no type").to_owned();
    if !kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/pdf") {
        return refuse(Status::NotPdf, format!("what came is {kind}"));
    }
    let goes_on = response.status() == StatusCode::PARTIAL_CONTENT;
    let start = if goes_on { begun.map_or(0, |(bytes, _)| bytes) } else { 0 };
    if goes_on && range_start(response.headers()) != Some(start) {
        part.forget()?;
        return Err(Failure::passing(Status::Http, "the answer continues something else").into());
    }
    let whole = response.body().content_length().map(|rest| start.saturating_add(rest));
    let largest = client.manners.largest;
    if whole.is_some_and(|it| it > largest) {
        return refuse(Status::TooLarge, format!("{} bytes are announced", whole.unwrap_or_default()));
    }
    if !goes_on {
        part.begin(url, response.headers())?;
    }
    let came = part.take(client, response, largest)?;
    if came > largest {
        part.forget()?;
        return Err(Failure::new(Status::TooLarge, format!("more than {largest} bytes came")).into());
    }
    if !part.is_pdf()? {
        part.forget()?;
        return Err(Failure::new(Status::NotPdf, "what came says it is a PDF and is none").into());
    }
    match whole {
        Some(whole) if came != whole => {
            Err(Failure::passing(Status::Unreachable, format!("cut off after {came} of {whole} bytes"))
                .into())
        }
        _ => Ok(()),
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// The first byte of `bytes 100-199/200`.
fn range_start(headers: &HeaderMap) -> Option<u64> {
    text(headers, "content-range")?.trim().strip_prefix("bytes ")?.split('-').next()?.trim().parse().ok()
}

/// What has come of a PDF, and of which version.
struct Part {
    body: PathBuf,
    /// Holds the address and what the server called this version of the file, a line each.
    version: PathBuf,
}

impl Part {
    fn new(folder: &Path, file: &str) -> Result<Self, FetchError> {
        let parts = folder.join(PARTS);
        make(&parts)?;
        Ok(Self { body: parts.join(file), version: parts.join(format!("{file}.version")) })
    }

    /// How much of it is here and can be continued, and of which version.
    fn begun(&self, url: &Url) -> Option<(u64, String)> {
        let noted = fs::read_to_string(&self.version).ok()?;
        let (address, version) = noted.split_once('\n')?;
        let bytes = fs::metadata(&self.body).ok()?.len();
        (address == url.as_str() && bytes > 0).then(|| (bytes, version.to_owned()))
    }

    /// Begins anew, and notes the version if it can be asked for again: by a strong tag, else by its date.
    fn begin(&self, url: &Url, headers: &HeaderMap) -> Result<(), FetchError> {
        self.forget()?;
        let tag = text(headers, "etag").filter(|it| !it.starts_with("W/"));
        if let Some(version) = tag.or_else(|| text(headers, "last-modified")) {
            fs::write(&self.version, format!("{url}\n{version}"))
                .map_err(|cause| FetchError::write(&self.version, cause))?;
        }
        Ok(())
    }

    fn forget(&self) -> Result<(), FetchError> {
        for path in [&self.body, &self.version] {
            match fs::remove_file(path) {
                Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                    return Err(FetchError::write(path, cause));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Adds the rest that comes, but not much more than may; how much of it there is now.
    fn take(&self, client: &Client<'_>, response: Response<Body>, largest: u64) -> Result<u64, Trouble> {
        let local = |cause| FetchError::write(&self.body, cause);
        let mut file = File::options().create(true).append(true).open(&self.body).map_err(local)?;
        let mut came = file.metadata().map_err(local)?.len();
        let mut body = response.into_body().into_reader();
        let mut buffer = vec![0; 1 << 16];
        let mut checked = came >= HEAD as u64;
        while came <= largest {
            if client.is_stopped() {
                return Err(Trouble::Stopped);
            }
            let read = match body.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(cut_off(&error, came).into()),
            };
            file.write_all(buffer.get(..read).unwrap_or_default()).map_err(local)?;
            came += read as u64;
            if !checked && came >= HEAD as u64 {
                checked = true;
                if !self.is_pdf()? {
                    break;
                }
            }
        }
        Ok(came)
    }

    /// By its first bytes.
    fn is_pdf(&self) -> Result<bool, FetchError> {
        let mut head = Vec::with_capacity(HEAD);
        let read = File::open(&self.body).and_then(|file| file.take(HEAD as u64).read_to_end(&mut head));
        read.map_err(|cause| FetchError::write(&self.body, cause))?;
        Ok(memchr::memmem::find(&head, b"%PDF-").is_some())
    }
}

fn cut_off(error: &io::Error, came: u64) -> Failure {
    let cause = error.get_ref().and_then(|it| it.downcast_ref::<ureq::Error>());
    let status = match cause {
        Some(ureq::Error::Timeout(_)) => Status::Timeout,
        _ => Status::Unreachable,
    };
    Failure::passing(status, format!("cut off after {came} bytes: {error}"))
}
