//! The texts of papers that were scanned before, from the cache.

use std::path::{Path, PathBuf};

use anyhow::bail;
use crosscurrent::paper::PaperRecord;
use crosscurrent::records::{Mixing, Records};
use crosscurrent::text::Reading;

use super::args::Talk;
use super::output::say;
use super::setup::{cache_at, open_cache};

/// Hands over each record whose text is in the cache, and says how many are not.
pub fn each(
    records: &[PathBuf],
    cache: Option<&Path>,
    talk: Talk,
    mut take: impl FnMut(&PaperRecord, &Reading),
) -> anyhow::Result<()> {
    let path = cache_at(cache)?;
    if !path.is_file() {
        bail!("there is no cache {}; scan the papers first, without --no-cache", path.display());
    }
    let cache = open_cache(&path)?;
    let mut records = Records::open(records, Mixing::Allowed)?;
    let mut missing = 0;
    for record in records.read() {
        let record = record?;
        let reading = match &record.id {
            Some(id) => cache.get::<Reading>(id, &record.engine)?,
            None => None,
        };
        match reading {
            Some(reading) => take(&record, &reading),
            None => missing += usize::from(record.status.counts()),
        }
    }
    if missing > 0 && talk > Talk::Quiet {
        say(format_args!("{missing} papers are not in the cache {} and were left out", path.display()));
    }
    Ok(())
}
