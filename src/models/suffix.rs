//! What belongs to a name behind it: versions, sizes and the words of product lines (`-3.1-8B-Instruct`).

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
}

/// Product words that may follow a name, glued, hyphenated or after a blank.
const PRODUCT: &[&str] = &[
    "pro", "flash", "ultra", "nano", "opus", "sonnet", "haiku", "instant", "turbo", "instruct", "chat",
    "mini", "preview", "lite", "maverick", "scout", "base", "large", "small", "medium", "tiny", "huge", "xl",
    "xxl", "xlarge", "thinking", "plus",
];

/// Words that belong to a name only when a hyphen or nothing stands between, or a version before them.
const JOINED: &[&str] = &[
    "it",
    "pt",
    "hf",
    "vl",
    "coder",
    "code",
    "math",
    "vision",
    "audio",
    "omni",
    "distill",
    "zero",
    "max",
    "micro",
    "exp",
    "distilled",
    "uncased",
    "cased",
    "multilingual",
    "v",
    "o",
    "moe",
    "dpo",
    "sft",
    "rl",
    "awq",
    "gptq",
    "gguf",
    "int4",
    "int8",
    "fp16",
    "fp8",
    "latest",
    "guard",
    "nemo",
    "next",
    "onevision",
    "reasoning",
    "high",
    "low",
    "beta",
    "alpha",
    "s",
    "b",
    "l",
    "h",
    "g",
    "ti",
    "giant",
    "qwen",
    "llama",
    "r1",
    "dev",
    "schnell",
    "embedding",
    "bf16",
    "en",
    "image",
    "live",
    "translate",
];

/// Reads as much as belongs to the name that ends at `end`. `spaced` allows a bare version after a blank (`Llama 3`),
/// which behind an architecture would be a number of layers.
pub(super) fn read(text: &str, end: usize, spaced: bool) -> Suffix {
    let mut suffix = Suffix { end, versioned: false, firm: false };
    if before(text, end).is_some_and(|c| c.is_ascii_digit()) {
        let rest = text.get(end..).unwrap_or_default();
        let decimals =
            rest.strip_prefix('.').map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
        if decimals > 0 {
            suffix = Suffix { end: end + 1 + decimals, versioned: true, firm: true };
        } else if rest.starts_with(|c: char| c.is_ascii_digit()) {
            return suffix;
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic() && c != 's')
            && !at(rest, 1).is_some_and(is_word)
        {
            // GPT-4o, GPT-4V, GPT-4t
            suffix = Suffix { end: end + 1, versioned: true, firm: true };
        }
    }
    // Ten parts are more than any printed name has.
    for _ in 0..10 {
        let rest = text.get(suffix.end..).unwrap_or_default();
        let joint: usize = rest.chars().take(3).take_while(|&c| is_joint(c)).map(char::len_utf8).sum();
        let join = rest.get(..joint).unwrap_or_default();
        let join = match join.trim_start_matches(' ') {
            "" if join.is_empty() => Join::Glued,
            "" => Join::Blank,
            _ => Join::Hyphen,
        };
        let rest = rest.get(joint..).unwrap_or_default();
        let part = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '.')
            .map_or(rest, |stop| rest.get(..stop).unwrap_or_default());
        let part = part.trim_end_matches('.');
        if part.is_empty()
            || part.starts_with('.')
            || rest.get(part.len()..).is_some_and(|after| at(after, 0).is_some_and(is_word))
        {
            break;
        }
        let Some(kind) = classify(part, join, spaced, suffix.versioned) else { break };
        suffix.versioned |= kind != Part::Word;
        suffix.firm |= kind == Part::Size || (kind == Part::Version && join != Join::Blank);
        suffix.end += joint + part.len();
    }
    suffix
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
    if PRODUCT.contains(&lower.as_str()) && (!blank || capital || versioned || is_plain_size(&lower)) {
        // `BERT base` is a size of it; `Llama base model` is not a product.
        return Some(if is_plain_size(&lower) && blank && !versioned { Part::Word } else { Part::Product });
    }
    if !JOINED.contains(&lower.as_str()) {
        return None;
    }
    let fits = match join {
        Join::Glued => part.len() > 1 || capital || versioned,
        Join::Hyphen => true,
        Join::Blank => part.len() > 1 && capital && versioned,
    };
    fits.then_some(Part::Word)
}

/// `7b`, `1.5b`, `340m`, `8x7b`, `7b1`, `a22b`.
fn is_size(part: &str) -> bool {
    let part = part.strip_prefix('a').unwrap_or(part);
    let part = part.strip_suffix('1').filter(|rest| rest.ends_with('b')).unwrap_or(part);
    let Some(number) = part.strip_suffix(['b', 'm', 't']) else { return false };
    let mut digits = number.split(['.', 'x']);
    digits.all(|digits| !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// Names of sizes that are ordinary words too.
fn is_plain_size(part: &str) -> bool {
    matches!(part, "base" | "large" | "small" | "medium" | "tiny" | "huge" | "xl" | "xxl" | "xlarge")
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
        && digits.split('.').all(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// What is a version even after a blank: in a table, `T5 42.3` is a score.
fn is_plain_version(part: &str) -> bool {
    let digits = part.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let whole_fits =
        whole.len() == 1 && (fraction.is_empty() || whole.bytes().all(|b| (b'1'..=b'5').contains(&b)));
    (whole_fits && fraction.len() <= 1 && fraction.bytes().all(|b| b.is_ascii_digit()))
        || matches!(part, "4o" | "4v" | "3n")
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn suffixes_end_where_the_name_ends() {
        for (text, name, want) in [
            ("Llama-3.1-8B-Instruct model", 5, "Llama-3.1-8B-Instruct"),
            ("Qwen2.5- 72B is", 4, "Qwen2.5- 72B"),
            ("Gemma-3 -27B.", 5, "Gemma-3 -27B"),
            ("Llama 2 7B Chat", 5, "Llama 2 7B Chat"),
            ("Gemini2.5-Pro", 6, "Gemini2.5-Pro"),
            ("DeepSeekR1-Zero", 8, "DeepSeekR1-Zero"),
            ("T5 42.3 51.2", 2, "T5"),
            ("BERT-based", 4, "BERT"),
            ("Llama 3. We", 5, "Llama 3"),
            ("Mixtral-8x7B-Instruct-v0.1,", 7, "Mixtral-8x7B-Instruct-v0.1"),
            ("Llama 2024 was", 5, "Llama"),
        ] {
            assert_eq!(text.get(..read(text, name, true).end), Some(want), "{text}");
        }
        assert_eq!(read("Transformer 6 layers", 11, false).end, 11);
    }
}
