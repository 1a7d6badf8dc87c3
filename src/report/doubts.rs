//! The worklists: hits that no rule could decide, and papers that could not be read as they should.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::escape::html;
use super::figure::Grid;
use super::words::counted;
use crate::models::Registry;
use crate::paper::PaperRecord;

/// How many names and problems are listed; the tables have all.
const LISTED: usize = 80;

/// What waits for a person.
#[derive(Default)]
pub(super) struct Doubts {
    /// By model and the name as printed.
    names: BTreeMap<(String, String), Name>,
    problems: Vec<[String; 4]>,
    /// All problems, those not listed too.
    count: usize,
}

struct Name {
    hits: usize,
    papers: BTreeSet<String>,
    /// The first one: where it stands, and its sentence.
    place: String,
    sentence: String,
}

impl Doubts {
    /// Takes what is in doubt in a paper. A copy of another paper has no evidence of its own.
    pub fn add(&mut self, record: &PaperRecord) {
        for [kind, detail, page] in problems(record) {
            self.count += 1;
            if self.problems.len() < LISTED {
                self.problems.push([kind, record.path.clone(), detail, page]);
            }
        }
        if record.duplicate_of.is_some() {
            return;
        }
        for hit in &record.ambiguous {
            let name = self.names.entry((hit.id.clone(), hit.text.clone())).or_insert_with(|| Name {
                hits: 0,
                papers: BTreeSet::new(),
                place: format!("{}, page {}", record.path, hit.page),
                sentence: hit.context.clone(),
            });
            name.hits += 1;
            name.papers.insert(record.path.clone());
        }
    }

    /// Both lists as HTML.
    pub fn html(&self, registry: &Registry) -> String {
        let mut names: Vec<_> = self.names.iter().collect();
        names.sort_by_key(|(key, name)| (Reverse(name.papers.len()), *key));
        let mut grid =
            Grid::new(&["As printed", "Perhaps the model", "#Papers", "#Hits", "For example", "Where"]);
        for ((id, text), name) in names.iter().take(LISTED) {
            grid.row([
                text.clone(),
                registry.get(id).map_or_else(|| id.clone(), |model| model.name.clone()),
                name.papers.len().to_string(),
                name.hits.to_string(),
                name.sentence.clone(),
                name.place.clone(),
            ]);
        }
        let all = names.len();
        let listed = if all > LISTED {
            format!(" The {LISTED} in most papers are listed; ambiguous.csv has all.")
        } else {
            String::new()
        };
        let undecided = section(
            "ambiguous",
            "Names that may be a model",
            &format!(
                "{} that a rule could not decide: a word that is also something else. An alias with a rule in models.toml \
                 settles them for good.{listed}",
                counted(all as f64, "name")
            ),
            "No name was left undecided.",
            (all > 0).then_some(&grid),
        );
        let mut grid = Grid::new(&["Problem", "Paper", "What went wrong", "#Page"]);
        for row in &self.problems {
            grid.row(row.clone());
        }
        let listed = if self.count > LISTED {
            format!(" The first {LISTED} are listed; problems.csv has all.")
        } else {
            String::new()
        };
        let broken = section(
            "problems",
            "Papers to look at",
            &format!(
                "{}: files that could not be read, or contradict themselves.{listed}",
                counted(self.count as f64, "problem")
            ),
            "Every paper was read without a problem.",
            (self.count > 0).then_some(&grid),
        );
        undecided + &broken
    }
}

fn problems(record: &PaperRecord) -> Vec<[String; 3]> {
    let status = record.status.as_str();
    if record.problems.is_empty() && !record.status.counts() {
        return vec![[status.replace('_', " "), String::new(), String::new()]];
    }
    let told = record.problems.iter().map(|problem| {
        let page = problem.page.map_or_else(String::new, |page| page.to_string());
        [problem.kind.as_str().replace('_', " "), problem.detail.clone(), page]
    });
    told.collect()
}

fn section(name: &str, title: &str, about: &str, none: &str, grid: Option<&Grid>) -> String {
    let caption = title;
    let title = html(title);
    let Some(grid) = grid else {
        return format!(
            "<div class=\"doubt\" id=\"{name}\"><h3>{title}</h3><p class=\"empty\">{}</p></div>\n",
            html(none)
        );
    };
    let (about, table) = (html(about), grid.html(caption));
    format!(
        "<div class=\"doubt\" id=\"{name}\" data-name=\"{name}\"><h3>{title}</h3><p>{about}</p>\n\
         <div class=\"sheet\" tabindex=\"0\" role=\"group\" aria-label=\"Table: {title}\">{table}</div>\n\
         <p class=\"save\"><button type=\"button\" data-save=\"csv\">Save table (CSV)</button></p></div>\n"
    )
}
