//! What a corpus is made of: no number may be read without it.

use std::collections::BTreeMap;

use super::corpus::Paper;
use super::table::{Column, Head, Kind, Table};
use super::tally::share;
use super::view::View;

const COLUMNS: &[Column] = &[
    Column::new(
        "what",
        Kind::Text,
        "records: status, duplicate, metadata; counted papers: year, venue, track, countries known, resting on \
         headquarters; metadata: entries without a PDF",
    ),
    Column::new("value", Kind::Text, "the status, year, venue or track; empty where it is not known"),
    Column::new("papers", Kind::Integer, "how many"),
    Column::new("share", Kind::Number, "out of all records, the counted papers or the entries, 0 to 1"),
];

/// `composition`: the records by status, and the counted papers by year, venue and track.
pub(super) fn table(view: &View<'_>) -> Table {
    let records: Vec<&Paper> = view.corpus.papers.iter().collect();
    let counted: Vec<&Paper> = view.papers.iter().map(|counted| counted.paper).collect();
    let mut rows = Vec::new();
    let mut count = |what: &str, papers: &[&Paper], value: &dyn Fn(&Paper) -> Option<String>| {
        let mut counts: BTreeMap<Option<String>, u64> = BTreeMap::new();
        for paper in papers {
            *counts.entry(value(paper)).or_default() += 1;
        }
        for (value, number) in counts {
            let share = share(number as f64, papers.len() as f64);
            rows.push(vec![what.into(), value.into(), number.into(), share.into()]);
        }
    };
    count("status", &records, &|paper| Some(paper.status.as_str().to_owned()));
    count("duplicate", &records, &|paper| Some(paper.duplicate.to_string()));
    if view.corpus.is_listed() {
        count("metadata", &records, &|paper| paper.joined.map(|by| by.as_str().to_owned()));
    }
    count("year", &counted, &|paper| paper.year.map(|year| year.to_string()));
    count("venue", &counted, &|paper| paper.venue.as_deref().map(str::to_owned));
    count("track", &counted, &|paper| paper.track.as_deref().map(str::to_owned));
    count("country_known", &counted, &|paper| Some((!paper.countries.is_empty()).to_string()));
    count("hq_default", &counted, &|paper| Some(paper.hq_default.to_string()));
    if let Some(listing) = &view.corpus.listing {
        for (status, &number) in &listing.without_pdf {
            let status = Some(status.clone()).filter(|it| !it.is_empty());
            let share = share(number as f64, listing.entries as f64);
            rows.push(vec!["metadata_without_pdf".into(), status.into(), number.into(), share.into()]);
        }
    }
    let about = format!("What the corpus is made of; {}", view.options.basis());
    Table { head: Head::new("composition", about, COLUMNS).keyed(&["what", "value"]), rows }
}
