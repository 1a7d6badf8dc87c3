//! How far the answers to the five questions move with the choices behind them.

use super::{Numbers, WIDE};
use crate::report::figure::{Figure, Grid, Layout};
use crate::report::sheet::Line;
use crate::report::svg::{Anchor, Svg, ticks};
use crate::report::words::{papers, percent};

const LEFT: f64 = 12.0;
const RIGHT: f64 = WIDE - 130.0;
const ROW: f64 = 62.0;
const TOP: f64 = 8.0;

pub(super) fn figure(numbers: &Numbers<'_>) -> Option<Figure> {
    let questions: Vec<&str> = numbers.answers.iter().map(|(question, _)| question.name.as_str()).collect();
    let trials: Vec<Vec<Line<'_>>> = questions
        .iter()
        .map(|name| {
            let trials = numbers.sensitivity.lines().filter(|line| line.text("question") == *name);
            trials.filter(|line| line.maybe("share").is_some()).collect()
        })
        .collect();
    let most = trials.iter().flatten().map(|line| line.number("share")).fold(0.0, f64::max);
    if most <= 0.0 {
        return None;
    }
    let marks = ticks(most, 6.0);
    let end = marks.last().copied().unwrap_or(1.0);
    let x = |share: f64| LEFT + share / end * (RIGHT - LEFT);
    let bottom = TOP + ROW * trials.len() as f64;
    let mut svg = Svg::new(WIDE, bottom + 28.0);
    for &mark in marks.iter().filter(|&&mark| mark <= 1.0 + 1e-9) {
        svg.line("rule", (x(mark), TOP + 4.0), (x(mark), bottom));
        svg.text("small muted", (x(mark), bottom + 18.0), Anchor::Middle, percent(mark));
    }
    let mut grid = Grid::new(&["Question", "#This report", "#Smallest", "Under", "#Largest", "Under"]);
    for (at, ((question, _), trials)) in numbers.answers.iter().zip(&trials).enumerate() {
        let y = TOP + ROW * at as f64 + 38.0;
        svg.text("bold", (LEFT, y - 17.0), Anchor::Start, &question.text);
        let by_share = |a: &&Line<'_>, b: &&Line<'_>| a.number("share").total_cmp(&b.number("share"));
        // Of choices that give the same share, the first one tried is named.
        let (Some(low), Some(high)) = (trials.iter().min_by(by_share), trials.iter().rev().max_by(by_share))
        else {
            continue;
        };
        svg.line("span", (x(low.number("share")), y), (x(high.number("share")), y));
        for line in trials {
            svg.line("tick", (x(line.number("share")), y - 7.0), (x(line.number("share")), y + 7.0));
        }
        let here = trials.iter().find(|line| is_here(numbers, line));
        let hint = |line: &Line<'_>| format!("{}: {}", percent(line.number("share")), choices(line));
        if let Some(here) = here {
            svg.dot("mark", (x(here.number("share")), y), 6.0, &hint(here));
        }
        let ends = format!("{} to {}", percent(low.number("share")), percent(high.number("share")));
        svg.text("small muted", (x(high.number("share")) + 14.0, y + 4.0), Anchor::Start, ends);
        grid.row([
            question.text.clone(),
            here.map_or_else(|| "–".to_owned(), |line| percent(line.number("share"))),
            percent(low.number("share")),
            choices(low),
            percent(high.number("share")),
            choices(high),
        ]);
    }
    Some(Figure {
        name: "sensitivity",
        title: "How far the answers move with the choices behind them".to_owned(),
        about: "Each fine stroke is the answer under one set of choices: what counts as adoption, how papers are counted, \
                with or without the appendix, by headquarters or laboratory, with or without derived models, with or \
                without countries counted together. The dot is this report’s choice."
            .to_owned(),
        drawing: svg,
        grid,
        layout: Layout::Wide,
    })
}

/// Whether a trial has the choices of the report.
fn is_here(numbers: &Numbers<'_>, line: &Line<'_>) -> bool {
    let options = &numbers.options;
    let fold = options.fold.to_string();
    ["", options.role.as_str()].contains(&line.text("role"))
        && line.text("counting") == options.counting.as_str()
        && line.text("scope") == options.scope.as_str()
        && line.text("origin_basis") == options.origin_basis.as_str()
        && line.text("lineage") == options.lineage.as_str()
        && line.text("fold") == fold
}

/// "7 of 53; role strict, whole counting, …".
fn choices(line: &Line<'_>) -> String {
    let role = match line.text("role") {
        "" => String::new(),
        role => format!("role {role}, "),
    };
    let fold = match line.text("fold") {
        "" => "no country folded".to_owned(),
        fold => format!("folded {fold}"),
    };
    format!(
        "{} of {}; {role}{} counting, scope {}, origin by {}, lineage {}, {fold}",
        papers(line.number("weight")),
        papers(line.number("of")),
        line.text("counting"),
        line.text("scope"),
        line.text("origin_basis"),
        line.text("lineage"),
    )
}
