//! What belongs to a name behind it: versions, sizes and the words of product lines (`-3.1-8B-Instruct`).

use std::sync::LazyLock;

use serde::{Deserialize, Deserializer};

use super::word_list::WordList;
use super::words::{at, before, is_joint, is_word};

/// What was read behind a name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Suffix {
    /// One past its last byte; the end of the name where there is none.
    pub end: usize,
    /// It holds a version, a size or a product word.
    pub versioned: bool,
    /// It holds a number of parameters (`7B`, `340M`), or a version joined without a blank.
    pub firm: bool,
    /// It is written as on a hub of models, where names are in small letters: with a size, or a version behind a hyphen.
    pub hub: bool,
}

/// The words that may follow a name: `data/suffixes.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    #[serde(deserialize_with = "list")]
    product: WordList,
    #[serde(deserialize_with = "list")]
    size: WordList,
    #[serde(deserialize_with = "list")]
    joined: WordList,
    #[serde(deserialize_with = "list")]
    inner: WordList,
}

fn list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<WordList, D::Error> {
    let words = Vec::<String>::deserialize(deserializer)?;
    Ok(WordList::new(words.iter().map(String::as_str)))
}

// A test holds that the shipped file parses.
static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("../../data/suffixes.toml")).unwrap_or_default());

/// What may be glued to a name in small letters: the endings of [`word_end`], the words of versions, and versions that
/// begin with a letter (`v3`, `vl2`, `a22b`); with whether the ending is open.
pub(super) fn glued() -> impl Iterator<Item = (&'static str, bool)> {
    let Words { product, size, joined, inner } = &*WORDS;
    let words = [product, size, joined, inner].into_iter().flat_map(WordList::words);
    words.chain(ENDINGS.map(|ending| (ending, false))).chain([("v", true), ("a0", false)])
}

/// The plural, and a lost hyphen before "based".
const ENDINGS: [&str; 3] = ["s", "es", "based"];

/// The end of the word if nothing but one of its endings follows.
pub(super) fn word_end(text: &str, end: usize) -> Option<usize> {
    let rest = text.get(end..)?;
    std::iter::once("").chain(ENDINGS).find_map(|ending| {
        let behind = rest.strip_prefix(ending)?;
        (!at(behind, 0).is_some_and(is_word)).then_some(end + ending.len())
    })
}

/// Whether a version may belong to the name that ends at `end`, told from the next few letters alone.
pub(super) fn may_follow(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    if rest.starts_with('.') {
        return true;
    }
    let part = rest.trim_start_matches(is_joint);
    let letters = part.bytes().take_while(u8::is_ascii_alphabetic).count();
    let word = part.get(..letters).unwrap_or_default();
    let number = part.get(letters..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    // A word in capitals may have lost the hyphen before it.
    let capitals = || word.bytes().skip(1).any(|letter| letter.is_ascii_uppercase());
    let Words { product, size, joined, inner } = &*WORDS;
    number || capitals() || [product, size, joined, inner].iter().any(|words| words.lists(word))
}

/// Reads as much as belongs to the name that ends at `end`; `None` where a number goes on that the name ends in, so that
/// it is no name (`GPT-4` in "GPT 4.40"). `spaced` allows a bare version after a blank (`Llama 3`), which behind an
/// architecture would be a number of layers.
pub(super) fn read(text: &str, end: usize, spaced: bool) -> Option<Suffix> {
    let mut suffix = Suffix { end, ..Suffix::default() };
    // In "GPT-4 5" the second number is a footnote or a cell.
    let numbered = before(text, end).is_some_and(|c| c.is_ascii_digit());
    let mut sized = false;
    if numbered {
        let rest = text.get(end..).unwrap_or_default();
        let decimals =
            rest.strip_prefix('.').map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
        if decimals > 1 {
            return None;
        } else if decimals == 1 {
            suffix = Suffix { end: end + 1 + decimals, versioned: true, firm: true, hub: true };
        } else if rest.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic() && c != 's')
            && !at(rest, 1).is_some_and(is_word)
        {
            // GPT-4o, GPT-4V, GPT-4t
            suffix = Suffix { end: end + 1, versioned: true, firm: true, hub: true };
        }
    }
    // Ten parts are more than any printed name has.
    for _ in 0..10 {
        let rest = text.get(suffix.end..).unwrap_or_default();
        let joint: usize = rest.chars().take(3).take_while(|&c| is_joint(c)).map(char::len_utf8).sum();
        let join = rest.get(..joint).unwrap_or_default();
        let join = match join.trim_matches(' ') {
            "" if join.is_empty() => Join::Glued,
            "" => Join::Blank,
            // A line's end leaves a blank on one side; a dash with blanks on both is an empty cell.
            _ if join.starts_with(' ') && join.ends_with(' ') => break,
            _ => Join::Hyphen,
        };
        let rest = rest.get(joint..).unwrap_or_default();
        let stop = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric() && byte != b'.');
        let part = rest.get(..stop.unwrap_or(rest.len())).unwrap_or_default();
        let part = part.trim_end_matches('.');
        if part.is_empty()
            || part.starts_with('.')
            || rest.get(part.len()..).is_some_and(|after| at(after, 0).is_some_and(is_word))
        {
            break;
        }
        // GRUB2 is no GRU and GATA3 no GAT: a capital that is glued to capitals goes on with them.
        let capitals = join == Join::Glued
            && suffix.end == end
            && before(text, end).is_some_and(char::is_uppercase)
            && part.starts_with(|c: char| c.is_ascii_uppercase())
            && !is_glued_word(part);
        if capitals {
            break;
        }
        let whole = classify(part, join, spaced && !numbered, suffix.versioned).map(|kind| (part, kind));
        let Some((part, kind)) = whole.or_else(|| head(part, join)) else { break };
        // Behind a size the next number is another cell: "Vicuna-7B 558K", "Mamba 1.4b 1.4B".
        if join == Join::Blank && kind == Part::Size && (sized || is_measured(part)) {
            break;
        }
        sized |= kind == Part::Size;
        suffix.versioned |= kind != Part::Word;
        suffix.firm |= kind == Part::Size || (kind == Part::Version && join != Join::Blank);
        let hyphen =
            text.get(suffix.end..).is_some_and(|rest| !rest.starts_with('_')) && join == Join::Hyphen;
        suffix.hub |= kind == Part::Size || (kind == Part::Version && hyphen);
        suffix.end += joint + part.len();
    }
    Some(suffix)
}

/// Where hyphens were lost (`1.5Pro`, `3.18BInstruct`): the longest version or size that a word in capitals follows.
fn head(part: &str, join: Join) -> Option<(&str, Part)> {
    let capitals = part.rmatch_indices(|c: char| c.is_ascii_uppercase());
    capitals.filter_map(|(at, _)| part.split_at_checked(at).filter(|_| at > 0)).find_map(|(head, rest)| {
        classify(rest, Join::Glued, false, true)?;
        let kind = classify(head, join, false, false)?;
        matches!(kind, Part::Version | Part::Size).then_some((head, kind))
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Version,
    Size,
    Product,
    Word,
}

/// What stands between a name and the part behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    Glued,
    Hyphen,
    Blank,
}

/// What a part is; `None` where it does not belong to the name. `versioned`: a version stands before it already.
fn classify(part: &str, join: Join, spaced: bool, versioned: bool) -> Option<Part> {
    let (blank, glued) = (join == Join::Blank, join == Join::Glued);
    if part.bytes().any(|letter| letter.is_ascii_digit()) {
        let lower = part.to_ascii_lowercase();
        if is_size(&lower) {
            return Some(Part::Size);
        }
        let capital = part.starts_with(|c: char| c.is_ascii_uppercase());
        let lettered = is_letter_version(&lower) && (!glued || capital || lower.starts_with('v'));
        if lower.starts_with(|c: char| c.is_ascii_digit()) || lettered {
            let fits = if blank {
                spaced && !versioned && is_plain_version(&lower)
            } else {
                lettered || is_version(&lower)
            };
            return fits.then_some(Part::Version);
        }
    }
    let words = &*WORDS;
    let capital = part.starts_with(|c: char| c.is_ascii_uppercase());
    if words.size.lists(part) {
        // `BERT base` is a size of it; `Llama base model` is not a product.
        return Some(if blank && !versioned { Part::Word } else { Part::Product });
    }
    if words.product.lists(part) {
        return (!blank || capital || versioned).then_some(Part::Product);
    }
    let fits = if words.inner.lists(part) {
        join == Join::Hyphen
    } else {
        words.joined.lists(part)
            && match join {
                Join::Glued => part.len() > 1 || capital || versioned,
                Join::Hyphen => true,
                Join::Blank => part.len() > 1 && capital && versioned,
            }
    };
    fits.then_some(Part::Word)
}

/// `BERTLARGE`, `LLaMAV2`: what may be glued to a name in capitals although it begins with one.
fn is_glued_word(part: &str) -> bool {
    let version = part.strip_prefix(['v', 'V']).is_some_and(is_version);
    version || WORDS.size.lists(part) || WORDS.product.lists(part)
}

/// `7b`, `1.5b`, `340m`, `8x7b`, `7b1`, `a22b`.
fn is_size(part: &str) -> bool {
    let part = part.strip_prefix('a').unwrap_or(part);
    let part = part.strip_suffix('1').filter(|rest| rest.ends_with('b')).unwrap_or(part);
    let Some(number) = part.strip_suffix(['b', 'm', 't']) else { return false };
    let mut digits = number.split(['.', 'x']);
    digits.all(|digits| !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// Two decimals: a count of parameters in a column of its own (`27.16M`).
fn is_measured(part: &str) -> bool {
    part.split_once('.').is_some_and(|(_, rest)| rest.bytes().take_while(u8::is_ascii_digit).count() > 1)
}

/// `v3`, `k2`, `r1`, `m1`, `k1.5`, `vl2`.
fn is_letter_version(part: &str) -> bool {
    let letters = part.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = part.get(letters..).unwrap_or_default();
    (1..=2).contains(&letters) && (1..=4).contains(&digits.len()) && is_version(digits)
}

/// Digits with points, and a letter or two behind them (`2.5`, `4o`, `4v`, `0613`).
fn is_version(part: &str) -> bool {
    let digits = part.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    part.len() - digits.len() <= 2
        && digits.len() <= 10
        && !is_measured(digits)
        && digits.split('.').all(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// What is a version even after a blank: in a table, `T5 42.3` is a score.
fn is_plain_version(part: &str) -> bool {
    let digits = part.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let whole_fits = whole.len() == 1 && whole.bytes().all(|b| (b'1'..=b'5').contains(&b));
    (whole_fits && fraction.len() <= 1 && fraction.bytes().all(|b| b.is_ascii_digit()))
        || matches!(part, "4o" | "4v" | "3n")
}

#[cfg(test)]
mod tests {
    use super::{may_follow, read};

    #[test]
    fn suffixes_end_where_the_name_ends() {
        for (text, name, want) in [
            ("Llama-3.1-8B-Instruct model", 5, Some("Llama-3.1-8B-Instruct")),
            ("Qwen2.5- 72B is", 4, Some("Qwen2.5- 72B")),
            ("Gemma-3 -27B.", 5, Some("Gemma-3 -27B")),
            ("Llama 2 7B Chat", 5, Some("Llama 2 7B Chat")),
            ("Gemini2.5-Pro", 6, Some("Gemini2.5-Pro")),
            ("Gemini1.5Pro is", 6, Some("Gemini1.5Pro")),
            ("Llama3.18BInstruct is", 5, Some("Llama3.18BInstruct")),
            ("DeepSeekR1-Zero", 8, Some("DeepSeekR1-Zero")),
            ("T5 42.3 51.2", 2, Some("T5")),
            ("BERT-based", 4, Some("BERT")),
            ("Llama 3. We", 5, Some("Llama 3")),
            ("Mixtral-8x7B-Instruct-v0.1,", 7, Some("Mixtral-8x7B-Instruct-v0.1")),
            ("Qwen3-235B-A22B is", 4, Some("Qwen3-235B-A22B")),
            ("Llama 2024 was", 5, Some("Llama")),
            ("Llama 3.2 Vision is", 5, Some("Llama 3.2 Vision")),
            ("Transformer 6 layers", 11, Some("Transformer")),
            // Cells of a table, footnotes and running heads.
            ("Vicuna-7B 558K 665K", 6, Some("Vicuna-7B")),
            ("Mamba-1.4B 1.4B 79.7", 5, Some("Mamba-1.4B")),
            ("BLIP 27.16M 0.82M", 4, Some("BLIP")),
            ("Blender - 16.71 .208", 7, Some("Blender")),
            ("Blender -16.71 .208", 7, Some("Blender")),
            ("BERT 7 layers", 4, Some("BERT")),
            ("GPT-4 5 are", 5, Some("GPT-4")),
            ("Llama-3 Llama Guard", 5, Some("Llama-3")),
            // The number goes on: another name, or none.
            ("ChatGPT 4.40 6.62", 9, None),
            ("GPT-45 is", 5, None),
            // Other words in capitals that only begin with the name.
            ("GRUB2 first", 3, Some("GRU")),
            ("GATA3 gene", 3, Some("GAT")),
            ("TCNT0 gets", 3, Some("TCN")),
            ("BERTLARGE is", 4, Some("BERTLARGE")),
            ("LLaMAV2 is", 5, Some("LLaMAV2")),
            ("GPT-3.5 is", 5, Some("GPT-3.5")),
        ] {
            let suffix = read(text, name, true);
            assert_eq!(suffix.and_then(|suffix| text.get(..suffix.end)), want, "{text}");
            let versioned = suffix.is_some_and(|suffix| suffix.versioned);
            assert!(!versioned || may_follow(text, name), "{text}: the look ahead loses its version");
        }
    }

    #[test]
    fn the_shipped_words_parse() {
        assert!(!super::WORDS.product.is_empty());
    }
}
