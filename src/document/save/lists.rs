//! Changed lists: items put in, taken out and moved, as lines of the text with their comments.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::super::{Document, Parsed, read};
use super::stage::{Entry, Stage};
use super::{SaveError, disjoint, is_numeric, node_of};
use crate::plan::{FIELDS, Kind};
use crate::source::NodeId;
use crate::yaml::{self, Item, ItemId};

/// A list of a definition, with the items that stay where they are.
pub(super) struct Kept {
    parent: NodeId,
    kind: Kind,
    items: BTreeSet<NodeId>,
}

impl Document {
    /// Puts into the lists of a block what is to stand there and does not. Keeps the texts of what goes in `removed`,
    /// and the lists from which something goes in `kept`.
    pub(super) fn put_into_lists(
        &self,
        parent: NodeId,
        mut stage: Stage,
        (removed, kept_lists): (&mut BTreeMap<NodeId, String>, &mut Vec<Kept>),
    ) -> Result<Stage, SaveError> {
        for kind in Kind::LISTED {
            let Some(theirs) = stage.theirs(parent) else {
                return Ok(stage);
            };
            let wanted = self.plan.list(parent, kind);
            let there = stage.list(theirs, kind);
            if there == wanted {
                continue;
            }
            removed.extend(
                there
                    .iter()
                    .filter_map(|&node| Some((node, stage.item_text(node)?))),
            );
            let keep = kept(&there, wanted);
            stage = self.put_in(stage, (theirs, kind), &keep, removed)?;
            kept_lists.push(Kept {
                parent,
                kind,
                items: keep,
            });
        }
        Ok(stage)
    }

    /// Puts in, empty, what is new and takes in something that stands elsewhere: that is moved there then, as it is.
    /// What was put in is told: its lists are to be written.
    pub(super) fn write_shells(
        &self,
        parent: NodeId,
        mut stage: Stage,
        shells: &mut Vec<NodeId>,
    ) -> Result<Stage, SaveError> {
        for kind in Kind::LISTED {
            let wanted = self.plan.list(parent, kind);
            for (at, &node) in wanted.iter().enumerate() {
                let Some(theirs) = stage.theirs(parent) else {
                    return Ok(stage);
                };
                let mut inside = self.plan.walk_from(node).skip(1);
                if stage.theirs(node).is_none() && inside.any(|id| stage.theirs(id).is_some()) {
                    stage = self.put_shell(&stage, (theirs, kind), (node, &wanted[..at]))?;
                    shells.push(node);
                    stage = self.write_shells(node, stage, shells)?;
                }
            }
        }
        Ok(stage)
    }

    fn put_shell(
        &self,
        stage: &Stage,
        list: (NodeId, Kind),
        shell: (NodeId, &[NodeId]),
    ) -> Result<Stage, SaveError> {
        let (parent, kind) = list;
        let (node, before) = shell;
        let there = stage.list(parent, kind);
        let last = before.iter().rev();
        let index = last.filter_map(|one| there.iter().position(|other| other == one));
        let index = index.map(|at| at + 1).next().unwrap_or(0);
        let (text, tree) = (&stage.text, &stage.parsed.tree);
        let fields = yaml::Node::Map(self.field_nodes(node));
        let item = stage.list_item(parent, kind).filter(|_| !there.is_empty());
        let splices = if let Some(item) = item {
            yaml::insert_item(text, tree, item, index, &Item::Node(fields))
        } else {
            let map = stage.parsed.origins[parent.index()].ok_or(SaveError::NoPlan)?;
            let nodes = yaml::Node::List(vec![fields]);
            yaml::set_value(text, tree, map, kind.list(), &nodes)
        };
        let own = stage.parsed.plan.list(parent, kind);
        let mut entries: Vec<Entry> = own.iter().map(|&theirs| Entry::There(theirs)).collect();
        entries.insert(index, Entry::Shell(node));
        stage.next(yaml::apply(text, splices), &self.plan, list, &entries)
    }

    /// Takes out what is not wanted: what stands between the items that are kept or were put in.
    pub(super) fn take_out(&self, mut stage: Stage, list: &Kept) -> Result<Stage, SaveError> {
        let Kept {
            parent: owner,
            kind,
            ref items,
        } = *list;
        let wanted = self.plan.list(owner, kind).len();
        loop {
            let parent = stage.theirs(owner).ok_or(SaveError::NoPlan)?;
            let there = stage.parsed.plan.list(parent, kind).to_vec();
            if there.len() == wanted {
                return Ok(stage);
            }
            let (text, tree) = (&stage.text, &stage.parsed.tree);
            if wanted == 0 {
                let map = stage.parsed.origins[parent.index()].ok_or(SaveError::NoPlan)?;
                let splices = yaml::remove_key(text, tree, map, kind.list());
                return stage.next(yaml::apply(text, splices), &self.plan, (parent, kind), &[]);
            }
            let item = stage.list_item(parent, kind).ok_or(SaveError::NoPlan)?;
            let mut round = Vec::new();
            let mut entries = Vec::new();
            for (index, &theirs) in there.iter().enumerate() {
                let splices = if stage.is_surplus(theirs, items) {
                    yaml::remove_item(text, tree, item, index)
                } else {
                    Vec::new()
                };
                if splices.is_empty() || !disjoint(&round, &splices) {
                    entries.push(Entry::There(theirs));
                } else {
                    round.extend(splices);
                }
            }
            if round.is_empty() {
                return Err(SaveError::WouldDiffer {
                    what: format!("`{}`", kind.list()),
                });
            }
            let next = yaml::apply(text, round);
            stage = stage.next(next, &self.plan, (parent, kind), &entries)?;
        }
    }

    /// Puts in what does not stand there in the right order, before anything is taken out.
    fn put_in(
        &self,
        stage: Stage,
        list: (NodeId, Kind),
        keep: &BTreeSet<NodeId>,
        removed: &BTreeMap<NodeId, String>,
    ) -> Result<Stage, SaveError> {
        let (parent, kind) = list;
        let wanted = self.plan.list(stage.our(parent), kind);
        let there = stage.parsed.plan.list(parent, kind).to_vec();
        if wanted.iter().all(|node| keep.contains(node)) {
            return Ok(stage);
        }
        let (text, tree) = (&stage.text, &stage.parsed.tree);
        let Some(item) = stage.list_item(parent, kind).filter(|_| !there.is_empty()) else {
            if let Some(stage) = self.put_in_new(&stage, list, removed)? {
                return Ok(stage);
            }
            let nodes = wanted.iter().map(|&node| self.item_node(node)).collect();
            let map = stage.parsed.origins[parent.index()].ok_or(SaveError::NoPlan)?;
            let splices = yaml::set_value(text, tree, map, kind.list(), &yaml::Node::List(nodes));
            let entries: Vec<Entry> = wanted.iter().map(|&node| Entry::Fresh(node)).collect();
            return stage.next(yaml::apply(text, splices), &self.plan, list, &entries);
        };
        let mut splices = Vec::new();
        let mut entries = Vec::new();
        let mut rest = there.iter().enumerate().peekable();
        for &node in wanted {
            if keep.contains(&node) {
                for (_, &theirs) in rest.by_ref() {
                    entries.push(Entry::There(theirs));
                    if stage.our(theirs) == node {
                        break;
                    }
                }
                continue;
            }
            let index = rest.peek().map_or(there.len(), |&(index, _)| index);
            let (text_of, entry) = self.item(node, &stage, removed);
            splices.extend(yaml::insert_item(text, tree, item, index, &text_of));
            entries.push(entry);
        }
        entries.extend(rest.map(|(_, &theirs)| Entry::There(theirs)));
        stage.next(yaml::apply(text, splices), &self.plan, list, &entries)
    }

    /// Puts items as they stand somewhere into a list that is not there yet: the first one makes the list, and is put
    /// in again as it stands. Nothing if none of them stands anywhere.
    fn put_in_new(
        &self,
        stage: &Stage,
        list: (NodeId, Kind),
        removed: &BTreeMap<NodeId, String>,
    ) -> Result<Option<Stage>, SaveError> {
        let (parent, kind) = list;
        let wanted = self.plan.list(stage.our(parent), kind);
        let items: Vec<(Item, Entry)> = wanted
            .iter()
            .map(|&node| self.item(node, stage, removed))
            .collect();
        let is_text = |(item, _): &(Item, Entry)| matches!(item, Item::Text(_));
        let Some(&first) = wanted.first().filter(|_| items.iter().any(is_text)) else {
            return Ok(None);
        };
        let map = stage.parsed.origins[parent.index()].ok_or(SaveError::NoPlan)?;
        let one = yaml::Node::List(vec![self.item_node(first)]);
        let (text, tree) = (&stage.text, &stage.parsed.tree);
        let splices = yaml::set_value(text, tree, map, kind.list(), &one);
        let mut text = yaml::apply(text, splices);
        for (number, (item, _)) in items.iter().enumerate() {
            let parsed = read(&text);
            let list = list_in(&parsed, &text, parent, kind).ok_or(SaveError::NoPlan)?;
            let splices = yaml::insert_item(&text, &parsed.tree, list, number, item);
            text = yaml::apply(&text, splices);
        }
        let parsed = read(&text);
        let item = list_in(&parsed, &text, parent, kind).ok_or(SaveError::NoPlan)?;
        let splices = yaml::remove_item(&text, &parsed.tree, item, items.len());
        let text = yaml::apply(&text, splices);
        let entries: Vec<Entry> = items.into_iter().map(|(_, entry)| entry).collect();
        stage.next(text, &self.plan, list, &entries).map(Some)
    }

    /// A definition as it stands or stood somewhere, else anew.
    fn item(
        &self,
        node: NodeId,
        stage: &Stage,
        removed: &BTreeMap<NodeId, String>,
    ) -> (Item, Entry) {
        if let (Some(text), Some(theirs)) = (stage.item_text(node), stage.theirs(node)) {
            return (Item::Text(text), Entry::Copy(theirs));
        }
        let unchanged = || {
            self.plan
                .walk_from(node)
                .all(|id| !self.dirty.fields.contains(&id) && !self.dirty.lists.contains(&id))
        };
        // What another list has just lost has all its fields written; lists in it may not be.
        let mut inside = self.plan.walk_from(node);
        let just_lost = removed.get(&node);
        let just_lost = just_lost.filter(|_| inside.all(|id| !self.dirty.lists.contains(&id)));
        let before = || self.dirty.removed.get(&node).filter(|_| unchanged());
        let item = match just_lost.or_else(before) {
            Some(text) => Item::Text(text.clone()),
            None => Item::Node(self.item_node(node)),
        };
        (item, Entry::Fresh(node))
    }

    fn item_node(&self, node: NodeId) -> yaml::Node {
        let lists = Kind::LISTED.into_iter().filter_map(|kind| {
            let list = self.plan.list(node, kind);
            let items = list.iter().map(|&node| self.item_node(node)).collect();
            (!list.is_empty()).then(|| (kind.list().to_owned(), yaml::Node::List(items)))
        });
        yaml::Node::Map(self.field_nodes(node).into_iter().chain(lists).collect())
    }

    fn field_nodes(&self, node: NodeId) -> Vec<(String, yaml::Node)> {
        let fields = FIELDS.iter().filter_map(|info| {
            let value = self.plan.value(node, info.field)?;
            Some((info.key.to_owned(), node_of(value, is_numeric(info.field))))
        });
        fields.collect()
    }
}

/// The list of a kind in a definition of a text that has just been read. What is put in behind a definition changes
/// nothing of its id.
fn list_in(parsed: &Parsed, text: &str, parent: NodeId, kind: Kind) -> Option<ItemId> {
    let map = (*parsed.origins.get(parent.index())?)?;
    let list = parsed.tree.value(text, map, kind.list())?;
    Some(parsed.tree.resolve(list))
}

/// The most items that can stay where they are: a longest run of what is wanted that is in order there.
fn kept(there: &[NodeId], wanted: &[NodeId]) -> BTreeSet<NodeId> {
    let positions: HashMap<NodeId, usize> = there.iter().copied().zip(0..).collect();
    // The last item of the best run of each length, and for each item the one before it in its run.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; wanted.len()];
    let position = |index: usize| positions.get(&wanted[index]).copied();
    for (index, node) in wanted.iter().enumerate() {
        let Some(&at) = positions.get(node) else {
            continue;
        };
        let length = ends.partition_point(|&end| position(end).is_some_and(|other| other < at));
        before[index] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() {
            ends.push(index);
        } else {
            ends[length] = index;
        }
    }
    let mut keep = BTreeSet::new();
    let mut next = ends.last().copied();
    while let Some(index) = next {
        keep.insert(wanted[index]);
        next = before[index];
    }
    keep
}
