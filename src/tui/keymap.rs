//! Every key, what it means and where: footer, help and input come from this one table.

mod file;
mod key;
mod table;
mod typing;

pub use file::{PRESETS, Preset, preset};
pub use key::{UnknownKey, parse_key, parse_keys};
pub use table::{BINDINGS, Binding};
pub use typing::{TYPING, Typing, TypingKey, typing, typing_key};

use key::is_key;
use ratatui::crossterm::event::KeyEvent;

/// What a person means by a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the table below says what each one does")]
pub enum Command {
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    Close,
    Open,
    Enter,
    NextPanel,
    Inspect,
    Rename,
    New,
    NewShoot,
    NewBlock,
    NewRegion,
    NewZone,
    NewVpc,
    Duplicate,
    Delete,
    MoveUp,
    MoveDown,
    Draw,
    PreviousBorder,
    NextBorder,
    ShorterByNibble,
    LongerByNibble,
    ShorterByBit,
    LongerByBit,
    Scale,
    Levels,
    Measure,
    Filter,
    Mark,
    MoveInto,
    Split,
    Join,
    Swap,
    NextFinding,
    PreviousFinding,
    GroupByRule,
    Waive,
    Unwaive,
    Goto,
    Find,
    NextMatch,
    PreviousMatch,
    Palette,
    Fix,
    Explain,
    Breaks,
    NewVariant,
    NextVariant,
    PreviousVariant,
    Compare,
    CompareWith,
    Suggest,
    Promote,
    PromoteField,
    RenameVariant,
    DeleteVariant,
    Export,
    Copy,
    CopyPath,
    Undo,
    Redo,
    Save,
    OpenPlan,
    Tour,
    TourNext,
    TourBack,
    TourRead,
    Help,
    Back,
    Suspend,
    Quit,
}

/// The keys in force: what each command has.
#[derive(Clone, Copy, Debug)]
pub struct Keymap(&'static [Binding]);

impl Keymap {
    /// The keys of the table.
    pub fn standard() -> Self {
        Self(BINDINGS)
    }

    /// Every command with its keys.
    pub const fn rows(self) -> &'static [Binding] {
        self.0
    }

    /// What a key means outside of text fields.
    pub fn command(self, key: KeyEvent) -> Option<Command> {
        self.0
            .iter()
            .find(|binding| binding.keys.iter().any(|name| is_key(name, key)))
            .map(|binding| binding.command)
    }

    /// The row of a command.
    pub fn binding(self, command: Command) -> &'static Binding {
        self.0
            .iter()
            .find(|binding| binding.command == command)
            .expect("invariant: every command has a row")
    }

    /// Which of a command's keys one is, from 1.
    pub fn place(self, command: Command, key: KeyEvent) -> Option<usize> {
        let keys = self.binding(command).keys;
        let at = keys.iter().position(|name| is_key(name, key))?;
        Some(at + 1)
    }

    /// The first key of a command, as a sentence names it.
    pub fn key(self, command: Command) -> &'static str {
        let keys = self.binding(command).keys;
        keys.first().copied().unwrap_or("the palette")
    }
}

/// What a command is called in a keymap's file: `next-finding`.
pub fn id(command: Command) -> String {
    name(command).replace(' ', "-")
}

/// What a command is called: `next finding`.
pub fn name(command: Command) -> String {
    let mut name = String::new();
    for char in format!("{command:?}").chars() {
        if char.is_uppercase() && !name.is_empty() {
            name.push(' ');
        }
        name.extend(char.to_lowercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_key_is_a_key_and_means_one_thing() {
        let mut seen = BTreeSet::new();
        for binding in BINDINGS {
            for name in binding.keys {
                assert!(parse_key(name).is_some(), "{name}");
                assert!(seen.insert(*name), "{name} means two things");
            }
        }
    }
}
