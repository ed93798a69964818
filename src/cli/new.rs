//! `trellis new`: a plan to begin with.

use std::path::PathBuf;

use super::Outcome;
use super::console::Console;
use super::failure::{ArgumentError, Failure};
use super::file::{create, is_stdin};
use crate::document::{SYNTHETIC_MOST, synthetic};

/// Write a new plan
///
/// A file that is there is left alone.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file to make; - and nothing print it
    file: Option<PathBuf>,
    /// A made-up plan of that many shoots, to see how a large one goes
    #[arg(long, value_name = "N", required = true, value_parser = clap::value_parser!(u32).range(1..=i64::from(SYNTHETIC_MOST)))]
    synthetic: Option<u32>,
    /// What the made-up numbers come from: 1 to 16 hexadecimal digits; the same seed makes the same plan
    #[arg(long, value_name = "HEX", requires = "synthetic", default_value = "1", value_parser = seed)]
    seed: u64,
}

fn seed(text: &str) -> Result<u64, ArgumentError> {
    u64::from_str_radix(text, 16)
        .ok()
        .filter(|_| text.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .ok_or(ArgumentError::ManySeed)
}

/// Makes it.
pub(super) fn run(args: &Args, console: &Console) -> Result<Outcome, Failure> {
    let text = synthetic(args.synthetic.unwrap_or(1), args.seed);
    match args.file.as_deref().filter(|file| !is_stdin(file)) {
        None => console.print(&text)?,
        Some(file) => create(file, &text)?,
    }
    Ok(Outcome::Fine)
}
