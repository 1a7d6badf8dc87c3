//! Files beside their place, where a rename within one folder cannot fail half way.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use tempfile::NamedTempFile;

/// How the name of a file begins that nobody sweeps away.
const PREFIX: &str = ".crosscurrent-";

/// How the name of a draft begins.
const DRAFT: &str = ".crosscurrent-draft-";

/// A file that will get its name once it is whole. Drafts that a killed run has left in the folder are removed: whoever
/// writes one holds a lock on it.
///
/// # Errors
///
/// When the folder cannot be written.
pub fn draft(folder: &Path) -> io::Result<NamedTempFile> {
    sweep(folder)?;
    begin(folder)
}

/// A draft in a folder that was swept before.
pub(super) fn begin(folder: &Path) -> io::Result<NamedTempFile> {
    loop {
        let draft = named(folder, DRAFT)?;
        // Where the file system has no locks, nothing is swept either. Where it has, another run may have swept this one
        // away before it was locked.
        if draft.as_file().lock().is_err() || draft.path().exists() {
            return Ok(draft);
        }
    }
}

/// Removes the drafts that nobody writes any more.
pub(super) fn sweep(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let is_draft = entry.file_name().to_string_lossy().starts_with(DRAFT);
        let left_over = |file: File| file.try_lock().is_ok_and(|()| fs::remove_file(entry.path()).is_ok());
        if is_draft && let Ok(file) = File::open(entry.path()) {
            left_over(file);
        }
    }
    Ok(())
}

/// A file beside its place that is not swept: a database takes locks of its own.
pub(super) fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    named(folder, PREFIX)
}

fn named(folder: &Path, prefix: &str) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix);
    // Results are for sharing: temporary files are private by default, and the umask still applies.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_run_left_is_swept_and_what_another_one_writes_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let left = folder.path().join(".crosscurrent-draft-left");
        let mine = folder.path().join("draft.csv");
        for path in [&left, &mine] {
            fs::write(path, "half").unwrap();
        }
        let one = draft(folder.path()).unwrap();
        let two = draft(folder.path()).unwrap();
        assert!(!left.exists() && mine.exists() && one.path().exists() && two.path().exists());
    }
}
