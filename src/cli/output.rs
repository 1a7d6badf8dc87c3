//! The one door to standard output and standard error.

use std::fmt::Display;
use std::io::{self, Write};

/// Standard output, buffered; the caller flushes it.
pub fn stdout() -> io::BufWriter<io::Stdout> {
    io::BufWriter::with_capacity(1 << 16, io::stdout())
}

/// Standard output of which whoever reads it at the other end of a pipe gets each line when it is there.
pub fn stdout_by_line() -> io::LineWriter<io::Stdout> {
    io::LineWriter::with_capacity(1 << 16, io::stdout())
}

/// Prints a text to standard output.
pub fn print(text: &str) -> io::Result<()> {
    let mut out = stdout();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Says something on standard error. That nobody listens is no reason to stop.
pub fn say(words: impl Display) {
    let _ = writeln!(anstream::stderr(), "{words}");
}

/// Says why nothing came of it, with the whole chain of causes.
pub fn error(error: &anyhow::Error) {
    let style = anstream::AutoStream::choice(&io::stderr());
    let (on, off) = match style {
        anstream::ColorChoice::Never => ("", ""),
        _ => ("\x1b[1;31m", "\x1b[0m"),
    };
    say(format_args!("{on}error:{off} {error:#}"));
}

/// Whether the reader of our output has gone away, as `head` does.
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let closed = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| cause.downcast_ref::<io::Error>().is_some_and(closed))
}
