//! Where text is put. Nothing is drawn outside of it, and nothing is cut without a mark.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr as _;

use crate::tui::theme::{Role, Theme};

/// Where text is put, and how it looks.
pub(super) struct Canvas<'b> {
    pub(super) buffer: &'b mut Buffer,
    /// All that is drawn on: nothing is outside of it.
    pub(super) all: Rect,
    pub(super) theme: Theme,
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

    /// Pieces of text one behind the other, up to the one that is cut.
    pub(super) fn line(&mut self, area: Rect, y: u16, pieces: &[(Role, &str)]) {
        let mut x = 0;
        for (role, text) in pieces {
            let room = usize::from(area.width.saturating_sub(x));
            x += self.put(area, (x, y), *role, text);
            if crate::visible::clean(text).width() > room {
                break;
            }
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

#[cfg(test)]
mod cut_tests {
    use super::*;

    #[test]
    fn what_is_cut_ends_in_one_ellipsis() {
        assert_eq!(fit("2001:db8::/64 … 247 × /64", 16), "2001:db8::/64…");
        assert_eq!(fit("prod", 4), "prod");
        assert_eq!(fit("prods", 4), "pro…");
        assert_eq!(fit("prods", 0), "");
    }

    #[test]
    fn nothing_stands_behind_what_is_cut() {
        let area = Rect::new(0, 0, 8, 1);
        let mut buffer = Buffer::empty(area);
        let mut canvas = Canvas {
            buffer: &mut buffer,
            all: area,
            theme: Theme::plain(false),
        };
        canvas.line(area, 0, &[(Role::Text, "ab cde fgh"), (Role::Good, "(f)")]);
        let shown: String = (0..8).map(|x| buffer[(x, 0)].symbol()).collect();
        assert_eq!(shown, "ab cde… ");
    }
}
