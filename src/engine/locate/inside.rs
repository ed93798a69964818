//! Inside one pool: which demand's block holds an address, whose member that is, and what is free there.

use super::{Gap, Hit, Search, What};
use crate::addr::{Count, Interval, Length, Prefix, sparse_rank};
use crate::engine::address::Member;
use crate::engine::emit;
use crate::engine::pool::{Demand, Outcome, Part, Pool, PoolKey, Wish};
use crate::plan::Plan;
use crate::source::NodeId;

/// A pool with its place outside: where the address lies in it.
pub(super) struct Inside<'m> {
    pub(super) key: PoolKey,
    pub(super) members: &'m [Member],
    /// The pool's prefix.
    pub(super) base: Prefix,
    /// The offset of the address.
    pub(super) offset: u128,
}

impl Search<'_> {
    /// What in a pool holds the address; if nothing does, the pool itself.
    pub(super) fn pool(&mut self, inside: &Inside<'_>, itself: What) {
        let Some(pool) = self.evaluation.pool(inside.key) else {
            return;
        };
        let before = self.hits.len();
        let mut kept = None;
        for demand in pool.demands() {
            let Some(index) = index_in(pool, demand, inside.offset, self.wanted) else {
                continue;
            };
            if !self.demand(inside, demand, index) {
                kept = Some(*demand);
            }
        }
        if self.hits.len() == before {
            let hit = Hit {
                node: inside.key.owner,
                members: inside.members.to_vec(),
                what: itself,
                gap: self.gap(pool, inside, kept),
            };
            self.hits.push(hit);
        }
    }

    /// Block number `index` of a demand; gives whether that is planned, and not only kept for more.
    fn demand(&mut self, inside: &Inside<'_>, demand: &Demand, index: u128) -> bool {
        let (plan, node) = (self.plan, demand.node);
        let kind = match demand.part {
            Part::Block => {
                // What is written is the same for all members of what it lies in.
                let owner = match demand.wish {
                    Wish::At(_) => node,
                    Wish::Anywhere | Wish::Counted => inside.key.owner,
                };
                let Some(own) = members_of(plan, node, owner, index) else {
                    return false;
                };
                self.block(node, &[inside.members, &own].concat());
                return true;
            }
            Part::Range(kind) => kind,
        };
        let shoot = self.evaluation.shoot(plan, node);
        let Some(range) = shoot.range(kind, self.wanted.family()) else {
            return true;
        };
        if range.written.is_some() {
            self.written(&shoot, kind, range, inside.members);
            return true;
        }
        let each = u128::from(range.blocks.max(1));
        let Some(own) = members_of(plan, node, inside.key.owner, index / each) else {
            return false;
        };
        let number = u32::try_from(index % each).unwrap_or(u32::MAX);
        self.hits.push(Hit {
            node,
            members: [inside.members, &own].concat(),
            what: What::Range(kind, number),
            gap: None,
        });
        true
    }

    /// The free space around the address in a pool, or what is kept of it.
    fn gap(&self, pool: &Pool, inside: &Inside<'_>, kept: Option<Demand>) -> Option<Gap> {
        let length = inside.base.length();
        // Offsets count through several drawn prefixes one after another.
        let start = inside.offset & !length.tail();
        let end = start | length.tail();
        let (first, last) = if let Some(demand) = kept {
            self.kept(&demand, inside)?
        } else {
            let last = inside.offset.checked_add(self.wanted.length().tail())?;
            let gap = free_around(pool, inside.offset, last)?;
            (gap.first, gap.last)
        };
        let host = Length::host(length.family());
        let address = |offset: u128| {
            let raw = inside.base.raw().checked_add(offset - start)?;
            Prefix::from_raw(raw & host.mask(), host).map(Prefix::first)
        };
        Some(Gap {
            node: inside.key.owner,
            first: address(first.max(start))?,
            last: address(last.min(end))?,
            kept_for: kept.map(|demand| demand.node),
        })
    }

    /// From where to where a demand keeps room: behind all that is planned, or behind each member's share.
    fn kept(&self, demand: &Demand, inside: &Inside<'_>) -> Option<(u128, u128)> {
        let Outcome::Placed(offset) = demand.outcome else {
            return None;
        };
        let length = demand.length;
        if emit::outer_members(self.plan, demand.node, inside.key.owner).is_some() {
            let block = inside.offset & length.mask();
            return Some((block, block | length.tail()));
        }
        let behind = |blocks: Count| offset.checked_add(length.offset_of(blocks.low()?));
        let span = demand.blocks.plus(demand.reserve)?.minus(Count::ONE)?;
        Some((behind(demand.blocks)?, behind(span)? | length.tail()))
    }
}

/// The free space of a pool around some offsets, if all of them are free.
fn free_around(pool: &Pool, first: u128, last: u128) -> Option<Interval> {
    // What the infrastructure hands out itself is free only as a number.
    if pool.has_counted() {
        return None;
    }
    if pool.ground.order.is_none() {
        let mut gaps = pool.free().gaps();
        return gaps.find(|gap| gap.first <= first && last <= gap.last);
    }
    // In an order of RFC 3531 blocks of one length lie about, each with free ones between.
    let mut placed = pool.demands().iter();
    let unit = placed.find(|demand| matches!(demand.outcome, Outcome::Placed(_)));
    let length = unit.map_or(pool.ground.length, |demand| demand.length);
    let block = first & length.mask();
    let end = block | length.tail();
    (last <= end).then_some(Interval {
        first: block,
        last: end,
    })
}

/// Which of the blocks of a demand an offset lies in, those that it keeps among them.
fn index_in(pool: &Pool, demand: &Demand, offset: u128, wanted: Prefix) -> Option<u128> {
    let Outcome::Placed(first) = demand.outcome else {
        return None;
    };
    let length = demand.length;
    if wanted.bits() < length.bits() {
        return None;
    }
    let order = pool.ground.order.filter(|_| demand.wish == Wish::Anywhere);
    let (index, most) = match order {
        Some(order) => {
            let width = u32::from(length.bits().checked_sub(pool.ground.length.bits())?);
            let rank = |offset| sparse_rank(order, width, length.index_at(offset));
            (rank(offset)?.checked_sub(rank(first)?)?, demand.blocks)
        }
        None => (
            length.index_at(offset.checked_sub(first)?),
            demand.blocks.plus(demand.reserve)?,
        ),
    };
    (Count::new(index) < most).then_some(index)
}

/// The members that have a number among all that a pool serves, as far as there are runs between it and the pool: the
/// inverse of what gives them their number. Nothing for a number that is only kept.
pub(super) fn members_of(
    plan: &Plan,
    node: NodeId,
    owner: NodeId,
    index: u128,
) -> Option<Vec<Member>> {
    let mut own = index;
    let mut members = Vec::new();
    if emit::outer_members(plan, node, owner).is_some() {
        let each = plan.count(node).plus(plan.reserve(node))?;
        let (mut outer, rest) = match each.low() {
            Some(each) => (index / each, index % each),
            None => (0, index),
        };
        own = rest;
        for id in plan.chain(node).skip(1).take_while(|&id| id != owner) {
            if plan.is_counted(id) {
                let count = plan.count(id).low().unwrap_or(u128::MAX);
                members.push(Member {
                    node: id,
                    index: outer % count,
                });
                outer /= count;
            }
        }
        if outer > 0 {
            return None;
        }
    }
    if Count::new(own) >= plan.count(node) {
        return None;
    }
    if plan.is_counted(node) {
        members.push(Member { node, index: own });
    }
    Some(members)
}
