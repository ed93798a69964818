//! `trellis check`.

use super::{Folder, LANDSCAPE, run_on};
use serde_json::json;

const BAD: &str =
    "trellis: 1\nshoots:\n  - name: a\n    nodes: v6global/64\n    pods: v6fromNode\n";

#[test]
fn prints_the_place_the_help_and_the_fix() {
    let run = run_on(BAD, &["check", "plan.yaml"]);
    assert_eq!(run.code, 1);
    assert_eq!(
        run.err,
        "trellis: plan.yaml: 1 shoot says no `kubernetes`, and the limits of 1.36, the newest known, were taken\n"
    );
    for part in [
        "error[from-node-needs-prefix]: pods are v6fromNode, and nodes get no IPv6 prefix\n",
        "plan.yaml:5:11\n",
        "5 │     pods: v6fromNode\n",
        "│           ━━━━━━━━━━ a.pods\n",
        "├ help: add `+prefix` to the nodes of that family\n",
        "├ fix: write `v6global/64+prefix` (suggested)\n",
        "\n1 error in plan.yaml\n",
    ] {
        assert!(run.out.contains(part), "{part:?} is not in\n{}", run.out);
    }
}

#[test]
fn json_is_as_designed() {
    let run = run_on(BAD, &["check", "plan.yaml", "--format", "json"]);
    assert_eq!(run.code, 1);
    let mut found = run.json();
    let sources = found["findings"][0]["sources"].take();
    assert!(sources[0]["title"].is_string() && sources[0]["url"].is_string());
    assert_eq!(
        found,
        json!({
            "version": 1,
            "findings": [{
                "code": "from-node-needs-prefix",
                "severity": "error",
                "path": "a",
                "field": "pods",
                "message": "pods are v6fromNode, and nodes get no IPv6 prefix",
                "help": "add `+prefix` to the nodes of that family",
                "literal": null,
                "refused_by": null,
                "waived": null,
                "file": "plan.yaml",
                "line": 5,
                "column": 11,
                "fixes": [{
                    "title": "write `v6global/64+prefix`",
                    "safe": false,
                    "edits": [{
                        "path": "a",
                        "field": "nodes",
                        "from": "v6global/64",
                        "to": "v6global/64+prefix",
                    }],
                }],
                "sources": null,
            }],
            "summary": {"errors": 1, "warnings": 0, "advice": 0},
        })
    );
}

#[test]
fn denies_from_a_severity_on() {
    let waived = "trellis: 1\nshoots:\n  - name: a\n    nodes: v6global/64\n    pods: v6fromNode\n    allow: [{rule: from-node-needs-prefix, reason: trial, until: 2026-12-31}]\n";
    let code = |args: &[&str]| run_on(waived, &[&["check", "plan.yaml"], args].concat()).code;
    assert_eq!(code(&["--today", "2026-11-22"]), 0);
    assert_eq!(code(&["--today", "2026-11-22", "--deny", "warning"]), 0);
    assert_eq!(code(&["--today", "2026-11-22", "--deny", "advice"]), 1);
    assert_eq!(code(&["--today", "2027-01-01"]), 1);
}

#[test]
fn reads_standard_input_and_several_files() {
    let folder = Folder::new();
    folder.write("bad.yaml", BAD);
    let run = folder.run_with(&["check", "-", "bad.yaml", "--format", "json"], BAD);
    assert_eq!(run.code, 1);
    let found = run.json();
    assert_eq!(found["findings"][0]["file"], "-");
    assert_eq!(found["findings"][1]["file"], "bad.yaml");
    assert_eq!(
        found["summary"],
        json!({"errors": 2, "warnings": 0, "advice": 0})
    );
    let run = folder.run_with(&["check", "-"], "trellis: 1\n");
    assert_eq!(
        (run.code, run.out.as_str()),
        (0, "no findings in standard input\n")
    );
}

#[test]
fn many_of_a_kind_are_summed_up() {
    let shoots: Vec<String> = (0..50)
        .map(|number| format!("  - {{name: s{number}, nodes: v6global/64, pods: v6fromNode}}\n"))
        .collect();
    let shoots = shoots.concat();
    let run = run_on(
        &format!("trellis: 1\nshoots:\n{shoots}"),
        &["check", "plan.yaml"],
    );
    let shown = run.out.matches("error[from-node-needs-prefix]").count();
    assert_eq!(shown, 20);
    assert!(
        run.out
            .contains("… and 30 more of from-node-needs-prefix (use --format json for all)\n"),
        "{}",
        run.out
    );
    assert!(run.out.ends_with("50 errors in plan.yaml\n"), "{}", run.out);
}

#[test]
fn the_example_has_no_errors() {
    let run = run_on(LANDSCAPE, &["check", "plan.yaml"]);
    assert_eq!(run.code, 0, "{}", run.out);
}

#[test]
fn the_worst_is_told_first_and_the_rest_in_the_order_of_the_text() {
    let folder = Folder::new();
    folder.write(
        "plan.yaml",
        "trellis: 1\nregions:\n  - name: a\n    v6: 2001:db8:1000::/36\n    blocks:\n      - {name: b, v6: /41}\n      - {name: c, v6: /20}\n",
    );
    let run = folder.run(&["check", "plan.yaml"]);
    let told: Vec<&str> = run
        .out
        .lines()
        .filter_map(|line| line.split_once(']').map(|(code, _)| code))
        .filter(|code| code.contains('['))
        .collect();
    assert_eq!(
        told,
        [
            "error[does-not-fit",
            "warning[nibble-boundary",
            "advice[documentation-range"
        ],
        "{}",
        run.out
    );
}
