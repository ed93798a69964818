//! What is advice in a plan, and a warning where it is about to be built.

use super::driver::Context;
use super::rules::documentation_range;
use super::waivers::cover;
use crate::diag::{Finding, Severity};
use crate::source::NodeId;

/// What to warn of when something is exported: once for all, the outermost place first.
pub fn export_warning(
    context: &Context<'_>,
    exported: impl IntoIterator<Item = NodeId>,
) -> Option<Finding> {
    let code = documentation_range::RULE.code;
    exported.into_iter().find_map(|shoot| {
        let mut outward: Vec<NodeId> = context.plan.chain(shoot).collect();
        outward.reverse();
        outward
            .into_iter()
            .filter(|&node| cover(context.plan, node, code, context.today).is_none())
            .find_map(|node| documentation_range::documented(context, node, Severity::Warning))
    })
}
