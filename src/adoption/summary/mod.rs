//! What a person reads at the end of a run: what was counted, how, and the head of the matrix.

mod matrix;
mod warnings;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::view::{UNKNOWN_GROUP, View, group_of};
use super::{Corpus, Counting, GroupBy, Level, Lineage, Making, Options, OriginBasis, Scope};
use crate::pdf::Status;
use matrix::matrix;
use warnings::warnings;

/// How many models and countries the matrix shows at most.
const SHOWN: usize = 10;

/// What the numbers of a corpus rest on, each fact with its label, and what should make a reader doubt them.
#[must_use]
pub fn grounds(corpus: &Corpus<'_>, options: &Options) -> (Vec<(&'static str, String)>, Vec<String>) {
    let view = View::new(corpus, options);
    (facts(corpus, &view), warnings(&view))
}

/// The facts that are not empty, with their labels.
fn facts(corpus: &Corpus<'_>, view: &View<'_>) -> Vec<(&'static str, String)> {
    let facts = [
        ("Papers", papers(corpus, view)),
        ("Metadata", metadata(corpus)),
        ("Corpus", composition(view)),
        ("Countries", countries(view)),
        ("Counted", counted(view.options)),
        ("Versions", versions(corpus)),
    ];
    facts.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}

/// The summary of a corpus, in lines of at most `width` characters where that is possible; ends with a newline.
#[must_use]
pub fn summary(corpus: &Corpus<'_>, options: &Options, width: usize) -> String {
    let view = View::new(corpus, options);
    let mut out = String::new();
    for (label, text) in facts(corpus, &view) {
        push_wrapped(&mut out, label, &text, width);
    }
    out.push('\n');
    out.push_str(&matrix(&view, width));
    for warning in warnings(&view) {
        out.push('\n');
        push_wrapped(&mut out, "Warning", &warning, width);
    }
    out
}

/// "126: 124 ok, 1 partial, 1 unreadable; 2 copies; 123 count".
pub(super) fn papers(corpus: &Corpus<'_>, view: &View<'_>) -> String {
    let mut statuses: BTreeMap<Status, usize> = BTreeMap::new();
    for paper in &corpus.papers {
        *statuses.entry(paper.status).or_default() += 1;
    }
    let mut text = corpus.papers.len().to_string();
    for (at, (status, number)) in statuses.iter().enumerate() {
        let separator = if at == 0 { ":" } else { "," };
        let _ = write!(text, "{separator} {number} {}", status.as_str().replace('_', " "));
    }
    let copies = corpus.papers.iter().filter(|paper| paper.duplicate).count();
    if copies > 0 {
        let _ = write!(text, "; {copies} {} of others", plural(copies, "copy", "copies"));
    }
    let _ = write!(text, "; {} counted", view.papers.len());
    text
}

/// "5290 entries, 90 of them without a PDF (Poster 80, Reject 10); 3 PDFs without an entry"; nothing where there is no
/// list.
fn metadata(corpus: &Corpus<'_>) -> String {
    if !corpus.is_listed() {
        return String::new();
    }
    let unlisted = corpus.papers.iter().filter(|paper| paper.joined.is_none()).count();
    let strangers = format!("{unlisted} {} without an entry", plural(unlisted, "PDF", "PDFs"));
    let Some(listing) = &corpus.listing else { return strangers };
    let without: u64 = listing.without_pdf.values().sum();
    let known = listing.without_pdf.iter().filter(|(status, _)| !status.is_empty());
    let known: Vec<String> = known.map(|(status, number)| format!("{status} {number}")).collect();
    let known = if known.is_empty() { String::new() } else { format!(" ({})", known.join(", ")) };
    format!("{} entries, {without} of them without a PDF{known}; {strangers}", listing.entries)
}

/// "year 2025 44, 2024 80; venue ICML 90, unknown 34; track unknown 124".
fn composition(view: &View<'_>) -> String {
    let parts = [GroupBy::Year, GroupBy::Venue, GroupBy::Track].map(|by| {
        let mut papers: BTreeMap<String, usize> = BTreeMap::new();
        for counted in &view.papers {
            *papers.entry(group_of(counted.paper, by)).or_default() += 1;
        }
        let unknown = papers.remove(UNKNOWN_GROUP).unwrap_or_default();
        let mut papers: Vec<(String, usize)> = papers.into_iter().collect();
        let left_out = if by == GroupBy::Year {
            papers.reverse();
            "earlier"
        } else {
            papers.sort_by_key(|(_, number)| Reverse(*number));
            "others"
        };
        let others: usize = papers.iter().skip(SHOWN).map(|(_, number)| number).sum();
        papers.truncate(SHOWN);
        papers.extend([(left_out.to_owned(), others), (UNKNOWN_GROUP.to_owned(), unknown)]);
        let known: Vec<String> = papers
            .into_iter()
            .filter(|it| it.1 > 0)
            .map(|(name, number)| format!("{name} {number}"))
            .collect();
        format!("{by} {}", if known.is_empty() { UNKNOWN_GROUP.to_owned() } else { known.join(", ") })
    });
    parts.join("; ")
}

/// "crosscurrent 0.1.0, hayro 0.9.0, registry 0123456789ab, gazetteer 0123456789ab".
pub(super) fn versions(corpus: &Corpus<'_>) -> String {
    let Making { tools, engines, registries, gazetteers } = &corpus.making;
    let list = |label: &str, versions: &BTreeSet<String>| {
        let short = versions
            .iter()
            .map(|version| if version.len() == 64 { version.get(..12).unwrap_or(version) } else { version });
        format!("{label}{}", short.collect::<Vec<_>>().join(" and "))
    };
    if corpus.is_empty() {
        return "none, as there is no record".to_owned();
    }
    [
        list("crosscurrent ", tools),
        list("", engines),
        list("registry ", registries),
        list("gazetteer ", gazetteers),
    ]
    .join(", ")
}

/// "31, known for 121 of 124 papers; 3.1 % of authors without one; 4.1 % of papers count one by …".
pub(super) fn countries(view: &View<'_>) -> String {
    let all = view.papers.len();
    if all == 0 {
        return "none, as no paper counts".to_owned();
    }
    let known = view.papers.iter().filter(|counted| !counted.countries.is_empty()).count();
    let unknown: f64 = view.papers.iter().map(|counted| counted.paper.unknown_share).sum();
    let defaulted = view.papers.iter().filter(|counted| counted.paper.hq_default).count();
    format!(
        "{}, known for {known} of {all} papers; {} of authors without one; {} of papers count one by a company's \
         headquarters alone",
        view.countries_by_papers().len(),
        percent(unknown / all as f64),
        percent(defaulted as f64 / all as f64),
    )
}

/// The choices in words.
fn counted(options: &Options) -> String {
    let role = match options.role {
        Level::Mentioned => "mentioned and up",
        Level::Broad => "compared, used or created (broad)",
        Level::Strict => "used or created (strict)",
    };
    let counting = match options.counting {
        Counting::Whole => "whole counting",
        Counting::Fractional => "fractional counting",
        Counting::First => "first authors",
    };
    let scope = match options.scope {
        Scope::Main => "without appendix",
        Scope::All => "with appendix",
    };
    let origin = match options.origin_basis {
        OriginBasis::Hq => "origin by headquarters",
        OriginBasis::Lab => "origin by lab",
    };
    let folded = if options.fold.is_empty() {
        "no country folded".to_owned()
    } else {
        format!("folded {}", options.fold)
    };
    let lineage = match options.lineage {
        Lineage::Surface => "",
        Lineage::Root => "; derivatives count to their parents too",
    };
    format!("{role}; {counting}; {scope}; {origin}; {folded}{lineage}")
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

fn plural(number: usize, one: &'static str, many: &'static str) -> &'static str {
    if number == 1 { one } else { many }
}

/// A label and a text beside it, broken between words.
fn push_wrapped(out: &mut String, label: &str, text: &str, width: usize) {
    const INDENT: usize = 12;
    let mut column = INDENT;
    let _ = write!(out, "{label:<INDENT$}");
    for (at, word) in text.split(' ').enumerate() {
        let wide = word.chars().count();
        if at > 0 && column + 1 + wide > width.max(40) {
            let _ = write!(out, "\n{:INDENT$}", "");
            column = INDENT;
        } else if at > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += wide;
    }
    out.push('\n');
}

#[cfg(test)]
mod tests;
