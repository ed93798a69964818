//! Azure (g d, Z1 to Z6): a `VNet`, and in it one subnet for the nodes of all zones.

use super::super::sheet::{Line, Sheet, line, text};
use super::super::target::Target;
use super::{Writer, network_v4, nodes_v4, nothing};
use crate::format::ExportError;

pub(super) static WRITER: Writer = Writer {
    name: "azure",
    group: Some("azure"),
    cloud_profile: "azure",
    machine: Some("Standard_D4_v3"),
    volume: Some("StandardSSD_LRS"),
    infrastructure,
    control_plane: nothing,
};

fn infrastructure(target: &Target<'_>) -> Result<Vec<Line>, ExportError> {
    let nodes = nodes_v4(target)?;
    let network = network_v4(target, nodes)?;
    let vnet = match target.said(&["vnet-name"])? {
        Some(name) => there(target, name)?,
        None => vec![line("cidr", text(network.to_string())).note(
            "The VNet: nodes lie in it, pods and services outside. It may grow, and never shrink or move.",
        )],
    };
    let networks = vec![
        line("vnet", Sheet::Map(vnet)),
        line("workers", text(nodes.to_string()))
            .note("The subnet of the nodes of all zones: the whole of nodes."),
    ];
    let zoned = !target.shoot.zones().is_empty();
    let note = if zoned {
        "Immutable. Nodes are spread over zones, as node-zones say."
    } else {
        "Immutable. The plan says no node-zones."
    };
    Ok(vec![
        line("networks", Sheet::Map(networks)),
        line("zoned", Sheet::Flag(zoned)).note(note),
    ])
}

/// A `VNet` that is there already is named with its resource group.
fn there(target: &Target<'_>, name: String) -> Result<Vec<Line>, ExportError> {
    let group = target.said(&["vnet-resource-group"])?.ok_or_else(|| {
        target.missing(
            "the resource group of its VNet",
            "manifest-fields: {vnet-resource-group: my-group}",
        )
    })?;
    Ok(vec![
        line("name", text(name)).note("Immutable. The VNet is there already."),
        line("resourceGroup", text(group)),
    ])
}
