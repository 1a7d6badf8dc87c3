//! What can be typed behind the commands that read papers.

use std::path::PathBuf;
use std::time::Duration;

use clap::{ValueEnum, ValueHint};
use crosscurrent::country::Country;
use crosscurrent::pdf::Engine;
use crosscurrent::source::Shard;

use super::records::{AnswerFormat, Choices, Definition};
use crate::cli::values::{engines, parse_size, parse_time};
#[cfg(feature = "fetch")]
use crate::cli::values::{parse_bytes, parse_delay};

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
pub struct Worker {
    #[arg(long, value_parser = engines())]
    pub engine: Engine,
    #[arg(long)]
    pub max_memory: u64,
    #[arg(long)]
    pub timeout_ms: u64,
}
