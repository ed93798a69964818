//! The truth about a shoot: how many nodes, pods and services it can really have, and what binds.

use super::address::Member;
use super::service::static_band;
use super::shoot::{PodAllocator, Shoot};
use super::zonal::{share_bits, worker_bits};
use super::{Evaluation, Origin};
use crate::addr::{Count, Family, Length, Prefix};
use crate::plan::RangeKind;
use crate::profile::{Families, Limited, ZoneCut};

/// The most bits that kube nodeipam takes between an IPv6 pool and a node's range: `clusterSubnetMaxDiff` in
/// `pkg/controller/nodeipam/ipam/cidrset/cidr_set.go` (k N2).
pub const NODEIPAM_BITS: u8 = 16;
/// Past this many bits Gardener's autoscaler bound counts as none (g 29).
const AUTOSCALER_BITS: u32 = 62;

/// A number with the term that it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The number; nothing is unlimited.
    pub value: Option<Count>,
    /// What binds.
    pub by: Option<&'static str>,
}

/// One limit of the number of nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// So many.
    pub value: Count,
    /// What says so.
    pub by: &'static str,
    /// The family it is of, where it is of one.
    pub family: Option<Family>,
    /// Whether nobody can raise it.
    pub hard: bool,
}

/// Prefixes that are numbered from 0: one a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// The length of each.
    pub length: Length,
    /// The first, if addresses are known.
    pub first: Option<Prefix>,
    /// The one after it.
    pub second: Option<Prefix>,
    /// The last one.
    pub last: Option<Prefix>,
    /// How many there are.
    pub count: Option<Count>,
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

    /// The blocks of the pod range that services take away; none where nobody wrote a service range.
    fn lost(&self, shoot: &Shoot<'_>, family: Family, members: &[Member]) -> Option<Lost> {
        shoot.range(RangeKind::Services, family)?.written?;
        let pool = self.range_prefix(shoot, RangeKind::Pods, family, members)?;
        lost_blocks(shoot, pool, shoot.pod_range(family)?)
    }

    fn limits(&self, shoot: &Shoot<'_>, members: Option<&[Member]>) -> Vec<Limit> {
        let mut limits = Vec::new();
        for &family in &shoot.families {
            if let Some(value) = nodeipam_room(shoot, family) {
                let lost = self
                    .lost(shoot, family, members.unwrap_or(&[]))
                    .map_or(Count::ZERO, Lost::count);
                limits.push(Limit {
                    value: value.minus(lost).unwrap_or(Count::ZERO),
                    by: "nodeipam",
                    family: Some(family),
                    hard: true,
                });
            }
            if let Some(value) = node_room(shoot, family) {
                limits.push(Limit {
                    value,
                    by: "node-range",
                    family: Some(family),
                    hard: true,
                });
            }
        }
        if let Some(value) = autoscaler_cap(shoot) {
            limits.push(Limit {
                value,
                by: "autoscaler",
                family: None,
                hard: true,
            });
        }
        limits.extend(quotas(shoot));
        limits.sort_by_key(|limit| (!limit.hard, limit.value));
        limits
    }
}

impl Numbered {
    const fn unknown(length: Length, count: Option<Count>) -> Self {
        Self {
            length,
            first: None,
            second: None,
            last: None,
            count,
        }
    }

    /// All blocks of a length in a prefix but those that are lost.
    fn of(pool: Prefix, length: Length, lost: Option<Lost>) -> Self {
        let room = pool.room(length).unwrap_or(Count::ZERO);
        let lost_count = lost.map_or(Count::ZERO, Lost::count);
        let count = room.minus(lost_count).unwrap_or(Count::ZERO);
        let end = room.minus(Count::ONE).map_or(0, Count::saturating);
        let skip = |index: u128| match lost {
            Some(lost) if (lost.first..=lost.last).contains(&index) => lost.last.saturating_add(1),
            _ => index,
        };
        let first = skip(0);
        let second = skip(first.saturating_add(1));
        let final_one = match lost {
            Some(lost) if lost.last == end => lost.first.checked_sub(1),
            _ => Some(end),
        };
        let at = |index: u128, least: u128| {
            (count >= Count::new(least))
                .then(|| pool.child(index, length))
                .flatten()
        };
        Self {
            length,
            first: at(first, 1),
            second: at(second, 2),
            last: final_one.and_then(|index| at(index, 1)),
            count: Some(count),
        }
    }
}

/// Blocks of the pod range that a service range inside it takes away, by their numbers (k O1).
#[derive(Clone, Copy, Debug)]
struct Lost {
    first: u128,
    last: u128,
}

impl Lost {
    fn count(self) -> Count {
        Count::new(self.last - self.first)
            .plus(Count::ONE)
            .unwrap_or(Count::MAX)
    }
}

fn lost_blocks(shoot: &Shoot<'_>, pool: Prefix, length: Length) -> Option<Lost> {
    let services = shoot.range(RangeKind::Services, pool.family())?.written?;
    let end = pool.room(length)?.minus(Count::ONE)?.low()?;
    if services.covers(pool) {
        return Some(Lost {
            first: 0,
            last: end,
        });
    }
    if !pool.covers(services) {
        return None;
    }
    let first = services
        .at(length)
        .map_or_else(|| services.child(0, length), Some)?
        .index_in(pool)?;
    let blocks = services.room(length).and_then(Count::low).unwrap_or(1);
    Some(Lost {
        first,
        last: first.checked_add(blocks)?.checked_sub(1)?,
    })
}

fn last_child(range: Prefix, length: Length) -> Option<Prefix> {
    let end = range.room(length)?.minus(Count::ONE)?.low()?;
    range.child(end, length)
}

/// How many nodes `RangeAllocator` can serve out of the pod range; none where it does not start (k N1, N2, N3).
pub fn nodeipam_room(shoot: &Shoot<'_>, family: Family) -> Option<Count> {
    if shoot.allocator() != PodAllocator::Range {
        return None;
    }
    let pool = shoot.range(RangeKind::Pods, family)?.length?;
    let mask = shoot.pod_range_bits(family)?;
    let bits = match mask.checked_sub(pool.bits()) {
        Some(bits) if mask <= family.width() && (family == Family::V4 || bits <= NODEIPAM_BITS) => {
            bits
        }
        Some(_) | None => return Some(Count::ZERO),
    };
    Count::power_of_two(u32::from(bits))
}

/// How many nodes the node range has room for: node prefixes where nodes get one, else addresses that can be used.
pub fn node_room(shoot: &Shoot<'_>, family: Family) -> Option<Count> {
    let range = shoot.range(RangeKind::Nodes, family)?;
    let length = range.length?;
    let zones = Count::from(range.zones);
    if let Some(node) = shoot.node_prefix(family) {
        let room = node.bits().checked_sub(length.bits()).map(u32::from);
        return room
            .map_or(Some(Count::ZERO), Count::power_of_two)?
            .times(zones);
    }
    let reserved = Count::from(
        shoot
            .profile
            .network
            .reserved_addresses
            .value
            .of(family)
            .max(lost_addresses(family)),
    );
    let (bits, zones) = match (family, shoot.profile.network.zone_cut_v4.value) {
        (Family::V4, ZoneCut::Equal) => {
            let zones = shoot.zone_count();
            let bits = length.bits().checked_add(share_bits(zones))?;
            (bits, Count::from(zones))
        }
        (Family::V4, ZoneCut::WorkersThenPublicThenInternal) => {
            let zones = shoot.zone_count();
            (
                worker_bits(vpc_bits(shoot).unwrap_or(length.bits()), zones)?.max(length.bits()),
                Count::from(zones),
            )
        }
        (Family::V4, ZoneCut::Whole) | (Family::V6, _) => (length.bits(), zones),
    };
    let host_bits = family.width().checked_sub(bits)?;
    let usable = Count::power_of_two(u32::from(host_bits))?
        .minus(reserved)
        .unwrap_or(Count::ZERO);
    usable.times(zones)
}

/// The network and broadcast addresses of IPv4; the subnet-router anycast address of IPv6 (RFC 4291 2.6.1).
const fn lost_addresses(family: Family) -> u32 {
    match family {
        Family::V4 => 2,
        Family::V6 => 1,
    }
}

fn vpc_bits(shoot: &Shoot<'_>) -> Option<u8> {
    use crate::plan::Meaning;
    let vpc = shoot.vpc()?;
    match shoot.plan.network(vpc, Family::V4)? {
        Meaning::Prefix(prefix) => Some(prefix.bits()),
        Meaning::Length(length) => Some(length.bits()),
        _ => None,
    }
}

/// What Gardener tells the cluster autoscaler: `CalculateMaxNodesForShootNetworks` (g 29).
pub fn autoscaler_cap(shoot: &Shoot<'_>) -> Option<Count> {
    if !shoot.profile.cluster.gardener.value {
        return None;
    }
    let mode = shoot.mode()?;
    let the_vpc =
        mode == Families::Ipv6Only && shoot.profile.nodes.nodes_and_pods_are_the_vpc.value;
    if the_vpc {
        let vpc = shoot.profile.network.vpc_v6.value.only()?;
        let mask = shoot.pod_range(Family::V6)?;
        return capped(u32::from(mask.bits().checked_sub(vpc.bits())?), Count::ZERO);
    }
    let pods_family = match mode {
        Families::Ipv4Only | Families::DualStack => Family::V4,
        Families::Ipv6Only => Family::V6,
    };
    let pods = shoot
        .range(RangeKind::Pods, pods_family)
        .and_then(|range| range.length)
        .and_then(|length| shoot.mask(pods_family).checked_sub(length.bits()))
        .and_then(|bits| capped(u32::from(bits), Count::ZERO));
    let nodes = shoot
        .families
        .iter()
        .filter(|&&family| family == Family::V4 || mode == Families::Ipv6Only)
        .filter_map(|&family| {
            let length = shoot.range(RangeKind::Nodes, family)?.length?;
            let lost = if family == Family::V4 {
                Count::new(2)
            } else {
                Count::ZERO
            };
            capped(u32::from(length.host_bits()), lost)
        })
        .min();
    [pods, nodes]
        .into_iter()
        .flatten()
        .filter(|count| !count.is_zero())
        .min()
}

fn capped(bits: u32, lost: Count) -> Option<Count> {
    (bits <= AUTOSCALER_BITS)
        .then(|| Count::power_of_two(bits))
        .flatten()
        .and_then(|count| count.minus(lost))
}

/// What the provider limits until someone asks, where nodes take of it: with native routing a route each.
fn quotas(shoot: &Shoot<'_>) -> Vec<Limit> {
    let routed = shoot.has(Family::V4) && !shoot.overlay() && !shoot.has_alias_ranges();
    let quotas = shoot
        .profile
        .quotas
        .iter()
        .filter(|(limited, _)| routed && limited.bounds_nodes());
    quotas
        .map(|(limited, fact)| Limit {
            value: Count::from(fact.value.limit),
            by: Limited::key(*limited),
            family: None,
            hard: fact.value.is_hard(),
        })
        .collect()
}

/// How many pods one node's range serves, by who hands out its addresses (k K2).
pub fn usable_pods(shoot: &Shoot<'_>, length: Length) -> Count {
    let all = Count::power_of_two(u32::from(length.host_bits())).unwrap_or(Count::MAX);
    let (all, lost) = match (shoot.cni(), length.family()) {
        ("cilium", Family::V6) => (all.min(Count::new(65_536)), 4),
        ("cilium", Family::V4) => (all, 4),
        (_, Family::V4) => (all, 3),
        (_, Family::V6) => (all, 2),
    };
    all.minus(Count::new(lost)).unwrap_or(Count::ZERO)
}

fn max_pods(shoot: &Shoot<'_>) -> Bound {
    let wanted = shoot.wanted_pods();
    let usable = shoot
        .families
        .iter()
        .filter_map(|&family| shoot.pod_range(family))
        .map(|length| usable_pods(shoot, length))
        .min();
    match usable {
        Some(usable) if usable < wanted => Bound {
            value: Some(usable),
            by: Some("pod-range"),
        },
        Some(_) | None => Bound {
            value: Some(wanted),
            by: Some("max-pods"),
        },
    }
}
