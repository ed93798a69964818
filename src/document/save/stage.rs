//! A text on its way to the plan, with our id for each definition in it.

use std::collections::{BTreeSet, HashMap};

use super::super::{Parsed, read};
use super::SaveError;
use crate::plan::{Kind, Plan};
use crate::source::NodeId;
use crate::yaml::{self, ItemId};

/// The text, read, and which of our definitions each of its own is.
pub(super) struct Stage {
    pub(super) text: String,
    pub(super) parsed: Parsed,
    ours: Vec<NodeId>,
    theirs: HashMap<NodeId, NodeId>,
    /// What was put in: of two copies the other one is the old one.
    fresh: BTreeSet<NodeId>,
}

/// One item of a list in the next text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// What stands in this text, by its id there.
    There(NodeId),
    /// A second copy of what stands in this text, by its id there.
    Copy(NodeId),
    /// What is not in this text, by our id.
    Fresh(NodeId),
    /// The same with nothing in it yet.
    Shell(NodeId),
}

impl Stage {
    /// Reads a text whose definitions are, in order, these of ours.
    pub(super) fn new(text: String, order: &[NodeId]) -> Result<Self, SaveError> {
        let parsed = read(&text);
        let walked: Vec<NodeId> = parsed.plan.walk().collect();
        if walked.len() != order.len() {
            return Err(SaveError::WouldDiffer {
                what: "the list of definitions".to_owned(),
            });
        }
        let mut ours = vec![NodeId::ROOT; parsed.plan.ids()];
        for (&their, &our) in walked.iter().zip(order) {
            ours[their.index()] = our;
        }
        Ok(Self {
            text,
            parsed,
            ours,
            theirs: order.iter().copied().zip(walked).collect(),
            fresh: BTreeSet::new(),
        })
    }

    /// Our id of a definition in the text.
    pub(super) fn our(&self, theirs: NodeId) -> NodeId {
        self.ours[theirs.index()]
    }

    /// The id in the text of one of our definitions, if it stands there.
    pub(super) fn theirs(&self, ours: NodeId) -> Option<NodeId> {
        self.theirs.get(&ours).copied()
    }

    /// The mapping of one of our definitions, if it stands there.
    pub(super) fn map(&self, ours: NodeId) -> Option<ItemId> {
        self.parsed.origins[self.theirs(ours)?.index()]
    }

    /// Our ids of a list in the text.
    pub(super) fn list(&self, parent: NodeId, kind: Kind) -> Vec<NodeId> {
        let list = self.parsed.plan.list(parent, kind);
        list.iter().map(|&theirs| self.our(theirs)).collect()
    }

    /// The list itself.
    pub(super) fn list_item(&self, parent: NodeId, kind: Kind) -> Option<ItemId> {
        let map = self.parsed.origins[parent.index()]?;
        let list = self.parsed.tree.value(&self.text, map, kind.list())?;
        Some(self.parsed.tree.resolve(list))
    }

    /// The text of one of our definitions where it stands now.
    pub(super) fn item_text(&self, node: NodeId) -> Option<String> {
        let theirs = self.theirs(node)?;
        let (parent, kind) = (
            self.parsed.plan.parent(theirs)?,
            self.parsed.plan.kind(theirs),
        );
        let list = self.list_item(parent, kind)?;
        let siblings = self.parsed.plan.list(parent, kind);
        let index = siblings.iter().position(|&other| other == theirs)?;
        Some(yaml::item_text(&self.text, &self.parsed.tree, list, index))
    }

    /// Whether an item has to go: neither kept where it was, nor just put in.
    pub(super) fn is_surplus(&self, theirs: NodeId, keep: &BTreeSet<NodeId>) -> bool {
        !keep.contains(&self.our(theirs)) && !self.fresh.contains(&theirs)
    }

    /// Reads the next text, which differs in one list alone.
    pub(super) fn next(
        &self,
        text: String,
        plan: &Plan,
        list: (NodeId, Kind),
        entries: &[Entry],
    ) -> Result<Self, SaveError> {
        let mut order = Vec::with_capacity(self.ours.len());
        let mut put_in = Vec::new();
        let step = Step {
            plan,
            list,
            entries,
        };
        self.order(NodeId::ROOT, &step, &mut order, &mut put_in);
        let mut next = Self::new(text, &order)?;
        let walked: Vec<NodeId> = next.parsed.plan.walk().collect();
        next.fresh = put_in
            .into_iter()
            .map(|position| walked[position])
            .collect();
        next.prefer(plan, &walked);
        Ok(next)
    }

    /// Of several copies of a definition, the one that stays is meant: it lies in what it is to lie in, up to the plan;
    /// and of several of these, what was put in.
    fn prefer(&mut self, plan: &Plan, walked: &[NodeId]) {
        if self.theirs.len() == walked.len() {
            return;
        }
        let mut stays: BTreeSet<NodeId> = BTreeSet::from([NodeId::ROOT]);
        let mut best: HashMap<NodeId, (bool, bool)> = HashMap::new();
        for &theirs in walked {
            let ours = self.our(theirs);
            if let Some(parent) = self.parsed.plan.parent(theirs)
                && stays.contains(&parent)
                && plan.parent(ours) == Some(self.our(parent))
            {
                stays.insert(theirs);
            }
            let is_fresh = self
                .parsed
                .plan
                .chain(theirs)
                .any(|id| self.fresh.contains(&id));
            let rank = (stays.contains(&theirs), is_fresh);
            if best.get(&ours).is_none_or(|&known| rank >= known) {
                best.insert(ours, rank);
                self.theirs.insert(ours, theirs);
            }
        }
    }

    /// Our ids in the order of the next text, and the positions of items that are put in now or were so before.
    fn order(&self, at: NodeId, step: &Step<'_>, order: &mut Vec<NodeId>, put_in: &mut Vec<usize>) {
        order.push(self.our(at));
        for kind in Kind::LISTED {
            if (at, kind) != step.list {
                for &child in self.parsed.plan.list(at, kind) {
                    if self.fresh.contains(&child) {
                        put_in.push(order.len());
                    }
                    self.order(child, step, order, put_in);
                }
                continue;
            }
            for &entry in step.entries {
                let is_new = match entry {
                    Entry::There(theirs) => self.fresh.contains(&theirs),
                    Entry::Copy(_) | Entry::Fresh(_) | Entry::Shell(_) => true,
                };
                if is_new {
                    put_in.push(order.len());
                }
                match entry {
                    Entry::There(theirs) | Entry::Copy(theirs) => {
                        let inside = self.parsed.plan.walk_from(theirs);
                        for (number, theirs) in inside.enumerate() {
                            if number > 0 && self.fresh.contains(&theirs) {
                                put_in.push(order.len());
                            }
                            order.push(self.our(theirs));
                        }
                    }
                    Entry::Fresh(node) => order.extend(step.plan.walk_from(node)),
                    Entry::Shell(node) => order.push(node),
                }
            }
        }
    }
}

/// From one text to the next: one list whose items are others.
struct Step<'s> {
    plan: &'s Plan,
    list: (NodeId, Kind),
    entries: &'s [Entry],
}
