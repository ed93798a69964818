//! A setting that everything inherits is edited in a large plan: the screen has it at once, and rules follow between keys.

use trellis::document::{Document, synthetic};
use trellis::plan::{Date, Field};
use trellis::source::NodeId;
use trellis::tui::keymap::parse_keys;
use trellis::tui::model::Panel;
use trellis::tui::outline::Row;
use trellis::tui::{Message, Model, Origin, print, update};

use super::PLAIN;

const STILL: &str = "still checking";

fn press(model: &mut Model, keys: &str) {
    for key in parse_keys(keys).expect("keys") {
        drop(update(model, Message::Key(key)));
    }
}

/// A plan of 3,000 shoots, with the caret behind the plan's own `max-pods`.
fn typing() -> Model {
    // 256 addresses for the pods of a node are twice as many as pods, and no more so with 200 of them.
    let text = synthetic(3_000, 1).replace("v6fromNode/96", "v6fromNode/120");
    let today = Date::parse("2026-11-22").expect("a day");
    let document = Document::new(text, today);
    let mut model = Model::new("plan.yaml".to_owned(), Origin::File, document, (120, 36));
    model.selected = Row::Definition(NodeId::ROOT);
    model.panel = Panel::Fields;
    model.inspects = true;
    let field = model
        .fields()
        .iter()
        .position(|&field| field == Field::MaxPods);
    model.field = field.expect("a setting");
    model.look_up_findings();
    press(&mut model, "<enter>");
    model
}

fn finish(model: &mut Model) -> usize {
    let mut steps = 0;
    while model.document.outstanding() > 0 {
        drop(update(model, Message::Step));
        steps += 1;
    }
    steps
}

/// The counts at the right of the first line, of the plan as it would be saved.
fn afresh(model: &Model) -> String {
    let text = model.document.print().expect("a text");
    let document = Document::new(text, model.document.today());
    let model = Model::new("plan.yaml".to_owned(), Origin::File, document, (120, 36));
    counts(&model)
}

fn counts(model: &Model) -> String {
    let screen = print(model, PLAIN);
    let first = screen.lines().next().unwrap_or_default();
    first
        .rsplit("   ")
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned()
}

#[test]
fn what_is_not_looked_at_yet_is_said_in_words_and_not_counted() {
    let mut model = typing();
    let before = counts(&model);
    press(&mut model, "200");
    let screen = print(&model, PLAIN);
    assert_eq!(counts(&model), format!("{STILL} …"), "{screen}");
    assert!(screen.contains("Findings: still checking, "), "{screen}");
    assert!(
        !screen.contains("advice"),
        "a count of findings is shown:\n{screen}"
    );
    // Keys go on, and are on the screen.
    press(&mut model, "<backspace>1");
    assert!(print(&model, PLAIN).contains(" 201 "));
    assert!(print(&model, PLAIN).contains(STILL));
    assert!(finish(&mut model) > 1, "a step is less than all of it");
    let screen = print(&model, PLAIN);
    assert!(!screen.contains(STILL), "{screen}");
    assert_ne!(counts(&model), before, "{screen}");
    assert_eq!(counts(&model), afresh(&model), "{screen}");
}

#[test]
fn taking_it_back_before_all_is_looked_at_finds_what_was_found() {
    let mut model = typing();
    let before = print(&model, PLAIN);
    press(&mut model, "200");
    drop(update(&mut model, Message::Step));
    press(&mut model, "<backspace><backspace><backspace>");
    finish(&mut model);
    assert_eq!(print(&model, PLAIN), before);
    press(&mut model, "200<enter>u");
    assert!(print(&model, PLAIN).contains(STILL));
    finish(&mut model);
    assert_eq!(counts(&model), afresh(&model));
}

#[test]
fn what_needs_all_findings_has_them() {
    // Findings, by rule, narrowed, exported, saved, compared, searched and explained.
    for keys in ["n", "<tab>", "x", "s", ":", "/", "e", "f"] {
        let mut model = typing();
        press(&mut model, "200<enter>");
        assert!(print(&model, PLAIN).contains(STILL), "before {keys}");
        press(&mut model, keys);
        let screen = print(&model, PLAIN);
        assert!(!screen.contains(STILL), "{keys}:\n{screen}");
        assert_eq!(model.document.outstanding(), 0, "{keys}");
    }
}
