//! Archives of PDFs, read from the first byte to the last as a stream.
//!
//! Takes an archive and which of its members are wanted, gives each as a source with its bytes. What is wrong with a
//! member is that member's loss; what is wrong with the archive is a source of its own, under the name of the archive.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::{Content, Flow, Giver, HEAD, Loss, LossKind, Source, is_named_pdf, is_pdf_head, tar, zip};

/// The form of an archive, told by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Tar,
    TarGzip,
    TarZstd,
    Zip,
}

const ENDINGS: [(&str, Kind); 6] = [
    (".tar", Kind::Tar),
    (".tar.gz", Kind::TarGzip),
    (".tgz", Kind::TarGzip),
    (".tar.zst", Kind::TarZstd),
    (".tzst", Kind::TarZstd),
    (".zip", Kind::Zip),
];

/// An archive of papers is not much smaller than what is in it: past this, and past [`SMALL`], it is a bomb.
const SWELLING: u64 = 200;

/// What an archive of any size may hold, in bytes.
const SMALL: u64 = 1 << 30;

impl Kind {
    pub fn of(name: &str) -> Option<Self> {
        let ends = |ending: &str| {
            let end = name.len().checked_sub(ending.len()).and_then(|at| name.get(at..));
            end.is_some_and(|end| end.eq_ignore_ascii_case(ending))
        };
        ENDINGS.iter().find(|(ending, _)| ends(ending)).map(|(_, kind)| *kind)
    }
}

/// `dir/archive.tar!member.pdf` → `dir/archive.tar`, `member.pdf`. The first `!` behind the name of an archive counts.
pub(super) fn split(path: &Path) -> Option<(PathBuf, String)> {
    let text = path.to_str()?;
    let (at, _) =
        text.match_indices('!').find(|(at, _)| Kind::of(text.get(..*at).unwrap_or_default()).is_some())?;
    let (archive, member) = text.split_at_checked(at)?;
    let member = bare(member.get(1..)?);
    (!member.is_empty()).then(|| (archive.into(), member.to_owned()))
}

/// The name of a member without the `./` that `tar -C folder .` puts before it.
pub(super) fn bare(name: &str) -> &str {
    name.strip_prefix("./").unwrap_or(name)
}

/// A member as a form of archive hands it over.
pub(super) struct Member<'m> {
    pub name: &'m str,
    /// How many bytes it should have.
    pub size: u64,
    pub body: Result<&'m mut dyn Read, Loss>,
}

/// What is done with the members of an archive.
pub(super) struct Visit<'v> {
    /// Whether a member is looked at, by its name.
    pub wants: &'v dyn Fn(&str) -> bool,
    pub see: &'v mut dyn FnMut(Member<'_>) -> Flow,
}

fn walk(path: &Path, kind: Kind, visit: &mut Visit<'_>) -> Result<Flow, Loss> {
    match kind {
        Kind::Zip => zip::walk(path, visit),
        Kind::Tar | Kind::TarGzip | Kind::TarZstd => tar::walk(path, kind, visit),
    }
}

/// All PDFs of an archive in the order in which they lie there, with what a list says of the archive.
pub(super) fn give_whole(giver: &mut Giver<'_>, path: &Path, said: &Map<String, Value>) -> Flow {
    let archive = path.to_string_lossy().into_owned();
    let locator = |name: &str| format!("{archive}!{name}");
    let Some(kind) = Kind::of(&archive) else { return ControlFlow::Continue(()) };
    // Whether there is a PDF at all is for the share to know that the archive itself belongs to.
    let (shard, mut has_papers) = (giver.shard, false);
    let is_ours = shard.holds(&archive);
    let walked = walk(
        path,
        kind,
        &mut Visit {
            wants: &|name| is_ours || shard.holds(&locator(name)),
            see: &mut |mut member| {
                let Some(head) = head_of_paper(&mut member) else { return ControlFlow::Continue(()) };
                has_papers = true;
                let locator = locator(member.name);
                if !shard.holds(&locator) {
                    return ControlFlow::Continue(());
                }
                let content = if Kind::of(member.name).is_some() {
                    let detail = "an archive within an archive is not opened; unpack it, and name it itself";
                    Content::Lost(Loss::new(LossKind::Unreadable, detail))
                } else {
                    content(member, head, giver.largest)
                };
                giver.give(Source { locator, content, said: said.clone() })
            },
        },
    );
    let loss = match walked {
        Ok(ControlFlow::Break(over)) => return ControlFlow::Break(over),
        Ok(ControlFlow::Continue(())) if has_papers => return ControlFlow::Continue(()),
        Ok(ControlFlow::Continue(())) => Loss::new(LossKind::Unreadable, "the archive holds no PDF"),
        Err(loss) => loss,
    };
    giver.give(Source { locator: archive, content: Content::Lost(loss), said: said.clone() })
}

/// A member that is named itself.
pub(super) struct Wanted {
    pub member: String,
    pub locator: String,
    pub said: Map<String, Value>,
}

impl Wanted {
    pub fn new(path: &Path, member: String, said: Map<String, Value>) -> Self {
        Self { member, locator: path.to_string_lossy().into_owned(), said }
    }
}

/// Some members of an archive, in one pass. Each has its place as it was named, and is given as soon as it is met.
pub(super) fn give_members(giver: &mut Giver<'_>, path: &Path, wanted: Vec<Wanted>) -> Flow {
    let mut missing: BTreeMap<String, Vec<(usize, Wanted)>> = BTreeMap::new();
    for it in wanted {
        if let Some(place) = giver.place(&it.locator) {
            missing.entry(it.member.clone()).or_default().push((place, it));
        }
    }
    let Some(kind) = Kind::of(&path.to_string_lossy()).filter(|_| !missing.is_empty()) else {
        return ControlFlow::Continue(());
    };
    let missing = RefCell::new(missing);
    let walked = walk(
        path,
        kind,
        &mut Visit {
            wants: &|name| missing.borrow().contains_key(name),
            see: &mut |member| {
                let found = missing.borrow_mut().remove(member.name).unwrap_or_default();
                let content = content(member, Vec::new(), giver.largest);
                for (place, Wanted { locator, said, .. }) in found {
                    giver.give_at(place, Source { locator, content: content.clone(), said })?;
                }
                if missing.borrow().is_empty() { ControlFlow::Break(None) } else { ControlFlow::Continue(()) }
            },
        },
    );
    let missing = missing.into_inner();
    let loss = match walked {
        Ok(ControlFlow::Break(over)) if !missing.is_empty() => return ControlFlow::Break(over),
        Ok(_) => Loss::new(LossKind::Missing, "there is no such member in the archive"),
        Err(loss) => loss,
    };
    for (place, Wanted { locator, said, .. }) in missing.into_values().flatten() {
        giver.give_at(place, Source { locator, content: Content::Lost(loss.clone()), said })?;
    }
    ControlFlow::Continue(())
}

/// The bytes of a member that were looked at to tell that it is a paper, or an archive that may hold some; `None` where
/// it is neither.
fn head_of_paper(member: &mut Member<'_>) -> Option<Vec<u8>> {
    let mut head = Vec::new();
    if is_named_pdf(member.name) || Kind::of(member.name).is_some() {
        return Some(head);
    }
    let body = member.body.as_mut().ok()?;
    body.take(HEAD as u64).read_to_end(&mut head).ok()?;
    is_pdf_head(&head).then_some(head)
}

/// All of a member, of which `bytes` were read already.
fn content(member: Member<'_>, mut bytes: Vec<u8>, largest: u64) -> Content {
    let without = |kind, detail: String| Content::Lost(Loss::new(kind, detail));
    let too_large = || {
        let detail = format!("{} bytes are more than --max-memory allows for", member.size.max(largest + 1));
        without(LossKind::TooLarge, detail)
    };
    let body = match member.body {
        Ok(body) => body,
        Err(loss) => return Content::Lost(loss),
    };
    if member.size > largest {
        return too_large();
    }
    bytes.reserve_exact(usize::try_from(member.size.min(LIKELY)).unwrap_or(0));
    match body.take(largest.saturating_sub(bytes.len() as u64) + 1).read_to_end(&mut bytes) {
        Err(error) => without(LossKind::Unreadable, format!("cannot be had from its archive: {error}")),
        Ok(_) if bytes.len() as u64 > largest => too_large(),
        Ok(_) if (bytes.len() as u64) < member.size => {
            without(LossKind::Unreadable, "the archive ends in the middle of this paper".to_owned())
        }
        Ok(_) => Content::Bytes(bytes),
    }
}

/// Memory that is reserved on the word of an archive, in bytes.
const LIKELY: u64 = 16 << 20;

/// Fails past as many bytes as an archive of papers can hold.
pub(super) struct Bounded<R> {
    inner: R,
    left: u64,
}

impl<R> Bounded<R> {
    pub fn new(inner: R, archive: u64) -> Self {
        Self { inner, left: most_within(archive) }
    }
}

/// What an archive of so many bytes may hold.
pub(super) fn most_within(archive: u64) -> u64 {
    archive.saturating_mul(SWELLING).max(SMALL)
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left = self
            .left
            .checked_sub(read as u64)
            .ok_or_else(|| io::Error::other(format!("it swells to more than {SWELLING} times its size")))?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_told_from_paths() {
        for (path, parts) in [
            ("a.tar!b.pdf", Some(("a.tar", "b.pdf"))),
            ("d/a.TAR.GZ!x/./b!.pdf", Some(("d/a.TAR.GZ", "x/./b!.pdf"))),
            ("wow!/a.zip!./b", Some(("wow!/a.zip", "b"))),
            ("a.tar!", None),
            ("a.pdf!b", None),
            ("a.tar", None),
        ] {
            let expected = parts.map(|(archive, member)| (PathBuf::from(archive), member.to_owned()));
            assert_eq!(split(Path::new(path)), expected, "{path}");
        }
    }

    #[test]
    fn an_archive_that_swells_is_left() {
        let mut bounded = Bounded { inner: io::repeat(0), left: 100_000 };
        let error = io::copy(&mut bounded, &mut io::sink()).unwrap_err();
        assert!(error.to_string().contains("200 times"), "{error}");
    }
}
