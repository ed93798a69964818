//! The guided tour: begun, gone through, left.

use super::walk::select;
use super::{open, refuse, say};
use crate::tui::keymap::Command;
use crate::tui::message::Effect;
use crate::tui::model::{Model, Panel};
use crate::tui::overlay::{After, Overlay};
use crate::tui::start::Opening;
use crate::tui::tour::{STEPS, Tour};

/// Begins it, on a plan of its own; or leaves it, and stays on that plan.
pub(super) fn begin_or_leave(model: &mut Model) -> Vec<Effect> {
    if model.tour.take().is_some() {
        say(
            model,
            "the tour is over; this plan stays until another is opened",
        );
        return Vec::new();
    }
    if model.is_changed() {
        open(model, Overlay::Leave(After::Open(Opening::Tour)));
        return Vec::new();
    }
    super::start::read(model, Opening::Tour)
}

/// Leaves it for the plan from which it was begun.
pub(super) fn go_back(model: &mut Model) -> Vec<Effect> {
    model.tour = None;
    super::start::read(model, Opening::Before)
}

/// Passes a step over, or goes back to the one before.
pub(super) fn turn(model: &mut Model, forward: bool) {
    let Some(tour) = model.tour else {
        return refuse(model, none(model));
    };
    let last = STEPS.len() - 1;
    match (tour.step, forward) {
        (0, false) => refuse(model, "this is the first step of the tour"),
        (step, true) if step == last => refuse(model, "this is the last step of the tour"),
        (step, true) => turn_to(model, step + 1),
        (step, false) => turn_to(model, step - 1),
    }
}

/// A step, with what its keys are pressed at selected: whoever passes steps over has not gone there.
fn turn_to(model: &mut Model, step: usize) {
    if let Some(row) = STEPS[step].row(model) {
        let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
        model.outline.reveal(plan, evaluation, row);
        select(model, row);
        model.panel = Panel::Tree;
    }
    model.tour = Some(Tour::at(step, model));
}

/// Shows the whole of a step, where there is no room for it beside the panels.
pub(super) fn read(model: &mut Model) {
    let Some((tour, step)) = model.tour.and_then(|tour| Some((tour, tour.current()?))) else {
        return refuse(model, none(model));
    };
    let page = Overlay::Page {
        title: format!("tour, {}: {}", tour.says(), step.title),
        text: format!("{}\n\n{}", step.text(model.keys), step.task(model.keys)),
    };
    open(model, page);
}

/// After whatever happened: a step that is done is followed by the next.
pub(super) fn follow(model: &mut Model) {
    if let Some(tour) = model.tour {
        model.tour = Some(tour.next(model));
    }
}

fn none(model: &Model) -> String {
    let tour = model.keys.key(Command::Tour);
    format!("this belongs to the guided tour; {tour} begins it")
}
