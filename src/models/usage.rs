//! What became of every name of a registry in a set of papers: found, left open, refused.
//!
//! Takes the texts of papers, gives a row for each alias: those that never match may be misspelt, those that are refused most
//! may be too strict, or a word that wants no alias at all. Nothing counts by it.

use super::matcher::Matcher;
use super::sentence::{quote, sentence};
use crate::text::Text;

/// Characters of the passage that is shown.
const PASSAGE: usize = 160;

/// Counts over papers.
#[derive(Debug)]
pub struct Usage<'m> {
    matcher: &'m Matcher,
    /// By the number of the pattern.
    counts: Vec<Counts>,
}

#[derive(Debug, Clone, Default)]
struct Counts {
    papers: u32,
    found: u32,
    open: u32,
    refused: u32,
    example: Option<(String, u32, String)>,
}

/// What became of one alias.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AliasUse {
    /// The model's id.
    pub model: String,
    /// The alias.
    pub alias: String,
    /// In how many papers it was found.
    pub papers: u32,
    /// How often it was found.
    pub found: u32,
    /// How often no rule could decide.
    pub open: u32,
    /// How often its letters stood there, in its case, and its rules refused them.
    pub refused: u32,
    /// The first place where it was refused: locator, page and passage.
    pub example: Option<(String, u32, String)>,
}

impl<'m> Usage<'m> {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(matcher: &'m Matcher) -> Self {
        Self { matcher, counts: vec![Counts::default(); matcher.pattern_count()] }
    }

    /// Counts a paper; `path` is its locator.
    pub fn add(&mut self, path: &str, text: &Text) {
        let mut refusals = Vec::new();
        let hits = self.matcher.hits(text, &mut |pattern, start, end| refusals.push((pattern, start, end)));
        let mut seen: Vec<usize> = hits.sure.iter().map(|hit| hit.pattern).collect();
        for &pattern in &seen {
            self.count(pattern, |counts| counts.found += 1);
        }
        seen.sort_unstable();
        seen.dedup();
        for pattern in seen {
            self.count(pattern, |counts| counts.papers += 1);
        }
        for hit in &hits.open {
            self.count(hit.pattern, |counts| counts.open += 1);
        }
        for (pattern, start, end) in refusals {
            self.count(pattern, |counts| {
                counts.refused += 1;
                counts.example.get_or_insert_with(|| {
                    let range = sentence(&text.text, start, end);
                    (path.to_owned(), text.page_at(start), quote(&text.text, &range, start, end, PASSAGE))
                });
            });
        }
    }

    fn count(&mut self, pattern: usize, change: impl FnOnce(&mut Counts)) {
        if let Some(counts) = self.counts.get_mut(pattern) {
            change(counts);
        }
    }

    /// A row for each alias, in the order of the registry.
    #[must_use]
    pub fn finish(self) -> Vec<AliasUse> {
        let Self { matcher, counts } = self;
        let rows = counts.into_iter().enumerate().filter_map(|(pattern, counts)| {
            let (model, alias) = matcher.alias(pattern)?;
            let Counts { papers, found, open, refused, example } = counts;
            let (model, alias) = (model.to_owned(), alias.to_owned());
            Some(AliasUse { model, alias, papers, found, open, refused, example })
        });
        rows.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::Registry;
    use crate::models::tests::block;
    use crate::text::Zone;

    #[test]
    fn names_are_found_left_open_and_refused() {
        let file = r#"
[[model]]
name = "Tide"
origin = "NL"
aliases = ["TideNet", { text = "Tide", policy = "context", near = ["ocean"], not_near = ["moon"] }, "Ebb-2"]
"#;
        let registry = Registry::parse(file, "mine.toml").expect("sound");
        let matcher = Matcher::new(&registry).expect("small");
        let mut usage = Usage::new(&matcher);
        usage.add("1.pdf", &block("TideNet is run. TideNet again.", Zone::Body));
        usage.add(
            "2.pdf",
            &block("The Tide follows the moon. A tide is no Tide of the moon. TideNets.", Zone::Body),
        );
        usage.add("3.pdf", &block("Tide is bare.", Zone::Body));
        let rows: Vec<String> = usage
            .finish()
            .into_iter()
            .map(|it| {
                let example = it.example.map(|(path, page, _)| format!(" {path} {page}")).unwrap_or_default();
                format!("{} {} {} {} {}{example}", it.alias, it.papers, it.found, it.open, it.refused)
            })
            .collect();
        assert_eq!(rows, ["TideNet 2 3 0 0", "Tide 0 0 1 2 2.pdf 3", "Ebb-2 0 0 0 0"]);
    }
}
