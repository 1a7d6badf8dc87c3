//! What a paper says of models.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::text::Zone;

/// The part that a model plays in a paper, lowest first: the ladder of the definitions.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Occurs only in the reference list or the checklist.
    CitedOnly,
    /// Named in title, abstract, body or appendix, but not run.
    Mentioned,
    /// A baseline or one of the evaluated systems.
    Compared,
    /// Part of the authors' own work.
    Used,
    /// Introduced by the paper.
    Created,
}

impl Role {
    /// All roles, lowest first.
    pub const ALL: [Role; 5] = [Role::CitedOnly, Role::Mentioned, Role::Compared, Role::Used, Role::Created];

    /// As it stands in the record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Role::CitedOnly => "cited_only",
            Role::Mentioned => "mentioned",
            Role::Compared => "compared",
            Role::Used => "used",
            Role::Created => "created",
        }
    }
}

/// What was found in one paper.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// One entry a model, sorted by id.
    pub models: Vec<ModelMention>,
    /// Hits whose rule could not decide, in the order of the text.
    pub ambiguous: Vec<Ambiguous>,
}

/// One model in one paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ModelMention {
    /// The model's id in `models.toml`.
    pub id: String,
    /// The highest role that the evidence supports.
    pub role: Role,
    /// Hits by zone.
    pub counts: ZoneCounts,
    /// The names as printed, with version and size, and how often each occurs.
    pub surfaces: BTreeMap<String, u32>,
    /// The passages that decided the role, best first; at least one.
    pub evidence: Vec<Evidence>,
    /// The paper names it for help with its own writing; records of before this was told have no such key.
    #[serde(default)]
    pub writing_aid: bool,
}

/// Hits by zone; every zone has its key.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[allow(missing_docs)]
pub struct ZoneCounts {
    pub title: u32,
    pub r#abstract: u32,
    pub body: u32,
    pub references: u32,
    pub appendix: u32,
    pub checklist: u32,
    pub unknown: u32,
}

impl ZoneCounts {
    /// The count of a zone.
    #[must_use]
    pub fn get(&self, zone: Zone) -> u32 {
        match zone {
            Zone::Title => self.title,
            Zone::Abstract => self.r#abstract,
            Zone::Body => self.body,
            Zone::References => self.references,
            Zone::Appendix => self.appendix,
            Zone::Checklist => self.checklist,
            Zone::Unknown => self.unknown,
        }
    }

    /// Counts one more hit.
    pub fn add(&mut self, zone: Zone) {
        let count = match zone {
            Zone::Title => &mut self.title,
            Zone::Abstract => &mut self.r#abstract,
            Zone::Body => &mut self.body,
            Zone::References => &mut self.references,
            Zone::Appendix => &mut self.appendix,
            Zone::Checklist => &mut self.checklist,
            Zone::Unknown => &mut self.unknown,
        };
        *count += 1;
    }
}

/// A passage that supports a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Evidence {
    /// The page, counted from 1.
    pub page: u32,
    /// The zone it stands in.
    pub zone: Zone,
    /// The role it supports.
    pub role: Role,
    /// The sentence, or as much of it as fits 240 characters around the name.
    pub text: String,
}

/// A hit whose rule could not decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Ambiguous {
    /// The model it may be.
    pub id: String,
    /// The words as printed.
    pub text: String,
    /// The page, counted from 1.
    pub page: u32,
    /// The zone it stands in.
    pub zone: Zone,
    /// The sentence around it.
    pub context: String,
}
