//! The real program: arguments and files in; standard output, standard error and exit code out.

mod allow;
mod bad_input;
mod check;
mod compare;
mod config;
mod explain;
mod export;
mod fix;
mod import;
mod killed;
mod locate;
mod manifests;
mod pin;
mod profiles;
mod reshape;
mod set;
mod show;
mod start;
mod suggest;
mod take;
mod templates;
mod terminal;
mod toolbox;
mod tour;
mod variant;
mod worked;

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// What the program made of it.
#[derive(Debug, PartialEq, Eq)]
struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Run {
    fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
        Self {
            code: output.status.code().expect("it ends by itself"),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// A folder of its own, in which the program runs.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).expect("a file");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a file")
    }

    /// The program with nothing of our environment.
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_trellis"));
        command
            .args(args)
            .current_dir(self.0.path())
            .env_clear()
            .env("LANG", "C.UTF-8")
            .env("TRELLIS_CONFIG", self.path("config"))
            .stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Run {
        Run::of(self.command(args).output().expect("it starts"))
    }

    fn run_with(&self, args: &[&str], input: &str) -> Run {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        // What refuses its arguments reads nothing.
        drop(stdin.write_all(input.as_bytes()));
        drop(stdin);
        Run::of(child.wait_with_output().expect("it ends"))
    }
}

/// The program on one file.
#[track_caller]
fn run_on(text: &str, args: &[&str]) -> Run {
    let folder = Folder::new();
    folder.write("plan.yaml", text);
    folder.run(args)
}

/// The plan of DESIGN 3, which is built in.
pub(crate) const LANDSCAPE: &str = include_str!("../../assets/plans/landscape.yaml");
