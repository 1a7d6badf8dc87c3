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

/// The hybrid score interval of the difference of two independent shares, each hits out of a total (Newcombe, "Interval
/// estimation for the difference between independent proportions", Statistics in Medicine 17, 1998, method 10).
#[must_use]
pub fn newcombe(one: (f64, f64), other: (f64, f64)) -> Interval {
    let [(p, first), (q, second)] = [one, other].map(|(hits, of)| (hits / of, wilson(hits, of)));
    Interval {
        low: p - q - (p - first.low).hypot(second.high - q),
        high: p - q + (first.high - p).hypot(q - second.low),
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

    /// Newcombe 1998 (the difference), table II, method 10.
    #[test]
    fn differences_are_those_of_newcombe() {
        for (one, other, low, high) in [
            ((56.0, 70.0), (48.0, 80.0), 0.0524, 0.3339),
            ((9.0, 10.0), (3.0, 10.0), 0.1705, 0.8090),
            ((6.0, 7.0), (2.0, 7.0), 0.0582, 0.8062),
            ((5.0, 56.0), (0.0, 29.0), -0.0381, 0.1926),
            ((0.0, 10.0), (0.0, 20.0), -0.1611, 0.2775),
            ((0.0, 10.0), (0.0, 10.0), -0.2775, 0.2775),
            ((10.0, 10.0), (0.0, 20.0), 0.6791, 1.0),
            ((10.0, 10.0), (0.0, 10.0), 0.6075, 1.0),
        ] {
            let interval = newcombe(one, other);
            assert!((interval.low - low).abs() < 1e-4, "{one:?} {other:?}: {interval:?}");
            assert!((interval.high - high).abs() < 1e-4, "{one:?} {other:?}: {interval:?}");
        }
    }
}
