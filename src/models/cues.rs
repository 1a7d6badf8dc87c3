//! The form of `data/roles.toml`, the table of cues.

use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    pub threshold: Points,
    pub turn: Turn,
    pub cited: Cited,
    pub survey: Survey,
    pub often: Often,
    pub subject: Subjects,
    pub cue: Vec<Cue>,
    pub heading: Vec<Heading>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Points {
    pub used: i32,
    pub compared: i32,
}

impl std::ops::Add for Points {
    type Output = Points;

    fn add(self, other: Points) -> Points {
        Points { used: self.used + other.used, compared: self.compared + other.compared }
    }
}

/// Points for a model that is named often in the body.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Often {
    /// How many hits are often.
    pub hits: usize,
    /// Points for architectures.
    pub architecture: i32,
    /// Points for all others.
    pub other: i32,
}

/// Words between a cue and the name that turn the sentence to something else.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Turn {
    pub words: Vec<String>,
}

/// A sentence that begins with a cited name and has no subject of the authors' own.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cited {
    /// How many words the name may have.
    pub most_words: usize,
    /// Points taken from `used`.
    pub points: i32,
    /// How a sentence begins that goes on about such a work.
    pub starts: Vec<String>,
    /// Words that begin a sentence without being a name.
    pub openers: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Survey {
    pub words: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Subjects {
    pub first_person: Vec<String>,
    pub third_person: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cue {
    #[allow(dead_code, reason = "names the rule for those who read the file")]
    pub name: String,
    pub role: Scale,
    pub points: i32,
    pub place: Side,
    pub within: usize,
    pub subject: Option<Subject>,
    pub words: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Scale {
    Used,
    Compared,
    Created,
    NotUsed,
    Doubt,
    Aside,
    Help,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Side {
    Before,
    Behind,
    Around,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Subject {
    FirstPerson,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Heading {
    #[allow(dead_code, reason = "names the rule for those who read the file")]
    pub class: String,
    pub words: Vec<String>,
    /// Words beside which the others say nothing.
    #[serde(default)]
    pub unless: Vec<String>,
    pub points: Points,
    #[serde(default)]
    pub aside: bool,
    #[serde(default)]
    pub firm: bool,
    #[serde(default)]
    pub writing_aid: bool,
}
