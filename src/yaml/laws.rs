//! Laws of reading and writing, on random trees and random texts.

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
use proptest::{prop_assert, prop_assert_eq};

use super::{
    Item, ItemId, Limits, Node, Splice, Tree, View, add_key, apply, insert_item, item_text,
    remove_item, remove_key, set_value,
};

fn scalars() -> impl Strategy<Value = Node> {
    prop_oneof![
        Just(Node::Null),
        "[a-c]{1,3}".prop_map(Node::text),
        "[ -~]{0,6}".prop_map(Node::text),
        "[0-9a-f:]{0,8}".prop_map(Node::text),
        "[é\n\t\u{202e}\u{1}#:,-]{0,4}".prop_map(Node::text),
        (0..99_u8).prop_map(|number| Node::number(number.to_string())),
    ]
}

fn map_of(values: impl Strategy<Value = Node>) -> impl Strategy<Value = Node> {
    let pairs = vec(("[k-m]{1,2}|[ -~]{0,4}", values), 1..4);
    pairs.prop_map(|mut pairs| {
        pairs.sort_by(|left, right| left.0.cmp(&right.0));
        pairs.dedup_by(|left, right| left.0 == right.0);
        Node::Map(pairs)
    })
}

fn nodes() -> impl Strategy<Value = Node> {
    scalars().prop_recursive(3, 24, 4, |inner| {
        prop_oneof![vec(inner.clone(), 0..4).prop_map(Node::List), map_of(inner)]
    })
}

/// A layout: indents, line breaks, comments, a final line break, and how much is in flow style.
#[derive(Clone, Copy, Debug)]
struct Look {
    list: usize,
    map: usize,
    line_break: &'static str,
    comments: bool,
    ends: bool,
    flow: bool,
}

fn looks() -> impl Strategy<Value = Look> {
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (0..4_usize, 1..5_usize, flags).prop_map(|(list, map, (crlf, comments, ends, flow))| Look {
        list,
        map,
        line_break: if crlf { "\r\n" } else { "\n" },
        comments,
        ends,
        flow,
    })
}

impl Look {
    fn print(self, node: &Node) -> String {
        let layout = super::layout::Layout {
            list: self.list,
            map: self.map,
            line_break: "\n",
        };
        let lines = if self.flow {
            vec![node.flow()]
        } else {
            node.lines(&layout)
        };
        let mut lines: Vec<_> = lines
            .into_iter()
            .flat_map(|line| self.around(line))
            .collect();
        if self.ends {
            lines.push(String::new());
        }
        lines.join(self.line_break)
    }

    fn around(self, line: String) -> Vec<String> {
        if !self.comments {
            return vec![line];
        }
        let indent = line.len() - line.trim_start().len();
        let comment = format!("{}# above", " ".repeat(indent));
        vec![comment, format!("{line} # behind")]
    }
}

fn read(text: &str) -> (Tree, ItemId) {
    let (tree, faults) = Tree::read(text, Limits::default());
    assert_eq!(faults, [], "{text}");
    let root = tree.roots()[0];
    (tree, root)
}

fn node(text: &str) -> Node {
    let (tree, root) = read(text);
    plain(Node::read(
        &tree,
        text,
        root,
        &mut Limits::default().budget(),
    ))
}

/// The node with numbers as texts, which is all that a reader can tell.
fn plain(node: Node) -> Node {
    match node {
        Node::Null => Node::Null,
        Node::Scalar { text, .. } => Node::text(text),
        Node::List(items) => Node::List(items.into_iter().map(plain).collect()),
        Node::Map(pairs) => {
            let pairs = pairs.into_iter().map(|(key, value)| (key, plain(value)));
            Node::Map(pairs.collect())
        }
    }
}

fn pairs(node: Node) -> Vec<(String, Node)> {
    match plain(node) {
        Node::Map(pairs) => pairs,
        Node::Null | Node::Scalar { .. } | Node::List(_) => Vec::new(),
    }
}

fn sorted(node: Node) -> Vec<(String, Node)> {
    let mut pairs = pairs(node);
    pairs.sort_by(|left, right| left.0.cmp(&right.0));
    pairs
}

/// Every line that no splice touches is there as it was.
fn keeps_lines(before: &str, splices: &[Splice], after: &str) -> bool {
    let mut offset = 0;
    before.split_inclusive('\n').all(|line| {
        let (start, end) = (offset, offset + line.len());
        offset = end;
        let touched = splices.iter().any(|splice| {
            let range = splice.span.range();
            range.start <= end && range.end >= start
        });
        touched || after.contains(line)
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read(map in map_of(nodes()), look in looks()) {
        let text = look.print(&map);
        prop_assert_eq!(node(&text), plain(map), "{}", text);
    }

    #[test]
    fn set_sets(map in map_of(nodes()), look in looks(), index in 0..4_usize, value in nodes()) {
        let text = look.print(&map);
        let mut expected = pairs(map);
        let index = index % expected.len();
        expected[index].1 = plain(value.clone());
        let (tree, root) = read(&text);
        let splices = set_value(&text, &tree, root, &expected[index].0, &value);
        let after = apply(&text, splices.clone());
        prop_assert_eq!(node(&after), Node::Map(expected), "{}\n→\n{}", text, after);
        prop_assert!(keeps_lines(&text, &splices, &after));
    }

    #[test]
    fn add_adds(map in map_of(nodes()), look in looks(), after in 0..5_usize, value in nodes()) {
        let text = look.print(&map);
        let mut expected = pairs(map);
        let key = expected.get(after).map(|(key, _)| key.clone());
        expected.push(("new".to_owned(), plain(value.clone())));
        let (tree, root) = read(&text);
        let splices = add_key(&text, &tree, root, "new", &value, key.as_deref());
        let after = apply(&text, splices.clone());
        prop_assert_eq!(sorted(node(&after)), sorted(Node::Map(expected)), "{}\n→\n{}", text, after);
        prop_assert!(keeps_lines(&text, &splices, &after));
    }

    #[test]
    fn remove_removes(map in map_of(nodes()), look in looks(), index in 0..4_usize) {
        let text = look.print(&map);
        let mut expected = pairs(map);
        let (key, _) = expected.remove(index % expected.len());
        let (tree, root) = read(&text);
        let splices = remove_key(&text, &tree, root, &key);
        let after = apply(&text, splices.clone());
        prop_assert_eq!(node(&after), Node::Map(expected), "{}\n→\n{}", text, after);
        prop_assert!(keeps_lines(&text, &splices, &after));
    }

    #[test]
    fn items_go_and_come_back(
        items in vec(nodes(), 2..5),
        look in looks(),
        index in 0..5_usize,
        value in nodes(),
    ) {
        let map = Node::Map(vec![
            ("a".to_owned(), Node::text("x")),
            ("k".to_owned(), Node::List(items.clone())),
            ("z".to_owned(), Node::text("x")),
        ]);
        let text = look.print(&map);
        let index = index % items.len();
        let (tree, root) = read(&text);
        let list = tree.value(&text, root, "k").expect("the list");
        let lifted = item_text(&text, &tree, list, index);
        let removed = apply(&text, remove_item(&text, &tree, list, index));
        let (short, root) = read(&removed);
        let list_after = short.value(&removed, root, "k").expect("the list");
        prop_assert_eq!(short.items(list_after).count(), items.len() - 1);
        if !look.flow || index > 0 {
            let item = Item::Text(lifted);
            let back = apply(&removed, insert_item(&removed, &short, list_after, index, &item));
            if !tree.is_flow(list) {
                prop_assert_eq!(&back, &text, "{}", removed);
            }
            prop_assert_eq!(node(&back), node(&text));
        }
        let item = Item::Node(value.clone());
        let longer = apply(&text, insert_item(&text, &tree, list, index, &item));
        let mut expected = items;
        expected.insert(index, value);
        prop_assert_eq!(&pairs(node(&longer))[1].1, &plain(Node::List(expected)), "{}", longer);
    }

    #[test]
    fn no_text_panics(
        text in vec("[a-c]|a:|: |- |\\? |\n|\r\n|  | |\t|#|\\{|\\}|\\[|\\]|, |'|\"|::|&a|\\*a|!t |\\||>|\\+|---\n|\u{feff}|é|\u{1}", 0..24),
    ) {
        let text = text.concat();
        let (tree, faults) = Tree::read(&text, Limits::default());
        for fault in &faults {
            prop_assert!(text.get(fault.span().range()).is_some(), "{:?}", fault);
        }
        let all: Vec<_> = (0..tree.entries.len()).map(ItemId::from_index).collect();
        for &id in &all {
            prop_assert!(text.get(tree.span(id).range()).is_some(), "{:?}", tree.span(id));
            let value = Node::List(vec![Node::Map(vec![("x".to_owned(), Node::Null)])]);
            let keys: Vec<_> = tree.pairs(id).filter_map(|(key, _)| tree.text(&text, key)).collect();
            for key in keys {
                apply(&text, set_value(&text, &tree, id, key, &value));
                apply(&text, set_value(&text, &tree, id, key, &Node::text("x")));
                apply(&text, add_key(&text, &tree, id, "new", &value, Some(key)));
                apply(&text, remove_key(&text, &tree, id, key));
            }
            for index in 0..=tree.items(id).count() {
                let item = Item::Text(item_text(&text, &tree, id, index));
                apply(&text, insert_item(&text, &tree, id, index, &item));
                apply(&text, remove_item(&text, &tree, id, index));
            }
        }
    }

    #[test]
    fn spans_slice_to_what_was_written(
        text in vec("[a-c]|a: |b: |- |\n|\n  |\\{|\\}|\\[|\\]|, |'x'|\"y\"", 0..24),
    ) {
        let text = text.concat();
        let (tree, faults) = Tree::read(&text, Limits::default());
        let reads = serde_saphyr::from_str::<serde_json::Value>(&text).is_ok();
        prop_assert!(!reads || faults.is_empty() || text.trim().is_empty() || faults == [super::Fault::Empty], "{:?} {:?}", text, faults);
        for id in (0..tree.entries.len()).map(ItemId::from_index) {
            let slice = &text[tree.span(id).range()];
            match tree.view(&text, id) {
                View::Scalar(scalar, super::Style::Plain) if !slice.contains('\n') => {
                    prop_assert_eq!(scalar, slice);
                }
                View::Scalar(scalar, super::Style::Single | super::Style::Double) => {
                    let inner = &slice[1..slice.len() - 1];
                    prop_assert_eq!(scalar, inner.replace("''", "'"));
                }
                _ => {}
            }
        }
    }
}
