//! What is summed for a cell under every counting and role.

use super::interval::wilson;
use super::table::Cell;
use super::view::Weights;
use super::{Counting, Level, Row};
use crate::country::Country;

/// The papers of one country that adopt a thing of one origin.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    pub papers: u64,
    pub weight: f64,
    pub arms_length: f64,
    pub joint: f64,
}

/// A tally for each counting and level, in the order of [`Counting::ALL`] and [`Level::ALL`].
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Block([[Tally; 3]; 3]);

/// Where the authors of a paper stand to the origin of what it adopts, seen from one of its countries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// The country is an origin itself.
    Domestic,
    /// Others of its authors are in the origin.
    Joint,
    /// Nobody is.
    ArmsLength,
}

impl Relation {
    pub fn of(country: Country, authors: &[Country], origin: &[Country]) -> Self {
        if origin.contains(&country) {
            Relation::Domestic
        } else if origin.iter().any(|it| authors.contains(it)) {
            Relation::Joint
        } else {
            Relation::ArmsLength
        }
    }
}

impl Block {
    /// Adds a paper that adopts at a level.
    pub fn add(&mut self, level: Level, weights: Weights, relation: Relation) {
        for (levels, weight) in self.0.iter_mut().zip(weights) {
            let Some(tally) = levels.get_mut(level as usize) else { continue };
            tally.papers += u64::from(weight > 0.0);
            tally.weight += weight;
            match relation {
                Relation::Domestic => {}
                Relation::Joint => tally.joint += weight,
                Relation::ArmsLength => tally.arms_length += weight,
            }
        }
    }

    pub fn get(&self, counting: Counting, level: Level) -> Tally {
        self.0
            .get(counting as usize)
            .and_then(|levels| levels.get(level as usize))
            .copied()
            .unwrap_or_default()
    }

    /// The tallies that are not empty.
    pub fn filled(&self) -> impl Iterator<Item = (Counting, Level, Tally)> + use<'_> {
        let choices =
            Counting::ALL.iter().flat_map(|&counting| Level::ALL.iter().map(move |&level| (counting, level)));
        choices
            .map(|(counting, level)| (counting, level, self.get(counting, level)))
            .filter(|it| it.2.weight > 0.0)
    }
}

/// A weight out of a total; 0 of nothing.
pub(super) fn share(weight: f64, total: f64) -> f64 {
    if total > 0.0 { weight / total } else { 0.0 }
}

/// Appends share, low and high. Only whole papers are trials that a Wilson interval can speak of.
pub(super) fn push_share(row: &mut Row, counting: Counting, weight: f64, total: f64) {
    row.push(share(weight, total).into());
    if counting == Counting::Whole {
        let interval = wilson(weight, total);
        row.extend([interval.low.into(), interval.high.into()]);
    } else {
        row.extend([Cell::Empty, Cell::Empty]);
    }
}
