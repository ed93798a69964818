//! What a person has set for the screen: `config.yaml` and `keymap.yaml` as text. A mistake is told with its place,
//! and everything else in the file still holds.

mod reading;

use super::keymap::{PRESETS, preset};
use super::theme::Scheme;
use crate::report::Slip;

pub use reading::{Entry, Reading};

/// Yes, no, or what the terminal says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// By the terminal and the environment.
    #[default]
    Auto,
    /// Always.
    Yes,
    /// Never.
    No,
}

/// What `config.yaml` says; what it leaves out is nothing here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The theme's name, if it is not chosen by the terminal.
    pub theme: Option<String>,
    /// The name of the keymap that `keymap.yaml` changes.
    pub keymap: Option<String>,
    /// Whether only ASCII is drawn.
    pub ascii: Choice,
    /// Whether the mouse is heard.
    pub mouse: Choice,
}

/// One key of `config.yaml`.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The key.
    pub key: &'static str,
    /// What may stand there.
    pub values: &'static str,
    /// What it does.
    pub does: &'static str,
}

/// The registry of settings.
pub const SETTINGS: &[Setting] = &[
    Setting {
        key: "ascii",
        values: "auto, yes, no",
        does: "whether the screen is drawn in ASCII alone; auto asks the locale",
    },
    Setting {
        key: "keymap",
        values: "standard, vim, arrows, emacs",
        does: "the keys that keymap.yaml starts from",
    },
    Setting {
        key: "mouse",
        values: "yes, no",
        does: "whether the screen hears the mouse; without it the terminal selects text as always",
    },
    Setting {
        key: "theme",
        values: "auto, or a theme's name",
        does: "the colours; auto takes the terminal's own sixteen, by its background where it tells it",
    },
];

impl Settings {
    /// What a text says, and what is wrong in it. `themes` are a person's own.
    pub fn read(text: &str, themes: &[&'static Scheme]) -> (Self, Vec<Slip>) {
        let mut settings = Self::default();
        let mut reading = Reading::new(text);
        for entry in reading.entries() {
            match entry.key.as_str() {
                "ascii" => {
                    if let Some(choice) = choice(&mut reading, &entry, &["auto", "no", "yes"]) {
                        settings.ascii = choice;
                    }
                }
                "mouse" => {
                    if let Some(choice) = choice(&mut reading, &entry, &["no", "yes"]) {
                        settings.mouse = choice;
                    }
                }
                "keymap" => {
                    let word = reading.word(&entry);
                    settings.keymap = word.filter(|word| {
                        let is_known = preset(word).is_some();
                        if !is_known {
                            let known = PRESETS.iter().map(|preset| preset.name);
                            reading.unknown(entry.value_span, (word, "a keymap"), known);
                        }
                        is_known
                    });
                }
                "theme" => {
                    let word = reading.word(&entry).filter(|word| word != "auto");
                    settings.theme = word.filter(|word| {
                        let own = themes.iter().copied();
                        let all: Vec<&Scheme> = own.chain(Scheme::builtin()).collect();
                        let is_known = all.iter().any(|scheme| scheme.name == *word);
                        if !is_known {
                            let known = all.iter().map(|scheme| scheme.name.as_str());
                            let known = known.chain(["auto"]);
                            reading.unknown(entry.value_span, (word, "a theme"), known);
                        }
                        is_known
                    });
                }
                other => {
                    let known = SETTINGS.iter().map(|setting| setting.key);
                    reading.unknown(entry.key_span, (other, "a setting"), known);
                }
            }
        }
        (settings, reading.slips())
    }
}

fn choice(reading: &mut Reading<'_>, entry: &Entry, known: &[&str]) -> Option<Choice> {
    let word = reading.word(entry)?;
    match word.as_str() {
        "auto" if known.contains(&"auto") => Some(Choice::Auto),
        "yes" | "true" | "on" => Some(Choice::Yes),
        "no" | "false" | "off" => Some(Choice::No),
        _ => {
            let known = known.iter().copied();
            reading.unknown(entry.value_span, (&word, "a value of this"), known);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, marked: &str, message: &str, help: &str) {
        let (_, slips) = Settings::read(text, &[]);
        let [slip] = slips.as_slice() else {
            panic!("one mistake: {slips:?}");
        };
        assert_eq!(&text[slip.span.range()], marked, "{text}");
        assert_eq!(slip.message, message);
        assert_eq!(slip.help.as_deref(), Some(help));
    }

    #[test]
    fn mistakes_have_a_place_and_the_nearest_word() {
        check(
            "them: dusk\n",
            "them",
            "`them` is not a setting",
            "write `theme`",
        );
        check(
            "mouse: no\ntheme: dsk\n",
            "dsk",
            "`dsk` is not a theme",
            "write `dusk`",
        );
        check(
            "keymap: emcs\n",
            "emcs",
            "`emcs` is not a keymap",
            "write `emacs`",
        );
        check(
            "ascii: perhaps\n",
            "perhaps",
            "`perhaps` is not a value of this",
            "write one of `auto`, `no`, `yes`",
        );
        check(
            "mouse: [no]\n",
            "[no]",
            "one word stands here, and no list or mapping",
            "write one word",
        );
    }

    #[test]
    fn what_is_right_holds_beside_mistakes() {
        let text = "theme: paper\nmouse: no\nascii: yes\nkeymap: emacs\nthem: x\n";
        let (settings, slips) = Settings::read(text, &[]);
        assert_eq!(slips.len(), 1);
        assert_eq!(settings.theme.as_deref(), Some("paper"));
        assert_eq!(settings.keymap.as_deref(), Some("emacs"));
        assert_eq!((settings.ascii, settings.mouse), (Choice::Yes, Choice::No));
        assert_eq!(Settings::read("", &[]), (Settings::default(), Vec::new()));
    }
}
