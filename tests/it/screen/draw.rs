//! Drawing an RFC 4193 prefix for what is selected.

use trellis::plan::Field;
use trellis::tui::{Message, Model, perform};

use super::{NoShelf, PLAIN, after, print};

const SIZE: (u16, u16) = (120, 36);

const PLAN: &str = "\
trellis: 1
vpcs:
  - name: v
    v6: 2001:db8::/56
    shoots:
      - {name: s, nodes: v6global, services: v6private/112}
      - {name: t, nodes: v6global, services: v6global/112}
";

/// The prefix that is written for something.
fn ula(model: &Model, path: &str) -> Option<String> {
    let plan = model.document.plan();
    let node = plan.find(path).expect("a path").node;
    Some(plan.value(node, Field::Ula)?.line())
}

#[test]
fn it_is_written_where_it_is_wanted_and_where_not_that_is_said() {
    let model = after(PLAN, SIZE, "jp");
    let drawn = ula(&model, "v/s").expect("it is drawn");
    assert!(
        drawn.starts_with("fd") && drawn.ends_with("::/48"),
        "{drawn}"
    );
    let shown = print(&model, PLAIN);
    let said = format!("draw {drawn} as the ula of `v/s`");
    assert!(shown.contains(&said), "{shown}");
    assert!(!shown.contains("asks for v6private"), "{shown}");

    let model = after(PLAN, SIZE, "gv/t<enter>p");
    let drawn = ula(&model, "v/t").expect("it is drawn");
    let said = format!("draw {drawn} as the ula of `v/t`; nothing asks for v6private");
    let shown = print(&model, PLAIN);
    assert!(shown.contains(&said), "{shown}");
}

#[track_caller]
fn refused(plan: &str, keys: &str, path: &str, expected: &str) {
    let model = after(plan, SIZE, keys);
    let shown = print(&model, PLAIN);
    assert!(shown.contains(expected), "{expected}\n{shown}");
    assert_eq!(
        ula(&model, path),
        ula(&after(plan, SIZE, ""), path),
        "{shown}"
    );
}

#[test]
fn there_is_one_only_and_not_of_many() {
    let counted = PLAN.replacen("/56\n", "/56\n    count: 2\n", 1);
    for (keys, path) in [("p", "v"), ("jp", "v/s")] {
        refused(
            &counted,
            keys,
            path,
            "`v` is many, and all would share one ula; draw it around them",
        );
    }
    let written = PLAN.replacen("{name: s,", "{name: s, ula: fd00:0:1::/48,", 1);
    refused(
        &written,
        "jp",
        "v/s",
        "`v/s` has a ula, fd00:0:1::/48; delete it first to draw another",
    );
}

/// `fd8f:6d53:b97a::/48` is that of Gardener's VPN.
#[test]
fn what_is_taken_is_drawn_again() {
    let written = PLAN.replacen("vpcs:", "ula: fd00:0:1::/48\nvpcs:", 1);
    for bits in [[0x8f, 0x6d, 0x53, 0xb9, 0x7a], [0, 0, 0, 0, 1]] {
        let mut model = after(&written, SIZE, "j");
        perform(&mut model, Message::Drawn(bits), &NoShelf);
        let drawn = ula(&model, "v/s").expect("it is drawn");
        assert!(
            !["fd8f:6d53:b97a::/48", "fd00:0:1::/48"].contains(&drawn.as_str()),
            "{drawn}"
        );
    }
}
