//! What variants say of a definition stays said of it when it is renamed or moved, and goes when it is deleted.

use super::super::edit::Edit;
use super::super::field::Field;
use super::super::node::Plan;
use super::super::value::Value;
use super::{all, pairs, put};
use crate::source::NodeId;

/// The way of a path through a plan: for every step the definitions there.
type Way = Vec<Vec<NodeId>>;

/// What each entry of each variant named before an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ways(Vec<Vec<Way>>);

/// How entries of variants followed an edit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Followed {
    /// Entries that have another path now.
    pub renamed: usize,
    /// Entries that named nothing else than what was deleted, and are gone with it.
    pub dropped: usize,
}

impl Plan {
    /// What the entries of all variants name.
    pub fn variant_ways(&self) -> Ways {
        let entries = |item: &Value| {
            let paths = pairs(item.key("set"));
            paths.map(|(path, _)| self.steps(path)).collect()
        };
        Ways(self.variants().iter().map(entries).collect())
    }

    /// How many entries of variants name nothing but what lies in these definitions.
    pub fn variant_entries_in(&self, nodes: &[NodeId]) -> usize {
        let is_inside = |node: NodeId| self.chain(node).any(|id| nodes.contains(&id));
        let entries = self.variant_ways().0.into_iter().flatten();
        entries
            .filter(|steps| {
                steps
                    .last()
                    .is_some_and(|named| named.iter().all(|&id| is_inside(id)))
            })
            .count()
    }

    /// The edit after which the entries of all variants name what they named before, with how many had to be changed.
    /// Those of what was deleted are taken away if that is wanted.
    pub fn follow(&self, before: &Ways, drops: bool) -> (Option<Edit>, Followed) {
        let mut followed = Followed::default();
        let mut items = self.variants().to_vec();
        for (item, ways) in items.iter_mut().zip(&before.0) {
            let mut entries = Entries::default();
            for ((path, fields), steps) in pairs(item.key("set")).zip(ways) {
                let Some(named) = steps.last() else {
                    entries.say(path, fields);
                    continue;
                };
                let left: Vec<NodeId> = self.alive(named).collect();
                if left.is_empty() {
                    if drops {
                        followed.dropped += 1;
                    } else {
                        entries.say(path, fields);
                    }
                    continue;
                }
                let new = self.followed(path, steps, &left);
                let reached = self.matching(&new).unwrap_or_default();
                entries.say(&new, fields);
                // A pattern may reach some of them no more.
                let lost: Vec<NodeId> = left
                    .into_iter()
                    .filter(|node| !reached.contains(node))
                    .collect();
                for &node in &lost {
                    entries.say(&self.path(node), fields);
                }
                followed.renamed += usize::from(new != path || !lost.is_empty());
            }
            let set = (!entries.0.is_empty()).then(|| Value::Map(entries.0.into()));
            if set.as_ref() != item.key("set") {
                *item = put(item, &["set"], set);
            }
        }
        let changed = followed != Followed::default();
        (changed.then(|| all(items)), followed)
    }

    /// The definitions at each step of a path; nothing if it leads nowhere, or to the plan itself.
    fn steps(&self, path: &str) -> Way {
        if path == "." || self.matching(path).is_err() {
            return Vec::new();
        }
        let ends = path.match_indices('/').map(|(end, _)| end);
        ends.chain([path.len()])
            .map(|end| self.matching(&path[..end]).unwrap_or_default())
            .collect()
    }

    fn alive(&self, nodes: &[NodeId]) -> impl Iterator<Item = NodeId> {
        nodes.iter().copied().filter(|&node| self.is_alive(node))
    }

    /// What a path is called now. One without a pattern is the path of what it names; in a pattern each name is that of
    /// the first definition that had it.
    fn followed(&self, path: &str, steps: &[Vec<NodeId>], left: &[NodeId]) -> String {
        if !path.split('/').any(|step| step == "*") {
            return left
                .first()
                .map_or_else(String::new, |&node| self.path(node));
        }
        let names: Vec<&str> = path
            .split('/')
            .zip(steps)
            .map(|(step, nodes)| {
                let mut names = self.alive(nodes).map(|node| self.name(node));
                let first = names.next().unwrap_or(step);
                let is_kept = step == "*" || first == step || names.any(|name| name == step);
                if is_kept { step } else { first }
            })
            .collect();
        names.join("/")
    }
}

/// The entries of a variant, each path once.
#[derive(Default)]
struct Entries(Vec<(Box<str>, Value)>);

impl Entries {
    /// What is said of a path that is there already is said beside it, and wins.
    fn say(&mut self, path: &str, fields: &Value) {
        let there = self.0.iter().position(|(other, _)| **other == *path);
        let fields = match there.map(|index| self.0.remove(index).1) {
            Some(before) => pairs(Some(fields)).fold(before, |all, (key, value)| {
                put(&all, &[key], Some(value.clone()))
            }),
            None => fields.clone(),
        };
        self.0.push((path.into(), fields));
    }
}

/// Whether an edit can change what is called how.
pub fn may_rename(edit: &Edit) -> bool {
    match edit {
        Edit::Set { field, .. } => *field == Field::Name,
        Edit::Insert { .. } => false,
        Edit::Remove { .. } | Edit::Move { .. } => true,
        Edit::Many(edits) => edits.iter().any(may_rename),
    }
}

/// Whether an edit takes something away and puts nothing new in its place.
pub fn only_deletes(edit: &Edit) -> bool {
    match edit {
        Edit::Insert { .. } => false,
        Edit::Set { .. } | Edit::Remove { .. } | Edit::Move { .. } => true,
        Edit::Many(edits) => edits.iter().all(only_deletes),
    }
}
