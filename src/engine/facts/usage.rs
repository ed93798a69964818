//! What a plan takes of what a provider limits: VPCs of a region, subnets and addresses and routes of a VPC.
//!
//! Only sums are kept, so that one definition changes them in no time, however many there are.

use std::collections::BTreeMap;

use crate::addr::{Count, Family};
use crate::engine::settings::Settings;
use crate::plan::{Base, Field, Kind, Plan};
use crate::profile::{Limited, Profile, ZoneCut, ZoneSubnets};
use crate::source::NodeId;

/// What is limited: in which region or VPC, by which provider, and what.
type Holder = (NodeId, &'static str, Limited);

/// How much of it is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// By what is planned.
    pub planned: Count,
    /// With all that is reserved.
    pub reserved: Count,
    /// How many clusters, or VPCs, take of it.
    pub takers: Count,
}

/// One definition's share.
#[derive(Clone, Copy, Debug)]
struct Share {
    holder: Holder,
    planned: u128,
    reserved: u128,
    takers: u128,
}

/// A share counts no more than this, so that sums of any number of shares are exact.
const MOST: u128 = 1 << 96;

/// Shares by holder and by taker.
#[derive(Clone, Debug, Default)]
pub(super) struct Usages {
    sums: BTreeMap<Holder, [u128; 3]>,
    shares: BTreeMap<NodeId, Vec<Share>>,
}

impl Usages {
    /// What is taken in a region, in a VPC, or in the plan outside of any.
    pub(super) fn of(
        &self,
        node: NodeId,
    ) -> impl Iterator<Item = (&'static str, Limited, Usage)> + '_ {
        self.sums
            .range((node, "", Limited::VpcsPerRegion)..)
            .take_while(move |((holder, _, _), _)| *holder == node)
            .map(|(&(_, provider, limited), &[planned, reserved, takers])| {
                let usage = Usage {
                    planned: Count::new(planned),
                    reserved: Count::new(reserved),
                    takers: Count::new(takers),
                };
                (provider, limited, usage)
            })
    }

    /// Looks at a definition anew; tells whose sums are others.
    pub(super) fn update(&mut self, plan: &Plan, node: NodeId, settings: &Settings) -> Vec<NodeId> {
        let mut changed = self.forget(node);
        let shares = shares(plan, node, settings);
        for share in &shares {
            let sums = self.sums.entry(share.holder).or_default();
            sums[0] += share.planned;
            sums[1] += share.reserved;
            sums[2] += share.takers;
            changed.push(share.holder.0);
        }
        if !shares.is_empty() {
            self.shares.insert(node, shares);
        }
        changed
    }

    /// Forgets a definition; tells whose sums are others.
    pub(super) fn forget(&mut self, node: NodeId) -> Vec<NodeId> {
        let shares = self.shares.remove(&node).unwrap_or_default();
        for share in &shares {
            if let Some(sums) = self.sums.get_mut(&share.holder) {
                sums[0] -= share.planned;
                sums[1] -= share.reserved;
                sums[2] -= share.takers;
                if *sums == [0; 3] {
                    self.sums.remove(&share.holder);
                }
            }
        }
        shares.iter().map(|share| share.holder.0).collect()
    }
}

fn shares(plan: &Plan, node: NodeId, settings: &Settings) -> Vec<Share> {
    let profile = settings.profile();
    if profile.quotas.is_empty() {
        return Vec::new();
    }
    match plan.kind(node) {
        Kind::Vpc => vpc_shares(plan, node, profile),
        Kind::Shoot => shoot_shares(plan, node, settings, profile),
        Kind::Plan | Kind::Region | Kind::Zone | Kind::Block => Vec::new(),
    }
}

/// The nearest one of a kind around a definition; the plan where there is none.
fn around(plan: &Plan, node: NodeId, kind: Kind) -> NodeId {
    plan.chain(node)
        .skip(1)
        .find(|&id| plan.kind(id) == kind)
        .unwrap_or(NodeId::ROOT)
}

/// How many members of a definition there are in one member of a block around it; with what is reserved, too.
fn members(plan: &Plan, node: NodeId, holder: NodeId) -> [Count; 2] {
    let within = || plan.chain(node).take_while(|&id| id != holder);
    let planned = within()
        .map(|id| plan.count(id))
        .try_fold(Count::ONE, Count::times);
    let reserved = within()
        .map(|id| plan.count(id).plus(plan.reserve(id)).unwrap_or(Count::MAX))
        .try_fold(Count::ONE, Count::times);
    [planned, reserved].map(|count| count.unwrap_or(Count::MAX))
}

fn share(members: [Count; 2], holder: Holder, each: Count) -> Share {
    let total = |count: Count| {
        let total = count.times(each).unwrap_or(Count::MAX);
        total.saturating().min(MOST)
    };
    Share {
        holder,
        planned: total(members[0]),
        reserved: total(members[1]),
        takers: members[0].saturating().min(MOST),
    }
}

fn vpc_shares(plan: &Plan, node: NodeId, profile: &'static Profile) -> Vec<Share> {
    if profile.quota(Limited::VpcsPerRegion).is_none() {
        return Vec::new();
    }
    let region = around(plan, node, Kind::Region);
    let holder = (region, &*profile.name, Limited::VpcsPerRegion);
    vec![share(members(plan, node, region), holder, Count::ONE)]
}

fn shoot_shares(
    plan: &Plan,
    node: NodeId,
    settings: &Settings,
    profile: &'static Profile,
) -> Vec<Share> {
    let vpc = around(plan, node, Kind::Vpc);
    if vpc == NodeId::ROOT {
        return Vec::new();
    }
    let zones = settings.names(plan, Field::NodeZones).len().max(1);
    let zones = Count::from(u64::try_from(zones).unwrap_or(u64::MAX));
    let nodes = settings
        .number(plan, Field::MaxNodes)
        .and_then(|nodes| nodes.plus(zones));
    let of_nodes = |each| nodes.and_then(|nodes| nodes.times(each));
    let members = members(plan, node, vpc);
    let each = |limited: Limited| match limited {
        Limited::SubnetsPerVpc => zones.times(subnets_of_a_zone(profile)),
        Limited::AddressesPerVpc => of_nodes(addresses_of_a_node(plan, settings)),
        Limited::RoutesPerNetwork if is_routed(plan, settings) => of_nodes(Count::ONE),
        Limited::RoutesPerNetwork
        | Limited::VpcsPerRegion
        | Limited::RoutesPerTable
        | Limited::NodesPerCluster => None,
    };
    profile
        .quotas
        .keys()
        .filter_map(|&limited| {
            let each = each(limited).filter(|each| !each.is_zero())?;
            Some(share(members, (vpc, &*profile.name, limited), each))
        })
        .collect()
}

/// How many subnets a cluster has in each of its zones.
fn subnets_of_a_zone(profile: &Profile) -> Count {
    let numbered = match &profile.network.zone_subnets_v6.value {
        ZoneSubnets::Numbered { order, .. } => u64::try_from(order.len()).unwrap_or(u64::MAX),
        ZoneSubnets::Free => 1,
    };
    let cut = profile.network.zone_cut_v4.value == ZoneCut::WorkersThenPublicThenInternal;
    Count::from(if cut { numbered.max(3) } else { numbered })
}

fn asks(plan: &Plan, settings: &Settings, family: Family) -> bool {
    settings.spec(plan, Field::Nodes).is_some_and(|spec| {
        spec.of(family)
            .is_some_and(|ask| !matches!(ask.base, Base::Custom | Base::Absent))
    })
}

/// One address a family, and a prefix where it gets one, which counts as one address.
fn addresses_of_a_node(plan: &Plan, settings: &Settings) -> Count {
    let spec = settings.spec(plan, Field::Nodes);
    let of = |family| {
        let prefix = spec
            .and_then(|spec| spec.of(family))
            .is_some_and(|ask| ask.node_prefix.is_some());
        u32::from(asks(plan, settings, family)) + u32::from(prefix)
    };
    Count::from(Family::BOTH.map(of).iter().sum::<u32>())
}

/// Whether the IPv4 of its pods is routed node by node: not in an overlay, and not where machines have alias ranges.
fn is_routed(plan: &Plan, settings: &Settings) -> bool {
    let aliased =
        settings.profile().pods.dual_stack.value.is_alias() && asks(plan, settings, Family::V6);
    asks(plan, settings, Family::V4)
        && !aliased
        && settings.flag(plan, Field::Overlay) != Some(true)
}

/// Whether Gardener tells kube-proxy an IPv6 range of pods, and there are IPv6 services that this matters for. Pods out of
/// their nodes have no range of the cluster's, but where the VPC is taken for it.
pub(super) fn has_cluster_cidr_v6(plan: &Plan, node: NodeId, settings: &Settings) -> bool {
    let base = |field| {
        let spec = settings.spec(plan, field);
        spec.and_then(|spec| spec.v6).map(|ask| ask.base)
    };
    let (Some(pods), Some(services)) = (base(Field::Pods), base(Field::Services)) else {
        return false;
    };
    if plan.kind(node) != Kind::Shoot
        || [pods, services]
            .iter()
            .any(|base| matches!(base, Base::Custom | Base::Absent))
    {
        return false;
    }
    let profile = settings.profile();
    let out_of_nodes = matches!(pods, Base::FromNode(_));
    profile.cluster.gardener.value
        && (!out_of_nodes || profile.nodes.nodes_and_pods_are_the_vpc.value)
}
