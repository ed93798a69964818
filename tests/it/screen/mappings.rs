//! Mappings are edited in place, on one line; only their own lines of the file change.

use super::{after, screen};

const PLAN: &str = "trellis: 1
name: land
# what manifests need
manifest-fields:
  project: acme     # the namespace
  # who pays
  credentials-binding: core
  machine:
    type: m5
allow:
  # the first
  - {rule: node-64, reason: \"as it is\"} # behind
  - rule: dual-stack
    reason: both   # for now
seeds: [{name: one, nodes: 10.1.0.0/16}]
shoots:
  - name: a
    nodes: v6global
    pinned: {services: \"fd5a:3c1e:77a0::/112\"}
";

fn text(keys: &str) -> String {
    after(PLAN, (120, 40), keys)
        .document
        .print()
        .expect("it prints")
}

#[track_caller]
fn shows(keys: &str, line: &str) {
    let shown = screen(PLAN, (120, 40), keys);
    assert!(shown.contains(line), "no `{line}` after {keys} in\n{shown}");
}

/// Keys that go to a field of the plan itself, and edit it.
fn at(field: &str) -> String {
    let fields = [
        "name",
        "provider",
        "kubernetes",
        "cni",
        "trellis",
        "allow",
        "manifest-fields",
        "seeds",
    ];
    let number = fields
        .iter()
        .position(|name| *name == field)
        .expect("a field");
    format!("<left><left><enter>{}<enter>", "j".repeat(number))
}

#[test]
fn a_value_inside_a_mapping_changes_its_own_line() {
    let keys = format!("{}<left><left><backspace>6<enter>", at("manifest-fields"));
    let expected = PLAN.replace("type: m5", "type: m6");
    assert_eq!(text(&keys), expected);
    assert_eq!(text(&format!("{keys}u")), PLAN);
}

#[test]
fn a_key_comes_and_goes_and_the_comments_of_the_others_stay() {
    let keys = format!("{}<left>, region: eu<enter>", at("manifest-fields"));
    let expected = PLAN.replace("    type: m5\n", "    type: m5\n  region: eu\n");
    assert_eq!(text(&keys), expected);
    let keys = format!(
        "{}<ctrl-u>{{machine: {{type: m5}}, project: acme}}<enter>",
        at("manifest-fields")
    );
    let expected = PLAN.replace("  # who pays\n  credentials-binding: core\n", "");
    assert_eq!(text(&keys), expected);
    assert_eq!(text(&format!("{keys}u")), PLAN);
}

#[test]
fn a_list_of_mappings_changes_in_place() {
    let keys = format!(
        "{}<left><left><backspace><backspace><backspace><backspace>two<enter>",
        at("allow")
    );
    let expected = PLAN.replace("reason: both   # for now", "reason: two   # for now");
    assert_eq!(text(&keys), expected);
    let keys = format!("{}<left><left>, pods: 10.2.0.0/16<enter>", at("seeds"));
    let expected = PLAN.replace("10.1.0.0/16}", "10.1.0.0/16, pods: 10.2.0.0/16}");
    assert_eq!(text(&keys), expected);
    assert_eq!(text(&format!("{keys}u")), PLAN);
}

#[test]
fn pinned_prefixes_are_a_mapping_on_a_shoot() {
    let keys = "<enter>jjjjjjjj<enter>";
    shows(keys, "›pinned      {services: fd5a:3c1e:77a0::/112}");
    let keys = format!("{keys}<left><backspace><backspace>08");
    assert_eq!(
        text(&format!("{keys}<enter>")),
        PLAN.replace("::/112", "::/108")
    );
    shows(&format!("{keys}x"), "`/108x` is not a length");
}

#[test]
fn what_is_no_mapping_never_destroys_the_old_one() {
    for (typed, says) in [
        ("<backspace>", "this `{` is never closed"),
        ("<ctrl-u>acme", "`manifest-fields` takes a mapping"),
        ("<ctrl-u>[a]", "`manifest-fields` takes a mapping"),
        ("<ctrl-u>{a: b, a: c}", "`a` is there twice"),
        ("<ctrl-u>{a: *b}", "`*b` refers to no anchor"),
    ] {
        let keys = format!("{}{typed}", at("manifest-fields"));
        shows(&keys, says);
        shows(
            &format!("{keys}<enter>"),
            "this can't be understood yet; esc takes it back",
        );
        assert_eq!(text(&format!("{keys}<enter>")), PLAN, "{typed}");
        assert_eq!(text(&format!("{keys}<enter><esc>")), PLAN, "{typed}");
    }
    shows(
        &format!("{}<ctrl-u>{{rule: node-64}}", at("allow")),
        "`allow` takes a list",
    );
}

#[test]
fn keys_in_another_order_change_nothing() {
    let keys = format!(
        "{}<ctrl-u>{{credentials-binding: core, machine: {{type: m5}}, project: acme}}<enter>",
        at("manifest-fields")
    );
    assert_eq!(text(&keys), PLAN);
}

#[test]
fn an_empty_field_takes_the_mapping_away() {
    let keys = format!("{}<ctrl-u><enter>", at("seeds"));
    assert_eq!(
        text(&keys),
        PLAN.replace("seeds: [{name: one, nodes: 10.1.0.0/16}]\n", "")
    );
    assert_eq!(text(&format!("{keys}u")), PLAN);
}
