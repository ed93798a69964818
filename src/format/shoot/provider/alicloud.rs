//! Alibaba Cloud (g d, L1 to L5): a VPC, and a `VSwitch` in each zone.

use super::super::sheet::{Line, Sheet, line, text};
use super::super::target::Target;
use super::{Writer, network_v4, nodes_v4, nothing};
use crate::engine::equal_cuts;
use crate::format::ExportError;

pub(super) static WRITER: Writer = Writer {
    name: "alicloud",
    group: Some("alicloud"),
    cloud_profile: "alicloud",
    machine: Some("ecs.sn2ne.large"),
    volume: Some("cloud_efficiency"),
    infrastructure,
    control_plane: nothing,
};

fn infrastructure(target: &Target<'_>) -> Result<Vec<Line>, ExportError> {
    let nodes = nodes_v4(target)?;
    let vpc = match target.said(&["vpc-id"])? {
        Some(id) => line("id", text(id)).note("Immutable. The VPC is there already."),
        None => line("cidr", text(network_v4(target, nodes)?.to_string()))
            .note("Immutable. Nodes lie in it, pods and services outside."),
    };
    let zones = target.zones()?;
    let count = u32::try_from(zones.len()).unwrap_or(u32::MAX);
    let cuts = equal_cuts(nodes, count).ok_or_else(|| {
        let words = format!("{nodes} is too small for a VSwitch in each of {count} zones");
        target.refused("networks.zones", "Alibaba Cloud", words)
    })?;
    let items = zones.iter().zip(cuts).map(|(zone, workers)| {
        Sheet::Map(vec![
            line("name", text(zone)),
            line("workers", text(workers.to_string())),
        ])
    });
    let networks = vec![
        line("vpc", Sheet::Map(vec![vpc])),
        line("zones", Sheet::List(items.collect()))
            .note("Immutable. nodes in equal parts, one a zone in the order of node-zones."),
    ];
    let mut lines = vec![line("networks", Sheet::Map(networks))];
    lines.extend(target.dual_stack_ingress());
    Ok(lines)
}
