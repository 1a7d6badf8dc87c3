//! Sheets to fill in: CSV for a spreadsheet, one HTML file for a browser. Both hold the same columns.

mod csv;
mod guard;
mod html;

pub use csv::write_csv;
pub(super) use guard::unguard;
pub use html::write_html;

use super::sample::{Sample, SampleRow};

/// The columns of a sheet, left to right: what a person fills in, what is checked, and what a score needs.
pub(super) const COLUMNS: [&str; 14] = [
    "answer", "missing", "note", "claim", "title", "path", "page", "evidence", "stratum", "model", "country",
    "paper", "sample", "design",
];

/// The cells of a row; what a person fills in is empty.
fn cells(sample: &Sample, row: &SampleRow) -> [String; COLUMNS.len()] {
    let evidence = row.passages.iter().map(|passage| {
        let page = passage.page.map(|page| format!("p. {page}, ")).unwrap_or_default();
        format!("[{page}{}] {}", passage.about, passage.text)
    });
    [
        String::new(),
        String::new(),
        String::new(),
        row.claim.clone(),
        row.title.clone(),
        row.path.clone(),
        row.page().to_string(),
        evidence.collect::<Vec<_>>().join("\n"),
        row.unit.stratum.as_str().to_owned(),
        row.unit.model.clone(),
        row.unit.country.clone(),
        row.unit.paper.clone(),
        sample.id.clone(),
        sample.design.to_string(),
    ]
}
