//! The start screen: what can be opened, plans that were open before first, and what a plan can begin with.

use std::path::PathBuf;

use super::model::Origin;
use crate::document::{Document, TEMPLATES, Template};

/// What can be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// A plan's file.
    File(PathBuf),
    /// The built-in example.
    Example,
    /// A template of this name.
    Template(&'static str),
    /// A plan that nothing is in.
    Empty,
    /// The guided tour.
    Tour,
    /// Work on a plan that has no file; this one is not there.
    Unsaved(PathBuf),
    /// The plan that was here before this one; the example, if it has no file.
    Before,
    /// A file whose name is asked for first.
    Named,
}

/// A plan that was open before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its file.
    pub path: PathBuf,
    /// What the file is called.
    pub name: String,
    /// The folder that it lies in, for people.
    pub folder: String,
    /// Whether there is no such file: it is gone, or was never made.
    pub is_gone: bool,
    /// The name of the plan that work was left on which was not saved.
    pub unsaved: Option<String>,
}

/// A plan that has been read, to be put on the screen.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Its file, or the one that it would be written to.
    pub path: PathBuf,
    /// What that is called.
    pub file: String,
    /// Where the plan comes from.
    pub origin: Origin,
    /// The plan.
    pub document: Document,
}

/// The start screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// All that can be opened.
    pub entries: Vec<Entry>,
    /// Which of it is chosen.
    pub chosen: usize,
    /// How far what there is to know of it is scrolled, while that is read alone.
    pub reading: Option<usize>,
    /// What was asked before, and is asked again once someone goes back: whether to begin a plan.
    pub asked: Option<Vec<String>>,
}

/// One thing that can be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it stands among.
    pub group: &'static str,
    /// What it is called.
    pub name: String,
    /// What it is, in a line.
    pub note: String,
    /// What there is to know before it is chosen; may be empty.
    pub about: String,
    /// What choosing it opens.
    pub opening: Opening,
}

impl Start {
    /// What can be opened where these plans were open before.
    pub fn new(known: Vec<Known>) -> Self {
        let mut entries: Vec<Entry> = known.into_iter().map(entry).collect();
        entries.push(Entry {
            group: BEGIN,
            name: "example".to_owned(),
            note: "the built-in landscape, to look round".to_owned(),
            about: "A region of AWS with forty VPCs, one older dual-stack cluster, and a variant with a /64 for every VM. \
                    It is written to a file only when you save."
                .to_owned(),
            opening: Opening::Example,
        });
        entries.push(Entry {
            group: BEGIN,
            name: "tour".to_owned(),
            note: "ten minutes through all of it, step by step".to_owned(),
            about: "It goes through the story of Gardener's IPv6 proposal, on a plan that is thrown away."
                .to_owned(),
            opening: Opening::Tour,
        });
        entries.extend(TEMPLATES.iter().map(template));
        entries.push(Entry {
            group: BEGIN,
            name: "empty".to_owned(),
            note: "a plan with nothing in it".to_owned(),
            about: "Blocks, shoots and settings are added on the screen. It is written to a file only when you save."
                .to_owned(),
            opening: Opening::Empty,
        });
        entries.push(Entry {
            group: "or",
            name: "a file".to_owned(),
            note: "any plan, by its name".to_owned(),
            about: "Its name is asked for: from this folder on, from / or from ~.".to_owned(),
            opening: Opening::Named,
        });
        Self {
            entries,
            chosen: 0,
            reading: None,
            asked: None,
        }
    }

    /// What is chosen.
    pub fn entry(&self) -> Option<&Entry> {
        self.entries.get(self.chosen)
    }
}

const AGAIN: &str = "open again";

const BEGIN: &str = "begin with";

fn entry(known: Known) -> Entry {
    let Known {
        path,
        name,
        folder,
        is_gone,
        unsaved,
    } = known;
    let again = |note: String, about: &str| Entry {
        group: AGAIN,
        name: name.clone(),
        note,
        about: about.to_owned(),
        opening: Opening::File(path.clone()),
    };
    match (unsaved, is_gone) {
        (None, false) => again(folder, ""),
        (None, true) => again(format!("{folder} · is gone"), ""),
        (Some(_), false) => again(
            format!("{folder} · with work that was not saved"),
            "Work was left on it when the last session ended. It is offered once the plan is open.",
        ),
        (Some(plan), true) => Entry {
            group: AGAIN,
            name: match plan.as_str() {
                "" => "a plan".to_owned(),
                plan => plan.to_owned(),
            },
            note: format!("{folder} · was never saved"),
            about:
                "Work was left on a plan that has no file yet. It is offered once this is opened."
                    .to_owned(),
            opening: Opening::Unsaved(path),
        },
    }
}

fn template(template: &Template) -> Entry {
    Entry {
        group: BEGIN,
        name: template.name.to_owned(),
        note: template.about().to_owned(),
        about: template.trap(),
        opening: Opening::Template(template.name),
    }
}

impl Opening {
    /// What it is called in messages.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.file_name().map_or_else(
                || path.to_string_lossy().into_owned(),
                |name| name.to_string_lossy().into_owned(),
            ),
            Self::Example => "the example".to_owned(),
            Self::Template(name) => format!("the template {name}"),
            Self::Tour => "the guided tour".to_owned(),
            Self::Empty => "an empty plan".to_owned(),
            Self::Unsaved(_) => "what was never saved".to_owned(),
            Self::Before => "what was here before".to_owned(),
            Self::Named => "another file".to_owned(),
        }
    }
}
