//! What can be typed.

mod lists;
mod papers;
mod records;

pub use lists::*;
pub use papers::*;
pub use records::*;

use std::path::PathBuf;

use clap::{ArgAction, Parser, Subcommand, ValueEnum, ValueHint};

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

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Args::command().debug_assert();
    }
}
