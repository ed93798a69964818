//! Whether a changed text says what was there, with exactly the named fields changed: to our reader, and to another.

use serde::Deserialize as _;
use serde_yaml::{Mapping, Value};

use super::{Change, Place, Step};
use crate::yaml::{Budget, Limits, Node, Tree};

/// Nodes that both texts may hold together, those behind aliases each time.
const VISITS: u32 = 50_000_000;

/// What the changed text is meant to say.
pub(super) struct Meant<'a> {
    pub(super) place: &'a Place,
    pub(super) changes: &'a [Change],
}

/// The documents of a text, as the second reader sees them.
pub(super) fn documents(text: &str) -> Result<Vec<Value>, String> {
    serde_yaml::Deserializer::from_str(text)
        .map(|document| Value::deserialize(document).map_err(|error| error.to_string()))
        .collect()
}

impl Meant<'_> {
    /// Compares with our own reader.
    pub(super) fn ours(&self, old: (&str, &Tree), new: (&str, &Tree)) -> Result<(), String> {
        let mut budget = Limits {
            visits: VISITS,
            ..Limits::default()
        }
        .budget();
        let (before, after) = (values(old, &mut budget), values(new, &mut budget));
        if !budget.visit() {
            return Err("its aliases stand for too much".to_owned());
        }
        self.compare(
            before,
            &after,
            "something else in the file would change with it",
        )
    }

    /// Compares with the second reader.
    pub(super) fn theirs(&self, before: Vec<Value>, text: &str) -> Result<(), String> {
        let after = documents(text)?;
        self.compare(
            before,
            &after,
            "a second reader of YAML reads something else",
        )
    }

    fn compare(
        &self,
        mut before: Vec<Value>,
        after: &[Value],
        differs: &str,
    ) -> Result<(), String> {
        let root = before.get_mut(self.place.root);
        let items = self.place.items.iter();
        let shoot = items.fold(root, |list, &index| list?.get_mut("items")?.get_mut(index));
        let shoot = shoot.ok_or("the Shoot is not found again")?;
        for change in self.changes {
            make(shoot, &change.steps, change.value.as_ref().map(value));
        }
        if before == after {
            Ok(())
        } else {
            Err(differs.to_owned())
        }
    }
}

fn values((text, tree): (&str, &Tree), budget: &mut Budget) -> Vec<Value> {
    let roots = tree.roots().iter();
    roots
        .map(|&root| value(&Node::read(tree, text, root, budget)))
        .collect()
}

/// Makes a change to data.
fn make(node: &mut Value, steps: &[Step], value: Option<Value>) {
    let Some((step, rest)) = steps.split_first() else {
        *node = value.unwrap_or(Value::Null);
        return;
    };
    let gone = value.is_none();
    match step {
        Step::Key(key) => {
            if node.is_null() && !gone {
                *node = Value::Mapping(Mapping::new());
            }
            let Some(map) = node.as_mapping_mut() else {
                return;
            };
            if gone && rest.is_empty() {
                drop(map.shift_remove(key.as_str()));
                return;
            }
            if gone && !map.contains_key(key.as_str()) {
                return;
            }
            let child = map.entry(Value::String(key.clone())).or_insert(Value::Null);
            make(child, rest, value);
        }
        Step::Item(index) => {
            if node.is_null() && !gone {
                *node = Value::Sequence(Vec::new());
            }
            let Some(items) = node.as_sequence_mut() else {
                return;
            };
            if gone && rest.is_empty() {
                if *index < items.len() {
                    items.remove(*index);
                }
                return;
            }
            if *index == items.len() && !gone {
                items.push(Value::Null);
            }
            if let Some(item) = items.get_mut(*index) {
                make(item, rest, value);
            }
        }
    }
}

/// What was meant, as the second reader would read it.
fn value(node: &Node) -> Value {
    match node {
        Node::Null => Value::Null,
        Node::Scalar {
            text,
            numeric: true,
        } => serde_yaml::from_str(text).unwrap_or_else(|_| Value::String(text.clone())),
        Node::Scalar { text, .. } => Value::String(text.clone()),
        Node::List(items) => Value::Sequence(items.iter().map(value).collect()),
        Node::Map(pairs) => Value::Mapping(
            pairs
                .iter()
                .map(|(key, item)| (Value::String(key.clone()), value(item)))
                .collect(),
        ),
    }
}
