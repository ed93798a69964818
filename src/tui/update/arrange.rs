//! The order of what lies side by side, and how much of the tree is shown.

use super::walk::select;
use super::{called, commit, open, refuse, say};
use crate::plan::Edit;
use crate::source::NodeId;
use crate::tui::keymap::Command;
use crate::tui::model::{Model, Panel};
use crate::tui::outline::Row;
use crate::tui::overlay::Overlay;

/// Changes places with the sibling of the same kind before or behind; asks first if that moves anything.
pub(super) fn change_places(model: &mut Model, forward: bool) {
    let (plan, node) = (model.document.plan(), model.node());
    let Some(parent) = plan.parent(node) else {
        return refuse(model, "the plan itself has no place to move from");
    };
    let kind = plan.kind(node);
    let list = plan.list(parent, kind);
    let at = list.iter().position(|&other| other == node).unwrap_or(0);
    let (index, end) = if forward {
        (Some(at + 1).filter(|&index| index < list.len()), "last")
    } else {
        (at.checked_sub(1), "first")
    };
    let name = called(model, node);
    let Some(index) = index else {
        let within = called(model, parent);
        return refuse(
            model,
            format!("{name} is the {end} {} of {within}", kind.word()),
        );
    };
    let passed = called(model, list[index]);
    let where_to = if forward { "behind" } else { "before" };
    let title = format!("move {name} {where_to} {passed}");
    let edit = Edit::Move {
        node,
        parent,
        index,
    };
    ask(model, title, edit);
}

/// Does something at once if nothing else moves by it; else shows first what would.
fn ask(model: &mut Model, title: String, edit: Edit) {
    match model.document.moves_of(edit.clone()) {
        Ok(moves) if moves.is_empty() => drop(commit(model, edit, title)),
        Ok(moves) => {
            let keys = [Command::MoveDown, Command::MoveUp].map(|command| model.keys.key(command));
            let lines = vec![format!(
                "The order of the file changes; {} and {} change it back.",
                keys[0], keys[1]
            )];
            open(
                model,
                Overlay::Fix {
                    title,
                    lines,
                    moves,
                    edit,
                },
            );
        }
        Err(refusal) => refuse(model, refusal.to_string()),
    }
}

/// Shows the tree down to a level, from 1; without one, down to that of what is selected.
pub(super) fn show_levels(model: &mut Model, level: Option<usize>) {
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    let depth = plan.chain(model.node()).count().saturating_sub(1);
    let level = level.unwrap_or(depth).max(1);
    model.outline.show_levels(plan, evaluation, level);
    let shown = |id: NodeId| {
        let row = Row::Definition(id);
        model.outline.index_of(plan, evaluation, row).is_some()
    };
    let selected = model.selected;
    let is_hidden = selected != Row::Definition(NodeId::ROOT)
        && model.outline.index_of(plan, evaluation, selected).is_none();
    let instead = plan.chain(selected.node()).find(|&id| shown(id));
    if let Some(id) = instead.filter(|_| is_hidden) {
        select(model, Row::Definition(id));
    }
    model.panel = Panel::Tree;
    let levels = if level == 1 { "level" } else { "levels" };
    say(model, format!("the tree shows {level} {levels}"));
}
