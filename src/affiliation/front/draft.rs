//! Classified cells → drafts: authors with their marks, affiliations with their labels.

use std::collections::BTreeSet;

use super::cells::{Cell, Piece};
use super::kind::{
    CellKind, has_affiliation_word, is_degree, is_name, is_note, kind, split_names, without_mail,
};
use super::labels::labelled;
use super::zone::Zones;
use crate::affiliation::gazetteer::Gazetteer;
use crate::pdf::Style;

/// An author as found: the name, its marks, and the cell it stands in.
#[derive(Debug, Clone, Default)]
pub(super) struct DraftAuthor {
    pub name: String,
    pub marks: Vec<String>,
    pub cell: usize,
    /// The affiliation printed behind the name in the same cell.
    pub own: Option<usize>,
}

/// An affiliation as found.
#[derive(Debug, Clone, Default)]
pub(super) struct Entry {
    pub text: String,
    pub page: u32,
    pub labels: Vec<String>,
    /// Cells of the head that it was put together from; empty for a footnote.
    pub cells: Vec<usize>,
    /// Authors that a sentence names as its subject.
    pub owners: Vec<usize>,
}

/// All that a page says before anything is linked.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub head: Vec<Cell>,
    pub kinds: Vec<CellKind>,
    pub authors: Vec<DraftAuthor>,
    pub entries: Vec<Entry>,
    pub foot: Vec<Cell>,
}

pub(super) fn draft(gazetteer: &Gazetteer, zones: Zones) -> Draft {
    let mut kinds: Vec<CellKind> = zones.head.iter().map(|cell| kind(gazetteer, cell)).collect();
    unlike_names(&zones.head, &mut kinds);
    let mut draft = Draft { head: zones.head, kinds, foot: zones.foot, ..Draft::default() };
    draft.authors(gazetteer);
    let labels = draft.labels();
    draft.head_entries(&labels);
    draft.foot_entries(gazetteer, &labels);
    draft
}

/// Below a bold name a plain line that could be a name is none: a company, a place, a role.
fn unlike_names(head: &[Cell], kinds: &mut [CellKind]) {
    // One word alone is a name only beside names in the same type: `Experiments` is a heading.
    let same = |a: &Cell, b: &Cell| a.style == b.style && (a.size - b.size).abs() < 0.3;
    let full: Vec<&Cell> = head
        .iter()
        .zip(kinds.iter())
        .filter(|(cell, kind)| **kind == CellKind::Names && cell.text().trim().contains(' '))
        .map(|(cell, _)| cell)
        .collect();
    for (cell, kind) in head.iter().zip(kinds.iter_mut()).filter(|(_, kind)| **kind == CellKind::Names) {
        let bare = !cell.pieces.iter().any(|it| matches!(it, Piece::Marks(_)));
        if bare && !cell.text().trim().contains(' ') && !full.iter().any(|name| same(name, cell)) {
            *kind = CellKind::Note;
        }
    }
    let mut name: Option<&Cell> = None;
    for (cell, kind) in head.iter().zip(kinds.iter_mut()) {
        if *kind != CellKind::Names {
            continue;
        }
        let marked = cell.pieces.iter().any(|it| matches!(it, Piece::Marks(_)));
        let other = name.is_some_and(|name| {
            let smaller = cell.size < name.size - 0.6;
            let plainer = name.style == Style::Bold && cell.style != Style::Bold
                || name.style != Style::Italic && cell.style == Style::Italic;
            name.block == cell.block && (smaller || plainer) && !marked
        });
        if other {
            *kind = CellKind::Affiliation;
        } else {
            name = Some(cell);
        }
    }
}

impl Draft {
    fn authors(&mut self, gazetteer: &Gazetteer) {
        let mut authors: Vec<DraftAuthor> = Vec::new();
        for (at, (cell, kind)) in self.head.iter().zip(&self.kinds).enumerate() {
            match kind {
                CellKind::Names => names_of(gazetteer, cell, at, &mut authors),
                CellKind::Mixed => {
                    let text = without_mail(&cell.text());
                    let (names, rest) = names_ahead(gazetteer, &text);
                    let own = Some(self.entries.len());
                    authors.extend(names.into_iter().map(|name| DraftAuthor {
                        name,
                        marks: Vec::new(),
                        cell: at,
                        own,
                    }));
                    self.entries.push(Entry {
                        text: rest,
                        page: cell.page,
                        cells: vec![at],
                        ..Entry::default()
                    });
                }
                _ => {}
            }
        }
        self.authors = authors;
    }

    /// The marks that authors bear.
    fn labels(&self) -> BTreeSet<String> {
        let mut labels = BTreeSet::new();
        for mark in self.authors.iter().flat_map(|author| &author.marks) {
            labels.insert(mark.clone());
            if mark.len() == 2 && mark.bytes().all(|b| b.is_ascii_digit()) {
                labels.extend(mark.chars().map(String::from));
            }
        }
        labels
    }

    fn head_entries(&mut self, labels: &BTreeSet<String>) {
        let mut open = false;
        let mut last: Option<usize> = None;
        for (at, (cell, kind)) in self.head.iter().zip(&self.kinds).enumerate() {
            match kind {
                CellKind::Affiliation => {}
                // The last line of an affiliation may hold nothing that tells it for one.
                CellKind::Note
                    if open
                        && cell.leading().is_empty()
                        && !is_note(&cell.text())
                        && cell.size < 30.0
                        && follows(&self.head, last, cell) => {}
                _ => {
                    open &= *kind == CellKind::Email;
                    continue;
                }
            }
            for (marks, text) in labelled(cell, labels) {
                let text = without_mail(&text);
                let text = text.trim().trim_end_matches([',', ';']).to_owned();
                let goes_on = marks.is_empty() && open && follows(&self.head, last, cell);
                if let (true, Some(entry)) = (goes_on, self.entries.last_mut()) {
                    if !text.is_empty() {
                        entry.text.push('\n');
                        entry.text.push_str(&text);
                        entry.cells.push(at);
                    }
                } else if !text.is_empty() && !is_note(&text) {
                    self.entries.push(Entry {
                        text,
                        page: cell.page,
                        labels: marks,
                        cells: vec![at],
                        ..Entry::default()
                    });
                } else if !marks.is_empty() {
                    self.entries.push(Entry {
                        text: String::new(),
                        page: cell.page,
                        cells: vec![at],
                        ..Entry::default()
                    });
                }
                open = true;
            }
            last = Some(at);
        }
        self.entries.retain(|entry| !entry.text.is_empty());
    }

    fn foot_entries(&mut self, gazetteer: &Gazetteer, labels: &BTreeSet<String>) {
        let mut found: Vec<Entry> = Vec::new();
        let mut last: Option<&Cell> = None;
        for cell in &self.foot {
            let near = last.is_some_and(|it| {
                it.page == cell.page && cell.y0 - it.y1 < 1.2 * cell.size && (it.size - cell.size).abs() < 1.1
            });
            for (marks, text) in labelled(cell, labels) {
                if !marks.is_empty() {
                    found.push(Entry { text, page: cell.page, labels: marks, ..Entry::default() });
                } else if let (true, Some(entry)) = (near, found.last_mut()) {
                    entry.text.push('\n');
                    entry.text.push_str(&text);
                } else {
                    found.push(Entry { text, page: cell.page, ..Entry::default() });
                }
            }
            last = Some(cell);
        }
        let have: BTreeSet<&String> = self.entries.iter().flat_map(|entry| &entry.labels).collect();
        let known = !self.entries.is_empty();
        let names: Vec<&str> = self.authors.iter().map(|author| author.name.as_str()).collect();
        let mut kept: Vec<Entry> = Vec::new();
        for entry in found.iter().filter(|entry| entry.labels.is_empty()) {
            for (owners, text) in sentences(&names, &without_mail(&entry.text)) {
                if tells(gazetteer, &text) {
                    kept.push(Entry { text, page: entry.page, owners, ..Entry::default() });
                }
            }
        }
        let told = !kept.is_empty();
        for mut entry in found {
            let told_text = cut(&without_mail(&entry.text)).to_owned();
            entry.text = told_text;
            let wanted = entry.labels.iter().any(|label| labels.contains(label) && !have.contains(label));
            let whole = entry.labels.is_empty() && !known && !told && speaks_of_all(&entry.text);
            if (wanted || whole) && !is_note(&entry.text) && tells(gazetteer, &entry.text) {
                kept.push(entry);
            }
        }
        self.entries.extend(kept);
    }
}

/// `A. Lovelace and B. Li are with the University of Oxford, U.K.`: the authors named and what they are with.
fn sentences(names: &[&str], text: &str) -> Vec<(Vec<usize>, String)> {
    let text = text.replace('\n', " ");
    let verbs = [" is with ", " are with ", " was with ", " were with "];
    let mut verbs: Vec<(usize, usize)> =
        verbs.iter().flat_map(|verb| text.match_indices(verb).map(|(at, it)| (at, at + it.len()))).collect();
    verbs.sort_unstable();
    let start_of = |at: usize| {
        let before = text.get(..at).unwrap_or_default();
        let ends = before.match_indices(". ").filter(|(dot, _)| {
            let word =
                before.get(..*dot).and_then(|it| it.rsplit([' ', '.', '-']).next()).unwrap_or_default();
            !(word.chars().count() == 1 && word.chars().all(char::is_alphabetic))
        });
        ends.last().map_or(0, |(dot, _)| dot + 2)
    };
    let mut found = Vec::new();
    for (nth, &(at, from)) in verbs.iter().enumerate() {
        let until = verbs.get(nth + 1).map_or(text.len(), |&(next, _)| start_of(next).max(from));
        let subject = text.get(start_of(at)..at).unwrap_or_default().to_lowercase();
        let owners: Vec<usize> = names
            .iter()
            .enumerate()
            .filter(|(_, name)| {
                let last = name.split_whitespace().last().unwrap_or_default().to_lowercase();
                subject.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| word == last)
            })
            .map(|(at, _)| at)
            .collect();
        if !owners.is_empty() {
            found.push((owners, cut(text.get(from..until).unwrap_or_default()).to_owned()));
        }
    }
    found
}

/// Whether a footnote without a mark is about where all authors are.
fn speaks_of_all(text: &str) -> bool {
    let lower = text.to_lowercase();
    [
        "all authors",
        "the authors are with",
        "authors are from",
        "affiliation",
        "the author is with",
        "are with the",
        "is with the",
        "department of",
    ]
    .iter()
    .any(|it| lower.contains(it))
}

fn tells(gazetteer: &Gazetteer, text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let lower = words.iter().filter(|it| it.starts_with(char::is_lowercase)).count();
    let prose = words.len() >= 12
        && lower * 2 > words.len()
        && !text.contains("are with")
        && !text.contains("is with");
    !prose && text.len() < 400 && (has_affiliation_word(text) || !gazetteer.resolve(text).located.is_empty())
}

/// Whether a cell stands right below or beside the one before it.
fn follows(head: &[Cell], last: Option<usize>, cell: &Cell) -> bool {
    let Some(last) = last.and_then(|at| head.get(at)) else { return false };
    let below = cell.y0 - last.y1 < 0.9 * cell.size && cell.y0 > last.y0 - 1.0;
    let overlap = cell.x0 < last.x1 && last.x0 < cell.x1;
    below && overlap && (cell.size - last.size).abs() < 1.6
}

/// `ADA LOVELACE and BO LI, University of Oxford, UK`: the names, and what follows them.
fn names_ahead(gazetteer: &Gazetteer, text: &str) -> (Vec<String>, String) {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((part, after)) = rest.split_once(',') {
        let found = split_names(part);
        if !found.iter().all(|(name, _)| is_name(gazetteer, name)) {
            break;
        }
        names.extend(found.into_iter().map(|(name, _)| tidy(&name)));
        rest = after;
    }
    (names, rest.trim().to_owned())
}

fn names_of(gazetteer: &Gazetteer, cell: &Cell, at: usize, authors: &mut Vec<DraftAuthor>) {
    let mut from = authors.len();
    let mut ahead: Vec<String> = Vec::new();
    let first =
        cell.pieces.iter().find_map(|piece| if let Piece::Text(text) = piece { Some(text) } else { None });
    let leads =
        matches!((cell.pieces.first(), cell.pieces.last()), (Some(Piece::Marks(_)), Some(Piece::Text(_))));
    // Marks that begin a line before a comma belong to the last name of the line above.
    let behind = leads
        && first.is_some_and(|text| {
            text.trim_start().starts_with([',', ';']) || text.trim_start().starts_with("and ")
        });
    let before_names = leads && !behind;
    if let (true, Some(Piece::Marks(marks)), Some(author)) = (behind, cell.pieces.first(), authors.last_mut())
    {
        author.marks.extend(marks.iter().cloned());
    }
    for piece in cell.pieces.iter().skip(usize::from(behind)) {
        match piece {
            Piece::Marks(marks) if authors.len() == from || before_names => {
                ahead.extend(marks.iter().cloned());
            }
            Piece::Marks(marks) => {
                if let Some(author) = authors.last_mut() {
                    author.marks.extend(marks.iter().cloned());
                }
            }
            Piece::Text(text) => {
                for (name, digits) in split_names(&without_mail(text)) {
                    if is_degree(&name) || !is_name(gazetteer, &name) && !name.contains(' ') && name.len() < 3
                    {
                        continue;
                    }
                    if is_note(&name) || has_affiliation_word(&name) || !name.chars().any(char::is_alphabetic)
                    {
                        continue;
                    }
                    let broken = authors.len() == from && !name.contains(' ') && ahead.is_empty();
                    if let (true, Some(last)) = (broken, authors.last_mut())
                        && last.cell + 1 == at
                        && last.marks.is_empty()
                        && !last.name.contains(' ')
                    {
                        // A name that goes on in the next line.
                        last.name = format!("{} {}", last.name, tidy(&name));
                        last.marks = digits;
                        last.cell = at;
                        from -= 1;
                        continue;
                    }
                    let mut marks = digits;
                    if before_names {
                        marks.append(&mut ahead);
                    }
                    authors.push(DraftAuthor { name: tidy(&name), marks, cell: at, own: None });
                }
            }
        }
    }
    let marked = authors.iter().skip(from).any(|author| !author.marks.is_empty());
    if let (false, Some(author)) = (marked, authors.get_mut(from)) {
        author.marks.append(&mut ahead);
    }
}

fn tidy(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches(['.', ':']).to_owned()
}

/// The text up to where a note begins.
fn cut(text: &str) -> &str {
    let ends = [
        "Correspondence to",
        "Corresponding author",
        "Proceedings of",
        "Copyright",
        "Equal contribution",
        "Equal Contribution",
        "This work",
        "Work done",
        "Preprint",
        "E-mail",
        "Email:",
        "Emails:",
        "<",
        "(e-mail",
        "(email",
        "Published",
        "Present address",
        "Currently",
        "Now at",
        "©",
        "Under review",
        "http",
        "Permission to",
    ];
    // The note may be broken over two lines; the flat text has the same offsets.
    let flat = text.replace('\n', " ");
    let end = ends.iter().filter_map(|it| flat.find(it)).min().unwrap_or(text.len());
    text.get(..end).unwrap_or(text).trim().trim_end_matches([',', ';', '.', '\n', ' ']).trim()
}
