//! What the tree measures: the heading names it, and each row comes to what it has.

use trellis::tui::Session;

use super::{PLAIN, after, model, print};

const PLAN: &str = "\
trellis: 1
provider: aws
max-pods: 50
regions:
  - name: eu
    v6: 2001:db8:1000::/36
    v4: 10.0.0.0/8
    vpcs:
      - name: prod
        count: 40
        v6: /56
        v4: /18
        shoots:
          - {name: pay, nodes: v6global/64+prefix/80, pods: v6fromNode/96, services: v6global/108, max-nodes: 200}
          - {name: web, count: 2, nodes: v6global/64+prefix/80, pods: v6fromNode/96, services: v6global/108, max-nodes: 30, max-pods: 110}
      - {name: spare, v6: /56}
  - name: us
    v4: 11.0.0.0/16
    shoots:
      - {name: open, nodes: \"v4:/20\", pods: v4private, services: v4private}
";

/// The heading, and what the last column says of each row whose name is asked for.
#[track_caller]
fn check(times: usize, heading: &str, expected: &[(&str, &str)]) {
    let shown = print(&after(PLAN, (120, 36), &"a".repeat(times)), PLAIN);
    let title = shown.lines().nth(1).expect("a frame");
    assert!(title.contains(&format!("─ {heading} ─")), "{shown}");
    for (name, value) in expected {
        let row = shown.lines().find(|line| line.contains(name));
        let row: Vec<char> = row.unwrap_or("").chars().collect();
        let column: String = row.iter().skip(49).take(16).collect();
        assert_eq!(column.trim_end(), *value, "{heading} of {name} in\n{shown}");
    }
}

#[test]
fn the_heading_names_what_each_row_comes_to() {
    // 41 of the 2^20 blocks of a /56 in a /36 are planned: six bits of twenty, of which the column shows the first.
    // Each of three shoots takes three /64 in a VPC on AWS: nine, which are four bits of eight.
    check(
        0,
        "bits",
        &[("▾ eu ", "██████▁▁▁▁▁▁▁▁▁…"), ("▾ prod ", "████▁▁▁▁")],
    );
    check(1, "children", &[("▾ eu ", "41 of 1,048,576…")]);
    check(2, "free", &[("▾ eu ", "1,048,535 × /56")]);
    // 2^28 in a /36; forty times 2^8; three subnets a zone are one range of one /64.
    check(
        3,
        "/64s",
        &[
            ("▾ eu ", "268,435,456"),
            ("▾ prod ", "10,240"),
            ("spare ", "256"),
            ("▾ us ", ""),
        ],
    );
    // 40 × (200 + 2 × 30)
    check(
        4,
        "nodes",
        &[
            ("▾ eu ", "10,400"),
            ("▾ prod ", "10,400"),
            ("▾ pay ", "200"),
            ("▾ web ", "60"),
            ("▾ us ", "open"),
        ],
    );
    // 40 × (200 × 50 + 60 × 110)
    check(
        5,
        "pods",
        &[
            ("▾ eu ", "664,000"),
            ("▾ pay ", "10,000"),
            ("▾ web ", "6,600"),
        ],
    );
    check(
        6,
        "addresses",
        &[
            ("▾ eu ", "2^92  16,777,216"),
            ("▾ prod ", "40 × 2^72 +v4"),
            ("spare ", "2^72"),
            ("▾ us ", "65,536"),
        ],
    );
    check(7, "bits", &[]);
}

#[test]
fn sums_follow_every_key() {
    // pay's max-nodes becomes 2000 while it is typed.
    let shown = print(&after(PLAN, (120, 36), "aaaajj<enter>jjjj<enter>0"), PLAIN);
    let eu = shown
        .lines()
        .find(|line| line.contains("▾ eu "))
        .expect("a row");
    assert!(eu.contains("82,400"), "{shown}");
    // What says no max-nodes is marked beside what does.
    let some = PLAN.replace("max-nodes: 30, ", "");
    let shown = print(&after(&some, (120, 36), "aaaa"), PLAIN);
    let eu = shown
        .lines()
        .find(|line| line.contains("▾ eu "))
        .expect("a row");
    assert!(eu.contains("8,000+"), "{shown}");
}

#[test]
fn a_narrow_tree_shows_the_measure_in_place_of_prefixes() {
    let shown = print(&after(PLAN, (40, 12), "aaaa"), PLAIN);
    assert!(shown.contains(" nodes ─"), "{shown}");
    let eu = shown
        .lines()
        .find(|line| line.contains("▾ eu "))
        .expect("a row");
    assert!(eu.contains("10,400") && !eu.contains("2001"), "{shown}");
    let shown = print(&after(PLAN, (40, 12), ""), PLAIN);
    assert!(shown.contains("2001:db8:1000::/36"), "{shown}");
}

#[test]
fn the_measure_is_remembered() {
    let left = after(PLAN, (120, 36), "aaaa");
    let mut again = model(PLAN, (120, 36));
    Session::of(&left).apply(&mut again);
    let shown = print(&again, PLAIN);
    assert!(
        shown.contains("─ nodes ─") && shown.contains("10,400"),
        "{shown}"
    );
}
