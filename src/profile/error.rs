//! Why a text is no profile, and where.

use serde_saphyr::Error;

use super::fact::line_column;
use crate::nearest::nearest;
use crate::source::LineColumn;

/// What a profile's text does wrong first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileError {
    /// Where, if that is known.
    pub at: Option<LineColumn>,
    /// What is, in one lower-case line.
    pub message: String,
    /// What to do about it, as an imperative.
    pub help: Option<String>,
}

impl std::error::Error for ProfileError {}

impl std::fmt::Display for ProfileError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(at) = self.at {
            write!(formatter, "line {}, column {}: ", at.line, at.column)?;
        }
        formatter.write_str(&self.message)
    }
}

impl ProfileError {
    /// A mistake at a place, with nothing to do about it yet.
    pub(super) fn new(at: Option<LineColumn>, message: impl Into<String>) -> Self {
        Self {
            at,
            message: message.into(),
            help: None,
        }
    }

    /// The same with an imperative.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with the words that stand there in a profile: the nearest one, or all of them.
    pub(super) fn instead_of(self, word: &str, known: &[&str]) -> Self {
        match (nearest(word, known.iter().copied()), known) {
            (Some(near), _) => self.help(format!("write `{near}`")),
            (None, []) => self,
            (None, _) => {
                let words: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
                self.help(format!("write one of {}", words.join(", ")))
            }
        }
    }

    /// What the YAML reader says.
    pub(super) fn of_reader(error: &Error) -> Self {
        let error = error.without_snippet();
        let at = error.location().map(line_column);
        match error {
            Error::SerdeUnknownField {
                field, expected, ..
            } => {
                let message = format!("there is no key `{field}` here");
                Self::new(at, message).instead_of(field, expected)
            }
            Error::SerdeUnknownVariant {
                variant, expected, ..
            } => {
                let message = format!("`{variant}` is no value of this fact");
                Self::new(at, message).instead_of(variant, expected)
            }
            Error::SerdeMissingField { field, .. } => {
                Self::new(at, format!("`{field}` is missing")).help(format!("add `{field}:`"))
            }
            other => Self::new(at, without_place(at, &other.to_string())),
        }
    }
}

/// The message without the place, which the reader repeats behind it.
fn without_place(at: Option<LineColumn>, message: &str) -> String {
    let repeated = at.map(|at| format!(" at line {}, column {}", at.line, at.column));
    repeated
        .and_then(|repeated| message.strip_suffix(&repeated))
        .unwrap_or(message)
        .to_owned()
}
