//! What saving changes in a text: an edit, the text before, the text after.

use trellis::document::Document;
use trellis::plan::{Date, Edit, Field};

#[track_caller]
fn check(path: &str, field: &str, line: &str, before: &str, after: &str) {
    let today = Date::parse("2026-11-22").expect("a day");
    let mut document = Document::new(before.to_owned(), today);
    let node = document.plan().find(path).expect("the path is there").node;
    let field = Field::of_key(field).expect("a field");
    let value = document.plan().value_from_line(node, field, line);
    document
        .apply(Edit::set(node, field, Some(value)))
        .expect("it can be changed");
    assert_eq!(document.save(), Ok(after));
}

#[test]
fn items_of_a_list_keep_their_quotes() {
    check(
        "a",
        "nodes",
        "v4:/18, v6global/64",
        "trellis: 1\nshoots:\n- name: a # one\n  nodes: [\"v4:/17\", 'v6global/64'] # two\n",
        "trellis: 1\nshoots:\n- name: a # one\n  nodes: [\"v4:/18\", 'v6global/64'] # two\n",
    );
    check(
        "a",
        "node-zones",
        "x, y",
        "trellis: 1\nshoots:\n- name: a\n  node-zones:\n  - x # one\n  - 'z' # two\n",
        "trellis: 1\nshoots:\n- name: a\n  node-zones:\n  - x # one\n  - 'y' # two\n",
    );
}

#[test]
fn line_ends_and_a_missing_last_one_stay() {
    check(
        "b",
        "v6",
        "/44",
        "trellis: 1\r\nblocks:\r\n  - {name: a, v6: /40}\r\n  - {name: b, v6: /40} # ü",
        "trellis: 1\r\nblocks:\r\n  - {name: a, v6: /40}\r\n  - {name: b, v6: /44} # ü",
    );
}

#[test]
fn what_is_written_reads_back_as_a_text() {
    check(
        "a",
        "note",
        "no",
        "trellis: 1\nblocks:\n- name: a\n",
        "trellis: 1\nblocks:\n- name: a\n  note: \"no\"\n",
    );
    check(
        "a",
        "v6",
        "fd00::/8",
        "trellis: 1\nblocks:\n- name: a\n",
        "trellis: 1\nblocks:\n- name: a\n  v6: fd00::/8\n",
    );
}
