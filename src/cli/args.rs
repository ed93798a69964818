//! Values of arguments that several subcommands take.

use std::time::{SystemTime, UNIX_EPOCH};

use clap::ValueEnum;

use super::failure::ArgumentError;
use crate::addr::{AddressError, Prefix, parse_prefix};
use crate::diag;
use crate::plan::{Date, Version};

/// For whom the output is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people.
    Human,
    /// For scripts: versioned, tested.
    Json,
}

/// For whom the output of `check` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// For people.
    Human,
    /// For scripts: versioned, tested.
    Json,
    /// For code hosts and editors: SARIF 2.1.0.
    Sarif,
    /// For GitHub Actions: workflow commands.
    Github,
}

/// Which mends are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Fixes {
    /// Those that keep what was meant.
    Safe,
    /// Those that are suggested, too.
    All,
}

/// A version of Kubernetes or Gardener, for clap.
pub(super) fn version(text: &str) -> Result<Version, ArgumentError> {
    Version::parse(text).ok_or(ArgumentError::Version)
}

/// From which severity on findings make a command fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Severity {
    /// What cannot work.
    Error,
    /// What will hurt, too.
    Warning,
    /// What could be better, too.
    Advice,
}

impl From<Severity> for diag::Severity {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Advice => Self::Advice,
        }
    }
}

/// A day, for clap.
pub(super) fn date(text: &str) -> Result<Date, ArgumentError> {
    Date::parse(text).ok_or(ArgumentError::Date)
}

/// A prefix, for clap.
pub(super) fn prefix(text: &str) -> Result<Prefix, AddressError> {
    parse_prefix(text)
}

/// Columns and rows, for clap.
pub(super) fn size(text: &str) -> Result<(u16, u16), ArgumentError> {
    const MOST: u16 = 1000;
    let (width, height) = text.split_once('x').ok_or(ArgumentError::Size)?;
    let number = |text: &str| text.parse::<u16>().ok().filter(|&number| number <= MOST);
    number(width).zip(number(height)).ok_or(ArgumentError::Size)
}

/// The day that was said, else the clock's.
pub(super) fn today(said: Option<Date>) -> Date {
    const SECONDS: u64 = 24 * 60 * 60;
    let clock = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    said.or_else(|| Date::from_days(clock / SECONDS))
        .or_else(|| Date::from_days(0))
        .expect("invariant: 1970-01-01 is a day")
}
