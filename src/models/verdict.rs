//! Whether the letters of a name mean the model: the rules of its alias, applied to one place.

use std::sync::LazyLock;

use super::pattern::{Fit, Rules};
use super::schema::Policy;
use super::suffix::Suffix;
use super::word_list::WordList;
use super::words::{around, at, before, is_word};

/// What the rules say of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is the model.
    Sure,
    /// It may be: it is, if the paper names the model beyond doubt elsewhere.
    Open,
    /// Nothing here says so: it is, if the paper names the model beyond doubt elsewhere, and else not worth a question.
    Echo,
    /// It is something else.
    No,
    /// The paper spells out the letters, and they stand for something else.
    Foreign,
}

/// Words that stand near a model's name when it is one.
static GENERAL: LazyLock<WordList> = LazyLock::new(|| {
    WordList::new([
        "LLM*",
        "language model*",
        "model",
        "models",
        "parameter*",
        "instruct",
        "chat",
        "fine-tun*",
        "finetun*",
        "checkpoint*",
        "open-weight*",
        "API",
        "Hugging Face",
        "HuggingFace",
        "tokenizer*",
        "decoder*",
        "encoder*",
        "pretrain*",
        "pre-train*",
        "prompt*",
        "zero-shot",
        "few-shot",
        "GPT*",
        "ChatGPT",
        "7B",
        "13B",
        "70B",
        "8B",
        "backbone*",
        "baseline*",
        "benchmark*",
    ])
});

/// Words that stand near a language model's name and hardly anywhere else.
static STRONG: LazyLock<WordList> = LazyLock::new(|| {
    WordList::new([
        "LLM*",
        "language model*",
        "open-weight*",
        "GPT*",
        "ChatGPT",
        "Llama*",
        "Qwen*",
        "7B",
        "13B",
        "70B",
        "8B",
    ])
});

/// A place where a name's letters stand.
pub(super) struct Place<'t> {
    pub text: &'t str,
    pub start: usize,
    pub fit: Fit,
    pub suffix: Suffix,
    /// One past what the alias's `after` matched.
    pub after: Option<usize>,
    /// It names a technique or an architecture: numbers behind it are no versions.
    pub technique: bool,
}

/// Applies the rules of an alias.
pub(super) fn decide(rules: &Rules, place: &Place<'_>) -> Verdict {
    let alias = &rules.alias;
    let Place { text, start, fit, suffix, .. } = *place;
    if refused(&alias.not_before, &alias.not_after, text, start, fit.end) {
        return Verdict::No;
    }
    if !alias.stands_for.is_empty() {
        match spelled_out(&alias.text, &alias.stands_for, text, start, fit.end) {
            Some(true) => return Verdict::Sure,
            Some(false) => return Verdict::Foreign,
            None => {}
        }
    }
    let surroundings = || around(text, start, suffix.end, alias.window);
    let followed = place.after.is_some();
    // "Xeon E5-2650": for a name that is never bare, a version that `after` does not list proves nothing.
    let proven = followed || (suffix.firm && alias.policy != Policy::NeverBare);
    if !proven && rules.not_near().occurs_in(surroundings()) {
        return Verdict::No;
    }
    let near = || rules.near().occurs_in(surroundings());
    // A lower-case `falcon-7b` is a name in a model hub; `falcon 9` is not.
    let exact = fit.exact || suffix.hub;
    // `Step 1` and `Steps` are words of a sentence; `Yi` among language models may be the model.
    let word_like = alias.text.chars().skip(1).all(char::is_lowercase);
    // "A model of the orbit of Voyager": what has words of its own to stand near needs one of them, or one of few others.
    let general = || {
        let list = if word_like && !alias.near.is_empty() { &STRONG } else { &GENERAL };
        list.occurs_in(surroundings())
    };
    let plural = text.get(fit.end..).is_some_and(|rest| rest.starts_with('s'));
    let undecided = || {
        if word_like {
            !plural && (suffix.firm || (!suffix.versioned && STRONG.occurs_in(surroundings())))
        } else {
            let short = alias.text.len() <= 2;
            suffix.versioned || if short { STRONG.occurs_in(surroundings()) } else { general() }
        }
    };
    let small = alias.text.chars().all(char::is_lowercase);
    match alias.policy {
        Policy::Free if fit.exact || suffix.versioned || !is_surname(text, start, fit.end) || general() => {
            Verdict::Sure
        }
        Policy::Free => Verdict::Open,
        Policy::Cased if fit.exact || followed || (suffix.versioned && !place.technique) => Verdict::Sure,
        Policy::Context if followed || (exact && (suffix.versioned || near() || general())) => Verdict::Sure,
        Policy::Context if exact => Verdict::Open,
        // `phi-1` may be a formula: behind small letters a version is not enough.
        Policy::NeverBare if followed && (fit.exact && !small || near() || general()) => Verdict::Sure,
        Policy::NeverBare if exact && !alias.near.is_empty() && near() => Verdict::Sure,
        Policy::NeverBare if exact && alias.near.is_empty() && alias.after.is_none() && suffix.versioned => {
            Verdict::Sure
        }
        Policy::NeverBare if fit.exact && undecided() => Verdict::Open,
        Policy::NeverBare if fit.exact && !word_like => Verdict::Echo,
        _ => Verdict::No,
    }
}

/// Whether a name in mixed case is printed as surnames and words at the beginning of a sentence are: `Flaubert`, `Valle`.
fn is_surname(text: &str, start: usize, end: usize) -> bool {
    let mut letters = text.get(start..end).unwrap_or_default().chars();
    letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase)
}

/// Whether a word that must not stand directly before or behind the name does.
fn refused(not_before: &[String], not_after: &[String], text: &str, start: usize, end: usize) -> bool {
    let joint = |c: char| super::words::is_joint(c) || matches!(c, '.' | '\'' | '’' | '(' | '/');
    let left = text.get(..start).unwrap_or_default().trim_end_matches(joint);
    let right = text.get(end..).unwrap_or_default().trim_start_matches(joint);
    let raw = text.get(end..).unwrap_or_default();
    not_before.iter().any(|word| {
        left.strip_suffix(word.trim_end_matches(joint))
            .is_some_and(|rest| !before(rest, rest.len()).is_some_and(is_word))
    }) || not_after.iter().any(|word| {
        let follows = |right: &str| {
            right.strip_prefix(word.as_str()).is_some_and(|rest| {
                let goes_on = at(rest, 0).is_some_and(|c| is_word(c) && c != 's');
                // "Falcon 9" is a rocket, "Pythia-6.9B" is none of the generator's versions.
                let decimal = rest.starts_with('.') && at(rest, 1).is_some_and(|c| c.is_ascii_digit());
                !(goes_on || decimal) || !word.ends_with(char::is_alphanumeric)
            })
        };
        follows(right) || follows(raw)
    })
}

/// Whether "… (SAM)" spells out the letters before it: `Some(true)` as the model's name, `Some(false)` as another.
fn spelled_out(alias: &str, stands_for: &[String], text: &str, start: usize, end: usize) -> Option<bool> {
    if before(text, start) != Some('(') || !matches!(at(text, end), Some(')' | ',' | ';')) {
        return None;
    }
    let left = around(text, start, start, 120);
    let left = left.get(..left.len().min(start - super::words::floor(text, start.saturating_sub(120))))?;
    let left = left.trim_end_matches(['(', ' ']).to_lowercase();
    if stands_for.iter().any(|phrase| left.ends_with(&phrase.to_lowercase())) {
        return Some(true);
    }
    let initials: Vec<char> = left
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !matches!(*word, "" | "of" | "the" | "and" | "for" | "in" | "with"))
        .filter_map(|word| word.chars().next())
        .collect();
    let letters: Vec<char> = alias.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    initials.ends_with(&letters).then_some(false)
}
