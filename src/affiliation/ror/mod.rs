//! A dump of the Research Organization Registry (ROR) → a file of institutions for `--gazetteer`.
//!
//! Takes the dump as it is published: a zip or the JSON in it, schema v2 or v1. Reads it as a stream, since it is larger than
//! a worker may be, and keeps of each organisation only what a row needs. Which names are safe is decided in
//! `compile.rs`; that the program's own rows win over these is left to the gazetteer.

mod compile;
mod dump;
mod error;
mod organisation;

use std::io::Write;
use std::path::Path;

pub use error::RorError;

use super::gazetteer::IMPORTED;
use dump::Dump;

/// What became of a dump.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// The dump's own name, which holds its version.
    pub version: String,
    /// SHA-256 of the dump, in hexadecimal.
    pub hash: String,
    /// Organisations of the dump.
    pub organisations: usize,
    /// Those that are withdrawn, and left out.
    pub withdrawn: usize,
    /// Rows written.
    pub rows: usize,
    /// Names written, aliases and acronyms among them.
    pub names: usize,
    /// Names left out: too short, of generic words only, surnames, acronyms that several bodies share.
    pub refused: usize,
}

/// Compiles the dump at `path`. The first line written tells the file for imported, with version and hash of the dump.
///
/// # Errors
/// A file that cannot be read, is no dump, or is cut off; an output that cannot be written.
pub fn import(path: &Path, out: &mut dyn Write) -> Result<Imported, RorError> {
    let mut dump = Dump::open(path)?;
    let mut imported =
        Imported { version: dump.version.clone(), hash: dump.hash.clone(), ..Imported::default() };
    let mut organisations = Vec::new();
    dump.each(&mut |entry| {
        imported.organisations += 1;
        if entry.is_withdrawn() {
            imported.withdrawn += 1;
        } else {
            organisations.extend(entry.organisation());
        }
    })?;
    if organisations.is_empty() {
        return Err(RorError::Empty { path: path.to_owned() });
    }
    // Whatever the order of the dump.
    organisations.sort_by(|a, b| a.id.cmp(&b.id));
    let rows = compile::rows(organisations, &mut imported);
    write(&rows, &imported, out).map_err(RorError::Write)?;
    Ok(imported)
}

fn write(rows: &[compile::Row], imported: &Imported, out: &mut dyn Write) -> std::io::Result<()> {
    let Imported { version, hash, organisations, withdrawn, .. } = imported;
    writeln!(
        out,
        "{IMPORTED}ROR (CC0): {version}; {organisations} organisations, {withdrawn} of them withdrawn; SHA-256 {hash}"
    )?;
    writeln!(out, "# id\tname\tiso2\tkind\tsites\tdomains\taliases\tnote")?;
    for row in rows {
        row.write(out)?;
    }
    out.flush()
}

#[cfg(test)]
mod tests;
