//! The file changes outside of the screen: what is taken over, what is said, and what is asked.

use super::{close, go_on, open, refresh, refuse, save, say};
use crate::document::{Document, FileKind, Together};
use crate::source::NodeId;
use crate::tui::keymap::Command;
use crate::tui::message::{Effect, How, Reading};
use crate::tui::model::{AT_ONCE, Done, Model, Origin, Outside};
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

/// Takes in what the file is now.
pub(super) fn found(model: &mut Model, now: FileNow, reading: Reading) -> Vec<Effect> {
    let file = model.file.clone();
    let before = std::mem::replace(&mut model.outside, Outside::Same);
    match now {
        FileNow::Read(document)
            if document.text() == model.on_disk() && reading == Reading::Look =>
        {
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
            if reading == Reading::Merge && !is_busy(model) {
                return merge(model, *document);
            }
            if reading == Reading::Instead(model.generation) {
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
    !model.is_changed() && model.redo.is_empty() && !is_busy(model)
}

/// Whether someone is in the middle of something.
const fn is_busy(model: &Model) -> bool {
    model.editing.is_some() || model.dragging.is_some() || model.overlay.is_some()
}

/// Does again on the file as it is now what was changed here, as one change. Where both say otherwise, nothing is done.
fn merge(model: &mut Model, theirs: Document) -> Vec<Effect> {
    let file = model.file.clone();
    match model.document.onto(model.on_disk(), theirs) {
        Ok(Together {
            document,
            inverse,
            changes,
        }) => {
            let effects = take_over(model, document);
            let number = match changes {
                1 => "one change".to_owned(),
                changes => format!("{changes} changes"),
            };
            if changes == 0 {
                say(model, format!("{file} says all that was changed here"));
                return effects;
            }
            model.undo.push(Done {
                name: format!("{number} from before {file} was read again"),
                inverse,
                shown: (None, model.shown()),
            });
            let (save, undo) = (model.keys.key(Command::Save), model.keys.key(Command::Undo));
            say(
                model,
                format!(
                    "{number} of yours on {file} as it is now; {save} saves both, {undo} takes yours away"
                ),
            );
        }
        Err(clashes) => {
            model.outside = Outside::Changed;
            let more = match clashes.len().saturating_sub(1) {
                0 => String::new(),
                more => format!(", and {more} more"),
            };
            let first = clashes.into_iter().next().unwrap_or_default();
            refuse(model, format!("nothing is merged: {first}{more}"));
        }
    }
    Vec::new()
}

/// Once nothing would be lost any more, a file that was changed outside is read again.
pub(super) fn settle(model: &mut Model) -> Option<Effect> {
    if model.outside != Outside::Changed || !is_settled(model) {
        return None;
    }
    model.outside = Outside::Reading;
    Some(Effect::Read(Reading::Look))
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
    vec![Effect::Read(Reading::Instead(model.generation))]
}

/// An answer to which of two plans is to stay: both in one (`m`), ours (`o`), theirs (`r`), or both in two files.
pub(super) fn answer(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
    close(model);
    match key.code {
        KeyCode::Char('m') => {
            model.after = None;
            vec![Effect::Read(Reading::Merge)]
        }
        KeyCode::Char('o') => save(model, How::Anyway),
        KeyCode::Char('r') => {
            model.after = None;
            vec![Effect::Read(Reading::Instead(model.generation))]
        }
        _ => save(model, How::Beside),
    }
}
