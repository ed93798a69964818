//! What survives the sudden end: it is offered again until someone has decided about it.

use super::{Terminal, folder, kept_in, plan_in, wait_until};
use crate::cli::LANDSCAPE;

/// Changes a border, and ends as if the plug had been pulled.
fn edit_and_die(folder: &tempfile::TempDir, keys: &str, says: &str) {
    let before = kept_in(folder);
    let mut terminal = Terminal::open(folder, &["plan.yaml"]);
    terminal.wait_for("billing");
    terminal.press(keys);
    terminal.wait_for(says);
    wait_until("kept", || kept_in(folder) == before + 1);
    terminal.signal("KILL");
    terminal.child.wait().expect("it ends");
}

#[test]
fn work_survives_the_sudden_end() {
    let folder = folder();
    edit_and_die(&folder, "j]", "v6 of live: /40 to /44");
    let mut terminal = Terminal::open(&folder, &["plan.yaml"]);
    terminal.wait_for("changes that were not saved");
    terminal.press("\r");
    terminal.wait_for("took up what was left unsaved");
    terminal.press("s");
    terminal.wait_for("saved plan.yaml");
    terminal.press("q");
    terminal.ends();
    assert_eq!(
        plan_in(&folder),
        LANDSCAPE.replacen("v6: /40", "v6: /44", 1)
    );
    assert_eq!(kept_in(&folder), 0);
}

#[test]
fn what_was_put_off_is_not_lost_to_new_work() {
    let folder = folder();
    edit_and_die(&folder, "j]", "v6 of live: /40 to /44");
    // What was selected is selected again.
    edit_and_die(&folder, "n}", "v6 of live: /40 to /41");
    for (answer, says) in [
        ("d", "is forgotten"),
        ("\r", "took up what was left unsaved"),
    ] {
        let mut terminal = Terminal::open(&folder, &["plan.yaml"]);
        terminal.wait_for("changes that were not saved");
        terminal.press(answer);
        terminal.wait_for(says);
        if answer == "\r" {
            terminal.press("s");
            terminal.wait_for("saved plan.yaml");
        }
        terminal.press("q");
        terminal.ends();
    }
    assert_eq!(
        plan_in(&folder),
        LANDSCAPE.replacen("v6: /40", "v6: /44", 1)
    );
    assert_eq!(kept_in(&folder), 0);
}

#[test]
fn what_is_taken_back_is_kept_no_more() {
    let folder = folder();
    let mut terminal = Terminal::open(&folder, &["plan.yaml"]);
    terminal.wait_for("billing");
    terminal.press("j]");
    wait_until("kept", || kept_in(&folder) == 1);
    terminal.press("u");
    wait_until("forgotten", || kept_in(&folder) == 0);
    terminal.press("q");
    terminal.ends();
}

#[test]
fn two_at_one_plan_are_told_and_keep_their_own_work() {
    let folder = folder();
    let mut first = Terminal::open(&folder, &["plan.yaml"]);
    first.wait_for("billing");
    assert!(!first.contents().contains("also open"));
    first.press("j]");
    wait_until("kept", || kept_in(&folder) == 1);
    // Another way to the same file.
    std::os::unix::fs::symlink("plan.yaml", folder.path().join("link.yaml")).expect("a link");
    let mut second = Terminal::open(&folder, &["link.yaml"]);
    second.wait_for(&format!(
        "link.yaml is also open in process {}",
        first.pid()
    ));
    assert!(!second.contents().contains("were not saved"));
    second.press("[");
    wait_until("kept", || kept_in(&folder) == 2);
    second.press("qd");
    second.ends();
    assert_eq!(kept_in(&folder), 1);
    // A lock whose holder is gone holds nobody.
    first.signal("KILL");
    first.child.wait().expect("it ends");
    let mut third = Terminal::open(&folder, &["plan.yaml"]);
    third.wait_for("changes that were not saved");
    assert!(!third.contents().contains("also open"));
    third.press("dq");
    third.ends();
    let open = folder.path().join(".local/state/trellis/open");
    assert_eq!(std::fs::read_dir(open).expect("a folder").count(), 0);
}

#[test]
fn what_a_killed_write_left_is_swept_once_no_write_can_still_go_on() {
    use std::fs::{self, File};
    use std::time::{Duration, SystemTime};

    let folder = folder();
    edit_and_die(&folder, "j]", "v6 of live: /40 to /44");
    let unsaved = folder.path().join(".local/state/trellis/unsaved");
    let [old, new] = [".tmpOLD", ".tmpNEW"].map(|name| unsaved.join(name));
    for file in [&old, &new] {
        fs::write(file, "{").expect("a file");
    }
    let day = SystemTime::now() - Duration::from_hours(24);
    let file = File::options().write(true).open(&old).expect("it is there");
    file.set_modified(day).expect("a time");
    let mut terminal = Terminal::open(&folder, &["plan.yaml"]);
    terminal.wait_for("changes that were not saved");
    assert!(!old.exists());
    // It may be someone's who is writing right now.
    assert!(new.exists());
    fs::remove_file(&new).expect("it is there");
    terminal.signal("TERM");
    terminal.ends();
    assert_eq!(kept_in(&folder), 1);
}
