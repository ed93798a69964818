//! The provider that is in force for a definition.

use super::Context;
use crate::profile::Profile;
use crate::source::NodeId;

/// The profile of a definition's provider; where none is said or known, the generic one.
pub(super) fn profile_of(context: &Context<'_>, node: NodeId) -> &'static Profile {
    context.evaluation.settings(node).profile()
}
