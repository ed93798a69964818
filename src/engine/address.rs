//! Absolute prefixes: sums of offsets up the chain, for any member of anything.

use super::pool::{Outcome, Part, PoolKey, PoolKind};
use super::shoot::Range;
use super::{Evaluation, Shoot, emit, enclosing_pool};
use crate::addr::{Count, Family, Length, Prefix};
use crate::plan::{Field, Found, Meaning, Plan, RangeKind};
use crate::source::NodeId;

/// Which member of a counted definition, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// The counted definition.
    pub node: NodeId,
    /// The member, from 0.
    pub index: u128,
}

/// The members that a path names; those that it does not name are the first ones.
pub fn member_at(found: &Found) -> Vec<Member> {
    let number = |count: Count| count.low().unwrap_or(u128::MAX).saturating_sub(1);
    found
        .members
        .iter()
        .map(|&(node, count)| Member {
            node,
            index: number(count),
        })
        .collect()
}

impl Evaluation {
    /// The last member of everything counted that a definition lies in or is.
    pub fn last_members(plan: &Plan, node: NodeId) -> Vec<Member> {
        plan.chain(node)
            .filter(|&id| plan.is_counted(id))
            .map(|id| Member {
                node: id,
                index: plan
                    .count(id)
                    .minus(Count::ONE)
                    .and_then(Count::low)
                    .unwrap_or(0),
            })
            .collect()
    }

    /// A block's prefix, for the members named; the first ones where nothing is named.
    pub fn block_prefix(
        &self,
        plan: &Plan,
        node: NodeId,
        family: Family,
        members: &[Member],
    ) -> Option<Prefix> {
        match plan.network(node, family)? {
            Meaning::Prefix(prefix) => step(*prefix, member(members, node)),
            Meaning::Length(length) => {
                let pool = enclosing_pool(plan, node, PoolKind::of(family))?;
                self.placed(plan, pool, (node, Part::Block), *length, 1, members)
            }
            _ => None,
        }
    }

    /// A block in some range of a shoot: the first block of the member.
    pub fn range_prefix(
        &self,
        shoot: &Shoot<'_>,
        kind: RangeKind,
        family: Family,
        members: &[Member],
    ) -> Option<Prefix> {
        let (plan, node) = (shoot.plan, shoot.node);
        let range = shoot.range(kind, family)?;
        if let Some(prefix) = range.written {
            let length = range.length?;
            return prefix
                .child(linear(plan, node, NodeId::ROOT, members)?, length)
                .or(Some(prefix));
        }
        if kind == RangeKind::Nodes && shoot.shares_nodes(family) {
            return self.block_prefix(plan, shoot.flat?, family, members);
        }
        let (pool, length) = (range.pool?, range.length?);
        self.placed(
            plan,
            pool,
            (node, Part::Range(kind)),
            length,
            range.blocks,
            members,
        )
    }

    /// The prefix of one zone of a range, zones from 0.
    pub fn zone_prefix(
        &self,
        shoot: &Shoot<'_>,
        range: &Range,
        first: Prefix,
        zone: u32,
    ) -> Option<Prefix> {
        if range.zones <= 1 && range.blocks <= 1 {
            return Some(first);
        }
        step(first, u128::from(shoot.zone_block(range, zone)))
    }

    fn placed(
        &self,
        plan: &Plan,
        pool: PoolKey,
        who: (NodeId, Part),
        length: Length,
        blocks: u32,
        members: &[Member],
    ) -> Option<Prefix> {
        let (node, part) = who;
        let pool_of = self.pool(pool)?;
        let demand = pool_of.demand(self.order(node), part)?;
        let Outcome::Placed(offset) = demand.outcome else {
            return None;
        };
        let index = if pool.owner == node {
            linear(plan, node, node, members)?
        } else {
            linear(plan, node, pool.owner, members)?
        };
        let index = index.checked_mul(u128::from(blocks))?;
        let offset = match pool_of.ground.order {
            Some(order) => {
                let width = u32::from(length.bits() - pool_of.ground.length.bits());
                let first = crate::addr::sparse_rank(order, width, length.index_at(offset))?;
                length.offset_of(crate::addr::sparse_index(
                    order,
                    width,
                    first.checked_add(index)?,
                )?)
            }
            None => offset.checked_add(length.offset_of(index))?,
        };
        let base = self.pool_base(plan, pool, offset, members)?;
        let inside = offset & pool_of.ground.length.tail();
        Prefix::from_raw(base.raw() | inside, length)
    }

    /// The prefix of a pool in which an offset lies, for the members named.
    pub(super) fn pool_base(
        &self,
        plan: &Plan,
        pool: PoolKey,
        offset: u128,
        members: &[Member],
    ) -> Option<Prefix> {
        if pool.kind != PoolKind::Ula {
            return self.block_prefix(plan, pool.owner, pool.kind.family(), members);
        }
        let Some(Meaning::Prefixes(prefixes)) = plan.meaning(pool.owner, Field::Ula) else {
            return None;
        };
        let bits = u32::from(prefixes.first()?.bits());
        let number = if bits == 0 { 0 } else { offset >> (128 - bits) };
        prefixes.get(usize::try_from(number).ok()?).copied()
    }
}

fn member(members: &[Member], node: NodeId) -> u128 {
    members
        .iter()
        .find(|member| member.node == node)
        .map_or(0, |member| member.index)
}

/// The number of a member among all that a pool serves, definition-major: outer members first.
fn linear(plan: &Plan, node: NodeId, owner: NodeId, members: &[Member]) -> Option<u128> {
    let own = member(members, node);
    if emit::outer_members(plan, node, owner).is_none() {
        return Some(own);
    }
    let each = plan.count(node).plus(plan.reserve(node))?.low()?;
    let mut outer = 0_u128;
    let mut weight = 1_u128;
    for id in plan.chain(node).skip(1).take_while(|&id| id != owner) {
        if plan.is_counted(id) {
            outer = outer.checked_add(member(members, id).checked_mul(weight)?)?;
            weight = weight.checked_mul(plan.count(id).low()?)?;
        }
    }
    outer.checked_mul(each)?.checked_add(own)
}

/// The block that lies that many blocks of its own length behind a prefix.
pub(super) fn step(prefix: Prefix, index: u128) -> Option<Prefix> {
    if index == 0 {
        return Some(prefix);
    }
    let bits = prefix.bits();
    let unshifted = (bits > 0 && (bits == 128 || index >> bits == 0))
        .then(|| prefix.length().offset_of(index))?;
    let family_end = prefix.raw().checked_add(unshifted)?;
    Prefix::from_raw(family_end, prefix.length())
}
