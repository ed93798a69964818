//! Files that can't be written, and files that others write.

use std::fs;

use super::{Terminal, folder, kept_in, plan_in};
use crate::cli::LANDSCAPE;

/// What a terminal sends when its window is looked at again.
const FOCUS: &str = "\x1b[I";

fn theirs() -> String {
    LANDSCAPE.replacen("name: billing", "name: payments", 1)
}

#[test]
fn a_file_that_may_not_be_written_is_said() {
    let folder = folder();
    let plan = folder.path().join("plan.yaml");
    let mut rights = fs::metadata(&plan).expect("a plan").permissions();
    rights.set_readonly(true);
    fs::set_permissions(&plan, rights).expect("new rights");
    let mut terminal = Terminal::open(&folder, &["plan.yaml"]);
    terminal.wait_for("billing");
    terminal.press("j]s");
    terminal.wait_for("is read-only");
    terminal.wait_for("* not saved");
    terminal.press("qd");
    terminal.ends();
    assert_eq!(plan_in(&folder), LANDSCAPE);
}

#[test]
fn a_full_disk_leaves_file_and_work_as_they_are() {
    let folder = folder();
    let limited = format!(
        "ulimit -f 1; exec {} plan.yaml",
        env!("CARGO_BIN_EXE_trellis")
    );
    let mut terminal = Terminal::start(folder.path(), "/bin/sh", &["-c", &limited], &[]);
    terminal.wait_for("billing");
    terminal.press("j]");
    terminal.wait_for("what is not saved can't be kept either");
    terminal.press("s");
    terminal.wait_for("not saved: ");
    terminal.wait_for("File too large");
    terminal.press("q");
    terminal.wait_for("quit without saving");
    terminal.press("d");
    terminal.ends();
    assert_eq!(plan_in(&folder), LANDSCAPE);
    assert_eq!(kept_in(&folder), 0);
    let left = fs::read_dir(folder.path()).expect("a folder");
    let left: Vec<_> = left.map(|it| it.expect("an entry").file_name()).collect();
    assert!(
        !left.iter().any(|it| it.to_string_lossy().contains(".tmp")),
        "{left:?}"
    );
}

#[test]
fn a_file_that_others_change_is_read_again() {
    let folder = folder();
    let plan = folder.path().join("plan.yaml");
    let mut terminal = Terminal::open(&folder, &["plan.yaml"]);
    terminal.wait_for("billing");
    fs::write(&plan, theirs()).expect("a plan");
    terminal.press(FOCUS);
    terminal.wait_for("plan.yaml was changed outside, and is read again");
    terminal.wait_for("payments");
    // A file that only looks different is the same.
    fs::write(&plan, theirs()).expect("a plan");
    terminal.press("j]");
    terminal.wait_for("* not saved");
    fs::write(&plan, LANDSCAPE).expect("a plan");
    terminal.press(FOCUS);
    terminal.wait_for("plan.yaml was changed outside; saving asks");
    terminal.press("s");
    terminal.wait_for("w  write the plan here");
    terminal.press("w");
    terminal.wait_for("your changes are in plan-mine.yaml");
    terminal.wait_for("billing");
    terminal.press("q");
    terminal.ends();
    assert_eq!(plan_in(&folder), LANDSCAPE);
    let mine = fs::read_to_string(folder.path().join("plan-mine.yaml")).expect("a plan");
    assert!(mine.contains("payments"), "{mine}");
    assert_eq!(kept_in(&folder), 0);
}

#[test]
fn what_two_have_changed_is_merged() {
    let folder = folder();
    let plan = folder.path().join("plan.yaml");
    let mut terminal = Terminal::open(&folder, &["plan.yaml"]);
    terminal.wait_for("billing");
    terminal.press("j]");
    terminal.wait_for("* not saved");
    fs::write(&plan, theirs()).expect("a plan");
    terminal.press("s");
    terminal.wait_for("m  merge");
    terminal.press("m");
    terminal.wait_for("one change of yours on plan.yaml as it is now");
    terminal.wait_for("payments");
    terminal.press("s");
    terminal.wait_for("saved plan.yaml");
    let both = theirs().replacen("v6: /40", "v6: /44", 1);
    assert_eq!(plan_in(&folder), both);
    terminal.press("q");
    terminal.ends();
    assert_eq!(kept_in(&folder), 0);
}

#[test]
fn a_file_that_others_delete_is_made_anew() {
    let folder = folder();
    let plan = folder.path().join("plan.yaml");
    let mut terminal = Terminal::open(&folder, &["plan.yaml"]);
    terminal.wait_for("billing");
    fs::remove_file(&plan).expect("a plan");
    terminal.press(FOCUS);
    terminal.wait_for("plan.yaml is gone; saving makes it anew");
    terminal.press("q");
    terminal.wait_for("nowhere but here");
    terminal.press("s");
    terminal.ends();
    assert_eq!(plan_in(&folder), LANDSCAPE);
    assert_eq!(kept_in(&folder), 0);
}
