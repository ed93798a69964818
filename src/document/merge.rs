//! Two plans that began as one: what was changed here is done again on the plan as others have left it. Where both
//! changed the same thing to something else, nothing is done.

mod value;

use std::collections::{HashMap, HashSet};

use super::{Document, read};
use crate::plan::{Draft, Edit, FIELDS, Field, Item, Kind, Plan, Value};
use crate::source::NodeId;
use value::{Clash, merged};

/// Our changes on top of theirs.
#[derive(Clone, Debug)]
pub struct Together {
    /// Their plan with our changes, which are not in its text yet.
    pub document: Document,
    /// The edit that takes ours away again.
    pub inverse: Edit,
    /// How many changes that were.
    pub changes: usize,
}

impl Document {
    /// Does again on their plan what has been changed here since both were this text. If one of the changes can't be, what
    /// stands against each is told instead, a line each.
    pub fn onto(&self, base: &str, theirs: Self) -> Result<Together, Vec<String>> {
        if self.active_variant().is_some() {
            let mut below = self.clone();
            below.take_off();
            return below.onto(base, theirs);
        }
        let parsed = read(base);
        let to_ours = if base == self.text {
            parsed
                .plan
                .walk()
                .zip(self.written.iter().copied())
                .collect()
        } else {
            pairs(&parsed.plan, &self.plan)
        };
        let mut merger = Merger::new(&self.plan, &parsed.plan, theirs, &to_ours);
        let removed = merger.removed(&to_ours);
        for node in self.plan.walk() {
            merger.definition(node);
        }
        merger.remove(&removed);
        for node in self.plan.walk() {
            for kind in Kind::LISTED {
                merger.order(node, kind);
            }
        }
        merger.finish()
    }
}

/// Of each definition the one of the same path in another plan; of several of one name the one in the same place among
/// them.
fn pairs(from: &Plan, to: &Plan) -> HashMap<NodeId, NodeId> {
    let mut named: HashMap<(NodeId, Kind, &str), Vec<NodeId>> = HashMap::new();
    for node in to.walk() {
        if let Some(parent) = to.parent(node) {
            let key = (parent, to.kind(node), to.name(node));
            named.entry(key).or_default().push(node);
        }
    }
    let mut found = HashMap::from([(NodeId::ROOT, NodeId::ROOT)]);
    let mut taken: HashMap<(NodeId, Kind, &str), usize> = HashMap::new();
    for node in from.walk() {
        let Some(parent) = from.parent(node) else {
            continue;
        };
        let Some(&other) = found.get(&parent) else {
            continue;
        };
        let key = (other, from.kind(node), from.name(node));
        let number = taken.entry(key).or_default();
        if let Some(&twin) = named.get(&key).and_then(|all| all.get(*number)) {
            found.insert(node, twin);
        }
        *number += 1;
    }
    found
}

/// On the way from their plan to both.
struct Merger<'p> {
    ours: &'p Plan,
    base: &'p Plan,
    theirs: Document,
    /// Theirs of each definition of the base.
    to_theirs: HashMap<NodeId, NodeId>,
    /// The base's of each of ours.
    from_base: HashMap<NodeId, NodeId>,
    /// Theirs of each of ours, those that were put in among them.
    here: HashMap<NodeId, NodeId>,
    inverses: Vec<Edit>,
    clashes: Vec<String>,
}

impl<'p> Merger<'p> {
    fn new(
        ours: &'p Plan,
        base: &'p Plan,
        theirs: Document,
        to_ours: &HashMap<NodeId, NodeId>,
    ) -> Self {
        let to_theirs = pairs(base, theirs.plan());
        let alive = to_ours.iter().filter(|&(_, &our)| ours.is_alive(our));
        let from_base: HashMap<NodeId, NodeId> = alive.map(|(&base, &our)| (our, base)).collect();
        let here = from_base
            .iter()
            .filter_map(|(&our, base)| Some((our, *to_theirs.get(base)?)))
            .collect();
        Self {
            ours,
            base,
            theirs,
            to_theirs,
            from_base,
            here,
            inverses: Vec::new(),
            clashes: Vec::new(),
        }
    }

    fn finish(self) -> Result<Together, Vec<String>> {
        if !self.clashes.is_empty() {
            return Err(self.clashes);
        }
        let changes = self.inverses.len();
        Ok(Together {
            document: self.theirs,
            inverse: Edit::Many(self.inverses.into_iter().rev().collect()),
            changes,
        })
    }

    fn edit(&mut self, edit: Edit) {
        match self.theirs.edit(edit) {
            Ok(edited) => self.inverses.push(edited.inverse),
            Err(refusal) => self.clashes.push(refusal.to_string()),
        }
    }

    /// Theirs of what was deleted here. What was changed there stays.
    fn removed(&mut self, to_ours: &HashMap<NodeId, NodeId>) -> Vec<NodeId> {
        let mut removed = Vec::new();
        for node in self.base.walk() {
            let is_gone = |node: NodeId| {
                let our = to_ours.get(&node);
                our.is_none_or(|&our| !self.ours.is_alive(our))
            };
            let is_inside = self.base.parent(node).is_some_and(is_gone);
            if !is_gone(node) || is_inside {
                continue;
            }
            let Some(&there) = self.to_theirs.get(&node) else {
                continue;
            };
            if same((self.base, node), (self.theirs.plan(), there)) {
                removed.push(there);
            } else {
                let path = self.base.path(node);
                self.clashes
                    .push(format!("`{path}` is deleted here, and changed in the file"));
            }
        }
        removed
    }
}

impl Merger<'_> {
    /// Does again what was done with one of our definitions: it was put in, moved, or fields of it were changed.
    fn definition(&mut self, node: NodeId) {
        let Some(&base) = self.from_base.get(&node) else {
            return self.put_in(node);
        };
        let Some(&there) = self.here.get(&node) else {
            if self.is_changed(node, base) {
                let path = self.base.path(base);
                self.clashes.push(format!(
                    "`{path}` is changed here, and not there any more in the file"
                ));
            }
            return;
        };
        if self.is_moved(node, base) {
            self.move_in(node, there);
        }
        for info in FIELDS {
            let old = self.base.value(base, info.field);
            let our = self.ours.value(node, info.field);
            if our == old {
                continue;
            }
            let their = self.theirs.plan().value(there, info.field);
            match merged(old, our, their) {
                Ok(value) if value.as_ref() == their => {}
                Ok(value) => self.edit(Edit::set(there, info.field, value)),
                Err(Clash) => {
                    let path = match self.base.path(base) {
                        path if path.is_empty() => info.key.to_owned(),
                        path => format!("{path}.{}", info.key),
                    };
                    let said = |value: Option<&Value>| {
                        value.map_or_else(|| "nothing".to_owned(), Value::line)
                    };
                    let (our, their) = (said(our), said(their));
                    self.clashes
                        .push(format!("`{path}` is {our} here, and {their} in the file"));
                }
            }
        }
    }

    fn is_moved(&self, node: NodeId, base: NodeId) -> bool {
        let parent = self.ours.parent(node);
        let before = parent.and_then(|parent| self.from_base.get(&parent).copied());
        before != self.base.parent(base)
    }

    fn is_changed(&self, node: NodeId, base: NodeId) -> bool {
        let differs = |field: Field| self.ours.value(node, field) != self.base.value(base, field);
        self.is_moved(node, base) || FIELDS.iter().any(|info| differs(info.field))
    }

    /// Puts in what is new, empty: what lies in it comes after it.
    fn put_in(&mut self, node: NodeId) {
        let Some((parent, index)) = self.place(node, None) else {
            return;
        };
        let fields = FIELDS.iter().filter_map(|info| {
            let value = self.ours.value(node, info.field)?;
            Some((info.field, value.clone()))
        });
        let kind = self.ours.kind(node);
        let draft = Draft {
            kind,
            fields: fields.collect(),
            children: Vec::new(),
        };
        let before = self.clashes.len();
        self.edit(Edit::Insert {
            parent,
            index,
            item: Item::Draft(Box::new(draft)),
        });
        if self.clashes.len() == before
            && let Some(&there) = self.theirs.plan().list(parent, kind).get(index)
        {
            self.here.insert(node, there);
        }
    }

    fn move_in(&mut self, node: NodeId, there: NodeId) {
        if let Some((parent, index)) = self.place(node, Some(there)) {
            self.edit(Edit::Move {
                node: there,
                parent,
                index,
            });
        }
    }

    /// Where one of ours goes there: behind what it stands behind here; the last one at the end, where nothing moves for
    /// it. It is not counted itself. Nothing if what it lies in is not there, which has been told then.
    fn place(&mut self, node: NodeId, there: Option<NodeId>) -> Option<(NodeId, usize)> {
        let our_parent = self.ours.parent(node)?;
        let Some(&parent) = self.here.get(&our_parent) else {
            let path = self.ours.path(node);
            let how = there.map_or("is new here", |_| "was moved here");
            self.clashes.push(format!(
                "`{path}` {how}, and what it lies in is not there any more in the file"
            ));
            return None;
        };
        let kind = self.ours.kind(node);
        let ours = self.ours.list(our_parent, kind);
        let list = self.theirs.plan().list(parent, kind).iter();
        let list: Vec<NodeId> = list.copied().filter(|&id| Some(id) != there).collect();
        if ours.last() == Some(&node) {
            return Some((parent, list.len()));
        }
        let before = ours.iter().take_while(|&&id| id != node);
        let before: Vec<NodeId> = before.filter_map(|id| self.here.get(id).copied()).collect();
        let index = before
            .iter()
            .rev()
            .find_map(|id| list.iter().position(|other| other == id));
        Some((parent, index.map_or(0, |index| index + 1)))
    }

    /// Deletes what was deleted here, unless it has gone with something else.
    fn remove(&mut self, removed: &[NodeId]) {
        for &there in removed {
            if self.theirs.plan().is_alive(there) {
                self.edit(Edit::Remove { node: there });
            }
        }
    }

    /// Brings a list into the order that it was given here.
    fn order(&mut self, node: NodeId, kind: Kind) {
        let (Some(&base), Some(&parent)) = (self.from_base.get(&node), self.here.get(&node)) else {
            return;
        };
        let ours = self.ours.list(node, kind);
        let known: Vec<NodeId> = ours
            .iter()
            .filter_map(|id| self.from_base.get(id).copied())
            .filter(|&id| self.base.parent(id) == Some(base))
            .collect();
        let in_base = self.base.list(base, kind).iter().copied();
        let stayed: Vec<NodeId> = in_base.filter(|id| known.contains(id)).collect();
        if known == stayed {
            return;
        }
        let there = self.theirs.plan().list(parent, kind).to_vec();
        let theirs = stayed.iter().filter_map(|id| self.to_theirs.get(id));
        let places: Vec<Option<usize>> = theirs
            .map(|id| there.iter().position(|other| other == id))
            .collect();
        if !places.is_sorted() {
            let path = self.ours.path(node);
            self.clashes.push(format!(
                "the {} of `{path}` have another order here, and yet another one in the file",
                kind.list()
            ));
            return;
        }
        // What others have put in keeps its place among them.
        let wanted = ours.iter().filter_map(|id| self.here.get(id).copied());
        let wanted: Vec<NodeId> = wanted.filter(|id| there.contains(id)).collect();
        let is_ours: HashSet<NodeId> = wanted.iter().copied().collect();
        let mut wanted = wanted.into_iter();
        let ordered: Vec<NodeId> = there
            .iter()
            .map(|&id| {
                let next = is_ours.contains(&id).then(|| wanted.next());
                next.flatten().unwrap_or(id)
            })
            .collect();
        for (index, &item) in ordered.iter().enumerate() {
            if self.theirs.plan().list(parent, kind).get(index) != Some(&item) {
                self.edit(Edit::Move {
                    node: item,
                    parent,
                    index,
                });
            }
        }
    }
}

/// Whether two definitions say the same, with all that lies in them.
fn same((one, at): (&Plan, NodeId), (other, twin): (&Plan, NodeId)) -> bool {
    let mut left = one.walk_from(at);
    let mut right = other.walk_from(twin);
    loop {
        let (node, twin) = match (left.next(), right.next()) {
            (Some(node), Some(twin)) => (node, twin),
            (None, None) => return true,
            (Some(_), None) | (None, Some(_)) => return false,
        };
        let alike = one.kind(node) == other.kind(twin)
            && one.children(node).len() == other.children(twin).len()
            && FIELDS
                .iter()
                .all(|info| one.value(node, info.field) == other.value(twin, info.field));
        if !alike {
            return false;
        }
    }
}
