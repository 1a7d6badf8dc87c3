//! The zones of a paper.

use serde::{Deserialize, Serialize};

/// The part of a paper that a passage stands in.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Zone {
    /// The title.
    Title,
    /// The abstract.
    Abstract,
    /// Everything from the introduction to the conclusion, with captions and footnotes.
    Body,
    /// The reference list.
    References,
    /// What follows the references, or stands under a heading "Appendix".
    Appendix,
    /// The `NeurIPS` checklist and its like.
    Checklist,
    /// Authors and affiliations, and everything where no headings were found.
    Unknown,
}

impl Zone {
    /// All zones, in the order of the record.
    pub const ALL: [Zone; 7] = [
        Zone::Title,
        Zone::Abstract,
        Zone::Body,
        Zone::References,
        Zone::Appendix,
        Zone::Checklist,
        Zone::Unknown,
    ];

    /// As it stands in the record.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Zone::Title => "title",
            Zone::Abstract => "abstract",
            Zone::Body => "body",
            Zone::References => "references",
            Zone::Appendix => "appendix",
            Zone::Checklist => "checklist",
            Zone::Unknown => "unknown",
        }
    }
}
