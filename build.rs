//! Gives the rooms whose work is cached a fingerprint, so that what other code has left in a cache is never taken for theirs.

use std::fs;
use std::path::{Path, PathBuf};

const ROOMS: [&str; 3] = ["src/pdf", "src/text", "src/affiliation"];

fn main() {
    let mut files = vec![PathBuf::from("Cargo.lock")];
    for room in ROOMS {
        println!("cargo::rerun-if-changed={room}");
        collect(Path::new(room), &mut files);
    }
    println!("cargo::rerun-if-changed=Cargo.lock");
    files.sort();
    // FNV-1a over names and contents; a missing lock file (a dependency's checkout) counts as empty.
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for file in &files {
        let name = file.to_string_lossy().into_owned();
        for byte in name.bytes().chain(fs::read(file).unwrap_or_default()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    println!("cargo::rustc-env=CROSSCURRENT_READER={hash:016x}");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}
