//! How far an answer moves with the choices behind it.

use super::study::{ANSWER, Answer, QUESTION, Question, ask, push_answer, push_question};
use super::table::{Cell, Column, Head, Kind, Row, Table, decimal};
use super::tally::share;
use super::view::View;
use super::{Corpus, Counting, Fold, GroupBy, Level, Lineage, Options, OriginBasis, Scope, spread};

const CHOICES: [Column; 4] = [
    Column::new("scope", Kind::Text, "zones that count"),
    Column::new("origin_basis", Kind::Text, "what the origin of a model goes by"),
    Column::new("lineage", Kind::Text, "whether a derivative counts to its parents too"),
    Column::new("fold", Kind::Text, "countries that are counted as another; empty where none is"),
];

/// One answer under one set of choices.
struct Trial<'q> {
    question: &'q Question,
    level: Option<Level>,
    counting: Counting,
    options: Options,
    answer: Option<Answer>,
}

/// The answers to some questions under every choice of role, counting, scope, origin, lineage and folding.
pub struct Sensitivity<'q> {
    questions: &'q [Question],
    trials: Vec<Trial<'q>>,
    /// What is tried beside no folding.
    fold: Fold,
}

impl<'q> Sensitivity<'q> {
    /// Asks the questions. Of `options` only the folding is kept: it is tried beside none.
    #[must_use]
    pub fn try_all(corpus: &Corpus<'_>, options: &Options, questions: &'q [Question]) -> Self {
        let [_, fold] = options.fold.tried();
        let trials = spread(corpus.len(), &choices(options, &fold), |options| {
            let mut trials = Vec::new();
            let mut view = View::new(corpus, options);
            for &origin_basis in OriginBasis::ALL {
                view.take_origins(origin_basis);
                let options = Options { origin_basis, ..options.clone() };
                for question in questions {
                    ask(&view, 0, question, Counting::ALL, |level, counting, answer| {
                        trials.push(Trial { question, level, counting, options: options.clone(), answer });
                    });
                }
            }
            trials
        });
        Self { questions, trials: trials.into_iter().flatten().collect(), fold }
    }

    /// `sensitivity`: a row a question and choice.
    #[must_use]
    pub fn table(&self) -> Table {
        let rows = self.trials.iter().map(|trial| {
            let Options { scope, origin_basis, lineage, fold, .. } = &trial.options;
            let mut row: Row = Vec::new();
            push_question(&mut row, trial.question, trial.level, trial.counting);
            row.extend([scope.as_str(), origin_basis.as_str(), lineage.as_str()].map(Cell::from));
            row.push((!fold.is_empty()).then(|| fold.to_string()).into());
            push_answer(&mut row, trial.question, trial.counting, trial.answer);
            row
        });
        let columns = [QUESTION.as_slice(), &CHOICES, &ANSWER].concat();
        let about = format!(
            "Answers to questions under every choice of role, counting, scope, origin basis and lineage, with no country \
             folded and with folded {}",
            self.fold
        );
        Table {
            rows: rows.collect(),
            head: Head::new("sensitivity", about, &columns).keyed(&[
                "question",
                "role",
                "counting",
                "scope",
                "origin_basis",
                "lineage",
                "fold",
            ]),
        }
    }

    /// The smallest and the largest share of each question, and the choices that give them, for a person.
    #[must_use]
    pub fn spans(&self) -> String {
        let mut text = String::new();
        for question in self.questions {
            text.push_str(&question.text);
            text.push('\n');
            let trials = self.trials.iter().filter(|trial| trial.question == question);
            let answered =
                trials.filter_map(|trial| Some((trial, trial.answer.filter(|answer| answer.of > 0.0)?)));
            let shares: Vec<(f64, &Trial<'_>)> =
                answered.map(|(trial, answer)| (share(answer.weight, answer.of), trial)).collect();
            // Of choices that give the same share, the first one tried is named.
            let smallest = shares.iter().min_by(|a, b| a.0.total_cmp(&b.0));
            let largest = shares.iter().rev().max_by(|a, b| a.0.total_cmp(&b.0));
            match (smallest, largest) {
                (Some(smallest), Some(largest)) => {
                    text.push_str(&line("smallest", smallest));
                    text.push_str(&line("largest", largest));
                }
                _ => text.push_str("  no paper or no such model\n"),
            }
        }
        text
    }
}

fn line(label: &str, (share, trial): &(f64, &Trial<'_>)) -> String {
    let answer = trial.answer.unwrap_or_default();
    let role = trial.level.map_or(String::new(), |level| format!("role {level}, "));
    let (weight, of) =
        (decimal((answer.weight * 10.0).round() / 10.0), decimal((answer.of * 10.0).round() / 10.0));
    let percent = share * 100.0;
    format!(
        "  {label:<9}{percent:>5.1} %  ({weight} of {of}; {role}{} counting, {})\n",
        trial.counting,
        trial.options.basis()
    )
}

/// Every choice but the basis of origins, which moves no paper.
fn choices(options: &Options, folding: &Fold) -> Vec<Options> {
    let mut all = Vec::new();
    for &scope in Scope::ALL {
        for &lineage in Lineage::ALL {
            for fold in [Fold::default(), folding.clone()] {
                all.push(Options { scope, lineage, fold, group_by: GroupBy::None, ..options.clone() });
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adoption::specimen::{country, record, registry};
    use crate::models::Role;
    use crate::text::Zone;

    #[test]
    fn the_smallest_and_the_largest_answer_are_named() {
        let registry = registry();
        let mut corpus = Corpus::new(&registry);
        for paper in [
            record("1").by(&[&["US"], &["HK"]]).naming("qwen", &[(Zone::Appendix, Role::Used)]),
            record("2").by(&[&["US"]]).naming("qwen", &[(Zone::Body, Role::Compared)]),
            record("3").by(&[&["US"], &["CN"], &["CN"]]),
        ] {
            corpus.add(&paper).expect("known models");
        }
        let (us, cn) = (country("US"), country("CN"));
        let questions =
            [Question::adoption("qwen", us), Question::joint(us, cn), Question::adoption("gpt-9", us)];
        let sensitivity = Sensitivity::try_all(&corpus, &Options::default(), &questions);
        assert_eq!(sensitivity.table().rows.len(), 16 * (9 + 2 + 9));
        insta::assert_snapshot!(sensitivity.spans(), @r"
        Papers with authors in the United States that adopt qwen
          smallest   0.0 %  (0 of 3; role strict, whole counting, scope main, origin by hq, lineage surface, no country folded)
          largest   81.8 %  (1.5 of 1.8; role mentioned, fractional counting, scope all, origin by hq, lineage surface, no country folded)
        Papers with authors in both the United States and China, out of all papers
          smallest  33.3 %  (1 of 3; whole counting, scope main, origin by hq, lineage surface, no country folded)
          largest   66.7 %  (2 of 3; whole counting, scope main, origin by hq, lineage surface, folded HK,MO=CN)
        Papers with authors in the United States that adopt gpt-9
          no paper or no such model
        ");
    }
}
