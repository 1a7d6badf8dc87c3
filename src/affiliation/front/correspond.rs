//! Who is marked as a corresponding author: by a mark that a note explains so, by an envelope, or by name.

use super::cells::{Cell, Piece};
use super::draft::Draft;
use super::mail::likeness;
use crate::affiliation::gazetteer::addresses;
use crate::affiliation::words::Words;

/// Envelopes need no note.
const ENVELOPES: [&str; 3] = ["✉", "🖂", "📧"];

/// How far behind "Correspondence to" its names reach, in bytes.
const REACH: usize = 240;

/// What begins another note.
const OTHERS: [&str; 7] =
    ["Proceedings", "Copyright", "Equal", "Work done", "Preprint", "Under review", "Permission"];

/// For each author whether the page marks them.
pub(super) fn corresponding(draft: &Draft) -> Vec<bool> {
    let cells: Vec<&Cell> = draft.head.iter().chain(&draft.foot).collect();
    let marks = explained(&cells);
    let passages = passages(&cells);
    let named = |name: &str| {
        let key = Words::key_of(name);
        passages.iter().any(|it| key.len() >= 4 && it.key.contains(&key) || it.mailed(name, draft))
    };
    let marked = |author: &super::draft::DraftAuthor| {
        author.marks.iter().any(|mark| marks.contains(mark) || ENVELOPES.contains(&mark.as_str()))
    };
    draft.authors.iter().map(|author| marked(author) || named(&author.name)).collect()
}

/// Marks whose note speaks of correspondence: `† Corresponding author.`
fn explained(cells: &[&Cell]) -> Vec<String> {
    let mut found = Vec::new();
    for cell in cells {
        for pair in cell.pieces.windows(2) {
            let [Piece::Marks(marks), Piece::Text(text)] = pair else { continue };
            let note = text.split(['.', ';', ':', '<']).next().unwrap_or_default().to_lowercase();
            if note.contains("correspond") && note.len() < 90 {
                found.extend(marks.iter().cloned());
            }
        }
    }
    found
}

/// What follows "Correspondence to" or "Corresponding authors:".
struct Passage {
    key: String,
    locals: Vec<String>,
}

impl Passage {
    /// Whether an address of the passage is this author's and nobody else's.
    fn mailed(&self, name: &str, draft: &Draft) -> bool {
        self.locals.iter().any(|local| {
            let own = likeness(local, name);
            own >= 60
                && draft
                    .authors
                    .iter()
                    .filter(|other| other.name != name)
                    .all(|other| likeness(local, &other.name) < own)
        })
    }
}

fn passages(cells: &[&Cell]) -> Vec<Passage> {
    let mut text = String::new();
    for cell in cells {
        let line = cell.text();
        // `Cor-` at the end of a line goes on in the next one.
        match text.strip_suffix('-') {
            Some(bare) if line.starts_with(char::is_lowercase) => text.truncate(bare.len()),
            _ => text.push(' '),
        }
        text.push_str(line.trim());
    }
    let starts = ["Correspondence", "correspondence", "Corresponding author", "corresponding author"];
    let starts = starts.iter().flat_map(|it| text.match_indices(it));
    starts
        .filter_map(|(at, start)| {
            let rest = text.get(at + start.len()..)?;
            // A mark alone is explained; names follow `to` or a colon.
            let head = rest.split([':', '<', '@']).next().unwrap_or_default();
            let leads = rest.trim_start().starts_with("to") || head.len() < 12 && head.len() < rest.len();
            let reach =
                rest.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|&it| it <= REACH).last()?;
            let rest = rest.get(..reach)?;
            let end = OTHERS.iter().filter_map(|it| rest.find(it)).min().unwrap_or(rest.len());
            let passage = rest.get(..end)?;
            let locals = addresses(passage).into_iter().flat_map(|it| it.locals);
            let locals = locals.map(|it| it.chars().filter(|c| c.is_alphabetic()).collect());
            leads.then(|| Passage { key: Words::key_of(passage), locals: locals.collect() })
        })
        .collect()
}
