//! The file of a dump: zip or JSON, its version and hash, and its organisations one after the other.

use std::fmt::{self, Write as _};
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::RorError;
use super::organisation::Entry;

/// A dump that can be read.
pub(super) struct Dump {
    path: PathBuf,
    content: Content,
    /// The name of the JSON file, which holds the version: `v1.63-2025-04-03-ror-data_schema_v2.json`.
    pub version: String,
    /// SHA-256 of the file, in hexadecimal.
    pub hash: String,
}

enum Content {
    Json(File),
    Zip(ZipArchive<BufReader<File>>, usize),
}

impl Dump {
    pub fn open(path: &Path) -> Result<Self, RorError> {
        let failed = |cause| RorError::Read { path: path.to_owned(), cause };
        let (hash, zipped) = fingerprint(path).map_err(failed)?;
        let file = File::open(path).map_err(failed)?;
        let (content, version) = if zipped {
            let broken = |cause| RorError::Zip { path: path.to_owned(), cause };
            let archive = ZipArchive::new(BufReader::new(file)).map_err(broken)?;
            let (at, name) = member(&archive).ok_or_else(|| RorError::NoJson { path: path.to_owned() })?;
            (Content::Zip(archive, at), name)
        } else {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (Content::Json(file), name)
        };
        let version = version.rsplit('/').next().unwrap_or_default().replace(char::is_control, " ");
        Ok(Self { path: path.to_owned(), content, version, hash })
    }

    /// Gives every organisation to `take`.
    pub fn each(&mut self, take: &mut dyn FnMut(Entry)) -> Result<(), RorError> {
        let path = &self.path;
        match &mut self.content {
            Content::Json(file) => stream(path, file, take),
            Content::Zip(archive, at) => {
                let member = archive.by_index(*at);
                stream(path, member.map_err(|cause| RorError::Zip { path: path.clone(), cause })?, take)
            }
        }
    }
}

/// The SHA-256 of a file in hexadecimal, and whether it begins as a zip does.
fn fingerprint(path: &Path) -> io::Result<(String, bool)> {
    let mut file = File::open(path)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    let mut zipped = None;
    loop {
        let length = file.read(&mut buffer)?;
        let read = buffer.get(..length).unwrap_or_default();
        if read.is_empty() {
            break;
        }
        zipped.get_or_insert(read.starts_with(b"PK"));
        digest.update(read);
    }
    let hash = digest.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    Ok((hash, zipped.unwrap_or_default()))
}

/// The JSON of an archive; that of schema v2 where there are two.
fn member(archive: &ZipArchive<BufReader<File>>) -> Option<(usize, String)> {
    let names = (0..archive.len()).filter_map(|at| Some((at, archive.name_for_index(at)?.ok()?)));
    let mut members: Vec<(bool, usize, String)> = names
        .filter(|(_, name)| {
            Path::new(name.as_ref()).extension().is_some_and(|it| it.eq_ignore_ascii_case("json"))
        })
        .map(|(at, name)| (!name.contains("schema_v2"), at, name.into_owned()))
        .collect();
    members.sort();
    members.into_iter().next().map(|(_, at, name)| (at, name))
}

fn stream(path: &Path, json: impl Read, take: &mut dyn FnMut(Entry)) -> Result<(), RorError> {
    let mut organisations = 0;
    let mut json = serde_json::Deserializer::from_reader(BufReader::with_capacity(1 << 18, json));
    let each = Each(&mut |entry| {
        organisations += 1;
        take(entry);
    });
    // The end is read too: of a zip, that is where damage shows.
    let result = each.deserialize(&mut json).and_then(|()| json.end());
    result.map_err(|error| {
        let (path, line) = (path.to_owned(), error.line());
        if error.is_eof() {
            RorError::CutOff { path, line, organisations }
        } else if error.is_io() {
            RorError::Read { path, cause: error.into() }
        } else {
            RorError::Json { path, line, message: error.to_string() }
        }
    })
}

/// A list whose elements are given away one by one, so that it is never held.
struct Each<'t>(&'t mut dyn FnMut(Entry));

impl<'de> DeserializeSeed<'de> for Each<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Each<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of organisations")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(entry) = list.next_element()? {
            (self.0)(entry);
        }
        Ok(())
    }
}
