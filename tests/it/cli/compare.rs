//! `trellis compare`.

use super::Folder;
use serde_json::json;

const PLAN: &str = "\
trellis: 1
provider: openstack
kubernetes: \"1.34\"
blocks:
  - name: b
    v4: 10.0.0.0/8
    vpcs:
      - name: v
        v4: /16
        shoots:
          - {name: s, nodes: \"v4:/20\", pods: 100.96.0.0/12, services: v4private, node-zones: [a]}
      - {name: w, v4: /16}
variants:
  - name: larger
    set:
      b/v: {v4: /15}
      b/v/s: {pods: 100.96.0.0/11}
";

#[test]
fn json_is_as_designed() {
    let folder = Folder::new();
    folder.write("plan.yaml", PLAN);
    let run = folder.run(&["compare", "plan.yaml", "--format", "json"]);
    assert_eq!(run.code, 0, "{run:?}");
    let found = run.json();
    assert_eq!(found["columns"], json!(["plan.yaml", "larger"]));
    let row = |path: &str, field: &str| {
        let rows = found["rows"].as_array().expect("rows");
        let row = rows
            .iter()
            .find(|row| row["path"] == path && row["field"] == field);
        row.unwrap_or_else(|| panic!("{path} {field}: {found}"))
            .clone()
    };
    assert_eq!(
        row("b/v", "v4"),
        json!({"path": "b/v", "field": "v4", "unit": "length", "values": ["/16", "/15"], "better": null})
    );
    // Two /15 in a /8 need 1 of 7 bits, where two /16 needed 1 of 8.
    assert_eq!(
        row("b", "spare-v4"),
        json!({"path": "b", "field": "spare-v4", "unit": "bits", "values": ["7", "6"], "better": 0})
    );
    // The VPC behind the larger one moves to the next /15. The larger one and its pods begin where they did.
    assert_eq!(
        found["moves"],
        json!([
            {"column": 1, "path": "b/w", "field": "v4", "members": "1", "from": "10.1.0.0/16", "to": "10.2.0.0/16"},
        ])
    );
    // Pods are immutable once they are set.
    assert_eq!(
        found["anew"],
        json!([{"column": 1, "path": "b/v/s", "members": "1", "fields": ["pods"]}])
    );
    assert_eq!(found["renumbering"][0]["prefixes"], "1");
    assert_eq!(found["renumbering"][0]["shoots"], "0");
    // 10.1.0.0/16 and 10.2.0.0/16 are one zone each.
    assert_eq!(found["renumbering"][0]["reverse_zones"], "2");
}

#[test]
fn what_can_grow_longer_is_better() {
    let folder = Folder::new();
    folder.write(
        "plan.yaml",
        "trellis: 1\ngrowth-per-year: 20\nregions: [{name: a, v6: /36, blocks: [{name: b, v6: /40, count: 12}]}]\nvariants: [{name: w, set: {a: {v6: /35}}}]\n",
    );
    let arguments = ["compare", "plan.yaml", "--today", "2026-11-22", "--format"];
    let found = folder.run(&[&arguments[..], &["json"]].concat()).json();
    let rows: Vec<_> = found["rows"].as_array().expect("rows").iter().collect();
    let of = |field: &str| {
        let mut rows = rows.iter().filter(|row| row["field"] == field);
        (rows.next().copied().cloned(), rows.next().is_none())
    };
    // 4 and 20 are 33 and 166 percent of 12. 12 × 1.2^5 are 29.86, and 32 are passed in the sixth year, after
    // 365 × 2.14 ÷ 5.97 = 130.8 days from 22 November 2031, of 366 days: on the 132nd.
    assert_eq!(
        of("can-grow"),
        (
            Some(
                json!({"path": "", "field": "can-grow", "unit": "percent", "values": ["33", "166"], "better": 1})
            ),
            true
        )
    );
    assert_eq!(
        of("breaks-first"),
        (
            Some(
                json!({"path": "", "field": "breaks-first", "unit": "date", "values": ["2028-06-13", "2032-04-02"], "better": 1})
            ),
            true
        )
    );
    let run = folder.run(&[&arguments[..], &["human"]].concat());
    let line =
        "the plan  can-grow (percent)   33 % (does-not-fit at a)  166 % (does-not-fit at a) ✓\n";
    assert!(run.out.contains(line), "{}", run.out);
}

/// Two zones of three VPCs with four clusters each are 24 clusters, and as many ranges of services.
#[test]
fn what_moves_and_what_is_made_anew_are_counted_in_members() {
    let folder = Folder::new();
    folder.write(
        "plan.yaml",
        "trellis: 1\nprovider: openstack\nnode-zones: [z]\nzones: [{name: z, count: 2, v4: /12, vpcs: [{name: v, count: 3, v4: /16, \
         shoots: [{name: s, count: 4, nodes: \"v4:/20\", pods: v4private, services: v4private}]}]}]\n\
         variants: [{name: other, set: {z/v/s: {services: 100.72.0.0/16}}}]\n",
    );
    let compare = |format: &str| folder.run(&["compare", "plan.yaml", "--format", format]);
    let found = compare("json").json();
    assert_eq!(
        found["anew"],
        json!([{"column": 1, "path": "z/v/s", "members": "24", "fields": ["services"]}])
    );
    assert_eq!(found["moves"][0]["members"], "24");
    assert_eq!(found["renumbering"][0]["prefixes"], "24");
    assert_eq!(found["renumbering"][0]["shoots"], "24");
    let text = compare("human").out;
    for part in [
        "moves 24 prefixes, 24 clusters to be made anew",
        "moves (24):\n",
        "other: z/v/s ×24 (services)\n",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn nothing_differs_from_itself() {
    let folder = Folder::new();
    folder.write("plan.yaml", PLAN);
    let run = folder.run(&["compare", "plan.yaml", "plan.yaml"]);
    assert_eq!((run.code, run.out.as_str()), (0, "nothing differs\n"));
    let run = folder.run(&["compare", "plan.yaml", "plan.yaml", "--format", "json"]);
    let found = run.json();
    for key in ["rows", "moves", "anew", "verdicts", "renumbering"] {
        assert_eq!(found[key], json!([]), "{key}");
    }
    assert_eq!(found["findings"], json!({"gained": [], "lost": []}));
}

#[test]
fn what_was_promoted_equals_its_variant() {
    let folder = Folder::new();
    folder.write("plan.yaml", PLAN);
    let differs = folder.run(&["compare", "plan.yaml", "--variant", "larger"]);
    assert!(differs.out.contains("moves (1):\n"), "{}", differs.out);
    assert!(differs.out.contains("\nin a word:\n"), "{}", differs.out);
    let promote = folder.run(&["variant", "plan.yaml", "promote", "larger"]);
    assert_eq!(promote.code, 0, "{promote:?}");
    let same = folder.run(&["compare", "plan.yaml", "--variant", "larger"]);
    assert_eq!(
        same.out,
        "nothing differs\n",
        "{}",
        folder.read("plan.yaml")
    );
}

#[test]
fn markdown_is_a_table() {
    let folder = Folder::new();
    folder.write("plan.yaml", PLAN);
    let run = folder.run(&["compare", "plan.yaml", "--format", "markdown"]);
    assert!(
        run.out
            .starts_with("|  |  | plan.yaml | larger |\n| --- | --- | --- | --- |\n"),
        "{}",
        run.out
    );
    assert_eq!(
        folder
            .run(&["compare", "plan.yaml", "plan.yaml", "--variant", "larger"])
            .code,
        2
    );
    assert_eq!(
        folder
            .run(&["compare", "plan.yaml", "--variant", "nothing"])
            .code,
        2
    );
}

/// What can't work is better at nothing, whatever its numbers are: not the cluster, and not what it lies in.
#[test]
fn what_has_an_error_is_better_at_nothing() {
    let folder = Folder::new();
    folder.write(
        "plan.yaml",
        "trellis: 1\nprovider: ironcore-metal\nnode-zones: [z]\nvpcs: [{name: v, v6: 2001:db8::/48, \
         shoots: [{name: s, nodes: v6global/52+prefix/64, pods: v6fromNode/80, services: v6global/112, max-nodes: 4000}]}]\n\
         variants: [{name: tiny, set: {v/s: {nodes: v6global/124+prefix/64}}}, {name: sound, set: {v/s: {nodes: v6global/51+prefix/64}}}]\n",
    );
    let found = folder
        .run(&["compare", "plan.yaml", "--format", "json"])
        .json();
    assert_eq!(found["columns"], json!(["plan.yaml", "tiny", "sound"]));
    let rows = found["rows"].as_array().expect("rows");
    let row = |field: &str| rows.iter().find(|row| row["field"] == field);
    let nodes = row("max-nodes").expect("nodes");
    assert_eq!(nodes["better"], json!(2), "{found:#}");
    // The smallest range leaves the most room beside it, and nothing in it.
    let spare = row("spare-v6").expect("spare bits");
    assert_eq!(spare["better"], json!(0), "{found:#}");
    assert!(
        rows.iter().all(|row| row["better"] != json!(1)),
        "{found:#}"
    );
    let alone = ["compare", "plan.yaml", "--variant", "tiny"];
    let out = folder.run(&alone).out;
    let line = |field: &str| out.lines().find(|line| line.contains(field)).unwrap_or("");
    assert!(!line("spare-v6 (bits)").contains('✓'), "{out}");
    // No node at all is less than some.
    assert!(
        line("max-nodes (nodes)").contains("4,096 (by node-range) ✓"),
        "{out}"
    );
}
