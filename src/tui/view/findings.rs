//! The findings of the selected thing first, then the others.

use ratatui::layout::Rect;

use super::Canvas;
use crate::diag::Severity;
use crate::source::NodeId;
use crate::tui::model::{Model, Panel};
use crate::tui::theme::Role;

/// Draws the findings.
pub(super) fn render(model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    let tally = model.document.board().tally(NodeId::ROOT);
    let title = format!("Findings: {} errors, {} warnings, {} advice", tally.errors, tally.warnings, tally.advice);
    let inside = canvas.frame(area, &title, model.panel == Panel::Findings);
    if model.findings.is_empty() {
        canvas.put(inside, (1, 0), Role::Good, "nothing is wrong with this plan");
        return;
    }
    let height = usize::from(inside.height);
    let top = model.finding.saturating_sub(height.saturating_sub(1));
    for (y, (index, finding)) in (0..inside.height).zip(model.findings.iter().enumerate().skip(top)) {
        let (mark, role) = match finding.severity {
            Severity::Error => ("● ", Role::Error),
            Severity::Warning => ("▲ ", Role::Warning),
            Severity::Advice => ("· ", Role::Advice),
        };
        let path = model.document.plan().path(finding.subject);
        let place = if finding.field.is_empty() || path.is_empty() { path } else { format!("{path}.{}", finding.field) };
        let fix = if finding.fixes.is_empty() { "" } else { "  (f fixes)" };
        canvas.line(
            inside,
            y,
            &[(role, mark), (Role::Active, finding.code), (Role::Text, "  "), (Role::Dim, &place), (Role::Text, "  "), (Role::Text, &finding.message), (Role::Good, fix)],
        );
        let here = index == model.finding;
        if here && model.panel == Panel::Findings {
            canvas.mark(inside, y, Role::Selected);
        }
    }
}
