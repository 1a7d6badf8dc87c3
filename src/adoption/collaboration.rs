//! Countries that write papers together.

use std::collections::BTreeMap;

use super::Counting;
use super::columns::{GROUP, HIGH, LOW};
use super::table::{Column, Head, Kind, Row, Table};
use super::tally::push_share;
use super::view::View;
use crate::country::Country;

const COLUMNS: &[Column] = &[
    GROUP,
    Column::new("a", Kind::Text, "country code, the first of the pair in alphabetical order"),
    Column::new("b", Kind::Text, "country code, the second of the pair"),
    Column::new("papers", Kind::Integer, "papers with authors in both"),
    Column::new(
        "share",
        Kind::Number,
        "papers out of all papers, those without a known country included, 0 to 1",
    ),
    LOW,
    HIGH,
    Column::new("salton", Kind::Number, "papers / sqrt(papers of a × papers of b), 0 to 1"),
    Column::new("jaccard", Kind::Number, "papers / papers of a or b, 0 to 1"),
    Column::new(
        "affinity",
        Kind::Number,
        "papers × all papers / (papers of a × papers of b); 1 where they meet as often as by chance",
    ),
];

/// Papers of one country or of a pair, by group.
#[derive(Default)]
struct Counts {
    papers: Vec<u64>,
    single: BTreeMap<(usize, Country), u64>,
    pairs: BTreeMap<(usize, Country, Country), u64>,
}

/// `collaboration`: a row for every pair of countries that share a paper.
pub(super) fn table(view: &View<'_>) -> Table {
    let counts = count(view);
    let rows = counts.pairs.iter().map(|(&(group, a, b), &papers)| {
        let one = |country| counts.single.get(&(group, country)).copied().unwrap_or_default() as f64;
        let (joint, a_papers, b_papers) = (papers as f64, one(a), one(b));
        let all = counts.papers.get(group).copied().unwrap_or_default() as f64;
        let mut row: Row = vec![view.group(group).into(), a.into(), b.into(), papers.into()];
        push_share(&mut row, Counting::Whole, joint, all);
        row.extend([
            (joint / (a_papers * b_papers).sqrt()).into(),
            (joint / (a_papers + b_papers - joint)).into(),
            affinity(joint, all, a_papers, b_papers).into(),
        ]);
        row
    });
    let about = format!("Countries that share papers, in whole counting; {}", view.options.basis());
    Table {
        rows: rows.collect(),
        head: Head::new("collaboration", about, COLUMNS).keyed(&["group", "a", "b"]),
    }
}

/// The probabilistic affinity of two countries (Zitt, Bassecoulard, Okubo 2000).
pub(super) fn affinity(joint: f64, all: f64, a: f64, b: f64) -> f64 {
    joint * all / (a * b)
}

fn count(view: &View<'_>) -> Counts {
    let mut counts = Counts { papers: vec![0; view.groups.len()], ..Counts::default() };
    for counted in &view.papers {
        if let Some(papers) = counts.papers.get_mut(counted.group) {
            *papers += 1;
        }
        for (at, &a) in counted.countries.iter().enumerate() {
            *counts.single.entry((counted.group, a)).or_default() += 1;
            for &b in counted.countries.iter().skip(at + 1) {
                *counts.pairs.entry((counted.group, a, b)).or_default() += 1;
            }
        }
    }
    counts
}
