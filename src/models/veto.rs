//! Places that never hold a model's name, whatever the letters: people's names, e-mail addresses, code.

use super::words::{at, before, is_word, token};
use crate::text::Zone;

/// What sort of place the letters stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    /// Running text.
    Prose,
    /// An address on the web: worth a mention, no more.
    Address,
    /// No place for a model.
    Vetoed,
}

/// Looks at the token that the name is a part of.
pub(super) fn ground(text: &str, start: usize, end: usize) -> Ground {
    let token = token(text, start, end);
    // Most tokens hold neither.
    if token.bytes().any(|byte| matches!(byte, b'.' | b'/')) {
        if token.contains('@') && token.contains('.') {
            return Ground::Vetoed;
        }
        if ["://", "www.", ".com/", ".org/"].iter().any(|part| token.contains(part)) {
            return Ground::Address;
        }
    }
    let code = matches!(at(text, end), Some('_')) || matches!(before(text, start), Some('_' | '$'));
    if code { Ground::Vetoed } else { Ground::Prose }
}

/// Whether a name that looks like a given name or surname (`Claude`, `Gemma`, `Yi`) is one here.
pub(super) fn is_person(text: &str, start: usize, end: usize, zone: Zone) -> bool {
    let name = text.get(start..end).unwrap_or_default();
    let mut letters = name.chars();
    let word_like = letters.next().is_some_and(char::is_uppercase)
        && letters.clone().count() > 0
        && letters.all(char::is_lowercase);
    let right = text.get(end..).unwrap_or_default();
    let left = text.get(..start).unwrap_or_default();
    if starts_et_al(right) || initial_before(left) || initial_after(right) {
        return true;
    }
    if !word_like {
        return false;
    }
    let surname_follows = right.strip_prefix(' ').is_some_and(|rest| {
        let (word, behind) = word(rest);
        title_case(word) && ends_a_name(behind)
    });
    let given_name_before = left.strip_suffix(' ').is_some_and(|rest| {
        let word = rest.rsplit(|c: char| !is_word(c) && c != '-').next().unwrap_or_default();
        title_case(word) && ends_a_name(right)
    });
    let hyphenated = right.strip_prefix('-').is_some_and(|rest| {
        let (word, behind) = word(rest);
        title_case(word) && behind.starts_with(' ') && title_case(self::word(behind.trim_start()).0)
    });
    match zone {
        Zone::References | Zone::Unknown => surname_follows || given_name_before || hyphenated,
        _ => hyphenated || (surname_follows && (year_follows(right) || thanked(left))),
    }
}

fn starts_et_al(right: &str) -> bool {
    let right = right.trim_start_matches([',', ' ']);
    right.starts_with("et al") || right.starts_with("and colleagues")
}

/// `W. Falcon`
fn initial_before(left: &str) -> bool {
    let mut back = left.trim_end_matches(' ').chars().rev();
    back.next() == Some('.')
        && back.next().is_some_and(char::is_uppercase)
        && back.next().is_none_or(|c| !is_word(c))
}

/// `Yi, X.`, `Claude E. Shannon`
fn initial_after(right: &str) -> bool {
    let rest = right.trim_start_matches([',', ' ']);
    let mut letters = rest.chars();
    rest.len() < right.len()
        && letters.next().is_some_and(char::is_uppercase)
        && letters.next() == Some('.')
        && letters.next().is_some_and(|c| matches!(c, ' ' | ',' | '-' | '.'))
}

/// The word that a text begins with, and what follows it.
fn word(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !is_word(c) && c != '-' && c != '’' && c != '\'').unwrap_or(text.len());
    text.split_at(end)
}

fn title_case(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && word.chars().count() > 1
        && word.chars().any(char::is_lowercase)
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '’' | '\''))
}

/// In a list of names, a name is followed by a comma, a full stop, "and", a marker or the end of the line.
fn ends_a_name(behind: &str) -> bool {
    let mut letters = behind.chars();
    match letters.next() {
        None | Some(',' | ';' | '.' | '\n' | '*' | '†' | '‡' | '∗' | '&' | '⁰'..='⁹' | '¹' | '²' | '³') => {
            true
        }
        Some(' ') => {
            behind.starts_with(" and ") || behind.starts_with(" & ") || behind.starts_with(" et al") || {
                let (next, rest) = word(behind.trim_start());
                title_case(next) && rest.starts_with([',', '.'])
            }
        }
        _ => false,
    }
}

/// "We thank Claude Martin and Anna Weber"
fn thanked(left: &str) -> bool {
    let near = left.get(super::words::floor(left, left.len().saturating_sub(200))..).unwrap_or_default();
    let sentence = near.rsplit(". ").next().unwrap_or_default().to_lowercase();
    ["thank", "grateful", "indebted", "acknowledge"].iter().any(|word| sentence.contains(word))
}

/// `Yi and Zhang (2020)`, `Claude Shannon, 1948`
fn year_follows(right: &str) -> bool {
    let near: String = right.chars().take(40).collect();
    near.split(|c: char| !c.is_ascii_digit())
        .any(|digits| digits.len() == 4 && digits.starts_with(['1', '2']))
}
