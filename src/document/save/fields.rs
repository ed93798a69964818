//! Changed fields, as splices of the text.

use std::collections::BTreeMap;

use super::super::Document;
use super::super::place::find;
use super::stage::Stage;
use super::{SaveError, disjoint, is_bare, is_numeric, node_of, value_at};
use crate::plan::{FIELDS, Field, Value};
use crate::source::NodeId;
use crate::yaml::{self, ItemId, Splice, Style, View};

impl Document {
    /// Writes all fields that differ, in definitions that stand in the text. Changes that touch the same lines are made
    /// one after another, each in the text that the one before has left.
    pub(super) fn write_fields(&self, mut stage: Stage) -> Result<Stage, SaveError> {
        let mut nodes: Vec<NodeId> = self
            .dirty
            .fields
            .iter()
            .copied()
            .filter(|&node| self.plan.is_alive(node))
            .collect();
        while !nodes.is_empty() {
            let mut splices = Vec::new();
            let mut later = Vec::new();
            for &node in &nodes {
                if let Some(map) = stage.map(node)
                    && !self.definition_splices(node, map, &stage, &mut splices)
                {
                    later.push(node);
                }
            }
            if splices.is_empty() {
                break;
            }
            splices.sort_by_key(|splice| splice.span);
            stage = Stage::new(yaml::apply(&stage.text, splices), &self.written)?;
            nodes = later;
        }
        Ok(stage)
    }

    /// Adds the splices of one definition that leave alone what others change; false if some are left for later.
    fn definition_splices(
        &self,
        node: NodeId,
        map: ItemId,
        stage: &Stage,
        splices: &mut Vec<Splice>,
    ) -> bool {
        let mut all = true;
        // A key that is a field elsewhere is none here: an error, which stays as it is written.
        let kind = self.plan.kind(node);
        for info in FIELDS.iter().filter(|info| info.field.fits(kind)) {
            let (new, whole) = self.field_splices(node, map, info.field, stage);
            all &= whole;
            let near = splices.len().saturating_sub(NEAR);
            if disjoint(&splices[near..], &new) {
                splices.extend(new);
            } else {
                all = false;
            }
        }
        all
    }

    fn field_splices(
        &self,
        node: NodeId,
        map: ItemId,
        field: Field,
        stage: &Stage,
    ) -> (Vec<Splice>, bool) {
        let key = field.key();
        let (text, tree) = (&stage.text, &stage.parsed.tree);
        let old = find(text, tree, map, key, 0).map(|id| value_at(text, tree, id));
        let new = self.plan.value(node, field);
        // What names nothing, such as a list, is no name in the plan, and stays.
        let no_name = field == Field::Name && new.is_none();
        if old.as_ref() == new || no_name && old.as_ref().is_some_and(|old| old.as_text().is_none())
        {
            return (Vec::new(), true);
        }
        let splices = match (tree.value(text, map, key), new) {
            (Some(id), Some(new))
                if matches!((&old, new), (Some(Value::Map(_)), Value::Map(_)))
                    && tree.resolve(id) == id =>
            {
                return map_splices(id, new, stage);
            }
            (Some(id), Some(new)) if is_same_list(old.as_ref(), new, id, stage) => {
                return (item_splices(id, new, stage), true);
            }
            (Some(id), Some(new)) if is_list_of_maps(old.as_ref(), new, id, stage) => {
                return inside_items(id, new, stage);
            }
            (Some(id), Some(new)) if let Some(splices) = one_item(old.as_ref(), new, id, stage) => {
                splices
            }
            (Some(_), Some(new)) => {
                yaml::set_value(text, tree, map, key, &node_of(new, is_numeric(field)))
            }
            (None, Some(new)) => {
                let value = node_of(new, is_numeric(field));
                yaml::add_key(text, tree, map, key, &value, key_before(stage, map, field))
            }
            (Some(_), None) => yaml::remove_key(text, tree, map, key),
            (None, None) => Vec::new(),
        };
        (splices, true)
    }
}

/// How many splices back can touch the same lines: those of one definition, and of the one before it.
const NEAR: usize = 128;

/// The keys inside a mapping that differ; false if some would touch what others change and wait for the next text.
fn map_splices(map: ItemId, new: &Value, stage: &Stage) -> (Vec<Splice>, bool) {
    let (text, tree) = (&stage.text, &stage.parsed.tree);
    let Value::Map(pairs) = new else {
        return (Vec::new(), true);
    };
    let mut splices: Vec<Splice> = Vec::new();
    let mut all = true;
    let mut add = |new: Vec<Splice>, whole: bool| {
        let free = disjoint(&splices, &new);
        all &= whole && free;
        if free {
            splices.extend(new);
        }
    };
    let keys: Vec<Key<'_>> = tree
        .pairs(map)
        .filter_map(|(key, id)| Some((tree.text(text, key)?, key, id)))
        .collect();
    let renamed = renamed(&keys, new, stage);
    let goes = |key: &str| new.key(key).is_none() || is_overtaken(map, key, pairs, stage);
    let is_last = |key: &str| keys.last().is_some_and(|&(last, ..)| last == key);
    let all_go = renamed.is_empty() && keys.iter().all(|&(key, ..)| goes(key));
    for &(key, _, id) in &keys {
        let old = value_at(text, tree, id);
        let quoted = matches!(tree.view(text, id), View::Scalar(_, style) if style != Style::Plain);
        match new.key(key) {
            // A mapping is never without keys: the last one goes when others are there.
            _ if all_go && is_last(key) => add(Vec::new(), false),
            None if let Some(new) = renamed.get(key) => {
                add(yaml::rename_key(text, tree, map, key, new), false);
            }
            None => add(yaml::remove_key(text, tree, map, key), true),
            // What comes behind another key now is taken out here, and put in again in the next text.
            Some(_) if is_overtaken(map, key, pairs, stage) => {
                add(yaml::remove_key(text, tree, map, key), false);
            }
            Some(new) if *new == old => {}
            Some(new @ Value::Map(_)) if matches!(old, Value::Map(_)) && tree.resolve(id) == id => {
                let (inside, whole) = map_splices(id, new, stage);
                add(inside, whole);
            }
            Some(new) => add(
                yaml::set_value(text, tree, map, key, &kept_node(new, quoted)),
                true,
            ),
        }
    }
    let mut before: Option<&str> = None;
    for (key, value) in pairs {
        if tree.value(text, map, key).is_none() && !renamed.values().any(|&new| *new == **key) {
            let node = kept_node(value, false);
            add(yaml::add_key(text, tree, map, key, &node, before), true);
        }
        before = Some(key);
    }
    (splices, all)
}

/// A key of a mapping: its text, itself and its value.
type Key<'t> = (&'t str, ItemId, ItemId);

/// The keys that go and are there under another name, with the same value: what they are called then.
fn renamed<'v>(keys: &[Key<'v>], new: &'v Value, stage: &Stage) -> BTreeMap<&'v str, &'v str> {
    let (text, tree) = (&stage.text, &stage.parsed.tree);
    let mut renamed = BTreeMap::new();
    let Value::Map(pairs) = new else {
        return renamed;
    };
    let comes = |key: &str| keys.iter().all(|&(other, ..)| other != key);
    let mut coming: Vec<&(Box<str>, Value)> = pairs.iter().filter(|pair| comes(&pair.0)).collect();
    for &(key, own, id) in keys {
        let is_own = matches!(tree.view(text, own), View::Scalar(..));
        if new.key(key).is_some() || !is_own {
            continue;
        }
        let old = value_at(text, tree, id);
        if let Some(at) = coming.iter().position(|pair| pair.1 == old) {
            renamed.insert(key, &*coming.remove(at).0);
        }
    }
    renamed
}

/// Whether a key that stands behind this one in the text shall stand before it.
fn is_overtaken(map: ItemId, key: &str, pairs: &[(Box<str>, Value)], stage: &Stage) -> bool {
    let place = |key: &str| pairs.iter().position(|(other, _)| **other == *key);
    let (text, tree) = (&stage.text, &stage.parsed.tree);
    let keys = tree.pairs(map).filter_map(|(id, _)| tree.text(text, id));
    let mut behind = keys.skip_while(|&other| other != key).skip(1);
    behind.any(|other| place(other).is_some_and(|other| Some(other) < place(key)))
}

/// The key behind which a new field goes: the last one there that the table of fields has before it. Variants go behind
/// all that they are variants of.
fn key_before(stage: &Stage, map: ItemId, field: Field) -> Option<&str> {
    if field == Field::Variants {
        let (last, _) = stage.parsed.tree.pairs(map).last()?;
        return stage.parsed.tree.text(&stage.text, last);
    }
    FIELDS[..field.index()]
        .iter()
        .rev()
        .map(|info| info.key)
        .find(|key| stage.parsed.tree.value(&stage.text, map, key).is_some())
}

/// A value inside a mapping that is kept as it is: a number or a flag is one, unless quotes say that it is a text.
fn kept_node(value: &Value, quoted: bool) -> yaml::Node {
    let numeric = value.as_text().is_some_and(is_bare);
    node_of(value, numeric && !quoted)
}

/// Whether only items of a list of scalars differ, so that each can be written in place with the quotes it has.
fn is_same_list(old: Option<&Value>, new: &Value, id: ItemId, stage: &Stage) -> bool {
    let (Some(Value::List(old)), Value::List(new)) = (old, new) else {
        return false;
    };
    let scalars = |items: &[Value]| items.iter().all(|item| item.as_text().is_some());
    let tree = &stage.parsed.tree;
    let plain = tree
        .items(id)
        .all(|item| matches!(tree.view(&stage.text, item), View::Scalar(..)));
    old.len() == new.len() && scalars(old) && scalars(new) && plain
}

fn item_splices(id: ItemId, new: &Value, stage: &Stage) -> Vec<Splice> {
    let (text, tree) = (&stage.text, &stage.parsed.tree);
    let flow = tree.is_flow(id);
    tree.items(id)
        .zip(new.items())
        .filter_map(|(item, new)| match (tree.view(text, item), new.as_text()) {
            (View::Scalar(old, style), Some(new)) if old != new => Some(Splice {
                span: tree.span(item),
                text: yaml::print_scalar(new, Some(style), flow, false),
            }),
            _ => None,
        })
        .collect()
}

/// The splices of a list of mappings that has one more, or one less, and is otherwise the same.
fn one_item(old: Option<&Value>, new: &Value, id: ItemId, stage: &Stage) -> Option<Vec<Splice>> {
    let (Some(Value::List(old)), Value::List(new)) = (old, new) else {
        return None;
    };
    let (text, tree) = (&stage.text, &stage.parsed.tree);
    let maps = |items: &[Value]| items.iter().all(|item| matches!(item, Value::Map(_)));
    if tree.resolve(id) != id || old.is_empty() || new.is_empty() || !maps(old) || !maps(new) {
        return None;
    }
    let at = old.iter().zip(new).take_while(|(one, other)| one == other);
    let at = at.count();
    if new.len() == old.len() + 1 && new[at + 1..] == old[at..] {
        let item = yaml::Item::Node(kept_node(&new[at], false));
        return Some(yaml::insert_item(text, tree, id, at, &item));
    }
    (old.len() == new.len() + 1 && old[at + 1..] == new[at..])
        .then(|| yaml::remove_item(text, tree, id, at))
}

/// Whether a list has as many mappings as before, so that only what differs inside them is written.
fn is_list_of_maps(old: Option<&Value>, new: &Value, id: ItemId, stage: &Stage) -> bool {
    let (Some(Value::List(old)), Value::List(new)) = (old, new) else {
        return false;
    };
    let maps = |items: &[Value]| items.iter().all(|item| matches!(item, Value::Map(_)));
    let tree = &stage.parsed.tree;
    let own = tree
        .items(id)
        .all(|item| matches!(tree.view(&stage.text, item), View::Map));
    tree.resolve(id) == id && old.len() == new.len() && maps(old) && maps(new) && own
}

fn inside_items(id: ItemId, new: &Value, stage: &Stage) -> (Vec<Splice>, bool) {
    let mut splices = Vec::new();
    let mut all = true;
    for (item, new) in stage.parsed.tree.items(id).zip(new.items()) {
        let (inside, whole) = map_splices(item, new, stage);
        splices.extend(inside);
        all &= whole;
    }
    (splices, all)
}
