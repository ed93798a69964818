//! What already runs, as a plan: Shoot manifests and lists of prefixes become definitions.
//!
//! Reading never fails: what can be understood becomes a definition, and what cannot is a remark that names it. A shoot says
//! in its plan what its manifest says, so that an export into the same manifest changes nothing.

mod csv;
mod infrastructure;
mod merge;
mod remark;
mod shoot;
mod specs;
mod table;
mod tree;

use crate::document::Document;
use crate::plan::{Draft, Edit, Item, Kind, Plan, Refusal};
use crate::source::NodeId;

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

/// Makes an empty plan say what was imported: fields of the plan, and what lies in it.
pub fn put(document: &mut Document, imported: Draft) -> Result<(), Refusal> {
    let fields = imported.fields.into_iter();
    let set = fields.map(|(field, value)| Edit::set(NodeId::ROOT, field, Some(value)));
    let mut edits: Vec<Edit> = set.collect();
    edits.push(insert(document.plan(), NodeId::ROOT, imported.children));
    document.apply(Edit::Many(edits)).map(drop)
}
