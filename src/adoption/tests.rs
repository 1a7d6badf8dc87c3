//! Worked examples and laws of the tables.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::specimen::{record, registry};
use super::*;
use crate::models::Role;
use crate::paper::PaperRecord;
use crate::text::Zone;

const CODES: [&str; 6] = ["CN", "FR", "GB", "HK", "TW", "US"];
const MODELS: [&str; 5] = ["bloom", "llama", "qwen", "resnet", "transformer"];

pub(super) fn count(records: &[PaperRecord], options: &Options) -> Vec<Table> {
    let registry = registry();
    let mut corpus = Corpus::new(&registry);
    for record in records {
        corpus.add(record).expect("known models");
    }
    tables(&corpus, options)
}

pub(super) fn table<'t>(tables: &'t [Table], name: &str) -> &'t Table {
    tables.iter().find(|table| table.head.name == name).expect(name)
}

/// The cells of a row under their columns' names, as text.
fn named(table: &Table, row: &Row) -> BTreeMap<String, String> {
    assert_eq!(row.len(), table.head.columns.len(), "{}", table.head.name);
    let cells = table.head.columns.iter().zip(row).map(|(column, cell)| {
        let mut text = String::new();
        cell.write(&mut text);
        (column.name.to_string(), text)
    });
    cells.collect()
}

/// The value of a column in the row where the others are as given; empty where there is no such row.
pub(super) fn find(table: &Table, wanted: &[(&str, &str)], column: &str) -> String {
    let rows = table.rows.iter().map(|row| named(table, row));
    let mut found =
        rows.filter(|row| wanted.iter().all(|(name, value)| row.get(*name).is_some_and(|it| it == value)));
    found.next().and_then(|mut row| row.remove(column)).unwrap_or_default()
}

fn number(text: &str) -> f64 {
    if text.is_empty() { 0.0 } else { text.parse().expect(text) }
}

pub(super) fn used(id: &str, authors: &[&[&str]], models: &[&str]) -> PaperRecord {
    let paper = record(id).by(authors);
    models.iter().fold(paper, |paper, model| paper.naming(model, &[(Zone::Body, Role::Used)]))
}

#[test]
fn a_cell_is_split_by_where_its_authors_are() {
    let records = [
        used("1", &[&["CN"]], &["llama"]),
        used("2", &[&["CN"], &["US"]], &["llama"]),
        used("3", &[&["CN"], &["GB"], &["GB"], &[]], &["llama"]),
        used("4", &[&["CN"]], &[]),
        used("5", &[&[]], &["llama"]),
    ];
    let tables = count(&records, &Options::default());
    let long = table(&tables, "adoption_long");
    for (country, counting, column, expected) in [
        ("CN", "whole", "papers", "3"),
        ("CN", "whole", "weight", "3"),
        ("CN", "whole", "share", "0.75"),
        ("CN", "whole", "arms_length", "2"),
        ("CN", "whole", "joint", "1"),
        ("CN", "fractional", "weight", "1.75"),
        ("CN", "fractional", "share", "0.63636364"),
        ("CN", "fractional", "low", ""),
        ("CN", "first", "joint", "1"),
        ("US", "whole", "arms_length", "0"),
        ("US", "whole", "joint", "0"),
        ("GB", "fractional", "arms_length", "0.5"),
        ("GB", "first", "weight", ""),
    ] {
        let key = [("model", "llama"), ("country", country), ("counting", counting), ("role", "strict")];
        assert_eq!(find(long, &key, column), expected, "{country} {counting} {column}");
    }
    let matrix = table(&tables, "adoption");
    assert_eq!(find(matrix, &[("model", "llama")], "papers"), "4");
    assert_eq!(find(matrix, &[("model", "llama")], "CN"), "3");
    assert_eq!(find(table(&tables, "collaboration"), &[("a", "CN"), ("b", "US")], "affinity"), "1.25");
}

#[test]
fn roles_are_a_ladder() {
    let name = |id: &str, role: Role| record(id).naming("qwen", &[(Zone::Body, role)]);
    let records = Role::ALL.map(|role| name(role.as_str(), role));
    let tables = count(&records, &Options::default());
    let long = table(&tables, "adoption_long");
    for (role, papers) in [("mentioned", "4"), ("broad", "3"), ("strict", "2")] {
        let key = [("model", "qwen"), ("country", "US"), ("counting", "whole"), ("role", role)];
        assert_eq!(find(long, &key, "papers"), papers, "{role}");
    }
}

#[test]
fn the_main_scope_leaves_out_what_only_the_appendix_shows() {
    let records = [
        record("1").naming("llama", &[(Zone::Appendix, Role::Used)]),
        record("2").naming("llama", &[(Zone::Appendix, Role::Used), (Zone::Body, Role::Compared)]),
        record("3").naming("llama", &[(Zone::References, Role::CitedOnly), (Zone::Unknown, Role::Used)]),
    ];
    for (scope, role, papers) in [
        (Scope::All, "strict", "3"),
        (Scope::Main, "strict", "1"),
        (Scope::Main, "broad", "2"),
        (Scope::Main, "mentioned", "2"),
    ] {
        let tables = count(&records, &Options { scope, ..Options::default() });
        let key = [("model", "llama"), ("counting", "whole"), ("role", role)];
        assert_eq!(find(table(&tables, "adoption_long"), &key, "papers"), papers, "{scope} {role}");
    }
}

#[test]
fn folding_moves_authors_and_origins_alike() {
    let records = [used("1", &[&["HK"], &["TW"], &["CN", "HK"]], &["qwen"])];
    let fold: Fold = "HK,MO=CN".parse().expect("a folding");
    let tables = count(&records, &Options { fold, ..Options::default() });
    let long = table(&tables, "adoption_long");
    for (country, counting, column, expected) in [
        ("CN", "whole", "weight", "1"),
        ("CN", "fractional", "weight", "0.66666667"),
        ("CN", "first", "weight", "1"),
        ("TW", "whole", "joint", "1"),
        ("HK", "whole", "weight", ""),
    ] {
        let key = [("country", country), ("counting", counting), ("role", "strict")];
        assert_eq!(find(long, &key, column), expected, "{country} {counting} {column}");
    }
    assert!(tables.iter().all(|table| table.name_says("folded HK,MO=CN")));
}

impl Table {
    fn name_says(&self, words: &str) -> bool {
        self.head.about.contains(words)
    }
}

#[test]
fn the_origin_goes_by_headquarters_or_lab() {
    let records = [used("1", &[&["CN"]], &["resnet"])];
    for (origin_basis, arms_length) in [(OriginBasis::Hq, "1"), (OriginBasis::Lab, "0")] {
        let tables = count(&records, &Options { origin_basis, ..Options::default() });
        let key = [("model", "resnet"), ("counting", "whole"), ("role", "strict")];
        assert_eq!(find(table(&tables, "adoption_long"), &key, "arms_length"), arms_length, "{origin_basis}");
    }
}

#[test]
fn a_derivative_counts_to_its_parents_on_request() {
    let mut registry = registry();
    let child = registry.models.iter_mut().find(|model| model.id == "bloom").expect("a model");
    for (id, relation) in [("qwen", "finetune"), ("transformer", "architecture")] {
        child.parents.push(crate::models::Parent { id: id.to_owned(), relation: relation.to_owned() });
    }
    let mut corpus = Corpus::new(&registry);
    corpus.add(&used("1", &[&["US"]], &["bloom"])).expect("known models");
    for (lineage, expected) in [(Lineage::Surface, vec!["bloom"]), (Lineage::Root, vec!["bloom", "qwen"])] {
        let tables = tables(&corpus, &Options { lineage, ..Options::default() });
        let matrix = table(&tables, "adoption");
        let models: Vec<String> = matrix.rows.iter().map(|row| named(matrix, row)["model"].clone()).collect();
        assert_eq!(models, expected, "{lineage}");
    }
}

#[test]
fn dependence_and_concentration_follow_the_flows() {
    let records = [
        used("1", &[&["CN"]], &["llama"]),
        used("2", &[&["CN"]], &["llama", "qwen"]),
        used("3", &[&["CN"]], &["transformer"]),
    ];
    let tables = count(&records, &Options::default());
    let dependence = table(&tables, "dependence");
    let key = [("country", "CN"), ("counting", "whole"), ("role", "strict")];
    for (column, expected) in
        [("weight", "4"), ("foreign", "3"), ("share", "0.75"), ("concentration", "0.625")]
    {
        assert_eq!(find(dependence, &key, column), expected, "{column}");
    }
}

#[test]
fn groups_stand_side_by_side() {
    let records = [
        used("1", &[&["CN"]], &["llama"]).of(2024),
        used("2", &[&["CN"]], &["llama"]).of(2025),
        used("3", &[&["CN"]], &[]),
    ];
    let tables = count(&records, &Options { group_by: GroupBy::Year, ..Options::default() });
    let long = table(&tables, "adoption_long");
    for (group, share) in [("2024", "1"), ("2025", "1"), ("unknown", ""), ("", "")] {
        let key = [("group", group), ("counting", "whole"), ("role", "strict")];
        assert_eq!(find(long, &key, "share"), share, "{group}");
    }
    assert_eq!(find(table(&tables, "adoption"), &[("model", "llama")], "CN"), "2");
}

#[test]
fn diffusion_dates_the_first_paper_and_censors_the_rest() {
    let records = [
        used("1", &[&["CN"]], &["llama"]).of(2025),
        used("2", &[&["CN"], &["GB"]], &["llama"]).of(2024),
        used("3", &[&["FR"]], &[]).of(2024),
        used("4", &[&["TW"]], &[]).of(2020),
    ];
    let tables = count(&records, &Options::default());
    let diffusion = table(&tables, "diffusion");
    for (country, column, expected) in [
        ("CN", "first_id", "2"),
        ("CN", "lag_months", "16.5"),
        ("CN", "papers", "2"),
        ("FR", "censored", "true"),
        ("FR", "lag_low", "10"),
        ("TW", "censored", ""),
    ] {
        assert_eq!(find(diffusion, &[("country", country)], column), expected, "{country} {column}");
    }
    let medians = table(&tables, "diffusion_median");
    assert_eq!(find(medians, &[("model", "llama")], "countries"), "3");
    assert_eq!(find(medians, &[("model", "llama")], "median_months"), "16.5");
}

#[test]
fn the_study_answers_its_five_questions() {
    let records = [
        used("1", &[&["CN"], &["US"]], &["llama", "transformer", "qwen"]),
        used("2", &[&["CN"]], &["transformer"]),
        used("3", &[&["US"]], &["qwen"]),
        used("4", &[&["GB"]], &["qwen"]),
    ];
    let tables = count(&records, &Options::default());
    let study = table(&tables, "study");
    for (question, column, expected) in [
        ("joint_us_cn", "share", "0.25"),
        ("transformer_cn", "share", "1"),
        ("llama_cn", "share", "0.5"),
        ("llama_of_transformer_cn", "of", "2"),
        ("qwen_us", "arms_length", "1"),
        ("qwen_us", "joint", "1"),
    ] {
        let role = if question == "joint_us_cn" { "" } else { "strict" };
        let key = [("question", question), ("counting", "whole"), ("role", role)];
        assert_eq!(find(study, &key, column), expected, "{question} {column}");
    }
}

#[test]
fn a_model_that_the_registry_lacks_is_named() {
    let registry = registry();
    let error =
        Corpus::new(&registry).add(&used("1", &[&["US"]], &["gpt-9"])).expect_err("unknown").to_string();
    assert!(error.starts_with("the record of 1.pdf names the model `gpt-9`"), "{error}");
}

/// Any paper that a scan could give.
fn any_record() -> impl Strategy<Value = PaperRecord> {
    let author = prop::sample::subsequence(CODES.to_vec(), 0..3);
    let role = prop::sample::select(Role::ALL.to_vec());
    let zone = prop::sample::select(vec![Zone::Body, Zone::Appendix, Zone::References, Zone::Unknown]);
    let models = prop::sample::subsequence(MODELS.to_vec(), 0..4);
    let passages = prop::collection::vec((zone, role), 1..3);
    let year = prop::option::of(2016_u16..2027);
    (any::<u32>(), prop::collection::vec(author, 0..5), models, passages, year).prop_map(
        |(id, authors, models, passages, year)| {
            let authors: Vec<&[&str]> = authors.iter().map(Vec::as_slice).collect();
            let mut paper = record(&format!("{id:08x}")).by(&authors);
            paper.year = year;
            models.into_iter().fold(paper, |paper, model| paper.naming(model, &passages))
        },
    )
}

fn any_options() -> impl Strategy<Value = Options> {
    let choices = (
        prop::sample::select(Level::ALL),
        prop::sample::select(Counting::ALL),
        prop::sample::select(Measure::ALL),
        prop::sample::select(Scope::ALL),
        prop::sample::select(OriginBasis::ALL),
        prop::sample::select(Lineage::ALL),
        prop::sample::select(GroupBy::ALL),
        any::<bool>(),
    );
    choices.prop_map(|(role, counting, measure, scope, origin_basis, lineage, group_by, folded)| {
        let fold = if folded { "HK=CN".parse().expect("a folding") } else { Fold::default() };
        Options { role, counting, measure, scope, fold, origin_basis, lineage, group_by }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_papers_moves_nothing(
        records in prop::collection::vec(any_record(), 0..12),
        options in any_options(),
        turn in 0_usize..12,
    ) {
        let mut turned = records.clone();
        turned.rotate_left(turn.min(records.len()));
        turned.reverse();
        prop_assert_eq!(count(&records, &options), count(&turned, &options));
    }

    #[test]
    fn cells_obey_the_laws(records in prop::collection::vec(any_record(), 0..12), options in any_options()) {
        let tables = count(&records, &options);
        let long = table(&tables, "adoption_long");
        for row in &long.rows {
            let row = named(long, row);
            let get = |column: &str| number(row.get(column).map_or("", String::as_str));
            let text = |column: &str| row.get(column).cloned().unwrap_or_default();
            let origin = text("origin");
            let domestic = if origin.split(';').any(|code| code == text("country")) { get("weight") } else { 0.0 };
            prop_assert!((get("arms_length") + get("joint") + domestic - get("weight")).abs() < 1e-6, "{row:?}");
            prop_assert!(get("weight") <= get("papers") + 1e-9, "{row:?}");
            if text("counting") == "whole" {
                prop_assert!(get("low") <= get("share") && get("share") <= get("high"), "{row:?}");
            } else {
                let key = ["group", "model", "country", "role"].map(|column| (column, text(column)));
                let mut key: Vec<(&str, &str)> = key.iter().map(|(column, value)| (*column, value.as_str())).collect();
                key.push(("counting", "whole"));
                prop_assert!(number(&find(long, &key, "weight")) + 1e-9 >= get("weight"), "{row:?}");
            }
        }
        let lineage = table(&tables, "lineage");
        for row in &lineage.rows {
            let row = named(lineage, row);
            let get = |column: &str| number(row.get(column).map_or("", String::as_str));
            prop_assert!(get("surface") <= get("root") && get("root_share") <= 1.0, "{row:?}");
        }
        for name in ["balance", "differences"] {
            let compared = table(&tables, name);
            let value = if name == "balance" { name } else { "difference" };
            for row in &compared.rows {
                let row = named(compared, row);
                let get = |column: &str| number(row.get(column).map_or("", String::as_str));
                prop_assert!((-1.0..=1.0).contains(&get(value)), "{row:?}");
                if row.get("low").is_some_and(|low| !low.is_empty()) {
                    prop_assert!(get("low") <= get("high"), "{row:?}");
                    prop_assert!(name == "balance" || (get("low") <= get(value) && get(value) <= get("high")), "{row:?}");
                }
            }
        }
    }

    #[test]
    fn fractions_and_the_unknown_make_one(paper in any_record(), options in any_options()) {
        let registry = registry();
        let mut corpus = Corpus::new(&registry);
        corpus.add(&paper).expect("known models");
        let view = View::new(&corpus, &options);
        let shares = view.papers.iter().flat_map(|counted| &counted.weights).map(|(_, [_, share, _])| share);
        prop_assert!((shares.sum::<f64>() + paper.unknown_share - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_paper_without_models_changes_no_numerator(
        mut records in prop::collection::vec(any_record(), 0..8),
        mut extra in any_record(),
        options in any_options(),
    ) {
        let options = Options { measure: Measure::Papers, ..options };
        let numerators = |records: &[PaperRecord]| -> Vec<Vec<(String, String)>> {
            let tables = count(records, &options);
            let rows = ["adoption_long", "flows"].map(|name| {
                let table = table(&tables, name);
                table.rows.iter().map(|row| {
                    let row = named(table, row);
                    row.into_iter().filter(|(column, _)| !["share", "low", "high"].contains(&column.as_str())).collect()
                }).collect::<Vec<_>>()
            });
            rows.concat()
        };
        let before = numerators(&records);
        extra.models.clear();
        records.push(extra);
        prop_assert_eq!(before, numerators(&records));
    }
}
