//! Which prefixes an edit has moved.

use crate::addr::{Family, Prefix};
use crate::document::{Costs, Document};
use crate::engine::{Part, What};
use crate::plan::{Kind, RangeKind};
use crate::source::NodeId;

/// Where everything lies.
#[derive(Debug)]
pub(super) struct Places(Vec<(NodeId, Part, Family, Prefix)>);

impl Places {
    pub(super) fn of(document: &Document) -> Self {
        let (plan, evaluation) = (document.plan(), document.evaluation());
        let mut places = Vec::new();
        for node in plan.walk() {
            if plan.kind(node) == Kind::Shoot {
                let shoot = evaluation.shoot(plan, node);
                for kind in RangeKind::ALL {
                    for family in Family::BOTH {
                        let prefix = evaluation.range_prefix(&shoot, kind, family, &[]);
                        places
                            .extend(prefix.map(|prefix| (node, Part::Range(kind), family, prefix)));
                    }
                }
            } else {
                for family in Family::BOTH {
                    let prefix = evaluation.block_prefix(plan, node, family, &[]);
                    places.extend(prefix.map(|prefix| (node, Part::Block, family, prefix)));
                }
            }
        }
        Self(places)
    }

    /// Each prefix that begins elsewhere than before, as a line. Both are of the same plan, before and after an edit
    /// of fields: definitions stand in the same order.
    pub(super) fn moved(&self, after: &Self, document: &Document) -> Vec<String> {
        let plan = document.plan();
        let moved = self.elsewhere(after, document).into_iter();
        let line = |(node, part, [old, new]): (NodeId, Part, [Prefix; 2])| {
            let path = plan.path(node);
            let name = match part {
                Part::Block => path,
                Part::Range(kind) => format!("{path}.{}", kind.key()),
            };
            format!("{name} {old} → {new}")
        };
        moved.map(line).collect()
    }

    /// What that touches, in words: "40 shoots and 41 reverse zones".
    pub(super) fn touched(&self, after: &Self, document: &Document) -> String {
        let seen = (document.plan(), document.evaluation());
        let mut costs = Costs::default();
        for (node, part, prefixes) in self.elsewhere(after, document) {
            for prefix in prefixes {
                costs.add(seen, (node, What::Part(part)), prefix);
            }
        }
        costs.sum(document.plan(), usize::MAX).words()
    }

    fn elsewhere(&self, after: &Self, document: &Document) -> Vec<(NodeId, Part, [Prefix; 2])> {
        let mut later = after.0.iter().peekable();
        let order = |node: NodeId| document.evaluation().order(node);
        let mut moved = Vec::new();
        for &(node, part, family, old) in &self.0 {
            while let Some(&&(other, ..)) = later.peek()
                && order(other) < order(node)
            {
                later.next();
            }
            let same = later
                .clone()
                .take_while(|&&(other, ..)| other == node)
                .find(|&&(_, other, its, _)| other == part && its == family);
            if let Some(&(.., new)) = same
                && new.raw() != old.raw()
            {
                moved.push((node, part, [old, new]));
            }
        }
        moved
    }
}
