//! The head of the matrix as aligned text.

use std::fmt::Write;

use super::{SHOWN, percent};
use crate::adoption::matrix::Adoption;
use crate::adoption::view::View;
use crate::adoption::{Counting, Measure};
use crate::country::Country;

/// The most adopted models × the most frequent countries, as many of these as the width holds.
pub(super) fn matrix(view: &View<'_>, width: usize) -> String {
    let adoption = Adoption::count(view);
    let models: Vec<(usize, u64)> = adoption.models_by_papers().into_iter().take(SHOWN).collect();
    if models.is_empty() {
        return format!("No model is adopted at role `{}`.\n", view.options.role);
    }
    let countries: Vec<(Country, u64)> = view.countries_by_papers().into_iter().take(SHOWN).collect();
    let mut columns = vec![column(
        "papers",
        view.papers.len() as u64,
        models.iter().map(|&(_, papers)| papers.to_string()),
    )];
    columns.extend(countries.iter().map(|&(country, papers)| {
        column(
            country.code(),
            papers,
            models.iter().map(|&(model, _)| cell(view, adoption.cell(model, country))),
        )
    }));
    let mut names = vec![String::new(), "all".to_owned()];
    names.extend(models.iter().filter_map(|&(at, _)| {
        let origin: Vec<&str> = view.origin(at).iter().map(Country::code).collect();
        Some(format!("{} ({})", view.model(at)?.name, origin.join(", ")))
    }));
    align(&names, &columns, width)
}

fn column(head: &str, papers: u64, cells: impl Iterator<Item = String>) -> Vec<String> {
    [head.to_owned(), papers.to_string()].into_iter().chain(cells).collect()
}

/// A cell for the eye: nothing is a dot, and a weight that is not whole has one digit after the point.
fn cell(view: &View<'_>, value: f64) -> String {
    if value == 0.0 {
        "·".to_owned()
    } else if view.options.measure == Measure::Share {
        percent(value)
    } else if view.options.counting == Counting::Whole {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    }
}

/// Names to the left, numbers to the right; columns that do not fit are left out, the first one never.
fn align(names: &[String], columns: &[Vec<String>], width: usize) -> String {
    let widest = |cells: &[String]| cells.iter().map(|cell| cell.chars().count()).max().unwrap_or(0);
    let indent = 2;
    let first = columns.first().map_or(0, |column| widest(column) + 2);
    let name_width = widest(names).min(width.saturating_sub(indent + first).max(12));
    let mut used = indent + name_width;
    let shown: Vec<(&Vec<String>, usize)> = columns
        .iter()
        .map(|column| (column, widest(column) + 2))
        .enumerate()
        .take_while(|(at, (_, wide))| {
            used += wide;
            *at == 0 || used <= width
        })
        .map(|(_, shown)| shown)
        .collect();
    let mut out = String::new();
    for (at, name) in names.iter().enumerate() {
        let mut line = format!("{:indent$}{:<name_width$}", "", shortened(name, name_width));
        for (column, wide) in &shown {
            let _ = write!(line, "{:>wide$}", column.get(at).map_or("", String::as_str));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn shortened(name: &str, width: usize) -> String {
    if name.chars().count() <= width {
        return name.to_owned();
    }
    name.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}
