//! Keys in a text field: all others are text.

use ratatui::crossterm::event::KeyEvent;

use super::is_key;

/// What a person means by a key in a text field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the table below says what each one does")]
pub enum Typing {
    Keep,
    TakeBack,
    Complete,
    Previous,
    Next,
    Pin,
    Explain,
    Clear,
    Left,
    Right,
    Start,
    End,
    Backspace,
    Delete,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct TypingKey {
    /// What it means.
    pub typing: Typing,
    /// The keys, as people write them.
    pub keys: &'static [&'static str],
    /// What it does, in a few words.
    pub does: &'static str,
    /// The word in the footer, if it is shown there.
    pub short: &'static str,
}

const fn bind(
    typing: Typing,
    keys: &'static [&'static str],
    short: &'static str,
    does: &'static str,
) -> TypingKey {
    TypingKey {
        typing,
        keys,
        does,
        short,
    }
}

/// All keys of a text field.
pub static TYPING: &[TypingKey] = &[
    bind(Typing::Keep, &["enter"], "keep", "keep what is typed"),
    bind(
        Typing::TakeBack,
        &["esc", "ctrl-c"],
        "take back",
        "take back what is typed",
    ),
    bind(
        Typing::Complete,
        &["tab"],
        "complete",
        "put the chosen completion in",
    ),
    bind(Typing::Previous, &["up"], "", "the completion above"),
    bind(Typing::Next, &["down"], "", "the completion below"),
    bind(
        Typing::Pin,
        &["ctrl-p"],
        "pin rest",
        "keep what is typed, and pin everything else that it would move where it is",
    ),
    bind(
        Typing::Explain,
        &["f1", "alt-e"],
        "explain",
        "explain the keyword at the caret, or the field",
    ),
    bind(Typing::Clear, &["ctrl-u"], "clear", "clear the field"),
    bind(Typing::Left, &["left"], "", "one to the left"),
    bind(Typing::Right, &["right"], "", "one to the right"),
    bind(Typing::Start, &["home", "ctrl-a"], "", "to the start"),
    bind(Typing::End, &["end", "ctrl-e"], "", "to the end"),
    bind(
        Typing::Backspace,
        &["backspace"],
        "",
        "take away what is before the caret",
    ),
    bind(
        Typing::Delete,
        &["delete"],
        "",
        "take away what is behind the caret",
    ),
];

/// What a key means in a text field, if it is not text.
pub fn typing(key: KeyEvent) -> Option<Typing> {
    TYPING
        .iter()
        .find(|row| row.keys.iter().any(|name| is_key(name, key)))
        .map(|row| row.typing)
}

/// The row of what a key means.
pub fn typing_key(typing: Typing) -> &'static TypingKey {
    TYPING
        .iter()
        .find(|row| row.typing == typing)
        .expect("invariant: every one has a row")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keymap::parse_key;
    use std::collections::BTreeSet;

    #[test]
    fn every_key_is_a_key_and_means_one_thing() {
        let mut seen = BTreeSet::new();
        for row in TYPING {
            for name in row.keys {
                let key = parse_key(name).unwrap_or_else(|| panic!("{name}"));
                assert!(seen.insert(*name), "{name} means two things");
                assert_eq!(typing(key), Some(row.typing), "{name}");
            }
        }
    }
}
