//! What breaks first: how far what is planned can grow until something fails, what fails then, where, and when.
//!
//! Two things grow: the blocks that a pool holds, until one more has no room, and the nodes of a cluster, until one more
//! is beyond what binds them. Every pool and every cluster is looked at by itself, all of it growing alike, and the one
//! with the least room for what it holds breaks first; where `growth-per-year` says how fast, the one with the earliest
//! day. Reserves are room that is kept for growth, so they are grown into. What a provider lays out by itself does not
//! grow, and quotas that can be raised break nothing.

mod date;
mod wide;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::addr::{Count, Family, Length};
use crate::document::Document;
use crate::engine::{Demand, Outcome, Part, Pool, PoolKey, PoolKind};
use crate::plan::{Date, Field, Kind, RangeKind};
use crate::profile::ZoneSubnets;
use crate::source::NodeId;

pub use date::HORIZON;
use wide::Wide;

/// What grows, and what it can fail by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grows {
    /// The blocks of that length that a pool hands out.
    Blocks(PoolKind, Length),
    /// The nodes of a cluster, and what binds them.
    Nodes(&'static str),
}

/// When it breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// It is broken as it is planned.
    Now,
    /// On that day there is one too many.
    On(Date),
    /// Not within [`HORIZON`] years.
    Later,
    /// Nothing says how fast it grows.
    Unsaid,
    /// `growth-per-year` says that it does not grow.
    Never,
}

/// Where growth ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Break {
    /// The block or cluster that has no more room.
    pub node: NodeId,
    /// What grows.
    pub grows: Grows,
    /// The rule that finds it then.
    pub code: &'static str,
    /// How many are planned.
    pub planned: Count,
    /// How many are kept beside them.
    pub reserved: Count,
    /// How many there can be.
    pub room: Count,
    /// The percent a year that it grows by, where something says so.
    pub per_year: Option<u32>,
    /// When.
    pub when: When,
}

impl Break {
    /// How many more there can be; none where it is broken.
    pub fn more(&self) -> Count {
        match self.when {
            When::Now => Count::ZERO,
            When::On(_) | When::Later | When::Unsaid | When::Never => {
                self.room.minus(self.planned).unwrap_or(Count::ZERO)
            }
        }
    }

    /// By how many percent what is planned can grow, rounded down; nothing beyond 2^128.
    pub fn percent(&self) -> Option<Count> {
        self.more().times(Count::new(100))?.over(self.planned)
    }

    /// Which of two breaks first: what is broken, then what has a day, by that, then what has the least room for what it
    /// holds.
    fn before(&self, other: &Self) -> Ordering {
        let rank = |one: &Self| match one.when {
            When::Now => (0, None),
            When::On(day) => (1, Some(day)),
            When::Later | When::Unsaid => (2, None),
            When::Never => (3, None),
        };
        let room = |one: &Self, planned: Count| Wide::of(one.room).by(&Wide::of(planned));
        let ratio = || room(self, other.planned).cmp(&room(other, self.planned));
        rank(self).cmp(&rank(other)).then_with(ratio)
    }
}

/// What breaks first of a definition itself, not of what lies in it.
pub fn own(document: &Document, node: NodeId) -> Option<Break> {
    let pools = PoolKind::ALL.map(|kind| of_pool(document, PoolKey { owner: node, kind }));
    let nodes = (document.plan().kind(node) == Kind::Shoot)
        .then(|| of_nodes(document, node))
        .flatten();
    pools.into_iter().flatten().chain(nodes).reduce(first)
}

/// What breaks first of a definition with all that lies in it.
pub fn within(document: &Document, node: NodeId) -> Option<Break> {
    let all = document.plan().walk_from(node);
    all.filter_map(|node| own(document, node)).reduce(first)
}

/// The same where so few things lie in it that a frame has time for all of them; else of itself alone, and whether that
/// is all.
pub fn nearby(document: &Document, node: NodeId, most: usize) -> (Option<Break>, bool) {
    let few = document.plan().walk_from(node).nth(most).is_none();
    if few {
        (within(document, node), true)
    } else {
        (own(document, node), false)
    }
}

/// What breaks first of a definition and of each that lies in it, each with all that lies in it.
pub fn each_within(document: &Document, top: NodeId) -> BTreeMap<NodeId, Break> {
    let plan = document.plan();
    let all: Vec<NodeId> = plan.walk_from(top).collect();
    let mut found: BTreeMap<NodeId, Break> = BTreeMap::new();
    for &node in all.iter().rev() {
        // What lies in it has been looked at, and told it.
        let least = own(document, node).into_iter().chain(found.remove(&node));
        let Some(least) = least.reduce(first) else {
            continue;
        };
        found.insert(node, least);
        if node != top && node != NodeId::ROOT {
            let around = plan.node(node).parent;
            let told = found
                .get(&around)
                .map_or(least, |other| first(least, *other));
            found.insert(around, told);
        }
    }
    found
}

/// All of a definition and what lies in it, the first to break first.
pub fn all_within(document: &Document, top: NodeId) -> Vec<Break> {
    let all = document.plan().walk_from(top);
    let mut all: Vec<Break> = all.filter_map(|node| own(document, node)).collect();
    all.sort_by(Break::before);
    all
}

/// The first to break of two; of two alike the one that stands first.
fn first(one: Break, other: Break) -> Break {
    if other.before(&one) == Ordering::Less {
        other
    } else {
        one
    }
}

fn of_pool(document: &Document, key: PoolKey) -> Option<Break> {
    let pool = document.evaluation().pool(key)?;
    let (budget, others) = pool.budget()?;
    if is_layout(document, pool) {
        return None;
    }
    // In one length, side by side, all has a place while it is not more than the room.
    let simple = others.is_empty() && !pool.has_fixed() && pool.ground.prefixes.len() < 2;
    let homeless = |demand: &Demand| {
        matches!(
            demand.outcome,
            Outcome::NoRoom | Outcome::TooLarge | Outcome::Taken(_)
        )
    };
    let code = if budget.reserve_is_too_much() {
        "bits-exhausted"
    } else {
        "does-not-fit"
    };
    let broken = budget.reserve_is_too_much()
        || budget.planned > budget.room
        || !simple && pool.demands().iter().any(homeless);
    // What fills its pool alone, as a range does its VPC, is no level that grows.
    if budget.planned.is_zero() || budget.room <= Count::ONE && !broken {
        return None;
    }
    let grown = Break {
        node: key.owner,
        grows: Grows::Blocks(key.kind, budget.length),
        code,
        planned: budget.planned,
        reserved: budget.reserved,
        room: budget.room,
        per_year: None,
        when: When::Unsaid,
    };
    Some(dated(document, grown, broken))
}

/// Whether it holds nothing but the subnets that a provider lays out by itself.
fn is_layout(document: &Document, pool: &Pool) -> bool {
    pool.demands().iter().all(|demand| {
        let network = &document
            .evaluation()
            .settings(demand.node)
            .profile()
            .network;
        demand.part == Part::Range(RangeKind::Nodes)
            && matches!(network.zone_subnets_v6.value, ZoneSubnets::Numbered { .. })
    })
}

fn of_nodes(document: &Document, node: NodeId) -> Option<Break> {
    let shoot = document.evaluation().shoot(document.plan(), node);
    let planned = shoot.wanted_nodes()?;
    let truth = document.evaluation().numbers(&shoot);
    let room = truth.max_nodes.value?;
    let by = truth.max_nodes.by?;
    let lengths = |family: Family| {
        let range = shoot.range(RangeKind::Pods, family)?.length?;
        Some((range.bits(), shoot.pod_range_bits(family)?))
    };
    let inverted = || {
        let mut families = shoot.families.iter();
        families.any(|&family| lengths(family).is_some_and(|(range, node)| node < range))
    };
    let code = match room {
        Count::ZERO if by == "nodeipam" && inverted() => "nodeipam-mask-outside",
        Count::ZERO if by == "nodeipam" => "nodeipam-pool-too-large",
        Count::ONE if by == "nodeipam" => "node-pool-of-one",
        _ => "nodes-exceed-room",
    };
    let grown = Break {
        node,
        grows: Grows::Nodes(by),
        code,
        planned,
        reserved: Count::ZERO,
        room,
        per_year: None,
        when: When::Unsaid,
    };
    Some(dated(document, grown, planned > room))
}

/// The same with the day on which it breaks.
fn dated(document: &Document, grown: Break, broken: bool) -> Break {
    let settings = document.evaluation().settings(grown.node);
    let per_year = settings
        .number(document.plan(), Field::GrowthPerYear)
        .and_then(|percent| u32::try_from(percent.saturating()).ok());
    let when = match per_year {
        _ if broken => When::Now,
        None => When::Unsaid,
        Some(0) => When::Never,
        Some(percent) => {
            let day = date::reached(grown.planned, grown.room, percent, document.today());
            day.map_or(When::Later, When::On)
        }
    };
    Break {
        per_year,
        when,
        ..grown
    }
}
