//! What can lie over the panels: questions, pages and lists.

use super::start::{Opening, Start};
use crate::engine::Move;
use crate::levels::Levels;
use crate::plan::{Edit, Field};
use crate::source::NodeId;

/// What lies over the panels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// A page about a rule or keyword.
    Page {
        /// Its title.
        title: String,
        /// Its lines.
        text: String,
    },
    /// A fix that is shown before it is applied.
    Fix {
        /// What it does.
        title: String,
        /// What changes, a line each.
        lines: Vec<String>,
        /// What that moves.
        moves: Vec<Move>,
        /// The edit.
        edit: Edit,
    },
    /// How a block could be cut.
    Suggest(Box<Schemes>),
    /// Whether the plan is to be what a variant says.
    Promote(Box<Promotion>),
    /// Whether to delete something.
    Delete {
        /// What.
        node: NodeId,
        /// What that moves.
        moves: Vec<Move>,
    },
    /// What can be opened.
    Start(Start),
    /// Whether to leave the plan with changes that are not saved, for this.
    Leave(After),
    /// Which is to stay: the plan here, or the file that changed outside.
    Overwrite,
    /// Whether to take up what was left unsaved.
    Restore {
        /// Whether the file was changed by someone else since.
        changed: bool,
        /// The name of the plan, where it has no file.
        nameless: Option<String>,
    },
    /// Whether to begin a plan.
    Begin(Vec<String>),
}

/// What comes once a plan is written, or given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum After {
    /// The end.
    Quit,
    /// Another plan.
    Open(Opening),
}

/// How a block could be cut, and which way is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schemes {
    /// The block with its levels.
    pub levels: Levels,
    /// The schemes.
    pub found: crate::sizing::Found,
    /// The lengths that the levels have now.
    pub now: Option<Vec<u8>>,
    /// Which is chosen.
    pub chosen: usize,
}

impl Schemes {
    /// Whether the block is cut already as the chosen scheme cuts it.
    pub fn is_now(&self) -> bool {
        let chosen = self.found.schemes.get(self.chosen);
        let lengths = chosen.map(|scheme| scheme.levels.iter().map(|level| &level.length));
        let pair = self.now.as_ref().zip(lengths);
        pair.is_some_and(|(now, lengths)| now.iter().eq(lengths))
    }
}

/// What is taken over from a variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promotion {
    /// The variant.
    pub name: String,
    /// One field of one definition, or all that it says.
    pub only: Option<(NodeId, Field)>,
    /// What changes, a line each.
    pub lines: Vec<String>,
    /// What that moves.
    pub moves: Vec<Move>,
}
