//! `audit`: a sample to check by hand, and what it says of the counts.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, bail};
use crosscurrent::adoption::Table;
use crosscurrent::audit::{Answers, Design, Sample, Sheet, Stratum, score, write_csv, write_html};
use crosscurrent::export::{self, Format};
use crosscurrent::models::Registry;
use crosscurrent::records::Records;

use super::Outcome;
use super::args::{Audit, AuditCommand, AuditSample, AuditScore, ScoreFormat, Talk};
use super::output::{print, say, stdout};
use super::setup::registry;
use super::tables;
use super::whole::WholeFile;

pub fn run(args: &Audit, talk: Talk) -> anyhow::Result<Outcome> {
    match &args.command {
        AuditCommand::Sample(args) => sample(args, talk),
        AuditCommand::Score(args) => scored(args),
    }
}

fn sample(args: &AuditSample, talk: Talk) -> anyhow::Result<Outcome> {
    let (registry, _) = registry(&args.records_from.registry)?;
    let design = Design {
        claim: args.claim,
        model: args.model.clone(),
        countries: args.country.clone(),
        role: args.role,
        scope: args.scope,
        fold: tables::fold(&args.fold)?,
        size: args.size as usize,
        seed: args.seed,
    }
    .checked(&registry)?;
    let is_html = match args.output.extension().and_then(|it| it.to_str()) {
        Some("html") => true,
        Some("csv") => false,
        _ if args.output == Path::new("-") => false,
        _ => bail!("{}: name the sheet audit.csv or audit.html", args.output.display()),
    };
    let mut records = tables::open(&args.records, &args.records_from)?;
    let sample = Sample::draw(&mut records, &registry, design)?;
    if sample.rows.is_empty() {
        bail!("there is nothing to check: no paper of these records is in question");
    }
    if args.output == Path::new("-") {
        write_csv(&sample, stdout())?;
    } else {
        let mut file = WholeFile::create(&args.output)?;
        if is_html {
            let links = Links::from(&args.output)?;
            write_html(&sample, |path| links.to(path), &mut file)?;
        } else {
            write_csv(&sample, &mut file)?;
        }
        file.flush()?;
        file.keep()?;
    }
    if talk > Talk::Quiet {
        let of = |stratum| sample.rows.iter().filter(|row| row.unit.stratum == stratum).count();
        let [flagged, unflagged] = Stratum::ALL.map(of);
        say(format_args!(
            "Sample {}: {flagged} flagged and {unflagged} unflagged rows in {}",
            sample.id,
            args.output.display()
        ));
        if unflagged == 0 {
            say("Nothing is unflagged, so this sample cannot tell what was missed");
        }
    }
    Ok(Outcome::Done)
}

fn scored(args: &AuditScore) -> anyhow::Result<Outcome> {
    let (registry, _) = registry(&args.records_from.registry)?;
    let sheet = Filled::read(&args.sheet)?;
    let second = args.second.as_deref().map(Filled::read).transpose()?;
    let mut records = tables::open(&args.records, &args.records_from)?;
    let score = score(sheet.sheet(), second.as_ref().map(Filled::sheet), &mut records, &registry)?;
    match args.format {
        ScoreFormat::Text => print(&score.to_string())?,
        ScoreFormat::Json => export::write(&score.table(), Format::Json, stdout())?,
        ScoreFormat::Csv => export::write(&score.table(), Format::Csv, stdout())?,
    }
    Ok(Outcome::Done)
}

/// Raw and corrected counts by a filled sheet.
pub fn corrected(path: &Path, records: &mut Records, registry: &Registry) -> anyhow::Result<Table> {
    Ok(score(Filled::read(path)?.sheet(), None, records, registry)?.table())
}

/// A filled sheet and its file.
struct Filled<'p> {
    answers: Answers,
    path: &'p Path,
}

impl<'p> Filled<'p> {
    fn read(path: &'p Path) -> anyhow::Result<Self> {
        let bytes =
            fs::read(path).with_context(|| format!("cannot read the answers in {}", path.display()))?;
        let text = String::from_utf8(bytes).ok().with_context(|| {
            format!("{}: is not UTF-8; save it from the spreadsheet as CSV UTF-8", path.display())
        })?;
        Ok(Self { answers: Answers::read(&text, path)?, path })
    }

    fn sheet(&self) -> Sheet<'_> {
        Sheet { answers: &self.answers, path: self.path }
    }
}

/// From a sheet to the papers: relative, so that both can be moved or served together.
struct Links {
    here: PathBuf,
    /// The folder of the sheet.
    folder: PathBuf,
}

impl Links {
    fn from(sheet: &Path) -> anyhow::Result<Self> {
        let here = env::current_dir().context("cannot tell the working folder")?;
        let folder = plain(&here.join(sheet.parent().unwrap_or(Path::new(""))));
        Ok(Self { here, folder })
    }

    /// The address of a paper; none for a member of an archive, which no browser opens.
    fn to(&self, path: &str) -> Option<String> {
        let archives = path.match_indices('!').filter_map(|(at, _)| path.get(..at));
        if archives.map(|archive| self.here.join(archive)).any(|archive| archive.is_file()) {
            return None;
        }
        let paper = plain(&self.here.join(path));
        let (from, to): (Vec<_>, Vec<_>) = (self.folder.components().collect(), paper.components().collect());
        let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
        let up = std::iter::repeat_n("..".to_owned(), from.len() - shared);
        let down = to.iter().skip(shared).map(|part| escaped(&part.as_os_str().to_string_lossy()));
        if shared == 0 { None } else { Some(up.chain(down).collect::<Vec<_>>().join("/")) }
    }
}

/// A path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

/// A part of an address: all but letters, digits and `-._~` as `%XX` (RFC 3986).
fn escaped(part: &str) -> String {
    let mut out = String::new();
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_from_the_sheet_to_the_paper() {
        let of = |sheet: &str| Links {
            here: "/home/me".into(),
            folder: plain(&Path::new("/home/me").join(sheet)),
        };
        for (sheet, paper, link) in [
            ("", "papers/a.pdf", Some("papers/a.pdf")),
            ("out", "papers/a b#1?.pdf", Some("../papers/a%20b%231%3F.pdf")),
            ("out", "./../x/ü.pdf", Some("../../x/%C3%BC.pdf")),
            ("out", "/data/a.pdf", Some("../../../data/a.pdf")),
            ("", "javascript:alert(1).pdf", Some("javascript%3Aalert%281%29.pdf")),
            ("", "wow!/a.pdf", Some("wow%21/a.pdf")),
        ] {
            assert_eq!(of(sheet).to(paper).as_deref(), link, "{paper} from {sheet}");
        }
        let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml!a.pdf");
        assert_eq!(of("").to(manifest), None, "a member of a file");
    }
}
