//! Edits that change the shape of a plan: order, nesting, splitting, joining, and members that leave their run.
//!
//! Each is worked out and described before it is done. Nothing here changes what the plan says.

mod join;
mod orders;
mod part;
mod split;
mod swap;

pub use orders::Row;
pub use swap::Swap;

use super::Document;
use crate::addr::{Family, Length};
use crate::plan::{Draft, Edit, Field, Kind, Meaning, Refusal, Value};
use crate::source::NodeId;

/// A change of shape: what it is called, what it does beyond moving prefixes, and the edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reshape {
    /// What it is, as a title and as the name of an undo step.
    pub title: String,
    /// What it does, a line each.
    pub lines: Vec<String>,
    /// The edit.
    pub edit: Edit,
}

/// Why a change of shape can't be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReshaped {
    /// The plan itself was meant.
    #[error("the plan itself lies in nothing and has no size")]
    Root,
    /// A shoot was meant.
    #[error("a shoot is no block; `count` says how many there are of it")]
    Shoot,
    /// A shoot was meant, where levels change places.
    #[error("levels of blocks change places, and a shoot is no block: choose the block around it")]
    ShootLevel,
    /// It can't lie there.
    #[error("`{name}` can't lie in {into}")]
    NotInto {
        /// What was to be moved.
        name: String,
        /// Where to.
        into: String,
    },
    /// It lies there already.
    #[error("`{name}` lies there already, at the end of its list")]
    InPlace {
        /// What was to be moved.
        name: String,
    },
    /// It has no length of any family.
    #[error("nothing is said about the size of `{name}`; give it a v6 or v4 first")]
    NoSize {
        /// What was to be split or joined.
        name: String,
    },
    /// Its parts would be smaller than an address.
    #[error("{length} has no {bits} bits left to cut")]
    TooSmall {
        /// Its length.
        length: Length,
        /// How many bits the parts take.
        bits: u32,
    },
    /// A number of parts that bits can't make.
    #[error(
        "`{0}` is no power of two above 1, and no longer length; write 2, 4, 8 … or a length such as /44"
    )]
    NotParts(String),
    /// More parts than are made one by one.
    #[error(
        "{0} parts of a block with something in it are too many to name one by one; 64 at most"
    )]
    Many(u32),
    /// A run with something in it can't be cut.
    #[error("`{0}` is a run with something in it: take a member out of it first")]
    Run(String),
    /// Something lies across the cut.
    #[error("`{child}` lies across the cut of `{name}` in {family}")]
    Across {
        /// Of which family.
        family: Family,
        /// What is cut.
        name: String,
        /// What lies in both parts.
        child: String,
    },
    /// There is nothing to join it with.
    #[error("there is nothing behind `{0}` in its list to join it with")]
    Alone(String),
    /// Their sizes differ.
    #[error("`{one}` and `{other}` are not of one size: {why}")]
    Unequal {
        /// The first.
        one: String,
        /// The second.
        other: String,
        /// Their lengths.
        why: String,
    },
    /// They are not the halves of one block.
    #[error("`{one}` and `{other}` are not the two halves of one {family} block")]
    Apart {
        /// The first.
        one: String,
        /// The second.
        other: String,
        /// Of which family.
        family: Family,
    },
    /// Something of the same name lies in both.
    #[error("`{child}` lies in both `{one}` and `{other}`; rename one first")]
    SameName {
        /// The first.
        one: String,
        /// The second.
        other: String,
        /// What lies in both.
        child: String,
    },
    /// A run that is no power of two, or has something in it, is no block.
    #[error("`{0}` can't become one block: only a run of 2, 4, 8 … with nothing in it can")]
    NoBlock(String),
    /// There is no run of which this could be a member.
    #[error("`{0}` is alone: there is no run beside it that it has left")]
    NoRun(String),
    /// There is one member alone.
    #[error("`{0}` is the only member of its run; take `count` away to make it plain")]
    OnlyMember(String),
    /// There is no level below.
    #[error("nothing lies in `{0}` that it could change places with")]
    NothingBelow(String),
    /// A shoot lies beside the level below.
    #[error("`{child}` lies in `{name}` beside the level below: it has no place in another order")]
    Beside {
        /// The shoot.
        child: String,
        /// What it lies in.
        name: String,
    },
    /// It is written as a prefix.
    #[error(
        "`{0}` is written as a prefix, so it is in use; write its length instead to see another order"
    )]
    InUse(String),
    /// It says something of one place.
    #[error("`{path}` has `{field}`, which is of its own place and not of a level")]
    HoldsHere {
        /// The block.
        path: String,
        /// The field.
        field: &'static str,
    },
    /// Blocks that would become one say different things.
    #[error(
        "`{one}` and `{other}` differ in `{field}`, so they are not one block in another order"
    )]
    Unlike {
        /// The first.
        one: String,
        /// The second.
        other: String,
        /// In what.
        field: &'static str,
    },
    /// It leaves no bits.
    #[error("`{0}` is as large as what it lies in, so no bits can change places")]
    Fills(String),
    /// Too many blocks would be written one by one.
    #[error("{0} blocks would have to be written one by one; 4,096 at most")]
    ManyPairs(usize),
    /// The plan refuses the change.
    #[error(transparent)]
    Refused(Refusal),
}

impl Document {
    /// Into another block, behind what of its kind lies there.
    pub fn moved_into(&self, nodes: &[NodeId], parent: NodeId) -> Result<Reshape, NotReshaped> {
        let plan = &self.plan;
        let mut edits = Vec::new();
        let into = plan.quoted(parent);
        let mut lengths: Vec<(Kind, usize)> = Vec::new();
        for &node in nodes {
            let name = || plan.name(node).to_owned();
            let (kind, old) = (plan.kind(node), plan.parent(node));
            if old.is_none() {
                return Err(NotReshaped::Root);
            }
            let inside = plan.chain(parent).any(|id| id == node);
            if inside || !plan.kind(parent).is_block() {
                let (name, into) = (name(), into.clone());
                return Err(NotReshaped::NotInto { name, into });
            }
            let list = plan.list(parent, kind);
            if nodes.len() == 1 && list.last() == Some(&node) {
                return Err(NotReshaped::InPlace { name: name() });
            }
            let is_there = old == Some(parent);
            let place = lengths.iter().position(|(of, _)| *of == kind);
            let place = place.unwrap_or_else(|| {
                lengths.push((kind, list.len()));
                lengths.len() - 1
            });
            let length = &mut lengths[place].1;
            let index = *length - usize::from(is_there);
            *length += usize::from(!is_there);
            edits.push(Edit::Move {
                node,
                parent,
                index,
            });
        }
        let what = match nodes {
            [node] => plan.name(*node).to_owned(),
            nodes => format!("{} things", nodes.len()),
        };
        Ok(Reshape {
            title: format!("move {what} into {}", into.replace('`', "")),
            lines: Vec::new(),
            edit: Edit::Many(edits),
        })
    }

    /// A copy of a definition with all in it, under another name, as often as said. Lengths stand for written prefixes.
    fn copy_of(&self, node: NodeId, name: &str) -> Draft {
        let plan = &self.plan;
        let copy = |field: Field, value: &Value| match plan.meaning(node, field) {
            Some(Meaning::Prefix(prefix)) if matches!(field, Field::V6 | Field::V4) => {
                Value::text(prefix.length().to_string())
            }
            _ => value.clone(),
        };
        let fields = plan.fields(node).iter();
        let fields = fields.filter(|entry| entry.field != Field::Pinned);
        let fields = fields.map(|entry| {
            let value = copy(entry.field, plan.value_of(entry.value));
            (entry.field, value)
        });
        let children = plan.children(node).iter();
        Draft {
            kind: plan.kind(node),
            fields: std::iter::once((Field::Name, Value::text(name)))
                .chain(fields)
                .collect(),
            children: children
                .map(|&child| self.copy_of(child, plan.name(child)))
                .collect(),
        }
    }

    /// A name that nothing beside it has: this one, else with a number.
    fn free_name(&self, parent: NodeId, wanted: &str) -> String {
        let taken = |name: &str| {
            let mut children = self.plan.children(parent).iter();
            children.any(|&child| self.plan.name(child) == name)
        };
        let mut name = wanted.to_owned();
        let mut number = 2_u32;
        while taken(&name) {
            name = format!("{wanted}-{number}");
            number += 1;
        }
        name
    }
}

/// The field of a family's prefix.
const fn field_of(family: Family) -> Field {
    match family {
        Family::V4 => Field::V4,
        Family::V6 => Field::V6,
    }
}

/// Puts a field of a draft in place of what it says, or takes it away.
fn put(draft: &mut Draft, field: Field, value: Option<String>) {
    draft.fields.retain(|(other, _)| *other != field);
    if let Some(value) = value {
        draft.fields.push((field, Value::text(value)));
    }
}
