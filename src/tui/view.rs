//! The picture: a pure function of the model, total at every size.

mod compare;
mod detail;
mod findings;
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

use super::editing::Editing;
use super::keymap::{Command, Typing, typing_key};
use super::model::{Model, Origin, Panel};
use super::outline::Row;
use super::prompt::Prompt;
use super::theme::{Role, Theme};
use crate::plan::Kind;
use crate::report::ruler::View;

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
    prompt::depth(model.keys, prompt, room(model))
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

/// Where everything goes now.
pub fn areas(model: &Model) -> Areas {
    layout(room(model), low(model))
}

/// What the terminal has room for, beside the tour.
fn room(model: &Model) -> Rect {
    let whole = Rect::new(0, 0, model.size.0, model.size.1);
    tour::split(model, whole).0
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

/// Where text is put, and how it looks.
pub(super) struct Canvas<'b> {
    buffer: &'b mut Buffer,
    /// All that is drawn on: nothing is outside of it.
    all: Rect,
    theme: Theme,
}

impl Canvas<'_> {
    /// Puts text at a place of an area, cut at its end with a mark; gives how many columns it took.
    pub(super) fn put(&mut self, area: Rect, at: (u16, u16), role: Role, text: &str) -> u16 {
        let (x, y) = at;
        if x >= area.width || y >= area.height {
            return 0;
        }
        let room = area.width - x;
        let text = fit(&crate::visible::clean(text), usize::from(room));
        let width = u16::try_from(text.width()).unwrap_or(room).min(room);
        let position = (area.x + x, area.y + y);
        let place = Rect::new(position.0, position.1, width, 1);
        if width > 0 && place.intersection(self.all) == place {
            self.buffer
                .set_string(position.0, position.1, &text, self.theme.style(role));
        }
        width
    }

    /// Pieces of text one behind the other.
    pub(super) fn line(&mut self, area: Rect, y: u16, pieces: &[(Role, &str)]) {
        let mut x = 0;
        for (role, text) in pieces {
            x += self.put(area, (x, y), *role, text);
        }
    }

    /// Gives a whole line of an area the style of a role.
    pub(super) fn mark(&mut self, area: Rect, y: u16, role: Role) {
        if y < area.height {
            let line = Rect::new(area.x, area.y + y, area.width, 1).intersection(self.all);
            self.buffer.set_style(line, self.theme.style(role));
        }
    }

    /// A frame with a title; gives what is inside.
    pub(super) fn frame(&mut self, area: Rect, title: &str, active: bool) -> Rect {
        use ratatui::widgets::{Block, BorderType, Widget as _};
        let role = if active { Role::Active } else { Role::Dim };
        let area = area.intersection(self.all);
        let style = self.theme.style(role);
        let block = Block::bordered()
            .border_type(BorderType::Rounded)
            .border_style(style);
        let inside = block.inner(area);
        block.render(area, self.buffer);
        if area.width > 4 {
            let top = Rect::new(area.x + 2, area.y, area.width - 4, 1);
            // The corners and a piece of the border stay.
            self.put(
                top,
                (0, 0),
                if active { Role::Active } else { Role::Text },
                &format!(" {title} "),
            );
        }
        inside
    }

    /// Empties an area.
    pub(super) fn clear(&mut self, area: Rect) {
        use ratatui::widgets::{Clear, Widget as _};
        Clear.render(area.intersection(self.all), self.buffer);
    }
}

/// A text that is cut with a mark where it does not fit.
pub(super) fn fit(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    for char in text.chars() {
        let mut next = out.clone();
        next.push(char);
        if next.width() + 1 > width {
            break;
        }
        out = next;
    }
    // What is cut before or behind an ellipsis of its own has one, and not two.
    out.truncate(out.trim_end_matches([' ', '…']).len());
    if width > 0 {
        out.push('…');
    }
    out
}

/// What just happened, else the keys that do something here.
fn footer(model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    if model.prompt.is_some() {
        return;
    }
    if let Some(toast) = &model.toast {
        let (mark, role) = if toast.refused {
            (" ! ", Role::Warning)
        } else {
            (" ✓ ", Role::Good)
        };
        canvas.line(area, 0, &[(role, mark), (role, &toast.text)]);
        return;
    }
    if model.overlay.is_some() {
        // Keys go to what lies over the panels, and it names them.
        return;
    }
    let hints = match &model.editing {
        Some(editing) => while_editing(editing),
        None => shown(model),
    };
    let help = hints.iter().position(|(_, word)| *word == "help");
    let width = |(key, word): (&str, &str)| key.width() + word.width() + 3;
    let kept = help.map_or(0, |help| width(hints[help]));
    let mut x = 1;
    for (index, &hint) in hints.iter().enumerate() {
        let after = if help.is_some_and(|help| index < help) {
            kept
        } else {
            0
        };
        if usize::from(x) + width(hint) + after
            > usize::from(area.width) + 2 - usize::from(after > 0) * 2
        {
            continue;
        }
        x += canvas.put(area, (x, 0), Role::Key, hint.0);
        x += canvas.put(area, (x, 0), Role::Dim, &format!(" {}  ", hint.1));
    }
}

fn while_editing(editing: &Editing) -> Vec<(&'static str, &'static str)> {
    let hint = |typing: Typing| {
        let row = typing_key(typing);
        (row.keys.first().copied().unwrap_or(""), row.short)
    };
    let mut hints = vec![
        ("⏎", typing_key(Typing::Keep).short),
        hint(Typing::TakeBack),
    ];
    if !editing.moves.is_empty() {
        hints.push(hint(Typing::Pin));
    }
    if !editing.completions.is_empty() {
        hints.extend([hint(Typing::Complete), ("↑↓", "choose")]);
    }
    hints.extend([hint(Typing::Explain), hint(Typing::Clear)]);
    hints
}

/// The keys that do something here, the most useful first.
fn shown(model: &Model) -> Vec<(&'static str, &'static str)> {
    if model.panel == Panel::Compare {
        return tabs::while_comparing(model);
    }
    let hint = |command: Command| {
        let binding = model.keys.binding(command);
        let key = binding.keys.first().copied().unwrap_or("");
        (key, binding.short)
    };
    let enter = match model.keys.key(Command::Enter) {
        "enter" => "⏎",
        other => other,
    };
    let mut hints = vec![(enter, enter_does(model))];
    let finding = model.findings.get(model.finding);
    let grouped = model.listing.grouped;
    if finding.is_some_and(|finding| !finding.fixes.is_empty()) && !grouped {
        hints.push(hint(Command::Fix));
    }
    let is_field = matches!(
        (model.panel, model.selected),
        (Panel::Fields, _) | (Panel::Tree, Row::Range(..))
    );
    if is_field || finding.is_some() {
        hints.push(hint(Command::Explain));
    }
    if model.panel == Panel::Fields {
        hints.push(hint(Command::Inspect));
    }
    if model.panel == Panel::Findings && finding.is_some() && !grouped {
        let waived = finding.is_some_and(|finding| finding.waived.is_some());
        hints.push(hint(if waived {
            Command::Unwaive
        } else {
            Command::Waive
        }));
    }
    if model.panel == Panel::Findings {
        hints.extend([Command::Filter, Command::GroupByRule].map(hint));
    } else if finding.is_some() {
        hints.push(hint(Command::NextFinding));
    }
    if model.border().is_some() {
        let moves = [
            Command::PreviousBorder,
            Command::NextBorder,
            Command::ShorterByNibble,
            Command::LongerByNibble,
        ];
        if moves.map(|command| model.keys.key(command)) == ["(", ")", "[", "]"] {
            hints.push(("()[]", "border"));
        } else {
            hints.extend([Command::NextBorder, Command::LongerByNibble].map(hint));
        }
    }
    if !model.undo.is_empty() {
        hints.push(hint(Command::Undo));
    }
    if !model.redo.is_empty() {
        hints.push(hint(Command::Redo));
    }
    if model.is_changed() || model.origin != Origin::File {
        hints.push(hint(Command::Save));
    }
    if model.document.plan().kind(model.node()) == Kind::Shoot {
        hints.push(hint(Command::Export));
    }
    hints.extend([Command::NextPanel, Command::Help].map(hint));
    hints.extend(tabs::commands(model).into_iter().map(hint));
    hints.extend([Command::Goto, Command::Find, Command::New, Command::Quit].map(hint));
    // What has no key is in the palette.
    hints.retain(|(key, _)| !key.is_empty());
    hints
}

/// What enter does here, in a word.
fn enter_does(model: &Model) -> &'static str {
    match (model.panel, model.selected) {
        (Panel::Findings, _) if model.listing.grouped => "show them",
        (Panel::Findings, _) => "go there",
        (Panel::Compare, _) => "",
        (Panel::Fields, _) | (Panel::Tree, Row::Range(..)) => "edit",
        (Panel::Tree, Row::Free(..)) => "take",
        (Panel::Tree, Row::Members(_)) => "open",
        (Panel::Tree, Row::Definition(_) | Row::Member(..)) => "fields",
    }
}

#[cfg(test)]
mod cut_tests {
    use super::fit;

    #[test]
    fn what_is_cut_ends_in_one_ellipsis() {
        assert_eq!(fit("2001:db8::/64 … 247 × /64", 16), "2001:db8::/64…");
        assert_eq!(fit("prod", 4), "prod");
        assert_eq!(fit("prods", 4), "pro…");
        assert_eq!(fit("prods", 0), "");
    }
}
