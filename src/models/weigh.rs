//! How much one hit speaks for each role: the cues of its sentence, its zone, the heading above it, its version.

use std::cell::OnceCell;
use std::ops::Range;

use super::cues::Points;
use super::findings::Role;
use super::matcher::Hit;
use super::roles::{Above, Aid, Cues, Roles};
use super::words::{around, at, before, is_word};
use crate::text::{Text, Zone};

/// What one hit is worth.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weight {
    /// Points on the scale of `used`.
    pub used: i32,
    /// Points on the scale of `compared`.
    pub compared: i32,
    /// What its place says whatever the words are: a title, a reference.
    fixed: Option<Role>,
    /// It names the model itself, not a part of another name or of the work of others: it counts among the many
    /// hits that speak for `used`.
    pub counts: bool,
    /// It is named for help with the writing of the paper.
    pub writing_aid: bool,
}

/// What is known of the paper as a whole.
pub(super) struct Paper<'t> {
    pub text: &'t Text,
    pub roles: &'static Roles,
    /// It reports the work of others.
    pub survey: bool,
    /// What each of its headings says of everything below it, once it is asked.
    above: Vec<OnceCell<Above>>,
}

impl<'t> Paper<'t> {
    /// A paper and what its title and headings say.
    pub fn new(text: &'t Text, roles: &'static Roles) -> Self {
        let survey = text.title.as_deref().is_some_and(|title| roles.is_survey(title));
        Self { text, roles, survey, above: vec![OnceCell::new(); text.headings.len()] }
    }

    /// What the heading above a place says, if there is one.
    fn above(&self, offset: usize) -> Option<Above> {
        let after = self.text.headings.partition_point(|heading| heading.start as usize <= offset);
        let last = after.checked_sub(1)?;
        let heading = self.text.headings.get(last)?;
        let words = self.text.text.get(heading.start as usize..heading.end as usize);
        let read = || words.map_or(Above::default(), |words| self.roles.heading(words));
        Some(*self.above.get(last)?.get_or_init(read))
    }
}

/// Points that a version or a size adds, in a part of the paper that describes the authors' own work and elsewhere.
const VERSIONED: (Points, Points) = (Points { used: 4, compared: 6 }, Points { used: 2, compared: 1 });
/// What a hit loses on the first two pages, where models are named in passing.
const EARLY: Points = Points { used: -2, compared: -3 };
/// What a row of numbers or the caption of a table adds.
const TABLE: i32 = 6;
/// So many numbers near a name make a row of them, if they are a third of all words.
const NUMBERS: u16 = 4;
/// What the caption of a figure adds.
const FIGURE: i32 = 3;

/// Weighs a hit.
pub(super) fn weigh(paper: &Paper<'_>, sentence: &Range<usize>, cues: &Cues, hit: &Hit) -> Weight {
    let &Paper { text, roles, survey, .. } = paper;
    let fixed = match hit.zone {
        Zone::References | Zone::Checklist => Some(Role::CitedOnly),
        _ if hit.address => Some(Role::Mentioned),
        Zone::Title if titled(text, hit) => Some(Role::Created),
        _ => None,
    };
    if fixed.is_some() && hit.zone != Zone::Checklist {
        return Weight::fixed(fixed);
    }
    let score = roles.score(cues, hit);
    let heading = match hit.zone {
        Zone::Title | Zone::Abstract => None,
        _ => paper.above(hit.start),
    };
    let under_heading = heading.is_some();
    let above = heading.unwrap_or_default();
    let certain = score.aid == Aid::Certain;
    if certain || above.aside || fixed.is_some() || (survey && !score.own) {
        let writing_aid = certain || above.writing_aid || (above.aside && score.aid == Aid::Possible);
        return Weight { writing_aid, ..Weight::fixed(fixed.or(Some(Role::Mentioned))) };
    }
    let mut heading = above.points;
    let background = heading.used < 0;
    // Front matter and introduction: a section of its own on the second page is the authors' work already.
    let early = text.page_at(hit.start) <= 2 && hit.zone != Zone::Appendix && (background || !under_heading);
    if score.own && !above.firm {
        // What the authors say they do, they do, under any heading.
        heading.used = heading.used.max(0);
    }
    let mut points = Points { used: score.used + heading.used, compared: score.compared + heading.compared };
    if above.firm && score.own {
        points.compared += score.used.max(0);
    }
    if hit.versioned {
        let (own, passing) = VERSIONED;
        points = points + if early || background { passing } else { own };
    }
    if early && !score.own {
        points = points + EARLY;
    }
    let table = table(text, hit, sentence);
    if table > 0 {
        points.compared = if early { points.compared } else { points.compared.max(0) } + table;
    }
    let joined = before(&text.text, hit.start).is_some_and(|c| c == '-' || is_word(c));
    let bare = !joined && !matches!(at(&text.text, hit.end), Some('-' | '\'' | '’'));
    let created = score.created && bare && hit.zone == Zone::Abstract;
    let counts = !joined && !score.others && hit.zone != Zone::Abstract;
    let fixed = created.then_some(Role::Created);
    Weight { used: points.used, compared: points.compared, fixed, counts, writing_aid: false }
}

impl Weight {
    fn fixed(fixed: Option<Role>) -> Self {
        Weight { used: 0, compared: 0, fixed, counts: false, writing_aid: false }
    }

    /// The role that it supports.
    pub fn role(self, threshold: Points) -> Role {
        match self.fixed {
            Some(role) => role,
            None if self.used >= threshold.used => Role::Used,
            None if self.compared >= threshold.compared => Role::Compared,
            None => Role::Mentioned,
        }
    }

    /// Of two passages for one role, the one that is worth more is the better.
    pub fn points(self, role: Role) -> i32 {
        if role == Role::Compared { self.compared } else { self.used }
    }

    /// Whether words can still move it.
    pub fn is_open(self) -> bool {
        self.fixed.is_none()
    }
}

/// The title of a model's own paper: "Qwen3 Technical Report", "`LLaMA`: Open and Efficient Foundation Language Models".
fn titled(text: &Text, hit: &Hit) -> bool {
    let begins = hit.start == 0 || text.zone_at(hit.start - 1) != Zone::Title;
    let behind = text.text.get(hit.end..).unwrap_or_default();
    let title = behind.split('\n').next().unwrap_or_default();
    // A report may be on a version with a name of its own: "Qwen-Tide Technical Report".
    let report = ["technical report", "system card", "model card"].iter().any(|kind| {
        title
            .to_lowercase()
            .find(kind)
            .is_some_and(|at| title.get(..at).unwrap_or_default().split_whitespace().count() <= 2)
    });
    begins && (title.starts_with(':') || report)
}

/// What it adds that the name stands among numbers or in a caption.
fn table(text: &Text, hit: &Hit, sentence: &Range<usize>) -> i32 {
    let passage = text.text.get(sentence.clone()).unwrap_or_default();
    let start = hit.start.saturating_sub(sentence.start);
    let near = around(passage, start, start + (hit.end - hit.start), 120);
    let number = |word: &str| {
        word.trim_start_matches(['.', '+', '-', '−', '±']).starts_with(|c: char| c.is_ascii_digit())
    };
    let count = |(words, numbers), word| (words + 1, numbers + u16::from(number(word)));
    let row = || {
        let (words, numbers) = near.split_ascii_whitespace().fold((0, 0), count);
        numbers >= NUMBERS && numbers * 3 >= words
    };
    // Counted in few bits, many bytes are asked at once.
    let digits: u16 = near.bytes().map(|byte| u16::from(byte.is_ascii_digit())).sum();
    let captions = |words: [&str; 2]| words.iter().any(|word| passage.starts_with(word));
    if captions(["Table ", "TABLE "]) || (digits >= NUMBERS && row()) {
        TABLE
    } else if captions(["Figure ", "Fig. "]) {
        FIGURE
    } else {
        0
    }
}
