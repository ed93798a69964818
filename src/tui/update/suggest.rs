//! How the selected block could be cut: every scheme that fits, and one of them as a variant.

use super::{open, record_below, refuse};
use crate::addr::Family;
use crate::engine::{PoolKind, enclosing_pool};
use crate::levels::Levels;
use crate::plan::{Kind, Plan};
use crate::report::Look;
use crate::report::sizing::{OfPlan, Suggested, text};
use crate::sizing::{relaxations, search};
use crate::source::NodeId;
use crate::tui::model::Model;
use crate::tui::outline::Row;
use crate::tui::overlay::{Overlay, Schemes};

/// The block that is selected or holds the selected cluster, and the family in which it is cut.
fn selected_block(model: &Model) -> (NodeId, Family) {
    let (plan, node) = (model.document.plan(), model.node());
    if let Row::Free(_, family, _) = model.selected {
        return (node, family);
    }
    let is_cluster = plan.kind(node) == Kind::Shoot;
    let block = |family| {
        if is_cluster {
            return enclosing_pool(plan, node, PoolKind::of(family)).map(|pool| pool.owner);
        }
        plan.network(node, family).map(|_| node)
    };
    let of = |family| Some((block(family)?, family));
    of(Family::V6)
        .or_else(|| of(Family::V4))
        .unwrap_or((node, Family::V6))
}

/// Lists the schemes of the selected block, or of the one that holds the selected cluster; where none fits, what is
/// missing and what would help.
pub(super) fn suggest(model: &mut Model) {
    let (block, family) = selected_block(model);
    let levels = match Levels::of(&model.document, block, family) {
        Ok(levels) => levels,
        Err(why) => return refuse(model, why.to_string()),
    };
    let found = search(&levels.problem);
    let now = levels.lengths(&model.document);
    let path = model.document.plan().path(levels.node);
    if found.schemes.is_empty() {
        let relaxations = relaxations(&levels.problem);
        let nodes = levels.of_nodes(model.document.plan());
        let suggested = Suggested {
            problem: &levels.problem,
            found: &found,
            relaxations: &relaxations,
            plan: Some(OfPlan {
                path: &path,
                now: now.as_deref(),
                nodes: nodes.as_ref(),
            }),
        };
        let page = Overlay::Page {
            title: format!("how {path} could be cut"),
            text: text(&suggested, Look::PLAIN),
        };
        return open(model, page);
    }
    open(
        model,
        Overlay::Suggest(Box::new(Schemes {
            levels,
            found,
            now,
            chosen: 0,
        })),
    );
}

/// Chooses another scheme.
pub(super) fn choose(model: &mut Model, down: bool) {
    if let Some(Overlay::Suggest(schemes)) = &mut model.overlay {
        let last = schemes.found.schemes.len().saturating_sub(1);
        schemes.chosen = if down {
            (schemes.chosen + 1).min(last)
        } else {
            schemes.chosen.saturating_sub(1)
        };
    }
}

/// Makes a variant of what is shown in which the block is cut so, and shows it.
pub(super) fn take(model: &mut Model, schemes: &Schemes) {
    let Some(scheme) = schemes.found.schemes.get(schemes.chosen) else {
        return;
    };
    let block = model.document.plan().name(schemes.levels.node).to_owned();
    let names = model.document.plan().variant_names();
    let wanted = format!("{block} {}", scheme.name());
    let mut name = wanted.clone();
    let mut number = 2;
    while names.contains(&name.as_str()) {
        name = format!("{wanted} {number}");
        number += 1;
    }
    let edit = schemes.levels.edit_of(&model.document, scheme);
    let before = model.shown();
    let of = before.clone();
    let made = |plan: &Plan| plan.new_variant_with(&name, of.as_deref(), &edit);
    match model.document.edit_below(made, Some(&name)) {
        Ok(edited) => record_below(model, format!("make the variant {name}"), edited, before),
        Err(why) => refuse(model, why.to_string()),
    }
}
