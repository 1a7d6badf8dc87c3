//! What should make a reader doubt the numbers.

use std::collections::{BTreeMap, BTreeSet};

use crate::adoption::GroupBy;
use crate::adoption::collaboration::affinity;
use crate::adoption::view::{View, group_of};

/// Below this affinity of its two largest countries, a corpus of AI papers has probably lost affiliations.
const LOW_AFFINITY: f64 = 0.3;

/// The warnings, each a sentence.
pub(super) fn warnings(view: &View<'_>) -> Vec<String> {
    let mut warnings = Vec::new();
    let countries = view.countries_by_papers();
    if let (Some(&(a, a_papers)), Some(&(b, b_papers))) = (countries.first(), countries.get(1)) {
        let joint =
            view.papers.iter().filter(|it| it.countries.contains(&a) && it.countries.contains(&b)).count();
        let all = view.papers.len() as f64;
        let (a_papers, b_papers) = (a_papers as f64, b_papers as f64);
        let affinity = affinity(joint as f64, all, a_papers, b_papers);
        // Where chance alone would give less than one joint paper, its absence tells nothing.
        if affinity < LOW_AFFINITY && a_papers * b_papers >= all {
            warnings.push(format!(
                "{} and {} share {joint} of {all} papers, an affinity of {affinity:.2} where AI venues have 0.3 to \
                 1.1: affiliations may be missing",
                a.name(),
                b.name(),
            ));
        }
    }
    warnings.extend(tracks(view));
    warnings
}

/// Groups are compared, but not of the same tracks.
fn tracks(view: &View<'_>) -> Option<String> {
    if matches!(view.options.group_by, GroupBy::None | GroupBy::Track) {
        return None;
    }
    let mut tracks: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for counted in &view.papers {
        tracks.entry(counted.group).or_default().insert(group_of(counted.paper, GroupBy::Track));
    }
    let first = tracks.values().next()?;
    if tracks.values().all(|tracks| tracks == first) {
        return None;
    }
    let listed = tracks.iter().map(|(&group, tracks)| {
        let tracks: Vec<&str> = tracks.iter().map(String::as_str).collect();
        format!("{}: {}", view.group(group), tracks.join(", "))
    });
    let listed: Vec<String> = listed.collect();
    Some(format!("the groups are not of the same tracks, so they do not compare ({})", listed.join("; ")))
}
