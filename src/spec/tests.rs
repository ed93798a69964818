//! The language as cases: a text, and what it is read as.

mod completions;
mod laws;
mod messages;
mod slips;
mod wrong;

use crate::plan::{RangeKind, Spec};

use super::{parse, print};
use RangeKind::{Nodes, Pods, Services};

/// What a text is read as, in one line: the spec, then every fault as `code@start-end`, with `=> text` for a safe mend
/// and `~> text` for one that is not.
fn shown(kind: RangeKind, texts: &[&str]) -> String {
    let (spec, faults) = parse(kind, texts);
    let faults = faults.iter().map(|fault| {
        let (start, end) = fault.chars;
        let item = if texts.len() > 1 {
            format!("{}:", fault.item)
        } else {
            String::new()
        };
        let mend = fault.mend.as_ref().map_or_else(String::new, |mend| {
            let arrow = if mend.safe { "=>" } else { "~>" };
            format!(" {arrow} {}", mend.text)
        });
        format!("; {}@{item}{start}-{end}{mend}", fault.code)
    });
    print(&spec) + &faults.collect::<String>()
}

#[track_caller]
fn check(kind: RangeKind, text: &str, expected: &str) {
    assert_eq!(shown(kind, &[text]), expected, "{} `{text}`", kind.key());
}

#[track_caller]
fn check_list(kind: RangeKind, texts: &[&str], expected: &str) {
    assert_eq!(shown(kind, texts), expected, "{} {texts:?}", kind.key());
}

#[test]
fn keywords_stand_on_all_ranges() {
    for kind in RangeKind::ALL {
        check(kind, "v4private", "v4private");
        check(kind, "v6global", "v6global");
        check(kind, "v6global/0", "v6global/0");
        check(kind, "v6global/64", "v6global/64");
        check(kind, "v6global/128", "v6global/128");
        check(kind, "v6private", "v6private");
        check(kind, "v6private/48", "v6private/48");
        check(kind, "v6private/112", "v6private/112");
        check(kind, "custom", "custom");
        check(kind, "nov4", "nov4");
        check(kind, "nov6", "nov6");
        check(kind, "10.0.0.0/16", "10.0.0.0/16");
        check(kind, "2001:db8::/56", "2001:db8::/56");
        check(kind, "::/0", "::/0");
        check(kind, "/20", "v4:/20");
        check(kind, "/33", "/33");
        check(kind, "v4:/20", "v4:/20");
        check(kind, "v6:/24", "v6:/24");
        check(kind, "v6:/64", "/64");
    }
}

#[test]
fn node_prefixes() {
    check(Nodes, "v6global+prefix", "v6global+prefix");
    check(Nodes, "v6global/64+prefix/80", "v6global/64+prefix/80");
    check(Nodes, "v6private/56+prefix/64", "v6private/56+prefix/64");
    check(Nodes, "v4private+prefix/28", "v4private+prefix/28");
    check(Nodes, "2001:db8::/56+prefix/64", "2001:db8::/56+prefix/64");
    check(Nodes, "10.0.0.0/16+prefix", "10.0.0.0/16+prefix");
    check(Nodes, "/56+prefix/64", "/56+prefix/64");
    check(Nodes, "v4:/20+prefix/28", "v4:/20+prefix/28");
}

#[test]
fn from_node() {
    check(Pods, "v6fromNode", "v6fromNode");
    check(Pods, "v6fromNode/96", "v6fromNode/96");
    check(Pods, "v4fromNode", "v4fromNode");
    check(Pods, "v4fromNode/26", "v4fromNode/26");
    check(Pods, "v6fromNode, v4fromNode", "v4fromNode, v6fromNode");
}

#[test]
fn tuples_in_any_order() {
    check(
        Nodes,
        "v4private, v6global/64+prefix/80",
        "v4private, v6global/64+prefix/80",
    );
    check(
        Nodes,
        "v6global/64+prefix/80,v4private",
        "v4private, v6global/64+prefix/80",
    );
    check(Nodes, "nov4  ,  nov6", "nov4, nov6");
    check(Services, "/108, 10.0.0.0/16", "10.0.0.0/16, /108");
}

#[test]
fn lists() {
    check_list(Nodes, &["v6global"], "v6global");
    check_list(
        Nodes,
        &["v4:/17", "v6global/64+prefix/80"],
        "v4:/17, v6global/64+prefix/80",
    );
    check_list(Pods, &["v6fromNode", "v4private"], "v4private, v6fromNode");
    check_list(Nodes, &["v4private, v6global"], "v4private, v6global");
}

#[test]
fn custom_takes_what_is_left() {
    check(Pods, "custom, v4private", "v4private, custom");
    check(Pods, "v6global, custom", "custom, v6global");
    let (spec, _) = parse(Pods, &["custom"]);
    assert!(spec.v4.is_some() && spec.v6.is_some());
}

#[test]
fn a_bare_length_has_the_family_left() {
    check(Nodes, "/20, v4private", "v4private, v6:/20");
    check(Nodes, "v4private, /20", "v4private, v6:/20");
    check(Nodes, "/20, v6global", "v4:/20, v6global");
    check(Nodes, "/20, /40", "v4:/20, /40");
    check(Nodes, "/40, /20", "v4:/20, /40");
    check(Nodes, "/20, /24", "v4:/20, v6:/24");
    check(Nodes, "/24, 10.0.0.0/8", "10.0.0.0/8, v6:/24");
    check(Nodes, "/20, custom", "v4:/20, custom");
}

#[test]
fn nothing_said_prints_as_nothing() {
    assert_eq!(print(&Spec::default()), "");
}

#[test]
fn examples_can_be_read() {
    for statement in super::STATEMENTS {
        let kind = statement.kinds[0];
        let (spec, faults) = parse(kind, &[statement.example]);
        assert_eq!(faults, [], "{}", statement.example);
        assert_eq!(
            parse(kind, &[&print(&spec)]).0,
            spec,
            "{}",
            statement.example
        );
    }
}
