//! Every number of a report, as the room of adoption gives it. Nothing is counted here.

use std::collections::BTreeMap;

use super::sheet::Sheet;
use crate::adoption::{
    Corpus, Fold, GroupBy, Options, Question, Quote, Table, adoption_long, grounds, reach, tables, totals,
    trends,
};
use crate::country::Country;
use crate::models::Registry;

/// The table of the cells.
const CELLS: &str = "adoption_long";

/// The tables that figures are drawn from.
pub(super) const WANTED: [&str; 8] = [
    CELLS,
    "balance",
    "collaboration",
    "composition",
    "dependence",
    "diffusion_median",
    "flows",
    "sensitivity",
];

/// The numbers behind all figures.
pub(super) struct Numbers<'r> {
    pub registry: &'r Registry,
    /// The choices of the report; papers are not grouped.
    pub options: Options,
    /// How many papers count.
    pub papers: f64,
    /// With the folding of the options first, then the other one that is tried.
    pub foldings: Vec<Folding>,
    pub flows: Sheet,
    pub balance: Sheet,
    pub dependence: Sheet,
    pub collaboration: Sheet,
    pub composition: Sheet,
    pub medians: Sheet,
    pub curves: Sheet,
    pub sensitivity: Sheet,
    /// Raw counts beside those that a check by hand corrected; empty where there was none.
    pub corrected: Sheet,
    /// Adoption over the years at each role, in the order of [`Level::ALL`].
    pub trends: Vec<Sheet>,
    /// The answers to the five questions of the study: question, sentence.
    pub answers: Vec<(Question, String)>,
    /// How any number was come by, as a paragraph.
    pub methods: String,
    /// What the numbers rest on, each fact with its label.
    pub facts: Vec<(&'static str, String)>,
    /// What should make a reader doubt them, each a sentence.
    pub warnings: Vec<String>,
}

/// The numbers of the matrix under one folding.
pub(super) struct Folding {
    pub fold: Fold,
    /// Those of most papers first, with the weight of all their papers under each counting.
    pub countries: Vec<(Country, [f64; 3])>,
    pub cells: Sheet,
}

impl<'r> Numbers<'r> {
    /// Counts what is not in `counted`: tables of the same corpus and options, or none.
    pub fn count(
        corpus: &Corpus<'r>,
        registry: &'r Registry,
        options: &Options,
        counted: Vec<Table>,
        corrected: Option<Table>,
    ) -> Self {
        let counted = Some(counted).filter(|it| options.group_by == GroupBy::None && !it.is_empty());
        let options = Options { group_by: GroupBy::None, ..options.clone() };
        let counted = counted.unwrap_or_else(|| tables(corpus, &options));
        let mut sheets: BTreeMap<&str, Sheet> =
            counted.into_iter().map(|table| (table.head.name, Sheet::new(table))).collect();
        let mut take = |name: &str| sheets.remove(name).unwrap_or_default();
        let cells = take(CELLS);
        let [plain, tried] = options.fold.tried();
        let other = if options.fold.is_empty() { tried } else { plain };
        let (facts, warnings) = grounds(corpus, &options);
        let questions = Question::study();
        let quotes = questions.iter().filter_map(|it| Some((it.clone(), Quote::new(corpus, &options, it)?)));
        let quotes: Vec<(Question, Quote)> = quotes.collect();
        let trends = trends(corpus, &options).into_iter().map(Sheet::new);
        let composition = take("composition");
        Self {
            registry,
            papers: composition.of([("what", "year")]).map(|line| line.number("papers")).sum(),
            foldings: vec![
                Folding { fold: options.fold.clone(), countries: totals(corpus, &options), cells },
                Folding::count(corpus, Options { fold: other, ..options.clone() }),
            ],
            flows: take("flows"),
            collaboration: take("collaboration"),
            composition,
            medians: take("diffusion_median"),
            curves: Sheet::new(reach(corpus, &options)),
            balance: take("balance"),
            dependence: take("dependence"),
            sensitivity: take("sensitivity"),
            corrected: corrected.map(Sheet::new).unwrap_or_default(),
            trends: trends.collect(),
            methods: quotes.first().map(|(_, quote)| quote.methods.clone()).unwrap_or_default(),
            answers: quotes.into_iter().map(|(question, quote)| (question, quote.sentence)).collect(),
            facts,
            warnings,
            options,
        }
    }

    /// Adoption over the years at the role of the options.
    pub fn trend(&self) -> Option<&Sheet> {
        self.trends.get(self.options.role as usize)
    }

    /// The countries of most papers, under the folding of the options.
    pub fn countries(&self) -> impl Iterator<Item = (Country, [f64; 3])> + use<'_> {
        self.foldings.first().into_iter().flat_map(|folding| folding.countries.iter().copied())
    }

    /// The name of a model for people.
    pub fn name<'a>(&'a self, model: &'a str) -> &'a str {
        self.registry.get(model).map_or(model, |model| model.name.as_str())
    }
}

impl Folding {
    fn count(corpus: &Corpus<'_>, options: Options) -> Self {
        Self {
            countries: totals(corpus, &options),
            cells: Sheet::new(adoption_long(corpus, &options)),
            fold: options.fold,
        }
    }
}
