//! The five questions of the study that this began with.

use super::columns::{COUNTING, COUNTRY, GROUP, HIGH, LOW, ROLE};
use super::table::{Cell, Column, Head, Kind, Row, Table};
use super::tally::{Relation, push_share};
use super::view::{Counted, View};
use super::{Counting, Level};
use crate::country::Country;

const COLUMNS: &[Column] = &[
    GROUP,
    Column::new("question", Kind::Text, "short name of the question"),
    Column::new("text", Kind::Text, "the question in words"),
    Column::new("model", Kind::Text, "id of the model that is asked for; empty for the joint share"),
    COUNTRY,
    ROLE,
    COUNTING,
    Column::new("papers", Kind::Integer, "papers that answer the question"),
    Column::new("weight", Kind::Number, "sum of their weights for the country, in papers"),
    Column::new("of", Kind::Number, "sum of the weights of all papers that could have, in papers"),
    Column::new("share", Kind::Number, "weight out of `of`, 0 to 1; empty where there are none"),
    LOW,
    HIGH,
    Column::new(
        "arms_length",
        Kind::Number,
        "weight of those without any author in the model's origin, in papers",
    ),
    Column::new(
        "joint",
        Kind::Number,
        "weight of those that the country shares with the model's origin, in papers",
    ),
];

struct Question {
    name: &'static str,
    text: &'static str,
    ask: Ask,
}

enum Ask {
    /// The papers of two countries out of all papers; their weight is that of both countries.
    Joint([&'static str; 2]),
    /// The papers of a country that adopt a model, out of all its papers or out of those that adopt another one.
    Adopt { model: &'static str, country: &'static str, of: Option<&'static str> },
}

const QUESTIONS: [Question; 5] = [
    Question {
        name: "joint_us_cn",
        text: "Papers with authors in both the US and China, out of all papers",
        ask: Ask::Joint(["US", "CN"]),
    },
    Question {
        name: "transformer_cn",
        text: "Papers with authors in China that adopt Transformer",
        ask: Ask::Adopt { model: "transformer", country: "CN", of: None },
    },
    Question {
        name: "llama_cn",
        text: "Papers with authors in China that adopt Llama",
        ask: Ask::Adopt { model: "llama", country: "CN", of: None },
    },
    Question {
        name: "llama_of_transformer_cn",
        text: "Papers with authors in China that adopt Llama, out of those that adopt Transformer",
        ask: Ask::Adopt { model: "llama", country: "CN", of: Some("transformer") },
    },
    Question {
        name: "qwen_us",
        text: "Papers with authors in the US that adopt Qwen",
        ask: Ask::Adopt { model: "qwen", country: "US", of: None },
    },
];

#[derive(Default, Clone, Copy)]
struct Answer {
    papers: u64,
    weight: f64,
    of: f64,
    arms_length: f64,
    joint: f64,
}

/// `study`: every question under every role, in whole and fractional counting.
pub(super) fn table(view: &View<'_>) -> Table {
    let mut rows = Vec::new();
    for group in 0..view.groups.len() {
        for question in &QUESTIONS {
            match question.ask {
                Ask::Joint(countries) => {
                    for counting in [Counting::Whole, Counting::Fractional] {
                        let answer = joint(view, group, countries, counting);
                        let labels = [Cell::Empty, countries.join("-").into(), Cell::Empty];
                        rows.push(row(view.group(group), question, labels, counting, Some(answer)));
                    }
                }
                Ask::Adopt { model, country, of } => {
                    for &level in Level::ALL {
                        for counting in [Counting::Whole, Counting::Fractional] {
                            let answer = adopt(view, group, (model, country, of), (level, counting));
                            let labels = [model.into(), country.into(), level.as_str().into()];
                            rows.push(row(view.group(group), question, labels, counting, answer));
                        }
                    }
                }
            }
        }
    }
    let about = format!("The five questions of the study; {}", view.options.basis());
    Table { head: Head::new("study", about, COLUMNS), rows }
}

fn papers<'a>(view: &'a View<'a>, group: usize) -> impl Iterator<Item = &'a Counted<'a>> {
    view.papers.iter().filter(move |counted| counted.group == group)
}

fn joint(view: &View<'_>, group: usize, codes: [&str; 2], counting: Counting) -> Answer {
    let countries: Vec<Country> = codes.iter().filter_map(|code| code.parse().ok()).collect();
    let mut answer = Answer::default();
    for counted in papers(view, group) {
        answer.of += 1.0;
        if countries.iter().all(|country| counted.countries.contains(country)) {
            answer.papers += 1;
            answer.weight += match counting {
                Counting::Whole => 1.0,
                _ => countries.iter().map(|&country| weight(counted, country, counting)).sum(),
            };
        }
    }
    answer
}

/// `None` where the registry does not have the models: nothing was looked for, so nothing is known.
fn adopt(
    view: &View<'_>,
    group: usize,
    (model, country, of): (&str, &str, Option<&str>),
    (level, counting): (Level, Counting),
) -> Option<Answer> {
    let country: Country = country.parse().ok()?;
    let index = |id: &str| view.corpus.registry.models.binary_search_by(|it| it.id.as_str().cmp(id)).ok();
    let model = index(model)?;
    let of = of.map(|id| index(id).ok_or(())).transpose().ok()?;
    let mut answer = Answer::default();
    for counted in papers(view, group) {
        let weight = weight(counted, country, counting);
        let adopts = |wanted: usize| counted.adopted(level).any(|adopted| adopted == wanted);
        if weight <= 0.0 || of.is_some_and(|of| !adopts(of)) {
            continue;
        }
        answer.of += weight;
        if adopts(model) {
            answer.papers += 1;
            answer.weight += weight;
            match Relation::of(country, &counted.countries, view.origin(model)) {
                Relation::Domestic => {}
                Relation::Joint => answer.joint += weight,
                Relation::ArmsLength => answer.arms_length += weight,
            }
        }
    }
    Some(answer)
}

fn weight(counted: &Counted<'_>, country: Country, counting: Counting) -> f64 {
    super::matrix::total(counted.weight(country), counting)
}

fn row(
    group: &str,
    question: &Question,
    [model, country, role]: [Cell; 3],
    counting: Counting,
    answer: Option<Answer>,
) -> Row {
    let split = matches!(question.ask, Ask::Adopt { .. });
    let mut row: Row = vec![group.into(), question.name.into(), question.text.into(), model, country, role];
    row.push(counting.as_str().into());
    match answer {
        None => row.resize(COLUMNS.len(), Cell::Empty),
        Some(answer) => {
            row.extend([answer.papers.into(), answer.weight.into(), answer.of.into()]);
            if answer.of > 0.0 {
                push_share(&mut row, counting, answer.weight, answer.of);
            } else {
                row.extend([Cell::Empty, Cell::Empty, Cell::Empty]);
            }
            row.push(split.then_some(answer.arms_length).into());
            row.push(split.then_some(answer.joint).into());
        }
    }
    row
}
