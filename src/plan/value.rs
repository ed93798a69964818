//! Values as the file has them: texts, lists and mappings. Equal values are kept once.

use indexmap::IndexSet;

/// A value, as text. Numbers, flags and prefixes are read from it strictly, by us.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// Nothing: `null`, `~`, or an empty place. In a setting it takes back what would be inherited.
    Null,
    /// A scalar.
    Text(Box<str>),
    /// A list.
    List(Box<[Self]>),
    /// A mapping, in file order.
    Map(Box<[(Box<str>, Self)]>),
}

impl Value {
    /// A scalar.
    pub fn text(text: impl Into<Box<str>>) -> Self {
        Self::Text(text.into())
    }

    /// The text of a scalar.
    pub const fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Null | Self::List(_) | Self::Map(_) => None,
        }
    }

    /// The value of a key of a mapping.
    pub fn key(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(pairs) => pairs
                .iter()
                .find(|(name, _)| &**name == key)
                .map(|(_, value)| value),
            Self::Null | Self::Text(_) | Self::List(_) => None,
        }
    }

    /// The value behind some keys, one inside the other.
    pub fn at(&self, keys: &[String]) -> Option<&Self> {
        keys.iter().try_fold(self, |value, key| value.key(key))
    }

    /// The same with the value behind some keys set, or taken away. What is no mapping on the way becomes one.
    #[must_use]
    pub fn with(&self, keys: &[String], new: Option<Self>) -> Option<Self> {
        let Some((key, rest)) = keys.split_first() else {
            return new;
        };
        let mut pairs = match self {
            Self::Map(pairs) => pairs.to_vec(),
            Self::Null | Self::Text(_) | Self::List(_) => Vec::new(),
        };
        match pairs.iter().position(|(name, _)| **name == **key) {
            Some(index) => match pairs[index].1.with(rest, new) {
                Some(value) => pairs[index].1 = value,
                None => drop(pairs.remove(index)),
            },
            None => pairs.extend(
                Self::Null
                    .with(rest, new)
                    .map(|value| (key.clone().into_boxed_str(), value)),
            ),
        }
        (!pairs.is_empty()).then(|| Self::Map(pairs.into()))
    }

    /// As people write it on one line: lists with commas, mappings in braces.
    pub fn line(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Text(text) => text.to_string(),
            Self::List(items) => items.iter().map(Self::line).collect::<Vec<_>>().join(", "),
            Self::Map(pairs) => {
                let pairs: Vec<String> = pairs
                    .iter()
                    .map(|(key, value)| format!("{key}: {}", value.line()))
                    .collect();
                format!("{{{}}}", pairs.join(", "))
            }
        }
    }

    /// The items of a list, or the value itself as the only one; nothing for null.
    pub const fn items(&self) -> &[Self] {
        match self {
            Self::Null => &[],
            Self::List(items) => items,
            Self::Text(_) | Self::Map(_) => std::slice::from_ref(self),
        }
    }
}

/// One of the values that a plan keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ValueId(u32);

/// Values, each once.
#[derive(Clone, Debug, Default)]
pub(super) struct Values {
    known: IndexSet<Value>,
}

impl Values {
    pub(super) fn keep(&mut self, value: Value) -> ValueId {
        let (index, _) = self.known.insert_full(value);
        ValueId(
            u32::try_from(index).expect("invariant: a file within the size limit has fewer values"),
        )
    }

    pub(super) fn find(&self, value: &Value) -> Option<ValueId> {
        let index = self.known.get_index_of(value)?;
        u32::try_from(index).ok().map(ValueId)
    }

    pub(super) fn value(&self, id: ValueId) -> &Value {
        &self.known[id.0 as usize]
    }
}
