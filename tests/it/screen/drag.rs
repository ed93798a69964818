//! Borders of the ruler, dragged with the mouse; and the ruler in bits.

use trellis::plan::Field;
use trellis::tui::model::Panel;
use trellis::tui::view::{Hit, hit};
use trellis::tui::{Message, Model, Pointer, keymap, perform};

use super::{NoShelf, PLAIN, after, print};
use crate::support::chance::Chance;

const SIZE: (u16, u16) = (120, 36);

const PLAN: &str = "\
trellis: 1
blocks:
  - name: eu
    v6: 2001:db8:1000::/36
    v4: 10.0.0.0/8
    blocks:
      - {name: live, v6: /48, v4: /16}
      - {name: test, v6: /48}
variants:
  - name: other
    set: {eu/test: {v6: /52}}
";

fn point(model: &mut Model, pointer: Pointer) {
    assert!(!perform(model, Message::Pointer(pointer), &NoShelf));
}

fn keys(model: &mut Model, keys: &str) {
    for key in keymap::parse_keys(keys).expect("keys") {
        perform(model, Message::Key(key), &NoShelf);
    }
}

/// Where a text stands on the screen: the place of its last character, in the line below the one with another text.
#[track_caller]
fn place(model: &Model, line: &str, text: &str, below: usize) -> (u16, u16) {
    let shown = print(model, PLAIN);
    let lines: Vec<&str> = shown.lines().collect();
    let y = lines.iter().position(|one| one.contains(line));
    let y = y.unwrap_or_else(|| panic!("no {line} in\n{shown}")) + below;
    let at = lines[y].rfind(text);
    let at = at.unwrap_or_else(|| panic!("no {text} in line {y} of\n{shown}"));
    let x = lines[y][..at + text.len()].chars().count() - 1;
    let number = |number: usize| u16::try_from(number).expect("a small number");
    (number(x), number(y))
}

fn said(model: &Model, path: &str, field: Field) -> String {
    let node = model.document.plan().find(path).expect("it is there").node;
    let value = model.document.plan().value(node, field);
    value.map_or_else(String::new, trellis::plan::Value::line)
}

fn toast(model: &Model) -> &str {
    model.toast.as_ref().map_or("", |toast| &toast.text)
}

/// The border of live, held on the ruler's digits: `2001:0db8:1000:…`, of which a /48 ends in the twelfth.
fn held(pressed: &str) -> (Model, (u16, u16)) {
    let mut model = after(PLAN, SIZE, &format!("j{pressed}"));
    let (x, y) = place(&model, "2001:0db8:1000", "2001:0db8:1000", 0);
    point(&mut model, Pointer::Press(x, y));
    (model, (x, y))
}

#[test]
fn a_border_moves_while_it_is_held_and_is_one_change_once_it_is_let_go() {
    let (mut model, (x, y)) = held("");
    assert_eq!(said(&model, "eu/live", Field::V6), "/48");
    // A digit is a nibble: two to the left are a /40.
    for (to, length) in [
        (x - 1, "/44"),
        (x - 2, "/40"),
        (x - 2, "/40"),
        (x - 1, "/44"),
        (x - 2, "/40"),
    ] {
        point(&mut model, Pointer::Drag(to, y + 3));
        assert_eq!(said(&model, "eu/live", Field::V6), length);
    }
    assert!(print(&model, PLAIN).contains("live /40"));
    let said_now = toast(&model);
    assert!(said_now.starts_with("v6 of live: /48 to /40"), "{said_now}");
    assert!(
        said_now.ends_with("letting go keeps it, esc takes it back"),
        "{said_now}"
    );
    assert!(model.undo.is_empty());
    point(&mut model, Pointer::Release(x - 2, y));
    assert_eq!(said(&model, "eu/live", Field::V6), "/40");
    assert_eq!(model.undo.len(), 1);
    assert!(
        toast(&model).starts_with("v6 of live: /48 to /40"),
        "{}",
        toast(&model)
    );
    assert!(!toast(&model).contains("letting go"), "{}", toast(&model));
    let expected = PLAN.replacen("live, v6: /48", "live, v6: /40", 1);
    assert_eq!(model.document.print().as_deref(), Ok(expected.as_str()));
    keys(&mut model, "u");
    assert_eq!(model.document.print().as_deref(), Ok(PLAN));
}

#[test]
fn what_is_taken_back_or_not_moved_changes_nothing() {
    let unchanged = |model: &Model| {
        assert_eq!(model.document.print().as_deref(), Ok(PLAN));
        assert!(model.undo.is_empty() && model.dragging.is_none());
    };
    let (mut model, (x, y)) = held("");
    point(&mut model, Pointer::Drag(x - 2, y));
    keys(&mut model, "<esc>");
    assert_eq!(toast(&model), "the border is where it was");
    unchanged(&model);
    // What is still held does nothing then.
    point(&mut model, Pointer::Drag(x - 3, y));
    point(&mut model, Pointer::Release(x - 3, y));
    unchanged(&model);
    // Back to where it was.
    let (mut model, (x, y)) = held("");
    point(&mut model, Pointer::Drag(x - 2, y));
    point(&mut model, Pointer::Drag(x, y));
    point(&mut model, Pointer::Release(x, y));
    unchanged(&model);
    // Another size, and no pointer holds anything.
    let (mut model, (x, y)) = held("");
    point(&mut model, Pointer::Drag(x - 2, y));
    perform(&mut model, Message::Resize(80, 24), &NoShelf);
    unchanged(&model);
    // A click chooses the border, as keys do.
    let (mut model, (x, y)) = held("");
    point(&mut model, Pointer::Release(x, y));
    unchanged(&model);
    assert_eq!(toast(&model), "b live /48: []{} move it, esc leaves");
    assert_eq!(model.choice(), Some(1));
}

#[test]
fn a_border_that_stays_says_why() {
    // That of eu is a prefix that is written.
    let mut model = after(PLAN, SIZE, "j");
    let (x, y) = place(&model, "2001:0db8:1000", "2001:0db8:1", 0);
    point(&mut model, Pointer::Press(x, y));
    point(&mut model, Pointer::Drag(x - 1, y));
    let why = "eu is written as a prefix, /36, and stays; enter edits it";
    assert_eq!(toast(&model), why);
    point(&mut model, Pointer::Release(x - 1, y));
    assert_eq!(toast(&model), why);
    assert_eq!(model.document.print().as_deref(), Ok(PLAN));
}

#[test]
fn bits_are_shown_and_dragged() {
    let mut model = after(PLAN, SIZE, "j0");
    let shown = print(&model, PLAIN);
    // 0x1000 are the bits of the third group; a /48 ends behind them.
    assert!(shown.contains("0001 0000 0000 0000:0000"), "{shown}");
    let digits = place(&model, "0001 0000 0000 0000:", "0001 0000 0000 0000", 0);
    assert_eq!(place(&model, "0001 0000 0000 0000:", "b", 1).0, digits.0);
    point(&mut model, Pointer::Press(digits.0, digits.1));
    point(&mut model, Pointer::Drag(digits.0 - 1, digits.1));
    point(&mut model, Pointer::Release(digits.0 - 1, digits.1));
    assert_eq!(said(&model, "eu/live", Field::V6), "/47");
    keys(&mut model, "0");
    assert!(print(&model, PLAIN).contains("2001:0db8:1000:0000"));
}

#[test]
fn a_drag_goes_into_the_variant_that_is_shown() {
    let (mut model, (x, y)) = held("V");
    point(&mut model, Pointer::Drag(x - 1, y));
    point(&mut model, Pointer::Release(x - 1, y));
    assert_eq!(said(&model, "eu/live", Field::V6), "/44");
    keys(&mut model, "V");
    assert_eq!(said(&model, "eu/live", Field::V6), "/48");
    keys(&mut model, "u");
    assert_eq!(model.document.print().as_deref(), Ok(PLAN));
}

#[test]
fn what_is_dragged_in_a_variant_holds_up_no_keeping() {
    let (mut model, (x, y)) = held("V");
    point(&mut model, Pointer::Drag(x - 1, y));
    assert_eq!(said(&model, "eu/live", Field::V6), "/44");
    assert_eq!(model.printed().as_deref(), Ok(PLAN));
}

#[test]
fn any_drag_is_one_change_or_none() {
    let mut chance = Chance::new(4);
    let mut moved = 0;
    for _ in 0..100 {
        let narrow = chance.once_in(4);
        let size = if narrow { (40, 12) } else { (90, 30) };
        let keys_before = ["j", "j0", "jj", "jj0", "j)", "j0(", "jV"][chance.below(7)];
        let mut model = after(PLAN, size, keys_before);
        if narrow && model.panel == Panel::Tree {
            keys(&mut model, "<tab>");
        }
        let before = model.document.print().expect("a text");
        let number = |chance: &mut Chance, end: u16| {
            u16::try_from(chance.below(usize::from(end))).expect("a small number")
        };
        let x = size.0 - 1 - number(&mut chance, 30);
        let is_ruler = |&y: &u16| matches!(hit(&model, (x, y)), Some(Hit::Ruler(_)));
        let Some(y) = (0..size.1).find(is_ruler) else {
            continue;
        };
        point(&mut model, Pointer::Press(x, y));
        for _ in 0..chance.below(6) {
            let to = (number(&mut chance, size.0), number(&mut chance, size.1));
            point(&mut model, Pointer::Drag(to.0, to.1));
        }
        point(&mut model, Pointer::Release(0, 0));
        let after = model.document.print().expect("a text");
        assert_eq!(
            model.undo.len(),
            usize::from(after != before),
            "{keys_before}"
        );
        moved += model.undo.len();
        keys(&mut model, "u");
        assert_eq!(
            model.document.print().expect("a text"),
            before,
            "{keys_before}"
        );
    }
    assert!(moved > 20, "{moved}");
}
