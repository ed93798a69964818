//! What bounds the number of nodes.

use super::numbered::{Lost, lost_blocks};
use crate::addr::{Count, Family, Length};
use crate::engine::Evaluation;
use crate::engine::address::Member;
use crate::engine::shoot::{PodAllocator, Shoot};
use crate::engine::zonal::{share_bits, worker_bits};
use crate::plan::RangeKind;
use crate::profile::{Families, Limited, ZoneCut};

/// The most bits that kube nodeipam takes between an IPv6 pool and a node's range: `clusterSubnetMaxDiff` in
/// `pkg/controller/nodeipam/ipam/cidrset/cidr_set.go` (k N2).
pub const NODEIPAM_BITS: u8 = 16;
/// Past this many bits Gardener's autoscaler bound counts as none (g 29).
const AUTOSCALER_BITS: u32 = 62;

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

impl Evaluation {
    /// Every limit of the number of nodes, hard ones first.
    pub(super) fn limits(&self, shoot: &Shoot<'_>, members: Option<&[Member]>) -> Vec<Limit> {
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

    /// The blocks of the pod range that services take away; none where nobody wrote a service range.
    fn lost(&self, shoot: &Shoot<'_>, family: Family, members: &[Member]) -> Option<Lost> {
        shoot.range(RangeKind::Services, family)?.written?;
        let pool = self.range_prefix(shoot, RangeKind::Pods, family, members)?;
        lost_blocks(shoot, pool, shoot.pod_range(family)?)
    }
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
    let vpc = shoot.vpc()?;
    shoot.plan.length(vpc, Family::V4).map(Length::bits)
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
        .filter_map(|&family| autoscaler_nodes(shoot, family))
        .min();
    [pods, nodes]
        .into_iter()
        .flatten()
        .filter(|count| !count.is_zero())
        .min()
}

/// What the node range of a family adds to that: all of its addresses, whatever nodes get of them, less two of IPv4.
/// Where the VPC is what is reported, its IPv6 bounds nobody.
fn autoscaler_nodes(shoot: &Shoot<'_>, family: Family) -> Option<Count> {
    if family == Family::V6 && shoot.profile.nodes.nodes_and_pods_are_the_vpc.value {
        return None;
    }
    let range = shoot.range(RangeKind::Nodes, family)?;
    let bits = u32::from(range.length?.host_bits());
    let lost = match family {
        Family::V4 => Count::new(2),
        Family::V6 => Count::ZERO,
    };
    capped(bits, lost)?.times(Count::from(range.zones))
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
