//! Examples of the literature, and coverage by simulation.

use super::*;

/// So many units that those drawn do not count.
const ENDLESS: u64 = 1_000_000_000_000;

fn checked(units: u64, answered: u64, holds: u64) -> Checked {
    Checked { units, answered, holds, unsure: 0 }
}

/// The differences of Newcombe, "Interval estimation for the difference between independent proportions", Statistics in
/// Medicine 17 (1998), table II, method 10: MOVER of two Wilson intervals (Zou & Donner, Statistics in Medicine 27
/// (2008), section 3). A difference is a sum with the other share of the second sample, less 1.
#[test]
fn mover_gives_the_intervals_of_newcombe() {
    for ([a, m, b, n], low, high) in [
        ([56, 70, 48, 80], 0.0524, 0.3339),
        ([9, 10, 3, 10], 0.1705, 0.8090),
        ([6, 7, 2, 7], 0.0582, 0.8062),
        ([5, 56, 0, 29], -0.0381, 0.1926),
        ([0, 10, 0, 20], -0.1611, 0.2775),
        ([0, 10, 0, 10], -0.2775, 0.2775),
        ([10, 10, 0, 20], 0.6791, 1.0),
        ([10, 10, 0, 10], 0.6075, 1.0),
    ] {
        let found = corrected(&[checked(ENDLESS, m, a), checked(ENDLESS, n, n - b)]).expect("answers");
        let scale = |end: f64| end / ENDLESS as f64 - 1.0;
        let (found_low, found_high) = (scale(found.interval.low), scale(found.interval.high));
        assert!((found_low - low).abs() < 6e-5, "{a}/{m} - {b}/{n}: {found_low}");
        assert!((found_high - high).abs() < 6e-5, "{a}/{m} - {b}/{n}: {found_high}");
    }
}

/// Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I, method 3 (Wilson 1927).
#[test]
fn one_stratum_of_many_units_has_the_interval_of_wilson() {
    for (holds, answered, low, high) in
        [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)]
    {
        let Interval { low: l, high: h } =
            checked(ENDLESS, answered, holds).share().expect("answers").interval;
        assert!((l - low).abs() < 5e-5 && (h - high).abs() < 5e-5, "{holds}/{answered}: {l} {h}");
    }
}

/// Cochran, Sampling Techniques (1977), section 3.2: of 3,042 addresses 200 were checked and 38 were wrong, so about 578
/// are, with a standard error of 81.8. Variances of strata add up (his equation 5.6).
#[test]
fn the_standard_error_is_that_of_cochran() {
    let addresses = checked(3042, 200, 38);
    let error = |strata: &[Checked]| corrected(strata).and_then(|it| it.standard_error).expect("answers");
    assert!((corrected(&[addresses]).expect("answers").count - 578.0).abs() < 0.5);
    assert!((error(&[addresses]) - 81.8).abs() < 0.05);
    assert!((error(&[addresses, addresses]) - 81.77 * 2_f64.sqrt()).abs() < 0.05);
    assert!(error(&[addresses, checked(50, 50, 1)]) < 81.8, "what was checked wholly adds nothing");
}

#[test]
fn what_answers_can_and_cannot_tell() {
    assert_eq!(checked(10, 0, 0).share(), None);
    assert_eq!(corrected(&[checked(10, 5, 5), checked(90, 0, 0)]), None, "the unflagged were not checked");
    let known = corrected(&[checked(10, 10, 9), checked(20, 20, 1)]).expect("answers");
    assert_eq!(
        (known.count, known.interval, known.clipped),
        (10.0, Interval { low: 10.0, high: 10.0 }, false)
    );
    let empty = corrected(&[checked(0, 0, 0), checked(20, 20, 1)]).expect("nothing was flagged");
    assert!((empty.count - 1.0).abs() < 1e-9);
    let alone = corrected(&[checked(10, 1, 1), checked(20, 20, 1)]).expect("answers");
    assert_eq!(alone.standard_error, None, "one answer has no variance");
    // Six papers were seen to be right, so there are no fewer, whatever MOVER says.
    let seen = corrected(&[checked(6, 6, 5), checked(14, 5, 1)]).expect("answers");
    assert!(seen.clipped && (seen.interval.low - 6.0).abs() < 1e-9, "{seen:?}");
}

/// Numbers that look random and are the same everywhere (splitmix64: Steele, Lea & Flood 2014).
struct Numbers(u64);

impl Numbers {
    /// At least 0, less than 1.
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// How many of `answered` units drawn without replacement are among the `holds` of `units`.
    fn draw(&mut self, units: u64, holds: u64, answered: u64) -> u64 {
        let mut found = 0;
        for at in 0..answered {
            found += u64::from(self.next() < (holds - found) as f64 / (units - at) as f64);
        }
        found
    }
}

/// Of 2,000 audits, the share whose interval holds the true count. A stratum is units, those that hold, those checked.
fn coverage(strata: [[u64; 3]; 2]) -> f64 {
    const AUDITS: u32 = 2000;
    let mut numbers = Numbers(20_260_101);
    let truth: u64 = strata.iter().map(|stratum| stratum[1]).sum();
    let covers = |_: &u32| {
        let found = strata.map(|[units, holds, n]| checked(units, n, numbers.draw(units, holds, n)));
        let Interval { low, high } = corrected(&found).expect("answers").interval;
        (low - 1e-9..=high + 1e-9).contains(&(truth as f64))
    };
    f64::from((0..AUDITS).filter(covers).count() as u32) / f64::from(AUDITS)
}

/// The figures of `docs/audit.md`: small samples, small corpora and models that are rarely missed.
#[test]
fn coverage_is_between_93_and_97_percent() {
    for strata in [
        [[1000, 900, 50], [1000, 100, 50]],
        [[1000, 950, 100], [5000, 250, 100]],
        [[1000, 800, 200], [1000, 50, 200]],
        [[1000, 800, 200], [5000, 25, 300]],
        [[200, 180, 50], [1000, 50, 200]],
        [[200, 160, 50], [100, 10, 50]],
        [[60, 54, 30], [100, 10, 50]],
        [[60, 54, 50], [1000, 10, 200]],
        [[10, 8, 5], [40, 4, 5]],
        [[20, 18, 10], [100, 2, 10]],
        [[20, 18, 10], [100, 10, 50]],
        [[20, 18, 10], [1000, 10, 200]],
        [[20, 18, 10], [5000, 25, 300]],
    ] {
        let covered = coverage(strata);
        assert!((0.93..=0.97).contains(&covered), "{strata:?}: {covered}");
    }
}

/// Where fewer than one or two missed papers are to be expected in the sample, or a small stratum was half checked, the
/// count jumps by whole papers and no interval of this sort keeps its level.
#[test]
fn coverage_falls_short_or_long_where_whole_papers_count() {
    for (strata, figure) in [
        ([[20, 18, 10], [5000, 25, 100]], 0.903),
        ([[60, 54, 50], [1000, 10, 50]], 0.913),
        ([[20, 16, 20], [100, 10, 50]], 0.910),
        ([[10, 9, 5], [200, 10, 5]], 0.975),
        ([[1000, 950, 100], [1000, 10, 50]], 0.977),
        ([[20, 16, 20], [100, 2, 10]], 0.993),
    ] {
        let covered = coverage(strata);
        assert!((covered - figure).abs() < 6e-4, "{strata:?}: {covered}");
    }
}
