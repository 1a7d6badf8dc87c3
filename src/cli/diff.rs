//! `diff`: what a change of models.toml moved.

use std::fmt::{self, Write};

use crosscurrent::adoption::{Move, moves};
use crosscurrent::models::Role;
use crosscurrent::records::{Mixing, Records};
use serde_json::json;

use super::Outcome;
use super::args::{AnswerFormat, Diff, Talk};
use super::output::{print, say};

pub fn run(args: &Diff, talk: Talk) -> anyhow::Result<Outcome> {
    let open = |path| Records::open(std::slice::from_ref(path), Mixing::Refused);
    let (moved, alone) = moves(&mut open(&args.old)?, &mut open(&args.new)?)?;
    match args.format {
        AnswerFormat::Text => print(&shown(&moved)?)?,
        AnswerFormat::Jsonl => {
            let lines = moved.iter().map(|it| {
                let (before, after) = (it.before.map(Role::as_str), it.after.map(Role::as_str));
                let line = json!({
                    "model": it.model, "path": it.path, "before": before, "after": after, "page": it.page,
                    "quote": it.quote,
                });
                format!("{line}\n")
            });
            print(&lines.collect::<String>())?;
        }
    }
    if alone > 0 && talk > Talk::Quiet {
        say(format_args!("{alone} papers stand in only one of the files and were left out"));
    }
    Ok(Outcome::Done)
}

/// Each model with how many papers it gained and lost, and the passages that decided.
fn shown(moved: &[Move]) -> Result<String, fmt::Error> {
    let mut out = String::new();
    for group in moved.chunk_by(|a, b| a.model == b.model) {
        let Some(first) = group.first() else { continue };
        let gained = group.iter().filter(|it| it.before.is_none()).count();
        let lost = group.iter().filter(|it| it.after.is_none()).count();
        let other = group.len() - gained - lost;
        writeln!(out, "{}  +{gained} −{lost}, {other} in another role", first.model)?;
        for it in group {
            let name = |role: Option<Role>| role.map_or("not found", Role::as_str);
            writeln!(out, "  {} → {}  {}, page {}", name(it.before), name(it.after), it.path, it.page)?;
            writeln!(out, "      \"{}\"", it.quote)?;
        }
    }
    if out.is_empty() {
        out.push_str("nothing moved\n");
    }
    Ok(out)
}
