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

/// The colours of levels, one after another. They are decoration: a letter below each digit says the same.
const LEVELS: [Color; 3] = [Color::Cyan, Color::Green, Color::Magenta];

impl Theme {
    /// The style of a role. Nobody knows whether the terminal is light or dark, so text is in the terminal's own
    /// foreground, or in red or magenta: of its sixteen colours those alone can be read on black and on white, also
    /// where bold makes them bright.
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
            Role::Error => style.fg(Color::Red),
            Role::Warning => style.fg(Color::Magenta),
            Role::Level(number) => style.fg(LEVELS[number % LEVELS.len()]),
            Role::Text
            | Role::Dim
            | Role::Active
            | Role::Prefix
            | Role::Selected
            | Role::Chosen
            | Role::Advice
            | Role::Good
            | Role::Key => style,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLES: [Role; 10] = [
        Role::Text,
        Role::Dim,
        Role::Active,
        Role::Prefix,
        Role::Selected,
        Role::Error,
        Role::Warning,
        Role::Advice,
        Role::Good,
        Role::Key,
    ];

    /// What red, magenta and their bright ones are in VGA, the Windows console, macOS's Terminal, `PuTTY`, xterm and
    /// Ubuntu: <https://en.wikipedia.org/wiki/ANSI_escape_code#3-bit_and_4-bit>.
    const RED: &[[u8; 3]] = &[
        [170, 0, 0],
        [197, 15, 31],
        [153, 0, 0],
        [187, 0, 0],
        [205, 0, 0],
        [222, 56, 43],
        [255, 85, 85],
        [231, 72, 86],
        [230, 0, 0],
        [255, 85, 85],
        [255, 0, 0],
    ];
    const MAGENTA: &[[u8; 3]] = &[
        [170, 0, 170],
        [136, 23, 152],
        [178, 0, 178],
        [187, 0, 187],
        [205, 0, 205],
        [118, 38, 113],
        [255, 85, 255],
        [180, 0, 158],
        [230, 0, 230],
        [255, 85, 255],
        [255, 0, 255],
    ];

    /// WCAG 2.1's contrast ratio to white and to black, the smaller.
    fn contrast(colour: [u8; 3]) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        let [red, green, blue] = colour.map(linear);
        let light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        (1.05 / (light + 0.05)).min((light + 0.05) / 0.05)
    }

    #[test]
    fn every_colour_can_be_read_on_black_and_on_white() {
        let theme = Theme {
            colours: true,
            ascii: false,
        };
        for role in ROLES {
            let style = theme.style(role);
            assert_eq!(style.bg, None, "{role:?}");
            let shades = match style.fg {
                None => continue,
                Some(Color::Red) => RED,
                Some(Color::Magenta) => MAGENTA,
                Some(colour) => panic!("{role:?} is {colour}"),
            };
            for shade in shades {
                let contrast = contrast(*shade);
                assert!(contrast > 2.0, "{role:?}: {shade:?} has {contrast:.1}");
            }
        }
    }

    #[test]
    fn without_colours_only_attributes_are_left() {
        let [plain, coloured] = [false, true].map(|colours| Theme {
            colours,
            ascii: false,
        });
        for role in ROLES {
            let style = plain.style(role);
            assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
            assert_eq!(
                style.add_modifier,
                coloured.style(role).add_modifier,
                "{role:?}"
            );
        }
    }
}
