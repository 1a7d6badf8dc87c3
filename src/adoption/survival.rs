//! The Kaplan–Meier estimate (1958): how long until half are reached, where some have not been yet.

/// One that was watched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Observation {
    /// How long it was watched, or until it was reached.
    pub time: f64,
    /// Whether it was reached; otherwise it is censored.
    pub reached: bool,
}

/// The first time at which the estimated share of those not yet reached is a half or less.
pub(super) fn median(mut observations: Vec<Observation>) -> Option<f64> {
    observations.sort_by(|a, b| a.time.total_cmp(&b.time));
    let mut at_risk = observations.len();
    let mut left = 1.0;
    for same_time in observations.chunk_by(|a, b| a.time.total_cmp(&b.time).is_eq()) {
        let reached = same_time.iter().filter(|it| it.reached).count();
        left *= 1.0 - reached as f64 / at_risk as f64;
        // A product of fractions may miss the half by a rounding.
        if left <= 0.5 + 1e-12 {
            return same_time.first().map(|it| it.time);
        }
        at_risk -= same_time.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn observations(reached: &[f64], censored: &[f64]) -> Vec<Observation> {
        let reached = reached.iter().map(|&time| Observation { time, reached: true });
        reached.chain(censored.iter().map(|&time| Observation { time, reached: false })).collect()
    }

    /// Freireich et al. 1963, weeks of remission of leukaemia: the example of the textbooks.
    #[test]
    fn medians_are_those_of_freireich() {
        let drug = observations(
            &[6., 6., 6., 7., 10., 13., 16., 22., 23.],
            &[6., 9., 10., 11., 17., 19., 20., 25., 32., 32., 34., 35.],
        );
        assert_eq!(median(drug), Some(23.0));
        let placebo = observations(
            &[1., 1., 2., 2., 3., 4., 4., 5., 5., 8., 8., 8., 8., 11., 11., 12., 12., 15., 17., 22., 23.],
            &[],
        );
        assert_eq!(median(placebo), Some(8.0));
    }

    #[test]
    fn a_median_that_is_not_reached_is_unknown() {
        assert_eq!(median(observations(&[3.0], &[4.0, 5.0])), None);
        assert_eq!(median(Vec::new()), None);
        assert_eq!(median(observations(&[3.0, 9.0], &[])), Some(3.0));
    }
}
