//! What must stand directly behind a name: a regular expression, compiled when a paper first asks for it.

use std::sync::OnceLock;

use regex::bytes::{Regex, RegexBuilder};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::Hir;
use regex_syntax::hir::literal::{Extractor, Literal};

/// A rule of an alias is a few words; what compiles to more than this is a mistake that would slow every paper.
const BYTES: usize = 256 * 1024;

/// A regular expression for what stands directly behind a name. Only ASCII are letters, digits and blanks in it.
#[derive(Debug, Clone)]
pub struct After {
    pattern: String,
    may_begin_small: bool,
    /// Few rules of a registry are asked in one run.
    compiled: OnceLock<Option<Regex>>,
}

/// What keeps an expression from being a rule.
#[derive(Debug)]
pub(super) enum Unfit {
    /// It matches the empty text.
    Empty,
    /// It would be too slow.
    TooLarge,
    /// It is no regular expression.
    Wrong(String),
}

impl After {
    pub(super) fn new(pattern: &str) -> Result<Self, Unfit> {
        let parsed = ParserBuilder::new().unicode(false).utf8(false).build().parse(pattern);
        let parsed = parsed.map_err(|error| {
            let text = error.to_string();
            Unfit::Wrong(text.rsplit("error: ").next().unwrap_or_default().trim().to_owned())
        })?;
        if parsed.properties().minimum_len() == Some(0) {
            return Err(Unfit::Empty);
        }
        let may_begin_small = may_begin_small(&parsed);
        let after = After { pattern: pattern.to_owned(), may_begin_small, compiled: OnceLock::new() };
        // Nothing but a counted repetition makes much of a few letters.
        if pattern.contains('{') && after.compiled().is_none() {
            return Err(Unfit::TooLarge);
        }
        Ok(after)
    }

    /// The bytes that it matches at the beginning of a text.
    #[must_use]
    pub fn length(&self, text: &[u8]) -> Option<usize> {
        Some(self.compiled()?.find(text)?.end())
    }

    /// Whether what it matches may begin with a small letter.
    pub(super) fn may_begin_small(&self) -> bool {
        self.may_begin_small
    }

    fn compiled(&self) -> Option<&Regex> {
        let compile = || {
            // Letters and digits of other scripts would take most of the time to build it.
            let anchored = format!("^(?:{})", self.pattern);
            RegexBuilder::new(&anchored).unicode(false).size_limit(BYTES).build().ok()
        };
        self.compiled.get_or_init(compile).as_ref()
    }
}

fn may_begin_small(parsed: &Hir) -> bool {
    // A class of letters has more members than the extractor lists unless it is told to.
    let beginnings = Extractor::new().limit_class(256).extract(parsed);
    beginnings.literals().is_none_or(|beginnings| {
        let small = |beginning: &Literal| beginning.as_bytes().first().is_none_or(u8::is_ascii_lowercase);
        beginnings.iter().any(small)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_may_begin_with_a_small_letter() {
        for (after, want) in [
            (r"-?(7B|2-\d+B)", false),
            (r"[-\s]?2(\.1)?", false),
            (r"[-\s.](dev|pro)\b", false),
            (r"-?based\b", true),
            (r"[-\s]?\w+", true),
            (r"(?i:X)", true),
            (".", true),
        ] {
            assert_eq!(After::new(after).unwrap().may_begin_small(), want, "{after}");
        }
    }

    #[test]
    fn expressions_that_are_no_rules_are_refused() {
        for empty in ["x*", "", r"\b", "(a|)"] {
            assert!(matches!(After::new(empty), Err(Unfit::Empty)), "{empty}");
        }
        assert!(matches!(After::new("(a{50}){50}{50}"), Err(Unfit::TooLarge)));
        assert!(matches!(After::new("("), Err(Unfit::Wrong(reason)) if reason == "unclosed group"));
        assert_eq!(After::new(r"-\d+B").unwrap().length(b"-70B-Instruct"), Some(4));
        assert_eq!(After::new(r"-\d+B").unwrap().length(b" -70B"), None);
    }
}
