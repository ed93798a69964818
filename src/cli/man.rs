//! `trellis man`: manual pages, made from the same definition as the arguments.

use std::path::{Path, PathBuf};

use clap::Command;
use clap_mangen::Man;

use super::Outcome;
use super::console::Console;
use super::failure::Failure;
use super::file::{called, create};

/// Print the manual page, of the program or of one command
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A command, such as check
    command: Option<String>,
    /// Write all pages into this folder instead: trellis.1, trellis-check.1, …
    #[arg(short, long, value_name = "DIR", conflicts_with = "command")]
    output: Option<PathBuf>,
}

/// Prints a page, or writes all of them.
pub(super) fn run(args: &Args, console: &Console) -> Result<Outcome, Failure> {
    let mut program = super::command().disable_help_subcommand(true);
    program.build();
    if let Some(folder) = &args.output {
        return write(folder, &program);
    }
    let command = match &args.command {
        None => &program,
        Some(name) => program
            .find_subcommand(name)
            .ok_or_else(|| Failure::NoCommand {
                name: name.clone(),
                near: super::nearest_command(name),
            })?,
    };
    console.print(&page(command)?)?;
    Ok(Outcome::Fine)
}

fn write(folder: &Path, program: &Command) -> Result<Outcome, Failure> {
    std::fs::create_dir_all(folder).map_err(|source| Failure::Write {
        file: called(folder),
        source,
    })?;
    for command in std::iter::once(program).chain(program.get_subcommands()) {
        let name = command.get_display_name().unwrap_or(command.get_name());
        create(&folder.join(format!("{name}.1")), &page(command)?)?;
    }
    Ok(Outcome::Fine)
}

fn page(command: &Command) -> Result<String, Failure> {
    let mut page = Vec::new();
    Man::new(command.clone())
        .section("1")
        .source(concat!("trellis ", env!("CARGO_PKG_VERSION")))
        .manual("trellis")
        .render(&mut page)
        .map_err(Failure::of_output)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}
