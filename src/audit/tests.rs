//! The whole way: records, sample, sheet, answers, score; and whether the intervals cover what is true.

use std::path::Path;

use super::*;
use crate::adoption::specimen::{country, record, registry};
use crate::adoption::{Fold, Level, Scope};
use crate::models::Role;
use crate::paper::PaperRecord;
use crate::records::{Mixing, Records};
use crate::text::Zone;

fn records(papers: &[PaperRecord]) -> Records {
    let lines = papers.iter().map(|paper| serde_json::to_string(paper).expect("plain data") + "\n");
    Records::spool(lines.collect::<String>().as_bytes(), Path::new("test"), Mixing::Refused).expect("records")
}

/// Twenty papers of the US and China by turns; the first six use Qwen, the next four name it.
fn papers() -> Vec<PaperRecord> {
    let paper = |at: usize| {
        let paper = record(&format!("{at:02}")).by(&[&[if at.is_multiple_of(2) { "US" } else { "CN" }]]);
        match at {
            0..6 => paper.naming("qwen", &[(Zone::Body, Role::Used)]),
            6..10 => paper.naming("qwen", &[(Zone::Body, Role::Mentioned)]),
            _ => paper,
        }
    };
    (0..20).map(paper).collect()
}

fn design() -> Design {
    Design {
        claim: Claim::Model,
        model: Some("qwen".to_owned()),
        countries: Vec::new(),
        role: Level::Strict,
        scope: Scope::All,
        fold: Fold::default(),
        size: 12,
        seed: 7,
    }
}

fn draw(papers: &[PaperRecord], design: Design) -> Sample {
    Sample::draw(&mut records(papers), &registry(), design.checked(&registry()).expect("a design"))
        .expect("a sample")
}

fn csv(sample: &Sample) -> String {
    let mut out = Vec::new();
    write_csv(sample, &mut out).expect("memory");
    String::from_utf8(out).expect("UTF-8")
}

/// The sheet with an answer in each row, told from stratum and number of the row within it.
fn filled(sample: &Sample, answer: impl Fn(Stratum, usize) -> &'static str) -> String {
    let mut seen = [0; 2];
    let text = csv(sample);
    let mut lines = text.split("\r\n");
    let mut out = vec![lines.next().unwrap_or_default().to_owned()];
    for (row, line) in sample.rows.iter().zip(lines) {
        let at = &mut seen[row.unit.stratum as usize];
        out.push(format!("{}{line}", answer(row.unit.stratum, *at)));
        *at += 1;
    }
    out.join("\r\n") + "\r\n"
}

fn read(text: &str) -> Result<Answers, AuditError> {
    Answers::read(text, Path::new("audit.csv"))
}

fn scored(text: &str, second: Option<&str>, papers: &[PaperRecord]) -> Result<Score, AuditError> {
    let (first, path) = (read(text)?, Path::new("audit.csv"));
    let other = second.map(read).transpose()?;
    let other = other.as_ref().map(|answers| Sheet { answers, path: Path::new("second.csv") });
    score(Sheet { answers: &first, path }, other, &mut records(papers), &registry())
}

#[test]
fn the_set_of_records_and_the_seed_decide_the_sample() {
    let mut turned = papers();
    turned.reverse();
    turned.swap(3, 11);
    assert_eq!(csv(&draw(&papers(), design())), csv(&draw(&turned, design())));
    let keys = |design| {
        let sample = draw(&papers(), design);
        let mut keys: Vec<String> = sample.rows.into_iter().map(|row| row.unit.paper).collect();
        keys.sort();
        keys
    };
    assert_ne!(keys(design()), keys(Design { seed: 8, ..design() }));
    for size in 2..20 {
        let larger = keys(Design { size: size + 1, ..design() });
        let smaller = keys(Design { size, ..design() });
        assert_eq!((smaller.len(), larger.len()), (size, size + 1));
        assert!(smaller.iter().all(|key| larger.contains(key)), "a sample of {size} is not in the next");
    }
}

#[test]
fn what_is_flagged_for_each_claim() {
    let (us, cn) = (country("US"), country("CN"));
    let joint = record("jj").by(&[&["US"], &["CN"]]).naming("qwen", &[(Zone::Appendix, Role::Used)]);
    let mut copy = record("kk").naming("qwen", &[(Zone::Body, Role::Used)]);
    copy.duplicate_of = Some("00".to_owned());
    let undecided = record("ll").by(&[]);
    let papers = [papers(), vec![joint, copy, undecided]].concat();
    let all = Design { size: 1000, ..design() };
    let open = Design { model: None, ..all.clone() };
    let claim = |claim| Design { claim, ..all.clone() };
    for (name, design, sizes) in [
        ("a model", all.clone(), [7, 15]),
        ("a model, broad", Design { role: Level::Mentioned, ..all.clone() }, [11, 11]),
        ("a model before the appendix", Design { scope: Scope::Main, ..all.clone() }, [6, 16]),
        ("a model within a country", Design { countries: vec![us], ..all.clone() }, [4, 7]),
        ("every model that is named", open.clone(), [7, 4]),
        ("a country", Design { countries: vec![us], model: None, ..claim(Claim::Country) }, [11, 11]),
        ("a country of a model's papers", Design { countries: vec![us], ..claim(Claim::Country) }, [4, 3]),
        ("every country", Design { model: None, ..claim(Claim::Country) }, [22, 22]),
        (
            "a country that others are folded into",
            Design {
                countries: vec![us],
                fold: "CN=US".parse().expect("a fold"),
                model: None,
                ..claim(Claim::Country)
            },
            [21, 1],
        ),
        ("two countries", Design { countries: vec![us, cn], model: None, ..claim(Claim::Joint) }, [1, 21]),
        ("a model and a country", Design { countries: vec![cn], ..claim(Claim::Joint) }, [4, 18]),
    ] {
        let sample = draw(&papers, design);
        let of = |stratum| sample.rows.iter().filter(|row| row.unit.stratum == stratum).count();
        assert_eq!(Stratum::ALL.map(of), sizes, "{name}");
    }
}

#[test]
fn a_row_tells_what_to_look_for() {
    let paper = record("p").by(&[&["US"], &["CN"]]).naming("qwen", &[(Zone::Body, Role::Used)]);
    let joint = Design { claim: Claim::Joint, countries: vec![country("US"), country("CN")], ..design() };
    let shown: Vec<String> = [
        design(),
        Design { model: Some("llama".to_owned()), role: Level::Mentioned, scope: Scope::Main, ..design() },
        Design { claim: Claim::Country, model: None, countries: vec![country("CN")], ..design() },
        Design { claim: Claim::Country, model: None, countries: vec![country("FR")], ..design() },
        Design { claim: Claim::Country, model: None, ..design() },
        joint,
    ]
    .into_iter()
    .flat_map(|design| draw(std::slice::from_ref(&paper), design).rows)
    .map(|row| {
        let words: Vec<String> =
            row.passages.iter().map(|it| format!("{:?} {}: {}", it.page, it.about, it.text)).collect();
        format!("{} {words:?}", row.claim)
    })
    .collect();
    insta::assert_snapshot!(shown.join("\n"), @r#"
    This paper uses or makes Qwen. ["Some(2) body, used: We, \"the authors\", name qwen."]
    This paper does not name Llama outside its references (appendix left out). []
    This paper has an author in China. ["Some(1) CN by hq_default: CN: Institute of CN"]
    This paper has no author in France. ["Some(1) US by printed_country: US: Institute of US", "Some(1) CN by hq_default: CN: Institute of CN"]
    No author's country is missing from this list: China, United States. ["Some(1) US by printed_country: US: Institute of US", "Some(1) CN by hq_default: CN: Institute of CN"]
    This paper has an author in the United States. ["Some(1) US by printed_country: US: Institute of US"]
    This paper has an author in China. ["Some(1) CN by hq_default: CN: Institute of CN"]
    This paper has authors in China and the United States and uses or makes Qwen. ["Some(2) body, used: We, \"the authors\", name qwen.", "Some(1) US by printed_country: US: Institute of US", "Some(1) CN by hq_default: CN: Institute of CN"]
    "#);
}

#[test]
fn a_sheet_is_scored() {
    let sample = draw(&papers(), design());
    // Five of six flagged ones are right; one of five unflagged ones was missed; one is not decided.
    let text = filled(&sample, |stratum, at| match (stratum, at) {
        (Stratum::Flagged, 0) => "wrong",
        (Stratum::Unflagged, 0) => "Wrong",
        (Stratum::Unflagged, 1) => "unsure",
        _ => "right",
    });
    let score = scored(&text, None, &papers()).expect("a score");
    assert_eq!(score.whole.flagged, Checked { units: 6, answered: 6, holds: 5, unsure: 0 });
    assert_eq!(score.whole.unflagged, Checked { units: 14, answered: 5, holds: 1, unsure: 1 });
    insta::assert_snapshot!(score, @r"
    Claim       model qwen, role strict, scope all
    Sample      58c35ba2407193d9, seed 7: 12 answered, 0 not yet

                    units  checked  unsure
      flagged           6        6       0   5 right: 83.3 % of all
      unflagged        14        5       1   1 missed: 20.0 % (95 % interval 4.6–56.2 %)

    Counted     6
    Corrected   7.8 (95 % interval 6.0–12.9, standard error 2.2)
    Unsure      1, left out of every share
    Note        the interval was clipped to what the answers leave possible
    ");
}

#[test]
fn two_checkers_are_compared() {
    let sample = draw(&papers(), design());
    let first = filled(&sample, |_, at| if at == 0 { "wrong" } else { "right" });
    let second = filled(&sample, |stratum, at| match (stratum, at) {
        (Stratum::Flagged, 0) | (_, 1) => "wrong",
        (_, 5) => "",
        _ => "right",
    });
    let score = scored(&first, Some(&second), &papers()).expect("a score");
    let agreement = score.agreement.as_ref().expect("two checkers");
    assert_eq!((agreement.both, agreement.same, agreement.disputed.len()), (10, 7, 3));
    assert!(
        score.to_string().contains("Agreement   7 of 10 rows that both checked; Cohen's kappa 0.21"),
        "{score}"
    );
}

#[test]
fn parts_are_told_where_enough_was_checked() {
    let open = Design { model: None, size: 1000, ..design() };
    let score = |design| {
        let sample = draw(&papers(), design);
        scored(&filled(&sample, |_, at| if at == 0 { "wrong" } else { "right" }), None, &papers())
            .expect("a score")
    };
    let names = |score: &Score| -> Vec<String> {
        score.parts.iter().map(|it| format!("{}/{}", it.model, it.country)).collect()
    };
    assert_eq!(names(&score(open.clone())), ["qwen/"]);
    assert_eq!(names(&score(Design { size: 20, ..design() })), ["qwen/CN", "qwen/US"]);
    assert!(score(open).to_string().contains("qwen"), "a part has its name");
}

/// Twelve of twenty papers are looked at for what is missing; one of the US papers is in Germany and China too.
#[test]
fn every_country_is_corrected_by_one_sample() {
    let sample = draw(&papers(), Design { claim: Claim::Country, model: None, size: 24, ..design() });
    let one = sample
        .rows
        .iter()
        .position(|row| row.unit.stratum == Stratum::Unflagged && row.unit.countries == [country("US")]);
    let lines: Vec<String> = filled(&sample, |_, _| "right").split("\r\n").map(str::to_owned).collect();
    let with = |missing: &str| {
        let mut lines = lines.clone();
        let line = &mut lines[one.expect("a paper of the US") + 1];
        *line = line.replacen("right,", &format!("wrong,{missing}"), 1);
        scored(&lines.join("\r\n"), None, &papers())
    };
    let score = with("de CN").expect("a score");
    let shown: Vec<String> = score
        .parts
        .iter()
        .map(|it| {
            let of = |it: Checked| format!("{}/{} of {}", it.holds, it.answered, it.units);
            format!("{} {}, {}", it.country, of(it.flagged), of(it.unflagged))
        })
        .collect();
    insta::assert_snapshot!(shown.join("\n"), @r"
    CN 6/6 of 10, 1/5 of 10
    DE 0/0 of 0, 1/12 of 20
    US 6/6 of 10, 0/7 of 10
    ");
    assert!(score.parts.iter().all(|part| part.corrected.is_some()));
    assert!(score.to_string().contains("misses several countries"), "{score}");
    for (missing, words) in [("", "which countries are missing?"), ("Germany", "`GERMANY` is no ISO")] {
        let said = with(missing).expect_err(missing).to_string();
        assert!(said.contains(words) && said.starts_with("audit.csv:"), "{said}");
    }
    let unasked = lines.join("\r\n").replacen("right,", "right,DE", 1);
    let said = scored(&unasked, None, &papers()).expect_err("a country that is not missing").to_string();
    assert!(said.contains("empty the column `missing`"), "{said}");
}

#[test]
fn without_unflagged_rows_nobody_knows_what_was_missed() {
    let sample = draw(&papers(), design());
    let text = filled(&sample, |stratum, _| if stratum == Stratum::Flagged { "right" } else { "" });
    let score = scored(&text, None, &papers()).expect("a score");
    assert_eq!(score.whole.corrected, None);
    assert!(score.to_string().contains("what was missed is not known"), "{score}");
    let table = score.table();
    let corrected = table.head.position("corrected").and_then(|at| table.rows[0].get(at));
    assert_eq!(corrected, Some(&crate::adoption::Cell::Empty));
}

#[test]
fn what_is_wrong_with_a_sheet_is_told_with_its_line() {
    let sample = draw(&papers(), design());
    let good = filled(&sample, |_, _| "right");
    let other = filled(&draw(&papers(), Design { seed: 8, ..design() }), |_, _| "right");
    let mut lines: Vec<&str> = good.lines().collect();
    let twice = [lines.as_slice(), &lines[3..4]].concat().join("\n");
    lines.swap(1, 5);
    let moved = lines.join("\n");
    let semicolons =
        "answer;missing;paper;model;country;stratum;path;claim;sample;design\nright;;a;b;c;flagged;p;c;x;y\n";
    let fewer = &papers()[1..];
    let more = [papers(), vec![record("new")]].concat();
    let mut otherwise = papers();
    otherwise[0].models.clear();
    for (name, text, papers, words) in [
        (
            "a word that is no answer",
            good.replacen("\nright", "\nmaybe", 2),
            papers(),
            ["audit.csv:2: `maybe`", "audit.csv:3:"],
        ),
        ("a row twice", twice, papers(), ["audit.csv:14:", "line 4 already"]),
        (
            "a changed stratum",
            good.replacen(",unflagged,", ",flagged,", 1),
            papers(),
            ["was not drawn", "as it was"],
        ),
        (
            "rows of two samples",
            good.clone() + &other[other.find("\nright").unwrap_or(0) + 1..],
            papers(),
            ["audit.csv:14:", "than line 2"],
        ),
        ("no answers", csv(&sample), papers(), ["no row has an answer", "right, wrong or unsure"]),
        (
            "records",
            serde_json::to_string(&record("1")).expect("plain data"),
            papers(),
            ["look like records", "audit sample"],
        ),
        ("the HTML sheet", "<!DOCTYPE html>".to_owned(), papers(), ["save its answers", "audit.csv"]),
        ("some CSV", "a,b\n1,2\n".to_owned(), papers(), ["no column answer, ", "audit sample"]),
        ("nothing", String::new(), papers(), ["audit.csv", "no column"]),
        ("a head alone", csv(&sample).lines().take(1).collect(), papers(), ["no row", "audit.csv"]),
        ("no design", semicolons.to_owned(), papers(), ["audit.csv:2: `y` is not", "column `design`"]),
        (
            "records without a paper",
            good.clone(),
            fewer.to_vec(),
            ["drawn from other records", "--seed 7 -n 12"],
        ),
        (
            "records with a paper more",
            good.clone(),
            more,
            ["other papers came", "--claim model --model qwen"],
        ),
        (
            "records that say otherwise",
            filled(&draw(&self::papers(), Design { size: 20, ..design() }), |_, _| "right"),
            otherwise,
            ["1 are flagged otherwise", "draw again"],
        ),
    ] {
        let said = scored(&text, None, &papers).expect_err(name).to_string();
        for word in words {
            assert!(said.contains(word), "{name}: no `{word}` in\n{said}");
        }
    }
    let other_second = scored(&good, Some(&other), &papers()).expect_err("another sample").to_string();
    assert!(other_second.contains("second.csv: the second checker's answers belong to another sample"));
    assert!(scored(&moved, None, &papers()).is_ok(), "rows may be sorted");
    let by_semicolon = {
        let mut out = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
        for record in csv::ReaderBuilder::new().has_headers(false).from_reader(good.as_bytes()).records() {
            out.write_record(&record.expect("a sheet")).expect("memory");
        }
        String::from_utf8(out.into_inner().expect("memory")).expect("UTF-8")
    };
    assert!(scored(&by_semicolon, None, &papers()).is_ok(), "a spreadsheet's own separator");
}

#[test]
fn words_of_a_pdf_stay_words() {
    let mut paper = record("x").naming("qwen", &[(Zone::Body, Role::Used)]);
    paper.title = Some("=HYPERLINK(\"http://x\")</script><script>alert(1)</script>\u{2028}".to_owned());
    paper.path = "a b/\"<x>.pdf".to_owned();
    let sample = draw(&[paper], design());
    assert!(csv(&sample).contains(",\"'=HYPERLINK(\"\"http://x\"\")</script>"), "{}", csv(&sample));
    let mut out = Vec::new();
    write_html(&sample, |path| Some(path.to_owned()), &mut out).expect("memory");
    let html = String::from_utf8(out).expect("UTF-8");
    assert_eq!(html.matches("<script").count(), 2);
    assert_eq!(html.matches("</script>").count(), 2);
    assert!(html.contains("default-src 'none'; script-src 'sha256-"));
    for fetched in ["http:", "https:", "src=", "@import", "url("] {
        let own = html.replace("http://x", "");
        assert!(!own.contains(fetched), "the sheet would load something by {fetched}");
    }
}
