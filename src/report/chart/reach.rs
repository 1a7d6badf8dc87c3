//! How fast models reach other countries.

use super::{NARROW, Numbers, colour, models};
use crate::report::figure::{Figure, Grid, Layout};
use crate::report::svg::{Anchor, Svg, spread, through, ticks};
use crate::report::words::{percent, verb};

/// How many models are drawn.
const MODELS: usize = 6;

const LEFT: f64 = 54.0;
const RIGHT: f64 = NARROW - 112.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 280.0;

pub(super) fn figure(numbers: &Numbers<'_>) -> Option<Figure> {
    // Of models whose release is not known there is no curve.
    let curves: Vec<(&str, Vec<(f64, f64)>)> = models(numbers)
        .into_iter()
        .map(|(model, _)| {
            let steps = numbers.curves.of([("model", model)]);
            let steps = steps.map(|it| (it.number("months"), it.number("reached")));
            (model, steps.collect::<Vec<_>>())
        })
        .filter(|(_, steps)| steps.last().is_some_and(|step| step.1 > 0.0))
        .take(MODELS)
        .collect();
    let longest = curves.iter().filter_map(|(_, steps)| steps.last()).map(|step| step.0).fold(0.0, f64::max);
    if longest <= 0.0 {
        return None;
    }
    let years = ticks(longest / 12.0, 6.0);
    let end = years.last().copied().unwrap_or(1.0) * 12.0;
    let x = |months: f64| LEFT + months / end * (RIGHT - LEFT);
    let most = curves.iter().flat_map(|(_, steps)| steps).map(|step| step.1).fold(0.0, f64::max);
    let shares = ticks(most, 4.0);
    let most = shares.last().copied().unwrap_or(1.0).min(1.0);
    let y = |share: f64| BOTTOM - share / most * (BOTTOM - TOP);
    let mut svg = Svg::new(NARROW, BOTTOM + 46.0);
    for &share in shares.iter().filter(|&&share| share <= most + 1e-9) {
        svg.line("rule", (LEFT, y(share)), (RIGHT, y(share)));
        svg.text("small muted", (LEFT - 8.0, y(share) + 4.0), Anchor::End, percent(share));
    }
    for &year in &years {
        svg.text("small muted", (x(year * 12.0), BOTTOM + 18.0), Anchor::Middle, year);
    }
    svg.text(
        "small muted",
        (f64::midpoint(LEFT, RIGHT), BOTTOM + 38.0),
        Anchor::Middle,
        "years since the release of the model",
    );
    let mut ends = Vec::new();
    for (at, (model, steps)) in curves.iter().enumerate() {
        let mut points = vec![(x(0.0), y(0.0))];
        let mut reached = 0.0;
        for &(months, share) in steps {
            points.extend([(x(months), y(reached)), (x(months), y(share))]);
            reached = share;
        }
        svg.path(&format!("line {}", colour(at)), &through(&points), numbers.name(model));
        ends.push(y(reached));
    }
    for (at, place) in spread(&ends, 17.0, (TOP, BOTTOM)).into_iter().enumerate() {
        let Some((model, _)) = curves.get(at) else { continue };
        svg.dot(&colour(at), (RIGHT + 10.0, place), 4.0, "");
        svg.text("", (RIGHT + 20.0, place + 4.0), Anchor::Start, numbers.name(model));
    }
    Some(Figure {
        name: "reach",
        title: "How fast models reach other countries".to_owned(),
        about: format!(
            "Share of the countries outside the model’s own in which at least one paper {}s it, by the years since its \
             release: the estimate of Kaplan and Meier, in which a country is watched until its last paper. Papers are \
             dated mid-year.",
            verb(numbers.options.role).split(' ').next().unwrap_or_default()
        ),
        drawing: svg,
        grid: grid(numbers),
        layout: Layout::Beside,
    })
}

fn grid(numbers: &Numbers<'_>) -> Grid {
    let mut grid =
        Grid::new(&["Model", "Released", "#Countries watched", "#Reached", "#Months until half are reached"]);
    for (model, _) in models(numbers) {
        for line in numbers.medians.of([("model", model)]) {
            grid.row([
                numbers.name(model).to_owned(),
                line.text("released").to_owned(),
                format!("{}", line.number("countries")),
                format!("{}", line.number("reached")),
                line.maybe("median_months").map_or_else(|| "not yet".to_owned(), |it| format!("{it:.0}")),
            ]);
        }
    }
    grid
}
