//! All that could be checked: the units of a claim in two strata, and the draw from them.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::design::{Claim, Design, codes};
use crate::adoption::role_in;
use crate::country::Country;
use crate::paper::PaperRecord;
use crate::records::{Records, RecordsError};

/// The stratum of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stratum {
    /// The records say that the claim holds.
    Flagged,
    /// They do not.
    Unflagged,
}

/// One thing to check: a claim about one paper, model or country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// SHA-256 of the paper, its path where it has none.
    pub paper: String,
    /// The model that is claimed; empty where the claim is about countries alone.
    pub model: String,
    /// The countries that are claimed, or where all papers of the audit have authors: `CN,US`; empty where there are none.
    pub country: String,
    /// What the records say.
    pub stratum: Stratum,
    /// The countries of the paper as found, folded and sorted.
    pub countries: Vec<Country>,
}

/// All units of an audit, sorted by paper, model and country.
#[derive(Debug)]
pub struct Frame {
    /// What is asked.
    pub design: Design,
    /// The units.
    pub units: Vec<Unit>,
}

impl Stratum {
    /// Both, in the order of the tables.
    pub const ALL: [Stratum; 2] = [Stratum::Flagged, Stratum::Unflagged];

    /// As it stands in a sheet.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Stratum::Flagged => "flagged",
            Stratum::Unflagged => "unflagged",
        }
    }
}

impl Unit {
    /// Whether it asks which countries are missing.
    pub(super) fn asks_which(&self, design: &Design) -> bool {
        design.asks_which() && self.country.is_empty()
    }

    /// What tells a unit from the others.
    pub(super) fn key(&self) -> [&str; 3] {
        [&self.paper, &self.model, &self.country]
    }
}

impl Frame {
    /// The units of a set of records.
    ///
    /// # Errors
    /// Records that cannot be read.
    pub fn read(records: &mut Records, design: Design) -> Result<Self, RecordsError> {
        let mut units = Vec::new();
        for record in records.read() {
            push_units(&record?, &design, &mut units);
        }
        units.sort_by(|a, b| a.key().cmp(&b.key()));
        Ok(Self { design, units })
    }

    /// How many units a stratum has.
    #[must_use]
    pub fn size(&self, stratum: Stratum) -> usize {
        self.units.iter().filter(|unit| unit.stratum == stratum).count()
    }

    /// What tells this sample from any other: 16 hexadecimal digits of the SHA-256 of the design and of all units with
    /// their strata.
    #[must_use]
    pub fn sample_id(&self) -> String {
        let mut digest = Sha256::new();
        digest.update(self.design.to_string());
        for unit in &self.units {
            digest.update(format!("\n{}\t{}", unit.key().join("\t"), unit.stratum.as_str()));
        }
        let hash = digest.finalize();
        hash.iter().take(8).fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
    }

    /// Draws the sample: the units of each stratum in the order of SHA-256(seed, unit), as many from the front as
    /// `split` says; both strata mixed in that same order. A larger sample of the same seed holds every smaller one.
    #[must_use]
    pub fn draw(&self) -> Vec<&Unit> {
        let sizes = Stratum::ALL.map(|stratum| self.size(stratum));
        let mut left = split(self.design.size, sizes);
        let mut ordered: Vec<([u8; 32], &Unit)> =
            self.units.iter().map(|unit| (place(self.design.seed, unit), unit)).collect();
        ordered.sort_by(|a, b| (a.0, a.1.key()).cmp(&(b.0, b.1.key())));
        let wanted = ordered.into_iter().filter(|(_, unit)| {
            let Some(left) = left.get_mut(unit.stratum as usize) else { return false };
            let take = *left > 0;
            *left = left.saturating_sub(1);
            take
        });
        wanted.map(|(_, unit)| unit).collect()
    }
}

/// How many rows each stratum gets: half each, the odd one to the flagged; what one stratum cannot fill goes to the other.
fn split(size: usize, [flagged, unflagged]: [usize; 2]) -> [usize; 2] {
    let wanted = size.div_ceil(2).max(size.saturating_sub(unflagged)).min(flagged);
    [wanted, size.saturating_sub(wanted).min(unflagged)]
}

/// The place of a unit in the order of a seed.
fn place(seed: u64, unit: &Unit) -> [u8; 32] {
    Sha256::digest(format!("{seed}\t{}", unit.key().join("\t"))).into()
}

/// The units of a paper. Copies, and papers that could not be read, have none.
fn push_units(record: &PaperRecord, design: &Design, units: &mut Vec<Unit>) {
    if !record.status.counts() || record.duplicate_of.is_some() {
        return;
    }
    let countries = design.fold.apply_all(&record.countries);
    let in_countries = design.countries.iter().all(|country| countries.contains(country));
    let adopts = |id: &str| {
        let mut mentions = record.models.iter().filter(|mention| mention.id == id);
        mentions.any(|mention| design.role.admits(role_in(mention, design.scope)))
    };
    let mut push = |model: &str, country: String, holds: bool| {
        units.push(Unit {
            paper: record.id.as_ref().unwrap_or(&record.path).clone(),
            model: model.to_owned(),
            country,
            stratum: if holds { Stratum::Flagged } else { Stratum::Unflagged },
            countries: countries.clone(),
        });
    };
    let asked = || codes(&design.countries);
    match (design.claim, design.model.as_deref()) {
        (Claim::Model, Some(model)) if in_countries => push(model, asked(), adopts(model)),
        (Claim::Model, None) if in_countries => {
            let named = record.models.iter().map(|mention| mention.id.as_str());
            let named: BTreeSet<&str> =
                named.chain(record.ambiguous.iter().map(|hit| hit.id.as_str())).collect();
            for model in named {
                push(model, asked(), adopts(model));
            }
        }
        (Claim::Model, _) => {}
        (Claim::Country, Some(model)) if !adopts(model) => {}
        (Claim::Country, model) => {
            let model = model.unwrap_or_default();
            if design.countries.is_empty() {
                for country in &countries {
                    push(model, country.to_string(), true);
                }
                push(model, String::new(), false);
            } else {
                push(model, asked(), in_countries);
            }
        }
        (Claim::Joint, model) => {
            push(model.unwrap_or_default(), asked(), in_countries && model.is_none_or(adopts));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of 2,000 seeds each one draws 10 of 40 units, so a unit is drawn 500 times, give or take five times √(2000·¼·¾).
    #[test]
    fn every_unit_is_drawn_as_often_as_any_other() {
        let design = "claim=model model=m country= role=strict scope=all fold= n=10 seed=0".parse::<Design>();
        let unit = |at: usize| Unit {
            paper: format!("{at:02}"),
            model: "m".to_owned(),
            country: String::new(),
            stratum: if at < 20 { Stratum::Flagged } else { Stratum::Unflagged },
            countries: Vec::new(),
        };
        let mut frame = Frame { design: design.expect("a design"), units: (0..40).map(unit).collect() };
        let mut drawn = [0_u32; 40];
        for seed in 0..2000 {
            frame.design.seed = seed;
            for unit in frame.draw() {
                drawn[unit.paper.parse::<usize>().expect("a number")] += 1;
            }
        }
        assert!(drawn.iter().all(|times| (403..=597).contains(times)), "{drawn:?}");
    }

    #[test]
    fn a_sample_is_split_between_the_strata() {
        for (size, sizes, expected) in [
            (100, [1000, 1000], [50, 50]),
            (101, [1000, 1000], [51, 50]),
            (100, [10, 1000], [10, 90]),
            (100, [1000, 10], [90, 10]),
            (100, [30, 20], [30, 20]),
            (100, [0, 20], [0, 20]),
            (2, [1, 1], [1, 1]),
        ] {
            assert_eq!(split(size, sizes), expected, "{size} of {sizes:?}");
        }
    }
}
