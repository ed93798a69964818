//! `trellis take`.

use super::Folder;

const PLAN: &str = "\
trellis: 1
regions:
  - name: eu
    v6: 2a00:1450:1000::/40   # ours
    blocks:
      - name: live
        v6: /44
        vpcs:
          - {name: prod, count: 3, reserve: 1, v6: /56}   # three, and one more
";

#[test]
fn the_next_free_one_is_written_and_printed() {
    let folder = Folder::new();
    folder.write("plan.yaml", PLAN);
    let take = |args: &[&str]| folder.run(&[&["take", "plan.yaml"], args].concat());
    // Three of /56 and the one that is reserved: the fifth is free.
    let dry = take(&["eu/live", "/56", "next", "--kind", "vpc", "--dry-run"]);
    assert_eq!(
        (dry.code, dry.out.as_str()),
        (0, "2a00:1450:1000:400::/56\n"),
        "{dry:?}"
    );
    assert_eq!(folder.read("plan.yaml"), PLAN);
    let run = take(&["eu/live", "/56", "next", "--kind", "vpc"]);
    assert_eq!(
        (run.code, run.out.as_str(), run.err.as_str()),
        (0, "2a00:1450:1000:400::/56\n", "")
    );
    let expected =
        PLAN.to_owned() + "          - name: next\n            v6: 2a00:1450:1000:400::/56\n";
    assert_eq!(folder.read("plan.yaml"), expected);
    let run = take(&["eu", "/44", "lab"]);
    assert_eq!(
        (run.code, run.out.as_str()),
        (0, "2a00:1450:1010::/44\n"),
        "{run:?}"
    );
    let check = folder.run(&["check", "plan.yaml"]);
    assert_eq!(check.code, 0, "{check:?}");
}

#[test]
fn what_cannot_be_taken() {
    let folder = Folder::new();
    folder.write("plan.yaml", PLAN);
    let check = |args: &[&str], code: i32, words: &str| {
        let run = folder.run(&[&["take", "plan.yaml"], args].concat());
        assert_eq!(run.code, code, "{run:?}");
        assert!(run.err.contains(words), "{run:?}");
        assert_eq!(folder.read("plan.yaml"), PLAN);
    };
    check(
        &["eu/live", "/56", "prod"],
        1,
        "`eu/live` has a `prod` already",
    );
    check(
        &["eu/live", "/56", "a/b"],
        2,
        "can't be the name of a block",
    );
    check(&["eu/live", "/40", "a"], 1, "free in `eu/live`");
    check(&["eu/none", "/56", "a"], 2, "there is no `none` in `eu`");
}
