//! Waivers: which one covers a finding.

use crate::plan::{Date, Field, Meaning, Plan, Waiver};
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
