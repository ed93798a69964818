//! A text field while it is being typed in: keys, trials, completions, and how it is left.

use super::{called, commit, refresh, refuse};
use crate::addr::{Count, Family};
use crate::plan::{Edit, Field, Meaning, RangeKind, Sort, Value};
use crate::source::NodeId;
use crate::spec::{Completion, Pools, complete};
use crate::tui::editing::Editing;
use crate::tui::model::{Model, Panel};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

pub(super) fn on_paste(model: &mut Model, text: &str) {
    if let Some(editing) = &mut model.editing {
        editing.insert(text);
        try_out(model);
    } else {
        refuse(model, "a paste goes into a field: press enter on one first");
    }
}

pub(super) fn on_field_key(model: &mut Model, key: KeyEvent) {
    let Some(editing) = &mut model.editing else {
        return;
    };
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        KeyCode::Esc => return leave(model, false),
        KeyCode::Char('c') if control => return leave(model, false),
        KeyCode::Enter => return leave(model, true),
        KeyCode::Tab => return complete_field(model),
        KeyCode::Up => return choose(model, false),
        KeyCode::Down => return choose(model, true),
        KeyCode::Backspace => editing.backspace(),
        KeyCode::Delete => editing.delete(),
        KeyCode::Left => editing.move_to(editing.caret.saturating_sub(1)),
        KeyCode::Right => editing.move_to(editing.caret + 1),
        KeyCode::Home => editing.move_to(0),
        KeyCode::End => editing.move_to(usize::MAX),
        KeyCode::Char('a') if control => editing.move_to(0),
        KeyCode::Char('e') if control => editing.move_to(usize::MAX),
        KeyCode::Char('u') if control => editing.clear(),
        KeyCode::Char(char) if !control => editing.insert(char.encode_utf8(&mut [0; 4])),
        _ => {
            return refuse(
                model,
                "this key does nothing in a field; enter keeps, esc takes back",
            );
        }
    }
    try_out(model);
}

/// Puts the chosen completion in.
pub(super) fn complete_field(model: &mut Model) {
    let Some(editing) = &mut model.editing else {
        return;
    };
    let Some(completion) = editing
        .completions
        .get(editing.chosen.unwrap_or(0))
        .cloned()
    else {
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
    let chosen = editing.chosen.unwrap_or(0);
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
    if !editing.is_wrong(plan) {
        let edit = edit_for(model, &editing);
        editing.trial = model.document.apply(edit).ok();
    }
    editing.completions = completions(model, &editing);
    editing.chosen = None;
    model.editing = Some(editing);
    refresh(model);
}

/// The edit that what is typed stands for.
pub(super) fn edit_for(model: &Model, editing: &Editing) -> Edit {
    let plan = model.document.plan();
    let value = editing.value(plan);
    let number = value.as_ref().and_then(Value::as_text);
    match (
        editing.field,
        number.and_then(|text| text.parse::<u128>().ok()),
    ) {
        (Field::Count, Some(count)) => plan.set_count(editing.node, Count::new(count)),
        _ => Edit::set(editing.node, editing.field, value),
    }
}

pub(super) fn take_trial_back(model: &mut Model, editing: &mut Editing) {
    if let Some(trial) = editing.trial.take() {
        model
            .document
            .apply(trial)
            .expect("invariant: a trial can be taken back");
    }
}

pub(super) fn completions(model: &Model, editing: &Editing) -> Vec<Completion> {
    let kind = match editing.field {
        Field::Nodes => RangeKind::Nodes,
        Field::Pods => RangeKind::Pods,
        Field::Services => RangeKind::Services,
        Field::Provider => return words(&crate::profile::names().collect::<Vec<_>>(), editing),
        other => {
            return match other.info().sort {
                Sort::Choice(choices) => words(choices, editing),
                Sort::Flag => words(&["true", "false"], editing),
                _ => Vec::new(),
            };
        }
    };
    let plan = model.document.plan();
    let length = |family| {
        let owner = plan
            .chain(editing.node)
            .find(|&id| plan.network(id, family).is_some())?;
        match plan.network(owner, family)? {
            Meaning::Prefix(prefix) => Some(prefix.length()),
            Meaning::Length(length) => Some(*length),
            _ => None,
        }
    };
    let pools = Pools {
        v4: length(Family::V4),
        v6: length(Family::V6),
    };
    complete(kind, &editing.text, editing.caret_chars(), pools)
}

/// Words that begin as the text does; all of them while it is one of them.
pub(super) fn words(words: &[&'static str], editing: &Editing) -> Vec<Completion> {
    let typed = editing.text.trim();
    let all = words.contains(&typed);
    words
        .iter()
        .filter(|word| all || word.starts_with(typed))
        .map(|word| Completion {
            text: (*word).to_owned(),
            replaces: (0, editing.text.chars().count()),
            meaning: "",
        })
        .collect()
}

/// Leaves the field: keeps what is typed as one change, or takes it all back.
pub(super) fn leave(model: &mut Model, keep: bool) {
    let Some(mut editing) = model.editing.take() else {
        return;
    };
    take_trial_back(model, &mut editing);
    model.panel = editing.from;
    if !keep {
        refresh(model);
        return;
    }
    let plan = model.document.plan();
    let value = editing.value(plan);
    if editing.is_wrong(plan) {
        model.panel = Panel::Fields;
        model.editing = Some(editing);
        try_out(model);
        refuse(model, "this can't be understood yet; esc takes it back");
        return;
    }
    if plan.value(editing.node, editing.field) == value.as_ref() {
        refresh(model);
        return;
    }
    let line = value
        .as_ref()
        .map_or_else(|| "nothing".to_owned(), Value::line);
    let name = format!(
        "{} of {}: {line}",
        editing.field.key(),
        called(model, editing.node)
    );
    let edit = edit_for(model, &editing);
    commit(model, edit, name);
}

pub(super) fn edit_field(model: &mut Model, node: NodeId, field: Field) {
    let plan = model.document.plan();
    if plan.node(node).shared {
        return refuse(
            model,
            "this comes from a YAML alias; change it where its anchor stands",
        );
    }
    if matches!(plan.value(node, field), Some(Value::Map(_)))
        || matches!(field.info().sort, Sort::Mapping | Sort::Seeds)
    {
        return refuse(
            model,
            format!("`{}` is a mapping; change it in the file", field.key()),
        );
    }
    let said = plan.value(node, field).map(Value::line);
    let around = || {
        let settings = model.document.evaluation().settings(node);
        let (value, _) = settings.said(field)?;
        Some(plan.value_of(value).line())
    };
    let text = said.or_else(around).unwrap_or_default();
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
