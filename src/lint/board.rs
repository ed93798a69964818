//! What has been found where: tags by definition, how many up the path, and what each waiver covers.

use std::collections::{BTreeMap, BTreeSet};

use super::Check;
use super::driver::{Context, check_node, check_waivers};
use super::rules::RULES;
use super::waivers::WaiverId;
use crate::diag::Severity;
use crate::plan::{Field, Plan};
use crate::source::NodeId;

/// One finding as it is kept: which rule, and how bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tag {
    /// The rule's place in the registry.
    pub rule: u16,
    /// How bad it is, waivers applied.
    pub severity: Severity,
    /// The waiver that covers it.
    pub waiver: Option<WaiverId>,
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

/// How many findings each waiver covers; one that covers none is not there.
pub(super) type Uses = BTreeMap<WaiverId, u32>;

/// The findings of a plan, as tags.
#[derive(Clone, Debug, Default)]
pub struct Board {
    tags: BTreeMap<NodeId, Box<[Tag]>>,
    tallies: Vec<Tally>,
    uses: Uses,
}

impl Board {
    /// Runs all rules on a whole plan.
    pub fn new(context: &Context<'_>) -> Self {
        let mut board = Self::default();
        let plan = context.plan;
        let mut waiving = BTreeSet::new();
        for node in plan.walk() {
            board.keep(node, check_node(context, node));
            if plan.entry(node, Field::Allow).is_some() {
                waiving.insert(node);
            }
        }
        for node in waiving {
            board.judge(context, node);
        }
        board.recount(plan);
        board
    }

    /// Runs all rules again on what an edit has touched, and then those about waivers on whoever covers other findings.
    pub fn update(&mut self, context: &Context<'_>, touched: &BTreeSet<NodeId>, moved: bool) {
        if touched.is_empty() {
            return;
        }
        let plan = context.plan;
        let mut waiving = BTreeSet::new();
        for &node in touched.iter().chain([&NodeId::ROOT]) {
            let tags = check_node(context, node);
            if !moved {
                self.count(plan, node, false);
            }
            waiving.insert(node);
            waiving.extend(self.waiving(node));
            self.keep(node, tags);
            waiving.extend(self.waiving(node));
            if !moved {
                self.count(plan, node, true);
            }
        }
        waiving.retain(|&node| plan.is_alive(node) && plan.entry(node, Field::Allow).is_some());
        for node in waiving {
            if !moved {
                self.count(plan, node, false);
            }
            self.judge(context, node);
            if !moved {
                self.count(plan, node, true);
            }
        }
        if moved {
            self.recount(plan);
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

    /// How many findings each waiver covers.
    pub(super) const fn uses(&self) -> &Uses {
        &self.uses
    }

    /// The definitions whose waivers cover a definition's findings.
    fn waiving(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let waivers = self.tags(node).iter().filter_map(|tag| tag.waiver);
        waivers.map(|(at, _)| at)
    }

    fn keep(&mut self, node: NodeId, tags: Vec<Tag>) {
        for waiver in tags.iter().filter_map(|tag| tag.waiver) {
            *self.uses.entry(waiver).or_default() += 1;
        }
        let old = if tags.is_empty() {
            self.tags.remove(&node)
        } else {
            self.tags.insert(node, tags.into())
        };
        for waiver in old.iter().flatten().filter_map(|tag| tag.waiver) {
            match self.uses.get_mut(&waiver) {
                Some(number) if *number > 1 => *number -= 1,
                Some(_) | None => drop(self.uses.remove(&waiver)),
            }
        }
    }

    /// Looks at the waivers of a definition anew. What covers nothing can be told only now.
    fn judge(&mut self, context: &Context<'_>, node: NodeId) {
        let found = check_waivers(&context.counted(self), node);
        let about_waivers =
            |tag: &Tag| matches!(RULES[usize::from(tag.rule)].check, Check::Waivers(_));
        let all = self.tags(node).iter().copied();
        let mut tags: Vec<Tag> = all.filter(|tag| !about_waivers(tag)).collect();
        tags.extend(found);
        self.keep(node, tags);
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
