//! The selected thing: its fields, the ruler, its budget, and the truth about it.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr as _;

use super::overlay::wrap;
use super::{Canvas, Line, growth, ruler};
use crate::addr::Family;
use crate::diag::Severity;
use crate::engine::{Component, Pool};
use crate::inventory::zone_subnets;
use crate::plan::{Field, Kind};
use crate::source::NodeId;
use crate::tui::editing::Editing;
use crate::tui::model::{Model, Panel};
use crate::tui::moves::would_move;
use crate::tui::outline::Row;
use crate::tui::theme::Role;
use crate::visible::clean;

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
    let (lines, marked) = content(model, usize::from(inside.width));
    let height = usize::from(inside.height);
    let hidden = lines.len().saturating_sub(height);
    let start = start(model, (lines.len(), marked), inside);
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
        let more = format!(
            " … {} more lines{} ",
            hidden - start,
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

/// All lines of it, and which of them is the selected field.
fn content(model: &Model, width: usize) -> (Vec<Line>, Option<usize>) {
    let (plan, node) = (model.document.plan(), model.node());
    let (mut lines, mut marked) = fields(model, width);
    let is_chosen = model.choice().is_some() && model.editing.is_none();
    if is_chosen {
        // The ruler stands above all else while its borders are moved.
        let mut above = ruler::lines(model, width);
        above.push(Vec::new());
        marked = None;
        lines.splice(0..0, above);
    }
    let mut add = |mut more: Vec<Line>| {
        if !more.is_empty() {
            lines.push(Vec::new());
            lines.append(&mut more);
        }
    };
    // Of a range its digits matter first, of a whole shoot what it can have.
    let is_range = matches!(model.selected, Row::Range(..));
    if is_range && !is_chosen {
        add(ruler::lines(model, width));
    }
    if plan.kind(node) == Kind::Shoot {
        add(truth(model, width));
    }
    if !is_range && !is_chosen {
        add(ruler::lines(model, width));
    }
    add(budgets(model, width));
    add(growth::lines(model, width));
    if plan.kind(node) == Kind::Shoot {
        add(told(model, width));
    }
    (lines, marked)
}

/// The first line that is shown.
fn start(model: &Model, (lines, marked): (usize, Option<usize>), inside: Rect) -> usize {
    let height = usize::from(inside.height);
    let hidden = lines.saturating_sub(height);
    let editing = model.editing.as_ref();
    let width = usize::from(inside.width);
    let below = editing.map_or(0, |editing| consequences(model, editing, width).len());
    let seen = marked.map_or(0, |line| {
        (line + 3 + below).saturating_sub(height).min(line)
    });
    model.shift.max(seen).min(hidden)
}

/// The field on a line of the panel, if it is one.
pub(super) fn field_at(model: &Model, inside: Rect, y: u16) -> Option<usize> {
    let (lines, marked) = content(model, usize::from(inside.width));
    let start = start(model, (lines.len(), marked), inside);
    // Every field has one line, and the selected one is known.
    let first = marked?.checked_sub(model.field)?;
    let field = (start + usize::from(y)).checked_sub(first)?;
    (field < model.fields().len()).then_some(field)
}

/// The fields as lines, and which of them is the selected one.
fn fields(model: &Model, width: usize) -> (Vec<Line>, Option<usize>) {
    let mut lines: Vec<Line> = Vec::new();
    let mut marked = None;
    for (index, field) in model.fields().into_iter().enumerate() {
        let selected = index == model.field;
        if selected {
            marked = Some(lines.len());
        }
        let here = selected && model.panel == Panel::Fields;
        let key = format!("{}{:<11} ", if here { "›" } else { " " }, field.key());
        let role = if here { Role::Active } else { Role::Dim };
        let editing = model.editing.as_ref();
        let editing =
            editing.filter(|editing| editing.field == field && editing.node == model.node());
        if let Some(editing) = editing {
            let room = width.saturating_sub(key.width());
            let (line, from) = edit_line(editing, room);
            let shown = (key.width(), from);
            lines.push([vec![(role, key)], line].concat());
            lines.append(&mut below(model, editing, shown, width));
        } else {
            let (text, value) = value_text(model, model.node(), field);
            lines.push(vec![(role, key), (value, text)]);
        }
    }
    (lines, marked)
}

fn value_text(model: &Model, node: NodeId, field: Field) -> (String, Role) {
    let plan = model.document.plan();
    if let Some(value) = plan.value(node, field) {
        let said = if model.document.is_said(node, field) {
            "  (set by this variant)"
        } else {
            ""
        };
        return (format!("{}{said}", value.line()), Role::Text);
    }
    let said = model
        .document
        .evaluation()
        .settings(node)
        .said(field)
        .filter(|_| field.is_setting());
    match said {
        Some((value, _)) => {
            let from = crate::engine::said_at(plan, node, field)
                .map(|id| plan.path(id))
                .unwrap_or_default();
            let from = if from.is_empty() {
                "the plan".to_owned()
            } else {
                from
            };
            (
                format!("{}  (from {from})", plan.value_of(value).line()),
                Role::Dim,
            )
        }
        None => ("—".to_owned(), Role::Dim),
    }
}

/// The text field with its caret, and which of its characters is shown first: a long text is shown around the caret.
fn edit_line(editing: &Editing, room: usize) -> (Line, usize) {
    let chars: Vec<char> = editing.text.chars().collect();
    let caret = editing.caret_chars();
    let width = |from: usize| chars[from..caret].iter().collect::<String>().width();
    let from = (0..=caret)
        .find(|&from| width(from) + 1 + usize::from(from > 0) < room.max(3))
        .unwrap_or(caret);
    let cut = if from > 0 { "…" } else { "" };
    let before: String = chars[from..caret].iter().collect();
    let at = chars
        .get(caret)
        .map_or_else(|| " ".to_owned(), char::to_string);
    let after: String = chars.iter().skip(caret + 1).collect();
    let line = vec![
        (Role::Dim, cut.to_owned()),
        (Role::Text, before),
        (Role::Selected, at),
        (Role::Text, after),
    ];
    (line, from)
}

/// Where the text of a field begins.
const COLUMN: usize = 13;

/// Under the field: what is wrong with the text, with marks below the characters, and what could stand there. The text
/// is shown from a column on, and from one of its characters.
fn below(model: &Model, editing: &Editing, shown: (usize, usize), width: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let (column, from) = shown;
    let indent = " ".repeat(column);
    if let Some(fault) = editing.fault(model.document.plan()) {
        let (start, end) = editing.chars_of(&fault);
        let start = start.max(from);
        let before: String = editing.text.chars().skip(from).take(start - from).collect();
        let marks = "^".repeat(end.saturating_sub(start).clamp(1, 80));
        let role = if fault.severity == Severity::Error {
            Role::Error
        } else {
            Role::Warning
        };
        lines.push(vec![(
            role,
            format!(
                "{indent}{}{marks}",
                " ".repeat(before.width() + usize::from(from > 0))
            ),
        )]);
        // What could stand there is listed below, where anything could.
        let help = fault.help.filter(|_| editing.completions.is_empty());
        let help = help.map_or_else(String::new, |help| format!("; {help}"));
        for line in wrap(&format!("{}{help}", fault.message), width.saturating_sub(3)) {
            lines.push(vec![(role, format!("  {line}"))]);
        }
    } else if editing.text.trim().is_empty() {
        lines.push(vec![(
            Role::Dim,
            format!("{indent}{}", editing.field.info().doc),
        )]);
    }
    lines.append(&mut consequences(model, editing, width));
    let chosen = editing.chosen.unwrap_or(0);
    let first = chosen.saturating_sub(3);
    for (index, completion) in editing.completions.iter().enumerate().skip(first).take(4) {
        let mark = if index == chosen { "›" } else { " " };
        let word = format!("{}{mark}{:<12} ", " ".repeat(column - 1), completion.text);
        lines.push(vec![
            (Role::Good, word),
            (Role::Dim, completion.meaning.to_owned()),
        ]);
    }
    let more = editing.completions.len().saturating_sub(first + 4);
    if more > 0 {
        lines.push(vec![(Role::Dim, format!("{indent}… {more} more"))]);
    }
    lines
}

/// Why what is typed is refused though it can be understood, or what it would move.
fn consequences(model: &Model, editing: &Editing, width: usize) -> Vec<Line> {
    let named = if width < 50 { 2 } else { 3 };
    let (role, texts) = match &editing.refused {
        Some(why) => (Role::Error, vec![why.clone()]),
        None => (
            Role::Warning,
            would_move(&model.document, &editing.moves, named),
        ),
    };
    let mut lines: Vec<Line> = Vec::new();
    let others = model.alike(editing).len() - 1;
    if others > 0 {
        let text = format!("  for {} things: this, and what is marked", others + 1);
        lines.push(vec![(Role::Key, text)]);
    }
    for (number, text) in texts.iter().enumerate() {
        let indent = if number == 0 { "  " } else { "    " };
        for line in wrap(text, width.saturating_sub(5)) {
            lines.push(vec![(role, format!("{indent}{line}"))]);
        }
    }
    lines
}

fn budgets(model: &Model, width: usize) -> Vec<Line> {
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    let node = model.node();
    let owner = if plan.kind(node).is_block() {
        node
    } else {
        plan.node(node).parent
    };
    let mut lines: Vec<Line> = Vec::new();
    for family in Family::BOTH {
        let Some((budget, others)) = evaluation.block_pool(owner, family).and_then(Pool::budget)
        else {
            continue;
        };
        if lines.is_empty() {
            let name = plan.name(owner);
            lines.push(vec![(Role::Dim, format!(" what {name} holds, in bits:"))]);
            let head = format!(
                " {:<5}{:>6}{:>7}{:>6}  used of room",
                "", "given", "needed", "spare"
            );
            lines.push(vec![(Role::Dim, head)]);
        }
        let taken = if budget.reserved.is_zero() {
            budget.planned.to_string()
        } else {
            format!("{}+{} kept", budget.planned, budget.reserved)
        };
        let mut line = format!(
            " {:<5}{:>6}{:>7}{:>6}  {taken} of {}",
            budget.length.to_string(),
            budget.given,
            budget.needed,
            budget.spare,
            budget.room
        );
        let free = format!(", {} free", budget.free);
        if line.width() + free.width() <= width {
            line.push_str(&free);
        }
        let role = if budget.spare < 0 {
            Role::Error
        } else {
            Role::Text
        };
        lines.push(vec![(role, line)]);
        for other in others.iter().take(3) {
            lines.push(vec![(
                Role::Dim,
                format!("   and {} × {}", other.planned, other.length),
            )]);
        }
        lines.append(&mut fits(model, (owner, family), width));
        if others.len() > 3 {
            lines.push(vec![(
                Role::Dim,
                format!("   and {} other lengths", others.len() - 3),
            )]);
        }
    }
    lines
}

/// What is free in a block, as the fewest blocks.
fn fits(model: &Model, (owner, family): (NodeId, Family), width: usize) -> Vec<Line> {
    /// Of more gaps than these a frame would be late.
    const MOST: usize = 1000;
    let pool = model.document.evaluation().block_pool(owner, family);
    let Some(pool) = pool.filter(|pool| !pool.has_counted()) else {
        return Vec::new();
    };
    let free = pool.free_by_length(family, MOST);
    let mut text = "still fits: ".to_owned();
    if free.is_empty() {
        text.push_str("nothing");
    }
    let blocks = free
        .iter()
        .take(4)
        .map(|(length, number)| format!("{number} × {length}"));
    text.push_str(&blocks.collect::<Vec<_>>().join(", "));
    if free.len() > 4 || pool.free().pieces() > MOST {
        text.push_str(", …");
    }
    let lines = wrap(&text, width.saturating_sub(3)).into_iter();
    lines
        .map(|line| vec![(Role::Good, format!("   {line}"))])
        .collect()
}

fn truth(model: &Model, width: usize) -> Vec<Line> {
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    let shoot = evaluation.shoot(plan, model.node());
    let truth = evaluation.truth(&shoot, &model.members());
    let mut lines: Vec<Line> = Vec::new();
    let mut say = |role: Role, key: &str, text: String| {
        for (number, line) in wrap(&text, width.saturating_sub(COLUMN))
            .into_iter()
            .enumerate()
        {
            let key = if number == 0 { key } else { "" };
            lines.push(vec![(Role::Dim, format!(" {key:<11} ")), (role, line)]);
        }
    };
    let wanted = shoot.wanted_nodes();
    let most = truth.max_nodes.value;
    let over = wanted.zip(most).is_some_and(|(wanted, most)| wanted > most);
    let by = truth
        .max_nodes
        .by
        .map_or_else(String::new, |by| format!(" (by {by})"));
    let most = most.map_or_else(|| "any number".to_owned(), |most| most.to_string());
    let planned = wanted.map_or_else(|| "up to ".to_owned(), |wanted| format!("{wanted} of "));
    say(
        if over { Role::Error } else { Role::Text },
        "node room",
        format!("{planned}{most}{by}"),
    );
    if let (Some(value), Some(by)) = (truth.max_pods.value, truth.max_pods.by) {
        say(
            Role::Text,
            "pods a node",
            format!("{value} (by {by}); ranges by {}", truth.allocator.word()),
        );
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
            say(
                Role::Text,
                "services",
                format!("{addresses} {family} addresses, the first {band} for fixed ones"),
            );
        }
    }
    lines
}

/// What the components of a shoot are told about its ranges, and the IPv4 subnets of its zones.
fn told(model: &Model, width: usize) -> Vec<Line> {
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    let shoot = evaluation.shoot(plan, model.node());
    let mut lines: Vec<Line> = Vec::new();
    let mut before = "";
    for setting in evaluation.component_settings(&shoot, &model.members()) {
        let name = match setting.component {
            Component::Apiserver => "apiserver",
            Component::ControllerManager => "controller",
            Component::Proxy => "kube-proxy",
        };
        let mut key = if name == before { "" } else { name };
        before = name;
        for line in wrap(&setting.text, width.saturating_sub(COLUMN)) {
            lines.push(vec![(Role::Dim, format!(" {key:<11} ")), (Role::Dim, line)]);
            key = "";
        }
    }
    let subnets = zone_subnets(evaluation, &shoot, &model.members());
    let mut key = "subnets";
    for (zone, cuts) in subnets {
        let text = format!(
            "{}: workers {}, public {}, internal {}",
            clean(zone),
            cuts.workers,
            cuts.public,
            cuts.internal
        );
        for line in wrap(&text, width.saturating_sub(COLUMN)) {
            lines.push(vec![(Role::Dim, format!(" {key:<11} ")), (Role::Dim, line)]);
            key = "";
        }
    }
    lines
}
