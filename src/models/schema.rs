//! The form of `models.toml`, from which `models.schema.json` is made for editors that complete and check.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

use crate::country::Country;

/// What crosscurrent looks for: model families, architectures and techniques, and the names they go by.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename = "models.toml")]
#[allow(dead_code, reason = "only its shape is used")]
pub(super) struct ModelsFile {
    /// Names that contain a model's name but are none: tools, libraries, benchmarks. The longest match wins.
    #[schemars(default)]
    pub ignore: Vec<String>,
    /// One entry a family, architecture or technique.
    #[schemars(default)]
    pub model: Vec<ModelEntry>,
}

/// A model family, an architecture or a technique. `name` and `origin` are enough.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[allow(dead_code, reason = "only its shape is used")]
pub(super) struct ModelEntry {
    /// The name for people.
    pub name: String,
    /// The country of the organisation that made it, by headquarters; a list for joint work.
    pub origin: OneOrMany<Country>,
    /// Unique; by default the name in lower case with hyphens for spaces.
    pub id: Option<String>,
    /// What sort of thing it is; by default `language`.
    pub kind: Option<Kind>,
    /// The organisation that made it.
    pub developer: Option<String>,
    /// The country of the lab that did the work, where it is not `origin`.
    pub origin_lab: Option<OneOrMany<Country>>,
    /// First public release of paper or weights: YYYY, YYYY-MM or YYYY-MM-DD.
    #[schemars(regex(pattern = r"^\d{4}(-\d{2}(-\d{2})?)?$"))]
    pub released: Option<String>,
    /// First release of the weights, where it differs.
    #[schemars(regex(pattern = r"^\d{4}(-\d{2}(-\d{2})?)?$"))]
    pub weights: Option<String>,
    /// Where the facts come from: an address.
    pub source: Option<String>,
    /// What it was derived from.
    pub parents: Option<Vec<ParentEntry>>,
    /// The names it goes by; by default its name.
    pub aliases: Option<Vec<AliasEntry>>,
}

/// An edge of the lineage.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[allow(dead_code, reason = "only its shape is used")]
pub(super) struct ParentEntry {
    /// The parent's id.
    pub id: String,
    /// How the child came from it: architecture, fine-tune, distillation, …
    pub relation: Option<String>,
}

/// A name: a plain string, or a table with the rules under which it counts.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[allow(dead_code, reason = "only its shape is used")]
pub(super) enum AliasEntry {
    Plain(String),
    Ruled(AliasRules),
}

/// A name with the rules under which it counts.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[allow(dead_code, reason = "only its shape is used")]
pub(super) struct AliasRules {
    /// The name. A space or hyphen in it may be a space, a hyphen or nothing on the page.
    pub text: String,
    /// How much it takes to believe it; guessed from the look of the name where it is missing.
    pub policy: Option<Policy>,
    /// Words of which one must stand within the window; they take the place of the general context words. One in capitals
    /// (`SAM*`) counts in capitals alone.
    pub near: Option<Vec<String>>,
    /// Words of which none may stand within the window.
    pub not_near: Option<Vec<String>>,
    /// How many characters on either side count as near; by default 80.
    pub window: Option<usize>,
    /// Regular expression of what must follow directly; where it matches, the name counts.
    pub after: Option<String>,
    /// Words that must not follow directly.
    pub not_after: Option<Vec<String>>,
    /// Words that must not stand directly before.
    pub not_before: Option<Vec<String>>,
    /// What the letters stand for. A paper that spells them out otherwise means something else by them.
    pub stands_for: Option<Vec<String>>,
    /// Whether a longer name that ends in this one counts too: `any` (`CT-CLIP` and `MedCLIP`), `hyphen`,
    /// `none`; by default `hyphen`.
    pub compound: Option<Compound>,
}

/// A value or a list of values.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[allow(dead_code, reason = "only its shape is used")]
pub(super) enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}

/// What sort of thing a model is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Kind {
    Architecture,
    #[default]
    Language,
    Vision,
    Multimodal,
    Image,
    Video,
    Audio,
    Speech,
    Embedding,
    Code,
    Graph,
    Biology,
    Chemistry,
    Science,
    Weather,
    Robotics,
    Reinforcement,
    TimeSeries,
    Technique,
    Other,
}

/// How much it takes to believe a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// The letters are enough, in any case.
    Free,
    /// Exact case, or a version or size behind it.
    Cased,
    /// Exact case, and a version, a size or a context word.
    Context,
    /// Only what the entry's own rules accept, or a version or size directly behind it.
    NeverBare,
}

/// Whether a longer name that ends in an alias counts for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Compound {
    /// Joined in any way: `CT-CLIP`, `MedCLIP`.
    Any,
    /// Joined by a hyphen: `CT-CLIP`.
    #[default]
    Hyphen,
    /// Never: `Sci-BERT` is not BERT.
    None,
}

/// The JSON Schema (draft-07) of `models.toml`, as it stands in `models.schema.json`. Ends with a newline.
#[must_use]
pub fn schema() -> String {
    let schema: Schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<ModelsFile>();
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
