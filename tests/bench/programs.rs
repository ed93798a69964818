//! Whole processes: how soon the first frame is there, and how fast a stream flows.

use std::io::Write as _;
use std::process::{Command, Stdio};

use ipnet::Ipv6Net;

use crate::{Measured, least};

const PROGRAM: &str = env!("CARGO_BIN_EXE_trellis");
/// What this program does as the other side of a comparison.
pub(crate) const LINE: &str = "one-line";
pub(crate) const SUBNETS: &str = "subnets";
const STREAMED: (&str, &str) = ("2001:db0::/28", "48");

/// All of it.
pub(crate) fn rows() -> Vec<Measured> {
    let own = std::env::current_exe().expect("the program's own path");
    let own = own.to_string_lossy().into_owned();
    let frame = least(20, || run(PROGRAM, &["--print", "120x36"]));
    let line = least(20, || run(&own, &[LINE]));
    let ours = least(5, || run(PROGRAM, &["split", STREAMED.0, STREAMED.1]));
    let plain = least(5, || run(&own, &[SUBNETS]));
    vec![
        Measured::new(
            "start to the first frame ÷ a program that prints one line",
            frame,
            line,
            None,
        ),
        Measured::new(
            "2^20 blocks of a /28 into a pipe ÷ a loop over ipnet's subnets",
            ours,
            plain,
            None,
        ),
    ]
}

/// Runs a program and reads what it writes through a pipe.
fn run(program: &str, args: &[&str]) -> usize {
    let child = Command::new(program)
        .args(args)
        .env("TRELLIS_CONFIG", "/nonexistent")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    child.wait_with_output().expect("it ends").stdout.len()
}

/// The plain loop.
pub(crate) fn subnets() {
    let net: Ipv6Net = STREAMED.0.parse().expect("a prefix");
    let length = STREAMED.1.parse().expect("a length");
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for subnet in net.subnets(length).expect("a longer length") {
        if writeln!(out, "{subnet}").is_err() {
            return;
        }
    }
}
