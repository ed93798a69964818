//! What the program is to shells, editors, pagers and pipes.

use std::io::Read as _;
use std::process::Stdio;

use super::{Folder, LANDSCAPE, Run};

/// What a shell is offered for the last word.
fn offered(folder: &Folder, words: &[&str]) -> Vec<String> {
    let mut line = vec!["--", "trellis"];
    line.extend(words);
    let output = folder
        .command(&line)
        .env("TRELLIS_COMPLETE", "bash")
        .env("_CLAP_COMPLETE_INDEX", words.len().to_string())
        .output()
        .expect("it starts");
    let run = Run::of(output);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{run:?}");
    run.out.lines().map(str::to_owned).collect()
}

#[test]
fn shells_complete_commands_paths_and_fields() {
    let folder = Folder::new();
    folder.write("eu.yaml", LANDSCAPE);
    for (words, expected) in [
        (&["expl"][..], &["explain"][..]),
        (&["show", "e"], &["eu.yaml"]),
        (&["show", "eu.yaml", "e"], &["eu10/"]),
        (&["show", "eu.yaml", "eu10/l"], &["eu10/live/"]),
        (&["free", "eu.yaml", "eu10/live/p"], &["eu10/live/prod/"]),
        (
            &["show", "eu.yaml", "eu10/live/prod-7/"],
            &["eu10/live/prod-7/billing"],
        ),
        (&["show", "eu.yaml", "nowhere/x"], &[]),
        (
            &["locate", "eu.yaml", "eu10/live/prod/b"],
            &[
                "eu10/live/prod/billing",
                "eu10/live/prod/billing.nodes",
                "eu10/live/prod/billing.pods",
                "eu10/live/prod/billing.services",
            ],
        ),
        (
            &["set", "eu.yaml", "eu10/live", "r"],
            &["reserve=", "role="],
        ),
        (
            &["set", "eu.yaml", "eu10/live/prod/billing", "r"],
            &["reserve="],
        ),
        (&["explain", "v6g"], &["v6global"]),
        (&["completions", "z"], &["zsh"]),
    ] {
        assert_eq!(offered(&folder, words), expected, "{words:?}");
    }
}

#[test]
fn each_shell_gets_its_words() {
    let folder = Folder::new();
    for (shell, word) in [
        ("bash", "complete -o nospace"),
        ("zsh", "#compdef trellis"),
        (
            "fish",
            "complete --keep-order --exclusive --command trellis",
        ),
        ("elvish", "edit:completion:arg-completer[trellis]"),
        (
            "powershell",
            "Register-ArgumentCompleter -Native -CommandName trellis",
        ),
    ] {
        let run = folder.run(&["completions", shell]);
        assert_eq!(run.code, 0);
        assert!(run.out.contains(word), "{shell}: {}", run.out);
        assert!(run.out.contains("TRELLIS_COMPLETE"), "{shell}: {}", run.out);
    }
    assert_eq!(folder.run(&["completions", "tcsh"]).code, 2);
}

#[test]
fn manual_pages() {
    let folder = Folder::new();
    let run = folder.run(&["man"]);
    assert!(run.out.contains(".TH trellis 1"), "{}", run.out);
    assert!(run.out.contains("trellis\\-check(1)"), "{}", run.out);
    let run = folder.run(&["man", "locate"]);
    assert!(run.out.contains(".TH trellis-locate 1"), "{}", run.out);
    assert!(run.out.contains("\\fBtrellis locate\\fR"), "{}", run.out);
    let run = folder.run(&["man", "lokate"]);
    assert_eq!(
        (run.code, run.err.as_str()),
        (
            2,
            "trellis: there is no command `lokate`; the nearest is `locate`\n"
        )
    );
    assert_eq!(folder.run(&["man", "-o", "pages"]).code, 0);
    assert_eq!(
        folder.read("pages/trellis-locate.1"),
        folder.run(&["man", "locate"]).out
    );
    assert_eq!(folder.read("pages/trellis.1"), folder.run(&["man"]).out);
}

#[test]
fn the_version_says_how_it_was_built() {
    let folder = Folder::new();
    let run = folder.run(&["--version"]);
    let mut lines = run.out.lines();
    assert_eq!(
        lines.next(),
        Some(concat!("trellis ", env!("CARGO_PKG_VERSION")))
    );
    let rest: Vec<&str> = lines.collect();
    let system = format!("{} {}", std::env::consts::ARCH, std::env::consts::OS);
    assert!(rest.iter().any(|line| line.contains(&system)), "{rest:?}");
    assert!(rest.contains(&"plan format: 1"), "{rest:?}");
}

#[test]
fn blocks_of_a_prefix() {
    let folder = Folder::new();
    for (prefix, length, expected) in [
        (
            "2001:db8::/32",
            "/34",
            "2001:db8::/34\n2001:db8:4000::/34\n2001:db8:8000::/34\n2001:db8:c000::/34\n",
        ),
        ("10.0.0.0/31", "32", "10.0.0.0/32\n10.0.0.1/32\n"),
        ("0.0.0.0/0", "/1", "0.0.0.0/1\n128.0.0.0/1\n"),
        ("::/0", "0", "::/0\n"),
        ("ffff::/128", "128", "ffff::/128\n"),
    ] {
        let run = folder.run(&["split", prefix, length]);
        assert_eq!(
            (run.code, run.out.as_str(), run.err.as_str()),
            (0, expected, ""),
            "{prefix} {length}"
        );
    }
    for (prefix, length, said) in [
        (
            "10.0.0.0/30",
            "/33",
            "/33 is longer than an IPv4 address, which has 32 bits",
        ),
        (
            "10.0.0.0/30",
            "/29",
            "a block of /29 is larger than 10.0.0.0/30, and none lies in it",
        ),
        ("10.0.0.0/30", "/031", "leading zeros"),
        ("10.0.0.1/30", "/31", "10.0.0.1 has bits set behind /30"),
        ("10.0.0.0", "/31", "10.0.0.0"),
    ] {
        let run = folder.run(&["split", prefix, length]);
        assert_eq!(
            (run.code, run.out.as_str()),
            (2, ""),
            "{prefix} {length}: {run:?}"
        );
        assert!(run.err.contains(said), "{prefix} {length}: {}", run.err);
    }
}

#[test]
fn what_is_free_in_a_block() {
    let folder = Folder::new();
    // Two /2 of eight /3: the first is a's run of one with a reserve of one, the rest is free but for what is pinned.
    let plan = "trellis: 1\nblocks:\n- name: top\n  v6: 2001:db8::/32\n  v4: 10.0.0.0/28\n  blocks:\n  - {name: a, v6: /35, v4: /30, reserve: 1}\n  - {name: b, v6: \"2001:db8:a000::/35\"}\n- {name: odd, v6: \"2001:db9::/32\", place: sparse, blocks: [{name: x, count: 2, v6: /34}]}\n- {name: none, v6: /40}\n";
    folder.write("plan.yaml", plan);
    for (path, length, expected) in [
        ("top", "/33", ""),
        ("top", "/34", "2001:db8:4000::/34\n2001:db8:c000::/34\n"),
        (
            "top",
            "35",
            "2001:db8:4000::/35\n2001:db8:6000::/35\n2001:db8:8000::/35\n2001:db8:c000::/35\n2001:db8:e000::/35\n",
        ),
        ("top", "/30", "10.0.0.8/30\n10.0.0.12/30\n"),
        ("top", "v4:/29", "10.0.0.8/29\n"),
        ("top", "v6:/31", ""),
        ("top/a", "/31", "10.0.0.0/31\n10.0.0.2/31\n"),
        // RFC 3531, sparse: the first two of four are 0 and 2.
        ("odd", "/34", "2001:db9:4000::/34\n2001:db9:c000::/34\n"),
    ] {
        let run = folder.run(&["free", "plan.yaml", path, length]);
        assert_eq!(
            (run.code, run.out.as_str(), run.err.as_str()),
            (0, expected, ""),
            "{path} {length}"
        );
    }
    for (path, length, code, said) in [
        (
            "none",
            "/48",
            1,
            "trellis: nothing can be told to be free in `none`: it has no IPv6 prefix\n",
        ),
        (
            "odd",
            "v4:/20",
            1,
            "trellis: nothing can be told to be free in `odd`: it has no IPv4 prefix\n",
        ),
        (
            "top",
            "/129",
            2,
            "trellis: /129 is longer than an IPv6 address, which has 128 bits\n",
        ),
        (
            "topp",
            "/48",
            2,
            "trellis: there is no `topp` in the plan; the nearest name there is `top`\n",
        ),
    ] {
        let run = folder.run(&["free", "plan.yaml", path, length]);
        assert_eq!(
            (run.code, run.err.as_str()),
            (code, said),
            "{path} {length}"
        );
    }
}

/// A reader that has enough ends it, without a word.
#[test]
fn a_pipe_that_closes_is_the_end() {
    let folder = Folder::new();
    let mut child = folder
        .command(&["split", "::/0", "128"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut start = [0; 10];
    let mut out = child.stdout.take().expect("a pipe");
    out.read_exact(&mut start).expect("lines");
    assert_eq!(&start, b"::/128\n::1");
    drop(out);
    let run = Run::of(child.wait_with_output().expect("it ends"));
    assert_eq!((run.code, run.err.as_str()), (0, ""));
}

#[test]
fn a_made_up_plan_is_sound_and_the_same_for_the_same_seed() {
    let folder = Folder::new();
    let new = |file: &str, rest: &[&str]| folder.run(&[&["new", file], rest].concat());
    assert_eq!(new("a.yaml", &["--synthetic", "50"]).code, 0);
    assert_eq!(new("b.yaml", &["--synthetic", "50", "--seed", "1"]).code, 0);
    assert_eq!(
        new("c.yaml", &["--synthetic", "50", "--seed", "5a3c"]).code,
        0
    );
    assert_eq!(folder.read("a.yaml"), folder.read("b.yaml"));
    assert_ne!(folder.read("a.yaml"), folder.read("c.yaml"));
    assert_eq!(new("-", &["--synthetic", "50"]).out, folder.read("a.yaml"));
    let run = folder.run(&["check", "c.yaml", "--format", "json"]);
    assert_eq!(
        (run.code, run.json()["summary"]["errors"].as_u64()),
        (0, Some(0))
    );
    assert_eq!(folder.read("c.yaml").matches("- name: team-").count(), 50);
    let run = new("a.yaml", &["--synthetic", "60"]);
    assert_eq!(run.code, 3, "what is there is left alone: {run:?}");
    assert_eq!(folder.read("a.yaml"), folder.read("b.yaml"));
    for wrong in [
        &["--synthetic", "0"][..],
        &["--synthetic", "1000001"],
        &["--synthetic", "1", "--seed", "+1"],
        &[],
    ] {
        assert_eq!(new("d.yaml", wrong).code, 2, "{wrong:?}");
    }
}
