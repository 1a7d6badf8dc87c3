//! One answer as a sentence that can be pasted, and how it was come by as a paragraph.

use std::fmt::Write;

use super::interval::wilson;
use super::study::{Answer, Question, ask};
use super::summary;
use super::table::decimal;
use super::view::View;
use super::{Corpus, Counting, GroupBy, Level, Lineage, Options, OriginBasis, Scope};

/// An answer in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// Count, denominator, share, interval and what the count means, in a sentence or two.
    pub sentence: String,
    /// What was read, what counts and which versions did it.
    pub methods: String,
    /// The entry of crosscurrent for a list of references, in BibTeX.
    pub bibtex: &'static str,
}

/// `CITATION.cff` says the same.
const BIBTEX: &str = concat!(
    "@software{crosscurrent,\n  title = {crosscurrent: how {AI} models cross borders},\n",
    "  author = {{The crosscurrent contributors}},\n  version = {",
    env!("CARGO_PKG_VERSION"),
    "},\n  year = {2026},\n}",
);

impl Quote {
    /// The answer to a question under the role and counting of `options`, for all papers together. `None` where the
    /// registry does not have the model, or where the question cannot be asked under that counting.
    #[must_use]
    pub fn new(corpus: &Corpus<'_>, options: &Options, question: &Question) -> Option<Self> {
        let options = Options { group_by: GroupBy::None, ..options.clone() };
        let view = View::new(corpus, &options);
        let mut found = None;
        ask(&view, 0, question, &[options.counting], |level, _, answer| {
            if level.is_none_or(|level| level == options.role) {
                found = answer;
            }
        });
        let sentence = sentence(&view, question, found?);
        Some(Self { sentence, methods: methods(&view), bibtex: BIBTEX })
    }
}

fn sentence(view: &View<'_>, question: &Question, answer: Answer) -> String {
    let Options { role, counting, .. } = view.options;
    let papers = |weight: f64| decimal((weight * 10.0).round() / 10.0);
    let mut out = String::new();
    let (subject, deed) = question.clauses(view.corpus.registry, verb(*role));
    let authors = match counting {
        Counting::Whole => "",
        Counting::Fractional => ", each counted by the share of its authors",
        Counting::First => ", each counted by its first author",
    };
    let _ = write!(out, "Of {} {subject}{authors}, {} ", papers(answer.of), papers(answer.weight));
    if answer.of > 0.0 {
        let _ = write!(out, "({:.1} %", 100.0 * answer.weight / answer.of);
        if *counting == Counting::Whole {
            let interval = wilson(answer.weight, answer.of);
            let _ = write!(out, "; 95 % interval {:.1}–{:.1} %", 100.0 * interval.low, 100.0 * interval.high);
        }
        out.push_str(") ");
    }
    out.push_str(&deed);
    if answer.arms_length + answer.joint > 0.0 {
        let _ = write!(
            out,
            ": {} without an author in the country that the model comes from, {} with one",
            papers(answer.arms_length),
            papers(answer.joint)
        );
    }
    let definition = question.definition(*role);
    let _ = write!(out, ". {definition} ({}).", summary::versions(view.corpus));
    out
}

fn verb(role: Level) -> &'static str {
    match role {
        Level::Mentioned => "name",
        Level::Broad => "use or compare with",
        Level::Strict => "use",
    }
}

fn methods(view: &View<'_>) -> String {
    let Options { role, scope, origin_basis, lineage, fold, .. } = view.options;
    let role = match role {
        Level::Mentioned => "is named outside the references",
        Level::Broad => "is used, made or compared with",
        Level::Strict => "is used or made, not only named or compared with",
    };
    let scope = match scope {
        Scope::Main => "the main text",
        Scope::All => "the main text and the appendix",
    };
    let origin = match origin_basis {
        OriginBasis::Hq => "the headquarters of its maker",
        OriginBasis::Lab => "the laboratory that made it",
    };
    let lineage = match lineage {
        Lineage::Surface => "A derived model counts by itself",
        Lineage::Root => "A derived model counts to those it was made from too",
    };
    let folded = if fold.is_empty() { String::new() } else { format!(" Countries are folded {fold}.") };
    format!(
        "Papers: {}. Countries: {}. A model counts where it {role}, in {scope}; it comes from the country of {origin}. \
         {lineage}.{folded} Intervals are Wilson's for a sample from a larger set; a census has none. Read by rules and \
         without a person: check a sample of the papers behind a number before it is printed. Made with {}.",
        summary::papers(view.corpus, view),
        summary::countries(view),
        summary::versions(view.corpus),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adoption::specimen::{country, record, registry};
    use crate::models::Role;
    use crate::text::Zone;

    #[test]
    fn answers_as_sentences() {
        let registry = registry();
        let mut corpus = Corpus::new(&registry);
        for paper in [
            record("1").by(&[&["US"], &["CN"]]).naming("qwen", &[(Zone::Body, Role::Used)]),
            record("2").by(&[&["US"]]).naming("qwen", &[(Zone::Body, Role::Used)]),
            record("3").by(&[&["US"]]).naming("qwen", &[(Zone::Body, Role::Compared)]),
            record("4").by(&[&["CN"]]),
        ] {
            corpus.add(&paper).expect("known models");
        }
        let (us, cn) = (country("US"), country("CN"));
        let say = |question: &Question, role, counting| {
            let options = Options { role, counting, ..Options::default() };
            Quote::new(&corpus, &options, question).map(|quote| quote.sentence).unwrap_or_default()
        };
        let qwen = Question::adoption("qwen", us);
        insta::assert_snapshot!(say(&qwen, Level::Strict, Counting::Whole), @"Of 3 papers with an author in the United States, 2 (66.7 %; 95 % interval 20.8–93.9 %) use Qwen: 1 without an author in the country that the model comes from, 1 with one. A model is used where it is part of the authors' own work, not only named or compared with (crosscurrent 0.1.0, hayro 0.9.0, registry rrrrrrrrrrrr, gazetteer gggggggggggg).");
        insta::assert_snapshot!(say(&qwen, Level::Broad, Counting::Fractional), @"Of 2.5 papers with an author in the United States, each counted by the share of its authors, 2.5 (100.0 %) use or compare with Qwen: 2 without an author in the country that the model comes from, 0.5 with one. A model is used or compared with where the authors ran it (crosscurrent 0.1.0, hayro 0.9.0, registry rrrrrrrrrrrr, gazetteer gggggggggggg).");
        insta::assert_snapshot!(say(&Question::joint(us, cn), Level::Strict, Counting::Whole), @"Of 4 papers, 1 (25.0 %; 95 % interval 4.6–69.9 %) have authors in both the United States and China. A country is that of an institution printed on the paper (crosscurrent 0.1.0, hayro 0.9.0, registry rrrrrrrrrrrr, gazetteer gggggggggggg).");
        assert_eq!(say(&Question::adoption("gpt-9", us), Level::Strict, Counting::Whole), "");
        assert_eq!(say(&Question::joint(us, cn), Level::Strict, Counting::First), "");
        let quote = Quote::new(&corpus, &Options::default(), &qwen);
        let methods = quote.map(|quote| quote.methods).unwrap_or_default();
        assert!(
            methods.starts_with("Papers: 4: 4 ok; 4 counted. Countries: 2, known for 4 of 4 papers;"),
            "{methods}"
        );
        let citation = include_str!("../../CITATION.cff");
        let version = format!("version: {}\n", env!("CARGO_PKG_VERSION"));
        assert!(citation.contains(&version), "CITATION.cff is of another version");
        assert!(methods.ends_with("registry rrrrrrrrrrrr, gazetteer gggggggggggg."), "{methods}");
    }
}
