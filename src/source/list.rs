//! A list of files, read as it comes: a path a line, or a JSON object a line.

use std::io::{BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::PathBuf;

use serde_json::{Map, Value};

use super::archive::{self, Wanted};
use super::{Flow, Giver, SourceError};

const BUFFER: usize = 1 << 16;

/// So many members of one archive that stand one after the other in a list are looked for in one pass.
const TOGETHER: usize = 1024;

/// A list that is not read yet.
pub(super) struct Lines {
    list: BufReader<Box<dyn Read + Send>>,
    name: String,
    number: usize,
    bytes: Vec<u8>,
}

/// A line of it.
struct Line {
    path: PathBuf,
    said: Map<String, Value>,
}

impl Lines {
    pub fn new(list: Box<dyn Read + Send>, name: &str) -> Self {
        Self {
            list: BufReader::with_capacity(BUFFER, list),
            name: name.to_owned(),
            number: 0,
            bytes: Vec::new(),
        }
    }

    pub fn give(mut self, giver: &mut Giver<'_>) -> Flow {
        let mut ahead = None;
        loop {
            let Some(line) = (match ahead.take() {
                Some(line) => Some(line),
                None => self.next()?,
            }) else {
                return ControlFlow::Continue(());
            };
            let Some((archive, member)) = archive::split(&line.path).filter(|_| !line.path.exists()) else {
                giver.give_named(&line.path, line.said)?;
                continue;
            };
            let mut members = vec![Wanted::new(&line.path, member, line.said)];
            // Whoever writes the list may wait for an answer before it goes on.
            while members.len() < TOGETHER && memchr::memchr(b'\n', self.list.buffer()).is_some() {
                ahead = self.next()?;
                let Some(next) = &ahead else { break };
                match archive::split(&next.path).filter(|(other, _)| *other == archive) {
                    Some((_, member)) => {
                        let said = ahead.take().map(|line| (line.path, line.said));
                        members.extend(said.map(|(path, said)| Wanted::new(&path, member, said)));
                    }
                    None => break,
                }
            }
            archive::give_members(giver, &archive, members)?;
        }
    }

    fn next(&mut self) -> ControlFlow<Option<SourceError>, Option<Line>> {
        loop {
            self.bytes.clear();
            self.number += 1;
            match self.list.read_until(b'\n', &mut self.bytes) {
                Ok(0) => return ControlFlow::Continue(None),
                Ok(_) => {}
                Err(cause) => {
                    return ControlFlow::Break(Some(SourceError::List { name: self.name.clone(), cause }));
                }
            }
            let text = self.bytes.strip_suffix(b"\n").unwrap_or(&self.bytes);
            let text = text.strip_suffix(b"\r").unwrap_or(text);
            if text.trim_ascii().is_empty() {
                continue;
            }
            return match line(text) {
                Ok(line) => ControlFlow::Continue(Some(line)),
                Err(why) => ControlFlow::Break(Some(SourceError::Line {
                    name: self.name.clone(),
                    line: self.number,
                    why,
                })),
            };
        }
    }
}

/// A path, or an object that has one.
fn line(text: &[u8]) -> Result<Line, String> {
    if !text.trim_ascii_start().starts_with(b"{") {
        return Ok(Line { path: path(text), said: Map::new() });
    }
    let mut said: Map<String, Value> =
        serde_json::from_slice(text).map_err(|error| format!("begins like JSON, but is none: {error}"))?;
    match said.remove("path") {
        Some(Value::String(path)) => Ok(Line { path: path.into(), said }),
        Some(_) => Err("`path` is no string".to_owned()),
        None => Err("an object without `path`".to_owned()),
    }
}

#[cfg(unix)]
fn path(text: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    std::ffi::OsStr::from_bytes(text).into()
}

#[cfg(not(unix))]
fn path(text: &[u8]) -> PathBuf {
    String::from_utf8_lossy(text).into_owned().into()
}
