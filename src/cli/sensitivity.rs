//! `sensitivity` and `cite`: one number, how far it moves, and how to say it.

use anyhow::{Context, bail};
use crosscurrent::adoption::{Corpus, Options, Question, Quote, Sensitivity};
use crosscurrent::export;
use crosscurrent::models::Registry;

use super::Outcome;
use super::args;
use super::args::Asked;
use super::output::{print, stdout};
use super::setup::registry;
use super::tables;

/// `sensitivity`.
pub fn run(args: &args::Sensitivity) -> anyhow::Result<Outcome> {
    let options = Options { fold: tables::fold(&args.fold)?, ..Options::default() };
    let (registry, _) = registry(&args.asked.records_from.registry)?;
    let questions = question(&args.asked, &registry)?.map_or_else(Question::study, |asked| vec![asked]);
    let corpus = corpus(&args.asked, &registry)?;
    let sensitivity = Sensitivity::try_all(&corpus, &options, &questions);
    match args.format {
        None => print(&sensitivity.spans())?,
        Some(format) => export::write(&sensitivity.table(), format, stdout())?,
    }
    Ok(Outcome::Done)
}

/// `cite`.
pub fn cite(args: &args::Cite) -> anyhow::Result<Outcome> {
    let options = tables::defined(&args.definition)?;
    let (registry, _) = registry(&args.asked.records_from.registry)?;
    let question = question(&args.asked, &registry)?
        .context("say what to cite: --model ID --country CODE, or --joint A,B")?;
    let corpus = corpus(&args.asked, &registry)?;
    let quote = Quote::new(&corpus, &options, &question)
        .context("no paper has both countries first; take whole or fractional counting")?;
    print(&format!("{}\n\n{}\n\n{}\n", quote.sentence, quote.methods, quote.bibtex))?;
    Ok(Outcome::Done)
}

fn corpus<'r>(asked: &Asked, registry: &'r Registry) -> anyhow::Result<Corpus<'r>> {
    let mut records = tables::open(&asked.records, &asked.records_from)?;
    let mut corpus = Corpus::new(registry);
    for record in records.read() {
        corpus.add(&record?)?;
    }
    Ok(corpus)
}

/// What is asked for, if anything is.
fn question(asked: &Asked, registry: &Registry) -> anyhow::Result<Option<Question>> {
    match (&asked.model, asked.country, asked.joint.as_slice()) {
        (Some(model), Some(country), _) => {
            if registry.get(model).is_none() {
                bail!("there is no model `{model}`; `crosscurrent models list {model}` finds its id");
            }
            Ok(Some(Question::adoption(model, country)))
        }
        (_, _, []) => Ok(None),
        (_, _, &[a, b]) if a != b => Ok(Some(Question::joint(a, b))),
        _ => bail!("--joint takes two countries, as in US,CN"),
    }
}
