//! `trellis pin`: one line more, and what it refuses.

use super::{Folder, Run};

const PLAN: &str = "\
# ours
trellis: 1
name: x   # a name

services: v6private/112
vpcs:
  - name: v
    v6: 2001:db8::/56   # here
    shoots:
      - name: s
        nodes: v6global
      - {name: t, services: nov4}
";

#[track_caller]
fn pin(text: &str, args: &[&str]) -> (Run, String) {
    let folder = Folder::new();
    folder.write("plan.yaml", text);
    let run = folder.run(&[&["pin", "plan.yaml"], args].concat());
    (run, folder.read("plan.yaml"))
}

/// One line is added behind another, and what is said about it.
#[track_caller]
fn check(args: &[&str], behind: &str, line: &str, said: &str) {
    let (run, new) = pin(PLAN, args);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{args:?}: {run:?}");
    let wanted = PLAN.replacen(behind, &format!("{behind}{line}"), 1);
    assert_eq!(new, wanted, "{args:?}");
    assert_eq!(run.err, format!("+ {line}{said}"), "{args:?}");
}

/// Nothing is written.
#[track_caller]
fn refused(text: &str, args: &[&str], code: i32, expected: &str) {
    let (run, new) = pin(text, args);
    assert_eq!((run.code, run.out.as_str()), (code, ""), "{args:?}");
    assert_eq!(run.err, expected, "{args:?}");
    assert_eq!(new, text, "{args:?}");
}

#[test]
fn one_line_is_added() {
    let seed = ["--seed", "5a3c1e77a0"];
    let ula = "ula: fd5a:3c1e:77a0::/48\n";
    check(&seed, "name: x   # a name\n", ula, "");
    check(
        &["v", seed[0], seed[1]],
        "/56   # here\n",
        &format!("    {ula}"),
        "",
    );
    check(
        &["v/s", seed[0], "5A3C1E77A0"],
        "      - name: s\n",
        &format!("        {ula}"),
        "",
    );
}

#[test]
fn what_nobody_asked_for_is_drawn_and_told() {
    let (run, new) = pin(PLAN, &["v/t", "--seed", "0000000001"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        new.contains("{name: t, ula: fd00:0:1::/48, services: nov4}"),
        "{new}"
    );
    let told = "nothing in `v/t` asks for v6private yet\n";
    assert!(run.err.ends_with(told), "{}", run.err);
}

#[test]
fn two_draws_are_two_prefixes() {
    let draw = || {
        let (run, new) = pin(PLAN, &[]);
        assert_eq!(run.code, 0, "{run:?}");
        let line = new.lines().find(|line| line.starts_with("ula: "));
        line.expect("it is written").to_owned()
    };
    let (one, other) = (draw(), draw());
    assert!(
        one.starts_with("ula: fd") && one.ends_with("::/48"),
        "{one}"
    );
    assert_ne!(one, other);
}

#[test]
fn standard_input_gives_the_new_text() {
    let run = Folder::new().run_with(&["pin", "-", "--seed", "5a3c1e77a0"], PLAN);
    let wanted = PLAN.replacen("# a name\n", "# a name\nula: fd5a:3c1e:77a0::/48\n", 1);
    assert_eq!((run.code, run.out), (0, wanted));
}

#[test]
fn an_inner_one_moves_what_lay_in_the_outer_one() {
    let outer = PLAN.replacen("services:", "ula: fd5a:3c1e:77a0::/48\nservices:", 1);
    let (run, _) = pin(&outer, &["v/s", "--seed", "d09c74d017"]);
    assert_eq!(
        (run.code, run.err.as_str()),
        (
            0,
            "+         ula: fdd0:9c74:d017::/48\n\
             1 prefix moved:\n  v/s.services fd5a:3c1e:77a0::/112 → fdd0:9c74:d017::/112\n\
             which touches 1 shoot and 2 reverse zones\n"
        )
    );
}

#[test]
fn what_is_refused() {
    let drawn = PLAN.replacen("services:", "ula: fd5a:3c1e:77a0::/48\nservices:", 1);
    refused(
        &drawn,
        &[],
        1,
        "trellis: the plan has a ula, fd5a:3c1e:77a0::/48; a new one would renumber what lies in it; if you mean that: \
         `trellis set plan.yaml . --unset ula` first\n",
    );
    refused(
        &drawn,
        &["v", "--seed", "5a3c1e77a0"],
        1,
        "trellis: fd5a:3c1e:77a0::/48 is the ula of the plan already; take other digits\n",
    );
    let counted = PLAN.replacen("# here\n", "# here\n    count: 2\n", 1);
    for path in ["v", "v/s"] {
        refused(
            &counted,
            &[path],
            1,
            "trellis: `v` stands for many, and all of them would share one ula; draw it for a block around it, or for the \
             plan: each member has its own part of that\n",
        );
    }
    refused(
        &counted,
        &["v-1/s"],
        2,
        "trellis: `v-1/s` is one member of a run, and all of a run are alike; set it for `v`, or give one member a block of \
         its own\n",
    );
    refused(
        PLAN,
        &["v/s.services"],
        2,
        "trellis: services are a range of `v/s`, and a ula is a shoot's or a block's; name `v/s`\n",
    );
    refused(PLAN, &["w"], 2, "trellis: there is no `w` in the plan\n");
}

#[test]
fn seeds_are_checked() {
    for (seed, why) in [
        (
            "8f6d53b97a",
            "fd8f:6d53:b97a::/48 is the one of Gardener's VPN; take other digits",
        ),
        (
            "5a3c1e77a",
            "write exactly 10 hexadecimal digits, such as 5a3c1e77a0",
        ),
        (
            "5a3c1e77a00",
            "write exactly 10 hexadecimal digits, such as 5a3c1e77a0",
        ),
        (
            "+a3c1e77a0",
            "write exactly 10 hexadecimal digits, such as 5a3c1e77a0",
        ),
        (
            "fd5a:3c1e:",
            "write exactly 10 hexadecimal digits, such as 5a3c1e77a0",
        ),
    ] {
        let (run, new) = pin(PLAN, &["--seed", seed]);
        assert_eq!((run.code, new.as_str()), (2, PLAN), "{seed}");
        assert!(run.err.contains(why), "{seed}: {}", run.err);
    }
}

#[test]
fn a_manifest_is_left_alone() {
    let manifest = "apiVersion: core.gardener.cloud/v1beta1\nkind: Shoot\n";
    let (run, new) = pin(manifest, &[]);
    assert_eq!((run.code, new.as_str()), (3, manifest), "{run:?}");
}
