//! `trellis tour` without a terminal.

use std::fs;

use super::{Folder, Run};
use trellis::tui::tour::STEPS;

#[test]
fn its_text_is_printed_and_a_walk_is_drawn() {
    let folder = Folder::new();
    let text = folder.run(&["tour"]);
    assert_eq!((text.code, text.err.as_str()), (0, ""));
    for (at, step) in STEPS.iter().enumerate() {
        assert!(text.out.contains(&format!("{}. {}\n", at + 1, step.title)));
    }
    assert!(
        text.out.contains("→ ⏎, type +prefix/80, ⏎.\n"),
        "{}",
        text.out
    );
    let keys = "jjj<enter>+prefix/80<enter>";
    let run = folder.run(&["tour", "--print", "80x24", "--keys", keys]);
    assert!(
        run.out.contains("tour, 3 of 11: sixteen bits"),
        "{}",
        run.out
    );
    // With other keys the text names those.
    folder.write("keys.yaml", "undo: f7\n");
    fs::create_dir(folder.path("config")).expect("a folder");
    fs::rename(folder.path("keys.yaml"), folder.path("config/keymap.yaml")).expect("it moves");
    let text = folder.run(&["tour"]).out;
    assert!(text.contains("→ f7 takes it back."), "{text}");
    let left: Vec<_> = fs::read_dir(folder.path("")).expect("a folder").collect();
    assert_eq!(left.len(), 1, "nothing is written: {left:?}");
}

#[test]
fn it_is_one_of_the_things_that_can_be_opened() {
    let folder = Folder::new();
    let mut command = folder.command(&["--start", "--print", "80x24", "--keys", "j<enter>jjj"]);
    let run = Run::of(
        command
            .env("HOME", folder.path(""))
            .output()
            .expect("it starts"),
    );
    assert!(run.out.contains("tour, 2 of 11"), "{}", run.out);
}
