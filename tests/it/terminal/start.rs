//! Plans that were open before are opened again from inside.

use std::fs;

use super::{Terminal, folder, kept_in, plan_in, wait_until};
use crate::cli::LANDSCAPE;

#[test]
fn plans_that_were_open_are_opened_again() {
    let folder = folder();
    let other = folder.path().join("other.yaml");
    fs::write(
        &other,
        "trellis: 1\nname: second\nblocks: [{name: alpha}]\n",
    )
    .expect("a plan");
    fs::write(folder.path().join("third.yaml"), LANDSCAPE).expect("a plan");
    for name in ["other.yaml", "third.yaml", "plan.yaml"] {
        let mut terminal = Terminal::open(&folder, &[name]);
        terminal.wait_for(&format!("trellis {name}"));
        terminal.press("jq");
        terminal.ends();
    }
    fs::remove_file(folder.path().join("third.yaml")).expect("it was there");
    let mut terminal = Terminal::open(&folder, &[]);
    terminal.wait_for("ctrl-o opens or begins a plan, T is a tour");
    terminal.press("\u{f}");
    terminal.wait_for("open again");
    let contents = terminal.contents();
    let at = |name: &str| {
        contents
            .find(name)
            .unwrap_or_else(|| panic!("{name}: {contents}"))
    };
    assert!(at("1 plan.yaml") < at("2 third.yaml") && at("third.yaml") < at("3 other.yaml"));
    assert!(contents.contains("is gone"), "{contents}");
    // What is gone is said to be, and another one can be chosen.
    terminal.press("2\r");
    terminal.wait_for("there is no file third.yaml");
    terminal.press("3\r");
    terminal.wait_for("trellis other.yaml");
    terminal.wait_for("opened other.yaml");
    terminal.press("ra\r");
    terminal.wait_for("not saved");
    wait_until("kept", || kept_in(&folder) == 1);
    // The last one is not among its own choices, and what is changed here is asked about.
    terminal.press("\u{f}");
    terminal.wait_for("1 plan.yaml");
    assert!(!terminal.contents().contains("other.yaml   "));
    terminal.press("\r");
    terminal.wait_for("save and open");
    terminal.press("s");
    terminal.wait_for("opened plan.yaml");
    wait_until("forgotten", || kept_in(&folder) == 0);
    terminal.press("q");
    terminal.ends();
    let written = fs::read_to_string(other).expect("a plan");
    assert!(written.contains("name: alphaa"), "{written}");
}

#[test]
fn a_plan_that_was_begun_and_named_is_known_and_kept() {
    let folder = folder();
    let mut terminal = Terminal::open(&folder, &["--start"]);
    terminal.wait_for("open a plan");
    terminal.press("8\r");
    terminal.wait_for("region (new plan)");
    terminal.press("s");
    terminal.wait_for("save as trellis.yaml");
    terminal.press("\u{15}mine.yaml\r");
    terminal.wait_for("saved mine.yaml");
    // What is changed from now on is kept as that plan's.
    terminal.press("rx\r");
    terminal.wait_for("not saved");
    wait_until("kept", || kept_in(&folder) == 1);
    terminal.signal("KILL");
    terminal.child.wait().expect("it ends");
    let mut terminal = Terminal::open(&folder, &["--start"]);
    terminal.wait_for("1 mine.yaml");
    terminal.press("1\r");
    terminal.wait_for("changes that were not saved");
    terminal.press("\r");
    terminal.wait_for("took up what was left unsaved");
    terminal.press("s");
    terminal.wait_for("saved mine.yaml");
    terminal.press("q");
    terminal.ends();
    assert_eq!(kept_in(&folder), 0);
}

#[test]
fn what_was_left_is_listed_once_and_what_is_open_elsewhere_is_not_left() {
    let folder = folder();
    let listed = || {
        let mut terminal = Terminal::open(&folder, &["--start"]);
        terminal.wait_for("open again");
        let contents = terminal.contents();
        terminal.press("qq");
        terminal.ends();
        contents
            .lines()
            .filter(|line| line.contains("plan.yaml"))
            .map(|line| line.contains("with work that was not saved"))
            .collect::<Vec<bool>>()
    };
    let mut first = Terminal::open(&folder, &["plan.yaml"]);
    first.wait_for("billing");
    first.press("j]");
    wait_until("kept", || kept_in(&folder) == 1);
    assert_eq!(listed(), [false], "someone is at it");
    first.signal("KILL");
    first.child.wait().expect("it ends");
    assert_eq!(listed(), [true], "nobody is");
}

#[test]
fn the_tour_leaves_nothing_behind() {
    let folder = folder();
    let mut terminal = Terminal::open(&folder, &["tour"]);
    terminal.wait_for("tour, 1 of 11");
    terminal.press("jjj\r+prefix/80\r");
    terminal.wait_for("tour, 3 of 11");
    terminal.press("q");
    terminal.ends();
    assert_eq!(kept_in(&folder), 0);
    let mut entries = fs::read_dir(folder.path()).expect("a folder");
    assert!(entries.all(|entry| entry.expect("an entry").file_name() == "plan.yaml"));
}

#[test]
fn work_on_a_plan_that_was_never_saved_is_found_from_anywhere() {
    let folder = folder();
    fs::create_dir(folder.path().join("elsewhere")).expect("a folder");
    let open = |place: &str, args: &[&str]| {
        let program = env!("CARGO_BIN_EXE_trellis");
        let home = folder.path().to_string_lossy().into_owned();
        Terminal::start(
            &folder.path().join(place),
            program,
            args,
            &[("HOME", &home)],
        )
    };
    let mut terminal = open(".", &["--start"]);
    terminal.wait_for("open a plan");
    terminal.press("8\r");
    terminal.wait_for("region (new plan)");
    terminal.press("rmine\r");
    wait_until("kept", || kept_in(&folder) == 1);
    terminal.signal("KILL");
    terminal.child.wait().expect("it ends");

    let mut terminal = open("elsewhere", &[]);
    terminal.wait_for("work on `region` was left and not saved; ctrl-o lists it");
    terminal.press("\u{f}");
    terminal.wait_for("1 region");
    terminal.wait_for("was never saved");
    terminal.press("1\r");
    terminal.wait_for("the plan `region`, which was never");
    terminal.press("\r");
    terminal.wait_for("took up what was left unsaved");
    terminal.wait_for("regionmine");
    terminal.press("s");
    terminal.wait_for("save as");
    terminal.press("\u{15}kept.yaml\r");
    terminal.wait_for("saved kept.yaml");
    terminal.press("q");
    terminal.ends();
    assert_eq!(kept_in(&folder), 0);
    let kept = fs::read_to_string(folder.path().join("elsewhere/kept.yaml")).expect("a plan");
    assert!(kept.contains("name: regionmine"), "{kept}");
}

#[test]
fn the_tour_goes_back_to_the_plan_from_which_it_was_begun() {
    let folder = folder();
    let mut terminal = Terminal::open(&folder, &["plan.yaml"]);
    terminal.wait_for("trellis plan.yaml");
    terminal.press("T");
    terminal.wait_for("tour, 1 of 11");
    terminal.press("jjj\r+prefix/80\r");
    terminal.wait_for("tour, 3 of 11");
    terminal.press("q");
    terminal.wait_for("opened plan.yaml");
    terminal.press("q");
    terminal.ends();
    assert_eq!(plan_in(&folder), LANDSCAPE);
}
