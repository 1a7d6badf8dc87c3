//! Any bytes are a document or an error, within the limits; what a document says of its own text holds.

#![no_main]

use std::panic::catch_unwind;

use crosscurrent::pdf::{self, Document, Engine, Limits};
use crosscurrent::text::Reading;
use libfuzzer_sys::fuzz_target;

#[path = "panics.rs"]
mod panics;

fuzz_target!(
    init: panics::abort_on_our_own(),
    |bytes: &[u8]| {
        let bytes = bytes.to_vec();
        let _ = catch_unwind(|| {
            if let Ok(document) = pdf::read(bytes, Engine::Hayro, &small(), "") {
                check(&document);
                Reading::new(document);
            }
        });
    }
);

/// So small that no file is slow.
fn small() -> Limits {
    Limits {
        pages: 20,
        operators: 100_000,
        page_glyphs: 10_000,
        text_bytes: 1 << 18,
        stream_bytes: 1 << 20,
        ..Limits::default()
    }
}

fn check(document: &Document) {
    for page in &document.pages {
        for line in &page.lines {
            assert!(page.text.get(line.text.range()).is_some(), "a line without its text");
            assert!(page.spans.get(line.spans.range()).is_some(), "a line without its spans");
        }
        for span in &page.spans {
            assert!(page.text.get(span.text.range()).is_some(), "a span without its text");
        }
    }
}
