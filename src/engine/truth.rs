//! The truth about a shoot: how many nodes, pods and services it can really have, and what binds.

mod flags;
mod limits;
mod numbered;
mod pods;

use super::address::Member;
use super::service::static_band;
use super::shoot::{PodAllocator, Shoot};
use super::{Evaluation, Origin};
use crate::addr::{Count, Family, Length, Prefix};
use crate::plan::RangeKind;

pub use flags::{Component, Setting};
pub use limits::{Limit, NODEIPAM_BITS, autoscaler_cap, node_room, nodeipam_room};
pub use numbered::Numbered;
use numbered::{last_child, lost_blocks};
use pods::max_pods;
pub use pods::usable_pods;

/// A number with the term that it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The number; nothing is unlimited.
    pub value: Option<Count>,
    /// What binds.
    pub by: Option<&'static str>,
}

/// What is true of a shoot in one family.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OfFamily {
    /// What every node gets.
    pub node_prefix: Option<Numbered>,
    /// What one node's pods get their addresses from.
    pub pod_range: Option<Numbered>,
    /// Addresses for services.
    pub service_addresses: Option<Count>,
    /// How many of them are kept for those who ask for a fixed one.
    pub static_band: Option<u32>,
    /// How many pods one node's range can serve.
    pub pods_per_node: Option<Count>,
}

/// The truth about a shoot.
#[derive(Clone, Debug)]
pub struct Truth {
    /// How many nodes it can have.
    pub max_nodes: Bound,
    /// Every limit of that, hard ones first.
    pub limits: Vec<Limit>,
    /// How many pods a node can run.
    pub max_pods: Bound,
    /// Who allocates pod ranges.
    pub allocator: PodAllocator,
    /// By family.
    pub v4: OfFamily,
    /// By family.
    pub v6: OfFamily,
}

impl Truth {
    /// That of a family.
    pub const fn of(&self, family: Family) -> &OfFamily {
        match family {
            Family::V4 => &self.v4,
            Family::V6 => &self.v6,
        }
    }
}

impl Evaluation {
    /// The truth about a shoot, addresses being those of the members named.
    pub fn truth(&self, shoot: &Shoot<'_>, members: &[Member]) -> Truth {
        self.truth_of(shoot, Some(members))
    }

    /// The truth about a shoot in numbers alone: no address is computed.
    pub fn numbers(&self, shoot: &Shoot<'_>) -> Truth {
        self.truth_of(shoot, None)
    }

    fn truth_of(&self, shoot: &Shoot<'_>, members: Option<&[Member]>) -> Truth {
        let limits = self.limits(shoot, members);
        let least = limits
            .iter()
            .filter(|limit| limit.hard)
            .min_by_key(|limit| limit.value);
        Truth {
            max_nodes: Bound {
                value: least.map(|limit| limit.value),
                by: least.map(|limit| limit.by),
            },
            max_pods: max_pods(shoot),
            allocator: shoot.allocator(),
            v4: self.of_family(shoot, Family::V4, members),
            v6: self.of_family(shoot, Family::V6, members),
            limits,
        }
    }

    fn of_family(&self, shoot: &Shoot<'_>, family: Family, members: Option<&[Member]>) -> OfFamily {
        let mut kinds = RangeKind::ALL.into_iter();
        if kinds.all(|kind| shoot.range(kind, family).is_none()) {
            return OfFamily::default();
        }
        let services = shoot.service_length(family);
        OfFamily {
            node_prefix: self.node_prefixes(shoot, family, members),
            pod_range: self.pod_ranges(shoot, family, members),
            service_addresses: shoot.service_addresses(family),
            static_band: services.map(static_band),
            pods_per_node: shoot
                .pod_range(family)
                .map(|length| usable_pods(shoot, length)),
        }
    }

    /// In a flat block machines of all shoots are numbered together, by the infrastructure: which numbers are a shoot's
    /// is not known, only how many there can be.
    fn node_prefixes(
        &self,
        shoot: &Shoot<'_>,
        family: Family,
        members: Option<&[Member]>,
    ) -> Option<Numbered> {
        let length = shoot.node_prefix(family)?;
        let range = shoot.range(RangeKind::Nodes, family)?;
        let count = node_room(shoot, family);
        if shoot.shares_nodes(family) {
            return Some(Numbered::unknown(length, count));
        }
        let base =
            members.and_then(|members| self.range_prefix(shoot, RangeKind::Nodes, family, members));
        let (Some(base), Some(_)) = (base, range.length) else {
            return Some(Numbered::unknown(length, count));
        };
        let first = self.zone_prefix(shoot, range, base, 0).unwrap_or(base);
        let zone = |number| self.zone_prefix(shoot, range, base, number);
        let last = zone(range.zones.saturating_sub(1)).unwrap_or(first);
        let mut numbered = Numbered::of(first, length, None);
        numbered.count = count;
        numbered.second = numbered
            .second
            .or_else(|| zone(1).filter(|_| range.zones > 1)?.child(0, length));
        numbered.last = last_child(last, length);
        Some(numbered)
    }

    fn pod_ranges(
        &self,
        shoot: &Shoot<'_>,
        family: Family,
        members: Option<&[Member]>,
    ) -> Option<Numbered> {
        let bits = shoot.pod_range_bits(family)?;
        let length = Length::new(family, bits)?;
        let range = shoot.range(RangeKind::Pods, family)?;
        if shoot.allocator() == PodAllocator::Range {
            let count = nodeipam_room(shoot, family);
            let pool = members
                .and_then(|members| self.range_prefix(shoot, RangeKind::Pods, family, members));
            let usable = count.is_some_and(|count| !count.is_zero());
            return Some(match pool.filter(|_| usable) {
                Some(pool) => Numbered::of(pool, length, lost_blocks(shoot, pool, length)),
                None => Numbered::unknown(length, count),
            });
        }
        let nodes = self.node_prefixes(shoot, family, members);
        if range.origin != Origin::Node {
            return Some(Numbered::unknown(
                length,
                nodes.and_then(|nodes| nodes.count),
            ));
        }
        let nodes = nodes?;
        let first_of = |node: Option<Prefix>| node.and_then(|node| node.child(0, length));
        Some(Numbered {
            length,
            first: first_of(nodes.first),
            second: first_of(nodes.second),
            last: first_of(nodes.last),
            count: nodes.count,
        })
    }
}
