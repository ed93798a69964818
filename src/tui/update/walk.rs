//! Moving about: rows, panels, findings.

use std::cmp::Reverse;

use super::{refuse, say};
use crate::diag::{Anchor, Finding, Identity, Severity};
use crate::source::NodeId;
use crate::tui::model::{Model, Panel};
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
    let Some((node, target, wrapped)) = next_of_all(model, forward) else {
        return refuse(model, "nothing has been found");
    };
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    let row = Row::Definition(node);
    model.outline.reveal(plan, evaluation, row);
    select(model, row);
    let same = |one: &Finding| one.identity() == target;
    model.finding = model.findings.iter().position(same).unwrap_or(0);
    if wrapped {
        let (from, to) = if forward {
            ("last", "worst")
        } else {
            ("worst", "last")
        };
        say(model, format!("from the {from} finding to the {to} again"));
    }
}

/// The next finding in the order in which they are listed for the plan: the worst first, and of each severity as they lie
/// in it. Where what the list stands on is not selected yet, that one. With it whether the end was passed.
fn next_of_all(model: &Model, forward: bool) -> Option<(NodeId, Identity, bool)> {
    let document = &model.document;
    let place =
        |node: NodeId, severity: Severity| (Reverse(severity), document.evaluation().order(node));
    let own = |node: NodeId, severity: Severity| -> Vec<Identity> {
        let own = document.findings_of(node).into_iter();
        own.filter(|one| one.severity == severity)
            .map(|one| one.identity())
            .collect()
    };
    let of_rules = document.board().nodes().flat_map(|node| {
        let tags = document.board().tags(node).iter();
        tags.map(move |tag| (node, tag.severity))
    });
    let of_text = document.reading().iter();
    let of_text = of_text.map(|one| (one.at.node(), one.severity));
    let all = of_rules.chain(of_text);
    let mut all = all.filter(|&(node, _)| document.plan().is_alive(node));
    let now = model.findings.get(model.finding);
    let Some(now) = now else {
        let first = all.min_by_key(|&(node, severity)| place(node, severity));
        let (node, severity) = first?;
        return Some((node, own(node, severity).first()?.clone(), false));
    };
    let (node, identity) = (place_of(now), now.identity());
    if node != model.node() {
        return Some((node, identity, false));
    }
    let beside = own(node, now.severity);
    let at = beside.iter().position(|one| *one == identity);
    let next = at.and_then(|at| {
        if forward {
            Some(at + 1)
        } else {
            at.checked_sub(1)
        }
    });
    if let Some(next) = next.and_then(|next| beside.get(next)) {
        return Some((node, next.clone(), false));
    }
    let here = place(node, now.severity);
    let mut best: Option<(NodeId, Severity)> = None;
    let mut end: Option<(NodeId, Severity)> = None;
    for (node, severity) in all.by_ref() {
        let key = place(node, severity);
        let is_ahead = |than: Option<(NodeId, Severity)>| {
            than.is_none_or(|(node, severity)| (key < place(node, severity)) == forward)
        };
        if (key > here) == forward && key != here && is_ahead(best) {
            best = Some((node, severity));
        }
        if is_ahead(end) {
            end = Some((node, severity));
        }
    }
    let (node, severity) = best.or(end)?;
    let own = own(node, severity);
    let found = if forward { own.first() } else { own.last() };
    Some((node, found?.clone(), best.is_none()))
}

/// The definition that a finding is listed with.
fn place_of(finding: &Finding) -> NodeId {
    match finding.at {
        Anchor::Text(_, node) => node,
        Anchor::Place(_) => finding.subject,
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
