//! The progress bar: on a terminal only.

use std::io::{IsTerminal, stderr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crosscurrent::paper::PaperRecord;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::Talk;

const STYLE: &str = "{bar:24} {pos}/{len} papers  {msg}  {eta} left";

/// Where nobody knows how many there are.
const OPEN_STYLE: &str = "{spinner} {pos} papers  {msg}";

/// Papers done, pages a second, failures.
pub struct Progress {
    bar: ProgressBar,
    began: Instant,
    pages: AtomicU64,
    failed: AtomicU64,
}

impl Progress {
    pub fn new(papers: Option<usize>, talk: Talk) -> Self {
        let shown = talk != Talk::Quiet && stderr().is_terminal();
        let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(papers.map(|papers| papers as u64), target);
        let style = if papers.is_some() { STYLE } else { OPEN_STYLE };
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar, began: Instant::now(), pages: AtomicU64::new(0), failed: AtomicU64::new(0) }
    }

    /// Counts one more record.
    pub fn done(&self, record: &PaperRecord) {
        let pages =
            self.pages.fetch_add(u64::from(record.pages), Ordering::Relaxed) + u64::from(record.pages);
        let failed = u64::from(!record.status.counts());
        let failed = self.failed.fetch_add(failed, Ordering::Relaxed) + failed;
        let speed = pages as f64 / self.began.elapsed().as_secs_f64().max(1e-3);
        self.bar.set_message(format!("{speed:.0} pages/s, {failed} failed"));
        self.bar.inc(1);
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    /// Since the beginning.
    pub fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }
}
