//! Placement in one pool: a pure function of the pool's length and its demands, in order.
//!
//! Offsets are relative to the pool, in left-aligned bits, so that moving a pool costs nothing.

use std::collections::BTreeMap;

use crate::addr::{
    Count, Family, FreeSpace, Interval, Length, Order, Prefix, Signed, sparse_index,
};
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
    sums: BTreeMap<u8, Sum>,
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

/// Bits given, needed and spare, room and what is taken of it, in blocks of one length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// The length of the blocks that it counts.
    pub length: Length,
    /// Bits between the pool's length and theirs.
    pub given: u8,
    /// Bits that number what is planned and reserved.
    pub needed: u32,
    /// Given − needed.
    pub spare: i32,
    /// How many there can be.
    pub room: Count,
    /// How many are planned.
    pub planned: Count,
    /// How many more must fit.
    pub reserved: Count,
    /// Room − planned − reserved.
    pub free: Signed,
}

impl Budget {
    /// Whether all that is planned has room, and what is reserved beside it has not.
    pub fn reserve_is_too_much(&self) -> bool {
        let taken = self.planned.plus(self.reserved);
        self.planned <= self.room && taken.is_none_or(|taken| taken > self.room)
    }
}

/// One more row of a budget, for children of another length than the largest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherRow {
    /// Their length.
    pub length: Length,
    /// How many are planned.
    pub planned: Count,
    /// How many more must fit.
    pub reserved: Count,
}

impl Pool {
    /// A pool with nothing in it.
    pub fn new(ground: Ground) -> Self {
        Self {
            ground,
            demands: Vec::new(),
            free: FreeSpace::default(),
            checkpoints: Vec::new(),
            sums: BTreeMap::new(),
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

    /// Puts other demands of one definition in place of those that it had. Equal ones change nothing.
    pub fn replace(&mut self, order: u32, new: &[Demand]) {
        let start = self.demands.partition_point(|demand| demand.order < order);
        let end = self.demands.partition_point(|demand| demand.order <= order);
        let old = &self.demands[start..end];
        if old.len() == new.len() && old.iter().zip(new).all(|(old, new)| old.wants_as(new)) {
            return;
        }
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
        let sum = self.sums.entry(demand.length.bits()).or_default();
        sum.demands += 1;
        sum.planned = sum.planned.plus(demand.blocks).unwrap_or(Count::MAX);
        sum.reserved = sum.reserved.plus(demand.reserve).unwrap_or(Count::MAX);
    }

    fn count_out(&mut self, index: usize) {
        let demand = self.demands[index];
        self.fixed -= usize::from(matches!(demand.wish, Wish::At(_)));
        self.counted -= usize::from(demand.wish == Wish::Counted);
        let bits = demand.length.bits();
        let Some(sum) = self.sums.get_mut(&bits) else {
            return;
        };
        sum.demands -= 1;
        let capped = sum.planned == Count::MAX || sum.reserved == Count::MAX;
        sum.planned = sum.planned.minus(demand.blocks).unwrap_or(Count::ZERO);
        sum.reserved = sum.reserved.minus(demand.reserve).unwrap_or(Count::ZERO);
        self.recount |= capped;
        if sum.demands == 0 {
            self.sums.remove(&bits);
        }
    }

    /// Places what is stale. Calls `moved` for each demand of which something else came than before.
    pub fn place(&mut self, mut moved: impl FnMut(&Demand)) {
        let Some(since) = self.stale.take() else {
            return;
        };
        if std::mem::take(&mut self.recount) {
            self.sums.clear();
            self.fixed = 0;
            self.counted = 0;
            for index in 0..self.demands.len() {
                self.count_in(index);
            }
        }
        if let Some(order) = self.ground.order {
            self.place_sparse(order, &mut moved);
            return;
        }
        let resumed = self
            .checkpoints
            .iter()
            .rposition(|checkpoint| checkpoint.index <= since && checkpoint.index > 0)
            .filter(|_| since > 0);
        let (mut index, mut state, old) = if let Some(at) = resumed {
            let old = self.checkpoints.split_off(at + 1);
            let checkpoint = &self.checkpoints[at];
            (checkpoint.index, checkpoint.state.clone(), old)
        } else {
            let old = std::mem::take(&mut self.checkpoints);
            let begun = self.start(&mut moved);
            (0, begun, if since > 0 { old } else { Vec::new() })
        };
        let mut old = old.into_iter().peekable();
        let mut last = index;
        while index < self.demands.len() {
            while old
                .peek()
                .is_some_and(|checkpoint| checkpoint.index < index)
            {
                old.next();
            }
            if index > since
                && old.peek().is_some_and(|checkpoint| {
                    checkpoint.index == index && checkpoint.state == state
                })
            {
                self.checkpoints.extend(old);
                return;
            }
            let due = index - last >= CHECKPOINT_EVERY
                || old
                    .peek()
                    .is_some_and(|checkpoint| checkpoint.index == index && index > last);
            if due && state.free.pieces() <= CHECKPOINT_PIECES {
                self.checkpoints.push(Checkpoint {
                    index,
                    state: state.clone(),
                });
                last = index;
            }
            let outcome = self.place_one(index, &mut state);
            self.settle(index, outcome, &mut moved);
            index += 1;
        }
        self.free = state.free;
    }

    /// The state before the first demand: all is free but what is written.
    fn start(&mut self, moved: &mut impl FnMut(&Demand)) -> State {
        let mut free = FreeSpace::whole(self.last_offset());
        let mut taken: BTreeMap<u128, (u128, NodeId)> = BTreeMap::new();
        for index in 0..self.demands.len() {
            let Wish::At(prefix) = self.demands[index].wish else {
                continue;
            };
            let outcome = self.place_fixed(index, prefix, &mut free, &taken);
            if let (Outcome::Placed(first), Some(tail)) = (outcome, self.demands[index].tail()) {
                taken.insert(first, (first + tail, self.demands[index].node));
            }
            self.settle(index, outcome, moved);
        }
        State {
            free,
            hints: BTreeMap::new(),
        }
    }

    fn place_fixed(
        &self,
        index: usize,
        prefix: Prefix,
        free: &mut FreeSpace,
        taken: &BTreeMap<u128, (u128, NodeId)>,
    ) -> Outcome {
        let demand = &self.demands[index];
        let Some(first) = self.offset_of(prefix) else {
            return Outcome::Outside;
        };
        let Some(last) = demand
            .tail()
            .and_then(|tail| first.checked_add(tail))
            .filter(|&last| last <= self.last_offset())
        else {
            return Outcome::NoRoom;
        };
        if free.take(Interval { first, last }) {
            return Outcome::Placed(first);
        }
        let holder = taken
            .range(..=last)
            .next_back()
            .filter(|(_, (end, _))| *end >= first);
        holder.map_or(Outcome::NoRoom, |(_, &(_, node))| Outcome::Taken(node))
    }

    fn place_one(&self, index: usize, state: &mut State) -> Outcome {
        let demand = &self.demands[index];
        match demand.wish {
            Wish::At(_) => return demand.outcome,
            Wish::Counted => return Outcome::Counted,
            Wish::Anywhere => {}
        }
        if demand.length.bits() < self.ground.length.bits() {
            return Outcome::TooLarge;
        }
        let Some(tail) = demand.tail() else {
            return Outcome::NoRoom;
        };
        let hint = state.hints.entry((demand.length.bits(), tail)).or_insert(0);
        let Some(first) = state.free.first_fit(*hint, tail, demand.length.tail()) else {
            return Outcome::NoRoom;
        };
        *hint = first;
        let interval = Interval {
            first,
            last: first + tail,
        };
        let taken = state.free.take(interval);
        debug_assert!(taken, "invariant: first fit gives free space");
        Outcome::Placed(first)
    }

    /// RFC 3531 orders blocks of one length; written ones and other lengths have no place in such an order.
    fn place_sparse(&mut self, order: Order, moved: &mut impl FnMut(&Demand)) {
        self.checkpoints.clear();
        let mut next = Count::ZERO;
        let mut unit: Option<Length> = None;
        for index in 0..self.demands.len() {
            let demand = self.demands[index];
            let first_index = next;
            let outcome = match demand.wish {
                Wish::Counted => Outcome::Counted,
                Wish::At(_) => Outcome::NoRoom,
                Wish::Anywhere if demand.length.bits() < self.ground.length.bits() => {
                    Outcome::TooLarge
                }
                Wish::Anywhere => {
                    let unit = *unit.get_or_insert(demand.length);
                    let width = unit.bits() - self.ground.length.bits();
                    let room = Count::power_of_two(u32::from(width)).unwrap_or(Count::MAX);
                    let end = first_index
                        .plus(demand.blocks)
                        .filter(|&end| end <= room && unit == demand.length);
                    match (
                        end,
                        first_index
                            .low()
                            .and_then(|first| sparse_index(order, u32::from(width), first)),
                    ) {
                        (Some(end), Some(at)) => {
                            next = end;
                            Outcome::Placed(shift_left(at, unit))
                        }
                        _ => Outcome::NoRoom,
                    }
                }
            };
            self.settle(index, outcome, moved);
        }
        self.free = FreeSpace::default();
    }

    fn settle(&mut self, index: usize, outcome: Outcome, moved: &mut impl FnMut(&Demand)) {
        if self.demands[index].outcome != outcome {
            self.demands[index].outcome = outcome;
            moved(&self.demands[index]);
        }
    }

    fn last_offset(&self) -> u128 {
        let one = self.ground.length.tail();
        let prefixes = u128::try_from(self.ground.prefixes.len().max(1)).unwrap_or(1);
        one.checked_add(1)
            .and_then(|size| size.checked_mul(prefixes))
            .map_or(one, |size| size - 1)
    }

    /// Where a prefix lies in the pool, if it does.
    pub fn offset_of(&self, prefix: Prefix) -> Option<u128> {
        let bases = self
            .ground
            .base
            .iter()
            .chain(self.ground.prefixes.iter().skip(1));
        let number = bases.into_iter().position(|base| base.covers(prefix))?;
        let inside = prefix.raw() & self.ground.length.tail();
        let number = u128::try_from(number).ok()?;
        Some(inside + number.checked_mul(self.ground.length.tail().checked_add(1).unwrap_or(0))?)
    }

    /// Whether something may have no place only because of what is reserved.
    pub fn is_exhausted_by_reserves(&self) -> bool {
        self.budget()
            .is_some_and(|(budget, _)| budget.reserve_is_too_much())
    }

    /// The budget of its children, and a row for each further length. Nothing without children.
    pub fn budget(&self) -> Option<(Budget, Vec<OtherRow>)> {
        let (&bits, unit) = self
            .sums
            .iter()
            .find(|&(&bits, _)| bits >= self.ground.length.bits())?;
        let length = Length::new(self.ground.length.family(), bits)?;
        let inside = bits - self.ground.length.bits();
        let prefixes = u32::try_from(self.ground.prefixes.len().max(1)).unwrap_or(u32::MAX);
        let given = u8::try_from(u32::from(inside) + prefixes.ilog2()).ok()?;
        let room = Count::power_of_two(u32::from(inside))?
            .times(Count::from(prefixes))
            .unwrap_or(Count::MAX);
        let (planned, reserved) = if self.sums.len() == 1 || self.ground.order.is_some() {
            (unit.planned, unit.reserved)
        } else {
            self.mixed(length, room, *unit)
        };
        let taken = planned.plus(reserved).unwrap_or(Count::MAX);
        let needed = taken.bits_needed();
        let budget = Budget {
            length,
            given,
            needed,
            spare: i32::from(given) - i32::try_from(needed).unwrap_or(i32::MAX),
            room,
            planned,
            reserved,
            free: Signed::difference(room, taken),
        };
        let others = self
            .sums
            .iter()
            .filter(|&(&other, _)| other > bits)
            .filter_map(|(&bits, sum)| {
                Some(OtherRow {
                    length: Length::new(self.ground.length.family(), bits)?,
                    planned: sum.planned,
                    reserved: sum.reserved,
                })
            });
        Some((budget, others.collect()))
    }

    /// Smaller children count as the units that they touch.
    fn mixed(&self, unit: Length, room: Count, sum: Sum) -> (Count, Count) {
        let free = self.free_units(unit);
        let used = room.minus(free).unwrap_or(Count::ZERO);
        let mut planned = sum.planned;
        let mut of_unit = Count::ZERO;
        for demand in &self.demands {
            let placed = matches!(demand.outcome, Outcome::Placed(_));
            if demand.length == unit && placed {
                of_unit = of_unit
                    .plus(demand.span().unwrap_or(Count::MAX))
                    .unwrap_or(Count::MAX);
            } else if demand.length > unit && !placed && demand.outcome != Outcome::Outside {
                let more = units_of(demand, unit);
                planned = planned.plus(more).unwrap_or(Count::MAX);
            }
        }
        let touched = used.minus(of_unit).unwrap_or(Count::ZERO);
        (planned.plus(touched).unwrap_or(Count::MAX), sum.reserved)
    }

    /// How many blocks of a length are planned in it, placed or only counted.
    pub fn planned(&self, length: Length) -> Count {
        self.sums
            .get(&length.bits())
            .map_or(Count::ZERO, |sum| sum.planned)
    }

    /// How many whole blocks of a length are free.
    pub fn free_units(&self, unit: Length) -> Count {
        self.free
            .gaps()
            .filter_map(|gap| whole_units(gap, unit))
            .try_fold(Count::ZERO, Count::plus)
            .unwrap_or(Count::MAX)
    }

    /// How many whole blocks of a length are free side by side.
    pub fn largest_gap(&self, unit: Length) -> Count {
        self.free
            .gaps()
            .filter_map(|gap| whole_units(gap, unit))
            .max()
            .unwrap_or(Count::ZERO)
    }
}

/// How many whole blocks of a length lie in a gap.
fn whole_units(gap: Interval, unit: Length) -> Option<Count> {
    let each = Count::power_of_two(128 - u32::from(unit.bits()))?;
    let first = crate::addr::round_up(gap.first, unit.tail())?;
    let size = Count::new(gap.last.checked_sub(first)?).plus(Count::ONE)?;
    size.over(each)
}

fn shift_left(index: u128, length: Length) -> u128 {
    if length.bits() == 0 {
        0
    } else {
        index << (128 - u32::from(length.bits()))
    }
}

/// How many units hold the blocks of a demand.
fn units_of(demand: &Demand, unit: Length) -> Count {
    let each =
        Count::power_of_two(u32::from(demand.length.bits() - unit.bits())).unwrap_or(Count::MAX);
    demand
        .span()
        .and_then(|span| span.over_up(each))
        .unwrap_or(Count::MAX)
}
