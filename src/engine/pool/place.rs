//! Placing the demands of a pool: written ones first, then first fit in order, or an order of RFC 3531.

use std::collections::BTreeMap;

use super::{CHECKPOINT_EVERY, CHECKPOINT_PIECES, Checkpoint, Demand, Outcome, Pool, State, Wish};
use crate::addr::{Count, FreeSpace, Interval, Length, Order, Prefix, sparse_index};
use crate::source::NodeId;

impl Pool {
    /// Places what is stale. Shows `moved` each demand as it was, of which something else came than before.
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
                            Outcome::Placed(unit.offset_of(at))
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
            moved(&self.demands[index]);
            self.demands[index].outcome = outcome;
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
}
