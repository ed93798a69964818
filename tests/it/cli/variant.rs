//! `trellis variant`, and `--variant` of the other commands.

use super::Folder;

const PLAN: &str = "\
trellis: 1
blocks:
  - name: eu   # a block
    v6: 2001:db8:1000::/36
    blocks:
      - {name: live, v6: /40}
      - {name: test, v6: /40}
variants:
  - name: narrow
    set: {eu/live: {v6: /44}}
";

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("plan.yaml", PLAN);
    folder
}

#[test]
fn a_variant_is_shown_located_and_set() {
    let folder = folder();
    let first = |args: &[&str]| {
        let run = folder.run(args);
        assert_eq!(run.code, 0, "{run:?}");
        run.json()["blocks"][0]["v6"]["first"].clone()
    };
    let show = ["show", "plan.yaml", "eu/live", "--format", "json"];
    assert_eq!(first(&show), "2001:db8:1000::/40");
    assert_eq!(
        first(&[&show[..], &["--variant", "narrow"]].concat()),
        "2001:db8:1000::/44"
    );
    let run = folder.run(&[
        "set",
        "plan.yaml",
        "eu/live",
        "v6=/48",
        "--variant",
        "narrow",
    ]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(folder.read("plan.yaml"), PLAN.replace("/44", "/48"));
    let run = folder.run(&["locate", "plan.yaml", "eu/live", "--variant", "narrow"]);
    assert!(run.out.contains("2001:db8:1000::/48"), "{run:?}");
    let run = folder.run(&[
        "export",
        "plan.yaml",
        "--format",
        "csv",
        "--variant",
        "narrow",
    ]);
    assert!(run.out.contains("2001:db8:1000::/48"), "{run:?}");
    let run = folder.run(&["show", "plan.yaml", "--variant", "narow"]);
    assert_eq!(run.code, 2);
    assert_eq!(
        run.err,
        "trellis: there is no variant `narow`; the nearest is `narrow`; `trellis variant PLAN list` lists them\n"
    );
}

#[test]
fn a_check_tells_of_what_is_wrong_in_variants_and_of_one_of_them() {
    let folder = folder();
    assert_eq!(folder.run(&["check", "plan.yaml"]).code, 0);
    folder.write("plan.yaml", PLAN.replace("/44", "/20"));
    assert_eq!(folder.run(&["check", "plan.yaml"]).code, 0);
    let run = folder.run(&[
        "check",
        "plan.yaml",
        "--variant",
        "narrow",
        "--format",
        "json",
    ]);
    assert_eq!(run.code, 1);
    let json = run.json();
    let findings = json["findings"].as_array().expect("a list");
    let finding = findings.iter().find(|one| one["code"] == "does-not-fit");
    assert_eq!(finding.expect("it does not fit")["line"], 10);
    folder.write("plan.yaml", PLAN.replace("set: {eu/live", "set: {eu/life"));
    let run = folder.run(&["check", "plan.yaml", "--format", "json"]);
    assert_eq!(run.code, 1);
    let json = run.json();
    let findings = json["findings"].as_array().expect("a list");
    let finding = findings.iter().find(|one| one["code"] == "variant-path");
    let finding = finding.expect("it is stale");
    assert_eq!(finding["line"], 10);
    assert_eq!(finding["column"], 14);
}

#[test]
fn variants_are_listed_made_and_taken_over() {
    let folder = folder();
    let run = folder.run(&["variant", "plan.yaml", "list"]);
    assert_eq!(run.out, "narrow\n  eu/live.v6: /44\n");
    let run = folder.run(&["variant", "plan.yaml", "new", "more", "--of", "narrow"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        folder.read("plan.yaml"),
        format!("{PLAN}  - name: more\n    of: narrow\n")
    );
    let run = folder.run(&["variant", "plan.yaml", "delete", "more"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(folder.read("plan.yaml"), PLAN);
    let run = folder.run(&["variant", "plan.yaml", "promote", "narrow", "eu/live.v6"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        folder.read("plan.yaml"),
        PLAN.replace("live, v6: /40", "live, v6: /44")
    );
}

#[test]
fn fixes_of_a_variant_become_its_entries() {
    let folder = Folder::new();
    let plan = "\
trellis: 1
provider: aws
vpcs:
  - name: v
    v6: 2001:db8:1000::/56
    shoots:
      - name: s
        node-zones: [a]
        nodes: v6global/64+prefix/80   # as it is
        pods: v6fromNode/96
        services: v6global/108
variants:
  - name: slip   # with an old word
    set:
      v/s: {services: globalIPv6/112, max-nodes: 10}
";
    folder.write("plan.yaml", plan);
    let run = folder.run(&["check", "plan.yaml", "--fix"]);
    assert_eq!(
        folder.read("plan.yaml"),
        plan,
        "the plan itself is sound: {run:?}"
    );
    let run = folder.run(&["check", "plan.yaml", "--fix", "--variant", "slip"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.err.contains("fixed spec-alias v/s services"), "{run:?}");
    assert!(!run.out.contains("spec-alias"), "{run:?}");
    assert_eq!(
        folder.read("plan.yaml"),
        plan.replace("services: globalIPv6/112", "services: v6global/112")
    );
}

#[test]
fn a_lock_holds_in_a_variant() {
    let folder = Folder::new();
    let plan = "\
trellis: 1
blocks:
  - name: eu
    v6: 2001:db8:1000::/36
    blocks:
      - {name: test, v6: /44}
      - {name: live, v6: /40, lock: true}
variants:
  - name: wide
    set: {eu/test: {v6: /39}}
  - name: small
    set: {eu/test: {v6: /48}}
";
    folder.write("plan.yaml", plan);
    let run = folder.run(&["check", "plan.yaml", "--format", "json"]);
    assert_eq!(run.code, 0, "{run:?}");
    // A /44 and a /48 leave the first /40 to themselves; a /39 takes the two in which `live` lies.
    let run = folder.run(&["check", "plan.yaml", "--variant", "small"]);
    assert_eq!(run.code, 0, "{run:?}");
    let run = folder.run(&[
        "check",
        "plan.yaml",
        "--variant",
        "wide",
        "--format",
        "json",
    ]);
    assert_eq!(run.code, 1, "{run:?}");
    let json = run.json();
    let findings = json["findings"].as_array().expect("a list");
    let finding = findings.iter().find(|one| one["code"] == "renumbered");
    let finding = finding.expect("it is found");
    assert_eq!(finding["severity"], "error");
    assert_eq!(
        (&finding["line"], &finding["column"]),
        (&9.into(), &11.into())
    );
    let message = finding["message"].as_str().expect("a text");
    assert!(
        message.contains("eu/live")
            && message.contains("2001:db8:1100::/40")
            && message.contains("2001:db8:1200::/40"),
        "{message}"
    );
}

#[test]
fn what_is_free_in_a_variant_is_taken_there() {
    let folder = folder();
    let free = |rest: &[&str]| {
        let run = folder.run(&[&["free", "plan.yaml", "eu", "/44"], rest].concat());
        run.out.lines().next().map(str::to_owned)
    };
    // The variant narrows `live` to 2001:db8:1000::/44; `test`, a /40, comes at 2001:db8:1100::.
    assert_eq!(free(&[]).as_deref(), Some("2001:db8:1200::/44"));
    let narrow = ["--variant", "narrow"];
    assert_eq!(free(&narrow).as_deref(), Some("2001:db8:1010::/44"));
    let run = folder.run(&[&["take", "plan.yaml", "eu", "/44", "more"], &narrow[..]].concat());
    assert_eq!(
        (run.code, run.out.as_str()),
        (0, "2001:db8:1010::/44\n"),
        "{run:?}"
    );
    let text = folder.read("plan.yaml");
    assert!(text.contains("      - name: more\n"), "{text}");
    assert!(
        text.contains("eu/more: { v6: 2001:db8:1010::/44 }"),
        "{text}"
    );
    assert_eq!(folder.run(&["check", "plan.yaml"]).code, 0);
    assert_eq!(free(&[]).as_deref(), Some("2001:db8:1200::/44"));
    assert_eq!(free(&narrow).as_deref(), Some("2001:db8:1020::/44"));
}
