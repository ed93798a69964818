//! The picture: a pure function of the model, total at every size.

mod areas;
mod canvas;
mod compare;
mod detail;
mod findings;
mod footer;
mod growth;
mod header;
mod hit;
mod overlay;
mod prompt;
mod ruler;
mod start;
mod tabs;
mod tour;
mod tree;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr as _;

use super::model::{Model, Panel};
use super::prompt::Prompt;
use super::theme::{Role, Theme};
use crate::report::ruler::View;

use areas::room;
pub use areas::{Areas, Low, areas, layout, low};
use canvas::{Canvas, fit};
use footer::footer;
pub use hit::{Hit, hit};
pub use tabs::Tab;

/// Draws everything.
pub fn render(model: &Model, theme: Theme, area: Rect, buffer: &mut Buffer) {
    let area = area.intersection(buffer.area);
    if area.is_empty() {
        return;
    }
    let mut canvas = Canvas {
        buffer,
        all: area,
        theme,
    };
    let (whole, (area, guide)) = (area, tour::split(model, area));
    let areas = layout(area, low(model));
    header::render(model, &mut canvas, areas.header);
    if areas.narrow {
        match model.panel {
            Panel::Tree => tree::render(model, &mut canvas, areas.tree),
            Panel::Fields => detail::render(model, &mut canvas, areas.tree),
            Panel::Findings => findings::render(model, &mut canvas, areas.tree),
            Panel::Compare => compare::render(model, &mut canvas, areas.tree),
        }
    } else {
        tree::render(model, &mut canvas, areas.tree);
        detail::render(model, &mut canvas, areas.detail);
        match low(model) {
            Low::Findings => findings::render(model, &mut canvas, areas.findings),
            Low::Compare => compare::render(model, &mut canvas, areas.findings),
        }
    }
    footer(model, &mut canvas, areas.footer);
    prompt::render(model, &mut canvas, area, areas.footer);
    overlay::render(model, &mut canvas, area);
    start::render(model, &mut canvas, area);
    tour::render(model, &mut canvas, guide, whole);
    if theme.ascii {
        spell(whole, buffer);
    }
}

/// The screen as lines of text, without what stands at their ends.
pub fn print(model: &Model, theme: Theme) -> String {
    let area = Rect::new(0, 0, model.size.0, model.size.1);
    let mut buffer = Buffer::empty(area);
    render(model, theme, area, &mut buffer);
    let mut text = String::new();
    for y in 0..area.height {
        let mut line = String::new();
        let mut covered = 0;
        for x in 0..area.width {
            let symbol = buffer[(x, y)].symbol();
            if covered == 0 {
                line.push_str(symbol);
                covered = symbol.width();
            }
            covered = covered.saturating_sub(1);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Our own symbols in ASCII, each of the same width.
fn spell(area: Rect, buffer: &mut Buffer) {
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            let cell = &mut buffer[(x, y)];
            let plain = match cell.symbol() {
                "…" => "~",
                "×" => "x",
                "·" | "─" | "—" => "-",
                "█" | "■" => "#",
                "▁" => ".",
                "▒" => "!",
                "●" => "E",
                "▲" => "W",
                "▾" | "↓" => "v",
                "▸" | "→" | "›" => ">",
                "│" | "┘" => "|",
                "╭" | "╮" | "╰" | "╯" | "├" | "┤" | "╪" => "+",
                "⏎" | "═" => "=",
                "✓" => "*",
                "↑" => "^",
                "←" => "<",
                symbol if symbol.is_ascii() => continue,
                _ => "?",
            };
            cell.set_symbol(plain);
        }
    }
}

/// How far an overlay can be scrolled at a terminal's size.
pub fn overlay_depth(model: &Model) -> u16 {
    overlay::depth(model, room(model))
}

/// What of the start screen lies at a column and row of the terminal, by its number.
pub fn start_entry(model: &Model, at: (u16, u16)) -> Option<usize> {
    start::entry_at(model, room(model), at)
}

/// How far what there is to know of the chosen entry can be scrolled on the start screen.
pub fn start_depth(model: &Model) -> usize {
    start::depth(model, room(model))
}

/// How far the help can be scrolled at a terminal's size.
pub fn help_depth(model: &Model, prompt: &Prompt) -> usize {
    prompt::depth(model, prompt, room(model))
}

/// How far the comparison can be scrolled at a terminal's size.
pub fn compare_depth(model: &Model) -> usize {
    let areas = areas(model);
    let area = if areas.narrow {
        areas.tree
    } else {
        areas.findings
    };
    compare::depth(model, area)
}

/// Which digits the ruler of the selected thing shows, if there is one.
pub fn grip(model: &Model) -> Option<View> {
    let (area, _) = inside_detail(model);
    ruler::grip(model, usize::from(area.width)).map(|(view, _)| view)
}

/// The column of the ruler that a column of the terminal is above or below; the first one for what lies before it.
pub fn ruler_column(model: &Model, x: u16) -> Option<usize> {
    let (area, is_shown) = inside_detail(model);
    is_shown.then(|| usize::from(x.saturating_sub(area.x.saturating_add(1))))
}

/// The inside of the selected thing's panel, and whether it is on the screen.
fn inside_detail(model: &Model) -> (Rect, bool) {
    let areas = areas(model);
    let area = if areas.narrow {
        areas.tree
    } else {
        areas.detail
    };
    let inside = Rect {
        x: area.x.saturating_add(1),
        y: area.y.saturating_add(1),
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(2),
    };
    (inside, !areas.narrow || model.panel == Panel::Fields)
}

/// How many rows of the tree a terminal of that size shows.
pub fn tree_height(model: &Model) -> u16 {
    let areas = areas(model);
    areas.tree.height.saturating_sub(2)
}

/// Pieces of text with their roles.
type Line = Vec<(Role, String)>;
