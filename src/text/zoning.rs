//! Where title, abstract, body, references, appendix and checklist begin and end.

use super::heading::{Numbering, Row, Section};
use super::{Heading, Zone};

/// Zones, headings and title of a text.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Zoning {
    pub zones: Vec<(u32, Zone)>,
    pub headings: Vec<Heading>,
    pub title: Option<String>,
}

/// An abstract without a heading after it ends by itself.
const LONGEST_ABSTRACT: usize = 4000;

/// A numbered list of at least so many entries at the end is a reference list, also without a heading.
const LEAST_REFERENCES: usize = 5;

/// Finds the zones of the rows of a text.
pub(super) fn zone(rows: &[Row]) -> Zoning {
    let body = body_size(rows);
    let title = find_title(rows, body);
    let mut zoning = Zoning::default();
    let mut state = State { zone: Zone::Unknown, since: 0, style: None };
    for (index, row) in rows.iter().enumerate() {
        if title.as_ref().is_some_and(|title| title.contains(&index)) {
            zoning.enter(row.start, Zone::Title);
            continue;
        }
        if zoning.zones.last().is_some_and(|&(_, zone)| zone == Zone::Title) {
            zoning.enter(row.start, state.zone);
        }
        let section = row.heading(body);
        if section.is_some() && state.zone != Zone::References {
            zoning.add_heading(row, rows.get(index.wrapping_sub(1)));
        }
        if let Some(next) = state.next(row, section, body) {
            if state.zone == Zone::References && section.is_some() {
                zoning.add_heading(row, None);
            }
            let style = section.map(|_| (row.size, row.bold));
            state = State { zone: next, since: row.start, style };
        }
        zoning.enter(row.start, state.zone);
    }
    if !zoning.zones.iter().any(|&(_, zone)| zone == Zone::References) {
        zoning.close_with_bare_references(rows);
    }
    zoning.title = title.map(|range| joined(rows.get(range).unwrap_or_default()));
    zoning
}

struct State {
    zone: Zone,
    /// Where the zone began.
    since: usize,
    /// Size and weight of the heading that opened it.
    style: Option<(f32, bool)>,
}

impl State {
    /// The zone that begins at this row, if one does.
    fn next(&self, row: &Row, section: Option<Section>, body: f32) -> Option<Zone> {
        match self.zone {
            Zone::Unknown | Zone::Title if row.page <= 3 && row.opens_abstract() => Some(Zone::Abstract),
            Zone::Unknown | Zone::Title => match section? {
                Section::Introduction => Some(Zone::Body),
                Section::References => Some(Zone::References),
                // A title that begins with "A" and follows a cover is no section A.
                Section::Other | Section::Reserved
                    if matches!(row.numbering(), Numbering::Arabic | Numbering::Roman) =>
                {
                    Some(Zone::Body)
                }
                _ => None,
            },
            Zone::Abstract => match section {
                Some(Section::References) => Some(Zone::References),
                Some(Section::Abstract) => None,
                Some(_) => Some(Zone::Body),
                None => (row.opens_block && row.start - self.since > LONGEST_ABSTRACT).then_some(Zone::Body),
            },
            Zone::Body => match section? {
                Section::References => Some(Zone::References),
                Section::Appendix => Some(Zone::Appendix),
                Section::Checklist => Some(Zone::Checklist),
                _ => None,
            },
            Zone::References => match section? {
                Section::Checklist => Some(Zone::Checklist),
                Section::Appendix | Section::Introduction => Some(Zone::Appendix),
                Section::References | Section::Abstract | Section::Keywords => None,
                Section::Reserved | Section::Other => self.is_sibling(row, body).then_some(Zone::Appendix),
            },
            Zone::Appendix => match section? {
                Section::References => Some(Zone::References),
                Section::Checklist => Some(Zone::Checklist),
                _ => None,
            },
            Zone::Checklist => match section? {
                Section::References => Some(Zone::References),
                Section::Appendix => Some(Zone::Appendix),
                Section::Other if row.numbering() == Numbering::Letter && self.is_sibling(row, body) => {
                    Some(Zone::Appendix)
                }
                _ => None,
            },
        }
    }

    /// Whether a heading among references is set like theirs, or is an appendix by its letter: the entries of a list
    /// have bold and numbered lines of their own.
    fn is_sibling(&self, row: &Row, body: f32) -> bool {
        let lettered = row.numbering() == Numbering::Letter && row.is_display(body);
        let alike = self.style.is_some_and(|(size, bold)| {
            row.is_display(body) && row.bold == bold && (row.size - size).abs() <= size * 0.04
        });
        row.opens_block && (lettered || alike)
    }
}

impl Zoning {
    fn enter(&mut self, start: usize, zone: Zone) {
        if self.zones.last().is_none_or(|&(_, last)| last != zone) {
            // The first zone begins with the text, whatever its first row is.
            let start = if self.zones.is_empty() { 0 } else { start };
            self.zones.push((start as u32, zone));
        }
    }

    /// Adds a heading; a heading of two rows is one.
    fn add_heading(&mut self, row: &Row, before: Option<&Row>) {
        let end = (row.start + row.words.len()) as u32;
        match (self.headings.last_mut(), before) {
            (Some(last), Some(before))
                if !row.opens_block && last.end as usize == before.start + before.words.len() =>
            {
                last.end = end;
            }
            _ => self.headings.push(Heading { start: row.start as u32, end }),
        }
    }

    /// Finds a reference list that has no heading: entries `[1]`, `[2]`, … in rising order up to the end.
    fn close_with_bare_references(&mut self, rows: &[Row]) {
        let number = |row: &Row| -> Option<usize> {
            let (number, _) = row.words.strip_prefix('[')?.split_once(']')?;
            number.parse().ok()
        };
        let Some(first) = rows.iter().rposition(|row| number(row) == Some(1)) else { return };
        let mut wanted = 2;
        for row in rows.get(first + 1..).unwrap_or_default() {
            if number(row) == Some(wanted) {
                wanted += 1;
            }
        }
        let Some(start) = rows.get(first).map(|row| row.start as u32).filter(|_| wanted > LEAST_REFERENCES)
        else {
            return;
        };
        self.zones.retain(|&(at, zone)| at < start || zone == Zone::Checklist);
        let at = self.zones.partition_point(|&(at, _)| at < start);
        self.zones.insert(at, (start, Zone::References));
    }
}

/// The size that most characters are set in.
fn body_size(rows: &[Row]) -> f32 {
    let mut sizes: Vec<(i32, usize)> = Vec::new();
    for row in rows {
        let size = (row.size * 10.0).round() as i32;
        match sizes.iter_mut().find(|(known, _)| *known == size) {
            Some((_, letters)) => *letters += row.words.len(),
            None => sizes.push((size, row.words.len())),
        }
    }
    sizes.iter().max_by_key(|&&(size, letters)| (letters, size)).map_or(0.0, |&(size, _)| size as f32 / 10.0)
}

/// The words of rows as they stand in the text: nothing stands between the halves of a divided word.
fn joined(rows: &[Row]) -> String {
    let mut words = String::new();
    let mut end = None;
    for row in rows {
        if end.is_some_and(|end| end != row.start) {
            words.push(' ');
        }
        words.push_str(row.words);
        end = Some(row.start + row.words.len());
    }
    words
}

/// The rows of the title: the largest type before the abstract, on the first page that has any.
fn find_title(rows: &[Row], body: f32) -> Option<std::ops::Range<usize>> {
    let first_page = rows.first()?.page;
    let front = rows
        .iter()
        .take_while(|row| row.page <= first_page + 1)
        .position(|row| row.opens_abstract() || row.heading(body) == Some(Section::Introduction))
        .unwrap_or_else(|| rows.iter().take_while(|row| row.page == first_page).count());
    let mut best: Option<((bool, f32), std::ops::Range<usize>)> = None;
    let mut at = 0;
    while let Some(row) = rows.get(at).filter(|_| at < front) {
        let run = rows
            .get(at..front)
            .unwrap_or_default()
            .iter()
            .take_while(|next| (next.size - row.size).abs() <= row.size * 0.03 && next.bold == row.bold)
            .count();
        let range = at..at + run.clamp(1, 5);
        let letters: usize = rows
            .get(range.clone())
            .unwrap_or_default()
            .iter()
            .map(|row| row.words.chars().filter(|c| c.is_alphabetic()).count())
            .sum();
        let banner = is_banner(rows.get(range.clone()).unwrap_or_default());
        // Any other line in large type is rather the title than the name of the journal above it.
        let weight = (!banner, row.size * if row.bold { 1.02 } else { 1.0 });
        if letters >= 8 && row.is_display(body) && best.as_ref().is_none_or(|(most, _)| weight > *most) {
            best = Some((weight, range.clone()));
        }
        at += run.max(1);
    }
    best.map(|(_, range)| range)
}

/// Whether rows in large type name a journal or a series and nothing else.
fn is_banner(rows: &[Row]) -> bool {
    let words = joined(rows).to_lowercase();
    let opens =
        ["journal of ", "international journal of ", "transactions o", "annals of ", "proceedings of the "];
    opens.iter().any(|it| words.starts_with(it))
        && words.split_whitespace().count() <= 8
        && !words.contains(':')
}

#[cfg(test)]
mod tests {
    use super::*;
    use Zone::{Abstract, Appendix, Body, Checklist, References, Title, Unknown};

    /// Rows of `(words, size, bold)`, each its own block.
    fn zones_of(lines: &[(&str, f32, bool)]) -> Vec<(Zone, String)> {
        let mut text = String::new();
        let starts: Vec<usize> = lines
            .iter()
            .map(|(words, ..)| {
                let start = text.len();
                text.push_str(words);
                text.push('\n');
                start
            })
            .collect();
        let rows: Vec<Row> = lines
            .iter()
            .zip(&starts)
            .map(|(&(words, size, bold), &start)| Row {
                start,
                words,
                size,
                bold,
                opens_block: true,
                page: 1,
            })
            .collect();
        let zoning = zone(&rows);
        let ends = zoning.zones.iter().skip(1).map(|&(start, _)| start as usize).chain([text.len()]);
        zoning
            .zones
            .iter()
            .zip(ends)
            .map(|(&(start, zone), end)| (zone, text[start as usize..end].to_owned()))
            .collect()
    }

    const PROSE: (&str, f32, bool) =
        ("we run the model on many tasks and it is good at all of them", 10.0, false);

    #[test]
    fn a_paper_falls_into_its_zones() {
        let zones = zones_of(&[
            ("A Title of Some Words", 17.0, true),
            ("Alice Author", 10.0, false),
            ("Abstract", 12.0, true),
            PROSE,
            ("1 Introduction", 12.0, true),
            PROSE,
            ("References", 12.0, true),
            ("A. Author. A title of a paper. 2019.", 10.0, false),
            ("A Proofs", 12.0, true),
            PROSE,
            ("NeurIPS Paper Checklist", 12.0, true),
            ("1. Claims", 10.0, true),
            PROSE,
        ]);
        let order: Vec<Zone> = zones.iter().map(|(zone, _)| *zone).collect();
        assert_eq!(order, [Title, Unknown, Abstract, Body, References, Appendix, Checklist]);
    }

    #[test]
    fn the_title_is_put_together_as_in_the_text() {
        let row =
            |start, words| Row { start, words, size: 17.0, bold: true, opens_block: start == 0, page: 1 };
        let text = "Replaying - a Long-form transformer model";
        let rows =
            [row(0, &text[..19]), row(19, &text[19..29]), row(29, &text[29..35]), row(36, &text[36..])];
        assert_eq!(joined(&rows), text);
    }

    #[test]
    fn the_name_of_the_journal_is_not_the_title() {
        let title = |lines: &[(&str, f32, bool)]| {
            zones_of(lines).into_iter().find(|(zone, _)| *zone == Title).map(|(_, text)| text)
        };
        let banner = ("Journal of Invented Software", 24.0, true);
        let below = ("Time Series: a Package", 17.0, true);
        assert_eq!(title(&[banner, below, PROSE, PROSE]).as_deref(), Some("Time Series: a Package\n"));
        assert_eq!(title(&[banner, PROSE, PROSE]).as_deref(), Some("Journal of Invented Software\n"));
    }

    #[test]
    fn bold_lines_among_references_do_not_end_them() {
        let zones = zones_of(&[
            ("1 Introduction", 12.0, true),
            PROSE,
            PROSE,
            ("References", 12.0, true),
            ("Deep Learning", 10.0, true),
            ("B. Author. Another title. 2020.", 10.0, false),
        ]);
        assert_eq!(zones.last().map(|(zone, _)| *zone), Some(Zone::References));
    }

    #[test]
    fn a_numbered_list_without_a_heading_is_a_reference_list() {
        let mut lines =
            vec![("1 Introduction", 12.0, true), PROSE, ("[1] and [2] agree", 10.0, false), PROSE];
        lines.extend(
            ["[1] A. B. X.", "[2] C. D. Y.", "[3] E. F. Z.", "[4] G.", "[5] H.", "[6] I."]
                .map(|it| (it, 10.0, false)),
        );
        let zones = zones_of(&lines);
        assert!(
            matches!(zones.last(), Some((Zone::References, text)) if text.starts_with("[1] A. B.")),
            "{zones:?}"
        );
    }

    #[test]
    fn nothing_is_guessed_where_no_heading_stands() {
        assert_eq!(zones_of(&[PROSE, PROSE]).len(), 1);
    }
}
