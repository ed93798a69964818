//! The findings: what words leave of them, one for each rule, and waivers.

use std::fmt::Write as _;

use trellis::tui::{Message, Model, keymap, perform};

use super::{NoShelf, PLAIN, after, print};

const SIZE: (u16, u16) = (120, 36);

const PLAN: &str = "\
trellis: 1
blocks:
  - name: eu
    v6: 2001:db8:1000::/36
    blocks:
      - {name: live, v6: /41}
      - {name: test, v6: /42}
      - {name: big, v6: /20}
  - name: us
    v6: 2001:db8:2000::/36
    v6x: 1
    blocks:
      - {name: live, v6: /43}
variants:
  - name: narrow
    set: {eu/live: {v6: /45}}
";

fn keys(model: &mut Model, keys: &str) {
    for key in keymap::parse_keys(keys).expect("keys") {
        perform(model, Message::Key(key), &NoShelf);
    }
}

/// The listed findings: code, path, and whether it is waived.
fn listed(model: &Model) -> Vec<String> {
    let findings = model.findings.iter();
    findings
        .map(|one| {
            let path = model.document.plan().path(one.subject);
            let waived = one.waived.as_ref();
            let waived = waived.map_or(String::new(), |it| format!(" waived: {}", it.reason));
            format!("{} {} {path}{waived}", one.severity.word(), one.code)
        })
        .collect()
}

fn toast(model: &Model) -> &str {
    model.toast.as_ref().map_or("", |toast| &toast.text)
}

/// What the words leave, and what stands above it.
#[track_caller]
fn check(words: &str, title: &str, expected: &[&str]) {
    let mut model = after(PLAN, SIZE, "<tab><tab>F");
    keys(&mut model, &words.replace(' ', "<space>"));
    assert_eq!(listed(&model), expected, "{words}");
    let shown = print(&model, PLAIN);
    assert!(shown.contains(&format!(" {title} ")), "{title} in\n{shown}");
}

#[test]
fn words_leave_severities_rules_and_what_lies_on_a_path() {
    check(
        "error",
        "Findings: 2 of 6: error",
        &["error does-not-fit eu/big", "error unknown-key us"],
    );
    check(
        "nibble",
        "Findings: 3 of 6: nibble",
        &[
            "warning nibble-boundary eu/live",
            "warning nibble-boundary eu/test",
            "warning nibble-boundary us/live",
        ],
    );
    check(
        "eu/live",
        "Findings: 1 of 6: eu/live",
        &["warning nibble-boundary eu/live"],
    );
    // What lies below is on the path too; a name alone is any of that name.
    check(
        "warn error us",
        "Findings: 2 of 6: warn error us",
        &["error unknown-key us", "warning nibble-boundary us/live"],
    );
    check(
        "live nibble",
        "Findings: 2 of 6: live nibble",
        &[
            "warning nibble-boundary eu/live",
            "warning nibble-boundary us/live",
        ],
    );
    check("overlap", "Findings: 0 of 6: overlap", &[]);
}

#[test]
fn a_filter_stays_and_esc_takes_it_away() {
    let mut model = after(PLAN, SIZE, "<tab><tab>Fnibble<enter>");
    assert_eq!(
        toast(&model),
        "only findings that are `nibble`; esc shows all"
    );
    // It stays where one goes, and n goes through it.
    keys(&mut model, "n");
    assert_eq!(model.path(), "eu/test");
    assert_eq!(listed(&model).len(), 3);
    keys(&mut model, "nn");
    assert_eq!(model.path(), "us/live");
    assert_eq!(toast(&model), "this is the last finding of those listed");
    // Typing on another one and going back leaves it as it was.
    keys(&mut model, "Fx<esc>");
    assert_eq!(listed(&model).len(), 3);
    keys(&mut model, "F<ctrl-u>overlap<enter>");
    assert_eq!(toast(&model), "no finding is `overlap`");
    keys(&mut model, "<esc><esc>");
    assert_eq!(listed(&model).len(), 6);
    assert!(print(&model, PLAIN).contains("Findings: 2 errors, 3 warnings, 1 advice"));
}

#[test]
fn one_stands_for_each_rule_and_opens() {
    let mut model = after(PLAN, SIZE, "R");
    assert_eq!(
        listed(&model),
        [
            "error does-not-fit eu/big",
            "error unknown-key us",
            "warning nibble-boundary eu/live",
            "advice documentation-range eu",
        ]
    );
    let shown = print(&model, PLAIN);
    for part in [
        "Findings by rule: 4 rules, 6 findings",
        "nibble-boundary  3 warnings",
        "documentation-range  1 advice",
    ] {
        assert!(shown.contains(part), "{part} in\n{shown}");
    }
    keys(&mut model, "w");
    assert_eq!(
        toast(&model),
        "this is all of a rule; enter shows each of them"
    );
    keys(&mut model, "jj<enter>");
    assert_eq!(listed(&model).len(), 3);
    assert!(print(&model, PLAIN).contains("Findings: 3 of 6: nibble-boundary"));
    keys(&mut model, "<esc>");
    assert_eq!((listed(&model).len(), model.finding), (4, 2));
    keys(&mut model, "<esc>");
    assert_eq!(listed(&model).len(), 6);
}

#[test]
fn a_filter_looks_at_all_findings_and_lists_on() {
    let mut plan =
        "trellis: 1\nblocks:\n  - name: eu\n    v6: 2001:db8::/20\n    blocks:\n".to_owned();
    for number in 0..250 {
        writeln!(plan, "      - {{name: b{number}, v6: /41}}").expect("a string takes all");
    }
    let mut model = after(&plan, SIZE, "<tab><tab>Fnibble<enter>");
    assert!(print(&model, PLAIN).contains("Findings: 250 of 251: nibble"));
    assert!(print(&model, PLAIN).contains("… 245 more"));
    for _ in 0..8 {
        keys(&mut model, "<end>");
    }
    assert_eq!(listed(&model).len(), 250);
    keys(&mut model, "F<ctrl-u>eu/b249<enter>");
    assert_eq!(listed(&model), ["warning nibble-boundary eu/b249"]);
}

#[test]
fn a_finding_is_waived_for_a_reason_in_one_step() {
    let mut model = after(PLAN, SIZE, "<tab><tab>Fnibble<enter>w");
    keys(&mut model, "<enter>");
    assert_eq!(
        toast(&model),
        "a waiver needs a reason: why one can live with it"
    );
    keys(
        &mut model,
        "the<space>RIR<space>gave<space>it<space>until<space>2027-06-30<enter>",
    );
    assert_eq!(
        toast(&model),
        "waive nibble-boundary in live, in its `allow`"
    );
    let expected = "advice nibble-boundary eu/live waived: the RIR gave it";
    assert_eq!(listed(&model)[model.finding], expected);
    let shown = print(&model, PLAIN);
    for part in [
        "waived  eu/live",
        "waived until 2027-06-30: the RIR gave it",
    ] {
        assert!(shown.contains(part), "{part} in\n{shown}");
    }
    let waived = PLAN.replace(
        "{name: live, v6: /41}",
        "{name: live, v6: /41, allow: [{ rule: nibble-boundary, reason: the RIR gave it, until: \"2027-06-30\" }]}",
    );
    assert_eq!(model.document.print().as_deref(), Ok(waived.as_str()));
    // The reason can be said otherwise, and the waiver taken away.
    keys(&mut model, "w<ctrl-u>old<enter>");
    let expected = "advice nibble-boundary eu/live waived: old";
    assert_eq!(listed(&model)[model.finding], expected);
    keys(&mut model, "W");
    assert_eq!(
        listed(&model)[model.finding],
        "warning nibble-boundary eu/live"
    );
    assert_eq!(model.document.print().as_deref(), Ok(PLAN));
    keys(&mut model, "W");
    assert_eq!(toast(&model), "this is not waived; w waives it");
    assert_eq!(model.undo.len(), 3);
    keys(&mut model, "uu");
    assert_eq!(model.document.print().as_deref(), Ok(waived.as_str()));
}

#[test]
fn what_is_not_waived_says_why() {
    let said = |plan: &str, pressed: &str| toast(&after(plan, SIZE, pressed)).to_owned();
    assert_eq!(
        said(PLAN, "<tab><tab>Funknown<enter>w"),
        "unknown-key is about the text of the file itself, which no waiver covers: mend the text"
    );
    let unused = PLAN.replace("v6x: 1", "allow: [{rule: overlap, reason: old}]");
    assert_eq!(
        said(&unused, "<tab><tab>Funused<enter>w"),
        "allow-unused is about waivers, and what is found about them can't be waived: mend the waiver"
    );
    // What is found about a waiver can be ended by taking it away.
    let model = after(&unused, SIZE, "<tab><tab>Funused<enter>W");
    let expected = PLAN.replace("    v6x: 1\n", "");
    assert_eq!(model.document.print().as_deref(), Ok(expected.as_str()));
    assert!(said("trellis: 1\n", "w").contains("no finding"));
}

#[test]
fn a_waiver_goes_into_the_variant_that_is_shown() {
    let mut model = after(PLAN, SIZE, "V<tab><tab>Feu/live<enter>wa<space>try<enter>");
    assert_eq!(
        listed(&model),
        ["advice nibble-boundary eu/live waived: a try"]
    );
    keys(&mut model, "V");
    assert_eq!(listed(&model), ["warning nibble-boundary eu/live"]);
    keys(&mut model, "VW");
    assert_eq!(listed(&model), ["warning nibble-boundary eu/live"]);
    assert_eq!(model.document.print().as_deref(), Ok(PLAN));
}

#[test]
fn a_waiver_above_is_changed_where_it_stands() {
    let plan = PLAN.replace(
        "    v6: 2001:db8:1000::/36\n",
        "    v6: 2001:db8:1000::/36\n    allow: [{rule: nibble-boundary, reason: small}]\n",
    );
    let mut model = after(&plan, SIZE, "<tab><tab>Feu/live<enter>w<ctrl-u>new<enter>");
    assert_eq!(
        listed(&model),
        ["advice nibble-boundary eu/live waived: new"]
    );
    let expected = plan.replace("reason: small", "reason: new");
    assert_eq!(model.document.print().as_deref(), Ok(expected.as_str()));
    keys(&mut model, "W");
    assert_eq!(
        toast(&model),
        "take the waiver of nibble-boundary in eu away; it covered 2 findings"
    );
    assert_eq!(model.document.print().as_deref(), Ok(PLAN));
}

/// Where nodes are said for a whole VPC. A /51 ends inside a digit. The /48 before it takes the place of the services; the
/// /52 behind it holds 4,096 prefixes of /64.
fn inherited(nodes: u32) -> String {
    format!(
        "trellis: 1\nvpcs:\n  - name: v\n    v6: 2001:db8::/48\n    nodes: v6global/51+prefix/64\n    shoots:\n      \
         - {{name: s, pods: v6fromNode/80, services: v6global/112, max-nodes: {nodes}}}\n"
    )
}

#[test]
fn the_mend_that_is_offered_brings_no_error_if_there_is_one() {
    let model = after(&inherited(2000), SIZE, "<tab><tab>Fnibble<enter>f");
    let shown = print(&model, PLAIN);
    assert!(
        shown.contains("v nodes: v6global/51+prefix/64 → v6global/52+prefix/64"),
        "{shown}"
    );
    assert!(!shown.contains("error does-not-fit"), "{shown}");
}

#[test]
fn a_mend_that_brings_an_error_names_it() {
    let model = after(&inherited(5000), SIZE, "<tab><tab>Fnibble<enter>f");
    let shown = print(&model, PLAIN);
    assert!(
        shown.contains("v nodes: v6global/51+prefix/64 → v6global/48+prefix/64"),
        "{shown}"
    );
    assert!(
        shown.contains("brings 1 error does-not-fit: services: a /112 has no place: `v` 2001:db8::/48 has no /112 left"),
        "{shown}"
    );
}

/// The selected block has a warning, and errors lie elsewhere: they come first, and the caret is at the block's own.
#[test]
fn the_worst_is_listed_first_and_the_own_one_is_at_hand() {
    let mut model = after(PLAN, SIZE, "j");
    assert_eq!(model.path(), "eu/live");
    assert_eq!(
        listed(&model),
        [
            "error does-not-fit eu/big",
            "error unknown-key us",
            "warning nibble-boundary eu/live",
            "warning nibble-boundary eu/test",
            "warning nibble-boundary us/live",
            "advice documentation-range eu",
        ]
    );
    assert_eq!(model.finding, 2);
    keys(&mut model, "n");
    assert_eq!((model.path().as_str(), model.finding), ("eu/test", 2));
    let shown = &model.findings[model.finding];
    assert_eq!(model.document.plan().path(shown.subject), "eu/test");
    // In the fields too it is the finding that is explained then.
    keys(&mut model, "<tab>ne");
    assert_eq!(model.path(), "us/live");
    let shown = print(&model, PLAIN);
    assert!(shown.contains("╭─ nibble-boundary"), "{shown}");
    // The list is gone down to its end, and begins again.
    let mut went = Vec::new();
    keys(&mut model, "<esc>");
    for _ in 0..3 {
        keys(&mut model, "n");
        went.push(model.path());
    }
    assert_eq!(went, ["eu", "eu/big", "us"]);
    keys(&mut model, "NN");
    assert_eq!(model.path(), "eu");
    let toast = model.toast.as_ref().map_or("", |toast| &toast.text);
    assert_eq!(toast, "from the worst finding to the last again");
}

#[test]
fn the_first_next_finding_is_the_one_that_the_list_stands_on() {
    let mut model = after(PLAN, SIZE, "");
    let first = model.findings[model.finding].subject;
    assert_eq!(model.document.plan().path(first), "eu/big");
    keys(&mut model, "n");
    assert_eq!(model.path(), "eu/big");
    // Of a range it is the finding that is explained then, and not its keywords.
    keys(&mut model, "e");
    assert!(print(&model, PLAIN).contains("╭─ does-not-fit"));
}

#[test]
fn large_numbers_of_findings_read_the_same_everywhere() {
    let mut shoots = String::new();
    for number in 0..1200 {
        let line = "nodes: v6global/64, pods: v6fromNode}";
        writeln!(shoots, "      - {{name: s{number}, {line}").expect("a string takes all");
    }
    let plan =
        format!("trellis: 1\nvpcs:\n  - name: v\n    v6: 2001:db8::/40\n    shoots:\n{shoots}");
    let shown = print(&after(&plan, (120, 36), ""), PLAIN);
    assert!(
        shown.lines().next().expect("a line").contains("● 1,200 "),
        "{shown}"
    );
    assert!(shown.contains("Findings: 1,200 errors"), "{shown}");
}
