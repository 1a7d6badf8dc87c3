//! One pass over a paper's text → the places where models are named.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::automaton::Automaton;
use super::pattern::{Fit, Next, Pattern};
use super::registry::{Model, Registry};
use super::schema::{Compound, Kind, Policy};
use super::sieve::Sieve;
use super::suffix::{self, word_end};
use super::verdict::{Place, Verdict, decide};
use super::veto::{Ground, ground, is_person};
use super::words::{at, before, is_joint, is_word};
use crate::text::{Text, Zone};

/// Finds the models of a registry in texts.
#[derive(Debug)]
pub struct Matcher {
    automaton: Automaton,
    /// What each pattern of the automaton may be the beginning of.
    beginnings: Vec<Beginning>,
    patterns: Vec<Pattern>,
    pub(super) ids: Vec<String>,
    pub(super) kinds: Vec<Kind>,
}

/// What the beginning of names may be.
#[derive(Debug)]
struct Beginning {
    /// The patterns that begin so, longest first.
    candidates: Vec<Candidate>,
    /// Whether the letters stand apart as small capitals do.
    spaced: bool,
}

/// A pattern that begins as the text does.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    pattern: usize,
    /// The bytes of its beginning.
    len: usize,
    /// What may follow these.
    next: Next,
}

/// The beginnings of names, with the patterns that begin so.
type Anchors = BTreeMap<String, Vec<usize>>;

/// What keeps a matcher from being built.
#[derive(Debug, thiserror::Error)]
#[error("the names of the registry make too large an automaton")]
pub struct TooManyNames(#[from] aho_corasick::BuildError);

/// A place where a model is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    pub model: usize,
    /// The name's own number.
    pub pattern: usize,
    /// Where the name begins.
    pub start: usize,
    /// One past the name with version and size.
    pub end: usize,
    /// Whether a version or size was read.
    pub versioned: bool,
    pub zone: Zone,
    /// It stands in an address on the web.
    pub address: bool,
    /// The name may be an ordinary word at the beginning of a sentence, or a surname.
    pub word_like: bool,
}

/// What a pattern that fits the letters comes to.
enum Outcome {
    /// It ends inside a word: a shorter name may be meant.
    Not,
    /// Its rules refuse the place: a shorter name may be meant.
    Refused,
    /// It is a name to be ignored.
    Ignored { end: usize },
    /// It is the model, or may be.
    Named { hit: Hit, verdict: Verdict, end: usize },
}

/// All places of a text, sure and open ones apart, each in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Hits {
    pub sure: Vec<Hit>,
    pub open: Vec<Hit>,
}

impl Matcher {
    /// Prepares the names of a registry.
    ///
    /// # Errors
    /// When the names are too many for one automaton.
    pub fn new(registry: &Registry) -> Result<Self, TooManyNames> {
        let mut patterns: Vec<Pattern> =
            registry.ignore.iter().map(|name| Pattern::new(name, None, None)).collect();
        for (index, model) in registry.models.iter().enumerate() {
            let aliases = model.aliases.iter();
            patterns
                .extend(aliases.map(|alias| Pattern::new(&alias.text, Some(index), Some(Arc::clone(alias)))));
        }
        // As they are printed, and with the letters apart as small capitals stand.
        let (mut plain, mut spaced) = (Anchors::new(), Anchors::new());
        for (index, pattern) in patterns.iter().enumerate() {
            for anchor in pattern.anchors() {
                plain.entry(anchor).or_default().push(index);
            }
            if let Some(anchor) = pattern.spaced_anchor() {
                spaced.entry(anchor).or_default().push(index);
            }
        }
        let mut beginnings = Vec::new();
        for (anchors, spaced) in [(&plain, false), (&spaced, true)] {
            // In their order, those that a longer one begins with stand before it.
            let mut within: Vec<(&str, &[usize])> = Vec::new();
            for (anchor, numbers) in anchors {
                while within.pop_if(|(shorter, _)| !anchor.starts_with(*shorter)).is_some() {}
                within.push((anchor, numbers));
                // The automaton reports the longest beginning only; the shorter ones in it may still be meant.
                let mut candidates: Vec<(&Pattern, Candidate)> = within
                    .iter()
                    .flat_map(|(begin, numbers)| numbers.iter().map(move |&number| (*begin, number)))
                    .filter_map(|(begin, number)| {
                        let pattern = patterns.get(number)?;
                        let letters = begin.chars().filter(|&c| !is_joint(c)).count();
                        let next = pattern.next(letters, spaced);
                        Some((pattern, Candidate { pattern: number, len: begin.len(), next }))
                    })
                    .collect();
                candidates.sort_by_key(|(pattern, _)| (Reverse(pattern.len()), pattern.model.is_some()));
                let candidates = candidates.into_iter().map(|(_, candidate)| candidate).collect();
                beginnings.push(Beginning { candidates, spaced });
            }
        }
        let sieve = Sieve::new(&patterns, spaced.keys().map(String::as_str));
        let automaton = Automaton::new(plain.keys().chain(spaced.keys()).map(String::as_str), sieve)?;
        let kinds = registry.models.iter().map(|model| model.kind).collect();
        let ids = registry.models.iter().map(|model: &Model| model.id.clone()).collect();
        Ok(Matcher { automaton, beginnings, patterns, ids, kinds })
    }

    /// How many names there are, to be ignored or not.
    pub(super) fn pattern_count(&self) -> usize {
        self.patterns.len()
    }

    /// The model and the text of an alias; `None` for a name to be ignored.
    pub(super) fn alias(&self, pattern: usize) -> Option<(&str, &str)> {
        let pattern = self.patterns.get(pattern)?;
        Some((self.ids.get(pattern.model?)?, &pattern.rules.as_ref()?.alias.text))
    }

    /// Every place that names a model. `refused` is told the name and the bytes of each place where it
    /// stands in its case and its rules refuse it.
    pub(super) fn hits(&self, text: &Text, refused: &mut impl FnMut(usize, usize, usize)) -> Hits {
        let body = text.text.as_str();
        let has_body = text.zones.iter().any(|&(_, zone)| zone == Zone::Body);
        let mut found: Vec<(Hit, Verdict)> = Vec::new();
        let mut next = 0;
        for (start, anchor) in self.automaton.places(body) {
            if start < next {
                continue;
            }
            let Some(Beginning { candidates, spaced }) = self.beginnings.get(anchor) else { continue };
            let Some(left) = left_edge(body, start) else { continue };
            for &Candidate { pattern: candidate, len, next: expected } in candidates {
                if !expected.begins(body.as_bytes().get(start + len..).unwrap_or_default()) {
                    continue;
                }
                let Some(pattern) = self.patterns.get(candidate) else { continue };
                if !left.allows(pattern.compound()) {
                    continue;
                }
                let Some(fit) = pattern.fit(body, start, *spaced) else { continue };
                match self.judge(candidate, text, start, fit, has_body) {
                    Outcome::Not => continue,
                    Outcome::Refused => {
                        if fit.exact {
                            refused(candidate, start, fit.end);
                        }
                        continue;
                    }
                    Outcome::Ignored { end } => next = end,
                    Outcome::Named { hit, verdict, end } => {
                        found.push((hit, verdict));
                        next = end;
                    }
                }
                break;
            }
        }
        self.settle(found)
    }

    /// What a pattern that fits the letters comes to.
    fn judge(&self, number: usize, text: &Text, start: usize, fit: Fit, has_body: bool) -> Outcome {
        let body = text.text.as_str();
        let Some(pattern) = self.patterns.get(number) else { return Outcome::Not };
        let (Some(model), Some(rules)) = (pattern.model, &pattern.rules) else {
            return word_end(body, fit.end).map_or(Outcome::Not, |end| Outcome::Ignored { end });
        };
        let behind = body.get(fit.end..).unwrap_or_default();
        let after = rules
            .alias
            .after
            .as_ref()
            .and_then(|after| after.length(behind.as_bytes()))
            .map(|length| fit.end + length);
        let spaced = !matches!(
            self.kinds.get(model),
            Some(
                Kind::Architecture
                    | Kind::Technique
                    | Kind::Vision
                    | Kind::Embedding
                    | Kind::Graph
                    | Kind::TimeSeries
            )
        );
        let free = rules.alias.policy == Policy::Free;
        // As most words are that only begin like a name: unless a version follows, no rule takes these letters for the model.
        let doubtful = !free && !fit.exact && after.is_none() && rules.alias.stands_for.is_empty();
        if doubtful && !suffix::may_follow(body, fit.end) {
            return Outcome::Not;
        }
        let Some(suffix) = suffix::read(body, fit.end, spaced) else { return Outcome::Not };
        if doubtful && !suffix.versioned {
            return Outcome::Not;
        }
        let end = word_end(body, suffix.end).or_else(|| after.and_then(|after| word_end(body, after)));
        let Some(end) = end.or_else(|| word_end(body, fit.end)) else { return Outcome::Not };
        let zone = text.zone_at(start);
        let technique = matches!(self.kinds.get(model), Some(Kind::Architecture | Kind::Technique));
        let place = Place { text: body, start, fit, suffix, after, technique };
        let ground = ground(body, start, suffix.end);
        let hit = Hit {
            model,
            pattern: number,
            start,
            end: suffix.end,
            versioned: suffix.versioned,
            zone,
            address: ground == Ground::Address,
            word_like: rules.alias.policy == Policy::NeverBare
                && rules.alias.text.chars().skip(1).all(char::is_lowercase),
        };
        let people = !free && !technique;
        let front = zone == Zone::Unknown && has_body && !free && !suffix.firm;
        let person = || people && !suffix.versioned && is_person(body, start, fit.end, zone);
        if ground == Ground::Vetoed || front || person() {
            return Outcome::Refused;
        }
        match decide(rules, &place) {
            Verdict::No => Outcome::Refused,
            verdict => Outcome::Named { hit, verdict, end },
        }
    }

    /// Settles the open places: one sense a paper. A name that is beyond doubt elsewhere in the paper is meant here too;
    /// one that the paper spells out as something else is not.
    fn settle(&self, found: Vec<(Hit, Verdict)>) -> Hits {
        let mut certain = vec![false; self.ids.len()];
        // Only the letters that are spelled out mean something else; the model's other names still mean it.
        let mut foreign = vec![false; self.patterns.len()];
        for (hit, verdict) in &found {
            let flag = match verdict {
                Verdict::Sure if hit.zone != Zone::References => certain.get_mut(hit.model),
                Verdict::Foreign => foreign.get_mut(hit.pattern),
                _ => None,
            };
            if let Some(flag) = flag {
                *flag = true;
            }
        }
        let is = |list: &[bool], at: usize| list.get(at).copied().unwrap_or_default();
        let mut hits = Hits::default();
        for (hit, verdict) in found {
            if is(&foreign, hit.pattern) && !hit.versioned {
                continue;
            }
            match verdict {
                Verdict::Sure => hits.sure.push(hit),
                Verdict::Open | Verdict::Echo if is(&certain, hit.model) && !hit.word_like => {
                    hits.sure.push(hit);
                }
                Verdict::Open if !matches!(hit.zone, Zone::References | Zone::Unknown) => hits.open.push(hit),
                _ => {}
            }
        }
        hits
    }
}

/// What stands directly before a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    /// The beginning of a word.
    Free,
    /// A hyphen with a word before it: `CT-CLIP`.
    Hyphen,
    /// Small letters, and the name begins with a capital: `MedCLIP`.
    Glued,
}

impl Left {
    fn allows(self, compound: Compound) -> bool {
        match self {
            Left::Free => true,
            Left::Hyphen => compound != Compound::None,
            Left::Glued => compound == Compound::Any,
        }
    }
}

/// `None` inside a word.
fn left_edge(text: &str, start: usize) -> Option<Left> {
    let Some(last) = before(text, start) else { return Some(Left::Free) };
    if last == '_' {
        return None;
    }
    if is_word(last) {
        let camel = last.is_lowercase() && at(text, start).is_some_and(char::is_uppercase);
        return camel.then_some(Left::Glued);
    }
    let hyphen = matches!(last, '-' | '\u{2010}' | '\u{2011}');
    let joined = hyphen && before(text, start - last.len_utf8()).is_some_and(is_word);
    Some(if joined { Left::Hyphen } else { Left::Free })
}
