//! What reaches a terminal: colours only where they are wanted, and nothing from a file that a terminal would obey.

use std::process::Stdio;

use super::{Folder, LANDSCAPE, Run};

const HOSTILE: &str = "trellis: 1\nname: \"a\\u001b[2Jb\\u202ec\"\nblocks:\n  - name: \"x\\u0007\\u009b1m\"\n    note: \u{202e}right\n    colour: \"\u{2066}\"\n  - {name: \"\\e]52;c;aGk=\\a\", \"\\e[31m\": 1}\n";

#[test]
fn nothing_hidden_comes_out() {
    let folder = Folder::new();
    folder.write("plan.yaml", HOSTILE);
    for args in [
        &["plan.yaml"][..],
        &["show", "plan.yaml"],
        &["show", "plan.yaml", "--format", "json"],
        &["check", "plan.yaml"],
        &["check", "plan.yaml", "--format", "json"],
        &["set", "plan.yaml", ".", "cni=cilium"],
        &["show", "plan.yaml", "\u{1b}[2J"],
        &["check", "\u{1b}[2J.yaml"],
        &["explain", "\u{1b}[2J"],
    ] {
        let run = folder.run(args);
        for text in [&run.out, &run.err] {
            let hidden = text
                .chars()
                .find(|&char| char != '\n' && trellis::visible::is_hidden(char));
            assert_eq!(hidden, None, "{args:?}: {text:?}");
        }
    }
}

#[test]
fn nothing_hidden_is_exported() {
    let folder = Folder::new();
    folder.write(
        "plan.yaml",
        "trellis: 1\nname: \"a\\u200bb\"\nprovider: aws\nblocks:\n  - name: \"x\\u202e\\e[2Jy\"\n    v6: 2001:db8::/36\n    \
         note: \"n\\u202eote\\ufeff \\u009bm\\u2028\"\n    owner: \"\\u2066o\"\n    blocks:\n    - {name: \"v\\u200b\", v6: /56, shoots: [{name: s, node-zones: [a], nodes: v6global/64+prefix/80, pods: v6fromNode/96, services: v6global/108}]}\n",
    );
    for format in [
        "proposal",
        "markdown",
        "svg",
        "csv",
        "json",
        "netbox",
        "terraform",
        "rdns",
        "prefixes",
    ] {
        let run = folder.run(&["export", "plan.yaml", "--format", format]);
        assert!(
            ["v6", "2001:db8:", "8.b.d.0"]
                .iter()
                .any(|some| run.out.contains(some)),
            "{format}: {}",
            run.out
        );
        for text in [&run.out, &run.err] {
            let hidden = text
                .chars()
                .find(|&char| !"\r\n\t".contains(char) && trellis::visible::is_hidden(char));
            assert_eq!(hidden, None, "{format}: {text:?}");
        }
    }
}

#[test]
fn colours_are_for_terminals_or_those_who_ask() {
    let folder = Folder::new();
    folder.write("plan.yaml", LANDSCAPE);
    let run = |name: &str, value: &str| {
        let mut command = folder.command(&["show", "plan.yaml"]);
        Run::of(command.env(name, value).output().expect("it starts")).out
    };
    assert!(!run("TERM", "xterm-256color").contains('\u{1b}'));
    assert!(run("CLICOLOR_FORCE", "1").contains('\u{1b}'));
    let ascii = run("LC_ALL", "C");
    assert!(ascii.is_ascii(), "{ascii}");
    assert!(run("TERM", "dumb").is_ascii());
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = Folder::new();
    let blocks: Vec<String> = (0..2_000)
        .map(|number| format!("  - {{name: b{number}, v6: /48}}\n"))
        .collect();
    let blocks = blocks.concat();
    folder.write("plan.yaml", format!("trellis: 1\nblocks:\n{blocks}"));
    for args in [
        &["show", "plan.yaml"][..],
        &["check", "plan.yaml", "--format", "json"],
        &["explain"],
    ] {
        let mut child = folder
            .command(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        drop(child.stdout.take());
        let run = Run::of(child.wait_with_output().expect("it ends"));
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_one_line() {
    let folder = Folder::new();
    folder.write("plan.yaml", LANDSCAPE);
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .expect("a full disk");
    let output = folder
        .command(&["show", "plan.yaml"])
        .stdout(full)
        .output()
        .expect("it starts");
    let run = Run::of(output);
    assert_eq!((run.code, run.err.lines().count()), (3, 1), "{run:?}");
}

#[test]
fn the_screen_is_played_without_a_terminal() {
    let folder = Folder::new();
    let run = folder.run(&["--print", "60x20"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(run.out.contains("built-in example"), "{}", run.out);
    assert_eq!(run.out.lines().count(), 20);
    folder.write("plan.yaml", LANDSCAPE);
    let keys = "jjjj<enter><ctrl-u>v6global/62<enter>s";
    let run = folder.run(&["plan.yaml", "--keys", keys, "--print", "120x36"]);
    assert!(run.out.contains("saved plan.yaml"), "{}", run.out);
    assert!(folder.read("plan.yaml").contains("nodes: v6global/62"));
    let run = folder.run(&["plan.yaml", "--keys", "<nokey>", "--print", "9x9"]);
    assert_eq!(run.code, 2, "{run:?}");
    let run = folder.run(&["plan.yaml", "--print", "9"]);
    assert_eq!(run.code, 2, "{run:?}");
}

#[test]
fn what_is_no_plan_is_said_and_nothing_made() {
    let folder = Folder::new();
    folder.write("other.yaml", "kind: Foo\n");
    for name in ["other.yaml", "missing.yaml"] {
        let run = folder.run(&[name, "--print", "80x24"]);
        assert!(run.out.contains("Begin a new one?"), "{}", run.out);
        assert!(run.out.contains(name), "{}", run.out);
    }
    assert!(!folder.path("missing.yaml").exists());
    assert!(!folder.path("trellis.yaml").exists());
    assert_eq!(folder.read("other.yaml"), "kind: Foo\n");
}
