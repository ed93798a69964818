use super::{Item, insert_item, item_text, remove_item};
use crate::yaml::{ItemId, Limits, Node, Tree, apply};

fn list_of(text: &str) -> (Tree, ItemId) {
    let (tree, _) = Tree::read(text, Limits::default());
    let root = tree.roots()[0];
    let list = tree.value(text, root, "k").unwrap_or(root);
    (tree, list)
}

fn insert(before: &str, index: usize, item: &str, expected: &str) {
    let (tree, list) = list_of(before);
    let item = Item::Text(item.to_owned());
    let after = apply(before, insert_item(before, &tree, list, index, &item));
    assert_eq!(after, expected, "insert at {index} in {before:?}");
}

/// Removes the item; and putting it back must give the text it was.
fn remove(before: &str, index: usize, expected: &str, item: &str) {
    let (tree, list) = list_of(before);
    let lifted = item_text(before, &tree, list, index);
    assert_eq!(lifted, item, "item {index} of {before:?}");
    let after = apply(before, remove_item(before, &tree, list, index));
    assert_eq!(after, expected, "remove {index} from {before:?}");
    let (tree, list) = list_of(&after);
    let back = insert_item(&after, &tree, list, index, &Item::Text(lifted));
    assert_eq!(apply(&after, back), before, "put {index} back in {after:?}");
}

#[test]
fn items_go_and_come_back() {
    remove("- a\n- b\n- c\n", 1, "- a\n- c\n", "- b");
    remove("- a\n- b", 1, "- a", "- b");
    remove("- a\r\n- b\r\n", 1, "- a\r\n", "- b");
    remove("- a\n- b\n", 0, "- b\n", "- a");
    remove(
        "k:\n  # x\n  - a: 1 # c\n    # b: 2\n  # y\n  - a: 2\nz: 1\n",
        0,
        "k:\n  # y\n  - a: 2\nz: 1\n",
        "# x\n- a: 1 # c\n  # b: 2",
    );
    remove(
        "k:\n- a\n\n# y\n- b\n\nz: 1\n",
        1,
        "k:\n- a\n\nz: 1\n",
        "\n# y\n- b",
    );
    remove("k:\n\n- a\n\n- b\n", 0, "k:\n\n- b\n", "\n- a");
    remove(
        "k:\n  - a: |\n      x\n\n      y\n\n  - b\n",
        0,
        "k:\n\n  - b\n",
        "- a: |\n    x\n\n    y",
    );
    remove("- a\n- b: [\n1\n]\n- c\n", 1, "- a\n- c\n", "- b: [\n1\n]");
    remove("- a\n  # deeper\n- b\n", 1, "- a\n  # deeper\n", "- b");
    remove("- a: |+\n    x\n\n- b\n", 0, "- b\n", "- a: |+\n    x\n");
    remove(
        "-\n  a: 1\n-  # c\n  b: 2\n- &n\n- z\n",
        1,
        "-\n  a: 1\n- &n\n- z\n",
        "-  # c\n  b: 2",
    );
    remove("- a:\n- &n\n- z\n", 1, "- a:\n- z\n", "- &n");
    remove("k: [a, b, c] # d", 0, "k: [b, c] # d", "a");
    remove("k: [a, &x 'b', c]", 2, "k: [a, &x 'b']", "c");
    remove("\u{feff}- a\n- b\n- c\n", 1, "\u{feff}- a\n- c\n", "- b");
    remove("---\n- - a\n  - b\n- c\n", 1, "---\n- - a\n  - b\n", "- c");
}

#[test]
fn the_first_item_of_a_nested_list_keeps_the_dash_before_it() {
    let text = "- - a\n  - b\n- c\n";
    let (tree, _) = Tree::read(text, Limits::default());
    let list = tree.items(tree.roots()[0]).next().expect("a list");
    let after = apply(text, remove_item(text, &tree, list, 0));
    assert_eq!(after, "- - b\n- c\n");
    let item = Item::Node(Node::text("x"));
    let after = apply(text, insert_item(text, &tree, list, 0, &item));
    assert_eq!(after, "- - x\n  - a\n  - b\n- c\n");
}

#[test]
fn items_take_the_indent_and_line_break_of_their_neighbours() {
    insert(
        "k:\n    - a\n",
        1,
        "- b: 1\n  c: 2",
        "k:\n    - a\n    - b: 1\n      c: 2\n",
    );
    insert(
        "k:\r\n- a\r\nz: 1\r\n",
        1,
        "- b: 1\n  c: 2",
        "k:\r\n- a\r\n- b: 1\r\n  c: 2\r\nz: 1\r\n",
    );
    insert(
        "k:\n- a",
        1,
        "  - b: 1\n\n    c: 2",
        "k:\n- a\n- b: 1\n\n  c: 2",
    );
    insert("k:\n- a\n", 0, "b", "k:\n- b\n- a\n");
    insert(
        "k: [a]\n",
        1,
        "- b: 1\n  c: [2]",
        "k: [a, { b: 1, c: [2] }]\n",
    );
    insert(
        "k: [] # c\n",
        0,
        "- b: 1\n  c: 2",
        "k: # c\n  - b: 1\n    c: 2\n",
    );
    insert("k: []", 0, "b", "k: [b]");
}

#[test]
fn new_items_are_printed() {
    let node = Node::Map(vec![
        ("w".to_owned(), Node::text("x")),
        ("v".to_owned(), Node::text("::1")),
    ]);
    let check = |before: &str, expected: &str| {
        let (tree, list) = list_of(before);
        let splices = insert_item(before, &tree, list, 9, &Item::Node(node.clone()));
        assert_eq!(apply(before, splices), expected);
    };
    check("k:\n- a\nz: 1\n", "k:\n- a\n- w: x\n  v: \"::1\"\nz: 1\n");
    check("k: [a]\n", "k: [a, { w: x, v: \"::1\" }]\n");
    check("k: []\nz: 1\n", "k:\n  - w: x\n    v: \"::1\"\nz: 1\n");
}

#[test]
fn the_last_item_leaves_an_empty_list() {
    let check = |before: &str, expected: &str| {
        let (tree, list) = list_of(before);
        assert_eq!(apply(before, remove_item(before, &tree, list, 0)), expected);
    };
    check("k:\n  - a\nz: 1\n", "k: []\nz: 1\n");
    check("k: [a]\n", "k: []\n");
    check("- a\n", "[]\n");
}
