//! What an edit would move is said before it is kept, and can be pinned; what is locked stays.

use super::{after, screen};

const PLAN: &str = "trellis: 1
blocks:
  - name: all
    v6: 2001:db8::/40
    blocks:
      - {name: a, v6: /48}
      - {name: b, v6: /48}      # the second
      - name: c
        v6: /48
        blocks:
          - {name: d, v6: /56}
";

const TYPE_47: &str = "j<enter>j<enter><backspace>7";

#[track_caller]
fn shows(plan: &str, keys: &str, lines: &[&str]) {
    let shown = screen(plan, (160, 36), keys);
    for line in lines {
        assert!(shown.contains(line), "no `{line}` after {keys} in\n{shown}");
    }
}

fn text(plan: &str, keys: &str) -> String {
    after(plan, (160, 36), keys)
        .document
        .print()
        .expect("it prints")
}

#[test]
fn a_trial_says_what_it_would_move() {
    shows(
        PLAN,
        TYPE_47,
        &[
            "would move 2 prefixes, with all inside:",
            "all/b 2001:db8:1::/48 → 2001:db8:2::/48",
            "all/c 2001:db8:2::/48 → 2001:db8:3::/48",
            "ctrl-p pin rest",
        ],
    );
    let shown = screen(PLAN, (160, 36), &format!("{TYPE_47}<backspace>8"));
    assert!(
        !shown.contains("would move") && !shown.contains("ctrl-p"),
        "{shown}"
    );
    assert_eq!(text(PLAN, &format!("{TYPE_47}<esc>")), PLAN);
    shows(
        PLAN,
        &format!("{TYPE_47}<enter>"),
        &["v6 of a: /47; moved 2 prefixes with all inside: all/b, all/c"],
    );
}

#[test]
fn what_would_move_is_pinned_in_the_same_change() {
    let keys = format!("{TYPE_47}<ctrl-p>");
    // a takes the first free pair behind c.
    shows(
        PLAN,
        &keys,
        &[
            "v6 of a: /47, 2 prefixes pinned; moved 1 prefix: all/a",
            "2001:db8:4::/47",
        ],
    );
    let pinned = PLAN
        .replace("name: a, v6: /48", "name: a, v6: /47")
        .replace("name: b, v6: /48", "name: b, v6: 2001:db8:1::/48")
        .replace(
            "        v6: /48\n        blocks",
            "        v6: 2001:db8:2::/48\n        blocks",
        );
    assert_eq!(text(PLAN, &keys), pinned);
    assert_eq!(text(PLAN, &format!("{keys}u")), PLAN);
}

#[test]
fn what_cannot_be_pinned_leaves_the_field_open() {
    let keys = format!("{TYPE_47}<backspace>0<ctrl-p>");
    shows(
        PLAN,
        &keys,
        &[
            "with the others pinned there would be no room for `all/a`",
            "›v6          /40",
        ],
    );
    assert_eq!(text(PLAN, &format!("{keys}<esc>")), PLAN);
    shows(
        PLAN,
        "<enter>j<enter><ctrl-u>2001:db9::/40<ctrl-p>",
        &["nothing would move but what is edited itself"],
    );
}

#[test]
fn deleting_says_what_it_moves_and_pins_it() {
    shows(
        PLAN,
        "jD",
        &[
            "would move 2 prefixes, with all inside:",
            "all/b 2001:db8:1::/48 → 2001:db8::/48",
            "p delete, pin the rest",
        ],
    );
    let pinned = PLAN
        .replace("      - {name: a, v6: /48}\n", "")
        .replace("name: b, v6: /48", "name: b, v6: 2001:db8:1::/48")
        .replace(
            "        v6: /48\n        blocks",
            "        v6: 2001:db8:2::/48\n        blocks",
        );
    assert_eq!(text(PLAN, "jDp"), pinned);
    assert_eq!(text(PLAN, "jDpu"), PLAN);
    shows(PLAN, "jjjD", &["⏎ delete · esc keep"]);
}

#[test]
fn ranges_are_pinned_on_their_shoot() {
    let plan = "trellis: 1
blocks:
  - name: all
    v6: 2001:db8::/40
    shoots:
      - {name: a, nodes: v6global/64+prefix/80, pods: v6fromNode, services: v6global/112}
      - {name: b, nodes: v6global/64+prefix/80, pods: v6fromNode, services: v6global/112}
";
    // a's nodes take the first /64, both services lie in the second, b's nodes take the third.
    let keys = "jj<enter><ctrl-u>v6global/63+prefix/80";
    shows(
        plan,
        keys,
        &[
            "would move 3 prefixes:",
            "all/a.services 2001:db8:0:1::/112 → 2001:db8:0:2::/112",
            "all/b.nodes 2001:db8:0:2::/64 → 2001:db8:0:3::/64",
            "all/b.services 2001:db8:0:1::1:0/112 → 2001:db8:0:2::1:0/112",
        ],
    );
    let keys = format!("{keys}<ctrl-p>");
    shows(
        plan,
        &keys,
        &["moved 1 prefix: all/a.nodes", "2001:db8:0:4::/63"],
    );
    let pinned = plan
        .replace(
            "{name: a, nodes: v6global/64",
            "{name: a, pinned: { services: 2001:db8:0:1::/112 }, nodes: v6global/63",
        )
        .replace(
            "{name: b,",
            "{name: b, pinned: { nodes: 2001:db8:0:2::/64, services: 2001:db8:0:1::1:0/112 },",
        );
    assert_eq!(text(plan, &keys), pinned);
    assert_eq!(text(plan, &format!("{keys}u")), plan);
}

#[test]
fn what_is_locked_is_not_moved() {
    let locked = PLAN.replace("{name: d, v6: /56}", "{name: d, v6: /56, lock: true}");
    let why = "`all/c/d` is locked, and this would move `all/c`, in which it lies,";
    shows(
        &locked,
        TYPE_47,
        &["`all/c/d` is locked, and this would move"],
    );
    shows(
        &locked,
        &format!("{TYPE_47}<enter>"),
        &[why, "›v6          /47"],
    );
    assert_eq!(text(&locked, &format!("{TYPE_47}<enter><esc>")), locked);
    for keys in ["jD", "jd", "jo"] {
        shows(&locked, keys, &[why]);
        assert_eq!(text(&locked, &format!("{keys}<enter>")), locked);
    }
}
