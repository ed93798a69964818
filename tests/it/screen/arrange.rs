//! What lies side by side changes places, and the tree is shown down to a level.

use super::{PLAIN, after, screen};
use trellis::tui::{Origin, print};

const PLAN: &str = "trellis: 1
# what we have
blocks:
  - name: all
    v6: 2001:db8::/40
    blocks:
      - {name: a, v6: /44}
      # the small one
      - {name: b, v6: /48}      # stays small
      - name: c
        v6: /48
        lock: true
        blocks:
          - {name: d, v6: /56}
";

const FREE: &str = "trellis: 1
blocks:
  - name: all
    blocks:
      - {name: a, v6: 2001:db8::/48}
      # the second
      - {name: b, v6: 2001:db9::/48}
";

fn text(plan: &str, keys: &str) -> String {
    after(plan, (120, 36), keys)
        .document
        .print()
        .expect("it prints")
}

#[test]
fn siblings_change_places_with_their_comments() {
    let moved = "trellis: 1
blocks:
  - name: all
    blocks:
      # the second
      - {name: b, v6: 2001:db9::/48}
      - {name: a, v6: 2001:db8::/48}
";
    assert_eq!(text(FREE, "jJ"), moved);
    assert_eq!(text(FREE, "jj<alt-up>"), moved);
    assert_eq!(text(FREE, "jJK"), FREE);
    assert_eq!(text(FREE, "jJu"), FREE);
    assert!(screen(FREE, (120, 36), "jK").contains("a is the first block of all"));
    assert!(screen(FREE, (120, 36), "jjJ").contains("b is the last block of all"));
}

#[test]
fn what_would_move_is_asked_about_and_can_be_pinned() {
    let unlocked = PLAN.replace("        lock: true\n", "");
    let asked = screen(&unlocked, (120, 36), "jJ");
    for line in [
        "move a behind b",
        "all/a 2001:db8::/44 → 2001:db8:10::/44",
        "all/b 2001:db8:10::/48 → 2001:db8::/48",
        "p apply, pin the rest",
    ] {
        assert!(asked.contains(line), "no `{line}` in\n{asked}");
    }
    assert_eq!(text(&unlocked, "jJ<esc>"), unlocked);
    let done = text(&unlocked, "jJ<enter>");
    assert!(
        done.contains(
            "# the small one\n      - {name: b, v6: /48}      # stays small\n      - {name: a"
        ),
        "{done}"
    );
    assert_eq!(text(&unlocked, "jJ<enter>u"), unlocked);
}

#[test]
fn what_is_locked_keeps_its_place() {
    let refused = screen(PLAN, (120, 36), "jjjK");
    assert!(refused.contains("is locked"), "{refused}");
    assert_eq!(text(PLAN, "jjjK"), PLAN);
    assert_eq!(text(PLAN, "jjJ"), PLAN);
}

#[test]
fn the_tree_is_shown_down_to_a_level() {
    let rows = |keys: &str| after(PLAN, (120, 36), keys).outline.rows();
    assert_eq!(rows("1"), 1);
    // all, a, b, c, and what is free in all; then d, and what is free in c.
    assert_eq!(rows("2"), 5);
    assert_eq!(rows("3"), 7);
    assert_eq!(rows("13"), rows("3"));
    let shown = screen(PLAN, (120, 36), "jjjj1");
    assert!(shown.contains("the tree shows 1 level"), "{shown}");
    assert!(shown.contains("›") && !shown.contains(" c "), "{shown}");
}

#[test]
fn a_block_says_what_still_fits() {
    // Of 16 × /44, the first holds a; the second b and c, which leave 14 × /48: 2, 4 and 8 side by side.
    let shown = screen(PLAN, (120, 36), "");
    let fits = "still fits: 1 × /41, 1 × /42, 1 × /43, 1 × /45, …";
    assert!(shown.contains(fits), "{shown}");
}

#[test]
fn the_example_says_how_to_begin_at_every_size() {
    for size in [(120, 36), (80, 24), (40, 12)] {
        let mut model = after(PLAN, size, "");
        let line = "trellis my.yaml begins your own";
        assert!(
            !print(&model, PLAIN).contains(line),
            "a file is a beginning"
        );
        model.origin = Origin::Example;
        let shown = print(&model, PLAIN);
        assert!(shown.contains(line), "{shown}");
        assert!(shown.contains("› ▾ all"), "{shown}");
    }
}

#[test]
fn what_was_looked_for_is_found_again_by_key() {
    let typed = |keys: &str| {
        let model = after(PLAN, (120, 36), keys);
        let prompt = model.prompt.as_ref().expect("it is being typed");
        prompt.line.text().to_owned()
    };
    let before = "/all<enter>/c<enter>/d<enter>/c<enter>";
    let also = |keys: &str| typed(&format!("{before}/{keys}"));
    assert_eq!(also("<ctrl-p>"), "c");
    assert_eq!(also("<ctrl-p><ctrl-p>"), "d");
    assert_eq!(also("<ctrl-p><ctrl-p><ctrl-p><ctrl-p>"), "all");
    assert_eq!(also("<ctrl-p><ctrl-p><ctrl-n>"), "c");
    assert_eq!(typed("/<ctrl-p>"), "");
    let shown = screen(PLAN, (120, 36), &format!("{before}/"));
    assert!(shown.contains("ctrl-p earlier ones"), "{shown}");
    let found = after(PLAN, (120, 36), &format!("{before}j/<ctrl-p><enter>"));
    assert_eq!(found.path(), "all/c");
}
