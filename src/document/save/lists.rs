//! Changed lists: items put in, taken out and moved, as lines of the text with their comments.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::super::Document;
use super::stage::{Entry, Stage};
use super::{SaveError, disjoint, is_numeric, node_of};
use crate::plan::{FIELDS, Kind, Plan};
use crate::source::NodeId;
use crate::yaml::{self, Item};

impl Document {
    /// Writes the lists of a block, where it stands in the text. Keeps the texts of what is taken out in `removed`.
    pub(super) fn write_lists(
        &self,
        parent: NodeId,
        mut stage: Stage,
        removed: &mut BTreeMap<NodeId, String>,
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
            stage = self.put_in(stage, (theirs, kind), wanted, &keep)?;
            let theirs = stage
                .theirs(parent)
                .expect("invariant: putting in takes nothing out");
            stage = take_out(&self.plan, stage, (theirs, kind), &keep)?;
        }
        Ok(stage)
    }

    /// Puts in what does not stand there in the right order, before anything is taken out.
    fn put_in(
        &self,
        stage: Stage,
        list: (NodeId, Kind),
        wanted: &[NodeId],
        keep: &BTreeSet<NodeId>,
    ) -> Result<Stage, SaveError> {
        let (parent, kind) = list;
        let there = stage.parsed.plan.list(parent, kind).to_vec();
        if wanted.iter().all(|node| keep.contains(node)) {
            return Ok(stage);
        }
        let (text, tree) = (&stage.text, &stage.parsed.tree);
        let Some(item) = stage.list_item(parent, kind).filter(|_| !there.is_empty()) else {
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
            let (text_of, entry) = self.item(node, &stage);
            splices.extend(yaml::insert_item(text, tree, item, index, &text_of));
            entries.push(entry);
        }
        entries.extend(rest.map(|(_, &theirs)| Entry::There(theirs)));
        stage.next(yaml::apply(text, splices), &self.plan, list, &entries)
    }

    /// A definition as it stands or stood somewhere, else anew.
    fn item(&self, node: NodeId, stage: &Stage) -> (Item, Entry) {
        if let (Some(text), Some(theirs)) = (stage.item_text(node), stage.theirs(node)) {
            return (Item::Text(text), Entry::Copy(theirs));
        }
        let unchanged = || {
            self.plan
                .walk_from(node)
                .all(|id| !self.dirty.fields.contains(&id) && !self.dirty.lists.contains(&id))
        };
        let item = match self.dirty.removed.get(&node).filter(|_| unchanged()) {
            Some(text) => Item::Text(text.clone()),
            None => Item::Node(self.item_node(node)),
        };
        (item, Entry::Fresh(node))
    }

    fn item_node(&self, node: NodeId) -> yaml::Node {
        let fields = FIELDS.iter().filter_map(|info| {
            let value = self.plan.value(node, info.field)?;
            Some((info.key.to_owned(), node_of(value, is_numeric(info.field))))
        });
        let lists = Kind::LISTED.into_iter().filter_map(|kind| {
            let list = self.plan.list(node, kind);
            let items = list.iter().map(|&node| self.item_node(node)).collect();
            (!list.is_empty()).then(|| (kind.list().to_owned(), yaml::Node::List(items)))
        });
        yaml::Node::Map(fields.chain(lists).collect())
    }
}

/// Takes out what is not wanted: what stands between the items that are kept or were put in.
fn take_out(
    plan: &Plan,
    mut stage: Stage,
    list: (NodeId, Kind),
    keep: &BTreeSet<NodeId>,
) -> Result<Stage, SaveError> {
    let (mut parent, kind) = list;
    let owner = stage.our(parent);
    let wanted = plan.list(owner, kind).len();
    loop {
        let there = stage.parsed.plan.list(parent, kind).to_vec();
        if there.len() == wanted {
            return Ok(stage);
        }
        let (text, tree) = (&stage.text, &stage.parsed.tree);
        if wanted == 0 {
            let map = stage.parsed.origins[parent.index()].ok_or(SaveError::NoPlan)?;
            let splices = yaml::remove_key(text, tree, map, kind.list());
            return stage.next(yaml::apply(text, splices), plan, list, &[]);
        }
        let item = stage.list_item(parent, kind).ok_or(SaveError::NoPlan)?;
        let mut round = Vec::new();
        let mut entries = Vec::new();
        for (index, &theirs) in there.iter().enumerate() {
            let splices = if stage.is_surplus(theirs, keep) {
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
        stage = stage.next(next, plan, (parent, kind), &entries)?;
        parent = stage.theirs(owner).ok_or(SaveError::NoPlan)?;
    }
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
