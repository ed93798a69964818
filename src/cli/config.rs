//! What a person has configured, in the folder of the configuration: `config.yaml`, `keymap.yaml`, profiles of
//! providers in `providers/NAME.yaml`, themes in `themes/NAME.yaml`. `trellis config` shows what is in force.
//!
//! That folder is what `TRELLIS_CONFIG` says, else the one that the system has for programs
//! (`~/.config/trellis` on Linux). What is wrong in it is told, and what is built in is used instead.

mod show;

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use super::console::Console;
use super::file::{called, read};
use super::today;
use crate::document::Document;
use crate::profile::{Profile, Profiles, builtin};
use crate::report::{Sheet, Slip, SlipSheet, text};
use crate::tui::keymap::{Keymap, preset};
use crate::tui::settings::Settings;
use crate::tui::theme::Scheme;
use crate::visible::clean;

pub(super) use show::{Args, KeysArgs, run, run_keys};

/// The variable that names the folder.
pub(super) const VARIABLE: &str = "TRELLIS_CONFIG";

/// What has been read of the folder.
#[derive(Debug, Default)]
pub(super) struct Config {
    /// The profiles to evaluate with.
    pub(super) profiles: Profiles,
    /// What `config.yaml` says.
    pub(super) settings: Settings,
    /// A person's own themes.
    themes: Vec<&'static Scheme>,
    /// What `keymap.yaml` says.
    keymap: String,
    /// Files of settings with what is wrong in them.
    slips: Vec<SlipSheet>,
    /// Files of settings that cannot be read, in a line each.
    unread: Vec<String>,
    faults: Vec<Fault>,
}

/// A profile that is left out.
#[derive(Debug)]
struct Fault {
    file: String,
    /// The name that the file gives it.
    name: String,
    why: Why,
}

#[derive(Debug)]
enum Why {
    /// There is a mistake in the text.
    Sheet(Box<Sheet>),
    /// It cannot be read, or is another one than its file says.
    Line(String),
}

/// Reads the folder, if there is one.
pub(super) fn load() -> Config {
    let mut config = Config::default();
    let Some(folder) = folder() else {
        return config;
    };
    for file in files(&folder, "themes") {
        let name = stem(&file);
        let text = config.text(&file);
        let (scheme, slips) = Scheme::read(&name, &text);
        // It lives as long as the program, which reads it once.
        config.themes.push(Box::leak(Box::new(scheme)));
        config.note(&file, text, slips);
    }
    let file = folder.join("config.yaml");
    let text = config.text(&file);
    let (settings, slips) = Settings::read(&text, &config.themes);
    config.settings = settings;
    config.note(&file, text, slips);
    let file = folder.join("keymap.yaml");
    config.keymap = config.text(&file);
    let slips = config.base().with(&config.keymap).1;
    config.note(&file, config.keymap.clone(), slips);
    let mut own = Vec::new();
    for file in files(&folder, "providers") {
        match profile(&file) {
            Ok(profile) => own.push(profile),
            Err(fault) => config.faults.push(fault),
        }
    }
    if !own.is_empty() {
        config.profiles = Profiles::with(own);
    }
    config
}

impl Config {
    /// The text of a file that need not be there.
    fn text(&mut self, file: &Path) -> String {
        if !file.exists() {
            return String::new();
        }
        match read(file).and_then(|contents| contents.text(file)) {
            Ok(text) => text,
            Err(failure) => {
                self.unread.push(failure.to_string());
                String::new()
            }
        }
    }

    fn note(&mut self, file: &Path, text: String, slips: Vec<Slip>) {
        if !slips.is_empty() {
            self.slips.push(SlipSheet::new(called(file), text, slips));
        }
    }

    /// The keymap that a person's own starts from.
    fn base(&self) -> Keymap {
        let named = self.settings.keymap.as_deref().and_then(preset);
        named.unwrap_or_else(Keymap::standard)
    }

    /// The keys in force.
    pub(super) fn keys(&self) -> Keymap {
        self.base().with(&self.keymap).0
    }

    /// The theme of a name.
    pub(super) fn scheme(&self, name: &str) -> Option<&'static Scheme> {
        let own = self.themes.iter().find(|scheme| scheme.name == name);
        own.copied().or_else(|| Scheme::named(name))
    }

    /// Whether anything is wrong.
    fn is_wrong(&self) -> bool {
        !(self.faults.is_empty() && self.slips.is_empty() && self.unread.is_empty())
    }

    /// Says what is wrong, with the places.
    pub(super) fn complain(&self, console: &Console) {
        for line in &self.unread {
            console.say(&format!("trellis: {}\n", clean(line)));
        }
        for sheet in &self.slips {
            console.say(&text::findings(sheet, console.err));
        }
        for fault in &self.faults {
            if let Why::Sheet(sheet) = &fault.why {
                console.say(&text::findings(sheet.as_ref(), console.err));
            }
            console.say(&format!("trellis: {}\n", clean(&fault.line(&fault.file))));
        }
    }

    /// The same in a short line, if anything is wrong.
    pub(super) fn line(&self) -> Option<String> {
        let slips = self.slips.iter().flat_map(|sheet| {
            sheet.slips.iter().map(|slip| {
                let at = sheet.place(slip);
                let file = Path::new(&sheet.file);
                let file = file.file_name().unwrap_or_default().to_string_lossy();
                format!("{file}: line {}: {}", at.line, slip.message)
            })
        });
        let faults = self.faults.iter();
        let faults = faults.map(|fault| fault.line(&format!("providers/{}.yaml", fault.name)));
        let lines: Vec<String> = self
            .unread
            .iter()
            .cloned()
            .chain(slips)
            .chain(faults)
            .collect();
        let first = lines.first()?;
        Some(match lines.len() - 1 {
            0 => first.clone(),
            more => format!("{first} (and {more} more)"),
        })
    }
}

impl Fault {
    /// What is wrong, with a name for the file.
    fn line(&self, file: &str) -> String {
        let instead = match builtin(&self.name) {
            Some(_) => format!("the built-in profile of `{}` is used", self.name),
            None => format!("there is no profile of `{}`", self.name),
        };
        let why = match &self.why {
            Why::Line(line) => line.clone(),
            Why::Sheet(sheet) => sheet.findings.first().map_or_else(String::new, |finding| {
                let place = sheet.place(finding).map_or_else(String::new, |at| {
                    format!("line {}, column {}: ", at.line, at.column)
                });
                format!("{place}{}", finding.message)
            }),
        };
        format!("{file}: {why}; {instead}")
    }
}

fn folder() -> Option<PathBuf> {
    match std::env::var_os(VARIABLE) {
        Some(folder) if !folder.is_empty() => Some(PathBuf::from(folder)),
        Some(_) | None => {
            ProjectDirs::from("", "", "trellis").map(|dirs| dirs.config_dir().to_owned())
        }
    }
}

fn stem(file: &Path) -> String {
    file.file_stem()
        .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}

/// The files of one kind in the folder, by name. A folder that is not there has none.
fn files(folder: &Path, kind: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder.join(kind)) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|file| {
            file.extension()
                .is_some_and(|extension| extension == "yaml")
        })
        .collect();
    files.sort();
    files
}

fn profile(file: &Path) -> Result<Profile, Fault> {
    let name = stem(file);
    let fault = |why| Fault {
        file: called(file),
        name: name.clone(),
        why,
    };
    let source = read(file)
        .and_then(|contents| contents.text(file))
        .map_err(|failure| fault(Why::Line(failure.to_string())))?;
    match Profile::read(&source) {
        Ok(profile) if profile.name == name => Ok(profile),
        Ok(profile) => Err(fault(Why::Line(format!(
            "its name is `{}`, and its file says `{name}`",
            profile.name
        )))),
        Err(error) => {
            let document = Document::of_profile(source, today(None));
            let sheet = Sheet::new(called(file), document);
            Err(fault(if sheet.findings.is_empty() {
                Why::Line(error.to_string())
            } else {
                Why::Sheet(Box::new(sheet))
            }))
        }
    }
}
