//! Another plan comes in the place of the one on the screen, or does not.

use std::path::PathBuf;

use super::{NoShelf, PLAIN, after, model};
use trellis::tui::start::Opened;
use trellis::tui::{Message, Model, Origin, Pointer, perform, print, update};

const OURS: &str = "trellis: 1\nblocks: [{name: ours}]\n";
const OTHER: &str = "trellis: 1\nblocks: [{name: other}]\n";

fn opened(instead_of: usize) -> Message {
    let other: Model = model(OTHER, (80, 24));
    Message::Opened {
        instead_of,
        opened: Ok(Box::new(Opened {
            path: PathBuf::from("other.yaml"),
            file: "other.yaml".to_owned(),
            origin: Origin::File,
            document: other.document,
        })),
    }
}

#[test]
fn what_was_changed_while_another_plan_was_read_stays() {
    let mut ours = after(OURS, (80, 24), "");
    let before = ours.generation;
    perform(&mut ours, key("O"), &NoShelf);
    assert!(ours.is_changed());
    drop(update(&mut ours, opened(before)));
    assert_eq!((ours.file.as_str(), ours.sheet), ("plan.yaml", 0));
    let toast = ours.toast.clone().expect("it is said");
    assert!(toast.text.contains("changed meanwhile"), "{}", toast.text);
}

#[test]
fn another_plan_comes_with_nothing_of_the_one_before() {
    let mut ours = after(OURS, (80, 24), "Ou");
    let before = ours.generation;
    drop(update(&mut ours, opened(before)));
    assert_eq!((ours.file.as_str(), ours.sheet), ("other.yaml", 1));
    assert!(ours.undo.is_empty() && ours.redo.is_empty() && !ours.is_changed());
    assert!(
        ours.generation > before,
        "nothing that was asked before fits"
    );
    perform(&mut ours, key("U"), &NoShelf);
    let toast = ours.toast.clone().expect("it is said");
    assert!(toast.text.contains("nothing to redo"), "{}", toast.text);
}

#[test]
fn the_mouse_chooses() {
    let mut ours = after(OURS, (80, 24), "<ctrl-o>");
    let row = |model: &Model, name: &str| {
        let shown = print(model, PLAIN);
        let line = shown
            .lines()
            .position(|line| line.contains(&format!(" {name} ")));
        u16::try_from(line.expect("it is listed")).expect("a row")
    };
    let y = row(&ours, "metal");
    drop(update(&mut ours, Message::Pointer(Pointer::Press(20, y))));
    let chosen = |model: &Model, name: &str| {
        let shown = print(model, PLAIN);
        shown
            .lines()
            .any(|line| line.contains('›') && line.contains(&format!(" {name} ")))
    };
    assert!(chosen(&ours, "metal"), "{}", print(&ours, PLAIN));
    drop(update(
        &mut ours,
        Message::Pointer(Pointer::WheelDown(20, y)),
    ));
    assert!(chosen(&ours, "migration"), "{}", print(&ours, PLAIN));
    // A heading is nothing to choose.
    let heading = row(&ours, "begin with");
    drop(update(
        &mut ours,
        Message::Pointer(Pointer::Press(20, heading)),
    ));
    assert!(chosen(&ours, "migration"), "{}", print(&ours, PLAIN));
}

fn key(name: &str) -> Message {
    let keys = trellis::tui::keymap::parse_keys(name).expect("a key");
    Message::Key(keys[0])
}
