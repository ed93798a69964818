//! `trellis schema`: what editors complete and check plan files with.

use super::Outcome;
use super::console::Console;
use super::failure::Failure;
use crate::report::schema::schema;

/// Print the JSON Schema of plan files (draft 2020-12), for editors
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

/// Prints it.
pub(super) fn run(_: &Args, console: &Console) -> Result<Outcome, Failure> {
    console.print(&schema())?;
    Ok(Outcome::Fine)
}
