//! `completions` and `man`: what a package installs beside the program.

use std::fs;
use std::io::Write;

use anyhow::Context;
use clap::CommandFactory;
use clap_complete::Shell;

use super::Outcome;
use super::args::{Args, Man};
use super::output::stdout;

pub fn completions(shell: Shell) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "crosscurrent", &mut script);
    let mut out = stdout();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Outcome::Done)
}

pub fn man(args: &Man) -> anyhow::Result<Outcome> {
    if let Some(folder) = &args.output {
        let written =
            fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(Args::command(), folder));
        written.with_context(|| format!("cannot write to {}", folder.display()))?;
        return Ok(Outcome::Done);
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(Args::command()).render(&mut page)?;
    let mut out = stdout();
    out.write_all(&page)?;
    out.flush()?;
    Ok(Outcome::Done)
}
