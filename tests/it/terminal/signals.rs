//! Signals, and a terminal that goes away: it is given back, and unsaved work is kept.

use std::fs;

use super::{Terminal, folder, kept_in, plan_in, wait_until};
use crate::cli::LANDSCAPE;

#[test]
fn unsaved_work_survives_a_signal() {
    for signal in ["TERM", "HUP", "INT", "QUIT"] {
        let folder = folder();
        let mut terminal = Terminal::open(&folder, &["plan.yaml"]);
        terminal.wait_for("billing");
        terminal.press("j]");
        terminal.wait_for("v6 of live: /40 to /44");
        terminal.signal(signal);
        terminal.ends();
        assert_eq!(plan_in(&folder), LANDSCAPE, "{signal}");
        assert_eq!(kept_in(&folder), 1, "{signal}");
    }
}

#[test]
fn unsaved_work_survives_a_terminal_that_is_closed() {
    let folder = folder();
    let mut terminal = Terminal::open(&folder, &["plan.yaml"]);
    terminal.wait_for("billing");
    terminal.press("j]");
    terminal.wait_for("v6 of live: /40 to /44");
    let Terminal {
        mut child,
        master,
        keys,
        output,
        ..
    } = terminal;
    drop((master, keys));
    // The reader holds the terminal too, until it reads something that nobody takes.
    drop(output);
    let pid = child.process_id().expect("a process").to_string();
    let killed = std::process::Command::new("kill")
        .args(["-HUP", &pid])
        .status();
    assert!(killed.expect("kill runs").success());
    child.wait().expect("it ends");
    assert_eq!(plan_in(&folder), LANDSCAPE);
    assert_eq!(kept_in(&folder), 1);
}

/// How the kernel says that a process stands.
fn state(terminal: &Terminal) -> Option<char> {
    let stat = fs::read_to_string(format!("/proc/{}/stat", terminal.pid())).ok()?;
    stat.rsplit_once(") ")?.1.chars().next()
}

#[cfg(target_os = "linux")]
#[test]
fn a_stop_signal_gives_the_terminal_back_for_as_long() {
    let folder = folder();
    let mut terminal = Terminal::open(&folder, &["plan.yaml"]);
    terminal.wait_for("billing");
    terminal.press("j]");
    terminal.wait_for("v6 of live: /40 to /44");
    for _ in 0..2 {
        terminal.signal("TSTP");
        terminal.wait_until("stopped", |it| state(it) == Some('T'));
        terminal.wait_until("given back", |it| !it.modes().contains(&1049));
        terminal.is_given_back();
        // Someone may pull the plug now.
        assert_eq!(kept_in(&folder), 1);
        terminal.signal("CONT");
        terminal.wait_until("taken again", Terminal::is_taken);
        terminal.wait_for("billing");
    }
    terminal.press("u");
    terminal.wait_for("undid");
    terminal.press("q");
    terminal.ends();
}

#[cfg(target_os = "linux")]
#[test]
fn after_a_stop_that_cannot_be_seen_the_terminal_is_taken_again() {
    let folder = folder();
    let mut terminal = Terminal::open(&folder, &["plan.yaml"]);
    terminal.wait_for("billing");
    let taken = |terminal: &Terminal| {
        let text = String::from_utf8_lossy(&terminal.bytes).into_owned();
        text.matches("\u{1b}[?1049h").count()
    };
    terminal.signal("STOP");
    terminal.wait_until("stopped", |it| state(it) == Some('T'));
    assert_eq!(taken(&terminal), 1);
    terminal.signal("CONT");
    terminal.wait_until("taken again", |it| taken(it) == 2);
    terminal.wait_for("billing");
    terminal.press("q");
    terminal.ends();
}

#[test]
fn ctrl_z_takes_back_and_does_not_stop() {
    let folder = folder();
    let mut terminal = Terminal::open(&folder, &["plan.yaml"]);
    terminal.wait_for("billing");
    terminal.press("j]\x1a");
    terminal.wait_for("undid v6 of live: /40 to /44");
    terminal.press("q");
    terminal.ends();
}

#[cfg(debug_assertions)]
#[test]
fn an_error_of_the_program_gives_the_terminal_back_and_keeps_work() {
    let folder = folder();
    let program = env!("CARGO_BIN_EXE_trellis");
    let panic = [("TRELLIS_PANIC", "f1")];
    let mut terminal = Terminal::start(folder.path(), program, &["plan.yaml"], &panic);
    terminal.wait_for("billing");
    terminal.press("j]\x1bOP");
    let (status, shown) = terminal.ends_somehow();
    assert_eq!(status.exit_code(), 101);
    assert!(shown.contains("panicked"), "{shown}");
    assert!(shown.contains("offered at the next start"), "{shown}");
    assert_eq!(plan_in(&folder), LANDSCAPE);
    wait_until("kept", || kept_in(&folder) == 1);
    let mut terminal = Terminal::open(&folder, &["plan.yaml"]);
    terminal.wait_for("changes that were not saved");
    terminal.press("\rs");
    terminal.wait_for("saved plan.yaml");
    terminal.press("q");
    terminal.ends();
    assert_eq!(
        plan_in(&folder),
        LANDSCAPE.replacen("v6: /40", "v6: /44", 1)
    );
    assert_eq!(kept_in(&folder), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_command_suspends_and_a_shell_goes_on() {
    let folder = folder();
    let mut terminal = Terminal::open(&folder, &["plan.yaml"]);
    terminal.wait_for("billing");
    terminal.press("Z");
    wait_until("it stands still", || state(&terminal) == Some('T'));
    terminal.signal("CONT");
    terminal.wait_for("billing");
    terminal.press("q");
    terminal.ends();
}
