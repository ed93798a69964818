//! The IPv4 subnets that a provider's extension wants in each zone, carved from the plan (g d, AWS).

use crate::addr::Family;
use crate::engine::{Evaluation, Member, Shoot, ZoneCuts, manifest_field, zone_cuts};
use crate::plan::{RangeKind, Value};
use crate::profile::ZoneCut;

/// The subnets of each zone, where the provider cuts public and internal ones beside those of workers. They are cut from
/// the VPC where nodes have all of it or its lower half, else from the nodes. Nothing where the plan gives no IPv4, or
/// `subnets-v4` of the manifest fields says another range: the export knows those.
pub fn zone_subnets<'p>(
    evaluation: &Evaluation,
    shoot: &Shoot<'p>,
    members: &[Member],
) -> Vec<(&'p str, ZoneCuts)> {
    let network = &shoot.profile.network;
    let said = manifest_field(shoot.plan, shoot.node, &["subnets-v4"]);
    if network.zone_cut_v4.value != ZoneCut::WorkersThenPublicThenInternal
        || said.is_some_and(|value| *value != Value::Null)
    {
        return Vec::new();
    }
    let vpc = shoot
        .vpc()
        .and_then(|vpc| evaluation.block_prefix(shoot.plan, vpc, Family::V4, members));
    let nodes = evaluation.range_prefix(shoot, RangeKind::Nodes, Family::V4, members);
    let around = match (vpc, nodes) {
        (Some(vpc), Some(nodes)) => {
            let lower = vpc.split().map(|[lower, _]| lower);
            let cut = nodes == vpc || Some(nodes) == lower;
            Some(if cut { vpc } else { nodes })
        }
        (vpc, nodes) => nodes.or(vpc),
    };
    let zones = shoot.zones();
    let count = u32::try_from(zones.len()).unwrap_or(u32::MAX);
    let cuts = around.and_then(|around| zone_cuts(around, count));
    let names = zones.iter().map(|zone| &**zone);
    names.zip(cuts.unwrap_or_default()).collect()
}
