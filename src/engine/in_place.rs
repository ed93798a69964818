//! How far a block can grow where it is, before it meets a neighbour: as more of its length behind it, or as one larger
//! prefix that begins where it begins.

use std::collections::BTreeMap;

use super::pool::{Demand, Outcome, Part, Pool, PoolKey};
use super::{Evaluation, Member};
use crate::addr::{Count, Family, Length, Order, sparse_index, sparse_rank};
use crate::plan::Plan;
use crate::source::NodeId;

/// How far a block can grow in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InPlace {
    /// Its length.
    pub length: Length,
    /// How many more of its length lie behind it, free or kept for it.
    pub more: Count,
    /// The shortest length that it can have where it begins, if there is one shorter than its own. A run has none: its
    /// members lie side by side.
    pub larger: Option<Length>,
    /// What it meets then: nothing at the end of the block around it. A member of a run meets the next one.
    pub meets: Option<NodeId>,
}

/// What lies where in pools that have been looked at, for those who ask about many blocks.
#[derive(Debug, Default)]
pub struct Neighbours(BTreeMap<PoolKey, Vec<(u128, NodeId)>>);

impl Evaluation {
    /// How far a block can grow in place: the member that is named, or the first one of those that lie apart, or all of
    /// a run. Nothing where it has no place in a block.
    pub fn in_place(
        &self,
        plan: &Plan,
        node: NodeId,
        family: Family,
        members: &[Member],
    ) -> Option<InPlace> {
        self.grows(plan, (node, family, members), |_, pool, key| {
            let starts = pool
                .demands()
                .iter()
                .filter_map(|demand| start(pool, demand));
            starts.filter(|(begins, _)| *begins <= key).max()
        })
    }

    /// The same for one of many.
    pub fn in_place_of_many(
        &self,
        plan: &Plan,
        (node, family): (NodeId, Family),
        members: &[Member],
        known: &mut Neighbours,
    ) -> Option<InPlace> {
        self.grows(plan, (node, family, members), |at, pool, key| {
            let starts = known.0.entry(at).or_insert_with(|| {
                let demands = pool.demands().iter();
                let mut starts: Vec<_> = demands.filter_map(|demand| start(pool, demand)).collect();
                starts.sort_unstable();
                starts
            });
            let behind = starts.partition_point(|(begins, _)| *begins <= key);
            behind.checked_sub(1).map(|at| starts[at])
        })
    }

    /// `before` finds the last that begins at a key or before it.
    fn grows(
        &self,
        plan: &Plan,
        (node, family, members): (NodeId, Family, &[Member]),
        before: impl FnOnce(PoolKey, &Pool, u128) -> Option<(u128, NodeId)>,
    ) -> Option<InPlace> {
        let (key, demand) = self.demand(plan, node, Part::Block, family)?;
        let pool = self.pool(key)?;
        let (Outcome::Placed(first), false) = (demand.outcome, pool.has_counted()) else {
            return None;
        };
        let length = demand.length;
        let named = members.iter().find(|member| member.node == node);
        if let Some(order) = pool.ground.order {
            let width = u32::from(length.bits().checked_sub(pool.ground.length.bits())?);
            let rank = sparse_rank(order, width, length.index_at(first))?;
            let at = sparse_index(
                order,
                width,
                rank.checked_add(named.map_or(0, |one| one.index))?,
            )?;
            let placed = placed(pool)?;
            let next = next_used(order, width, placed, at);
            let room = match next {
                Some(next) => Count::new(next - at),
                None => Count::power_of_two(width)?.minus(Count::new(at))?,
            };
            let rank = next.and_then(|next| sparse_rank(order, width, next));
            return Some(InPlace {
                length,
                more: room.minus(Count::ONE)?,
                larger: larger(length, at, room, width),
                meets: rank.and_then(|rank| Some(before(key, pool, rank)?.1)),
            });
        }
        let last_index = demand.blocks.minus(Count::ONE)?;
        if named.is_some_and(|one| Count::new(one.index) < last_index) {
            return Some(InPlace {
                length,
                more: Count::ZERO,
                larger: None,
                meets: Some(node),
            });
        }
        let at = length.index_at(first).checked_add(last_index.low()?)?;
        let end = Count::new(at).plus(Count::ONE)?.plus(demand.reserve)?;
        let next = offset(length, end);
        let behind = next.and_then(|next| Some((next, pool.free().gap_at(next)?)));
        let size = behind.map_or(Some(Count::ZERO), |(next, gap)| {
            let size = Count::new(gap.last.checked_sub(next)?).plus(Count::ONE)?;
            size.over(Count::power_of_two(128 - u32::from(length.bits()))?)
        })?;
        let follower = match behind {
            Some((_, gap)) => gap.last.checked_add(1),
            None => next,
        };
        let more = demand.reserve.plus(size)?;
        let width = u32::from(length.bits().checked_sub(pool.ground.length.bits())?);
        let alone = demand.blocks == Count::ONE || named.is_some();
        let meets = follower
            .and_then(|key_at| before(key, pool, key_at).filter(|(begins, _)| *begins == key_at));
        Some(InPlace {
            length,
            more,
            larger: larger(length, at, more.plus(Count::ONE)?, width).filter(|_| alone),
            meets: meets.map(|(_, node)| node),
        })
    }
}

/// What sorts what is placed in a pool: where it begins, or in an order of RFC 3531 its number in that.
fn start(pool: &Pool, demand: &Demand) -> Option<(u128, NodeId)> {
    let Outcome::Placed(first) = demand.outcome else {
        return None;
    };
    let Some(order) = pool.ground.order else {
        return Some((first, demand.node));
    };
    let width = u32::from(
        demand
            .length
            .bits()
            .checked_sub(pool.ground.length.bits())?,
    );
    let rank = sparse_rank(order, width, demand.length.index_at(first))?;
    Some((rank, demand.node))
}

/// How many blocks are placed in a pool with an order of RFC 3531.
fn placed(pool: &Pool) -> Option<u128> {
    let placed = pool.demands().iter();
    let placed = placed.filter(|demand| matches!(demand.outcome, Outcome::Placed(_)));
    placed
        .map(|demand| demand.blocks)
        .try_fold(Count::ZERO, Count::plus)
        .map(Count::saturating)
}

/// The offset of so many blocks, if there is one.
fn offset(length: Length, blocks: Count) -> Option<u128> {
    let each = Count::power_of_two(128 - u32::from(length.bits()))?;
    blocks.times(each)?.low()
}

/// The shortest length that a block can have where it begins, with room for so many of its own length.
fn larger(length: Length, at: u128, room: Count, width: u32) -> Option<Length> {
    let fits = match room.low() {
        Some(room) => room.checked_ilog2()?,
        None => 128,
    };
    let bits = at.trailing_zeros().min(fits).min(width);
    let shorter = length.bits().checked_sub(u8::try_from(bits).ok()?)?;
    (bits > 0)
        .then(|| Length::new(length.family(), shorter))
        .flatten()
}

/// The next place behind one that is taken, of which as many are as have been placed in an order of RFC 3531.
///
/// All places that are taken are multiples of the lowest bit that has been used. Of two such multiples side by side one
/// is taken, up to the highest place that is.
fn next_used(order: Order, width: u32, placed: u128, at: u128) -> Option<u128> {
    let round = placed.checked_sub(1)?.checked_ilog2()?;
    let bit = |round: u32| sparse_index(order, width, 1 << round).map(u128::trailing_zeros);
    let lowest = bit(round)?.min(bit(round.saturating_sub(1))?);
    let step = 1_u128.checked_shl(lowest)?;
    let is_taken = |at: u128| sparse_rank(order, width, at).is_some_and(|rank| rank < placed);
    let first = (at & !(step - 1)).checked_add(step)?;
    let mut both = [Some(first), first.checked_add(step)].into_iter().flatten();
    both.find(|&at| is_taken(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_place_is_the_next_of_all_that_are_taken() {
        for order in [Order::Sparse, Order::Center] {
            for width in 0..=7 {
                for placed in 1..=1_u128 << width {
                    let mut taken: Vec<u128> = (0..placed)
                        .filter_map(|nth| sparse_index(order, width, nth))
                        .collect();
                    taken.sort_unstable();
                    for (number, &at) in taken.iter().enumerate() {
                        assert_eq!(
                            next_used(order, width, placed, at),
                            taken.get(number + 1).copied(),
                            "{order:?}: {placed} of {width} bits, behind {at}"
                        );
                    }
                }
            }
        }
    }
}
