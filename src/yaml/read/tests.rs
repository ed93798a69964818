use crate::yaml::{Budget, Fault, ItemId, Limits, Tree, View};

/// The tree on one line: `~` for null, `<…>` for what an alias stands for.
fn show(tree: &Tree, text: &str, id: ItemId) -> String {
    match tree.view(text, id) {
        View::Null => "~".to_owned(),
        View::Scalar(scalar, _) => scalar.to_owned(),
        View::Alias(target) => format!("<{}>", show(tree, text, target)),
        View::List => {
            let items: Vec<_> = tree.items(id).map(|id| show(tree, text, id)).collect();
            format!("[{}]", items.join(", "))
        }
        View::Map => {
            let pairs = tree.pairs(id);
            let pairs: Vec<_> = pairs
                .map(|(key, value)| {
                    format!("{}: {}", show(tree, text, key), show(tree, text, value))
                })
                .collect();
            format!("{{{}}}", pairs.join(", "))
        }
    }
}

fn read(text: &str) -> (String, Vec<String>) {
    let (tree, faults) = Tree::read(text, Limits::default());
    let roots: Vec<_> = tree
        .roots()
        .iter()
        .map(|&root| show(&tree, text, root))
        .collect();
    let told = faults.iter().map(|fault| {
        let place = &text[fault.span().range()];
        format!("{place:?}: {}", fault.message())
    });
    (roots.join(" | "), told.collect())
}

fn check(text: &str, expected: &str) {
    assert_eq!(read(text), (expected.to_owned(), Vec::new()), "{text:?}");
}

fn check_faults(text: &str, expected: &str, faults: &[&str]) {
    let (tree, told) = read(text);
    assert_eq!(tree, expected, "{text:?}");
    assert_eq!(told, faults, "{text:?}");
}

#[test]
fn values() {
    check(
        "a: 1\nb: [x, 'y', \"z\"]\nc:\n- 1\n- {p: q}\n",
        "{a: 1, b: [x, y, z], c: [1, {p: q}]}",
    );
    check(
        "a: ~\nb:\nc: null\nd: 'null'\ne: !!str null\nf: nil",
        "{a: ~, b: ~, c: ~, d: null, e: null, f: nil}",
    );
    check(
        "\u{feff}a: 1\r\nb: |\r\n  x\r\n  y\r\n",
        "{a: 1, b: x\ny\n}",
    );
    check(
        "a: x\n  y\nb: 'it''s'\nc: \"\\x41\"",
        "{a: x y, b: it's, c: A}",
    );
    check(
        "a: 18446744073709551616\nb: 0777\nc: no",
        "{a: 18446744073709551616, b: 0777, c: no}",
    );
    check(
        "a: &x [1]\nb: *x\nc: &x 2\nd: *x",
        "{a: [1], b: <[1]>, c: 2, d: <2>}",
    );
    check(
        "base: &b {x: 1}\nc:\n  <<: *b\n",
        "{base: {x: 1}, c: {<<: <{x: 1}>}}",
    );
    check("---\na\n---\nb\n", "a | b");
    check(
        "a: ::1\nb: [::1, 2001:db8::/32]",
        "{a: ::1, b: [::1, 2001:db8::/32]}",
    );
    check("? a\n? b\n: c\n", "{a: ~, b: c}");
    check("{x, y: , z: 1}", "{x: ~, y: ~, z: 1}");
    check("a: \"\u{202e}\"", "{a: \u{202e}}");
}

#[test]
fn spans() {
    let check = |text: &str, key: &str, expected: &str| {
        let (tree, faults) = Tree::read(text, Limits::default());
        assert_eq!(faults, []);
        let value = tree
            .value(text, tree.roots()[0], key)
            .expect("the key is there");
        assert_eq!(&text[tree.span(value).range()], expected, "{text:?}");
    };
    check("\u{feff}ä: 'ö' # c", "ä", "'ö'");
    check("a: &x !!str [1,  2 ] # c\n", "a", "[1,  2 ]");
    check(
        "a:\n  b: 1\n  c:\n    - 2 # c\n\nd: 3",
        "a",
        "b: 1\n  c:\n    - 2",
    );
    check("a: # c\n- 1\n- 2\nd: 3", "a", "- 1\n- 2");
    check("a:\n- - b\n  - c\nd: 3", "a", "- - b\n  - c");
    check("a: &k |2- # c\n   x\n\n\nb: 1", "a", "|2- # c\n   x");
    check("a: |+\n  x\n\nb: 1", "a", "|+\n  x\n");
    check("a: # a | b\n  >\n  x\n\nb: 1", "a", ">\n  x");
    check("b: &x 1\na: *x # c", "a", "*x");
    check("a:\nb: 1", "a", "");
    check("a: |", "a", "|");
}

#[test]
fn a_missing_value_has_its_place_after_the_colon() {
    let check = |text: &str, expected: usize| {
        let (tree, _) = Tree::read(text, Limits::default());
        let value = tree
            .value(text, tree.roots()[0], "a")
            .expect("the key is there");
        assert_eq!(tree.span(value).range(), expected..expected, "{text:?}");
    };
    check("a:\nb: 1", 2);
    check("a : # c\nb: 1", 3);
    check("a: &x # c\nb: 1", 5);
    check("? a\n: \nb: 1", 5);
    check("? a\nb: 1", 3);
    check("{a: , b: 1}", 3);
    check("{a, b: 1}", 2);
}

#[test]
fn addresses_that_end_in_a_colon() {
    let quoted = |text: &str| format!("{text:?}: `{text}` ends in a colon, so YAML reads a key");
    let check = |text: &str, expected: &str, addresses: &[&str]| {
        let expected = (
            expected.to_owned(),
            addresses.iter().map(|text| quoted(text)).collect(),
        );
        assert_eq!(read(text), expected, "{text:?}");
    };
    check(
        "v6: fd00:: # c\nb: 1\nc: ::\n",
        "{v6: fd00::, b: 1, c: ::}",
        &["fd00::", "::"],
    );
    check(
        "- fd00::\n- ::\n- a: 1",
        "[fd00::, ::, {a: 1}]",
        &["fd00::", "::"],
    );
    check("[fd00::, ::1]", "[fd00::, ::1]", &["fd00::"]);
    check("{a: fd00::, b: 1}", "{a: fd00::, b: 1}", &["fd00::"]);
    check(
        "- a: fd00::\r\n  b: 2\r\n",
        "[{a: fd00::, b: 2}]",
        &["fd00::"],
    );
    check(
        "ä:\n  1::\nb: &x 2::\nc: *x",
        "{ä: 1::, b: 2::, c: <2::>}",
        &["1::", "2::"],
    );
    check("- &x 1::\n- *x", "[1::, <1::>]", &["1::"]);
    check(
        "a: 1::\nb: 'x\n  y: 2::\n  z'\nc: |\n  k: 3::\nd: 4:: # e: 5::\n",
        "{a: 1::, b: x y: 2:: z, c: k: 3::\n, d: 4::}",
        &["1::", "4::"],
    );
    let many: Vec<_> = (0..300)
        .map(|index| format!("k{index}: &a{index} fd00::\n"))
        .collect();
    let many = many.concat();
    assert!(!read(&many).1.is_empty());
    let many: Vec<_> = (0..300)
        .map(|index| format!("k{index}: fd00::\n"))
        .collect();
    let many = many.concat();
    assert_eq!(read(&many).1.len(), 300);
}

#[test]
fn faults() {
    check_faults("", "", &["\"\": there is nothing in it"]);
    check_faults("# c\n", "", &["\"\": there is nothing in it"]);
    check_faults(
        "a: 1\nb: 2\na: 3",
        "{a: 1, b: 2, a: 3}",
        &["\"a\": `a` is there twice"],
    );
    check_faults(
        "a: *b\nc: 1",
        "{a: ~, c: 1}",
        &["\"*b\": `*b` refers to no anchor `&b` above it"],
    );
    check_faults(
        "a: &a [*a]",
        "{a: [~]}",
        &["\"*a\": this alias stands inside the block it refers to"],
    );
    check_faults(
        "a: !x 1",
        "{a: 1}",
        &["\"!x\": the tag `!x` has no meaning here"],
    );
    check_faults(
        "a:\n\t- b",
        "{a: ~}",
        &["\"\\t\": a tab indents this line, and YAML indents with spaces"],
    );
    check_faults(
        "a: b\n\tc: d",
        "{a: ~}",
        &["\"\\t\": a tab indents this line, and YAML indents with spaces"],
    );
    check_faults(
        "a: \u{1b}x\nb: \0",
        "{a: \u{1b}x, b: \0}",
        &[
            "\"\\u{1b}\": the control character U+001B is not text",
            "\"\\0\": the control character U+0000 is not text",
        ],
    );
    check_faults(
        "a: 1\nb: [1, 2\nc: 3",
        "{a: 1, b: [1]}",
        &["\":\": illegal placement of ':' indicator"],
    );
    check_faults(
        "a: \"x",
        "{a: ~}",
        &["\"\\\"\": this quote is never closed"],
    );
    check_faults(
        "a: b: c\n---\nd",
        "{a: b} | d",
        &[
            "\":\": a second `: ` in one value; a text with `: ` needs quotes, and a nested key its own line",
        ],
    );
}

#[test]
fn limits() {
    let limits = Limits {
        bytes: 4,
        ..Limits::default()
    };
    let (_, faults) = Tree::read("a: 12", limits);
    assert_eq!(faults, [Fault::TooLarge { bytes: 5, limit: 4 }]);
    let limits = Limits {
        depth: 2,
        ..Limits::default()
    };
    let text = "a:\n  b:\n    c: 1\nd: [[2], 3]\n";
    let (tree, faults) = Tree::read(text, limits);
    assert_eq!(
        show(&tree, text, tree.roots()[0]),
        "{a: {b: {}}, d: [[], 3]}"
    );
    assert_eq!(faults.len(), 1);
    let deep = "[".repeat(5000);
    assert!(!Tree::read(&deep, Limits::default()).1.is_empty());
    let deep = "- ".repeat(5000);
    assert!(!Tree::read(&deep, Limits::default()).1.is_empty());
}

#[test]
fn many_keys_and_the_second_of_each() {
    let text: Vec<_> = (0..2000)
        .map(|index| format!("k{}: 1\n", index % 1900))
        .collect();
    let text = text.concat();
    let (_, faults) = Tree::read(&text, Limits::default());
    assert_eq!(faults.len(), 100);
}

#[test]
fn a_budget_ends() {
    let mut budget = Limits {
        visits: 2,
        ..Limits::default()
    }
    .budget();
    let visits = |budget: &mut Budget, times: usize| (0..times).filter(|_| budget.visit()).count();
    assert_eq!(visits(&mut budget, 9), 9, "what stands in the text is free");
    assert!(budget.follow());
    assert_eq!(visits(&mut budget, 1), 1);
    assert!(budget.follow());
    budget.back();
    assert_eq!(visits(&mut budget, 9), 1, "one is left behind the alias");
    budget.back();
    assert_eq!(visits(&mut budget, 9), 9);
}

#[test]
fn aliases_lie_so_deep_and_no_deeper() {
    let mut budget = Limits::default().budget();
    assert_eq!((0..100).filter(|_| budget.follow()).count(), 64);
    budget.back();
    assert!(budget.follow());
    assert!(!budget.follow());
}
