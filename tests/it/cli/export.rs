//! `trellis export`: to standard output, into a file, into a folder; all or nothing.

use std::fs;

use super::{Folder, LANDSCAPE, Run, run_on};

fn export(args: &[&str]) -> Run {
    run_on(LANDSCAPE, &[&["export", "plan.yaml"], args].concat())
}

/// Everything in a folder, sorted.
fn names(folder: &Folder, name: &str) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder.path(name))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name())
        .map(|name| name.into_string().expect("a plain name"))
        .collect();
    names.sort();
    names
}

#[test]
fn one_member_goes_to_standard_output() {
    let run = export(&["eu10/live/prod-7/billing"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("\n  name: billing-7\n"), "{run:?}");
    let same = export(&["/eu10/live/prod-7/billing/", "-o", "-", "--format", "shoot"]);
    assert_eq!(same.out, run.out);
}

#[test]
fn a_written_file_is_told_and_standard_output_is_not() {
    let folder = Folder::new();
    folder.write("plan.yaml", LANDSCAPE);
    let path = "eu10/live/prod-7/billing";
    let run = folder.run(&["export", "plan.yaml", path, "-o", "shoot.yaml"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{run:?}");
    assert!(
        run.err.contains("trellis: shoot.yaml is written\n"),
        "{run:?}"
    );
    let run = folder.run(&["export", "plan.yaml", path]);
    assert!(!run.err.contains("is written"), "{run:?}");
    // What is advice in a plan is a warning here, and both say so.
    assert!(run.err.contains("warning[documentation-range]"), "{run:?}");
    assert!(run.err.contains("in a plan it is advice"), "{run:?}");
    let check = folder.run(&["check", "plan.yaml"]).out;
    assert!(check.contains("advice[documentation-range]"), "{check}");
    assert!(check.contains("an export warns of it"), "{check}");
}

#[test]
fn the_only_cluster_of_a_plan_needs_no_path() {
    let (head, rest) = LANDSCAPE
        .split_once("          - name: old")
        .expect("two VPCs");
    let (_, rest) = rest.split_once("\nvariants:").expect("variants");
    let one = format!("{head}\nvariants:{rest}").replace("count: 40", "count: 1");
    let run = run_on(&one, &["export", "plan.yaml"]);
    assert_eq!(run.code, 0, "{run:?}");
    let same = run_on(&one, &["export", "plan.yaml", "eu10/live/prod-1/billing"]);
    assert_eq!(run.out, same.out);
    // One of many is not the only one.
    let many = format!("{head}\nvariants:{rest}");
    let run = run_on(&many, &["export", "plan.yaml"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
    assert!(
        run.err.contains("`--all -o FOLDER` writes every one"),
        "{run:?}"
    );
}

/// What the landscape does not say, and customary values stand in for.
const ASSUMED: &str = "trellis: assumed: manifest-fields.cloud-profile (aws), manifest-fields.workers.machine-type (m5.large), \
                       manifest-fields.workers.volume.size (50Gi), manifest-fields.workers.volume.type (gp3)\n";

#[test]
fn comments_can_be_left_out() {
    let path = "eu10/live/prod-7/billing";
    let with = export(&[path]);
    let bare = export(&[path, "--no-comments"]);
    assert_eq!(bare.code, 0, "{bare:?}");
    assert!(!bare.out.contains('#'), "{}", bare.out);
    let read = |text: &str| serde_yaml::from_str::<serde_json::Value>(text).expect("YAML");
    assert_eq!(read(&with.out), read(&bare.out));
}

#[test]
fn warns_of_what_is_only_an_example() {
    let warning = "warning[documentation-range]: 2001:db8:1000::/36 is for documentation alone";
    let run = export(&["eu10/live/prod-7/billing"]);
    assert!(
        run.err.starts_with(&format!("{ASSUMED}{warning}")),
        "{run:?}"
    );
    assert!(run.err.ends_with("\n1 warning in plan.yaml\n"), "{run:?}");
    let of_ones_own = LANDSCAPE.replace("2001:db8:1000::/36", "2a00:1450:1000::/36");
    let waived = LANDSCAPE.replace(
        "    v4: 10.0.0.0/8\n",
        "    v4: 10.0.0.0/8\n    allow: [{rule: documentation-range, reason: an exercise}]\n",
    );
    for plan in [of_ones_own, waived] {
        let folder = Folder::new();
        folder.write("plan.yaml", &plan);
        let run = folder.run(&["export", "plan.yaml", "eu10/live/prod-7/billing"]);
        assert_eq!((run.code, run.err.as_str()), (0, ASSUMED), "{plan}");
    }
}

#[test]
fn refusals_write_nothing() {
    let folder = Folder::new();
    folder.write("plan.yaml", LANDSCAPE);
    let check = |args: &[&str], code: i32, expected: &str| {
        let run = folder.run(&[&["export", "plan.yaml"], args].concat());
        assert_eq!(
            (run.code, run.out.as_str()),
            (code, ""),
            "{args:?}: {run:?}"
        );
        assert!(run.err.contains(expected), "{args:?}: {}", run.err);
        assert_eq!(names(&folder, "."), ["plan.yaml"], "{args:?}");
    };
    let counted =
        "`eu10/live/prod` stands for 40; name one of eu10/live/prod-1 … eu10/live/prod-40";
    check(&["eu10/live/prod/billing", "-o", "a.yaml"], 1, counted);
    check(
        &["eu10", "-o", "a.yaml"],
        1,
        "`eu10` is a region; name a shoot, such as eu10/live/prod-1/billing",
    );
    check(
        &["-o", "a.yaml"],
        2,
        "name a shoot, such as eu10/live/prod-1/billing; `--all -o FOLDER` writes every one",
    );
    check(
        &["eu11", "-o", "a.yaml"],
        2,
        "there is no `eu11` in the plan",
    );
    let wrapped = LANDSCAPE.replace(
        "              - name: legacy\n",
        "              - name: legacy\n                overlay: true\n",
    );
    assert_ne!(wrapped, LANDSCAPE);
    folder.write("plan.yaml", wrapped);
    check(
        &["--all", "-o", "all"],
        1,
        "`eu10/live/old/legacy` has errors (overlay)",
    );
    check(
        &["eu10/live/prod-1/billing", "-o", "."],
        3,
        "`.` is a folder",
    );
    check(
        &["eu10/live/prod-1/billing", "-o", "no/a.yaml"],
        3,
        "can't be written",
    );
    check(&["--all"], 2, "--output");
    check(&[], 2, "PATH");
}

#[test]
fn a_file_is_written_over_as_a_whole() {
    let folder = Folder::new();
    folder.write("plan.yaml", LANDSCAPE);
    for number in ["1", "2"] {
        let path = format!("eu10/live/prod-{number}/billing");
        let run = folder.run(&["export", "plan.yaml", &path, "-o", "shoot.yaml"]);
        assert_eq!((run.code, run.out.as_str()), (0, ""), "{run:?}");
        let name = format!("  name: billing-{number}\n");
        assert!(folder.read("shoot.yaml").contains(&name));
    }
    assert_eq!(names(&folder, "."), ["plan.yaml", "shoot.yaml"]);
}

#[test]
fn all_go_into_a_new_folder() {
    let folder = Folder::new();
    folder.write("plan.yaml", LANDSCAPE);
    let all = [
        "export",
        "plan.yaml",
        "eu10/live/prod",
        "--all",
        "-o",
        "all",
    ];
    let run = folder.run(&all);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.err.starts_with(&format!("{ASSUMED}40 files in all\n")),
        "{run:?}"
    );
    let files = names(&folder, "all");
    assert_eq!(files.len(), 40);
    assert!(
        files.contains(&"garden-acme.billing-40.yaml".to_owned()),
        "{files:?}"
    );
    let one = folder.run(&["export", "plan.yaml", "eu10/live/prod-40/billing"]);
    assert_eq!(folder.read("all/garden-acme.billing-40.yaml"), one.out);
    let again = folder.run(&all);
    assert_eq!(again.code, 3, "{again:?}");
    assert!(
        again
            .err
            .contains("`all` is there already, and not an empty folder"),
        "{again:?}"
    );
    assert_eq!(names(&folder, "."), ["all", "plan.yaml"]);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_where_a_link_leads() {
    let folder = Folder::new();
    folder.write("plan.yaml", LANDSCAPE);
    fs::create_dir(folder.path("elsewhere")).expect("a folder");
    for target in ["elsewhere", "nowhere"] {
        std::os::unix::fs::symlink(target, folder.path("link")).expect("a link");
        let run = folder.run(&[
            "export",
            "plan.yaml",
            "eu10/live/prod",
            "--all",
            "-o",
            "link",
        ]);
        assert_eq!(run.code, 3, "{run:?}");
        assert!(run.err.contains("`link` is a link"), "{run:?}");
        assert_eq!(names(&folder, "elsewhere"), Vec::<String>::new());
        fs::remove_file(folder.path("link")).expect("a link");
    }
}

#[test]
fn too_many_are_not_begun() {
    let text = "trellis: 1\nprovider: aws\nblocks: [{ name: b, count: 18446744073709551616, shoots: [{ name: s, nodes: v6global, count: 10001 }] }]\n";
    let check = |args: &[&str], expected: &str| {
        let run = run_on(
            text,
            &[&["export", "plan.yaml", "--all", "-o", "all"], args].concat(),
        );
        assert_eq!(run.code, 1, "{run:?}");
        assert!(run.err.contains(expected), "{}", run.err);
    };
    check(
        &["b-7"],
        "10,001 shoots are too many to write at once; the most is 10,000",
    );
    check(
        &[],
        "shoots are too many to write at once; the most is 10,000",
    );
}
