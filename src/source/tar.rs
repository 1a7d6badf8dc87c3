//! Members of a tar archive, plain or packed, one after the other.

use std::fs::File;
use std::io::{BufReader, ErrorKind, Read};
use std::ops::ControlFlow;
use std::path::Path;

use flate2::bufread::MultiGzDecoder;
use tar::{Archive, Entries, EntryType};

use super::archive::{Bounded, Kind, Member, Visit, bare};
use super::zstd::Frames;
use super::{Flow, Loss, LossKind, is_named_pdf};

const BUFFER: usize = 1 << 17;

pub(super) fn walk(path: &Path, kind: Kind, visit: &mut Visit<'_>) -> Result<Flow, Loss> {
    let missing = |cause: std::io::Error| Loss::new(LossKind::Missing, cause.to_string());
    let file = File::open(path).map_err(missing)?;
    let length = file.metadata().map_err(missing)?.len();
    match kind {
        // A plain one is leapt through from head to head.
        Kind::Tar => {
            entries(Archive::new(file).entries_with_seek().map_err(|it| damaged(&it))?, length, visit)
        }
        Kind::TarZstd => stream(Frames::new(BufReader::with_capacity(BUFFER, file)), length, visit),
        Kind::TarGzip | Kind::Zip => {
            stream(MultiGzDecoder::new(BufReader::with_capacity(BUFFER, file)), length, visit)
        }
    }
}

fn stream(unpacked: impl Read, length: u64, visit: &mut Visit<'_>) -> Result<Flow, Loss> {
    let mut archive = Archive::new(BufReader::with_capacity(BUFFER, Bounded::new(unpacked, length)));
    entries(archive.entries().map_err(|it| damaged(&it))?, u64::MAX, visit)
}

/// A leap past the `end` of the file is no error to the system.
fn entries(entries: Entries<'_, impl Read>, end: u64, visit: &mut Visit<'_>) -> Result<Flow, Loss> {
    let mut reached = 0;
    for entry in entries {
        let mut entry = entry.map_err(|error| damaged(&error))?;
        reached = entry.raw_file_position().saturating_add(entry.size());
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let name = bare(&name);
        if !(visit.wants)(name) {
            continue;
        }
        let size = entry.size();
        let link = || {
            let target = entry.link_name_bytes().unwrap_or_default();
            let detail = format!(
                "a link to {} in the archive; links are not followed",
                String::from_utf8_lossy(&target)
            );
            Loss::new(LossKind::Missing, detail)
        };
        let flow = match entry.header().entry_type() {
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => {
                (visit.see)(Member { name, size, body: Ok(&mut entry) })
            }
            EntryType::Link | EntryType::Symlink if is_named_pdf(name) => {
                (visit.see)(Member { name, size, body: Err(link()) })
            }
            _ => ControlFlow::Continue(()),
        };
        if flow.is_break() {
            return Ok(flow);
        }
    }
    if reached > end { Err(damaged(&ErrorKind::UnexpectedEof.into())) } else { Ok(ControlFlow::Continue(())) }
}

fn damaged(error: &std::io::Error) -> Loss {
    let detail = format!("the archive is damaged or cut off, and what lies behind is lost: {error}");
    Loss::new(LossKind::Unreadable, detail)
}
