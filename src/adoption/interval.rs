//! Intervals of shares, at 95 %.

/// The 97.5 % quantile of the normal distribution.
pub const Z: f64 = 1.959_963_984_540_054;

/// An interval of a share or of a difference of shares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// The score interval of `hits` out of `total` (Wilson 1927); 0 to 0 where there is nothing to share.
#[must_use]
pub fn wilson(hits: f64, total: f64) -> Interval {
    if total <= 0.0 {
        return Interval { low: 0.0, high: 0.0 };
    }
    let share = hits / total;
    let scale = 1.0 + Z * Z / total;
    let middle = share + Z * Z / (2.0 * total);
    let half = Z * (share * (1.0 - share) / total + Z * Z / (4.0 * total * total)).max(0.0).sqrt();
    // The ends of nothing and of everything are exact; rounding would leave them beside the share.
    Interval {
        low: if hits <= 0.0 { 0.0 } else { ((middle - half) / scale).max(0.0) },
        high: if hits >= total { 1.0 } else { ((middle + half) / scale).min(1.0) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I,
    /// method 3.
    #[test]
    fn wilson_gives_the_intervals_of_newcombe() {
        for (hits, total, low, high) in [
            (81.0, 263.0, 0.2553, 0.3662),
            (15.0, 148.0, 0.0624, 0.1605),
            (0.0, 20.0, 0.0, 0.1611),
            (1.0, 29.0, 0.0061, 0.1718),
        ] {
            let interval = wilson(hits, total);
            assert!((interval.low - low).abs() < 5e-5, "{hits}/{total}: {interval:?}");
            assert!((interval.high - high).abs() < 5e-5, "{hits}/{total}: {interval:?}");
        }
        assert_eq!(wilson(0.0, 0.0), Interval { low: 0.0, high: 0.0 });
    }
}
