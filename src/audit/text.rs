//! A score for a person.

use std::fmt::{self, Display, Write};

use super::agreement::Agreement;
use super::estimate::{Checked, Corrected, Share};
use super::score::{LEAST, Line, Score};
use super::{Claim, Design};

/// Disputed rows that are shown.
const MOST_DISPUTED: usize = 20;

impl Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { design, whole, sample, .. } = self;
        let answered = whole.flagged.answered + whole.unflagged.answered + whole.unsure();
        writeln!(f, "Claim       {}", asked(design))?;
        writeln!(
            f,
            "Sample      {sample}, seed {}: {answered} answered, {} not yet",
            design.seed, self.unanswered
        )?;
        writeln!(f)?;
        writeln!(f, "                units  checked  unsure")?;
        stratum(f, "flagged", whole.flagged, "right", whole.precision())?;
        stratum(f, "unflagged", whole.unflagged, "missed", whole.missed())?;
        writeln!(f)?;
        writeln!(f, "Counted     {}", whole.flagged.units)?;
        match whole.corrected {
            Some(it) => writeln!(f, "Corrected   {}", told(it))?,
            None => writeln!(f, "Corrected   not possible: each stratum needs answers")?,
        }
        if whole.unsure() > 0 {
            writeln!(f, "Unsure      {}, left out of every share", whole.unsure())?;
        }
        remark(f, &whole.remark(design))?;
        parts(f, &self.parts)?;
        self.agreement.as_ref().map_or(Ok(()), |it| agreement(f, it))
    }
}

fn asked(design: &Design) -> String {
    let Design { claim, model, countries, role, scope, fold, .. } = design;
    let mut words = claim.to_string();
    if let Some(model) = model {
        let _ = write!(words, " {model}");
    } else if *claim == Claim::Model {
        words.push_str(", every model that a paper names");
    }
    if !countries.is_empty() {
        let _ = write!(words, ", country {}", super::design::codes(countries));
    }
    let _ = write!(words, ", role {role}, scope {scope}");
    if !fold.is_empty() {
        let _ = write!(words, ", folded {fold}");
    }
    words
}

fn stratum(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    it: Checked,
    verb: &str,
    share: Option<Share>,
) -> fmt::Result {
    write!(f, "  {name:<11}{:>8}{:>9}{:>8}", it.units, it.answered, it.unsure)?;
    match share {
        Some(share) if it.answered == it.units => {
            writeln!(f, "   {} {verb}: {:.1} % of all", it.holds, 100.0 * share.share)
        }
        Some(share) => writeln!(f, "   {} {verb}: {}", it.holds, percent(share)),
        None => writeln!(f),
    }
}

/// `90.0 % (95 % interval 69.9–97.2 %)`.
fn percent(share: Share) -> String {
    let of = |share: f64| 100.0 * share;
    let (low, high) = (of(share.interval.low), of(share.interval.high));
    format!("{:.1} % (95 % interval {low:.1}–{high:.1} %)", of(share.share))
}

/// `32.7 (95 % interval 25.1–49.8, standard error 5.1)`.
fn told(it: Corrected) -> String {
    let (low, high) = (it.interval.low, it.interval.high);
    let error = it.standard_error.map(|error| format!(", standard error {error:.1}")).unwrap_or_default();
    format!("{:.1} (95 % interval {low:.1}–{high:.1}{error})", it.count)
}

fn remark(f: &mut fmt::Formatter<'_>, remark: &str) -> fmt::Result {
    if remark.is_empty() { Ok(()) } else { writeln!(f, "Note        {remark}") }
}

fn parts(f: &mut fmt::Formatter<'_>, parts: &[Line]) -> fmt::Result {
    if parts.is_empty() {
        return Ok(());
    }
    writeln!(f, "\nParts of which {LEAST} or more were checked; countries of papers as found")?;
    for line in parts {
        let name = [line.model.as_str(), &line.country].join(" ");
        write!(f, "  {:<22} {:>5} counted", name.trim(), line.flagged.units)?;
        if let Some(it) = line.corrected {
            let (low, high) = (it.interval.low, it.interval.high);
            write!(f, ", {:.1} corrected ({low:.1}–{high:.1})", it.count)?;
        }
        if let Some(share) = line.precision() {
            let of = line.flagged.answered;
            write!(f, ", {} of {of} right ({:.0} %)", line.flagged.holds, 100.0 * share.share)?;
        }
        if line.unflagged.answered > 0 {
            write!(f, ", {} of {} missed", line.unflagged.holds, line.unflagged.answered)?;
        }
        writeln!(f)?;
    }
    Ok(())
}

fn agreement(f: &mut fmt::Formatter<'_>, it: &Agreement) -> fmt::Result {
    write!(f, "\nAgreement   {} of {} rows that both checked", it.same, it.both)?;
    match it.kappa {
        Some(it) => {
            let (low, high) = (it.interval.low, it.interval.high);
            writeln!(f, "; Cohen's kappa {:.2} (95 % interval {low:.2} to {high:.2})", it.kappa)?;
        }
        None => writeln!(f, "; no kappa, since no answer but one was given")?,
    }
    for row in it.disputed.iter().take(MOST_DISPUTED) {
        writeln!(f, "  {} / {}  {}: {}", row.first.as_str(), row.second.as_str(), row.path, row.claim)?;
    }
    let more = it.disputed.len().saturating_sub(MOST_DISPUTED);
    if more > 0 { writeln!(f, "  and {more} rows more") } else { Ok(()) }
}
