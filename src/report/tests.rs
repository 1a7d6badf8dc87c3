//! What holds for every page.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{figures, page, page_within};
use crate::adoption::specimen::{record, registry};
use crate::adoption::{Counting, Level, Lineage, Options, Scope};
use crate::models::{Ambiguous, Parent, Role};
use crate::paper::PaperRecord;
use crate::pdf::Status;
use crate::records::{Mixing, Records};
use crate::text::Zone;

fn records(papers: &[PaperRecord]) -> Records {
    let lines: String =
        papers.iter().map(|paper| serde_json::to_string(paper).expect("plain data") + "\n").collect();
    Records::spool(lines.as_bytes(), Path::new("test"), Mixing::Refused).expect("records")
}

fn page_of(papers: &[PaperRecord], options: &Options) -> String {
    page(&mut records(papers), &registry(), options).expect("a page")
}

/// Papers of several years, countries and roles; some without a country, a text or an original of their own.
fn papers() -> Vec<PaperRecord> {
    let used = [(Zone::Body, Role::Used)];
    let mut papers = Vec::new();
    for at in 0..12_u16 {
        let year = 2024 + at % 4;
        papers.push(record(&format!("us{at}")).of(year).by(&[&["US"], &[]]).naming("llama", &used));
        let both = record(&format!("cn{at}")).of(year).by(&[&["CN"], &["US", "HK"]]);
        let both = both.naming("qwen", &[(Zone::Appendix, Role::Used), (Zone::Body, Role::Compared)]);
        papers.push(if at % 3 == 0 {
            both.naming("transformer", &[(Zone::Abstract, Role::Mentioned)])
        } else {
            both
        });
        papers.push(record(&format!("hk{at}")).by(&[&["HK"]]).naming("qwen", &used).naming("resnet", &used));
    }
    papers.push(record("nowhere").by(&[&[]]).naming("bloom", &used));
    let mut lost = record("lost");
    lost.status = Status::NoText;
    papers.push(lost);
    let mut copy = record("copy").naming("bloom", &used);
    copy.duplicate_of = Some("us1".to_owned());
    papers.push(copy);
    papers
}

/// The JSON in a script of the page.
fn data_of(page: &str, id: &str) -> Value {
    let begin = format!("<script type=\"application/json\" id=\"{id}\">");
    let text = page.split_once(&begin).and_then(|it| it.1.split_once("</script>")).expect("the data").0;
    serde_json::from_str(text).expect("JSON")
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map(Vec::as_slice).expect("a list")
}

#[test]
fn what_strangers_wrote_stays_text() {
    let evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u{2028}\u{202e}\u{0} & \"'";
    let mut paper = record("1").naming("llama", &[(Zone::Body, Role::Used)]);
    paper.title = Some(evil.to_owned());
    paper.path = format!("{evil}.pdf");
    paper.venue = Some(evil.to_owned());
    paper.affiliations[0].text = evil.to_owned();
    paper.affiliations[0].evidence = evil.to_owned();
    paper.models[0].evidence[0].text = evil.to_owned();
    paper.ambiguous.push(Ambiguous {
        id: "qwen".to_owned(),
        text: evil.to_owned(),
        page: 1,
        zone: Zone::Body,
        context: evil.to_owned(),
    });
    let page = page_of(&[paper], &Options::default());
    assert_eq!(page.matches("<script").count(), 3, "the data, the evidence and the page's own");
    assert_eq!(page.matches("</script").count(), 3);
    assert!(!page.contains("<img"));
    let evidence = data_of(&page, "evidence");
    assert_eq!(evidence["papers"][0][0], evil, "and comes back whole");
    assert_eq!(evidence["passages"][0][5], evil);
    assert!(!page[page.find("id=\"evidence\"").expect("evidence")..].contains('\u{2028}'));
}

#[test]
fn a_page_loads_nothing_and_runs_only_its_own() {
    let page = page_of(&papers(), &Options::default());
    let between = |begin: &str, end: &str| -> Vec<&str> {
        page.split(begin).skip(1).filter_map(|it| it.split_once(end)).map(|it| it.0).collect()
    };
    let policy = between("http-equiv=\"Content-Security-Policy\" content=\"", "\"")[0];
    assert!(policy.starts_with("default-src 'none'; "), "{policy}");
    let mut own = between("<style>", "</style>");
    own.extend(between("<style id=\"figure-css\">", "</style>"));
    own.extend(between("<script>", "</script>"));
    assert_eq!(own.len(), 3);
    for text in own {
        let hash = format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
        assert!(policy.contains(&hash), "{hash} is not in {policy}");
    }
    for outside in ["src=", " style=", "<link", "<iframe", "<base", "javascript:"] {
        assert!(!page.contains(outside), "{outside}");
    }
    let addresses = page.matches("://").count();
    assert_eq!(
        addresses,
        page.matches("http://www.w3.org/2000/svg").count(),
        "names of the language of drawings only"
    );
}

#[test]
fn every_link_leads_somewhere() {
    let page = page_of(&papers(), &Options::default());
    let after = |begin: &str| -> Vec<&str> {
        page.split(begin).skip(1).filter_map(|it| it.split_once('"')).map(|it| it.0).collect()
    };
    let ids = after(" id=\"");
    let distinct: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), distinct.len(), "no id stands twice");
    let links = after("href=\"#");
    assert!(links.len() > 8);
    for link in
        links.into_iter().chain(after("aria-labelledby=\"").into_iter().flat_map(str::split_whitespace))
    {
        assert!(distinct.contains(link), "#{link}");
    }
}

#[test]
fn the_order_of_records_moves_no_byte() {
    let (mut papers, options) = (papers(), Options::default());
    let page = page_of(&papers, &options);
    papers.reverse();
    assert_eq!(page_of(&papers, &options), page);
}

/// As many papers are listed for a cell as its number says, under every counting, role and folding.
#[test]
fn every_number_has_its_papers() {
    let mut registry = registry();
    registry.models[2].parents.push(Parent { id: "llama".to_owned(), relation: "finetune".to_owned() });
    for options in [
        Options::default(),
        Options { scope: Scope::Main, ..Options::default() },
        Options { lineage: Lineage::Root, ..Options::default() },
        Options { fold: "HK=CN".parse().expect("a folding"), ..Options::default() },
    ] {
        let page = page(&mut records(&papers()), &registry, &options).expect("a page");
        let (data, evidence) = (data_of(&page, "data"), data_of(&page, "evidence"));
        let (tallies, least) = (list(&data, "tallies"), list(&data, "least"));
        let mut checked = 0;
        for folding in list(&data, "foldings") {
            // Of the second folding only what differs is listed, so its cells are looked at where they are.
            for cell in folding["cells"].as_array().expect("cells") {
                let counted = |at: usize| {
                    tallies[cell[2 + at].as_u64().expect("a place") as usize][0].as_u64().unwrap_or(0)
                };
                for (counting, level) in
                    (0..3).flat_map(|counting| (0..3).map(move |level| (counting, level)))
                {
                    let here = |paper: &Value| {
                        let countries =
                            evidence["papers"][paper.as_u64().expect("a place") as usize][4].as_array();
                        countries.expect("countries").iter().any(|it| {
                            let code =
                                folding["pairs"].get(it[0].as_str().expect("a code")).unwrap_or(&it[0]);
                            *code == cell[1] && (counting == 0 || it[counting] == 1)
                        })
                    };
                    let passages = list(&evidence, "passages").iter();
                    let listed = passages.filter(|it| {
                        it[1] == cell[0] && it[2].as_u64() >= least[level].as_u64() && here(&it[0])
                    });
                    assert_eq!(
                        listed.count() as u64,
                        counted(counting * 3 + level),
                        "{options}: {cell} {} {}",
                        Counting::ALL[counting],
                        Level::ALL[level]
                    );
                    checked += 1;
                }
            }
        }
        assert!(checked >= 9 * 8, "{checked}");
    }
}

#[test]
fn evidence_takes_the_room_that_is_left_and_gives_up_what_matters_least() {
    let mut many = Vec::new();
    for at in 0..60 {
        let role = if at % 2 == 0 { Role::Used } else { Role::Mentioned };
        many.push(record(&format!("{at:03}")).naming("llama", &[(Zone::Body, role)]));
    }
    let whole = page_of(&many, &Options::default());
    let passages = |page: &str| list(&data_of(page, "evidence"), "passages").to_vec();
    assert_eq!(passages(&whole).len(), 60);
    for largest in [whole.len(), whole.len() - 4000, whole.len() - 9000, 0] {
        let page =
            page_within(largest, &mut records(&many), &registry(), &Options::default()).expect("a page");
        let kept = passages(&page);
        assert!(page.len() <= largest || kept.is_empty(), "{} of {largest}", page.len());
        let used = kept.iter().filter(|it| it[2] == Role::Used as u64).count();
        assert!(used == 30 || used == kept.len(), "{used} of {}: what is only named goes first", kept.len());
        assert!(
            list(&data_of(&page, "evidence"), "papers").len() == kept.len(),
            "no paper without a passage"
        );
    }
}

#[test]
fn a_page_says_what_it_counted() {
    let text = |options: &Options| {
        let page = page_of(&papers(), options);
        let mut shown = String::new();
        for (begin, end) in [
            ("<h1 id=\"headline\">", "</h1>"),
            ("<p class=\"standfirst\">", "</p>"),
            ("<p class=\"kicker\">", "</p>"),
        ] {
            let piece = page.split_once(begin).and_then(|it| it.1.split_once(end)).expect("a piece").0;
            let _ = writeln!(shown, "{}", piece.replace('\u{a0}', " "));
        }
        shown
    };
    insta::assert_snapshot!(text(&Options::default()), @r#"
    68 % of these papers use a model made in the United States, 65 % one made in China
    That is 25 of 37 papers for the United States (95 % interval 51–80 %) and 24 for China (95 % interval 49–78 %). A paper may do both. Counted is what authors used or made in their own work, not what they only name or compare with.
    37 papers of 2024 to 2027, authors in 3 countries
    "#);
    insta::assert_snapshot!(text(&Options {
        role: Level::Broad,
        fold: "HK=CN".parse().expect("a folding"),
        ..Options::default()
    }), @r#"
    68 % of these papers use or compare with a model made in the United States, 65 % one made in China
    That is 25 of 37 papers for the United States (95 % interval 51–80 %) and 24 for China (95 % interval 49–78 %). A paper may do both. Counted is what authors used, made or compared with, not what they only name.
    37 papers of 2024 to 2027, authors in 2 countries
    "#);
}

#[test]
fn nothing_to_count_is_a_page_too() {
    for papers in [Vec::new(), vec![record("1")]] {
        let page = page_of(&papers, &Options::default());
        assert!(page.contains("There are too few papers to draw this."));
        assert!(page.len() < 200_000);
    }
}

#[test]
fn figures_stand_alone() {
    let files = figures(&mut records(&papers()), &registry(), &Options::default()).expect("figures");
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "flows.svg",
            "balance.svg",
            "dependence.svg",
            "map.svg",
            "pairs.svg",
            "papers.svg",
            "origins.svg",
            "models.svg",
            "reach.svg",
            "sensitivity.svg"
        ]
    );
    for file in &files {
        assert!(file.svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""), "{}", file.name);
        assert!(
            !file.svg.contains("var(") && !file.svg.contains("NaN") && !file.svg.contains("inf"),
            "{}",
            file.name
        );
        assert!(file.svg.contains("<title") && file.svg.contains("<desc"), "{}", file.name);
    }
}
