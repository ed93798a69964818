//! What a keyword means to the reader: its family, the lengths it takes, the base it stands for.

use crate::addr::{Family, Length};
use crate::plan::Base;

use super::statement::{KEYWORDS, Statement};

/// A word that stands for a base. Its words for people are in its statement.
pub(super) struct Keyword {
    /// What is said of it.
    pub(super) statement: &'static Statement,
    /// Its family; `None` takes the families left.
    pub(super) family: Option<Family>,
    /// The shortest and longest length behind a slash; `None` takes none.
    pub(super) lengths: Option<(u8, u8)>,
    /// Whether `+prefix` may follow.
    pub(super) takes_prefix: bool,
    /// The base it stands for.
    pub(super) base: fn(Option<Length>) -> Base,
}

impl Keyword {
    /// The word itself.
    pub(super) const fn word(&self) -> &'static str {
        self.statement.word
    }

    /// The keyword of exactly that word.
    pub(super) fn of(word: &str) -> Option<&'static Self> {
        KEYWORDS
            .iter()
            .copied()
            .find(|keyword| keyword.word() == word)
    }

    /// All words, in reading order.
    pub(super) fn words() -> impl Iterator<Item = &'static str> {
        KEYWORDS.iter().map(|keyword| keyword.word())
    }
}
