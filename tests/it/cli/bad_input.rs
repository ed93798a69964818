//! Everything that a plan file can be instead of a plan.

use super::{Folder, run_on};

/// What `check` says of a text: the exit code, and the codes of what it finds.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let human = run_on(text, &["check", "plan.yaml"]);
    assert_eq!(human.code, 1, "{text:.300}\n{human:?}");
    assert_eq!(human.err, "", "{text:.300}");
    assert!(human.out.contains("plan.yaml"), "{human:?}");
    let json = run_on(text, &["check", "plan.yaml", "--format", "json"]);
    let findings = json.json()["findings"].clone();
    let codes: Vec<&str> = findings
        .as_array()
        .expect("a list")
        .iter()
        .map(|finding| finding["code"].as_str().expect("a code"))
        .collect();
    assert_eq!(codes, expected, "{text:.300}\n{}", human.out);
}

#[test]
fn no_plan() {
    check("", &["file-kind"]);
    check("\n# nothing\n", &["file-kind"]);
    check("- a\n- b\n", &["file-kind"]);
    check("just words\n", &["file-kind"]);
    check("a: 1\n", &["file-kind"]);
    check("regions: []\n", &["file-kind"]);
}

#[test]
fn broken_yaml() {
    check("trellis: 1\nname: \"open\n", &["file-syntax"]);
    check("trellis: 1\nname: [\n", &["file-syntax"]);
    check("trellis: 1\nblocks:\n\t- name: a\n", &["file-syntax"]);
    check("trellis: 1\nname: a\nname: b\n", &["duplicate-key"]);
}

#[test]
fn wrong_values() {
    let block = |rest: &str| format!("trellis: 1\nblocks:\n  - {{name: a, {rest}}}\n");
    check("trellis: 2\n", &["field-value"]);
    check("trellis: one\n", &["field-value"]);
    check("trellis: 1\ncolour: red\n", &["unknown-key"]);
    check(&block("v6: \"2a00:1450::1/32\""), &["host-bits"]);
    check(&block("v6: \"2001:db8::/129\""), &["field-value"]);
    check(&block("v6: \"2001:db8::/032\""), &["field-value"]);
    check(&block("v4: 010.0.0.0/8"), &["field-value"]);
    check(&block("v6: 10.0.0.0/8"), &["field-value"]);
    check(&block("v6: /129"), &["field-value"]);
    for count in ["0", "-3", "1e9", "1.5", "01", "18446744073709551617", "two"] {
        check(&block(&format!("count: {count}")), &["field-value"]);
    }
    check("trellis: 1\nblocks:\n  - {name: a/b}\n", &["field-value"]);
    check(
        "trellis: 1\nblocks:\n  - {name: \"a\\u001b[2J\"}\n",
        &["field-value"],
    );
}

#[test]
fn counts_up_to_the_limit() {
    let text = "trellis: 1\nblocks:\n  - {name: a, count: 18446744073709551616}\n";
    assert_eq!(run_on(text, &["check", "plan.yaml"]).code, 0);
}

#[test]
fn aliases_that_multiply() {
    let mut text =
        String::from("trellis: 1\nmanifest-fields:\n  a: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let item = format!("*a{}", level - 1);
        let items = vec![item; 10].join(", ");
        text.extend([format!("  b{level}: &a{level} [{items}]\n")]);
    }
    let run = run_on(&text, &["check", "plan.yaml"]);
    assert_eq!(run.code, 1);
    assert!(
        run.out.starts_with(
            "error[file-limit]: aliases make this plan larger than 2,000,000 values\n"
        ),
        "{}",
        run.out
    );
}

#[test]
fn a_thousand_levels() {
    let deep = "[".repeat(1_000) + &"]".repeat(1_000);
    check(
        &format!("trellis: 1\nmanifest-fields: {{a: {deep}}}\n"),
        &["file-syntax"],
    );
    let nested = |levels: usize| -> String {
        let level = |level: usize| format!("{0}blocks:\n{0}- name: a\n", "  ".repeat(level));
        std::iter::once("trellis: 1\n".to_owned())
            .chain((0..levels).map(level))
            .collect()
    };
    assert_eq!(run_on(&nested(16), &["check", "plan.yaml"]).code, 0);
    check(&nested(17), &["file-limit"]);
    let run = run_on(&nested(1_000), &["check", "plan.yaml"]);
    assert_eq!(run.code, 1);
    assert!(
        run.out
            .starts_with("error[file-limit]: this is nested deeper than 16 levels\n"),
        "{}",
        run.out
    );
}

#[test]
fn not_text() {
    let folder = Folder::new();
    folder.write("plan.yaml", b"trellis: 1\nname: \xff\xfe\n");
    let run = folder.run(&["check", "plan.yaml"]);
    assert_eq!(run.code, 1);
    assert!(
        run.out.contains("byte 18 is 0xff, which is not UTF-8"),
        "{}",
        run.out
    );
    let run = folder.run(&["check", "plan.yaml", "--format", "json"]);
    let finding = &run.json()["findings"][0];
    assert_eq!(finding["code"], "file-syntax");
    assert_eq!(
        (finding["line"].as_u64(), finding["column"].as_u64()),
        (Some(2), Some(7))
    );
    let run = folder.run(&["show", "plan.yaml"]);
    assert_eq!(run.code, 3);
    assert_eq!(
        run.err,
        "trellis: `plan.yaml` is no text: byte 18 is 0xff, which is not UTF-8; write it in UTF-8\n"
    );
}

#[test]
fn larger_than_is_read() {
    let folder = Folder::new();
    let file = std::fs::File::create(folder.path("plan.yaml")).expect("a file");
    file.set_len((256 << 20) + 1).expect("a sparse file");
    let run = folder.run(&["check", "plan.yaml"]);
    assert_eq!(run.code, 1);
    assert!(
        run.out
            .starts_with("error[file-limit]: this is larger than 256 MiB\n"),
        "{}",
        run.out
    );
}

#[test]
fn files_that_cannot_be_read() {
    let folder = Folder::new();
    folder.write("good.yaml", "trellis: 1\n");
    std::fs::create_dir(folder.path("folder")).expect("a folder");
    let run = folder.run(&["check", "folder", "missing.yaml", "good.yaml"]);
    assert_eq!(run.code, 3);
    assert_eq!(run.out.trim(), "no findings in good.yaml");
    assert_eq!(
        run.err,
        "trellis: there is no YAML file in `folder`; name a folder with files that end in .yaml or .yml\n\
         trellis: there is no file `missing.yaml`\n"
    );
    for command in [
        &["show", "folder"][..],
        &["folder"],
        &["set", "folder", ".", "name=a"],
    ] {
        let run = folder.run(command);
        assert_eq!((run.code, run.err.lines().count()), (3, 1), "{run:?}");
    }
}

#[test]
fn usage() {
    let folder = Folder::new();
    for args in [
        &["check"][..],
        &["check", "a", "--deny", "everything"],
        &["check", "a", "--today", "2026-02-30"],
        &["show"],
        &["nope", "nope"],
        &["--colour"],
    ] {
        let run = folder.run(args);
        assert_eq!(run.code, 2, "{args:?}: {run:?}");
        assert_eq!(run.out, "");
    }
    assert_eq!(folder.run(&["--help"]).code, 0);
    assert_eq!(
        folder.run(&["-V"]).out,
        format!("trellis {}\n", env!("CARGO_PKG_VERSION"))
    );
    let run = folder.run(&["chekc"]);
    assert_eq!(run.code, 3);
    assert_eq!(
        run.err,
        "trellis: there is no file `chekc`; the command is `trellis check`\n"
    );
}

/// A pipe is read like a file once someone writes into it, and is not waited for without end.
#[cfg(unix)]
#[test]
fn pipes_and_devices() {
    let folder = Folder::new();
    let pipe = folder.path("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo runs").success());
    for command in ["check", "show", "import"] {
        let run = folder.run(&[command, "pipe"]);
        assert_eq!((run.code, run.out.as_str()), (3, ""), "{run:?}");
        assert!(run.err.contains("nobody writes into it"), "{run:?}");
    }
    let writer = std::thread::spawn(move || std::fs::write(pipe, "trellis: 1\n"));
    let run = folder.run(&["check", "pipe"]);
    assert_eq!(run.code, 0, "{run:?}");
    writer.join().expect("it writes").expect("it writes");
    // Zeros without end are more than is read.
    let run = folder.run(&["check", "/dev/zero"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.out.contains("file-limit"), "{run:?}");
}
