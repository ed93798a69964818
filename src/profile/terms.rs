//! What a provider can say of clusters and of their ranges as a whole.

use serde::Deserialize;

use super::decode::{self, Length6, Prefix4};
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

/// Whether the provider takes an overlay network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Overlay {
    /// It does.
    Allowed,
    /// It refuses the cluster.
    Refused,
    /// It refuses calico's, and takes those of other plugins.
    RefusedWithCalico,
}

impl Overlay {
    /// Whether a cluster with this network plugin is refused.
    pub fn refuses(self, cni: &str) -> bool {
        match self {
            Self::Allowed => false,
            Self::Refused => true,
            Self::RefusedWithCalico => cni == "calico",
        }
    }
}

impl Text for Overlay {
    fn text(&self) -> String {
        match self {
            Self::Allowed => "allowed",
            Self::Refused => "refused",
            Self::RefusedWithCalico => "refused with calico",
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
