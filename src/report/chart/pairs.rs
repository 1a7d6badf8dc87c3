//! Which countries write papers together, as a matrix.

use super::{NARROW, Numbers, ink, step};
use crate::country::Country;
use crate::report::figure::{Figure, Grid, Layout};
use crate::report::svg::{Anchor, Svg};
use crate::report::words::{counted, papers, percent, span};

/// How many countries are drawn; the table has all pairs.
const COUNTRIES: usize = 12;

const LEFT: f64 = 128.0;
const TOP: f64 = 8.0;

pub(super) fn figure(numbers: &Numbers<'_>) -> Option<Figure> {
    let countries: Vec<Country> = numbers.countries().map(|it| it.0).take(COUNTRIES).collect();
    let most = numbers.collaboration.lines().map(|line| line.number("papers")).fold(0.0, f64::max);
    if most <= 0.0 {
        return None;
    }
    let joint = |a: Country, b: Country| {
        let (a, b) = if a < b { (a, b) } else { (b, a) };
        let wanted = [("a", a.code()), ("b", b.code())];
        numbers.collaboration.of(wanted).map(|line| line.number("papers")).sum::<f64>()
    };
    let size = (NARROW - LEFT) / countries.len().max(6) as f64;
    let tall = size.min(34.0);
    let bottom = TOP + tall * countries.len() as f64;
    let mut svg = Svg::new(NARROW, bottom + 10.0);
    for (row, &a) in countries.iter().enumerate() {
        let y = TOP + tall * row as f64;
        svg.text("", (LEFT - 10.0, y + tall / 2.0 + 4.0), Anchor::End, a.name());
        for (column, &b) in countries.iter().enumerate().take(row) {
            let x = LEFT + size * column as f64;
            let number = joint(a, b);
            let step = step(number, most);
            let hint =
                format!("{} with authors in both {} and {}", counted(number, "paper"), a.name(), b.name());
            svg.rect(&format!("s{step}"), (x + 1.0, y + 1.0), (size - 2.0, tall - 2.0), &hint);
            if number > 0.0 {
                let class = format!("small {}", ink(step));
                svg.text(
                    class.trim(),
                    (x + size / 2.0, y + tall / 2.0 + 4.0),
                    Anchor::Middle,
                    papers(number),
                );
            }
        }
        let x = LEFT + size * row as f64 + size / 2.0;
        svg.text("small muted", (x, y + tall / 2.0 + 4.0), Anchor::Middle, a.code());
    }
    Some(Figure {
        name: "pairs",
        title: "Who writes with whom".to_owned(),
        about: format!(
            "Papers with authors in both countries, for the {} countries with most papers; the stronger the colour, the more. In the \
             table, affinity is 1 where two countries meet as often as chance would have it.",
            countries.len()
        ),
        drawing: svg,
        grid: grid(numbers),
        layout: Layout::Beside,
    })
}

fn grid(numbers: &Numbers<'_>) -> Grid {
    let mut lines: Vec<_> = numbers.collaboration.lines().collect();
    lines.sort_by(|a, b| b.number("papers").total_cmp(&a.number("papers")));
    let mut grid =
        Grid::new(&["Country", "And", "#Papers", "#Share of all papers", "#95 % interval", "#Affinity"]);
    for line in lines {
        let name = |column| line.text(column).parse::<Country>().map_or("", Country::name).to_owned();
        grid.row([
            name("a"),
            name("b"),
            papers(line.number("papers")),
            percent(line.number("share")),
            span(line.number("low"), line.number("high")),
            format!("{:.2}", line.number("affinity")),
        ]);
    }
    grid
}
