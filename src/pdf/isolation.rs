//! One worker process a thread: a request goes in, an answer comes out, and whatever a hostile file does to the worker
//! costs that file alone.
//!
//! Takes a command that starts a worker and opaque requests, gives an [`Outcome`] each. What a request means is left to
//! the two ends. A frame is a length of eight little-endian bytes and as many bytes.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

/// How a worker is started and how long it may take.
#[derive(Debug, Clone)]
pub struct WorkerCommand {
    /// The program.
    pub program: PathBuf,
    /// Its arguments.
    pub args: Vec<OsString>,
    /// The time a request may take, from its first byte to the last byte of its answer.
    pub timeout: Duration,
}

/// What became of a request.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The worker answered.
    Answer(Vec<u8>),
    /// The deadline passed; the worker was killed.
    Timeout,
    /// The worker asked for more memory than it may have, and died.
    OutOfMemory,
    /// The worker died, or its code panicked; in words, why.
    Crash(String),
}

/// A worker process that is started when it is first needed and again after each death.
#[derive(Debug)]
pub struct Worker {
    command: WorkerCommand,
    running: Option<Running>,
    /// Whether the last one that died was killed from outside.
    was_killed: bool,
}

#[derive(Debug)]
struct Running {
    child: Child,
    requests: Sender<Arc<Vec<u8>>>,
    answers: Receiver<io::Result<Vec<u8>>>,
    stderr: File,
}

/// So often a request is tried whose workers are killed from outside.
const TRIES: usize = 3;

const ANSWER: u8 = b'A';
const PANIC: u8 = b'P';

/// Of five milliseconds each.
const LAST_MOMENTS: u32 = 100;

impl Worker {
    /// A worker that is not running yet.
    #[must_use]
    pub fn new(command: WorkerCommand) -> Self {
        Self { command, running: None, was_killed: false }
    }

    /// Sends a request and waits for what becomes of it. A worker that has answered other requests may die of what they
    /// left behind, or have died since: the request is at fault when it ends a new worker. It is not when somebody
    /// else kills that one (signal 9, which no code of a worker sends), unless it happens again and again.
    ///
    /// # Errors
    ///
    /// When no worker can be started at all: that is not the fault of the request.
    pub fn ask(&mut self, request: Vec<u8>) -> io::Result<Outcome> {
        let request = Arc::new(request);
        let was_used = self.running.is_some();
        let mut outcome = self.attempt(&request)?;
        for tried in 1..TRIES {
            let died = self.running.is_none() && outcome != Outcome::Timeout;
            let excused = (was_used && tried == 1) || self.was_killed;
            if !(died && excused) {
                break;
            }
            outcome = self.attempt(&request)?;
        }
        Ok(outcome)
    }

    fn attempt(&mut self, request: &Arc<Vec<u8>>) -> io::Result<Outcome> {
        let running = match &mut self.running {
            Some(running) => running,
            none => none.insert(Running::start(&self.command)?),
        };
        // A failed send means that the service thread is gone, which the receiver reports as well.
        let _ = running.requests.send(Arc::clone(request));
        let answer = running.answers.recv_timeout(self.command.timeout);
        let outcome = match answer {
            Ok(Ok(mut answer)) => match answer.pop() {
                Some(ANSWER) => return Ok(Outcome::Answer(answer)),
                Some(PANIC) => return Ok(Outcome::Crash(String::from_utf8_lossy(&answer).into_owned())),
                _ => Outcome::Crash("the worker's answer is not one".to_owned()),
            },
            Err(RecvTimeoutError::Timeout) => Outcome::Timeout,
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => {
                let outcome;
                (outcome, self.was_killed) = running.autopsy();
                outcome
            }
        };
        self.running = None;
        Ok(outcome)
    }
}

impl Running {
    fn start(command: &WorkerCommand) -> io::Result<Self> {
        let stderr = tempfile::tempfile()?;
        let mut child = Command::new(&command.program)
            .args(&command.args)
            // Its last words must be short enough to be found.
            .env("RUST_BACKTRACE", "0")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(stderr.try_clone()?)
            .spawn()?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (mut stdin, stdout) = pipes.ok_or_else(|| io::Error::other("the worker has no pipes"))?;
        let mut stdout = BufReader::with_capacity(1 << 16, stdout);
        let (requests, inbox) = mpsc::channel::<Arc<Vec<u8>>>();
        let (outbox, answers) = mpsc::channel();
        // Writing can block as well as reading, when the worker hangs before it has taken the whole request.
        std::thread::Builder::new().name("worker".to_owned()).spawn(move || {
            for request in inbox {
                let answer = write_frame(&mut stdin, &request).and_then(|()| {
                    read_frame(&mut stdout)?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
                });
                let over = answer.is_err();
                if outbox.send(answer).is_err() || over {
                    break;
                }
            }
        })?;
        Ok(Self { child, requests, answers, stderr })
    }

    /// Why the worker died, from its exit status and last words, and whether somebody else killed it.
    fn autopsy(&mut self) -> (Outcome, bool) {
        let ended = self.end();
        let was_killed = matches!(&ended, Ok((status, true)) if is_kill(*status));
        let status = ended.map_or_else(|error| error.to_string(), |(status, _)| status.to_string());
        let words = self.last_words().unwrap_or_default();
        if words.contains("memory allocation of") {
            return (Outcome::OutOfMemory, false);
        }
        let last = words.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let why = format!(
            "the reading process ended with {status}{}{last}",
            if last.is_empty() { "" } else { ": " }
        );
        (Outcome::Crash(why), was_killed)
    }

    /// Waits a moment for a worker that has closed its pipe to end by itself, so that its own exit status is seen; and
    /// whether it did.
    fn end(&mut self) -> io::Result<(ExitStatus, bool)> {
        for _ in 0..LAST_MOMENTS {
            if let Some(status) = self.child.try_wait()? {
                return Ok((status, true));
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        self.child.kill()?;
        Ok((self.child.wait()?, false))
    }

    fn last_words(&mut self) -> io::Result<String> {
        let length = self.stderr.seek(SeekFrom::End(0))?;
        self.stderr.seek(SeekFrom::Start(length.saturating_sub(2000)))?;
        let mut words = Vec::new();
        self.stderr.read_to_end(&mut words)?;
        Ok(String::from_utf8_lossy(&words).into_owned())
    }
}

#[cfg(unix)]
fn is_kill(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    status.signal() == Some(rustix::process::Signal::KILL.as_raw())
}

#[cfg(not(unix))]
fn is_kill(_: ExitStatus) -> bool {
    false
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The worker's end: answers requests until the other end closes.
///
/// A panic of `answer` is the answer to that request; the next one is served.
///
/// # Errors
///
/// When a pipe breaks.
pub fn serve(
    mut input: impl Read,
    mut output: impl Write,
    mut answer: impl FnMut(Vec<u8>) -> Vec<u8>,
) -> io::Result<()> {
    while let Some(request) = read_frame(&mut input)? {
        let frame = match catch_unwind(AssertUnwindSafe(|| answer(request))) {
            Ok(mut frame) => {
                frame.push(ANSWER);
                frame
            }
            Err(panic) => {
                let words = panic
                    .downcast_ref::<String>()
                    .map(String::as_str)
                    .or_else(|| panic.downcast_ref::<&str>().copied())
                    .unwrap_or("a panic without words");
                let mut frame = words.as_bytes().to_vec();
                frame.push(PANIC);
                frame
            }
        };
        write_frame(&mut output, &frame)?;
    }
    Ok(())
}

/// Limits the address space of this process, so that a bomb ends in a failed allocation and not in a swapping machine.
///
/// Does nothing where the system has no such limit.
///
/// # Errors
///
/// When the system refuses the limit.
pub fn limit_memory(bytes: u64) -> io::Result<()> {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let maximum = getrlimit(Resource::As).maximum;
        let current = Some(maximum.map_or(bytes, |most| most.min(bytes)));
        setrlimit(Resource::As, Rlimit { current, maximum })?;
    }
    #[cfg(not(unix))]
    let _ = bytes;
    Ok(())
}

/// Standard output for frames alone: whatever else this process prints goes nowhere.
///
/// # Errors
///
/// When the system refuses to duplicate the descriptor.
pub fn claim_stdout() -> io::Result<impl Write> {
    #[cfg(unix)]
    {
        let frames = rustix::io::dup(rustix::stdio::stdout())?;
        let nowhere = File::options().write(true).open("/dev/null")?;
        rustix::stdio::dup2_stdout(&nowhere)?;
        Ok(File::from(frames))
    }
    #[cfg(not(unix))]
    Ok(io::stdout())
}

fn write_frame(output: &mut impl Write, frame: &[u8]) -> io::Result<()> {
    output.write_all(&(frame.len() as u64).to_le_bytes())?;
    output.write_all(frame)?;
    output.flush()
}

/// The next frame; `None` where the stream ends between two frames.
fn read_frame(input: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 8];
    let mut got = 0;
    while got < length.len() {
        match input.read(length.get_mut(got..).unwrap_or_default())? {
            0 if got == 0 => return Ok(None),
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            more => got += more,
        }
    }
    let length = u64::from_le_bytes(length);
    // A length that lies must not reserve memory: the buffer grows with what arrives.
    let mut frame = Vec::with_capacity(usize::try_from(length.min(1 << 24)).unwrap_or(0));
    if input.by_ref().take(length).read_to_end(&mut frame)? as u64 != length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(frame))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(frames: &[&[u8]]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for frame in frames {
            write_frame(&mut bytes, frame).unwrap();
        }
        bytes
    }

    #[test]
    fn requests_are_answered_in_order_and_a_panic_costs_one() {
        let mut output = Vec::new();
        serve(frames(&[b"one", b"boom", b"three"]).as_slice(), &mut output, |request| {
            assert!(request != b"boom", "as asked");
            request
        })
        .unwrap();
        assert_eq!(output, frames(&[b"oneA", b"as askedP", b"threeA"]));
    }

    #[test]
    fn a_stream_cut_in_a_frame_is_an_error() {
        let whole = frames(&[b"hello"]);
        for cut in 1..whole.len() {
            assert!(read_frame(&mut &whole[..cut]).is_err(), "cut after {cut} bytes");
        }
        assert!(matches!(read_frame(&mut &b""[..]), Ok(None)));
    }

    #[cfg(unix)]
    fn shell(script: &str) -> Worker {
        Worker::new(WorkerCommand {
            program: "/bin/sh".into(),
            args: vec!["-c".into(), script.into()],
            timeout: Duration::from_millis(300),
        })
    }

    #[cfg(unix)]
    #[test]
    fn each_death_has_its_name() {
        type Check = fn(&Outcome) -> bool;
        let cases: [(&str, &str, Check); 4] = [
            ("it hangs", "sleep 60", |it| *it == Outcome::Timeout),
            (
                "it is killed",
                "kill -9 $$",
                |it| matches!(it, Outcome::Crash(why) if why.contains("signal: 9")),
            ),
            (
                "it closes its pipe",
                "exec >&-; exit 3",
                |it| matches!(it, Outcome::Crash(why) if why.contains('3')),
            ),
            ("it runs out of memory", "echo memory allocation of 7 bytes failed >&2; kill -6 $$", |it| {
                *it == Outcome::OutOfMemory
            }),
        ];
        for (name, script, expected) in cases {
            let mut worker = shell(script);
            for _ in 0..2 {
                let outcome = worker.ask(b"paper".to_vec()).unwrap();
                assert!(expected(&outcome), "{name}: {outcome:?}");
            }
        }
    }
}
