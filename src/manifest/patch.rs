//! Changes fields of one Shoot in a text of Kubernetes objects, and not a byte of anything else.
//!
//! The text is read before and after by two parsers, our own and one of the libyaml family. Both must say the same: what
//! was there, with exactly these fields changed. Else nothing is given back but the reason. What a field means is not
//! its matter.

mod error;
mod place;
mod verify;

use super::{Manifests, Page};
use crate::source::LineIndex;
use crate::yaml::{self, Fault, ItemId, Limits, Node, Splice, Tree, View};
pub use error::PatchError;
use place::Place;

/// A step from an object to a value in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// A key of a mapping.
    Key(String),
    /// An item of a list, from 0; the number of items is the place of a new one.
    Item(usize),
}

/// A field's new value; `None` takes the field away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// How the field is reached from the object.
    pub steps: Vec<Step>,
    /// What it shall be.
    pub value: Option<Node>,
}

impl Change {
    /// The change of a value behind some keys.
    pub fn of_keys(keys: &[&str], value: Option<Node>) -> Self {
        let steps = keys.iter().map(|&key| Step::Key(key.to_owned())).collect();
        Self { steps, value }
    }

    /// Its Kubernetes field path.
    pub fn field(&self) -> String {
        field(&self.steps)
    }
}

/// The Kubernetes field path of some steps: `spec.provider.workers[0]`.
pub fn field(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Key(key) if path.is_empty() => path.push_str(key),
            Step::Key(key) => path.extend([".", key]),
            Step::Item(index) => path.extend(["[", &index.to_string(), "]"]),
        }
    }
    path
}

/// The text with some fields of one Shoot changed, in that order. `shoot` is its `namespace/name`, or its name alone
/// where it has no namespace; empty where it has neither.
pub fn patch(text: &str, shoot: &str, changes: &[Change]) -> Result<String, PatchError> {
    let (tree, faults) = Tree::read(text, Limits::default());
    strict(text, &faults)?;
    let place = Place::of(
        &Manifests::new(text.to_owned(), tree.clone(), &faults),
        shoot,
    )?;
    let before = verify::documents(text).map_err(|detail| PatchError::SecondReader { detail })?;
    let mut now = Now {
        text: text.to_owned(),
        tree,
    };
    let mut rest = changes;
    while !rest.is_empty() {
        let (first, others) = rest.split_at(now.together(&place, rest));
        let splices = first.iter().map(|change| now.splices(&place, change));
        let splices: Vec<Vec<Splice>> = splices.collect::<Result<_, _>>()?;
        now.apply(splices.concat(), changes)?;
        rest = others;
    }
    let meant = verify::Meant {
        place: &place,
        changes,
    };
    let differs = |detail| PatchError::WouldDiffer {
        field: fields(changes),
        detail,
    };
    let (old, _) = Tree::read(text, Limits::default());
    meant
        .ours((text, &old), (&now.text, &now.tree))
        .map_err(differs)?;
    meant.theirs(before, &now.text).map_err(differs)?;
    Ok(now.text)
}

fn fields(changes: &[Change]) -> String {
    let fields: Vec<String> = changes.iter().map(Change::field).collect();
    fields.join(", ")
}

/// Whatever is wrong with a text is a reason to leave it alone, but for a tag that has no meaning.
fn strict(text: &str, faults: &[Fault]) -> Result<(), PatchError> {
    let wrong = faults
        .iter()
        .find(|fault| !matches!(fault, Fault::Tag { .. }));
    let Some(fault) = wrong else { return Ok(()) };
    Err(PatchError::Text {
        line: line(text, fault.span().range().start),
        message: fault.message(),
    })
}

fn line(text: &str, byte: usize) -> usize {
    let byte = u32::try_from(byte).unwrap_or(u32::MAX);
    LineIndex::new(text).place(text, byte).line
}

/// The text as far as it has been changed.
struct Now {
    text: String,
    tree: Tree,
}

impl Now {
    fn apply(&mut self, splices: Vec<Splice>, changes: &[Change]) -> Result<(), PatchError> {
        let text = yaml::apply(&self.text, splices);
        let (tree, faults) = Tree::read(&text, Limits::default());
        strict(&text, &faults).map_err(|fault| PatchError::WouldDiffer {
            field: fields(changes),
            detail: fault.to_string(),
        })?;
        *self = Self { text, tree };
        Ok(())
    }

    /// How many of the first changes one reading of the text can take: those of scalars by scalars, else one.
    fn together(&self, place: &Place, changes: &[Change]) -> usize {
        let root = place.find(self.page());
        let simple = |change: &Change| {
            let steps = change.steps.iter();
            let value = steps.fold(root, |at, step| self.there(at?, step));
            let scalar = value
                .is_some_and(|value| matches!(self.tree.view(&self.text, value), View::Scalar(..)));
            scalar && matches!(change.value, Some(Node::Scalar { .. }))
        };
        let again = |index: usize| {
            let (before, change) = (&changes[..index], &changes[index]);
            before.iter().any(|other| other.steps == change.steps)
        };
        let simple =
            (0..changes.len()).take_while(|&index| simple(&changes[index]) && !again(index));
        simple.count().max(1)
    }

    fn there(&self, at: ItemId, step: &Step) -> Option<ItemId> {
        match step {
            Step::Key(key) => self.tree.value(&self.text, at, key),
            Step::Item(index) => self.tree.items(at).nth(*index),
        }
    }

    fn page(&self) -> Page<'_> {
        Page {
            text: &self.text,
            tree: &self.tree,
        }
    }

    fn splices(&self, place: &Place, change: &Change) -> Result<Vec<Splice>, PatchError> {
        let root = place.find(self.page()).ok_or_else(|| PatchError::NoItem {
            field: "the Shoot".to_owned(),
        })?;
        let (last, way) = change
            .steps
            .split_last()
            .ok_or_else(|| PatchError::NoItem {
                field: String::new(),
            })?;
        let mut at = root;
        for (index, step) in way.iter().enumerate() {
            let taken = &change.steps[..=index];
            if let Some(child) = self.child(at, step, taken)? {
                at = child;
                continue;
            }
            let Some(value) = &change.value else {
                return Ok(Vec::new());
            };
            let value = nested(&change.steps[index + 1..], value);
            return Ok(self.put(at, step, &value));
        }
        let there = self.child(at, last, &change.steps)?;
        match &change.value {
            Some(value) => Ok(self.put(at, last, value)),
            None if there.is_none() && self.there(at, last).is_none() => Ok(Vec::new()),
            None => Ok(self.take(at, last)),
        }
    }

    /// The value of a step, if it is there and not null. What the step needs must be a mapping or a list.
    fn child(&self, at: ItemId, step: &Step, taken: &[Step]) -> Result<Option<ItemId>, PatchError> {
        let (text, tree) = (self.text.as_str(), &self.tree);
        let around = field(&taken[..taken.len() - 1]);
        let value = match (step, tree.view(text, at)) {
            (Step::Key(key), View::Map) => match tree.value(text, at, key) {
                Some(value) => Some(value),
                None => self.merged(at, key, taken)?,
            },
            (Step::Item(index), View::List) => {
                let item = tree.items(at).nth(*index);
                if item.is_none() && tree.items(at).count() != *index {
                    return Err(PatchError::NoItem {
                        field: field(taken),
                    });
                }
                item
            }
            (Step::Key(_), _) => return Err(self.not_a(&around, "mapping", at)),
            (Step::Item(_), _) => return Err(self.not_a(&around, "list", at)),
        };
        let Some(value) = value else { return Ok(None) };
        match tree.view(text, value) {
            View::Alias(target)
                if !matches!(tree.view(text, target), View::Scalar(..) | View::Null) =>
            {
                Err(PatchError::Alias {
                    field: field(taken),
                    alias: text[tree.span(value).range()].to_owned(),
                    line: line(text, tree.span(value).range().start),
                })
            }
            View::Null => Ok(None),
            View::Alias(_) | View::Scalar(..) | View::List | View::Map => {
                self.anchored(value, taken)?;
                Ok(Some(value))
            }
        }
    }

    fn not_a(&self, around: &str, wanted: &'static str, at: ItemId) -> PatchError {
        PatchError::NotA {
            field: if around.is_empty() {
                "the object".to_owned()
            } else {
                around.to_owned()
            },
            wanted,
            line: line(&self.text, self.tree.span(at).range().start),
        }
    }

    /// A key that only a merge key brings is not there to be changed.
    fn merged(&self, map: ItemId, key: &str, taken: &[Step]) -> Result<Option<ItemId>, PatchError> {
        let (text, tree) = (self.text.as_str(), &self.tree);
        let Some(merge) = tree.value(text, map, "<<") else {
            return Ok(None);
        };
        if !brings(text, tree, merge, key) {
            return Ok(None);
        }
        Err(PatchError::Merged {
            field: field(taken),
            line: line(text, tree.span(merge).range().start),
        })
    }

    /// A value with an anchor that is used may not change where it stands: the others would change too.
    fn anchored(&self, value: ItemId, taken: &[Step]) -> Result<(), PatchError> {
        let (text, tree) = (self.text.as_str(), &self.tree);
        if !tree.anchored(value) || !tree.is_used(value) {
            return Ok(());
        }
        let start = tree.span(value).range().start;
        let mark = text[..start].rfind('&').unwrap_or(start);
        let anchor = text[mark..].split_whitespace().next().unwrap_or("");
        Err(PatchError::Anchored {
            field: field(taken),
            anchor: anchor.to_owned(),
            line: line(text, mark),
        })
    }

    fn put(&self, at: ItemId, step: &Step, value: &Node) -> Vec<Splice> {
        let (text, tree) = (self.text.as_str(), &self.tree);
        match step {
            Step::Key(key) => yaml::set_value(text, tree, at, key, value),
            Step::Item(index) => yaml::set_item(text, tree, at, *index, value),
        }
    }

    fn take(&self, at: ItemId, step: &Step) -> Vec<Splice> {
        let (text, tree) = (self.text.as_str(), &self.tree);
        match step {
            Step::Key(key) => yaml::remove_key(text, tree, at, key),
            Step::Item(index) => yaml::remove_item(text, tree, at, *index),
        }
    }
}

/// Whether a merge key brings a key along; where it merges without end, it may.
fn brings(text: &str, tree: &Tree, merge: ItemId, key: &str) -> bool {
    const MERGES: usize = 256;
    let mut maps = vec![merge];
    for _ in 0..MERGES {
        let Some(map) = maps.pop() else { return false };
        let map = tree.resolve(map);
        if tree.value(text, map, key).is_some() {
            return true;
        }
        maps.extend(tree.items(map).take(MERGES));
        maps.extend(tree.value(text, map, "<<"));
    }
    true
}

/// A value inside the mappings and lists that lead to it and are not there yet.
fn nested(steps: &[Step], value: &Node) -> Node {
    steps
        .iter()
        .rev()
        .fold(value.clone(), |value, step| match step {
            Step::Key(key) => Node::Map(vec![(key.clone(), value)]),
            Step::Item(_) => Node::List(vec![value]),
        })
}
