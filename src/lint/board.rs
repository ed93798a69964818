//! What has been found where: tags by definition, and how many up the path.

use std::collections::{BTreeMap, BTreeSet};

use super::driver::{Context, check_node};
use crate::diag::Severity;
use crate::plan::Plan;
use crate::source::NodeId;

/// One finding as it is kept: which rule, and how bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tag {
    /// The rule's place in the registry.
    pub rule: u16,
    /// How bad it is, waivers applied.
    pub severity: Severity,
}

/// How many findings of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// What cannot work.
    pub errors: u32,
    /// What will hurt.
    pub warnings: u32,
    /// What could be better.
    pub advice: u32,
}

impl Tally {
    /// The number of a severity.
    pub const fn of(&mut self, severity: Severity) -> &mut u32 {
        match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Advice => &mut self.advice,
        }
    }
}

/// The findings of a plan, as tags.
#[derive(Clone, Debug, Default)]
pub struct Board {
    tags: BTreeMap<NodeId, Box<[Tag]>>,
    tallies: Vec<Tally>,
}

impl Board {
    /// Runs all rules on a whole plan.
    pub fn new(context: &Context<'_>) -> Self {
        let mut board = Self::default();
        for node in context.plan.walk() {
            board.keep(node, check_node(context, node));
        }
        board.recount(context.plan);
        board
    }

    /// Runs all rules again on what an edit has touched.
    pub fn update(&mut self, context: &Context<'_>, touched: &BTreeSet<NodeId>, moved: bool) {
        if touched.is_empty() {
            return;
        }
        for &node in touched.iter().chain([&NodeId::ROOT]) {
            let tags = check_node(context, node);
            if !moved {
                self.count(context.plan, node, false);
            }
            self.keep(node, tags);
            if !moved {
                self.count(context.plan, node, true);
            }
        }
        if moved {
            self.recount(context.plan);
        }
    }

    /// The tags of a definition's own findings.
    pub fn tags(&self, node: NodeId) -> &[Tag] {
        self.tags.get(&node).map_or(&[], AsRef::as_ref)
    }

    /// The definitions with findings.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.tags.keys().copied()
    }

    /// How many findings a definition has, with all that lies in it.
    pub fn tally(&self, node: NodeId) -> Tally {
        self.tallies.get(node.index()).copied().unwrap_or_default()
    }

    fn keep(&mut self, node: NodeId, tags: Vec<Tag>) {
        if tags.is_empty() {
            self.tags.remove(&node);
        } else {
            self.tags.insert(node, tags.into());
        }
    }

    fn count(&mut self, plan: &Plan, node: NodeId, more: bool) {
        let Some(tags) = self.tags.get(&node) else {
            return;
        };
        self.tallies
            .resize(plan.ids().max(self.tallies.len()), Tally::default());
        for id in plan.chain(node) {
            for tag in tags {
                let number = self.tallies[id.index()].of(tag.severity);
                *number = if more { *number + 1 } else { *number - 1 };
            }
        }
    }

    fn recount(&mut self, plan: &Plan) {
        self.tallies.clear();
        self.tallies.resize(plan.ids(), Tally::default());
        let nodes: Vec<NodeId> = self.tags.keys().copied().collect();
        for node in nodes {
            self.count(plan, node, true);
        }
    }
}
