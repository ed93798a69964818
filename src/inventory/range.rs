//! Prefixes of blocks and ranges as both trees and JSON show them.

use crate::addr::{Family, Length, Prefix};
use crate::engine::{Evaluation, Member, Origin, Shoot, equal_cuts, zone_cuts};
use crate::plan::{Meaning, Plan, RangeKind, Spec};
use crate::profile::ZoneCut;
use crate::source::NodeId;

/// A block's prefix of one family: that of its first and of its last member.
#[derive(Clone, Copy, Debug)]
pub struct BlockPrefix {
    /// Its length.
    pub length: Length,
    /// The prefix of the first member, where it has a place.
    pub first: Option<Prefix>,
    /// That of the last member.
    pub last: Option<Prefix>,
    /// Where it comes from.
    pub origin: Origin,
}

/// The prefix of a block; members name the first and the last one that are meant.
pub fn block_prefix(
    plan: &Plan,
    evaluation: &Evaluation,
    node: NodeId,
    family: Family,
    members: [&[Member]; 2],
) -> Option<BlockPrefix> {
    let (length, written) = match plan.network(node, family)? {
        Meaning::Prefix(prefix) => (prefix.length(), true),
        Meaning::Length(length) => (*length, false),
        _ => return None,
    };
    let first = evaluation.block_prefix(plan, node, family, members[0]);
    let last = evaluation.block_prefix(plan, node, family, members[1]);
    let origin = match (written, first) {
        (true, _) => Origin::Pinned,
        (false, Some(_)) => Origin::Placed,
        (false, None) => Origin::Unplaced,
    };
    Some(BlockPrefix {
        length,
        first,
        last,
        origin,
    })
}

/// One range of a shoot in one family.
#[derive(Clone, Debug)]
pub struct RangePrefix<'p> {
    /// The spec, as it is printed.
    pub spec: Option<String>,
    /// Its length, where one is known.
    pub length: Option<Length>,
    /// The prefix; the first zone's where every zone has its own.
    pub prefix: Option<Prefix>,
    /// Where it comes from.
    pub origin: Origin,
    /// Each zone with its prefix, where nodes have one a zone.
    pub zones: Vec<(&'p str, Option<Prefix>)>,
}

/// A range of a shoot, for the members named.
pub fn range_prefix<'p>(
    evaluation: &Evaluation,
    shoot: &Shoot<'p>,
    part: (RangeKind, Family),
    members: &[Member],
) -> Option<RangePrefix<'p>> {
    let (kind, family) = part;
    let range = shoot.range(kind, family)?;
    let whole = evaluation.range_prefix(shoot, kind, family, members);
    let origin = match range.origin {
        Origin::Placed if whole.is_none() => Origin::Unplaced,
        other => other,
    };
    let spec = range.ask.map(|ask| {
        let mut spec = Spec::default();
        *spec.of_mut(family) = Some(ask);
        crate::spec::print(&spec)
    });
    let zonal = kind == RangeKind::Nodes && shoot.profile.network.zonal.value;
    let zones = if zonal && shoot.flat.is_none() {
        zones(evaluation, shoot, family, members)
    } else {
        Vec::new()
    };
    let prefix = match (family, zones.first()) {
        (Family::V6, Some(&(_, Some(first)))) => Some(first),
        _ => whole,
    };
    Some(RangePrefix {
        spec,
        length: range.length,
        prefix,
        origin,
        zones,
    })
}

fn zones<'p>(
    evaluation: &Evaluation,
    shoot: &Shoot<'p>,
    family: Family,
    members: &[Member],
) -> Vec<(&'p str, Option<Prefix>)> {
    let names = shoot.zones();
    let Some(range) = shoot.range(RangeKind::Nodes, family) else {
        return Vec::new();
    };
    let whole = evaluation.range_prefix(shoot, RangeKind::Nodes, family, members);
    let prefixes: Vec<Option<Prefix>> = match family {
        Family::V6 => (0..range.zones)
            .map(|zone| evaluation.zone_prefix(shoot, range, whole?, zone))
            .collect(),
        Family::V4 => v4_zones(evaluation, shoot, whole, members),
    };
    let prefix = |zone: usize| prefixes.get(zone).copied().flatten();
    names
        .iter()
        .enumerate()
        .map(|(zone, name)| (&**name, prefix(zone)))
        .collect()
}

/// The workers' subnets, where the provider's extension cuts the VPC for them and they lie in the node range.
fn v4_zones(
    evaluation: &Evaluation,
    shoot: &Shoot<'_>,
    nodes: Option<Prefix>,
    members: &[Member],
) -> Vec<Option<Prefix>> {
    match shoot.profile.network.zone_cut_v4.value {
        ZoneCut::Whole => return Vec::new(),
        ZoneCut::Equal => {
            let cuts = nodes.and_then(|nodes| equal_cuts(nodes, shoot.zone_count()));
            return cuts.unwrap_or_default().into_iter().map(Some).collect();
        }
        ZoneCut::WorkersThenPublicThenInternal => {}
    }
    let vpc = shoot
        .vpc()
        .and_then(|vpc| evaluation.block_prefix(shoot.plan, vpc, Family::V4, members))
        .or(nodes);
    let cuts = vpc
        .and_then(|vpc| zone_cuts(vpc, shoot.zone_count()))
        .unwrap_or_default();
    let inside = |prefix: Prefix| nodes.is_some_and(|nodes| nodes.covers(prefix));
    cuts.into_iter()
        .map(|cut| Some(cut.workers).filter(|&workers| inside(workers)))
        .collect()
}

/// The last member of everything counted that a definition lies in, but for the members that are named.
pub fn last_members(plan: &Plan, node: NodeId, named: &[Member]) -> Vec<Member> {
    let mut members = named.to_vec();
    let last = Evaluation::last_members(plan, node);
    members.extend(
        last.into_iter()
            .filter(|member| named.iter().all(|named| named.node != member.node)),
    );
    members
}
