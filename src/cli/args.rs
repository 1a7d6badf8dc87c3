//! What can be typed.

use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgAction, Parser, Subcommand, ValueEnum, ValueHint};
use crosscurrent::adoption::{Counting, GroupBy, Level, Lineage, Measure, OriginBasis, Scope};
use crosscurrent::audit::Claim;
use crosscurrent::country::Country;
use crosscurrent::export::Format;
use crosscurrent::pdf::Engine;
use crosscurrent::source::Shard;

use super::values::{choices, engines, parse_size, parse_time};
#[cfg(feature = "fetch")]
use super::values::{parse_bytes, parse_delay};

const AFTER_HELP: &str = "\
Examples:
  crosscurrent track papers/            all tables and the report of a folder of PDFs, into ./out
  crosscurrent explain paper.pdf        why these countries and these models
  crosscurrent explain --model qwen --country US out/papers.jsonl
                                        the papers behind one number
  crosscurrent models list qwen         what is known of a model

Exit codes: 0 done; 1 done, but papers failed and --strict was given, or a check found mistakes; 2 wrong usage or \
configuration; 130 interrupted (what was read is kept, run again to go on).";

/// Measures how AI models cross borders: which models papers use, and the countries of their authors.
#[derive(Debug, Parser)]
#[command(name = "crosscurrent", version, after_help = AFTER_HELP, max_term_width = 100)]
pub struct Args {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, clap::Args)]
pub struct Common {
    /// Colours in messages
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: Color,
    /// Say more
    #[arg(short, long, global = true, action = ArgAction::Count, conflicts_with = "quiet")]
    verbose: u8,
    /// Say nothing but errors
    #[arg(short, long, global = true)]
    quiet: bool,
}

/// How much is said on standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Talk {
    Quiet,
    Normal,
    Verbose,
}

impl Common {
    pub fn talk(&self) -> Talk {
        match (self.quiet, self.verbose) {
            (true, _) => Talk::Quiet,
            (false, 0) => Talk::Normal,
            (false, _) => Talk::Verbose,
        }
    }
}

/// When messages are coloured.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// The PDFs of a list of papers, into a folder; the only command that uses the network
    #[cfg(feature = "fetch")]
    Fetch(Fetch),
    /// The main job: scan a folder of PDFs, write all tables and the report
    Track(Track),
    /// PDFs to records, one line of JSON a paper
    Scan(Scan),
    /// Records to tables
    Tables(Tables),
    /// Records to one page of HTML to look at, or to figures
    Report(Report),
    /// How far one number moves with every choice behind it
    Sensitivity(Sensitivity),
    /// One number as a sentence to quote, with how it was come by
    Cite(Cite),
    /// What moved between two scans of the same papers, as after a change of models.toml
    Diff(Diff),
    /// Draw a sample of papers to check by hand, and correct the counts by the answers
    Audit(Audit),
    /// Whether a folder of tables still holds what its run wrote, by the hashes in run.json
    Verify(Verify),
    /// The text of a PDF as it is read
    Text(Text),
    /// Why a paper has its countries and models, or which papers stand behind one number: the words, the page, the rule
    Explain(Explain),
    /// Check and list the models of models.toml
    Models(Models),
    /// Check the gazetteer, and look up affiliations
    Institutions(Institutions),
    /// What this installation uses, and the health of a set of records
    Doctor(Doctor),
    /// Completions for a shell
    Completions(Completions),
    /// The manual page
    Man(Man),
    /// Reads PDFs for another process of crosscurrent
    #[command(hide = true)]
    Worker(Worker),
}

#[cfg(feature = "fetch")]
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  crosscurrent fetch neurips2025.json -o papers/
  crosscurrent track papers/ --metadata neurips2025.json

Each host is asked for one file at a time and for what its robots.txt allows. papers/manifest.csv says what came of every
address, with the SHA-256 of each PDF. The same command again keeps what is there, goes on where it stopped, and tries again
what failed. Proxies are taken from HTTPS_PROXY, HTTP_PROXY and NO_PROXY.")]
pub struct Fetch {
    /// The papers: CSV or TSV, JSON Lines, or the JSON list of a conference site, with the addresses of PDFs in `pdf`, `pdf_url`
    /// or `url`; a file is named by id, file or address, so that --metadata joins it
    #[arg(value_hint = ValueHint::FilePath)]
    pub list: PathBuf,
    /// The folder that gets the PDFs and manifest.csv
    #[arg(short, long, value_name = "DIR", default_value = "papers", value_hint = ValueHint::DirPath)]
    pub output: PathBuf,
    /// The time between two requests to one host; a longer wish in its robots.txt wins
    #[arg(long, value_name = "TIME", default_value = "1s", value_parser = parse_delay)]
    pub delay: Duration,
    /// How often a request that failed is tried again, after twice as long each time or when the server says
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub retries: u8,
    /// The time that one answer may take; the next try goes on where the server lets it
    #[arg(long, value_name = "TIME", default_value = "2m", value_parser = parse_time)]
    pub timeout: Duration,
    /// The size that one PDF may have
    #[arg(long, value_name = "SIZE", default_value = "200MiB", value_parser = parse_bytes)]
    pub max_size: u64,
    /// Exit with 1 if any paper failed
    #[arg(long)]
    pub strict: bool,
}

#[derive(Debug, clap::Args)]
pub struct Track {
    /// Folders, PDFs, archives (tar, tar.gz, tar.zst, zip), `archive.tar!member.pdf`
    #[arg(required = true, value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// The folder that gets the tables
    #[arg(short, long, value_name = "DIR", default_value = "out", value_hint = ValueHint::DirPath)]
    pub output: PathBuf,
    /// Exit with 1 if any paper failed
    #[arg(long)]
    pub strict: bool,
    #[command(flatten)]
    pub metadata: MetadataFiles,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub counting: Choices,
}

#[derive(Debug, clap::Args)]
pub struct Scan {
    /// Folders, PDFs, archives (tar, tar.gz, tar.zst, zip), `archive.tar!member.pdf`
    #[arg(required_unless_present_any = ["files_from", "print_schema"], value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Read the paths from a file as it comes, one a line: as they are, or as objects with `path`, in which title, year,
    /// venue, track and doi win over the page and all else goes to `extra` of the record; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "paths", value_hint = ValueHint::FilePath)]
    pub files_from: Option<PathBuf>,
    /// Read only share I of N, from 1/N to N/N; which share a paper belongs to follows from its path alone
    #[arg(long, value_name = "I/N")]
    pub shard: Option<Shard>,
    /// The file that gets the records; `-` is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-", value_hint = ValueHint::FilePath)]
    pub output: PathBuf,
    /// Exit with 1 if any paper failed
    #[arg(long)]
    pub strict: bool,
    /// Print the JSON Schema of a record and do nothing else
    #[arg(long, conflicts_with_all = ["paths", "files_from", "output"])]
    pub print_schema: bool,
    #[command(flatten)]
    pub metadata: MetadataFiles,
    #[command(flatten)]
    pub reading: Reading,
}

#[derive(Debug, clap::Args)]
pub struct MetadataFiles {
    /// A list of the papers with title, authors, affiliations, countries, year, venue or track (CSV, TSV, JSON Lines, or
    /// the JSON list of a conference site); its values win over the page; may be given several times
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub metadata: Vec<PathBuf>,
    /// Take year, venue and track from the names of the folders (neurips/2025/main/…) where neither a list nor the page
    /// tells them
    #[arg(long, value_enum, value_name = "WHAT")]
    pub group_from: Option<GroupFrom>,
}

/// What else than lists and pages tells year, venue and track.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GroupFrom {
    Path,
}

/// How PDFs are read.
#[derive(Debug, clap::Args)]
pub struct Reading {
    #[command(flatten)]
    pub registry: RegistryFile,
    #[command(flatten)]
    pub gazetteer: GazetteerFiles,
    /// How many papers are read at once [default: the number of processors]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    /// The time that one paper may take
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = parse_time)]
    pub timeout: Duration,
    /// The memory that reading one paper may take
    #[arg(long, value_name = "SIZE", default_value = "2GiB", value_parser = parse_size)]
    pub max_memory: u64,
    /// What reads the PDFs
    #[arg(long, value_name = "NAME", default_value = "hayro", value_parser = engines())]
    pub engine: Engine,
    /// The file that keeps what was read [default: in the user's cache folder]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub cache: Option<PathBuf>,
    /// Keep nothing of what was read
    #[arg(long, conflicts_with = "cache")]
    pub no_cache: bool,
    #[command(flatten)]
    pub passwords: PasswordFile,
}

#[derive(Debug, clap::Args)]
pub struct PasswordFile {
    /// Passwords for encrypted PDFs, one a line, tried in order
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub password_file: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub struct RegistryFile {
    /// The models to look for [default: ./models.toml if there is one, else the built-in list]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub models: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub struct GazetteerFiles {
    /// Institutions beside the built-in ones: rows of your own, which win, or what `institutions import-ror` wrote,
    /// which fills gaps; may be given several times, the later file wins
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub gazetteer: Vec<PathBuf>,
}

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
    /// Files of records, `-` is standard input; before them, the name of the one table that is wanted
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

#[derive(Debug, clap::Args)]
pub struct Text {
    /// The PDF; `-` is standard input
    #[arg(value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// plain: pages separated by form feeds; json: lines with positions and sizes; zones: the text that is searched
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: TextFormat,
    /// After each page the values of its form fields and what its annotations say
    #[arg(long)]
    pub annotations: bool,
    /// What reads the PDF
    #[arg(long, value_name = "NAME", default_value = "hayro", value_parser = engines())]
    pub engine: Engine,
    /// The time that reading may take
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = parse_time)]
    pub timeout: Duration,
    /// The memory that reading may take
    #[arg(long, value_name = "SIZE", default_value = "2GiB", value_parser = parse_size)]
    pub max_memory: u64,
    #[command(flatten)]
    pub passwords: PasswordFile,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum TextFormat {
    #[default]
    Plain,
    Json,
    Zones,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  crosscurrent explain paper.pdf                                      why this paper has its countries and models
  crosscurrent explain --model qwen --country US out/papers.jsonl     the papers behind one cell of adoption
  crosscurrent explain --model llama --country CN --role broad out/papers.jsonl --format jsonl")]
#[command(mut_args(|arg| {
    let of_a_cell = ["role", "counting", "scope", "fold", "origin_basis", "lineage"].contains(&arg.get_id().as_str());
    if of_a_cell { arg.requires("model") } else { arg }
}))]
pub struct Explain {
    /// The PDF; with --model and --country files of records, `-` is standard input
    #[arg(required = true, value_name = "PDF | RECORDS", value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    /// text for a person; jsonl for a program: the record, or a line for each paper and model of the cell
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: AnswerFormat,
    /// The papers that adopt this model, by its id, and have authors in --country
    #[arg(long, value_name = "ID", requires = "country", help_heading = "One cell of adoption")]
    pub model: Option<String>,
    /// The country of the authors
    #[arg(long, value_name = "CODE", requires = "model", help_heading = "One cell of adoption")]
    pub country: Option<Country>,
    /// Take records that were made with different models.toml or gazetteers
    #[arg(long, requires = "model", help_heading = "One cell of adoption")]
    pub allow_mixed: bool,
    #[command(flatten, next_help_heading = "One cell of adoption")]
    pub definition: Definition,
    #[command(flatten, next_help_heading = "Reading a PDF")]
    pub reading: Reading,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum AnswerFormat {
    #[default]
    Text,
    Jsonl,
}

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

#[derive(Debug, clap::Args)]
pub struct Doctor {
    /// Files of records to look at
    #[arg(value_hint = ValueHint::FilePath)]
    pub records: Vec<PathBuf>,
    /// Read the PDFs of a folder with both engines, and show what each finds and where they disagree
    #[arg(long, value_name = "DIR", conflicts_with = "records", value_hint = ValueHint::AnyPath)]
    pub compare: Option<PathBuf>,
    /// The form of the comparison: text for a person, jsonl for a program
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT", requires = "compare")]
    pub format: AnswerFormat,
    #[command(flatten)]
    pub reading: Reading,
}

#[derive(Debug, clap::Args)]
pub struct Verify {
    /// The folder that `track` or `tables` wrote; exit with 1 if a file differs
    #[arg(value_hint = ValueHint::DirPath)]
    pub folder: PathBuf,
}

#[derive(Debug, clap::Args)]
pub struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}

#[derive(Debug, clap::Args)]
pub struct Man {
    /// Write a page for every command into this folder, as a package installs them
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub output: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub struct Worker {
    #[arg(long, value_parser = engines())]
    pub engine: Engine,
    #[arg(long)]
    pub max_memory: u64,
    #[arg(long)]
    pub timeout_ms: u64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Args::command().debug_assert();
    }
}
