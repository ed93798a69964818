//! An edit of what everything inherits is on the screen at once; rules look at what it reaches in steps, between keys.

use crate::source::NodeId;
use crate::tui::keymap::Command;
use crate::tui::message::Message;
use crate::tui::model::{Model, Panel};
use crate::tui::outline::Row;

/// What rules look at in a step: less than a frame.
const STEP: usize = 2_500;

/// Has rules look at some more of what is outstanding.
pub(super) fn step(model: &mut Model) {
    model.document.step(STEP);
    settle(model);
}

/// Before anything that needs to know all that is found, rules look at all that is outstanding.
pub(super) fn finish_for(model: &mut Model, message: &Message) {
    if model.document.outstanding() > 0 && !goes_on(model, message) {
        model.document.finish();
        settle(model);
    }
}

/// What is on the screen is looked at first.
pub(super) fn see_first(model: &mut Model) {
    if model.document.outstanding() > 0 {
        let rows = (0..u128::from(model.size.1)).map(|row| model.top.saturating_add(row));
        let rows = rows.filter_map(|row| model.row_at(row));
        let nodes: Vec<NodeId> = rows.map(Row::node).collect();
        model.document.see_first(nodes);
        settle(model);
    }
}

fn settle(model: &mut Model) {
    if model.document.outstanding() == 0 {
        model.look_up_findings();
        // What a border's move would do was not known.
        model.outlook = None;
    }
}

/// Whether something can happen while rules have still to look at something.
fn goes_on(model: &Model, message: &Message) -> bool {
    match message {
        Message::Step | Message::Resize(..) => true,
        Message::Key(_) if model.overlay.is_some() || model.prompt.is_some() => false,
        Message::Key(_) | Message::Paste(_) if model.editing.is_some() => true,
        Message::Key(key) => match model.keys.command(*key) {
            Some(Command::Up | Command::Down | Command::PageUp | Command::PageDown) => {
                model.panel != Panel::Findings
            }
            Some(
                Command::First
                | Command::Last
                | Command::Open
                | Command::Close
                | Command::Enter
                | Command::Undo
                | Command::Redo
                | Command::Inspect
                | Command::Quit,
            ) => matches!(model.panel, Panel::Tree | Panel::Fields),
            Some(_) | None => false,
        },
        _ => false,
    }
}
