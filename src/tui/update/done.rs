//! What is done, so that it can be taken back, and taking it back.

use super::moves::commit_pinned;
use super::{refuse, say};
use crate::document::Edited;
use crate::plan::Edit;
use crate::report::moves::{followed, moved};
use crate::source::NodeId;
use crate::tui::model::{Done, Model};
use crate::tui::outline::Row;

/// Does something as one change that can be taken back, and says what it moved; gives whether it was done.
pub(super) fn commit(model: &mut Model, edit: Edit, name: String) -> bool {
    match model.document.edit_shown(edit) {
        Ok(edited) => {
            record(model, name, edited);
            true
        }
        Err(refusal) => {
            refuse(model, refusal.to_string());
            false
        }
    }
}

/// Does something with all else that it would move pinned.
pub(super) fn pin_rest(model: &mut Model, edit: Edit, name: &str) {
    if let Err(why) = commit_pinned(model, edit, name) {
        refuse(model, why.to_string());
    }
}

/// Notes what was done to what is shown, so that it can be taken back.
pub(super) fn record(model: &mut Model, name: String, edited: Edited) {
    let shown = model.shown();
    let name = match &shown {
        Some(variant) => format!("{name}, in {variant}"),
        None => name,
    };
    record_below(model, name, edited, shown);
}

/// The same of what was done to the plan or its variants while another one of them was shown.
pub(super) fn record_below(
    model: &mut Model,
    name: String,
    edited: Edited,
    before: Option<String>,
) {
    if model.saved.is_some_and(|saved| saved > model.undo.len()) {
        model.saved = None;
    }
    let moves = moved(&model.document, &edited.moves);
    let said = format!("{name}{moves}{}", followed(edited.followed));
    let inverse = edited.inverse;
    let shown = (before, model.shown());
    model.undo.push(Done {
        name,
        inverse,
        shown,
    });
    model.redo.clear();
    model.generation += 1;
    refresh(model);
    say(model, said);
}

/// After a change: the rows of what it reached are counted again, and what is selected is still there.
pub(in crate::tui) fn refresh(model: &mut Model) {
    let touched = model.document.take_touched();
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    let mut selected = model.selected;
    while !plan.is_alive(selected.node()) {
        selected = Row::Definition(plan.node(selected.node()).parent);
    }
    model.outline.update(plan, evaluation, &touched);
    if model.outline.index_of(plan, evaluation, selected).is_none() {
        selected = Row::Definition(selected.node());
    }
    if selected == Row::Definition(NodeId::ROOT) && model.selected != selected {
        selected = model.row_at(0).unwrap_or(selected);
    }
    model.selected = selected;
    model.marks.retain(|&node| plan.is_alive(node));
    model.field = model.field.min(model.fields().len().saturating_sub(1));
    let mut reached = touched;
    reached.extend(model.document.take_judged());
    model.sum_up_again(&reached);
    model.look_up_findings();
}

pub(super) fn take_back(model: &mut Model, undo: bool) {
    let from = if undo {
        &mut model.undo
    } else {
        &mut model.redo
    };
    let Some(done) = from.pop() else {
        return refuse(
            model,
            if undo {
                "there is nothing to undo"
            } else {
                "there is nothing to redo"
            },
        );
    };
    let Done {
        name,
        inverse,
        shown,
    } = done;
    let show = if undo { &shown.0 } else { &shown.1 };
    let inverse = model
        .document
        .apply_below(inverse, show.as_deref())
        .expect("invariant: what was done can be taken back");
    model.generation += 1;
    say(
        model,
        format!("{} {name}", if undo { "undid" } else { "did again" }),
    );
    let other = Done {
        name,
        inverse,
        shown,
    };
    if undo {
        model.redo.push(other);
    } else {
        model.undo.push(other);
    }
    let toast = model.toast.clone();
    refresh(model);
    model.toast = toast;
}
