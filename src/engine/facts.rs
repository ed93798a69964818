//! Facts across definitions: which names there are, and which prefixes people wrote, by scope.
//!
//! Rules that compare definitions read these, and never the whole plan.

mod picked;
mod usage;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use super::once::{Firsts, Once, all_of};
use picked::Picked;
pub use picked::picks;
pub use usage::Usage;
use usage::{Usages, has_cluster_cidr_v6};
use written::written;

use super::settings::Settings;
use crate::addr::{Count, Family, Length, Prefix};
use crate::plan::{Plan, RangeKind, ValueId, member_name};
use crate::profile::Limited;
use crate::source::NodeId;

/// Where prefixes must not overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The whole plan: global prefixes and ULA.
    Plan,
    /// One VPC: private IPv4 of nodes, and of pods without an overlay.
    Vpc(NodeId),
}

/// A prefix that a person wrote, or that is a default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Written {
    /// Where it must be the only one.
    pub scope: Scope,
    /// The prefix, all members together.
    pub prefix: Prefix,
    /// Who has it.
    pub node: NodeId,
    /// As which range; nothing for a block's own prefix.
    pub range: Option<RangeKind>,
    /// Whether it is a default, not written.
    pub default: bool,
}

/// Who has a prefix, and as which range.
type Holders = BTreeSet<(NodeId, Option<RangeKind>)>;

/// The facts.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    names: BTreeSet<(NodeId, ValueId, NodeId)>,
    /// The names that more than one definition under the same parent has.
    shared: BTreeSet<(NodeId, ValueId)>,
    /// Plain names that look like a member's: the run they look like, under the same parent.
    numbered: BTreeSet<(NodeId, ValueId, NodeId)>,
    named: Vec<Option<(NodeId, ValueId, Option<ValueId>)>>,
    written: BTreeMap<(Scope, Prefix), Holders>,
    by_node: BTreeMap<NodeId, Vec<Written>>,
    defaults: BTreeMap<(Prefix, RangeKind), BTreeMap<NodeId, u32>>,
    /// How many prefixes of each length there are, so that nobody looks for others.
    lengths: BTreeMap<Length, usize>,
    usages: Usages,
    picked: Picked,
    /// Shoots of Gardener's whose pods and services have IPv6.
    proxied: BTreeSet<NodeId>,
    firsts: Firsts,
}

impl Facts {
    /// Definitions under the same parent whose name is the same, it among them.
    pub fn same_name(&self, parent: NodeId, name: ValueId) -> impl Iterator<Item = NodeId> + '_ {
        let least = NodeId::ROOT;
        self.names
            .range((parent, name, least)..)
            .take_while(move |(other, id, _)| (*other, *id) == (parent, name))
            .map(|&(_, _, node)| node)
    }

    /// Whether more than one definition under a parent has that name.
    pub fn is_shared(&self, parent: NodeId, name: ValueId) -> bool {
        self.shared.contains(&(parent, name))
    }

    /// Definitions under the same parent with a plain name that looks like that of a member of a run of this name.
    pub fn numbered(&self, parent: NodeId, name: ValueId) -> impl Iterator<Item = NodeId> + '_ {
        self.numbered
            .range((parent, name, NodeId::ROOT)..)
            .take_while(move |(other, id, _)| (*other, *id) == (parent, name))
            .map(|&(_, _, node)| node)
    }

    /// What a definition wrote.
    pub fn written_by(&self, node: NodeId) -> &[Written] {
        self.by_node.get(&node).map_or(&[], Vec::as_slice)
    }

    /// Everyone in the same scope whose prefix overlaps, except the same range of the same definition.
    pub fn overlapping(
        &self,
        written: &Written,
    ) -> impl Iterator<Item = (NodeId, Option<RangeKind>, Prefix)> + '_ {
        let written = *written;
        let own = written.prefix.length();
        let shorter = self.lengths.keys().filter(move |length| **length < own);
        let around = shorter.filter_map(move |&length| {
            let prefix = written.prefix.at(length)?;
            self.written.get_key_value(&(written.scope, prefix))
        });
        let inside = self
            .written
            .range((written.scope, written.prefix)..)
            .take_while(move |((scope, prefix), _)| {
                *scope == written.scope && written.prefix.covers(*prefix)
            });
        around
            .chain(inside)
            .flat_map(move |((_, prefix), holders)| {
                holders
                    .iter()
                    .filter(move |&&(node, range)| (node, range) != (written.node, written.range))
                    .map(move |&(node, range)| (node, range, *prefix))
            })
    }

    /// Default ranges with the VPCs that they are used in; a shoot outside of any stands for its own.
    pub fn defaults(
        &self,
    ) -> impl Iterator<Item = (Prefix, RangeKind, impl Iterator<Item = NodeId> + '_)> + '_ {
        self.defaults
            .iter()
            .map(|(&(prefix, kind), scopes)| (prefix, kind, scopes.keys().copied()))
    }

    /// What is taken of a provider's quotas in a region, in a VPC, or in the plan outside of any: by provider and quota.
    pub fn usage(&self, node: NodeId) -> impl Iterator<Item = (&'static str, Limited, Usage)> + '_ {
        self.usages.of(node)
    }

    /// VPCs whose prefixes the plan cuts out of a block's, and the provider picks otherwise, in no order.
    pub fn picked(&self, block: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.picked.below(block)
    }

    /// Shoots of Gardener's whose pods and services have IPv6, in no order.
    pub fn proxied(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.proxied.iter().copied()
    }

    /// Who has that very prefix in a scope, and as which range.
    pub fn holders(
        &self,
        scope: Scope,
        prefix: Prefix,
    ) -> impl Iterator<Item = (NodeId, Option<RangeKind>)> + '_ {
        self.written
            .get(&(scope, prefix))
            .into_iter()
            .flatten()
            .copied()
    }

    /// The first definition in the plan of which something is so that is said once.
    pub fn first(&self, once: Once) -> Option<NodeId> {
        self.firsts.first(once)
    }

    /// The closest unique local /48 below that of a prefix, close to it, that someone wrote in.
    pub fn ula_below(&self, prefix: Prefix) -> Option<Prefix> {
        let own = site_of(prefix)?;
        let from = own
            .length()
            .offset_of(own.index_in(ULA)?.saturating_sub(CLOSE));
        let from = Prefix::from_raw(ULA.raw() | from, own.length())?;
        self.written
            .range((Scope::Plan, from)..(Scope::Plan, own))
            .rev()
            .find_map(|((_, below), _)| site_of(*below).filter(|below| *below < own))
    }

    /// Takes over other numbers in the order of the plan.
    pub(super) fn renumber(&mut self, order_of: impl Fn(NodeId) -> u32) {
        self.firsts.renumber(order_of);
    }

    /// The definitions that something is said at, or is said at no more, since this was asked last.
    pub(super) fn take_changed_firsts(&mut self) -> Vec<NodeId> {
        self.firsts.take_changed()
    }

    /// Looks at all definitions for the first time, in the order of the plan.
    pub(super) fn of<'s>(
        plan: &Plan,
        definitions: impl Iterator<Item = (NodeId, u32, &'s Settings)>,
    ) -> Self {
        let mut facts = Self::default();
        facts.named.resize(plan.ids(), None);
        // Sets that are made at once take less than those that grow.
        let mut names = Vec::with_capacity(plan.ids());
        let (mut numbered, mut firsts) = (Vec::new(), Vec::new());
        for (node, order, settings) in definitions {
            if node != NodeId::ROOT {
                let (parent, name, base) = names_of(plan, node);
                names.push((parent, name, node));
                numbered.extend(base.map(|base| (parent, base, node)));
                facts.named[node.index()] = Some((parent, name, base));
            }
            let once = facts.learn(plan, node, settings, None);
            firsts.extend(once.into_iter().map(|once| (once, order, node)));
        }
        names.sort_unstable();
        let twice = names.windows(2).filter_map(|pair| match pair {
            [(parent, name, _), (other, same, _)] if (parent, name) == (other, same) => {
                Some((*parent, *name))
            }
            _ => None,
        });
        facts.shared = twice.collect();
        facts.names = names.into_iter().collect();
        facts.numbered = numbered.into_iter().collect();
        facts.firsts = Firsts::of(plan.ids(), &firsts);
        facts
    }

    /// Looks at a definition anew. Adds to `affected` whoever compares with what was or is there.
    pub(super) fn update(
        &mut self,
        plan: &Plan,
        (node, order): (NodeId, u32),
        settings: &Settings,
        affected: &mut BTreeSet<NodeId>,
    ) {
        self.forget(node, affected);
        if node != NodeId::ROOT {
            self.update_name(plan, node);
        }
        self.affect_names(node, affected);
        let once = self.learn(plan, node, settings, Some(affected));
        self.firsts.note(node, order, &once);
    }

    /// Notes what a definition takes and writes, beside its name; gives what is so of it that is said once.
    fn learn(
        &mut self,
        plan: &Plan,
        node: NodeId,
        settings: &Settings,
        mut affected: Option<&mut BTreeSet<NodeId>>,
    ) -> Vec<Once> {
        if node != NodeId::ROOT {
            let mut changed = self.usages.update(plan, node, settings);
            changed.extend(self.picked.update(plan, node, settings));
            if has_cluster_cidr_v6(plan, node, settings) {
                self.proxied.insert(node);
            }
            if let Some(affected) = affected.as_deref_mut() {
                affected.extend(changed);
            }
        }
        let written = written(plan, node, settings);
        let once = all_of(plan, node, settings, &written);
        for entry in &written {
            self.note(entry);
        }
        if let Some(affected) = affected {
            self.affect_overlaps(&written, affected);
        }
        if !written.is_empty() {
            self.by_node.insert(node, written);
        }
        once
    }

    fn update_name(&mut self, plan: &Plan, node: NodeId) {
        let (parent, name, base) = names_of(plan, node);
        self.names.insert((parent, name, node));
        self.numbered.extend(base.map(|base| (parent, base, node)));
        self.note_shared(parent, name);
        if self.named.len() <= node.index() {
            self.named.resize(node.index() + 1, None);
        }
        self.named[node.index()] = Some((parent, name, base));
    }

    fn note_shared(&mut self, parent: NodeId, name: ValueId) {
        if self.same_name(parent, name).nth(1).is_some() {
            self.shared.insert((parent, name));
        } else {
            self.shared.remove(&(parent, name));
        }
    }

    /// Forgets a definition.
    pub(super) fn forget(&mut self, node: NodeId, affected: &mut BTreeSet<NodeId>) {
        affected.extend(self.usages.forget(node));
        affected.extend(self.picked.forget(node));
        self.proxied.remove(&node);
        self.affect_names(node, affected);
        if let Some((parent, name, base)) = self.named.get_mut(node.index()).and_then(Option::take)
        {
            self.names.remove(&(parent, name, node));
            self.note_shared(parent, name);
            if let Some(base) = base {
                self.numbered.remove(&(parent, base, node));
            }
        }
        self.firsts.forget(node);
        let Some(written) = self.by_node.remove(&node) else {
            return;
        };
        self.affect_overlaps(&written, affected);
        for entry in &written {
            self.unnote(entry);
        }
    }

    fn note(&mut self, entry: &Written) {
        let holders = self.written.entry((entry.scope, entry.prefix)).or_default();
        if holders.is_empty() {
            *self.lengths.entry(entry.prefix.length()).or_default() += 1;
        }
        holders.insert((entry.node, entry.range));
        if let (true, Scope::Vpc(vpc), Some(kind)) = (entry.default, entry.scope, entry.range) {
            *self
                .defaults
                .entry((entry.prefix, kind))
                .or_default()
                .entry(vpc)
                .or_default() += 1;
        }
    }

    fn unnote(&mut self, entry: &Written) {
        if let Some(holders) = self.written.get_mut(&(entry.scope, entry.prefix)) {
            holders.remove(&(entry.node, entry.range));
            if holders.is_empty() {
                self.written.remove(&(entry.scope, entry.prefix));
                let length = entry.prefix.length();
                match self.lengths.get_mut(&length) {
                    Some(number) if *number > 1 => *number -= 1,
                    Some(_) | None => drop(self.lengths.remove(&length)),
                }
            }
        }
        if let (true, Scope::Vpc(vpc), Some(kind)) = (entry.default, entry.scope, entry.range)
            && let Some(scopes) = self.defaults.get_mut(&(entry.prefix, kind))
        {
            if let Some(users) = scopes.get_mut(&vpc) {
                *users -= 1;
                if *users == 0 {
                    scopes.remove(&vpc);
                }
            }
            if scopes.is_empty() {
                self.defaults.remove(&(entry.prefix, kind));
            }
        }
    }

    fn affect_names(&self, node: NodeId, affected: &mut BTreeSet<NodeId>) {
        let Some(&Some((parent, name, base))) = self.named.get(node.index()) else {
            return;
        };
        affected.extend(self.same_name(parent, name));
        affected.extend(self.numbered(parent, name));
        if let Some(base) = base {
            affected.extend(self.same_name(parent, base));
        }
    }

    fn affect_overlaps(&self, written: &[Written], affected: &mut BTreeSet<NodeId>) {
        for entry in written {
            affected.extend(self.overlapping(entry).map(|(node, _, _)| node));
            affected.extend(self.ula_above(entry.prefix));
        }
    }

    /// Who wrote something in the unique local /48s close above that of a prefix, or in another prefix of its own.
    fn ula_above(&self, prefix: Prefix) -> impl Iterator<Item = NodeId> + '_ {
        let range = site_of(prefix).and_then(|own| {
            let last = own.length().offset_of(CLOSE + 1);
            let end = Prefix::from_raw(own.raw().checked_add(last)?, own.length())?;
            Some((Scope::Plan, own)..(Scope::Plan, end))
        });
        range
            .into_iter()
            .flat_map(|range| self.written.range(range))
            .flat_map(|(_, holders)| holders.iter().map(|&(node, _)| node))
    }
}

/// The parent of a definition, its name, and that of the run whose member it looks like.
fn names_of(plan: &Plan, node: NodeId) -> (NodeId, ValueId, Option<ValueId>) {
    let base = (!plan.is_counted(node))
        .then(|| member_name(plan.name(node)))
        .flatten()
        .and_then(|(base, _)| plan.text_id(base));
    (plan.node(node).parent, plan.name_id(node), base)
}

/// Global ids this close to one another were counted, not drawn.
const CLOSE: u128 = 16;

const ULA: Prefix = match Length::new(Family::V6, 7) {
    Some(length) => match Prefix::from_raw(0xfc << 120, length) {
        Some(prefix) => prefix,
        None => unreachable!(),
    },
    None => unreachable!(),
};

/// The unique local /48 that a prefix lies in.
fn site_of(prefix: Prefix) -> Option<Prefix> {
    prefix
        .at(Length::new(Family::V6, 48)?)
        .filter(|site| ULA.covers(*site))
}

/// RFC 1918, and the shared space of RFC 6598: the addresses that many networks use at once.
pub fn is_private(prefix: Prefix) -> bool {
    const PRIVATE: [(u32, u8); 4] = [
        (0x0a00_0000, 8),
        (0xac10_0000, 12),
        (0xc0a8_0000, 16),
        (0x6440_0000, 10),
    ];
    prefix.family() == Family::V4
        && PRIVATE.iter().any(|&(bits, length)| {
            let address = std::net::IpAddr::V4(std::net::Ipv4Addr::from_bits(bits));
            Length::new(Family::V4, length)
                .and_then(|length| Prefix::new(address, length))
                .is_some_and(|private| private.covers(prefix))
        })
}

/// How many members a definition has below the scope's block: more than one share what is written.
pub fn members_in_scope(plan: &Plan, written: &Written) -> Count {
    let stop = match written.scope {
        Scope::Plan => NodeId::ROOT,
        Scope::Vpc(vpc) => vpc,
    };
    plan.chain(written.node)
        .take_while(|&id| id != stop)
        .map(|id| plan.count(id))
        .try_fold(Count::ONE, Count::times)
        .unwrap_or(Count::MAX)
}
