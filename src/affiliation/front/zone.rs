//! Cells of a page → the head between title and abstract, and the footnotes.

use super::cells::Cell;
use crate::affiliation::words::Words;

/// The parts of a page that name authors and affiliations.
#[derive(Debug, Default)]
pub(super) struct Zones {
    /// Between the title and the abstract, in reading order.
    pub head: Vec<Cell>,
    /// Small print beside and below the text.
    pub foot: Vec<Cell>,
}

/// Headings at which the head ends, squeezed.
const ENDS: &[&str] = &[
    "abstract",
    "articleinfo",
    "ccsconcepts",
    "contents",
    "executivesummary",
    "introduction",
    "1introduction",
    "iintroduction",
    "keywords",
    "indexterms",
    "keywordsandphrases",
    "summary",
    "tableofcontents",
    "tldr",
    "overview",
    "categoriesandsubjectdescriptors",
];

/// Zones a page whose title is `title`, where that is known.
pub(super) fn zones(cells: Vec<Cell>, title: Option<&str>) -> Zones {
    let body = body_size(&cells);
    let (top, title_end) = title_span(&cells, title, body);
    let bottom = abstract_top(&cells, title_end, body);
    let mut zones = Zones::default();
    for (at, cell) in cells.into_iter().enumerate() {
        if top.contains(&at) {
            continue;
        }
        let middle = f32::midpoint(cell.y0, cell.y1);
        if middle > title_end && middle < bottom {
            zones.head.push(cell);
        } else if middle >= bottom && cell.size < body - 0.3 {
            zones.foot.push(cell);
        }
    }
    zones
}

/// The size that most letters have.
fn body_size(cells: &[Cell]) -> f32 {
    let mut sizes: std::collections::BTreeMap<i32, usize> = std::collections::BTreeMap::new();
    for cell in cells {
        *sizes.entry((cell.size * 10.0).round() as i32).or_default() += cell.text().len();
    }
    sizes.into_iter().max_by_key(|&(_, letters)| letters).map_or(10.0, |(size, _)| size as f32 / 10.0)
}

/// The cells of the title, and where it ends.
fn title_span(cells: &[Cell], title: Option<&str>, body: f32) -> (Vec<usize>, f32) {
    let wanted = title.map(squeeze).filter(|it| it.len() >= 4);
    let mut span: Vec<usize> = Vec::new();
    if let Some(wanted) = wanted {
        for (at, cell) in cells.iter().enumerate() {
            let key = squeeze(&cell.text());
            let part = key.len() >= 3 && wanted.contains(&key);
            if part || !span.is_empty() && key.len() >= 2 && wanted.ends_with(&key) {
                span.push(at);
            } else if !span.is_empty() && cell.page > 0 && span.len() > 8 {
                break;
            }
        }
    }
    if span.is_empty() {
        let high = cells.iter().filter(|it| it.text().chars().filter(|c| c.is_alphabetic()).count() >= 8);
        let largest = high.map(|it| it.size).fold(0.0, f32::max);
        if largest > body + 0.8 {
            let first = cells.iter().position(|it| it.size > largest - 0.5);
            let after = cells.iter().enumerate().skip(first.unwrap_or(0));
            span = after.take_while(|(_, it)| it.size > largest - 0.5).map(|(at, _)| at).collect();
        }
    }
    // The words of the title may come again in a running text: only what follows closely belongs to it.
    let mut end = f32::NEG_INFINITY;
    let mut kept = Vec::new();
    for at in span {
        let Some(cell) = cells.get(at) else { continue };
        if end == f32::NEG_INFINITY || cell.y0 < end + 2.0 * cell.size {
            end = end.max(cell.y1 - 0.25 * cell.size);
            kept.push(at);
        }
    }
    (kept, end)
}

/// Where the abstract or the running text begins.
fn abstract_top(cells: &[Cell], after: f32, body: f32) -> f32 {
    let below = || cells.iter().filter(|it| it.y1 > after);
    let heading = below().filter(|it| ends_head(&it.text())).map(|it| it.y0).fold(f32::INFINITY, f32::min);
    let mut run: Vec<&Cell> = Vec::new();
    let mut paragraph = f32::INFINITY;
    for cell in below() {
        let joins =
            run.last().is_none_or(|last| last.block == cell.block && (last.size - cell.size).abs() < 0.6);
        if !joins || !is_prose(cell) {
            run.clear();
        }
        if is_prose(cell) {
            run.push(cell);
        }
        if run.len() >= 4 && (run.first().is_some_and(|it| it.size > body - 1.6)) {
            paragraph = run.first().map_or(paragraph, |it| it.y0.min(paragraph));
        }
    }
    // The heading may be missed, or stand lower than the first paragraph of a journal's first page.
    heading.min(paragraph)
}

fn ends_head(text: &str) -> bool {
    let key = squeeze(text);
    ENDS.contains(&key.as_str())
        || ["Abstract", "ABSTRACT", "A BSTRACT", "SUMMARY", "Summary.", "Summary:"]
            .iter()
            .any(|it| text.starts_with(it))
}

/// A line of running text: many words, most of them in lower case, and no commas between names.
fn is_prose(cell: &Cell) -> bool {
    let text = cell.text();
    let words: Vec<&str> = text.split_whitespace().collect();
    let lower = words.iter().filter(|it| it.starts_with(char::is_lowercase)).count();
    words.len() >= 6 && lower * 2 > words.len() && !text.contains('@')
}

fn squeeze(text: &str) -> String {
    Words::key_of(text).replace([',', ';'], "")
}
