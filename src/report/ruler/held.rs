//! Why a border stays where it is.

use super::Border;
use crate::addr::Length;
use crate::engine::Shoot;

/// Why a border stays where it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Held {
    /// The address has no more bits on that side.
    #[error("{name} is {length}, and there are no more bits on that side")]
    End {
        /// The level.
        name: String,
        /// Its length.
        length: Length,
    },
    /// The provider gives one length.
    #[error("{name} stays {length}: {by} gives this length and no other")]
    Fixed {
        /// The level.
        name: String,
        /// The length that is given.
        length: Length,
        /// The provider.
        by: &'static str,
    },
    /// A node's prefix would not fit into the nodes any more.
    #[error("{name} stays {length}: at {asked} the nodes have no {node} to give to a node")]
    NoNode {
        /// The level.
        name: String,
        /// Its length.
        length: Length,
        /// What it would be.
        asked: Length,
        /// What each node gets, as it is or as it would be.
        node: Length,
    },
    /// The provider gives what it is now for what is asked.
    #[error("{name} stays {length}: {by} gives this for {asked} too")]
    Rounded {
        /// The level.
        name: String,
        /// The length that is given.
        length: Length,
        /// The provider.
        by: &'static str,
        /// What would be asked for.
        asked: Length,
    },
    /// A person wrote the prefix.
    #[error("{name} is written as a prefix, {length}, and stays; enter edits it")]
    Written {
        /// The level.
        name: String,
        /// Its length.
        length: Length,
    },
    /// It was drawn.
    #[error("the ula of {name} is drawn, and stays {length}")]
    Drawn {
        /// Whose it is.
        name: String,
        /// Its length.
        length: Length,
    },
    /// It is pinned.
    #[error("{name} is pinned, {length}, and stays")]
    Pinned {
        /// The level.
        name: String,
        /// Its length.
        length: Length,
    },
    /// It is the default private network.
    #[error(
        "{name} is the default private network, {length}; write a prefix instead to choose another"
    )]
    Default {
        /// The level.
        name: String,
        /// Its length.
        length: Length,
    },
    /// Nodes share a flat block's prefix.
    #[error("nodes share the prefix of `{path}`, which is flat; move its border")]
    Flat {
        /// The block.
        path: String,
    },
    /// The setting is said at a block around it.
    #[error("`{field}` is inherited from {from}; change it there, or say it here")]
    Inherited {
        /// The setting.
        field: &'static str,
        /// Where it is said.
        from: String,
    },
    /// Nothing says a length that could be another.
    #[error("nothing in the plan says the length of {name}")]
    Unsaid {
        /// The level.
        name: String,
    },
}

pub(super) fn written(border: &Border) -> Held {
    Held::Written {
        name: border.name.clone(),
        length: border.length,
    }
}

pub(super) fn unsaid(border: &Border) -> Held {
    Held::Unsaid {
        name: border.name.clone(),
    }
}

pub(super) fn rounded(shoot: &Shoot<'_>, border: &Border, asked: Length) -> Held {
    Held::Rounded {
        name: border.name.clone(),
        length: border.length,
        by: &shoot.profile.name,
        asked,
    }
}
