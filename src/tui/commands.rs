//! Commands by a word or a key: what the palette and the help show of the table of keys. Fields of a plan are found by
//! their names there too, for whoever looks for `provider` or `growth` wants to say it.

use super::keymap::{Binding, Keymap, TYPING, TypingKey, name};
use crate::plan::{FIELDS, FieldInfo, Kind};

/// One of what the palette has.
#[derive(Clone, Copy, Debug)]
pub enum Entry {
    /// A command.
    Command(&'static Binding),
    /// A field: where it is edited.
    Field(&'static FieldInfo),
}

impl Entry {
    /// What it is called.
    pub fn name(&self) -> String {
        match self {
            Self::Command(binding) => name(binding.command),
            Self::Field(info) => info.key.to_owned(),
        }
    }

    /// What it does.
    pub const fn does(&self) -> &'static str {
        match self {
            Self::Command(binding) => binding.does,
            Self::Field(info) => info.doc,
        }
    }

    /// Its keys, or that it is a field.
    pub fn keys(&self) -> String {
        match self {
            Self::Command(binding) => binding.keys.join(" "),
            Self::Field(_) => "(field)".to_owned(),
        }
    }
}

/// The commands that some words mean, and the fields of the plan or of what is selected, the likeliest first; all
/// commands, as the table has them, for no words.
pub fn palette(keys: Keymap, text: &str, kind: Kind) -> Vec<Entry> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let commands = keys.rows().iter().filter_map(|binding| {
        let ranks = words.iter().map(|word| rank(binding, word));
        Some((ranks.sum::<Option<usize>>()?, Entry::Command(binding)))
    });
    let mut ranked: Vec<(usize, Entry)> = commands.collect();
    let fields = fields(text, kind).into_iter();
    ranked.extend(fields.map(|(rank, info)| (rank, Entry::Field(info))));
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, entry)| entry).collect()
}

/// How far a word is from a field that has it in its name.
const NAMED: usize = 4;

/// The fields that some words mean, of those that a thing of a kind or the plan can say, with how far the words are from
/// them: in the name before in what it says. None for no words.
fn fields(text: &str, kind: Kind) -> Vec<(usize, &'static FieldInfo)> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let far = |info: &FieldInfo, word: &str| {
        let doc = info.doc.to_lowercase();
        let begins = |text: &str| {
            let mut parts = text.split(|char: char| !char.is_alphanumeric());
            parts.any(|part| part.starts_with(word))
        };
        // A name that is only begun does not go before what a command does.
        let tests = [
            (info.key == word, 0),
            (info.key.starts_with(word), 3),
            (begins(info.key), NAMED),
            (begins(&doc), NAMED + 1),
        ];
        let rank = tests.iter().find(|(test, _)| *test);
        rank.map(|&(_, rank)| rank)
    };
    let fits = |info: &&FieldInfo| info.field.fits(kind) || info.field.fits(Kind::Plan);
    let ranked = FIELDS.iter().filter(fits).filter_map(|info| {
        let ranks = words.iter().map(|word| far(info, word));
        Some((ranks.sum::<Option<usize>>()?, info))
    });
    let mut ranked: Vec<(usize, &FieldInfo)> = ranked.filter(|_| !words.is_empty()).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked
}

/// The fields that a text in the help names.
pub fn help_of_fields(text: &str, kind: Kind) -> Vec<&'static FieldInfo> {
    let fields = fields(text, kind).into_iter();
    let named = fields.filter(|(rank, _)| *rank <= NAMED);
    named.map(|(_, info)| info).collect()
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

    /// The commands that the palette has for a text.
    fn commands(text: &str) -> Vec<&'static Binding> {
        let entries = palette(Keymap::standard(), text, Kind::Region).into_iter();
        entries
            .filter_map(|entry| match entry {
                Entry::Command(binding) => Some(binding),
                Entry::Field(_) => None,
            })
            .collect()
    }

    #[test]
    fn settings_are_found_by_their_names() {
        for name in [
            "provider",
            "kubernetes",
            "cni",
            "growth",
            "alignment",
            "reserve",
            "max-nodes",
        ] {
            let first = palette(Keymap::standard(), name, Kind::Region)[0].name();
            assert_eq!(first, name);
            assert_eq!(help_of_fields(name, Kind::Region)[0].key, name);
        }
        // What only clusters have is not offered at a region.
        let found = help_of_fields("manifest", Kind::Region);
        assert!(found.iter().all(|info| info.key != "manifest"), "{found:?}");
    }

    #[test]
    fn no_words_are_all_commands() {
        assert_eq!(
            palette(Keymap::standard(), " ", Kind::Plan).len(),
            BINDINGS.len()
        );
        assert!(help_of_fields("", Kind::Plan).is_empty());
        assert_eq!(help(Keymap::standard(), "").len(), BINDINGS.len());
    }

    #[test]
    fn words_and_letters_find_commands() {
        check(&commands("undo"), &[Command::Undo]);
        check(&commands("nf"), &[Command::NextFinding]);
        check(&commands("finding prev"), &[Command::PreviousFinding]);
        check(&commands("manifest"), &[Command::Export]);
        check(&commands("SHOOT new"), &[Command::NewShoot]);
        assert!(commands("qqqq").is_empty());
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
