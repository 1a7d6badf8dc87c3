//! Reading order: columns, what runs across them, cells, authors.

use super::super::builder::shown;
use super::{OURS, check, document, one_page};
use crate::pdf::Engine;

#[test]
fn columns() {
    let mut placed = vec![(150.0, 760.0, 14.0, "A title that runs across both of the columns")];
    let left = [
        "the first line of the left one",
        "second line, also on the left",
        "and the third one to the left",
        "the fourth line ends the left",
    ];
    let right = [
        "the right column begins right here",
        "goes on for a second line of text",
        "and a third one, as on the left",
        "until its fourth line ends it all",
    ];
    let mut y = 700.0;
    for (left, right) in left.iter().zip(right) {
        placed.push((60.0, y, 10.0, left));
        placed.push((310.0, y, 10.0, right));
        y -= 12.0;
    }
    let expected = format!(
        "A title that runs across both of the columns\n\n{}\n\n{}",
        left.join("\n"),
        right.join("\n")
    );
    check("two columns", OURS, &one_page(&shown(&placed)), &expected);
    placed.reverse();
    check("two columns drawn backwards", OURS, &one_page(&shown(&placed)), &expected);
}

#[test]
fn grid_of_authors() {
    let cell = |x: f32, y: f32, lines: [&'static str; 3]| {
        lines
            .into_iter()
            .enumerate()
            .map(move |(index, line)| (x - line.len() as f32 * 2.5, y - 12.0 * index as f32, 10.0, line))
    };
    let mut placed = vec![(200.0, 740.0, 16.0, "On Something")];
    placed.extend(cell(150.0, 700.0, ["Ada Byron", "University of Turin", "ada@unito.it"]));
    placed.extend(cell(300.0, 700.0, ["Kurt Weil", "ETH", "kw@ethz.ch"]));
    placed.extend(cell(450.0, 700.0, ["Li Na", "Fudan University", "li@fudan.edu.cn"]));
    placed.push((280.0, 620.0, 12.0, "Abstract"));
    placed.push((100.0, 600.0, 10.0, "We say something."));
    check(
        "grid of authors",
        OURS,
        &one_page(&shown(&placed)),
        "On Something\n\nAda Byron\nUniversity of Turin\nada@unito.it\n\nKurt Weil\nETH\nkw@ethz.ch\n\nLi Na\n\
         Fudan University\nli@fudan.edu.cn\n\nAbstract\n\nWe say something.",
    );
}

#[test]
fn a_figure_beside_text() {
    let mut placed = Vec::new();
    for (index, y) in (0_u8..12).zip((0..12).map(|row| 700.0 - 12.0 * row as f32)) {
        let is_wrapped = (3..9).contains(&index);
        placed.push((
            60.0,
            y,
            10.0,
            if is_wrapped {
                "half as long since it wraps the chart"
            } else {
                "a line that is as long as the page is wide, with nothing beside it at all, as most"
            },
        ));
    }
    for (index, label) in ["accuracy of it", "error of it", "Figure one: a chart"].into_iter().enumerate() {
        placed.push((300.0, 655.0 - 17.0 * index as f32, 8.0, label));
    }
    let document = document(one_page(&shown(&placed)), Engine::Hayro);
    let page = &document.pages[0];
    let texts: Vec<&str> = page.lines.iter().map(|line| page.line_text(line)).collect();
    assert_eq!(texts[3..9], ["half as long since it wraps the chart"; 6], "{texts:?}");
    assert_eq!(texts[9..12], ["accuracy of it", "error of it", "Figure one: a chart"]);
}

/// Lines of a column that are `width` letters long, from a height downwards.
fn column(x: f32, y: f32, size: f32, lines: &[&'static str]) -> Vec<(f32, f32, f32, &'static str)> {
    lines.iter().enumerate().map(|(row, line)| (x, y - 1.2 * size * row as f32, size, *line)).collect()
}

const LEFT: [&str; 5] = [
    "the first line of the left one",
    "second line, also on the left",
    "and the third one to the left",
    "the fourth goes on to the left",
    "and here ends the left column",
];
const RIGHT: [&str; 5] = [
    "the right column begins right",
    "goes on for a second line now",
    "and a third one, as the left",
    "until its fourth line goes on",
    "and its fifth line ends it all",
];

#[test]
fn wide_figures_and_footnotes() {
    let mut placed =
        column(60.0, 760.0, 10.0, &["Table 1: What runs across both of the columns, a caption of"]);
    placed.extend(column(60.0, 748.0, 10.0, &["two lines."]));
    for (row, cells) in
        [["Model", "Dev", "Test", "All"], ["BERT", "81.2", "80.1", "80.6"], ["T5", "88.4", "87.9", "88.1"]]
            .into_iter()
            .enumerate()
    {
        for (x, cell) in [60.0, 180.0, 320.0, 430.0].into_iter().zip(cells) {
            placed.push((x, 728.0 - 12.0 * row as f32, 10.0, cell));
        }
    }
    placed.extend(column(60.0, 670.0, 10.0, &LEFT));
    placed.extend(column(310.0, 670.0, 10.0, &RIGHT));
    placed.extend(column(60.0, 600.0, 8.0, &["1 A footnote of the left column."]));
    let expected = format!(
        "Table 1: What runs across both of the columns, a caption of\ntwo lines.\n\nModel Dev Test All\n\
         BERT 81.2 80.1 80.6\nT5 88.4 87.9 88.1\n\n{}\n\n1 A footnote of the left column.\n\n{}",
        LEFT.join("\n"),
        RIGHT.join("\n")
    );
    check("a wide table and a footnote", OURS, &one_page(&shown(&placed)), &expected);
    placed.reverse();
    check("a wide table drawn last", OURS, &one_page(&shown(&placed)), &expected);
}

#[test]
fn a_figure_between_columns() {
    let mut placed = column(60.0, 760.0, 10.0, &LEFT);
    placed.extend(column(310.0, 760.0, 10.0, &RIGHT));
    placed.extend([(100.0, 660.0, 8.0, "encoder"), (400.0, 660.0, 8.0, "decoder")]);
    placed.extend(column(
        60.0,
        640.0,
        10.0,
        &["Figure 1: An encoder and a decoder, and how both of them work"],
    ));
    placed.extend(column(60.0, 600.0, 10.0, &LEFT));
    placed.extend(column(310.0, 600.0, 10.0, &RIGHT));
    let halves = |name: &str| {
        let document = document(one_page(&shown(&placed)), Engine::Hayro);
        let page = &document.pages[0];
        let lines: Vec<&str> = page.lines.iter().map(|line| page.line_text(line)).collect();
        let at = |text: &str| lines.iter().position(|line| *line == text).expect(name);
        (
            at("encoder decoder"),
            at("Figure 1: An encoder and a decoder, and how both of them work"),
            lines.len(),
        )
    };
    assert_eq!(halves("a figure with its caption"), (10, 11, 22));
}

#[test]
fn cells_of_several_lines() {
    let mut placed = column(60.0, 700.0, 10.0, &["the first cell has wor-", "ds that are divided"]);
    placed.extend(column(240.0, 700.0, 10.0, &["while the second", "one goes beside"]));
    placed.extend(column(60.0, 668.0, 10.0, &["the next row has one", "more cell of words"]));
    placed.extend(column(240.0, 668.0, 10.0, &["beside another", "one of them"]));
    check(
        "a divided word in a cell",
        OURS,
        &one_page(&shown(&placed)),
        "the first cell has wor-\nds that are divided\n\nwhile the second\none goes beside\n\n\
         the next row has one beside another\nmore cell of words one of them",
    );
    let numbers = [
        (60.0, 700.0, 10.0, "Preci-"),
        (60.0, 688.0, 10.0, "sion"),
        (160.0, 700.0, 10.0, "Recall"),
        (60.0, 676.0, 10.0, "81.2"),
        (160.0, 676.0, 10.0, "70.1"),
        (60.0, 664.0, 10.0, "82.2"),
        (160.0, 664.0, 10.0, "71.1"),
        (60.0, 652.0, 10.0, "83.2"),
        (160.0, 652.0, 10.0, "72.1"),
    ];
    check(
        "a table of numbers is read row by row",
        OURS,
        &one_page(&shown(&numbers)),
        "Preci- Recall\nsion\n81.2 70.1\n82.2 71.1\n83.2 72.1",
    );
}

#[test]
fn columns_of_a_last_page() {
    let left = [LEFT, LEFT, LEFT, LEFT].concat();
    let mut placed = column(60.0, 760.0, 10.0, &left);
    placed.extend(column(310.0, 760.0, 10.0, &RIGHT[..2]));
    let expected = format!("{}\n\n{}", left.join("\n"), RIGHT[..2].join("\n"));
    check("two lines in the right column", OURS, &one_page(&shown(&placed)), &expected);
}
