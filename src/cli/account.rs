//! `run.json`: what a run was and how to repeat it. The one file with times in it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;
use crosscurrent::provenance::{TOOL, sha256_of};
use crosscurrent::records::Records;
use serde::{Deserialize, Serialize};

use super::args::Talk;
use super::output::say;
use super::whole::WholeFile;

/// Its name in the folder of a run.
pub const RUN_FILE: &str = "run.json";

/// What describes the other files of a folder.
const PACKAGE_FILE: &str = "datapackage.json";

/// The version of its form.
const SCHEMA: u32 = 1;

/// What a run was.
#[derive(Debug, Serialize, Deserialize)]
pub struct Account {
    schema: u32,
    /// The version of crosscurrent.
    pub tool: String,
    /// The PDF engine and its version; none where no PDF was read.
    pub engine: Option<String>,
    /// SHA-256 of the lists of models behind the records.
    pub registries: Vec<String>,
    /// SHA-256 of the gazetteers behind the records.
    pub gazetteers: Vec<String>,
    /// As they were typed, without the name of the program.
    arguments: Vec<String>,
    /// Where they were typed: paths are meant from there.
    pub folder: PathBuf,
    /// When it began.
    began: String,
    system: String,
    processors: usize,
    /// Papers by status.
    counts: BTreeMap<String, u64>,
    stages: Vec<Stage>,
    /// What was read beside papers.
    pub inputs: BTreeMap<PathBuf, FileHash>,
    /// What was written, by its name in the folder.
    pub outputs: BTreeMap<PathBuf, FileHash>,
}

/// A part of a run.
#[derive(Debug, Serialize, Deserialize)]
struct Stage {
    name: String,
    wall_seconds: f64,
    /// Of all threads and worker processes; none where the system does not tell.
    cpu_seconds: Option<f64>,
}

/// What a file held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileHash {
    pub bytes: u64,
    /// In hexadecimal.
    pub sha256: String,
}

impl FileHash {
    pub fn of(path: &Path) -> io::Result<Self> {
        let (sha256, bytes) = sha256_of(File::open(path)?)?;
        Ok(Self { bytes, sha256 })
    }
}

/// The account of a run that goes on.
pub struct Clock {
    began: jiff::Timestamp,
    stages: Vec<Stage>,
    lap: (Instant, Option<f64>),
}

impl Clock {
    pub fn start() -> Self {
        Self { began: jiff::Timestamp::now(), stages: Vec::new(), lap: (Instant::now(), cpu_seconds()) }
    }

    /// Ends a stage, and begins the next one.
    pub fn lap(&mut self, name: &str) {
        let now = (Instant::now(), cpu_seconds());
        let (wall, cpu) = self.lap;
        self.stages.push(Stage {
            name: name.to_owned(),
            wall_seconds: milliseconds((now.0 - wall).as_secs_f64()),
            cpu_seconds: now.1.zip(cpu).map(|(now, before)| milliseconds(now - before)),
        });
        self.lap = now;
    }

    /// Writes the account of a run into its folder, where all other files are in their places: the tables, and `beside`
    /// them what their description does not name. What a former run left there goes.
    pub fn write(
        self,
        folder: &Path,
        beside: &[&str],
        records: &Records,
        engine: Option<String>,
        inputs: BTreeMap<PathBuf, FileHash>,
        talk: Talk,
    ) -> anyhow::Result<()> {
        let mut outputs = packaged(folder)?;
        for name in beside {
            outputs.insert(PathBuf::from(name), hash(&folder.join(name))?);
        }
        let left = left_over(folder, &outputs, &inputs);
        for path in &left {
            fs::remove_file(path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
        if !left.is_empty() && talk > Talk::Quiet {
            let names: Vec<String> = left.iter().map(|path| path.display().to_string()).collect();
            say(format_args!("Removed what a former run wrote and this one does not: {}", names.join(", ")));
        }
        let account = Account {
            schema: SCHEMA,
            tool: TOOL.to_owned(),
            engine,
            registries: records.registries.iter().cloned().collect(),
            gazetteers: records.gazetteers.iter().cloned().collect(),
            arguments: std::env::args_os().skip(1).map(|it| it.to_string_lossy().into_owned()).collect(),
            folder: std::env::current_dir().context("cannot tell the folder of this run")?,
            began: self.began.to_string(),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            processors: std::thread::available_parallelism().map_or(1, usize::from),
            counts: records
                .statuses()
                .into_iter()
                .map(|(status, papers)| (status.as_str().to_owned(), papers))
                .collect(),
            stages: self.stages,
            inputs,
            outputs,
        };
        let mut file = WholeFile::create(&folder.join(RUN_FILE))?;
        serde_json::to_writer_pretty(&mut file, &account)?;
        file.write_all(b"\n")?;
        file.keep()
    }
}

/// The files of a folder that its last run wrote, this one neither writes nor reads, and nobody has changed since.
fn left_over(
    folder: &Path,
    outputs: &BTreeMap<PathBuf, FileHash>,
    inputs: &BTreeMap<PathBuf, FileHash>,
) -> Vec<PathBuf> {
    let text = fs::read_to_string(folder.join(RUN_FILE)).unwrap_or_default();
    let Ok(account) = serde_json::from_str::<Account>(&text) else { return Vec::new() };
    let of_folder = |name: &Path| name.file_name() == Some(name.as_os_str());
    let left = account.outputs.into_iter().filter(|(name, _)| of_folder(name) && !outputs.contains_key(name));
    let whole = |path: &Path| fs::canonicalize(path).ok();
    let read: Vec<Option<PathBuf>> = inputs.keys().map(|path| whole(path)).collect();
    left.map(|(name, hash)| (folder.join(name), hash))
        .filter(|(path, hash)| !read.contains(&whole(path)) && FileHash::of(path).is_ok_and(|is| is == *hash))
        .map(|(path, _)| path)
        .collect()
}

/// What the inputs of a run hold.
pub fn hashed(inputs: impl IntoIterator<Item = PathBuf>) -> anyhow::Result<BTreeMap<PathBuf, FileHash>> {
    inputs.into_iter().map(|path| Ok((path.clone(), hash(&path)?))).collect()
}

fn hash(path: &Path) -> anyhow::Result<FileHash> {
    FileHash::of(path).with_context(|| format!("cannot read {}", path.display()))
}

/// The files of a folder with the hashes that its description gives, and the description itself.
fn packaged(folder: &Path) -> anyhow::Result<BTreeMap<PathBuf, FileHash>> {
    #[derive(Deserialize)]
    struct Package {
        resources: Vec<Resource>,
    }
    #[derive(Deserialize)]
    struct Resource {
        path: PathBuf,
        bytes: u64,
        hash: String,
    }
    let path = folder.join(PACKAGE_FILE);
    let cannot_read = || format!("cannot read {}", path.display());
    let text = fs::read_to_string(&path).with_context(cannot_read)?;
    let package: Package = serde_json::from_str(&text).with_context(cannot_read)?;
    let mut files: BTreeMap<PathBuf, FileHash> = BTreeMap::new();
    for Resource { path, bytes, hash } in package.resources {
        let sha256 = hash.strip_prefix("sha256:").unwrap_or(&hash).to_owned();
        files.insert(path, FileHash { bytes, sha256 });
    }
    files.insert(PathBuf::from(PACKAGE_FILE), hash(&path)?);
    Ok(files)
}

fn milliseconds(seconds: f64) -> f64 {
    (seconds * 1e3).round() / 1e3
}

/// Of this process and of its workers that have ended.
#[cfg(unix)]
fn cpu_seconds() -> Option<f64> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;
    let of = |who| {
        let usage = getrusage(who).ok()?;
        Some((usage.user_time() + usage.system_time()).num_microseconds() as f64 / 1e6)
    };
    Some(of(UsageWho::RUSAGE_SELF)? + of(UsageWho::RUSAGE_CHILDREN)?)
}

#[cfg(not(unix))]
fn cpu_seconds() -> Option<f64> {
    None
}
