//! The screen: keys as text lead to a whole screen as text; any keys at any size; and a real terminal.

mod around;
mod frames;
mod journey;
mod laws;

use trellis::document::Document;
use trellis::plan::Date;
use trellis::tui::{How, Message, Model, Origin, Shelf, Theme, Written, keymap, perform, print};

/// No files: everything is written, and nothing kept.
struct NoShelf;

impl Shelf for NoShelf {
    fn write(&self, _: &str, _: &str, _: How) -> Written {
        Written::Done
    }

    fn keep(&self, _: &str, _: &str) {}

    fn forget(&self) {}
}

const PLAIN: Theme = Theme {
    colours: false,
    ascii: false,
};

fn model(plan: &str, size: (u16, u16)) -> Model {
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
