//! One page a layout: lines as printed, and who is where.

use super::*;
use crate::pdf::{Line, LineKind, Rect, Rise, Span, Style, TextRange};

/// A line: `x`, `y`, size, words.
type Printed<'a> = (f32, f32, f32, &'a str);

/// Lines of a page: `x`, `y`, size, words; `^…^` is raised, `_` before a line makes it bold.
fn page(lines: &[(f32, f32, f32, &str)]) -> Page {
    let mut page = Page { number: 1, width: 612.0, height: 792.0, ..Page::default() };
    let mut above: Option<(f32, f32, f32)> = None;
    let mut block = 0;
    for &(x, y, size, printed) in lines {
        let near = above.is_some_and(|(x0, y0, s0)| {
            (y - y0) > 0.0 && y - y0 < 1.4 * size && (x - x0).abs() < 90.0 && (size - s0).abs() < 3.0
        });
        if !near {
            block += 1;
        }
        above = Some((x, y, size));
        let style = if printed.starts_with('_') { Style::Bold } else { Style::Plain };
        let (text_start, span_start) = (page.text.len() as u32, page.spans.len() as u32);
        let mut at = x;
        for (part, words) in printed.trim_start_matches('_').split('^').enumerate() {
            if words.is_empty() {
                continue;
            }
            let raised = part % 2 == 1;
            let span_size = if raised { size * 0.7 } else { size };
            if raised && page.text.len() as u32 > text_start {
                page.text.push(' ');
            }
            let start = page.text.len() as u32;
            page.text.push_str(words);
            let width = words.chars().count() as f32 * span_size * 0.5;
            page.spans.push(Span {
                text: TextRange { start, end: page.text.len() as u32 },
                x0: at,
                x1: at + width,
                baseline: y,
                size: span_size,
                rise: if raised { Rise::Super } else { Rise::Normal },
                style,
            });
            at += width;
        }
        page.lines.push(Line {
            text: TextRange { start: text_start, end: page.text.len() as u32 },
            spans: TextRange { start: span_start, end: page.spans.len() as u32 },
            bbox: Rect { x0: x, y0: y - 0.8 * size, x1: at, y1: y + 0.2 * size },
            baseline: y,
            size,
            block,
            kind: LineKind::Text,
        });
    }
    page
}

const PROSE: &str =
    "We show that the words of running text are no names and that no body is named in them at all.";

/// Reads a page with a title, the lines, an abstract and `foot`; gives `linking: name=countries; …`.
fn reads(head: &[(f32, f32, f32, &str)], foot: &[(f32, f32, f32, &str)]) -> String {
    summary(&found(head, foot))
}

fn found(head: &[(f32, f32, f32, &str)], foot: &[(f32, f32, f32, &str)]) -> Authorship {
    let mut lines = vec![(120.0, 80.0, 17.0, "_A Study of Invented Things")];
    lines.extend_from_slice(head);
    lines.push((280.0, 300.0, 12.0, "_Abstract"));
    lines.extend((0..12).map(|at| (110.0, 320.0 + 11.0 * at as f32, 10.0, PROSE)));
    lines.extend_from_slice(foot);
    read_page(&page(&lines), Some("A Study of Invented Things"), Gazetteer::embedded())
}

fn summary(found: &Authorship) -> String {
    let author = |it: &Author| {
        let codes: Vec<String> = it.countries.iter().map(ToString::to_string).collect();
        format!("{}={}", it.name, codes.join("+"))
    };
    let authors: Vec<String> = found.authors.iter().map(author).collect();
    let set: Vec<String> = found.countries().iter().map(ToString::to_string).collect();
    format!("{}: {} | {}", found.linking.as_str(), authors.join("; "), set.join("+"))
}

#[test]
fn superscripts_name_the_affiliations_below() {
    let found = reads(
        &[
            (100.0, 120.0, 12.0, "_Ada Lovelace^1,∗^, Bo Li^1,2^ and Carla Gómez^2†^"),
            (130.0, 140.0, 10.0, "^1^University of Oxford, ^2^Tsinghua University"),
            (130.0, 152.0, 10.0, "{ada,bo}@example.org"),
        ],
        &[(110.0, 700.0, 8.0, "^∗^Work done while interning at Google. ^†^Corresponding author.")],
    );
    insta::assert_snapshot!(found, @"marker: Ada Lovelace=GB; Bo Li=CN+GB; Carla Gómez=CN | CN+GB");
}

#[test]
fn a_date_a_preposition_and_a_citation_are_no_authors() {
    let found = reads(
        &[
            (100.0, 120.0, 12.0, "by Ada Lovelace and Bo Li"),
            (100.0, 134.0, 10.0, "Aalto University"),
            (100.0, 150.0, 10.0, "February 21, 2025"),
            (100.0, 170.0, 10.0, "Invent (Lovelace et al., 2021; Li, 2022)"),
        ],
        &[],
    );
    insta::assert_snapshot!(found, @"single: Ada Lovelace=FI; Bo Li=FI | FI");
}

#[test]
fn symbols_name_the_affiliations() {
    let found = reads(
        &[
            (100.0, 120.0, 12.0, "_Ada Lovelace♠ Bo Li♠♣ Carla Gómez♣"),
            (130.0, 140.0, 10.0, "♠University of Washington ♣Allen Institute for AI"),
            (130.0, 152.0, 10.0, "♢Bar-Ilan University"),
        ],
        &[],
    );
    insta::assert_snapshot!(found, @"marker: Ada Lovelace=US; Bo Li=US; Carla Gómez=US | IL+US");
}

#[test]
fn footnotes_hold_the_affiliations() {
    let found = reads(
        &[(150.0, 120.0, 10.0, "_Ada Lovelace^*1^ Bo Li^*2^ Carla Gómez^1^")],
        &[
            (55.0, 640.0, 8.0, "^*^Equal contribution ^1^Department of Computer Science,"),
            (55.0, 650.0, 8.0, "University of Toronto, Toronto, Canada ^2^Google DeepMind. Cor-"),
            (55.0, 660.0, 8.0, "respondence to: Ada Lovelace <ada@cs.toronto.edu>."),
            (55.0, 690.0, 8.0, "Proceedings of the 41st International Conference on Machine"),
            (55.0, 700.0, 8.0, "Learning, Vienna, Austria. PMLR 235, 2024."),
        ],
    );
    insta::assert_snapshot!(found, @"marker: Ada Lovelace=CA; Bo Li=GB; Carla Gómez=CA | CA+GB");
}

#[test]
fn a_grid_links_by_columns() {
    let found = reads(
        &[
            (80.0, 120.0, 10.0, "_Ada Lovelace"),
            (80.0, 132.0, 10.0, "University of Oxford"),
            (80.0, 144.0, 10.0, "ada@ox.ac.uk"),
            (260.0, 120.0, 10.0, "_Bo Li"),
            (260.0, 132.0, 10.0, "Peking University"),
            (260.0, 144.0, 10.0, "bo@pku.edu.cn"),
            (430.0, 120.0, 10.0, "_Carla Gómez"),
            (430.0, 132.0, 10.0, "Acme Foo"),
            (430.0, 144.0, 10.0, "carla@example.es"),
        ],
        &[],
    );
    insta::assert_snapshot!(found, @"layout: Ada Lovelace=GB; Bo Li=CN; Carla Gómez=ES | CN+ES+GB");
}

#[test]
fn one_affiliation_is_everybodys() {
    let found = reads(
        &[
            (80.0, 120.0, 10.0, "_Ada Lovelace   "),
            (260.0, 120.0, 10.0, "_Bo Li"),
            (430.0, 120.0, 10.0, "_Carla Gómez∗"),
            (240.0, 136.0, 10.0, "KAIST, Daejeon"),
        ],
        &[(110.0, 700.0, 8.0, "∗Equal contribution")],
    );
    insta::assert_snapshot!(found, @"single: Ada Lovelace=KR; Bo Li=KR; Carla Gómez=KR | KR");
}

#[test]
fn letters_in_the_manner_of_publishers() {
    let found = reads(
        &[
            (100.0, 120.0, 12.0, "Ada Lovelace^a,∗^, Bo Li^b^"),
            (100.0, 140.0, 8.0, "^a^Department of Physics, University of Oslo, Oslo, Norway"),
            (100.0, 150.0, 8.0, "^b^School of Software, Beihang University, Beijing 100191, China"),
        ],
        &[],
    );
    insta::assert_snapshot!(found, @"marker: Ada Lovelace=NO; Bo Li=CN | CN+NO");
}

#[test]
fn an_unlinked_list_tells_the_set_only() {
    let found = reads(
        &[
            (100.0, 120.0, 12.0, "_Ada Lovelace, Bo Li, Carla Gómez"),
            (100.0, 140.0, 10.0, "Johns Hopkins University, ETH Zurich"),
        ],
        &[],
    );
    insta::assert_snapshot!(found, @"none: Ada Lovelace=; Bo Li=; Carla Gómez= | CH+US");
}

#[test]
fn a_team_signs_a_report() {
    let found =
        reads(&[(250.0, 120.0, 12.0, "_Qwen Team"), (240.0, 140.0, 10.0, "https://example.org/qwen")], &[]);
    insta::assert_snapshot!(found, @"single: Qwen Team=CN | CN");
}

#[test]
fn names_that_are_also_places_and_companies() {
    let found = reads(
        &[
            (100.0, 120.0, 12.0, "_Maarten Sap^1^, Michael Jordan^2^, Paris Houston^1^, Yale Song^2^"),
            (130.0, 140.0, 10.0, "^1^University of Vienna"),
            (130.0, 152.0, 10.0, "^2^Indian Institute of Technology Bombay"),
        ],
        &[],
    );
    insta::assert_snapshot!(found, @"marker: Maarten Sap=AT; Michael Jordan=IN; Paris Houston=AT; Yale Song=IN | AT+IN");
}

#[test]
fn name_mail_and_affiliation_by_rows() {
    let found = reads(
        &[
            (90.0, 120.0, 11.0, "_Ada Lovelace"),
            (400.0, 120.0, 9.0, "ADA@OX.AC.UK"),
            (90.0, 132.0, 10.0, "University of Oxford"),
            (90.0, 150.0, 11.0, "_Bo Li"),
            (400.0, 150.0, 9.0, "BO@GMAIL.COM"),
            (90.0, 162.0, 10.0, "Independent Researcher"),
        ],
        &[],
    );
    insta::assert_snapshot!(found, @"layout: Ada Lovelace=GB; Bo Li= | GB");
}

#[test]
fn members_are_with_their_universities() {
    let found = reads(
        &[(100.0, 120.0, 11.0, "Ada Lovelace, Member, IEEE, and Bo Li")],
        &[
            (50.0, 640.0, 8.0, "A. Lovelace is with the University of Oxford, Oxford, U.K. (e-mail:"),
            (50.0, 650.0, 8.0, "ada@ox.ac.uk). B. Li is with Tsinghua University, Beijing, China."),
        ],
    );
    insta::assert_snapshot!(found, @"layout: Ada Lovelace=GB; Bo Li=CN | CN+GB");
}

#[test]
fn marks_before_the_names_and_behind_the_affiliations() {
    let found = reads(
        &[
            (100.0, 120.0, 12.0, "^1^Ada Lovelace, ^2^Bo Li"),
            (130.0, 140.0, 10.0, "University of Oxford^1^ Tsinghua University^2^"),
        ],
        &[],
    );
    insta::assert_snapshot!(found, @"marker: Ada Lovelace=GB; Bo Li=CN | CN+GB");
}

#[test]
fn names_and_affiliation_in_one_line() {
    let found = reads(
        &[
            (50.0, 120.0, 11.0, "ADA LOVELACE, University of Oxford, United Kingdom"),
            (50.0, 134.0, 11.0, "BO LI and CHEN WANG, Tsinghua University, China"),
        ],
        &[],
    );
    insta::assert_snapshot!(found, @"layout: ADA LOVELACE=GB; BO LI=CN; CHEN WANG=CN | CN+GB");
}

#[test]
fn digits_on_the_line_where_the_rise_is_lost() {
    let found = reads(
        &[(100.0, 120.0, 12.0, "Ada Lovelace1 · Bo Li2")],
        &[
            (50.0, 640.0, 8.0, "1 Department of Physics, University of Oslo, Oslo, Norway"),
            (50.0, 650.0, 8.0, "2 School of Software, Beihang University, Beijing 100191, China"),
        ],
    );
    insta::assert_snapshot!(found, @"marker: Ada Lovelace=NO; Bo Li=CN | CN+NO");
}

#[test]
fn a_cover_is_passed_over() {
    let cover = page(&[
        (100.0, 100.0, 20.0, "_A Study of Invented Things"),
        (100.0, 140.0, 11.0, "Ada Lovelace, Bo Li"),
    ]);
    let first = page(&[
        (100.0, 100.0, 17.0, "_A Study of Invented Things"),
        (100.0, 140.0, 11.0, "Ada Lovelace, Bo Li"),
        (100.0, 154.0, 10.0, "Aalto University"),
        (100.0, 200.0, 12.0, "_Abstract"),
    ]);
    let first = Page { number: 2, ..first };
    let found = read(&reading(vec![cover, first]), Gazetteer::embedded());
    insta::assert_snapshot!(summary(&found), @"single: Ada Lovelace=FI; Bo Li=FI | FI");
}

/// A reading of pages whose text is told apart as a document's is.
fn reading(pages: Vec<Page>) -> Reading {
    let mut reading = Reading::failed(crate::pdf::Status::Ok, ProblemKind::NoText, String::new());
    reading.text = crate::text::Text::new(&pages);
    reading.front = pages;
    reading
}

#[test]
fn only_a_paper_has_the_countries_of_its_first_page() {
    let names = (100.0, 140.0, 11.0, "Ada Lovelace");
    let place = (100.0, 154.0, 10.0, "Aalto University");
    let cases: &[(&str, &[Printed], &str)] = &[
        ("an abstract", &[names, place, (100.0, 200.0, 12.0, "_Abstract")], "FI"),
        ("an abstract in another language", &[names, place, (100.0, 200.0, 12.0, "_摘要")], "FI"),
        ("a reference list", &[names, place, (100.0, 400.0, 12.0, "_References")], "FI"),
        ("an address", &[names, place, (100.0, 168.0, 10.0, "ada.lovelace@aalto.fi")], "FI"),
        ("a leaflet that names a body", &[names, place], ""),
        (
            "a table of companies",
            &[(100.0, 140.0, 11.0, "Volvo 142E"), (100.0, 154.0, 10.0, "Siemens AG")],
            "",
        ),
    ];
    for (name, lines, wanted) in cases {
        let mut all = vec![(100.0, 100.0, 17.0, "_A Study of Invented Things")];
        all.extend_from_slice(lines);
        let found = read(&reading(vec![page(&all)]), Gazetteer::embedded());
        let countries: Vec<String> = found.countries().iter().map(Country::to_string).collect();
        assert_eq!(countries.join("+"), *wanted, "{name}");
        let told = found.problems.iter().any(|it| it.kind == ProblemKind::NoFront);
        assert_eq!(told, wanted.is_empty(), "{name}");
    }
}

#[test]
fn an_interns_host_and_the_place_of_the_venue_do_not_count() {
    let found = reads(
        &[(100.0, 120.0, 12.0, "_Ada Lovelace^∗^"), (100.0, 136.0, 10.0, "University of Oslo")],
        &[
            (50.0, 640.0, 8.0, "^∗^Work done during an internship at Google Research, Mountain View, USA."),
            (50.0, 660.0, 8.0, "Copyright 2024, Association for the Advancement of Artificial Intelligence."),
            (
                50.0,
                670.0,
                8.0,
                "38th Conference on Neural Information Processing Systems, Vancouver, Canada.",
            ),
        ],
    );
    insta::assert_snapshot!(found, @"single: Ada Lovelace=NO | NO");
}

#[test]
fn a_note_behind_an_affiliation_and_a_heading_beside_the_names() {
    let found = reads(
        &[(150.0, 120.0, 10.0, "_Ada Lovelace^1^ Tomasz Nowak^2^"), (350.0, 200.0, 12.0, "_Experiments")],
        &[
            (
                55.0,
                640.0,
                8.0,
                "^1^University of Oslo, Oslo, Norway ^2^University of Warsaw, Warsaw, Poland. Work",
            ),
            (55.0, 650.0, 8.0, "done while interning at Huawei."),
        ],
    );
    insta::assert_snapshot!(found, @"marker: Ada Lovelace=NO; Tomasz Nowak=PL | NO+PL");
}

#[test]
fn corresponding_authors_are_those_marked() {
    let names = (100.0, 120.0, 12.0, "_Ada Lovelace^1,∗^, Bo Li^1,†^ and Carla Gómez^1^");
    let envelope = (100.0, 120.0, 12.0, "_Ada Lovelace^1^, Bo Li^1^✉ and Carla Gómez^1^");
    let place = (130.0, 140.0, 10.0, "^1^University of Oxford");
    for (case, names, notes, wanted) in [
        ("a mark and its note", names, &["^∗^Equal contribution. ^†^Corresponding author."][..], "Bo Li"),
        ("nobody is marked", names, &["^∗^Equal contribution. ^†^Work done at Acme."], ""),
        ("an envelope", envelope, &[], "Bo Li"),
        (
            "a name",
            names,
            &["^∗^Equal contribution. Correspondence to: Carla Gómez <cg@example.org>."],
            "Carla Gómez",
        ),
        (
            "a name in a broken note",
            names,
            &["Equal contribution. Cor-", "respondence to: Ada Lovelace"],
            "Ada Lovelace",
        ),
        ("an address", names, &["Correspondence to: <carla.gomez@example.org>."], "Carla Gómez"),
        (
            "two names",
            names,
            &["Corresponding authors: Ada Lovelace, Bo Li. Proceedings of Carla Gómez"],
            "Ada Lovelace; Bo Li",
        ),
    ] {
        let notes: Vec<(f32, f32, f32, &str)> = notes
            .iter()
            .enumerate()
            .map(|(at, note)| (110.0, 700.0 + 10.0 * at as f32, 8.0, *note))
            .collect();
        let marked: Vec<String> = found(&[names, place], &notes)
            .authors
            .into_iter()
            .filter(|author| author.corresponding)
            .map(|author| author.name)
            .collect();
        assert_eq!(marked.join("; "), wanted, "{case}");
    }
}

#[test]
fn acm_blocks_hold_one_affiliation_an_author() {
    let found = reads(
        &[
            (90.0, 120.0, 12.0, "Ada Lovelace"),
            (95.0, 133.0, 9.0, "ada@ox.ac.uk"),
            (80.0, 145.0, 10.0, "University of Oxford"),
            (75.0, 157.0, 10.0, "Oxford, United Kingdom"),
            (270.0, 120.0, 12.0, "Bo Li"),
            (265.0, 133.0, 9.0, "bo@pku.edu.cn"),
            (255.0, 145.0, 10.0, "Peking University"),
            (260.0, 157.0, 10.0, "Beijing, China"),
            (430.0, 120.0, 12.0, "Carla Gómez"),
            (430.0, 133.0, 9.0, "carla@acme.example"),
            (430.0, 145.0, 10.0, "Acme Robotics"),
            (430.0, 157.0, 10.0, "Madrid, Spain"),
        ],
        &[],
    );
    insta::assert_snapshot!(found, @"layout: Ada Lovelace=GB; Bo Li=CN; Carla Gómez=ES | CN+ES+GB");
}

#[test]
fn two_rows_of_ieee_blocks() {
    let block = |x: f32, y: f32, lines: [&'static str; 4]| {
        lines
            .into_iter()
            .enumerate()
            .map(move |(at, line)| (x, y + 12.0 * at as f32, 10.0, line))
            .collect::<Vec<_>>()
    };
    let head = [
        block(80.0, 110.0, ["Ada Lovelace", "Dept. of Physics", "University of Oslo", "Oslo, Norway"]),
        block(330.0, 110.0, ["Bo Li", "School of Software", "Beihang University", "Beijing, China"]),
        block(80.0, 180.0, ["Carla Gómez", "Dept. of Computing", "Aalto University", "Espoo, Finland"]),
        block(330.0, 180.0, ["Dan Roy", "Research Division", "Acme Robotics", "Toronto, Canada"]),
    ];
    let found = reads(&head.concat(), &[]);
    insta::assert_snapshot!(found, @"layout: Ada Lovelace=NO; Bo Li=CN; Carla Gómez=FI; Dan Roy=CA | CA+CN+FI+NO");
}

#[test]
fn the_head_ends_at_every_form_of_its_heading() {
    for heading in [
        "Abstract",
        "ABSTRACT",
        "A BSTRACT",
        "a b s t r a c t",
        "Summary",
        "1 Introduction",
        "1. Introduction",
    ] {
        let lines = [
            (120.0, 80.0, 17.0, "_A Study of Invented Things"),
            (100.0, 120.0, 12.0, "_Ada Lovelace"),
            (100.0, 134.0, 10.0, "University of Oslo"),
            (100.0, 170.0, 11.0, heading),
            (100.0, 186.0, 10.0, "Stanford University"),
        ];
        let found = read_page(&page(&lines), Some("A Study of Invented Things"), Gazetteer::embedded());
        assert_eq!(summary(&found), "single: Ada Lovelace=NO | NO", "{heading}");
    }
}

#[test]
fn title_running_head_and_publisher_are_no_affiliations() {
    let mut printed = page(&[
        (100.0, 40.0, 8.0, "Journal of Stanford University"),
        (120.0, 80.0, 17.0, "_What Tsinghua University Taught"),
        (120.0, 100.0, 17.0, "_the University of Tokyo"),
        (100.0, 130.0, 12.0, "_Ada Lovelace"),
        (100.0, 144.0, 10.0, "University of Oslo"),
        (100.0, 170.0, 11.0, "_Abstract"),
        (50.0, 700.0, 8.0, "Published by Oxford University Press, United Kingdom."),
        (50.0, 710.0, 8.0, "© 2024 Elsevier B.V., Amsterdam, The Netherlands. All rights reserved."),
    ]);
    printed.lines[0].kind = LineKind::RunningHead;
    let title = "What Tsinghua University Taught the University of Tokyo";
    let found = read_page(&printed, Some(title), Gazetteer::embedded());
    insta::assert_snapshot!(summary(&found), @"single: Ada Lovelace=NO | NO");
}

#[test]
fn present_addresses_and_hosts_of_interns_count_only_among_the_affiliations() {
    let names = (100.0, 120.0, 12.0, "_Ada Lovelace^1,∗^, Bo Li^2^");
    let places = (130.0, 140.0, 10.0, "^1^University of Oslo ^2^Google Research");
    let found = reads(
        &[names, places],
        &[
            (50.0, 640.0, 8.0, "^∗^Work done while interning at Google Research."),
            (50.0, 650.0, 8.0, "^2^Present address: Peking University, Beijing, China."),
        ],
    );
    insta::assert_snapshot!(found, @"marker: Ada Lovelace=NO; Bo Li=US | NO+US");
}

#[test]
fn a_report_with_contributors_at_its_end_is_its_teams() {
    let found = reads(
        &[
            (250.0, 120.0, 12.0, "_DeepSeek-AI"),
            (240.0, 140.0, 10.0, "research@deepseek.com"),
            (240.0, 155.0, 9.0, "See Contributions section for a full author list."),
        ],
        &[],
    );
    insta::assert_snapshot!(found, @"single: DeepSeek-AI=CN | CN");
}
