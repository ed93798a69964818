//! Variants: the plan with some fields set otherwise. What they say is read here, and where each value stands.

mod change;
mod faults;
mod follow;

use std::collections::BTreeMap;

pub use change::NotChanged;
use change::{all, put};
pub use follow::{Followed, Ways, may_rename, only_deletes};

use super::fault::Fault;
use super::field::Field;
use super::meaning::cut;
use super::member_name;
use super::node::Plan;
use super::value::Value;
use crate::nearest::nearest;
use crate::source::NodeId;

/// The code of a path that leads nowhere in this plan.
pub const VARIANT_PATH: &str = "variant-path";

/// What a variant's item may say.
const KEYS: [&str; 4] = ["name", "of", "note", "set"];

/// One step into the value of `variants`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// An item of a list, from 0.
    Item(usize),
    /// The value of a key.
    Value(Box<str>),
    /// The key itself.
    Key(Box<str>),
}

/// What is wrong inside `variants`, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariantFault {
    /// The way to it.
    pub at: Vec<Step>,
    /// What is wrong.
    pub fault: Fault,
}

/// A field that a variant says, of one definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The definition.
    pub node: NodeId,
    /// The field.
    pub field: Field,
    /// What it is there.
    pub value: Value,
    /// Where that is written, inside the value of `variants`.
    pub at: Vec<Step>,
}

/// Why there is no such variant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoVariant {
    /// None has that name.
    #[error("there is no variant `{name}`{}", .near.as_ref().map_or_else(String::new, |near| format!("; the nearest is `{near}`")))]
    Unknown {
        /// What was asked for.
        name: String,
        /// The nearest name that there is.
        near: Option<String>,
    },
    /// It is a variant of itself, by way of others.
    #[error("the variant `{name}` is a variant of itself")]
    Cycle {
        /// Its name.
        name: String,
    },
}

impl Plan {
    /// The names of its variants, in the order of the file.
    pub fn variant_names(&self) -> Vec<&str> {
        self.variants().iter().filter_map(name_of).collect()
    }

    /// All that a variant says, in the order of the plan, one entry a field: what it is a variant of is said first, and
    /// later entries win. What cannot be meant is left out; [`Plan::variant_faults`] tells of it.
    pub fn variant_says(&self, name: &str) -> Result<Vec<Said>, NoVariant> {
        let said = self.says(self.variants(), name)?;
        Ok(said.into_values().collect())
    }

    fn variant_line(&self, name: &str) -> Result<Vec<(usize, &Value)>, NoVariant> {
        line(self.variants(), name)
    }

    /// All items of `variants`.
    fn variants(&self) -> &[Value] {
        match self.value(NodeId::ROOT, Field::Variants) {
            Some(Value::List(items)) => items,
            _ => &[],
        }
    }

    fn says(
        &self,
        items: &[Value],
        name: &str,
    ) -> Result<BTreeMap<(NodeId, Field), Said>, NoVariant> {
        let mut said = BTreeMap::new();
        for (index, item) in line(items, name)?.into_iter().rev() {
            self.entries(index, item, &mut |one| {
                said.insert((one.node, one.field), one);
            });
        }
        Ok(said)
    }

    /// Every field that an item says and a definition can take, in the order of the file.
    fn entries(&self, index: usize, item: &Value, take: &mut impl FnMut(Said)) {
        for (path, fields) in pairs(item.key("set")) {
            let Ok(nodes) = self.matching(path) else {
                continue;
            };
            for (key, value) in pairs(Some(fields)) {
                let Some(field) = Field::of_key(key).filter(|&field| may_differ(field)) else {
                    continue;
                };
                for &node in &nodes {
                    if field.fits(self.kind(node)) && !self.is_kept_from(node, field) {
                        let at = way(index, path, Some(Step::Value(key.into())));
                        let value = value.clone();
                        take(Said {
                            node,
                            field,
                            value,
                            at,
                        });
                    }
                }
            }
        }
    }

    /// The definitions that a path of a variant names; `*` is any one name. If none, at which step it leads nowhere.
    fn matching(&self, path: &str) -> Result<Vec<NodeId>, Lost> {
        let mut nodes = vec![NodeId::ROOT];
        if path == "." {
            return Ok(nodes);
        }
        let mut start = 0;
        for step in path.split('/') {
            let inside: Vec<NodeId> = if step == "*" {
                let children = nodes.iter().flat_map(|&node| self.children(node));
                children.copied().collect()
            } else {
                let children = nodes.iter().filter_map(|&node| self.child(node, step));
                children.collect()
            };
            let length = step.chars().count();
            if inside.is_empty() {
                return Err(self.lost(&nodes, step, (start, start + length)));
            }
            nodes = inside;
            start += length + 1;
        }
        Ok(nodes)
    }

    fn lost(&self, nodes: &[NodeId], step: &str, chars: (usize, usize)) -> Lost {
        let names = || {
            let children = nodes.iter().flat_map(|&node| self.children(node));
            children.map(|&child| self.name(child))
        };
        let range = super::RangeKind::ALL.into_iter().find(|kind| {
            let shoot = step.strip_suffix(kind.key());
            shoot.is_some_and(|shoot| shoot.ends_with('.'))
        });
        let member = member_name(step).map(|(run, _)| run);
        let run = member.filter(|&run| names().any(|name| name == run));
        let place = match nodes {
            [NodeId::ROOT] => "the plan".to_owned(),
            [node] => format!("`{}`", self.path(*node)),
            several => format!("any of {} places", several.len()),
        };
        let (message, help) = if let Some(run) = run {
            (
                format!(
                    "`{}` is one member of `{run}`, and a variant sets all of a run",
                    cut(step)
                ),
                format!("write `{run}`"),
            )
        } else if let Some(kind) = range {
            (
                format!("`{}` is a range, and a variant names its shoot", cut(step)),
                format!("write `{}` as a field of the shoot", kind.key()),
            )
        } else {
            let message = format!("there is no `{}` in {place}", cut(step));
            let near = nearest(step, names());
            let help = near.map_or_else(
                || "mend the path, or take the entry away".to_owned(),
                |near| format!("write `{near}`"),
            );
            (message, help)
        };
        Lost {
            chars,
            message,
            help,
        }
    }

    /// Whether no edit may change that field there.
    fn is_kept_from(&self, node: NodeId, field: Field) -> bool {
        let sized = matches!(field, Field::V6 | Field::V4 | Field::Count | Field::Reserve);
        self.node(node).shared
            || sized
                && self.has_locks()
                && self.walk_from(node).any(|id| self.flag(id, Field::Lock))
    }
}

/// Where a path leads nowhere.
struct Lost {
    chars: (usize, usize),
    message: String,
    help: String,
}

/// The item of the variant with that name, and those that it is a variant of, inside out, each with its number.
fn line<'v>(items: &'v [Value], name: &str) -> Result<Vec<(usize, &'v Value)>, NoVariant> {
    let mut line: Vec<(usize, &Value)> = Vec::new();
    let mut wanted = Some(name);
    while let Some(name) = wanted {
        let index = index_of(items, name)?;
        if line.iter().any(|&(other, _)| other == index) {
            return Err(NoVariant::Cycle {
                name: name.to_owned(),
            });
        }
        line.push((index, &items[index]));
        wanted = items[index].key("of").and_then(Value::as_text);
    }
    Ok(line)
}

fn index_of(items: &[Value], name: &str) -> Result<usize, NoVariant> {
    items
        .iter()
        .position(|item| name_of(item) == Some(name))
        .ok_or_else(|| NoVariant::Unknown {
            name: name.to_owned(),
            near: nearest(name, items.iter().filter_map(name_of)).map(str::to_owned),
        })
}

/// Names hold definitions together, and the rest is the file's.
const fn may_differ(field: Field) -> bool {
    !matches!(field, Field::Name | Field::Trellis | Field::Variants)
}

fn name_of(item: &Value) -> Option<&str> {
    let name = item.key("name").and_then(Value::as_text);
    name.filter(|name| !name.is_empty())
}

/// The pairs of a mapping; of anything else, none.
fn pairs(value: Option<&Value>) -> impl Iterator<Item = (&str, &Value)> {
    let pairs = match value {
        Some(Value::Map(pairs)) => &**pairs,
        _ => &[],
    };
    pairs.iter().map(|(key, value)| (&**key, value))
}

fn way(index: usize, path: &str, last: Option<Step>) -> Vec<Step> {
    let steps = [
        Step::Item(index),
        Step::Value("set".into()),
        Step::Value(path.into()),
    ];
    steps.into_iter().chain(last).collect()
}
