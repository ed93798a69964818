//! The start screen: what can be opened, and below it what there is to know of the chosen one.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr as _;

use super::overlay::wrap;
use super::{Canvas, fit};
use crate::tui::model::{Model, Overlay};
use crate::tui::start::{Entry, Start};
use crate::tui::theme::Role;
use crate::visible::clean;

const WIDEST: u16 = 100;

/// So many rows of the list are there before the rest is filled with what there is to know.
const LEAST: usize = 3;

/// Draws the start screen, if it is there.
pub(super) fn render(model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    let Some(Overlay::Start(start)) = &model.overlay else {
        return;
    };
    let width = area.width.saturating_sub(2).clamp(12, WIDEST);
    let width = width.min(area.width);
    let names = names(start, width);
    let about = start
        .entry()
        .map_or_else(Vec::new, |entry| about(entry, names, width));
    let rows = rows(start);
    let wanted = u16::try_from(rows.len() + deepest(start, names, width) + 4).unwrap_or(u16::MAX);
    let height = wanted.min(area.height.saturating_sub(2).max(3));
    let place = Rect::new(
        area.x + (area.width - width) / 2,
        area.y + area.height.saturating_sub(height) / 2,
        width,
        height.min(area.height),
    );
    canvas.clear(place);
    let inside = canvas.frame(place, "open a plan", true);
    let room = usize::from(inside.height.saturating_sub(1));
    let below = (about.len() + 1).min(room.saturating_sub(LEAST).max(room / 2));
    let below = if about.is_empty() { 0 } else { below };
    list((start, names), &rows, canvas, (inside, room - below));
    let shown = below.saturating_sub(1);
    for (at, line) in about.iter().take(shown).enumerate() {
        let Ok(y) = u16::try_from(room - shown + at) else {
            return;
        };
        let is_cut = at + 1 == shown && about.len() > shown;
        let line = if is_cut {
            format!("{line} …")
        } else {
            line.clone()
        };
        let line = fit(&line, usize::from(inside.width.saturating_sub(1)));
        canvas.put(inside, (1, y), Role::Text, &line);
    }
    if inside.height > 0 {
        let (role, text) = model.toast.as_ref().map_or_else(
            || (Role::Key, keys(usize::from(inside.width)).to_owned()),
            |toast| (Role::Warning, toast.text.clone()),
        );
        let text = fit(&text, usize::from(inside.width.saturating_sub(1)));
        canvas.put(inside, (1, inside.height - 1), role, &text);
    }
}

fn keys(width: usize) -> &'static str {
    if width < 44 {
        "⏎ open · ↑↓ choose · esc back"
    } else {
        "⏎ open · ↑↓ or a number choose · esc back"
    }
}

/// A row of the list.
enum Row<'a> {
    Group(&'static str),
    Entry(usize, &'a Entry),
}

fn rows(start: &Start) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    let mut group = "";
    for (at, entry) in start.entries.iter().enumerate() {
        if entry.group != group {
            group = entry.group;
            rows.push(Row::Group(group));
        }
        rows.push(Row::Entry(at, entry));
    }
    rows
}

/// Draws as many rows as there is room for, the chosen one among them.
fn list(what: (&Start, usize), rows: &[Row<'_>], canvas: &mut Canvas<'_>, of: (Rect, usize)) {
    let ((start, names), (inside, room)) = (what, of);
    let chosen = rows
        .iter()
        .position(|row| matches!(row, Row::Entry(at, _) if *at == start.chosen))
        .unwrap_or(0);
    let first = (chosen + 1).saturating_sub(room);
    let width = usize::from(inside.width);
    for (y, row) in (0..inside.height).zip(rows.iter().skip(first).take(room)) {
        match row {
            Row::Group(name) => {
                canvas.put(inside, (1, y), Role::Dim, name);
            }
            Row::Entry(at, entry) => {
                let here = *at == start.chosen;
                let mark = if here { "›" } else { " " };
                let number = match at + 1 {
                    number @ 1..=9 => number.to_string(),
                    _ => " ".to_owned(),
                };
                let name = fit(&clean(&entry.name), names);
                let text = format!("{mark}{number} {name:<names$}  {}", clean(&entry.note));
                canvas.put(inside, (0, y), Role::Text, &fit(&text, width));
                if here {
                    canvas.mark(inside, y, Role::Selected);
                }
            }
        }
    }
}

/// How wide the names are.
fn names(start: &Start, width: u16) -> usize {
    let names = start.entries.iter().map(|entry| entry.name.width()).max();
    names.unwrap_or(0).min(usize::from(width) / 2)
}

/// What there is to know of one: its line too, where the list cuts it.
fn about(entry: &Entry, names: usize, width: u16) -> Vec<String> {
    let room = usize::from(width.saturating_sub(2));
    let note = clean(&entry.note);
    let is_cut = names + 5 + note.width() > room;
    let text = match (is_cut, entry.about.as_str()) {
        (false, "") => return Vec::new(),
        (false, about) => about.to_owned(),
        (true, "") => note.into_owned(),
        (true, about) => format!("{note}\n{about}"),
    };
    wrap(&text, room.saturating_sub(2))
}

/// How many lines the longest of all that there is to know takes: so the box stays where it is.
fn deepest(start: &Start, names: usize, width: u16) -> usize {
    let lines = start
        .entries
        .iter()
        .map(|entry| about(entry, names, width).len());
    lines.max().unwrap_or(0)
}
