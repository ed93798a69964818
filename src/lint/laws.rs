//! After any edits the findings are those of the same plan read afresh.

use crate::diag::Severity;
use crate::document::Document;
use crate::plan::{Date, Edit, Field, Value};
use crate::source::NodeId;

const PLAN: &str = r#"trellis: 1
provider: generic
allow:
  - {rule: overlap, reason: known}
  - {rule: nibble-boundary, reason: known}
  - {rule: no-rule, reason: none}
regions:
  - name: r
    allow: [{rule: does-not-fit, reason: known}, {rule: overlap, reason: nearer}]
    v6: "2001:db8::/44"
    v4: 10.0.0.0/8
    blocks:
      - {name: a, v6: /48, count: 10}
      - {name: a-3, v6: /48, reserve: 2}
    vpcs:
      - name: v
        v6: /52
        v4: /16
        reserve: 3
        shoots:
          - {name: s, nodes: "10.0.0.0/17", services: "10.1.0.0/24"}
          - {name: t, nodes: v4private, pods: "v4:/20"}
      - name: w
        allow: [{rule: overlap, reason: nearest}, {rule: dual-stack, reason: known, until: 2020-01-01}]
        v6: "2001:db8:0:4000::/52"
        reserve: 1
        shoots:
          - {name: s, nodes: ["v4:/20", v6global/64+prefix/64], pods: v4private}
          - {name: u, nodes: "2001:db8:0:4000::/64", services: "2001:db8:0:4000::/112"}
"#;

/// Path, field, and the values that the field takes one after another.
const EDITS: &[(&str, Field, &[Option<&str>])] = &[
    (
        "r",
        Field::V6,
        &[
            Some("2001:db8::/40"),
            Some("/44"),
            Some("2001:db8::/48"),
            None,
        ],
    ),
    (
        "r",
        Field::V4,
        &[Some("10.1.0.0/16"), None, Some("100.64.0.0/10")],
    ),
    ("r", Field::Alignment, &[Some("bit"), None]),
    (
        "r/a",
        Field::Count,
        &[Some("16"), Some("2"), None, Some("13")],
    ),
    ("r/a", Field::Reserve, &[Some("6"), Some("3"), None]),
    ("r/a-3", Field::Name, &[Some("a-11"), Some("a")]),
    ("r/a-3", Field::V6, &[Some("/50"), Some("/40")]),
    ("r/w", Field::V4, &[Some("/16"), Some("10.0.0.0/16"), None]),
    ("r/w", Field::V6, &[Some("2001:db9::/52"), None]),
    (
        "r/w",
        Field::Provider,
        &[
            Some("aws"),
            Some("moon"),
            Some("local"),
            Some("alicloud"),
            None,
        ],
    ),
    ("r/v", Field::Count, &[Some("2"), None]),
    (
        "r/v",
        Field::V4,
        &[Some("/12"), Some("10.250.0.0/16"), None],
    ),
    ("r/v", Field::Reserve, &[None, Some("20")]),
    (
        "r/v/s",
        Field::Nodes,
        &[Some("v4private"), Some("v6global/63"), None],
    ),
    (
        "r/v/t",
        Field::Pods,
        &[Some("v4private"), Some("v6fromNode")],
    ),
    (
        "r/w/u",
        Field::Nodes,
        &[Some("2001:db8::/64"), Some("v6global")],
    ),
    ("r/w/s", Field::Count, &[Some("3")]),
    (
        "r",
        Field::Ula,
        &[
            Some("fd5a:3c1e:77a0::/48"),
            Some("fd5a:3c1e:77a8::/48"),
            None,
        ],
    ),
    (
        "r/v",
        Field::Ula,
        &[Some("fd5a:3c1e:77a7::/48"), Some("fd00::/48")],
    ),
    (
        "r/v/t",
        Field::Services,
        &[
            Some("v4private, v6private/112"),
            Some("v6global/112"),
            Some("2001:db8:9::/112"),
            None,
        ],
    ),
    (
        "r/v/s",
        Field::Services,
        &[
            Some("v6global/112"),
            Some("fc00::/112"),
            Some("240.0.0.0/16"),
        ],
    ),
    ("r/w", Field::Allow, &[None]),
    ("r", Field::Allow, &[None]),
    ("", Field::Allow, &[None]),
    ("r/w", Field::Flat, &[Some("true"), None]),
    ("r/w", Field::Nodes, &[Some("v6global+prefix/64"), None]),
];

#[test]
fn findings_after_edits_are_those_of_reading_afresh() {
    for (number, (path, field, values)) in EDITS.iter().enumerate() {
        let mut document = open(PLAN);
        for value in *values {
            step(&mut document, path, *field, *value);
            if *field == Field::Name {
                break;
            }
        }
        for (path, field, values) in EDITS.iter().cycle().skip(number + 1).step_by(3).take(6) {
            if *field != Field::Name {
                step(&mut document, path, *field, values[0]);
            }
        }
    }
}

#[test]
fn and_after_taking_away_and_putting_back() {
    for path in ["r/a", "r/a-3", "r/v", "r/w", "r/v/s", "r/w/s", "r/w/u", "r"] {
        let mut document = open(PLAN);
        let node = node(&document, path).expect("a path of the plan");
        let back = document.apply(Edit::Remove { node }).expect("an edit");
        compare(&document, &format!("without {path}"));
        document.apply(back).expect("an edit");
        compare(&document, &format!("with {path} again"));
    }
}

fn open(text: &str) -> Document {
    Document::new(text.to_owned(), Date::parse("2026-11-22").expect("a day"))
}

fn node(document: &Document, path: &str) -> Option<NodeId> {
    document.plan().find(path).ok().map(|found| found.node)
}

fn step(document: &mut Document, path: &str, field: Field, value: Option<&str>) {
    let Some(node) = node(document, path) else {
        return;
    };
    document
        .apply(Edit::set(node, field, value.map(Value::text)))
        .expect("an edit");
    compare(document, &format!("{path} {} = {value:?}", field.key()));
}

type Line = (&'static str, Severity, String, String, usize);

fn lines(document: &Document) -> Vec<Line> {
    let mut lines: Vec<Line> = document
        .findings()
        .into_iter()
        .map(|finding| {
            let path = document.plan().path(finding.subject);
            let fixes = finding.fixes.len();
            (finding.code, finding.severity, path, finding.message, fixes)
        })
        .collect();
    lines.sort();
    lines
}

fn compare(document: &Document, after: &str) {
    let text = document.print().expect("a text");
    let fresh = open(&text);
    assert_eq!(lines(document), lines(&fresh), "after {after}:\n{text}");
    let tallies = |document: &Document| document.board().tally(NodeId::ROOT);
    assert_eq!(tallies(document), tallies(&fresh), "after {after}:\n{text}");
}

#[test]
fn what_is_found_is_about_the_definition_in_which_it_is_found() {
    // A waiver of it is said there.
    let bad = super::rules::RULES.iter().map(|rule| rule.bad);
    for text in bad.chain([PLAN]) {
        let document = open(text);
        for node in document.board().nodes() {
            for finding in super::find_node(&document.context(), node) {
                assert_eq!(finding.subject, node, "{} in\n{text}", finding.code);
            }
        }
    }
}
