//! What a definition is, by the list it stands in.

/// The kind of a definition. The order is the order in which the kinds of a block's children are placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The plan itself: a block without prefixes.
    Plan,
    /// An item of `regions`.
    Region,
    /// An item of `zones`.
    Zone,
    /// An item of `vpcs`.
    Vpc,
    /// An item of `blocks`.
    Block,
    /// An item of `shoots`: a Gardener cluster.
    Shoot,
}

impl Kind {
    /// The kinds that a block's lists hold, in placement order.
    pub const LISTED: [Self; 5] = [
        Self::Region,
        Self::Zone,
        Self::Vpc,
        Self::Block,
        Self::Shoot,
    ];

    /// The word for one of it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Region => "region",
            Self::Zone => "zone",
            Self::Vpc => "VPC",
            Self::Block => "block",
            Self::Shoot => "shoot",
        }
    }

    /// The word in JSON: lower case.
    pub const fn json(self) -> &'static str {
        match self {
            Self::Vpc => "vpc",
            Self::Plan | Self::Region | Self::Zone | Self::Block | Self::Shoot => self.word(),
        }
    }

    /// The key of the list in plan files; the plan stands in none.
    pub const fn list(self) -> &'static str {
        match self {
            Self::Plan => "",
            Self::Region => "regions",
            Self::Zone => "zones",
            Self::Vpc => "vpcs",
            Self::Block => "blocks",
            Self::Shoot => "shoots",
        }
    }

    /// The kind whose list has that key.
    pub fn of_list(key: &str) -> Option<Self> {
        Self::LISTED.into_iter().find(|kind| kind.list() == key)
    }

    /// Whether it may hold others.
    pub const fn is_block(self) -> bool {
        !matches!(self, Self::Shoot)
    }
}
