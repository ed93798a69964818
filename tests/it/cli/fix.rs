//! `trellis check --fix`, and the forms of `check` for code hosts.

use super::{Folder, run_on};
use serde_json::Value;

const PLAN: &str = "\
trellis: 1
kubernetes: \"1.34\"
# what the slips are
shoots:
  - name: a   # two in one line
    nodes: globalIPv6/64+nodeCidr/80
    pods: v6FromNode/96
    services: v6private/112
    ula: \"fd5a:3c1e:77a0::/48\"
  - {name: b, pods: \"v6:/44\", node-mask-v6: 64}
blocks:
  - name: c
    v6: fd8b:1c5e:2f00::
";

#[test]
fn safe_mends_are_written_and_nothing_else_changes() {
    let folder = Folder::new();
    folder.write("plan.yaml", PLAN);
    let run = folder.run(&["check", "--fix", "plan.yaml"]);
    assert_eq!(run.code, 1, "{}", run.out);
    let expected = PLAN
        .replace("globalIPv6/64+nodeCidr/80", "v6global/64+prefix/80")
        .replace("v6FromNode", "v6fromNode")
        .replace("fd8b:1c5e:2f00::\n", "\"fd8b:1c5e:2f00::\"\n");
    assert_eq!(folder.read("plan.yaml"), expected);
    assert!(
        run.err.contains("fixed spec-alias a nodes: "),
        "{}",
        run.err
    );
    assert!(run.err.contains("4 fixes in plan.yaml\n"), "{}", run.err);
    assert!(run.out.contains("nodeipam-pool-too-large"), "{}", run.out);
    assert!(!run.out.contains("spec-alias"), "{}", run.out);
    let again = folder.run(&["check", "--fix", "plan.yaml"]);
    assert_eq!(folder.read("plan.yaml"), expected);
    assert!(!again.err.contains("fixes in"), "{}", again.err);
}

#[test]
fn suggested_mends_too() {
    let folder = Folder::new();
    folder.write("plan.yaml", PLAN);
    folder.run(&["check", "--fix=all", "plan.yaml"]);
    let text = folder.read("plan.yaml");
    assert!(
        text.contains("{name: b, pods: \"v6:/44\", node-mask-v6: 60}"),
        "{text}"
    );
}

#[test]
fn what_is_waived_stays() {
    let waived = "trellis: 1\nshoots:\n  - {name: b, pods: \"v6:/44\", node-mask-v6: 64, \
                  allow: [{rule: nodeipam-pool-too-large, reason: a trial}]}\n";
    let folder = Folder::new();
    folder.write("plan.yaml", waived);
    folder.run(&["check", "--fix=all", "plan.yaml"]);
    assert_eq!(folder.read("plan.yaml"), waived);
}

#[test]
fn standard_input_has_no_file_to_be_mended() {
    let run = Folder::new().run_with(&["check", "--fix", "-"], PLAN);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
}

const SHOOT: &str = "\
apiVersion: core.gardener.cloud/v1beta1
kind: Shoot
metadata:
  name: a
  namespace: garden-dev
spec:
  cloudProfile: {name: local}
  region: local
  kubernetes: {version: 1.34.2, kubeControllerManager: {nodeCIDRMaskSizeIPv6: 64}}
  networking:
    type: calico
    nodes: 10.0.3.7/17   # the machines
    pods: 100.96.0.0/11
    services: 100.64.0.0/13
  provider:
    type: local
    workers:
    - {name: w, machine: {type: x}, minimum: 1, maximum: 3}
";

#[test]
fn manifests_are_mended_line_by_line() {
    let folder = Folder::new();
    folder.write("shoot.yaml", SHOOT);
    folder.run(&["check", "--fix", "shoot.yaml"]);
    let safe = SHOOT.replace("10.0.3.7/17", "10.0.0.0/17");
    assert_eq!(folder.read("shoot.yaml"), safe);
    let run = folder.run(&["check", "--fix=all", "shoot.yaml"]);
    assert_eq!(
        (run.code, run.out.as_str()),
        (0, "no findings in shoot.yaml\n")
    );
    let all = safe.replace(
        ", kubeControllerManager: {nodeCIDRMaskSizeIPv6: 64}",
        ", kubeControllerManager: {}",
    );
    assert_eq!(folder.read("shoot.yaml"), all);
}

#[test]
fn the_fixes_of_manifests_are_in_the_json() {
    let run = run_on(SHOOT, &["check", "plan.yaml", "--format", "json"]);
    let found = run.json();
    let bits = found["findings"]
        .as_array()
        .and_then(|all| all.iter().find(|finding| finding["code"] == "host-bits"))
        .expect("host bits");
    assert_eq!(
        bits["fixes"],
        serde_json::json!([{
            "title": "set `nodes` to 10.0.0.0/17",
            "safe": true,
            "edits": [{"path": "garden-dev/a", "field": "spec.networking.nodes", "from": "10.0.3.7/17", "to": "10.0.0.0/17"}],
        }])
    );
}

#[test]
fn annotations_waive() {
    let with = |annotation: &str| {
        SHOOT.replace(
            "  namespace: garden-dev\n",
            &format!("  namespace: garden-dev\n  annotations: {{{annotation}}}\n"),
        )
    };
    let codes = |text: &str| -> Vec<(String, String)> {
        let run = run_on(
            text,
            &[
                "check",
                "plan.yaml",
                "--format",
                "json",
                "--today",
                "2026-11-26",
            ],
        );
        let found = run.json();
        let all = found["findings"].as_array().cloned().unwrap_or_default();
        all.iter()
            .map(|finding| {
                (
                    finding["code"].as_str().unwrap_or("").to_owned(),
                    finding["severity"].as_str().unwrap_or("").to_owned(),
                )
            })
            .collect()
    };
    let check = |annotation: &str, expected: &[(&str, &str)]| {
        let found = codes(&with(annotation));
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|(code, severity)| (&**code, &**severity))
            .collect();
        assert_eq!(found, expected, "{annotation}");
    };
    let (mask, bits) = (("node-mask-range", "error"), ("host-bits", "error"));
    check(
        "trellis.allow/host-bits: it is so",
        &[mask, ("host-bits", "advice")],
    );
    check(
        "trellis.allow/host-bits: it is so (until 2026-11-26)",
        &[mask, ("host-bits", "advice")],
    );
    check(
        "trellis.allow/host-bits: it is so (until 2026-11-25)",
        &[("allow-expired", "warning"), mask, bits],
    );
    check(
        "trellis.allow/host-bits: it is so (until tomorrow)",
        &[("field-value", "error"), mask, bits],
    );
    check(
        "trellis.allow/host-bits: ''",
        &[("field-value", "error"), mask, bits],
    );
    check(
        "trellis.allow/host-bit: it is so",
        &[("allow-unused", "warning"), mask, bits],
    );
    check(
        "trellis.allow/overlap: it is so",
        &[("allow-unused", "warning"), mask, bits],
    );
    check("other.org/host-bits: it is so", &[mask, bits]);
}

#[test]
fn a_folder_is_checked_as_it_lies_in_a_repository() {
    let folder = Folder::new();
    std::fs::create_dir_all(folder.path("landscape/.git")).expect("a folder");
    std::fs::create_dir_all(folder.path("landscape/deep")).expect("a folder");
    folder.write("landscape/deep/shoot.yaml", SHOOT);
    folder.write(
        "landscape/kustomization.yaml",
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [deep]\n",
    );
    folder.write("landscape/values.yml", "replicas: 3\n");
    folder.write("landscape/README.md", "# no YAML");
    folder.write("landscape/.git/config.yaml", "nodes: [");
    let run = folder.run(&["check", "landscape", "--format", "json"]);
    assert_eq!(run.code, 1);
    let found = run.json();
    let files: Vec<&Value> = found["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|finding| &finding["file"])
        .collect();
    assert_eq!(
        files,
        ["landscape/deep/shoot.yaml", "landscape/deep/shoot.yaml"]
    );
    assert_eq!(folder.run(&["check", "landscape/.git/objects"]).code, 3);
    std::fs::create_dir_all(folder.path("empty")).expect("a folder");
    assert_eq!(folder.run(&["check", "empty"]).code, 3);
}

#[test]
fn the_version_of_gardener_decides() {
    let check = |args: &[&str], text: &str, expected: &[&str]| {
        let run = run_on(
            text,
            &[&["check", "plan.yaml", "--format", "json"], args].concat(),
        );
        let found = run.json();
        let codes: Vec<&str> = found["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .filter_map(|finding| finding["code"].as_str())
            .collect();
        assert_eq!(codes, expected, "{args:?}");
    };
    let sound = SHOOT
        .replace("10.0.3.7/17", "10.0.0.0/17")
        .replace(", kubeControllerManager: {nodeCIDRMaskSizeIPv6: 64}", "");
    check(&[], &sound, &[]);
    check(
        &["--gardener-version", "1.131"],
        &sound,
        &["kubernetes-not-offered"],
    );
    check(&["--gardener-version", "1.132"], &sound, &[]);
    // What kubectl prints says which Gardener it was.
    let live = format!("{sound}status:\n  gardener: {{version: v1.131.2}}\n");
    check(&[], &live, &["kubernetes-not-offered"]);
    check(&["--gardener-version", "1.149"], &live, &[]);
    // Free again since 1.116.
    let old = sound
        .replace("pods: 100.96.0.0/11", "pods: 192.168.0.0/16")
        .replace("1.34.2", "1.32.2");
    check(
        &["--gardener-version", "1.115"],
        &old,
        &["reserved-by-gardener"],
    );
    check(&["--gardener-version", "1.116"], &old, &[]);
    // Mapped since 1.117.
    let mapped = sound
        .replace("pods: 100.96.0.0/11", "pods: 242.0.0.0/11")
        .replace("1.34.2", "1.32.2");
    check(&["--gardener-version", "1.116"], &mapped, &[]);
    check(
        &["--gardener-version", "1.117"],
        &mapped,
        &["reserved-by-gardener"],
    );
}

#[test]
fn sarif_has_what_code_hosts_read() {
    let run = run_on(SHOOT, &["check", "plan.yaml", "--format", "sarif"]);
    assert_eq!(run.code, 1);
    let log = run.json();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "trellis");
    let rules: Vec<&str> = run["tool"]["driver"]["rules"]
        .as_array()
        .expect("rules")
        .iter()
        .filter_map(|rule| rule["id"].as_str())
        .collect();
    assert_eq!(rules, ["host-bits", "node-mask-range"]);
    let results = run["results"].as_array().expect("results");
    let bits = results
        .iter()
        .find(|result| result["ruleId"] == "host-bits")
        .expect("host bits");
    assert_eq!(bits["level"], "error");
    let place = &bits["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "plan.yaml");
    assert_eq!(
        place["region"],
        serde_json::json!({"startLine": 12, "startColumn": 12, "endLine": 12, "endColumn": 23})
    );
    let text = bits["message"]["text"].as_str().expect("a text");
    assert!(text.contains("must be valid canonical CIDR"), "{text}");
}

#[test]
fn github_gets_a_command_a_finding() {
    let run = run_on(SHOOT, &["check", "plan.yaml", "--format", "github"]);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines.len(), 2, "{}", run.out);
    assert!(
        lines[1].starts_with("::error file=plan.yaml,line=12,endLine=12,col=12,endColumn=23,title=host-bits garden-dev/a spec.networking.nodes::10.0.3.7/17 has bits set behind its length; the range there is 10.0.0.0/17%0A"),
        "{}",
        lines[1]
    );
    let tricky = "trellis: 1\nblocks:\n  - {name: \"a%: b\", v4: 10.0.0.1/8}\n";
    let run = run_on(tricky, &["check", "plan.yaml", "--format", "github"]);
    assert!(
        run.out.contains("title=host-bits a%25%3A b.v4::"),
        "{}",
        run.out
    );
}
