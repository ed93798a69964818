//! Placement in one pool: a pure function of the pool's length and its demands, in order.
//!
//! Offsets are relative to the pool, in left-aligned bits, so that moving a pool costs nothing.

mod budget;
mod place;

use std::collections::BTreeMap;

pub use budget::{Budget, OtherRow};

use crate::addr::{Count, Family, FreeSpace, Length, Order, Prefix};
use crate::plan::RangeKind;
use crate::source::NodeId;

/// Which prefixes a pool hands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PoolKind {
    /// A block's IPv6 prefix.
    V6,
    /// A block's IPv4 prefix.
    V4,
    /// The RFC 4193 prefixes of a `ula`.
    Ula,
}

impl PoolKind {
    /// All three.
    pub const ALL: [Self; 3] = [Self::V6, Self::V4, Self::Ula];

    /// The family of what it hands out.
    pub const fn family(self) -> Family {
        match self {
            Self::V4 => Family::V4,
            Self::V6 | Self::Ula => Family::V6,
        }
    }

    /// The pool of a block's prefix of that family.
    pub const fn of(family: Family) -> Self {
        match family {
            Family::V4 => Self::V4,
            Family::V6 => Self::V6,
        }
    }
}

/// A pool: what hands out, and of which kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PoolKey {
    /// The block (or shoot, for a `ula` of its own) that it belongs to.
    pub owner: NodeId,
    /// Its kind.
    pub kind: PoolKind,
}

/// Which part of a definition a demand is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A block's own prefix.
    Block,
    /// One of a shoot's ranges.
    Range(RangeKind),
}

/// How a demand wants to be placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Wherever it fits.
    Anywhere,
    /// At this prefix, which a person wrote.
    At(Prefix),
    /// Nowhere: it only counts, for the pool is shared by all of it.
    Counted,
}

/// What one definition wants of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demand {
    /// Who wants it.
    pub node: NodeId,
    /// Its place in the order of the plan.
    pub order: u32,
    /// Which part of it.
    pub part: Part,
    /// The length of one block.
    pub length: Length,
    /// How many blocks, all members together.
    pub blocks: Count,
    /// How many more must fit one day.
    pub reserve: Count,
    /// Where.
    pub wish: Wish,
    /// What came of it.
    pub outcome: Outcome,
}

impl Demand {
    /// What sorts demands: plan order, then nodes, pods, services.
    pub const fn key(&self) -> (u32, Part) {
        (self.order, self.part)
    }

    /// Everything but what came of it: equal wants, equal placement.
    fn wants_as(&self, other: &Self) -> bool {
        Self {
            outcome: other.outcome,
            ..*self
        } == *other
    }

    fn span(&self) -> Option<Count> {
        self.blocks.plus(self.reserve)
    }

    /// The distance from its first bit to its last one; `None` beyond 2^128.
    fn tail(&self) -> Option<u128> {
        let block = Count::power_of_two(128 - u32::from(self.length.bits()))?;
        let size = self.span()?.times(block)?;
        size.minus(Count::ONE)?.low()
    }
}

/// What came of a demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Not placed yet.
    Pending,
    /// It begins at this offset.
    Placed(u128),
    /// It only counts.
    Counted,
    /// There is no room for it.
    NoRoom,
    /// A block of it is larger than the pool.
    TooLarge,
    /// The prefix that was written does not lie in the pool.
    Outside,
    /// The prefix that was written is taken by this one.
    Taken(NodeId),
}

/// What a pool hands out of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    /// The length of the pool.
    pub length: Length,
    /// Its prefix, where it has one and written prefixes have to be compared with it.
    pub base: Option<Prefix>,
    /// For a `ula` of several prefixes: all of them. Offsets then count through them one after another.
    pub prefixes: Vec<Prefix>,
    /// The order of RFC 3531 in which children are placed, if the block says one.
    pub order: Option<Order>,
}

impl Ground {
    /// No ground yet: a single address, which nothing has been placed in.
    pub const NOTHING: Self = Self {
        length: Length::host(Family::V6),
        base: None,
        prefixes: Vec::new(),
        order: None,
    };

    /// The ground of a `ula`: those of its prefixes that are as long as the first.
    pub fn of_ula(prefixes: &[Prefix]) -> Self {
        let Some(&first) = prefixes.first() else {
            return Self::NOTHING;
        };
        Self {
            length: first.length(),
            base: Some(first),
            prefixes: prefixes.to_vec(),
            order: None,
        }
    }
}

/// A pool with its demands and what came of them.
#[derive(Clone, Debug)]
pub struct Pool {
    /// What it hands out of.
    pub ground: Ground,
    demands: Vec<Demand>,
    free: FreeSpace,
    checkpoints: Vec<Checkpoint>,
    /// By length, the shortest first. There are few of them, and many pools.
    sums: Vec<(u8, Sum)>,
    /// How many demands are written prefixes.
    fixed: usize,
    /// How many demands only count.
    counted: usize,
    /// The first demand whose placement is not known any more.
    stale: Option<usize>,
    /// Whether a sum had reached the end of numbers when something was taken out of it.
    recount: bool,
    /// Whether reserves took the last of its room when it was placed.
    exhausted: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct State {
    free: FreeSpace,
    /// For a length and span: the lowest place that can still fit it.
    hints: BTreeMap<(u8, u128), u128>,
}

#[derive(Clone, Debug)]
struct Checkpoint {
    index: usize,
    state: State,
}

/// What is asked for at one length.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sum {
    demands: u64,
    planned: Count,
    reserved: Count,
}

const CHECKPOINT_EVERY: usize = 256;
/// A checkpoint of a pool in more pieces than this costs more than it saves.
const CHECKPOINT_PIECES: usize = 512;

impl Pool {
    /// A pool with nothing in it.
    pub fn new(ground: Ground) -> Self {
        Self {
            ground,
            demands: Vec::new(),
            free: FreeSpace::default(),
            checkpoints: Vec::new(),
            sums: Vec::new(),
            fixed: 0,
            counted: 0,
            stale: Some(0),
            recount: false,
            exhausted: false,
        }
    }

    /// The demands, in placement order.
    pub fn demands(&self) -> &[Demand] {
        &self.demands
    }

    /// What one part of a definition wants of it, with what came of it.
    pub fn demand(&self, order: u32, part: Part) -> Option<&Demand> {
        let index = self
            .demands
            .binary_search_by_key(&(order, part), Demand::key)
            .ok()?;
        Some(&self.demands[index])
    }

    /// What is free, as offsets.
    pub fn free(&self) -> &FreeSpace {
        &self.free
    }

    /// Puts other ground under it: everything is placed again.
    pub fn set_ground(&mut self, ground: Ground) {
        if self.ground != ground {
            self.ground = ground;
            self.stale = Some(0);
            self.checkpoints.clear();
        }
    }

    /// Those without a place, if the reserves are why since the last time, or are so no more.
    pub fn take_explained_otherwise(&mut self) -> Vec<NodeId> {
        let exhausted = self.is_exhausted_by_reserves();
        if std::mem::replace(&mut self.exhausted, exhausted) == exhausted {
            return Vec::new();
        }
        let homeless = self
            .demands
            .iter()
            .filter(|demand| demand.outcome == Outcome::NoRoom);
        homeless.map(|demand| demand.node).collect()
    }

    /// Puts the demands of a whole pool in, all new, in order.
    pub fn fill(&mut self, demands: Vec<Demand>) {
        self.demands = demands;
        self.demands.shrink_to_fit();
        self.checkpoints.clear();
        self.stale = Some(0);
        self.sums.clear();
        self.fixed = 0;
        self.counted = 0;
        for index in 0..self.demands.len() {
            self.count_in(index);
        }
    }

    /// Puts other demands of one definition in place of those that it had. Equal ones change nothing; others are
    /// shown to `gone` before.
    pub fn replace(&mut self, order: u32, new: &[Demand], mut gone: impl FnMut(&Demand)) {
        let start = self.demands.partition_point(|demand| demand.order < order);
        let end = self.demands.partition_point(|demand| demand.order <= order);
        let old = &self.demands[start..end];
        if old.len() == new.len() && old.iter().zip(new).all(|(old, new)| old.wants_as(new)) {
            return;
        }
        old.iter().for_each(&mut gone);
        let fixed = |demands: &[Demand]| {
            demands
                .iter()
                .any(|demand| matches!(demand.wish, Wish::At(_)))
        };
        let restart = fixed(old) || fixed(new);
        for index in start..end {
            self.count_out(index);
        }
        self.demands.splice(start..end, new.iter().copied());
        for index in start..start + new.len() {
            self.count_in(index);
        }
        self.shift_checkpoints(start, end, new.len());
        self.mark(if restart { 0 } else { start });
    }

    /// Takes out everything of the definitions for which `gone` says so.
    pub fn retain(&mut self, gone: impl Fn(NodeId) -> bool) {
        let Some(first) = self.demands.iter().position(|demand| gone(demand.node)) else {
            return;
        };
        let restart = self
            .demands
            .iter()
            .any(|demand| gone(demand.node) && matches!(demand.wish, Wish::At(_)));
        for index in first..self.demands.len() {
            if gone(self.demands[index].node) {
                self.count_out(index);
            }
        }
        self.demands.retain(|demand| !gone(demand.node));
        self.checkpoints
            .retain(|checkpoint| checkpoint.index <= first);
        self.mark(if restart { 0 } else { first });
    }

    /// Numbers the demands anew, after the order of the plan changed without changing theirs.
    pub fn renumber(&mut self, order: impl Fn(NodeId) -> u32) {
        for demand in &mut self.demands {
            demand.order = order(demand.node);
        }
    }

    /// Whether it has to be placed again.
    pub const fn is_stale(&self) -> bool {
        self.stale.is_some()
    }

    /// Whether something in it only counts: the infrastructure hands out its addresses, so none is known to be free.
    pub const fn has_counted(&self) -> bool {
        self.counted > 0
    }

    /// Whether a written prefix lies in it.
    pub const fn has_fixed(&self) -> bool {
        self.fixed > 0
    }

    fn mark(&mut self, index: usize) {
        self.stale = Some(self.stale.map_or(index, |old| old.min(index)));
    }

    fn shift_checkpoints(&mut self, start: usize, end: usize, new: usize) {
        for checkpoint in &mut self.checkpoints {
            if checkpoint.index >= end {
                checkpoint.index = checkpoint.index - (end - start) + new;
            }
        }
        self.checkpoints
            .retain(|checkpoint| checkpoint.index <= start || checkpoint.index >= start + new);
    }

    fn count_in(&mut self, index: usize) {
        let demand = self.demands[index];
        self.fixed += usize::from(matches!(demand.wish, Wish::At(_)));
        self.counted += usize::from(demand.wish == Wish::Counted);
        let bits = demand.length.bits();
        let at = self.sums.partition_point(|&(other, _)| other < bits);
        if self.sums.get(at).is_none_or(|&(other, _)| other != bits) {
            self.sums.reserve_exact(1);
            self.sums.insert(at, (bits, Sum::default()));
        }
        let sum = &mut self.sums[at].1;
        sum.demands += 1;
        sum.planned = sum.planned.plus(demand.blocks).unwrap_or(Count::MAX);
        sum.reserved = sum.reserved.plus(demand.reserve).unwrap_or(Count::MAX);
    }

    fn count_out(&mut self, index: usize) {
        let demand = self.demands[index];
        self.fixed -= usize::from(matches!(demand.wish, Wish::At(_)));
        self.counted -= usize::from(demand.wish == Wish::Counted);
        let bits = demand.length.bits();
        let at = self.sums.iter().position(|&(other, _)| other == bits);
        let Some(at) = at else {
            return;
        };
        let sum = &mut self.sums[at].1;
        sum.demands -= 1;
        let capped = sum.planned == Count::MAX || sum.reserved == Count::MAX;
        sum.planned = sum.planned.minus(demand.blocks).unwrap_or(Count::ZERO);
        sum.reserved = sum.reserved.minus(demand.reserve).unwrap_or(Count::ZERO);
        self.recount |= capped;
        if sum.demands == 0 {
            self.sums.remove(at);
        }
    }
}
