//! How text shall look: with colours or without, in which characters, how wide.

use anstyle::{AnsiColor, Style};

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_have_an_ascii_spelling_of_the_same_width() {
        let look = Look {
            ascii: true,
            ..Look::PLAIN
        };
        assert_eq!(look.spell("├ a ×3 … ██▁ ●▲".to_owned()), "| a x3 ~ ##. EW");
    }
}
