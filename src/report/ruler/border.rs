//! Which borders there are, and which of them a provider fixes.

use super::{Border, Fixed, Level};
use crate::addr::{Family, Length, Prefix};
use crate::engine::{Evaluation, Member, Origin, PodAllocator, Shoot};
use crate::plan::{Field, Meaning, Plan, RangeKind};
use crate::profile::{FromNode, ZoneCut};
use crate::source::NodeId;

/// The borders of a definition and of the blocks around it, the outermost first.
pub(super) fn of_blocks(
    plan: &Plan,
    evaluation: &Evaluation,
    node: NodeId,
    family: Family,
) -> Vec<Border> {
    let border = |id: NodeId| {
        Some(Border {
            name: plan.name(id).to_owned(),
            length: plan.length(id, family)?,
            of: Level::Block(id),
            fixed: vpc_fixed(plan, evaluation, id, family),
        })
    };
    let mut borders: Vec<Border> = plan
        .chain(node)
        .filter(|&id| id != NodeId::ROOT)
        .filter_map(border)
        .collect();
    borders.reverse();
    borders
}

fn vpc_fixed(plan: &Plan, evaluation: &Evaluation, id: NodeId, family: Family) -> Option<Fixed> {
    let (profile, length) = evaluation.vpc_length(plan, id, family)?;
    Some(Fixed {
        by: &profile.name,
        length,
    })
}

/// The digits, the borders and the range's own border among them.
type OfRange = (Option<Prefix>, Vec<Border>, usize);

/// A range of a shoot: the blocks that it lies in, the range, and what nodes get of it.
pub(super) fn of_range(
    evaluation: &Evaluation,
    shoot: &Shoot<'_>,
    (kind, family): (RangeKind, Family),
    members: &[Member],
) -> Option<OfRange> {
    let range = shoot.range(kind, family)?;
    if matches!(range.origin, Origin::None | Origin::Custom) {
        return None;
    }
    if range.origin == Origin::Node {
        return of_node_pods(evaluation, shoot, family, members);
    }
    let (plan, node) = (shoot.plan, shoot.node);
    let prefix = evaluation.range_prefix(shoot, kind, family, members);
    let mut borders = match range.origin {
        // What is not drawn yet lies in nothing that is known.
        Origin::Undrawn => Vec::new(),
        Origin::Pinned
        | Origin::Literal
        | Origin::Placed
        | Origin::Default
        | Origin::Assigned
        | Origin::Unplaced
        | Origin::Node
        | Origin::Custom
        | Origin::None => around(evaluation, shoot, (family, prefix), members),
    };
    let own = borders.len();
    let is_undrawn = range.origin == Origin::Undrawn;
    borders.push(Border {
        name: kind.key().to_owned(),
        length: range.length?,
        of: Level::Range(node, kind),
        fixed: range_fixed(shoot, kind, family),
    });
    match kind {
        RangeKind::Nodes => borders.extend(node_prefix(shoot, family)),
        RangeKind::Pods => borders.extend(pod_range(shoot, family)),
        RangeKind::Services => {}
    }
    let block = || nearest(plan, evaluation, (node, family), members);
    let digits = prefix.or_else(|| block().filter(|_| !is_undrawn));
    Some((digits, borders, own))
}

/// Pods out of node prefixes: the nodes' borders, and the pod range inside.
fn of_node_pods(
    evaluation: &Evaluation,
    shoot: &Shoot<'_>,
    family: Family,
    members: &[Member],
) -> Option<OfRange> {
    let (prefix, mut borders, _) =
        of_range(evaluation, shoot, (RangeKind::Nodes, family), members)?;
    borders.push(pod_range(shoot, family)?);
    let own = borders.len() - 1;
    Some((prefix, borders, own))
}

/// The borders that a range lies behind: those of blocks that hold it, or of what was drawn for it.
fn around(
    evaluation: &Evaluation,
    shoot: &Shoot<'_>,
    (family, prefix): (Family, Option<Prefix>),
    members: &[Member],
) -> Vec<Border> {
    let (plan, node) = (shoot.plan, shoot.node);
    let mut borders = of_blocks(plan, evaluation, node, family);
    let Some(prefix) = prefix else {
        return borders;
    };
    borders.retain(|border| match border.of {
        Level::Block(id) => evaluation
            .block_prefix(plan, id, family, members)
            .is_none_or(|block| block.covers(prefix)),
        Level::Ula(_) | Level::Range(..) | Level::NodePrefix(_) | Level::PodRange(_) => true,
    });
    if borders.is_empty()
        && let Some((owner, drawn)) = drawn_around(plan, node, prefix)
    {
        borders.push(Border {
            name: "ula".to_owned(),
            length: drawn.length(),
            of: Level::Ula(owner),
            fixed: None,
        });
    }
    borders
}

fn drawn_around(plan: &Plan, node: NodeId, prefix: Prefix) -> Option<(NodeId, Prefix)> {
    plan.chain(node)
        .find_map(|id| match plan.meaning(id, Field::Ula)? {
            Meaning::Prefixes(prefixes) => {
                let drawn = prefixes.iter().find(|drawn| drawn.covers(prefix))?;
                Some((id, *drawn))
            }
            _ => None,
        })
}

fn nearest(
    plan: &Plan,
    evaluation: &Evaluation,
    (node, family): (NodeId, Family),
    members: &[Member],
) -> Option<Prefix> {
    plan.chain(node)
        .find_map(|id| evaluation.block_prefix(plan, id, family, members))
}

fn node_prefix(shoot: &Shoot<'_>, family: Family) -> Option<Border> {
    let offer = &shoot.profile.nodes.node_prefix_v6.value;
    let only = offer.only().filter(|_| family == Family::V6);
    Some(Border {
        name: "node".to_owned(),
        length: shoot.node_prefix(family)?,
        of: Level::NodePrefix(shoot.node),
        fixed: only.map(|length| fixed(shoot, length)),
    })
}

fn pod_range(shoot: &Shoot<'_>, family: Family) -> Option<Border> {
    let profile = shoot.profile;
    let dual = shoot.families.len() > 1;
    let given = match profile.pods.from_node.value {
        FromNode::First(length)
            if family == Family::V6 && shoot.allocator() == PodAllocator::Cloud =>
        {
            Some(length)
        }
        FromNode::First(_)
        | FromNode::AtLeast(_)
        | FromNode::AsAskedAroundAddress
        | FromNode::WholeNodePrefix
        | FromNode::NotOffered => None,
    };
    let of_both = profile.pods.dual_stack.value.fixed(family);
    let managed = matches!(shoot.allocator(), PodAllocator::Range | PodAllocator::Cloud);
    let only = of_both.filter(|_| dual && managed).or(given);
    Some(Border {
        name: "node's pods".to_owned(),
        length: shoot.pod_range(family)?,
        of: Level::PodRange(shoot.node),
        fixed: only.map(|length| fixed(shoot, length)),
    })
}

fn range_fixed(shoot: &Shoot<'_>, kind: RangeKind, family: Family) -> Option<Fixed> {
    let network = &shoot.profile.network;
    let only = match (kind, family) {
        (RangeKind::Nodes, _) if shoot.shares_nodes(family) => None,
        (RangeKind::Nodes, Family::V6) => network.subnet_v6.value.only(),
        (RangeKind::Nodes, Family::V4) if network.zone_cut_v4.value == ZoneCut::Whole => {
            network.subnet_v4.value.only()
        }
        (RangeKind::Services, Family::V6) => shoot.profile.services.source_v6.value.fixed(),
        (RangeKind::Nodes | RangeKind::Services, Family::V4) | (RangeKind::Pods, _) => None,
    };
    only.map(|length| fixed(shoot, length))
}

fn fixed(shoot: &Shoot<'_>, length: Length) -> Fixed {
    Fixed {
        by: &shoot.profile.name,
        length,
    }
}
