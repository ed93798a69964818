//! The filter: the tree shows what matches, and what leads there.

use super::prompt::place;
use super::walk::select;
use super::{refuse, say};
use crate::source::NodeId;
use crate::tui::find::Needle;
use crate::tui::model::{Model, Panel};
use crate::tui::outline::Row;
use crate::tui::prompt::{Asks, Narrowing, Prompt};

/// Asks what to show alone.
pub(super) fn ask_filter(model: &mut Model) {
    let narrowing = Narrowing {
        left: 0,
        from: place(model),
    };
    model.panel = Panel::Tree;
    model.prompt = Some(Prompt::new(Asks::Filter(Box::new(narrowing))));
}

/// Shows what a text leaves.
pub(super) fn narrow(model: &mut Model, narrowing: &mut Narrowing, text: &str) {
    super::prompt::come_back(model, &narrowing.from);
    model.panel = Panel::Tree;
    let meant = meant(model, text);
    narrowing.left = meant.as_ref().map_or(0, Vec::len);
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    let shown = meant.as_deref().filter(|meant| !meant.is_empty());
    model.outline.filter(plan, evaluation, shown);
    if let Some(&first) = shown.and_then(<[NodeId]>::first) {
        let row = Row::Definition(first);
        model.outline.reveal(plan, evaluation, row);
        select(model, row);
    }
}

/// Definitions that match a text; of `!`, those with findings. Nothing for no text.
fn meant(model: &Model, text: &str) -> Option<Vec<NodeId>> {
    let plan = model.document.plan();
    let nodes = plan.walk().filter(|&node| node != NodeId::ROOT);
    if text.trim() == "!" {
        let board = model.document.board();
        return Some(nodes.filter(|&node| !board.tags(node).is_empty()).collect());
    }
    let needle = Needle::new(text)?;
    Some(
        nodes
            .filter(|&node| needle.row(plan, node).is_some())
            .collect(),
    )
}

/// Keeps the filter; gives whether there is anything to show.
pub(super) fn keep_filter(model: &mut Model, narrowing: &Narrowing, text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() {
        leave_filter(model);
        return true;
    }
    if narrowing.left == 0 {
        refuse(model, format!("nothing matches `{text}`"));
        return false;
    }
    text.clone_into(&mut model.filter);
    let number = narrowing.left;
    say(
        model,
        format!("only what matches `{text}`: {number}; esc shows all"),
    );
    true
}

/// Shows everything again; gives whether something was hidden.
pub(super) fn leave_filter(model: &mut Model) -> bool {
    if model.outline.filtered().is_none() {
        return false;
    }
    model.filter.clear();
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    model.outline.filter(plan, evaluation, None);
    model.outline.reveal(plan, evaluation, model.selected);
    true
}
