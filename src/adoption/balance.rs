//! Whose models two countries adopt: the balance of the flows between them.

use std::collections::{BTreeMap, BTreeSet};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Binomial, Distribution};

use super::columns::GROUP;
use super::interval::Interval;
use super::table::{Column, Head, Kind, Table};
use super::tally::share;
use super::view::{Counted, View};
use crate::country::Country;

const COLUMNS: [Column; 10] = [
    GROUP,
    Column::new("a", Kind::Text, "country code, the first of the pair in alphabetical order"),
    Column::new("b", Kind::Text, "country code, the second of the pair"),
    Column::new("a_to_b_papers", Kind::Integer, "papers of b that adopt a model of a, whole counting"),
    Column::new("b_to_a_papers", Kind::Integer, "papers of a that adopt a model of b"),
    Column::new("a_to_b", Kind::Number, "a_to_b_papers out of all papers of b, 0 to 1"),
    Column::new("b_to_a", Kind::Number, "b_to_a_papers out of all papers of a, 0 to 1"),
    Column::new(
        "balance",
        Kind::Number,
        "(a_to_b - b_to_a) / (a_to_b + b_to_a): 1 where only b adopts from a, -1 where only a adopts from b",
    ),
    Column::new(
        "low",
        Kind::Number,
        "lower end of its 95 % interval by bootstrap over papers; empty where one of the flows is",
    ),
    Column::new("high", Kind::Number, "upper end of that interval"),
];

/// How many corpora are drawn for an interval.
const DRAWS: usize = 400;

/// Every row draws from a generator that begins here, so that no row depends on another one.
const SEED: u64 = 1979;

/// What a paper is to a pair of countries: bits that add up to an index into [`Counts`].
const IN_A: usize = 1;
const IN_B: usize = 2;
const A_TO_B: usize = 4;
const B_TO_A: usize = 8;

/// Papers by what they are to a pair.
type Counts = [u64; 16];

/// `balance`: a row for every pair of countries of which one adopts a model of the other at the chosen role (Abramo,
/// D'Angelo, Carloni 2019).
pub(super) fn table(view: &View<'_>) -> Table {
    let rows = count(view).into_iter().filter_map(|((group, a, b), counts)| {
        let [from_a, from_b] = [A_TO_B, B_TO_A].map(|bit| sum(&counts, bit));
        let balance = balance(&counts)?;
        let interval = (from_a > 0 && from_b > 0).then(|| bootstrap(&counts));
        Some(vec![
            view.group(group).into(),
            a.into(),
            b.into(),
            from_a.into(),
            from_b.into(),
            share(from_a as f64, sum(&counts, IN_B) as f64).into(),
            share(from_b as f64, sum(&counts, IN_A) as f64).into(),
            balance.into(),
            interval.map(|it| it.low).into(),
            interval.map(|it| it.high).into(),
        ])
    });
    let about = format!(
        "Balance of the flows of models between two countries; intervals from {DRAWS} draws, ChaCha8, seed {SEED} for \
         each row; {}",
        view.options
    );
    Table { rows: rows.collect(), head: Head::new("balance", about, &COLUMNS).keyed(&["group", "a", "b"]) }
}

/// The papers by what they are to each pair between which models flow, or that share papers.
fn count(view: &View<'_>) -> BTreeMap<(usize, Country, Country), Counts> {
    let mut papers = vec![0; view.groups.len()];
    let mut single: BTreeMap<(usize, Country), u64> = BTreeMap::new();
    let mut pairs: BTreeMap<(usize, Country, Country), Counts> = BTreeMap::new();
    for counted in &view.papers {
        if let Some(papers) = papers.get_mut(counted.group) {
            *papers += 1;
        }
        for &country in &counted.countries {
            *single.entry((counted.group, country)).or_default() += 1;
        }
        for ((a, b), kind) in kinds(view, counted) {
            let counts = pairs.entry((counted.group, a, b)).or_default();
            if let Some(count) = counts.get_mut(kind) {
                *count += 1;
            }
        }
    }
    // Papers that stand in no flow were not looked at pair by pair: they are what is left.
    for (&(group, a, b), counts) in &mut pairs {
        for (bit, country) in [(IN_A, a), (IN_B, b)] {
            let all = single.get(&(group, country)).copied().unwrap_or_default();
            let known = sum(counts, bit);
            if let Some(count) = counts.get_mut(bit) {
                *count += all - known;
            }
        }
        let known: u64 = counts.iter().sum();
        if let (Some(count), Some(all)) = (counts.first_mut(), papers.get(group)) {
            *count = all - known;
        }
    }
    pairs
}

/// What a paper is to each pair that it has something to do with beyond being of one of the two countries.
fn kinds(view: &View<'_>, counted: &Counted<'_>) -> BTreeMap<(Country, Country), usize> {
    let origins: BTreeSet<Country> =
        counted.adopted(view.options.role).flat_map(|model| view.origin(model)).copied().collect();
    let mut kinds: BTreeMap<(Country, Country), usize> = BTreeMap::new();
    for &country in &counted.countries {
        let others = counted.countries.iter().map(|&other| (other, false));
        for (other, adopted) in others.chain(origins.iter().map(|&origin| (origin, true))) {
            if other == country {
                continue;
            }
            let first = country < other;
            let (part, flow) = if first { (IN_A, B_TO_A) } else { (IN_B, A_TO_B) };
            let pair = if first { (country, other) } else { (other, country) };
            *kinds.entry(pair).or_default() |= if adopted { part | flow } else { part };
        }
    }
    kinds
}

fn sum(counts: &Counts, bit: usize) -> u64 {
    counts.iter().enumerate().filter(|(kind, _)| kind & bit != 0).map(|(_, count)| count).sum()
}

/// `None` where nothing flows either way.
fn balance(counts: &Counts) -> Option<f64> {
    let rate = |flow, of| share(sum(counts, flow) as f64, sum(counts, of) as f64);
    let (from_a, from_b) = (rate(A_TO_B, IN_B), rate(B_TO_A, IN_A));
    (from_a + from_b > 0.0).then(|| (from_a - from_b) / (from_a + from_b))
}

/// The percentile interval (Efron 1979). To draw as many papers again is to draw their kinds from a multinomial.
fn bootstrap(counts: &Counts) -> Interval {
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let mut drawn: Vec<f64> = (0..DRAWS).filter_map(|_| balance(&draw(counts, &mut random))).collect();
    drawn.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let place = (share * drawn.len() as f64) as usize;
        drawn.get(place.min(drawn.len().saturating_sub(1))).copied().unwrap_or_default()
    };
    Interval { low: at(0.025), high: at(0.975) }
}

fn draw(counts: &Counts, random: &mut ChaCha8Rng) -> Counts {
    let mut drawn = Counts::default();
    let (mut papers, mut left) = (counts.iter().sum::<u64>(), counts.iter().sum::<u64>());
    for (drawn, &count) in drawn.iter_mut().zip(counts).filter(|(_, count)| **count > 0) {
        // The last kind takes what is left: its probability is exactly 1.
        *drawn = Binomial::new(papers, count as f64 / left as f64).map_or(0, |it| it.sample(random));
        papers -= *drawn;
        left -= count;
    }
    drawn
}

#[cfg(test)]
mod tests {
    use crate::adoption::tests::{count, find, table, used};
    use crate::adoption::{Fold, Options};

    use super::*;

    #[test]
    fn what_two_countries_take_from_each_other() {
        let mut records = vec![used("joint", &[&["CN"], &["US"]], &["llama", "qwen"])];
        for at in 0..9 {
            let models: &[&str] = if at < 2 { &["qwen"] } else { &["llama"] };
            records.push(used(&format!("us{at}"), &[&["US"]], models));
        }
        for at in 0..4 {
            let models: &[&str] = if at < 3 { &["llama", "transformer"] } else { &[] };
            records.push(used(&format!("cn{at}"), &[&["CN"]], models));
        }
        records.push(used("fr", &[&["FR"]], &["qwen"]));
        let tables = count(&records, &Options::default());
        let balance = table(&tables, "balance");
        for (b, column, expected) in [
            ("US", "a_to_b_papers", "3"),
            ("US", "a_to_b", "0.3"),
            ("US", "b_to_a_papers", "4"),
            ("US", "b_to_a", "0.8"),
            // (0.3 - 0.8) / (0.3 + 0.8)
            ("US", "balance", "-0.45454545"),
            ("FR", "balance", "1"),
            ("FR", "low", ""),
        ] {
            assert_eq!(find(balance, &[("a", "CN"), ("b", b)], column), expected, "{b} {column}");
        }
        let fold: Fold = "US=CN".parse().expect("a folding");
        let folded = count(&records, &Options { fold, ..Options::default() });
        assert_eq!(find(table(&folded, "balance"), &[("a", "CN"), ("b", "FR")], "a_to_b"), "1");
    }

    #[test]
    fn an_interval_is_drawn_alike_everywhere_and_shrinks_with_the_papers() {
        let counts = |times: u64| {
            let mut counts = Counts::default();
            for (kind, papers) in
                [(0, 5), (IN_A, 20), (IN_A | B_TO_A, 10), (IN_B, 12), (IN_B | A_TO_B, 8), (15, 2)]
            {
                counts[kind] = papers * times;
            }
            counts
        };
        let [few, many] = [1, 100].map(|times| bootstrap(&counts(times)));
        let whole = balance(&counts(1)).expect("flows");
        assert!(few.low < many.low && many.low < whole && whole < many.high && many.high < few.high);
        // A tenth of the width for a hundred times the papers.
        let ratio = (few.high - few.low) / (many.high - many.low);
        assert!((8.0..12.0).contains(&ratio), "{ratio}");
        insta::assert_snapshot!(format!("{whole:.4} {:.4} {:.4}", few.low, few.high), @"0.0959 -0.2432 0.3968");
    }
}
