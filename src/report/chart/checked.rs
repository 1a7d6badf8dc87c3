//! What a check by hand says of the counts: raw beside corrected.

use super::{Numbers, WIDE};
use crate::country::Country;
use crate::report::figure::{Figure, Grid, Layout};
use crate::report::sheet::Line;
use crate::report::svg::{Anchor, Svg, ticks};
use crate::report::words::{papers, percent};

/// How many counts are drawn; the table has all.
const COUNTS: usize = 12;

const LEFT: f64 = 300.0;
const RIGHT: f64 = WIDE - 40.0;
const ROW: f64 = 34.0;
const TOP: f64 = 40.0;

pub(super) fn figure(numbers: &Numbers<'_>) -> Option<Figure> {
    let lines: Vec<Line<'_>> = numbers.corrected.lines().collect();
    let drawn: Vec<&Line<'_>> =
        lines.iter().filter(|line| line.maybe("corrected").is_some()).take(COUNTS).collect();
    let most = drawn.iter().map(|line| line.number("high").max(line.number("raw"))).fold(0.0, f64::max);
    if most <= 0.0 {
        return None;
    }
    let marks = ticks(most, 6.0);
    let end = marks.last().copied().unwrap_or(1.0);
    let x = |count: f64| LEFT + count / end * (RIGHT - LEFT);
    let bottom = TOP + ROW * drawn.len() as f64;
    let mut svg = Svg::new(WIDE, bottom + 28.0);
    svg.dot("ring", (LEFT + 6.0, 12.0), 5.0, "");
    svg.text("small muted", (LEFT + 18.0, 16.0), Anchor::Start, "as counted");
    svg.dot("mark", (LEFT + 126.0, 12.0), 5.0, "");
    svg.text(
        "small muted",
        (LEFT + 138.0, 16.0),
        Anchor::Start,
        "corrected by the check, with its 95 % interval",
    );
    for &mark in &marks {
        svg.line("rule", (x(mark), TOP), (x(mark), bottom));
        svg.text("small muted", (x(mark), bottom + 18.0), Anchor::Middle, papers(mark));
    }
    for (at, line) in drawn.iter().enumerate() {
        let y = TOP + ROW * at as f64 + ROW / 2.0;
        let [raw, corrected, low, high] =
            ["raw", "corrected", "low", "high"].map(|column| line.number(column));
        let hint = format!(
            "{} as counted, {} corrected ({} to {})",
            papers(raw),
            papers(corrected),
            papers(low),
            papers(high)
        );
        svg.text("", (LEFT - 12.0, y + 4.0), Anchor::End, what(numbers, line));
        svg.line("span", (x(low), y), (x(high), y));
        svg.dot("ring", (x(raw), y), 5.0, &hint);
        svg.dot("mark", (x(corrected), y), 5.0, &hint);
    }
    Some(Figure {
        name: "checked",
        title: "What a check by hand says".to_owned(),
        about: "A person read a sample of what was counted and of what was not. From what was wrong and what was missed \
                follows the count that reading everything would have given. All other numbers of this page are as counted."
            .to_owned(),
        drawing: svg,
        grid: grid(numbers, &lines),
        layout: Layout::Wide,
    })
}

/// What was checked, in words: "Qwen, United States".
fn what(numbers: &Numbers<'_>, line: &Line<'_>) -> String {
    let named =
        |code: &str| code.parse::<Country>().map_or_else(|_| code.to_owned(), |it| it.name().to_owned());
    let countries: Vec<String> =
        line.text("country").split(',').filter(|it| !it.is_empty()).map(named).collect();
    match (line.text("model"), countries.join(" and ")) {
        ("", country) if country.is_empty() => "All that was checked".to_owned(),
        ("", country) => country,
        (model, country) if country.is_empty() => numbers.name(model).to_owned(),
        (model, country) => format!("{}, {country}", numbers.name(model)),
    }
}

fn grid(numbers: &Numbers<'_>, lines: &[Line<'_>]) -> Grid {
    let mut grid = Grid::new(&[
        "Checked",
        "#As counted",
        "#Corrected",
        "#95 % interval",
        "#Right of those counted",
        "#Missed of the others",
        "#Unsure",
        "Remark",
    ]);
    for line in lines {
        let known =
            |column: &str, show: fn(f64) -> String| line.maybe(column).map_or_else(|| "–".to_owned(), show);
        let interval = match (line.maybe("low"), line.maybe("high")) {
            (Some(low), Some(high)) => format!("{} to {}", papers(low), papers(high)),
            _ => "–".to_owned(),
        };
        grid.row([
            what(numbers, line),
            known("raw", papers),
            known("corrected", papers),
            interval,
            known("precision", percent),
            known("missed", percent),
            known("unsure", papers),
            line.text("remark").to_owned(),
        ]);
    }
    grid
}
