//! Colours as data: `assets/themes/NAME.yaml`, and a person's own.

use std::sync::OnceLock;

use ratatui::style::Color;

use super::Role;
use crate::report::Slip;
use crate::tui::settings::{Entry, Reading};

/// The backgrounds that colours can be read on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ground {
    /// Dark and light ones.
    #[default]
    Any,
    /// Dark ones.
    Dark,
    /// Light ones.
    Light,
}

/// The colour of each role. A role without one has the terminal's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scheme {
    /// What it is called.
    pub name: String,
    /// What it is, in a few words.
    pub title: String,
    /// Where it can be read.
    pub ground: Ground,
    text: Option<Color>,
    dim: Option<Color>,
    active: Option<Color>,
    key: Option<Color>,
    prefix: Option<Color>,
    error: Option<Color>,
    warning: Option<Color>,
    advice: Option<Color>,
    good: Option<Color>,
    levels: Vec<Color>,
}

const BUILTIN: &[(&str, &str)] = &[
    (
        "terminal",
        include_str!("../../../assets/themes/terminal.yaml"),
    ),
    (
        "terminal-dark",
        include_str!("../../../assets/themes/terminal-dark.yaml"),
    ),
    (
        "terminal-light",
        include_str!("../../../assets/themes/terminal-light.yaml"),
    ),
    ("dusk", include_str!("../../../assets/themes/dusk.yaml")),
    ("paper", include_str!("../../../assets/themes/paper.yaml")),
    (
        "contrast",
        include_str!("../../../assets/themes/contrast.yaml"),
    ),
    ("safe", include_str!("../../../assets/themes/safe.yaml")),
];

/// The keys of a theme.
const KEYS: [&str; 12] = [
    "title", "ground", "text", "dim", "active", "key", "prefix", "error", "warning", "advice",
    "good", "levels",
];

impl Scheme {
    /// The built-in themes. The first one can be read everywhere.
    pub fn builtin() -> impl Iterator<Item = &'static Self> {
        static ALL: OnceLock<Vec<Scheme>> = OnceLock::new();
        ALL.get_or_init(|| {
            let read = |(name, text): &(&str, &str)| Self::read(name, text).0;
            BUILTIN.iter().map(read).collect()
        })
        .iter()
    }

    /// The built-in theme of a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::builtin().find(|scheme| scheme.name == name)
    }

    /// What a text says, and what is wrong in it.
    pub fn read(name: &str, text: &str) -> (Self, Vec<Slip>) {
        let mut scheme = Self {
            name: name.to_owned(),
            ..Self::default()
        };
        let mut reading = Reading::new(text);
        for entry in reading.entries() {
            match entry.key.as_str() {
                "title" => scheme.title = reading.word(&entry).unwrap_or_default(),
                "ground" => scheme.ground = ground(&mut reading, &entry),
                "levels" => {
                    let words = reading.words(&entry).into_iter();
                    scheme.levels = words
                        .filter_map(|(word, span)| colour(&mut reading, &word, span))
                        .collect();
                }
                key => {
                    let Some(place) = scheme.role(key) else {
                        let known = KEYS.into_iter();
                        reading.unknown(entry.key_span, (key, "a part of a theme"), known);
                        continue;
                    };
                    *place = reading
                        .word(&entry)
                        .and_then(|word| colour(&mut reading, &word, entry.value_span));
                }
            }
        }
        (scheme, reading.slips())
    }

    fn role(&mut self, key: &str) -> Option<&mut Option<Color>> {
        Some(match key {
            "text" => &mut self.text,
            "dim" => &mut self.dim,
            "active" => &mut self.active,
            "key" => &mut self.key,
            "prefix" => &mut self.prefix,
            "error" => &mut self.error,
            "warning" => &mut self.warning,
            "advice" => &mut self.advice,
            "good" => &mut self.good,
            _ => return None,
        })
    }

    /// The colour of a role, if it has one of its own.
    pub fn colour(&self, role: Role) -> Option<Color> {
        match role {
            Role::Text | Role::Selected | Role::Chosen => self.text,
            Role::Dim => self.dim,
            Role::Active => self.active,
            Role::Key => self.key,
            Role::Prefix => self.prefix,
            Role::Error => self.error,
            Role::Warning => self.warning,
            Role::Advice => self.advice,
            Role::Good => self.good,
            Role::Level(number) => {
                let index = number.checked_rem(self.levels.len())?;
                self.levels.get(index).copied()
            }
        }
    }

    /// The same for terminals that have 256 colours and no more: the nearest of the cube or the greys.
    pub fn in_256(&self) -> Self {
        let mut scheme = self.clone();
        for key in KEYS {
            if let Some(Some(colour)) = scheme.role(key) {
                *colour = indexed(*colour);
            }
        }
        for colour in &mut scheme.levels {
            *colour = indexed(*colour);
        }
        scheme
    }
}

fn ground(reading: &mut Reading<'_>, entry: &Entry) -> Ground {
    let word = reading.word(entry).unwrap_or_default();
    match word.as_str() {
        "any" | "" => Ground::Any,
        "dark" => Ground::Dark,
        "light" => Ground::Light,
        _ => {
            let known = ["any", "dark", "light"].into_iter();
            reading.unknown(entry.value_span, (&word, "a background"), known);
            Ground::Any
        }
    }
}

fn colour(reading: &mut Reading<'_>, word: &str, span: crate::source::Span) -> Option<Color> {
    let colour = word.parse().ok();
    if colour.is_none() {
        reading.slip(
            span,
            format!("`{word}` is not a colour"),
            Some("write one of the terminal's, such as lightred, or \"#rrggbb\"".to_owned()),
        );
    }
    colour
}

/// The steps of the cube of 256 colours: <https://en.wikipedia.org/wiki/ANSI_escape_code#8-bit>.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

fn indexed(colour: Color) -> Color {
    let Color::Rgb(red, green, blue) = colour else {
        return colour;
    };
    let far = |other: [u8; 3]| -> u32 {
        let parts = [red, green, blue].into_iter().zip(other);
        parts
            .map(|(one, other)| u32::from(one.abs_diff(other)).pow(2))
            .sum()
    };
    let cube = (0..216_u8).map(|index| {
        let step = |part: u8| STEPS[usize::from(part % 6)];
        (16 + index, [step(index / 36), step(index / 6), step(index)])
    });
    let greys = (0..24_u8).map(|index| (232 + index, [8 + index * 10; 3]));
    let nearest = cube.chain(greys).min_by_key(|&(_, other)| far(other));
    nearest.map_or(colour, |(index, _)| Color::Indexed(index))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_ones_are_those_of_the_folder_and_without_a_mistake() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/themes");
        let entries = std::fs::read_dir(folder).expect("a folder");
        let mut files: Vec<String> = entries
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        files.sort();
        let mut known: Vec<String> = BUILTIN
            .iter()
            .map(|(name, _)| format!("{name}.yaml"))
            .collect();
        known.sort();
        assert_eq!(files, known);
        for (name, text) in BUILTIN {
            assert_eq!(Scheme::read(name, text).1, [], "{name}");
        }
    }

    #[test]
    fn mistakes_have_a_place() {
        let text = "text: \"#12345\"\nerrr: red\nground: dusky\n";
        let slips = Scheme::read("mine", text).1;
        let told: Vec<(&str, &str)> = slips
            .iter()
            .map(|slip| (&text[slip.span.range()], slip.message.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("\"#12345\"", "`#12345` is not a colour"),
                ("errr", "`errr` is not a part of a theme"),
                ("dusky", "`dusky` is not a background"),
            ]
        );
    }

    #[test]
    fn the_nearest_of_256_colours_stands_for_any() {
        assert_eq!(indexed(Color::Rgb(255, 0, 0)), Color::Indexed(196));
        assert_eq!(indexed(Color::Rgb(8, 8, 8)), Color::Indexed(232));
        assert_eq!(indexed(Color::Rgb(94, 134, 176)), Color::Indexed(67));
        assert_eq!(indexed(Color::Red), Color::Red);
    }
}
