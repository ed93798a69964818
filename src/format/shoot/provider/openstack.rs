//! `OpenStack` (g d, O1 to O6): the one cloud where the manifest may say the IPv6 prefixes themselves.

use super::super::sheet::{Line, Sheet, line, text};
use super::super::target::Target;
use super::{Writer, needed, nodes_v4};
use crate::addr::{Family, Prefix};
use crate::format::ExportError;
use crate::plan::RangeKind;

pub(super) static WRITER: Writer = Writer {
    name: "openstack",
    group: Some("openstack"),
    cloud_profile: "openstack",
    machine: Some("medium_4_8"),
    volume: None,
    infrastructure,
    control_plane,
};

fn infrastructure(target: &Target<'_>) -> Result<Vec<Line>, ExportError> {
    let pool = needed(
        target,
        "floating-pool",
        "the name of the pool of floating addresses",
        "manifest-fields: {floating-pool: my-pool}",
    )?;
    let nodes = nodes_v4(target)?;
    let mut networks = Vec::new();
    if let Some(router) = target.said(&["router-id"])? {
        let router = Sheet::Map(vec![line("id", text(router))]);
        networks.push(line("router", router).note("Immutable. The router is there already."));
    }
    if let Some(id) = target.said(&["network-id"])? {
        networks.push(line("id", text(id)).note("Immutable. The network is there already."));
    }
    networks.push(
        line("workers", text(nodes.to_string()))
            .note("The subnet of the nodes: the whole of nodes."),
    );
    if target.shoot.has(Family::V6) {
        networks.push(ipv6(target)?);
    }
    Ok(vec![
        line("floatingPoolName", text(pool)),
        line("networks", Sheet::Map(networks)),
    ])
}

/// The plan's own prefixes where it has placed all three; else a pool that gives them.
fn ipv6(target: &Target<'_>) -> Result<Line, ExportError> {
    let planned = |kind| target.range(kind, Family::V6);
    let all = (
        planned(RangeKind::Nodes)?,
        planned(RangeKind::Pods)?,
        planned(RangeKind::Services)?,
    );
    if let (Some(nodes), Some(pods), Some(services)) = all {
        let one = |key, prefix: Prefix| line(key, text(prefix.to_string()));
        let lines = vec![
            one("nodeCIDR", nodes).note("The plan's IPv6 for nodes."),
            one("podCIDR", pods)
                .note("The plan's IPv6 for pods: kube-controller-manager cuts it by nodeCIDRMaskSizeIPv6."),
            one("serviceCIDR", services)
                .note("The plan's IPv6 for services; the extension takes the first /112 of a larger one."),
        ];
        let note = "Immutable. The prefixes of the plan, handed over.";
        return Ok(line("ipv6", Sheet::Map(lines)).note(note));
    }
    let id = target.said(&["ipv6-subnet-pool"])?.ok_or_else(|| {
        target.missing(
            "prefixes for all three ranges of IPv6, or a subnet pool that gives them",
            "manifest-fields: {ipv6-subnet-pool: ID}",
        )
    })?;
    let lines = vec![line("subnetPoolID", text(id))];
    let note = "Immutable. The pool gives the prefixes of IPv6, as long as it has them by default; status.networking tells them.";
    Ok(line("ipv6", Sheet::Map(lines)).note(note))
}

fn control_plane(target: &Target<'_>) -> Result<Vec<Line>, ExportError> {
    let provider = needed(
        target,
        "load-balancer-provider",
        "the provider of load balancers",
        "manifest-fields: {load-balancer-provider: amphora}",
    )?;
    Ok(vec![line("loadBalancerProvider", text(provider))])
}
