//! How the screen looks here: what a person has said, else what the terminal and the environment say.

use std::env;
use std::time::Duration;

use terminal_colorsaurus::{QueryOptions, ThemeMode, theme_mode};

use crate::cli::config::Config;
use crate::cli::console::is_ascii;
use crate::tui::Theme;
use crate::tui::settings::Choice;
use crate::tui::theme::{Ground, Scheme};

/// The theme on this terminal. It may ask the terminal, so nobody else may be reading keys yet.
pub(super) fn theme(config: &Config) -> Theme {
    let colours = env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let named = config.settings.theme.as_deref();
    let scheme = colours.then(|| match named.and_then(|name| config.scheme(name)) {
        Some(scheme) if has_true_colours() => scheme,
        // It lives as long as the program.
        Some(scheme) => Box::leak(Box::new(scheme.in_256())),
        None => by_ground(ground()),
    });
    Theme {
        scheme,
        ascii: ascii(config, is_ascii()),
    }
}

/// Whether only ASCII is drawn, where the locale says this.
pub(super) fn ascii(config: &Config, locale: bool) -> bool {
    match config.settings.ascii {
        Choice::Auto => locale,
        Choice::Yes => true,
        Choice::No => false,
    }
}

fn by_ground(ground: Ground) -> &'static Scheme {
    let name = match ground {
        Ground::Any => "terminal",
        Ground::Dark => "terminal-dark",
        Ground::Light => "terminal-light",
    };
    Scheme::named(name).expect("invariant: it is built in")
}

/// The terminal's background. Those that answer do so at once; over a network an answer may come so late that it would
/// be taken for keys, so nobody asks there.
fn ground() -> Ground {
    const PATIENCE: Duration = Duration::from_millis(200);
    if let Some(said) = env::var("COLORFGBG").ok().and_then(|text| said(&text)) {
        return said;
    }
    if env::var_os("SSH_CONNECTION").is_some() {
        return Ground::Any;
    }
    let mut options = QueryOptions::default();
    options.timeout = PATIENCE;
    match theme_mode(options) {
        Ok(ThemeMode::Dark) => Ground::Dark,
        Ok(ThemeMode::Light) => Ground::Light,
        Err(_) => Ground::Any,
    }
}

/// What rxvt and Konsole say of themselves: `15;0` is white on black.
fn said(text: &str) -> Option<Ground> {
    let number: u8 = text.rsplit(';').next()?.parse().ok()?;
    match number {
        0..=6 | 8 => Some(Ground::Dark),
        7 | 9..=15 => Some(Ground::Light),
        16.. => None,
    }
}

/// Whether the terminal says that it has more than 256 colours.
fn has_true_colours() -> bool {
    let said = env::var("COLORTERM").unwrap_or_default();
    matches!(said.as_str(), "truecolor" | "24bit")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colorfgbg_tells_the_background() {
        assert_eq!(said("15;0"), Some(Ground::Dark));
        assert_eq!(said("0;default;15"), Some(Ground::Light));
        assert_eq!(said("15;default"), None);
        assert_eq!(said(""), None);
    }
}
