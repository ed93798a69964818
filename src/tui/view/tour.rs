//! The guided tour below all else, so that it hides nothing of what it speaks of.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr as _;

use super::overlay::wrap;
use super::{Canvas, fit};
use crate::tui::keymap::Command;
use crate::tui::model::Model;
use crate::tui::theme::Role;
use crate::tui::tour::{STEPS, Step, Tour};

/// A terminal that is smaller has the tour without a frame.
const FRAMED: (u16, u16) = (60, 20);

/// The most lines without a frame.
const BARE: u16 = 5;

/// What is left of an area for everything else, and where the tour goes.
pub(super) fn split(model: &Model, area: Rect) -> (Rect, Rect) {
    let height = height(model, area).min(area.height);
    let above = Rect {
        height: area.height - height,
        ..area
    };
    let below = Rect {
        y: above.bottom(),
        height,
        ..area
    };
    (above, below)
}

fn is_framed(area: Rect) -> bool {
    area.width >= FRAMED.0 && area.height >= FRAMED.1
}

/// The same for every step, so that nothing jumps.
fn height(model: &Model, area: Rect) -> u16 {
    if model.tour.is_none() {
        return 0;
    }
    if !is_framed(area) {
        return BARE.min(area.height / 2);
    }
    let width = usize::from(area.width.saturating_sub(4));
    let lines = STEPS.iter().map(|step| {
        let text = wrap(&step.text(model.keys), width).len();
        text + wrap(&step.task(model.keys), width.saturating_sub(2)).len()
    });
    let most = u16::try_from(lines.max().unwrap_or(0) + 2).unwrap_or(u16::MAX);
    most.min(area.height / 2)
}

/// Draws it.
pub(super) fn render(model: &Model, canvas: &mut Canvas<'_>, area: Rect, whole: Rect) {
    let Some((tour, step)) = model.tour.and_then(|tour| Some((tour, tour.current()?))) else {
        return;
    };
    canvas.clear(area);
    let framed = is_framed(whole);
    let inside = if framed {
        let title = format!("tour, {}: {}", tour.says(), step.title);
        canvas.frame(area, &title, true)
    } else {
        Rect {
            y: area.y.saturating_add(1),
            height: area.height.saturating_sub(1),
            ..area
        }
    };
    let (lines, is_cut) = lines(model, tour, step, inside);
    for (y, (role, line)) in (0..inside.height).zip(&lines) {
        canvas.put(inside, (1, y), *role, line);
    }
    let keys = keys(model, is_cut);
    if framed {
        let width = u16::try_from(keys.width() + 2).unwrap_or(u16::MAX);
        let column = area.width.saturating_sub(width + 2);
        let at = (column, area.height.saturating_sub(1));
        canvas.put(area, at, Role::Key, &format!(" {keys} "));
    } else {
        let x = canvas.put(
            area,
            (0, 0),
            Role::Active,
            &format!(" {}/{} ", tour.step + 1, STEPS.len()),
        );
        canvas.put(area, (x, 0), Role::Key, &keys);
    }
}

/// What stands in it, and whether there is no room for all of it: then what to do comes first.
fn lines(model: &Model, tour: Tour, step: &Step, inside: Rect) -> (Vec<(Role, String)>, bool) {
    let width = usize::from(inside.width.saturating_sub(2));
    let on = model.keys.key(Command::TourNext);
    let task = if tour.was_so {
        format!("It is so already: {on} goes on.")
    } else {
        step.task(model.keys)
    };
    let tasks = wrap(&task, width.saturating_sub(2)).into_iter().enumerate();
    let tasks = tasks.map(|(at, line)| {
        let mark = if at == 0 { "→ " } else { "  " };
        (Role::Key, format!("{mark}{line}"))
    });
    let text = wrap(&step.text(model.keys), width).into_iter();
    let text = text.map(|line| (Role::Text, line));
    let room = usize::from(inside.height);
    let is_cut = tasks.len() + text.len() > room;
    if !is_cut {
        return (text.chain(tasks).collect(), false);
    }
    let mut lines: Vec<(Role, String)> = tasks.chain(text).take(room).collect();
    if let Some((_, last)) = lines.last_mut() {
        *last = fit(&format!("{last} …"), width);
    }
    (lines, true)
}

/// The keys of the tour.
fn keys(model: &Model, is_cut: bool) -> String {
    let key = |command| model.keys.key(command);
    let all = if is_cut {
        format!("{} all · ", key(Command::TourRead))
    } else {
        String::new()
    };
    format!(
        "{all}{} on · {} back · {} leaves",
        key(Command::TourNext),
        key(Command::TourBack),
        key(Command::Quit)
    )
}
