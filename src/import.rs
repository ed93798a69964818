//! What already runs, as a plan: Shoot manifests and lists of prefixes become definitions.
//!
//! Reading never fails: what can be understood becomes a definition, and what cannot is a remark that names it. A shoot says
//! in its plan what its manifest says, so that an export into the same manifest changes nothing.

mod blocks;
mod csv;
mod infrastructure;
mod merge;
mod remark;
mod shoot;
mod specs;
mod table;
mod tree;

use crate::plan::{Draft, Edit, Item, Kind, Plan};
use crate::source::NodeId;

pub use blocks::{merge_blocks, merge_seeds};
pub use csv::{is_csv, read as read_csv};
pub use merge::{Difference, Merged, merge};
pub use remark::Remark;
pub use shoot::{Imported, Vpc, shoots};
pub use tree::{plan, seeds};

/// The edit that puts definitions behind those of their kinds that a block has.
pub fn insert(plan: &Plan, parent: NodeId, drafts: Vec<Draft>) -> Edit {
    let mut put = std::collections::BTreeMap::<Kind, usize>::new();
    let insert = |draft: Draft| {
        let more = put.entry(draft.kind).or_insert(0);
        let index = plan.list(parent, draft.kind).len() + *more;
        *more += 1;
        Edit::Insert {
            parent,
            index,
            item: Item::Draft(Box::new(draft)),
        }
    };
    Edit::Many(drafts.into_iter().map(insert).collect())
}

/// The edits that make an empty plan say what was imported. The text is to be saved after each: what lies in the plan is
/// written first, so that its settings come to stand above it.
pub fn edits(plan: &Plan, imported: Draft) -> [Edit; 2] {
    let fields = imported.fields.into_iter();
    let set = fields.map(|(field, value)| Edit::set(NodeId::ROOT, field, Some(value)));
    let set = Edit::Many(set.collect());
    [insert(plan, NodeId::ROOT, imported.children), set]
}
