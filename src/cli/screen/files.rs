//! What the screen is brought: the files of the plan on it, and other plans in its place.

use std::cell::RefCell;
use std::io;
use std::path::{Path, PathBuf};

use super::folder::Folder;
use super::journal::all_left;
use super::{EMPTY, plan_in, recent, unused};
use crate::cli::failure::Failure;
use crate::cli::file::create;
use crate::cli::show::{EXAMPLE, USUAL};
use crate::cli::today;
use crate::document::{Document, TEMPLATES};
use crate::profile::Profiles;
use crate::tui::start::{Known, Opened, Opening};
use crate::tui::tour;
use crate::tui::{How, Model, Opener, Origin, Reader, Session, Shelf, Written};

/// The files of whatever plan is on the screen.
#[derive(Debug)]
pub(super) struct Files {
    folder: RefCell<Folder>,
    profiles: Profiles,
    /// Whether someone is at the screen: then it is remembered what was open.
    attended: bool,
    /// The file of the plan that was there before.
    before: RefCell<Option<PathBuf>>,
}

impl Files {
    pub(super) const fn new(folder: Folder, profiles: Profiles) -> Self {
        Self {
            folder: RefCell::new(folder),
            profiles,
            attended: false,
            before: RefCell::new(None),
        }
    }

    /// Someone sits down at the plan.
    pub(super) fn attend(&mut self, model: &mut Model) {
        self.attended = true;
        if model.origin != Origin::Tour {
            self.folder.get_mut().enter(model);
        }
        self.note(model.origin);
        if model.origin == Origin::Example && model.overlay.is_none() {
            let left = all_left(self.folder.get_mut().own_work());
            if let Some((_, name)) = left.first() {
                model.say_left(name, left.len());
            }
        }
    }

    fn note(&self, origin: Origin) {
        if self.attended && origin == Origin::File {
            recent::note(self.folder.borrow().file());
        }
    }
}

impl Shelf for Files {
    fn write(&self, old: &str, new: &str, how: How) -> Written {
        let written = self.folder.borrow().write(old, new, how);
        if written == Written::Done && how == How::Create {
            self.note(Origin::File);
        }
        written
    }

    fn look(&self) -> bool {
        self.folder.borrow().look()
    }

    fn reader(&self) -> Reader {
        self.folder.borrow().reader()
    }

    fn manifest(&self, file: &str) -> Result<String, String> {
        self.folder.borrow().manifest(file)
    }

    fn keep(&self, base: &str, text: &str) -> io::Result<()> {
        self.folder.borrow().keep(base, text)
    }

    fn forget(&self) {
        self.folder.borrow().forget();
    }

    fn forget_offered(&self) {
        self.folder.borrow().forget_offered();
    }

    fn remember(&self, session: &Session) {
        self.folder.borrow().remember(session);
    }

    fn plans(&self) -> Vec<Known> {
        let folder = self.folder.borrow();
        recent::others(folder.file(), folder.own_work())
    }

    fn opener(&self, opening: &Opening) -> Opener {
        let before = self.before.borrow().clone();
        let opening = match (opening, before) {
            (Opening::Before, Some(path)) if path.is_file() => Opening::File(path),
            (Opening::Before, _) => Opening::Example,
            (other, _) => other.clone(),
        };
        let profiles = self.profiles;
        // A plan that is begun in place of one without a file gets the name which that would have had.
        let named = self.folder.borrow().file().to_owned();
        let named = (!named.exists()).then_some(named);
        Box::new(move || open(&opening, named, profiles))
    }

    fn enter(&self, file: &Path, model: &mut Model) {
        // The plan before is left first: it may be the same one.
        let before = self.folder.borrow().file().to_owned();
        self.folder.replace(Folder::new(file, self.profiles));
        self.before.replace(Some(before));
        if self.attended && model.origin != Origin::Tour {
            self.folder.borrow_mut().enter(model);
            self.note(model.origin);
        }
    }

    fn create(&self, name: &str, text: &str) -> Result<PathBuf, String> {
        let file = recent::meant(name);
        if file.is_dir() {
            return Err(format!("{name} is a folder; type the name of a file"));
        }
        let folder = file
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
            return Err(format!("there is no folder {}", folder.to_string_lossy()));
        }
        match create(&file, text) {
            Ok(()) => Ok(file),
            Err(Failure::Changed { .. }) => {
                Err(format!("{name} is there already; type another name"))
            }
            Err(failure) => Err(failure.to_string()),
        }
    }

    fn settle(&self, file: &Path) {
        self.folder.replace(Folder::new(file, self.profiles));
        if self.attended {
            self.folder.borrow_mut().sit();
            self.note(Origin::File);
        }
    }
}

/// Reads a plan, or begins one.
fn open(opening: &Opening, named: Option<PathBuf>, profiles: Profiles) -> Result<Opened, String> {
    let begun = |text: &str, origin| {
        let path = named.unwrap_or_else(|| unused(Path::new(USUAL)));
        Ok(Opened {
            file: recent::shown(&path),
            path,
            origin,
            document: Document::with(text.to_owned(), today(None), profiles),
        })
    };
    match opening {
        Opening::File(path) => {
            let path = &recent::meant(&path.to_string_lossy());
            let file = recent::shown(path);
            let document = match plan_in(path, profiles) {
                Ok(Ok(document)) => document,
                Ok(Err(why)) => return Err(format!("{file}: {why}")),
                Err(Failure::Missing { .. }) => return Err(format!("there is no file {file}")),
                Err(failure) => return Err(failure.to_string()),
            };
            Ok(Opened {
                path: path.clone(),
                file,
                origin: Origin::File,
                document,
            })
        }
        Opening::Unsaved(path) => Ok(Opened {
            file: recent::shown(path),
            path: path.clone(),
            origin: Origin::Empty,
            document: Document::with(EMPTY.to_owned(), today(None), profiles),
        }),
        Opening::Before | Opening::Named | Opening::Example => begun(EXAMPLE, Origin::Example),
        Opening::Empty => begun(EMPTY, Origin::Empty),
        Opening::Tour => begun(tour::PLAN, Origin::Tour),
        Opening::Template(name) => {
            let template = TEMPLATES.iter().find(|known| known.name == *name);
            let template = template.ok_or_else(|| format!("there is no template {name}"))?;
            begun(template.text, Origin::Template(template.name))
        }
    }
}
