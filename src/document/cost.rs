//! What it costs that prefixes lie elsewhere: the clusters that they touch, and the reverse zones that are others.

use std::collections::BTreeSet;

use super::Document;
use crate::addr::{Count, Prefix, ReverseZones};
use crate::engine::{Evaluation, Move, What};
use crate::plan::{Kind, Plan};
use crate::source::NodeId;

/// What it costs that prefixes lie elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Clusters that the prefixes belong to, or that lie in them, all members counted.
    pub shoots: Count,
    /// Reverse zones of the old prefixes and of the new ones, each once; those in a larger one of them are part of it.
    pub zones: Count,
    /// Whether there are more of both, which have not been counted.
    pub more: bool,
}

/// Adds up what it costs, prefix by prefix.
#[derive(Debug, Default)]
pub struct Costs {
    nodes: BTreeSet<NodeId>,
    zones: ReverseZones,
}

impl Costs {
    /// Adds a prefix of a definition with its zones: where it was, or where it is.
    pub fn add(&mut self, seen: (&Plan, &Evaluation), of: (NodeId, What), prefix: Prefix) {
        self.touch(Some(of.0));
        self.zones(seen, of, prefix);
    }

    /// Adds the zones of a prefix of a definition. Of a run it is that of the first member; the others lie behind it.
    pub fn zones(
        &mut self,
        (plan, evaluation): (&Plan, &Evaluation),
        of: (NodeId, What),
        prefix: Prefix,
    ) {
        let (node, what) = of;
        let blocks = match what {
            What::Part(part) => match evaluation.demand(plan, node, part, prefix.family()) {
                Some((_, demand)) => demand.blocks,
                None => plan.count(node),
            },
            What::Ula => Count::ONE,
        };
        self.zones.add(prefix, blocks);
    }

    /// Adds a definition of which a prefix lies elsewhere, in the plan that is summed up.
    pub fn touch(&mut self, node: Option<NodeId>) {
        self.nodes.extend(node);
    }

    /// The sum; clusters are those of this plan, and so many definitions are looked at.
    pub fn sum(&self, plan: &Plan, most: usize) -> Cost {
        let mut cost = Cost {
            zones: self.zones.count(),
            ..Cost::default()
        };
        let mut left = most;
        for &node in &self.nodes {
            let mut around = plan.chain(node).skip(1);
            if !plan.is_alive(node) || around.any(|above| self.nodes.contains(&above)) {
                continue;
            }
            for below in plan.walk_from(node) {
                let Some(fewer) = left.checked_sub(1) else {
                    cost.more = true;
                    return cost;
                };
                left = fewer;
                if plan.kind(below) == Kind::Shoot {
                    let sum = cost.shoots.plus(plan.members(below));
                    cost.shoots = sum.unwrap_or(Count::MAX);
                }
            }
        }
        cost
    }
}

impl Cost {
    /// The same in words: "40 shoots and 41 reverse zones".
    pub fn words(&self) -> String {
        let over = if self.more { "more than " } else { "" };
        let counted = |count: Count, one: &str| {
            let plural = if count == Count::ONE { "" } else { "s" };
            format!("{count} {one}{plural}")
        };
        format!(
            "{over}{} and {}",
            counted(self.shoots, "shoot"),
            counted(self.zones, "reverse zone")
        )
    }
}

impl Document {
    /// What moves cost, of which so many are looked at, and so many definitions that lie in them. What lies in a prefix
    /// that moves has moved along.
    pub fn cost(&self, moves: &[Move], most: usize) -> Cost {
        let mut costs = Costs::default();
        for one in moves.iter().take(most) {
            for prefix in [Some(one.from), one.to].into_iter().flatten() {
                costs.add((&self.plan, &self.evaluation), (one.node, one.what), prefix);
            }
        }
        let cost = costs.sum(&self.plan, most);
        Cost {
            more: cost.more || moves.len() > most,
            ..cost
        }
    }
}
