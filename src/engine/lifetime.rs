//! What of a cluster can change once it is there (g a, 9 to 11, 16, and the providers' own rules in g d).

use crate::addr::Family;
use crate::plan::{Field, Kind};

/// Whether a value can change once a cluster has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifetime {
    /// Never: another value means another cluster.
    Fixed,
    /// In one direction alone.
    OneWay,
    /// In part.
    InPart,
    /// At any time.
    Free,
    /// It moves prefixes, and those that clusters have can't move.
    Moves,
    /// No cluster has it: it is of the plan alone.
    Plan,
}

impl Lifetime {
    /// The word on screens and in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fixed => "for life",
            Self::OneWay => "one way",
            Self::InPart => "in part",
            Self::Free => "may change",
            Self::Moves => "moves prefixes",
            Self::Plan => "plan only",
        }
    }
}

/// Whether a field can change once there are clusters, and what of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Whether.
    pub lifetime: Lifetime,
    /// What that means here.
    pub why: &'static str,
}

const fn change(lifetime: Lifetime, why: &'static str) -> Change {
    Change { lifetime, why }
}

/// What holds of a field of a definition of that kind, at a provider, for clusters of these families.
pub fn change_of(field: Field, kind: Kind, provider: &str, families: &[Family]) -> Change {
    use Lifetime::{Fixed, Free, InPart, Moves, OneWay, Plan};
    let has_v6 = families.contains(&Family::V6);
    let is_dual = families.len() > 1;
    match field {
        Field::Name if kind == Kind::Shoot => change(Fixed, "a cluster keeps its name"),
        Field::Name => change(
            Plan,
            "clusters keep theirs, where a name is made of it (manifest-fields.name)",
        ),
        Field::Count => change(
            Free,
            "more come behind the last one; fewer takes the last ones away",
        ),
        Field::V6 | Field::V4 if kind == Kind::Vpc => vpc(provider),
        Field::V6 | Field::V4 => change(
            Moves,
            "what lies in it moves along, and pods and services of a cluster can't",
        ),
        Field::Place | Field::Flat => change(
            Moves,
            "it decides where what lies in it is placed, and pods and services of a cluster can't move",
        ),
        Field::Ula => change(
            Moves,
            "v6private ranges move along, and pods and services of a cluster can't",
        ),
        Field::Pinned => change(Fixed, "it is what the cluster has been given"),
        Field::Provider => change(
            Fixed,
            "a cluster stays at its provider (spec.provider.type)",
        ),
        Field::Kubernetes => change(OneWay, "upward alone"),
        Field::GardenerVersion => change(Free, "it is the landscape's, and no field of a cluster"),
        Field::Cni => change(
            Fixed,
            "another network plugin means another cluster (spec.networking.type)",
        ),
        Field::Nodes => nodes(provider),
        Field::Pods => change(Fixed, "once it is set (spec.networking.pods)"),
        Field::Services => change(Fixed, "once it is set (spec.networking.services)"),
        Field::MaxNodes => change(
            Free,
            "the maximum of the worker pools, as far as there is room",
        ),
        Field::MaxPods => change(
            Free,
            "as far as a node's pod range has room, whose length is for life",
        ),
        Field::NodeZones if matches!(provider, "aws" | "alicloud") => change(
            OneWay,
            "zones are added behind the others, and none is taken away",
        ),
        Field::NodeZones if matches!(provider, "gcp" | "azure" | "openstack") => {
            change(OneWay, "a worker pool gains zones, and loses none")
        }
        Field::NodeZones => change(Free, "in the worker pools"),
        Field::NodeMaskV4 => change(Fixed, "nodeCIDRMaskSize"),
        Field::NodeMaskV6 if is_dual => change(
            OneWay,
            "nodeCIDRMaskSizeIPv6 may be added later, and is for life then",
        ),
        Field::NodeMaskV6 => change(Fixed, "nodeCIDRMaskSize of IPv6 alone"),
        Field::Allocator => change(
            Fixed,
            "it follows from the provider, the families and the network plugin, which are",
        ),
        Field::Overlay if has_v6 && matches!(provider, "aws" | "gcp") => change(
            OneWay,
            "it can be switched off, and not on: IPv6 is routed there",
        ),
        Field::Overlay | Field::PodNat => change(Free, "in the network plugin's configuration"),
        Field::Ingress => change(
            OneWay,
            "load balancers of both families can't be switched off again",
        ),
        Field::Primary => change(
            Fixed,
            "the order of ipFamilies is; the only moves are from [IPv4] to [IPv4, IPv6], and back",
        ),
        Field::ManifestFields => change(
            InPart,
            "project, region and VPC are for life; worker pools may change",
        ),
        Field::Reserve
        | Field::Role
        | Field::State
        | Field::Lock
        | Field::Note
        | Field::Owner
        | Field::Allow
        | Field::Manifest
        | Field::Alignment
        | Field::Growth
        | Field::GrowthPerYear
        | Field::Seed
        | Field::Seeds
        | Field::Variants
        | Field::Trellis => change(Plan, "no cluster has it"),
    }
}

/// The prefix of a VPC (A7, L2, Z5). Elsewhere the VPC has none of its own.
fn vpc(provider: &str) -> Change {
    match provider {
        "aws" | "alicloud" => change(Lifetime::Fixed, "a VPC keeps its prefix"),
        "azure" => change(Lifetime::OneWay, "a VNet may grow, and nothing else"),
        _ => change(
            Lifetime::Moves,
            "what lies in it moves along, and pods and services of a cluster can't",
        ),
    }
}

/// The nodes of a cluster (g a, 11, L2).
fn nodes(provider: &str) -> Change {
    match provider {
        "alicloud" => change(Lifetime::Fixed, "spec.networking.nodes, on Alibaba Cloud"),
        _ => change(
            Lifetime::OneWay,
            "as far as the provider's subnets may grow; never below a cluster that is a seed",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(field: Field, kind: Kind, provider: &str, families: &[Family], expected: Lifetime) {
        let found = change_of(field, kind, provider, families);
        assert_eq!(found.lifetime, expected, "{field:?} at {provider}");
    }

    #[test]
    fn what_gardener_refuses_to_change_is_for_life() {
        use Lifetime::{Fixed, Free, Moves, OneWay};
        let (v4, v6, both) = ([Family::V4], [Family::V6], [Family::V4, Family::V6]);
        for field in [
            Field::Provider,
            Field::Cni,
            Field::Pods,
            Field::Services,
            Field::NodeMaskV4,
        ] {
            check(field, Kind::Shoot, "aws", &both, Fixed);
        }
        check(Field::Nodes, Kind::Shoot, "gcp", &v4, OneWay);
        check(Field::Nodes, Kind::Shoot, "alicloud", &v4, Fixed);
        check(Field::NodeMaskV6, Kind::Shoot, "openstack", &both, OneWay);
        check(Field::NodeMaskV6, Kind::Shoot, "aws", &v6, Fixed);
        check(Field::Overlay, Kind::Shoot, "aws", &v6, OneWay);
        check(Field::Overlay, Kind::Shoot, "aws", &v4, Free);
        check(Field::V4, Kind::Vpc, "aws", &[], Fixed);
        check(Field::V4, Kind::Vpc, "azure", &[], OneWay);
        check(Field::V4, Kind::Region, "aws", &[], Moves);
        check(Field::Name, Kind::Shoot, "aws", &[], Fixed);
    }
}
