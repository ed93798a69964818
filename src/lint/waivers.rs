//! Waivers: which one covers a finding.

use super::board::Board;
use super::driver::Context;
use super::rules::{RULES, rule};
use super::{Check, Rule};
use crate::nearest::nearest;
use crate::plan::{Date, Field, Meaning, Plan, Waiver, cut};
use crate::source::NodeId;

/// A waiver by the definition that says it and its number in the list.
pub type WaiverId = (NodeId, u16);

/// The waiver that covers a finding.
#[derive(Clone, Copy, Debug)]
pub(super) struct Covering<'p> {
    /// Which it is.
    pub(super) at: WaiverId,
    /// What it says.
    pub(super) waiver: &'p Waiver,
}

/// The waivers that a definition says, with their numbers among those that could be read.
pub(super) fn said(plan: &Plan, node: NodeId) -> impl Iterator<Item = (u16, &Waiver)> {
    let waivers = match plan.meaning(node, Field::Allow) {
        Some(Meaning::Waivers(waivers)) => &**waivers,
        _ => &[],
    };
    (0_u16..).zip(waivers)
}

/// Whether a waiver holds on a day: its last day is one of them.
pub(super) fn holds(waiver: &Waiver, today: Date) -> bool {
    waiver.until.is_none_or(|until| today <= until)
}

/// The waiver that covers a rule's findings in a definition: there, or at the nearest block above.
pub(super) fn cover<'p>(
    plan: &'p Plan,
    node: NodeId,
    code: &str,
    today: Date,
) -> Option<Covering<'p>> {
    plan.chain(node).find_map(|id| {
        said(plan, id)
            .find(|(_, waiver)| &*waiver.rule == code && holds(waiver, today))
            .map(|(index, waiver)| Covering {
                at: (id, index),
                waiver,
            })
    })
}

/// Why nothing is waived.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotWaived {
    /// No rule is called so.
    #[error("no rule is called `{}`", cut(.code))]
    NoRule {
        /// What it was called.
        code: String,
        /// The rule whose name is like it.
        near: Option<&'static str>,
    },
    /// It finds what is wrong with waivers.
    #[error(
        "{code} is about waivers, and what is found about them can't be waived: mend the waiver"
    )]
    AboutWaivers {
        /// The rule.
        code: &'static str,
    },
    /// What it finds is wrong with the text, and no waiver reaches that.
    #[error("{code} is about the text of the file itself, which no waiver covers: mend the text")]
    OfText {
        /// The rule.
        code: &'static str,
    },
    /// There is no reason.
    #[error("a waiver needs a reason: why one can live with it")]
    NoReason,
    /// What stands for the last day is none.
    #[error("`{}` is no day; write one such as 2027-06-30", cut(.text))]
    NoDay {
        /// What stands there.
        text: String,
    },
    /// The last day is over.
    #[error("{until} is over, and the waiver would cover nothing")]
    Over {
        /// The last day.
        until: Date,
    },
    /// It has found nothing there.
    #[error("{code} finds nothing in {} or below", place(.path))]
    NotFound {
        /// The rule.
        code: &'static str,
        /// Where nothing is found.
        path: String,
        /// Where something is.
        at: Option<String>,
    },
}

/// A path as sentences name it.
fn place(path: &str) -> String {
    if path.is_empty() {
        "the plan".to_owned()
    } else {
        format!("`{path}`")
    }
}

/// The rule of that code, if what it finds can be waived.
pub fn waivable(code: &str) -> Result<&'static Rule, NotWaived> {
    match rule(code) {
        None => Err(NotWaived::NoRule {
            code: code.to_owned(),
            near: nearest(code, RULES.iter().map(|rule| rule.code)),
        }),
        Some(Rule {
            code,
            check: Check::Waivers(_),
            ..
        }) => Err(NotWaived::AboutWaivers { code }),
        Some(rule) => Ok(rule),
    }
}

/// The waiver that covers what a rule finds in a definition, and the definition that says it.
pub fn covering<'p>(
    context: &Context<'p>,
    node: NodeId,
    code: &str,
) -> Option<(NodeId, &'p Waiver)> {
    cover(context.plan, node, code, context.today).map(|found| (found.at.0, found.waiver))
}

/// How many findings the waivers of a rule cover that a definition says.
pub fn covered(plan: &Plan, board: &Board, node: NodeId, code: &str) -> u32 {
    said(plan, node)
        .filter(|(_, waiver)| &*waiver.rule == code)
        .filter_map(|(index, _)| board.uses().get(&(node, index)))
        .sum()
}
