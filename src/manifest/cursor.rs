//! A value of a manifest while someone looks at it: what it says, where it stands, and its Kubernetes field path.

use crate::source::Span;
use crate::yaml::{ItemId, Style, Tree, View};

/// As many mappings are looked into for one key: its own, and those that `<<` brings along.
const MERGES: usize = 256;

/// A text with its tree.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// The text that was read.
    pub text: &'a str,
    /// What was read of it.
    pub tree: &'a Tree,
}

/// A value that is there or not. What is not there has a path all the same, and points at what it would lie in.
#[derive(Clone, Debug)]
pub struct At<'a> {
    page: Page<'a>,
    id: Option<ItemId>,
    place: Span,
    path: String,
}

impl<'a> At<'a> {
    /// An object as a whole. Findings about it point at `place`.
    pub(super) fn root(page: Page<'a>, id: ItemId, place: Span) -> Self {
        Self {
            page,
            id: Some(page.tree.resolve(id)),
            place,
            path: String::new(),
        }
    }

    /// Its field path.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The bytes that a finding about it points at: a scalar itself, else the key.
    pub const fn span(&self) -> Span {
        self.place
    }

    /// The item of the tree, if it is there and not null.
    pub const fn id(&self) -> Option<ItemId> {
        self.id
    }

    /// Whether it is there and not null.
    pub const fn exists(&self) -> bool {
        self.id.is_some()
    }

    fn view(&self) -> View<'a> {
        self.id
            .map_or(View::Null, |id| self.page.tree.view(self.page.text, id))
    }

    /// Whether it is a mapping.
    pub fn is_map(&self) -> bool {
        self.view() == View::Map
    }

    /// Whether it is a list.
    pub fn is_list(&self) -> bool {
        self.view() == View::List
    }

    /// What a key of it says.
    pub fn key(&self, name: &str) -> Self {
        let path = match self.path.as_str() {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        };
        match self.id.and_then(|map| self.find(map, name)) {
            Some((key, value)) => self.child(value, self.page.tree.span(key), path),
            None => Self {
                page: self.page,
                id: None,
                place: self.place,
                path,
            },
        }
    }

    /// What a chain of keys says.
    pub fn keys(&self, names: &[&str]) -> Self {
        names.iter().fold(self.clone(), |at, name| at.key(name))
    }

    /// The items of a list.
    pub fn items(&self) -> impl Iterator<Item = Self> {
        let list = self.id.filter(|_| self.is_list());
        let items = list.into_iter().flat_map(|list| self.page.tree.items(list));
        items.enumerate().map(|(index, item)| {
            let first = self.first_key(item).unwrap_or(self.place);
            self.child(item, first, format!("{}[{index}]", self.path))
        })
    }

    /// Keys and values of a mapping; those that `<<` brings are left out.
    pub fn pairs(&self) -> impl Iterator<Item = (&'a str, Span, Self)> {
        let map = self.id.filter(|_| self.is_map());
        let (text, tree) = (self.page.text, self.page.tree);
        let pairs = map.into_iter().flat_map(move |map| tree.pairs(map));
        pairs.filter_map(move |(key, value)| {
            let name = tree.text(text, key).filter(|name| *name != "<<")?;
            let path = format!("{}.{name}", self.path);
            Some((
                name,
                tree.span(key),
                self.child(value, tree.span(key), path),
            ))
        })
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&'a str> {
        match self.view() {
            View::Scalar(text, _) => Some(text),
            View::Null | View::List | View::Map | View::Alias(_) => None,
        }
    }

    /// The text of a scalar that is not empty, as Go's `len(x) > 0`.
    pub fn said(&self) -> Option<&'a str> {
        self.text().filter(|text| !text.is_empty())
    }

    /// The texts of a list.
    pub fn texts(&self) -> Vec<&'a str> {
        self.items().filter_map(|item| item.text()).collect()
    }

    /// The number that a scalar without quotes is.
    pub fn number(&self) -> Option<i64> {
        self.plain()?.parse().ok()
    }

    /// Whether it is `true`; nothing where it is no flag.
    pub fn flag(&self) -> Option<bool> {
        match self.plain()? {
            "true" | "True" | "TRUE" => Some(true),
            "false" | "False" | "FALSE" => Some(false),
            _ => None,
        }
    }

    /// The text of a scalar without quotes.
    pub fn plain(&self) -> Option<&'a str> {
        match self.view() {
            View::Scalar(text, Style::Plain) => Some(text),
            View::Scalar(..) | View::Null | View::List | View::Map | View::Alias(_) => None,
        }
    }

    /// Whether a reader of YAML takes it for a number or a flag, and not for a text.
    pub fn is_no_text(&self) -> bool {
        let number = |text: &str| {
            text.parse::<f64>().is_ok() && text.starts_with(|char: char| !char.is_alphabetic())
        };
        self.flag().is_some() || self.plain().is_some_and(number)
    }

    fn child(&self, value: ItemId, key: Span, path: String) -> Self {
        let tree = self.page.tree;
        let target = tree.resolve(value);
        let (id, place) = match tree.view(self.page.text, target) {
            View::Null | View::Alias(_) => (None, key),
            View::Scalar(..) => (Some(target), tree.span(value)),
            View::List | View::Map => (Some(target), key),
        };
        Self {
            page: self.page,
            id,
            place,
            path,
        }
    }

    /// The first key of an item that is a mapping, for there is no better place to point at.
    fn first_key(&self, item: ItemId) -> Option<Span> {
        let tree = self.page.tree;
        let (key, _) = tree.pairs(tree.resolve(item)).next()?;
        Some(tree.span(key))
    }

    fn find(&self, map: ItemId, name: &str) -> Option<(ItemId, ItemId)> {
        let (text, tree) = (self.page.text, self.page.tree);
        let own = |map| {
            tree.pairs(map)
                .find(|&(key, _)| tree.text(text, key) == Some(name))
        };
        let mut map = tree.resolve(map);
        let mut merged = Vec::new();
        for _ in 0..MERGES {
            if let Some(found) = own(map) {
                return Some(found);
            }
            if let Some(merge) = tree.value(text, map, "<<") {
                let target = tree.resolve(merge);
                let start = merged.len();
                merged.push(target);
                merged.extend(tree.items(target).take(MERGES));
                merged[start..].reverse();
            }
            map = tree.resolve(merged.pop()?);
        }
        None
    }
}
