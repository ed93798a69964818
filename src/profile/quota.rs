//! What a provider can say of how many there are at most.

use serde::Deserialize;

use super::text::Text;

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
