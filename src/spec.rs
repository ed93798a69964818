//! The keyword language: the text in which a range is asked for, `v6global/64+prefix/80`.
//!
//! Reading never fails: it gives the best reading and everything that is wrong with the text. Nothing here knows a
//! provider, so lengths that are left out stay left out.

mod complete;
mod keyword;
mod parse;
mod print;
mod quote;
mod read;
mod slip;
mod statement;
mod value;

#[cfg(test)]
mod tests;

pub use complete::{Completion, Pools, complete};
pub use parse::parse;
pub use print::print;
pub use statement::{STATEMENTS, Statement, statement};
