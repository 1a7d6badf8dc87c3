//! What stands on a page and belongs to no sentence; directions of writing.

use super::super::builder::{Builder, shown};
use super::{BOTH, OURS, check, document, one_page};
use crate::pdf::{Engine, LineKind};

#[test]
fn rotated_pages_and_stamps() {
    let mut builder = Builder::new();
    builder.page_extra("/MediaBox[0 0 600 800]/Rotate 90");
    builder.page("BT /F1 10 Tf 0 1 -1 0 300 100 Tm (upright when turned) Tj ET");
    check("rotated page", BOTH, &builder.finish(), "upright when turned");
    let stamp = one_page(
        "BT /F1 20 Tf 0 1 -1 0 30 200 Tm (arXiv:2401.1) Tj /F1 10 Tf 1 0 0 1 100 700 Tm (Text of the page) Tj ET",
    );
    let document = document(stamp, Engine::Hayro);
    let kinds: Vec<_> =
        document.pages[0].lines.iter().map(|line| (document.pages[0].line_text(line), line.kind)).collect();
    assert_eq!(kinds, [("Text of the page", LineKind::Text), ("arXiv:2401.1", LineKind::Stamp)]);
}

#[test]
fn furniture() {
    let mut builder = Builder::new();
    for (number, head, table) in [
        ("7", "On Something 138 7", "Table 1"),
        ("8", "On Something 138 8", "Table 4"),
        ("9", "On Something 138 9", "Table 9"),
    ] {
        builder.page(&shown(&[
            (100.0, 770.0, 8.0, head),
            (100.0, 755.0, 8.0, table),
            (60.0, 700.0, 10.0, "The text of a page is neither head nor number."),
            (60.0, 688.0, 10.0, "7"),
            (300.0, 30.0, 8.0, number),
        ]));
    }
    for page in &document(builder.finish(), Engine::Hayro).pages {
        let kinds: Vec<LineKind> = page.lines.iter().map(|line| line.kind).collect();
        assert_eq!(
            kinds,
            [LineKind::RunningHead, LineKind::Text, LineKind::Text, LineKind::Text, LineKind::PageNumber]
        );
    }
    let lines: Vec<(f32, String)> =
        (0..40).map(|row| (740.0 - 17.0 * row as f32, format!("{:03}", row + 54))).collect();
    let mut placed: Vec<(f32, f32, f32, &str)> = Vec::new();
    for (y, number) in &lines {
        placed.push((20.0, *y, 8.0, number));
        placed.push((60.0, *y, 10.0, "words of the paper under review"));
    }
    let document = document(one_page(&shown(&placed)), Engine::Hayro);
    let text = document.pages[0].lines.iter().filter(|line| line.kind == LineKind::Text);
    assert_eq!(
        text.map(|line| document.pages[0].line_text(line)).collect::<Vec<_>>(),
        ["words of the paper under review"; 40]
    );
}

#[test]
fn directions() {
    for (turn, name) in [(90, "a quarter"), (180, "upside down"), (270, "three quarters")] {
        let mut builder = Builder::new();
        builder.page_extra(&format!("/MediaBox[0 0 600 800]/Rotate {turn}"));
        let matrix = match turn {
            90 => "0 1 -1 0 300 100",
            180 => "-1 0 0 -1 500 300",
            _ => "0 -1 1 0 300 700",
        };
        builder.page(&format!("BT /F1 10 Tf 12 TL {matrix} Tm (first line) Tj T* (second line) Tj ET"));
        check(name, OURS, &builder.finish(), "first line\nsecond line");
    }
    let table = "BT /F1 10 Tf 12 TL 0 1 -1 0 300 100 Tm (a table on its) Tj T* (side, row two) Tj ET";
    check("a table on its side", OURS, &one_page(table), "a table on its\nside, row two");
    let axis = format!(
        "BT /F1 10 Tf 0 1 -1 0 200 400 Tm (accuracy) Tj ET {}",
        shown(&[(100.0, 700.0, 10.0, "Text of the page"), (100.0, 688.0, 10.0, "goes on for a while")])
    );
    check(
        "the label of an axis",
        OURS,
        &one_page(&axis),
        "Text of the page\ngoes on for a while\n\naccuracy",
    );
}

#[test]
fn vertical_writing() {
    let font = |encoding: &str, system: &str| {
        format!(
            "<</Subtype/Type0/BaseFont/X/Encoding/{encoding}/DescendantFonts[<</Subtype/CIDFontType0/CIDSystemInfo\
             <</Registry(Adobe)/Ordering({system})/Supplement 2>>>>]>>"
        )
    };
    let mut builder = Builder::new();
    builder.font("F9", &font("UniJIS-UCS2-V", "Japan1"));
    builder.page("BT /F9 10 Tf 400 700 Td <65E5672C> Tj ET BT /F9 10 Tf 384 700 Td <8A9E6587> Tj ET");
    check("columns of Japanese from right to left", OURS, &builder.finish(), "日本\n語文");
    let mut builder = Builder::new();
    let map = "begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfchar <0001> <4E2D> <0002> <56FD> \
               endbfchar endcmap";
    let map = builder.stream("", map.as_bytes());
    let font = font("Identity-V", "Identity")
        .replace("<</Subtype/Type0", &format!("<</Subtype/Type0/ToUnicode {map} 0 R"));
    builder.font("F9", &font);
    builder.page("BT /F9 10 Tf 400 700 Td <00010002> Tj ET");
    check("Identity-V with a map", OURS, &builder.finish(), "中国");
}
