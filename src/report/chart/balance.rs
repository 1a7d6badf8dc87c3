//! Whether two countries adopt each other's models to the same extent.

use super::{NARROW, Numbers, origins};
use crate::country::Country;
use crate::report::figure::{Figure, Grid, Layout};
use crate::report::svg::{Anchor, Svg, ticks};
use crate::report::words::{percent, verb};

/// Countries whose pairs are looked at, and pairs that are drawn.
const COUNTRIES: usize = 6;
const PAIRS: usize = 8;

const LEFT: f64 = 14.0;
const ROW: f64 = 46.0;
const TOP: f64 = 44.0;

struct Pair {
    a: Country,
    b: Country,
    /// The share of the papers of `b` that adopt a model of `a`.
    from_a: f64,
    /// The share of the papers of `a` that adopt a model of `b`.
    from_b: f64,
    /// From 1, where only `b` adopts, to 0, where both do alike; with its interval, where there is one.
    balance: f64,
    interval: Option<(f64, f64)>,
}

pub(super) fn figure(numbers: &Numbers<'_>) -> Option<Figure> {
    let pairs = pairs(numbers);
    let shown: Vec<&Pair> = pairs.iter().take(PAIRS).collect();
    let most = shown.iter().map(|pair| pair.from_a.max(pair.from_b)).fold(0.0, f64::max);
    if most <= 0.0 {
        return None;
    }
    let marks = ticks(most, 4.0);
    let end = marks.last().copied().unwrap_or(1.0);
    let bottom = TOP + ROW * shown.len() as f64;
    let mut svg = Svg::new(NARROW, bottom + 30.0);
    let x = |share: f64| LEFT + share / end * (NARROW - 2.0 * LEFT - 16.0);
    svg.dot("mark", (LEFT + 6.0, 12.0), 5.0, "");
    svg.text(
        "small muted",
        (LEFT + 18.0, 16.0),
        Anchor::Start,
        "models of the first country in papers of the second",
    );
    svg.dot("ring", (LEFT + 6.0, 30.0), 5.0, "");
    svg.text(
        "small muted",
        (LEFT + 18.0, 34.0),
        Anchor::Start,
        "models of the second country in papers of the first",
    );
    for &mark in &marks {
        svg.line("rule", (x(mark), TOP + 6.0), (x(mark), bottom));
        svg.text("small muted", (x(mark), bottom + 18.0), Anchor::Middle, percent(mark));
    }
    for (at, pair) in shown.iter().enumerate() {
        let y = TOP + ROW * at as f64 + 32.0;
        svg.text("", (LEFT, y - 12.0), Anchor::Start, format!("{} and {}", pair.a.name(), pair.b.name()));
        svg.line("bridge", (x(pair.from_a), y), (x(pair.from_b), y));
        svg.dot("ring", (x(pair.from_b), y), 5.0, &sentence(numbers, pair.b, pair.a, pair.from_b));
        svg.dot("mark", (x(pair.from_a), y), 5.0, &sentence(numbers, pair.a, pair.b, pair.from_a));
    }
    let mut grid = Grid::new(&[
        "First country",
        "Second country",
        "#Models of the first, share of the second’s papers",
        "#Models of the second, share of the first’s papers",
        "#Balance",
        "#95 % interval",
    ]);
    for pair in &pairs {
        let names = [pair.a.name().to_owned(), pair.b.name().to_owned()];
        let interval = pair.interval.map_or_else(String::new, |(low, high)| format!("{low:.2} to {high:.2}"));
        let numbers = [percent(pair.from_a), percent(pair.from_b), format!("{:.2}", pair.balance), interval];
        grid.row(names.into_iter().chain(numbers));
    }
    Some(Figure {
        name: "balance",
        title: "Who leans on whom".to_owned(),
        about: format!(
            "For two countries, the share of the papers of each that {} a model made in the other one. The further apart \
             the two dots, the more one-sided the exchange. In the table, balance is 1 where only the second country adopts \
             from the first, and 0 where both do alike; papers are counted in full for every country.",
            verb(numbers.options.role)
        ),
        drawing: svg,
        grid,
        layout: Layout::Half,
    })
}

fn sentence(numbers: &Numbers<'_>, origin: Country, adopter: Country, share: f64) -> String {
    let verb = verb(numbers.options.role);
    format!(
        "{} of the papers with authors in {} {verb} a model made in {}",
        percent(share),
        adopter.in_a_sentence(),
        origin.in_a_sentence()
    )
}

/// Pairs of the origins with most papers, those first that adopt most of each other. The country that gives more is `a`.
fn pairs(numbers: &Numbers<'_>) -> Vec<Pair> {
    let has_papers = |country: Country| numbers.countries().any(|it| it.0 == country);
    let countries: Vec<Country> =
        origins(numbers).into_iter().map(|it| it.0).filter(|&it| has_papers(it)).take(COUNTRIES).collect();
    let mut pairs: Vec<Pair> = numbers
        .balance
        .lines()
        .filter_map(|line| {
            let (a, b) = (line.text("a").parse().ok()?, line.text("b").parse().ok()?);
            let (from_a, from_b) = (line.number("a_to_b"), line.number("b_to_a"));
            let (balance, interval) = (line.number("balance"), line.maybe("low").zip(line.maybe("high")));
            Some(if from_a >= from_b {
                Pair { a, b, from_a, from_b, balance, interval }
            } else {
                let interval = interval.map(|(low, high)| (-high, -low));
                Pair { a: b, b: a, from_a: from_b, from_b: from_a, balance: -balance, interval }
            })
        })
        .filter(|pair| countries.contains(&pair.a) && countries.contains(&pair.b))
        .collect();
    pairs.sort_by(|x, y| {
        (y.from_a + y.from_b).total_cmp(&(x.from_a + x.from_b)).then((x.a, x.b).cmp(&(y.a, y.b)))
    });
    pairs
}
