//! Adoption over the years.

use std::collections::BTreeMap;

use super::{NARROW, Numbers, WIDE, colour, models, origins};
use crate::country::Country;
use crate::report::figure::{Figure, Grid, Layout};
use crate::report::sheet::Line;
use crate::report::svg::{Anchor, Svg, spread, through, ticks};
use crate::report::words::{counted, papers as number, percent, span, verb};

/// Years with fewer papers than this are in the tables only: their intervals would fill the figure.
const FEW: f64 = 5.0;

/// How many origins and models are drawn.
const ORIGINS: usize = 5;
const MODELS: usize = 8;

/// The frame of a drawing: where its axes lie.
struct Frame {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    first: f64,
    last: f64,
    most: f64,
}

impl Frame {
    fn x(&self, year: f64) -> f64 {
        let years = (self.last - self.first).max(1.0);
        self.left + (year - self.first) / years * (self.right - self.left)
    }

    fn y(&self, value: f64) -> f64 {
        self.bottom - (value / self.most).min(1.0) * (self.bottom - self.top)
    }
}

/// A year of a line: papers, share and its interval.
#[derive(Clone, Copy)]
struct Point {
    year: f64,
    papers: f64,
    of: f64,
    share: f64,
    low: f64,
    high: f64,
}

impl Point {
    fn of(line: &Line<'_>) -> Option<Self> {
        Some(Self {
            year: line.text("year").parse().ok()?,
            papers: line.number("papers"),
            of: line.number("of"),
            share: line.number("share"),
            low: line.number("low"),
            high: line.number("high"),
        })
    }

    fn hint(&self) -> String {
        let Self { year, papers, of, share, low, high } = *self;
        format!(
            "{year}: {} of {}, {} ({})",
            number(papers),
            counted(of, "paper"),
            percent(share),
            span(low, high)
        )
    }
}

/// The years of a model or an origin.
fn points(numbers: &Numbers<'_>, what: &str, value: &str) -> Vec<Point> {
    let wanted = [("what", what), ("value", value)];
    numbers
        .trend()
        .into_iter()
        .flat_map(|sheet| sheet.of(wanted).filter_map(|it| Point::of(&it)).collect::<Vec<_>>())
        .collect()
}

/// The points of years that are drawn.
fn enough(points: &[Point]) -> Vec<Point> {
    points.iter().copied().filter(|point| point.of >= FEW).collect()
}

/// How many papers there are of each year.
pub(super) fn by_year(numbers: &Numbers<'_>) -> Option<Figure> {
    let mut years: BTreeMap<u16, f64> = BTreeMap::new();
    let mut unknown = 0.0;
    for line in numbers.composition.of([("what", "year")]) {
        match line.text("value").parse() {
            Ok(year) => *years.entry(year).or_default() += line.number("papers"),
            Err(_) => unknown += line.number("papers"),
        }
    }
    let (&first, &last) = (years.keys().next()?, years.keys().next_back()?);
    let marks = ticks(years.values().copied().fold(0.0, f64::max), 4.0);
    let frame = Frame {
        left: 46.0,
        right: NARROW - 10.0,
        top: 18.0,
        bottom: 236.0,
        first: f64::from(first),
        last: f64::from(last) + 1.0,
        most: marks.last().copied().unwrap_or(1.0),
    };
    let mut svg = Svg::new(NARROW, 266.0);
    for &mark in &marks {
        svg.line("rule", (frame.left, frame.y(mark)), (frame.right, frame.y(mark)));
        svg.text("small muted", (frame.left - 8.0, frame.y(mark) + 4.0), Anchor::End, number(mark));
    }
    let step = frame.x(f64::from(first) + 1.0) - frame.x(f64::from(first));
    let mut grid = Grid::new(&["Year", "#Papers"]);
    for (&year, &papers) in &years {
        let x = frame.x(f64::from(year));
        let wide = (step * 0.76).min(46.0);
        let left = x + (step - wide) / 2.0;
        let hint = format!("{year}: {}", counted(papers, "paper"));
        svg.rect("bar", (left, frame.y(papers)), (wide, frame.bottom - frame.y(papers)), &hint);
        svg.text("small", (x + step / 2.0, frame.y(papers) - 5.0), Anchor::Middle, number(papers));
        grid.row([year.to_string(), number(papers)]);
    }
    let skip = ((f64::from(last - first) + 1.0) / 9.0).ceil() as usize;
    for year in (first..=last).rev().step_by(skip.max(1)) {
        svg.text(
            "small muted",
            (frame.x(f64::from(year)) + step / 2.0, frame.bottom + 20.0),
            Anchor::Middle,
            year,
        );
    }
    let unknown = if unknown > 0.0 {
        grid.row(["unknown".to_owned(), number(unknown)]);
        format!(" The year of {} is not known.", counted(unknown, "paper"))
    } else {
        String::new()
    };
    Some(Figure {
        name: "papers",
        title: "How many papers there are of each year".to_owned(),
        about: format!(
            "Papers that count, by the year they appeared in. Few papers in a year make its shares uncertain.{unknown}"
        ),
        drawing: svg,
        grid,
        layout: Layout::Half,
    })
}

/// The share of each year's papers that adopt a model of an origin.
pub(super) fn by_origin(numbers: &Numbers<'_>) -> Option<Figure> {
    let chosen: Vec<Country> = origins(numbers).into_iter().map(|it| it.0).take(ORIGINS).collect();
    let lines: Vec<Vec<Point>> = chosen.iter().map(|it| points(numbers, "origin", it.code())).collect();
    let drawn: Vec<Vec<Point>> = lines.iter().map(|points| enough(points)).collect();
    let frame = frame(&drawn, (54.0, NARROW - 132.0, 12.0, 256.0))?;
    let mut svg = Svg::new(NARROW, 286.0);
    axes(&mut svg, &frame, "small muted");
    for (at, points) in drawn.iter().enumerate() {
        curve(&mut svg, &frame, points, &colour(at));
    }
    let ends: Vec<f64> =
        drawn.iter().map(|points| points.last().map_or(0.0, |point| frame.y(point.share))).collect();
    let places = spread(&ends, 17.0, (frame.top, frame.bottom));
    for (at, (country, y)) in chosen.iter().zip(places).enumerate() {
        svg.dot(&colour(at), (frame.right + 12.0, y), 4.0, "");
        svg.text("", (frame.right + 22.0, y + 4.0), Anchor::Start, country.name());
    }
    let mut grid = table("Model made in");
    for (country, points) in chosen.iter().zip(&lines) {
        rows(&mut grid, country.name(), points);
    }
    let countries: Vec<String> = chosen.iter().map(|&it| it.in_a_sentence()).collect();
    Some(Figure {
        name: "origins",
        title: "Where the models come from, year by year".to_owned(),
        about: format!(
            "Share of a year’s papers that {} at least one model made in {}, with its 95 % interval as a band. Years with \
             fewer than five papers are in the table only.",
            verb(numbers.options.role),
            countries.join(", ")
        ),
        drawing: svg,
        grid,
        layout: Layout::Half,
    })
}

/// The share of each year's papers that adopt a model, for the models with most papers.
pub(super) fn by_model(numbers: &Numbers<'_>) -> Option<Figure> {
    let chosen: Vec<&str> = models(numbers).into_iter().map(|it| it.0).take(MODELS).collect();
    let lines: Vec<Vec<Point>> = chosen.iter().map(|it| points(numbers, "model", it)).collect();
    let drawn: Vec<Vec<Point>> = lines.iter().map(|points| enough(points)).collect();
    let all = frame(&drawn, (0.0, 1.0, 0.0, 1.0))?;
    let (columns, wide, tall) = (4, WIDE / 4.0, 190.0);
    let mut svg = Svg::new(WIDE, tall * chosen.len().div_ceil(columns) as f64);
    for (at, (model, points)) in chosen.iter().zip(&drawn).enumerate() {
        let (x, y) = ((at % columns) as f64 * wide, (at / columns) as f64 * tall);
        let frame = Frame { left: x + 54.0, right: x + wide - 14.0, top: y + 34.0, bottom: y + 152.0, ..all };
        svg.text("bold", (x + 8.0, y + 18.0), Anchor::Start, numbers.name(model));
        axes(&mut svg, &frame, "small muted");
        curve(&mut svg, &frame, points, &colour(0));
    }
    let mut grid = table("Model");
    for (model, points) in chosen.iter().zip(&lines) {
        rows(&mut grid, numbers.name(model), points);
    }
    Some(Figure {
        name: "models",
        title: "The most adopted models, year by year".to_owned(),
        about: format!(
            "Share of a year’s papers that {} the model, with its 95 % interval as a band; the same scale for all. Years \
             with fewer than five papers are in the table only.",
            verb(numbers.options.role)
        ),
        drawing: svg,
        grid,
        layout: Layout::Wide,
    })
}

/// A frame around lines, in the given place; nothing where no line has two years.
fn frame(lines: &[Vec<Point>], (left, right, top, bottom): (f64, f64, f64, f64)) -> Option<Frame> {
    let all = || lines.iter().flatten();
    let first = all().map(|point| point.year).fold(f64::INFINITY, f64::min);
    let last = all().map(|point| point.year).fold(f64::NEG_INFINITY, f64::max);
    if first >= last {
        return None;
    }
    let marks = ticks(all().map(|point| point.high).fold(0.05, f64::max), 4.0);
    let most = marks.last().copied().unwrap_or(1.0).min(1.0);
    Some(Frame { left, right, top, bottom, first, last, most })
}

fn axes(svg: &mut Svg, frame: &Frame, class: &str) {
    for mark in ticks(frame.most, 4.0).into_iter().filter(|&mark| mark <= frame.most + 1e-9) {
        svg.line("rule", (frame.left, frame.y(mark)), (frame.right, frame.y(mark)));
        svg.text(class, (frame.left - 6.0, frame.y(mark) + 4.0), Anchor::End, percent(mark));
    }
    let skip =
        ((frame.last - frame.first) / 6.0).ceil().max(1.0) * if class.contains("tiny") { 2.0 } else { 1.0 };
    let mut year = frame.last;
    while year >= frame.first {
        svg.text(class, (frame.x(year), frame.bottom + 18.0), Anchor::Middle, year);
        year -= skip;
    }
}

fn curve(svg: &mut Svg, frame: &Frame, points: &[Point], colour: &str) {
    let at = |share: fn(&Point) -> f64| points.iter().map(move |it| (frame.x(it.year), frame.y(share(it))));
    let band: Vec<(f64, f64)> = at(|it| it.high).chain(at(|it| it.low).rev()).collect();
    svg.path(&format!("band {colour}"), &(through(&band) + "Z"), "");
    let line: Vec<(f64, f64)> = at(|it| it.share).collect();
    svg.path(&format!("line {colour}"), &through(&line), "");
    for (point, place) in points.iter().zip(line) {
        svg.dot(colour, place, 3.0, &point.hint());
    }
}

fn table(heading: &'static str) -> Grid {
    Grid::new(&[heading, "#Year", "#Papers", "#Of that year’s papers", "#Share", "#95 % interval"])
}

fn rows(grid: &mut Grid, name: &str, points: &[Point]) {
    for &Point { year, papers, of, share, low, high } in points {
        grid.row([
            name.to_owned(),
            year.to_string(),
            number(papers),
            number(of),
            percent(share),
            span(low, high),
        ]);
    }
}
