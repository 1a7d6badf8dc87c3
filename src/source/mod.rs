//! Paths, lists and archives → the PDFs to read, each with its locator, in a fixed order.
//!
//! Takes what a user names, gives one [`Source`] after the other: neither the list nor an archive is ever held whole, and
//! nothing is unpacked to the disk. Reads no more of a file in a folder than tells whether it is a PDF.

mod archive;
mod error;
mod folder;
mod list;
mod shard;
mod tar;
mod zip;
mod zstd;

use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

pub use error::SourceError;
pub use shard::{Shard, ShardError};

/// One paper to read.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// What the record calls it: the path as it was given or found, or `archive.tar!member.pdf`.
    pub locator: String,
    /// Where its bytes are.
    pub content: Content,
    /// What a list says of it.
    pub said: Map<String, Value>,
}

/// Where the bytes of a paper are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// In a file, which is not opened yet.
    File(PathBuf),
    /// Here: they came out of an archive.
    Bytes(Vec<u8>),
    /// Nowhere.
    Lost(Loss),
}

/// Why the bytes of a paper cannot be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// What sort of loss.
    pub kind: LossKind,
    /// In words, for a person.
    pub detail: String,
}

/// What sort of loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LossKind {
    /// There is no such file or member.
    Missing,
    /// The archive is damaged, or packed in a way that is not read.
    Unreadable,
    /// It is encrypted in its archive.
    Encrypted,
    /// It is larger than may be read, or its archive swells to more than papers do.
    TooLarge,
}

impl Loss {
    fn new(kind: LossKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into() }
    }
}

/// All papers of a run, in their order.
pub struct Sources {
    origin: Origin,
    shard: Shard,
}

enum Origin {
    Paths(folder::Roots),
    List(list::Lines),
}

/// Whether more is wanted; `Some` where the search cannot go on.
type Flow = ControlFlow<Option<SourceError>>;

impl Sources {
    /// All PDFs in some files, folders, archives and members of archives, sorted by path, each once.
    ///
    /// A file that is named itself is taken whatever it is; in a folder or an archive, PDFs are told by content or name.
    /// Archives are opened where they are named themselves.
    ///
    /// # Errors
    ///
    /// When a path does not exist, a folder cannot be read, or there is no PDF at all.
    pub fn of_paths(paths: &[PathBuf]) -> Result<Self, SourceError> {
        Ok(Self { origin: Origin::Paths(folder::Roots::new(paths)?), shard: Shard::WHOLE })
    }

    /// The PDFs that a list names, in the order of the list: a path a line, or an object with `path` and whatever else is
    /// known. Whether they exist shows when they are read. `name` is what messages call the list.
    #[must_use]
    pub fn of_list(list: Box<dyn Read + Send>, name: &str) -> Self {
        Self { origin: Origin::List(list::Lines::new(list, name)), shard: Shard::WHOLE }
    }

    /// Leaves only one share of them.
    #[must_use]
    pub fn sharded(self, shard: Shard) -> Self {
        Self { shard, ..self }
    }

    /// How many there are, where that can be told without opening an archive or reading a list to its end.
    #[must_use]
    pub fn count(&self) -> Option<usize> {
        match &self.origin {
            Origin::Paths(roots) if self.shard == Shard::WHOLE => roots.count(),
            _ => None,
        }
    }

    /// Gives one source after the other, each with its place in the order, until `take` wants no more. Members of an
    /// archive may come before others whose place is earlier. No member larger than `largest` bytes is held.
    ///
    /// # Errors
    ///
    /// When a folder or the list cannot be read, or a line of the list is none.
    pub fn each(
        self,
        largest: u64,
        take: &mut dyn FnMut(usize, Source) -> ControlFlow<()>,
    ) -> Result<(), SourceError> {
        let mut giver = Giver { shard: self.shard, largest, next: 0, take };
        let flow = match self.origin {
            Origin::Paths(roots) => roots.give(&mut giver),
            Origin::List(lines) => lines.give(&mut giver),
        };
        match flow {
            ControlFlow::Break(Some(error)) => Err(error),
            _ => Ok(()),
        }
    }
}

impl std::fmt::Debug for Sources {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sources").field("shard", &self.shard).finish_non_exhaustive()
    }
}

/// Numbers the sources of a share and passes them on.
struct Giver<'t> {
    shard: Shard,
    largest: u64,
    next: usize,
    take: &'t mut dyn FnMut(usize, Source) -> ControlFlow<()>,
}

impl Giver<'_> {
    /// A place in the order, if the locator is of this share.
    fn place(&mut self, locator: &str) -> Option<usize> {
        let place = self.shard.holds(locator).then_some(self.next)?;
        self.next += 1;
        Some(place)
    }

    fn give_at(&mut self, place: usize, source: Source) -> Flow {
        (self.take)(place, source).map_break(|()| None)
    }

    fn give(&mut self, source: Source) -> Flow {
        match self.place(&source.locator) {
            Some(place) => self.give_at(place, source),
            None => Flow::Continue(()),
        }
    }

    /// A path as a user names it: a file, a whole archive, a member of one.
    fn give_named(&mut self, path: &Path, said: Map<String, Value>) -> Flow {
        let locator = path.to_string_lossy().into_owned();
        if archive::Kind::of(&locator).is_some() && !path.is_dir() {
            return archive::give_whole(self, path, &said);
        }
        self.give(Source { locator, content: Content::File(path.to_owned()), said })
    }
}

/// Whether a file says by its name that it is a PDF. `._paper.pdf` is what macOS keeps beside `paper.pdf`.
fn is_named_pdf(name: &str) -> bool {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let end = name.len().checked_sub(4).and_then(|at| name.get(at..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(".pdf")) && !name.starts_with("._")
}

/// Bytes at the beginning of a file among which `%PDF-` tells that it is a PDF.
const HEAD: usize = 1024;

fn is_pdf_head(head: &[u8]) -> bool {
    memchr::memmem::find(head, b"%PDF-").is_some()
}

#[cfg(test)]
mod tests;
