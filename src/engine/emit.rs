//! What a definition wants of the pools around it.

use super::pool::{Demand, Outcome, Part, PoolKey, PoolKind, Wish};
use super::settings::Settings;
use super::shoot::{Origin, Range, Shoot, enclosing_pool, flat_block, flat_pool};
use crate::addr::{Count, Family, Length, Prefix};
use crate::plan::{Field, Kind, Meaning, Plan, RangeKind};
use crate::source::NodeId;

/// The demands of one definition, each with the pool that it goes to, in order.
pub(super) fn demands(
    plan: &Plan,
    node: NodeId,
    settings: &Settings,
    order: u32,
) -> Vec<(PoolKey, Demand)> {
    match plan.kind(node) {
        Kind::Plan => Vec::new(),
        Kind::Shoot => shoot_demands(plan, node, settings, order),
        Kind::Region | Kind::Zone | Kind::Vpc | Kind::Block => block_demands(plan, node, order),
    }
}

/// The pools that a definition can want something of: the nearest ones around it, and that of a flat block farther out.
pub(super) fn pools_of(plan: &Plan, node: NodeId) -> Vec<PoolKey> {
    let nearest = PoolKind::ALL
        .into_iter()
        .filter_map(|kind| enclosing_pool(plan, node, kind));
    let mut pools: Vec<PoolKey> = nearest.collect();
    if let Some(flat) = flat_of(plan, node) {
        for family in Family::BOTH {
            pools.extend(flat_pool(plan, flat, family).filter(|pool| !pools.contains(pool)));
        }
    }
    pools
}

/// The flat block whose prefix a shoot's nodes share.
fn flat_of(plan: &Plan, node: NodeId) -> Option<NodeId> {
    (plan.kind(node) == Kind::Shoot)
        .then(|| flat_block(plan, node))
        .flatten()
}

fn block_demands(plan: &Plan, node: NodeId, order: u32) -> Vec<(PoolKey, Demand)> {
    let mut demands = Vec::new();
    for family in Family::BOTH {
        let Some(pool) = enclosing_pool(plan, node, PoolKind::of(family)) else {
            continue;
        };
        let (length, wish) = match plan.network(node, family) {
            Some(Meaning::Length(length)) => (*length, Wish::Anywhere),
            Some(Meaning::Prefix(prefix)) if is_single(plan, pool.owner) => {
                (prefix.length(), Wish::At(*prefix))
            }
            _ => continue,
        };
        let size = match wish {
            Wish::At(_) => Size {
                blocks: plan.count(node),
                reserve: plan.reserve(node),
            },
            Wish::Anywhere | Wish::Counted => Size::of_run(plan, node, pool.owner, 1),
        };
        demands.push((pool, size.demand(node, order, Part::Block, length, wish)));
    }
    demands
}

fn shoot_demands(
    plan: &Plan,
    node: NodeId,
    settings: &Settings,
    order: u32,
) -> Vec<(PoolKey, Demand)> {
    let shoot = Shoot::new(plan, node, settings);
    let mut demands = Vec::new();
    for kind in RangeKind::ALL {
        for family in Family::BOTH {
            if let Some(range) = shoot.range(kind, family) {
                demands.extend(range_demand(&shoot, kind, family, range, order));
            }
        }
    }
    demands
}

fn range_demand(
    shoot: &Shoot<'_>,
    kind: RangeKind,
    family: Family,
    range: &Range,
    order: u32,
) -> Option<(PoolKey, Demand)> {
    let (plan, node, part) = (shoot.plan, shoot.node, Part::Range(kind));
    if kind == RangeKind::Nodes && shoot.shares_nodes(family) {
        let pool = shoot.flat_pool(family)?;
        let length = shoot.node_prefix(family).unwrap_or(Length::host(family));
        let nodes = shoot.wanted_nodes().unwrap_or(Count::ONE);
        let mut size = Size::of_run(plan, node, pool.owner, 1);
        size.blocks = size.blocks.times(nodes).unwrap_or(Count::MAX);
        size.reserve = size.reserve.times(nodes).unwrap_or(Count::MAX);
        return Some((pool, size.demand(node, order, part, length, Wish::Counted)));
    }
    if let Some(prefix) = range.written.filter(|_| range.origin != Origin::Default) {
        let pool = written_pool(plan, node, prefix)?;
        let whole = range.origin == Origin::Pinned || is_single(plan, node);
        return (whole && is_single(plan, pool.owner)).then(|| {
            let size = Size {
                blocks: Count::ONE,
                reserve: Count::ZERO,
            };
            (
                pool,
                size.demand(node, order, part, prefix.length(), Wish::At(prefix)),
            )
        });
    }
    let length = range.length?;
    let (pool, wish) = match range.origin {
        Origin::Assigned => (assigned_from(shoot, kind, family)?, Wish::Counted),
        _ => (range.pool?, Wish::Anywhere),
    };
    let size = Size::of_run(plan, node, pool.owner, range.blocks);
    Some((pool, size.demand(node, order, part, length, wish)))
}

/// The VPC whose numbered subnets the infrastructure assigns to nodes: which ones is not known, how many is.
fn assigned_from(shoot: &Shoot<'_>, kind: RangeKind, family: Family) -> Option<PoolKey> {
    let numbered = shoot
        .profile
        .network
        .zone_subnets_v6
        .value
        .max_zones()
        .is_some();
    let pool = enclosing_pool(shoot.plan, shoot.node, PoolKind::of(family))?;
    let is_vpc = shoot.plan.kind(pool.owner) == Kind::Vpc;
    (numbered && is_vpc && kind == RangeKind::Nodes && family == Family::V6).then_some(pool)
}

/// The pool that a written prefix is taken out of: a `ula` for what lies in it, else the block's.
fn written_pool(plan: &Plan, node: NodeId, prefix: Prefix) -> Option<PoolKey> {
    let family = prefix.family();
    let ula = enclosing_pool(plan, node, PoolKind::Ula).filter(|pool| {
        let prefixes = plan.meaning(pool.owner, Field::Ula);
        matches!(prefixes, Some(Meaning::Prefixes(all)) if all.iter().any(|ula| ula.covers(prefix)))
    });
    ula.or_else(|| enclosing_pool(plan, node, PoolKind::of(family)))
}

/// Whether there is only one of it: neither it nor what it lies in stands for several.
pub fn is_single(plan: &Plan, node: NodeId) -> bool {
    plan.chain(node).all(|id| plan.count(id) == Count::ONE)
}

/// How much of a pool a run takes.
struct Size {
    blocks: Count,
    reserve: Count,
}

impl Size {
    /// The run and its reserve. Where the pool lies outside a counted block that the run is in, all members of that
    /// block are served, and the span is rounded up so that one more of them moves nobody.
    fn of_run(plan: &Plan, node: NodeId, owner: NodeId, each: u32) -> Self {
        let times = |count: Count| count.times(Count::from(each)).unwrap_or(Count::MAX);
        let (own, reserve) = (times(plan.count(node)), times(plan.reserve(node)));
        let Some(outer) = outer_members(plan, node, owner) else {
            return Self {
                blocks: own,
                reserve,
            };
        };
        let one = own.plus(reserve).unwrap_or(Count::MAX);
        let blocks = own.times(outer).unwrap_or(Count::MAX);
        let span = one.times(outer).unwrap_or(Count::MAX).round_up();
        Self {
            blocks,
            reserve: span.minus(blocks).unwrap_or(Count::ZERO),
        }
    }

    fn demand(self, node: NodeId, order: u32, part: Part, length: Length, wish: Wish) -> Demand {
        Demand {
            node,
            order,
            part,
            length,
            blocks: self.blocks,
            reserve: self.reserve,
            wish,
            outcome: Outcome::Pending,
        }
    }
}

/// How many members the counted blocks between a definition and its pool have together; nothing if there are none.
pub(super) fn outer_members(plan: &Plan, node: NodeId, owner: NodeId) -> Option<Count> {
    if node == owner {
        return None;
    }
    let mut between = plan
        .chain(node)
        .skip(1)
        .take_while(|&id| id != owner)
        .filter(|&id| plan.is_counted(id))
        .peekable();
    between.peek()?;
    Some(
        between
            .map(|id| plan.count(id))
            .try_fold(Count::ONE, Count::times)
            .unwrap_or(Count::MAX),
    )
}
