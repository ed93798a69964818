//! Changes of shape: what they write into the file, what they say beforehand, and that they can be taken back.

use trellis::document::{Document, NotReshaped, Reshape};
use trellis::plan::{Date, Edit};
use trellis::source::NodeId;

const PLAN: &str = "\
trellis: 1
regions:
  - name: eu10
    v6: 2001:db8:1000::/36
    blocks:
      # for the living
      - name: live
        v6: /40
        blocks:
          # the first half
          - {name: low, v6: /41}
          # the second half
          - name: high  # up there
            v6: /41
      - name: run
        count: 8
        v6: /44   # each
        reserve: 2
        vpcs:
          - {name: net, v6: /56}
";

fn document(text: &str) -> Document {
    let today = Date::parse("2026-11-22").expect("a day");
    Document::new(text.to_owned(), today)
}

fn at(document: &Document, path: &str) -> NodeId {
    document.plan().find(path).expect("a path").node
}

type Change = fn(&mut Document) -> Result<Reshape, NotReshaped>;

/// What a change says, and the lines that it takes from the file and puts into it; it is taken back without a trace.
fn check(text: &str, change: Change, says: &[&str], expected: &str) {
    let mut document = document(text);
    let reshape = change(&mut document).expect("it can be done");
    assert_eq!(reshape.lines, says, "{}", reshape.title);
    let edited = document.edit(reshape.edit).expect("nothing is locked");
    let written = document.print().expect("it prints");
    assert_eq!(written, expected, "{}", reshape.title);
    document.apply(edited.inverse).expect("it is taken back");
    assert_eq!(document.print().expect("it prints"), text);
}

fn refused(text: &str, change: Change, why: &str) {
    let mut document = document(text);
    let refusal = change(&mut document).expect_err(why);
    assert_eq!(refusal.to_string(), why);
}

#[test]
fn a_block_moves_into_another_with_its_comments() {
    check(
        PLAN,
        |document| {
            let (node, into) = (at(document, "eu10/live/high"), at(document, "eu10"));
            document.moved_into(&[node], into)
        },
        &[],
        &(PLAN.replace(
            "          # the second half
          - name: high  # up there
            v6: /41
",
            "",
        ) + "      # the second half
      - name: high  # up there
        v6: /41
"),
    );
    refused(
        PLAN,
        |document| {
            let (node, into) = (at(document, "eu10"), at(document, "eu10/live"));
            document.moved_into(&[node], into)
        },
        "`eu10` can't lie in `eu10/live`",
    );
}

#[test]
fn what_is_empty_becomes_a_run_and_one_block_again() {
    let split = PLAN.replace(
        "          - {name: low, v6: /41}",
        "          - {name: low, count: 4, v6: /43}",
    );
    check(
        PLAN,
        |document| document.split(at(document, "eu10/live/low"), "/43"),
        &[
            "low becomes a run of 4, /43 each",
            "it is called low-1 … low-4 then",
        ],
        &split,
    );
    check(
        &split,
        |document| document.join(at(document, "eu10/live/low")),
        &["low-1 … become one block, which is called low"],
        PLAN,
    );
    for wrong in ["3", "1", "/41", "/40", "x", "/129"] {
        let mut document = document(PLAN);
        let node = at(&document, "eu10/live/low");
        let refusal = document.split(node, wrong).expect_err(wrong);
        assert_eq!(refusal, NotReshaped::NotParts(wrong.to_owned()));
    }
}

#[test]
fn what_is_full_is_cut_with_what_lies_in_it_and_joined_again() {
    let split = PLAN.replace(
        "        v6: /40
        blocks:
          # the first half
          - {name: low, v6: /41}
          # the second half
          - name: high  # up there
            v6: /41
",
        "        v6: /41
        blocks:
          # the first half
          - {name: low, v6: /41}
      - name: live-2
        v6: /41
        blocks:
          # the second half
          - name: high  # up there
            v6: /41
",
    );
    check(
        PLAN,
        |document| document.split(at(document, "eu10/live"), "2"),
        &["new: live-2 /41, with high"],
        &split,
    );
    check(
        &split,
        |document| document.join(at(document, "eu10/live")),
        &["live becomes /40, and live-2 is gone", "live takes in high"],
        PLAN,
    );
    refused(
        PLAN,
        |document| document.split(at(document, "eu10/live"), "4"),
        "`low` lies across the cut of `live` in IPv6",
    );
    refused(
        PLAN,
        |document| document.split(at(document, "eu10/run"), "2"),
        "`run` is a run with something in it: take a member out of it first",
    );
}

#[test]
fn a_member_leaves_its_run_and_comes_back() {
    let parted = PLAN.replace(
        "      - name: run
        count: 8
        v6: /44   # each
        reserve: 2
        vpcs:
          - {name: net, v6: /56}
",
        "      - name: run
        count: 2
        v6: /44   # each
        vpcs:
          - {name: net, v6: /56}
      - name: run-3
        v6: /44
        vpcs:
          - name: net
            v6: /56
      - name: run-rest
        count: 5
        reserve: 2
        v6: /44
        vpcs:
          - name: net
            v6: /56
",
    );
    check(
        PLAN,
        |document| document.part_with(at(document, "eu10/run"), 2),
        &[
            "run-3 becomes a definition of its own, which can differ",
            "run-4 … run-8 are called run-rest-1 … run-rest-5 then; their prefixes stay",
        ],
        &parted,
    );
    let mut document = document(&parted);
    let reshape = document
        .rejoin(at(&document, "eu10/run-3"))
        .expect("pieces");
    assert_eq!(
        reshape.lines,
        [
            "run-1 … run-8 are one run",
            "run-rest-1 … run-rest-5 are called run-4 … run-8 then"
        ]
    );
    document.edit(reshape.edit).expect("nothing is locked");
    let again = document.print().expect("it prints");
    // The reserve is said again behind the last key that it can follow.
    let plan = PLAN.replace(
        "        count: 8\n        v6: /44   # each\n        reserve: 2\n",
        "        count: 8\n        reserve: 2\n        v6: /44   # each\n",
    );
    assert_eq!(again, plan);
}

#[test]
fn the_first_member_leaves_and_no_name_means_another() {
    let mut document = document(PLAN);
    let reshape = document.part_with(at(&document, "eu10/run"), 0);
    document
        .edit(reshape.expect("it leaves").edit)
        .expect("nothing is locked");
    let prefix = |path: &str| {
        let found = document.plan().find(path).expect("a path");
        let members = trellis::engine::member_at(&found);
        let family = trellis::addr::Family::V6;
        let evaluation = document.evaluation();
        let prefix = evaluation.block_prefix(document.plan(), found.node, family, &members);
        prefix.expect("it is placed").to_string()
    };
    assert_eq!(prefix("eu10/run-1"), "2001:db8:1100::/44");
    assert_eq!(prefix("eu10/run-rest-1"), "2001:db8:1110::/44");
    assert_eq!(prefix("eu10/run-rest-7"), "2001:db8:1170::/44");
    assert!(document.plan().find("eu10/run-2").is_err());
}

#[test]
fn what_would_be_lost_is_told() {
    let text = PLAN.replace(
        "      - name: run\n",
        "      - {name: live-2, v6: /40, owner: bob, note: two}\n      - name: run\n",
    );
    let document = document(&text);
    let reshape = document.join(at(&document, "eu10/live")).expect("halves");
    assert_eq!(
        reshape.lines,
        [
            "live becomes /39, and live-2 is gone",
            "lost: owner of live-2, bob; it is nothing then"
        ]
    );
    let apart = document
        .join(at(&document, "eu10/live-2"))
        .expect_err("apart");
    assert_eq!(
        apart.to_string(),
        "`run` can't become one block: only a run of 2, 4, 8 … with nothing in it can"
    );
}

#[test]
fn locks_hold() {
    let text = PLAN.replace("{name: net, v6: /56}", "{name: net, v6: /56, lock: true}");
    let changes: [Change; 2] = [
        |document| document.part_with(at(document, "eu10/run"), 2),
        |document| {
            let (node, into) = (at(document, "eu10/run"), at(document, "eu10/live"));
            document.moved_into(&[node], into)
        },
    ];
    for change in changes {
        let mut document = document(&text);
        let reshape = change(&mut document).expect("a change");
        let refusal = document.edit(reshape.edit).expect_err(&reshape.title);
        assert!(
            refusal.to_string().contains("`eu10/run/net` is locked"),
            "{refusal}"
        );
        assert_eq!(document.print().expect("it prints"), text);
    }
}

pub(crate) const ZONES_FIRST: &str = "\
trellis: 1
regions:
  - name: eu10
    v6: 2001:db8:1000::/36
    zones:
      # one for each data centre
      - name: z
        count: 3
        v6: /40
        vpcs:
          - name: net  # of a customer
            count: 200
            v6: /48
            blocks:
              # in each zone
              - {name: in, v6: /56, role: load-balancer}
";

pub(crate) const VPCS_FIRST: &str = "\
trellis: 1
regions:
  - name: eu10
    v6: 2001:db8:1000::/36
    vpcs:
      - name: net  # of a customer
        count: 200
        v6: /44
        zones:
          # one for each data centre
          - name: z
            count: 3
            v6: /48
            blocks:
              # in each zone
              - {name: in, v6: /56, role: load-balancer}
";

fn swap(path: &'static str) -> impl Fn(&mut Document) -> Result<Reshape, NotReshaped> {
    move |document| {
        let node = at(document, path);
        document.swap(node).map(|swap| swap.reshape)
    }
}

#[test]
fn two_levels_change_places_and_back() {
    // The four bits of the zones and the eight of the VPCs: /36 + 8 = /44 outside, /48 inside as before.
    check(
        ZONES_FIRST,
        |document| swap("eu10/z")(document),
        &[
            "v6 of z: /40 → /48",
            "v6 of net: /48 → /44",
            "routes, or filter entries, for one of z: 1 → 200, worse",
            "routes, or filter entries, for one of net: 3 → 1, better",
            "filter entries for all of role load-balancer: 600 in both",
            "errors: 0 in both",
            // 200 of 256 leave less than the quarter that is to stay free.
            "warnings: 1 in both",
        ],
        VPCS_FIRST,
    );
    check(
        VPCS_FIRST,
        |document| swap("eu10/net")(document),
        &[
            "v6 of net: /44 → /48",
            "v6 of z: /48 → /40",
            "routes, or filter entries, for one of net: 1 → 3, worse",
            "routes, or filter entries, for one of z: 200 → 1, better",
            "filter entries for all of role load-balancer: 600 in both",
            "errors: 0 in both",
            // 200 of 256 leave less than the quarter that is to stay free.
            "warnings: 1 in both",
        ],
        ZONES_FIRST,
    );
}

#[test]
fn the_innermost_level_changes_places_with_the_one_above() {
    let mut document = document(ZONES_FIRST);
    let inner = at(&document, "eu10/z/net");
    let outer = at(&document, "eu10/z");
    let one = document.swap(inner).expect("it has one above");
    // `in` lies in it, so `net` is not the innermost: with it, it changes places.
    assert_eq!(one.reshape.title, "let net and in change places");
    let innermost = at(&document, "eu10/z/net/in");
    let other = document.swap(innermost).expect("it has one above");
    assert_eq!(other.reshape.title, one.reshape.title);
    let third = document.swap(outer).expect("it has one below");
    assert_eq!(third.reshape.title, "let z and net change places");
}

#[test]
fn places_and_uses_change_places_with_what_lies_in_them() {
    check(
        "trellis: 1
blocks:
  - name: site
    v6: 2001:db8:1000::/36
    zones:
      - name: a
        v6: /40
        owner: anna
        growth: 10
        blocks:
          - name: web
            v6: /44
            role: load-balancer
          - name: db
            v6: /42
            growth: 50
            blocks:
              - name: one  # the first
                v6: /56
      - name: b
        v6: /40
        blocks:
          - name: db
            v6: /42
            growth: 50
            blocks:
              - name: two  # the second
                v6: /56
          - name: web
            v6: /44
            role: load-balancer
",
        |document| swap("site/b")(document),
        &[
            "v6 of zones: /40 → /44, /42",
            "v6 of web, db: /44, /42 → /40, /38",
            "routes, or filter entries, for one of zones: 1 → 2, worse",
            "routes, or filter entries, for one of web, db: 2 → 1, better",
            "filter entries for all of role load-balancer: 2 → 1, better",
            "errors: 0 in both",
            // Both /42, and /38 above them, are off the digits.
            "warnings: 2 → 3 (nibble-boundary), worse",
        ],
        "trellis: 1
blocks:
  - name: site
    v6: 2001:db8:1000::/36
    blocks:
      - name: web
        v6: /40
        role: load-balancer
        zones:
          - name: a
            v6: /44
            owner: anna
            growth: 10
          - name: b
            v6: /44
      - name: db
        v6: /38
        growth: 50
        zones:
          - name: a
            v6: /42
            owner: anna
            blocks:
              - name: one  # the first
                v6: /56
          - name: b
            v6: /42
            blocks:
              - name: two  # the second
                v6: /56
",
    );
}

#[test]
fn levels_that_are_not_alike_stay() {
    let cases = [
        (
            "",
            "      - {name: y, v6: /40}\n",
            "nothing lies in `y` that it could change places with",
        ),
        (
            "",
            "      - name: y\n        v6: /40\n        shoots: [{name: s}]\n",
            "`s` lies in `y` beside the level below: it has no place in another order",
        ),
        (
            "",
            "      - name: y\n        v6: /40\n        vpcs: [{name: net, v6: /48}]\n",
            "`eu10/z/net` and `eu10/y/net` differ in `count`, so they are not one block in another order",
        ),
        (
            "",
            "      - name: y\n        v6: /44\n        vpcs: [{name: other, v6: /48}]\n",
            "`eu10/z` and `eu10/y` differ in `v6`, so they are not one block in another order",
        ),
        (
            "",
            "      - name: y\n        v6: 2001:db8:1f00::/40\n        vpcs: [{name: other, v6: /48}]\n",
            "`eu10/y` is written as a prefix, so it is in use; write its length instead to see another order",
        ),
        (
            "",
            "      - name: y\n        v6: /40\n        vpcs: [{name: other}]\n",
            "nothing is said about the size of `eu10/y/other`; give it a v6 or v4 first",
        ),
        (
            "",
            "      - name: y\n        v6: /40\n        vpcs: [{name: other, v6: /40}]\n",
            "`eu10/y/other` is as large as what it lies in, so no bits can change places",
        ),
        (
            "",
            "      - name: y\n        v6: /40\n        flat: true\n        vpcs: [{name: other, v6: /48}]\n",
            "`eu10/y` has `flat`, which is of its own place and not of a level",
        ),
        (
            "    blocks:\n      - {name: net, v6: /60}\n",
            "",
            "`net` lies in both `eu10` and `z`; rename one first",
        ),
    ];
    for (before, behind, why) in cases {
        let text =
            ZONES_FIRST.replacen("    zones:\n", &format!("{before}    zones:\n"), 1) + behind;
        refused(&text, |document| swap("eu10/z")(document), why);
    }
    let text = ZONES_FIRST.replacen("    zones:\n", "    shoots: [{name: s}]\n    zones:\n", 1);
    refused(
        &text,
        |document| swap("eu10/s")(document),
        "levels of blocks change places, and a shoot is no block: choose the block around it",
    );
    refused(
        ZONES_FIRST,
        |document| swap("eu10")(document),
        "the plan itself lies in nothing and has no size",
    );
}

/// What was taken out and put back takes in what had moved out of it meanwhile, at any depth.
#[test]
fn what_is_put_back_is_whole() {
    const TEXT: &str = "\
trellis: 1
regions:
  - name: r
    vpcs:
      - name: v
        blocks:
          - name: b  # stays
            vpcs:
              - {name: moves, v6: /56}
  - name: other
";
    let mut document = document(TEXT);
    let (moves, other) = (at(&document, "r/v/b/moves"), at(&document, "other"));
    let away = document.moved_into(&[moves], other).expect("it moves").edit;
    let first = document.apply(away).expect("it moves");
    document.save().expect("it is written");
    let region = at(&document, "r");
    let second = document
        .apply(Edit::Remove { node: region })
        .expect("it goes");
    document.save().expect("it is written");
    document.apply(second).expect("it is taken back");
    document.apply(first).expect("it is taken back");
    let text = document.save().expect("it is written");
    let again = self::document(text);
    let paths = |document: &Document| {
        let plan = document.plan();
        plan.walk().map(|id| plan.path(id)).collect::<Vec<_>>()
    };
    assert_eq!(paths(&again), paths(&self::document(TEXT)));
}
