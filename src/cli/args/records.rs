//! What can be typed behind the commands that read records.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum, ValueHint};
use crosscurrent::adoption::{Counting, GroupBy, Level, Lineage, Measure, OriginBasis, Scope};
use crosscurrent::audit::Claim;
use crosscurrent::country::Country;
use crosscurrent::export::Format;

use super::papers::RegistryFile;
use crate::cli::values::choices;

/// The choices behind a number.
#[derive(Debug, clap::Args)]
pub struct Definition {
    /// From which role on a model counts as adopted, in the matrix and the summary
    #[arg(long, value_name = "ROLE", default_value = "strict", value_parser = choices(Level::ALL, Level::as_str))]
    pub role: Level,
    /// How a paper is shared out over its countries, in the matrix and the summary
    #[arg(long, value_name = "HOW", default_value = "whole", value_parser = choices(Counting::ALL, Counting::as_str))]
    pub counting: Counting,
    /// The zones that count: main is title, abstract and body; all has the appendix too
    #[arg(long, value_name = "ZONES", default_value = "all", value_parser = choices(Scope::ALL, Scope::as_str))]
    pub scope: Scope,
    /// Count countries as another one, as in HK,MO=CN; may be given several times
    #[arg(long, value_name = "FROM=TO")]
    pub fold: Vec<String>,
    /// What a model's origin goes by: the headquarters of its maker, or the lab that did the work
    #[arg(long, value_name = "BASIS", default_value = "hq", value_parser = choices(OriginBasis::ALL, OriginBasis::as_str))]
    pub origin_basis: OriginBasis,
    /// Which models a name counts to: the one printed, or also those it was made from
    #[arg(long, value_name = "WHICH", default_value = "surface", value_parser = choices(Lineage::ALL, Lineage::as_str))]
    pub lineage: Lineage,
}

/// The choices behind a set of tables.
#[derive(Debug, clap::Args)]
pub struct Choices {
    #[command(flatten)]
    pub definition: Definition,
    /// What the cells of the matrix hold
    #[arg(long, value_name = "WHAT", default_value = "papers", value_parser = choices(Measure::ALL, Measure::as_str))]
    pub measure: Measure,
    /// Make the tables for each year, venue or track by itself
    #[arg(long, value_name = "WHAT", default_value = "none", value_parser = choices(GroupBy::ALL, GroupBy::as_str))]
    pub group_by: GroupBy,
    /// The format of the tables
    #[arg(long, value_name = "FORMAT", default_value = "csv", value_parser = choices(Format::ALL, Format::as_str))]
    pub format: Format,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  crosscurrent tables out/papers.jsonl -o tables/                 all tables, as CSV
  crosscurrent tables adoption out/papers.jsonl                   one table, on standard output
  crosscurrent tables out/papers.jsonl --database papers.sqlite   all tables in one SQLite file")]
pub struct Tables {
    /// Files of records: JSON Lines, or the Parquet of the adapters for Spark and Ray, of which a folder may be named;
    /// `-` is standard input. Before them, the name of the one table that is wanted
    #[arg(required = true, value_name = "[TABLE] RECORDS", value_hint = ValueHint::FilePath)]
    pub records: Vec<PathBuf>,
    /// The folder that gets the tables, or the file that gets the one table; `-` is standard output [default: out, or
    /// standard output for one table]
    #[arg(short, long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub output: Option<PathBuf>,
    #[arg(long, value_name = "FILE", help = "Write all tables into one SQLite file in place of a folder")]
    #[arg(conflicts_with_all = ["output", "format"], value_hint = ValueHint::FilePath)]
    pub database: Option<PathBuf>,
    /// A filled sheet of `audit sample`: adds the table corrected, raw counts beside corrected ones
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub audit: Option<PathBuf>,
    #[command(flatten)]
    pub records_from: Merging,
    #[command(flatten)]
    pub counting: Choices,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  crosscurrent report out/papers.jsonl -o report.html --open   one file that works from disk and loads nothing
  crosscurrent report out/papers.jsonl --figures figures/      the figures alone, as SVG for papers and slides")]
pub struct Report {
    /// Files of records; `-` is standard input
    #[arg(required = true, value_hint = ValueHint::FilePath)]
    pub records: Vec<PathBuf>,
    /// The file that gets the page; `-` is standard output
    #[arg(short, long, value_name = "FILE", default_value = "report.html", value_hint = ValueHint::FilePath)]
    pub output: PathBuf,
    /// Show the page in the browser
    #[arg(long)]
    pub open: bool,
    /// Write the figures alone into a folder, as SVG
    #[arg(long, value_name = "DIR", conflicts_with_all = ["output", "open"], value_hint = ValueHint::DirPath)]
    pub figures: Option<PathBuf>,
    /// A filled sheet of `audit sample`: adds a figure of raw counts beside corrected ones
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub audit: Option<PathBuf>,
    #[command(flatten)]
    pub records_from: Merging,
    #[command(flatten)]
    pub definition: Definition,
    /// What the cells of the matrix hold at first
    #[arg(long, value_name = "WHAT", default_value = "papers", value_parser = choices(Measure::ALL, Measure::as_str))]
    pub measure: Measure,
}

/// How records of several files become one set.
#[derive(Debug, clap::Args)]
pub struct Merging {
    /// Take records that were made with different models.toml or gazetteers
    #[arg(long)]
    pub allow_mixed: bool,
    #[command(flatten)]
    pub registry: RegistryFile,
}

/// One number of a set of records.
#[derive(Debug, clap::Args)]
pub struct Asked {
    /// Files of records; `-` is standard input
    #[arg(required = true, value_hint = ValueHint::FilePath)]
    pub records: Vec<PathBuf>,
    /// The model, by its id: how many papers of --country adopt it
    #[arg(long, value_name = "ID", requires = "country")]
    pub model: Option<String>,
    /// The country of the authors
    #[arg(long, value_name = "CODE", requires = "model")]
    pub country: Option<Country>,
    /// Two countries: how many papers have authors in both
    #[arg(long, value_name = "A,B", value_delimiter = ',', num_args = 1, conflicts_with_all = ["model", "country"])]
    pub joint: Vec<Country>,
    #[command(flatten)]
    pub records_from: Merging,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  crosscurrent sensitivity out/papers.jsonl                             the five questions of the study
  crosscurrent sensitivity out/papers.jsonl --model qwen --country US
  crosscurrent sensitivity out/papers.jsonl --joint US,CN --format csv  every choice and its answer")]
pub struct Sensitivity {
    #[command(flatten)]
    pub asked: Asked,
    /// Countries to count as another one beside none, as in HK,MO=CN, which is the default
    #[arg(long, value_name = "FROM=TO")]
    pub fold: Vec<String>,
    /// A table of every choice in this format, in place of the smallest and the largest answer
    #[arg(long, value_name = "FORMAT", value_parser = choices(Format::ALL, Format::as_str))]
    pub format: Option<Format>,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  crosscurrent cite out/papers.jsonl --model llama --country CN
  crosscurrent cite out/papers.jsonl --joint US,CN --counting fractional")]
pub struct Cite {
    #[command(flatten)]
    pub asked: Asked,
    #[command(flatten)]
    pub definition: Definition,
}

#[derive(Debug, clap::Args)]
pub struct Diff {
    /// The records of the earlier scan
    #[arg(value_hint = ValueHint::FilePath)]
    pub old: PathBuf,
    /// The records of the later scan
    #[arg(value_hint = ValueHint::FilePath)]
    pub new: PathBuf,
    /// text for a person, jsonl for a program
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: AnswerFormat,
}

#[derive(Debug, clap::Args)]
pub struct Audit {
    #[command(subcommand)]
    pub command: AuditCommand,
}

#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Draw papers for which a claim was found and papers for which it was not, as a sheet to fill in
    Sample(AuditSample),
    /// What a filled sheet says: precision, missed share, corrected counts
    Score(AuditScore),
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  crosscurrent audit sample out/papers.jsonl --claim model --model qwen --seed 1 -o audit.html
  crosscurrent audit sample out/papers.jsonl --claim country --country US --seed 1 -o audit.csv
  crosscurrent audit sample out/papers.jsonl --claim joint --country US,CN --seed 1 -o audit.html
  crosscurrent audit sample out/papers.jsonl --claim joint --model llama --country CN --seed 1 -o audit.html

Half of the rows are drawn from the papers that are flagged, half from the others. The same records and seed draw the
same rows, and a larger sample holds every smaller one.")]
pub struct AuditSample {
    /// Files of records; `-` is standard input
    #[arg(required = true, value_hint = ValueHint::FilePath)]
    pub records: Vec<PathBuf>,
    /// What is checked: that a paper adopts a model; that it has an author in a country; both, or several countries
    #[arg(long, value_name = "CLAIM", value_parser = choices(Claim::ALL, Claim::as_str))]
    pub claim: Claim,
    /// The model that is claimed, by its id; of --claim country, papers that adopt it only
    #[arg(long, value_name = "ID")]
    pub model: Option<String>,
    /// The country that is claimed, several for --claim joint; of --claim model, papers with authors there only
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub country: Vec<Country>,
    /// How many rows, both strata together
    #[arg(short = 'n', long = "size", value_name = "N", default_value_t = 100)]
    #[arg(value_parser = clap::value_parser!(u32).range(2..))]
    pub size: u32,
    /// What the draw begins with: any whole number
    #[arg(long, value_name = "NUMBER")]
    pub seed: u64,
    /// The sheet: a name in .csv for a spreadsheet, in .html for a browser; `-` is standard output, as CSV
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: PathBuf,
    /// From which role on a model counts as adopted
    #[arg(long, value_name = "ROLE", default_value = "strict", value_parser = choices(Level::ALL, Level::as_str))]
    pub role: Level,
    /// The zones that count: main is title, abstract and body; all has the appendix too
    #[arg(long, value_name = "ZONES", default_value = "all", value_parser = choices(Scope::ALL, Scope::as_str))]
    pub scope: Scope,
    /// Count countries as another one, as in HK,MO=CN; may be given several times
    #[arg(long, value_name = "FROM=TO")]
    pub fold: Vec<String>,
    #[command(flatten)]
    pub records_from: Merging,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  crosscurrent audit score audit.csv out/papers.jsonl
  crosscurrent audit score mine.csv out/papers.jsonl --second yours.csv   and how far two checkers agree")]
pub struct AuditScore {
    /// The filled sheet, as CSV
    #[arg(value_name = "AUDIT", value_hint = ValueHint::FilePath)]
    pub sheet: PathBuf,
    /// The files of records that it was drawn from; `-` is standard input
    #[arg(required = true, value_hint = ValueHint::FilePath)]
    pub records: Vec<PathBuf>,
    /// The same sheet, filled by a second checker
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub second: Option<PathBuf>,
    /// text for a person; json and csv for the table of raw and corrected counts
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: ScoreFormat,
    #[command(flatten)]
    pub records_from: Merging,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ScoreFormat {
    #[default]
    Text,
    Json,
    Csv,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum AnswerFormat {
    #[default]
    Text,
    Jsonl,
}

#[derive(Debug, clap::Args)]
pub struct Verify {
    /// The folder that `track` or `tables` wrote; exit with 1 if a file differs
    #[arg(value_hint = ValueHint::DirPath)]
    pub folder: PathBuf,
}
