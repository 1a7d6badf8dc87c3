//! From the countries that made the models to the countries of the papers that adopt them.

use std::fmt::Write;

use super::{Numbers, WIDE, colour, origins};
use crate::country::Country;
use crate::report::figure::{Figure, Grid, Layout};
use crate::report::svg::{Anchor, Short, Svg, spread};
use crate::report::words::{papers, percent, verb};

/// How many origins and adopters are drawn; the table has all.
const ORIGINS: usize = 6;
const ADOPTERS: usize = 10;

/// Space between bars, and the width of one.
const GAP: f64 = 14.0;
const BAR: f64 = 12.0;

/// Where bars stand.
const LEFT: f64 = 150.0;
const RIGHT: f64 = WIDE - 160.0;
const TOP: f64 = 34.0;
const TALL: f64 = 470.0;

struct Flow {
    origin: Country,
    adopter: Country,
    weight: f64,
    share: f64,
    arms_length: f64,
}

/// A bar of one side: its country, its weight, where it begins and how much of it is taken.
struct Bar {
    country: Country,
    weight: f64,
    top: f64,
    taken: f64,
}

pub(super) fn figure(numbers: &Numbers<'_>) -> Option<Figure> {
    let flows = flows(numbers);
    let made: Vec<Country> = origins(numbers).into_iter().map(|it| it.0).take(ORIGINS).collect();
    let used: Vec<Country> = numbers.countries().map(|it| it.0).take(ADOPTERS).collect();
    let shown = |flow: &&Flow| made.contains(&flow.origin) && used.contains(&flow.adopter);
    let sum = |wanted: &dyn Fn(&Flow) -> bool| -> f64 {
        flows.iter().filter(shown).filter(|flow| wanted(flow)).map(|flow| flow.weight).sum()
    };
    let total = sum(&|_| true);
    if total <= 0.0 {
        return None;
    }
    let most = made.len().max(used.len()) as f64;
    let scale = (TALL - GAP * (most - 1.0)) / total;
    let mut sources = bars(&made, scale, |it| sum(&|flow| flow.origin == it));
    let mut targets = bars(&used, scale, |it| sum(&|flow| flow.adopter == it));
    let height = TOP + TALL + 12.0;
    let mut svg = Svg::new(WIDE, height);
    svg.text("small muted", (LEFT, 16.0), Anchor::End, "Model made in");
    svg.text("small muted", (RIGHT, 16.0), Anchor::Start, "Authors of the paper in");
    for (at, source) in sources.iter_mut().enumerate() {
        for target in &mut targets {
            let Some(flow) =
                flows.iter().find(|flow| flow.origin == source.country && flow.adopter == target.country)
            else {
                continue;
            };
            let thick = flow.weight * scale;
            let path = ribbon((source.top + source.taken, target.top + target.taken), thick);
            source.taken += thick;
            target.taken += thick;
            let hint = format!(
                "{} of the papers with authors in {} {} a model made in {}",
                papers(flow.weight),
                flow.adopter.in_a_sentence(),
                verb(numbers.options.role),
                flow.origin.in_a_sentence()
            );
            svg.path(&format!("flow {}", colour(at)), &path, &hint);
        }
    }
    for (at, bar) in sources.iter().enumerate() {
        svg.rect(&colour(at), (LEFT, bar.top), (BAR, bar.weight * scale), "");
    }
    for bar in &targets {
        svg.rect("c6", (RIGHT - BAR, bar.top), (BAR, bar.weight * scale), "");
    }
    labels(&mut svg, &sources, scale, (LEFT - 8.0, Anchor::End));
    labels(&mut svg, &targets, scale, (RIGHT + 8.0, Anchor::Start));
    let verb = verb(numbers.options.role);
    Some(Figure {
        name: "flows",
        title: "Whose models, in whose papers".to_owned(),
        about: format!(
            "Each band leads from the country that a model was made in to the country of the authors who {verb} it; its \
             width is the number of papers. A paper that adopts models of two countries, or has authors in two, is in \
             each of their bands, so the numbers do not add up to the number of papers. The {} origins and {} countries \
             with most papers are drawn; the table has all.",
            made.len(),
            used.len()
        ),
        drawing: svg,
        grid: grid(&flows),
        layout: Layout::Wide,
    })
}

fn flows(numbers: &Numbers<'_>) -> Vec<Flow> {
    let (counting, role) = (numbers.options.counting.as_str(), numbers.options.role.as_str());
    let wanted = [("counting", counting), ("role", role)];
    let mut flows: Vec<Flow> = numbers
        .flows
        .of(wanted)
        .filter_map(|line| {
            Some(Flow {
                origin: line.text("origin").parse().ok()?,
                adopter: line.text("country").parse().ok()?,
                weight: line.number("weight"),
                share: line.number("share"),
                arms_length: line.number("arms_length"),
            })
        })
        .collect();
    flows.sort_by(|a, b| {
        b.weight.total_cmp(&a.weight).then((a.origin, a.adopter).cmp(&(b.origin, b.adopter)))
    });
    flows
}

/// Bars below each other, the whole of them centred.
fn bars(countries: &[Country], scale: f64, weight: impl Fn(Country) -> f64) -> Vec<Bar> {
    let weights: Vec<(Country, f64)> =
        countries.iter().map(|&it| (it, weight(it))).filter(|it| it.1 > 0.0).collect();
    let tall: f64 = weights.iter().map(|it| it.1 * scale).sum::<f64>() + GAP * (weights.len() as f64 - 1.0);
    let mut top = TOP + (TALL - tall) / 2.0;
    let mut bars = Vec::new();
    for (country, weight) in weights {
        bars.push(Bar { country, weight, top, taken: 0.0 });
        top += weight * scale + GAP;
    }
    bars
}

fn ribbon((from, to): (f64, f64), thick: f64) -> String {
    let (x1, x2) = (LEFT + BAR, RIGHT - BAR);
    let middle = Short(f64::midpoint(x1, x2));
    let (a, b, c, d) = (Short(from), Short(to), Short(to + thick), Short(from + thick));
    let (x1, x2) = (Short(x1), Short(x2));
    let mut path = String::new();
    let _ =
        write!(path, "M{x1} {a}C{middle} {a} {middle} {b} {x2} {b}V{c}C{middle} {c} {middle} {d} {x1} {d}Z");
    path
}

fn labels(svg: &mut Svg, bars: &[Bar], scale: f64, (x, anchor): (f64, Anchor)) {
    let wishes: Vec<f64> = bars.iter().map(|bar| bar.top + bar.weight * scale / 2.0).collect();
    for (bar, y) in bars.iter().zip(spread(&wishes, 16.0, (TOP + 6.0, TOP + TALL))) {
        svg.text("", (x, y + 4.0), anchor, format!("{} · {}", bar.country.name(), papers(bar.weight)));
    }
}

fn grid(flows: &[Flow]) -> Grid {
    let mut grid = Grid::new(&[
        "Model made in",
        "Authors in",
        "#Papers",
        "#Share of that country’s papers",
        "#At arm’s length",
    ]);
    for flow in flows {
        grid.row([
            flow.origin.name().to_owned(),
            flow.adopter.name().to_owned(),
            papers(flow.weight),
            percent(flow.share),
            if flow.origin == flow.adopter { "–".to_owned() } else { papers(flow.arms_length) },
        ]);
    }
    grid
}
