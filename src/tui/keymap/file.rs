//! Keymaps as data: `assets/keymaps/NAME.yaml`, and a person's own `keymap.yaml`. A file names commands, and for each
//! the keys that it has then; what it leaves out stays.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use ratatui::crossterm::event::KeyEvent;

use super::key::{KEY_NAMES, same};
use super::{BINDINGS, Binding, Command, Keymap, id, parse_key};
use crate::report::Slip;
use crate::source::Span;
use crate::tui::settings::Reading;

/// A built-in keymap.
#[derive(Clone, Copy, Debug)]
pub struct Preset {
    /// What it is called.
    pub name: &'static str,
    text: &'static str,
}

/// The built-in keymaps. The first one has ncdu's and vim's keys side by side.
pub const PRESETS: &[Preset] = &[
    Preset {
        name: "standard",
        text: "",
    },
    Preset {
        name: "vim",
        text: include_str!("../../../assets/keymaps/vim.yaml"),
    },
    Preset {
        name: "arrows",
        text: include_str!("../../../assets/keymaps/arrows.yaml"),
    },
    Preset {
        name: "emacs",
        text: include_str!("../../../assets/keymaps/emacs.yaml"),
    },
];

/// The built-in keymap of a name.
pub fn preset(name: &str) -> Option<Keymap> {
    static ALL: OnceLock<Vec<Keymap>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let read = |preset: &Preset| Keymap::standard().with(preset.text).0;
        PRESETS.iter().map(read).collect()
    });
    let index = PRESETS.iter().position(|preset| preset.name == name)?;
    all.get(index).copied()
}

/// Without a key for each of these nobody finds out, or away.
const NEEDED: [Command; 3] = [Command::Back, Command::Quit, Command::Help];

impl Keymap {
    /// This keymap with what a text changes, and what is wrong in the text. The keymap lives as long as the program:
    /// it is read once.
    pub fn with(self, text: &str) -> (Self, Vec<Slip>) {
        let mut reading = Reading::new(text);
        let mut named: BTreeMap<Command, (Span, Vec<String>)> = BTreeMap::new();
        let mut seen: Vec<(KeyEvent, Command)> = Vec::new();
        for entry in reading.entries() {
            let Some(row) = BINDINGS.iter().find(|row| id(row.command) == entry.key) else {
                let known: Vec<String> = BINDINGS.iter().map(|row| id(row.command)).collect();
                let known = known.iter().map(String::as_str);
                reading.unknown(entry.key_span, (&entry.key, "a command"), known);
                continue;
            };
            let mut keys = Vec::new();
            for (name, span) in reading.words(&entry) {
                let Some(key) = parse_key(&name) else {
                    reading.unknown(span, (&name, "a key"), KEY_NAMES.iter().copied());
                    continue;
                };
                let taken = seen.iter().find(|(other, _)| same(*other, key));
                if let Some((_, command)) = taken {
                    let other = id(*command);
                    let help = format!("give `{}` another key, or `{other}`", entry.key);
                    let message = format!("`{name}` is a key of `{other}` already");
                    reading.slip(span, message, Some(help));
                } else {
                    seen.push((key, row.command));
                    keys.push(name);
                }
            }
            named.insert(row.command, (entry.key_span, keys));
        }
        let keymap = self.changed(&named, &mut reading);
        (keymap, reading.slips())
    }

    fn changed(
        self,
        named: &BTreeMap<Command, (Span, Vec<String>)>,
        reading: &mut Reading<'_>,
    ) -> Self {
        let taken: Vec<KeyEvent> = named
            .values()
            .flat_map(|(_, keys)| keys.iter().filter_map(|key| parse_key(key)))
            .collect();
        let is_taken =
            |name: &str| parse_key(name).is_some_and(|key| taken.iter().any(|&it| same(it, key)));
        let row = |row: &Binding| {
            let keys: Vec<&'static str> = match named.get(&row.command) {
                Some((_, keys)) => keys.iter().map(|key| &*String::leak(key.clone())).collect(),
                None => row
                    .keys
                    .iter()
                    .copied()
                    .filter(|key| !is_taken(key))
                    .collect(),
            };
            Binding {
                keys: Vec::leak(keys),
                ..*row
            }
        };
        let rows: Vec<Binding> = self.rows().iter().map(row).collect();
        let without = |command: &Command| {
            rows.iter()
                .any(|row| row.command == *command && row.keys.is_empty())
        };
        if let Some(&command) = NEEDED.iter().find(|command| without(command)) {
            let span = named
                .get(&command)
                .map_or(Span::default(), |(span, _)| *span);
            let message = format!(
                "no key is left for `{}`, so nothing of this file holds",
                id(command)
            );
            reading.slip(span, message, Some("give it one".to_owned()));
            return self;
        }
        Self(Vec::leak(rows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, marked: &str, message: &str, help: &str) -> Keymap {
        let (keymap, slips) = Keymap::standard().with(text);
        let [slip] = slips.as_slice() else {
            panic!("one mistake: {slips:?}");
        };
        assert_eq!(&text[slip.span.range()], marked, "{text}");
        assert_eq!(slip.message, message);
        assert_eq!(slip.help.as_deref(), Some(help));
        keymap
    }

    #[track_caller]
    fn means(keymap: Keymap, key: &str, command: Option<Command>) {
        let key = parse_key(key).expect("a key");
        assert_eq!(keymap.command(key), command);
    }

    #[test]
    fn a_file_changes_what_it_names() {
        let (keymap, slips) = Keymap::standard().with("export: [e, f5]\nundo: ctrl-z\ndraw: []\n");
        assert_eq!(slips, []);
        means(keymap, "e", Some(Command::Export));
        means(keymap, "f5", Some(Command::Export));
        // It was `explain`'s, and is taken from it; `x` was its own, and is not named any more.
        assert_eq!(keymap.binding(Command::Explain).keys, &[] as &[&str]);
        means(keymap, "x", None);
        means(keymap, "u", None);
        means(keymap, "p", None);
        means(keymap, "ctrl-y", Some(Command::Redo));
    }

    #[test]
    fn mistakes_have_a_place_and_all_else_holds() {
        check(
            "exprt: e\nsave: f2\n",
            "exprt",
            "`exprt` is not a command",
            "write `export`",
        );
        let keymap = check(
            "export: [f5, ctrl-entr]\n",
            "ctrl-entr",
            "`ctrl-entr` is not a key",
            "write `ctrl-enter`",
        );
        means(keymap, "f5", Some(Command::Export));
        let keymap = check(
            "export: f5\nsave: [f2, f5]\n",
            "f5",
            "`f5` is a key of `export` already",
            "give `save` another key, or `export`",
        );
        means(keymap, "f5", Some(Command::Export));
        means(keymap, "f2", Some(Command::Save));
    }

    #[test]
    fn nobody_locks_themselves_in() {
        let keymap = check(
            "quit: []\n",
            "quit",
            "no key is left for `quit`, so nothing of this file holds",
            "give it one",
        );
        means(keymap, "q", Some(Command::Quit));
    }

    #[test]
    fn presets_are_without_mistakes_and_leave_no_command_without_a_key() {
        for one in PRESETS {
            let (_, slips) = Keymap::standard().with(one.text);
            assert_eq!(slips, [], "{}", one.name);
            let keymap = preset(one.name).expect("it is there");
            for row in keymap.rows() {
                assert!(!row.keys.is_empty(), "{}: {:?}", one.name, row.command);
                for name in row.keys {
                    means(keymap, name, Some(row.command));
                }
            }
        }
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/keymaps");
        let files = std::fs::read_dir(folder).expect("a folder").count();
        assert_eq!(files + 1, PRESETS.len());
    }
}
