//! Who holds an address: from the prefixes that stand in the plan down to a node, pool by pool. Members are divided
//! out of the address, never walked over.

mod inside;
mod links;

use super::Evaluation;
use super::address::Member;
use super::pool::{Outcome, Part, PoolKey, PoolKind};
use super::shoot::{Origin, Range, Shoot};
use crate::addr::{Count, Family, Prefix};
use crate::plan::{Base, Field, Kind, Meaning, Plan, RangeKind};
use crate::profile::SubnetRole;
use crate::source::NodeId;
use inside::{Inside, members_of};
use std::net::IpAddr;

/// What holds an address or a prefix.
#[derive(Clone, Debug, Default)]
pub struct Located {
    /// Everything that holds it, the deepest chain first.
    pub holders: Vec<Holder>,
    /// Whether there are more holders than were asked for.
    pub more: bool,
    /// The free space that it lies in, if it lies in no range.
    pub gap: Option<Gap>,
}

/// One thing that holds it, with all that this lies in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The definition.
    pub node: NodeId,
    /// The member of each run on the way, as far as the address tells: what is written below a run is every member's.
    pub members: Vec<Member>,
    /// From the outside in.
    pub links: Vec<Link>,
}

/// One link of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The definition that it is, or belongs to.
    pub node: NodeId,
    /// What of it.
    pub place: Place,
    /// Its number: members from 1, node zones, nodes and pod ranges from 0.
    pub index: Option<u128>,
    /// Its prefix, where it has one that holds the address.
    pub prefix: Option<Prefix>,
}

/// What a link of a chain is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A definition, or the member of it that `index` says.
    Definition,
    /// A unique local prefix that was drawn for it.
    Ula,
    /// One of its ranges.
    Range(RangeKind),
    /// One zone's subnet of its nodes, and what for.
    NodeZone(SubnetRole),
    /// What one node gets.
    Node,
    /// What one node's pods get their addresses from.
    PodRange,
}

/// Free space of a block, or room that is kept in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The block.
    pub node: NodeId,
    /// Its first address.
    pub first: IpAddr,
    /// Its last address.
    pub last: IpAddr,
    /// For more of which definition it is kept.
    pub kept_for: Option<NodeId>,
}

/// Something that holds the address, before the rest of its chain is known.
#[derive(Clone, Debug)]
struct Hit {
    node: NodeId,
    members: Vec<Member>,
    what: What,
    gap: Option<Gap>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Block,
    Ula(Prefix),
    /// A range, and which of the blocks that it takes.
    Range(RangeKind, u32),
}

struct Search<'a> {
    evaluation: &'a Evaluation,
    plan: &'a Plan,
    wanted: Prefix,
    hits: Vec<Hit>,
}

impl Evaluation {
    /// Everything that holds all of a prefix (an address is one of full length), but not more than so many chains.
    pub fn locate(&self, plan: &Plan, wanted: Prefix, most: usize) -> Located {
        let mut search = Search {
            evaluation: self,
            plan,
            wanted,
            hits: Vec::new(),
        };
        let mut more = false;
        for node in plan.walk() {
            if search.hits.len() > most {
                more = true;
                break;
            }
            search.enter(node);
        }
        let hits = search.deepest();
        let gap = match hits.as_slice() {
            [only] => only.gap,
            _ => None,
        };
        let mut holders: Vec<Holder> = hits
            .into_iter()
            .map(|hit| Holder {
                links: links::links(self, plan, wanted, &hit),
                node: hit.node,
                members: hit.members,
            })
            .collect();
        holders.sort_by_key(|holder| std::cmp::Reverse(holder.links.len()));
        more |= holders.len() > most;
        holders.truncate(most);
        Located { holders, more, gap }
    }
}

impl Search<'_> {
    /// Looks at what a definition writes itself; what is placed is found in its pool.
    fn enter(&mut self, node: NodeId) {
        self.enter_ula(node);
        match self.plan.kind(node) {
            Kind::Plan => {}
            Kind::Shoot => self.enter_shoot(node),
            Kind::Region | Kind::Zone | Kind::Vpc | Kind::Block => self.enter_block(node),
        }
    }

    fn enter_block(&mut self, node: NodeId) {
        let (plan, family) = (self.plan, self.wanted.family());
        let Some(&Meaning::Prefix(first)) = plan.network(node, family) else {
            return;
        };
        let Some(distance) = self.wanted.raw().checked_sub(first.raw()) else {
            return;
        };
        let index = first.length().index_at(distance);
        let holds = self.wanted.bits() >= first.bits() && Count::new(index) < plan.count(node);
        if !holds || self.is_found_outside(node, Part::Block) {
            return;
        }
        let mut members = Vec::new();
        if plan.is_counted(node) {
            members.push(Member { node, index });
        }
        self.block(node, &members);
    }

    fn enter_ula(&mut self, node: NodeId) {
        let Some(Meaning::Prefixes(prefixes)) = self.plan.meaning(node, Field::Ula) else {
            return;
        };
        let found = prefixes
            .iter()
            .zip(0_u128..)
            .find(|(prefix, _)| prefix.covers(self.wanted));
        let (Some((&base, number)), Some(first)) = (found, prefixes.first()) else {
            return;
        };
        let inside = Inside {
            key: PoolKey {
                owner: node,
                kind: PoolKind::Ula,
            },
            members: &[],
            base,
            offset: first.length().offset_of(number) | self.wanted.raw() & base.length().tail(),
        };
        self.pool(&inside, What::Ula(base));
    }

    fn enter_shoot(&mut self, node: NodeId) {
        let family = self.wanted.family();
        if !self.may_write(node) {
            return;
        }
        let shoot = self.evaluation.shoot(self.plan, node);
        for kind in RangeKind::ALL {
            let written = shoot.range(kind, family).filter(|range| {
                range
                    .written
                    .is_some_and(|prefix| prefix.covers(self.wanted))
            });
            if let Some(range) = written
                && !self.is_found_outside(node, Part::Range(kind))
            {
                self.written(&shoot, kind, range, &[]);
            }
        }
    }

    /// Whether a shoot may write a prefix that holds the address. Looking at all of a shoot takes longer.
    fn may_write(&self, node: NodeId) -> bool {
        let (plan, family) = (self.plan, self.wanted.family());
        if let Some(Meaning::Pinned(pinned)) = plan.meaning(node, Field::Pinned)
            && pinned.iter().any(|(_, prefix)| prefix.covers(self.wanted))
        {
            return true;
        }
        let settings = self.evaluation.settings(node);
        RangeKind::ALL.into_iter().any(|kind| {
            let spec = settings.spec(plan, super::range_field(kind));
            match spec.and_then(|spec| spec.of(family)).map(|ask| ask.base) {
                Some(Base::Literal(prefix)) => prefix.covers(self.wanted),
                Some(Base::Private4) => family == Family::V4,
                _ => false,
            }
        })
    }

    /// Whether something written has its place in a pool whose own prefix is known: it is found there.
    fn is_found_outside(&self, node: NodeId, part: Part) -> bool {
        let family = self.wanted.family();
        let demand = self.evaluation.demand(self.plan, node, part, family);
        demand.is_some_and(|(pool, demand)| {
            matches!(demand.outcome, Outcome::Placed(_))
                && (pool.kind == PoolKind::Ula
                    || self
                        .evaluation
                        .block_prefix(self.plan, pool.owner, family, &[])
                        .is_some())
        })
    }

    /// A block that holds the address: what in it does, or the block itself.
    fn block(&mut self, node: NodeId, members: &[Member]) {
        let family = self.wanted.family();
        let base = self
            .evaluation
            .block_prefix(self.plan, node, family, members)
            .filter(|base| base.covers(self.wanted));
        let Some(base) = base else {
            return;
        };
        let inside = Inside {
            key: PoolKey {
                owner: node,
                kind: PoolKind::of(family),
            },
            members,
            base,
            offset: self.wanted.raw() & base.length().tail(),
        };
        self.pool(&inside, What::Block);
    }

    /// A range that somebody wrote: all members have the same, but for what is pinned for a whole run.
    fn written(&mut self, shoot: &Shoot<'_>, kind: RangeKind, range: &Range, known: &[Member]) {
        let Some(prefix) = range.written else {
            return;
        };
        let mut members = known.to_vec();
        if range.origin == Origin::Pinned && shoot.total() > Count::ONE {
            let own = range.length.and_then(|length| self.wanted.at(length));
            let index = own.and_then(|own| own.index_in(prefix));
            let decoded =
                index.and_then(|index| members_of(self.plan, shoot.node, NodeId::ROOT, index));
            members = decoded.unwrap_or(members);
        }
        self.hits.push(Hit {
            node: shoot.node,
            members,
            what: What::Range(kind, 0),
            gap: None,
        });
    }

    /// What has been found but for blocks that only hold something else that has been found.
    fn deepest(self) -> Vec<Hit> {
        let hits = self.hits;
        // What is written below a run is every member's: the member that holds the address is told beside it.
        let same = |outer: &Hit, inner: &Hit| {
            let mut members = outer.members.iter();
            members.all(|member| inner.members.contains(member))
        };
        let holds = |outer: &Hit, inner: &Hit| {
            let below = self.plan.chain(inner.node).any(|id| id == outer.node);
            let deeper = inner.node != outer.node || matches!(inner.what, What::Range(..));
            below && deeper && same(outer, inner)
        };
        let is_outer = |outer: &Hit| {
            !matches!(outer.what, What::Range(..)) && hits.iter().any(|inner| holds(outer, inner))
        };
        hits.iter().filter(|hit| !is_outer(hit)).cloned().collect()
    }
}
