//! The places where a paper names models → one entry a model, with role, names as printed and evidence.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use super::findings::{Ambiguous, Evidence, Findings, ModelMention, Role, ZoneCounts};
use super::matcher::{Hit, Matcher};
use super::roles::{Cues, Roles};
use super::schema::Kind;
use super::sentence::{quote, sentence};
use super::weigh::{Paper, Weight, weigh};
use super::words::is_joint;
use crate::text::{Text, Zone};

/// Characters of a passage that is shown.
const PASSAGE: usize = 240;
/// Passages a model keeps, beside the best one of each zone.
const PASSAGES: usize = 8;

/// A hit with what speaks for it.
struct Weighed {
    hit: Hit,
    weight: Weight,
    sentence: Range<usize>,
}

impl Matcher {
    /// The models that a paper names.
    #[must_use]
    pub fn find(&self, text: &Text) -> Findings {
        let hits = self.hits(text, &mut |_, _, _| {});
        let roles = Roles::builtin();
        let paper = Paper::new(text, roles);
        let mut by_model: BTreeMap<usize, Vec<Weighed>> = BTreeMap::new();
        let mut last: Option<(Range<usize>, Cues)> = None;
        for hit in hits.sure {
            let known =
                last.take().filter(|(sentence, _)| sentence.contains(&hit.start) && hit.end <= sentence.end);
            let (range, cues) = known.unwrap_or_else(|| {
                let range = sentence(&text.text, hit.start, hit.end);
                // There, no words make it more than cited.
                let cited = hit.zone == Zone::References;
                let cues = if cited { Cues::default() } else { roles.cues(&text.text, &range) };
                (range, cues)
            });
            let weight = weigh(&paper, &range, &cues, &hit);
            by_model.entry(hit.model).or_default().push(Weighed { hit, weight, sentence: range.clone() });
            last = Some((range, cues));
        }
        let mut models: Vec<ModelMention> = by_model
            .into_iter()
            .filter_map(|(model, mut hits)| {
                lift(&mut hits, self.kinds.get(model).copied().unwrap_or_default(), roles);
                Some(mention(text, self.ids.get(model)?, roles, hits))
            })
            .collect();
        models.sort_by(|a, b| a.id.cmp(&b.id));
        let ambiguous = hits.open.iter().filter_map(|hit| self.ambiguous(text, hit)).collect();
        Findings { models, ambiguous }
    }

    fn ambiguous(&self, text: &Text, hit: &Hit) -> Option<Ambiguous> {
        let range = sentence(&text.text, hit.start, hit.end);
        Some(Ambiguous {
            id: self.ids.get(hit.model)?.clone(),
            text: surface(text, hit),
            page: text.page_at(hit.start),
            zone: hit.zone,
            context: quote(&text.text, &range, hit.start, hit.end, PASSAGE),
        })
    }
}

/// Adds to the best hit what is due to a model that is named often.
fn lift(hits: &mut [Weighed], kind: Kind, roles: &Roles) {
    let often = roles.often();
    let body = hits.iter().filter(|weighed| weighed.weight.is_open() && weighed.weight.counts).count();
    let points = if kind == Kind::Architecture { often.architecture } else { often.other };
    let best = hits
        .iter_mut()
        .filter(|weighed| weighed.weight.is_open())
        .max_by_key(|weighed| (weighed.weight.used, Reverse(weighed.hit.start)));
    if let Some(best) = best.filter(|_| body >= often.hits) {
        best.weight.used += points;
    }
}

fn mention(text: &Text, id: &str, roles: &Roles, hits: Vec<Weighed>) -> ModelMention {
    let mut hits: Vec<(Role, Weighed)> =
        hits.into_iter().map(|weighed| (weighed.weight.role(roles.threshold()), weighed)).collect();
    let mut counts = ZoneCounts::default();
    let mut surfaces: BTreeMap<String, u32> = BTreeMap::new();
    for (_, weighed) in &hits {
        counts.add(weighed.hit.zone);
        *surfaces.entry(surface(text, &weighed.hit)).or_default() += 1;
    }
    hits.sort_by_key(|(role, weighed)| (Reverse((*role, weighed.weight.points(*role))), weighed.hit.start));
    let role = hits.first().map_or(Role::CitedOnly, |(role, _)| *role);
    let mut zones = Vec::new();
    let mut sentences = Vec::new();
    let mut evidence = Vec::new();
    for (role, weighed) in &hits {
        let new_zone = !zones.contains(&weighed.hit.zone);
        let new_sentence = !sentences.contains(&weighed.sentence.start);
        let room = evidence.len() < PASSAGES && *role > Role::CitedOnly && new_sentence;
        if new_zone || room {
            zones.push(weighed.hit.zone);
            sentences.push(weighed.sentence.start);
            evidence.push(Evidence {
                page: text.page_at(weighed.hit.start),
                zone: weighed.hit.zone,
                role: *role,
                text: quote(&text.text, &weighed.sentence, weighed.hit.start, weighed.hit.end, PASSAGE),
            });
        }
    }
    let writing_aid = hits.iter().any(|(_, weighed)| weighed.weight.writing_aid);
    ModelMention { id: id.to_owned(), role, counts, surfaces, evidence, writing_aid }
}

/// The name as printed, with the damage of line ends mended.
fn surface(text: &Text, hit: &Hit) -> String {
    let printed = text.text.get(hit.start..hit.end).unwrap_or_default();
    let mut surface = String::with_capacity(printed.len());
    for word in printed.split_ascii_whitespace() {
        let joined = surface.ends_with(is_joint) || word.starts_with(is_joint);
        if !surface.is_empty() && !joined {
            surface.push(' ');
        }
        surface.push_str(word);
    }
    surface
}
