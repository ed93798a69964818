//! A value to be written.

use super::layout::Layout;
use super::{ItemId, Style, Tree, View, print_scalar};

/// Flow lists of scalars are written on one line up to this many characters.
const SHORT: usize = 72;

/// A value to be written, without places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// `null`.
    Null,
    /// A text.
    Scalar {
        /// What a reader reads.
        text: String,
        /// Whether it is meant as a number, or another word that means what it looks like.
        numeric: bool,
    },
    /// A list.
    List(Vec<Self>),
    /// A mapping, in order.
    Map(Vec<(String, Self)>),
}

impl Node {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Scalar {
            text: text.into(),
            numeric: false,
        }
    }

    /// A number or a word printed without quotes.
    pub fn number(text: impl Into<String>) -> Self {
        Self::Scalar {
            text: text.into(),
            numeric: true,
        }
    }

    /// An item of a tree with its aliases followed, while the budget lasts. Keys that are not scalars are left out;
    /// what is written without quotes stays so where it looks like a number or a word.
    pub fn read(tree: &Tree, text: &str, id: ItemId, budget: &mut super::Budget) -> Self {
        if !budget.visit() {
            return Self::Null;
        }
        match tree.view(text, id) {
            View::Scalar(scalar, style) => Self::Scalar {
                text: scalar.to_owned(),
                numeric: style == Style::Plain
                    && print_scalar(scalar, None, false, false) != scalar
                    && !scalar.contains([':', ' ', '#']),
            },
            View::Alias(target) if budget.follow() => {
                let node = Self::read(tree, text, target, budget);
                budget.back();
                node
            }
            View::Null | View::Alias(_) => Self::Null,
            View::List => {
                let items = tree.items(id);
                Self::List(
                    items
                        .map(|item| Self::read(tree, text, item, budget))
                        .collect(),
                )
            }
            View::Map => Self::Map(
                tree.pairs(id)
                    .filter_map(|(key, value)| {
                        let key = tree.text(text, key)?.to_owned();
                        Some((key, Self::read(tree, text, value, budget)))
                    })
                    .collect(),
            ),
        }
    }

    /// On one line, with brackets and braces.
    pub(super) fn flow(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Scalar { text, numeric } => print_scalar(text, None, true, *numeric),
            Self::List(items) => {
                let items: Vec<_> = items.iter().map(Self::flow).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Map(pairs) => {
                let pairs: Vec<_> = pairs
                    .iter()
                    .map(|(key, value)| {
                        let key = print_scalar(key, None, true, false);
                        format!("{key}: {}", value.flow())
                    })
                    .collect();
                match pairs.len() {
                    0 => "{}".to_owned(),
                    _ => format!("{{ {} }}", pairs.join(", ")),
                }
            }
        }
    }

    /// On one line in block style, if it is a scalar, empty, or a short list of scalars.
    pub(super) fn inline(&self) -> Option<String> {
        let scalar = |node: &Self| matches!(node, Self::Null | Self::Scalar { .. });
        match self {
            Self::Null => Some(self.flow()),
            Self::Scalar { text, numeric } => Some(print_scalar(text, None, false, *numeric)),
            Self::Map(pairs) => pairs.is_empty().then(|| self.flow()),
            Self::List(items) => Some(self.flow())
                .filter(|flow| items.iter().all(scalar) && flow.chars().count() <= SHORT),
        }
    }

    /// As lines in block style, the first at no indentation; scalars and empties are one line.
    pub(super) fn lines(&self, layout: &Layout) -> Vec<String> {
        match self {
            Self::Map(pairs) if !pairs.is_empty() => {
                let pairs = pairs.iter();
                pairs
                    .flat_map(|(key, value)| value.entry(key, layout))
                    .collect()
            }
            Self::List(items) if !items.is_empty() => {
                items.iter().flat_map(|item| item.item(layout)).collect()
            }
            Self::Null | Self::Scalar { .. } | Self::List(_) | Self::Map(_) => {
                self.inline().into_iter().collect()
            }
        }
    }

    /// As an item of a block list, its dash included.
    pub(super) fn item(&self, layout: &Layout) -> Vec<String> {
        let lines = self
            .inline()
            .map_or_else(|| self.lines(layout), |line| vec![line]);
        let marked = lines.into_iter().enumerate();
        marked
            .map(|(index, line)| match index {
                0 => format!("- {line}"),
                _ => format!("  {line}"),
            })
            .collect()
    }

    /// As `key: value` in a block mapping.
    pub(super) fn entry(&self, key: &str, layout: &Layout) -> Vec<String> {
        let key = print_scalar(key, None, false, false);
        if let Some(line) = self.inline() {
            return vec![format!("{key}: {line}")];
        }
        let indent = " ".repeat(self.indent(layout));
        let below = self.lines(layout).into_iter();
        let below = below.map(|line| format!("{indent}{line}"));
        std::iter::once(format!("{key}:")).chain(below).collect()
    }

    /// How far right of its key its lines start.
    pub(super) fn indent(&self, layout: &Layout) -> usize {
        match self {
            Self::List(_) => layout.list,
            Self::Null | Self::Scalar { .. } | Self::Map(_) => layout.map,
        }
    }
}
