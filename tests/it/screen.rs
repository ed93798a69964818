//! The screen: keys as text lead to a whole screen as text; and any keys at any size.

mod around;
mod arrange;
mod consequences;
mod drag;
mod draw;
mod findings;
mod frames;
mod inspect;
mod laws;
mod lengths;
mod mappings;
mod measures;
mod outside;
mod pages;
mod ruler;
mod settings;
mod shape;
mod start;
mod steps;
mod tour;
mod variants;

use std::path::{Path, PathBuf};

use trellis::document::Document;
use trellis::plan::Date;
use trellis::tui::start::{Known, Opening};
use trellis::tui::{
    FileNow, How, Message, Model, Opener, Origin, Reader, Session, Shelf, Theme, Written, keymap,
    perform, print,
};

/// No files: everything is written, and nothing kept.
pub(crate) struct NoShelf;

impl Shelf for NoShelf {
    fn write(&self, _: &str, _: &str, _: How) -> Written {
        Written::Done
    }

    fn look(&self) -> bool {
        false
    }

    fn reader(&self) -> Reader {
        Box::new(|| FileNow::Gone)
    }

    fn manifest(&self, file: &str) -> Result<String, String> {
        Err(format!("there is no file `{file}`"))
    }

    fn keep(&self, _: &str, _: &str) -> std::io::Result<()> {
        Ok(())
    }

    fn forget(&self) {}

    fn forget_offered(&self) {}

    fn remember(&self, _: &Session) {}

    fn plans(&self) -> Vec<Known> {
        Vec::new()
    }

    fn opener(&self, opening: &Opening) -> Opener {
        let why = format!("there are no files, so {} is not there", opening.name());
        Box::new(|| Err(why))
    }

    fn enter(&self, _: &Path, _: &mut Model) {}

    fn create(&self, name: &str, _: &str) -> Result<PathBuf, String> {
        Ok(PathBuf::from(name))
    }

    fn settle(&self, _: &Path) {}
}

pub(crate) const PLAIN: Theme = Theme::plain(false);

pub(crate) fn model(plan: &str, size: (u16, u16)) -> Model {
    let today = Date::parse("2026-11-22").expect("a day");
    let document = Document::new(plan.to_owned(), today);
    Model::new("plan.yaml".to_owned(), Origin::File, document, size)
}

/// The screen after some keys.
fn after(plan: &str, size: (u16, u16), keys: &str) -> Model {
    let mut model = model(plan, size);
    for key in keymap::parse_keys(keys).expect("keys") {
        if perform(&mut model, Message::Key(key), &NoShelf) {
            break;
        }
    }
    model
}

fn screen(plan: &str, size: (u16, u16), keys: &str) -> String {
    print(&after(plan, size, keys), PLAIN)
}
