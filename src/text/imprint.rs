//! Year, venue and track as the first pages print them (conference lines, copyright lines, the arXiv stamp), or as the
//! folders are named that a paper lies in.
//!
//! Only lines that speak of publication are read; a year in running text says nothing of the paper.

use serde::{Deserialize, Serialize};

use crate::pdf::{Line, LineKind, Page};

/// Where and when a paper was published, as far as its first pages or its folders say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imprint {
    /// The year.
    pub year: Option<u16>,
    /// The venue's short name: `NeurIPS`, `arXiv`.
    pub venue: Option<String>,
    /// The track of the venue: `workshop`, `findings`.
    pub track: Option<String>,
}

/// Words of a line that speaks of publication of itself, the surest first.
const IMPRINTS: &[&[&str]] = &[
    &["proceedings of", "conference on", "conference paper at", "published in transactions", "findings of"],
    &["symposium on", "workshop on", "workshop at", "pmlr", "published as", "under review", "submitted to"],
];

/// Words of a line that does so more faintly, the surest first. They tell no track.
const TRACES: &[&[&str]] = &[
    &["journal of", "vol.", "vol ", "volume", "transactions on"],
    &["copyright", "©", "all rights reserved", "licensed under", "doi.org", "accepted"],
    &["arxiv:"],
];

/// Names of venues as printed, in lower case, and their short names; the first that occurs wins.
const VENUES: &str = include_str!("../../data/venues.tsv");

/// Names of series, publishers and archives: what is left to say where no venue is named.
const SERIES: &str = include_str!("../../data/series.tsv");

/// Words that tell a track, in lower case, and its name; the first that occurs wins.
const TRACKS: &str = include_str!("../../data/tracks.tsv");

/// A line that is no running text.
struct Aside {
    /// In lower case.
    text: String,
    /// With the line below it, where that belongs to the same block.
    joined: String,
    kind: LineKind,
}

impl Imprint {
    /// Reads the imprint from the first page, and the running heads of the second.
    #[must_use]
    pub fn read(front: &[Page]) -> Self {
        let lines: Vec<Aside> = front.iter().take(2).flat_map(asides).collect();
        let mut imprint = Self::default();
        let mut series = None;
        for words in IMPRINTS {
            lines.iter().filter(|line| line.has_any(words)).for_each(|line| imprint.take(line, true));
        }
        lines.iter().filter(|line| line.names_an_event()).for_each(|line| imprint.take(line, true));
        for words in TRACES {
            lines.iter().filter(|line| line.has_any(words)).for_each(|line| imprint.take(line, false));
        }
        for words in [IMPRINTS, TRACES].concat() {
            let named = |line: &Aside| named_in(&line.text, SERIES);
            series = series.or_else(|| lines.iter().filter(|line| line.has_any(words)).find_map(named));
        }
        imprint.venue = imprint.venue.or(series);
        imprint
    }

    /// Reads the imprint from the names of the folders that a locator goes through; the innermost that tells wins.
    #[must_use]
    pub fn of_folders(locator: &str) -> Self {
        let mut imprint = Self::default();
        for folder in locator.split(['/', '\\', '!']).rev().skip(1) {
            let name = folder.to_lowercase().replace(['_', '-', '.'], " ");
            imprint.year = imprint.year.or_else(|| year_in(&name));
            imprint.venue = imprint.venue.or_else(|| named_in(&name, VENUES));
            let itself = || rows(TRACKS).find(|(_, track)| track.replace('_', " ") == name);
            let track = || itself().map(|(_, track)| track.to_owned()).or_else(|| named_in(&name, TRACKS));
            imprint.track = imprint.track.or_else(track);
        }
        imprint
    }

    fn take(&mut self, line: &Aside, tells_track: bool) {
        self.year = self.year.or_else(|| year_in(&line.text));
        self.venue = self.venue.take().or_else(|| named_in(&line.text, VENUES));
        if tells_track {
            self.track = self.track.take().or_else(|| named_in(&line.joined, TRACKS));
        }
    }
}

impl Aside {
    fn has_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.text.contains(word))
    }

    /// `4th NeurIPS Efficient Natural Language Workshop (2024)`, and heads such as `ReScience C 5.2 - Didolkar 2019`.
    fn names_an_event(&self) -> bool {
        (self.kind == LineKind::RunningHead || self.has_any(&["workshop"]))
            && year_in(&self.text).is_some()
            && named_in(&self.text, VENUES).is_some()
    }
}

/// The lines at the edges of a page, in small print, or marked as no running text; of later pages their heads alone.
fn asides(page: &Page) -> impl Iterator<Item = Aside> + use<'_> {
    let of_front = move |line: &&Line| page.number == 1 || line.kind == LineKind::RunningHead;
    page.lines.iter().enumerate().filter(move |(_, line)| of_front(line)).filter_map(move |(at, line)| {
        let edge = line.bbox.y0 < page.height * 0.12 || line.bbox.y1 > page.height * 0.85;
        if !edge && line.kind == LineKind::Text && line.size >= 9.5 {
            return None;
        }
        let text = across(page, line).to_lowercase();
        let below = page.lines.get(at + 1).filter(|below| below.block == line.block);
        let below = below.map(|below| page.line_text(below).to_lowercase()).unwrap_or_default();
        Some(Aside { joined: format!("{text} {below}"), text, kind: line.kind })
    })
}

/// A line, and at the top of a page all that stands at its height: a head has a left and a right end.
fn across(page: &Page, line: &Line) -> String {
    let is_top = |line: &Line| line.bbox.y0 < page.height * 0.12;
    if !is_top(line) {
        return page.line_text(line).to_owned();
    }
    let level = page.lines.iter().filter(|it| is_top(it) && (it.baseline - line.baseline).abs() < 2.0);
    let mut parts: Vec<&Line> = level.collect();
    parts.sort_by(|a, b| a.bbox.x0.total_cmp(&b.bbox.x0));
    parts.into_iter().map(|part| page.line_text(part)).collect::<Vec<_>>().join(" ")
}

/// The last year of a line: that of `[cs.CL] 27 Feb 2023` and of `(NeurIPS 2024), Vancouver`.
fn year_in(line: &str) -> Option<u16> {
    line.split(|c: char| !c.is_ascii_digit())
        .filter(|number| number.len() == 4)
        .filter_map(|number| number.parse().ok())
        .rfind(|year| (1980..=2035).contains(year))
}

/// The name of the first row whose words occur.
fn named_in(line: &str, table: &'static str) -> Option<String> {
    rows(table).find(|(printed, _)| contains_words(line, printed)).map(|(_, name)| name.to_owned())
}

fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter(|row| !row.starts_with('#')).filter_map(|row| row.split_once('\t'))
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

    /// Year, venue, track.
    type Told = (Option<u16>, Option<&'static str>, Option<&'static str>);

    fn imprint_of(lines: &[&str]) -> Imprint {
        let mut page = Page { number: 1, width: 600.0, height: 800.0, ..Page::default() };
        for (at, line) in lines.iter().enumerate() {
            push_line(&mut page, 0, 760.0 + 10.0 * at as f32, 8.0, line);
        }
        Imprint::read(&[page])
    }

    #[test]
    fn imprints_are_read_from_lines_of_publication() {
        let cases: &[(&[&str], Told)] = &[
            (
                &["39th Conference on Neural Information Processing Systems (NeurIPS 2025)."],
                (Some(2025), Some("NeurIPS"), None),
            ),
            (
                &[
                    "39th Conference on Neural Information Processing Systems (NeurIPS 2025)",
                    "Track on Datasets and Benchmarks.",
                ],
                (Some(2025), Some("NeurIPS"), Some("datasets_and_benchmarks")),
            ),
            (
                &["Findings of the Association for Computational Linguistics: EMNLP 2023, pages 1-9"],
                (Some(2023), Some("EMNLP"), Some("findings")),
            ),
            (
                &["Proceedings of Machine Learning Research 273:83-93, 2025 iRAISE Workshop at AAAI 2025"],
                (Some(2025), Some("AAAI"), Some("workshop")),
            ),
            (
                &["4th NeurIPS Efficient Natural Language and Speech Processing Workshop (ENLSP-IV 2024)."],
                (Some(2024), Some("NeurIPS"), Some("workshop")),
            ),
            (
                &["Proceedings of Machine Learning Research 304, 2025 ACML 2025"],
                (Some(2025), Some("ACML"), None),
            ),
            (
                &[
                    "Proceedings of Machine Learning Research vol 284:1-19, 2025 19th Conference on Neurosymbolic Learning and Reasoning",
                ],
                (Some(2025), Some("NeSy"), None),
            ),
            (
                &["Proceedings of EWAF’25. June 30 – July 02, 2025. Eindhoven, NL."],
                (Some(2025), Some("EWAF"), None),
            ),
            (&["Published as a conference paper at COLM 2024"], (Some(2024), Some("COLM"), None)),
            (&["Published as a conference paper at ICLR 2024"], (Some(2024), Some("ICLR"), None)),
            (&["arXiv:2302.13971v1 [cs.CL] 27 Feb 2023"], (Some(2023), Some("arXiv"), None)),
            (
                &["Proceedings of the 40th International Conference on Machine Learning. PMLR 202, 2023."],
                (Some(2023), Some("ICML"), None),
            ),
            (
                &["Copyright © 2019, Association for the Advancement of Artificial Intelligence"],
                (Some(2019), Some("AAAI"), None),
            ),
            (&["Journal of Invented Results 12 (2023) 101-109"], (Some(2023), None, None)),
            // A footnote that speaks of another paper, or of a talk.
            (&["We use the dataset of 2017 and others"], (None, None, None)),
            (&["1 As in the models of NeurIPS 2019 and ICML 2020."], (None, None, None)),
            (&["A draft was discussed at a workshop in 2021."], (None, None, None)),
        ];
        for (lines, told) in cases {
            let imprint = imprint_of(lines);
            let found = (imprint.year, imprint.venue.as_deref(), imprint.track.as_deref());
            assert_eq!(found, *told, "{lines:?}");
        }
    }

    #[test]
    fn a_head_has_two_ends_and_a_series_is_no_venue() {
        let series = "Proceedings of Machine Learning Research 252:1-26, 2024";
        for (other_end, venue) in [("Machine Learning for Healthcare", "MLHC"), ("A Paper's Title", "PMLR")] {
            let mut page = Page { number: 1, width: 600.0, height: 800.0, ..Page::default() };
            push_line(&mut page, 0, 40.0, 8.0, series);
            push_line(&mut page, 1, 40.0, 8.0, other_end);
            assert_eq!(Imprint::read(&[page]).venue.as_deref(), Some(venue), "{other_end}");
        }
    }

    #[test]
    fn folders_tell_year_venue_and_track() {
        let cases: &[(&str, Told)] = &[
            ("papers/NeurIPS/2025/main/123.pdf", (Some(2025), Some("NeurIPS"), Some("main"))),
            (
                "neurips2024/datasets_and_benchmarks/x.pdf",
                (Some(2024), Some("NeurIPS"), Some("datasets_and_benchmarks")),
            ),
            ("acl-2023/findings/x.pdf", (Some(2023), None, Some("findings"))),
            ("emnlp-2023-workshops.tar!x/y.pdf", (Some(2023), Some("EMNLP"), Some("workshop"))),
            (r"C:\data\2019\x.pdf", (Some(2019), None, None)),
            ("2023/2024/x.pdf", (Some(2024), None, None)),
            ("2025_iclr.pdf", (None, None, None)),
            ("/home/1999999/x.pdf", (None, None, None)),
        ];
        for (path, told) in cases {
            let imprint = Imprint::of_folders(path);
            let found = (imprint.year, imprint.venue.as_deref(), imprint.track.as_deref());
            assert_eq!(found, *told, "{path}");
        }
    }
}
