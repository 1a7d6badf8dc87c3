//! The page: the template with everything put in its places.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::data::{Shown, data};
use super::doubts::Doubts;
use super::escape::{html, json};
use super::figure::{self, Figure};
use super::headline;
use super::numbers::Numbers;
use super::words;
use crate::adoption::{Counting, Level, Measure};

const TEMPLATE: &str = include_str!("report.html");
const STYLE: &str = include_str!("report.css");
const DARK: &str = include_str!("dark.css");
const SCRIPT: &str = include_str!("report.js");
const TOOL: &str = concat!("crosscurrent ", env!("CARGO_PKG_VERSION"));

/// Where the evidence goes. No text of a paper comes before it that could hold these characters unescaped.
const EVIDENCE: &str = "<!--evidence-->";

/// What stands for figures that cannot be drawn.
const NOTHING: &str = "<p class=\"empty\">There are too few papers to draw this.</p>";

/// A page that lacks only its evidence.
pub(super) struct Page {
    /// With a place left for it.
    frame: String,
}

impl Page {
    pub fn new(
        numbers: &Numbers<'_>,
        records: usize,
        figures: &[(&'static str, Figure)],
        doubts: &Doubts,
        shown: &[Shown],
    ) -> Self {
        let style = STYLE.replace("{{dark}}", DARK.trim());
        let section = |wanted: &str| {
            let drawn = figures.iter().filter(|(section, _)| *section == wanted);
            let drawn: String = drawn.map(|(_, figure)| figure.html()).collect();
            if drawn.is_empty() { NOTHING.to_owned() } else { drawn }
        };
        let headline = headline::headline(numbers);
        let frame = fill(TEMPLATE, |name| match name {
            "policy" => policy(&[figure::CSS, &style], SCRIPT),
            "tool" => html(TOOL),
            "title" => html(&format!("{headline} – crosscurrent")),
            "figure_css" => figure::CSS.to_owned(),
            "css" => style.clone(),
            "kicker" => html(&headline::kicker(numbers)),
            "headline" => html(&headline),
            "standfirst" => html(&headline::standfirst(numbers)),
            "warnings" => warnings(numbers),
            "questions" => headline::questions(numbers),
            "grounds" => grounds(numbers),
            "choices" => html(&words::choices(&numbers.options)),
            "switches" => switches(numbers),
            "doubts" => doubts.html(numbers.registry),
            "methods" => html(&numbers.methods),
            "records" => html(&words::counted(records as f64, "record")),
            "data" => json(&data(numbers, shown)),
            "script" => SCRIPT.to_owned(),
            section_name => section(section_name),
        });
        Self { frame }
    }

    /// How many bytes it has without evidence.
    pub fn size(&self) -> usize {
        self.frame.len()
    }

    /// The whole page, with its papers and passages.
    pub fn with(self, (papers, passages): (Value, Value)) -> String {
        let evidence = json(&serde_json::json!({ "papers": papers, "passages": passages }));
        let (before, after) = self.frame.split_once(EVIDENCE).unwrap_or((&self.frame, ""));
        [before, &evidence, after].concat()
    }
}

/// Puts a text in every place of a template: `{{name}}`. What is put in is not looked at again.
fn fill(template: &str, text: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        out.push_str(&text(name));
        rest = after;
    }
    out + rest
}

/// What the page may do: run this script and take these styles, and nothing else. No text may become markup by script.
fn policy(styles: &[&str], script: &str) -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    let styles: Vec<String> = styles.iter().map(|style| hash(style)).collect();
    format!(
        "default-src 'none'; script-src {}; style-src {}; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'",
        hash(script),
        styles.join(" ")
    )
}

fn warnings(numbers: &Numbers<'_>) -> String {
    let warnings = numbers.warnings.iter().map(|warning| {
        format!("<p class=\"warning\"><strong>Read with care:</strong> {}.</p>\n", html(warning))
    });
    warnings.collect()
}

fn grounds(numbers: &Numbers<'_>) -> String {
    let facts = numbers.facts.iter();
    facts.map(|(label, text)| format!("<dt>{}</dt><dd>{}</dd>\n", html(label), html(text))).collect()
}

/// The switches of the matrix, set as the report's options are.
fn switches(numbers: &Numbers<'_>) -> String {
    let options = &numbers.options;
    let roles = Level::ALL.iter().rev().map(|&it| (it.as_str().to_owned(), words::level(it).to_owned()));
    let countings = Counting::ALL.iter().map(|&it| (it.as_str().to_owned(), words::counting(it).to_owned()));
    let measures = Measure::ALL.iter().map(|&it| (it.as_str().to_owned(), words::measure(it).to_owned()));
    let folds = numbers.foldings.iter().map(|it| (it.fold.to_string(), words::fold(&it.fold)));
    switch("role", "A model counts where it is", options.role.as_str(), roles)
        + &switch("counting", "A paper of several countries counts for", options.counting.as_str(), countings)
        + &switch("show", "The numbers are", options.measure.as_str(), measures)
        + &switch("fold", "Countries count", &options.fold.to_string(), folds)
}

fn switch(name: &str, legend: &str, chosen: &str, choices: impl Iterator<Item = (String, String)>) -> String {
    let mut out = format!("<fieldset class=\"switch\"><legend>{}</legend><div>", html(legend));
    for (value, label) in choices {
        let checked = if value == chosen { " checked" } else { "" };
        let _ = write!(
            out,
            "<label><input type=\"radio\" name=\"{name}\" value=\"{}\"{checked}><span>{}</span></label>",
            html(&value),
            html(&label)
        );
    }
    out + "</div></fieldset>\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_is_not_looked_at_again() {
        let filled =
            fill("<p>{{a}}</p>{{b}}!", |name| if name == "a" { "{{b}}".to_owned() } else { "x".to_owned() });
        assert_eq!(filled, "<p>{{b}}</p>x!");
    }

    #[test]
    fn the_files_of_the_page_end_no_element() {
        for (name, text) in [("script", SCRIPT), ("style", STYLE), ("dark", DARK), ("figures", figure::CSS)] {
            let lower = text.to_lowercase();
            for end in ["</script", "</style", "<!--", "http:", "https:", "@import", "url("] {
                let lower = lower.replace("http://www.w3.org/2000/svg", "").replace("objecturl(", "");
                assert!(!lower.contains(end), "{end} in the {name}");
            }
        }
    }
}
