//! Why a text is no profile, and where.

use crate::source::LineColumn;

/// What a profile's text does wrong. Only the first mistake is told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// The text is no YAML, or a key or a value is not what stands there in a profile.
    #[error("{}{message}", prefix(*at))]
    Shape {
        /// Where, if the reader knows.
        at: Option<LineColumn>,
        /// What the reader says.
        message: String,
    },
    /// A fact names a source that the profile does not list.
    #[error("{}`{name}` is none of the sources of this profile: {known}", prefix(Some(*at)))]
    UnknownSource {
        /// Where the name stands.
        at: LineColumn,
        /// The name.
        name: String,
        /// The names that are listed, with commas.
        known: String,
    },
    /// A source that no fact names.
    #[error("no fact names the source `{name}`; name it or leave it out")]
    UnusedSource {
        /// Its name.
        name: String,
    },
}

impl ProfileError {
    /// What the reader says at a place, which it repeats behind its message.
    pub(super) fn shape(at: Option<LineColumn>, message: &str) -> Self {
        let repeated = at.map(|at| format!(" at line {}, column {}", at.line, at.column));
        let message = repeated
            .and_then(|repeated| message.strip_suffix(&repeated))
            .unwrap_or(message)
            .to_owned();
        Self::Shape { at, message }
    }

    /// Where the mistake is, if that is known.
    pub const fn at(&self) -> Option<LineColumn> {
        match self {
            Self::Shape { at, .. } => *at,
            Self::UnknownSource { at, .. } => Some(*at),
            Self::UnusedSource { .. } => None,
        }
    }
}

/// `line 3, column 7: `, or nothing where the place is not known.
fn prefix(at: Option<LineColumn>) -> String {
    at.map_or_else(String::new, |at| {
        format!("line {}, column {}: ", at.line, at.column)
    })
}
