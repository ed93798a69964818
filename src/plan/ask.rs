//! What a spec asks for. The text of it is the spec language's matter.

use crate::addr::{Family, Length, Prefix};

/// Which of a shoot's three ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RangeKind {
    /// Where nodes get their addresses from.
    Nodes,
    /// Where pods get theirs from.
    Pods,
    /// Where services (`ClusterIP`s) get theirs from.
    Services,
}

impl RangeKind {
    /// All three, in the order in which they are placed and shown.
    pub const ALL: [Self; 3] = [Self::Nodes, Self::Pods, Self::Services];

    /// The key in plan files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Nodes => "nodes",
            Self::Pods => "pods",
            Self::Services => "services",
        }
    }
}

/// What a range field asks for, by family. A family that nothing is said of is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Spec {
    /// The IPv4 half.
    pub v4: Option<Ask>,
    /// The IPv6 half.
    pub v6: Option<Ask>,
}

impl Spec {
    /// The half of a family.
    pub const fn of(&self, family: Family) -> Option<&Ask> {
        match family {
            Family::V4 => self.v4.as_ref(),
            Family::V6 => self.v6.as_ref(),
        }
    }

    /// The half of a family, to be set.
    pub const fn of_mut(&mut self, family: Family) -> &mut Option<Ask> {
        match family {
            Family::V4 => &mut self.v4,
            Family::V6 => &mut self.v6,
        }
    }
}

/// What is asked for in one family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ask {
    /// Where the range comes from.
    pub base: Base,
    /// A prefix for every node, on nodes.
    pub node_prefix: Option<NodePrefix>,
}

/// Where a range comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Base {
    /// `v4private`: the default private network.
    Private4,
    /// `v6global[/N]`: the provider's IPAM reserves a global prefix.
    Global(Option<Length>),
    /// `v6private[/N]`: a random RFC 4193 prefix.
    Private6(Option<Length>),
    /// `v4fromNode[/N]`, `v6fromNode[/N]`: out of the node's prefix.
    FromNode(Option<Length>),
    /// A literal prefix.
    Literal(Prefix),
    /// `/20`, `v6:/24`: placed in the pool.
    Place(Length),
    /// `custom`: configured by the network plugin.
    Custom,
    /// `nov4`, `nov6`: none.
    Absent,
}

/// `+prefix[/N]`: what every node gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NodePrefix {
    /// At least of this size; `None` leaves it to the provider.
    pub length: Option<Length>,
}
