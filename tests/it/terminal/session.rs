//! It opens where someone left.

use std::fs;

use super::{Terminal, folder};
use crate::cli::LANDSCAPE;

fn session_in(folder: &tempfile::TempDir) -> std::path::PathBuf {
    let sessions = folder.path().join(".local/state/trellis/session");
    let mut entries = fs::read_dir(sessions).expect("a folder");
    entries.next().expect("a session").expect("an entry").path()
}

fn is_at_the_pods(terminal: &Terminal) -> bool {
    let contents = terminal.contents();
    let selected = contents.lines().find(|line| line.starts_with("│›"));
    selected.is_some_and(|line| line.contains(" pods "))
}

#[test]
fn it_opens_where_it_was_left() {
    let folder = folder();
    let mut terminal = Terminal::open(&folder, &["plan.yaml"]);
    terminal.wait_for("legacy");
    // The VPC `old` is folded, and the pods of `billing` are selected.
    terminal.press("jjjjjjjjjhkkkk");
    terminal.wait_until("at the pods", is_at_the_pods);
    terminal.press("q");
    terminal.ends();
    let mut terminal = Terminal::open(&folder, &["plan.yaml"]);
    terminal.wait_until("at the pods", is_at_the_pods);
    assert!(!terminal.contents().contains("legacy   "));
    terminal.press("q");
    terminal.ends();
    // A session that is broken, or that speaks of what is gone, is passed over.
    let file = session_in(&folder);
    let whole = fs::read_to_string(&file).expect("a session");
    for text in [
        "",
        "{",
        "[]",
        &whole[..whole.len() / 2],
        &whole.replace("\"version\":1", "\"version\":2"),
    ] {
        fs::write(&file, text).expect("a session");
        let mut terminal = Terminal::open(&folder, &["plan.yaml"]);
        terminal.wait_for("legacy   ");
        assert!(!is_at_the_pods(&terminal), "{text}");
        terminal.press("q");
        terminal.ends();
    }
}

#[test]
fn without_an_argument_it_opens_the_plan_of_the_folder_or_the_example() {
    let folder = folder();
    let mut terminal = Terminal::open(&folder, &[]);
    terminal.wait_for("built-in example");
    terminal.press("q");
    terminal.ends();
    fs::write(folder.path().join("trellis.yaml"), LANDSCAPE).expect("a plan");
    let mut terminal = Terminal::open(&folder, &[]);
    terminal.wait_for("trellis trellis.yaml");
    terminal.press("q");
    terminal.ends();
}

#[test]
fn frames_come_whole_and_copies_go_through_the_terminal() {
    let folder = folder();
    let mut terminal = Terminal::open(&folder, &["plan.yaml"]);
    terminal.wait_for("billing");
    terminal.press("Y");
    terminal.wait_for("sent to the clipboard");
    // `eu10` in base64, as OSC 52 has it.
    let copied = b"\x1b]52;c;ZXUxMA==";
    terminal.wait_until("it is copied", |terminal| {
        terminal
            .bytes
            .windows(copied.len())
            .any(|part| part == copied)
    });
    let begun = b"\x1b[?2026h";
    let frames = terminal.bytes.windows(begun.len());
    let frames = frames.filter(|part| part == begun).count();
    assert!(frames >= 2, "{frames} frames");
    terminal.press("q");
    // This mode is off at the end, as every other is.
    terminal.ends();
}
