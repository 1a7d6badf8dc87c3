//! What a person reads at the end of a run: what was counted, how, and the head of the matrix.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::collaboration::affinity;
use super::matrix::Adoption;
use super::view::View;
use super::{Corpus, Counting, Level, Measure, Options, OriginBasis, Scope};
use crate::country::Country;
use crate::pdf::Status;

/// How many models and countries the matrix shows at most.
const SHOWN: usize = 10;

/// Below this affinity of its two largest countries, a corpus of AI papers has probably lost affiliations.
const LOW_AFFINITY: f64 = 0.3;

/// The summary of a corpus, in lines of at most `width` characters where that is possible; ends with a newline.
#[must_use]
pub fn summary(corpus: &Corpus<'_>, options: &Options, width: usize) -> String {
    let view = View::new(corpus, options);
    let mut out = String::new();
    for (label, text) in
        [("Papers", papers(corpus, &view)), ("Countries", countries(&view)), ("Counted", counted(options))]
    {
        push_wrapped(&mut out, label, &text, width);
    }
    out.push('\n');
    out.push_str(&matrix(&view, width));
    for warning in warnings(&view) {
        out.push('\n');
        push_wrapped(&mut out, "Warning", &warning, width);
    }
    out
}

/// "126: 124 ok, 1 partial, 1 unreadable; 2 copies; 123 count".
fn papers(corpus: &Corpus<'_>, view: &View<'_>) -> String {
    let mut statuses: BTreeMap<Status, usize> = BTreeMap::new();
    for paper in &corpus.papers {
        *statuses.entry(paper.status).or_default() += 1;
    }
    let mut text = corpus.papers.len().to_string();
    for (at, (status, number)) in statuses.iter().enumerate() {
        let separator = if at == 0 { ":" } else { "," };
        let _ = write!(text, "{separator} {number} {}", status.as_str().replace('_', " "));
    }
    let copies = corpus.papers.iter().filter(|paper| paper.duplicate).count();
    if copies > 0 {
        let _ = write!(text, "; {copies} {} of others", plural(copies, "copy", "copies"));
    }
    let _ = write!(text, "; {} counted", view.papers.len());
    text
}

/// "31, known for 121 of 124 papers; 3.1 % of authors without one; 4.1 % of papers count one by …".
fn countries(view: &View<'_>) -> String {
    let all = view.papers.len();
    if all == 0 {
        return "none, as no paper counts".to_owned();
    }
    let known = view.papers.iter().filter(|counted| !counted.countries.is_empty()).count();
    let unknown: f64 = view.papers.iter().map(|counted| counted.paper.unknown_share).sum();
    let defaulted = view.papers.iter().filter(|counted| counted.paper.hq_default).count();
    format!(
        "{}, known for {known} of {all} papers; {} of authors without one; {} of papers count one by a company's \
         headquarters alone",
        view.countries_by_papers().len(),
        percent(unknown / all as f64),
        percent(defaulted as f64 / all as f64),
    )
}

/// The choices in words.
fn counted(options: &Options) -> String {
    let role = match options.role {
        Level::Mentioned => "mentioned and up",
        Level::Broad => "compared, used or created (broad)",
        Level::Strict => "used or created (strict)",
    };
    let counting = match options.counting {
        Counting::Whole => "whole counting",
        Counting::Fractional => "fractional counting",
        Counting::First => "first authors",
    };
    let scope = match options.scope {
        Scope::Main => "without appendix",
        Scope::All => "with appendix",
    };
    let origin = match options.origin_basis {
        OriginBasis::Hq => "origin by headquarters",
        OriginBasis::Lab => "origin by lab",
    };
    let folded = if options.fold.is_empty() {
        "no country folded".to_owned()
    } else {
        format!("folded {}", options.fold)
    };
    format!("{role}; {counting}; {scope}; {origin}; {folded}")
}

/// The most adopted models × the most frequent countries, as many of these as the width holds.
fn matrix(view: &View<'_>, width: usize) -> String {
    let adoption = Adoption::count(view);
    let models: Vec<(usize, u64)> = adoption.models_by_papers().into_iter().take(SHOWN).collect();
    if models.is_empty() {
        return format!("No model is adopted at role `{}`.\n", view.options.role);
    }
    let countries: Vec<(Country, u64)> = view.countries_by_papers().into_iter().take(SHOWN).collect();
    let mut columns = vec![column(
        "papers",
        view.papers.len() as u64,
        models.iter().map(|&(_, papers)| papers.to_string()),
    )];
    columns.extend(countries.iter().map(|&(country, papers)| {
        column(
            country.code(),
            papers,
            models.iter().map(|&(model, _)| cell(view, adoption.cell(model, country))),
        )
    }));
    let mut names = vec![String::new(), "all".to_owned()];
    names.extend(models.iter().filter_map(|&(at, _)| {
        let origin: Vec<&str> = view.origin(at).iter().map(Country::code).collect();
        Some(format!("{} ({})", view.model(at)?.name, origin.join(", ")))
    }));
    align(&names, &columns, width)
}

fn column(head: &str, papers: u64, cells: impl Iterator<Item = String>) -> Vec<String> {
    [head.to_owned(), papers.to_string()].into_iter().chain(cells).collect()
}

/// A cell for the eye: nothing is a dot, and a weight that is not whole has one digit after the point.
fn cell(view: &View<'_>, value: f64) -> String {
    if value == 0.0 {
        "·".to_owned()
    } else if view.options.measure == Measure::Share {
        percent(value)
    } else if view.options.counting == Counting::Whole {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    }
}

/// Names to the left, numbers to the right; columns that do not fit are left out, the first one never.
fn align(names: &[String], columns: &[Vec<String>], width: usize) -> String {
    let widest = |cells: &[String]| cells.iter().map(|cell| cell.chars().count()).max().unwrap_or(0);
    let indent = 2;
    let first = columns.first().map_or(0, |column| widest(column) + 2);
    let name_width = widest(names).min(width.saturating_sub(indent + first).max(12));
    let mut used = indent + name_width;
    let shown: Vec<(&Vec<String>, usize)> = columns
        .iter()
        .map(|column| (column, widest(column) + 2))
        .enumerate()
        .take_while(|(at, (_, wide))| {
            used += wide;
            *at == 0 || used <= width
        })
        .map(|(_, shown)| shown)
        .collect();
    let mut out = String::new();
    for (at, name) in names.iter().enumerate() {
        let mut line = format!("{:indent$}{:<name_width$}", "", shortened(name, name_width));
        for (column, wide) in &shown {
            let _ = write!(line, "{:>wide$}", column.get(at).map_or("", String::as_str));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn shortened(name: &str, width: usize) -> String {
    if name.chars().count() <= width {
        return name.to_owned();
    }
    name.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

fn warnings(view: &View<'_>) -> Vec<String> {
    let mut warnings = Vec::new();
    let countries = view.countries_by_papers();
    if let (Some(&(a, a_papers)), Some(&(b, b_papers))) = (countries.first(), countries.get(1)) {
        let joint =
            view.papers.iter().filter(|it| it.countries.contains(&a) && it.countries.contains(&b)).count();
        let all = view.papers.len() as f64;
        let (a_papers, b_papers) = (a_papers as f64, b_papers as f64);
        let affinity = affinity(joint as f64, all, a_papers, b_papers);
        // Where chance alone would give less than one joint paper, its absence tells nothing.
        if affinity < LOW_AFFINITY && a_papers * b_papers >= all {
            warnings.push(format!(
                "{} and {} share {joint} of {all} papers, an affinity of {affinity:.2} where AI venues have 0.3 to \
                 1.1: affiliations may be missing",
                a.name(),
                b.name(),
            ));
        }
    }
    warnings
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

fn plural(number: usize, one: &'static str, many: &'static str) -> &'static str {
    if number == 1 { one } else { many }
}

/// A label and a text beside it, broken between words.
fn push_wrapped(out: &mut String, label: &str, text: &str, width: usize) {
    const INDENT: usize = 12;
    let mut column = INDENT;
    let _ = write!(out, "{label:<INDENT$}");
    for (at, word) in text.split(' ').enumerate() {
        let wide = word.chars().count();
        if at > 0 && column + 1 + wide > width.max(40) {
            let _ = write!(out, "\n{:INDENT$}", "");
            column = INDENT;
        } else if at > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += wide;
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adoption::specimen::{record, registry};
    use crate::models::Role;
    use crate::text::Zone;

    fn shown(options: &Options, width: usize) -> String {
        let registry = registry();
        let mut corpus = Corpus::new(&registry);
        let used = [(Zone::Body, Role::Used)];
        for at in 0..12 {
            let paper = record(&format!("us{at}")).by(&[&["US"], &[]]).naming("llama", &used);
            let paper = if at % 3 == 0 { paper.naming("qwen", &used) } else { paper };
            corpus.add(&paper).expect("known models");
            let paper = record(&format!("cn{at}")).by(&[&["CN"]]).naming("qwen", &used);
            corpus.add(&paper).expect("known models");
        }
        corpus
            .add(&record("both").by(&[&["CN"], &["US"], &["GB"]]).naming("bloom", &used))
            .expect("known models");
        let mut lost = record("lost");
        lost.status = Status::NoText;
        corpus.add(&lost).expect("no models");
        let mut copy = record("copy");
        copy.duplicate_of = Some("us1".to_owned());
        corpus.add(&copy).expect("no models");
        summary(&corpus, options, width)
    }

    #[test]
    fn a_summary_says_what_was_counted_and_how() {
        insta::assert_snapshot!(shown(&Options::default(), 100), @r"
        Papers      27: 26 ok, 1 no text; 1 copy of others; 25 counted
        Countries   3, known for 25 of 25 papers; 24.0 % of authors without one; 52.0 % of papers count one
                    by a company's headquarters alone
        Counted     used or created (strict); whole counting; with appendix; origin by headquarters; no
                    country folded

                          papers  CN  US  GB
          all                 25  13  13   1
          Qwen (CN)           16  12   4   ·
          Llama (US)          12   ·  12   ·
          BLOOM (FR, US)       1   1   1   1

        Warning     China and United States share 1 of 25 papers, an affinity of 0.15 where AI venues have
                    0.3 to 1.1: affiliations may be missing
        ");
    }

    #[test]
    fn a_narrow_summary_drops_countries() {
        let options = Options { counting: Counting::Fractional, ..Options::default() };
        insta::assert_snapshot!(shown(&options, 44), @r"
        Papers      27: 26 ok, 1 no text; 1 copy of
                    others; 25 counted
        Countries   3, known for 25 of 25 papers;
                    24.0 % of authors without one;
                    52.0 % of papers count one by a
                    company's headquarters alone
        Counted     used or created (strict);
                    fractional counting; with
                    appendix; origin by
                    headquarters; no country folded

                          papers    CN   US   GB
          all                 25    13   13    1
          Qwen (CN)           16  12.0  2.0    ·
          Llama (US)          12     ·  6.0    ·
          BLOOM (FR, US)       1   0.3  0.3  0.3

        Warning     China and United States share 1
                    of 25 papers, an affinity of
                    0.15 where AI venues have 0.3 to
                    1.1: affiliations may be missing
        ");
    }

    #[test]
    fn an_empty_corpus_has_a_summary() {
        let registry = registry();
        insta::assert_snapshot!(summary(&Corpus::new(&registry), &Options::default(), 80), @r"
        Papers      0; 0 counted
        Countries   none, as no paper counts
        Counted     used or created (strict); whole counting; with appendix; origin by
                    headquarters; no country folded

        No model is adopted at role `strict`.
        ");
    }
}
