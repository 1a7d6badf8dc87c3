//! Files and folders → their PDFs, folder by folder.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde_json::Map;
use walkdir::{DirEntry, WalkDir};

use super::{Flow, Giver, HEAD, SourceError, archive, is_named_pdf, is_pdf_head};

/// What was named, sorted; nothing of it lies within another.
pub(super) struct Roots {
    paths: Vec<PathBuf>,
    /// Files that are taken whatever they are.
    named: BTreeSet<PathBuf>,
    count: Option<usize>,
}

impl Roots {
    /// Looks at all of it once, so that what is wrong shows before any work.
    pub fn new(paths: &[PathBuf]) -> Result<Self, SourceError> {
        let mut named = BTreeSet::new();
        let mut roots: Vec<PathBuf> = Vec::new();
        for path in paths {
            let member = (!path.exists()).then(|| archive::split(path)).flatten();
            match member {
                Some((archive, _)) if archive.is_file() => {}
                _ if path.exists() => {}
                Some((archive, _)) => return Err(SourceError::NoSuchPath { path: archive }),
                None => return Err(SourceError::NoSuchPath { path: path.clone() }),
            }
            if !path.is_dir() {
                named.insert(path.clone());
            }
            roots.push(path.clone());
        }
        roots.sort_unstable();
        // A member of an archive lies in no folder: the archive would have to be named for its members to be taken.
        roots.dedup_by(|inner, outer| inner == outer || (inner.exists() && inner.starts_with(outer)));
        let mut all = Self { paths: roots, named, count: None };
        let (mut count, mut archives) = (0, 0);
        let mut is_known = true;
        for root in &all.paths {
            for entry in all.walk(root) {
                let (path, taken) = entry?;
                count += usize::from(taken);
                let is_archive = archive::Kind::of(&path.to_string_lossy()).is_some();
                archives += usize::from(!taken && is_archive);
                is_known &= !(taken && is_archive);
            }
        }
        if count == 0 {
            return Err(SourceError::NoPdf { paths: paths.to_vec(), archives });
        }
        all.count = is_known.then_some(count);
        Ok(all)
    }

    /// How many papers there are; unknown where an archive is among them.
    pub fn count(&self) -> Option<usize> {
        self.count
    }

    pub fn give(&self, giver: &mut Giver<'_>) -> Flow {
        for root in &self.paths {
            for entry in self.walk(root) {
                match entry {
                    Ok((path, true)) => match archive::split(&path).filter(|_| !path.exists()) {
                        Some((archive, member)) => {
                            let locator = path.to_string_lossy().into_owned();
                            let wanted = archive::Wanted { member, locator, said: Map::new() };
                            archive::give_members(giver, &archive, vec![wanted])?;
                        }
                        None => giver.give_named(&path, Map::new())?,
                    },
                    Ok((_, false)) => {}
                    Err(error) => return ControlFlow::Break(Some(error)),
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// The files under a root, and whether each is a paper or an archive to read.
    fn walk<'r>(
        &'r self,
        root: &'r Path,
    ) -> impl Iterator<Item = Result<(PathBuf, bool), SourceError>> + use<'r> {
        let member = (!root.exists() && self.named.contains(root)).then(|| Ok((root.to_owned(), true)));
        let walk = member.is_none().then(|| WalkDir::new(root).follow_links(true).sort_by_file_name());
        let walk = walk.into_iter().flat_map(|walk| walk.into_iter().filter_entry(|it| !is_unfinished(it)));
        let files = walk.filter_map(move |entry| {
            let entry = match entry {
                Ok(entry) if entry.file_type().is_dir() => return None,
                Ok(entry) => entry,
                Err(error) => {
                    let path = error.path().unwrap_or(root).to_owned();
                    return Some(Err(SourceError::Unreadable { path, cause: error.into() }));
                }
            };
            let named = entry.file_type().is_file() && self.named.contains(entry.path());
            let taken = if named { Ok(true) } else { is_pdf(&entry) };
            Some(taken.map(|taken| (entry.into_path(), taken)))
        });
        member.into_iter().chain(files)
    }
}

/// What this program has not finished, such as the parts of a PDF that `fetch` waits for.
fn is_unfinished(entry: &DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with(".crosscurrent-")
}

fn is_pdf(entry: &DirEntry) -> Result<bool, SourceError> {
    if !entry.file_type().is_file() {
        return Ok(false);
    }
    let path = entry.path();
    if is_named_pdf(&path.to_string_lossy()) {
        return Ok(true);
    }
    let mut head = Vec::with_capacity(HEAD);
    let read = File::open(path).and_then(|file| file.take(HEAD as u64).read_to_end(&mut head));
    read.map_err(|cause| SourceError::Unreadable { path: path.to_owned(), cause })?;
    Ok(is_pdf_head(&head))
}
