//! More than anyone types.

use super::{Terminal, folder, plan_in};
use crate::cli::LANDSCAPE;

#[test]
fn a_paste_of_a_megabyte_is_cut_and_said() {
    const MEGABYTE: usize = 1 << 20;
    let folder = folder();
    let mut terminal = Terminal::open(&folder, &["plan.yaml"]);
    terminal.wait_for("billing");
    let paste = format!("\x1b[200~{}\x1b[201~", "q".repeat(MEGABYTE));
    terminal.press(&paste);
    terminal.wait_for("a paste goes into a field");
    terminal.press("r\x15");
    terminal.press(&paste);
    // The field was empty: 4,096 characters went in.
    terminal.wait_for("a field takes 4,096 characters at most; 1,044,480 are left out");
    terminal.press("\x1b");
    terminal.wait_until("left", |it| !it.contents().contains("qqq"));
    terminal.press("q");
    terminal.ends();
    assert_eq!(plan_in(&folder), LANDSCAPE);
}

/// A terminal that does not mark pastes sends them as keys.
#[test]
fn a_storm_of_keys_ends() {
    let folder = folder();
    let mut terminal = Terminal::open(&folder, &["plan.yaml"]);
    terminal.wait_for("billing");
    // More than is read at once; only the last key leaves the field.
    terminal.press(&format!("r{}\x03", "y".repeat(1_500)));
    terminal.wait_for("yyy");
    terminal.wait_until("left", |it| !it.contents().contains("yyy"));
    terminal.press(&format!("{}q", "jk".repeat(600)));
    terminal.ends();
    assert_eq!(plan_in(&folder), LANDSCAPE);
}
