//! The corpus in words: what a reader takes away if nothing else is read.

use std::fmt::Write;

use super::chart::origins;
use super::escape::html;
use super::numbers::Numbers;
use super::words::{counted, papers, percent, span, verb};
use crate::adoption::Level;
use crate::country::Country;

/// An origin of models and the papers that adopt any of them.
struct Origin {
    country: Country,
    papers: f64,
    share: f64,
    low: f64,
    high: f64,
}

/// The two origins of which most papers adopt a model.
fn leading(numbers: &Numbers<'_>) -> Vec<Origin> {
    let Some(trend) = numbers.trend() else { return Vec::new() };
    let two = origins(numbers).into_iter().take(2).filter(|it| it.1 > 0.0);
    let rows = two.filter_map(|(country, papers)| {
        let line = trend.of([("year", ""), ("what", "origin"), ("value", country.code())]).next()?;
        let [share, low, high] = ["share", "low", "high"].map(|column| line.number(column));
        Some(Origin { country, papers, share, low, high })
    });
    rows.collect()
}

/// The headline, as text.
pub(super) fn headline(numbers: &Numbers<'_>) -> String {
    let verb = verb(numbers.options.role);
    match leading(numbers).as_slice() {
        [] if numbers.papers <= 0.0 => "No paper counts".to_owned(),
        [] => format!("None of these {} {verb} a model of the list", counted(numbers.papers, "paper")),
        [first] => {
            format!(
                "{} of these papers {verb} a model made in {}",
                percent(first.share),
                first.country.in_a_sentence()
            )
        }
        [first, second, ..] => format!(
            "{} of these papers {verb} a model made in {}, {} one made in {}",
            percent(first.share),
            first.country.in_a_sentence(),
            percent(second.share),
            second.country.in_a_sentence()
        ),
    }
}

/// The numbers behind the headline, as text.
pub(super) fn standfirst(numbers: &Numbers<'_>) -> String {
    let leading = leading(numbers);
    let mut out = String::new();
    for (at, origin) in leading.iter().enumerate() {
        let Origin { country, papers: hits, low, high, .. } = origin;
        let of = if at == 0 { format!(" of {}", counted(numbers.papers, "paper")) } else { String::new() };
        let begin = if at == 0 { "That is" } else { " and" };
        let _ = write!(
            out,
            "{begin} {}{of} for {} (95 % interval {})",
            papers(*hits),
            country.in_a_sentence(),
            span(*low, *high)
        );
    }
    if !leading.is_empty() {
        out.push_str(". A paper may do both. ");
    }
    out.push_str(match numbers.options.role {
        Level::Strict => {
            "Counted is what authors used or made in their own work, not what they only name or compare with."
        }
        Level::Broad => "Counted is what authors used, made or compared with, not what they only name.",
        Level::Mentioned => "Counted is every model that a paper names outside of its references.",
    });
    out
}

/// "125 papers of 2006 to 2025, authors in 24 countries".
pub(super) fn kicker(numbers: &Numbers<'_>) -> String {
    let years: Vec<u16> = numbers
        .composition
        .of([("what", "year")])
        .filter_map(|line| line.text("value").parse().ok())
        .collect();
    let span = match (years.iter().min(), years.iter().max()) {
        (Some(first), Some(last)) if first < last => format!(" of {first} to {last}"),
        (Some(year), _) => format!(" of {year}"),
        _ => String::new(),
    };
    let countries = numbers.countries().count();
    format!("{}{span}, authors in {countries} countries", counted(numbers.papers, "paper"))
}

/// The five questions and their answers, as HTML: the share large, then the sentence to quote.
pub(super) fn questions(numbers: &Numbers<'_>) -> String {
    let mut out = String::from("<ul class=\"questions\">\n");
    for (question, sentence) in &numbers.answers {
        let sentence = sentence.replace(" %", "\u{a0}%");
        let share = sentence
            .split_once('(')
            .and_then(|(_, rest)| rest.split_once([';', ')']))
            .map_or("–", |it| it.0);
        let _ = writeln!(
            out,
            "<li id=\"question-{}\"><b>{}</b>{}</li>",
            html(&question.name),
            html(share),
            html(&sentence)
        );
    }
    out + "</ul>"
}
