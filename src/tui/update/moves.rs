//! Changes that move something: done as one, with the rest pinned.

use super::{open, record, refuse};
use crate::document::NotPinned;
use crate::plan::Edit;
use crate::source::NodeId;
use crate::tui::model::Model;
use crate::tui::overlay::Overlay;

/// Does something as one change, with all else that it would move pinned where it is.
pub(super) fn commit_pinned(model: &mut Model, edit: Edit, name: &str) -> Result<(), NotPinned> {
    let (edited, number) = model.document.edit_shown_pinned(edit)?;
    let pinned = if number == 1 {
        "1 prefix pinned".to_owned()
    } else {
        format!("{number} prefixes pinned")
    };
    record(model, format!("{name}, {pinned}"), edited);
    Ok(())
}

/// Asks whether to delete something, and says what that moves.
pub(super) fn ask_delete(model: &mut Model, node: NodeId) {
    if node == NodeId::ROOT {
        return refuse(model, "the plan itself can't be deleted");
    }
    match model.document.moves_of(Edit::Remove { node }) {
        Ok(moves) => open(model, Overlay::Delete { node, moves }),
        Err(refusal) => refuse(model, refusal.to_string()),
    }
}
