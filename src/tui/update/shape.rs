//! Changes of shape: order, nesting, splitting, joining, members that leave their run; and marks, for several at once.

use super::{called, commit, open, refuse, say};
use crate::document::{NotReshaped, Reshape};
use crate::plan::{Edit, Kind};
use crate::report::moves::would_drop;
use crate::source::NodeId;
use crate::tui::goto::answer;
use crate::tui::keymap::Command;
use crate::tui::model::{Model, Panel};
use crate::tui::outline::Row;
use crate::tui::overlay::Overlay;
use crate::tui::prompt::{Asks, Prompt};

/// Changes the shape of what is selected or marked.
pub(super) fn on_command(model: &mut Model, command: Command) {
    match command {
        Command::Split => ask_split(model),
        Command::Join => join(model),
        Command::Swap => swap(model),
        _ => ask_into(model),
    }
}

/// Does a change of shape; what moves something, or has more to say, is shown first.
pub(super) fn propose(model: &mut Model, reshape: Result<Reshape, NotReshaped>) {
    let reshape = match reshape {
        Ok(reshape) => reshape,
        Err(why) => return refuse(model, why.to_string()),
    };
    let Reshape { title, lines, edit } = reshape;
    match model.document.moves_of(edit.clone()) {
        Ok(moves) if moves.is_empty() && lines.is_empty() => {
            if commit(model, edit, title) {
                model.marks.clear();
            }
        }
        Ok(moves) => open(
            model,
            Overlay::Fix {
                title,
                lines,
                moves,
                edit,
            },
        ),
        Err(refusal) => refuse(model, refusal.to_string()),
    }
}

/// Asks what to move the marked things, or the selected one, into.
fn ask_into(model: &mut Model) {
    if model.node() == NodeId::ROOT && model.marks.is_empty() {
        return refuse(model, NotReshaped::Root.to_string());
    }
    model.prompt = Some(Prompt::new(Asks::Into(answer(model, ""))));
}

/// Moves what is marked, or selected, into a block.
pub(super) fn move_into(model: &mut Model, parent: NodeId) {
    let reshape = model.document.moved_into(&model.together(), parent);
    propose(model, reshape);
}

/// Asks for a number of parts; a member of a run is taken out of it.
fn ask_split(model: &mut Model) {
    if let Row::Member(run, index) = model.selected {
        let reshape = model.document.part_with(run, index);
        return propose(model, reshape);
    }
    let node = model.node();
    match model.document.plan().kind(node) {
        Kind::Plan => refuse(model, NotReshaped::Root.to_string()),
        Kind::Shoot => refuse(model, NotReshaped::Shoot.to_string()),
        Kind::Region | Kind::Zone | Kind::Vpc | Kind::Block => {
            model.prompt = Some(Prompt::new(Asks::Split(node)));
        }
    }
}

/// Splits a block as someone has typed it; gives whether that could be understood.
pub(super) fn split(model: &mut Model, node: NodeId, text: &str) -> bool {
    let reshape = model.document.split(node, text);
    let is_understood = !matches!(reshape, Err(NotReshaped::NotParts(_)));
    propose(model, reshape);
    is_understood
}

/// Joins the selected block with the next one, or a piece of a run with the others.
fn join(model: &mut Model) {
    let node = model.node();
    let reshape = if model.document.is_piece(node) {
        model.document.rejoin(node)
    } else if model.document.plan().kind(node) == Kind::Shoot {
        let name = called(model, node);
        Err(NotReshaped::NoRun(name))
    } else {
        model.document.join(node)
    };
    propose(model, reshape);
}

/// Lets the level of the selected block and the one below change places.
fn swap(model: &mut Model) {
    let node = model.node();
    let swap = model.document.swap(node);
    propose(model, swap.map(|swap| swap.reshape));
}

/// So many rows are looked through for the next definition.
const NEXT: u128 = 100;

/// Marks the selected definition, or takes its mark away, and goes on to the next row.
pub(super) fn mark(model: &mut Model) {
    let (Panel::Tree, Row::Definition(node)) = (model.panel, model.selected) else {
        return refuse(model, "only blocks and shoots in the tree are marked");
    };
    if node == NodeId::ROOT {
        return refuse(model, "the plan itself can't be marked");
    }
    if !model.marks.remove(&node) {
        model.marks.insert(node);
    }
    let index = model.selected_index();
    let next = (1..=NEXT).map(|step| index.saturating_add(step));
    let next = next
        .filter_map(|index| model.row_at(index))
        .find(|row| matches!(row, Row::Definition(_)));
    if let Some(row) = next {
        super::walk::select(model, row);
    }
    let number = model.marks.len();
    let keys = |command| model.keys.key(command);
    if number > 0 {
        let (edit, into, delete) = (
            keys(Command::Enter),
            keys(Command::MoveInto),
            keys(Command::Delete),
        );
        let text = format!(
            "{number} marked: {edit} on a field edits all of them, {into} moves, {delete} deletes"
        );
        say(model, text);
    }
}

/// Takes all marks away; gives whether there were any.
pub(super) fn leave_marks(model: &mut Model) -> bool {
    let were_any = !model.marks.is_empty();
    model.marks.clear();
    were_any
}

/// Asks whether to delete all that is marked.
pub(super) fn ask_delete_marked(model: &mut Model) {
    let nodes = model.together();
    let plan = model.document.plan();
    let mut lines: Vec<String> = nodes
        .iter()
        .take(8)
        .map(|&node| format!("- {}", plan.path(node)))
        .collect();
    if nodes.len() > lines.len() {
        lines.push(format!("… and {} more", nodes.len() - lines.len()));
    }
    lines.extend(would_drop(&model.document, &nodes));
    let edits = nodes.iter().map(|&node| Edit::Remove { node });
    let reshape = Reshape {
        title: format!("delete {} things, with all in them", nodes.len()),
        edit: Edit::Many(edits.collect()),
        lines,
    };
    propose(model, Ok(reshape));
}
