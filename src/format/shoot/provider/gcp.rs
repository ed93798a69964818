//! Google Cloud (g d, G1 to G7): one subnet for nodes in every zone, and one for internal load balancers if it is asked for.

use super::super::sheet::{Line, Sheet, line, text};
use super::super::target::Target;
use super::{Writer, nodes_v4};
use crate::addr::Family;
use crate::format::ExportError;

pub(super) static WRITER: Writer = Writer {
    name: "gcp",
    group: Some("gcp"),
    cloud_profile: "gcp",
    machine: Some("n1-standard-4"),
    volume: Some("pd-standard"),
    infrastructure,
    control_plane,
};

fn infrastructure(target: &Target<'_>) -> Result<Vec<Line>, ExportError> {
    let nodes = nodes_v4(target)?;
    let mut networks = vpc(target)?;
    let v6 = if target.shoot.has(Family::V6) {
        " The subnet gets an external /64 of IPv6 from Google, a machine a /96 of it, and its pods the first /112 of that."
    } else {
        ""
    };
    networks.push(line("workers", text(nodes.to_string())).note(format!(
        "The subnet of the nodes, which spans all zones: the whole of nodes. It may grow, and never shrink or move.{v6}"
    )));
    if let Some(internal) = target.prefix_v4("internal-v4")? {
        networks.push(line("internal", text(internal.to_string())).note(
            "Immutable once it is there. Internal load balancers get their addresses here; it touches no other range.",
        ));
    }
    Ok(vec![line("networks", Sheet::Map(networks))])
}

/// A VPC that is there already is named with its router.
fn vpc(target: &Target<'_>) -> Result<Vec<Line>, ExportError> {
    let Some(name) = target.said(&["vpc-name"])? else {
        return Ok(Vec::new());
    };
    let name = target.word("manifest-fields.vpc-name", name)?;
    let router = target.said(&["cloud-router"])?.ok_or_else(|| {
        target.missing(
            "the router of its VPC, which Google's extension wants beside the name",
            "manifest-fields: {cloud-router: my-router}",
        )
    })?;
    let router = target.word("manifest-fields.cloud-router", router)?;
    let router = Sheet::Map(vec![line("name", text(router))]);
    let vpc = vec![line("name", text(name)), line("cloudRouter", router)];
    Ok(vec![line("vpc", Sheet::Map(vpc)).note("Immutable.")])
}

fn control_plane(target: &Target<'_>) -> Result<Vec<Line>, ExportError> {
    let zones = target.zones()?;
    let first = zones.first().map_or("", String::as_str);
    let zone = target.said_or(&["control-plane-zone"], first)?;
    let zone = target.word("manifest-fields.control-plane-zone", zone)?;
    Ok(vec![line("zone", text(zone)).note(
        "It has to be a zone of the nodes: the first one, unless the plan says another.",
    )])
}
