//! What is free in a block: prefixes of one length, lowest first. What a reserve keeps is not free.

use super::{Evaluation, Member, Outcome, Pool, Wish};
use crate::addr::{
    Count, Family, FreeSpace, Interval, Length, Prefix, round_up, sparse_index, sparse_rank,
};
use crate::plan::Plan;
use crate::source::NodeId;

/// Why it can't be told what is free in a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotFree {
    /// It has no prefix of that family, or only a length so far.
    #[error("it has no {0} prefix")]
    NoPrefix(Family),
    /// The infrastructure hands prefixes out of it.
    #[error("the infrastructure hands out prefixes of it, and nobody knows which")]
    Counted,
    /// Its children lie about in an order of RFC 3531, and are too many to look at one by one.
    #[error(
        "its children are placed apart (RFC 3531), and more than {} of them are not looked at one by one",
        Count::new(APART_MOST)
    )]
    Apart,
}

/// The most blocks that are looked at one by one where they are placed apart.
const APART_MOST: u128 = 1 << 20;

/// Free prefixes of one length, lowest first, made as they are asked for.
#[derive(Clone, Debug)]
pub struct FreePrefixes {
    base: Prefix,
    length: Length,
    gaps: std::vec::IntoIter<Interval>,
    /// What is left of the gap at hand.
    gap: Option<Interval>,
}

impl Evaluation {
    /// The free prefixes of a length in a block, of the members named, or of the first ones.
    pub fn free_prefixes(
        &self,
        plan: &Plan,
        block: (NodeId, &[Member]),
        length: Length,
    ) -> Result<FreePrefixes, NotFree> {
        let (node, members) = block;
        let family = length.family();
        let none = NotFree::NoPrefix(family);
        let base = self.block_prefix(plan, node, family, members).ok_or(none)?;
        let pool = self.block_pool(node, family).ok_or(none)?;
        let gaps = if pool.has_counted() {
            return Err(NotFree::Counted);
        } else if pool.ground.order.is_some() {
            between(pool)?.gaps().collect()
        } else {
            pool.free().gaps().collect::<Vec<Interval>>()
        };
        Ok(FreePrefixes {
            base,
            length,
            gaps: gaps.into_iter(),
            gap: None,
        })
    }
}

/// What is free between children that are placed apart.
fn between(pool: &Pool) -> Result<FreeSpace, NotFree> {
    let mut free = FreeSpace::whole(pool.ground.length.tail());
    let mut left = APART_MOST;
    for demand in pool.demands() {
        let Outcome::Placed(first) = demand.outcome else {
            continue;
        };
        let blocks = demand.blocks.saturating();
        left = left.checked_sub(blocks).ok_or(NotFree::Apart)?;
        let length = demand.length;
        let order = pool.ground.order.filter(|_| demand.wish == Wish::Anywhere);
        let width = u32::from(length.bits() - pool.ground.length.bits());
        for index in 0..blocks {
            let offset = match order {
                None => first.checked_add(length.offset_of(index)),
                Some(order) => sparse_rank(order, width, length.index_at(first))
                    .and_then(|rank| sparse_index(order, width, rank.checked_add(index)?))
                    .map(|at| length.offset_of(at)),
            };
            if let Some(first) = offset {
                free.take(Interval {
                    first,
                    last: first | length.tail(),
                });
            }
        }
    }
    Ok(free)
}

impl Iterator for FreePrefixes {
    type Item = Prefix;

    fn next(&mut self) -> Option<Prefix> {
        // A block that is larger than the prefix has no multiple in it but its start.
        if self.length.bits() < self.base.bits() {
            return None;
        }
        let tail = self.length.tail();
        loop {
            let gap = match self.gap {
                Some(gap) => gap,
                None => self.gaps.next()?,
            };
            self.gap = None;
            let Some(first) = round_up(gap.first, tail).filter(|first| first | tail <= gap.last)
            else {
                continue;
            };
            let last = first | tail;
            self.gap = last
                .checked_add(1)
                .filter(|&next| next <= gap.last)
                .map(|first| Interval { first, ..gap });
            return Prefix::from_raw(self.base.raw() | first, self.length);
        }
    }
}
