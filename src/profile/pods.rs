//! What a provider can say of pod ranges and of service ranges.

use serde::Deserialize;

use super::decode::{self, Length4, Length6};
use super::network::SubnetRole;
use super::terms::Families;
use super::text::Text;
use crate::addr::{Family, Length};

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
    /// IPv4 as an alias range of the machine, as long as the node mask says and without a route; IPv6 of this length.
    AliasByMask {
        /// The IPv6 one.
        #[serde(deserialize_with = "decode::plain::<_, Length6, _>")]
        v6: Length,
    },
}

impl DualStackPods {
    /// The length that is given whatever is asked for, if there is one.
    pub const fn fixed(self, family: Family) -> Option<Length> {
        match (self, family) {
            (Self::AsAsked, _) | (Self::AliasByMask { .. }, Family::V4) => None,
            (Self::Fixed { v4, .. }, Family::V4) => Some(v4),
            (Self::Fixed { v6, .. } | Self::AliasByMask { v6 }, Family::V6) => Some(v6),
        }
    }

    /// Whether a machine has its IPv4 pods as an alias range, so that no node takes a route.
    pub const fn is_alias(self) -> bool {
        match self {
            Self::AliasByMask { .. } => true,
            Self::AsAsked | Self::Fixed { .. } => false,
        }
    }
}

impl Text for DualStackPods {
    fn text(&self) -> String {
        match self {
            Self::AsAsked => "as asked".to_owned(),
            Self::Fixed { v4, v6 } => format!("IPv4 {v4}, IPv6 {v6}, whatever is asked"),
            Self::AliasByMask { v6 } => {
                format!("IPv4 an alias range by the node mask, IPv6 {v6}, whatever is asked")
            }
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
            Self::AsAsked | Self::Cut(_) => None,
            Self::Assigned { length, .. } => Some(length),
        }
    }

    /// What a length comes to that someone asks for.
    pub fn given(self, asked: Length) -> Length {
        match self {
            Self::AsAsked => asked,
            Self::Cut(length) => asked.max(length),
            Self::Assigned { length, .. } => length,
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
