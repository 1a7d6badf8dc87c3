//! How far two checkers agree.

use super::answers::{Answer, Answers};
use crate::adoption::interval::{Interval, Z};

/// The answers of two checkers to one sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// Rows that both answered.
    pub both: u64,
    /// Of these, rows with the same answer.
    pub same: u64,
    /// Cohen's kappa; none where chance alone would make them agree everywhere.
    pub kappa: Option<Kappa>,
    /// The rows that they see differently, in the order of papers.
    pub disputed: Vec<Disputed>,
}

/// Cohen's kappa.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kappa {
    /// `(p_o − p_e) / (1 − p_e)`, at most 1.
    pub kappa: f64,
    /// At 95 %, by the large-sample standard error.
    pub interval: Interval,
}

/// A row on which two checkers differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disputed {
    /// The paper.
    pub path: String,
    /// What was to be checked.
    pub claim: String,
    /// What the first one says.
    pub first: Answer,
    /// What the second one says.
    pub second: Answer,
}

/// Compares the answers of two checkers.
pub(super) fn agreement(first: &Answers, second: &Answers) -> Agreement {
    let mut table = [[0; 3]; 3];
    let mut disputed = Vec::new();
    for (key, row) in &first.rows {
        let Some((one, other)) = row.answer.zip(second.rows.get(key).and_then(|row| row.answer)) else {
            continue;
        };
        if let Some(cell) = table.get_mut(one as usize).and_then(|cells| cells.get_mut(other as usize)) {
            *cell += 1;
        }
        if one != other {
            let (path, claim) = (row.path.clone(), row.claim.clone());
            disputed.push(Disputed { path, claim, first: one, second: other });
        }
    }
    let both = table.iter().flatten().sum();
    Agreement { both, same: both - disputed.len() as u64, kappa: kappa(table), disputed }
}

/// Kappa (Cohen 1960) of a table of counts, a row an answer of the first checker, with the standard error of Fleiss,
/// Cohen & Everitt (1969), equation 13.
fn kappa(table: [[u64; 3]; 3]) -> Option<Kappa> {
    let total: u64 = table.iter().flatten().sum();
    let shares = table.map(|row| row.map(|count| count as f64 / total as f64));
    let rows = shares.map(|row| row.iter().sum::<f64>());
    let columns: [f64; 3] =
        std::array::from_fn(|at| shares.iter().filter_map(|row| row.get(at)).sum::<f64>());
    let cells = || {
        shares.iter().enumerate().flat_map(|(i, row)| row.iter().enumerate().map(move |(j, p)| (i, j, *p)))
    };
    let observed: f64 = cells().filter(|(i, j, _)| i == j).map(|cell| cell.2).sum();
    let expected: f64 = rows.iter().zip(columns).map(|(row, column)| row * column).sum();
    if total == 0 || expected >= 1.0 {
        return None;
    }
    let kappa = (observed - expected) / (1.0 - expected);
    let spread: f64 = cells()
        .map(|(i, j, share)| {
            let margins =
                columns.get(i).copied().unwrap_or_default() + rows.get(j).copied().unwrap_or_default();
            let own = if i == j { 1.0 - margins * (1.0 - kappa) } else { margins * (1.0 - kappa) };
            share * own * own
        })
        .sum();
    let centre = kappa - expected * (1.0 - kappa);
    let variance = (spread - centre * centre).max(0.0) / (total as f64 * (1.0 - expected).powi(2));
    let half = Z * variance.sqrt();
    Some(Kappa { kappa, interval: Interval { low: (kappa - half).max(-1.0), high: (kappa + half).min(1.0) } })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cohen, "Weighted kappa", Psychological Bulletin 70 (1968), table 1: 200 patients, three diagnoses, kappa 0.492. The
    /// interval is that of Fleiss, Cohen & Everitt, Psychological Bulletin 72 (1969).
    #[test]
    fn kappa_of_cohens_diagnoses() {
        let found = kappa([[88, 10, 2], [14, 40, 6], [18, 10, 12]]).expect("a table");
        assert!((found.kappa - 0.492).abs() < 5e-4, "{found:?}");
        assert!(
            (found.interval.low - 0.39).abs() < 5e-3 && (found.interval.high - 0.59).abs() < 5e-3,
            "{found:?}"
        );
    }

    #[test]
    fn kappa_at_its_ends() {
        let of = |table| kappa(table).map(|it| it.kappa);
        assert_eq!(of([[5, 0, 0], [0, 5, 0], [0, 0, 0]]), Some(1.0));
        assert_eq!(of([[0, 5, 0], [5, 0, 0], [0, 0, 0]]), Some(-1.0));
        assert_eq!(of([[9, 0, 0], [0, 0, 0], [0, 0, 0]]), None, "one answer throughout says nothing");
        assert_eq!(of([[0; 3]; 3]), None);
    }
}
