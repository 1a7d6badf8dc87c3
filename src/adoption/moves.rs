//! What moved between two scans of the same papers: models gained, lost, or found in another role.

use std::collections::{BTreeMap, BTreeSet};

use crate::models::{ModelMention, Role};
use crate::records::{Records, RecordsError};

/// A model in a paper whose role differs between two sets of records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The model's id.
    pub model: String,
    /// The paper's locator, as in the newer record.
    pub path: String,
    /// The role before; `None` where the model was not found.
    pub before: Option<Role>,
    /// The role after; `None` where it is not found any more.
    pub after: Option<Role>,
    /// The page of the passage that decided, counted from 1.
    pub page: u32,
    /// That passage; of a model that was lost, the one that had told it before.
    pub quote: String,
}

/// A model as it was found: role, page and passage.
type Finding = (Role, u32, String);

/// What moved, by model and path, and how many papers stand in only one of the sets, which are left out.
///
/// # Errors
/// Records that cannot be read.
pub fn moves(old: &mut Records, new: &mut Records) -> Result<(Vec<Move>, usize), RecordsError> {
    let mut before: BTreeMap<String, BTreeMap<String, Finding>> = BTreeMap::new();
    for record in old.read() {
        let record = record?;
        before.insert(record.id.unwrap_or(record.path), findings(record.models));
    }
    let mut moved = Vec::new();
    let mut alone = 0;
    let mut seen = BTreeSet::new();
    for record in new.read() {
        let record = record?;
        let key = record.id.as_ref().unwrap_or(&record.path);
        // A copy of a file has its id, and says the same.
        if !seen.insert(key.clone()) {
            continue;
        }
        let Some(mut old) = before.remove(key) else {
            alone += 1;
            continue;
        };
        for (model, (role, page, quote)) in findings(record.models) {
            let was = old.remove(&model).map(|it| it.0);
            if was != Some(role) {
                let path = record.path.clone();
                moved.push(Move { model, path, before: was, after: Some(role), page, quote });
            }
        }
        for (model, (role, page, quote)) in old {
            let path = record.path.clone();
            moved.push(Move { model, path, before: Some(role), after: None, page, quote });
        }
    }
    moved.sort_by(|a, b| (&a.model, &a.path).cmp(&(&b.model, &b.path)));
    Ok((moved, alone + before.len()))
}

fn findings(mentions: Vec<ModelMention>) -> BTreeMap<String, Finding> {
    let found = mentions.into_iter().map(|mention| {
        let told = mention.evidence.into_iter().next();
        let (page, quote) = told.map_or((0, String::new()), |evidence| (evidence.page, evidence.text));
        (mention.id, (mention.role, page, quote))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::adoption::specimen::record;
    use crate::paper::PaperRecord;
    use crate::records::Mixing;
    use crate::text::Zone;

    fn records(papers: &[PaperRecord]) -> Records {
        let lines: String = papers
            .iter()
            .map(|paper| serde_json::to_string(paper).expect("a record is plain data") + "\n")
            .collect();
        Records::spool(lines.as_bytes(), Path::new("test"), Mixing::Refused).expect("records")
    }

    #[test]
    fn gains_losses_and_roles() {
        let mut old = records(&[
            record("1")
                .naming("llama", &[(Zone::Body, Role::Used)])
                .naming("qwen", &[(Zone::Body, Role::Mentioned)]),
            record("2").naming("llama", &[(Zone::Body, Role::Used)]),
            record("gone").naming("llama", &[(Zone::Body, Role::Used)]),
        ]);
        let mut new = records(&[
            record("1").naming("qwen", &[(Zone::Body, Role::Used)]),
            record("2")
                .naming("bloom", &[(Zone::Body, Role::Compared)])
                .naming("llama", &[(Zone::Body, Role::Used)]),
            record("come"),
        ]);
        let (moved, alone) = moves(&mut old, &mut new).expect("records");
        let shown: Vec<_> =
            moved.iter().map(|it| (it.model.as_str(), it.path.as_str(), it.before, it.after)).collect();
        assert_eq!(
            shown,
            [
                ("bloom", "2.pdf", None, Some(Role::Compared)),
                ("llama", "1.pdf", Some(Role::Used), None),
                ("qwen", "1.pdf", Some(Role::Mentioned), Some(Role::Used)),
            ]
        );
        assert_eq!(alone, 2);
    }

    #[test]
    fn a_copy_of_a_file_is_the_same_paper() {
        let copy = |path: &str| PaperRecord { path: path.to_owned(), ..record("1") };
        let set = || records(&[copy("a.pdf"), copy("b.pdf")]);
        assert_eq!(moves(&mut set(), &mut set()).expect("records"), (Vec::new(), 0));
    }
}
