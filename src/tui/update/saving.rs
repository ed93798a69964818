//! The plan goes into its file; and what was left unsaved the last time comes back.

use super::{open, refresh, refuse, say, start};
use crate::document::Document;
use crate::source::NodeId;
use crate::tui::message::{Effect, How};
use crate::tui::model::{Model, Origin, Outside};
use crate::tui::outline::{Outline, Row};
use crate::tui::overlay::{After, Overlay};

/// Takes up what was left unsaved, as a change like any other: it is compared field by field.
pub(super) fn restore(model: &mut Model) {
    let Some(text) = model.restorable.take() else {
        return;
    };
    let document = Document::with(text, model.document.today(), model.document.profiles());
    let before = std::mem::replace(&mut model.document, document);
    model.base = Some(before.text().to_owned());
    if matches!(model.origin, Origin::Example | Origin::Template(_)) {
        model.origin = Origin::Empty;
    }
    model.outline = Outline::default();
    model
        .outline
        .count(model.document.plan(), model.document.evaluation());
    model.selected = Row::Definition(NodeId::ROOT);
    model.focus.clear();
    model.saved = None;
    model.generation += 1;
    refresh(model);
    say(model, "took up what was left unsaved");
}

pub(super) fn save(model: &mut Model, how: How) -> Vec<Effect> {
    let known = !model.outside.is_other();
    if !model.is_changed() && how == How::Replace && model.origin == Origin::File && known {
        say(
            model,
            "nothing has changed since the file was read or saved",
        );
        return Vec::new();
    }
    let how = match (model.origin, how) {
        (Origin::Example | Origin::Template(_) | Origin::Empty | Origin::Tour, How::Replace) => {
            start::ask_name(model);
            return Vec::new();
        }
        (Origin::New, How::Replace) => How::Create,
        (Origin::File, How::Replace) if model.outside == Outside::Gone => How::Create,
        (Origin::File, How::Replace) if model.outside.is_other() => {
            open(model, Overlay::Overwrite);
            return Vec::new();
        }
        (_, how) => how,
    };
    match model.printed() {
        Ok(text) => vec![Effect::Write { text, how }],
        Err(error) => {
            model.after = None;
            refuse(model, error.to_string());
            Vec::new()
        }
    }
}

pub(super) fn written(model: &mut Model) -> Vec<Effect> {
    model.origin = Origin::File;
    let was = std::mem::replace(&mut model.outside, Outside::Same);
    // What was written is what `print` gave: the same goes through here.
    if let Err(error) = model.document.save() {
        refuse(model, error.to_string());
        return Vec::new();
    }
    model.base = None;
    model.saved = Some(model.undo.len());
    let which = match was {
        Outside::Gone => ", which was gone",
        Outside::Same | Outside::Changed | Outside::Reading | Outside::NoPlan(_) => "",
    };
    say(model, format!("saved {}{which}", model.file));
    model.look_up_findings();
    match model.after.take() {
        Some(after) => go_on(model, after),
        None => Vec::new(),
    }
}

/// What comes after a plan that was written, or given up.
pub(super) fn go_on(model: &mut Model, after: After) -> Vec<Effect> {
    match after {
        After::Quit => vec![Effect::Quit],
        After::Open(opening) => start::read(model, opening),
    }
}
