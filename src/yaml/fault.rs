//! What can be wrong with a text as YAML.

use crate::source::Span;

/// One thing that is wrong. Its span is always in the text as given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// More bytes than the limit; nothing was read.
    TooLarge {
        /// Bytes of the text.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// No document: nothing, or only comments.
    Empty,
    /// A control character that no YAML text may hold.
    NotText {
        /// The character.
        char: char,
        /// Where it stands.
        span: Span,
    },
    /// The rest of the document could not be read.
    Syntax {
        /// What the parser saw, in one lower-case line.
        message: String,
        /// Where it gave up.
        span: Span,
    },
    /// A tab where only spaces may indent.
    Tab {
        /// The tabs.
        span: Span,
    },
    /// A collection inside too many others; it is read as an empty one. Told once a text.
    TooDeep {
        /// The limit.
        limit: u16,
        /// Where the collection starts.
        span: Span,
    },
    /// A key that the mapping has already; both are kept.
    DuplicateKey {
        /// The key.
        key: String,
        /// Where it stands first.
        first: Span,
        /// Where it stands again.
        span: Span,
    },
    /// An alias without an anchor above it; it reads as null.
    UnknownAlias {
        /// The name, without `*`.
        name: String,
        /// The alias.
        span: Span,
    },
    /// An alias inside the very block it stands for; it reads as null.
    SelfAlias {
        /// The alias.
        span: Span,
    },
    /// An address that ends in a colon, which YAML takes for a key; it is read as the text it was meant to be.
    NeedsQuotes {
        /// The address.
        text: String,
        /// Where it stands.
        span: Span,
    },
    /// A tag from outside YAML's core schema; it has no effect.
    Tag {
        /// The tag as written.
        tag: String,
        /// Where it stands.
        span: Span,
    },
}

impl Fault {
    /// Where it stands; the very start for faults of the whole text.
    pub fn span(&self) -> Span {
        match self {
            Self::TooLarge { .. } | Self::Empty => Span::default(),
            Self::NotText { span, .. }
            | Self::Syntax { span, .. }
            | Self::Tab { span }
            | Self::TooDeep { span, .. }
            | Self::DuplicateKey { span, .. }
            | Self::UnknownAlias { span, .. }
            | Self::SelfAlias { span }
            | Self::NeedsQuotes { span, .. }
            | Self::Tag { span, .. } => *span,
        }
    }

    /// What is wrong: one lower-case line without a period.
    pub fn message(&self) -> String {
        match self {
            Self::TooLarge { bytes, limit } => {
                format!("the text has {bytes} bytes, and {limit} is the limit")
            }
            Self::Empty => "there is nothing in it".to_owned(),
            Self::NotText { char, .. } => {
                format!(
                    "the control character U+{:04X} is not text",
                    u32::from(*char)
                )
            }
            Self::Syntax { message, .. } => message.clone(),
            Self::Tab { .. } => "a tab indents this line, and YAML indents with spaces".to_owned(),
            Self::TooDeep { limit, .. } => format!("this is nested deeper than {limit} levels"),
            Self::DuplicateKey { key, .. } => format!("`{key}` is there twice"),
            Self::UnknownAlias { name, .. } => {
                format!("`*{name}` refers to no anchor `&{name}` above it")
            }
            Self::SelfAlias { .. } => "this alias stands inside the block it refers to".to_owned(),
            Self::NeedsQuotes { text, .. } => {
                format!("`{text}` ends in a colon, so YAML reads a key")
            }
            Self::Tag { tag, .. } => format!("the tag `{tag}` has no meaning here"),
        }
    }

    /// An imperative that would mend it, where there is one.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Tab { .. } => Some("indent with spaces".to_owned()),
            Self::NeedsQuotes { text, .. } => Some(format!("quote it: \"{text}\"")),
            Self::NotText { .. } => Some("remove the character".to_owned()),
            Self::Tag { .. } => Some("remove the tag".to_owned()),
            Self::TooLarge { .. }
            | Self::Empty
            | Self::Syntax { .. }
            | Self::TooDeep { .. }
            | Self::DuplicateKey { .. }
            | Self::UnknownAlias { .. }
            | Self::SelfAlias { .. } => None,
        }
    }
}
