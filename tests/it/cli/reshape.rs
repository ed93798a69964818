//! `trellis reshape`.

use super::Folder;
use crate::reshape::{VPCS_FIRST, ZONES_FIRST};

#[test]
fn levels_change_places() {
    let folder = Folder::new();
    folder.write("plan.yaml", ZONES_FIRST);
    let dry = folder.run(&["reshape", "plan.yaml", "swap", "eu10/z", "--dry-run"]);
    assert_eq!((dry.code, dry.out.as_str()), (0, ""), "{dry:?}");
    for words in [
        "let z and net change places",
        "v6 of net: /48 → /44",
        "routes, or filter entries, for one of z: 1 → 200, worse",
        "routes, or filter entries, for one of net: 3 → 1, better",
        "nothing was written (--dry-run)",
    ] {
        assert!(dry.err.contains(words), "{words}: {}", dry.err);
    }
    assert_eq!(folder.read("plan.yaml"), ZONES_FIRST);
    let json = folder.run(&["reshape", "plan.yaml", "swap", "eu10/z", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!(json["version"], 1);
    assert_eq!(json["written"], true);
    let rows = json["rows"].as_array().expect("rows");
    let row = rows.iter().find(|row| row["now"] == "3").expect("a row");
    assert_eq!(
        (row["then"].as_str(), row["better"].as_bool()),
        (Some("1"), Some(true))
    );
    assert_eq!(folder.read("plan.yaml"), VPCS_FIRST);
    let check = folder.run(&["check", "plan.yaml"]);
    assert_eq!(check.code, 0, "{check:?}");
}

#[test]
fn blocks_are_split_joined_moved_and_deleted() {
    const SMALL: &str = "\
trellis: 1
blocks:
  - name: a
    v6: 2a00:1450:1000::/40
    blocks:
      - {name: b, v6: /44}
      - name: run
        count: 4
        v6: /48
  - {name: c, v6: 2a00:1450:2000::/40}
";
    let folder = Folder::new();
    folder.write("plan.yaml", SMALL);
    let run = |args: &[&str]| {
        let run = folder.run(&[&["reshape", "plan.yaml"], args].concat());
        assert_eq!(run.code, 0, "{run:?}");
        folder.read("plan.yaml")
    };
    let split = run(&["split", "a/b", "4"]);
    assert!(
        split.contains("v6: /46") && split.matches("count: 4").count() == 2,
        "{split}"
    );
    assert!(run(&["join", "a/b"]).contains("{name: b, v6: /44}"));
    let parted = run(&["part", "a/run-2"]);
    assert!(parted.contains("name: run-2"), "{parted}");
    let joined = run(&["join", "a/run-2"]);
    assert!(
        joined.contains("count: 4") && !joined.contains("run-2"),
        "{joined}"
    );
    let moved = run(&["move", "a/b", "a/run", "--into", "c"]);
    let c = moved.find("name: c").expect("c");
    assert!(moved.find("name: b").is_some_and(|b| b > c), "{moved}");
    let deleted = run(&["delete", "c/run"]);
    assert!(!deleted.contains("run"), "{deleted}");
}

#[test]
fn what_cannot_be_is_said() {
    let folder = Folder::new();
    folder.write("plan.yaml", ZONES_FIRST);
    let check = |args: &[&str], code: i32, words: &str| {
        let run = folder.run(&[&["reshape", "plan.yaml"], args].concat());
        assert_eq!(run.code, code, "{run:?}");
        assert!(run.err.contains(words), "{run:?}");
        assert_eq!(folder.read("plan.yaml"), ZONES_FIRST);
    };
    check(
        &["swap", "eu10"],
        1,
        "the plan itself lies in nothing and has no size",
    );
    check(&["split", "eu10/z", "3"], 1, "no power of two");
    check(&["part", "eu10/z"], 2, "`eu10/z` is no member of a run");
    check(&["delete", "eu10/z-2"], 2, "one member of a run");
    check(&["move", "eu10", "--into", "eu10/z"], 1, "can't lie in");
    check(&["join", "nowhere"], 2, "nowhere");
}
