//! Changes of shape: what they write into the file, what they say beforehand, and that they can be taken back.

use trellis::document::{Document, NotReshaped, Reshape};
use trellis::plan::Date;
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
