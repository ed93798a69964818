//! A text field while it is being typed in: keys, trials, completions, and how it is left.

use super::complete::completions;
use super::explain::explain_typed;
use super::moves::commit_pinned;
use super::{called, commit, refresh, refuse};
use crate::addr::Count;
use crate::document::{is_flow, print_flow};
use crate::plan::{Edit, Field, Sort, Value};
use crate::source::NodeId;
use crate::tui::editing::{Editing, LONGEST};
use crate::tui::keymap::{Typing, typing};
use crate::tui::model::{Model, Panel};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

pub(super) fn on_paste(model: &mut Model, text: &str) {
    if let Some(editing) = &mut model.editing {
        let left_out = editing.insert(text);
        try_out(model);
        say_left_out(model, left_out);
    } else if model.overlay.is_some() {
        refuse(
            model,
            "a paste goes into a field; the line at the bottom of the box says which keys do something",
        );
    } else {
        refuse(model, "a paste goes into a field: press enter on one first");
    }
}

pub(super) fn on_field_key(model: &mut Model, key: KeyEvent) {
    let Some(editing) = &mut model.editing else {
        return;
    };
    let plain = !key
        .modifiers
        .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    match (typing(key), key.code) {
        (Some(Typing::TakeBack), _) => return leave(model, false),
        (Some(Typing::Keep), _) => {
            if editing.chosen.is_some() {
                complete_field(model);
            }
            return leave(model, true);
        }
        (Some(Typing::Complete), _) => return complete_field(model),
        (Some(Typing::Previous), _) => return choose(model, false),
        (Some(Typing::Next), _) => return choose(model, true),
        (Some(Typing::Pin), _) => return leave_pinned(model),
        (Some(Typing::Explain), _) => return explain_typed(model),
        (Some(Typing::Backspace), _) => editing.backspace(),
        (Some(Typing::Delete), _) => editing.delete(),
        (Some(Typing::Left), _) => editing.move_to(editing.caret.saturating_sub(1)),
        (Some(Typing::Right), _) => editing.move_to(editing.caret + 1),
        (Some(Typing::Start), _) => editing.move_to(0),
        (Some(Typing::End), _) => editing.move_to(usize::MAX),
        (Some(Typing::Clear), _) => editing.clear(),
        (None, KeyCode::Char(char)) if plain => {
            let left_out = editing.insert(char.encode_utf8(&mut [0; 4]));
            if left_out > 0 {
                return say_left_out(model, left_out);
            }
        }
        (None, _) => {
            return refuse(
                model,
                "this key does nothing in a field; enter keeps, esc takes back",
            );
        }
    }
    try_out(model);
}

fn say_left_out(model: &mut Model, left_out: usize) {
    let number = |number: usize| Count::new(u128::try_from(number).unwrap_or(u128::MAX));
    let most = number(LONGEST);
    match left_out {
        0 => {}
        1 => refuse(
            model,
            format!("a field takes {most} characters at most; the last one is left out"),
        ),
        _ => {
            let left_out = number(left_out);
            let text = format!("a field takes {most} characters at most; {left_out} are left out");
            refuse(model, text);
        }
    }
}

/// Puts the chosen completion in.
pub(super) fn complete_field(model: &mut Model) {
    let Some(editing) = &mut model.editing else {
        return;
    };
    let Some(completion) = editing.completions.get(editing.stands_on()).cloned() else {
        return refuse(model, "nothing completes this");
    };
    editing.complete(&completion);
    try_out(model);
}

pub(super) fn choose(model: &mut Model, down: bool) {
    let Some(editing) = &mut model.editing else {
        return;
    };
    let Some(last) = editing.completions.len().checked_sub(1) else {
        return refuse(
            model,
            "there is nothing to choose from; enter keeps, esc takes back",
        );
    };
    let chosen = editing.stands_on();
    editing.chosen = Some(if down {
        (chosen + 1).min(last)
    } else {
        chosen.saturating_sub(1)
    });
}

/// Evaluates what is typed, in place of what was typed before. A text with errors leaves the old value in force.
pub(super) fn try_out(model: &mut Model) {
    let Some(mut editing) = model.editing.take() else {
        return;
    };
    take_trial_back(model, &mut editing);
    let plan = model.document.plan();
    if waits(&editing) {
        let edit = edit_for(model, &editing);
        match model.document.moves_of(edit) {
            Ok(moves) => editing.moves = moves,
            Err(refusal) => editing.refused = Some(refusal.to_string()),
        }
    } else if !editing.is_wrong(plan) {
        let edit = edit_for(model, &editing);
        match model.document.edit(edit) {
            Ok(edited) => (editing.trial, editing.moves) = (Some(edited.inverse), edited.moves),
            Err(refusal) => editing.refused = Some(refusal.to_string()),
        }
    }
    editing.completions = completions(model, &editing);
    editing.chosen = None;
    model.editing = Some(editing);
    refresh(model);
}

/// Whether nothing is typed where a prefix or a range was: most likely another is to come, and until then the plan stays as
/// it is, or all of it would jump to what it is without.
fn waits(editing: &Editing) -> bool {
    let sort = editing.field.info().sort;
    editing.text.trim().is_empty() && matches!(sort, Sort::Range | Sort::Network)
}

/// The edit that what is typed stands for.
pub(super) fn edit_for(model: &Model, editing: &Editing) -> Edit {
    let plan = model.document.plan();
    let value = editing.value(plan);
    let number = value.as_ref().and_then(Value::as_text);
    let count = number.and_then(|text| text.parse::<u128>().ok());
    let edit = |node: NodeId| match (editing.field, count) {
        (Field::Count, Some(count)) => plan.set_count(node, Count::new(count)),
        _ => Edit::set(node, editing.field, value.clone()),
    };
    match &model.alike(editing)[..] {
        [node] => edit(*node),
        nodes => Edit::Many(nodes.iter().map(|&node| edit(node)).collect()),
    }
}

pub(super) fn take_trial_back(model: &mut Model, editing: &mut Editing) {
    if let Some(trial) = editing.trial.take() {
        model
            .document
            .apply(trial)
            .expect("invariant: a trial can be taken back");
    }
    editing.moves.clear();
    editing.refused = None;
}

/// Leaves the field: keeps what is typed as one change, or takes it all back.
pub(super) fn leave(model: &mut Model, keep: bool) {
    if keep {
        if let Some((edit, name)) = finish(model) {
            commit(model, edit, name);
        }
        return;
    }
    if let Some(mut editing) = model.editing.take() {
        take_trial_back(model, &mut editing);
        model.panel = editing.from;
        refresh(model);
    }
}

/// Keeps what is typed, with all else that it would move pinned where it is. If that can't be, the field stays open.
fn leave_pinned(model: &mut Model) {
    let before = model.editing.clone();
    let panel = model.panel;
    let Some((edit, name)) = finish(model) else {
        return;
    };
    if let Err(why) = commit_pinned(model, edit, &name) {
        model.panel = panel;
        model.editing = before.map(|editing| Editing {
            trial: None,
            ..editing
        });
        try_out(model);
        refuse(model, why.to_string());
    }
}

/// Closes the field and gives the change that it stands for, with its name. What can't be kept stays open; what
/// changes nothing is only left.
fn finish(model: &mut Model) -> Option<(Edit, String)> {
    let mut editing = model.editing.take()?;
    let refused = editing.refused.clone();
    take_trial_back(model, &mut editing);
    let plan = model.document.plan();
    let value = editing.value(plan);
    if editing.is_wrong(plan) || refused.is_some() {
        model.panel = Panel::Fields;
        model.editing = Some(editing);
        try_out(model);
        let why = refused.unwrap_or_else(|| "this can't be understood yet".to_owned());
        refuse(model, format!("{why}; esc takes it back"));
        return None;
    }
    model.panel = editing.from;
    let nodes = model.alike(&editing);
    let says = |&node: &NodeId| plan.value(node, editing.field) == value.as_ref();
    if nodes.iter().all(says) {
        refresh(model);
        return None;
    }
    let before = plan.value(editing.node, editing.field).map(Value::line);
    let line = value
        .as_ref()
        .map_or_else(|| "emptied".to_owned(), Value::line);
    let of = match nodes.len() {
        1 => called(model, editing.node),
        number => format!("{number} things"),
    };
    let name = format!("{} of {of}: {line}", editing.field.key());
    let edit = edit_for(model, &editing);
    for text in before.into_iter().chain([editing.text]) {
        remember(model, editing.field, text.trim());
    }
    Some((edit, name))
}

/// Keeps what stood in a field, to be offered when it is edited again, here or elsewhere. Names are one's own.
fn remember(model: &mut Model, field: Field, text: &str) {
    const MOST: usize = 200;
    if text.is_empty() || field == Field::Name {
        return;
    }
    model
        .typed
        .retain(|(other, known)| (*other, known.as_str()) != (field, text));
    model.typed.push((field, text.to_owned()));
    let over = model.typed.len().saturating_sub(MOST);
    drop(model.typed.drain(..over));
}

pub(super) fn edit_field(model: &mut Model, node: NodeId, field: Field) {
    let plan = model.document.plan();
    if plan.node(node).shared {
        return refuse(
            model,
            "this comes from a YAML alias; change it where its anchor stands",
        );
    }
    let print = |value: &Value| {
        if is_flow(field) {
            print_flow(value)
        } else {
            value.line()
        }
    };
    let said = plan.value(node, field).map(print);
    let around = || {
        let settings = model.document.evaluation().settings(node);
        let (value, _) = settings.said(field)?;
        Some(plan.value_of(value).line())
    };
    // What is merged from outside in is not said again here.
    let text = match said {
        None if !is_flow(field) => around(),
        said => said,
    };
    let text = text.unwrap_or_default();
    if text.len() > LONGEST {
        return refuse(
            model,
            format!(
                "`{}` has {} characters here; change it in the file",
                field.key(),
                text.chars().count()
            ),
        );
    }
    let from = std::mem::replace(&mut model.panel, Panel::Fields);
    model.field = model
        .fields()
        .iter()
        .position(|&other| other == field)
        .unwrap_or(model.field);
    let mut editing = Editing::new(node, field, text, from);
    editing.completions = completions(model, &editing);
    model.editing = Some(editing);
}
