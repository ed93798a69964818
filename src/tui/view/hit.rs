//! What lies at a place of the screen: the layout read backwards.

use ratatui::layout::Rect;

use super::header::tab_at;
use super::tabs::Tab;
use super::{Low, areas, detail, findings, low, tree};
use crate::tui::model::{Model, Panel};

/// What lies at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hit {
    /// A tab of the header.
    Tab(Tab),
    /// A panel, beside all that can be selected in it.
    Panel(Panel),
    /// A row of the tree, by its number.
    Row(u128),
    /// The arrow that opens and closes a row.
    Fold(u128),
    /// A field of the selected thing.
    Field(usize),
    /// A column of its ruler.
    Ruler(usize),
    /// A finding.
    Finding(usize),
}

/// What of the panels lies at a column and row of the terminal, both from 0.
pub fn hit(model: &Model, at: (u16, u16)) -> Option<Hit> {
    let areas = areas(model);
    let inside = |area: Rect| {
        let right = area.x.checked_add(area.width).is_some_and(|end| at.0 < end);
        let low = area
            .y
            .checked_add(area.height)
            .is_some_and(|end| at.1 < end);
        at.0 >= area.x && at.1 >= area.y && right && low
    };
    if inside(areas.header) {
        return tab_at(model, areas.header, at.0 - areas.header.x).map(Hit::Tab);
    }
    let panels = if areas.narrow {
        vec![(model.panel, areas.tree)]
    } else {
        vec![
            (Panel::Tree, areas.tree),
            (Panel::Fields, areas.detail),
            match low(model) {
                Low::Findings => (Panel::Findings, areas.findings),
                Low::Compare => (Panel::Compare, areas.findings),
            },
        ]
    };
    let (panel, area) = panels.into_iter().find(|(_, area)| inside(*area))?;
    let within = Rect {
        x: area.x.saturating_add(1),
        y: area.y.saturating_add(1),
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(2),
    };
    let on_border = Some(Hit::Panel(panel));
    if !inside(within) {
        return on_border;
    }
    let (x, y) = (at.0 - within.x, at.1 - within.y);
    let found = match panel {
        Panel::Tree => {
            let index = model.top.saturating_add(u128::from(y));
            model.row_at(index).map(|row| {
                if tree::is_fold(model, row, (x, within.width)) {
                    Hit::Fold(index)
                } else {
                    Hit::Row(index)
                }
            })
        }
        Panel::Fields => detail::ruler_at(model, within, (x, y))
            .map(Hit::Ruler)
            .or_else(|| detail::field_at(model, within, y).map(Hit::Field)),
        Panel::Findings => findings::finding_at(model, within, y).map(Hit::Finding),
        Panel::Compare => None,
    };
    found.or(on_border)
}
