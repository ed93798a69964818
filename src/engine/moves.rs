//! What an edit moves: where things lay before it, noted when each first changed, against where they lie now.
//!
//! Offsets are relative to their pool, so a block that moves takes all in it along and is the only thing noted. What
//! an edit does not reach costs nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::Evaluation;
use super::pool::{Demand, Outcome, Part, Pool, PoolKey, PoolKind, Wish};
use crate::addr::{Count, Family, Order, Prefix};
use crate::plan::{Field, Meaning, Plan};
use crate::source::NodeId;

/// A prefix that lies elsewhere after an edit than before, seen alone: what lies in it has moved along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// Whose prefix it is.
    pub node: NodeId,
    /// Which of them.
    pub what: What,
    /// Where it was; of a run, the first member's.
    pub from: Prefix,
    /// Where it is; nothing if it has no place any more. The same as before if only later members of a run moved.
    pub to: Option<Prefix>,
    /// Whether the edit was about this definition itself.
    pub asked: bool,
    /// How many members of it lie elsewhere, those of all that it lies in counted.
    pub members: Count,
}

/// Which prefix of a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A part that a pool places.
    Part(Part),
    /// Its `ula`.
    Ula,
}

/// What lay where before an edit, of what the edit names or reaches.
#[derive(Clone, Debug, Default)]
pub(super) struct Watch {
    said: BTreeMap<NodeId, Said>,
    demands: BTreeMap<(NodeId, Part, Family), (PoolKey, Demand)>,
}

/// What a definition that an edit names said before.
#[derive(Clone, Debug)]
struct Said {
    /// Its prefix in each family, and whether it was written.
    blocks: BTreeMap<Family, (Prefix, bool)>,
    ula: Option<Prefix>,
    count: Count,
    reserve: Count,
    order: Option<Order>,
}

impl Watch {
    /// Notes a demand that is about to change, unless it has changed before.
    pub(super) fn note(&mut self, pool: PoolKey, demand: &Demand) {
        let key = (demand.node, demand.part, pool.kind.family());
        self.demands.entry(key).or_insert((pool, *demand));
    }

    /// Notes the demands of some definitions that are about to leave a pool.
    pub(super) fn note_those(&mut self, key: PoolKey, pool: &Pool, nodes: &BTreeSet<NodeId>) {
        let demands = pool.demands().iter();
        for demand in demands.filter(|demand| nodes.contains(&demand.node)) {
            self.note(key, demand);
        }
    }

    /// Notes all demands of a pool that is about to go or to be filled anew.
    pub(super) fn note_all(&mut self, key: PoolKey, pool: &Pool) {
        for demand in pool.demands() {
            self.note(key, demand);
        }
    }
}

impl Evaluation {
    /// Notes from now on where things lay that an edit of these definitions reaches.
    pub fn watch(&mut self, plan: &Plan, edited: &[NodeId]) {
        let mut watch = Watch::default();
        for &node in edited {
            watch.said.insert(node, self.said_by(plan, node));
        }
        self.watch = Some(watch);
    }

    /// What has moved since `watch`, in the order of the plan. Nothing is noted any more.
    pub fn take_moves(&mut self, plan: &Plan) -> Vec<Move> {
        let Some(watch) = self.watch.take() else {
            return Vec::new();
        };
        let past = Past {
            now: self,
            plan,
            watch: &watch,
        };
        let mut moves: Vec<Move> = Vec::new();
        for (&node, said) in &watch.said {
            if plan.is_alive(node) {
                moves.extend(past.moves_of_edited(node, said));
            }
        }
        for (&(node, part, family), (pool, demand)) in &watch.demands {
            let own_block = part == Part::Block && watch.said.contains_key(&node);
            if plan.is_alive(node) && !own_block {
                moves.extend(past.move_of(*pool, demand, (node, part, family)));
            }
        }
        moves.sort_by_key(|one| (self.order(one.node), one.what, one.from));
        moves
    }

    fn said_by(&self, plan: &Plan, node: NodeId) -> Said {
        let ula = match plan.meaning(node, Field::Ula) {
            Some(Meaning::Prefixes(prefixes)) => prefixes.first().copied(),
            _ => None,
        };
        let pools = Family::BOTH.map(|family| self.block_pool(node, family));
        Said {
            blocks: Family::BOTH
                .into_iter()
                .filter_map(|family| {
                    let prefix = self.block_prefix(plan, node, family, &[])?;
                    Some((family, (prefix, is_written(plan, node, family))))
                })
                .collect(),
            ula,
            count: plan.count(node),
            reserve: plan.reserve(node),
            order: pools
                .into_iter()
                .flatten()
                .find_map(|pool| pool.ground.order),
        }
    }
}

/// Looks at the plan as it was before the edit.
struct Past<'a> {
    now: &'a Evaluation,
    plan: &'a Plan,
    watch: &'a Watch,
}

impl Past<'_> {
    fn moves_of_edited(&self, node: NodeId, said: &Said) -> Vec<Move> {
        let (plan, now) = (self.plan, self.now);
        let mut moves: Vec<Move> = Vec::new();
        let one = |what, from: Prefix, to: Option<Prefix>| {
            to.is_none_or(|to| to.raw() != from.raw()).then_some(Move {
                node,
                what,
                from,
                to,
                asked: true,
                members: if what == What::Ula {
                    Count::ONE
                } else {
                    self.members(node, &BTreeSet::new())
                },
            })
        };
        for (&family, &(old, was_written)) in &said.blocks {
            let part = What::Part(Part::Block);
            let written = is_written(plan, node, family);
            let noted = self.watch.demands.get(&(node, Part::Block, family));
            match (was_written || written, noted) {
                _ if plan.network(node, family).is_none() => {}
                // A prefix that a person writes without anything in it moves nothing but what was asked for.
                (true, _) if written && plan.children(node).is_empty() => {}
                (true, _) => {
                    moves.extend(one(part, old, now.block_prefix(plan, node, family, &[])));
                }
                (false, Some((pool, demand))) => {
                    moves.extend(self.move_of(*pool, demand, (node, Part::Block, family)));
                }
                (false, None) => {}
            }
        }
        if let (Some(old), Some(Meaning::Prefixes(new))) =
            (said.ula, plan.meaning(node, Field::Ula))
        {
            moves.extend(one(What::Ula, old, new.first().copied()));
        }
        moves
    }

    fn move_of(&self, pool: PoolKey, old: &Demand, of: (NodeId, Part, Family)) -> Option<Move> {
        let (node, part, family) = of;
        let Outcome::Placed(offset) = old.outcome else {
            return None;
        };
        let asked = self.watch.said.contains_key(&node);
        let one = |from: Prefix, to: Option<Prefix>| Move {
            node,
            what: What::Part(part),
            from,
            to,
            asked,
            members: self.members(node, &BTreeSet::new()),
        };
        let Some((key, demand)) = self.now.demand(self.plan, node, part, family) else {
            // It asks for something else now, or for nothing.
            return (!asked)
                .then(|| Some(one(self.lay(pool, offset, old)?, None)))
                .flatten();
        };
        let to = match (demand.wish, demand.outcome) {
            (Wish::At(_), _) if asked => return None,
            (Wish::At(prefix), _) => Some(prefix),
            (_, Outcome::Placed(now)) => {
                let same_members = self.members_stay((pool, old), (key, demand));
                if key == pool && now == offset && same_members {
                    return None;
                }
                let to = self.lies(key, now, demand);
                if !same_members {
                    let from = self.lay(pool, offset, old)?;
                    let stays = to.is_some_and(|to| to.raw() == from.raw());
                    let apart = self.apart((pool, old), (key, demand));
                    let members = if stays {
                        self.members(node, &apart)
                    } else {
                        self.members(node, &BTreeSet::new())
                    };
                    return Some(Move {
                        members,
                        ..one(from, to)
                    });
                }
                to
            }
            (
                _,
                Outcome::Pending
                | Outcome::Counted
                | Outcome::NoRoom
                | Outcome::TooLarge
                | Outcome::Outside
                | Outcome::Taken(_),
            ) => None,
        };
        let from = self.lay(pool, offset, old)?;
        let stays = to.is_some_and(|to| to.raw() == from.raw());
        (!stays || key == pool && !matches!(demand.wish, Wish::At(_))).then_some(one(from, to))
    }

    /// Where a demand lies now.
    fn lies(&self, pool: PoolKey, offset: u128, demand: &Demand) -> Option<Prefix> {
        let base = self.now.pool_base(self.plan, pool, offset, &[])?;
        inside(base, offset, demand)
    }

    /// Where a demand lay.
    fn lay(&self, pool: PoolKey, offset: u128, demand: &Demand) -> Option<Prefix> {
        inside(self.old_base(pool, offset)?, offset, demand)
    }

    /// The prefix that a pool was, or that one of a `ula` in which the offset lay.
    fn old_base(&self, pool: PoolKey, offset: u128) -> Option<Prefix> {
        let said = self.watch.said.get(&pool.owner);
        if pool.kind == PoolKind::Ula {
            return match said.and_then(|said| said.ula) {
                Some(first) if offset <= first.length().tail() => Some(first),
                _ => self.now.pool_base(self.plan, pool, offset, &[]),
            };
        }
        let family = pool.kind.family();
        if let Some(said) = said {
            return said.blocks.get(&family).map(|(prefix, _)| *prefix);
        }
        if let Some((outer, demand)) = self.watch.demands.get(&(pool.owner, Part::Block, family)) {
            return match (demand.wish, demand.outcome) {
                (Wish::At(prefix), _) => Some(prefix),
                (_, Outcome::Placed(offset)) => self.lay(*outer, offset, demand),
                _ => None,
            };
        }
        if let Some(Meaning::Prefix(prefix)) = self.plan.network(pool.owner, family) {
            return Some(*prefix);
        }
        let (outer, demand) = self
            .now
            .demand(self.plan, pool.owner, Part::Block, family)?;
        match demand.outcome {
            Outcome::Placed(offset) => self.lay(outer, offset, demand),
            _ => None,
        }
    }

    /// Whether later members lie as far behind the first one as before.
    fn members_stay(&self, old: (PoolKey, &Demand), new: (PoolKey, &Demand)) -> bool {
        if old.1.blocks == Count::ONE && new.1.blocks == Count::ONE && old.0 == new.0 {
            return true;
        }
        // Members that lie apart do so in an order, over all bits of the pool.
        let order_now = |key: PoolKey| {
            let ground = &self.now.pool(key)?.ground;
            Some((ground.order?, ground.length))
        };
        let order_then = match self.watch.said.get(&old.0.owner) {
            Some(said) => said.order.and_then(|order| {
                let (prefix, _) = said.blocks.get(&old.0.kind.family())?;
                Some((order, prefix.length()))
            }),
            None => order_now(old.0),
        };
        let one = old.1.blocks == Count::ONE || new.1.blocks == Count::ONE;
        (one || order_then == order_now(new.0))
            && self.all_steps(old, true) == self.all_steps(new, false)
    }

    /// Whose members lie farther apart than before, or less far.
    fn apart(&self, old: (PoolKey, &Demand), new: (PoolKey, &Demand)) -> BTreeSet<NodeId> {
        let (then, now) = (self.all_steps(old, true), self.all_steps(new, false));
        let nodes = then.keys().chain(now.keys()).copied();
        nodes
            .filter(|node| then.get(node) != now.get(node))
            .collect()
    }

    /// How many members a definition had and has, with all that it lies in: less those that are the first of all that
    /// lie apart otherwise than before.
    fn members(&self, node: NodeId, apart: &BTreeSet<NodeId>) -> Count {
        let count = |id: NodeId| {
            let now = self.plan.count(id);
            self.watch
                .said
                .get(&id)
                .map_or(now, |said| said.count.min(now))
        };
        let times = |one: Count, other: Count| one.times(other).unwrap_or(Count::MAX);
        let chain = || self.plan.chain(node);
        let all = chain().fold(Count::ONE, |all, id| times(all, count(id)));
        let first = chain().filter(|id| apart.contains(id));
        let first = first.fold(Count::ONE, |all, id| times(all, count(id)));
        if first <= Count::ONE {
            return all;
        }
        let stay = all.over(first).unwrap_or(Count::ZERO);
        all.minus(stay).unwrap_or(all)
    }

    /// The steps of a demand in its pool, and of all that the pool lies in: those of the pool's own members among them.
    fn all_steps(&self, of: (PoolKey, &Demand), before: bool) -> BTreeMap<NodeId, Count> {
        let mut all: BTreeMap<NodeId, Count> = self.steps(of, before).into_iter().collect();
        let (plan, mut pool) = (self.plan, of.0);
        while pool.kind != PoolKind::Ula {
            let (owner, family) = (pool.owner, pool.kind.family());
            let noted = self.watch.demands.get(&(owner, Part::Block, family));
            let noted = noted
                .filter(|_| before)
                .map(|(pool, demand)| (*pool, demand));
            let Some(outer) = noted.or_else(|| self.now.demand(plan, owner, Part::Block, family))
            else {
                all.extend(self.step_of_root(owner, family, before));
                break;
            };
            all.extend(self.steps(outer, before));
            // What is written lies where it is written, whichever member it is in.
            if matches!(outer.1.wish, Wish::At(_)) {
                break;
            }
            pool = outer.0;
        }
        all
    }

    /// How far apart the members of a run lie that lies in no pool.
    fn step_of_root(&self, node: NodeId, family: Family, before: bool) -> Option<(NodeId, Count)> {
        let said = self.watch.said.get(&node).filter(|_| before);
        let count = said.map_or_else(|| self.plan.count(node), |said| said.count);
        let length = match said {
            Some(said) => said.blocks.get(&family).map(|(prefix, _)| prefix.length()),
            None => match self.plan.network(node, family) {
                Some(Meaning::Prefix(prefix)) => Some(prefix.length()),
                _ => None,
            },
        };
        let step = Count::power_of_two(128 - u32::from(length?.bits()))?;
        (count > Count::ONE).then_some((node, step))
    }

    /// How far apart the members of a run lie, and those of each counted block that it is in, before or now. Where
    /// there was or is only one there is no distance.
    fn steps(&self, of: (PoolKey, &Demand), before: bool) -> Vec<(NodeId, Count)> {
        let ((pool, demand), plan, said) = (of, self.plan, &self.watch.said);
        let node = demand.node;
        let then = |id| said.get(&id).filter(|_| before);
        let count = |id| then(id).map_or_else(|| plan.count(id), |said| said.count);
        let times = |one: Count, other: Count| one.times(other).unwrap_or(Count::MAX);
        let outer = || {
            let chain = plan.chain(node).skip(1);
            let between = chain.take_while(|&id| id != pool.owner && node != pool.owner);
            between.filter(|&id| plan.is_counted(id))
        };
        let all = outer().fold(count(node), |all, id| times(all, count(id)));
        let block = Count::power_of_two(128 - u32::from(demand.length.bits()));
        // A member takes one block, or some for each zone.
        let each = demand.blocks.over(all).unwrap_or(Count::ONE);
        let own = times(block.unwrap_or(Count::MAX), each);
        let reserve = then(node).map_or_else(|| plan.reserve(node), |said| said.reserve);
        let mut step = times(own, count(node).plus(reserve).unwrap_or(Count::MAX));
        let mut steps = vec![(node, own)];
        for id in outer() {
            steps.push((id, step));
            step = times(step, count(id));
        }
        let several = |id: NodeId| {
            plan.count(id) > Count::ONE && said.get(&id).is_none_or(|said| said.count > Count::ONE)
        };
        steps.retain(|&(id, _)| several(id));
        steps
    }
}

fn inside(base: Prefix, offset: u128, demand: &Demand) -> Option<Prefix> {
    let inside = offset & base.length().tail();
    Prefix::from_raw(base.raw() | inside, demand.length)
}

fn is_written(plan: &Plan, node: NodeId, family: Family) -> bool {
    matches!(plan.network(node, family), Some(Meaning::Prefix(_)))
}
