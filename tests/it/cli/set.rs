//! `trellis set`: the lines that change, and no others.

use std::fs;

use super::{Folder, LANDSCAPE, Run};

#[track_caller]
fn set(text: &str, args: &[&str]) -> (Run, String) {
    let folder = Folder::new();
    folder.write("plan.yaml", text);
    let run = folder.run(&[&["set", "plan.yaml"], args].concat());
    (run, folder.read("plan.yaml"))
}

/// Exactly these lines differ.
#[track_caller]
fn check(text: &str, args: &[&str], expected: &[(&str, &str)]) {
    let (run, new) = set(text, args);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{args:?}: {run:?}");
    let mut wanted = text.to_owned();
    for (from, to) in expected {
        assert_eq!(wanted.matches(from).count(), 1, "{from:?} stands once");
        wanted = wanted.replace(from, to);
    }
    assert_eq!(new, wanted, "{args:?}");
}

const SMALL: &str = "\
# the top
trellis: 1 # a version

blocks:
    -   name:   'a'   # quoted
        v6: \"2001:db8::/32\"
        note: >-
            folded
            words
    - {name: b, count: 2, reserve: 5, v6: /48} # a flow
shoots:
- name: s
  max-nodes: 10   # few
  manifest-fields: {region: x, deep: {er: 1}}
";

#[test]
fn a_list_is_said_as_it_stands_in_a_file() {
    let plan = "trellis: 1\nshoots:\n- {name: s, node-zones: [a], nodes: [v4:/17, v6global/64]}\n";
    check(
        plan,
        &["s", "node-zones=[a, b]"],
        &[("node-zones: [a]", "node-zones: [a, b]")],
    );
    check(
        plan,
        &["s", "nodes=[\"v4:/18\", v6global/64]"],
        &[("v4:/17", "v4:/18")],
    );
}

#[test]
fn one_line_changes() {
    check(
        SMALL,
        &["s", "max-nodes=20"],
        &[("max-nodes: 10 ", "max-nodes: 20 ")],
    );
    check(
        SMALL,
        &["a", "v6=2001:db8:1::/48"],
        &[("\"2001:db8::/32\"", "\"2001:db8:1::/48\"")],
    );
    check(SMALL, &["a", "name=c"], &[("'a'", "'c'")]);
    check(
        SMALL,
        &["s", "max-nodes="],
        &[("max-nodes: 10 ", "max-nodes: null ")],
    );
    check(
        SMALL,
        &["s", "--unset", "max-nodes"],
        &[("  max-nodes: 10   # few\n", "")],
    );
    check(
        SMALL,
        &["s", "manifest-fields.deep.er=two"],
        &[("er: 1", "er: two")],
    );
    check(SMALL, &["b", "v6=/56"], &[("/48", "/56")]);
    check(
        SMALL,
        &[".", "provider=aws"],
        &[("# a version\n", "# a version\nprovider: aws\n")],
    );
}

#[test]
fn line_ends_stay() {
    let dos = SMALL.replace('\n', "\r\n");
    check(
        &dos,
        &["s", "max-nodes=20"],
        &[("max-nodes: 10 ", "max-nodes: 20 ")],
    );
    let bom = format!("\u{feff}{SMALL}");
    check(
        &bom,
        &["s", "max-nodes=20"],
        &[("max-nodes: 10 ", "max-nodes: 20 ")],
    );
    let open = SMALL.trim_end();
    check(
        open,
        &["s", "max-nodes=20"],
        &[("max-nodes: 10 ", "max-nodes: 20 ")],
    );
}

#[test]
fn a_raised_count_takes_from_the_reserve() {
    check(
        SMALL,
        &["b", "count=4"],
        &[("count: 2", "count: 4"), ("reserve: 5", "reserve: 3")],
    );
    check(
        SMALL,
        &["b", "count=9"],
        &[("count: 2", "count: 9"), ("reserve: 5", "reserve: 0")],
    );
    check(SMALL, &["b", "count=1"], &[("count: 2", "count: 1")]);
    check(
        SMALL,
        &["b", "count=4", "reserve=7"],
        &[("count: 2", "count: 4"), ("reserve: 5", "reserve: 7")],
    );
}

#[test]
fn a_range_by_its_path() {
    check(
        LANDSCAPE,
        &["eu10/live/prod/billing.nodes", "v6global/64+prefix/96"],
        &[(
            "nodes: v6global/64+prefix/80\n                pods: v6fromNode/96",
            "nodes: v6global/64+prefix/96\n                pods: v6fromNode/96",
        )],
    );
}

#[test]
fn says_what_changed_and_moved() {
    let (run, _) = set(LANDSCAPE, &["eu10/live/prod", "count=41"]);
    let changes = run.err.find("-             count").expect("a change");
    let (found, changes) = run.err.split_at(changes);
    assert!(
        found.starts_with("warning[provider-quota]: 42 VPCs in the region `eu10`, "),
        "{found}"
    );
    assert_eq!(
        changes,
        "-             count: 40\n\
         +             count: 41\n\
         4 prefixes moved:\n\
         \x20 eu10/live/old 2001:db8:1000:2800::/56 → 2001:db8:1000:2900::/56\n\
         \x20 eu10/live/old 10.10.0.0/16 → 10.11.0.0/16\n\
         \x20 eu10/live/old/legacy.nodes 2001:db8:1000:2800::/64 → 2001:db8:1000:2900::/64\n\
         \x20 eu10/live/old/legacy.nodes 10.10.0.0/17 → 10.11.0.0/17\n\
         which touches 1 shoot and 4 reverse zones\n"
    );
}

#[test]
fn what_a_field_cannot_take_is_refused() {
    for args in [
        &["s", "max-nodes=-3"][..],
        &["s", "max-nodes=20", "nodes=v6globl/999"],
        &["b", "count=0"],
        &["b", "count=1e9"],
        &["a", "v6=2001:db8::1/32"],
        &["a", "v6=fd00::/8x"],
        &["a", "name=x/y"],
        &[".", "trellis=2"],
    ] {
        let (run, new) = set(SMALL, args);
        assert_eq!(
            (run.code, run.out.as_str()),
            (1, ""),
            "{args:?}: {}",
            run.err
        );
        assert!(run.err.contains("error["), "{args:?}: {}", run.err);
        assert!(
            run.err.ends_with("nothing was written\n"),
            "{args:?}: {}",
            run.err
        );
        assert_eq!(new, SMALL, "{args:?}");
    }
}

#[test]
fn what_rules_find_is_said_and_written() {
    let (run, new) = set(LANDSCAPE, &["eu10/live/prod/billing", "nodes=v6global/64"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.err.contains("error[from-node-needs-prefix]"),
        "{}",
        run.err
    );
    assert!(new.contains("nodes: v6global/64\n"), "{new}");
}

#[test]
fn what_cannot_be_meant() {
    for (args, words) in [
        (&["nope", "a=b"][..], "there is no `nope` in the plan"),
        (
            &["s", "max-node=3"],
            "a shoot has no field `max-node`; write `max-nodes`",
        ),
        (&["s", "v6=/64"], "a shoot has no field `v6`"),
        (
            &["s", "max-nodes.x=3"],
            "`max-nodes` has no keys inside it; only manifest-fields and pinned have keys",
        ),
        (
            &["s", "max-nodes"],
            "`max-nodes` is no FIELD=VALUE; write `max-nodes=200`, or `count=` for null",
        ),
        (
            &["s"],
            "nothing is to be set; name a FIELD=VALUE, or `--unset FIELD`",
        ),
        (
            &["b-2", "note=x"],
            "`b-2` is one member of a run, and all of a run are alike; set it for `b`, or give one member a block of its own",
        ),
    ] {
        let (run, new) = set(SMALL, args);
        assert_eq!(
            (run.code, run.err),
            (2, format!("trellis: {words}\n")),
            "{args:?}"
        );
        assert_eq!(new, SMALL);
    }
    let locked = "trellis: 1\nblocks:\n  - {name: a, v6: /48, lock: true}\n";
    let (run, _) = set(locked, &["a", "v6=/40"]);
    assert_eq!(
        (run.code, run.err.as_str()),
        (
            1,
            "trellis: `a` is locked: no edit may move, resize or delete it or what it lies in\n"
        )
    );
}

#[test]
fn what_is_locked_is_not_moved_by_its_neighbours() {
    let plan = "trellis: 1\nblocks:\n  - name: all\n    v6: 2001:db8::/40\n    blocks:\n      - {name: a, v6: /48}\n      - {name: b, v6: /48, lock: true}\n";
    let (run, new) = set(plan, &["all/a", "v6=/47"]);
    assert_eq!(
        (run.code, run.err.as_str()),
        (
            1,
            "trellis: `all/b` is locked, and this would move it from 2001:db8:1::/48 to 2001:db8:2::/48\n"
        )
    );
    assert_eq!(new, plan);
    let (run, _) = set(&plan.replace(", lock: true", ""), &["all/a", "v6=/47"]);
    assert_eq!(run.code, 0);
    assert!(
        run.err
            .contains("1 prefix moved:\n  all/b 2001:db8:1::/48 → 2001:db8:2::/48\n"),
        "{}",
        run.err
    );
}

#[test]
fn a_mapping_is_set_whole_or_by_its_keys() {
    let plan = "trellis: 1\nmanifest-fields:\n  project: acme # who\n  machine:\n    type: m5\n";
    let (run, new) = set(plan, &[".", "manifest-fields.region=eu"]);
    assert_eq!(
        (run.code, new),
        (0, format!("{plan}  region: eu\n")),
        "{}",
        run.err
    );
    let (run, new) = set(plan, &[".", "manifest-fields={region: eu, project: other}"]);
    let expected = "trellis: 1\nmanifest-fields:\n  project: other # who\n  region: eu\n";
    assert_eq!((run.code, new.as_str()), (0, expected), "{}", run.err);
    let (run, new) = set(plan, &[".", "manifest-fields=eu"]);
    assert_eq!((run.code, new.as_str()), (1, plan));
    assert!(
        run.err.contains("`manifest-fields` takes a mapping"),
        "{}",
        run.err
    );
}

#[test]
fn standard_input_gives_standard_output() {
    let run = Folder::new().run_with(&["set", "-", "s", "max-nodes=20"], SMALL);
    assert_eq!(
        (run.code, run.out),
        (0, SMALL.replace("max-nodes: 10 ", "max-nodes: 20 "))
    );
}

#[cfg(unix)]
#[test]
fn mode_and_link_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = Folder::new();
    fs::create_dir(folder.path("real")).expect("a folder");
    folder.write("real/plan.yaml", SMALL);
    let mode = |mode| {
        fs::set_permissions(
            folder.path("real/plan.yaml"),
            fs::Permissions::from_mode(mode),
        )
        .expect("a mode");
    };
    mode(0o664);
    symlink("real/plan.yaml", folder.path("plan.yaml")).expect("a link");
    let run = folder.run(&["set", "plan.yaml", "s", "max-nodes=20"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        fs::symlink_metadata(folder.path("plan.yaml"))
            .expect("a link")
            .is_symlink()
    );
    let metadata = fs::metadata(folder.path("real/plan.yaml")).expect("a file");
    assert_eq!(metadata.permissions().mode() & 0o7777, 0o664);
    assert!(folder.read("plan.yaml").contains("max-nodes: 20"));
    assert_eq!(
        fs::read_dir(folder.path("real")).expect("a folder").count(),
        1,
        "nothing is left beside it"
    );
    mode(0o444);
    let run = folder.run(&["set", "plan.yaml", "s", "max-nodes=30"]);
    assert_eq!(run.code, 3);
    assert_eq!(
        run.err,
        "trellis: `plan.yaml` is read-only; give yourself the right to write it (chmod u+w)\n"
    );
    assert!(folder.read("plan.yaml").contains("max-nodes: 20"));
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_no_ordinary_file_is_not_written() {
    let folder = Folder::new();
    let run = folder.run_with(&["set", "/dev/stdin", "s", "max-nodes=20"], SMALL);
    assert_eq!(run.code, 3, "{run:?}");
    assert_eq!(run.err.lines().count(), 1, "{}", run.err);
}

/// A write that the system cuts short (`ulimit -f`, in blocks of 512 bytes or more) leaves the file as it was.
#[cfg(unix)]
#[test]
fn a_full_disk_changes_nothing() {
    let folder = Folder::new();
    let text = format!("trellis: 1\nblocks:\n  - name: a # {}\n", "x".repeat(5000));
    folder.write("plan.yaml", &text);
    let output = std::process::Command::new("sh")
        .current_dir(folder.path(""))
        .args(["-c", "ulimit -f 1; exec \"$0\" set plan.yaml a v6=/40"])
        .arg(env!("CARGO_BIN_EXE_trellis"))
        .output()
        .expect("a shell");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("can't be written"), "{said}");
    assert_eq!(folder.read("plan.yaml"), text);
    let left = fs::read_dir(folder.path("")).expect("the folder").count();
    assert_eq!(left, 1, "nothing is left beside it");
}

#[test]
fn what_an_edit_costs_is_said_before_it_is_written() {
    let folder = Folder::new();
    let plan = "trellis: 1\nregions:\n  - name: a\n    v6: 2001:db8::/36\n    vpcs:\n      - {name: b, v6: /40}\n      - {name: c, v6: /48, count: 3, shoots: [{name: s, count: 5, nodes: v6global/64}]}\n";
    folder.write("plan.yaml", plan);
    let edit = ["set", "plan.yaml", "a/b", "v6=/39"];
    let run = folder.run(&[&edit[..], &["--dry-run"]].concat());
    assert_eq!((run.code, folder.read("plan.yaml").as_str()), (0, plan));
    // Three VPCs with five clusters each lie in a zone of a /48 each, where they were and where they are; so do the
    // nodes of the first VPC, whose zones are parts of that.
    let cost = "2 prefixes moved:\n  a/c 2001:db8:100::/48 → 2001:db8:200::/48\n  a/c/s.nodes 2001:db8:100::/64 → 2001:db8:200::/64\nwhich touches 15 shoots and 6 reverse zones\n";
    assert!(run.err.contains(cost), "{}", run.err);
    assert!(
        run.err.ends_with("nothing was written (--dry-run)\n"),
        "{}",
        run.err
    );
    let run = folder.run(&edit);
    assert!(run.err.contains(cost), "{}", run.err);
    assert_eq!(folder.read("plan.yaml"), plan.replace("/40", "/39"));
}
