//! The selected thing: its fields, the ruler, its budget, and the truth about it.

mod budget;
mod fields;
mod truth;

use ratatui::layout::Rect;

use super::{Canvas, Line, growth, ruler};
use crate::plan::Kind;
use crate::tui::model::{Model, Panel};
use crate::tui::outline::Row;
use crate::tui::theme::Role;
use fields::fields;
use truth::{told, truth};

/// Where the text of a field begins.
const COLUMN: usize = 13;

/// Draws the selected thing.
pub(super) fn render(model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    let plan = model.document.plan();
    let node = model.node();
    let path = model.path();
    let path = if path.is_empty() { "settings" } else { &path };
    let kind = plan.kind(node).word();
    let inside = canvas.frame(
        area,
        &format!("{kind} {path}"),
        model.panel == Panel::Fields,
    );
    let Content { lines, starts, .. } = content(model, usize::from(inside.width));
    let marked = starts.get(model.field).copied();
    let height = usize::from(inside.height);
    let hidden = lines.len().saturating_sub(height);
    let start = start(model, (lines.len(), &starts), inside);
    for (y, line) in (0..inside.height).zip(lines.iter().skip(start)) {
        let pieces: Vec<(Role, &str)> = line
            .iter()
            .map(|(role, text)| (*role, text.as_str()))
            .collect();
        canvas.line(inside, y, &pieces);
        if model.editing.is_none()
            && model.panel == Panel::Fields
            && marked == Some(start + usize::from(y))
        {
            canvas.mark(inside, y, Role::Selected);
        }
    }
    if start < hidden && inside.height > 0 {
        let left = hidden - start;
        let more = format!(
            " … {left} more line{}{} ",
            if left == 1 { "" } else { "s" },
            if model.panel == Panel::Fields {
                " (pgdn)"
            } else {
                " (tab, pgdn)"
            }
        );
        let frame = Rect {
            y: inside.bottom(),
            height: 1,
            ..inside
        };
        canvas.put(frame, (1, 0), Role::Dim, &more);
    }
}

/// All lines of it.
#[derive(Default)]
struct Content {
    lines: Vec<Line>,
    /// The first line of each field, and where the last field ends.
    starts: Vec<usize>,
    /// The first line of the ruler.
    ruler: usize,
}

impl Content {
    /// Adds what stands behind an empty line.
    fn add(&mut self, mut more: Vec<Line>) {
        if !more.is_empty() {
            self.lines.push(Vec::new());
            self.lines.append(&mut more);
        }
    }

    fn add_ruler(&mut self, model: &Model, width: usize) {
        self.ruler = self.lines.len() + 1;
        self.add(ruler::lines(model, width));
    }
}

fn content(model: &Model, width: usize) -> Content {
    let is_shoot = model.document.plan().kind(model.node()) == Kind::Shoot;
    let is_chosen = model.choice().is_some() && model.editing.is_none();
    let (mut lines, mut starts) = fields(model, width);
    if is_chosen {
        // The ruler stands above all else while its borders are moved.
        let mut above = ruler::lines(model, width);
        above.push(Vec::new());
        starts.clear();
        lines.splice(0..0, above);
    }
    let mut content = Content {
        lines,
        starts,
        ruler: 0,
    };
    // Of a range its digits matter first, of a whole shoot what it can have.
    let is_range = matches!(model.selected, Row::Range(..));
    if is_range && !is_chosen {
        content.add_ruler(model, width);
    }
    if is_shoot {
        content.add(truth(model, width));
    }
    if !is_range && !is_chosen {
        content.add_ruler(model, width);
    }
    content.add(budget::lines(model, width));
    content.add(growth::lines(model, width));
    if is_shoot {
        content.add(told(model, width));
    }
    content
}

/// The first line that is shown: the selected field is, with what belongs to it.
fn start(model: &Model, (lines, starts): (usize, &[usize]), inside: Rect) -> usize {
    let height = usize::from(inside.height);
    let hidden = lines.saturating_sub(height);
    let first = starts.get(model.field).copied().unwrap_or(0);
    let end = starts.get(model.field + 1).copied().unwrap_or(0);
    let seen = (end + 2).saturating_sub(height).min(first);
    model.shift.max(seen).min(hidden)
}

/// The field on a line of the panel, if it is one.
pub(super) fn field_at(model: &Model, inside: Rect, y: u16) -> Option<usize> {
    let Content { lines, starts, .. } = content(model, usize::from(inside.width));
    let line = start(model, (lines.len(), &starts), inside) + usize::from(y);
    let end = starts.last().copied()?;
    let after = starts.partition_point(|&start| start <= line);
    (line < end).then(|| after.checked_sub(1)).flatten()
}

/// The column of the ruler at a place of the panel, if its digits or the letters below them are there.
pub(super) fn ruler_at(model: &Model, inside: Rect, at: (u16, u16)) -> Option<usize> {
    let width = usize::from(inside.width);
    let (_, height) = ruler::grip(model, width)?;
    let content = content(model, width);
    let line = start(model, (content.lines.len(), &content.starts), inside) + usize::from(at.1);
    let is_ruler = (content.ruler..content.ruler + height).contains(&line);
    // A column is left free before the digits.
    usize::from(at.0).checked_sub(1).filter(|_| is_ruler)
}
