//! The start screen: what can be opened, and below it what there is to know of the chosen one.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr as _;

use super::overlay::wrap;
use super::{Canvas, fit};
use crate::tui::keymap::Command;
use crate::tui::model::Model;
use crate::tui::overlay::Overlay;
use crate::tui::start::{Entry, Start};
use crate::tui::theme::Role;
use crate::visible::clean;

const WIDEST: u16 = 100;

/// So many rows of the list are there before the rest is filled with what there is to know.
const LEAST: usize = 3;

/// Where the parts of the start screen go.
struct Places<'a> {
    frame: Rect,
    rows: Vec<Row<'a>>,
    /// How wide the names are.
    names: usize,
    /// How many rows of the list there is room for.
    listed: usize,
    /// The first one of them.
    first: usize,
    /// What there is to know of the chosen one, and how many lines of it there is room for.
    about: (Vec<String>, usize),
}

/// Draws the start screen, if it is there.
pub(super) fn render(model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    let Some(Overlay::Start(start)) = &model.overlay else {
        return;
    };
    let places = places(start, area);
    canvas.clear(places.frame);
    let inside = canvas.frame(places.frame, "open a plan", true);
    list(start, &places, canvas, inside);
    let (about, shown) = &places.about;
    let first = usize::from(inside.height.saturating_sub(1)).saturating_sub(*shown);
    let skipped = start.reading.unwrap_or(0);
    for (at, line) in about.iter().skip(skipped).take(*shown).enumerate() {
        let Ok(y) = u16::try_from(first + at) else {
            return;
        };
        let is_cut = at + 1 == *shown && about.len() > skipped + *shown;
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
            || (Role::Key, keys(model, start, about.len() > *shown)),
            |toast| (Role::Warning, toast.text.clone()),
        );
        let text = fit(&text, usize::from(inside.width.saturating_sub(1)));
        canvas.put(inside, (1, inside.height - 1), role, &text);
    }
}

/// How far what there is to know can be scrolled while it is read alone.
pub(super) fn depth(model: &Model, area: Rect) -> usize {
    let Some(Overlay::Start(start)) = &model.overlay else {
        return 0;
    };
    let (about, shown) = places(start, area).about;
    about.len().saturating_sub(shown)
}

/// The entry at a column and row of the terminal, by its number.
pub(super) fn entry_at(model: &Model, area: Rect, at: (u16, u16)) -> Option<usize> {
    let Some(Overlay::Start(start)) = &model.overlay else {
        return None;
    };
    let places = places(start, area);
    let frame = places.frame;
    let is_inside = frame.x < at.0 && at.0 + 1 < frame.right();
    let line = usize::from(at.1.checked_sub(frame.y + 1).filter(|_| is_inside)?);
    match places.rows.get(places.first + line) {
        Some(Row::Entry(number, _)) if line < places.listed => Some(*number),
        _ => None,
    }
}

fn places(start: &Start, area: Rect) -> Places<'_> {
    let width = area.width.saturating_sub(2).clamp(12, WIDEST);
    let width = width.min(area.width);
    let names = names(start, width);
    let about = start
        .entry()
        .map_or_else(Vec::new, |entry| about(entry, names, width));
    let rows = rows(start);
    let wanted = u16::try_from(rows.len() + deepest(start, names, width) + 4).unwrap_or(u16::MAX);
    let height = wanted.min(area.height.saturating_sub(2).max(3));
    let frame = Rect::new(
        area.x + (area.width - width) / 2,
        area.y + area.height.saturating_sub(height) / 2,
        width,
        height.min(area.height),
    );
    let room = usize::from(frame.height.saturating_sub(3));
    let below = (about.len() + 1).min(room.saturating_sub(LEAST).max(room / 2));
    let below = match (start.reading, about.is_empty()) {
        (Some(_), _) => room + 1,
        (None, true) => 0,
        (None, false) => below,
    };
    let listed = room.saturating_sub(below);
    let chosen = rows
        .iter()
        .position(|row| matches!(row, Row::Entry(at, _) if *at == start.chosen))
        .unwrap_or(0);
    Places {
        frame,
        first: (chosen + 1).saturating_sub(listed),
        rows,
        names,
        listed,
        about: (about, below.saturating_sub(1)),
    }
}

/// The keys that do something; the most important first, for a narrow box.
fn keys(model: &Model, start: &Start, is_cut: bool) -> String {
    if start.reading.is_some() {
        return "⏎ open · ↑↓ scroll · esc back".to_owned();
    }
    let read = if is_cut {
        format!("{} all · ", model.keys.key(Command::Explain))
    } else {
        String::new()
    };
    let choose = match (model.size.0 < 50, is_cut) {
        (true, true) => "",
        (true, false) => "↑↓ choose · ",
        (false, _) => "↑↓ or a number choose · ",
    };
    format!("⏎ open · {read}{choose}esc back")
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
fn list(start: &Start, places: &Places<'_>, canvas: &mut Canvas<'_>, inside: Rect) {
    let names = places.names;
    let shown = places.rows.iter().skip(places.first).take(places.listed);
    let width = usize::from(inside.width);
    for (y, row) in (0..inside.height).zip(shown) {
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
