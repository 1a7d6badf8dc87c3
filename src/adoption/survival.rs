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
pub(super) fn median(observations: Vec<Observation>) -> Option<f64> {
    // A product of fractions may miss the half by a rounding.
    curve(observations).into_iter().find(|step| step.left <= 0.5 + 1e-12).map(|step| step.time)
}

/// A step of the curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Step {
    /// The time at which something ended.
    pub time: f64,
    /// How many were watched until then.
    pub at_risk: usize,
    /// The estimated share of those not yet reached from then on.
    pub left: f64,
}

/// The estimate at every time at which one was reached or censored.
pub(super) fn curve(mut observations: Vec<Observation>) -> Vec<Step> {
    observations.sort_by(|a, b| a.time.total_cmp(&b.time));
    let mut at_risk = observations.len();
    let mut left = 1.0;
    let times = observations.chunk_by(|a, b| a.time.total_cmp(&b.time).is_eq());
    times
        .filter_map(|same_time| {
            let reached = same_time.iter().filter(|it| it.reached).count();
            left *= 1.0 - reached as f64 / at_risk as f64;
            let step = Step { time: same_time.first()?.time, at_risk, left };
            at_risk -= same_time.len();
            Some(step)
        })
        .collect()
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

    /// The estimates that every textbook prints for the drug: 0.857 after 6 weeks, 0.448 after 23.
    #[test]
    fn the_curve_is_that_of_the_textbooks() {
        let drug = observations(
            &[6., 6., 6., 7., 10., 13., 16., 22., 23.],
            &[6., 9., 10., 11., 17., 19., 20., 25., 32., 32., 34., 35.],
        );
        let curve = curve(drug);
        let at = |time: f64| curve.iter().find(|step| step.time.total_cmp(&time).is_eq()).copied();
        for (time, at_risk, left) in
            [(6.0, 21, 0.8571), (7.0, 17, 0.8067), (13.0, 12, 0.6902), (23.0, 6, 0.4482)]
        {
            let step = at(time).expect("a step");
            assert_eq!(step.at_risk, at_risk, "{time}");
            assert!((step.left - left).abs() < 5e-5, "{time}: {step:?}");
        }
    }

    #[test]
    fn a_median_that_is_not_reached_is_unknown() {
        assert_eq!(median(observations(&[3.0], &[4.0, 5.0])), None);
        assert_eq!(median(Vec::new()), None);
        assert_eq!(median(observations(&[3.0, 9.0], &[])), Some(3.0));
    }
}
