//! The fields of the selected thing, and the one that is being edited; with where each value comes from.

use unicode_width::UnicodeWidthStr as _;

use super::super::Line;
use super::super::overlay::wrap;
use super::COLUMN;
use crate::addr::Count;
use crate::diag::Severity;
use crate::plan::{Field, Plan};
use crate::report::fields::{SaidBy, Standing, standing};
use crate::report::moves::would_move;
use crate::source::NodeId;
use crate::tui::editing::Editing;
use crate::tui::model::{Model, Panel};
use crate::tui::theme::Role;
use crate::visible::clean;

/// The fields as lines, and the first line of each, with where the last one ends.
pub(super) fn fields(model: &Model, width: usize) -> (Vec<Line>, Vec<usize>) {
    let mut lines: Vec<Line> = Vec::new();
    let mut starts = Vec::new();
    for (index, field) in model.fields().into_iter().enumerate() {
        let selected = index == model.field;
        starts.push(lines.len());
        let here = selected && model.panel == Panel::Fields;
        let key = key_of(field, here);
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
            continue;
        }
        let standing = standing(&model.document, model.node(), field, &model.members());
        let (value, mut text) = value(&standing, model.inspects);
        if field == Field::Count {
            let plan = model.document.plan();
            let said = plan.entry(model.node(), Field::Count).is_some();
            let all = in_all(plan, model.node(), plan.count(model.node()));
            let all = all.filter(|_| said);
            text.extend(all.map(|(all, _)| format!("  ({all} in all)")));
        }
        if !model.inspects {
            lines.push(vec![(role, key), (value, text)]);
            continue;
        }
        let room = width.saturating_sub(key.width());
        let mut wrapped = wrap(&text, room).into_iter();
        lines.push(vec![
            (role, key),
            (value, wrapped.next().unwrap_or_default()),
        ]);
        let rest = wrapped.map(|text| vec![(value, format!("{:COLUMN$}{text}", ""))]);
        lines.extend(rest);
        lines.append(&mut inspected(&standing, here, width));
    }
    starts.push(lines.len());
    (lines, starts)
}

/// The key of a field, and the mark of the selected one.
fn key_of(field: Field, here: bool) -> String {
    let mark = if here { "›" } else { " " };
    format!("{mark}{:<width$} ", field.key(), width = COLUMN - 2)
}

/// A value with a word about where it comes from, unless all of that is told below.
fn value(standing: &Standing, inspects: bool) -> (Role, String) {
    // What is taken for what is only of this thing is nothing to read.
    let is_said = matches!(standing.from, SaidBy::Here | SaidBy::Variant(_));
    let is_shown = inspects || is_said || standing.field.is_setting();
    let Some(value) = standing.value.as_deref().filter(|_| is_shown) else {
        return (Role::Dim, "—".to_owned());
    };
    let role = match standing.from {
        SaidBy::Here | SaidBy::Variant(_) => Role::Text,
        SaidBy::Above(_)
        | SaidBy::Profile(_)
        | SaidBy::Default(_)
        | SaidBy::Follows
        | SaidBy::Nobody => Role::Dim,
    };
    let from = match &standing.from {
        _ if inspects => String::new(),
        SaidBy::Here | SaidBy::Nobody => String::new(),
        SaidBy::Variant(_) => "  (set by this variant)".to_owned(),
        SaidBy::Profile(_) => "  (by the profile)".to_owned(),
        SaidBy::Default(_) => "  (default)".to_owned(),
        SaidBy::Follows => "  (follows)".to_owned(),
        SaidBy::Above(_) => format!("  ({})", standing.from.says()),
    };
    (role, format!("{value}{from}"))
}

/// Below a field: where its value comes from, whether it can change, and what it comes to. Of the selected one all of it.
fn inspected(standing: &Standing, here: bool, width: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let indent = if width < 46 { 3 } else { COLUMN };
    let mut say = |role: Role, text: &str| {
        for line in wrap(text, width.saturating_sub(indent)) {
            lines.push(vec![(role, format!("{:indent$}{line}", ""))]);
        }
    };
    let change = standing.change;
    let mut about = change.lifetime.word().to_owned();
    if standing.value.is_some() {
        about = format!("{} · {about}", standing.from.says());
    } else if here {
        say(Role::Text, standing.field.info().doc);
    }
    if here {
        about = format!("{about}: {}", change.why);
    }
    if here || standing.value.is_some() {
        say(Role::Key, &about);
    }
    for text in &standing.comes_to {
        say(Role::Prefix, text);
    }
    lines
}

/// The text field with its caret, and which of its characters is shown first: a long text is shown around the caret.
fn edit_line(editing: &Editing, room: usize) -> (Line, usize) {
    let chars: Vec<char> = editing.text.chars().collect();
    let caret = editing.caret_chars();
    let width = |from: usize| chars[from..caret].iter().collect::<String>().width();
    let from = (0..=caret)
        .find(|&from| width(from) + 1 + usize::from(from > 0) <= room.max(3))
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
        for line in wrap(editing.field.info().doc, width.saturating_sub(column)) {
            lines.push(vec![(Role::Dim, format!("{indent}{line}"))]);
        }
    }
    lines.append(&mut total(model, editing));
    lines.append(&mut consequences(model, editing, width));
    let chosen = editing.stands_on();
    let first = chosen.saturating_sub(3);
    let few = || editing.completions.iter().enumerate().skip(first).take(4);
    let longest = few().map(|(_, one)| one.text.width()).max().unwrap_or(0);
    for (index, completion) in few() {
        let mark = if index == chosen { "›" } else { " " };
        let gap = " ".repeat(longest - completion.text.width() + 2);
        let word = format!("{}{mark}{}{gap}", " ".repeat(column - 1), completion.text);
        lines.push(vec![
            (Role::Good, word),
            (Role::Dim, completion.meaning.to_string()),
        ]);
    }
    // What the list has no room for is told of the chosen one.
    let meaning = editing
        .completions
        .get(chosen)
        .map(|one| one.meaning.to_string());
    let room = width.saturating_sub(column + longest + 2);
    if let Some(meaning) = meaning.filter(|meaning| meaning.width() > room) {
        for line in wrap(&meaning, width.saturating_sub(3)) {
            lines.push(vec![(Role::Dim, format!("  {line}"))]);
        }
    }
    let more = editing.completions.len().saturating_sub(first + 4);
    if more > 0 {
        lines.push(vec![(Role::Dim, format!("{indent}… {more} more"))]);
    }
    lines
}

/// How many there are in all of what is counted in something counted: 200 in each of 3 zones are 600.
fn total(model: &Model, editing: &Editing) -> Vec<Line> {
    let typed = editing.text.trim().parse::<u128>().ok();
    let (Field::Count, Some(typed)) = (editing.field, typed) else {
        return Vec::new();
    };
    let count = Count::new(typed);
    let all = in_all(model.document.plan(), editing.node, count);
    let line = all.map(|(all, names)| {
        let text = format!("  {all} in all: {count} in each of {names}");
        vec![(Role::Key, text)]
    });
    line.into_iter().collect()
}

/// How many that is in all, where a number of something lies in what is counted itself, and in what it lies.
fn in_all(plan: &Plan, node: NodeId, count: Count) -> Option<(Count, String)> {
    let around: Vec<NodeId> = plan
        .chain(node)
        .skip(1)
        .filter(|&id| plan.count(id) > Count::ONE)
        .collect();
    let times = around.iter().map(|&id| plan.count(id));
    let outer = times.clone().try_fold(Count::ONE, Count::times)?;
    if outer == Count::ONE {
        return None;
    }
    let all = outer.times(count)?;
    let names: Vec<String> = around
        .iter()
        .rev()
        .map(|&id| format!("{} ×{}", clean(plan.name(id)), plan.count(id)))
        .collect();
    Some((all, names.join(", ")))
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
