//! Why a text is left as it is, in words.

/// Why a text is left as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatchError {
    /// The text does not read, or not in one way alone.
    #[error("line {line}: {message}")]
    Text {
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        message: String,
    },
    /// The second reader does not take what was there.
    #[error("a second reader of YAML does not take the file: {detail}")]
    SecondReader {
        /// Its words.
        detail: String,
    },
    /// The Shoot is not in the text.
    #[error("there is no Shoot {path} in it{}", others(.found))]
    NoShoot {
        /// `namespace/name`.
        path: String,
        /// The Shoots that are.
        found: Vec<String>,
    },
    /// Two Shoots have that name.
    #[error("the Shoot {path} is there twice, at lines {first} and {second}")]
    Twice {
        /// `namespace/name`.
        path: String,
        /// The line of the first.
        first: usize,
        /// The line of the second.
        second: usize,
    },
    /// The way leads through an alias: the change would reach others too.
    #[error("line {line}: {field} stands for another place (`{alias}`); write it out there first")]
    Alias {
        /// The field on the way.
        field: String,
        /// `*name`.
        alias: String,
        /// The line, from 1.
        line: usize,
    },
    /// The field comes with a merge key.
    #[error("line {line}: {field} comes with `<<`; write it out in its own place first")]
    Merged {
        /// The field.
        field: String,
        /// The line of the merge key, from 1.
        line: usize,
    },
    /// An alias elsewhere takes its value from here.
    #[error(
        "line {line}: other places take {field} from here (`{anchor}`); write it out there first"
    )]
    Anchored {
        /// The field.
        field: String,
        /// `&name`.
        anchor: String,
        /// The line, from 1.
        line: usize,
    },
    /// Something else stands on the way.
    #[error("line {line}: {field} is no {wanted}")]
    NotA {
        /// The field on the way.
        field: String,
        /// `mapping` or `list`.
        wanted: &'static str,
        /// The line, from 1.
        line: usize,
    },
    /// A list is shorter than that.
    #[error("{field} is not there")]
    NoItem {
        /// The item.
        field: String,
    },
    /// What came out is not what was meant.
    #[error("{field} cannot be changed alone: {detail}")]
    WouldDiffer {
        /// The fields that were to change.
        field: String,
        /// What differs.
        detail: String,
    },
}

fn others(found: &[String]) -> String {
    match found {
        [] => String::new(),
        [one] => format!(", but {one}"),
        [first, second] => format!(", but {first} and {second}"),
        [first, rest @ ..] => format!(", but {first} and {} others", rest.len()),
    }
}
