//! What a person has configured: profiles of providers, in `providers/NAME.yaml` below the folder of the configuration.
//!
//! That folder is what `TRELLIS_CONFIG` says, else the one that the system has for programs
//! (`~/.config/trellis` on Linux). What is wrong in it is told, and the built-in profile is used instead.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use super::console::Console;
use super::file::{called, read};
use super::today;
use crate::document::Document;
use crate::profile::{Profile, Profiles, builtin};
use crate::report::{Sheet, look, text};

/// The variable that names the folder.
pub(super) const VARIABLE: &str = "TRELLIS_CONFIG";

/// What has been read of the folder.
#[derive(Debug, Default)]
pub(super) struct Config {
    /// The profiles to evaluate with.
    pub(super) profiles: Profiles,
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
    let mut own = Vec::new();
    for file in folder().map(|folder| files(&folder)).unwrap_or_default() {
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
    /// Says what is wrong, with the places.
    pub(super) fn complain(&self, console: &Console) {
        for fault in &self.faults {
            if let Why::Sheet(sheet) = &fault.why {
                console.say(&text::findings(sheet.as_ref(), console.err));
            }
            console.say(&format!(
                "trellis: {}\n",
                look::clean(&fault.line(&fault.file))
            ));
        }
    }

    /// The same in a short line, if anything is wrong.
    pub(super) fn line(&self) -> Option<String> {
        let fault = self.faults.first()?;
        let first = fault.line(&format!("providers/{}.yaml", fault.name));
        Some(match self.faults.len() - 1 {
            0 => first,
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

/// The profiles in the folder, by name. A folder that is not there has none.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder.join("providers")) else {
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
    let name = file
        .file_stem()
        .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
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
