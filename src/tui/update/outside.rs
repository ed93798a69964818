//! The file changes outside of the screen: what is taken over, what is said, and what is asked.

use super::{close, go_on, open, refresh, refuse, save, say};
use crate::document::{Document, FileKind};
use crate::source::NodeId;
use crate::tui::message::{Effect, How};
use crate::tui::model::{AT_ONCE, Model, Origin, Outside};
use crate::tui::outline::{Outline, Row};
use crate::tui::overlay::Overlay;
use crate::tui::session::Session;
use ratatui::crossterm::event::{KeyCode, KeyEvent};

/// The file as it is now.
#[derive(Clone, Debug)]
pub enum FileNow {
    /// A text, read as a document.
    Read(Box<Document>),
    /// There is none.
    Gone,
    /// It can't be read, for this reason.
    Unreadable(String),
}

/// Takes in what the file is now. `instead_of` is the change up to which work may be given up for it.
pub(super) fn found(model: &mut Model, now: FileNow, instead_of: Option<usize>) -> Vec<Effect> {
    let file = model.file.clone();
    let before = std::mem::replace(&mut model.outside, Outside::Same);
    match now {
        FileNow::Read(document) if document.text() == model.on_disk() && instead_of.is_none() => {
            if !matches!(before, Outside::Same | Outside::Reading) && model.origin == Origin::File {
                say(model, format!("{file} is again as it was read"));
            }
        }
        FileNow::Read(document) if document.kind() != FileKind::Plan => {
            model.outside = Outside::NoPlan("what is in it is no plan".to_owned());
            refuse(
                model,
                format!("{file} was changed outside, and what is in it is no plan"),
            );
        }
        FileNow::Read(document) => {
            let given_up = instead_of == Some(model.generation);
            if given_up {
                let toast = model.toast.take();
                let effects = take_over(model, *document);
                let read = || format!("{file} is here as it is in the file now");
                say(model, toast.map_or_else(read, |toast| toast.text));
                return effects;
            }
            if is_settled(model) {
                let effects = take_over(model, *document);
                say(
                    model,
                    format!("{file} was changed outside, and is read again"),
                );
                return effects;
            }
            model.outside = Outside::Changed;
            refuse(
                model,
                format!("{file} was changed outside; saving asks which of the two is to stay"),
            );
        }
        FileNow::Gone if model.origin == Origin::File => {
            model.outside = Outside::Gone;
            refuse(model, format!("{file} is gone; saving makes it anew"));
        }
        FileNow::Gone => {}
        FileNow::Unreadable(why) => {
            refuse(model, format!("{file} was changed outside: {why}"));
            model.outside = Outside::NoPlan(why);
        }
    }
    Vec::new()
}

/// Whether nothing would be lost if the file were read again.
fn is_settled(model: &Model) -> bool {
    !model.is_changed()
        && model.redo.is_empty()
        && model.editing.is_none()
        && model.dragging.is_none()
        && model.overlay.is_none()
}

/// Once nothing would be lost any more, a file that was changed outside is read again.
pub(super) fn settle(model: &mut Model) -> Option<Effect> {
    if model.outside != Outside::Changed || !is_settled(model) {
        return None;
    }
    model.outside = Outside::Reading;
    Some(Effect::Read { instead_of: None })
}

/// The plan as it is in the file now, with the same things selected and folded.
fn take_over(model: &mut Model, document: Document) -> Vec<Effect> {
    let session = Session::of(model);
    model.document = document;
    model.document.work_in_steps(AT_ONCE);
    model.base = None;
    model.origin = Origin::File;
    model.outline = Outline::default();
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    model.outline.count(plan, evaluation);
    model.undo.clear();
    model.redo.clear();
    model.saved = Some(0);
    model.generation += 1;
    model.editing = None;
    model.focus.clear();
    model.after = None;
    close(model);
    model.selected = Row::Definition(NodeId::ROOT);
    refresh(model);
    session.apply(model);
    vec![Effect::Forget]
}

/// The file was found changed while it was to be written.
pub(super) fn changed(model: &mut Model) {
    if model.outside == Outside::Same || model.outside == Outside::Reading {
        model.outside = Outside::Changed;
    }
    open(model, Overlay::Overwrite);
}

/// The file was found gone while it was to be written: it is made anew.
pub(super) fn gone(model: &mut Model) -> Vec<Effect> {
    model.outside = Outside::Gone;
    save(model, How::Replace)
}

/// What was changed here has been written into another file: this one is read as it is now.
pub(super) fn written_beside(model: &mut Model, name: &str) -> Vec<Effect> {
    say(
        model,
        format!(
            "your changes are in {name}; this is {} as it is now",
            model.file
        ),
    );
    if let Some(after) = model.after.take() {
        return go_on(model, after);
    }
    // Until the file is read, nothing is lost by leaving.
    model.saved = Some(model.undo.len());
    model.outside = Outside::Reading;
    vec![Effect::Read {
        instead_of: Some(model.generation),
    }]
}

/// An answer to which of two plans is to stay: ours (`o`), theirs (`r`), or both.
pub(super) fn answer(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
    close(model);
    match key.code {
        KeyCode::Char('o') => save(model, How::Anyway),
        KeyCode::Char('r') => {
            model.after = None;
            vec![Effect::Read {
                instead_of: Some(model.generation),
            }]
        }
        _ => save(model, How::Beside),
    }
}
