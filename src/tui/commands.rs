//! Commands by a word or a key: what the palette and the help show of the table of keys.

use super::keymap::{Binding, Keymap, TYPING, TypingKey, name};

/// The commands that some words mean, the likeliest first; all of them, as the table has them, for no words.
pub fn palette(keys: Keymap, text: &str) -> Vec<&'static Binding> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let mut ranked: Vec<(usize, &Binding)> = keys
        .rows()
        .iter()
        .filter_map(|binding| {
            let ranks = words.iter().map(|word| rank(binding, word));
            Some((ranks.sum::<Option<usize>>()?, binding))
        })
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, binding)| binding).collect()
}

/// How far a word is from a command: its name before what it does, whole words before letters in between.
fn rank(binding: &Binding, word: &str) -> Option<usize> {
    let name = name(binding.command);
    let does = binding.does.to_lowercase();
    let begins = |text: &str| {
        text.split(|char: char| !char.is_alphanumeric())
            .any(|other| other.starts_with(word))
    };
    let tests: [&dyn Fn() -> bool; 7] = [
        &|| name == word,
        &|| name.starts_with(word),
        &|| begins(&name),
        &|| begins(&does) || begins(&binding.short.to_lowercase()),
        &|| name.contains(word),
        &|| does.contains(word),
        &|| has_letters(&name, word),
    ];
    tests.iter().position(|test| test())
}

/// Whether the letters of a word stand in a text in their order.
fn has_letters(text: &str, word: &str) -> bool {
    let mut chars = text.chars();
    word.chars().all(|char| chars.any(|other| other == char))
}

/// The keys that a text means: a key as it is written first, then those with the words in what they do.
pub fn help(keys: Keymap, text: &str) -> Vec<&'static Binding> {
    let text = text.trim();
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let rank = |binding: &Binding| {
        let about = format!("{} {}", name(binding.command), binding.does.to_lowercase());
        if binding.keys.contains(&text) {
            Some(0)
        } else if words.iter().all(|word| about.contains(word.as_str())) {
            Some(1)
        } else {
            let small = text.to_lowercase();
            let mut keys = binding.keys.iter();
            keys.any(|key| key.contains(&small)).then_some(2)
        }
    };
    let mut ranked: Vec<(usize, &Binding)> = keys
        .rows()
        .iter()
        .filter_map(|binding| Some((rank(binding)?, binding)))
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, binding)| binding).collect()
}

/// The keys of a field that a text means: a key as it is written, or words in what it does.
pub fn help_in_fields(text: &str) -> Vec<&'static TypingKey> {
    let text = text.trim().to_lowercase();
    let is_meant = |row: &&TypingKey| {
        let about = row.does.to_lowercase();
        row.keys.contains(&text.as_str())
            || text.split_whitespace().all(|word| about.contains(word))
    };
    TYPING.iter().filter(is_meant).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keymap::{BINDINGS, Command};

    #[track_caller]
    fn check(found: &[&Binding], expected: &[Command]) {
        let found: Vec<Command> = found.iter().map(|binding| binding.command).collect();
        assert_eq!(
            found[..expected.len().min(found.len())],
            *expected,
            "{found:?}"
        );
    }

    #[test]
    fn no_words_are_all_commands() {
        assert_eq!(palette(Keymap::standard(), " ").len(), BINDINGS.len());
        assert_eq!(help(Keymap::standard(), "").len(), BINDINGS.len());
    }

    #[test]
    fn words_and_letters_find_commands() {
        check(&palette(Keymap::standard(), "undo"), &[Command::Undo]);
        check(&palette(Keymap::standard(), "nf"), &[Command::NextFinding]);
        check(
            &palette(Keymap::standard(), "finding prev"),
            &[Command::PreviousFinding],
        );
        check(&palette(Keymap::standard(), "manifest"), &[Command::Export]);
        check(
            &palette(Keymap::standard(), "SHOOT new"),
            &[Command::NewShoot],
        );
        assert!(palette(Keymap::standard(), "qqqq").is_empty());
    }

    #[test]
    fn keys_find_what_they_do() {
        check(&help(Keymap::standard(), "g"), &[Command::Goto]);
        check(&help(Keymap::standard(), "G"), &[Command::Last]);
        check(&help(Keymap::standard(), "ctrl-s"), &[Command::Save]);
        check(&help(Keymap::standard(), "."), &[Command::NextMatch]);
        check(&help(Keymap::standard(), "taken back"), &[Command::Redo]);
        assert!(help(Keymap::standard(), "qqqq").is_empty());
    }
}
