//! Changes of fields in manifests: only their lines differ, or nothing does and the reason is told.

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
use proptest::{prop_assert, prop_assert_eq};
use trellis::manifest::{Change, Step, patch};
use trellis::yaml::Node;

const HEAD: &str = "apiVersion: core.gardener.cloud/v1beta1\nkind: Shoot\nmetadata: {name: a, namespace: garden-dev}\n";

fn set(keys: &str, value: &str) -> Change {
    let keys: Vec<&str> = keys.split('.').collect();
    Change::of_keys(&keys, Some(Node::text(value)))
}

fn take(keys: &str) -> Change {
    let keys: Vec<&str> = keys.split('.').collect();
    Change::of_keys(&keys, None)
}

/// What stands below the head, before and after.
fn check(before: &str, changes: &[Change], after: &str) {
    let text = format!("{HEAD}{before}");
    let patched = patch(&text, "garden-dev/a", changes);
    assert_eq!(
        patched.as_deref(),
        Ok(format!("{HEAD}{after}").as_str()),
        "{before}"
    );
}

fn refused(text: &str, changes: &[Change], words: &str) {
    let error = patch(text, "garden-dev/a", changes)
        .expect_err(text)
        .to_string();
    assert!(error.contains(words), "{error}\n{text}");
}

/// Puts a value in place of an item of `spec.zones`, or behind the last one.
fn item(index: usize, value: Option<Node>) -> [Change; 1] {
    let keys = ["spec", "zones"].map(|key| Step::Key(key.to_owned()));
    let steps = keys.into_iter().chain([Step::Item(index)]).collect();
    [Change { steps, value }]
}

#[test]
fn an_item_changes_where_it_stands() {
    let text = |text| Some(Node::text(text));
    let map = || Some(Node::Map(vec![("name".to_owned(), Node::text("c"))]));
    for (before, index, value, after) in [
        ("[a, b]", 0, text("c"), "[c, b]"),
        ("[ a, \"b\" ] # two", 1, text("c"), "[ a, \"c\" ] # two"),
        ("[a, b]", 2, text("c"), "[a, b, c]"),
        ("[a]", 0, text("c: d"), "[\"c: d\"]"),
        (
            "[{name: a}, {name: b}]",
            0,
            map(),
            "[{ name: c }, {name: b}]",
        ),
        ("[a, [b]]", 1, text("c"), "[a, c]"),
        ("[a, b]", 0, map(), "[{ name: c }, b]"),
        ("[a, b]", 0, None, "[b]"),
        ("\n  - a # one\n  - b", 0, text("c"), "\n  - c # one\n  - b"),
        ("\n  - a\n  - b # two", 1, text("c"), "\n  - a\n  - c # two"),
        (
            "\n  - name: a\n    x: y\n  - b",
            0,
            map(),
            "\n  - name: c\n  - b",
        ),
        ("\n  - a\n  - b", 1, map(), "\n  - a\n  - name: c"),
    ] {
        let line = |zones: &str| {
            let space = if zones.starts_with('\n') { "" } else { " " };
            format!("spec:\n  zones:{space}{zones}\n")
        };
        check(&line(before), &item(index, value), &line(after));
    }
}

#[test]
fn only_the_lines_of_a_field_differ() {
    let pods = [set("spec.networking.pods", "10.8.0.0/13")];
    check(
        "spec:\n  # plan\n  networking: # all of it\n    pods: '100.96.0.0/11' # old\n    nodes: 10.0.0.0/16\n",
        &pods,
        "spec:\n  # plan\n  networking: # all of it\n    pods: '10.8.0.0/13' # old\n    nodes: 10.0.0.0/16\n",
    );
    check(
        "spec: {networking: {pods: \"x\", a: b}}\n",
        &pods,
        "spec: {networking: {pods: \"10.8.0.0/13\", a: b}}\n",
    );
    check(
        "spec: {networking: {a: b}}",
        &pods,
        "spec: {networking: {a: b, pods: 10.8.0.0/13}}",
    );
    check(
        "spec:\n  networking:\n",
        &pods,
        "spec:\n  networking:\n    pods: 10.8.0.0/13\n",
    );
    check(
        "spec:\n  networking: ~ # none\n",
        &pods,
        "spec:\n  networking: # none\n    pods: 10.8.0.0/13\n",
    );
    check(
        "spec:\n  networking: {}\n",
        &pods,
        "spec:\n  networking: {pods: 10.8.0.0/13}\n",
    );
    check(
        "spec:\n  region: a",
        &pods,
        "spec:\n  region: a\n  networking:\n    pods: 10.8.0.0/13",
    );
    check(
        "spec:\r\n  region: a\r\n",
        &pods,
        "spec:\r\n  region: a\r\n  networking:\r\n    pods: 10.8.0.0/13\r\n",
    );
    check(
        "spec:\n  networking:\n    pods: >-\n      10.0.0.0/8\n    # end\n    x: |\n      a\n\n      b",
        &pods,
        "spec:\n  networking:\n    pods: 10.8.0.0/13\n    # end\n    x: |\n      a\n\n      b",
    );
    check(
        "spec:\n  networking:\n    pods: &p 10.0.0.0/8\n",
        &pods,
        "spec:\n  networking:\n    pods: &p 10.8.0.0/13\n",
    );
    check(
        "spec:\n  networking:\n    nodes: &p 10.0.0.0/8\n    pods: *p\n",
        &pods,
        "spec:\n  networking:\n    nodes: &p 10.0.0.0/8\n    pods: 10.8.0.0/13\n",
    );
}

#[test]
fn fields_come_and_go() {
    let mask = Change::of_keys(
        &[
            "spec",
            "kubernetes",
            "kubeControllerManager",
            "nodeCIDRMaskSize",
        ],
        Some(Node::number("25")),
    );
    check(
        "spec:\n  kubernetes:\n    version: 1.34.0\n  region: a\n",
        std::slice::from_ref(&mask),
        "spec:\n  kubernetes:\n    version: 1.34.0\n    kubeControllerManager:\n      nodeCIDRMaskSize: 25\n  region: a\n",
    );
    let families = Change::of_keys(
        &["spec", "networking", "ipFamilies"],
        Some(Node::List(vec![Node::text("IPv4"), Node::text("IPv6")])),
    );
    for (list, after) in [
        ("\n    - IPv4\n", "\n    - IPv4\n    - IPv6\n"),
        ("\n      - IPv4\n", "\n      - IPv4\n      - IPv6\n"),
        (" [IPv4]\n", " [IPv4, IPv6]\n"),
    ] {
        check(
            &format!("spec:\n  networking:\n    ipFamilies:{list}    x: y\n"),
            std::slice::from_ref(&families),
            &format!("spec:\n  networking:\n    ipFamilies:{after}    x: y\n"),
        );
    }
    check(
        "spec:\n  networking:\n    # gone too\n    pods: x\n    nodes: y\n",
        &[take("spec.networking.pods")],
        "spec:\n  networking:\n    nodes: y\n",
    );
    check(
        "spec:\n  networking:\n    nodes: y\n",
        &[take("spec.networking.pods"), take("spec.a.b")],
        "spec:\n  networking:\n    nodes: y\n",
    );
}

#[test]
fn other_documents_and_items_stay() {
    let other = "kind: Secret\napiVersion: v1\ndata: {a: b}\n";
    let shoot = |name: &str, pods: &str| {
        format!(
            "apiVersion: core.gardener.cloud/v1beta1\nkind: Shoot\nmetadata:\n  name: {name}\n  namespace: garden-dev\nspec:\n  networking:\n    pods: {pods}\n"
        )
    };
    let text = |pods: &str| {
        format!(
            "# one\n{other}---\n{}---\n{}...\n---\n{other}",
            shoot("a", pods),
            shoot("b", "x")
        )
    };
    let changes = [set("spec.networking.pods", "10.8.0.0/13")];
    assert_eq!(
        patch(&text("x"), "garden-dev/a", &changes),
        Ok(text("10.8.0.0/13"))
    );

    for indent in ["", "  "] {
        let list = |pods: &str| {
            let item = |text: String| {
                let lines = text.lines().enumerate().map(|(index, line)| {
                    format!("{indent}{} {line}\n", if index == 0 { "-" } else { " " })
                });
                lines.collect::<String>()
            };
            format!(
                "apiVersion: v1\nitems:\n{}{}kind: List\n",
                item(shoot("b", "x")),
                item(shoot("a", pods))
            )
        };
        assert_eq!(
            patch(&list("x"), "garden-dev/a", &changes),
            Ok(list("10.8.0.0/13"))
        );
    }
}

#[test]
fn what_cannot_change_alone_is_refused() {
    let pods = [set("spec.networking.pods", "10.8.0.0/13")];
    let with = |text: &str| format!("{HEAD}{text}");
    refused(
        &with("spec:\n  networking: &n\n    pods: x\nother: *n\n"),
        &pods,
        "line 5: other places take spec.networking from here (`&n`)",
    );
    refused(
        &with("x: &n {pods: x}\nspec:\n  networking: *n\n"),
        &pods,
        "line 6: spec.networking stands for another place (`*n`)",
    );
    refused(
        &with("x: &n {pods: x}\nspec:\n  networking: {<<: *n}\n"),
        &[take("spec.networking.pods")],
        "comes with `<<`",
    );
    refused(
        &with("x: &n {networking: {pods: x}}\nspec:\n  <<: *n\n"),
        &pods,
        "spec.networking comes with `<<`",
    );
    refused(
        &with("spec:\n  networking: later\n"),
        &pods,
        "line 5: spec.networking is no mapping",
    );
    refused(
        &with("spec:\n  a: 1\n  a: 2\n"),
        &pods,
        "line 6: `a` is there twice",
    );
    refused(&with("spec:\n\ta: 1\n"), &pods, "line 5: a tab");
    refused(&with("---\na: [\n"), &pods, "line ");
    refused(
        "kind: Secret\napiVersion: v1\n",
        &pods,
        "there is no Shoot garden-dev/a in it",
    );
    refused(
        &format!("{HEAD}---\n{HEAD}"),
        &pods,
        "there twice, at lines 1 and 5",
    );
    let other = HEAD.replace("name: a", "name: b");
    refused(
        &other,
        &pods,
        "there is no Shoot garden-dev/a in it, but garden-dev/b",
    );
}

/// How a manifest is written.
#[derive(Clone, Copy, Debug)]
struct Look {
    crlf: bool,
    comments: bool,
    ends: bool,
    indent: usize,
    list: usize,
    quotes: u8,
}

const KEYS: [&str; 4] = ["nodes", "pods", "services", "type"];

fn looks() -> impl Strategy<Value = Look> {
    (any::<[bool; 3]>(), 1..5_usize, 0..3_usize, 0..3_u8).prop_map(
        |([crlf, comments, ends], indent, list, quotes)| Look {
            crlf,
            comments,
            ends,
            indent,
            list,
            quotes,
        },
    )
}

fn values() -> impl Strategy<Value = String> {
    prop_oneof![
        "10\\.[0-9]\\.0\\.0/16",
        Just("fd00:10::/48".to_owned()),
        Just("fd00::".to_owned()),
        "[a-z]{1,6}",
    ]
}

impl Look {
    fn scalar(self, value: &str) -> String {
        match self.quotes {
            0 if !value.ends_with(':') => value.to_owned(),
            1 => format!("'{value}'"),
            _ => format!("\"{value}\""),
        }
    }

    /// A manifest with some keys of `networking`; `None` leaves a key out.
    fn print(self, values: &[Option<String>]) -> String {
        let pad = |depth: usize| " ".repeat(self.indent * depth);
        let mut lines = vec![
            "apiVersion: core.gardener.cloud/v1beta1".to_owned(),
            "kind: Shoot".to_owned(),
            "metadata:".to_owned(),
            format!("{}name: a", pad(1)),
            format!("{}namespace: garden-dev", pad(1)),
            "spec:".to_owned(),
            format!("{}purpose:   evaluation  # as it was", pad(1)),
            format!("{}networking:", pad(1)),
            format!("{}other: {{a: [1, 2], b: 'c'}}", pad(2)),
        ];
        for (key, value) in KEYS.iter().zip(values) {
            let Some(value) = value else { continue };
            let comment = if self.comments { "  # why" } else { "" };
            lines.push(format!("{}{key}: {}{comment}", pad(2), self.scalar(value)));
        }
        lines.push(format!("{}ipFamilies:", pad(2)));
        lines.push(format!("{}{}- IPv4", pad(2), " ".repeat(self.list)));
        lines.push(format!("{}note: |", pad(1)));
        lines.push(format!("{}last  ", pad(2)));
        let end = if self.crlf { "\r\n" } else { "\n" };
        let mut text = lines.join(end);
        if self.ends {
            text.push_str(end);
        }
        text
    }
}

proptest! {
    /// Setting what is there gives the manifest that would have been written so in the first place.
    #[test]
    fn a_set_value_stands_where_the_old_one_stood(
        look in looks(),
        old in vec(values(), 4),
        new in vec(values(), 4),
        chosen in any::<[bool; 4]>(),
    ) {
        let before = look.print(&old.iter().cloned().map(Some).collect::<Vec<_>>());
        let now: Vec<Option<String>> = (0..4).map(|index| Some(if chosen[index] { new[index].clone() } else { old[index].clone() })).collect();
        let changes: Vec<Change> = (0..4).filter(|&index| chosen[index]).map(|index| set(&format!("spec.networking.{}", KEYS[index]), &new[index])).collect();
        let patched = patch(&before, "garden-dev/a", &changes);
        let lines = |text: &str| text.lines().map(|line| line.replace(['\'', '"'], "")).collect::<Vec<_>>();
        let patched = patched.expect("a patch");
        prop_assert_eq!(lines(&patched), lines(&look.print(&now)));
        prop_assert_eq!(patched.contains("\r\n"), look.crlf);
    }

    /// A field that was not there, added and taken away again, leaves every byte as it was.
    #[test]
    fn what_is_added_can_be_taken_away(look in looks(), old in vec(proptest::option::of(values()), 4), value in values()) {
        let before = look.print(&old);
        for (key, old) in KEYS.iter().zip(&old) {
            let field = format!("spec.networking.{key}");
            let added = patch(&before, "garden-dev/a", &[set(&field, &value)]).expect("a patch");
            let kept = before.lines().filter(|line| added.lines().any(|other| other == *line)).count();
            prop_assert!(kept + 1 >= before.lines().count(), "{}", added);
            if old.is_none() {
                let back = patch(&added, "garden-dev/a", &[take(&field)]);
                prop_assert_eq!(back.as_deref(), Ok(before.as_str()));
            }
        }
    }

    /// Whatever the text is, there is a text or a reason.
    #[test]
    fn nothing_panics(text in "[a-z&*<:{}\\[\\]\n\t |>'\"#,-]{0,60}", field in "[a-c]{1,2}(\\.[a-c]){0,2}", gone in any::<bool>()) {
        let change = if gone { take(&field) } else { set(&field, "x") };
        let text = format!("{HEAD}{text}");
        if let Ok(patched) = patch(&text, "garden-dev/a", &[change]) {
            prop_assert!(patched.starts_with(HEAD));
        }
    }
}
