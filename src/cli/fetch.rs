//! `fetch`: the PDFs of a list of papers → a folder. The only command that opens a connection.

use std::fs;
use std::io::{IsTerminal, stderr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use crosscurrent::fetch::{self, Clock, Fetched, MANIFEST, Manners, Proxy, Row, Status};
use crosscurrent::metadata::{MetadataFile, pdfs};
use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Outcome;
use super::args::{Fetch, Talk};
use super::output::say;
use super::setup::stop_on_interrupt;

/// Who asks, and where its makers can be found.
const AGENT: &str = concat!("crosscurrent/", env!("CARGO_PKG_VERSION"));

const STYLE: &str = "{bar:24} {pos}/{len} papers  {msg}  {eta} left";

/// How long an interrupt waits to be seen while nothing is asked for.
const TICK: Duration = Duration::from_millis(100);

pub fn run(args: &Fetch, talk: Talk) -> anyhow::Result<Outcome> {
    let text = fs::read_to_string(&args.list).with_context(|| {
        format!("cannot read {}; it is a list of papers with addresses of PDFs", args.list.display())
    })?;
    let name = args.list.display().to_string();
    let (pdfs, without) = pdfs(&MetadataFile { name, text })?;
    let manners = Manners {
        agent: agent(),
        delay: args.delay,
        retries: args.retries.into(),
        timeout: args.timeout,
        largest: args.max_size,
        proxy: Proxy::try_from_env(),
    };
    let stop = stop_on_interrupt()?;
    let clock = Watch { begun: Instant::now(), stop: Arc::clone(&stop) };
    let bar = bar(pdfs.len(), talk);
    let mut done = |row: &Row| {
        bar.inc(1);
        if row.status != Status::Ok && talk == Talk::Verbose {
            bar.suspend(|| say(format_args!("{}: {}: {}", row.url, row.status.as_str(), row.error)));
        }
    };
    let fetched = fetch::fetch(&pdfs, &args.output, &manners, &clock, &stop, &mut done);
    bar.finish_and_clear();
    let fetched = fetched?;
    if talk > Talk::Quiet {
        tell(args, &fetched, without);
    }
    Ok(match fetched {
        Fetched { stopped: true, .. } => Outcome::Interrupted,
        _ if args.strict && fetched.failures() > 0 => Outcome::Doubtful,
        _ => Outcome::Done,
    })
}

fn agent() -> String {
    match env!("CARGO_PKG_REPOSITORY") {
        "" => AGENT.to_owned(),
        place => format!("{AGENT} (+{place})"),
    }
}

fn tell(args: &Fetch, fetched: &Fetched, without: usize) {
    let folder = args.output.display();
    let mut words = vec![format!("{} PDFs fetched ({})", fetched.new, HumanBytes(fetched.bytes))];
    if fetched.kept > 0 {
        words.push(format!("{} were there", fetched.kept));
    }
    if without > 0 {
        words.push(format!("entries without an address: {without}"));
    }
    let failures: Vec<String> =
        fetched.failed.iter().map(|(status, count)| format!("{} {count}", status.as_str())).collect();
    if !failures.is_empty() {
        words.push(format!("{} failed ({})", fetched.failures(), failures.join(", ")));
    }
    say(words.join(", "));
    if fetched.stopped {
        say("interrupted: what was fetched is kept; run the same command again to go on");
    } else if !failures.is_empty() {
        say(format_args!(
            "why: {}; the same command tries these again",
            args.output.join(MANIFEST).display()
        ));
    }
    if fetched.new + fetched.kept > 0 {
        say(format_args!("next: crosscurrent track {folder} --metadata {}", args.list.display()));
    }
}

/// The progress of a run: on a terminal only.
fn bar(papers: usize, talk: Talk) -> ProgressBar {
    let shown = talk != Talk::Quiet && stderr().is_terminal();
    let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(papers as u64), target);
    if let Ok(style) = ProgressStyle::with_template(STYLE) {
        bar.set_style(style);
    }
    bar
}

/// The time of this machine; a pause ends where the user wants no more.
struct Watch {
    begun: Instant,
    stop: Arc<AtomicBool>,
}

impl Clock for Watch {
    fn now(&self) -> Duration {
        self.begun.elapsed()
    }

    fn pause(&self, time: Duration) {
        let end = Instant::now() + time;
        while !self.stop.load(Ordering::SeqCst) {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            thread::sleep(left.min(TICK));
        }
    }
}
