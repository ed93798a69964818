//! `trellis tour`: the guided tour on the screen; its text where there is none.

use super::config::Config;
use super::console::Console;
use super::failure::Failure;
use super::screen::{self, First};
use super::{Outcome, args};
use crate::tui::tour::STEPS;

/// Take a guided tour on the screen: step by step, on a plan that is thrown away
///
/// Each step names the keys to press, notices what has been done, and goes on. It can be left at any time; nothing is
/// written anywhere unless you save the plan under a name. Where there is no terminal it prints the steps.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Keys to play without a terminal, such as jjj<enter>
    #[arg(long, requires = "print", allow_hyphen_values = true)]
    keys: Option<String>,
    /// Print the screen as text at a size, such as 120x36
    #[arg(long, value_name = "WxH", value_parser = args::size)]
    print: Option<(u16, u16)>,
}

impl Args {
    /// Whether a screen is drawn.
    pub(super) fn opens_screen(&self) -> bool {
        self.print.is_some() || screen::is_possible(None)
    }
}

/// Begins it.
pub(super) fn run(args: &Args, config: &Config, console: &Console) -> Result<Outcome, Failure> {
    let keys = args.keys.as_deref().unwrap_or("");
    match args.print {
        Some(size) => screen::play(First::Tour, keys, size, config, console),
        None if screen::is_possible(None) => screen::open(First::Tour, config),
        None => {
            console.print(&text(config))?;
            Ok(Outcome::Fine)
        }
    }
}

/// The steps as text.
fn text(config: &Config) -> String {
    let keys = config.keys();
    let steps = STEPS.iter().enumerate().map(|(at, step)| {
        format!(
            "{}. {}\n{}\n→ {}\n",
            at + 1,
            step.title,
            step.text(keys),
            step.task(keys)
        )
    });
    steps.collect::<Vec<_>>().join("\n")
}
