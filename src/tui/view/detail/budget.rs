//! What a block holds, in bits, and what still fits in it.

use unicode_width::UnicodeWidthStr as _;

use super::super::Line;
use super::super::overlay::wrap;
use crate::addr::Family;
use crate::engine::Pool;
use crate::source::NodeId;
use crate::tui::model::Model;
use crate::tui::theme::Role;

/// The budgets of the selected block, or of what the selected shoot lies in.
pub(super) fn lines(model: &Model, width: usize) -> Vec<Line> {
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
