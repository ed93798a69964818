//! A real terminal, of the kind that the kernel gives: what is drawn, what is written, and what is left behind.

mod files;
mod journal;
mod journey;
mod paste;
mod session;
mod signals;
mod start;

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

use crate::cli::LANDSCAPE;

/// After so long what has not come will not come.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often something is looked at that does not tell by itself.
const SOON: Duration = Duration::from_millis(5);

/// A folder with a plan.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("plan.yaml"), LANDSCAPE).expect("a plan");
    folder
}

fn plan_in(folder: &tempfile::TempDir) -> String {
    fs::read_to_string(folder.path().join("plan.yaml")).expect("a plan")
}

/// How many plans' unsaved work is kept.
fn kept_in(folder: &tempfile::TempDir) -> usize {
    let kept = folder.path().join(".local/state/trellis/unsaved");
    let Ok(entries) = fs::read_dir(kept) else {
        return 0;
    };
    let names = entries.map(|entry| entry.expect("an entry").path());
    names.filter(|path| path.extension().is_some()).count()
}

/// The program in a terminal of its own.
struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn std::io::Write + Send>,
    output: Receiver<Vec<u8>>,
    bytes: Vec<u8>,
    screen: vt100::Parser,
    /// How the terminal was set before the program was there.
    before: String,
}

impl Terminal {
    fn open(folder: &tempfile::TempDir, args: &[&str]) -> Self {
        let program = env!("CARGO_BIN_EXE_trellis");
        Self::start(folder.path(), program, args, &[])
    }

    fn start(folder: &Path, program: &str, args: &[&str], variables: &[(&str, &str)]) -> Self {
        let size = size(120, 36);
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.cwd(folder);
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        // This terminal answers nothing that it is asked.
        command.env("COLORFGBG", "15;0");
        command.env("HOME", folder);
        for (name, value) in variables {
            command.env(name, value);
        }
        let before = settings(pair.master.as_ref());
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
            child,
            keys: pair.master.take_writer().expect("a writer"),
            master: pair.master,
            output,
            bytes: Vec::new(),
            screen: vt100::Parser::new(size.rows, size.cols, 0),
            before,
        }
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).expect("it listens");
        self.keys.flush().expect("it listens");
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        self.screen.screen_mut().set_size(rows, columns);
        self.master.resize(size(columns, rows)).expect("a new size");
    }

    fn pid(&self) -> u32 {
        self.child.process_id().expect("a process")
    }

    fn signal(&self, name: &str) {
        let killed = std::process::Command::new("kill")
            .args([&format!("-{name}"), &self.pid().to_string()])
            .status();
        assert!(killed.expect("kill runs").success());
    }

    fn contents(&self) -> String {
        self.screen.screen().contents()
    }

    /// Reads what is drawn until the screen says something.
    #[track_caller]
    fn wait_for(&mut self, text: &str) {
        self.wait_until(&format!("`{text}`"), |terminal| {
            terminal.contents().contains(text)
        });
    }

    /// Reads what is drawn until something is so.
    #[track_caller]
    fn wait_until(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !is_so(self) {
            let gone = self.take_output(SOON).is_err() && !is_so(self);
            assert!(
                !gone && Instant::now() < end,
                "never {what} in\n{}",
                self.contents()
            );
        }
    }

    /// Takes what is drawn within some time; fails once nothing can come any more.
    fn take_output(&mut self, within: Duration) -> Result<(), RecvTimeoutError> {
        match self.output.recv_timeout(within) {
            Ok(bytes) => {
                self.screen.process(&bytes);
                self.bytes.extend(bytes);
                Ok(())
            }
            Err(RecvTimeoutError::Timeout) => Ok(()),
            Err(gone) => Err(gone),
        }
    }

    /// Waits for a good end, and looks at what is left behind.
    #[track_caller]
    fn ends(self) {
        let (status, _) = self.ends_somehow();
        assert!(status.success(), "{status:?}");
    }

    /// Waits for the end, and looks at what is left behind; gives what stands in the terminal then.
    #[track_caller]
    fn ends_somehow(mut self) -> (ExitStatus, String) {
        let end = Instant::now() + PATIENCE;
        while self.take_output(SOON).is_ok() {
            assert!(Instant::now() < end, "it goes on:\n{}", self.contents());
        }
        let status = self.child.wait().expect("it ends");
        self.is_given_back();
        (status, self.contents())
    }

    /// The modes that are on, by their numbers.
    fn modes(&self) -> Vec<u16> {
        let text = String::from_utf8_lossy(&self.bytes);
        let mut on: Vec<u16> = Vec::new();
        for rest in text.split("\u{1b}[?").skip(1) {
            let end = rest.find(|char: char| !char.is_ascii_digit() && char != ';');
            let Some((numbers, rest)) = end.map(|end| rest.split_at(end)) else {
                continue;
            };
            for number in numbers.split(';').filter_map(|it| it.parse().ok()) {
                on.retain(|&other| other != number);
                if rest.starts_with('h') {
                    on.push(number);
                }
            }
        }
        on.sort_unstable();
        on
    }

    /// Nothing is on but the cursor, and the terminal is set as it was.
    #[track_caller]
    fn is_given_back(&self) {
        const CURSOR: u16 = 25;
        let taken = self.bytes.windows(8).any(|it| it == b"\x1b[?1049h");
        let modes = self.modes();
        assert_eq!(modes, if taken { vec![CURSOR] } else { Vec::new() });
        assert_eq!(settings(self.master.as_ref()), self.before);
    }

    /// The screen has the terminal.
    fn is_taken(&self) -> bool {
        const ALTERNATE: u16 = 1049;
        self.modes().contains(&ALTERNATE) && settings(self.master.as_ref()) != self.before
    }
}

const fn size(cols: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

/// How the terminal is set: echo, line mode, special characters.
fn settings(master: &dyn MasterPty) -> String {
    let settings = master.get_termios().expect("the terminal tells");
    format!("{settings:?}")
}

/// Waits for something that does not tell by itself.
#[track_caller]
fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < end, "never {what}");
        thread::sleep(SOON);
    }
}
