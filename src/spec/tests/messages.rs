//! Messages as people read them.

use super::super::parse;
use super::{Nodes, Pods, RangeKind, Services};

#[track_caller]
fn check(kind: RangeKind, text: &str, expected: &str) {
    let (_, faults) = parse(kind, &[text]);
    let first = faults.first().map(|fault| fault.message.as_str());
    assert_eq!(first, Some(expected), "{} `{text}`", kind.key());
}

#[test]
fn lines() {
    check(Nodes, "", "nodes asks for nothing");
    check(
        Nodes,
        "nov4, nov6, custom",
        "nodes asks for 3 values; one for each family is the most",
    );
    check(
        Nodes,
        "v6private/40",
        "`v6private/40` is outside /48 to /112, the lengths that `v6private` takes",
    );
    check(
        Nodes,
        "v4private/16",
        "`v4private` takes no length, and `/16` stands behind it",
    );
    check(
        Nodes,
        "v4:/40",
        "`/40` is longer than an IPv4 address, which has 32 bits",
    );
    check(
        Nodes,
        "v6global+prefix/size",
        "`/size` is no length: a number from 0 to 128 follows the slash",
    );
    check(
        Nodes,
        "v6global/",
        "no length follows the slash of `v6global`: a number from 0 to 128",
    );
    check(
        Nodes,
        "v6global, v6private",
        "`v6private` is a second IPv6 value beside `v6global`; a family has one",
    );
    check(
        Pods,
        "v6global+prefix",
        "`+prefix` stands on pods; it is what every node gets, so it belongs on nodes",
    );
    check(
        Services,
        "v6fromNode",
        "`v6fromNode` stands on services; it says how pods get their addresses",
    );
    check(
        Services,
        "globalIPv6/64",
        "`globalIPv6` is `v6global` in this language",
    );
    check(
        Services,
        "v6globl",
        "`v6globl` is no keyword; it is taken for `v6global`",
    );
    check(
        Nodes,
        "10.0.0.1/16",
        "10.0.0.1 has bits set behind /16; the prefix there is 10.0.0.0/16",
    );
    check(
        Nodes,
        "v4global",
        "`v4global` is no keyword: only IPv6 has `v6global`",
    );
    check(
        Nodes,
        "\u{1b}[2J",
        "`\\u{1b}[2J` is neither a keyword nor a prefix",
    );
}
