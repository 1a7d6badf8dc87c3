//! Arguments → what they mean → the library, one file per subcommand.
//!
//! Data goes to standard output, everything else to standard error. This is the only room that knows a terminal, the
//! environment or the user's folders.

mod account;
mod args;
mod audit;
mod behind;
mod compare;
mod completions;
mod diff;
mod doctor;
mod explain;
#[cfg(feature = "fetch")]
mod fetch;
mod institutions;
mod models;
mod output;
mod progress;
mod report;
mod scan;
mod sensitivity;
mod setup;
mod tables;
mod text;
mod texts;
mod track;
mod usage;
mod values;
mod verify;
mod whole;
mod worker;

use std::process::ExitCode;

use anstream::ColorChoice;
use clap::Parser;

use args::{Args, Color, Command};

/// How a command ended that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// All is well.
    Done,
    /// Done, but some papers failed or something was found, and that was asked about.
    Doubtful,
    /// Ctrl-C.
    Interrupted,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => ExitCode::SUCCESS,
            Outcome::Doubtful => ExitCode::from(1),
            Outcome::Interrupted => ExitCode::from(130),
        }
    }
}

/// Usage and configuration errors.
const FAILED: u8 = 2;

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let args = Args::parse();
    match args.common.color {
        Color::Auto => {}
        Color::Always => ColorChoice::Always.write_global(),
        Color::Never => ColorChoice::Never.write_global(),
    }
    match run(args) {
        Ok(outcome) => outcome.into(),
        Err(error) if output::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::error(&error);
            ExitCode::from(FAILED)
        }
    }
}

fn run(args: Args) -> anyhow::Result<Outcome> {
    let talk = args.common.talk();
    match args.command {
        #[cfg(feature = "fetch")]
        Command::Fetch(args) => fetch::run(&args, talk),
        Command::Track(args) => track::run(&args, talk),
        Command::Scan(args) => scan::run(&args, talk),
        Command::Tables(args) => tables::run(&args, talk),
        Command::Report(args) => report::run(&args, talk),
        Command::Sensitivity(args) => sensitivity::run(&args),
        Command::Cite(args) => sensitivity::cite(&args),
        Command::Diff(args) => diff::run(&args, talk),
        Command::Audit(args) => audit::run(&args, talk),
        Command::Verify(args) => verify::run(&args, talk),
        Command::Text(args) => text::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Models(args) => models::run(&args, talk),
        Command::Institutions(args) => institutions::run(&args, talk),
        Command::Doctor(args) => doctor::run(&args),
        Command::Completions(args) => completions::completions(args.shell),
        Command::Man(args) => completions::man(&args),
        Command::Worker(args) => worker::run(&args),
    }
}
