//! Names of the gazetteer in a string: all of them, the longest first, each checked against its rules.

use super::Gazetteer;
use super::generic::is_generic;
use super::index::{How, What};
use super::rows::PlaceKind;
use crate::affiliation::words::{Gap, Words};

/// A name that was found: words `first..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    pub first: usize,
    pub end: usize,
    pub what: What,
    /// A postal code: it counts only where nothing contradicts it.
    pub code: bool,
    /// A name of generic words only.
    pub weak: bool,
}

/// Words that make another name of the one that follows: *East* China Normal University, *George* Washington University.
const OTHERS_BEFORE: &[&str] = &[
    "central",
    "east",
    "eastern",
    "federal",
    "george",
    "lower",
    "national",
    "new",
    "north",
    "northeastern",
    "northern",
    "northwestern",
    "south",
    "southeast",
    "southeastern",
    "southern",
    "southwest",
    "southwestern",
    "upper",
    "west",
    "western",
];

/// All names in the string, not overlapping, from left to right.
pub(super) fn hits(gazetteer: &Gazetteer, words: &Words) -> Vec<Hit> {
    let mut found = candidates(gazetteer, words);
    found.sort_by_key(|(hit, how)| {
        let length = words.slice(hit.first, hit.end).len();
        // Rows of the user come first, of the latest file before earlier ones.
        let layer = std::cmp::Reverse(gazetteer.layer(hit.what));
        // A name that is refused as a place may be that of a body: World Bank.
        let refused = refused(gazetteer, hit.what);
        (layer, std::cmp::Reverse(length), refused, strictness(*how), hit.first)
    });
    // Names that stand alone in their segment are weighed once the longer ones are known: they may stand beside those.
    let mut taken = vec![false; words.items.len()];
    let mut hits: Vec<Hit> = Vec::new();
    let mut take = |hit: Hit, taken: &mut Vec<bool>| {
        let free = taken.get(hit.first..hit.end).is_some_and(|span| !span.contains(&true));
        if free {
            taken.iter_mut().take(hit.end).skip(hit.first).for_each(|word| *word = true);
            hits.push(hit);
        }
        free
    };
    let mut void = Vec::new();
    for (hit, _) in found.iter().filter(|(_, how)| matches!(how, How::Free)) {
        let fits = fits(gazetteer, words, hit);
        // A place that does not count still hides the shorter ones inside it: `State of New Jersey` is no Jersey.
        let hides = fits || matches!(hit.what, What::Place(_));
        let taken = hides && take(*hit, &mut taken);
        if taken && !fits {
            void.push(*hit);
        }
    }
    let strict: Vec<Hit> =
        found.iter().filter(|(_, how)| !matches!(how, How::Free)).map(|&(hit, _)| hit).collect();
    let mut beside = taken.clone();
    for hit in &strict {
        beside.iter_mut().take(hit.end).skip(hit.first).for_each(|word| *word = true);
    }
    for hit in strict {
        let institution = matches!(hit.what, What::Institution(_));
        if hit.code || alone(words, &hit, &beside) && (!institution || institution_fits(words, &hit)) {
            take(hit, &mut taken);
        }
    }
    hits.retain(|hit| !refused(gazetteer, hit.what) && !void.contains(hit));
    hits.sort_by_key(|hit| hit.first);
    hits
}

fn strictness(how: How) -> u8 {
    match how {
        How::Free => 0,
        How::Strict(_) => 1,
        How::Word => 2,
        How::Code(_) => 3,
    }
}

fn refused(gazetteer: &Gazetteer, what: What) -> bool {
    matches!(what, What::Place(at) if gazetteer.places.get(at).is_some_and(|it| it.kind == PlaceKind::Refused))
}

/// Every name whose letters stand there, with the rules that need no look around.
fn candidates(gazetteer: &Gazetteer, words: &Words) -> Vec<(Hit, How)> {
    let mut found = Vec::new();
    for first in 0..words.items.len() {
        for end in first + 1..=words.items.len().min(first + gazetteer.longest + 4) {
            if end > first + 1
                && words.gap(end - 1) == Gap::Entity
                && !words.word(end - 2).bytes().all(|b| b.is_ascii_digit())
            {
                break;
            }
            let slice = words.slice(first, end);
            let mut names = gazetteer.names.get(slice).peekable();
            // `Nottingham, Ningbo` and `Nottingham (Ningbo)` for `Nottingham Ningbo`. Nothing but a place may be set off like
            // that: `Foo University, West Campus` is no University West.
            let comma = (first + 1..end).find(|&at| words.gap(at) == Gap::Part);
            let once = names.peek().is_none()
                && slice.len() >= 12
                && slice.bytes().filter(|&b| b == b',').count() == 1
                && comma.is_some_and(|at| is_place(gazetteer, words.slice(at, end)));
            let joined = if once { slice.replace(',', "") } else { String::new() };
            for name in names.chain(gazetteer.names.get(&joined)) {
                let code = matches!(name.how, How::Code(_));
                let hit = Hit { first, end, what: name.what, code, weak: name.weak };
                if cased(gazetteer, words, &hit, name.how) {
                    found.push((hit, name.how));
                }
            }
        }
    }
    found
}

/// Whether the case and the ends of a hit are those of its name.
fn cased(gazetteer: &Gazetteer, words: &Words, hit: &Hit, how: How) -> bool {
    let glued = words.gap(hit.first) == Gap::Glued
        && !words.word(hit.first - 1).bytes().all(|b| b.is_ascii_digit())
        || hit.end < words.items.len()
            && words.gap(hit.end) == Gap::Glued
            && words.word(hit.end).bytes().all(|b| !b.is_ascii_digit());
    let printed = words.cased(hit.first, hit.end).replace([',', ';'], "");
    if within_initials(words, hit) || put_together(words, hit) {
        return false;
    }
    match how {
        How::Free => !glued || printed.len() >= 9,
        How::Word => !glued && printed.starts_with(char::is_uppercase),
        How::Strict(cased) => !glued && gazetteer.names.text(cased) == printed,
        How::Code(code) => {
            !glued
                && gazetteer.names.text(code) == printed
                && hit.end == hit.first + 1
                && code_fits(gazetteer, words, hit)
        }
    }
}

/// Whether a code stands as in an address: behind a comma or before a postal number, at the end of its part, and with a
/// word before it. `IS-TR99008`, `DATA, OR PROFITS`, `S, D, SC` hold none.
fn code_fits(gazetteer: &Gazetteer, words: &Words, hit: &Hit) -> bool {
    let next = words.word(hit.end);
    let postal = next.len() >= 4 && next.bytes().all(|b| b.is_ascii_digit());
    let after_comma = words.gap(hit.first) == Gap::Part && hit.first > 0;
    let hyphenated = words.gap(hit.first) == Gap::Soft && !words.spaced(hit.first);
    let numbered = words.gap(hit.end) == Gap::Glued && !postal;
    let ends = words.gap(hit.end) > Gap::Soft || has_digit(next) || starts_place(gazetteer, words, hit.end);
    let mut before = hit.first;
    while before > 0 && (before == hit.first || words.gap(before) < Gap::Part) {
        before -= 1;
    }
    let named = (before..hit.first).any(|at| words.word(at).len() >= 3);
    (after_comma || postal && !hyphenated) && !numbered && ends && named
}

/// `M.U.S.T` holds no U.S., `C-FAIR` is not FAIR: a capital that stands close belongs to the same short name.
fn within_initials(words: &Words, hit: &Hit) -> bool {
    let letter = |at: usize| {
        let cased = words.cased(at, at + 1);
        cased.len() == 1 && cased.bytes().all(|b| b.is_ascii_uppercase())
    };
    let close = |at: usize| words.gap(at) == Gap::Soft && !words.spaced(at);
    let short = hit.end == hit.first + 1 || (hit.first..hit.end).all(letter);
    let before = hit.first > 0 && letter(hit.first - 1) && close(hit.first);
    let after = (hit.first..hit.end).all(letter) && letter(hit.end) && close(hit.end);
    short && (before || after)
}

/// `As an example` holds no Asan: a short name of a place is not put together from a word and a short one in lower case.
fn put_together(words: &Words, hit: &Hit) -> bool {
    let short = |at: usize| {
        let cased = words.cased(at, at + 1);
        cased.len() <= 3 && cased.bytes().all(|b| b.is_ascii_lowercase()) && words.spaced(at)
    };
    matches!(hit.what, What::Place(_))
        && words.slice(hit.first, hit.end).len() <= 8
        && (hit.first + 1..hit.end).any(short)
}

/// The words that share a segment: nothing but spaces and hyphens between them.
fn segment(words: &Words, hit: &Hit) -> std::ops::Range<usize> {
    let mut first = hit.first;
    while first > 0 && words.gap(first) <= Gap::Soft {
        first -= 1;
    }
    let mut end = hit.end;
    while end < words.items.len() && words.gap(end) <= Gap::Soft {
        end += 1;
    }
    first..end
}

/// Whether nothing but generic words, numbers and other names shares the segment.
fn alone(words: &Words, hit: &Hit, beside: &[bool]) -> bool {
    let segment = segment(words, hit);
    let others_generic = |range: std::ops::Range<usize>| {
        range.into_iter().all(|at| {
            beside.get(at).copied().unwrap_or(false)
                || is_generic(words.word(at))
                || has_digit(words.word(at))
        })
    };
    if let What::Place(_) = hit.what {
        // `Pittsburgh PA 15213 USA`: a country in capitals ends a segment of any words.
        return others_generic(hit.end..segment.end) && !of(words, hit.first, segment.start);
    }
    // `Joint Robotics Laboratory (JRL)`: the letters stand for the name before them, whatever else they stand for.
    let stands_for = hit.end == hit.first + 1 && words.opens(hit.first) && {
        let mut before = hit.first;
        while before > 0 && (before == hit.first || words.gap(before) <= Gap::Line) {
            before -= 1;
        }
        let known = beside.get(hit.first - 1).copied().unwrap_or(false);
        !others_generic(before..hit.first) || known && abbreviates(words, before..hit.first, hit.first)
    };
    !stands_for && others_generic(segment.start..hit.first) && others_generic(hit.end..segment.end)
}

/// `Foo Bar University (FBU)`: each letter begins a word of the name, in order. The name is known, and what else has
/// these letters is not meant.
fn abbreviates(words: &Words, name: std::ops::Range<usize>, acronym: usize) -> bool {
    let mut initials = name.filter_map(|at| words.word(at).chars().next());
    words.word(acronym).chars().all(|letter| initials.any(|initial| initial == letter))
}

fn has_digit(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_digit())
}

/// Whether the word before belongs to a name: University *of* China.
fn of(words: &Words, first: usize, floor: usize) -> bool {
    first > floor
        && matches!(
            words.word(first - 1),
            "of" | "de" | "da" | "do" | "di" | "du" | "del" | "der" | "of the" | "for"
        )
}

/// The rules of names that may stand anywhere.
fn fits(gazetteer: &Gazetteer, words: &Words, hit: &Hit) -> bool {
    match hit.what {
        What::Institution(_) => institution_fits(words, hit),
        What::Place(at) => {
            gazetteer.places.get(at).is_some_and(|place| place_fits(gazetteer, words, hit, place.kind))
        }
    }
}

fn institution_fits(words: &Words, hit: &Hit) -> bool {
    let before = hit.first > 0 && words.gap(hit.first) <= Gap::Soft;
    let other = before && OTHERS_BEFORE.binary_search(&words.word(hit.first - 1)).is_ok();
    let general =
        matches!(words.word(hit.first), "university" | "institute" | "college" | "school" | "the" | "univ");
    let next = if words.gap(hit.end) <= Gap::Line { words.word(hit.end) } else { "" };
    // Open University *of Israel*, Oxford University *Press*.
    let head = matches!(
        words.word(hit.end - 1),
        "university" | "institute" | "college" | "academy" | "universidad" | "universite"
    );
    let goes_on = head && matches!(next, "of" | "de" | "in");
    (general || !other) && next != "press" && !goes_on
}

fn place_fits(gazetteer: &Gazetteer, words: &Words, hit: &Hit, kind: PlaceKind) -> bool {
    let segment = segment(words, hit);
    let whole = segment == (hit.first..hit.end);
    let capital = words.cased(hit.first, hit.end).starts_with(|c: char| !c.is_lowercase());
    if kind == PlaceKind::Refused || whole {
        return true;
    }
    if !capital {
        return false;
    }
    let tail = (hit.end..segment.end).all(|at| {
        let word = words.word(at);
        has_digit(word)
            || word.len() <= 3
            || word == "cedex"
            || word == "campus"
            || starts_place(gazetteer, words, at)
    });
    let of = of(words, hit.first, segment.start);
    match kind {
        PlaceKind::Country if hit.first == segment.start && department(words, hit.end..segment.end) => !of,
        PlaceKind::Country | PlaceKind::Region => tail && !of,
        PlaceKind::City | PlaceKind::Refused => true,
    }
}

/// `India Machine Learning, Amazon`: a field behind the country is a department there, a body is another name.
fn department(words: &Words, range: std::ops::Range<usize>) -> bool {
    let more = range.end < words.items.len() && words.gap(range.end) == Gap::Part;
    more && range.clone().all(|at| is_generic(words.word(at)))
        && range.last().is_some_and(|at| FIELDS.contains(&words.word(at)))
}

/// Fields that departments of companies are named for.
const FIELDS: &[&str] = &["learning", "ai", "engineering", "search", "robotics", "analytics"];

fn is_place(gazetteer: &Gazetteer, key: &str) -> bool {
    gazetteer.names.get(key).any(|name| matches!(name.what, What::Place(_)))
}

/// Whether a place begins at a word.
fn starts_place(gazetteer: &Gazetteer, words: &Words, at: usize) -> bool {
    (at + 1..=words.items.len().min(at + 4)).any(|end| is_place(gazetteer, words.slice(at, end)))
}
