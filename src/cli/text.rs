//! `text`: the text of one PDF.

use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;

use anyhow::{Context, bail};
use crosscurrent::pdf::{self, Document, Note, isolation};
use crosscurrent::text::Text;
use serde_json::json;

use super::Outcome;
use super::args::{self, TextFormat};
use super::output::{say, stdout};
use super::setup::{limits, passwords};
use super::worker::on_large_stack;

pub fn run(args: &args::Text) -> anyhow::Result<Outcome> {
    if args.annotations && args.format == TextFormat::Zones {
        bail!("zones are of the text that is searched, which has no annotations; leave out --annotations");
    }
    isolation::limit_memory(args.max_memory)?;
    let bytes = read(&args.file)?;
    let passwords = passwords(&args.passwords)?;
    let (engine, timeout, annotations) = (args.engine, args.timeout, args.annotations);
    let (document, notes) = on_large_stack(move || {
        let (limits, passwords) = (limits(timeout), passwords.as_lines());
        let notes = if annotations { pdf::notes(bytes.clone(), &limits, passwords)? } else { Vec::new() };
        Ok::<_, pdf::ReadError>((pdf::read(bytes, engine, &limits, passwords)?, notes))
    })?
    .with_context(|| format!("cannot read {}", args.file.display()))?;
    for problem in &document.problems {
        let page = problem.page.map(|page| format!(" page {page}:")).unwrap_or_default();
        say(format_args!("{}:{page} {}", args.file.display(), problem.detail));
    }
    let mut out = stdout();
    match args.format {
        TextFormat::Plain => plain(&document, &notes, &mut out)?,
        TextFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &json(&document, annotations.then_some(&notes)))?;
            writeln!(out)?;
        }
        TextFormat::Zones => zones(&Text::new(&document.pages), &mut out)?,
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let result = if path == Path::new("-") {
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(path)
    };
    result.with_context(|| format!("cannot open {}", path.display()))
}

/// One line a line, an empty line between blocks, a form feed after each page and its notes.
fn plain(document: &Document, notes: &[Note], out: &mut impl Write) -> io::Result<()> {
    for page in &document.pages {
        let mut block = None;
        for line in &page.lines {
            if block.is_some_and(|block| block != line.block) {
                writeln!(out)?;
            }
            block = Some(line.block);
            writeln!(out, "{}", page.line_text(line))?;
        }
        let notes = notes.iter().filter(|note| note.page == page.number);
        for (index, note) in notes.enumerate() {
            let gap = if index == 0 && block.is_some() { "\n" } else { "" };
            writeln!(out, "{gap}[{} {}] {}", note.kind.as_str(), note.name, note.text)?;
        }
        write!(out, "\x0c")?;
    }
    Ok(())
}

fn json(document: &Document, notes: Option<&Vec<Note>>) -> serde_json::Value {
    let pages = document.pages.iter().map(|page| {
        let lines = page.lines.iter().map(|line| {
            let spans = page.line_spans(line).iter().map(|span| {
                json!({
                    "text": page.span_text(span), "x0": span.x0, "x1": span.x1, "baseline": span.baseline,
                    "size": span.size, "rise": span.rise, "style": span.style,
                })
            });
            json!({
                "text": page.line_text(line), "kind": line.kind, "block": line.block, "bbox": line.bbox,
                "baseline": line.baseline, "size": line.size, "spans": spans.collect::<Vec<_>>(),
            })
        });
        json!({
            "number": page.number, "width": page.width, "height": page.height, "lines": lines.collect::<Vec<_>>(),
        })
    });
    let mut json = json!({
        "page_count": document.page_count, "info": document.info, "problems": document.problems,
        "pages": pages.collect::<Vec<_>>(),
    });
    if let Some(notes) = notes {
        json["annotations"] = json!(notes);
    }
    json
}

/// The normalised text, a marker line before each zone.
fn zones(text: &Text, out: &mut impl Write) -> io::Result<()> {
    let ends = text.zones.iter().skip(1).map(|&(start, _)| start as usize).chain([text.text.len()]);
    for (&(start, zone), end) in text.zones.iter().zip(ends) {
        writeln!(out, "=== {} (page {})", zone.as_str(), text.page_at(start as usize))?;
        writeln!(out, "{}", text.text.get(start as usize..end).unwrap_or_default().trim_end())?;
    }
    Ok(())
}
