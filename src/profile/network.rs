//! What a provider can say of subnets, zones, reserved addresses and ranges that are taken.

use serde::Deserialize;

use super::decode::{self, Prefix4, Prefix6};
use super::text::Text;
use crate::addr::{Family, Prefix, parse_prefix};

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
    /// Each zone has an equal share of the node range, and nothing else is cut off.
    Equal,
    /// Workers of each zone in the lower half, then public and internal subnets out of the next block.
    WorkersThenPublicThenInternal,
}

impl Text for ZoneCut {
    fn text(&self) -> String {
        match self {
            Self::Whole => "not cut",
            Self::Equal => "an equal share of the node range for each zone",
            Self::WorkersThenPublicThenInternal => "workers, then public, then internal",
        }
        .to_owned()
    }
}

/// Where nodes must lie, whatever network they are planned in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(
    rename_all = "kebab-case",
    rename_all_fields = "kebab-case",
    deny_unknown_fields
)]
pub enum NodesWithin {
    /// Wherever their network is.
    Anywhere,
    /// In a prefix that the provider has for them.
    Within {
        /// That of IPv4.
        #[serde(deserialize_with = "decode::plain::<_, Prefix4, _>")]
        v4: Prefix,
        /// That of IPv6.
        #[serde(deserialize_with = "decode::plain::<_, Prefix6, _>")]
        v6: Prefix,
    },
}

impl NodesWithin {
    /// The prefix that nodes of a family must lie in, if there is one.
    pub const fn of(self, family: Family) -> Option<Prefix> {
        match (self, family) {
            (Self::Anywhere, _) => None,
            (Self::Within { v4, .. }, Family::V4) => Some(v4),
            (Self::Within { v6, .. }, Family::V6) => Some(v6),
        }
    }
}

impl Text for NodesWithin {
    fn text(&self) -> String {
        match self {
            Self::Anywhere => "anywhere".to_owned(),
            Self::Within { v4, v6 } => format!("in {v4} and in {v6}"),
        }
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
