//! Edits: the only way in which a plan that has been read changes. Each gives the edit that takes it back.

use super::field::Field;
use super::kind::Kind;
use super::node::Plan;
use super::value::Value;
use crate::addr::{Count, Prefix};
use crate::source::NodeId;

/// One change, as a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Sets a field, or a key inside its mapping; `None` takes it away.
    Set {
        /// The definition.
        node: NodeId,
        /// The field.
        field: Field,
        /// Keys inside a mapping, outermost first; none for the field itself.
        keys: Vec<String>,
        /// The new value.
        value: Option<Value>,
    },
    /// Puts a definition into a list.
    Insert {
        /// What it shall lie in.
        parent: NodeId,
        /// Its place in the list of its kind, from 0.
        index: usize,
        /// What is put there.
        item: Item,
    },
    /// Takes a definition away, with all in it.
    Remove {
        /// The definition.
        node: NodeId,
    },
    /// Moves a definition, with all in it.
    Move {
        /// The definition.
        node: NodeId,
        /// What it shall lie in.
        parent: NodeId,
        /// Its place in the list of its kind there, from 0, counted without it.
        index: usize,
    },
    /// Several, one after another, as one.
    Many(Vec<Self>),
}

impl Edit {
    /// Sets a field.
    pub const fn set(node: NodeId, field: Field, value: Option<Value>) -> Self {
        Self::Set {
            node,
            field,
            keys: Vec::new(),
            value,
        }
    }
}

/// What an insertion puts in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// Something new.
    Draft(Box<Draft>),
    /// What was removed before, with the ids that it had.
    Again(NodeId),
}

/// A definition that is not in a plan yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What it is.
    pub kind: Kind,
    /// Its fields, the name among them.
    pub fields: Vec<(Field, Value)>,
    /// What lies in it.
    pub children: Vec<Self>,
}

/// What an edit did: enough to take it back and to evaluate again.
#[derive(Clone, Debug)]
pub struct Applied {
    /// The edit that takes it back.
    pub inverse: Edit,
    /// What changed.
    pub changes: Vec<Changed>,
}

/// One thing that changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// A field.
    Field(NodeId, Field),
    /// A definition is there, with all in it.
    Added(NodeId),
    /// A definition is gone, with all in it; it lay in the second.
    Removed(NodeId, NodeId),
}

/// Why an edit is not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is locked.
    #[error("`{path}` is locked: no edit may move, resize or delete it or what it lies in")]
    Locked {
        /// What is locked.
        path: String,
    },
    /// It would move what is locked.
    #[error("{} from {from} to {to}", locked_and(path, block, "move"))]
    LockedMove {
        /// What is locked.
        path: String,
        /// What would move: it, or what it lies in.
        block: String,
        /// Where that is.
        from: Prefix,
        /// Where it would be.
        to: Prefix,
    },
    /// It would leave what is locked without a place.
    #[error("{} at {from} without a place", locked_and(path, block, "leave"))]
    LockedLoss {
        /// What is locked.
        path: String,
        /// What would lose its place: it, or what it lies in.
        block: String,
        /// Where that is.
        from: Prefix,
    },
    /// It comes from an alias.
    #[error("`{path}` comes from a YAML alias; change it where its anchor stands")]
    Shared {
        /// What was to be changed.
        path: String,
    },
    /// A field that this kind does not have.
    #[error("a {kind} has no field `{field}`", kind = .kind.word(), field = .field.key())]
    NoField {
        /// The kind.
        kind: Kind,
        /// The field.
        field: Field,
    },
    /// A place that is not there.
    #[error("there is no such place in the plan")]
    NoPlace,
}

fn locked_and(path: &str, block: &str, does: &str) -> String {
    if path == block {
        format!("`{path}` is locked, and this would {does} it")
    } else {
        format!("`{path}` is locked, and this would {does} `{block}`, in which it lies,")
    }
}

impl Plan {
    /// Applies an edit, or refuses it and changes nothing.
    pub fn apply(&mut self, edit: Edit) -> Result<Applied, Refusal> {
        let mut changes = Vec::new();
        let inverse = self.apply_one(edit, &mut changes)?;
        Ok(Applied { inverse, changes })
    }

    fn apply_one(&mut self, edit: Edit, changes: &mut Vec<Changed>) -> Result<Edit, Refusal> {
        match edit {
            Edit::Set {
                node,
                field,
                keys,
                value,
            } => self.set(node, field, &keys, value, changes),
            Edit::Insert {
                parent,
                index,
                item,
            } => self.insert(parent, index, item, changes),
            Edit::Remove { node } => self.remove(node, changes),
            Edit::Move {
                node,
                parent,
                index,
            } => self.shift(node, parent, index, changes),
            Edit::Many(edits) => self.apply_many(edits, changes),
        }
    }

    fn apply_many(
        &mut self,
        edits: Vec<Edit>,
        changes: &mut Vec<Changed>,
    ) -> Result<Edit, Refusal> {
        let mut inverses = Vec::with_capacity(edits.len());
        for edit in edits {
            match self.apply_one(edit, changes) {
                Ok(inverse) => inverses.push(inverse),
                Err(refusal) => {
                    for inverse in inverses.into_iter().rev() {
                        self.apply_one(inverse, changes)
                            .expect("invariant: what was just done can be taken back");
                    }
                    return Err(refusal);
                }
            }
        }
        inverses.reverse();
        Ok(Edit::Many(inverses))
    }

    fn set(
        &mut self,
        node: NodeId,
        field: Field,
        keys: &[String],
        value: Option<Value>,
        changes: &mut Vec<Changed>,
    ) -> Result<Edit, Refusal> {
        self.check_alive(node)?;
        self.check_own(node)?;
        if !field.fits(self.kind(node)) {
            return Err(Refusal::NoField {
                kind: self.kind(node),
                field,
            });
        }
        if matches!(field, Field::V6 | Field::V4 | Field::Count | Field::Reserve) {
            self.check_unlocked(node)?;
        }
        let whole = if keys.is_empty() {
            value
        } else {
            self.value(node, field)
                .unwrap_or(&Value::Null)
                .with(keys, value)
        };
        let old = self.put(node, field, whole);
        changes.push(Changed::Field(node, field));
        Ok(Edit::set(node, field, old))
    }

    fn insert(
        &mut self,
        parent: NodeId,
        index: usize,
        item: Item,
        changes: &mut Vec<Changed>,
    ) -> Result<Edit, Refusal> {
        self.check_alive(parent)?;
        self.check_own(parent)?;
        let kind = match &item {
            Item::Draft(draft) => draft.kind,
            Item::Again(node) => self.kind(*node),
        };
        if !self.kind(parent).is_block() || index > self.list(parent, kind).len() {
            return Err(Refusal::NoPlace);
        }
        let node = match item {
            Item::Draft(draft) => self.build(parent, *draft),
            Item::Again(node) if self.is_alive(node) => return Err(Refusal::NoPlace),
            Item::Again(node) => node,
        };
        self.attach(node, parent, index);
        self.set_alive(node, true);
        changes.push(Changed::Added(node));
        Ok(Edit::Remove { node })
    }

    /// Makes a definition that is not in the plan: an insertion puts it in under the id that it has from now on.
    pub fn prepare(&mut self, parent: NodeId, draft: Draft) -> NodeId {
        self.build(parent, draft)
    }

    fn build(&mut self, parent: NodeId, draft: Draft) -> NodeId {
        let node = self.make(parent, draft.kind, false);
        for (field, value) in draft.fields {
            self.put(node, field, Some(value));
        }
        let mut children = draft.children;
        children.sort_by_key(|child| child.kind);
        for child in children {
            let child = self.build(node, child);
            self.nodes[node.index()].children.push(child);
        }
        node
    }

    fn remove(&mut self, node: NodeId, changes: &mut Vec<Changed>) -> Result<Edit, Refusal> {
        self.check_alive(node)?;
        self.check_own(node)?;
        self.check_unlocked(node)?;
        let (parent, index) = self.detach(node)?;
        self.set_alive(node, false);
        changes.push(Changed::Removed(node, parent));
        let item = Item::Again(node);
        Ok(Edit::Insert {
            parent,
            index,
            item,
        })
    }

    fn shift(
        &mut self,
        node: NodeId,
        parent: NodeId,
        index: usize,
        changes: &mut Vec<Changed>,
    ) -> Result<Edit, Refusal> {
        self.check_alive(node)?;
        self.check_alive(parent)?;
        self.check_own(node)?;
        self.check_own(parent)?;
        self.check_unlocked(node)?;
        let inside = self.chain(parent).any(|id| id == node);
        let kind = self.kind(node);
        let others = self
            .list(parent, kind)
            .iter()
            .filter(|&&other| other != node)
            .count();
        if inside || !self.kind(parent).is_block() || index > others {
            return Err(Refusal::NoPlace);
        }
        let (old_parent, old_index) = self.detach(node)?;
        changes.push(Changed::Removed(node, old_parent));
        self.attach(node, parent, index);
        changes.push(Changed::Added(node));
        Ok(Edit::Move {
            node,
            parent: old_parent,
            index: old_index,
        })
    }

    fn attach(&mut self, node: NodeId, parent: NodeId, index: usize) {
        let kind = self.kind(node);
        let start = self
            .children(parent)
            .partition_point(|&child| self.kind(child) < kind);
        self.nodes[node.index()].parent = parent;
        self.nodes[parent.index()]
            .children
            .insert(start + index, node);
    }

    fn detach(&mut self, node: NodeId) -> Result<(NodeId, usize), Refusal> {
        let parent = self.parent(node).ok_or(Refusal::NoPlace)?;
        let list = self.list(parent, self.kind(node));
        let index = list
            .iter()
            .position(|&other| other == node)
            .ok_or(Refusal::NoPlace)?;
        self.nodes[parent.index()]
            .children
            .retain(|&child| child != node);
        Ok((parent, index))
    }

    fn set_alive(&mut self, node: NodeId, alive: bool) {
        let below: Vec<NodeId> = self.walk_from(node).collect();
        for id in below {
            self.nodes[id.index()].alive = alive;
        }
    }

    fn check_alive(&self, node: NodeId) -> Result<(), Refusal> {
        if node.index() < self.ids() && self.is_alive(node) {
            Ok(())
        } else {
            Err(Refusal::NoPlace)
        }
    }

    fn check_own(&self, node: NodeId) -> Result<(), Refusal> {
        if self.node(node).shared {
            return Err(Refusal::Shared {
                path: self.path(node),
            });
        }
        Ok(())
    }

    fn check_unlocked(&self, node: NodeId) -> Result<(), Refusal> {
        let locked = self.walk_from(node).find(|&id| self.flag(id, Field::Lock));
        match locked {
            Some(locked) => Err(Refusal::Locked {
                path: self.path(locked),
            }),
            None => Ok(()),
        }
    }

    /// The edit that sets a count: raising it takes as many from the reserve.
    pub fn set_count(&self, node: NodeId, count: Count) -> Edit {
        let value = |count: Count| Some(Value::text(count.decimal()));
        let set = Edit::set(node, Field::Count, value(count));
        let raised = count
            .minus(self.count(node))
            .filter(|raised| !raised.is_zero());
        let reserve = self.reserve(node);
        match raised {
            Some(raised) if !reserve.is_zero() => {
                let left = reserve.minus(raised).unwrap_or(Count::ZERO);
                Edit::Many(vec![set, Edit::set(node, Field::Reserve, value(left))])
            }
            Some(_) | None => set,
        }
    }
}
