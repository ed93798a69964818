//! What a provider can say of zones, reserved addresses, quotas and ranges that are taken.

use serde::Deserialize;

use super::decode;
use super::terms::SubnetRole;
use super::text::Text;
use crate::addr::{Family, Prefix, parse_prefix};

/// Which IPv6 subnets of a VPC belong to which zone.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(
    rename_all = "kebab-case",
    rename_all_fields = "kebab-case",
    deny_unknown_fields
)]
pub enum ZoneSubnets {
    /// Nobody numbers them.
    Free,
    /// Each zone has one for each role, one after another, zone after zone.
    Numbered {
        /// The roles in the order in which a zone has them.
        order: Vec<SubnetRole>,
        /// How many zones there is room for.
        max_zones: u32,
    },
}

impl ZoneSubnets {
    /// The number of a zone's subnet for a role in the VPC; zones and numbers from 0.
    pub fn number(&self, zone: u32, role: SubnetRole) -> Option<u32> {
        match self {
            Self::Free => None,
            Self::Numbered { order, max_zones } => {
                let position = order.iter().position(|&each| each == role)?;
                let position = u32::try_from(position).ok()?;
                let each = u32::try_from(order.len()).ok()?;
                (zone < *max_zones)
                    .then(|| zone.checked_mul(each)?.checked_add(position))
                    .flatten()
            }
        }
    }

    /// How many zones there is room for, where that is fixed.
    pub const fn max_zones(&self) -> Option<u32> {
        match self {
            Self::Free => None,
            Self::Numbered { max_zones, .. } => Some(*max_zones),
        }
    }
}

impl Text for ZoneSubnets {
    fn text(&self) -> String {
        match self {
            Self::Free => "as planned".to_owned(),
            Self::Numbered { order, max_zones } => format!(
                "{} a zone ({}), {max_zones} zones",
                order.len(),
                order.text()
            ),
        }
    }
}

/// How one IPv4 node range is cut for zones. The arithmetic is the engine's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ZoneCut {
    /// It is not cut.
    Whole,
    /// Workers of each zone in the lower half, then public and internal subnets out of the next block.
    WorkersThenPublicThenInternal,
}

impl Text for ZoneCut {
    fn text(&self) -> String {
        match self {
            Self::Whole => "not cut",
            Self::WorkersThenPublicThenInternal => "workers, then public, then internal",
        }
        .to_owned()
    }
}

/// A number for each family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByFamily {
    /// For IPv4.
    pub v4: u32,
    /// For IPv6.
    pub v6: u32,
}

impl ByFamily {
    /// That of a family.
    pub const fn of(self, family: Family) -> u32 {
        match family {
            Family::V4 => self.v4,
            Family::V6 => self.v6,
        }
    }
}

impl Text for ByFamily {
    fn text(&self) -> String {
        format!("IPv4 {}, IPv6 {}", self.v4, self.v6)
    }
}

/// What a provider limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Limited {
    /// VPCs in a region of an account.
    VpcsPerRegion,
    /// Subnets in a VPC.
    SubnetsPerVpc,
    /// Addresses that are in use in a VPC, counted as the provider counts.
    AddressesPerVpc,
    /// Routes in a route table: with native routing, one for each node.
    RoutesPerTable,
    /// Static routes in a network: with native routing, one for each node.
    RoutesPerNetwork,
    /// Nodes of a cluster.
    NodesPerCluster,
}

impl Limited {
    /// Everything that can be limited.
    pub const ALL: [Self; 6] = [
        Self::VpcsPerRegion,
        Self::SubnetsPerVpc,
        Self::AddressesPerVpc,
        Self::RoutesPerTable,
        Self::RoutesPerNetwork,
        Self::NodesPerCluster,
    ];

    /// Its name in profiles.
    pub const fn key(self) -> &'static str {
        match self {
            Self::VpcsPerRegion => "vpcs-per-region",
            Self::SubnetsPerVpc => "subnets-per-vpc",
            Self::AddressesPerVpc => "addresses-per-vpc",
            Self::RoutesPerTable => "routes-per-table",
            Self::RoutesPerNetwork => "routes-per-network",
            Self::NodesPerCluster => "nodes-per-cluster",
        }
    }

    /// Whether every node takes one of them in a cluster without an overlay.
    pub const fn bounds_nodes(self) -> bool {
        match self {
            Self::RoutesPerTable | Self::RoutesPerNetwork | Self::NodesPerCluster => true,
            Self::VpcsPerRegion | Self::SubnetsPerVpc | Self::AddressesPerVpc => false,
        }
    }
}

/// How many of something the provider gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    /// So many, until someone asks.
    pub limit: u64,
    /// What asking comes to.
    pub raise: Raise,
}

/// Whether a quota can be raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Raise {
    /// Never: it is a hard limit.
    Never,
    /// On request.
    OnRequest,
    /// On request, and not beyond.
    UpTo(u64),
}

impl Quota {
    /// The most there can ever be; `None` where the provider names no end.
    pub const fn most(self) -> Option<u64> {
        match self.raise {
            Raise::Never => Some(self.limit),
            Raise::OnRequest => None,
            Raise::UpTo(most) => Some(most),
        }
    }

    /// Whether it is a limit that nobody raises.
    pub const fn is_hard(self) -> bool {
        match self.raise {
            Raise::Never => true,
            Raise::OnRequest | Raise::UpTo(_) => false,
        }
    }
}

impl Text for Quota {
    fn text(&self) -> String {
        match self.raise {
            Raise::Never => format!("{}, for good", self.limit),
            Raise::OnRequest => format!("{}, more on request", self.limit),
            Raise::UpTo(most) => format!("{}, up to {most} on request", self.limit),
        }
    }
}

/// A range that the provider uses itself, and what happens to a plan that touches it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taken {
    /// The range.
    #[serde(deserialize_with = "decode::plain::<_, AnyPrefix, _>")]
    pub prefix: Prefix,
    /// Whether a cluster that touches it is refused, or only suffers.
    pub touching: Touching,
}

/// What happens to a plan that touches a taken range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Touching {
    /// It is refused.
    Refused,
    /// It is accepted, and something does not work.
    Hurts,
}

impl Text for Taken {
    fn text(&self) -> String {
        let touching = match self.touching {
            Touching::Refused => "touching it is refused",
            Touching::Hurts => "touching it hurts",
        };
        format!("{}; {touching}", self.prefix)
    }
}

/// A prefix of either family in a profile's text.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
struct AnyPrefix(Prefix);

impl TryFrom<String> for AnyPrefix {
    type Error = crate::addr::AddressError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        parse_prefix(&text).map(Self)
    }
}

impl From<AnyPrefix> for Prefix {
    fn from(prefix: AnyPrefix) -> Self {
        prefix.0
    }
}
