//! `trellis allow`.

use super::Folder;

const PLAN: &str = "\
trellis: 1
blocks:
  - name: eu
    v6: 2001:db8:1000::/36
    blocks:
      - name: live   # what sells
        v6: /41
      - {name: test, v6: /42, v6x: 1}
variants:
  - name: narrow
    set: {eu/live: {v6: /43}}
";

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("plan.yaml", PLAN);
    folder
}

/// The severity of each finding of a rule, with the reason for which it is waived.
fn found(folder: &Folder, code: &str, more: &[&str]) -> Vec<(String, Option<String>)> {
    let args = [&["check", "plan.yaml", "--format", "json"], more].concat();
    let json = folder.run(&args).json();
    let findings = json["findings"].as_array().expect("a list");
    let of_rule = findings.iter().filter(|one| one["code"] == code);
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    of_rule
        .map(|one| (text(&one["severity"]).expect("one"), text(&one["waived"])))
        .collect()
}

fn pair(severity: &str, waived: Option<&str>) -> (String, Option<String>) {
    (severity.to_owned(), waived.map(str::to_owned))
}

#[test]
fn a_rule_is_waived_and_the_waiver_taken_away_again() {
    let folder = folder();
    let code = "nibble-boundary";
    let allow = ["allow", "plan.yaml", "eu/live", code];
    let run = folder.run(&[&allow[..], &["--reason", "the RIR gave it", "--dry-run"]].concat());
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.err.contains("reason: the RIR gave it"), "{run:?}");
    assert_eq!(folder.read("plan.yaml"), PLAN);
    let run = folder.run(&[&allow[..], &["--reason", "the RIR gave it"]].concat());
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(
        folder.read("plan.yaml"),
        PLAN.replace(
            "        v6: /41\n",
            "        v6: /41\n        allow:\n          - rule: nibble-boundary\n            reason: the RIR gave it\n"
        )
    );
    assert_eq!(
        found(&folder, code, &[]),
        [
            pair("advice", Some("the RIR gave it")),
            pair("warning", None)
        ]
    );
    // The same again is another reason, and no second waiver.
    let until = ["--reason", "for a while", "--until", "2999-01-01"];
    assert_eq!(folder.run(&[&allow[..], &until].concat()).code, 0);
    assert_eq!(
        found(&folder, code, &[]),
        [pair("advice", Some("for a while")), pair("warning", None)]
    );
    assert_eq!(found(&folder, "allow-unused", &[]), []);
    assert_eq!(
        found(&folder, code, &["--today", "2999-01-02"])[0],
        pair("warning", None)
    );
    let run = folder.run(&[&allow[..], &["--remove"]].concat());
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(folder.read("plan.yaml"), PLAN);
}

#[test]
fn a_waiver_stands_above_what_it_covers_and_beside_others() {
    let folder = folder();
    let allow = |path: &str, more: &[&str]| {
        let run = folder.run(&[&["allow", "plan.yaml", path, "nibble-boundary"], more].concat());
        assert_eq!(run.code, 0, "{run:?}");
    };
    allow("eu", &["--reason", "all of it"]);
    assert_eq!(
        found(&folder, "nibble-boundary", &[]),
        [
            pair("advice", Some("all of it")),
            pair("advice", Some("all of it"))
        ]
    );
    let other = [
        "allow",
        "plan.yaml",
        "eu",
        "documentation-range",
        "--reason",
        "a sketch",
    ];
    assert_eq!(folder.run(&other).code, 0);
    allow("eu", &["--remove"]);
    assert_eq!(
        found(&folder, "documentation-range", &[]),
        [pair("advice", Some("a sketch"))]
    );
    assert_eq!(
        found(&folder, "nibble-boundary", &[])[0],
        pair("warning", None)
    );
}

#[test]
fn a_waiver_in_a_variant_is_of_that_variant() {
    let folder = folder();
    let code = "nibble-boundary";
    let run = folder.run(&[
        "allow",
        "plan.yaml",
        "eu/live",
        code,
        "--reason",
        "a try",
        "--variant",
        "narrow",
    ]);
    assert_eq!(run.code, 0, "{run:?}");
    // What a variant says stands at the end of the text.
    assert_eq!(
        found(&folder, code, &["--variant", "narrow"]),
        [pair("warning", None), pair("advice", Some("a try"))]
    );
    assert_eq!(found(&folder, code, &[])[0], pair("warning", None));
}

#[test]
fn what_is_not_waived_says_why() {
    let folder = folder();
    let check = |args: &[&str], code: u8, said: &str| {
        let run = folder.run(&[&["allow", "plan.yaml"], args].concat());
        assert_eq!(
            (run.code, run.err.as_str()),
            (i32::from(code), said),
            "{run:?}"
        );
    };
    check(
        &["eu", "nible-boundary", "--reason", "x"],
        2,
        "trellis: no rule is called `nible-boundary`; the nearest is `nibble-boundary`\n",
    );
    check(
        &["eu/test", "documentation-range", "--reason", "x"],
        1,
        "trellis: documentation-range finds nothing in `eu/test` or below; it is found at `eu`\n",
    );
    check(
        &[".", "overlap", "--reason", "x"],
        1,
        "trellis: overlap finds nothing in the plan or below; it finds nothing in the whole plan\n",
    );
    check(
        &["eu/test", "unknown-key", "--reason", "x"],
        1,
        "trellis: unknown-key is about the text of the file itself, which no waiver covers: mend the text\n",
    );
    check(
        &["eu", "allow-unused", "--reason", "x"],
        1,
        "trellis: allow-unused is about waivers, and what is found about them can't be waived: mend the waiver\n",
    );
    check(
        &[
            "eu/live",
            "nibble-boundary",
            "--reason",
            "x",
            "--until",
            "2001-01-01",
        ],
        1,
        "trellis: 2001-01-01 is over, and the waiver would cover nothing\n",
    );
    check(
        &["eu/live", "nibble-boundary", "--reason", " "],
        2,
        "trellis: a waiver needs a reason: why one can live with it\n",
    );
    check(
        &["eu/live", "nibble-boundary", "--remove"],
        1,
        "trellis: `eu/live` waives no nibble-boundary; nothing around it does either\n",
    );
    assert_eq!(folder.read("plan.yaml"), PLAN);
}
