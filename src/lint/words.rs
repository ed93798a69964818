//! Phrases that several rules use.

use crate::addr::{Count, Family};
use crate::engine::{Evaluation, said_at};
use crate::plan::{Field, Plan};
use crate::source::{NodeId, Place};

/// The place where a setting that is in force for a definition is said.
pub(super) fn setting_place(plan: &Plan, node: NodeId, field: Field) -> Place {
    Place::field(said_at(plan, node, field).unwrap_or(node), field.key())
}

/// "1 node", "65,536 nodes".
pub(super) fn counted(count: Count, one: &str) -> String {
    if count == Count::ONE {
        format!("1 {one}")
    } else {
        format!("{count} {one}s")
    }
}

/// "1 bit", "4 bits".
pub(super) fn bits(number: u32) -> String {
    counted(Count::from(number), "bit")
}

/// How a definition is called in a message: its path, or "the plan".
pub(super) fn called(plan: &Plan, node: NodeId) -> String {
    if node == NodeId::ROOT {
        "the plan".to_owned()
    } else {
        format!("`{}`", plan.path(node))
    }
}

/// A block's prefix where it is known, else its length: "2001:db8::/32", "/40".
pub(super) fn block_text(
    plan: &Plan,
    evaluation: &Evaluation,
    node: NodeId,
    family: Family,
) -> String {
    match evaluation.block_prefix(plan, node, family, &[]) {
        Some(prefix) => prefix.to_string(),
        None => plan
            .value(
                node,
                if family == Family::V4 {
                    Field::V4
                } else {
                    Field::V6
                },
            )
            .map_or_else(String::new, crate::plan::Value::line),
    }
}
