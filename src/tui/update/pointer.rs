//! The mouse: everything that it does a key does too.

use super::drag::{drag, grasp, let_go};
use super::walk::{select, select_index};
use super::{compare, refuse, start, variants};
use crate::tui::model::{Model, Panel};
use crate::tui::overlay::Overlay;
use crate::tui::prompt::Asks;
use crate::tui::view::{Hit, hit, overlay_depth, start_entry, tree_height};

/// What someone does with a mouse, and where: column and row, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointer {
    /// Presses the first button.
    Press(u16, u16),
    /// Moves with the button held.
    Drag(u16, u16),
    /// Lets the button go.
    Release(u16, u16),
    /// Turns the wheel towards the top.
    WheelUp(u16, u16),
    /// Turns the wheel towards the bottom.
    WheelDown(u16, u16),
}

/// So many rows a turn of the wheel.
const STEP: u16 = 3;

pub(super) fn on_pointer(model: &mut Model, pointer: Pointer) {
    let (at, down) = match pointer {
        Pointer::Press(x, y) => return press(model, (x, y)),
        Pointer::Drag(x, y) => return drag(model, (x, y)),
        Pointer::Release(..) => return let_go(model),
        Pointer::WheelUp(x, y) => ((x, y), false),
        Pointer::WheelDown(x, y) => ((x, y), true),
    };
    if matches!(model.overlay, Some(Overlay::Start(_))) {
        return start::turn(model, down);
    }
    if model.overlay.is_some() {
        let scroll = if down {
            model.scroll.saturating_add(STEP)
        } else {
            model.scroll.saturating_sub(STEP)
        };
        model.scroll = scroll.min(overlay_depth(model));
    } else if model.prompt.is_none() && model.editing.is_none() {
        wheel(model, at, down);
    }
}

fn press(model: &mut Model, at: (u16, u16)) {
    model.toast = None;
    if let Some(number) = start_entry(model, at) {
        return start::choose_at(model, number);
    }
    if model.overlay.is_some() {
        return refuse(
            model,
            "the line at the bottom of the box says which keys do something",
        );
    }
    if model.editing.is_some() {
        return refuse(model, "enter keeps what is typed, esc takes it back");
    }
    if let Some(prompt) = &model.prompt {
        let lists = !matches!(
            prompt.asks,
            Asks::Find(_)
                | Asks::Filter(_)
                | Asks::Sieve(_)
                | Asks::Split(_)
                | Asks::Variant(_)
                | Asks::Waive(_)
                | Asks::Beside
                | Asks::Open
                | Asks::File
        );
        let words = if lists {
            "enter takes the chosen one, esc goes back"
        } else {
            "enter stays here, esc goes back"
        };
        return refuse(model, words);
    }
    match hit(model, at) {
        None => {}
        Some(Hit::Tab(tab)) => variants::press(model, &tab),
        Some(Hit::Panel(panel)) => model.panel = panel,
        Some(Hit::Row(index)) => {
            model.panel = Panel::Tree;
            select_index(model, index);
        }
        Some(Hit::Fold(index)) => {
            model.panel = Panel::Tree;
            fold(model, index);
        }
        Some(Hit::Field(field)) => {
            model.panel = Panel::Fields;
            model.field = field;
        }
        Some(Hit::Ruler(column)) => grasp(model, column),
        Some(Hit::Finding(finding)) => {
            model.panel = Panel::Findings;
            model.finding = finding;
        }
    }
}

/// Opens or closes a row, and selects it.
fn fold(model: &mut Model, index: u128) {
    let Some(row) = model.row_at(index) else {
        return;
    };
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    let open = model.outline.is_open(row);
    model.outline.set_open(plan, evaluation, row, !open);
    select(model, row);
}

/// Scrolls the panel below the pointer.
fn wheel(model: &mut Model, at: (u16, u16), down: bool) {
    match hit(model, at) {
        None | Some(Hit::Tab(_)) => {}
        Some(Hit::Row(_) | Hit::Fold(_) | Hit::Panel(Panel::Tree)) => scroll_tree(model, down),
        Some(Hit::Field(_) | Hit::Ruler(_) | Hit::Panel(Panel::Fields)) => {
            let step = usize::from(STEP);
            model.shift = if down {
                model.shift.saturating_add(step).min(100)
            } else {
                model.shift.saturating_sub(step)
            };
        }
        Some(Hit::Panel(Panel::Compare)) => compare::wheel(model, down, usize::from(STEP)),
        Some(Hit::Finding(_) | Hit::Panel(Panel::Findings)) => {
            let last = model.findings.len().saturating_sub(1);
            model.finding = if down {
                model.finding.saturating_add(1).min(last)
            } else {
                model.finding.saturating_sub(1)
            };
        }
    }
}

/// Scrolls the tree; the selected row comes along where it would leave the screen.
fn scroll_tree(model: &mut Model, down: bool) {
    let height = u128::from(tree_height(model));
    let step = u128::from(STEP);
    let last = model.outline.rows().saturating_sub(height);
    model.top = if down {
        model.top.saturating_add(step).min(last)
    } else {
        model.top.saturating_sub(step)
    };
    let index = model.selected_index();
    let bottom = model.top.saturating_add(height.saturating_sub(1));
    if index < model.top || index > bottom {
        select_index(model, index.clamp(model.top, bottom));
    }
}
