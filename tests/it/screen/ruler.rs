//! Borders of the ruler under keys.

use super::{after, screen};
use crate::cli::LANDSCAPE;

const SIZE: (u16, u16) = (120, 36);

#[track_caller]
fn says(plan: &str, keys: &str, expected: &str) {
    let shown = screen(plan, SIZE, keys);
    assert!(
        shown.contains(expected),
        "{keys}: no `{expected}` in\n{shown}"
    );
}

#[test]
fn a_chosen_border_moves_wherever_it_lies() {
    // From prod, whose /56 AWS fixes, one border back is live's /40.
    says(LANDSCAPE, "jj(", "b live /40: []{} move it");
    says(LANDSCAPE, "jj(]", "✓ v6 of live: /40 to /44");
    // Behind the last IPv6 border comes IPv4's first, which is written; the third is prod's /18.
    says(
        LANDSCAPE,
        "jj)",
        "eu10 is written as a prefix, /8, and stays",
    );
    says(LANDSCAPE, "jj))){", "✓ v4 of prod: /18 to /17");
    // Esc leaves the choice and nothing else.
    says(
        LANDSCAPE,
        "jj(<esc>]",
        "! prod stays /56: aws gives this length and no other",
    );
    // Going to another row leaves it too.
    says(LANDSCAPE, "jj(jk]", "! prod stays /56");
}

#[test]
fn what_a_move_would_break_is_shown_before_it() {
    // 40 × /56 and a reserve of 13 more /40 in a /36 of 16: a /36 for live leaves no room for the reserve.
    says(LANDSCAPE, "j", "[ /36 ● 1 error more (bits-exhausted)");
    says(LANDSCAPE, "j", "] /44 nothing else changes");
    let model = after(LANDSCAPE, SIZE, "j");
    assert!(!model.is_changed());
    // With a reserve of one alone it fits, and what follows moves behind it.
    let plan = "trellis: 1\nblocks: [{name: r, v6: \"2001:db8::/32\", blocks: [{name: a, v6: /40}, {name: b, v6: /40}]}]\n";
    says(plan, "j", "[ /36 moves `b`");
}

#[test]
fn a_move_that_reaches_too_much_is_not_tried() {
    use std::fmt::Write as _;
    let mut plan = String::from("trellis: 1\nblocks:\n- name: r\n  v6: 2001:db8::/32\n  blocks:\n");
    for number in 0..3500 {
        writeln!(plan, "  - {{name: b{number:04}, v6: /56}}").expect("a text takes more");
    }
    says(&plan, "j", "] /60 … too much lies behind it");
    says(&plan, "Gk", "] /60 nothing else changes");
    // It can be done all the same, and taken back.
    says(&plan, "j]", "✓ v6 of b0000: /56 to /60");
    says(&plan, "j]u", "undid v6 of b0000: /56 to /60");
}
