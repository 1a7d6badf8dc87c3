//! What stands behind the counts of one paper: which models it adopts in which role, and the passage that told so.

use std::collections::BTreeMap;

use super::corpus::role_in;
use super::lineage::Ancestors;
use super::{Options, Scope};
use crate::models::{Evidence, ModelMention, Registry, Role};
use crate::paper::PaperRecord;
use crate::text::Zone;

/// The choices of [`Options`] that decide which models of a record count, and as what.
pub struct Behind<'r> {
    registry: &'r Registry,
    ancestors: Ancestors,
    scope: Scope,
}

/// A model that counts for a paper.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Named<'p> {
    /// Index into the registry.
    pub model: usize,
    /// The role in scope.
    pub role: Role,
    /// What the paper prints: the model itself, or one that was made from it.
    pub mention: &'p ModelMention,
    /// The passage in scope that decided, if it was kept.
    pub passage: Option<&'p Evidence>,
}

impl<'r> Behind<'r> {
    /// What counts under some options.
    #[must_use]
    pub fn new(registry: &'r Registry, options: &Options) -> Self {
        Self { registry, ancestors: Ancestors::of(registry, options.lineage), scope: options.scope }
    }

    /// The models of a record, in the order of the registry. One that the registry does not have is left out.
    #[must_use]
    pub fn models<'p>(&self, record: &'p PaperRecord) -> Vec<Named<'p>> {
        let mut named: BTreeMap<usize, Named<'p>> = BTreeMap::new();
        for mention in &record.models {
            let place = self.registry.models.binary_search_by(|model| model.id.cmp(&mention.id));
            let Ok(printed) = place else { continue };
            let role = role_in(mention, self.scope);
            let passage = mention.evidence.iter().find(|evidence| self.counts(evidence));
            for (model, role) in self.ancestors.extend(vec![(printed, role)]) {
                let new = Named { model, role, mention, passage };
                let known = named.entry(model).or_insert(new);
                if role > known.role || (role == known.role && model == printed) {
                    *known = new;
                }
            }
        }
        named.into_values().collect()
    }

    fn counts(&self, evidence: &Evidence) -> bool {
        self.scope == Scope::All || evidence.zone != Zone::Appendix
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adoption::Lineage;
    use crate::adoption::specimen::{record, registry};
    use crate::models::Parent;

    #[test]
    fn a_derivative_stands_behind_its_parent_unless_the_parent_says_more_itself() {
        let mut registry = registry();
        let parent = Parent { id: "llama".to_owned(), relation: "finetune".to_owned() };
        registry.models[2].parents.push(parent);
        let paper = record("1")
            .naming("llama", &[(Zone::Body, Role::Mentioned)])
            .naming("qwen", &[(Zone::Appendix, Role::Used)]);
        let shown = |lineage, scope| {
            let options = Options { lineage, scope, ..Options::default() };
            let named = Behind::new(&registry, &options).models(&paper);
            named
                .iter()
                .map(|it| {
                    let page = it.passage.map_or(0, |passage| passage.page);
                    format!(
                        "{} {} by {} {page}",
                        registry.models[it.model].id,
                        it.role.as_str(),
                        it.mention.id
                    )
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(
            shown(Lineage::Surface, Scope::All),
            ["llama mentioned by llama 2", "qwen used by qwen 2"]
        );
        assert_eq!(shown(Lineage::Root, Scope::All), ["llama used by qwen 2", "qwen used by qwen 2"]);
        assert_eq!(
            shown(Lineage::Surface, Scope::Main),
            ["llama mentioned by llama 2", "qwen cited_only by qwen 0"]
        );
    }
}
