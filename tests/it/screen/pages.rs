//! Pages over the panels: what explains a keyword, a field, a finding.

use super::screen;

const PLAN: &str = "trellis: 1
provider: aws
shoots:
  - name: a
    nodes: v6global/64+prefix/80
    pods: v6fromNode/96
    services: v6globl/108
    max-nodes: 70000
";

#[track_caller]
fn title(keys: &str, expected: &str) {
    let shown = screen(PLAN, (120, 36), keys);
    assert!(
        shown.contains(&format!("─ {expected} ─")),
        "no `{expected}` after {keys} in\n{shown}"
    );
}

#[test]
fn a_range_is_explained_by_its_keywords() {
    title("je", "nodes: v6global[/N], +prefix[/N]");
    title("jje", "pods: v6fromNode[/N]");
}

#[test]
fn the_keyword_at_the_caret_is_explained_and_typing_goes_on() {
    title("j<enter><f1>", "nodes: +prefix[/N]");
    title("j<enter><home><f1>", "nodes: v6global[/N]");
    title("j<enter><home><alt-e>", "nodes: v6global[/N]");
    title("j<enter><ctrl-u><f1>", "nodes");
    let shown = screen(PLAN, (120, 36), "j<enter><backspace><f1><esc>4");
    assert!(
        shown.contains("›nodes       v6global/64+prefix/84"),
        "{shown}"
    );
}

#[test]
fn a_field_is_explained_by_its_page() {
    title("<enter>e", "name");
    title("<enter>jjjje", "max-nodes");
    title("<enter>je", "nodes: v6global[/N], +prefix[/N]");
}

#[test]
fn a_finding_is_explained_by_its_rule() {
    let shown = screen(PLAN, (120, 36), "e");
    assert!(shown.contains("nodes-exceed-room [error]"), "{shown}");
    let shown = screen(PLAN, (120, 36), "je<esc><tab><tab>e");
    assert!(shown.contains("nodes-exceed-room [error]"), "{shown}");
}
