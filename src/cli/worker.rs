//! `worker`: reads PDFs for another process of crosscurrent.

use std::io::{self, BufReader};
use std::time::Duration;

use anyhow::anyhow;
use crosscurrent::pdf::{confinement, isolation};
use crosscurrent::pipeline;

use super::Outcome;
use super::args::Worker;
use super::setup::limits;

/// Deeply nested files recurse deeply; the stack is only reserved, not used up.
const STACK: usize = 64 << 20;

pub fn run(args: &Worker) -> anyhow::Result<Outcome> {
    let output = isolation::claim_stdout()?;
    isolation::limit_memory(args.max_memory)?;
    // What the system cannot do is told by `doctor`; papers are read all the same.
    let _ = confinement::confine();
    let (engine, timeout) = (args.engine, Duration::from_millis(args.timeout_ms));
    on_large_stack(move || {
        let input = BufReader::with_capacity(1 << 16, io::stdin().lock());
        pipeline::serve(input, output, engine, || limits(timeout))
    })??;
    Ok(Outcome::Done)
}

/// Runs on a thread that a nested file cannot overflow easily.
pub fn on_large_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> anyhow::Result<T> {
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(work)?;
    thread.join().map_err(|_| anyhow!("the reader failed on this file; please report it"))
}
