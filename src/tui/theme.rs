//! Colours by role. They never carry meaning alone: every state is a symbol or a word first.

mod scheme;

pub use scheme::{Ground, Scheme};

use ratatui::style::{Modifier, Style};

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
    /// The colours; none at all under `NO_COLOR`.
    pub scheme: Option<&'static Scheme>,
    /// Whether only ASCII can be shown.
    pub ascii: bool,
}

impl Theme {
    /// Without colours.
    pub const fn plain(ascii: bool) -> Self {
        Self {
            scheme: None,
            ascii,
        }
    }

    /// The style of a role: its attributes, which tell it apart without colours, and its colour. No background is
    /// painted: the terminal's own is there.
    pub fn style(self, role: Role) -> Style {
        let plain = Style::default();
        let colour = self.scheme.and_then(|scheme| scheme.colour(role));
        let style = match role {
            // Some terminals make a colour unreadable where it is dim too.
            Role::Dim if colour.is_some() => plain,
            Role::Dim => plain.add_modifier(Modifier::DIM),
            Role::Selected => plain.add_modifier(Modifier::REVERSED),
            Role::Active | Role::Key | Role::Error | Role::Warning => {
                plain.add_modifier(Modifier::BOLD)
            }
            Role::Chosen => plain.add_modifier(Modifier::BOLD | Modifier::REVERSED),
            Role::Text | Role::Prefix | Role::Advice | Role::Good | Role::Level(_) => plain,
        };
        colour.map_or(style, |colour| style.fg(colour))
    }
}

#[cfg(test)]
mod tests;
