//! The places where a paper names models → one entry a model, with role, names as printed and evidence.

use std::collections::BTreeMap;
use std::ops::Range;

use super::findings::{Ambiguous, Evidence, Findings, ModelMention, Role, ZoneCounts};
use super::matcher::{Hit, Matcher};
use super::roles::{Points, Roles, Score};
use super::sentence::{quote, sentence};
use super::words::{at, is_joint};
use crate::text::{Text, Zone};

/// Characters of a passage that is shown.
const PASSAGE: usize = 240;
/// Passages a model keeps, beside the best one of each zone.
const PASSAGES: usize = 8;

/// A hit with what speaks for it.
struct Weighed {
    hit: Hit,
    role: Role,
    /// Of two passages for one role, the one with more points is the better.
    points: i32,
    sentence: Range<usize>,
}

impl Matcher {
    /// The models that a paper names.
    #[must_use]
    pub fn find(&self, text: &Text) -> Findings {
        let hits = self.hits(text);
        let roles = Roles::builtin();
        let mut by_model: BTreeMap<usize, Vec<Weighed>> = BTreeMap::new();
        let mut last: Option<(Range<usize>, super::roles::Cues)> = None;
        for hit in hits.sure {
            let known =
                last.take().filter(|(sentence, _)| sentence.contains(&hit.start) && hit.end <= sentence.end);
            let (range, cues) = known.unwrap_or_else(|| {
                let range = sentence(&text.text, hit.start, hit.end);
                let cues = roles.cues(&text.text, &range);
                (range, cues)
            });
            let (role, points) = weigh(text, roles, &range, roles.score(&cues, &hit), &hit);
            by_model.entry(hit.model).or_default().push(Weighed {
                hit,
                role,
                points,
                sentence: range.clone(),
            });
            last = Some((range, cues));
        }
        let mut models: Vec<ModelMention> = by_model
            .into_iter()
            .filter_map(|(model, hits)| Some(mention(text, self.ids.get(model)?, hits)))
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

/// The role that one hit supports, and how well.
fn weigh(text: &Text, roles: &Roles, sentence: &Range<usize>, score: Score, hit: &Hit) -> (Role, i32) {
    match hit.zone {
        Zone::References | Zone::Checklist => return (Role::CitedOnly, 0),
        _ if hit.address => return (Role::Mentioned, 0),
        Zone::Title if titled(text, hit) => return (Role::Created, 20),
        _ => {}
    }
    let heading = match hit.zone {
        Zone::Title | Zone::Abstract => "",
        _ => text.heading_at(hit.start).unwrap_or_default(),
    };
    let mut heading = roles.heading(heading);
    let mut points = Points { used: score.used, compared: score.compared };
    let page = text.page_at(hit.start);
    let deep = page > 2 && heading.used >= 0 || hit.zone == Zone::Appendix;
    if score.own && heading.used < 0 {
        heading.used = 0;
    }
    points.used += heading.used;
    points.compared += heading.compared;
    if hit.versioned {
        points.used += if deep { 4 } else { 2 };
        points.compared += if deep { 6 } else { 1 };
    }
    if in_table(text, hit, sentence) {
        points.compared += 6;
    }
    if !deep && !score.own {
        points.used -= 2;
        points.compared -= 3;
    }
    let threshold = roles.threshold();
    let bare = !matches!(at(&text.text, hit.end), Some('-' | '\'' | '’'));
    if score.created && bare && hit.zone == Zone::Abstract {
        (Role::Created, points.used.max(10))
    } else if points.used >= threshold.used {
        (Role::Used, points.used)
    } else if points.compared >= threshold.compared {
        (Role::Compared, points.compared)
    } else {
        (Role::Mentioned, points.used.max(points.compared))
    }
}

/// The title of a model's own paper: "Qwen3 Technical Report", "LLaMA: Open and Efficient Foundation Language Models".
fn titled(text: &Text, hit: &Hit) -> bool {
    let behind = text.text.get(hit.end..).unwrap_or_default();
    let begins = text.zone_at(hit.start.saturating_sub(1)) != Zone::Title || hit.start == 0;
    let lower: String = behind.chars().take(20).collect::<String>().to_lowercase();
    begins && (lower.starts_with(':') || lower.trim_start().starts_with("technical report"))
}

/// Whether the printed line, or the sentence, is mostly numbers; or it is a caption.
fn in_table(text: &Text, hit: &Hit, sentence: &Range<usize>) -> bool {
    let passage = text.text.get(sentence.clone()).unwrap_or_default();
    let near = super::words::around(
        passage,
        hit.start - sentence.start.min(hit.start),
        hit.end - sentence.start.min(hit.end),
        120,
    );
    let caption =
        passage.starts_with("Table ") || passage.starts_with("Figure ") || passage.starts_with("Fig.");
    let words = near.split_whitespace().count();
    let numbers =
        near.split_whitespace().filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).count();
    caption || (numbers >= 4 && numbers * 3 >= words)
}

fn mention(text: &Text, id: &str, mut hits: Vec<Weighed>) -> ModelMention {
    let mut counts = ZoneCounts::default();
    let mut surfaces: BTreeMap<String, u32> = BTreeMap::new();
    for weighed in &hits {
        counts.add(weighed.hit.zone);
        *surfaces.entry(surface(text, &weighed.hit)).or_default() += 1;
    }
    hits.sort_by_key(|weighed| (std::cmp::Reverse((weighed.role, weighed.points)), weighed.hit.start));
    let role = hits.first().map_or(Role::CitedOnly, |best| best.role);
    let mut zones = Vec::new();
    let mut sentences = Vec::new();
    let mut evidence = Vec::new();
    for weighed in &hits {
        let new_zone = !zones.contains(&weighed.hit.zone);
        let room = evidence.len() < PASSAGES
            && weighed.role > Role::CitedOnly
            && !sentences.contains(&weighed.sentence.start);
        if new_zone || room {
            zones.push(weighed.hit.zone);
            sentences.push(weighed.sentence.start);
            evidence.push(Evidence {
                page: text.page_at(weighed.hit.start),
                zone: weighed.hit.zone,
                role: weighed.role,
                text: quote(&text.text, &weighed.sentence, weighed.hit.start, weighed.hit.end, PASSAGE),
            });
        }
    }
    ModelMention { id: id.to_owned(), role, counts, surfaces, evidence }
}

/// The name as printed, with the damage of line ends mended.
fn surface(text: &Text, hit: &Hit) -> String {
    let printed = text.text.get(hit.start..hit.end).unwrap_or_default();
    let mut surface = String::with_capacity(printed.len());
    for word in printed.split_whitespace() {
        let joined = surface.ends_with(is_joint) || word.starts_with(is_joint);
        if !surface.is_empty() && !joined {
            surface.push(' ');
        }
        surface.push_str(word);
    }
    surface
}
