//! Where everything goes at each size.

use ratatui::layout::Rect;

use super::tour;
use crate::tui::model::{Model, Panel};

/// Where everything goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Areas {
    /// The line at the top.
    pub header: Rect,
    /// The tree; the one panel that is shown where there is no room for more.
    pub tree: Rect,
    /// The selected thing.
    pub detail: Rect,
    /// The findings.
    pub findings: Rect,
    /// The line at the bottom.
    pub footer: Rect,
    /// Whether there is room for one panel alone.
    pub narrow: bool,
}

/// What stands below the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Low {
    /// The findings.
    Findings,
    /// The comparison, which takes half of the height.
    Compare,
}

/// What stands below the tree: the comparison while there is one, but for the time that one is among the findings.
pub fn low(model: &Model) -> Low {
    if model.compare.is_some() && model.panel != Panel::Findings {
        Low::Compare
    } else {
        Low::Findings
    }
}

/// Where everything goes at a size.
pub fn layout(area: Rect, below: Low) -> Areas {
    let line =
        |y: u16| Rect::new(area.x, y, area.width, u16::from(area.height > 0)).intersection(area);
    let header = line(area.y);
    let footer = if area.height > 1 {
        line(area.bottom() - 1)
    } else {
        Rect::default()
    };
    let inside = Rect::new(
        area.x,
        area.y + 1,
        area.width,
        area.height.saturating_sub(2),
    )
    .intersection(area);
    let narrow = area.width < 60 || area.height < 15;
    if narrow {
        return Areas {
            header,
            tree: inside,
            detail: Rect::default(),
            findings: Rect::default(),
            footer,
            narrow,
        };
    }
    let low = match below {
        Low::Findings => (inside.height * 3 / 10).clamp(4, 9),
        Low::Compare => inside.height / 2,
    };
    let high = inside.height - low;
    let left = inside.width * 11 / 20;
    Areas {
        header,
        tree: Rect::new(inside.x, inside.y, left, high),
        detail: Rect::new(inside.x + left, inside.y, inside.width - left, high),
        findings: Rect::new(inside.x, inside.y + high, inside.width, low),
        footer,
        narrow,
    }
}

/// Where everything goes now.
pub fn areas(model: &Model) -> Areas {
    layout(room(model), low(model))
}

/// What the terminal has room for, beside the tour.
pub(super) fn room(model: &Model) -> Rect {
    let whole = Rect::new(0, 0, model.size.0, model.size.1);
    tour::split(model, whole).0
}
