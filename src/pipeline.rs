//! Sources → records: in parallel, each paper in its worker process, in the order of the sources whatever ends first.
//!
//! Takes what a run is made of, gives exactly one [`PaperRecord`] for every source. Where records go, and what is shown
//! meanwhile, is left to the caller.

mod feed;

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::affiliation::{self, Gazetteer};
use crate::cache::{self, Cache, CacheError};
use crate::models::Matcher;
use crate::paper::{PaperRecord, Versions};
use crate::pdf::isolation::{self, Outcome, Worker, WorkerCommand};
use crate::pdf::{self, Engine, Limits, Passwords, ProblemKind, ReadError, Status};
use crate::provenance::sha256;
use crate::source::{Content, Loss, LossKind, Source, SourceError, Sources};
use crate::text::Reading;
use feed::{Feed, InOrder};

/// What a run is made of.
#[derive(Debug)]
pub struct Pipeline<'a> {
    /// Finds models.
    pub matcher: &'a Matcher,
    /// Tells where institutions are; `None` is the program's own, built when a paper first needs it.
    pub gazetteer: Option<&'a Gazetteer>,
    /// What the records say they were made with.
    pub versions: Versions,
    /// Where readings are kept.
    pub cache: Option<&'a Cache>,
    /// How a worker that runs [`serve`] is started.
    pub worker: WorkerCommand,
    /// What may open encrypted files.
    pub passwords: Passwords,
    /// Larger files are not read, in bytes.
    pub largest_file: u64,
    /// How many papers are read at once.
    pub jobs: usize,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Every source has its record.
    Complete,
    /// It was told to stop; what was read is in the cache.
    Stopped,
}

/// Why a run cannot go on. Nothing that a paper does is such a reason.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// What to read cannot be told.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The cache failed.
    #[error(transparent)]
    Cache(#[from] CacheError),
    /// No worker process can be started.
    #[error("cannot start a reading process: {0}")]
    Worker(io::Error),
    /// A record could not be written.
    #[error("cannot write the records: {0}; see that there is room, or name another place with --output")]
    Sink(io::Error),
    /// The search for papers could not be started, or ended without having come to its end.
    #[error("the search for papers broke off: {0}")]
    Feed(io::Error),
    /// The threads could not be started.
    #[error("cannot start {jobs} threads: {cause}; give fewer with --jobs")]
    Threads {
        /// How many.
        jobs: usize,
        /// Why.
        cause: rayon::ThreadPoolBuildError,
    },
}

impl Pipeline<'_> {
    /// Makes a record of every source.
    ///
    /// `sink` gets the records in the order of the sources; `done` gets each one as soon as it is there. `stop` ends the run
    /// early. What is held at once does not grow with the number of sources.
    ///
    /// # Errors
    ///
    /// When the sources, the cache, the sink or the system fail.
    pub fn run(
        &self,
        sources: Sources,
        stop: &AtomicBool,
        done: &(dyn Fn(&PaperRecord) + Sync),
        sink: impl FnMut(PaperRecord) -> io::Result<()> + Send,
    ) -> Result<Ending, PipelineError> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.jobs).build();
        let pool = pool.map_err(|cause| PipelineError::Threads { jobs: self.jobs, cause })?;
        let feed = Feed::start(sources, self.largest_file).map_err(PipelineError::Feed)?;
        let failed = AtomicBool::new(false);
        let first_error = Mutex::new(None);
        let queue = Mutex::new(InOrder::new(sink));
        let over = || stop.load(Ordering::Relaxed) || failed.load(Ordering::Relaxed);
        pool.broadcast(|_| {
            let mut worker = Worker::new(self.worker.clone());
            let mut work = || -> Result<(), PipelineError> {
                while let Some((index, source)) = feed.next(&over)? {
                    let record = self.record(source, &mut worker)?;
                    // A worker that was stopped together with this run says nothing of its paper.
                    if !over() {
                        done(&record);
                        let written = queue.lock().unwrap_or_else(PoisonError::into_inner).put(index, record);
                        feed.release(written.map_err(PipelineError::Sink)?);
                    }
                }
                Ok(())
            };
            if let Err(error) = work() {
                failed.store(true, Ordering::Relaxed);
                first_error.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
            }
        });
        match first_error.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some(error) => Err(error),
            None if stop.load(Ordering::Relaxed) => Ok(Ending::Stopped),
            None => Ok(Ending::Complete),
        }
    }

    fn record(&self, source: Source, worker: &mut Worker) -> Result<PaperRecord, PipelineError> {
        let Source { locator, content, said } = source;
        let mut record = self.record_of(&locator, content, worker)?;
        record.carry(said);
        Ok(record)
    }

    fn record_of(
        &self,
        locator: &str,
        content: Content,
        worker: &mut Worker,
    ) -> Result<PaperRecord, PipelineError> {
        let Paper { id, reading, cache } = self.reading(content, worker)?;
        let made_with = self.versions.engine.clone() + " " + &self.versions.gazetteer;
        let cache = cache.zip(id.as_deref());
        let known = match cache {
            Some((cache, id)) => cache.get(id, &made_with)?,
            None => None,
        };
        let joined = catch_unwind(AssertUnwindSafe(|| {
            let findings = self.matcher.find(&reading.text);
            let gazetteer = || self.gazetteer.unwrap_or_else(|| Gazetteer::embedded());
            let found = known.is_none().then(|| affiliation::read(&reading, gazetteer()));
            (findings, known.or_else(|| found.clone()).unwrap_or_default(), found)
        }));
        let Ok((findings, authorship, found)) = joined else {
            let detail = "looking for models and countries failed; please report this paper".to_owned();
            let reading = Reading::failed(Status::Crash, ProblemKind::Crash, detail);
            let (findings, authorship) = Default::default();
            return Ok(PaperRecord::join(locator, id, reading, findings, authorship, &self.versions));
        };
        if let (Some((cache, id)), Some(found)) = (cache, found)
            && cache::is_lasting(reading.status)
            && let Ok(encoded) = cache::encode(&found)
        {
            cache.put(id, &made_with, &encoded)?;
        }
        Ok(PaperRecord::join(locator, id, reading, findings, authorship, &self.versions))
    }

    fn reading(&self, content: Content, worker: &mut Worker) -> Result<Paper<'_>, PipelineError> {
        let cache = self.cache;
        let lost = |reading| Ok(Paper { id: None, reading, cache });
        let (mut bytes, stamp) = match content {
            Content::Bytes(bytes) => (bytes, None),
            Content::Lost(Loss { kind, detail }) => return lost(failed_by(kind, detail)),
            Content::File(path) => {
                let stamp = fs::metadata(&path).ok().as_ref().and_then(cache::stamp);
                if let (Some(cache), Some(stamp)) = (cache, &stamp)
                    && let Some(id) = cache.id_of(stamp)?
                    && let Some(reading) = self.known(&id)?
                {
                    return Ok(Paper { id: Some(id), reading, cache: self.cache });
                }
                match self.bytes(&path) {
                    Ok(bytes) => (bytes, stamp),
                    Err(failed) => return lost(*failed),
                }
            }
        };
        let id = sha256(&bytes);
        if let Some(cache) = cache {
            if let Some(stamp) = stamp {
                cache.put_id(&stamp, &id)?;
            }
            if let Some(reading) = self.known(&id)? {
                return Ok(Paper { id: Some(id), reading, cache: self.cache });
            }
        }
        // What a password guards is not left in the cache: it would be there for whoever has no password, and what is
        // there says `encrypted` to whoever has one.
        let guarded = !self.passwords.is_empty() && pdf::may_be_encrypted(&bytes);
        let cache = cache.filter(|_| !guarded);
        self.passwords.attach(&mut bytes);
        let outcome = worker.ask(bytes).map_err(PipelineError::Worker)?;
        let failed = |status, kind, detail| Reading::failed(status, kind, detail);
        let reading = match outcome {
            Outcome::Answer(encoded) => match cache::decode::<Reading>(&encoded) {
                Some(reading) => {
                    if let Some(cache) = cache.filter(|_| cache::is_lasting(reading.status)) {
                        cache.put(&id, &self.versions.engine, &encoded)?;
                    }
                    reading
                }
                None => failed(Status::Crash, ProblemKind::Crash, "the answer cannot be decoded".to_owned()),
            },
            Outcome::Timeout => {
                let detail =
                    format!("not read within {} s; give more with --timeout", self.worker.timeout.as_secs());
                failed(Status::Timeout, ProblemKind::Timeout, detail)
            }
            Outcome::OutOfMemory => {
                let detail = "needs more memory than --max-memory allows".to_owned();
                failed(Status::TooLarge, ProblemKind::Limit, detail)
            }
            Outcome::Crash(why) => failed(Status::Crash, ProblemKind::Crash, why),
        };
        Ok(Paper { id: Some(id), reading, cache })
    }

    /// What the cache has of a file, unless that is for want of a password that there is now.
    fn known(&self, id: &str) -> Result<Option<Reading>, CacheError> {
        let Some(cache) = self.cache else { return Ok(None) };
        let reading: Option<Reading> = cache.get(id, &self.versions.engine)?;
        Ok(reading.filter(|it| self.passwords.is_empty() || it.status != Status::Encrypted))
    }

    fn bytes(&self, path: &Path) -> Result<Vec<u8>, Box<Reading>> {
        let missing = |cause: io::Error| Box::new(failed_by(LossKind::Missing, cause.to_string()));
        let file = File::open(path).map_err(missing)?;
        let length = file.metadata().map_err(missing)?.len();
        if length > self.largest_file {
            let detail = format!("{length} bytes are more than --max-memory allows for");
            return Err(Box::new(failed_by(LossKind::TooLarge, detail)));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0) + ROOM_FOR_PASSWORDS);
        file.take(self.largest_file).read_to_end(&mut bytes).map_err(missing)?;
        Ok(bytes)
    }
}

/// So many bytes behind a file let it become a request without being copied.
const ROOM_FOR_PASSWORDS: usize = 1024;

/// A file as it was read.
struct Paper<'a> {
    /// `None` where it could not be opened.
    id: Option<String>,
    reading: Reading,
    /// Where what is made of it may be kept.
    cache: Option<&'a Cache>,
}

/// What is known of a paper whose bytes cannot be had.
fn failed_by(kind: LossKind, detail: String) -> Reading {
    let (status, kind) = match kind {
        LossKind::Missing => (Status::Missing, ProblemKind::Missing),
        LossKind::Unreadable => (Status::Unreadable, ProblemKind::Unreadable),
        LossKind::Encrypted => (Status::Encrypted, ProblemKind::Encrypted),
        LossKind::TooLarge => (Status::TooLarge, ProblemKind::Limit),
    };
    Reading::failed(status, kind, detail)
}

/// The worker's end: reads PDFs, each with the passwords behind it, from `input` within the limits of the moment, and
/// answers each with its encoded [`Reading`].
///
/// # Errors
///
/// When a pipe breaks.
pub fn serve(
    input: impl Read,
    output: impl Write,
    engine: Engine,
    limits: impl Fn() -> Limits,
) -> io::Result<()> {
    isolation::serve(input, output, |mut request| {
        let Some(passwords) = Passwords::detach(&mut request) else { return Vec::new() };
        cache::encode(&read(request, engine, &limits(), &passwords)).unwrap_or_default()
    })
}

/// Reads one PDF; a failure is a reading too.
#[must_use]
pub fn read(bytes: Vec<u8>, engine: Engine, limits: &Limits, passwords: &Passwords) -> Reading {
    match pdf::read(bytes, engine, limits, passwords.as_lines()) {
        Ok(document) => Reading::new(document),
        Err(error) => {
            let (status, kind) = match &error {
                ReadError::Encrypted => (Status::Encrypted, ProblemKind::Encrypted),
                ReadError::Unreadable(_) => (Status::Unreadable, ProblemKind::Unreadable),
            };
            Reading::failed(status, kind, error.to_string())
        }
    }
}
