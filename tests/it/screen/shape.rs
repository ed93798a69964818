//! Changes of shape by keys: what is written then, one step each to take back.

use super::{after, screen};

const PLAN: &str = "\
trellis: 1
blocks:
  - name: all
    v6: 2001:db8::/32
    blocks:
      - name: a
        v6: /40
      - name: b
        v6: /44
        shoots:
          - {name: s, max-nodes: 5}
      - name: c
        v6: /40
      - name: run
        v6: /48
        count: 4
";

/// The file after some keys; as many undo steps as are said lead back to what it was.
fn check(keys: &str, steps: usize, from: &str, to: &str) {
    let mut model = after(PLAN, (100, 30), keys);
    assert_eq!(model.undo.len(), steps, "{keys}");
    let written = model.document.print().expect("it prints");
    assert_eq!(written, PLAN.replace(from, to), "{keys}");
    model = after(PLAN, (100, 30), &format!("{keys}{}", "u".repeat(steps)));
    assert_eq!(model.document.print().expect("it prints"), PLAN, "{keys}");
}

const B: &str = "      - name: b
        v6: /44
        shoots:
          - {name: s, max-nodes: 5}
";

const C: &str = "      - name: c
        v6: /40
";

#[test]
fn what_moves_nothing_is_done_at_once() {
    // `run` is behind `c`, and is placed between `b` and `c`: nothing moves for it.
    let run = "      - name: run
        v6: /48
        count: 4
";
    check(
        "gall/run<enter>K",
        1,
        &format!("{C}{run}"),
        &format!("{run}{C}"),
    );
}

#[test]
fn what_moves_something_is_shown_first_and_can_pin_the_rest() {
    let shown = screen(PLAN, (100, 30), "gall/b<enter>J");
    assert!(shown.contains("move b behind c"), "{shown}");
    // Both blocks, and the four of the run behind them.
    assert!(
        shown.contains("would move 6 prefixes, with all inside"),
        "{shown}"
    );
    assert!(
        shown.contains("all/c 2001:db8:200::/40 → 2001:db8:100::/40"),
        "{shown}"
    );
    check("gall/b<enter>J<esc>", 0, "", "");
    check(
        "gall/b<enter>Jp",
        1,
        &PLAN[PLAN.find("      - name: b").expect("it is there")..],
        &format!(
            "{}{B}{}",
            C.replace("/40", "2001:db8:200::/40"),
            "      - name: run
        v6: 2001:db8:110::/48
        count: 4
"
        ),
    );
}

#[test]
fn marked_things_are_edited_moved_and_deleted_as_one() {
    let both = "      - name: a
        v6: /40
";
    // The cursor stands behind what is marked: on `c`.
    check("<right>j<right><space>", 0, "", "");
    check("gall/a<enter><space>D<enter>", 1, both, "");
    check(
        "gall/a<enter><space><tab>jjjj<enter><ctrl-u>7<enter>",
        1,
        &format!("{both}{B}"),
        "      - name: a
        reserve: 7
        v6: /40
      - name: b
        reserve: 7
        v6: /44
        shoots:
          - {name: s, max-nodes: 5}
",
    );
    check(
        "gall/a<enter><space><space>Mall/c<enter><enter>",
        1,
        &format!("{both}{B}{C}"),
        "      - name: c
        v6: /40
        blocks:
          - name: a
            v6: /40
          - name: b
            v6: /44
            shoots:
              - {name: s, max-nodes: 5}
",
    );
}

#[test]
fn a_block_is_split_and_joined_by_keys() {
    let c = "      - name: c
        count: 4
        v6: /42
";
    check("gall/c<enter>|4<enter><enter>", 1, C, c);
    check("gall/c<enter>|4<enter><enter>&<enter>", 2, "", "");
    let shown = screen(PLAN, (100, 30), "gall/c<enter>|3<enter>");
    assert!(shown.contains("`3` is no power of two"), "{shown}");
    assert!(shown.contains("split c into"), "{shown}");
}

#[test]
fn a_filter_leaves_what_leads_there_and_goes_away() {
    let shown = screen(PLAN, (100, 30), "Fs<enter>");
    assert!(shown.contains("▾ b") && shown.contains("▾ s"), "{shown}");
    assert!(
        !shown.contains("  c  ") && !shown.contains("free"),
        "{shown}"
    );
    assert!(shown.contains("only `s`"), "{shown}");
    let back = screen(PLAN, (100, 30), "Fs<enter><esc>");
    assert!(back.contains("  c  ") && back.contains("· free"), "{back}");
    // What is left by esc is as it was.
    assert_eq!(
        screen(PLAN, (100, 30), "Fs<esc>"),
        screen(PLAN, (100, 30), "")
    );
}

#[test]
fn each_kind_is_added_with_a_length_that_fits() {
    let mut model = after(
        "trellis: 1\nregions:\n  - name: eu\n    v6: 2001:db8:1000::/36\n",
        (80, 24),
        "<alt-z><alt-n>",
    );
    let text = model.document.print().expect("it prints");
    let expected = "trellis: 1
regions:
  - name: eu
    v6: 2001:db8:1000::/36
    zones:
      - name: new-zone
        v6: /44
        vpcs:
          - name: new-vpc
            v6: /52
";
    assert_eq!(text, expected);
    let errors = |model: &trellis::tui::Model| {
        let findings = model.document.findings();
        findings
            .iter()
            .filter(|one| one.severity == trellis::diag::Severity::Error)
            .count()
    };
    assert_eq!(errors(&model), 0);
    // A region in something with a prefix is placed there, and not written beside it.
    for key in trellis::tui::keymap::parse_keys("<alt-e>").expect("a key") {
        trellis::tui::perform(&mut model, trellis::tui::Message::Key(key), &super::NoShelf);
    }
    assert_eq!(errors(&model), 0);
    assert!(
        model
            .document
            .print()
            .expect("it prints")
            .contains("name: new-region")
    );
}
