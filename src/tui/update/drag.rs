//! A border that is dragged with the mouse: it moves while the button is held, and is one change once it is let go.

use super::border::{called, choose};
use super::{Pointer, commit, refresh, refuse, say};
use crate::report::moves::moved;
use crate::report::ruler::step_to;
use crate::tui::border::{Dragging, places};
use crate::tui::message::Message;
use crate::tui::model::Model;
use crate::tui::view::{grip, ruler_column};

/// Takes hold of the border nearest to a column of the ruler.
pub(super) fn grasp(model: &mut Model, column: usize) {
    let rulers = model.rulers();
    let (Some((shown, now)), Some(view)) = (model.border_in(&rulers), grip(model)) else {
        return;
    };
    let distance = |number: usize| {
        let at = view.column_of(rulers[shown].borders[number].length);
        at.map(|at| (at.abs_diff(column), usize::from(number != now)))
    };
    let borders = 0..rulers[shown].borders.len();
    let nearest = borders.filter_map(|number| Some((distance(number)?, number)));
    let Some((_, number)) = nearest.min() else {
        return;
    };
    let place = places(&rulers)
        .iter()
        .position(|&place| place == (shown, number));
    let border = rulers[shown].borders[number].clone();
    model.dragging = place.map(|place| Dragging {
        row: model.selected,
        place,
        to: border.length,
        border,
        view,
        trial: None,
        edit: None,
    });
}

/// Moves the border that is held to where the pointer is.
pub(super) fn drag(model: &mut Model, at: (u16, u16)) {
    let Some(column) = model.dragging.as_ref().and(ruler_column(model, at.0)) else {
        return;
    };
    let Some(mut dragging) = model.dragging.take() else {
        return;
    };
    let to = dragging.view.length_at(column).unwrap_or(dragging.to);
    if to == dragging.to {
        model.dragging = Some(dragging);
        return;
    }
    take_trial_back(model, &mut dragging);
    dragging.to = to;
    if to == dragging.border.length {
        model.toast = None;
    } else {
        try_out(model, &mut dragging);
    }
    model.dragging = Some(dragging);
    let toast = model.toast.clone();
    refresh(model);
    model.toast = toast;
}

fn try_out(model: &mut Model, dragging: &mut Dragging) {
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    let step = match step_to(plan, evaluation, &dragging.border, dragging.to) {
        Ok(step) => step,
        Err(held) => return refuse(model, held.to_string()),
    };
    match model.document.edit(step.edit.clone()) {
        Ok(edited) => {
            dragging.trial = Some(edited.inverse);
            dragging.edit = Some(step.edit);
            let moves = moved(&model.document, &edited.moves);
            let text = format!(
                "{}{moves}; letting go keeps it, esc takes it back",
                name(model, dragging)
            );
            say(model, text);
        }
        Err(refusal) => refuse(model, refusal.to_string()),
    }
}

/// "v6 of prod: /56 to /52".
fn name(model: &Model, dragging: &Dragging) -> String {
    let Dragging { border, to, .. } = dragging;
    format!("{}: {} to {to}", called(model, border), border.length)
}

/// Lets the border go: where it has moved that is one change, else it is chosen.
pub(super) fn let_go(model: &mut Model) {
    let Some(mut dragging) = model.dragging.take() else {
        return;
    };
    let edit = dragging.edit.take();
    take_trial_back(model, &mut dragging);
    let refused = model.toast.clone().filter(|toast| toast.refused);
    refresh(model);
    match edit {
        Some(edit) => {
            let name = name(model, &dragging);
            commit(model, edit, name);
        }
        None if refused.is_some() => model.toast = refused,
        None if dragging.row == model.selected => choose(model, dragging.place),
        None => {}
    }
}

/// Whether something may not happen while a border is held.
pub(super) const fn ends(message: &Message) -> bool {
    !matches!(
        message,
        Message::Pointer(Pointer::Drag(..) | Pointer::Release(..))
            | Message::Compared { .. }
            | Message::NotCompared(_)
            | Message::NotKept(_)
            | Message::LooksDifferent
    )
}

/// Puts the border back where it was.
pub(super) fn take_back(model: &mut Model) {
    if let Some(mut dragging) = model.dragging.take() {
        take_trial_back(model, &mut dragging);
        refresh(model);
        say(model, "the border is where it was");
    }
}

fn take_trial_back(model: &mut Model, dragging: &mut Dragging) {
    dragging.edit = None;
    if let Some(trial) = dragging.trial.take() {
        model
            .document
            .apply(trial)
            .expect("invariant: a trial can be taken back");
    }
}
