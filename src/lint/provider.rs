//! The provider that is in force for a definition.

use super::Context;
use crate::engine::profile_or_generic;
use crate::plan::Field;
use crate::profile::{GENERIC, Profile};
use crate::source::NodeId;

/// The profile of a definition's provider; where none is said or known, the generic one.
pub(super) fn profile_of(context: &Context<'_>, node: NodeId) -> &'static Profile {
    let settings = context.evaluation.settings(node);
    profile_or_generic(
        settings
            .text(context.plan, Field::Provider)
            .unwrap_or(GENERIC),
    )
}
