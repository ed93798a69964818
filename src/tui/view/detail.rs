//! The selected thing: its fields, the ruler, its budget, and the truth about it.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr as _;

use super::{Canvas, ruler};
use crate::addr::Family;
use crate::plan::{Field, Kind, Value};
use crate::source::NodeId;
use crate::tui::editing::Editing;
use crate::tui::model::{Model, Panel};
use crate::tui::theme::Role;

/// Draws the selected thing.
pub(super) fn render(model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    let plan = model.document.plan();
    let node = model.node();
    let path = plan.path(node);
    let title = format!("{} {}", plan.kind(node).word(), if path.is_empty() { "settings" } else { &path });
    let inside = canvas.frame(area, &title, model.panel == Panel::Fields);
    let mut y = fields(model, canvas, inside);
    y += 1;
    y += ruler::render(model, canvas, inside, y);
    y += 1;
    y = budgets(model, canvas, inside, y);
    if plan.kind(node) == Kind::Shoot {
        truth(model, canvas, inside, y);
    }
}

fn fields(model: &Model, canvas: &mut Canvas<'_>, area: Rect) -> u16 {
    let fields = model.fields();
    let room = usize::from(area.height).saturating_sub(8).clamp(3, 12);
    let top = model.field.saturating_sub(room.saturating_sub(1));
    let mut y = 0;
    for (index, &field) in fields.iter().enumerate().skip(top).take(room) {
        let selected = index == model.field && model.panel == Panel::Fields;
        let key = format!(" {:<12} ", field.key());
        let x = canvas.put(area, (0, y), if selected { Role::Active } else { Role::Dim }, &key);
        match model.editing.as_ref().filter(|editing| editing.field == field && editing.node == model.node()) {
            Some(editing) => {
                edit_line(model, canvas, Rect { x: area.x + x, width: area.width.saturating_sub(x), ..area }, y, editing);
                y += below(model, canvas, area, y, editing);
            }
            None => {
                let (text, role) = value_text(model, model.node(), field);
                canvas.put(area, (x, y), role, &text);
                if selected {
                    canvas.mark(area, y, Role::Selected);
                }
            }
        }
        y += 1;
    }
    y
}

fn value_text(model: &Model, node: NodeId, field: Field) -> (String, Role) {
    let plan = model.document.plan();
    if let Some(value) = plan.value(node, field) {
        return (value.line(), Role::Text);
    }
    let said = model.document.evaluation().settings(node).said(field).filter(|_| field.is_setting());
    match said {
        Some((value, _)) => {
            let from = crate::engine::said_at(plan, node, field).map(|id| plan.path(id)).unwrap_or_default();
            let from = if from.is_empty() { "the plan".to_owned() } else { from };
            (format!("{}  (from {from})", plan.value_of(value).line()), Role::Dim)
        }
        None => ("—".to_owned(), Role::Dim),
    }
}

/// The text field with its caret; a text that is longer than the line is shown around the caret.
fn edit_line(_model: &Model, canvas: &mut Canvas<'_>, area: Rect, y: u16, editing: &Editing) {
    let before: String = editing.text.chars().take(editing.caret_chars()).collect();
    let after: String = editing.text.chars().skip(editing.caret_chars()).collect();
    let room = usize::from(area.width).saturating_sub(2);
    let mut start = before.clone();
    while start.width() > room.saturating_sub(1) && !start.is_empty() {
        start.remove(0);
    }
    let x = canvas.put(area, (0, y), Role::Text, &start);
    let at = after.chars().next().map_or_else(|| " ".to_owned(), |char| char.to_string());
    let width = canvas.put(area, (x, y), Role::Selected, &at);
    let rest: String = after.chars().skip(1).collect();
    canvas.put(area, (x + width, y), Role::Text, &rest);
}

/// Under the field: what is wrong with the text, with a mark below the characters, and what could stand there.
fn below(model: &Model, canvas: &mut Canvas<'_>, area: Rect, y: u16, editing: &Editing) -> u16 {
    let plan = model.document.plan();
    let value: Value = plan.value_from_line(editing.node, editing.field, &editing.text);
    let mut lines = 0;
    let faults = plan.faults_for(editing.field, &value);
    if let Some(fault) = faults.first().filter(|_| !editing.text.trim().is_empty()) {
        let (start, end) = fault.chars;
        let marks = format!("{}{}", " ".repeat(usize::from(start)), "^".repeat(usize::from(end.saturating_sub(start)).max(1)));
        canvas.put(area, (14, y + 1), Role::Error, &marks);
        canvas.put(area, (14, y + 2), Role::Warning, &fault.message);
        lines += 2;
    }
    let shown = editing.completions.iter().take(4);
    for completion in shown {
        lines += 1;
        let word = format!("{:<14}", completion.text);
        let x = canvas.put(area, (14, y + lines), Role::Good, &word);
        canvas.put(area, (14 + x, y + lines), Role::Dim, completion.meaning);
    }
    lines
}

fn budgets(model: &Model, canvas: &mut Canvas<'_>, area: Rect, mut y: u16) -> u16 {
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    let owner = if plan.kind(model.node()).is_block() { model.node() } else { plan.node(model.node()).parent };
    let mut headed = false;
    for family in Family::BOTH {
        let Some((budget, others)) = evaluation.block_pool(owner, family).and_then(|pool| pool.budget()) else {
            continue;
        };
        if !headed {
            let head = format!(" {:<9}{:>6}{:>7}{:>6}  {}", "holds", "given", "needed", "spare", "used of room");
            canvas.put(area, (0, y), Role::Dim, &head);
            y += 1;
            headed = true;
        }
        let taken = if budget.reserved.is_zero() { format!("{}", budget.planned) } else { format!("{}+{}", budget.planned, budget.reserved) };
        let line = format!(
            " {:<9}{:>6}{:>7}{:>6}  {taken} of {}, {} free",
            budget.length.to_string(),
            budget.given,
            budget.needed,
            budget.spare,
            budget.room,
            budget.free
        );
        let role = if budget.spare < 0 { Role::Error } else { Role::Text };
        canvas.put(area, (0, y), role, &line);
        y += 1;
        for other in others.iter().take(3) {
            canvas.put(area, (0, y), Role::Dim, &format!("   and {} × {}", other.planned, other.length));
            y += 1;
        }
    }
    y + u16::from(headed)
}

fn truth(model: &Model, canvas: &mut Canvas<'_>, area: Rect, mut y: u16) {
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    let shoot = evaluation.shoot(plan, model.node());
    let truth = evaluation.truth(&shoot, &model.members());
    let mut say = |role: Role, key: &str, text: String| {
        let x = canvas.put(area, (0, y), Role::Dim, &format!(" {key:<12} "));
        canvas.put(area, (x, y), role, &text);
        y += 1;
    };
    let nodes = match (truth.max_nodes.value, truth.max_nodes.by) {
        (Some(value), Some(by)) => format!("{value}, bound by {by}"),
        _ => "unlimited".to_owned(),
    };
    let wanted = shoot.wanted_nodes();
    let over = wanted.zip(truth.max_nodes.value).is_some_and(|(wanted, most)| wanted > most);
    let planned = wanted.map_or_else(String::new, |wanted| format!(" ({wanted} planned)"));
    say(if over { Role::Error } else { Role::Text }, "max nodes", format!("{nodes}{planned}"));
    if let (Some(value), Some(by)) = (truth.max_pods.value, truth.max_pods.by) {
        say(Role::Text, "pods a node", format!("{value}, by {by}; ranges from {}", truth.allocator.word()));
    }
    for family in Family::BOTH {
        let of = truth.of(family);
        for (key, numbered) in [("node prefix", of.node_prefix), ("pod range", of.pod_range)] {
            if let Some(numbered) = numbered {
                let text = match (numbered.first, numbered.last) {
                    (Some(first), Some(last)) if first != last => format!("{first} … {last}"),
                    (Some(first), _) => first.to_string(),
                    _ => format!("{} each", numbered.length),
                };
                say(Role::Prefix, key, text);
            }
        }
        if let Some(addresses) = of.service_addresses {
            let band = of.static_band.unwrap_or(0);
            say(Role::Text, "services", format!("{addresses} {family} addresses, the first {band} for fixed ones"));
        }
    }
}
