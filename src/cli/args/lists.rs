//! What can be typed behind the commands about models and institutions.

use std::path::PathBuf;

use clap::{Subcommand, ValueHint};

use super::papers::{GazetteerFiles, RegistryFile};
use super::records::AnswerFormat;

#[derive(Debug, clap::Args)]
pub struct Models {
    #[command(subcommand)]
    pub command: ModelsCommand,
}

#[derive(Debug, Subcommand)]
pub enum ModelsCommand {
    /// Look for mistakes in models.toml; exit with 1 if there are any
    Check(Check),
    /// The models: id, origin, release, names
    List(ModelsList),
    /// Names in papers that look like models and are in no entry, ready to paste into models.toml
    Suggest(Suggest),
    /// The JSON Schema (draft-07) of models.toml, for editors
    Schema,
}

#[derive(Debug, clap::Args)]
pub struct Check {
    /// Files of records: show also which names were never found in these papers, and which were refused most by their
    /// rules; the texts are taken from the cache
    #[arg(long, value_name = "RECORDS", num_args = 1.., value_hint = ValueHint::FilePath)]
    pub corpus: Vec<PathBuf>,
    /// The file that keeps what was read [default: in the user's cache folder]
    #[arg(long, value_name = "FILE", requires = "corpus", value_hint = ValueHint::FilePath)]
    pub cache: Option<PathBuf>,
    #[command(flatten)]
    pub registry: RegistryFile,
}

#[derive(Debug, clap::Args)]
pub struct ModelsList {
    /// Only models whose id, name, developer or origin holds one of these words
    pub words: Vec<String>,
    /// text for a person, jsonl for a program
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: AnswerFormat,
    #[command(flatten)]
    pub registry: RegistryFile,
}

#[derive(Debug, clap::Args)]
pub struct Suggest {
    /// Files of records; their texts are taken from the cache
    #[arg(required = true, value_hint = ValueHint::FilePath)]
    pub records: Vec<PathBuf>,
    /// In how many papers a name must stand
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub least: u32,
    /// The file that keeps what was read [default: in the user's cache folder]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub cache: Option<PathBuf>,
    #[command(flatten)]
    pub registry: RegistryFile,
}

#[derive(Debug, clap::Args)]
pub struct Institutions {
    #[command(subcommand)]
    pub command: InstitutionsCommand,
}

#[derive(Debug, Subcommand)]
pub enum InstitutionsCommand {
    /// Look for mistakes in the gazetteer, or in files of your own; exit with 1 if there are any
    Check(GazetteerFiles),
    /// The countries of affiliations, one a line in, one a line out
    Lookup(Lookup),
    /// A dump of the Research Organization Registry to a file for --gazetteer
    ImportRor(ImportRor),
}

#[derive(Debug, clap::Args)]
pub struct ImportRor {
    /// The dump as it is published: a zip, or the JSON in it (schema 2 or 1)
    #[arg(value_hint = ValueHint::FilePath)]
    pub dump: PathBuf,
    /// The file that gets the institutions
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: PathBuf,
}

#[derive(Debug, clap::Args)]
pub struct Lookup {
    /// The affiliation; `-` reads one a line from standard input
    #[arg(required = true)]
    pub affiliations: Vec<String>,
    /// text for a person, jsonl for a program
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: AnswerFormat,
    #[command(flatten)]
    pub gazetteer: GazetteerFiles,
}
