//! `spec.networking` (g a): the families, the ranges that a Shoot may say, and what the network plugin reads.

use super::sheet::{Line, Sheet, line, text};
use super::target::Target;
use crate::addr::Family;
use crate::engine::{Lifetime, Origin, PodAllocator, change_of, range_field};
use crate::format::ExportError;
use crate::plan::{Field, Kind, RangeKind};
use crate::profile::Families;

pub(super) fn networking(target: &Target<'_>, provider: &str) -> Result<Sheet, ExportError> {
    let plugin = target.plugin()?;
    let mut lines = vec![
        line("type", text(plugin)).note("Immutable."),
        line("ipFamilies", families(target)).note(families_note(target, provider)),
    ];
    for kind in RangeKind::ALL {
        lines.extend(range(target, kind, provider)?);
    }
    lines.push(line("providerConfig", config(target, plugin, provider)?));
    Ok(Sheet::Map(lines))
}

fn families(target: &Target<'_>) -> Sheet {
    let words = target.families().into_iter().map(|family| match family {
        Family::V4 => text("IPv4"),
        Family::V6 => text("IPv6"),
    });
    Sheet::List(words.collect())
}

fn families_note(target: &Target<'_>, provider: &str) -> String {
    match target.shoot.mode() {
        Some(Families::Ipv6Only) if provider == "aws" => "Immutable: Gardener lets no cluster leave IPv6 alone.\n\
             nodes, pods and services are left out on purpose: the infrastructure assigns them (nodes and pods the VPC's /56, \
             services the second /108 of a zone's workers /64), and status.networking tells them."
            .to_owned(),
        Some(Families::Ipv6Only) => "Immutable: Gardener lets no cluster leave IPv6 alone.".to_owned(),
        Some(Families::DualStack) if target.families().first() == Some(&Family::V6) => "Immutable: IPv6 first is for life. \
             Services are of IPv6 unless they ask for IPv4."
            .to_owned(),
        Some(Families::DualStack) => "The only move from here is back to [IPv4] (Gardener 1.132 and newer). Services are of IPv4 \
             unless they ask for IPv6.\n\
             Only IPv4 is said for nodes, pods and services: the IPv6 half is the infrastructure's."
            .to_owned(),
        Some(Families::Ipv4Only) | None => "The only move from here is to [IPv4, IPv6] (Gardener 1.118 and newer); IPv6 alone means a \
             new cluster."
            .to_owned(),
    }
}

/// One of the three ranges. A Shoot says one prefix for each, of its only family or of IPv4.
fn range(
    target: &Target<'_>,
    kind: RangeKind,
    provider: &str,
) -> Result<Option<Line>, ExportError> {
    let family = match target.shoot.mode() {
        Some(Families::Ipv6Only) if provider == "aws" => return Ok(None),
        Some(Families::Ipv6Only) => Family::V6,
        Some(Families::Ipv4Only | Families::DualStack) | None => Family::V4,
    };
    let prefix = target.range(kind, family)?;
    let Some(prefix) = prefix else {
        return if kind == RangeKind::Nodes {
            Err(target.missing("a range for its nodes", "nodes: v4private"))
        } else {
            Ok(None)
        };
    };
    let origin = target
        .shoot
        .range(kind, family)
        .map_or(Origin::None, |range| range.origin);
    let who = match origin {
        Origin::Default => "the customary private range (v4private)",
        Origin::Placed => "placed by the plan",
        Origin::Pinned => "pinned in the plan",
        _ => "as the plan says",
    };
    let families = &target.shoot.families;
    let fixed =
        change_of(range_field(kind), Kind::Shoot, provider, families).lifetime == Lifetime::Fixed;
    let change = match (kind, fixed) {
        (RangeKind::Nodes, true) => "Immutable on Alibaba Cloud",
        (_, true) => "Immutable",
        (_, false) => "It may change, as far as the provider's subnets may grow",
    };
    let note = format!("{change}: {who}.");
    Ok(Some(line(kind.key(), text(prefix.to_string())).note(note)))
}

fn config(target: &Target<'_>, plugin: &str, provider: &str) -> Result<Sheet, ExportError> {
    let shoot = &target.shoot;
    let overlay = shoot.overlay();
    let routed = shoot.has(Family::V6) && matches!(provider, "aws" | "gcp");
    let refused = match provider {
        "aws" | "gcp" if routed => Some("IPv6 needs native routing"),
        "azure" if plugin == "calico" => Some("Calico is routed natively there"),
        _ => None,
    };
    if let Some(why) = refused.filter(|_| overlay) {
        return Err(target.refused(
            "spec.networking.providerConfig.overlay.enabled",
            if provider == "azure" {
                "gardener-extension-provider-azure"
            } else if provider == "gcp" {
                "gardener-extension-provider-gcp"
            } else {
                "gardener-extension-provider-aws"
            },
            format!("overlay is on, and {why}; set `overlay: false`"),
        ));
    }
    let note = if routed {
        let cloud = if provider == "aws" {
            "AWS"
        } else {
            "Google Cloud"
        };
        format!(
            "{cloud} takes IPv6 with native routing alone, and wants it said: pods are routed, not wrapped. It can change, but not to true."
        )
    } else if overlay {
        "Pods are wrapped between nodes. It can change.".to_owned()
    } else {
        "Pods are routed, not wrapped. It can change.".to_owned()
    };
    let api = format!("{plugin}.networking.extensions.gardener.cloud/v1alpha1");
    let mut config = vec![
        line("apiVersion", text(api)),
        line("kind", text("NetworkConfig")),
        line(
            "overlay",
            Sheet::Map(vec![line("enabled", Sheet::Flag(overlay))]),
        )
        .note(note),
    ];
    if shoot.allocator() == PodAllocator::Cni && plugin == "calico" {
        let ipam = Sheet::Map(vec![line("type", text("calico-ipam"))]);
        config.push(line("ipam", ipam).note(
            "Calico gives pods their addresses, block by block, and not out of a node's podCIDR.",
        ));
    }
    config.extend(pod_nat(target, plugin));
    Ok(Sheet::Map(config))
}

/// `pod-nat`: off by default in both plugins (g 31).
fn pod_nat(target: &Target<'_>, plugin: &str) -> Option<Line> {
    let shoot = &target.shoot;
    let asked = shoot.settings.flag(shoot.plan, Field::PodNat) == Some(true);
    if !asked || !shoot.has(Family::V6) {
        return None;
    }
    let own = match plugin {
        "calico" => line(
            "ipv6",
            Sheet::Map(vec![line("sourceNATEnabled", Sheet::Flag(true))]),
        ),
        _ => line("enableIpv6Masquerade", Sheet::Flag(true)),
    };
    Some(own.note("pod-nat of the plan: pods leave behind their node's address. It can change."))
}
