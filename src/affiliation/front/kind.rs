//! What a cell of the head is: names, an affiliation, an e-mail address, or a note.

use super::cells::{Cell, Piece};
use crate::affiliation::gazetteer::{Gazetteer, addresses};
use crate::affiliation::words::Words;

/// What a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellKind {
    Names,
    Affiliation,
    Email,
    Note,
    /// A name, a comma, its affiliation.
    Mixed,
}

/// How notes begin, in lower case.
const NOTES: &[&str] = &[
    "equal",
    "these authors",
    "both authors",
    "co-first",
    "joint first",
    "corresponding author",
    "correspondence",
    "work done",
    "work was done",
    "work performed",
    "work partially",
    "work conducted",
    "this work",
    "done during",
    "the work",
    "contributed equally",
    "authors contributed",
    "project lead",
    "core contrib",
    "contributors",
    "currently at",
    "now at",
    "present address",
    "permanent address",
    "preprint",
    "under review",
    "published",
    "proceedings",
    "copyright",
    "©",
    "arxiv",
    "editor",
    "keyword",
    "received",
    "accepted",
    "revised",
    "http",
    "www.",
    "code:",
    "project page",
    "website",
    "date:",
    "doi",
    "permission to",
    "first author",
    "senior author",
    "lead author",
    "authors are listed",
    "author order",
    "intern",
    "supervis",
    "advis",
    "deceased",
    "research article",
    "original paper",
    "review",
    "open access",
    "citation",
    "academic editor",
    "listed",
    "order",
    "manuscript",
    "all authors",
    "technical report",
    "github",
    "see contributions",
    "full author",
    "a full list",
    "part of",
    "during",
    "visiting",
    "this is",
];

/// Notes in small caps, which come apart: whole lines, squeezed.
const NOTE_KEYS: &[&str] =
    &["technicalreport", "apreprint", "preprint", "researcharticle", "originalarticle", "workingpaper"];

/// Whether a text is a note and not an affiliation.
pub(super) fn is_note(text: &str) -> bool {
    let lower = text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©').to_lowercase();
    NOTES.iter().any(|note| lower.starts_with(note))
        || [
            "work done",
            "equal contribution",
            "internship at",
            "while interning",
            "work performed",
            "contributed equally",
            "work was done",
        ]
        .iter()
        .any(|note| lower.contains(note))
}

/// Months as dates print them, in lower case. Some are given names too, so they count as a date only beside a number.
const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
];

/// Whether a line is a date, alone or before the number of an issue: `February 21, 2025`, `July 2008, Volume 27, Issue 3`.
fn is_date(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty()).peekable();
    let numbered = text.contains(|c: char| c.is_ascii_digit());
    let begins = words.peek().is_some_and(|it| {
        it.starts_with(|c: char| c.is_ascii_digit()) || MONTHS.contains(&it.to_lowercase().as_str())
    });
    let known = |word: &str| {
        let word = word.to_lowercase();
        let number = word.trim_end_matches(char::is_alphabetic);
        MONTHS.contains(&word.as_str())
            || matches!(
                word.as_str(),
                "volume" | "vol" | "issue" | "no" | "version" | "of" | "revised" | "draft"
            )
            || !number.is_empty()
                && number.bytes().all(|b| b.is_ascii_digit())
                && word.len() <= number.len() + 2
    };
    let month = words.clone().any(|it| MONTHS.contains(&it.to_lowercase().as_str()));
    numbered && begins && month && words.all(known)
}

pub(super) fn kind(gazetteer: &Gazetteer, cell: &Cell) -> CellKind {
    let text = cell.text();
    let bare = without_mail(&text);
    let letters = bare.chars().filter(|c| c.is_alphabetic()).count();
    if !addresses(&text).is_empty() && letters < 4 {
        return CellKind::Email;
    }
    if is_note(&bare)
        || is_date(&bare)
        || bare.contains(" et al")
        || letters < 2
        || bare.contains("://")
        || NOTE_KEYS.contains(&Words::key_of(&bare).as_str())
    {
        return CellKind::Note;
    }
    if !cell.leading().is_empty() && has_affiliation_word(&bare) {
        return CellKind::Affiliation;
    }
    let parts = parts(cell);
    if !parts.is_empty() && parts.iter().all(|part| is_name(gazetteer, part)) {
        return CellKind::Names;
    }
    let located = !gazetteer.resolve(&bare).located.is_empty();
    let first_is_name = parts.first().is_some_and(|part| is_name(gazetteer, part) && part.contains(' '));
    if first_is_name && cell.leading().is_empty() && (located || has_affiliation_word(&bare)) {
        let names = parts.iter().filter(|part| is_name(gazetteer, part)).count();
        // Most of the parts are names: a list of authors with an odd one among them.
        return if names * 3 >= parts.len() * 2 && names >= 3 { CellKind::Names } else { CellKind::Mixed };
    }
    if located || has_affiliation_word(&bare) {
        return CellKind::Affiliation;
    }
    let names = parts.iter().filter(|part| is_name(gazetteer, part)).count();
    if names * 2 > parts.len() { CellKind::Names } else { CellKind::Note }
}

/// The text without its e-mail addresses.
pub(super) fn without_mail(text: &str) -> String {
    let mut out = String::new();
    let mut from = 0;
    for address in addresses(text) {
        out.push_str(text.get(from..address.start).unwrap_or_default());
        out.push(' ');
        from = address.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// The parts of a list of names: between commas, `and`, and marks.
pub(super) fn parts(cell: &Cell) -> Vec<String> {
    let mut parts = Vec::new();
    for piece in &cell.pieces {
        if let Piece::Text(text) = piece {
            parts.extend(split_names(&without_mail(text)).into_iter().map(|(name, _)| name));
        }
    }
    parts.retain(|part| !is_degree(part));
    parts
}

/// Names of a stretch of text, each with the digits that are glued to it (`Ada Lovelace1,2`).
pub(super) fn split_names(text: &str) -> Vec<(String, Vec<String>)> {
    let text = text
        .replace(" and ", ",")
        .replace(" AND ", ",")
        .replace(" And ", ",")
        .replace(['&', ';', '•', '·', '|', '/'], ",");
    let ahead = ["and ", "by ", "By ", "BY "];
    let text = ahead.iter().find_map(|it| text.trim_start().strip_prefix(it)).unwrap_or(&text);
    let text = text.strip_suffix(" and").unwrap_or(text);
    let mut names: Vec<(String, Vec<String>)> = Vec::new();
    for part in text.split(',') {
        let part = part
            .trim()
            .trim_matches(|c: char| matches!(c, '.' | ':' | '-' | '–' | '(' | ')' | '[' | ']') && c != '.')
            .trim();
        let name = part.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
        let digits: Vec<String> =
            part.get(name.len()..).unwrap_or_default().split_whitespace().map(str::to_owned).collect();
        let name = name.strip_prefix("and ").unwrap_or(name).trim();
        if name.is_empty() || name == "and" {
            if let Some((_, last)) = names.last_mut() {
                last.extend(digits);
            }
        } else {
            names.push((name.to_owned(), digits));
        }
    }
    names
}

/// `PhD`, `MD`, `Member, IEEE` and the like, which stand between names.
pub(super) fn is_degree(part: &str) -> bool {
    let key: String = part.chars().filter(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
    let known = [
        "phd",
        "md",
        "msc",
        "bsc",
        "ms",
        "ma",
        "mph",
        "mba",
        "dr",
        "prof",
        "ieee",
        "member",
        "studentmember",
        "seniormember",
        "fellow",
        "fellowieee",
        "seniormemberieee",
        "studentmemberieee",
        "memberieee",
        "lifefellow",
        "jr",
        "sr",
        "ii",
        "iii",
        "dphil",
        "mshp",
        "frcp",
        "meng",
        "beng",
        "acm",
        "rn",
        "mshp",
        "msce",
        "mhs",
        "ba",
        "bs",
        "mphil",
        "facp",
        "dsc",
        "edd",
        "pharmd",
        "mbbs",
        "mres",
        "msph",
    ];
    key.is_empty() || known.contains(&key.as_str())
}

const PARTICLES: &[&str] = &[
    "al", "af", "ap", "av", "bin", "bint", "da", "dal", "de", "del", "della", "dem", "den", "der", "di",
    "do", "dos", "du", "e", "el", "ibn", "la", "las", "le", "lo", "los", "mac", "san", "te", "ten", "ter",
    "van", "vom", "von", "y", "zu", "zur", "’t", "'t", "st",
];

/// Words of titles that are no names in any language of names.
const TITLE_WORDS: &[&str] = &[
    "the",
    "of",
    "for",
    "with",
    "towards",
    "toward",
    "from",
    "are",
    "via",
    "using",
    "how",
    "what",
    "why",
    "abstract",
    "figure",
    "table",
    "version",
    "draft",
    "anonymous",
];

/// Whether a part of a list can be the name of a person (or of a team).
pub(super) fn is_name(gazetteer: &Gazetteer, part: &str) -> bool {
    let words: Vec<&str> = part.split(|c: char| c.is_whitespace()).filter(|it| !it.is_empty()).collect();
    let letters = part.chars().filter(|c| c.is_alphabetic()).count();
    if words.is_empty()
        || words.len() > 6
        || part.chars().count() > 45
        || letters < 2
        || part.contains(|c: char| c.is_ascii_digit() || "@:{}<>=+%#".contains(c))
    {
        return false;
    }
    let cased = words.iter().all(|word| {
        let capital = word
            .trim_start_matches(['\'', '’', '(', '"', '“'])
            .starts_with(|c: char| c.is_uppercase() || !c.is_lowercase() && c.is_alphabetic());
        capital
            || PARTICLES.contains(&word.to_lowercase().as_str())
            || word.contains(['-', '’', '\'']) && letters > 4
    });
    let first = words
        .first()
        .is_some_and(|word| word.starts_with(char::is_uppercase) || words.len() > 2 || !word.is_ascii());
    let title = words.iter().any(|word| TITLE_WORDS.contains(&word.to_lowercase().as_str()));
    cased && first && !title && !has_affiliation_word(part) && !is_located_whole(gazetteer, part)
}

/// Whether places or an institution make up the whole part: `Beijing`, `Google Research`.
fn is_located_whole(gazetteer: &Gazetteer, part: &str) -> bool {
    let resolution = gazetteer.resolve(part);
    let named: usize =
        resolution.located.iter().map(|it| it.evidence.chars().filter(|c| c.is_alphabetic()).count()).sum();
    let institution = resolution.located.iter().any(|it| it.institution.is_some());
    let letters = part.chars().filter(|c| c.is_alphabetic()).count();
    named > 0 && (institution || named + 3 >= letters)
}

/// Words that no person's name holds, at the beginnings of words.
const AFFILIATION_WORDS: &[&str] = &[
    "universi",
    "université",
    "universität",
    "universidad",
    "institut",
    "istituto",
    "college",
    "department",
    "dept",
    "school of",
    "schools of",
    "faculty",
    "laborator",
    "labs",
    "research",
    "centre",
    "center",
    "centro",
    "academy",
    "académ",
    "hospital",
    "clinic",
    "inc.",
    "ltd",
    "gmbh",
    "corporation",
    "company",
    "technolog",
    "polytech",
    "politec",
    "école",
    "ecole",
    "hochschule",
    "foundation",
    "ministry",
    "division of",
    "group",
    "engineering",
    "sciences",
    "science",
    "computer",
    "intelligence",
    "systems",
    "campus",
    "national",
    "s.r.l",
    "independent",
    "llc",
    "co.,",
    "studio",
    "robotics",
    "museum",
    "library",
    "consortium",
    "agency",
    "society",
    "machine",
    "learning",
    "facult",
    "univ.",
    "univ ",
    "team",
    "organization",
    "collaboration",
    "data ",
    "solutions",
    "software",
    "health",
    "medicine",
    "medical",
    "bank",
];

/// Whether a text speaks of a body.
pub(super) fn has_affiliation_word(text: &str) -> bool {
    let lower = format!(" {} ", text.to_lowercase().replace('\n', " "));
    AFFILIATION_WORDS.iter().any(|word| {
        lower.match_indices(word).any(|(at, _)| {
            lower.get(..at).and_then(|it| it.chars().next_back()).is_none_or(|c| !c.is_alphanumeric())
        })
    }) || lower.contains(" lab ")
        || lower.contains(" lab,")
        || lower.contains(" ai ")
}

#[cfg(test)]
mod tests {
    use super::is_date;

    #[test]
    fn a_date_is_no_name() {
        for text in ["February 21, 2025", "21st of March 2024", "July 2008, Volume 27, Issue 3."] {
            assert!(is_date(text), "{text}");
        }
        for text in ["April Lee", "June Park¹", "May Chen 1, August Lim 2", "2 University of May"] {
            assert!(!is_date(text), "{text}");
        }
    }
}
