//! What holds for any keys on any plan at any size.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use trellis::inventory::planned;
use trellis::tui::measure::Measure;
use trellis::tui::outline::Outline;
use trellis::tui::view::render;
use trellis::tui::{Message, Model, Pointer, Theme, keymap, perform};

use super::{NoShelf, PLAIN, after, model};
use crate::support::chance::{Chance, seeds};
use crate::support::edits;
use crate::support::plans::plan;

const TYPED: &[&str] = &[
    "v",
    "6",
    "/",
    "4",
    "+",
    "x",
    ",",
    ":",
    "p",
    "🇩🇪",
    "1",
    " ",
    "r0",
    "10.0.0.1",
    "2001:db8:1000::1",
];

/// Something done with a mouse, on the screen or beside it.
fn any_pointer(chance: &mut Chance, size: (u16, u16)) -> Pointer {
    let mut number = |end: u16| {
        let number = chance.below(usize::from(end) + 3);
        u16::try_from(number).expect("a small number")
    };
    let (x, y) = (number(size.0), number(size.1));
    match chance.below(8) {
        0 => Pointer::WheelUp(x, y),
        1 => Pointer::WheelDown(x, y),
        2..=3 => Pointer::Drag(x, y),
        4 => Pointer::Release(x, y),
        _ => Pointer::Press(x, y),
    }
}

fn any_key(chance: &mut Chance) -> &'static str {
    if chance.once_in(3) {
        return TYPED[chance.below(TYPED.len())];
    }
    if chance.once_in(4) {
        let row = chance.pick(keymap::TYPING);
        return row.keys[chance.below(row.keys.len())];
    }
    let binding = chance.pick(keymap::BINDINGS);
    binding.keys[chance.below(binding.keys.len())]
}

#[test]
fn no_key_at_any_size_panics() {
    for seed in seeds(20) {
        let mut chance = Chance::new(seed);
        let size = |chance: &mut Chance| {
            let small = chance.once_in(3);
            let (width, height) = if small { (20, 10) } else { (400, 200) };
            let number = |number: usize| u16::try_from(number).expect("a small number");
            (
                number(1 + chance.below(width)),
                number(1 + chance.below(height)),
            )
        };
        let mut model = model(&plan(seed), size(&mut chance));
        let mut pressed = Vec::new();
        for step in 0..60 {
            let key = any_key(&mut chance);
            pressed.push(key);
            let message = match (chance.below(20), keymap::parse_key(key)) {
                (1..=3, _) => Message::Pointer(any_pointer(&mut chance, model.size)),
                (0, _) => {
                    let (width, height) = size(&mut chance);
                    Message::Resize(width, height)
                }
                (_, Some(key)) => Message::Key(key),
                (_, None) => Message::Paste(key.to_owned()),
            };
            if perform(&mut model, message, &NoShelf) {
                break;
            }
            if step % 5 == 0 {
                stays_inside(&model, &format!("seed {seed}: {pressed:?}"));
            }
        }
        let mut fresh = model.outline.clone();
        fresh.count(model.document.plan(), model.document.evaluation());
        assert_eq!(fresh, model.outline, "seed {seed}: {pressed:?}");
        let printed = model.document.print();
        assert!(printed.is_ok(), "seed {seed}: {pressed:?}: {printed:?}");
    }
}

#[test]
fn what_is_summed_up_again_is_what_is_planned() {
    for seed in seeds(12) {
        let mut chance = Chance::new(seed);
        let mut model = model(&plan(seed), (80, 24));
        model.measure = Measure::Pods;
        model.sum_up();
        for _ in 0..30 {
            let edit = edits::edit(model.document.plan(), &mut chance);
            let what = format!("seed {seed}: {edit:?}");
            let _refused = model.document.apply(edit);
            let mut reached = model.document.take_touched();
            reached.extend(model.document.take_judged());
            model.sum_up_again(&reached);
            let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
            let fresh = planned(plan, evaluation);
            for node in plan.walk() {
                let sums = [&model.planned, &fresh].map(|sums| sums[node.index()]);
                assert_eq!(sums[0], sums[1], "{what}: of {}", plan.path(node));
            }
        }
    }
}

/// Draws into a part of something larger, of which nothing else changes.
#[track_caller]
fn stays_inside(model: &Model, what: &str) {
    const AROUND: u16 = 2;
    let (width, height) = model.size;
    let area = Rect::new(AROUND, AROUND, width, height);
    let all = Rect::new(0, 0, width + 2 * AROUND, height + 2 * AROUND);
    let mut buffer = Buffer::filled(all, Cell::new("#"));
    render(model, PLAIN, area, &mut buffer);
    for position in all.positions().filter(|&position| !area.contains(position)) {
        assert_eq!(
            buffer[position],
            Cell::new("#"),
            "{what}: {position:?} of {area:?}"
        );
    }
}

#[test]
fn every_row_is_where_it_says() {
    for seed in seeds(10) {
        let model = model(&plan(seed), (80, 24));
        let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
        let mut outline = Outline::default();
        outline.count(plan, evaluation);
        for index in 0..outline.rows() {
            let row = outline.row_at(plan, evaluation, index).expect("a row");
            assert_eq!(
                outline.index_of(plan, evaluation, row),
                Some(index),
                "{row:?}"
            );
        }
    }
}

#[test]
fn it_draws_at_every_small_size_and_into_less() {
    let model = after(crate::cli::LANDSCAPE, (80, 24), "jjjj<enter><ctrl-u>v6x");
    for width in 0..=70 {
        for height in [0, 1, 2, 3, 4, 5, 10, 16] {
            let area = Rect::new(0, 0, width, height);
            let mut buffer = Buffer::empty(area);
            render(&model, PLAIN, area, &mut buffer);
            let outside = Rect::new(3, 2, width.saturating_add(9), height.saturating_add(9));
            render(&model, PLAIN, outside, &mut buffer);
        }
    }
}

#[test]
fn a_field_that_is_left_changes_nothing() {
    for seed in seeds(15) {
        let mut chance = Chance::new(seed);
        let mut model = model(&plan(seed), (80, 24));
        let before = model.document.print().expect("it prints");
        let downs = "j".repeat(chance.below(8));
        let typed: String = (0..chance.below(6)).map(|_| *chance.pick(TYPED)).collect();
        let keys = format!("{downs}<enter><enter>{typed}<tab><esc>");
        for key in keymap::parse_keys(&keys).into_iter().flatten() {
            let begun = model.overlay.is_some() || !model.undo.is_empty();
            if !begun || model.editing.is_some() {
                perform(&mut model, Message::Key(key), &NoShelf);
            }
        }
        if model.undo.is_empty() {
            assert!(model.editing.is_none(), "seed {seed}");
            assert_eq!(
                model.document.print().expect("it prints"),
                before,
                "seed {seed}"
            );
        }
    }
}

#[test]
fn undo_takes_everything_back() {
    for seed in seeds(15) {
        let mut chance = Chance::new(seed);
        let mut model = model(&plan(seed), (80, 24));
        let before = model.document.print().expect("it prints");
        for _ in 0..40 {
            let key = loop {
                let key = any_key(&mut chance);
                if !matches!(key, "q" | "ctrl-c" | "s" | "ctrl-s") {
                    break key;
                }
            };
            if let Some(key) = keymap::parse_key(key) {
                perform(&mut model, Message::Key(key), &NoShelf);
            }
        }
        for name in ["esc", "esc", "esc"] {
            let key = keymap::parse_key(name).expect("a key");
            perform(&mut model, Message::Key(key), &NoShelf);
        }
        while !model.undo.is_empty() {
            let key = keymap::parse_key("u").expect("a key");
            perform(&mut model, Message::Key(key), &NoShelf);
        }
        assert_eq!(
            model.document.print().expect("it prints"),
            before,
            "seed {seed}"
        );
    }
}

#[test]
fn a_run_of_2_to_the_64_scrolls() {
    let plan = "trellis: 1\nblocks:\n  - name: all\n    v6: 2001:db8::/32\n    blocks:\n      - {name: run, count: 18446744073709551616, v6: /120}\n";
    let shown = super::screen(plan, (120, 20), "jj<right>G");
    assert!(shown.contains("744073709551616 "), "{shown}");
}

#[test]
fn ascii_is_ascii() {
    let model = after(crate::cli::LANDSCAPE, (120, 36), "jjjj");
    let text = trellis::tui::print(&model, Theme::plain(true));
    let other = text.chars().find(|char| !char.is_ascii());
    assert_eq!(other, None, "{text}");
}
