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
    let mut sums = Vec::new();
    plan_again(plan, evaluation, plan.walk().collect(), &mut sums);
    sums
}

/// Sums up again what is planned in these definitions. All that they lie in has to be among them.
pub fn plan_again(
    plan: &Plan,
    evaluation: &Evaluation,
    mut nodes: Vec<NodeId>,
    sums: &mut Vec<Planned>,
) {
    sums.resize(plan.ids(), Planned::NONE);
    nodes.sort_unstable_by_key(|&node| evaluation.order(node));
    nodes.dedup();
    // What lies in a definition comes behind it.
    for node in nodes.into_iter().rev() {
        sums[node.index()] = if plan.kind(node) == Kind::Shoot {
            of_shoot(plan, evaluation, node)
        } else {
            let below = plan.children(node).iter();
            let all = below.map(|&child| sums[child.index()].times(plan.count(child)));
            all.fold(Planned::NONE, Planned::plus)
        };
    }
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
