use super::*;
use crate::adoption::specimen::{record, registry};
use crate::models::Role;
use crate::text::Zone;

fn shown(options: &Options, width: usize) -> String {
    let registry = registry();
    let mut corpus = Corpus::new(&registry);
    let used = [(Zone::Body, Role::Used)];
    for at in 0..12 {
        let paper = record(&format!("us{at}")).by(&[&["US"], &[]]).naming("llama", &used);
        let paper = if at % 3 == 0 { paper.naming("qwen", &used) } else { paper };
        corpus.add(&paper).expect("known models");
        let paper = record(&format!("cn{at}")).by(&[&["CN"]]).naming("qwen", &used);
        corpus.add(&paper).expect("known models");
    }
    corpus
        .add(&record("both").by(&[&["CN"], &["US"], &["GB"]]).naming("bloom", &used))
        .expect("known models");
    let mut lost = record("lost");
    lost.status = Status::NoText;
    corpus.add(&lost).expect("no models");
    let mut copy = record("copy");
    copy.duplicate_of = Some("us1".to_owned());
    corpus.add(&copy).expect("no models");
    summary(&corpus, options, width)
}

#[test]
fn a_summary_says_what_was_counted_and_how() {
    insta::assert_snapshot!(shown(&Options::default(), 100), @r"
    Papers      27: 26 ok, 1 no text; 1 copy of others; 25 counted
    Corpus      year unknown 25; venue unknown 25; track unknown 25
    Countries   3, known for 25 of 25 papers; 24.0 % of authors without one; 52.0 % of papers count one
                by a company's headquarters alone
    Counted     used or created (strict); whole counting; with appendix; origin by headquarters; no
                country folded
    Versions    crosscurrent 0.1.0, hayro 0.9.0, registry rrrrrrrrrrrr, gazetteer gggggggggggg

                      papers  CN  US  GB
      all                 25  13  13   1
      Qwen (CN)           16  12   4   ·
      Llama (US)          12   ·  12   ·
      BLOOM (FR, US)       1   1   1   1

    Warning     China and United States share 1 of 25 papers, an affinity of 0.15 where AI venues have
                0.3 to 1.1: affiliations may be missing
    ");
}

#[test]
fn a_narrow_summary_drops_countries() {
    let options = Options { counting: Counting::Fractional, ..Options::default() };
    insta::assert_snapshot!(shown(&options, 44), @r"
    Papers      27: 26 ok, 1 no text; 1 copy of
                others; 25 counted
    Corpus      year unknown 25; venue unknown
                25; track unknown 25
    Countries   3, known for 25 of 25 papers;
                24.0 % of authors without one;
                52.0 % of papers count one by a
                company's headquarters alone
    Counted     used or created (strict);
                fractional counting; with
                appendix; origin by
                headquarters; no country folded
    Versions    crosscurrent 0.1.0, hayro 0.9.0,
                registry rrrrrrrrrrrr, gazetteer
                gggggggggggg

                      papers    CN   US   GB
      all                 25    13   13    1
      Qwen (CN)           16  12.0  2.0    ·
      Llama (US)          12     ·  6.0    ·
      BLOOM (FR, US)       1   0.3  0.3  0.3

    Warning     China and United States share 1
                of 25 papers, an affinity of
                0.15 where AI venues have 0.3 to
                1.1: affiliations may be missing
    ");
}

#[test]
fn groups_of_other_tracks_are_not_compared_unwarned() {
    let registry = registry();
    let mut corpus = Corpus::new(&registry);
    for (id, year, track) in [("1", 2024, "main"), ("2", 2025, "main"), ("3", 2025, "datasets")] {
        let mut paper = record(id).of(year);
        paper.track = Some(track.to_owned());
        corpus.add(&paper).expect("no models");
    }
    let warned = |group_by| {
        let text = summary(&corpus, &Options { group_by, ..Options::default() }, 200);
        text.lines()
            .filter_map(|line| line.strip_prefix("Warning     "))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let expected =
        "the groups are not of the same tracks, so they do not compare (2024: main; 2025: datasets, main)";
    assert_eq!(warned(GroupBy::Year), [expected]);
    assert!(warned(GroupBy::None).is_empty());
}

#[test]
fn the_latest_years_and_the_largest_venues_are_listed() {
    let registry = registry();
    let mut corpus = Corpus::new(&registry);
    for at in 0..14_u16 {
        let mut paper = record(&format!("{at:02}")).of(2010 + at);
        paper.venue = Some(if at < 4 { "ACL" } else { "ICML" }.to_owned());
        corpus.add(&paper).expect("no models");
    }
    let text = summary(&corpus, &Options::default(), 400);
    let line = text.lines().find(|line| line.starts_with("Corpus")).expect("a line");
    let years: Vec<String> = (2014..2024).rev().map(|year| format!("{year} 1")).collect();
    let expected = format!("year {}, earlier 4; venue ICML 10, ACL 4; track unknown 14", years.join(", "));
    assert_eq!(line, format!("{:<12}{expected}", "Corpus"));
}

#[test]
fn an_empty_corpus_has_a_summary() {
    let registry = registry();
    insta::assert_snapshot!(summary(&Corpus::new(&registry), &Options::default(), 80), @r"
    Papers      0; 0 counted
    Corpus      year unknown; venue unknown; track unknown
    Countries   none, as no paper counts
    Counted     used or created (strict); whole counting; with appendix; origin by
                headquarters; no country folded
    Versions    none, as there is no record

    No model is adopted at role `strict`.
    ");
}
