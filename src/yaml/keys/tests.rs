use crate::yaml::{ItemId, Limits, Node, Splice, Tree, add_key, apply, remove_key, set_value};

/// Applies an edit to the mapping below a path of keys and list indices.
fn edit(text: &str, path: &[&str], change: impl Fn(&str, &Tree, ItemId) -> Vec<Splice>) -> String {
    let (tree, _) = Tree::read(text, Limits::default());
    let mut id = tree.roots()[0];
    for step in path {
        let next = match step.parse() {
            Ok(index) => tree.items(id).nth(index),
            Err(_) => tree.value(text, id, step),
        };
        id = next.expect("the path leads somewhere");
    }
    let after = apply(text, change(text, &tree, id));
    let (_, faults) = Tree::read(&after, Limits::default());
    assert_eq!(faults, [], "{after}");
    after
}

fn set(before: &str, path: &[&str], key: &str, value: &Node, expected: &str) {
    let after = edit(before, path, |text, tree, map| {
        set_value(text, tree, map, key, value)
    });
    assert_eq!(after, expected, "set {key} in {before:?}");
}

fn add(before: &str, path: &[&str], after: Option<&str>, value: &Node, expected: &str) {
    let text = edit(before, path, |text, tree, map| {
        add_key(text, tree, map, "w", value, after)
    });
    assert_eq!(text, expected, "add to {before:?}");
}

fn remove(before: &str, path: &[&str], key: &str, expected: &str) {
    let after = edit(before, path, |text, tree, map| {
        remove_key(text, tree, map, key)
    });
    assert_eq!(after, expected, "remove {key} from {before:?}");
}

fn text(text: &str) -> Node {
    Node::text(text)
}

fn list(items: &[&str]) -> Node {
    Node::List(items.iter().map(|&item| text(item)).collect())
}

fn maps() -> Node {
    Node::List(vec![Node::Map(vec![
        ("p".to_owned(), text("q")),
        ("r".to_owned(), list(&["s", "t"])),
    ])])
}

#[test]
fn scalars_are_replaced_in_place() {
    set("a: 1 # c\nb: 2\n", &[], "a", &text("x"), "a: x # c\nb: 2\n");
    set("a: 'y' # c", &[], "a", &text("x"), "a: 'x' # c");
    set(
        "\u{feff}a:   \"y\"\r\nb: 2\r\n",
        &[],
        "a",
        &text("x"),
        "\u{feff}a:   \"x\"\r\nb: 2\r\n",
    );
    set(
        "a: &k y # c\nb: *k\n",
        &[],
        "a",
        &text("x"),
        "a: &k x # c\nb: *k\n",
    );
    set(
        "a: &k y # c\nb: *k # d\n",
        &[],
        "b",
        &text("x"),
        "a: &k y # c\nb: x # d\n",
    );
    set("a: y\n", &[], "a", &text("fd00::"), "a: \"fd00::\"\n");
    set("a: y\n", &[], "a", &Node::number("12"), "a: 12\n");
    set("a: y\n", &[], "a", &Node::Null, "a: null\n");
    set(
        "{a: y, b: 1}",
        &[],
        "a",
        &text("x, z"),
        "{a: \"x, z\", b: 1}",
    );
    set(
        "- {a: y}\n- a: y\n  b: 1\n",
        &["1"],
        "a",
        &text("x"),
        "- {a: y}\n- a: x\n  b: 1\n",
    );
}

#[test]
fn missing_values_are_filled_in() {
    set("a: # c\nb: 1", &[], "a", &text("x"), "a: x # c\nb: 1");
    set("a:\nb: 1", &[], "a", &text("x"), "a: x\nb: 1");
    set(
        "a: &k # c\nb: *k",
        &[],
        "a",
        &text("x"),
        "a: &k x # c\nb: *k",
    );
    set("a: ~\nb: 1", &[], "a", &text("x"), "a: x\nb: 1");
    set("{a, b: 1}", &[], "a", &text("x"), "{a: x, b: 1}");
    set("{a: , b: 1}", &[], "a", &text("x"), "{a: x , b: 1}");
    set("? a\n? b\n", &[], "a", &text("x"), "? a\n: x\n? b\n");
    set(
        "a: # c\n",
        &[],
        "a",
        &maps(),
        "a: # c\n  - p: q\n    r: [s, t]\n",
    );
    set("a:", &[], "a", &maps(), "a:\n  - p: q\n    r: [s, t]");
}

#[test]
fn block_scalars_are_replaced() {
    set(
        "a: | # c\n  y\n  z\n\nb: 1\n",
        &[],
        "a",
        &text("x"),
        "a: x # c\n\nb: 1\n",
    );
    set(
        "a: >-\r\n  y\r\nb: 1\r\n",
        &[],
        "a",
        &text("x"),
        "a: x\r\nb: 1\r\n",
    );
    set(
        "a: |\n  y\n",
        &[],
        "a",
        &maps(),
        "a:\n  - p: q\n    r: [s, t]\n",
    );
}

#[test]
fn collections_are_replaced() {
    set(
        "a: [1, 2] # c\n",
        &[],
        "a",
        &list(&["x", "::"]),
        "a: [x, \"::\"] # c\n",
    );
    set(
        "a:\n  - 1 # d\n  - 2\nb: 1\n",
        &[],
        "a",
        &text("x"),
        "a: x\nb: 1\n",
    );
    set(
        "a: # c\n  - 1\nb: 1\n",
        &[],
        "a",
        &text("x"),
        "a: x # c\nb: 1\n",
    );
    set(
        "a: &k # c\n- 1\n- 2",
        &[],
        "a",
        &list(&["x"]),
        "a: &k # c\n- x",
    );
    set(
        "a:\n    - 1\nb: 1\n",
        &[],
        "a",
        &list(&["x", "z"]),
        "a:\n    - x\n    - z\nb: 1\n",
    );
    set(
        "a: 1 # c\nb: 2\n",
        &[],
        "a",
        &maps(),
        "a: # c\n  - p: q\n    r: [s, t]\nb: 2\n",
    );
    set(
        "z:\n- 1\na: 1\n",
        &[],
        "a",
        &maps(),
        "z:\n- 1\na:\n- p: q\n  r: [s, t]\n",
    );
    set("a: 1\n", &[], "a", &list(&["x"]), "a: [x]\n");
    set(
        "a: {b: 1}\n",
        &[],
        "a",
        &maps(),
        "a: [{ p: q, r: [s, t] }]\n",
    );
    set(
        "a: [\n  1, # c\n  2\n]\nb: 1\n",
        &[],
        "a",
        &text("x"),
        "a: x\nb: 1\n",
    );
    set("a:\n  b: 1\n", &[], "a", &Node::List(Vec::new()), "a: []\n");
}

#[test]
fn keys_are_added() {
    add("a: 1\n", &[], None, &text("x"), "a: 1\nw: x\n");
    add("a: 1", &[], None, &text("x"), "a: 1\nw: x");
    add(
        "a: 1 # c\nb: 2\n",
        &[],
        Some("a"),
        &text("x"),
        "a: 1 # c\nw: x\nb: 2\n",
    );
    add(
        "a: 1\r\nb:\r\n  - 2\r\n",
        &[],
        None,
        &text("x"),
        "a: 1\r\nw: x\r\nb:\r\n  - 2\r\n",
    );
    add("a:\n  - 1\n", &[], None, &text("x"), "w: x\na:\n  - 1\n");
    add(
        "- a:\n  - 1\n",
        &["0"],
        None,
        &text("x"),
        "- w: x\n  a:\n  - 1\n",
    );
    add(
        "- a: 1\n- a: 2\n",
        &["0"],
        None,
        &text("x"),
        "- a: 1\n  w: x\n- a: 2\n",
    );
    add(
        "- a: |\n    x\n\n- a: 2\n",
        &["0"],
        None,
        &text("x"),
        "- a: |\n    x\n  w: x\n\n- a: 2\n",
    );
    add(
        "- &k\n  a: 1\n",
        &["0"],
        None,
        &maps(),
        "- &k\n  a: 1\n  w:\n    - p: q\n      r: [s, t]\n",
    );
    add(
        "- &k a: 1\n  b: *k\n",
        &["0"],
        Some("a"),
        &text("x"),
        "- &k a: 1\n  w: x\n  b: *k\n",
    );
    add("{}\n", &[], None, &text("x"), "{w: x}\n");
    add("{a: 1,}\n", &[], None, &text("x"), "{a: 1, w: x,}\n");
    add(
        "{a: 1, b: 2}\n",
        &[],
        Some("a"),
        &text("x"),
        "{a: 1, w: x, b: 2}\n",
    );
    add("[a: 1]\n", &["0"], None, &text("x"), "[{a: 1, w: x}]\n");
}

#[test]
fn keys_are_removed() {
    remove("a: 1\n# c\nb: 2 # d\nc: 3\n", &[], "b", "a: 1\nc: 3\n");
    remove(
        "a: 1\n\n# e\n\n# c\nb: 2\nc: 3\n",
        &[],
        "b",
        "a: 1\n\n# e\n\nc: 3\n",
    );
    remove("a: 1\nb: 2", &[], "b", "a: 1");
    remove(
        "a: 1\r\nb:\r\n- 2\r\n- 3\r\nc: 4\r\n",
        &[],
        "b",
        "a: 1\r\nc: 4\r\n",
    );
    remove("- a: 1\n  b: 2\n", &["0"], "a", "- b: 2\n");
    remove("- a: 1\n  # c\n  b: 2\n", &["0"], "a", "- # c\n  b: 2\n");
    remove("- a: 1\n  b: 2\n", &["0"], "b", "- a: 1\n");
    remove(
        "- a: |\n    # x\n  b: 2\n",
        &["0"],
        "b",
        "- a: |\n    # x\n",
    );
    remove("a: |\n  x\n\nb: 2\n", &[], "a", "\nb: 2\n");
    remove("\u{feff}a: 1\nb: 2\n", &[], "a", "\u{feff}b: 2\n");
    remove("{a: 1, b: 2, c: 3}", &[], "a", "{b: 2, c: 3}");
    remove("{a: 1, b: 2, c: 3}", &[], "b", "{a: 1, c: 3}");
    remove("{a: 1, b: 2, c: }", &[], "c", "{a: 1, b: 2 }");
    remove("z: {a: 1} # c", &["z"], "a", "z: {} # c");
    remove(
        "z: # c\n  # d\n  a: 1\ny: 2\n",
        &["z"],
        "a",
        "z: {} # c\ny: 2\n",
    );
    remove("- a: 1 # c\n- 2\n", &["0"], "a", "- {} # c\n- 2\n");
    remove("a: 1\n", &[], "a", "{}\n");
    remove("a: 1\n", &[], "x", "a: 1\n");
}
