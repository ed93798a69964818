//! The chain of what holds an address, from the outside in, down to the node and its pods.

use super::{Hit, Link, Place, What};
use crate::addr::{Family, Length, Prefix};
use crate::engine::address::{Member, step};
use crate::engine::zonal::{equal_cuts, zone_cuts};
use crate::engine::{Evaluation, Origin, PodAllocator, Range, Shoot, nodeipam_room};
use crate::plan::{Plan, RangeKind};
use crate::profile::{SubnetRole, ZoneCut};
use crate::source::NodeId;

/// The chain of something that holds a prefix.
pub(super) fn links(evaluation: &Evaluation, plan: &Plan, wanted: Prefix, hit: &Hit) -> Vec<Link> {
    let mut links = definitions(evaluation, plan, hit.node, wanted.family(), &hit.members);
    for link in &mut links {
        link.prefix = link.prefix.filter(|prefix| prefix.covers(wanted));
    }
    match hit.what {
        What::Block => {}
        What::Ula(prefix) => links.push(Link {
            node: hit.node,
            place: Place::Ula,
            index: None,
            prefix: Some(prefix),
        }),
        What::Range(kind, number) => {
            let shoot = evaluation.shoot(plan, hit.node);
            let inside = InRange {
                evaluation,
                shoot: &shoot,
                wanted,
                hit,
            };
            if let Some(range) = shoot.range(kind, wanted.family()) {
                inside.range(kind, range, number, &mut links);
            }
        }
    }
    links
}

impl Evaluation {
    /// The chain to a definition or one of its ranges, with the prefixes of one family where they are known.
    pub fn chain_to(
        &self,
        plan: &Plan,
        to: (NodeId, Option<RangeKind>),
        family: Family,
        members: &[Member],
    ) -> Vec<Link> {
        let (node, range) = to;
        let mut links = definitions(self, plan, node, family, members);
        if let Some(kind) = range {
            let shoot = self.shoot(plan, node);
            let whole = shoot.range(kind, family).filter(|range| range.blocks <= 1);
            links.push(Link {
                node,
                place: Place::Range(kind),
                index: None,
                prefix: whole.and_then(|_| self.range_prefix(&shoot, kind, family, members)),
            });
        }
        links
    }
}

/// A definition and all that it lies in, from the outside in.
fn definitions(
    evaluation: &Evaluation,
    plan: &Plan,
    node: NodeId,
    family: Family,
    members: &[Member],
) -> Vec<Link> {
    let mut links: Vec<Link> = plan
        .chain(node)
        .filter(|&id| id != NodeId::ROOT)
        .map(|id| {
            let member = members.iter().find(|member| member.node == id);
            Link {
                node: id,
                place: Place::Definition,
                index: member.and_then(|member| member.index.checked_add(1)),
                prefix: evaluation.block_prefix(plan, id, family, members),
            }
        })
        .collect();
    links.reverse();
    links
}

struct InRange<'a> {
    evaluation: &'a Evaluation,
    shoot: &'a Shoot<'a>,
    wanted: Prefix,
    hit: &'a Hit,
}

impl InRange<'_> {
    fn range(&self, kind: RangeKind, range: &Range, number: u32, links: &mut Vec<Link>) {
        let family = self.wanted.family();
        let first = self
            .evaluation
            .range_prefix(self.shoot, kind, family, &self.hit.members);
        // Zones have blocks of their own, and the range is none that holds them all.
        let whole = first.filter(|first| first.covers(self.wanted) && range.blocks <= 1);
        links.push(self.link(Place::Range(kind), None, whole));
        let Some(first) = first else {
            return;
        };
        match kind {
            RangeKind::Nodes => {
                let (zone, is_workers) = self.zone(range, first, number, links);
                if is_workers {
                    self.node(zone, links);
                }
            }
            RangeKind::Pods => self.pods(first, links),
            RangeKind::Services => {}
        }
    }

    /// The zone's subnet, where zones have some; gives the prefix that nodes are counted in, and whether nodes live there.
    fn zone(
        &self,
        range: &Range,
        first: Prefix,
        number: u32,
        links: &mut Vec<Link>,
    ) -> (Prefix, bool) {
        let (zone, role, prefix) = if range.blocks > 1 {
            let Some(prefix) = step(first, u128::from(number)) else {
                return (first, false);
            };
            let (zone, role) = self.subnet(range, number);
            (zone, role, prefix)
        } else {
            match self.cut_v4(first) {
                Some(cut) => cut,
                None => return (first, true),
            }
        };
        links.push(self.link(Place::NodeZone(role), Some(u128::from(zone)), Some(prefix)));
        (prefix, role == SubnetRole::Workers)
    }

    /// Which zone's subnet a block of the range is, and what for.
    fn subnet(&self, range: &Range, number: u32) -> (u32, SubnetRole) {
        const ROLES: [SubnetRole; 4] = [
            SubnetRole::Workers,
            SubnetRole::Internal,
            SubnetRole::Public,
            SubnetRole::Services,
        ];
        let zone = number / range.stride.max(1);
        let subnets = &self.shoot.profile.network.zone_subnets_v6.value;
        let role = ROLES
            .into_iter()
            .find(|&role| subnets.number(zone, role) == Some(number));
        (zone, role.unwrap_or(SubnetRole::Workers))
    }

    /// The subnet of an IPv4 VPC that the provider's extension cuts for a zone.
    fn cut_v4(&self, nodes: Prefix) -> Option<(u32, SubnetRole, Prefix)> {
        let network = &self.shoot.profile.network;
        if !network.zonal.value || nodes.family() != Family::V4 {
            return None;
        }
        match network.zone_cut_v4.value {
            ZoneCut::WorkersThenPublicThenInternal => {}
            ZoneCut::Equal => {
                let cuts = equal_cuts(nodes, self.shoot.zone_count())?;
                return (0..)
                    .zip(cuts)
                    .find(|(_, share)| share.covers(self.wanted))
                    .map(|(zone, share)| (zone, SubnetRole::Workers, share));
            }
            ZoneCut::Whole => return None,
        }
        let (plan, members) = (self.shoot.plan, &self.hit.members);
        let vpc = self
            .shoot
            .vpc()
            .and_then(|vpc| self.evaluation.block_prefix(plan, vpc, Family::V4, members))
            .unwrap_or(nodes);
        let cuts = zone_cuts(vpc, self.shoot.zone_count())?;
        (0..).zip(cuts).find_map(|(zone, cut)| {
            let subnets = [
                (SubnetRole::Workers, cut.workers),
                (SubnetRole::Public, cut.public),
                (SubnetRole::Internal, cut.internal),
            ];
            subnets
                .into_iter()
                .find(|(_, subnet)| nodes.covers(*subnet) && subnet.covers(self.wanted))
                .map(|(role, subnet)| (zone, role, subnet))
        })
    }

    /// The node whose prefix holds the address, and its pods where theirs does.
    fn node(&self, zone: Prefix, links: &mut Vec<Link>) {
        let family = self.wanted.family();
        let Some((node, index)) = self
            .shoot
            .node_prefix(family)
            .and_then(|length| self.block_of(zone, length))
        else {
            return;
        };
        links.push(self.link(Place::Node, Some(index), Some(node)));
        let from_node = self
            .shoot
            .range(RangeKind::Pods, family)
            .is_some_and(|pods| pods.origin == Origin::Node);
        let pods = self
            .shoot
            .pod_range(family)
            .filter(|_| from_node)
            .and_then(|length| node.child(0, length));
        if let Some(pods) = pods.filter(|pods| pods.covers(self.wanted)) {
            links.push(self.link(Place::PodRange, None, Some(pods)));
        }
    }

    /// The number of the pod range that `RangeAllocator` cuts out of the pool there.
    fn pods(&self, pool: Prefix, links: &mut Vec<Link>) {
        let family = self.wanted.family();
        let starts = self.shoot.allocator() == PodAllocator::Range
            && nodeipam_room(self.shoot, family).is_some_and(|room| !room.is_zero());
        let length = self
            .shoot
            .pod_range_bits(family)
            .and_then(|bits| Length::new(family, bits));
        if let Some((pods, index)) = length
            .filter(|_| starts)
            .and_then(|length| self.block_of(pool, length))
        {
            links.push(self.link(Place::PodRange, Some(index), Some(pods)));
        }
    }

    /// The block of a length in a prefix that holds the address, and its number.
    fn block_of(&self, prefix: Prefix, length: Length) -> Option<(Prefix, u128)> {
        let block = self.wanted.at(length)?;
        Some((block, block.index_in(prefix)?))
    }

    const fn link(&self, place: Place, index: Option<u128>, prefix: Option<Prefix>) -> Link {
        Link {
            node: self.hit.node,
            place,
            index,
            prefix,
        }
    }
}
