//! How much of what a country adopts comes from elsewhere.

use super::{NARROW, Numbers};
use crate::country::Country;
use crate::report::figure::{Figure, Grid, Layout};
use crate::report::svg::{Anchor, Svg};
use crate::report::words::{papers, percent};

/// How many countries are drawn.
const COUNTRIES: usize = 12;

const LEFT: f64 = 128.0;
const RIGHT: f64 = NARROW - 20.0;
const ROW: f64 = 29.0;
const TOP: f64 = 12.0;

pub(super) fn figure(numbers: &Numbers<'_>) -> Option<Figure> {
    let wanted = [("counting", numbers.options.counting.as_str()), ("role", numbers.options.role.as_str())];
    let lines: Vec<_> = numbers.dependence.of(wanted).collect();
    let of = |country: Country| lines.iter().find(|line| line.text("country") == country.code());
    let known: Vec<_> =
        numbers.countries().filter_map(|(country, _)| Some((country, of(country)?))).collect();
    if known.is_empty() {
        return None;
    }
    let drawn = known.len().min(COUNTRIES);
    let bottom = TOP + ROW * drawn as f64;
    let mut svg = Svg::new(NARROW, bottom + 26.0);
    let x = |share: f64| LEFT + share * (RIGHT - LEFT);
    for mark in [0.0, 0.25, 0.5, 0.75, 1.0] {
        svg.line("rule", (x(mark), TOP), (x(mark), bottom));
        svg.text("small muted", (x(mark), bottom + 18.0), Anchor::Middle, percent(mark));
    }
    let mut grid =
        Grid::new(&["Authors in", "#Adopted from elsewhere", "#Concentration", "#Flows in papers"]);
    for (at, (country, line)) in known.iter().enumerate() {
        let share = line.number("share");
        grid.row([
            country.name().to_owned(),
            percent(share),
            format!("{:.2}", line.number("concentration")),
            papers(line.number("weight")),
        ]);
        if at < drawn {
            let y = TOP + ROW * at as f64;
            let hint = format!("{}: {} from elsewhere", country.name(), percent(share));
            svg.text("", (LEFT - 10.0, y + ROW / 2.0 + 4.0), Anchor::End, country.name());
            svg.rect("bar", (LEFT, y + 6.0), (x(share) - LEFT, ROW - 12.0), &hint);
        }
    }
    Some(Figure {
        name: "dependence",
        title: "How much comes from elsewhere".to_owned(),
        about: "Of all that a country’s papers adopt, the share of models made in other countries; a paper counts once for \
                each origin. In the table, concentration is 1 where all models come from one country."
            .to_owned(),
        drawing: svg,
        grid,
        layout: Layout::Half,
    })
}
