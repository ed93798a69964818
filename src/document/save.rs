//! Saving: the plan is the truth, and the text is changed where the two differ and nowhere else.

mod fields;
mod lists;
mod stage;

use std::collections::{BTreeMap, BTreeSet};

use stage::Stage;

use super::read::LIMITS;
use super::{Document, Parsed};
use crate::plan::{Changed, Field, Plan, Sort, Value};
use crate::source::NodeId;
use crate::yaml::{self, Budget, ItemId, Splice, Tree, View};

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

    fn is_clean(&self) -> bool {
        self.fields.is_empty() && self.lists.is_empty()
    }
}

/// Why a plan cannot be written into its text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SaveError {
    /// The text is no plan.
    #[error(
        "this text is no plan that can be changed; mend what `trellis check` finds in it first"
    )]
    NoPlan,
    /// The changed text would not read back as the plan.
    #[error(
        "the change cannot be written so that it reads back: {what} would differ; values that are anchored, aliased or merged are changed by hand"
    )]
    WouldDiffer {
        /// What would differ first.
        what: String,
    },
}

impl Document {
    /// Whether the plan may differ from the text, leaving aside what the variant says that is shown.
    pub fn is_changed(&self) -> bool {
        !self.own_dirty().is_clean()
    }

    /// The text with the plan's changes in it, and nothing else changed but quotes that it lacks. What was changed and
    /// taken back is as it was. Which variant is shown makes no difference.
    pub fn print(&self) -> Result<String, SaveError> {
        if !self.is_changed() {
            return Ok(self.text.clone());
        }
        if self.active_variant().is_some() {
            let mut below = self.clone();
            below.take_off();
            return below.print();
        }
        self.write().map(|(text, ..)| text)
    }

    /// Takes over what `print` gives: that is the text from now on.
    pub fn save(&mut self) -> Result<&str, SaveError> {
        if self.is_changed() {
            let shown = self.take_off();
            let written = self.write().map(|(text, parsed, removed)| {
                self.text = text;
                self.take(parsed);
                self.dirty.removed.extend(removed);
                self.dirty.fields.clear();
                self.dirty.lists.clear();
            });
            self.wear_if_there(shown.as_deref());
            written?;
        }
        Ok(&self.text)
    }

    /// Takes over where everything stands in a text that says the same plan.
    fn take(&mut self, parsed: Parsed) {
        self.written = self.plan.walk().collect();
        self.origins = vec![None; self.plan.ids()];
        for (ours, theirs) in self.written.iter().zip(parsed.plan.walk()) {
            self.origins[ours.index()] = parsed.origins[theirs.index()];
        }
        self.tree = parsed.tree;
        self.of_text = parsed.findings.len();
        self.reading = parsed.findings;
        self.read_variants();
    }

    fn write(&self) -> Result<(String, Parsed, BTreeMap<NodeId, String>), SaveError> {
        if self.origins.first().copied().flatten().is_none() {
            return Err(SaveError::NoPlan);
        }
        let quoted = self.mended_text().map(|(text, _)| text);
        let text = quoted.unwrap_or_else(|| self.text.clone());
        let mut stage = self.write_fields(Stage::new(text, &self.written)?)?;
        let mut removed = BTreeMap::new();
        let mut lists: Vec<NodeId> = self
            .dirty
            .lists
            .iter()
            .copied()
            .filter(|&node| self.plan.is_alive(node))
            .collect();
        let depth = |&node: &NodeId| self.plan.chain(node).count();
        lists.sort_by_key(depth);
        let mut shells = Vec::new();
        for &parent in &lists {
            stage = self.write_shells(parent, stage, &mut shells)?;
        }
        lists.extend(shells);
        lists.sort_by_key(|node| (depth(node), *node));
        lists.dedup();
        // What moves is in both places until all is put in: what lies in it may move further.
        let mut kept = Vec::new();
        for &parent in &lists {
            stage = self.put_into_lists(parent, stage, (&mut removed, &mut kept))?;
        }
        for list in kept.into_iter().rev() {
            stage = self.take_out(stage, &list)?;
        }
        if let Some(what) = difference(&self.plan, &stage.parsed.plan) {
            return Err(SaveError::WouldDiffer { what });
        }
        Ok((stage.text, stage.parsed, removed))
    }
}

/// The first thing that two plans say differently.
fn difference(ours: &Plan, theirs: &Plan) -> Option<String> {
    let mut other = theirs.walk();
    for node in ours.walk() {
        let called = || format!("`{}`", ours.path(node));
        let Some(twin) = other.next() else {
            return Some(called());
        };
        let same_place = ours.kind(node) == theirs.kind(twin)
            && ours.children(node).len() == theirs.children(twin).len();
        if !same_place || ours.name(node) != theirs.name(twin) {
            return Some(called());
        }
        let differs = crate::plan::FIELDS
            .iter()
            .find(|info| ours.value(node, info.field) != theirs.value(twin, info.field));
        if let Some(info) = differs.filter(|_| !same_fields(ours, node, theirs, twin)) {
            return Some(format!("`{}` of {}", info.key, called()));
        }
    }
    other.next().map(|node| format!("`{}`", theirs.path(node)))
}

fn same_fields(ours: &Plan, node: NodeId, theirs: &Plan, twin: NodeId) -> bool {
    let (one, other) = (ours.fields(node), theirs.fields(twin));
    one.len() == other.len()
        && one.iter().zip(other).all(|(one, other)| {
            one.field == other.field && ours.value_of(one.value) == theirs.value_of(other.value)
        })
}

/// A value as the YAML layer writes it. Inside a mapping that is kept as it is, a number or a flag is meant as one.
fn node_of(value: &Value, numeric: bool) -> yaml::Node {
    match value {
        Value::Null => yaml::Node::Null,
        Value::Text(text) => yaml::Node::Scalar {
            text: text.to_string(),
            numeric,
        },
        Value::List(items) => {
            yaml::Node::List(items.iter().map(|item| node_of(item, numeric)).collect())
        }
        Value::Map(pairs) => yaml::Node::Map(
            pairs
                .iter()
                .map(|(key, value)| (key.to_string(), node_of(value, numeric)))
                .collect(),
        ),
    }
}

/// Whether a text inside a mapping that is kept as it is stands for a number or a flag.
pub(super) fn is_bare(text: &str) -> bool {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    matches!(text, "true" | "false") || (digits && (text == "0" || !text.starts_with('0')))
}

/// Whether values of a field are printed without quotes: numbers and flags.
fn is_numeric(field: Field) -> bool {
    matches!(field.info().sort, Sort::Number(..) | Sort::Flag)
}

/// A value as it stands in the text, as far as aliases do not multiply it beyond what is read.
pub(super) fn value_at(text: &str, tree: &Tree, id: ItemId) -> Value {
    value_of((text, tree), id, &mut LIMITS.budget())
}

fn value_of((text, tree): (&str, &Tree), id: ItemId, budget: &mut Budget) -> Value {
    if !budget.visit() {
        return Value::Null;
    }
    match tree.view(text, id) {
        View::Scalar(scalar, _) => Value::text(scalar),
        View::Alias(target) if budget.follow() => {
            let value = value_of((text, tree), target, budget);
            budget.back();
            value
        }
        View::Null | View::Alias(_) => Value::Null,
        View::List => {
            let items = tree.items(id);
            Value::List(
                items
                    .map(|item| value_of((text, tree), item, budget))
                    .collect(),
            )
        }
        View::Map => {
            let pairs = tree.pairs(id).filter_map(|(key, value)| {
                let key = tree.text(text, key)?.into();
                Some((key, value_of((text, tree), value, budget)))
            });
            Value::Map(pairs.collect())
        }
    }
}

/// Whether new splices leave alone what others change.
fn disjoint(splices: &[Splice], new: &[Splice]) -> bool {
    splices.iter().all(|one| {
        new.iter().all(|other| {
            let apart = one.span.end <= other.span.start || other.span.end <= one.span.start;
            apart && one.span != other.span
        })
    })
}
