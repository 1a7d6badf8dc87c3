//! Names that look like models and are in no registry.
//!
//! Takes the texts of papers, gives names with a version or a size behind them (`Tidewater-7B`, `TideNet2`) that
//! stand among the words of models, those of most papers first. Proposals for a person; nothing counts by them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::registry::Registry;
use super::sentence::{quote, sentence};
use super::word_list::WordList;
use super::words::{before, is_joint};
use crate::country::Country;
use crate::text::{Text, Zone};

/// A name with a number of parameters; one of mixed letters with a version; one of capitals with `v` and a version.
static SHAPE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let sized = r"(?<sized>[A-Z][A-Za-z]+(?:-[A-Z][A-Za-z]*)*)(?:[- ]?v?\d(?:\.\d)?)?[- ](?:\d{1,3}(?:\.\d)?B|\d{2,4}M)";
    let mixed = r"(?<mixed>(?:[A-Z][a-z]+[A-Z]|[A-Z]{2,}[a-z])[A-Za-z]*)[- ]?v?\d(?:\.\d)?";
    let capitals = r"(?<capitals>[A-Z]{3,})-?v\d(?:\.\d)?";
    Regex::new(&format!(r"\b(?:{sized}|{mixed}|{capitals})\b")).ok()
});

/// What stands before a size or a number without being a name, in lower case.
const NO_NAMES: [&str; 28] = [
    "llm",
    "llms",
    "vlm",
    "mllm",
    "lm",
    "lms",
    "lr",
    "baseline",
    "model",
    "ours",
    "transformer",
    "chat",
    "instruct",
    "base",
    "large",
    "small",
    "mini",
    "tiny",
    "xl",
    "fig",
    "table",
    "parameters",
    "params",
    "size",
    "subset",
    "topk",
    "total",
    "wikipedia",
];

/// Words that stand in the sentence of a model.
static MODEL_WORDS: LazyLock<WordList> = LazyLock::new(|| {
    WordList::new([
        "model",
        "models",
        "LLM*",
        "fine-tun*",
        "finetun*",
        "pretrain*",
        "pre-train*",
        "checkpoint*",
        "backbone*",
        "parameter*",
        "baseline*",
        "weights",
        "encoder*",
        "decoder*",
        "instruct",
        "prompt*",
        "inference",
        "network*",
    ])
});

/// Words that stand in the sentence of a data set or a measure.
static OTHER_WORDS: LazyLock<WordList> = LazyLock::new(|| {
    WordList::new([
        "dataset*",
        "data set*",
        "corpus",
        "corpora",
        "benchmark*",
        "split*",
        "challenge*",
        "GPU*",
        "score*",
    ])
});

/// Characters of the passage that is shown.
const PASSAGE: usize = 200;

/// Names that look like models, collected over papers.
#[derive(Debug, Default)]
pub struct Suggestions {
    /// The names of the registry, and those it ignores, in lower case without joints.
    known: BTreeSet<String>,
    found: BTreeMap<String, Suggestion>,
}

/// A name that looks like a model.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suggestion {
    /// The name without version and size.
    pub name: String,
    /// In how many papers it stands.
    pub papers: u32,
    /// In how many papers of each country.
    pub countries: BTreeMap<Country, u32>,
    /// As printed, and how often.
    pub surfaces: BTreeMap<String, u32>,
    /// Where it stands first among the words of a model: locator, page and passage.
    pub example: Option<(String, u32, String)>,
    /// Sentences that speak for a model less those that speak for something else.
    balance: i64,
}

impl Suggestions {
    /// Looks for names that a registry does not have.
    #[must_use]
    pub fn new(registry: &Registry) -> Self {
        let aliases = registry.models.iter().flat_map(|model| &model.aliases).map(|alias| &alias.text);
        let names = registry.models.iter().map(|model| &model.name);
        let known = aliases.chain(names).chain(&registry.ignore).map(|name| bare(name)).collect();
        Self { known, found: BTreeMap::new() }
    }

    /// Looks through a paper; `path` is its locator.
    pub fn add(&mut self, path: &str, countries: &[Country], text: &Text) {
        let mut in_paper = BTreeSet::new();
        let Some(shape) = SHAPE.as_ref() else { return };
        for found in shape.captures_iter(&text.text) {
            let stem = ["sized", "mixed", "capitals"].into_iter().find_map(|shape| found.name(shape));
            let (Some(all), Some(stem)) = (found.get(0), stem) else { continue };
            // The end of a longer name, as in "Qwen2.5-Math-7B".
            if before(&text.text, all.start()).is_some_and(|c| c != ' ' && is_joint(c) || c == '.') {
                continue;
            }
            let is_told = matches!(
                text.zone_at(all.start()),
                Zone::Title | Zone::Abstract | Zone::Body | Zone::Appendix
            );
            // "LongT5" is known by its number, "Meta-Llama" by its end.
            let mut names = stem.as_str().split('-').chain([stem.as_str(), all.as_str()]);
            if !is_told || names.any(|name| self.is_known(name)) {
                continue;
            }
            let range = sentence(&text.text, all.start(), all.end());
            let words = text.text.get(range.clone()).unwrap_or_default();
            let speaks = i64::from(MODEL_WORDS.occurs_in(words)) - i64::from(OTHER_WORDS.occurs_in(words));
            let entry = self.found.entry(bare(stem.as_str())).or_default();
            if entry.name.is_empty() {
                stem.as_str().clone_into(&mut entry.name);
            }
            entry.balance += speaks;
            *entry.surfaces.entry(all.as_str().to_owned()).or_default() += 1;
            if speaks > 0 && entry.example.is_none() {
                let passage = quote(&text.text, &range, all.start(), all.end(), PASSAGE);
                entry.example = Some((path.to_owned(), text.page_at(all.start()), passage));
            }
            in_paper.insert(bare(stem.as_str()));
        }
        for name in in_paper {
            let Some(entry) = self.found.get_mut(&name) else { continue };
            entry.papers += 1;
            for &country in countries {
                *entry.countries.entry(country).or_default() += 1;
            }
        }
    }

    /// The names that stand in at least `least` papers and mostly among the words of models, those of most papers first.
    #[must_use]
    pub fn finish(self, least: u32) -> Vec<Suggestion> {
        let mut kept: Vec<Suggestion> =
            self.found.into_values().filter(|it| it.papers >= least && it.balance > 0).collect();
        kept.sort_by(|a, b| (Reverse(a.papers), &a.name).cmp(&(Reverse(b.papers), &b.name)));
        kept
    }

    /// Whether a name is one of the registry's, or begins with one.
    fn is_known(&self, name: &str) -> bool {
        const SHORTEST: usize = 3;
        let bare = bare(name);
        (SHORTEST..=bare.len()).any(|end| bare.get(..end).is_some_and(|start| self.known.contains(start)))
            || self.known.contains(&bare)
            || NO_NAMES.contains(&bare.as_str())
    }
}

/// Lower case, without joints and blanks.
fn bare(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggested(texts: &[&str]) -> Vec<String> {
        let registry = Registry::parse(
            "[[model]]\nname = \"Qwen\"\norigin = \"CN\"\naliases = [\"Qwen\", \"EbbTide5\"]\n",
            "test",
        )
        .unwrap();
        let mut suggestions = Suggestions::new(&registry);
        for (number, text) in texts.iter().enumerate() {
            let text = Text { text: (*text).to_owned(), zones: vec![(0, Zone::Body)], ..Text::default() };
            suggestions.add(&format!("{number}.pdf"), &["NL".parse().unwrap()], &text);
        }
        suggestions.finish(1).into_iter().map(|it| format!("{} {}", it.name, it.papers)).collect()
    }

    #[test]
    fn names_that_look_like_models() {
        for (texts, expected) in [
            (
                &["We fine-tune Tidewater-7B on it.", "The model Tidewater 13B is larger."][..],
                &["Tidewater 2"][..],
            ),
            (&["Our backbone is TideNet2."], &["TideNet 1"]),
            (&["Pretrained TIDE-v2 weights are loaded."], &["TIDE 1"]),
            (&["We fine-tune Qwen2.5-7B and QwenLong-32B models."], &[]),
            (&["The dataset TideBench-7B has a split."], &[]),
            (&["The models Meta-Qwen-7B and EbbTide5 and LM-7B."], &[]),
            (&["We train models on TideChat-1M."], &[]),
            (&["The models Qwen-Math-7B and LLM-7B.", "Models ROUGE-1 and BLEU 4."], &[]),
            (&["We trained on 7B tokens in May 2023."], &[]),
            (&["See Section 3B and Table 2."], &[]),
        ] {
            assert_eq!(suggested(texts), expected, "{texts:?}");
        }
    }
}
