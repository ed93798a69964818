//! How many nodes and pods are planned, summed up.

use crate::addr::Count;
use crate::engine::{DEFAULT_MAX_PODS, Evaluation};
use crate::plan::{Field, Kind, Plan};
use crate::source::NodeId;

/// What is planned in one member of a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Nodes.
    pub nodes: Count,
    /// Pods.
    pub pods: Count,
    /// Whether there are clusters that say no max-nodes.
    pub is_open: bool,
}

impl Planned {
    const NONE: Self = Self {
        nodes: Count::ZERO,
        pods: Count::ZERO,
        is_open: false,
    };

    fn plus(self, other: Self) -> Self {
        let sum = |one: Count, other: Count| one.plus(other).unwrap_or(Count::MAX);
        Self {
            nodes: sum(self.nodes, other.nodes),
            pods: sum(self.pods, other.pods),
            is_open: self.is_open || other.is_open,
        }
    }

    /// So many members.
    pub fn times(self, many: Count) -> Self {
        let product = |one: Count| one.times(many).unwrap_or(Count::MAX);
        Self {
            nodes: product(self.nodes),
            pods: product(self.pods),
            is_open: self.is_open,
        }
    }
}

/// What is planned in each definition of a plan.
pub fn planned(plan: &Plan, evaluation: &Evaluation) -> Vec<Planned> {
    let mut sums = vec![Planned::NONE; plan.ids()];
    let nodes: Vec<NodeId> = plan.walk().collect();
    // What lies in a definition comes behind it.
    for &node in nodes.iter().rev() {
        if plan.kind(node) == Kind::Shoot {
            sums[node.index()] = of_shoot(plan, evaluation, node);
        }
        if let Some(parent) = plan.parent(node) {
            let all = sums[node.index()].times(plan.count(node));
            sums[parent.index()] = sums[parent.index()].plus(all);
        }
    }
    sums
}

fn of_shoot(plan: &Plan, evaluation: &Evaluation, node: NodeId) -> Planned {
    let settings = evaluation.settings(node);
    let nodes = settings.number(plan, Field::MaxNodes);
    let pods = settings.number(plan, Field::MaxPods);
    let pods = pods.unwrap_or(Count::new(DEFAULT_MAX_PODS));
    let is_open = nodes.is_none();
    let nodes = nodes.unwrap_or(Count::ZERO);
    Planned {
        nodes,
        pods: nodes.times(pods).unwrap_or(Count::MAX),
        is_open,
    }
}
