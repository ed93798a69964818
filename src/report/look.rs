//! How text shall look: with colours or without, in which characters, how wide. And what may not reach a terminal.

use std::borrow::Cow;

use anstyle::{AnsiColor, Style};

use crate::plan::is_hidden;

/// How text shall look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether there are colours.
    pub colour: bool,
    /// Whether only ASCII can be shown.
    pub ascii: bool,
    /// How many columns there are.
    pub width: usize,
}

impl Look {
    /// For pipes and files: no colours, and as wide as a page.
    pub const PLAIN: Self = Self {
        colour: false,
        ascii: false,
        width: 120,
    };

    /// A text in a role's colour, if there are colours.
    pub(super) fn paint(self, role: Role, text: &str) -> String {
        let style = role.style();
        if !self.colour || text.is_empty() || style.is_plain() {
            return text.to_owned();
        }
        format!("{style}{text}{style:#}")
    }

    /// The text with our own symbols in ASCII, where only that can be shown. Every symbol keeps its width.
    pub(super) fn spell(self, text: String) -> String {
        if !self.ascii {
            return text;
        }
        text.chars()
            .map(|char| match char {
                '…' => '~',
                '×' => 'x',
                '·' | '─' => '-',
                '█' | '■' => '#',
                '═' => '=',
                '╪' => '+',
                '▁' => '.',
                '▒' => '!',
                '●' => 'E',
                '▲' => 'W',
                '├' | '│' => '|',
                '└' => '`',
                other => other,
            })
            .collect()
    }
}

/// What a piece of text is, for its colour. Colours never carry meaning alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Plain,
    Name,
    Heading,
    Quiet,
    Prefix,
    Needed,
    Error,
    Warning,
    Code,
}

impl Role {
    fn style(self) -> Style {
        let colour = |colour: AnsiColor| colour.on_default();
        match self {
            Self::Plain => Style::new(),
            Self::Name | Self::Heading => Style::new().bold(),
            Self::Quiet => Style::new().dimmed(),
            Self::Prefix => colour(AnsiColor::Cyan),
            Self::Needed => colour(AnsiColor::Green),
            Self::Error => colour(AnsiColor::Red).bold(),
            Self::Warning => colour(AnsiColor::Yellow).bold(),
            Self::Code => colour(AnsiColor::Blue),
        }
    }
}

/// The text without anything that a terminal would obey or that turns the direction of text.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    for char in text.chars() {
        if is_hidden(char) {
            cleaned.extend(char.escape_unicode());
        } else {
            cleaned.push(char);
        }
    }
    Cow::Owned(cleaned)
}

/// The same for a text of several lines, which stay.
pub fn clean_lines(text: &str) -> String {
    text.split('\n').map(clean).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_spelt_out() {
        assert_eq!(clean("a\u{1b}[2Jb"), "a\\u{1b}[2Jb");
        assert_eq!(clean("a\u{202e}b\u{9b}c"), "a\\u{202e}b\\u{9b}c");
        assert_eq!(clean("zürich 🇩🇪"), "zürich 🇩🇪");
    }

    #[test]
    fn symbols_have_an_ascii_spelling_of_the_same_width() {
        let look = Look {
            ascii: true,
            ..Look::PLAIN
        };
        assert_eq!(look.spell("├ a ×3 … ██▁ ●▲".to_owned()), "| a x3 ~ ##. EW");
    }
}
