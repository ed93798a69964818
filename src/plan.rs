//! The plan: what a person wants, as values that can be edited and taken back.
//!
//! It holds no results. What follows from it is the engine's matter, what is wrong with it the rules'.

mod ask;
mod fault;

pub use ask::{Ask, Base, NodePrefix, RangeKind, Spec};
pub use fault::{Fault, Mend};
