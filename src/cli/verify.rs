//! `verify`: whether a folder still holds what its run wrote, and what has changed since.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use crosscurrent::provenance::TOOL;

use super::Outcome;
use super::account::{Account, FileHash, RUN_FILE};
use super::args::{Talk, Verify};
use super::output::{print, say};

pub fn run(args: &Verify, talk: Talk) -> anyhow::Result<Outcome> {
    let path = args.folder.join(RUN_FILE);
    let text = fs::read_to_string(&path).with_context(|| {
        format!(
            "cannot read {}; `track` and `tables` write it into the folder of their tables",
            path.display()
        )
    })?;
    let account: Account =
        serde_json::from_str(&text).with_context(|| format!("{} is no account of a run", path.display()))?;
    if account.outputs.is_empty() {
        bail!("{} names no files", path.display());
    }
    let mut differences = Vec::new();
    if account.tool != TOOL {
        differences.push(format!("made by crosscurrent {}, this is {TOOL}", account.tool));
    }
    for (name, hash) in &account.outputs {
        differences.extend(difference(&args.folder.join(name), hash));
    }
    for (path, hash) in &account.inputs {
        differences.extend(difference(&account.folder.join(path), hash));
    }
    for difference in &differences {
        print(&format!("{difference}\n"))?;
    }
    let files = account.outputs.len() + account.inputs.len();
    if differences.is_empty() && talk > Talk::Quiet {
        say(format_args!("{files} files are as they were"));
    }
    Ok(if differences.is_empty() { Outcome::Done } else { Outcome::Doubtful })
}

/// How a file differs from what it was.
fn difference(path: &Path, was: &FileHash) -> Option<String> {
    let place = path.display();
    match FileHash::of(path) {
        Ok(is) if is == *was => None,
        Ok(is) => {
            let FileHash { bytes, sha256 } = was;
            Some(format!("{place}: {} bytes, SHA-256 {}; was {bytes} bytes, {sha256}", is.bytes, is.sha256))
        }
        Err(error) => Some(format!("{place}: cannot be read: {error}")),
    }
}
