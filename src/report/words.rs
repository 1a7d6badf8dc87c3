//! The words that a reader of a newspaper understands.

use crate::adoption::{Counting, Fold, Level, Lineage, Measure, Options, OriginBasis, Scope};
use crate::affiliation::Basis;

/// What papers do with a model that counts: "use".
pub(super) fn verb(level: Level) -> &'static str {
    match level {
        Level::Mentioned => "name",
        Level::Broad => "use or compare with",
        Level::Strict => "use",
    }
}

/// The role in a switch.
pub(super) fn level(level: Level) -> &'static str {
    match level {
        Level::Mentioned => "Named at all",
        Level::Broad => "Used or compared",
        Level::Strict => "Used or made",
    }
}

/// The counting in a switch.
pub(super) fn counting(counting: Counting) -> &'static str {
    match counting {
        Counting::Whole => "Every country in full",
        Counting::Fractional => "By share of authors",
        Counting::First => "First author only",
    }
}

/// The name of a measure in a switch.
pub(super) fn measure(measure: Measure) -> &'static str {
    match measure {
        Measure::Papers => "Papers",
        Measure::Share => "Share of the country’s papers",
        Measure::ArmsLength => "Papers at arm’s length",
    }
}

/// A folding in a switch.
pub(super) fn fold(fold: &Fold) -> String {
    if fold.is_empty() { "Each by itself".to_owned() } else { format!("{fold}") }
}

/// What a country rests on, as the end of a sentence: "Its name is printed".
pub(super) fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::User => "your own list of institutions",
        Basis::Metadata => "the list of papers",
        Basis::PrintedCountry => "the country is printed",
        Basis::PrintedRegion => "the state or province is printed",
        Basis::City => "the city is printed",
        Basis::Institution => "the institution is in one country",
        Basis::Team => "the name of a team",
        Basis::EmailTld => "the country code of an e-mail address",
        Basis::EmailDomain => "the host of an e-mail address",
        Basis::HqDefault => "no place is printed; the company’s headquarters",
    }
}

/// The choices that every figure rests on, in a sentence.
pub(super) fn choices(options: &Options) -> String {
    let role = match options.role {
        Level::Mentioned => "A model counts where a paper names it outside its references",
        Level::Broad => "A model counts where a paper uses it, makes it or compares with it",
        Level::Strict => {
            "A model counts where a paper uses or makes it, not where it is only named or compared with"
        }
    };
    let counting = match options.counting {
        Counting::Whole => "a paper counts in full for every country that one of its authors works in",
        Counting::Fractional => "a paper is shared out over the countries of its authors",
        Counting::First => "a paper counts for the country of its first author",
    };
    let scope = match options.scope {
        Scope::Main => "without the appendix",
        Scope::All => "with the appendix",
    };
    let origin = match options.origin_basis {
        OriginBasis::Hq => "where its maker has its headquarters",
        OriginBasis::Lab => "where the laboratory stands that made it",
    };
    let lineage = match options.lineage {
        Lineage::Surface => "",
        Lineage::Root => " A derived model counts for those it was made from too.",
    };
    let fold = &options.fold;
    let folded =
        if fold.is_empty() { String::new() } else { format!(" Countries are counted together: {fold}.") };
    format!("{role}; {counting}; the text is read {scope}. A model comes from {origin}.{lineage}{folded}")
}

/// A share as a percentage: "4.3 %"; from 10 % on without a digit after the point. The space does not break.
pub(super) fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent == 0.0 || percent >= 9.95 {
        format!("{percent:.0}\u{a0}%")
    } else {
        format!("{percent:.1}\u{a0}%")
    }
}

/// An interval of shares: "2–9 %".
pub(super) fn span(low: f64, high: f64) -> String {
    let digits = usize::from(high < 0.0995);
    format!("{:.digits$}–{:.digits$}\u{a0}%", low * 100.0, high * 100.0)
}

/// A weight in papers: "1,204", "3.5".
pub(super) fn papers(weight: f64) -> String {
    let rounded = (weight * 10.0).round() / 10.0;
    let text = if rounded.fract() == 0.0 { format!("{rounded:.0}") } else { format!("{rounded:.1}") };
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

/// "1 paper", "3 papers".
pub(super) fn counted(number: f64, one: &str) -> String {
    let ending = if (number - 1.0).abs() < 1e-9 { "" } else { "s" };
    format!("{} {one}{ending}", papers(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_the_eye() {
        for (share, expected) in
            [(0.0, "0 %"), (0.043, "4.3 %"), (0.0996, "10 %"), (0.5, "50 %"), (1.0, "100 %")]
        {
            assert_eq!(percent(share).replace('\u{a0}', " "), expected);
        }
        assert_eq!(
            (span(0.012, 0.08), span(0.05, 0.41)),
            ("1.2–8.0\u{a0}%".to_owned(), "5–41\u{a0}%".to_owned())
        );
        for (weight, expected) in [
            (0.0, "0"),
            (3.5, "3.5"),
            (2.96, "3"),
            (999.0, "999"),
            (1234.5, "1,234.5"),
            (1_000_000.0, "1,000,000"),
        ] {
            assert_eq!(papers(weight), expected);
        }
        assert_eq!(
            (counted(1.0, "paper"), counted(0.5, "paper")),
            ("1 paper".to_owned(), "0.5 papers".to_owned())
        );
    }
}
