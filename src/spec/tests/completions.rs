//! What is offered at the caret, which `|` marks.

use super::super::{Pools, complete};
use super::{Nodes, Pods, RangeKind, Services};
use crate::addr::{Family, Length};

/// The first offers, each as the text it would make.
#[track_caller]
fn check(kind: RangeKind, marked: &str, expected: &[&str]) {
    let caret = marked
        .chars()
        .position(|char| char == '|')
        .expect("a caret");
    let text = marked.replacen('|', "", 1);
    let pools = Pools {
        v4: None,
        v6: Length::new(Family::V6, 56),
    };
    let made: Vec<String> = complete(kind, &text, caret, pools)
        .iter()
        .take(expected.len().max(1))
        .map(|choice| {
            let (start, end) = choice.replaces;
            let before: String = text.chars().take(start).collect();
            let after: String = text.chars().skip(end).collect();
            before + &choice.text + &after
        })
        .collect();
    assert_eq!(made, expected, "{} {marked}", kind.key());
}

#[test]
fn words() {
    check(
        Nodes,
        "|",
        &[
            "v4private",
            "v6global",
            "v6private",
            "custom",
            "nov4",
            "nov6",
            "v6:/",
            "v4:/",
        ],
    );
    check(Services, "v6|", &["v6global", "v6private", "v6:/"]);
    check(Pods, "v6f|", &["v6fromNode"]);
    check(Services, "v6f|", &[]);
    check(Nodes, "V6G|", &["v6global"]);
    check(Nodes, "v6g|xx/64", &["v6global/64"]);
    check(
        Nodes,
        "v4private, |",
        &[
            "v4private, v6global",
            "v4private, v6private",
            "v4private, custom",
            "v4private, nov6",
        ],
    );
    check(Nodes, "n|, v4private", &["nov6, v4private"]);
    check(
        Nodes,
        "custom, v|",
        &["custom, v4private", "custom, v6global"],
    );
}

#[test]
fn modifiers() {
    check(Nodes, "v6global/64+|", &["v6global/64+prefix"]);
    check(Nodes, "v6global+pre|", &["v6global+prefix"]);
    check(Pods, "v6global+|", &[]);
    check(Nodes, "custom+|", &[]);
    check(Nodes, "v6global|", &["v6global+prefix", "v6global/56"]);
}

#[test]
fn lengths() {
    check(
        Services,
        "v6global/|",
        &["v6global/56", "v6global/60", "v6global/64"],
    );
    check(
        Services,
        "v6global/6|",
        &["v6global/60", "v6global/64", "v6global/68", "v6global/61"],
    );
    check(Services, "v6global/5|4", &["v6global/56", "v6global/57"]);
    check(Services, "v6private/|", &["v6private/48", "v6private/52"]);
    check(
        Nodes,
        "v6global/64+prefix/|",
        &["v6global/64+prefix/64", "v6global/64+prefix/68"],
    );
    check(
        Nodes,
        "v4private+prefix/2|",
        &[
            "v4private+prefix/20",
            "v4private+prefix/24",
            "v4private+prefix/28",
            "v4private+prefix/21",
        ],
    );
    check(Nodes, "/6|", &["/60", "/64"]);
    check(Nodes, "v4:/1|", &["v4:/12", "v4:/16"]);
    check(Nodes, "v4private/|", &[]);
}
