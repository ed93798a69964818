//! Profiles of one's own: `providers/NAME.yaml` in the folder of the configuration.

use std::fs;

use super::Folder;

const LAB: &str = "\
name: lab
like: ironcore-metal
aliases: [cellar]
title: The lab
summary: Two racks in the cellar.
sources:
  wiki: {title: Our wiki, url: https://example.org/lab, as-of: 2026-05}
quotas:
  nodes-per-cluster:
    value: {limit: 40, raise: never}
    says: There are 40 machines.
    source: wiki
";

const PLAN: &str = "\
trellis: 1
provider: lab
kubernetes: \"1.34\"
shoots:
  - {name: a, nodes: v4private, pods: v4private, services: v4private, overlay: false}
";

fn folder(profiles: &[(&str, &str)]) -> Folder {
    let folder = Folder::new();
    fs::create_dir_all(folder.path("config/providers")).expect("a folder");
    for (name, text) in profiles {
        folder.write(&format!("config/providers/{name}.yaml"), text);
    }
    folder
}

/// The most nodes of the plan's shoot, and what binds.
#[track_caller]
fn max_nodes(folder: &Folder) -> (String, String) {
    let shown = folder.run(&["show", "plan.yaml", "a", "--format", "json"]);
    let json = shown.json();
    let text = |key: &str| {
        let bound = &json["shoots"][0]["max_nodes"];
        bound[key].to_string().trim_matches('"').to_owned()
    };
    (text("value"), text("bound_by"))
}

#[test]
fn one_of_ones_own_adds_a_provider() {
    let own = folder(&[("lab", LAB)]);
    own.write("plan.yaml", PLAN);
    let run = own.run(&["check", "plan.yaml"]);
    assert!(!run.out.contains("provider-unknown"), "{run:?}");
    assert_eq!(run.err, "");
    assert_eq!(
        max_nodes(&own),
        ("40".to_owned(), "nodes-per-cluster".to_owned())
    );

    let without = Folder::new();
    without.write("plan.yaml", PLAN);
    let run = without.run(&["check", "plan.yaml"]);
    assert!(run.out.contains("there is no profile of `lab`"), "{run:?}");
}

#[test]
fn it_has_a_page_like_others() {
    let own = folder(&[("lab", LAB)]);
    for name in ["lab", "cellar"] {
        let page = own.run(&["explain", name]);
        assert!(
            page.out.starts_with(
                "lab (The lab)\nTwo racks in the cellar.\n\nThis profile is your own. Also understood: cellar.\n"
            ),
            "{}",
            page.out
        );
        assert!(
            page.out
                .contains("Our wiki, 2026-05\n      https://example.org/lab\n"),
            "{}",
            page.out
        );
        assert!(
            page.out.contains("  nodes-per-cluster: 40, for good\n"),
            "{}",
            page.out
        );
        assert!(
            page.out.contains("podPrefixSize"),
            "what it is like: {}",
            page.out
        );
    }
    assert!(own.run(&["explain"]).out.contains("  lab "));
}

#[test]
fn one_of_ones_own_stands_in_front_of_a_built_in_one() {
    let text = LAB
        .replace("name: lab", "name: aws")
        .replace("like: ironcore-metal", "like: aws");
    let own = folder(&[("aws", &text)]);
    own.write("plan.yaml", PLAN.replace("provider: lab", "provider: aws"));
    assert_eq!(
        max_nodes(&own),
        ("40".to_owned(), "nodes-per-cluster".to_owned())
    );
}

#[test]
fn a_mistake_is_told_with_its_place_and_the_built_in_one_is_used() {
    let text = LAB
        .replace("name: lab", "name: aws")
        .replace("like: ironcore-metal", "like: aws")
        .replace("quotas:", "qoutas:");
    let own = folder(&[("aws", &text)]);
    own.write("plan.yaml", PLAN.replace("provider: lab", "provider: aws"));
    let run = own.run(&["check", "plan.yaml"]);
    assert_eq!(run.code, 0, "the plan is sound: {run:?}");
    let file = own.path("config/providers/aws.yaml");
    for part in [
        "error[profile-fault]: there is no key `qoutas` here".to_owned(),
        format!("{}:8:1", file.display()),
        "qoutas:\n".to_owned(),
        "help: write `quotas`".to_owned(),
        format!(
            "trellis: {}: line 8, column 1: there is no key `qoutas` here; the built-in profile of `aws` is used\n",
            file.display()
        ),
    ] {
        assert!(run.err.contains(&part), "{part:?} is not in\n{}", run.err);
    }
    assert!(!run.out.contains("profile-fault"), "{}", run.out);
    assert_ne!(max_nodes(&own).1, "nodes-per-cluster");
}

#[test]
fn the_screen_says_it_too() {
    let own = folder(&[("lab", "name: lab\nlike: moon\n")]);
    own.write("plan.yaml", PLAN);
    let run = own.run(&["--print", "200x30", "plan.yaml"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.out.contains(
            "providers/lab.yaml: line 2, column 7: `moon` is no built-in profile; there is no profile of `lab`"
        ),
        "{}",
        run.out
    );
    assert_eq!(run.err, "");
    let after = own.run(&["--print", "200x30", "--keys", "j", "plan.yaml"]);
    assert!(
        !after.out.contains("`moon`"),
        "a key takes it away: {}",
        after.out
    );
}

#[test]
fn a_file_bears_the_name_of_its_profile() {
    let own = folder(&[("cellar", LAB), ("empty", "")]);
    own.write("plan.yaml", PLAN);
    let run = own.run(&["check", "plan.yaml"]);
    let path = |name: &str| {
        own.path(&format!("config/providers/{name}.yaml"))
            .display()
            .to_string()
    };
    assert!(
        run.err.contains(&format!(
            "trellis: {}: its name is `lab`, and its file says `cellar`; there is no profile of `cellar`\n",
            path("cellar")
        )),
        "{}",
        run.err
    );
    assert!(run.err.contains(&path("empty")), "{}", run.err);
}

#[test]
fn check_reads_a_profile_as_one() {
    let folder = Folder::new();
    folder.write("lab.yaml", LAB);
    let run = folder.run(&["check", "lab.yaml"]);
    assert_eq!(
        (run.code, run.out.as_str()),
        (0, "no findings in lab.yaml\n")
    );
    folder.write("lab.yaml", LAB.replace("raise: never", "raise: newer"));
    let run = folder.run(&["check", "lab.yaml"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("lab.yaml:10:31"), "{}", run.out);
    assert!(run.out.contains("help: write `never`"), "{}", run.out);
    let shown = folder.run(&["show", "lab.yaml"]);
    assert_eq!(
        (shown.code, shown.err.as_str()),
        (1, "trellis: this is a profile of a provider, and no plan\n")
    );
}
