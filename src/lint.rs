//! Rules: what is wrong with a plan, what will hurt, what could be better.
//!
//! The driver walks; a rule sees one subject and knows nothing of the text. Findings are kept as tags, and are made
//! whole when someone looks: a rule is a pure function of plan and evaluation.

mod board;
mod cut;
mod driver;
mod export;
#[cfg(test)]
mod laws;
mod lengths;
mod mends;
pub mod numbers;
mod prefixes;
mod provider;
pub mod rules;
#[cfg(test)]
mod testing;
mod waivers;
mod words;

pub use board::{Board, Tag, Tally};
pub use driver::{Context, Report, Subject, check_node, find_node};
pub use export::export_warning;
pub use waivers::{NotWaived, WaiverId, covered, covering, waivable};

use crate::engine::{Pool, PoolKey};
use crate::source::{NodeId, Source};

/// A rule: data, and a function that sees one subject.
#[derive(Debug)]
pub struct Rule {
    /// A kebab-case name, kept for ever.
    pub code: &'static str,
    /// One sentence: what is found.
    pub summary: &'static str,
    /// A paragraph: why it matters, who refuses it and when, what can never be changed later.
    pub why: &'static str,
    /// The smallest plan in which it is found.
    pub bad: &'static str,
    /// The same plan mended.
    pub good: &'static str,
    /// The numbered facts about real systems that it keeps, as `g-13` (Gardener), `k-N2` (Kubernetes) or `a-1.5` (addressing).
    pub covers: &'static [&'static str],
    /// Where its numbers and claims can be read.
    pub sources: &'static [Source],
    /// The function.
    pub check: Check,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// Nothing: readers give the code out.
    Reader,
    /// The plan as a whole, through facts that the engine keeps.
    Plan(fn(&Context<'_>, &mut Report<'_>)),
    /// One definition.
    Node(fn(&Context<'_>, NodeId, &mut Report<'_>)),
    /// One pool.
    Pool(fn(&Context<'_>, PoolKey, &Pool, &mut Report<'_>)),
    /// One shoot.
    Shoot(fn(&Context<'_>, &Subject<'_>, &mut Report<'_>)),
    /// The waivers that one definition says, once everything else has been found.
    Waivers(fn(&Context<'_>, NodeId, &mut Report<'_>)),
}
