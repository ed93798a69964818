//! `trellis import`, and `trellis export --into`: files in, files out, and what is said beside.

use std::fs;

use super::{Folder, Run};

/// A Shoot of IPv6 alone on AWS that Gardener takes.
fn shoot(name: &str) -> String {
    format!(
        "apiVersion: core.gardener.cloud/v1beta1
kind: Shoot
metadata:
  name: {name} # as it is called
  namespace: garden-dev
spec:
  cloudProfile: {{name: aws}}
  region: eu-central-1
  credentialsBindingName: core-aws
  provider:
    type: aws
    infrastructureConfig:
      apiVersion: aws.provider.extensions.gardener.cloud/v1alpha1
      kind: InfrastructureConfig
      networks:
        vpc: {{cidr: 10.250.0.0/16}}
        zones:
        - {{name: eu-central-1a, workers: 10.250.0.0/19, public: 10.250.96.0/22, internal: 10.250.112.0/22}}
    workers:
    - {{name: a, minimum: 1, maximum: 3, machine: {{type: m5.large}}, volume: {{size: 50Gi, type: gp3}}, zones: [eu-central-1a]}}
  networking:
    type: calico
    ipFamilies: [IPv6]
    providerConfig: {{overlay: {{enabled: false}}}}
  kubernetes:
    version: 1.34.2
"
    )
}

fn read(folder: &Folder, name: &str) -> String {
    fs::read_to_string(folder.path(name)).expect(name)
}

#[track_caller]
fn ends(run: &Run, code: i32, out: &str, err: &[&str]) {
    assert_eq!((run.code, run.out.as_str()), (code, out), "{}", run.err);
    for words in err {
        assert!(run.err.contains(words), "{words:?} is not in\n{}", run.err);
    }
}

#[test]
fn a_landscape_goes_in_and_out() {
    let folder = Folder::new();
    folder.write("a.yaml", shoot("a"));
    folder.write(
        "b.yaml",
        format!(
            "{}---\nkind: Secret\napiVersion: v1\nmetadata: {{name: s}}\n",
            shoot("b")
        ),
    );
    let run = folder.run(&["import", "a.yaml", "b.yaml", "-o", "plan.yaml"]);
    ends(
        &run,
        0,
        "",
        &[
            "trellis: b.yaml: not imported: Secret s\n",
            "2 shoots in plan.yaml\n",
        ],
    );
    let plan = read(&folder, "plan.yaml");
    ends(&folder.run(&["import", "a.yaml", "b.yaml"]), 0, &plan, &[]);

    let export = [
        "export",
        "plan.yaml",
        "eu-central-1/a/a",
        "--into",
        "a.yaml",
    ];
    ends(
        &folder.run(&[&export[..], &["--dry-run"]].concat()),
        0,
        "",
        &[],
    );
    ends(
        &folder.run(&export),
        0,
        "",
        &["nothing differs in a.yaml\n"],
    );
    assert_eq!(read(&folder, "a.yaml"), shoot("a"));

    folder.run(&[
        "set",
        "plan.yaml",
        "eu-central-1/a/a",
        "max-pods=60",
        "manifest=a.yaml",
    ]);
    let diff = "--- a.yaml as it is\n+++ a.yaml as it would be\n@@ -24,3 +24,5 @@\n     providerConfig: {overlay: {enabled: false}}\n   kubernetes:\n     version: 1.34.2\n+    kubelet:\n+      maxPods: 60\n";
    ends(
        &folder.run(&["export", "plan.yaml", "eu-central-1/a/a", "--dry-run"]),
        0,
        diff,
        &[],
    );
    assert_eq!(read(&folder, "a.yaml"), shoot("a"));
    ends(
        &folder.run(&["export", "plan.yaml", "eu-central-1/a/a"]),
        0,
        "",
        &["+      maxPods: 60\n"],
    );
    let patched = format!("{}    kubelet:\n      maxPods: 60\n", shoot("a"));
    assert_eq!(read(&folder, "a.yaml"), patched);

    let run = folder.run(&[
        "import",
        "a.yaml",
        "--into",
        "plan.yaml",
        "--under",
        "eu-central-1",
    ]);
    ends(
        &run,
        0,
        "",
        &[
            "gone: eu-central-1/b/b is in no manifest; it stays in the plan\n",
            "0 added, 0 changed in a field, 1 gone, 1 the same\n",
        ],
    );
    folder.write("c.yaml", shoot("c").replace("10.250.", "10.251."));
    let before = read(&folder, "plan.yaml");
    let run = folder.run(&["import", "c.yaml", "--into", "plan.yaml", "--dry-run"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        run.out.contains("+      - name: c\n") && run.err.contains("added: garden-dev/c\n"),
        "{run:?}"
    );
    assert_eq!(read(&folder, "plan.yaml"), before);
}

#[test]
fn a_refused_manifest_stays_as_it_is() {
    let folder = Folder::new();
    folder.write("a.yaml", shoot("a"));
    folder.run(&["import", "a.yaml", "-o", "plan.yaml"]);
    folder.run(&["set", "plan.yaml", "eu-central-1/a/a", "cni=cilium"]);
    let run = folder.run(&[
        "export",
        "plan.yaml",
        "eu-central-1/a/a",
        "--into",
        "a.yaml",
    ]);
    ends(
        &run,
        1,
        "",
        &[
            "error[immutable]: type is cilium, and was calico\n",
            "a.yaml:22:11\n",
            "another network plugin means a new cluster",
            "nothing was written\n",
        ],
    );
    assert_eq!(read(&folder, "a.yaml"), shoot("a"));
    let run = folder.run(&[
        "export",
        "plan.yaml",
        "eu-central-1/a/a",
        "--into",
        "plan.yaml",
    ]);
    ends(&run, 1, "", &["`plan.yaml`: it holds no Shoot manifest"]);
    let run = folder.run(&["export", "plan.yaml", "eu-central-1/a/a", "--dry-run"]);
    ends(&run, 2, "", &["there is no manifest to compare with"]);
}

#[test]
fn what_is_broken_is_named_and_the_rest_is_imported() {
    let folder = Folder::new();
    let documents: Vec<String> = (1..=9)
        .map(|number| match number {
            7 => shoot("g").replace("  region:", "\tregion:"),
            number => shoot(&format!("s{number}")),
        })
        .collect();
    folder.write("all.yaml", documents.join("---\n"));
    let run = folder.run(&["import", "all.yaml", "missing.yaml", "-o", "plan.yaml"]);
    ends(
        &run,
        3,
        "",
        &[
            "error[file-syntax]: document 7 of 9: a tab indents this line",
            "all.yaml:170:1",
            "trellis: there is no file `missing.yaml`",
            "8 shoots in plan.yaml",
        ],
    );
    let plan = read(&folder, "plan.yaml");
    assert!(
        plan.contains("- name: s8") && !plan.contains("- name: g\n"),
        "{plan}"
    );

    for (text, words) in [
        (
            "a: b\n".to_owned(),
            "there is neither a Shoot nor a prefix to import",
        ),
        (
            shoot("a").replace("v1beta1", "v1alpha1"),
            "a Shoot of core.gardener.cloud/v1alpha1, and trellis reads core.gardener.cloud/v1beta1",
        ),
        (
            shoot("a").replace("kind: Shoot", "kind: shoot"),
            "the kind is `shoot`, and Gardener's is `Shoot`",
        ),
        (
            shoot("\"../../x\""),
            "has a `/`, which paths and lists use; this Shoot is left out",
        ),
        (
            shoot("\"a\\e[2J\""),
            "has the control character U+001B; this Shoot is left out",
        ),
        (
            "trellis: 1\nname: x\n".to_owned(),
            "there is neither a Shoot nor a prefix to import",
        ),
    ] {
        folder.write("bad.yaml", &text);
        let run = folder.run(&["import", "bad.yaml"]);
        ends(&run, 1, "", &[words]);
        assert!(!run.err.contains('\u{1b}'), "{}", run.err);
    }
    folder.write(
        "twice.yaml",
        shoot("a").replace(
            "  region: eu-central-1\n",
            "  region: eu-central-1\n  region: eu-west-1\n",
        ),
    );
    let run = folder.run(&["import", "twice.yaml"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(
        run.err
            .contains("error[duplicate-key]: `region` is there twice")
            && run.out.contains("- name: a\n"),
        "{run:?}"
    );
}
