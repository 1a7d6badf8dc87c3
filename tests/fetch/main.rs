//! Fetching from a server that fails in every way: what becomes of each address, what is asked for again and when, and
//! that a run that ends anywhere is gone on with.

#![cfg(feature = "fetch")]

#[path = "../made/mod.rs"]
mod made;

mod command;
mod failures;
mod resume;
mod server;
mod wishes;

use std::cell::{Cell, RefCell};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use crosscurrent::fetch::{Clock, Fetched, Manners, Row, fetch};
use crosscurrent::metadata::{MetadataFile, Pdf, pdfs};
use server::Server;

const PDF: &str = "Content-Type: application/pdf";

/// A clock that only pauses move.
#[derive(Default)]
struct Hours {
    now: Cell<Duration>,
    pauses: RefCell<Vec<u64>>,
}

impl Clock for Hours {
    fn now(&self) -> Duration {
        self.now.get()
    }

    fn pause(&self, time: Duration) {
        self.pauses.borrow_mut().push(time.as_millis() as u64);
        self.now.set(self.now.get() + time);
    }
}

fn manners() -> Manners {
    Manners {
        agent: "crosscurrent/0 (+https://x.example)".into(),
        delay: Duration::from_secs(1),
        retries: 2,
        timeout: Duration::from_secs(20),
        largest: 100_000,
        proxy: None,
    }
}

fn wanted(server: &Server, paths: &[&str]) -> Vec<Pdf> {
    let rows: Vec<String> = paths.iter().map(|path| format!("{}{path}\n", server.address)).collect();
    pdfs(&MetadataFile { name: "list.csv".into(), text: format!("pdf\n{}", rows.concat()) }).unwrap().0
}

/// Fetches; what it came to, its rows, and the pauses.
fn run(list: &[Pdf], folder: &Path, manners: &Manners) -> (Fetched, Vec<Row>, Vec<u64>) {
    let (hours, mut rows) = (Hours::default(), Vec::new());
    let fetched =
        fetch(list, folder, manners, &hours, &AtomicBool::new(false), &mut |row| rows.push(row.clone()));
    (fetched.unwrap(), rows, hours.pauses.into_inner())
}

fn paper() -> Vec<u8> {
    made::paper("alpine")
}
