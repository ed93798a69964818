//! `trellis check` on Shoot manifests.

use super::{Folder, run_on};
use serde_json::{Value, json};

/// A Shoot of a name, of which nothing is wrong.
fn shoot(name: &str) -> String {
    format!(
        "apiVersion: core.gardener.cloud/v1beta1
kind: Shoot
metadata: {{name: {name}, namespace: garden-dev}}
spec:
  kubernetes: {{version: 1.34.2}}
  networking:
    type: calico
    nodes: 10.0.0.0/24
    pods: 100.96.0.0/11
    services: 100.64.0.0/13
  provider:
    type: local
    workers: [{{name: a, minimum: 1, maximum: 2}}]
"
    )
}

fn codes(run: &Value) -> Vec<(&str, u64)> {
    let findings = run["findings"].as_array().expect("a list");
    let one = |finding: &Value| finding["line"].as_u64().unwrap_or(0);
    findings
        .iter()
        .map(|finding| (finding["code"].as_str().expect("a code"), one(finding)))
        .collect()
}

#[track_caller]
fn check(text: &str, code: i32, expected: &[(&str, u64)]) {
    let run = run_on(text, &["check", "plan.yaml", "--format", "json"]);
    assert_eq!(codes(&run.json()), expected, "{text:.400}\n{}", run.out);
    assert_eq!(run.code, code, "{text:.400}");
}

#[test]
fn says_gardeners_words_with_the_kubernetes_path() {
    let text = shoot("a").replace("100.64.0.0/13", "100.96.0.1/13");
    let run = run_on(&text, &["check", "plan.yaml"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    for part in [
        "error[host-bits]: 100.96.0.1/13 has bits set behind its length; the range there is 100.96.0.0/13\n",
        "plan.yaml:10:15\n",
        "10 │     services: 100.96.0.1/13\n",
        "━ garden-dev/a spec.networking.services\n",
        "├ help: write 100.96.0.0/13\n",
        "├ note: Gardener's API server, when the Shoot is written prints: must be valid canonical CIDR\n",
        "error[overlap]: services 100.96.0.1/13 and pods 100.96.0.0/11 share addresses\n",
        "\n2 errors in plan.yaml\n",
    ] {
        assert!(run.out.contains(part), "{part:?} is not in\n{}", run.out);
    }
}

#[test]
fn json_is_as_designed() {
    let text = shoot("a").replace("10.0.0.0/24", "10.0.0.1/24");
    let run = run_on(&text, &["check", "plan.yaml", "--format", "json"]);
    let mut found = run.json();
    let sources = found["findings"][0]["sources"].take();
    assert!(sources[0]["title"].is_string() && sources[0]["url"].is_string());
    assert_eq!(
        found,
        json!({
            "version": 1,
            "findings": [{
                "code": "host-bits",
                "severity": "error",
                "path": "garden-dev/a",
                "field": "spec.networking.nodes",
                "message": "10.0.0.1/24 has bits set behind its length; the range there is 10.0.0.0/24",
                "help": "write 10.0.0.0/24",
                "literal": "must be valid canonical CIDR",
                "refused_by": "Gardener's API server, when the Shoot is written",
                "waived": null,
                "file": "plan.yaml",
                "line": 8,
                "column": 12,
                "fixes": [{
                    "title": "set `nodes` to 10.0.0.0/24",
                    "safe": true,
                    "edits": [{
                        "path": "garden-dev/a",
                        "field": "spec.networking.nodes",
                        "from": "10.0.0.1/24",
                        "to": "10.0.0.0/24",
                    }],
                }],
                "sources": null,
            }],
            "summary": {"errors": 1, "warnings": 0, "advice": 0},
        })
    );
}

#[test]
fn reads_lists_byte_order_marks_and_windows_line_ends() {
    let item = shoot("a").replace('\n', "\n  ").trim_end().to_owned();
    let list = format!(
        "\u{feff}apiVersion: v1\nkind: List\nitems:\n- {item}\n- {{apiVersion: v1, kind: Secret, metadata: {{name: s}}}}\n"
    );
    let list = list.replace('\n', "\r\n");
    check(&list, 0, &[]);
    check(
        &list.replace("10.0.0.0/24", "10.1.0.0/24"),
        1,
        &[("provider-containment", 11)],
    );
    let run = run_on(&list, &["check", "plan.yaml"]);
    assert_eq!(run.out, "no findings in plan.yaml\n");
    assert_eq!(run.err, "trellis: plan.yaml: not checked: Secret s\n");
}

#[test]
fn a_broken_document_does_not_hide_the_others() {
    let broken = "apiVersion: core.gardener.cloud/v1beta1\nkind: Shoot\nmetadata: {name: \"open\n";
    let mut documents: Vec<String> = (1..=9).map(|number| shoot(&format!("s{number}"))).collect();
    documents[6] = broken.to_owned();
    documents[8] = shoot("s9").replace("10.0.0.0/24", "10.1.0.0/24");
    let text = documents.join("---\n");
    let run = run_on(&text, &["check", "plan.yaml", "--format", "json"]);
    let found = run.json();
    assert_eq!(
        codes(&found),
        [("file-syntax", 87), ("provider-containment", 110)]
    );
    let message = found["findings"][0]["message"].as_str().expect("a message");
    assert!(message.starts_with("document 7 of 9: "), "{message}");
    assert_eq!(found["findings"][1]["path"], "garden-dev/s9");
    assert_eq!(
        run.err,
        "trellis: plan.yaml: not checked: document 7, which is broken\n"
    );
}

#[test]
fn what_is_no_shoot_of_today_is_named() {
    let old = shoot("a").replace("v1beta1", "v1alpha1");
    check(&old, 1, &[("file-kind", 1)]);
    check(
        &shoot("a").replace("kind: Shoot", "kind: shoot"),
        1,
        &[("file-kind", 2)],
    );
    check("kind: Shoot\n", 1, &[("file-kind", 1)]);
    check(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
        0,
        &[("file-kind", 1)],
    );
    check("apiVersion: v1\nitems: []\n", 0, &[("file-kind", 1)]);
    check(&format!("# a comment alone\n---\n{}", shoot("a")), 0, &[]);
}

#[test]
fn faults_of_the_text_have_places() {
    let twice = shoot("a").replace("    type: calico\n", "    type: calico\n    type: cilium\n");
    check(&twice, 1, &[("duplicate-key", 8)]);
    let tab = shoot("a").replace("    pods:", "\tpods:");
    check(&tab, 1, &[("file-syntax", 9)]);
    check(
        &format!("{}---\n{}", shoot("a"), shoot("a")),
        0,
        &[("duplicate-name", 17)],
    );
    let secret = "---\napiVersion: v1\nkind: Secret\nmetadata: {name: a, name: b}\n";
    check(&format!("{}{secret}", shoot("a")), 0, &[]);
}

#[test]
fn names_cannot_reach_the_terminal() {
    let text = shoot("\"../x\\u001b[31m\\u202e\"").replace("10.0.0.0/24", "10.0.0.1/24");
    let run = run_on(&text, &["check", "plan.yaml"]);
    assert!(
        run.out
            .contains("garden-dev/../x\\u{1b}[31m\\u{202e} spec.networking.nodes"),
        "{}",
        run.out
    );
    assert!(!run.out.contains(['\u{1b}', '\u{202e}']));
    let run = run_on(&text, &["check", "plan.yaml", "--format", "json"]);
    assert!(!run.out.contains(['\u{1b}', '\u{202e}']));
    assert_eq!(
        run.json()["findings"][0]["path"],
        "garden-dev/../x\u{1b}[31m\u{202e}"
    );
}

#[test]
fn seeds_among_the_files_take_part() {
    let folder = Folder::new();
    let families = "    ipFamilies: [IPv6]\n    type: calico\n";
    let v6 = shoot("a")
        .replace("    type: calico\n", families)
        .replace("10.0.0.0/24", "fd00:10:1:100::/64")
        .replace("100.96.0.0/11", "2001:db8:1::/48")
        .replace("100.64.0.0/13", "2001:db8:2::/112");
    folder.write("shoot.yaml", v6);
    folder.write(
        "seed.yaml",
        "apiVersion: core.gardener.cloud/v1beta1\nkind: Seed\nmetadata: {name: s}\nspec: {networks: {pods: \"2001:db8:1:8000::/56\"}}\n",
    );
    let alone = folder.run(&["check", "shoot.yaml", "--format", "json"]);
    assert_eq!(codes(&alone.json()), []);
    let both = folder.run(&["check", "shoot.yaml", "seed.yaml", "--format", "json"]);
    assert_eq!(codes(&both.json()), [("seed-overlap", 10)]);
    assert_eq!(
        both.json()["findings"][0]["literal"],
        "shoot pod network intersects with seed pod network"
    );
}

#[test]
fn an_update_is_compared_with_what_was() {
    let folder = Folder::new();
    let changed = shoot("a")
        .replace("100.96.0.0/11", "100.96.0.0/12")
        .replace("type: calico", "type: cilium");
    folder.write("old.yaml", format!("{}---\n{}", shoot("b"), shoot("a")));
    folder.write("new.yaml", changed);
    let against =
        |new: &str, old: &str| folder.run(&["check", new, "--against", old, "--format", "json"]);
    let run = against("new.yaml", "old.yaml");
    assert_eq!(run.code, 1);
    assert_eq!(codes(&run.json()), [("immutable", 7), ("immutable", 9)]);
    assert_eq!(run.json()["findings"][1]["field"], "spec.networking.pods");
    assert_eq!(against("old.yaml", "old.yaml").code, 0);
    folder.write("plan.yaml", "trellis: 1\n");
    let run = folder.run(&["check", "plan.yaml", "--against", "old.yaml"]);
    assert_eq!(run.code, 2);
    assert_eq!(
        run.err,
        "trellis: `plan.yaml` holds a plan, and `old.yaml` manifests; compare a plan with a plan, and manifests with manifests\n"
    );
}

#[test]
fn prefixes_of_a_plan_that_moved() {
    let folder = Folder::new();
    let plan = |length: &str| {
        format!(
            "trellis: 1\nblocks:\n  - name: a\n    v6: 2001:db8::/32\n    blocks:\n      - {{name: b, v6: {length}}}\n      - {{name: c, v6: /40, lock: true}}\n      - {{name: d, v6: /40}}\n"
        )
    };
    folder.write("old.yaml", plan("/40"));
    folder.write("new.yaml", plan("/36"));
    let run = folder.run(&[
        "check",
        "new.yaml",
        "--against",
        "old.yaml",
        "--format",
        "json",
    ]);
    assert_eq!(run.code, 1);
    let found = run.json();
    let moved: Vec<(&str, &str, &str)> = found["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|finding| finding["code"] == "renumbered")
        .map(|finding| {
            let text = |key: &str| finding[key].as_str().expect("a text");
            (text("path"), text("severity"), text("message"))
        })
        .collect();
    assert_eq!(
        moved,
        [
            (
                "a/c",
                "error",
                "a/c.v6 was 2001:db8:100::/40, and is 2001:db8:1000::/40"
            ),
            (
                "a/d",
                "warning",
                "a/d.v6 was 2001:db8:200::/40, and is 2001:db8:1100::/40"
            ),
        ]
    );
    let same = folder.run(&["check", "old.yaml", "--against", "old.yaml"]);
    assert_eq!(same.code, 0);
    assert!(!same.out.contains("renumbered"));
}

#[test]
fn codes_of_manifests_are_explained() {
    let run = Folder::new().run(&["explain", "immutable"]);
    assert_eq!(run.code, 0);
    assert!(
        run.out.contains("g-A7") && run.out.contains("https://"),
        "{}",
        run.out
    );
}
