//! YAML as text with places: reads it into a tree that points into the source, and changes single lines of it.
//!
//! Reading never fails: it gives what could be read and all that is wrong. Scalars keep their text; what a number or
//! an address is, the caller decides. It must not know what any key means.

mod duplicates;
mod fault;
mod items;
mod keys;
#[cfg(test)]
mod laws;
mod layout;
mod mend;
mod node;
mod read;
mod scalar;
mod scan;
mod splice;
mod tree;

pub use fault::Fault;
pub use items::{Item, insert_item, item_text, remove_item, set_item};
pub use keys::{add_key, remove_key, rename_key, set_value};
pub use node::Node;
pub use scalar::print_scalar;
pub use splice::{Splice, apply};
pub use tree::{ItemId, Style, Tree, View};

/// How much one text may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the text.
    pub bytes: usize,
    /// Collections inside one another.
    pub depth: u16,
    /// Nodes a walk may visit behind aliases, counted each time. The others are as many as the text has.
    pub visits: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 256 << 20,
            depth: 64,
            visits: 2_000_000,
        }
    }
}

impl Limits {
    /// What one walk over the tree may spend.
    pub const fn budget(self) -> Budget {
        Budget {
            left: self.visits,
            followed: 0,
        }
    }
}

/// Aliases may lie in what other aliases stand for, one in the other, this deep and no deeper.
pub const ALIASES_DEEPEST: u8 = 64;

/// The visits that a walk has left. Aliases are not copied, so only a walk can see how much they multiply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    left: u32,
    followed: u8,
}

impl Budget {
    /// Pays for one node behind an alias; false once nothing is left, and then the walk must end.
    #[must_use]
    pub const fn visit(&mut self) -> bool {
        if self.followed == 0 {
            return true;
        }
        match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                true
            }
            None => false,
        }
    }

    /// Goes to what an alias stands for; false where that is too deep, and then the walk must not go there.
    #[must_use]
    pub const fn follow(&mut self) -> bool {
        let may = self.followed < ALIASES_DEEPEST;
        if may {
            self.followed += 1;
        }
        may
    }

    /// Comes back from what an alias stands for.
    pub const fn back(&mut self) {
        self.followed = self.followed.saturating_sub(1);
    }
}
