//! Which rows a text is found in: names, paths, the words of specs and of notes, in the order of the tree.

use super::outline::Row;
use crate::engine::Evaluation;
use crate::plan::{Field, Kind, Plan, RangeKind, Value};
use crate::source::NodeId;

/// More matches than this are not counted: whoever looks for one of them types on.
pub const MOST: usize = 1000;

/// What is looked for.
#[derive(Clone, Debug)]
pub struct Needle {
    /// In small letters: its parts between slashes, the last one first. A path has several.
    steps: Vec<String>,
    /// All of it.
    text: String,
}

impl Needle {
    /// What a text looks for; nothing if the text is empty.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let steps = text.rsplit('/').map(str::to_owned).collect();
        (!text.is_empty()).then_some(Self { steps, text })
    }

    /// Whether it can be found only where a shorter one is.
    pub fn narrows(&self, shorter: &Self) -> bool {
        self.text.starts_with(&shorter.text) && self.steps.len() == shorter.steps.len()
    }

    /// The row of a definition that it is found in, if it is found there.
    pub fn row(&self, plan: &Plan, node: NodeId) -> Option<Row> {
        if self.is_in_path(plan, node) {
            return Some(Row::Definition(node));
        }
        plan.fields(node).iter().find_map(|entry| {
            let row = match entry.field {
                Field::Nodes => range(plan, node, RangeKind::Nodes),
                Field::Pods => range(plan, node, RangeKind::Pods),
                Field::Services => range(plan, node, RangeKind::Services),
                Field::Note | Field::V6 | Field::V4 => Row::Definition(node),
                _ => return None,
            };
            self.is_in_value(plan.value_of(entry.value)).then_some(row)
        })
    }

    /// Whether it is found in a name; a text with slashes, at the end of a path.
    pub fn is_in_path(&self, plan: &Plan, node: NodeId) -> bool {
        let Some((last, above)) = self.steps.split_first() else {
            return false;
        };
        let name = plan.name(node);
        let Some(outermost) = above.len().checked_sub(1) else {
            return holds(name, last);
        };
        let mut around = plan.chain(node).skip(1).filter(|&id| id != NodeId::ROOT);
        begins(name, last)
            && above.iter().enumerate().all(|(number, step)| {
                // A slash at the very front begins at the plan.
                match around.next() {
                    None => number == outermost && step.is_empty(),
                    Some(id) if number == outermost => ends(plan.name(id), step),
                    Some(id) => same(plan.name(id), step),
                }
            })
    }

    fn is_in_value(&self, value: &Value) -> bool {
        match value {
            Value::List(items) => items.iter().any(|item| self.is_in_value(item)),
            Value::Text(text) => holds(text, &self.text),
            Value::Null | Value::Map(_) => false,
        }
    }
}

fn range(plan: &Plan, node: NodeId, kind: RangeKind) -> Row {
    match plan.kind(node) {
        Kind::Shoot => Row::Range(node, kind),
        Kind::Plan | Kind::Region | Kind::Zone | Kind::Vpc | Kind::Block => Row::Definition(node),
    }
}

/// The first matches, and whether there are more. `among` are those of a shorter text, if they are all of them.
pub fn matches(plan: &Plan, needle: &Needle, among: Option<&[Row]>) -> (Vec<Row>, bool) {
    let row = |node: NodeId| needle.row(plan, node);
    let mut rows: Vec<Row> = if let Some(among) = among {
        let nodes = among.iter().map(|known| known.node());
        nodes.filter_map(row).collect()
    } else {
        let nodes = plan.walk().filter(|&node| node != NodeId::ROOT);
        nodes.filter_map(row).take(MOST + 1).collect()
    };
    let more = rows.len() > MOST;
    rows.truncate(MOST);
    (rows, more)
}

/// The next match behind a definition, or the one before it; from the other end where there is none.
pub fn next(
    plan: &Plan,
    evaluation: &Evaluation,
    needle: &Needle,
    from: (NodeId, bool),
) -> Option<Row> {
    let (node, forward) = from;
    let all: Vec<NodeId> = plan.walk().filter(|&id| id != NodeId::ROOT).collect();
    let here = evaluation.order(node);
    let row = |&id: &NodeId| needle.row(plan, id);
    if forward {
        let at = all.partition_point(|&id| evaluation.order(id) <= here);
        all[at..].iter().chain(&all[..at]).find_map(row)
    } else {
        let at = all.partition_point(|&id| evaluation.order(id) < here);
        let before = all[..at].iter().rev();
        before.chain(all[at..].iter().rev()).find_map(row)
    }
}

/// Whether a text holds another, whose letters are small ones.
fn holds(text: &str, small: &str) -> bool {
    if !text.is_ascii() || !small.is_ascii() {
        return text.to_lowercase().contains(small);
    }
    let (text, small) = (text.as_bytes(), small.as_bytes());
    let Some(&first) = small.first() else {
        return true;
    };
    let large = first.to_ascii_uppercase();
    let Some(last) = text.len().checked_sub(small.len()) else {
        return false;
    };
    (0..=last).any(|at| {
        (text[at] == first || text[at] == large)
            && text[at..at + small.len()].eq_ignore_ascii_case(small)
    })
}

fn begins(text: &str, small: &str) -> bool {
    match text.get(..small.len()) {
        Some(start) if text.is_ascii() => start.eq_ignore_ascii_case(small),
        _ => text.to_lowercase().starts_with(small),
    }
}

fn ends(text: &str, small: &str) -> bool {
    let start = text.len().checked_sub(small.len());
    match start.and_then(|start| text.get(start..)) {
        Some(end) if text.is_ascii() => end.eq_ignore_ascii_case(small),
        _ => text.to_lowercase().ends_with(small),
    }
}

fn same(text: &str, small: &str) -> bool {
    if text.is_ascii() {
        return text.eq_ignore_ascii_case(small);
    }
    text.to_lowercase() == small
}
