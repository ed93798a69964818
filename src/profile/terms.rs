//! What a provider can say of clusters, networks, nodes, pods and services.

use serde::Deserialize;

use super::decode::{self, Length4, Length6, Prefix4};
use super::text::Text;
use crate::addr::{Family, Length, Prefix};
use crate::plan::RangeKind;

/// The families that one cluster has: `ipFamilies`, whatever their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Families {
    /// IPv4 alone.
    Ipv4Only,
    /// IPv6 alone.
    Ipv6Only,
    /// Both.
    DualStack,
}

impl Families {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Ipv4Only, Self::Ipv6Only, Self::DualStack];

    /// What a cluster with these families has; `None` for one without any.
    pub const fn of(v4: bool, v6: bool) -> Option<Self> {
        match (v4, v6) {
            (true, true) => Some(Self::DualStack),
            (true, false) => Some(Self::Ipv4Only),
            (false, true) => Some(Self::Ipv6Only),
            (false, false) => None,
        }
    }

    /// Whether a family is among them.
    pub const fn has(self, family: Family) -> bool {
        match (self, family) {
            (Self::DualStack, _) | (Self::Ipv4Only, Family::V4) | (Self::Ipv6Only, Family::V6) => {
                true
            }
            (Self::Ipv4Only, Family::V6) | (Self::Ipv6Only, Family::V4) => false,
        }
    }
}

impl Text for Families {
    fn text(&self) -> String {
        match self {
            Self::Ipv4Only => "IPv4 only",
            Self::Ipv6Only => "IPv6 only",
            Self::DualStack => "dual stack",
        }
        .to_owned()
    }
}

/// Whether the provider takes an overlay network together with IPv6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Overlay {
    /// It does.
    Allowed,
    /// It refuses the cluster.
    Refused,
}

impl Text for Overlay {
    fn text(&self) -> String {
        match self {
            Self::Allowed => "allowed",
            Self::Refused => "refused",
        }
        .to_owned()
    }
}

/// Whether a prefix of the plan can be handed over as `v6global`, or the provider picks one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HandedOver {
    /// Always: the plan's prefix is the cluster's.
    Always,
    /// Where the manifest names the three IPv6 ranges one by one.
    WithExplicitRanges,
    /// Through a VPC whose prefix comes from an IPAM pool that the manifest names.
    WithIpamPool,
    /// Never.
    Never,
}

impl Text for HandedOver {
    fn text(&self) -> String {
        match self {
            Self::Always => "always",
            Self::WithExplicitRanges => "with explicit ranges",
            Self::WithIpamPool => "with an IPAM pool",
            Self::Never => "never",
        }
        .to_owned()
    }
}

/// One IPv6 length for each of a shoot's ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RangeLengths {
    /// For nodes.
    #[serde(deserialize_with = "decode::plain::<_, Length6, _>")]
    pub nodes: Length,
    /// For pods.
    #[serde(deserialize_with = "decode::plain::<_, Length6, _>")]
    pub pods: Length,
    /// For services.
    #[serde(deserialize_with = "decode::plain::<_, Length6, _>")]
    pub services: Length,
}

impl RangeLengths {
    /// That of a range.
    pub const fn of(&self, range: RangeKind) -> Length {
        match range {
            RangeKind::Nodes => self.nodes,
            RangeKind::Pods => self.pods,
            RangeKind::Services => self.services,
        }
    }
}

/// One IPv4 prefix for each of a shoot's ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RangePrefixes {
    /// For nodes.
    #[serde(deserialize_with = "decode::plain::<_, Prefix4, _>")]
    pub nodes: Prefix,
    /// For pods.
    #[serde(deserialize_with = "decode::plain::<_, Prefix4, _>")]
    pub pods: Prefix,
    /// For services.
    #[serde(deserialize_with = "decode::plain::<_, Prefix4, _>")]
    pub services: Prefix,
}

impl RangePrefixes {
    /// That of a range.
    pub const fn of(&self, range: RangeKind) -> Prefix {
        match range {
            RangeKind::Nodes => self.nodes,
            RangeKind::Pods => self.pods,
            RangeKind::Services => self.services,
        }
    }
}

/// Where the IPv4 ranges of a shoot must lie, seen from its VPC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Containment {
    /// Nodes.
    pub nodes: Side,
    /// Pods.
    pub pods: Side,
    /// Services.
    pub services: Side,
}

impl Containment {
    /// That of a range.
    pub const fn of(&self, range: RangeKind) -> Side {
        match range {
            RangeKind::Nodes => self.nodes,
            RangeKind::Pods => self.pods,
            RangeKind::Services => self.services,
        }
    }
}

/// On which side of a VPC's border a range must lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// All of it in the VPC.
    Inside,
    /// Nothing of it in the VPC.
    Outside,
    /// Wherever.
    Either,
}

impl Text for Side {
    fn text(&self) -> String {
        match self {
            Self::Inside => "inside",
            Self::Outside => "outside",
            Self::Either => "inside or outside",
        }
        .to_owned()
    }
}

/// Something for each of a shoot's ranges, in words.
fn by_range(text: impl Fn(RangeKind) -> String) -> String {
    RangeKind::ALL
        .map(|range| format!("{} {}", range.key(), text(range)))
        .join(", ")
}

impl Text for RangeLengths {
    fn text(&self) -> String {
        by_range(|range| self.of(range).text())
    }
}

impl Text for RangePrefixes {
    fn text(&self) -> String {
        by_range(|range| self.of(range).text())
    }
}

impl Text for Containment {
    fn text(&self) -> String {
        by_range(|range| self.of(range).text())
    }
}

/// How one node's pods get their range, where the spec says `fromNode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FromNode {
    /// The node's prefix, which has this length, or less of it where a longer one is asked for.
    AtLeast(#[serde(deserialize_with = "decode::plain::<_, Length6, _>")] Length),
    /// The first block of this length in the node's prefix, whatever is asked for.
    First(#[serde(deserialize_with = "decode::plain::<_, Length6, _>")] Length),
    /// The block of the length asked for that holds the node's address.
    AsAskedAroundAddress,
    /// The whole node prefix, or as much of it as is asked for.
    WholeNodePrefix,
    /// Nobody takes pod ranges out of node prefixes here.
    NotOffered,
}

impl FromNode {
    /// The length of a node's pod range, from that of its prefix and the one asked for; `None` where there is none.
    pub fn pod_range(self, node_prefix: Length, asked: Option<Length>) -> Option<Length> {
        match self {
            Self::AtLeast(_) | Self::First(_) if node_prefix.family() == Family::V4 => None,
            Self::AtLeast(length) => Some(asked.map_or(length, |asked| asked.max(length))),
            Self::First(length) => Some(length),
            Self::AsAskedAroundAddress | Self::WholeNodePrefix => {
                Some(asked.unwrap_or(node_prefix))
            }
            Self::NotOffered => None,
        }
    }
}

impl Text for FromNode {
    fn text(&self) -> String {
        match self {
            Self::AtLeast(length) => format!("{length}, or longer where asked"),
            Self::First(length) => format!("the first {length} of the node prefix"),
            Self::AsAskedAroundAddress => "the block that holds the node's address".to_owned(),
            Self::WholeNodePrefix => "the whole node prefix, or less where asked".to_owned(),
            Self::NotOffered => "not offered".to_owned(),
        }
    }
}

/// Who gives nodes their pod ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Allocates {
    /// `RangeAllocator` cuts the pod range.
    Range,
    /// The cloud hands a range to each node.
    Cloud,
}

impl Text for Allocates {
    fn text(&self) -> String {
        match self {
            Self::Range => "RangeAllocator",
            Self::Cloud => "the cloud",
        }
        .to_owned()
    }
}

/// What decides who gives nodes their pod ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(
    rename_all = "kebab-case",
    rename_all_fields = "kebab-case",
    deny_unknown_fields
)]
pub enum Allocator {
    /// The families of the cluster.
    ByFamilies {
        /// With IPv4 alone.
        ipv4_only: Allocates,
        /// With IPv6 alone.
        ipv6_only: Allocates,
        /// With both.
        dual_stack: Allocates,
    },
    /// The spec: `fromNode` on pods, or not.
    ByFromNode {
        /// With `fromNode`.
        with: Allocates,
        /// Without.
        without: Allocates,
    },
}

impl Allocator {
    /// Who it is for a cluster of these families, whose pods are `fromNode` in one of them or not.
    pub const fn of(self, families: Families, from_node: bool) -> Allocates {
        match self {
            Self::ByFamilies {
                ipv4_only,
                ipv6_only,
                dual_stack,
            } => match families {
                Families::Ipv4Only => ipv4_only,
                Families::Ipv6Only => ipv6_only,
                Families::DualStack => dual_stack,
            },
            Self::ByFromNode { with, without } => {
                if from_node {
                    with
                } else {
                    without
                }
            }
        }
    }
}

impl Text for Allocator {
    fn text(&self) -> String {
        match self {
            Self::ByFamilies { .. } => {
                let words = Families::ALL.map(|families| {
                    format!("{}: {}", families.text(), self.of(families, false).text())
                });
                words.join("; ")
            }
            Self::ByFromNode { with, without } => {
                format!("fromNode: {}; else: {}", with.text(), without.text())
            }
        }
    }
}

/// The length of a node's pod ranges in a dual-stack cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(
    rename_all = "kebab-case",
    rename_all_fields = "kebab-case",
    deny_unknown_fields
)]
pub enum DualStackPods {
    /// As the spec and the node masks say.
    AsAsked,
    /// These, whatever is asked for.
    Fixed {
        /// The IPv4 one.
        #[serde(deserialize_with = "decode::plain::<_, Length4, _>")]
        v4: Length,
        /// The IPv6 one.
        #[serde(deserialize_with = "decode::plain::<_, Length6, _>")]
        v6: Length,
    },
}

impl DualStackPods {
    /// The length that is given whatever is asked for, if there is one.
    pub const fn fixed(self, family: Family) -> Option<Length> {
        match (self, family) {
            (Self::AsAsked, _) => None,
            (Self::Fixed { v4, .. }, Family::V4) => Some(v4),
            (Self::Fixed { v6, .. }, Family::V6) => Some(v6),
        }
    }
}

impl Text for DualStackPods {
    fn text(&self) -> String {
        match self {
            Self::AsAsked => "as asked".to_owned(),
            Self::Fixed { v4, v6 } => format!("IPv4 {v4}, IPv6 {v6}, whatever is asked"),
        }
    }
}

/// Where a cluster's IPv6 service range comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(
    rename_all = "kebab-case",
    rename_all_fields = "kebab-case",
    deny_unknown_fields
)]
pub enum Services {
    /// From the spec.
    AsAsked,
    /// From the spec, cut to its first block of this length.
    Cut(#[serde(deserialize_with = "decode::plain::<_, Length6, _>")] Length),
    /// From a subnet that the infrastructure makes: no address can be told beforehand.
    Assigned {
        /// Its length.
        #[serde(deserialize_with = "decode::plain::<_, Length6, _>")]
        length: Length,
        /// Which block of that length in the subnet it is, from 0.
        index: u32,
        /// Which subnet.
        subnet: SubnetRole,
    },
}

impl Services {
    /// The length that is given whatever is asked for, if there is one.
    pub const fn fixed(self) -> Option<Length> {
        match self {
            Self::AsAsked => None,
            Self::Cut(length) | Self::Assigned { length, .. } => Some(length),
        }
    }
}

impl Text for Services {
    fn text(&self) -> String {
        match self {
            Self::AsAsked => "as asked".to_owned(),
            Self::Cut(length) => format!("the first {length} of what is asked"),
            Self::Assigned {
                length,
                index,
                subnet,
            } => format!(
                "{length} number {index} (from 0) of a {} subnet",
                subnet.key()
            ),
        }
    }
}

/// What a provider's subnet is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SubnetRole {
    /// Nodes.
    Workers,
    /// Load balancers that only the VPC sees.
    Internal,
    /// Load balancers and gateways that the Internet sees.
    Public,
    /// Services, where they have a subnet of their own.
    Services,
}

impl SubnetRole {
    /// Its name in profiles, which is the provider's field.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Workers => "workers",
            Self::Internal => "internal",
            Self::Public => "public",
            Self::Services => "services",
        }
    }
}

impl Text for SubnetRole {
    fn text(&self) -> String {
        self.key().to_owned()
    }
}
