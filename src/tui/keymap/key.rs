//! Keys and how they are spelt.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Names of keys, for those who slip; every character is a key too.
pub(super) const KEY_NAMES: &[&str] = &[
    "enter",
    "ctrl-enter",
    "esc",
    "tab",
    "shift-tab",
    "up",
    "down",
    "left",
    "right",
    "home",
    "end",
    "pageup",
    "pagedown",
    "delete",
    "insert",
    "backspace",
    "space",
    "f1",
    "f2",
    "f3",
    "f4",
    "f5",
    "f6",
    "f7",
    "f8",
    "f9",
    "f10",
    "f11",
    "f12",
];

/// The key that a name spells: `j`, `enter`, `ctrl-s`, `f1`.
pub fn parse_key(name: &str) -> Option<KeyEvent> {
    let (modifiers, rest) = match (name.strip_prefix("ctrl-"), name.strip_prefix("alt-")) {
        (Some(rest), _) => (KeyModifiers::CONTROL, rest),
        (None, Some(rest)) => (KeyModifiers::ALT, rest),
        (None, None) => (KeyModifiers::NONE, name),
    };
    let code = match rest {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pageup" => KeyCode::PageUp,
        "pagedown" => KeyCode::PageDown,
        "delete" => KeyCode::Delete,
        "backspace" => KeyCode::Backspace,
        "space" => KeyCode::Char(' '),
        "insert" => KeyCode::Insert,
        "shift-tab" => KeyCode::BackTab,
        _ => {
            let number = rest.strip_prefix('f').and_then(|rest| rest.parse().ok());
            if let Some(number @ 1..=12) = number {
                return Some(KeyEvent::new(KeyCode::F(number), modifiers));
            }
            let mut chars = rest.chars();
            let char = chars.next()?;
            chars.next().is_none().then_some(KeyCode::Char(char))?
        }
    };
    Some(KeyEvent::new(code, modifiers))
}

/// Keys as text, one behind the other: `jj<enter>v6global<esc>`; `<lt>` is a less-than sign.
pub fn parse_keys(text: &str) -> Result<Vec<KeyEvent>, UnknownKey> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(char) = rest.chars().next() {
        let named = rest
            .strip_prefix('<')
            .and_then(|inside| inside.split_once('>'));
        let (name, after) = match named {
            Some(("lt", after)) => ("<", after),
            Some((name, after)) => (name, after),
            None => (&rest[..char.len_utf8()], &rest[char.len_utf8()..]),
        };
        keys.push(parse_key(name).ok_or_else(|| UnknownKey(name.to_owned()))?);
        rest = after;
    }
    Ok(keys)
}

/// A name that no key has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`<{0}>` is no key; write keys as jj<enter>, <ctrl-s>, <esc>")]
pub struct UnknownKey(pub String);

/// Whether a name spells a key that was pressed.
pub(super) fn is_key(name: &str, key: KeyEvent) -> bool {
    parse_key(name).is_some_and(|known| same(known, key))
}

pub(super) fn same(known: KeyEvent, key: KeyEvent) -> bool {
    let modifiers = key.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT);
    known.code == key.code && known.modifiers == modifiers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_keys_as_text() {
        let keys = parse_keys("j<enter>x<ctrl-s><lt>").expect("known keys");
        let codes: Vec<KeyCode> = keys.iter().map(|key| key.code).collect();
        assert_eq!(
            codes,
            [
                KeyCode::Char('j'),
                KeyCode::Enter,
                KeyCode::Char('x'),
                KeyCode::Char('s'),
                KeyCode::Char('<')
            ]
        );
        assert!(parse_keys("<nothing>").is_err());
    }
}
