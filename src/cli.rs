//! The command line: arguments, files, the environment, exit codes. What is said is the report's matter.

mod allow;
mod args;
mod change;
mod check;
mod compare;
mod completions;
mod config;
mod console;
mod explain;
mod export;
mod failure;
mod file;
mod free;
mod import;
mod locate;
mod man;
mod moved;
mod new;
mod pin;
mod reshape;
mod schema;
mod screen;
mod set;
mod show;
mod split;
mod stream;
mod suggest;
mod take;
mod tour;
mod variant;
mod version;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use args::today;
use config::Config;
use console::Console;
use failure::Failure;
use screen::First;

use crate::nearest::nearest;

/// An address planner for Gardener landscapes: where every prefix lands, what each level has, needs and keeps.
///
/// Without a command it opens the screen on a plan: PLAN, else trellis.yaml in this folder, else a built-in example.
/// Where there is no terminal it prints the plan and what has been found in it.
#[derive(Debug, Parser)]
#[command(
    name = "trellis",
    version,
    long_version = version::LONG.as_str(),
    args_conflicts_with_subcommands = true,
    after_help = "Exit codes: 0 fine, 1 findings, 2 usage, 3 could not read or write.\n\
                  Profiles of your own: providers/NAME.yaml in ~/.config/trellis, or in the folder that TRELLIS_CONFIG names."
)]
struct CommandLine {
    /// A plan; - is standard input
    plan: Option<PathBuf>,
    /// Begin with the plans that were open before, the example and the templates to choose from
    #[arg(long)]
    start: bool,
    /// Keys to play without a terminal, such as jj<enter>/48<enter>
    #[arg(long, requires = "print", allow_hyphen_values = true)]
    keys: Option<String>,
    /// Print the screen as text at a size, such as 120x36
    #[arg(long, value_name = "WxH", value_parser = args::size)]
    print: Option<(u16, u16)>,
    #[command(subcommand)]
    command: Option<Command>,
}

/// The registry of subcommands: one file each.
#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Args),
    Show(show::Args),
    Compare(compare::Args),
    Locate(locate::Args),
    Set(set::Args),
    Allow(allow::Args),
    Pin(pin::Args),
    Export(export::Args),
    Import(import::Args),
    Explain(explain::Args),
    New(new::Args),
    Free(free::Args),
    Split(split::Args),
    Suggest(suggest::Args),
    Take(take::Args),
    Tour(tour::Args),
    Reshape(reshape::Args),
    Variant(variant::Args),
    Schema(schema::Args),
    Completions(completions::Args),
    Man(man::Args),
    Config(config::Args),
    Keys(config::KeysArgs),
}

/// How a command ended that did what it was asked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Nothing is in the way.
    Fine,
    /// There are findings that are.
    Found,
}

/// Runs the program on its arguments.
pub fn run() -> ExitCode {
    survive_file_limit();
    let line = match completions::answer() {
        Ok(true) => return ExitCode::SUCCESS,
        Ok(false) => CommandLine::try_parse(),
        Err(error) => Err(error),
    };
    let line = match line {
        Ok(line) => line,
        Err(error) => {
            // A closed pipe is no reason to complain about help that nobody reads.
            drop(error.print());
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let config = config::load();
    let console = Console::new(config.profiles);
    if !opens_screen(&line) {
        config.complain(&console);
    }
    let result = match &line.command {
        None => alone(&line, &config, &console),
        Some(Command::Check(args)) => check::run(args, &console),
        Some(Command::Compare(args)) => compare::run(args, &console),
        Some(Command::Show(args)) => show::run(args, &console),
        Some(Command::Locate(args)) => locate::run(args, &console),
        Some(Command::Set(args)) => set::run(args, &console),
        Some(Command::Allow(args)) => allow::run(args, &console),
        Some(Command::Pin(args)) => pin::run(args, &console),
        Some(Command::Export(args)) => export::run(args, &console),
        Some(Command::Import(args)) => import::run(args, &console),
        Some(Command::Explain(args)) => explain::run(args, &console),
        Some(Command::New(args)) => new::run(args, &console),
        Some(Command::Free(args)) => free::run(args, &console),
        Some(Command::Suggest(args)) => suggest::run(args, &console),
        Some(Command::Take(args)) => take::run(args, &console),
        Some(Command::Tour(args)) => tour::run(args, &config, &console),
        Some(Command::Reshape(args)) => reshape::run(args, &console),
        Some(Command::Split(args)) => split::run(args),
        Some(Command::Variant(args)) => variant::run(args, &console),
        Some(Command::Schema(args)) => schema::run(args, &console),
        Some(Command::Completions(args)) => completions::run(args, &console),
        Some(Command::Man(args)) => man::run(args, &console),
        Some(Command::Config(args)) => config::run(args, &config, &console),
        Some(Command::Keys(args)) => config::run_keys(args, &config, &console),
    };
    match result {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Err(failure) => {
            console.complain(&failure);
            ExitCode::from(failure.code())
        }
    }
}

/// Without a subcommand: the screen, played or real; else the plan as text.
fn alone(line: &CommandLine, config: &Config, console: &Console) -> Result<Outcome, Failure> {
    let plan = line.plan.as_deref();
    let first = if line.start {
        First::Start(plan)
    } else {
        First::Plan(plan)
    };
    match line.print {
        Some(size) => screen::play(
            first,
            line.keys.as_deref().unwrap_or(""),
            size,
            config,
            console,
        ),
        None if screen::is_possible(plan) => screen::open(first, config),
        None if line.start => {
            console.print(&screen::offers())?;
            Ok(Outcome::Fine)
        }
        None => show::overview(plan, console),
    }
}

/// Whether a screen is drawn, which says itself what is wrong with the configuration.
fn opens_screen(line: &CommandLine) -> bool {
    if let Some(Command::Tour(args)) = &line.command {
        return args.opens_screen();
    }
    line.command.is_none() && (line.print.is_some() || screen::is_possible(line.plan.as_deref()))
}

/// The arguments as data, for pages and completion.
fn command() -> clap::Command {
    use clap::CommandFactory as _;
    CommandLine::command()
}

/// The subcommand that a word may have been meant as.
fn nearest_command(word: &str) -> Option<String> {
    let command = command();
    let names = command.get_subcommands().map(clap::Command::get_name);
    nearest(word, names).map(str::to_owned)
}

/// A file that would grow past the limit of the process (`ulimit -f`) shall be an error of the writing, which is told and
/// leaves nothing behind, and not the end of the program.
fn survive_file_limit() {
    #[cfg(unix)]
    drop(signal_hook::flag::register(
        signal_hook::consts::signal::SIGXFSZ,
        std::sync::Arc::default(),
    ));
}
