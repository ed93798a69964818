//! Moving about: rows, panels, findings.

use super::refuse;
use crate::diag::Finding;
use crate::source::NodeId;
use crate::tui::model::{Model, Panel};
use crate::tui::noted::is_of;
use crate::tui::outline::{Outline, Row};

pub(super) fn page(model: &Model) -> i64 {
    i64::from(model.size.1 / 2).max(1)
}

pub(super) fn move_by(model: &mut Model, rows: i64) {
    let step = |at: usize, end: usize| {
        let target = i64::try_from(at)
            .unwrap_or(i64::MAX)
            .saturating_add(rows)
            .max(0);
        usize::try_from(target)
            .unwrap_or(0)
            .min(end.saturating_sub(1))
    };
    match model.panel {
        // The plan itself lies above the first row.
        Panel::Tree if model.selected == Row::Definition(NodeId::ROOT) && rows < 0 => {}
        Panel::Tree if model.selected == Row::Definition(NodeId::ROOT) => select_index(model, 0),
        Panel::Tree => {
            let index = model.selected_index();
            let distance = u128::from(rows.unsigned_abs());
            let target = if rows < 0 {
                index.saturating_sub(distance)
            } else {
                index.saturating_add(distance)
            };
            select_index(model, target.min(model.outline.rows().saturating_sub(1)));
        }
        Panel::Fields => {
            model.shift = 0;
            model.field = step(model.field, model.fields().len());
        }
        Panel::Findings => model.finding = step(model.finding, model.findings.len()),
        Panel::Compare => {}
    }
}

pub(super) fn move_to_end(model: &mut Model, last: bool) {
    match model.panel {
        Panel::Tree => select_index(
            model,
            if last {
                model.outline.rows().saturating_sub(1)
            } else {
                0
            },
        ),
        Panel::Fields => {
            model.field = if last {
                model.fields().len().saturating_sub(1)
            } else {
                0
            }
        }
        Panel::Findings => {
            model.finding = if last {
                model.findings.len().saturating_sub(1)
            } else {
                0
            }
        }
        Panel::Compare => {}
    }
}

pub(super) fn select_index(model: &mut Model, index: u128) {
    if let Some(row) = model.row_at(index) {
        select(model, row);
    }
}

pub(super) fn select(model: &mut Model, row: Row) {
    if model.selected != row {
        model.selected = row;
        model.chosen = None;
        model.field = 0;
        model.shift = 0;
        match row {
            Row::Member(node, index) => drop(model.focus.insert(node, index)),
            Row::Definition(node) => drop(model.focus.remove(&node)),
            Row::Range(..) | Row::Free(..) | Row::Members(_) => {}
        }
        if let Row::Range(_, kind) = row {
            let field = crate::engine::range_field(kind);
            model.field = model
                .fields()
                .iter()
                .position(|&other| other == field)
                .unwrap_or(0);
        }
        if !model.listing.is_on() {
            model.look_up_findings();
            model.finding = model.near_finding();
        }
    }
}

pub(super) fn close_row(model: &mut Model) {
    if model.panel != Panel::Tree {
        model.panel = Panel::Tree;
        return;
    }
    let (plan, row) = (model.document.plan(), model.selected);
    if Outline::has_below(plan, row) && model.outline.is_open(row) {
        model
            .outline
            .set_open(plan, model.document.evaluation(), row, false);
    } else if let Some(parent) = Outline::parent(plan, row) {
        select(model, parent);
    }
}

pub(super) fn open_row(model: &mut Model) {
    if model.panel != Panel::Tree {
        return refuse(
            model,
            "left goes back to the tree; enter does something with what is selected",
        );
    }
    let (plan, row) = (model.document.plan(), model.selected);
    if !Outline::has_below(plan, row) {
        model.panel = Panel::Fields;
    } else if model.outline.is_open(row) {
        move_by(model, 1);
    } else {
        model
            .outline
            .set_open(plan, model.document.evaluation(), row, true);
    }
}

pub(super) fn next_panel(model: &mut Model) {
    model.panel = match model.panel {
        Panel::Tree => Panel::Fields,
        Panel::Fields if model.compare.is_some() => Panel::Compare,
        Panel::Fields => Panel::Findings,
        Panel::Findings | Panel::Compare => Panel::Tree,
    };
}

pub(super) fn next_finding(model: &mut Model, forward: bool) {
    // What is explained or mended next is the finding, and not a field.
    if model.panel == Panel::Fields {
        model.panel = Panel::Tree;
    }
    if model.listing.is_on() {
        return next_listed(model, forward);
    }
    let here = model.node();
    let findings = model.findings.iter().enumerate();
    let mut own = findings
        .filter(|(_, finding)| is_of(finding, here))
        .map(|(index, _)| index);
    let at = model.finding;
    let other = if forward {
        own.find(|&index| index > at)
    } else {
        own.rfind(|&index| index < at)
    };
    let is_here = model
        .findings
        .get(at)
        .is_some_and(|finding| is_of(finding, here));
    if let Some(other) = other.filter(|_| is_here) {
        model.finding = other;
        return;
    }
    let plan = model.document.plan();
    let order = |node: NodeId| model.document.evaluation().order(node);
    let here = order(model.node());
    let nodes = model
        .document
        .board()
        .nodes()
        .filter(|&node| plan.is_alive(node) && node != NodeId::ROOT);
    let next = if forward {
        nodes
            .filter(|&node| order(node) > here)
            .min_by_key(|&node| order(node))
    } else {
        nodes
            .filter(|&node| order(node) < here)
            .max_by_key(|&node| order(node))
    };
    match next {
        Some(node) => {
            let row = Row::Definition(node);
            model.outline.reveal(plan, model.document.evaluation(), row);
            select(model, row);
            let mut own = model.findings.iter();
            let own = own.position(|finding| is_of(finding, node));
            model.finding = own.unwrap_or(model.finding);
        }
        None => refuse(
            model,
            if forward {
                "no finding below here"
            } else {
                "no finding above here"
            },
        ),
    }
}

/// The next one of those that are listed, wherever it lies.
fn next_listed(model: &mut Model, forward: bool) {
    let next = if forward {
        Some(model.finding + 1).filter(|&at| at < model.findings.len())
    } else {
        model.finding.checked_sub(1)
    };
    let Some(next) = next else {
        let end = if forward { "last" } else { "first" };
        return refuse(model, format!("this is the {end} finding of those listed"));
    };
    model.finding = next;
    let row = Row::Definition(model.findings[next].subject);
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    model.outline.reveal(plan, evaluation, row);
    select(model, row);
}

pub(super) fn jump(model: &mut Model) {
    let Some(finding) = model.findings.get(model.finding) else {
        return refuse(model, "there is no finding to go to");
    };
    let (node, field, identity) = (finding.at.node(), finding.field, finding.identity());
    let row = Row::Definition(node);
    model
        .outline
        .reveal(model.document.plan(), model.document.evaluation(), row);
    let at = model.finding;
    select(model, row);
    if !model.listing.is_on() {
        // What is listed may stand in another order around another thing.
        let same = |one: &Finding| one.identity() == identity;
        model.finding = model.findings.iter().position(same).unwrap_or(at);
    }
    model.panel = Panel::Fields;
    model.field = model
        .fields()
        .iter()
        .position(|other| other.key() == field)
        .unwrap_or(0);
}
