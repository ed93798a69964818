//! Values of arguments that several subcommands take.

use std::time::{SystemTime, UNIX_EPOCH};

use clap::ValueEnum;

use super::failure::ArgumentError;
use crate::diag;
use crate::plan::Date;

/// For whom the output is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people.
    Human,
    /// For scripts: versioned, tested.
    Json,
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
