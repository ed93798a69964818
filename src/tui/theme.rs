//! Colours by role. They never carry meaning alone: every state is a symbol or a word first.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of the screen is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Plain text.
    Text,
    /// What is there and not in the foreground.
    Dim,
    /// A heading or border of the panel that keys go to.
    Active,
    /// A prefix.
    Prefix,
    /// The selected row.
    Selected,
    /// An error.
    Error,
    /// A warning.
    Warning,
    /// Advice.
    Advice,
    /// What is good, or fits.
    Good,
    /// A key in the footer.
    Key,
    /// A level of the ruler, by its number from the outermost.
    Level(usize),
    /// The border of the ruler that keys move.
    Chosen,
}

/// Colours or none, and in which characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Whether colours are used at all (`NO_COLOR`).
    pub colours: bool,
    /// Whether only ASCII can be shown.
    pub ascii: bool,
}

/// The colours of levels, one after another: none that errors or warnings have.
const LEVELS: [Color; 4] = [Color::Cyan, Color::Magenta, Color::Green, Color::Blue];

impl Theme {
    /// The style of a role: of the terminal's own sixteen colours, so that light and dark ones both can be read.
    pub fn style(self, role: Role) -> Style {
        let plain = Style::default();
        let style = match role {
            Role::Dim => plain.add_modifier(Modifier::DIM),
            Role::Selected => plain.add_modifier(Modifier::REVERSED),
            Role::Active | Role::Key | Role::Error | Role::Warning => {
                plain.add_modifier(Modifier::BOLD)
            }
            Role::Chosen => plain.add_modifier(Modifier::BOLD | Modifier::REVERSED),
            Role::Text | Role::Prefix | Role::Advice | Role::Good | Role::Level(_) => plain,
        };
        if !self.colours {
            return style;
        }
        match role {
            Role::Active | Role::Prefix => style.fg(Color::Cyan),
            Role::Error => style.fg(Color::Red),
            Role::Warning => style.fg(Color::Yellow),
            Role::Advice | Role::Key => style.fg(Color::Blue),
            Role::Good => style.fg(Color::Green),
            Role::Level(number) => style.fg(LEVELS[number % LEVELS.len()]),
            Role::Text | Role::Dim | Role::Selected | Role::Chosen => style,
        }
    }
}
