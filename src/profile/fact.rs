//! A fact: a value, a sentence that says it, and where and when it was read.

use std::fmt;

use serde::Deserialize;
use serde_saphyr::{Location, Spanned};

use super::text::Text;
use crate::source::{LineColumn, Source};

/// One thing that a provider offers or forbids.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact<T> {
    /// What is so, for the engine and the rules.
    pub value: T,
    /// The same as a sentence, for people.
    pub says: String,
    source: SourceName,
}

impl<T> Fact<T> {
    /// The name of its source in the profile's list; `Profile::cited` gives the source itself.
    pub fn source_name(&self) -> &str {
        &self.source.name
    }

    /// Where in the profile's text the source is named.
    pub(super) const fn source_place(&self) -> LineColumn {
        self.source.place
    }

    /// The same fact with its value as another type.
    pub(super) fn map<U>(self, convert: impl FnOnce(T) -> U) -> Fact<U> {
        Fact {
            value: convert(self.value),
            says: self.says,
            source: self.source,
        }
    }
}

/// The name by which a fact calls its source, and where it does.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "Spanned<String>")]
struct SourceName {
    name: String,
    place: LineColumn,
}

impl From<Spanned<String>> for SourceName {
    fn from(name: Spanned<String>) -> Self {
        Self {
            place: line_column(name.referenced),
            name: name.value,
        }
    }
}

/// A place of the YAML reader as one of ours.
pub(super) fn line_column(location: Location) -> LineColumn {
    let narrow = |number| usize::try_from(number).unwrap_or(usize::MAX);
    LineColumn {
        line: narrow(location.line()),
        column: narrow(location.column()),
    }
}

/// A source of facts, and when it was read.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Cited {
    /// What it is: a file and function, a page, an RFC section.
    pub title: String,
    /// Its address.
    pub url: Url,
    /// When it was read, or which edition was.
    pub as_of: AsOf,
}

impl Cited {
    /// The source as findings carry it.
    pub fn as_source(&'static self) -> Source {
        Source {
            title: &self.title,
            url: self.url.as_str(),
        }
    }
}

/// An address that begins with `https://`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Url(String);

impl Url {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Url {
    type Error = FactError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.starts_with("https://") && !text.contains(char::is_whitespace) {
            Ok(Self(text))
        } else {
            Err(FactError::Url(text))
        }
    }
}

impl fmt::Display for Url {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

/// A day (`2026-08-21`), or a month (`2023-06`) for an edition that names no day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct AsOf(String);

impl AsOf {
    /// The date as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for AsOf {
    type Error = FactError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let digits = |part: &str, count: usize| {
            part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let within = |part: &str, last: u8| {
            digits(part, 2)
                && part
                    .parse::<u8>()
                    .is_ok_and(|number| (1..=last).contains(&number))
        };
        let parts: Vec<&str> = text.split('-').collect();
        let sound = match parts.as_slice() {
            [year, month] => digits(year, 4) && within(month, 12),
            [year, month, day] => digits(year, 4) && within(month, 12) && within(day, 31),
            _ => false,
        };
        if sound {
            Ok(Self(text))
        } else {
            Err(FactError::Date(text))
        }
    }
}

impl fmt::Display for AsOf {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

/// Why a text can't stand in a source.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FactError {
    /// No address that a reader can follow.
    #[error("`{0}` is no address that begins with https://")]
    Url(String),
    /// No day and no month.
    #[error("`{0}` is no date; write it as 2026-08-21, or 2023-06 for a month")]
    Date(String),
}

/// A fact without its type: what a page shows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<'profile> {
    /// The key in the profile's text.
    pub key: String,
    /// The sentence.
    pub says: &'profile str,
    /// The value in words.
    pub value: String,
    /// Where it was read, and when.
    pub source: &'profile Cited,
}

/// A fact without its type, before its source was looked up.
pub(super) struct Loose<'profile> {
    pub(super) key: String,
    pub(super) says: &'profile str,
    pub(super) value: String,
    pub(super) source_name: &'profile str,
    pub(super) source_place: LineColumn,
}

impl<T: Text> Fact<T> {
    /// The fact under its key, without its type.
    pub(super) fn loose(&self, key: impl Into<String>) -> Loose<'_> {
        Loose {
            key: key.into(),
            says: &self.says,
            value: self.value.text(),
            source_name: self.source_name(),
            source_place: self.source_place(),
        }
    }
}
