//! From opening to leaving.

use super::{Terminal, folder, kept_in, plan_in};
use crate::cli::LANDSCAPE;

#[test]
fn edit_save_quit() {
    let folder = folder();
    let mut terminal = Terminal::open(&folder, &["plan.yaml"]);
    terminal.wait_for("billing");
    terminal.press("jjjjj\r\x15v6fromNode/100\r");
    terminal.wait_for("pods of billing: v6fromNode/100");
    terminal.press("s");
    terminal.wait_for("saved plan.yaml");
    terminal.press("q");
    terminal.ends();
    let text = plan_in(&folder);
    let changed: Vec<(&str, &str)> = LANDSCAPE
        .lines()
        .zip(text.lines())
        .filter(|(old, new)| old != new)
        .collect();
    assert_eq!(LANDSCAPE.lines().count(), text.lines().count());
    assert_eq!(
        changed,
        [(
            "                pods: v6fromNode/96",
            "                pods: v6fromNode/100"
        )]
    );
}

#[test]
fn quitting_asks_and_keeps_the_file() {
    let folder = folder();
    let mut terminal = Terminal::open(&folder, &["plan.yaml"]);
    terminal.wait_for("billing");
    terminal.press("j]q");
    terminal.wait_for("quit without saving");
    terminal.press("d");
    terminal.ends();
    assert_eq!(plan_in(&folder), LANDSCAPE);
    assert_eq!(kept_in(&folder), 0);
}

#[test]
fn ctrl_c_leaves_a_field_and_asks_before_it_leaves_work() {
    let folder = folder();
    let mut terminal = Terminal::open(&folder, &["plan.yaml"]);
    terminal.wait_for("billing");
    terminal.press("j]");
    terminal.wait_for("v6 of live: /40 to /44");
    terminal.press("rlonger");
    terminal.wait_for("livelonger");
    terminal.press("\x03");
    terminal.wait_until("the field left", |it| !it.contents().contains("livelonger"));
    terminal.press("\x03");
    terminal.wait_for("quit without saving");
    terminal.press("\x03");
    terminal.wait_until("stayed", |it| !it.contents().contains("quit without"));
    terminal.press("s");
    terminal.wait_for("saved plan.yaml");
    terminal.press("\x03");
    terminal.ends();
    assert_eq!(
        plan_in(&folder),
        LANDSCAPE.replacen("v6: /40", "v6: /44", 1)
    );
}

#[test]
fn a_new_size_is_drawn() {
    let folder = folder();
    let mut terminal = Terminal::open(&folder, &["plan.yaml"]);
    terminal.wait_for("billing");
    for (columns, rows) in [(80, 24), (40, 12), (200, 50), (1, 1), (120, 36)] {
        terminal.resize(columns, rows);
        let line = |terminal: &Terminal, row: u16| {
            let mut lines = terminal.screen.screen().rows(0, columns);
            lines.nth(usize::from(row)).unwrap_or_default()
        };
        terminal.wait_until("drawn", |it| {
            let top = line(it, 0);
            let bottom = line(it, rows - 1);
            columns == 1 || top.starts_with(" trellis") && bottom.contains("help")
        });
    }
    terminal.press("q");
    terminal.ends();
}

#[test]
fn a_dumb_terminal_gets_what_show_prints() {
    let folder = folder();
    let program = env!("CARGO_BIN_EXE_trellis");
    let dumb = [("TERM", "dumb")];
    let terminal = Terminal::start(folder.path(), program, &["plan.yaml"], &dumb);
    let (status, shown) = terminal.ends_somehow();
    assert!(status.success());
    assert!(shown.contains("advice in plan.yaml"), "{shown}");
}

#[test]
fn a_border_is_dragged_with_the_mouse() {
    let folder = folder();
    let mut terminal = Terminal::open(&folder, &["plan.yaml"]);
    terminal.wait_for("billing");
    terminal.press("j");
    terminal.wait_for("b live /40");
    // The letters of the borders stand below the digits: `b` of the second level, at /40.
    let contents = terminal.contents();
    let mut lines = contents.lines();
    let above = lines.position(|line| line.contains("2001:0db8:1000:0000"));
    let row = above.expect("a ruler") + 1;
    let line = contents.lines().nth(row).expect("a line of borders");
    let (before, _) = line.rsplit_once("ab ").expect("two borders");
    let column = before.chars().count() + 1;
    // Columns and rows of a mouse are told from 1 (xterm, control sequences, SGR mouse mode 1006).
    let at = |column: usize| format!("{};{}", column + 1, row + 1);
    let (from, to) = (at(column), at(column + 1));
    terminal.press(&format!("\x1b[<0;{from}M\x1b[<32;{to}M"));
    terminal.wait_for("b live /44");
    terminal.press(&format!("\x1b[<0;{to}m"));
    terminal.wait_for("* not saved");
    terminal.press("s");
    terminal.wait_for("saved plan.yaml");
    assert_eq!(
        plan_in(&folder),
        LANDSCAPE.replacen("v6: /40", "v6: /44", 1)
    );
    terminal.press("q");
    terminal.ends();
}
