//! A real terminal, of the kind that the kernel gives: what is drawn, what is written, and what is left behind.

use std::fs;
use std::io::{Read as _, Write as _};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::cli::LANDSCAPE;

/// The program in a terminal of its own.
struct Terminal {
    folder: tempfile::TempDir,
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn std::io::Write + Send>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
}

impl Terminal {
    fn open(args: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("plan.yaml"), LANDSCAPE).expect("a plan");
        let size = PtySize {
            rows: 36,
            cols: 120,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_trellis"));
        command.args(args);
        command.cwd(folder.path());
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("HOME", folder.path());
        let child = pair.slave.spawn_command(command).expect("it starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..read].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self {
            folder,
            child,
            keys: pair.master.take_writer().expect("a writer"),
            master: pair.master,
            output,
            screen: vt100::Parser::new(36, 120, 0),
        }
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).expect("it listens");
        self.keys.flush().expect("it listens");
    }

    /// Reads what is drawn until the screen says something.
    #[track_caller]
    fn wait_for(&mut self, text: &str) {
        let end = Instant::now() + Duration::from_secs(20);
        while !self.screen.screen().contents().contains(text) {
            let left = end.saturating_duration_since(Instant::now());
            let Ok(bytes) = self.output.recv_timeout(left) else {
                panic!("no `{text}` in\n{}", self.screen.screen().contents());
            };
            self.screen.process(&bytes);
        }
    }

    /// Waits for the end, and looks at what is left behind.
    #[track_caller]
    fn ends(mut self) -> tempfile::TempDir {
        let status = self.child.wait().expect("it ends");
        assert!(status.success(), "{status:?}");
        // Nothing comes after the end but what is on its way already.
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(200)) {
            self.screen.process(&bytes);
        }
        let screen = self.screen.screen();
        assert!(!screen.alternate_screen(), "alternate screen");
        assert!(!screen.bracketed_paste(), "bracketed paste");
        assert!(!screen.hide_cursor(), "hidden cursor");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        drop(self.master);
        self.folder
    }
}

#[test]
fn edit_save_quit() {
    let mut terminal = Terminal::open(&["plan.yaml"]);
    terminal.wait_for("billing");
    terminal.press("jjjjj\r\x15v6fromNode/100\r");
    terminal.wait_for("pods of billing: v6fromNode/100");
    terminal.press("s");
    terminal.wait_for("saved plan.yaml");
    terminal.press("q");
    let folder = terminal.ends();
    let text = fs::read_to_string(folder.path().join("plan.yaml")).expect("a plan");
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
fn unsaved_work_survives_a_signal() {
    let mut terminal = Terminal::open(&["plan.yaml"]);
    terminal.wait_for("billing");
    terminal.press("j]");
    terminal.wait_for("v6 of live: /40 to /44");
    let pid = terminal.child.process_id().expect("a process").to_string();
    let killed = std::process::Command::new("kill")
        .args(["-TERM", &pid])
        .status();
    assert!(killed.expect("kill runs").success());
    let folder = terminal.ends();
    let text = fs::read_to_string(folder.path().join("plan.yaml")).expect("a plan");
    assert_eq!(text, LANDSCAPE);
    let kept = folder.path().join(".local/state/trellis/unsaved");
    assert_eq!(fs::read_dir(kept).expect("it is kept").count(), 1);
}

#[test]
fn quitting_asks_and_keeps_the_file() {
    let mut terminal = Terminal::open(&["plan.yaml"]);
    terminal.wait_for("billing");
    terminal.press("j]q");
    terminal.wait_for("quit without saving");
    terminal.press("d");
    let folder = terminal.ends();
    let text = fs::read_to_string(folder.path().join("plan.yaml")).expect("a plan");
    assert_eq!(text, LANDSCAPE);
    let kept = folder.path().join(".local/state/trellis/unsaved");
    assert_eq!(fs::read_dir(kept).map_or(0, Iterator::count), 0);
}
