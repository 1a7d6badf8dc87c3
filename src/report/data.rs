//! What the page's own script selects from: the cells of the matrix under every role, counting and folding.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::evidence;
use super::numbers::{Folding, Numbers};
use super::sheet::{Line, maybe, text};
use super::words;
use crate::adoption::{Counting, Level, OriginBasis};
use crate::affiliation::Basis;
use crate::country::Country;

/// How many models and countries the matrix has at most; the tables have all.
const MODELS: usize = 240;
const COUNTRIES: usize = 60;

/// The columns of a tally.
const TALLY: [&str; 7] = ["papers", "weight", "share", "arms_length", "joint", "low", "high"];

/// A model of the matrix.
pub(super) struct Shown {
    /// Its index in the registry.
    pub model: usize,
    id: String,
    /// Papers that adopt it at each level: papers, share, low, high.
    totals: Vec<Value>,
}

/// The models of the matrix: those of most papers at the report's role, then at lower ones.
pub(super) fn models(numbers: &Numbers<'_>) -> Vec<Shown> {
    let mut totals: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    let mut papers: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for (at, sheet) in numbers.trends.iter().enumerate() {
        for line in sheet.of([("year", ""), ("what", "model")]) {
            let model = line.text("value");
            let blank = || vec![Value::from(0); Level::ALL.len()];
            if let Some(total) = totals.entry(model).or_insert_with(blank).get_mut(at) {
                *total = numbers_of(&line, &["papers", "share", "low", "high"]);
            }
            let counts = papers.entry(model).or_insert_with(|| vec![0; Level::ALL.len() + 1]);
            let place = if at == numbers.options.role as usize { 0 } else { Level::ALL.len() - at };
            if let Some(count) = counts.get_mut(place) {
                *count = line.number("papers") as u64;
            }
        }
    }
    let mut ranked: Vec<(&Vec<u64>, &str)> = papers.iter().map(|(model, papers)| (papers, *model)).collect();
    ranked.sort_by(|a, b| b.0.cmp(a.0).then(a.1.cmp(b.1)));
    let shown = ranked.into_iter().take(MODELS).filter_map(|(_, id)| {
        let model = numbers.registry.models.binary_search_by(|model| model.id.as_str().cmp(id)).ok()?;
        Some(Shown { model, id: id.to_owned(), totals: totals.get(id).cloned().unwrap_or_default() })
    });
    shown.collect()
}

/// The data of the page, with the papers and passages of its evidence.
pub(super) fn data(numbers: &Numbers<'_>, shown: &[Shown]) -> Value {
    let options = &numbers.options;
    let mut tallies = Tallies::default();
    let cells: Vec<Cells> =
        numbers.foldings.iter().map(|folding| cells(folding, shown, &mut tallies)).collect();
    let first = cells.first();
    let foldings: Vec<Value> = numbers
        .foldings
        .iter()
        .zip(&cells)
        .enumerate()
        .map(|(at, (it, cells))| folding(it, cells, first.filter(|_| at > 0)))
        .collect();
    let models: Vec<Value> = shown.iter().filter_map(|it| model(numbers, it)).collect();
    let choices = |all: Vec<(&str, String)>| -> Vec<Value> { all.into_iter().map(|it| json!(it)).collect() };
    let names: Map<String, Value> =
        countries(numbers).into_iter().map(|it| (it.code().to_owned(), it.name().into())).collect();
    let bases: Map<String, Value> =
        BASES.iter().map(|&basis| (basis.as_str().to_owned(), words::basis(basis).into())).collect();
    json!({
        "all": number(numbers.papers),
        "models": models,
        "names": names,
        "bases": bases,
        "foldings": foldings,
        "tallies": tallies.list,
        "roles": evidence::roles(),
        "least": evidence::least(),
        "levels": choices(Level::ALL.iter().map(|&it| (it.as_str(), words::verb(it).to_owned())).collect()),
        "countings": Counting::ALL.iter().map(|it| it.as_str()).collect::<Vec<_>>(),
        "chosen": {
            "role": options.role.as_str(),
            "counting": options.counting.as_str(),
            "show": options.measure.as_str(),
            "fold": options.fold.to_string(),
        },
    })
}

/// All bases that a country may rest on.
const BASES: [Basis; 10] = [
    Basis::User,
    Basis::Metadata,
    Basis::PrintedCountry,
    Basis::PrintedRegion,
    Basis::City,
    Basis::Institution,
    Basis::Team,
    Basis::EmailTld,
    Basis::EmailDomain,
    Basis::HqDefault,
];

/// Id, name, origin before any folding, release, developer, and its papers at each level.
fn model(numbers: &Numbers<'_>, shown: &Shown) -> Option<Value> {
    let model = numbers.registry.models.get(shown.model)?;
    let origin = match numbers.options.origin_basis {
        OriginBasis::Hq => &model.origin,
        OriginBasis::Lab => &model.origin_lab,
    };
    let codes: Vec<&str> = origin.iter().map(Country::code).collect();
    Some(json!([shown.id, model.name, codes, model.released, model.developer, shown.totals]))
}

/// Every country that is named anywhere in the data.
fn countries(numbers: &Numbers<'_>) -> BTreeSet<Country> {
    let of_papers = numbers.foldings.iter().flat_map(|folding| folding.countries.iter().map(|it| it.0));
    let of_models =
        numbers.registry.models.iter().flat_map(|model| model.origin.iter().chain(&model.origin_lab));
    of_papers.chain(of_models.copied()).collect()
}

/// The cells of the matrix under one folding: the place of the model and the country, with the places of their tallies by
/// counting and level.
type Cells = BTreeMap<(usize, Country), [usize; 9]>;

fn cells(folding: &Folding, shown: &[Shown], tallies: &mut Tallies) -> Cells {
    let rank: BTreeMap<&str, usize> = shown.iter().enumerate().map(|(at, it)| (it.id.as_str(), at)).collect();
    let countries: BTreeSet<Country> = matrix_countries(folding).map(|it| it.0).collect();
    let mut cells = Cells::new();
    let keys = folding.cells.columns(["model", "country", "counting", "role"]);
    for (key, tally) in keys.zip(folding.cells.columns(TALLY)) {
        let [model, country, counting, level] = key.map(text);
        let (Some(&model), Ok(country)) = (rank.get(model), country.parse()) else { continue };
        let (Ok(counting), Ok(level)) = (counting.parse::<Counting>(), level.parse::<Level>()) else {
            continue;
        };
        if !countries.contains(&country) {
            continue;
        }
        let cell = cells.entry((model, country)).or_default();
        if let Some(place) = cell.get_mut(counting as usize * Level::ALL.len() + level as usize) {
            *place = tallies.place(tally.map(maybe));
        }
    }
    cells
}

fn matrix_countries(folding: &Folding) -> impl Iterator<Item = (Country, [f64; 3])> + use<'_> {
    folding.countries.iter().copied().take(COUNTRIES)
}

/// The label, which countries count as which, the countries of the matrix with the weight of their papers, and the cells:
/// place of the model, code of the country, places of its tallies. Where there is a first folding, only what differs.
fn folding(folding: &Folding, cells: &Cells, first: Option<&Cells>) -> Value {
    let empty = Cells::new();
    let first = first.unwrap_or(&empty);
    let cell = |(model, country): (usize, Country), tallies: &[usize; 9]| {
        let mut cell = vec![Value::from(model), country.code().into()];
        cell.extend(tallies.iter().map(|&it| Value::from(it)));
        Value::from(cell)
    };
    let differs = cells.iter().filter(|(key, tallies)| first.get(key) != Some(tallies));
    let differs = differs.map(|(&key, tallies)| cell(key, tallies));
    let kept: BTreeSet<Country> = matrix_countries(folding).map(|it| it.0).collect();
    let gone = first.keys().filter(|key| !cells.contains_key(key) && kept.contains(&key.1));
    let gone = gone.map(|&key| cell(key, &[0; 9]));
    let listed: Vec<Value> = differs.chain(gone).collect();
    let countries: Vec<Value> = matrix_countries(folding)
        .map(|(country, weights)| json!([country.code(), weights.map(number)]))
        .collect();
    let pairs: Map<String, Value> =
        folding.fold.pairs().map(|(from, into)| (from.code().to_owned(), into.code().into())).collect();
    json!({
        "fold": folding.fold.to_string(),
        "pairs": pairs,
        "countries": countries,
        "cells": listed,
    })
}

/// Tallies that many cells share are written once. The first one is that of an empty cell.
struct Tallies {
    list: Vec<Value>,
    places: BTreeMap<[u64; TALLY.len()], usize>,
}

impl Default for Tallies {
    fn default() -> Self {
        Self { list: vec![json!([])], places: BTreeMap::new() }
    }
}

impl Tallies {
    fn place(&mut self, tally: [Option<f64>; TALLY.len()]) -> usize {
        let key = tally.map(|number| number.map_or(u64::MAX, f64::to_bits));
        let list = &mut self.list;
        *self.places.entry(key).or_insert_with(|| {
            list.push(tally.into_iter().map_while(|it| it).map(number).collect());
            list.len() - 1
        })
    }
}

/// The numbers of a row; those missing at its end are left out.
fn numbers_of(line: &Line<'_>, columns: &[&str]) -> Value {
    columns.iter().map_while(|column| line.maybe(column)).map(number).collect()
}

/// A number with five digits after the point at most, and none where it is whole.
fn number(number: f64) -> Value {
    let rounded = (number * 1e5).round() / 1e5;
    if rounded.fract() == 0.0 { Value::from(rounded as i64) } else { Value::from(rounded) }
}
