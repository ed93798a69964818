//! The plan: what a person wants, as values that can be edited and taken back.
//!
//! It holds no results. What follows from it is the engine's matter, what is wrong with it the rules'.

mod ask;
mod edit;
mod fault;
mod field;
mod kind;
mod manifest_key;
mod meaning;
mod name;
mod node;
mod path;
mod seed;
mod value;
mod variant;
mod version;
mod waiver;

pub use ask::{Ask, Base, NodePrefix, RangeKind, Spec};
pub use edit::{Applied, Changed, Draft, Edit, Item, Refusal};
pub use fault::{Fault, Mend};
pub use field::{FIELD_COUNT, FIELDS, Field, FieldInfo, On, Sort};
pub use kind::Kind;
pub use manifest_key::{MANIFEST_KEYS, ManifestKey};
pub(crate) use meaning::cut;
pub use meaning::{FIELD_VALUE, Lexicon, Meaning, Meant, Waiver};
pub use name::{LONGEST_NAME, fault_of_name, member_name, name_fault};
pub use node::{Entry, MeantId, Node, Plan, Walk};
pub use path::{Found, PathError};
pub use seed::Seed;
pub use value::{Value, ValueId};
pub use variant::{
    Followed, NoVariant, NotChanged, Said, Step, VARIANT_PATH, VariantFault, Ways, may_rename,
    only_deletes,
};
pub use version::{Date, Version};
