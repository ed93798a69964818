//! Gardener on Metal (g d): machines get their addresses from the operator, pods theirs around the address of the machine.

use super::super::sheet::{Line, Sheet, line};
use super::super::target::Target;
use super::{Writer, nothing};
use crate::addr::Family;
use crate::engine::Origin;
use crate::format::ExportError;
use crate::plan::RangeKind;

pub(super) static WRITER: Writer = Writer {
    name: "ironcore-metal",
    group: Some("metal"),
    cloud_profile: "metal",
    machine: None,
    volume: Some("general-purpose"),
    infrastructure: nothing,
    control_plane,
};

/// `podPrefixSize` is the `v6fromNode` of the proposal: the cloud controller takes the node's first internal address,
/// cuts it to that length, and writes it as the node's podCIDR.
fn control_plane(target: &Target<'_>) -> Result<Vec<Line>, ExportError> {
    let shoot = &target.shoot;
    let from_node = shoot
        .range(RangeKind::Pods, Family::V6)
        .is_some_and(|pods| pods.origin == Origin::Node);
    if !from_node {
        return Ok(Vec::new());
    }
    let Some(bits) = shoot.pod_range_bits(Family::V6) else {
        return Err(target.value("pods", "none", "write `v6fromNode/80`"));
    };
    // What a machine has of its own comes from the IPAM of the infrastructure (g d); no field of a Shoot says its length.
    let own = shoot.node_prefix(Family::V6).map_or_else(String::new, |own| {
        format!(" A {own} for each machine is set up where the infrastructure gives addresses: no Shoot says it.")
    });
    let manager = vec![
        line("podPrefixSize", Sheet::Number(u32::from(bits))).note(format!(
            "The pods of a node get the /{bits} that holds its first internal address.{own}"
        )),
    ];
    Ok(vec![line("cloudControllerManager", Sheet::Map(manager))])
}
