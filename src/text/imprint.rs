//! Year and venue as the first pages print them: conference lines, copyright lines, the arXiv stamp.
//!
//! Only lines that speak of publication are read; a year in running text says nothing of the paper.

use serde::{Deserialize, Serialize};

use crate::pdf::{LineKind, Page};

/// Where and when a paper was published, as far as its first pages say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imprint {
    /// The year.
    pub year: Option<u16>,
    /// The venue's short name: `NeurIPS`, `arXiv`.
    pub venue: Option<String>,
}

/// Words of a line that speaks of publication, the surest first.
const IMPRINTS: &[&[&str]] = &[
    &["proceedings of", "conference on", "conference paper at", "published in transactions", "findings of"],
    &["symposium on", "workshop on", "workshop at", "pmlr", "published as", "under review", "submitted to"],
    &["journal of", "vol.", "vol ", "volume", "transactions on"],
    &["copyright", "©", "all rights reserved", "licensed under", "doi.org", "accepted"],
    &["arxiv:"],
];

/// Names of venues as printed, in lower case, and their short names; the first that occurs wins.
const VENUES: &str = include_str!("../../data/venues.tsv");

impl Imprint {
    /// Reads the imprint from the first page, and the running heads of the second.
    #[must_use]
    pub fn read(front: &[Page]) -> Self {
        let lines: Vec<(String, bool)> = front
            .iter()
            .take(2)
            .flat_map(|page| {
                page.lines
                    .iter()
                    .filter(move |line| page.number == 1 || line.kind == LineKind::RunningHead)
                    .map(move |line| {
                        let edge = line.bbox.y0 < page.height * 0.12 || line.bbox.y1 > page.height * 0.85;
                        let aside = edge || line.kind != LineKind::Text || line.size < 9.5;
                        (page.line_text(line).to_lowercase(), aside)
                    })
            })
            .collect();
        let mut imprint = Self::default();
        for words in IMPRINTS {
            for (line, _) in
                lines.iter().filter(|(line, aside)| *aside && words.iter().any(|word| line.contains(word)))
            {
                imprint.year = imprint.year.or_else(|| year_in(line));
                imprint.venue = imprint.venue.or_else(|| venue_in(line));
            }
        }
        imprint
    }
}

/// The last year of a line: that of `[cs.CL] 27 Feb 2023` and of `(NeurIPS 2024), Vancouver`.
fn year_in(line: &str) -> Option<u16> {
    line.split(|c: char| !c.is_ascii_digit())
        .filter(|number| number.len() == 4)
        .filter_map(|number| number.parse().ok())
        .rfind(|year| (1980..=2035).contains(year))
}

fn venue_in(line: &str) -> Option<String> {
    VENUES
        .lines()
        .filter(|row| !row.starts_with('#'))
        .filter_map(|row| row.split_once('\t'))
        .find(|(printed, _)| contains_words(line, printed))
        .map(|(_, name)| name.to_owned())
}

fn contains_words(line: &str, words: &str) -> bool {
    line.match_indices(words).any(|(at, _)| {
        let before = line.get(..at).and_then(|it| it.chars().next_back());
        let after = line.get(at + words.len()..).and_then(|it| it.chars().next());
        !before.is_some_and(char::is_alphabetic) && !after.is_some_and(char::is_alphabetic)
    })
}

#[cfg(test)]
mod tests {
    use super::super::normalise::tests::push_line;
    use super::*;

    #[test]
    fn imprints_are_read_from_lines_of_publication() {
        let cases: &[(&str, Option<u16>, Option<&str>)] = &[
            (
                "39th Conference on Neural Information Processing Systems (NeurIPS 2025).",
                Some(2025),
                Some("NeurIPS"),
            ),
            ("Published as a conference paper at ICLR 2024", Some(2024), Some("ICLR")),
            ("arXiv:2302.13971v1 [cs.CL] 27 Feb 2023", Some(2023), Some("arXiv")),
            (
                "Proceedings of the 40th International Conference on Machine Learning. PMLR 202, 2023.",
                Some(2023),
                Some("ICML"),
            ),
            (
                "Copyright © 2019, Association for the Advancement of Artificial Intelligence",
                Some(2019),
                Some("AAAI"),
            ),
            ("Journal of Invented Results 12 (2023) 101-109", Some(2023), None),
            ("We use the dataset of 2017 and others", None, None),
        ];
        for (line, year, venue) in cases {
            let mut page = Page { number: 1, width: 600.0, height: 800.0, ..Page::default() };
            push_line(&mut page, 0, 780.0, 8.0, line);
            let imprint = Imprint::read(&[page]);
            assert_eq!((imprint.year, imprint.venue.as_deref()), (*year, *venue), "{line}");
        }
    }
}
