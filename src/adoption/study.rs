//! The five questions of the study that this began with.

use super::columns::{COUNTING, COUNTRY, GROUP, HIGH, LOW, ROLE};
use super::matrix::total;
use super::table::{Cell, Column, Head, Kind, Row, Table};
use super::tally::{Relation, push_share};
use super::view::{Counted, View};
use super::{Counting, Level};
use crate::country::Country;
use crate::models::{Registry, Role};

/// The columns of a question.
pub(super) const QUESTION: [Column; 6] = [
    Column::new("question", Kind::Text, "short name of the question"),
    Column::new("text", Kind::Text, "the question in words"),
    Column::new("model", Kind::Text, "id of the model that is asked for; empty for a joint share"),
    COUNTRY,
    ROLE,
    COUNTING,
];

/// The columns of its answer.
pub(super) const ANSWER: [Column; 8] = [
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

/// A question about a corpus whose answer is a share of its papers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its short name.
    pub name: String,
    /// The question in words.
    pub text: String,
    ask: Ask,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Ask {
    /// The papers of two countries out of all papers; their fractional weight is that of both countries.
    Joint([Country; 2]),
    /// The papers of a country that adopt a model, out of all its papers or out of those that adopt another one.
    Adopt { model: String, country: Country, of: Option<String> },
}

impl Question {
    /// Which share of all papers has authors in both countries?
    #[must_use]
    pub fn joint(a: Country, b: Country) -> Self {
        Self {
            name: format!("joint_{a}_{b}").to_lowercase(),
            text: format!(
                "Papers with authors in both {} and {}, out of all papers",
                a.in_a_sentence(),
                b.in_a_sentence()
            ),
            ask: Ask::Joint([a, b]),
        }
    }

    /// Which share of a country's papers adopts a model?
    #[must_use]
    pub fn adoption(model: &str, country: Country) -> Self {
        Self {
            name: format!("{model}_{country}").to_lowercase(),
            text: format!("Papers with authors in {} that adopt {model}", country.in_a_sentence()),
            ask: Ask::Adopt { model: model.to_owned(), country, of: None },
        }
    }

    /// Which share of the papers that adopt one model adopts another one, within a country?
    fn adoption_among(model: &str, of: &str, country: Country) -> Self {
        Self {
            name: format!("{model}_of_{of}_{country}").to_lowercase(),
            text: format!(
                "Papers with authors in {} that adopt {model}, out of those that adopt {of}",
                country.in_a_sentence()
            ),
            ask: Ask::Adopt { model: model.to_owned(), country, of: Some(of.to_owned()) },
        }
    }

    /// The five questions of the study that this began with.
    #[must_use]
    pub fn study() -> Vec<Self> {
        let (Ok(us), Ok(cn)) = ("US".parse(), "CN".parse()) else { return Vec::new() };
        vec![
            Self::joint(us, cn),
            Self::adoption("transformer", cn),
            Self::adoption("llama", cn),
            Self::adoption_among("llama", "transformer", cn),
            Self::adoption("qwen", us),
        ]
    }

    /// The papers that it asks about and what some of them do, as parts of a sentence: "papers with an author in China",
    /// "use Llama".
    pub(super) fn clauses(&self, registry: &Registry, verb: &str) -> (String, String) {
        let named = |id: &str| registry.get(id).map_or_else(|| id.to_owned(), |model| model.name.clone());
        match &self.ask {
            Ask::Joint([a, b]) => (
                "papers".to_owned(),
                format!("have authors in both {} and {}", a.in_a_sentence(), b.in_a_sentence()),
            ),
            Ask::Adopt { model, country, of } => {
                let among = of.as_ref().map(|of| format!(" that {verb} {}", named(of))).unwrap_or_default();
                let subject = format!("papers with an author in {}{among}", country.in_a_sentence());
                (subject, format!("{verb} {}", named(model)))
            }
        }
    }

    /// What the verb of the sentence means, and what a country is.
    pub(super) fn definition(&self, role: Level) -> &'static str {
        match (&self.ask, role) {
            (Ask::Joint(_), _) => "A country is that of an institution printed on the paper",
            (_, Level::Mentioned) => "To name a model is to print its name outside the list of references",
            (_, Level::Broad) => "A model is used or compared with where the authors ran it",
            (_, Level::Strict) => {
                "A model is used where it is part of the authors' own work, not only named or compared with"
            }
        }
    }

    /// The model and the country that are asked for.
    fn labels(&self) -> [Cell; 2] {
        match &self.ask {
            Ask::Joint([a, b]) => [Cell::Empty, format!("{a}-{b}").into()],
            Ask::Adopt { model, country, .. } => [model.as_str().into(), (*country).into()],
        }
    }

    /// The countings under which it can be asked: two countries are never both first.
    fn countings(&self, wanted: &[Counting]) -> Vec<Counting> {
        let joint = matches!(self.ask, Ask::Joint(_));
        wanted.iter().copied().filter(|&counting| !(joint && counting == Counting::First)).collect()
    }

    /// The roles under which it can be asked: none for a question that is not about models.
    fn levels(&self) -> Vec<Option<Level>> {
        match self.ask {
            Ask::Joint(_) => vec![None],
            Ask::Adopt { .. } => Level::ALL.iter().copied().map(Some).collect(),
        }
    }
}

/// An answer; `None` in place of one where the registry does not have the models, since nothing was looked for.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Answer {
    pub papers: u64,
    pub weight: f64,
    pub of: f64,
    pub arms_length: f64,
    pub joint: f64,
}

/// The answers under every role and counting, by [`Level::ALL`] and [`Counting::ALL`].
type Answers = [[Answer; 3]; 3];

/// Calls `each` with the answer to a question in a group under every role and the given countings.
pub(super) fn ask(
    view: &View<'_>,
    group: usize,
    question: &Question,
    countings: &[Counting],
    mut each: impl FnMut(Option<Level>, Counting, Option<Answer>),
) {
    let answers = match &question.ask {
        Ask::Joint(countries) => Some(joint(view, group, countries)),
        Ask::Adopt { model, country, of } => adopt(view, group, model, *country, of.as_deref()),
    };
    for level in question.levels() {
        for counting in question.countings(countings) {
            let of_level = |answers: &Answers| answers.get(level.unwrap_or_default() as usize).copied();
            let answer =
                answers.as_ref().and_then(of_level).and_then(|it| it.get(counting as usize).copied());
            each(level, counting, answer);
        }
    }
}

/// `study`: every question under every role, in whole and fractional counting.
pub(super) fn table(view: &View<'_>) -> Table {
    let mut rows = Vec::new();
    for group in 0..view.groups.len() {
        for question in &Question::study() {
            ask(
                view,
                group,
                question,
                &[Counting::Whole, Counting::Fractional],
                |level, counting, answer| {
                    let mut row: Row = vec![view.group(group).into()];
                    push_question(&mut row, question, level, counting);
                    push_answer(&mut row, question, counting, answer);
                    rows.push(row);
                },
            );
        }
    }
    let about = format!("The five questions of the study; {}", view.options.basis());
    let columns = [&[GROUP], QUESTION.as_slice(), ANSWER.as_slice()].concat();
    Table {
        head: Head::new("study", about, &columns).keyed(&["group", "question", "role", "counting"]),
        rows,
    }
}

fn papers<'a>(view: &'a View<'a>, group: usize) -> impl Iterator<Item = &'a Counted<'a>> {
    view.papers.iter().filter(move |counted| counted.group == group)
}

/// The papers of all countries, the same at every role.
fn joint(view: &View<'_>, group: usize, countries: &[Country]) -> Answers {
    let mut answers = [Answer::default(); 3];
    for counted in papers(view, group) {
        let together = countries.iter().all(|country| counted.countries.contains(country));
        for (answer, &counting) in answers.iter_mut().zip(Counting::ALL) {
            answer.of += 1.0;
            if together {
                answer.papers += 1;
                answer.weight += match counting {
                    Counting::Whole => 1.0,
                    _ => countries.iter().map(|&it| total(counted.weight(it), counting)).sum(),
                };
            }
        }
    }
    [answers; 3]
}

fn adopt(view: &View<'_>, group: usize, model: &str, country: Country, of: Option<&str>) -> Option<Answers> {
    let index = |id: &str| view.corpus.registry.models.binary_search_by(|it| it.id.as_str().cmp(id)).ok();
    let model = index(model)?;
    let of = of.map(|id| index(id).ok_or(())).transpose().ok()?;
    let mut answers = Answers::default();
    for counted in papers(view, group) {
        let weights = counted.weight(country);
        if weights.iter().all(|&weight| weight <= 0.0) {
            continue;
        }
        let role = |wanted: usize| counted.models.iter().find(|(model, _)| *model == wanted).map(|it| it.1);
        let (role, of_role) = (role(model), of.map(role));
        let relation = Relation::of(country, &counted.countries, view.origin(model));
        for (answers, level) in answers.iter_mut().zip(Level::ALL) {
            let admits = |role: Option<Role>| role.is_some_and(|role| level.admits(role));
            if of_role.is_some_and(|role| !admits(role)) {
                continue;
            }
            for (answer, weight) in answers.iter_mut().zip(weights).filter(|(_, weight)| *weight > 0.0) {
                answer.of += weight;
                if admits(role) {
                    answer.papers += 1;
                    answer.weight += weight;
                    match relation {
                        Relation::Domestic => {}
                        Relation::Joint => answer.joint += weight,
                        Relation::ArmsLength => answer.arms_length += weight,
                    }
                }
            }
        }
    }
    Some(answers)
}

/// Appends name, text, model, country, role and counting.
pub(super) fn push_question(row: &mut Row, question: &Question, level: Option<Level>, counting: Counting) {
    row.extend([question.name.as_str().into(), question.text.as_str().into()]);
    row.extend(question.labels());
    row.extend([level.map(Level::as_str).into(), counting.as_str().into()]);
}

/// Appends papers, weight, of, share, low, high, `arms_length` and joint.
pub(super) fn push_answer(row: &mut Row, question: &Question, counting: Counting, answer: Option<Answer>) {
    let Some(answer) = answer else {
        row.extend(std::iter::repeat_n(Cell::Empty, 8));
        return;
    };
    row.extend([answer.papers.into(), answer.weight.into(), answer.of.into()]);
    if answer.of > 0.0 {
        push_share(row, counting, answer.weight, answer.of);
    } else {
        row.extend([Cell::Empty, Cell::Empty, Cell::Empty]);
    }
    let split = matches!(question.ask, Ask::Adopt { .. });
    row.push(split.then_some(answer.arms_length).into());
    row.push(split.then_some(answer.joint).into());
}
