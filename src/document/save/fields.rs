//! Changed fields, as splices of the text.

use super::super::Document;
use super::super::place::find;
use super::{is_numeric, node_of, value_at};
use crate::plan::{FIELDS, Field, Value};
use crate::source::NodeId;
use crate::yaml::{self, ItemId, Splice};

impl Document {
    /// The splices for all fields that differ, in definitions that stand in the text.
    pub(super) fn field_splices(&self) -> Vec<Splice> {
        let mut splices = Vec::new();
        for &node in &self.dirty.fields {
            let origin = self.origins.get(node.index()).copied().flatten();
            if let Some(map) = origin.filter(|_| self.plan.is_alive(node)) {
                splices.extend(self.definition_splices(node, map));
            }
        }
        splices
    }

    fn definition_splices(&self, node: NodeId, map: ItemId) -> Vec<Splice> {
        FIELDS
            .iter()
            .flat_map(|info| self.field_splice(node, map, info.field))
            .collect()
    }

    fn field_splice(&self, node: NodeId, map: ItemId, field: Field) -> Vec<Splice> {
        let key = field.key();
        let (text, tree) = (&self.text, &self.tree);
        let old = find(text, tree, map, key, 0).map(|id| value_at(text, tree, id, 0));
        let new = self.plan.value(node, field);
        if old.as_ref() == new {
            return Vec::new();
        }
        match (tree.value(text, map, key), new) {
            (Some(id), Some(new))
                if matches!((&old, new), (Some(Value::Map(_)), Value::Map(_)))
                    && tree.resolve(id) == id =>
            {
                self.map_splices(id, new)
            }
            (Some(_), Some(new)) => {
                yaml::set_value(text, tree, map, key, &node_of(new, is_numeric(field)))
            }
            (None, Some(new)) => yaml::add_key(
                text,
                tree,
                map,
                key,
                &node_of(new, is_numeric(field)),
                self.key_before(map, field),
            ),
            (Some(_), None) => yaml::remove_key(text, tree, map, key),
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
            let old = value_at(text, tree, id, 0);
            match new.key(key) {
                None => splices.extend(yaml::remove_key(text, tree, map, key)),
                Some(new) if *new == old => {}
                Some(new @ Value::Map(_))
                    if matches!(old, Value::Map(_)) && tree.resolve(id) == id =>
                {
                    splices.extend(self.map_splices(id, new));
                }
                Some(new) => {
                    splices.extend(yaml::set_value(text, tree, map, key, &node_of(new, false)))
                }
            }
        }
        for (key, value) in pairs {
            if tree.value(text, map, key).is_none() {
                splices.extend(yaml::add_key(
                    text,
                    tree,
                    map,
                    key,
                    &node_of(value, false),
                    None,
                ));
            }
        }
        splices
    }

    /// The key behind which a new field goes: the last one there that the table of fields has before it.
    fn key_before(&self, map: ItemId, field: Field) -> Option<&'static str> {
        FIELDS[..field.index()]
            .iter()
            .rev()
            .map(|info| info.key)
            .find(|key| self.tree.value(&self.text, map, key).is_some())
    }
}
