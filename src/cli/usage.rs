//! `models check --corpus`: what became of every name of models.toml in a set of papers.

use std::cmp::Reverse;
use std::fmt::{self, Write};
use std::path::{Path, PathBuf};

use crosscurrent::models::{AliasUse, Matcher, Registry, Usage};

use super::args::Talk;
use super::output::print;
use super::texts;

/// Names that are shown of those refused most.
const REFUSED: usize = 40;

pub fn run(registry: &Registry, records: &[PathBuf], cache: Option<&Path>, talk: Talk) -> anyhow::Result<()> {
    let matcher = Matcher::new(registry)?;
    let mut usage = Usage::new(&matcher);
    texts::each(records, cache, talk, |record, reading| usage.add(&record.path, &reading.text))?;
    print(&shown(usage.finish())?)?;
    Ok(())
}

fn shown(mut rows: Vec<AliasUse>) -> Result<String, fmt::Error> {
    let mut out = String::new();
    let never: Vec<&AliasUse> = rows.iter().filter(|it| it.found + it.open == 0).collect();
    writeln!(out, "Never found: {} of {} names", never.len(), rows.len())?;
    for group in never.chunk_by(|a, b| a.model == b.model) {
        let names: Vec<String> = group.iter().map(|it| format!("\"{}\"", it.alias)).collect();
        let model = group.first().map_or("", |it| it.model.as_str());
        writeln!(out, "  {model:<24} {}", names.join(", "))?;
    }
    rows.retain(|it| it.refused > 0);
    rows.sort_by(|a, b| {
        (Reverse(a.refused), &a.model, &a.alias).cmp(&(Reverse(b.refused), &b.model, &b.alias))
    });
    writeln!(out, "\nRefused by their rules: {} names, those most often first", rows.len())?;
    writeln!(out, "  refused   found    open  name")?;
    for it in rows.iter().take(REFUSED) {
        writeln!(
            out,
            "  {:>7} {:>7} {:>7}  \"{}\" of {}",
            it.refused, it.found, it.open, it.alias, it.model
        )?;
        if let Some((path, page, passage)) = &it.example {
            writeln!(out, "      {path}, page {page}: \"{passage}\"")?;
        }
    }
    Ok(out)
}
