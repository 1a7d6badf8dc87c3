//! Sources on their way in, one after the other, and records on their way out, in the same order.

use std::collections::BTreeMap;
use std::io;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use super::PipelineError;
use crate::paper::PaperRecord;
use crate::source::{Source, SourceError, Sources};

/// So many papers are under way at most: given, and their records not yet passed on because one before them takes long.
/// More than the members of an archive that may come in another order than they are numbered.
const UNDER_WAY: usize = 2048;

/// How long a thread waits for a source before it looks whether the run is over.
const TICK: Duration = Duration::from_millis(50);

/// A thread that looks for sources, and how far it may run ahead.
pub(super) struct Feed {
    offers: Mutex<Receiver<Offer>>,
    room: Arc<Room>,
    ended: AtomicBool,
}

enum Offer {
    Paper(usize, Source),
    End(Result<(), SourceError>),
}

/// How many more papers may be under way.
struct Room {
    left: Mutex<usize>,
    freed: Condvar,
    closed: AtomicBool,
}

impl Room {
    /// Waits for room; `false` where the run is over.
    fn take(&self) -> bool {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        while *left == 0 && !self.closed.load(Ordering::Relaxed) {
            left = self.freed.wait_timeout(left, TICK).unwrap_or_else(PoisonError::into_inner).0;
        }
        *left = left.saturating_sub(1);
        !self.closed.load(Ordering::Relaxed)
    }
}

impl Feed {
    /// Begins to look for sources. A thread of its own does, so that an archive is unpacked while papers are read, and a
    /// list that does not go on keeps nobody from ending the run.
    pub fn start(sources: Sources, largest: u64) -> io::Result<Self> {
        let (send, offers) = mpsc::sync_channel(1);
        let room = Arc::new(Room {
            left: Mutex::new(UNDER_WAY),
            freed: Condvar::new(),
            closed: AtomicBool::new(false),
        });
        let of_thread = Arc::clone(&room);
        std::thread::Builder::new().name("sources".to_owned()).spawn(move || {
            let result = sources.each(largest, &mut |index, source| {
                if of_thread.take() && send.send(Offer::Paper(index, source)).is_ok() {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                }
            });
            // Nobody listens once the run is over.
            let _ = send.send(Offer::End(result));
        })?;
        Ok(Self { offers: Mutex::new(offers), room, ended: AtomicBool::new(false) })
    }

    /// The next source and its place; `None` where there is none, or the run is over.
    pub fn next(&self, over: &dyn Fn() -> bool) -> Result<Option<(usize, Source)>, PipelineError> {
        let offers = self.offers.lock().unwrap_or_else(PoisonError::into_inner);
        while !over() && !self.ended.load(Ordering::Relaxed) {
            match offers.recv_timeout(TICK) {
                Ok(Offer::Paper(index, source)) => return Ok(Some((index, source))),
                Ok(Offer::End(result)) => {
                    self.ended.store(true, Ordering::Relaxed);
                    result?;
                }
                Err(RecvTimeoutError::Timeout) => {}
                // Records would be missing and nobody would know.
                Err(RecvTimeoutError::Disconnected) => {
                    let cause = io::Error::other("it failed on one of them; please report this");
                    return Err(PipelineError::Feed(cause));
                }
            }
        }
        Ok(None)
    }

    /// Lets as many more papers in as records have gone out.
    pub fn release(&self, written: usize) {
        if written > 0 {
            *self.room.left.lock().unwrap_or_else(PoisonError::into_inner) += written;
            self.room.freed.notify_one();
        }
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        self.room.closed.store(true, Ordering::Relaxed);
    }
}

/// Passes records on in the order of their sources.
pub(super) struct InOrder<S> {
    next: usize,
    waiting: BTreeMap<usize, PaperRecord>,
    sink: S,
}

impl<S: FnMut(PaperRecord) -> io::Result<()>> InOrder<S> {
    pub fn new(sink: S) -> Self {
        Self { next: 0, waiting: BTreeMap::new(), sink }
    }

    /// Passes on whatever is next by now, and says how many that were.
    pub fn put(&mut self, index: usize, record: PaperRecord) -> io::Result<usize> {
        let before = self.next;
        self.waiting.insert(index, record);
        while let Some(record) = self.waiting.remove(&self.next) {
            self.next += 1;
            (self.sink)(record)?;
        }
        Ok(self.next - before)
    }
}
