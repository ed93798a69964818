//! Changed lists: items put in, taken out and moved, as lines of the text with their comments.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::super::{Document, Parsed, read};
use super::{SaveError, is_numeric, node_of};
use crate::plan::{FIELDS, Kind, Plan};
use crate::source::NodeId;
use crate::yaml::{self, Item, ItemId, Splice};

/// A text on its way to the plan, with our id for each definition in it.
pub(super) struct Stage {
    pub(super) text: String,
    pub(super) parsed: Parsed,
    ours: Vec<NodeId>,
    theirs: HashMap<NodeId, NodeId>,
}

impl Stage {
    /// Reads a text whose definitions are, in order, these of ours.
    pub(super) fn new(text: String, order: &[NodeId]) -> Result<Self, SaveError> {
        let parsed = read(&text);
        let walked: Vec<NodeId> = parsed.plan.walk().collect();
        if walked.len() != order.len() {
            return Err(SaveError::WouldDiffer {
                what: "the list of definitions".to_owned(),
            });
        }
        let mut ours = vec![NodeId::ROOT; parsed.plan.ids()];
        for (&their, &our) in walked.iter().zip(order) {
            ours[their.index()] = our;
        }
        let theirs = order.iter().copied().zip(walked).collect();
        Ok(Self {
            text,
            parsed,
            ours,
            theirs,
        })
    }

    fn our(&self, theirs: NodeId) -> NodeId {
        self.ours[theirs.index()]
    }

    fn list(&self, parent: NodeId, kind: Kind) -> Vec<NodeId> {
        self.parsed
            .plan
            .list(parent, kind)
            .iter()
            .map(|&theirs| self.our(theirs))
            .collect()
    }

    fn list_item(&self, parent: NodeId, kind: Kind) -> Option<ItemId> {
        let map = self.parsed.origins[parent.index()]?;
        self.parsed
            .tree
            .value(&self.text, map, kind.list())
            .map(|id| self.parsed.tree.resolve(id))
    }

    /// The text of a definition where it stands now.
    fn item_text(&self, node: NodeId) -> Option<String> {
        let theirs = *self.theirs.get(&node)?;
        let (parent, kind) = (
            self.parsed.plan.parent(theirs)?,
            self.parsed.plan.kind(theirs),
        );
        let list = self.list_item(parent, kind)?;
        let index = self
            .parsed
            .plan
            .list(parent, kind)
            .iter()
            .position(|&other| other == theirs)?;
        Some(yaml::item_text(&self.text, &self.parsed.tree, list, index))
    }

    /// Our ids in the order of the text that has `wanted` as the list of that kind in `parent`.
    fn order_with(
        &self,
        plan: &Plan,
        parent: NodeId,
        kind: Kind,
        wanted: &[NodeId],
    ) -> Vec<NodeId> {
        let mut order = Vec::with_capacity(self.ours.len());
        let mut stack = vec![Some(NodeId::ROOT)];
        let mut fresh: Vec<NodeId> = Vec::new();
        while let Some(next) = stack.pop() {
            let Some(theirs) = next else {
                let node = fresh
                    .pop()
                    .expect("invariant: one fresh definition for each mark");
                order.extend(plan.walk_from(node));
                continue;
            };
            order.push(self.our(theirs));
            let mut children: Vec<Option<NodeId>> = Vec::new();
            for each in Kind::LISTED {
                if theirs == parent && each == kind {
                    children.extend(wanted.iter().map(|node| self.theirs.get(node).copied()));
                    fresh.extend(
                        wanted
                            .iter()
                            .rev()
                            .filter(|node| !self.theirs.contains_key(node)),
                    );
                } else {
                    children.extend(
                        self.parsed
                            .plan
                            .list(theirs, each)
                            .iter()
                            .copied()
                            .map(Some),
                    );
                }
            }
            stack.extend(children.into_iter().rev());
        }
        order
    }
}

impl Document {
    /// Writes the lists of a block, where it stands in the text.
    pub(super) fn write_lists(
        &self,
        parent: NodeId,
        mut stage: Stage,
        removed: &mut BTreeMap<NodeId, String>,
    ) -> Result<Stage, SaveError> {
        for kind in Kind::LISTED {
            let Some(&theirs) = stage.theirs.get(&parent) else {
                return Ok(stage);
            };
            let wanted = self.plan.list(parent, kind);
            let there = stage.list(theirs, kind);
            if there == wanted {
                continue;
            }
            let order = stage.order_with(&self.plan, theirs, kind, wanted);
            let splices = self.list_splices(&stage, (theirs, kind), (&there, wanted), removed);
            stage = Stage::new(yaml::apply(&stage.text, splices), &order)?;
        }
        Ok(stage)
    }

    fn list_splices(
        &self,
        stage: &Stage,
        place: (NodeId, Kind),
        lists: (&[NodeId], &[NodeId]),
        removed: &mut BTreeMap<NodeId, String>,
    ) -> Vec<Splice> {
        let ((parent, kind), (there, wanted)) = (place, lists);
        let (text, tree, key) = (&stage.text, &stage.parsed.tree, kind.list());
        let Some(map) = stage.parsed.origins[parent.index()] else {
            return Vec::new();
        };
        removed.extend(
            there
                .iter()
                .filter_map(|&node| Some((node, stage.item_text(node)?))),
        );
        if wanted.is_empty() {
            return yaml::remove_key(text, tree, map, key);
        }
        let Some(list) = stage.list_item(parent, kind).filter(|_| !there.is_empty()) else {
            let nodes = wanted.iter().map(|&node| self.item_node(node)).collect();
            return yaml::set_value(text, tree, map, key, &yaml::Node::List(nodes));
        };
        let keep = kept(there, wanted);
        let mut splices = Vec::new();
        for (index, node) in there.iter().enumerate() {
            if !keep.contains(node) {
                splices.extend(yaml::remove_item(text, tree, list, index));
            }
        }
        let positions: HashMap<NodeId, usize> = there.iter().copied().zip(0..).collect();
        let mut index = 0;
        for &node in wanted {
            if keep.contains(&node) {
                index = positions[&node] + 1;
            } else {
                splices.extend(yaml::insert_item(
                    text,
                    tree,
                    list,
                    index,
                    &self.item(node, stage),
                ));
            }
        }
        splices
    }

    /// A definition as it stood somewhere, else anew.
    fn item(&self, node: NodeId, stage: &Stage) -> Item {
        if let Some(text) = stage.item_text(node) {
            return Item::Text(text);
        }
        let unchanged = || {
            let below = self.plan.walk_from(node);
            below
                .into_iter()
                .all(|id| !self.dirty.fields.contains(&id) && !self.dirty.lists.contains(&id))
        };
        match self.dirty.removed.get(&node).filter(|_| unchanged()) {
            Some(text) => Item::Text(text.clone()),
            None => Item::Node(self.item_node(node)),
        }
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

/// The most items that can stay where they are: a longest run of what is wanted that is in order there.
fn kept(there: &[NodeId], wanted: &[NodeId]) -> BTreeSet<NodeId> {
    let positions: HashMap<NodeId, usize> = there.iter().copied().zip(0..).collect();
    // The last item of the best run of each length, with the one before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; wanted.len()];
    let position = |index: usize| positions.get(&wanted[index]).copied();
    for index in 0..wanted.len() {
        let Some(at) = position(index) else {
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
