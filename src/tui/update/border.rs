//! Borders of the ruler: which one is chosen, and how it moves.

use super::{commit, refuse, say};
use crate::addr::Family;
use crate::plan::Kind;
use crate::report::ruler::{Border, Level, Scale, Side, Stride, letter};
use crate::tui::border::{Choice, places};
use crate::tui::model::{Model, Panel};

/// Chooses the next border, or the one before; the last is followed by the first.
pub(super) fn choose_border(model: &mut Model, side: Side) {
    let rulers = model.rulers();
    let places = places(&rulers);
    let Some(now) = model.border_in(&rulers) else {
        return refuse(model, no_border(model));
    };
    let at = places.iter().position(|&place| place == now).unwrap_or(0);
    let number = match side {
        Side::Shorter => at.checked_sub(1).unwrap_or(places.len() - 1),
        Side::Longer => (at + 1) % places.len(),
    };
    choose(model, number);
}

/// Chooses a border by its number among all of the selected row.
pub(super) fn choose(model: &mut Model, number: usize) {
    let rulers = model.rulers();
    let Some(&(ruler, border)) = places(&rulers).get(number) else {
        return;
    };
    let chosen = &rulers[ruler].borders[border];
    let text = format!(
        "{} {} {}: []{{}} move it, esc leaves",
        letter(border),
        chosen.name,
        chosen.length
    );
    model.chosen = Some(Choice {
        row: model.selected,
        number,
    });
    model.shift = 0;
    if crate::tui::view::areas(model).narrow {
        model.panel = Panel::Fields;
    }
    say(model, text);
}

/// Shows the ruler in bits, or in digits again.
pub(super) fn change_scale(model: &mut Model) {
    let is_v4 = model
        .border()
        .is_some_and(|border| border.length.family() == Family::V4);
    let (scale, text) = match model.scale {
        Scale::Digits => (Scale::Bits, "the ruler is in bits"),
        Scale::Bits => (Scale::Digits, "the ruler is in digits"),
    };
    model.scale = scale;
    if crate::tui::view::areas(model).narrow {
        model.panel = Panel::Fields;
    }
    let text = if is_v4 {
        format!("{text}, in IPv6: that of IPv4 is always in bits")
    } else {
        text.to_owned()
    };
    say(model, text);
}

/// Leaves the chosen border; gives whether there was one.
pub(super) fn leave_border(model: &mut Model) -> bool {
    let was_chosen = model.choice().is_some();
    model.chosen = None;
    was_chosen
}

/// Moves the border as far as a stride goes.
pub(super) fn move_border(model: &mut Model, side: Side, stride: Stride) {
    let Some(border) = model.border() else {
        return refuse(model, no_border(model));
    };
    match model.border_step(&border, side, stride) {
        Ok(step) => {
            let name = format!(
                "{}: {} to {}",
                called(model, &border),
                border.length,
                step.to
            );
            commit(model, step.edit, name);
        }
        Err(why) => refuse(model, why),
    }
}

/// "v6 of prod", "nodes of billing", "node of billing".
pub(super) fn called(model: &Model, border: &Border) -> String {
    let name = super::called(model, border.of.node());
    match border.of {
        Level::Block(_) => format!("{} of {name}", border.length.family().key()),
        Level::Ula(_) | Level::Range(..) | Level::NodePrefix(_) | Level::PodRange(_) => {
            format!("{} of {name}", border.name)
        }
    }
}

/// Why there is no border to move.
fn no_border(model: &Model) -> &'static str {
    match model.document.plan().kind(model.node()) {
        Kind::Plan => "the plan has no border; select a block with a length, such as `v6: /56`",
        Kind::Shoot => "this range has no prefix of its own, and so no border",
        Kind::Region | Kind::Zone | Kind::Vpc | Kind::Block => {
            "nothing is said about this block's size; enter edits its v6 or v4"
        }
    }
}
