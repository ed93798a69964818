//! Settings that have to be resolved again, from a definition downward.

use super::shoot::flat_block;
use super::{Evaluation, SettingsId};
use crate::plan::Plan;
use crate::source::NodeId;

/// A definition whose settings have to be resolved again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resolve {
    pub(super) node: NodeId,
    /// The settings around it, before and now, where nothing else can have changed.
    pub(super) around: Option<(SettingsId, SettingsId)>,
}

impl From<NodeId> for Resolve {
    fn from(node: NodeId) -> Self {
        Self { node, around: None }
    }
}

impl Evaluation {
    /// What is in force for a definition, given what is around it.
    pub(super) fn resolved(&mut self, plan: &Plan, node: NodeId) -> SettingsId {
        let around = plan
            .parent(node)
            .map_or(SettingsId::NONE, |parent| self.settings[parent.index()]);
        self.table.resolve(plan, around, node)
    }

    /// Resolves a definition again; what lies in it follows where something has changed.
    pub(super) fn resolve(&mut self, plan: &Plan, Resolve { node, around }: Resolve) {
        let old = self.settings[node.index()];
        let inherited = around.and_then(|around| self.table.inherit(plan, around, (node, old)));
        let new = inherited.unwrap_or_else(|| self.resolved(plan, node));
        if old == new {
            return;
        }
        self.settings[node.index()] = new;
        // What is inherited differs as what is around does.
        let (one, other) = around.filter(|_| inherited.is_some()).unwrap_or((old, new));
        if self.table.ask_the_same(one, other) && flat_block(plan, node).is_none() {
            self.work.judged.push(node);
        } else {
            self.work.patch.insert(node);
        }
        let below = plan.children(node).iter();
        self.work.resolve.extend(below.map(|&node| Resolve {
            node,
            around: Some((old, new)),
        }));
    }
}
