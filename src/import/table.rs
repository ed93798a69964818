//! Values of definitions: what they have in common, and what remains of one beside another.

use std::collections::{BTreeMap, HashMap};

use crate::plan::{Draft, Field, Kind, LONGEST_NAME, Value, name_fault};
use crate::visible::is_hidden;

/// Settings that are said once for all shoots of a block.
const SHARED: &[Field] = &[
    Field::Provider,
    Field::Kubernetes,
    Field::Cni,
    Field::Overlay,
    Field::Allocator,
    Field::Primary,
    Field::MaxPods,
    Field::NodeMaskV4,
    Field::NodeMaskV6,
    Field::NodeZones,
    Field::Pods,
    Field::Services,
];

/// A name that a path can hold.
pub(super) fn clean(name: &str) -> String {
    let signs = |char: char| {
        if matches!(char, '/' | '*' | ',') || is_hidden(char) {
            '-'
        } else {
            char
        }
    };
    let name: String = name.chars().map(signs).take(LONGEST_NAME).collect();
    let name = name.trim();
    match name_fault(name) {
        None => name.to_owned(),
        Some(_) if name.is_empty() => "unnamed".to_owned(),
        Some(_) => format!(
            "{}_",
            name.chars().take(LONGEST_NAME - 1).collect::<String>()
        ),
    }
}

/// The name, else the first of `name.2`, `name.3` … that is not taken.
pub(super) fn free(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut free = name.to_owned();
    let mut number: u64 = 1;
    while taken(&free) {
        number += 1;
        free = format!("{name}.{number}");
    }
    free
}

/// What remains of a mapping beside another that says some of it around; nothing where that is all.
pub(super) fn without(value: &Value, around: &Value) -> Option<Value> {
    if value == around {
        return None;
    }
    let (Value::Map(pairs), Value::Map(_)) = (value, around) else {
        return Some(value.clone());
    };
    let rest = pairs.iter().filter_map(|(key, value)| {
        let rest = match around.key(key) {
            Some(around) => without(value, around)?,
            None => value.clone(),
        };
        Some((key.clone(), rest))
    });
    let rest: Vec<(Box<str>, Value)> = rest.collect();
    (!rest.is_empty()).then(|| Value::Map(rest.into()))
}

/// What is said how often below a block.
#[derive(Debug, Default)]
struct Shared {
    shoots: usize,
    said: BTreeMap<Key, HashMap<Value, (usize, usize)>>,
}

/// A setting, or one key inside `manifest-fields`.
type Key = (Field, Vec<String>);

impl Shared {
    /// Counts a definition and all below it.
    fn look(&mut self, draft: &Draft) {
        if draft.kind == Kind::Shoot {
            self.shoots += 1;
            for (key, value) in leaves(draft) {
                let order = self.shoots;
                let count = self
                    .said
                    .entry(key)
                    .or_default()
                    .entry(value)
                    .or_insert((0, order));
                count.0 += 1;
            }
        }
        draft.children.iter().for_each(|child| self.look(child));
    }

    /// What more than half of them say, where each says something: it can be said once, and the others say theirs.
    fn common(&self) -> Vec<(Key, Value)> {
        let mut common = Vec::new();
        if self.shoots < 2 {
            return common;
        }
        for (key, values) in &self.said {
            let all: usize = values.values().map(|(count, _)| count).sum();
            let best = values
                .iter()
                .max_by_key(|(_, (count, first))| (*count, usize::MAX - first));
            if let Some((value, (count, _))) = best
                && all == self.shoots
                && *count * 2 > all
            {
                common.push((key.clone(), value.clone()));
            }
        }
        common
    }
}

/// The settings of a shoot that can be said around it.
fn leaves(draft: &Draft) -> Vec<(Key, Value)> {
    let mut leaves = Vec::new();
    for (field, value) in &draft.fields {
        if *field == Field::ManifestFields {
            inside(value, &mut Vec::new(), &mut leaves);
        } else if SHARED.contains(field) {
            leaves.push(((*field, Vec::new()), value.clone()));
        }
    }
    leaves
}

fn inside(value: &Value, keys: &mut Vec<String>, leaves: &mut Vec<(Key, Value)>) {
    let Value::Map(pairs) = value else {
        // What names one shoot, or its part of a network, is its own.
        let own = ["name", "subnets-v4"]
            .iter()
            .any(|own| keys.first().is_some_and(|key| key == own));
        if !own {
            leaves.push(((Field::ManifestFields, keys.clone()), value.clone()));
        }
        return;
    };
    for (key, value) in pairs {
        keys.push(key.to_string());
        inside(value, keys, leaves);
        keys.pop();
    }
}

/// Says once, at the block, what its shoots have in common; then the same in each block inside.
pub(super) fn lift(draft: &mut Draft) {
    if draft.kind == Kind::Shoot {
        return;
    }
    let mut shared = Shared::default();
    shared.look(draft);
    for (key, value) in shared.common() {
        draft
            .children
            .iter_mut()
            .for_each(|child| drop_equal(child, &key, &value));
        set(&mut draft.fields, &key, value);
    }
    draft.fields.sort_by_key(|(field, _)| field.index());
    draft.children.iter_mut().for_each(lift);
}

fn drop_equal(draft: &mut Draft, key: &Key, value: &Value) {
    let (field, keys) = key;
    if draft.kind == Kind::Shoot {
        draft.fields.retain_mut(|(other, own)| {
            if other != field {
                return true;
            }
            if keys.is_empty() {
                return own != value;
            }
            if own.at(keys) != Some(value) {
                return true;
            }
            match own.with(keys, None) {
                Some(rest) => {
                    *own = rest;
                    true
                }
                None => false,
            }
        });
    }
    draft
        .children
        .iter_mut()
        .for_each(|child| drop_equal(child, key, value));
}

fn set(fields: &mut Vec<(Field, Value)>, (field, keys): &Key, value: Value) {
    let index = fields.iter().position(|(other, _)| other == field);
    let before = index.map_or(Value::Null, |index| fields[index].1.clone());
    let Some(value) = before.with(keys, Some(value)) else {
        return;
    };
    match index {
        Some(index) => fields[index].1 = value,
        None => fields.push((*field, value)),
    }
}
