//! From checked papers to corrected counts: two strata, Wilson's interval in each, MOVER for their sum.

use crate::adoption::interval::{Interval, wilson};

/// What is known of a stratum.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Checked {
    /// `N_h`: units in it.
    pub units: u64,
    /// `n_h`: units that were checked and answered with right or wrong.
    pub answered: u64,
    /// Of these, units for which the claim holds: right ones if flagged, wrong ones if not.
    pub holds: u64,
    /// Units that a person was unsure about; they are left out of `answered`.
    pub unsure: u64,
}

/// A share of a stratum, with its interval at 95 %.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// The share of the answered units, 0 to 1.
    pub share: f64,
    /// Wilson's interval of the share of the whole stratum.
    pub interval: Interval,
}

/// A corrected count, in units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Corrected {
    /// `T = Σ N_h p_h`.
    pub count: f64,
    /// By MOVER, at 95 %.
    pub interval: Interval,
    /// The root of Cochran's variance; none where a stratum has one answer only.
    pub standard_error: Option<f64>,
    /// Whether an end of the interval was outside of what the answers leave possible, and was moved there.
    pub clipped: bool,
}

impl Checked {
    /// The share for which the claim holds; none without an answer.
    ///
    /// The interval is that of Wilson (1927) for n(N−1)/(N−n) answers in place of n: drawn without replacement, the
    /// share of a sample varies by (N−n)/(N−1) as much (Cochran 1977, section 2.6). It is Wilson's own for large N, and
    /// of no width where all units were checked.
    #[must_use]
    pub fn share(&self) -> Option<Share> {
        let (units, answered) = (self.units as f64, self.answered as f64);
        if self.answered == 0 {
            return None;
        }
        let share = self.holds as f64 / answered;
        if self.answered >= self.units {
            return Some(Share { share, interval: Interval { low: share, high: share } });
        }
        let worth = answered * (units - 1.0) / (units - answered);
        Some(Share { share, interval: wilson(share * worth, worth) })
    }

    /// `N² (1 − n/N) p (1 − p) / (n − 1)`: the variance of `N p` (Cochran 1977, equation 3.8, scaled by N²).
    fn variance(&self) -> Option<f64> {
        let (units, answered) = (self.units as f64, self.answered as f64);
        if self.answered >= self.units {
            return Some(0.0);
        }
        let share = self.share()?.share;
        (self.answered > 1)
            .then(|| units * units * (1.0 - answered / units) * share * (1.0 - share) / (answered - 1.0))
    }
}

/// `T = Σ N_h p_h` over strata, with the interval of MOVER, `T ± √Σ N_h² (p_h − l_h)²` with Wilson's l and, upwards, u
/// (Zou & Donner 2008, equation 3). None where a stratum that has units has no answer.
#[must_use]
pub fn corrected(strata: &[Checked]) -> Option<Corrected> {
    let (mut count, mut below, mut above) = (0.0, 0.0, 0.0);
    let (mut least, mut most) = (0.0, 0.0);
    let mut variance = Some(0.0);
    for stratum in strata.iter().filter(|stratum| stratum.units > 0) {
        let Share { share, interval } = stratum.share()?;
        let units = stratum.units as f64;
        count += units * share;
        below += (units * (share - interval.low)).powi(2);
        above += (units * (interval.high - share)).powi(2);
        // Units that were checked are known.
        least += stratum.holds as f64;
        most += units - (stratum.answered - stratum.holds) as f64;
        variance = variance.zip(stratum.variance()).map(|(sum, own)| sum + own);
    }
    let free = Interval { low: count - below.sqrt(), high: count + above.sqrt() };
    // Rounding alone is no clipping.
    let (low, high) = (free.low.max(least), free.high.min(most));
    let clipped = low - free.low > 1e-6 || free.high - high > 1e-6;
    let standard_error = variance.map(f64::sqrt);
    Some(Corrected {
        count,
        interval: Interval { low: low.min(count), high: high.max(count) },
        standard_error,
        clipped,
    })
}

#[cfg(test)]
mod tests;
