//! The tree: compact entries in the order of the text, each pointing into it.

use std::iter;

use super::{Fault, Limits, read};
use crate::source::Span;

/// One value or key of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(pub(super) u32);

impl ItemId {
    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }

    pub(super) fn from_index(index: usize) -> Self {
        Self(u32::try_from(index).expect("invariant: a text within the limit has fewer entries"))
    }
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// `'…'`.
    Single,
    /// `"…"`.
    Double,
    /// `|` with lines below.
    Literal,
    /// `>` with lines below.
    Folded,
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View<'a> {
    /// Nothing, `~`, `null`, `Null` or `NULL` without quotes; and an alias that leads nowhere.
    Null,
    /// A text: the value after quotes, escapes and folding.
    Scalar(&'a str, Style),
    /// A list.
    List,
    /// A mapping.
    Map,
    /// `*name`, and what it stands for.
    Alias(ItemId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Scalar(Style),
    BlockList,
    FlowList,
    BlockMap,
    FlowMap,
    /// A mapping of one pair inside `[…]` without braces.
    PairMap,
    Alias,
}

impl Kind {
    pub(super) const fn is_collection(self) -> bool {
        self.is_map() || self.is_list()
    }

    pub(super) const fn is_map(self) -> bool {
        matches!(self, Self::BlockMap | Self::FlowMap | Self::PairMap)
    }

    pub(super) const fn is_list(self) -> bool {
        matches!(self, Self::BlockList | Self::FlowList)
    }

    pub(super) const fn is_flow(self) -> bool {
        matches!(self, Self::FlowList | Self::FlowMap | Self::PairMap)
    }
}

/// No decoded text, no target, or a collection that is still open.
pub(super) const NONE: u32 = u32::MAX;

/// Sixteen bytes for one item. `link` is the entry after a collection's last descendant, the decoded text of a
/// scalar, or the target of an alias.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) span: Span,
    pub(super) link: u32,
    pub(super) kind: Kind,
    pub(super) anchored: bool,
}

const _: () = assert!(size_of::<Entry>() == 16);

/// What was read of a text. It owns no text but what escapes and folding changed.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    pub(super) entries: Vec<Entry>,
    pub(super) decoded: Vec<Box<str>>,
    pub(super) roots: Vec<ItemId>,
}

impl Tree {
    /// Never fails: what could be read, and all that is wrong, in the order of the text.
    pub fn read(text: &str, limits: Limits) -> (Self, Vec<Fault>) {
        read::read(text, limits)
    }

    /// One value for each document.
    pub fn roots(&self) -> &[ItemId] {
        &self.roots
    }

    /// How many mappings there are.
    pub fn maps(&self) -> usize {
        self.entries
            .iter()
            .filter(|entry| entry.kind.is_map())
            .count()
    }

    /// What the item is. `text` is the text that was read.
    pub fn view<'a>(&'a self, text: &'a str, id: ItemId) -> View<'a> {
        let entry = self.entry(id);
        match entry.kind {
            Kind::Null => View::Null,
            Kind::Scalar(style) => View::Scalar(self.scalar(text, entry, style), style),
            Kind::BlockList | Kind::FlowList => View::List,
            Kind::BlockMap | Kind::FlowMap | Kind::PairMap => View::Map,
            Kind::Alias if entry.link == NONE => View::Null,
            Kind::Alias => View::Alias(ItemId(entry.link)),
        }
    }

    fn scalar<'a>(&'a self, text: &'a str, entry: Entry, style: Style) -> &'a str {
        if let Some(decoded) = self.decoded.get(entry.link as usize) {
            return decoded;
        }
        let range = entry.span.range();
        let range = match style {
            Style::Single | Style::Double => range.start + 1..range.end.saturating_sub(1),
            Style::Plain | Style::Literal | Style::Folded => range,
        };
        text.get(range).unwrap_or("")
    }

    /// The item's text if it is, or stands for, a scalar.
    pub fn text<'a>(&'a self, text: &'a str, id: ItemId) -> Option<&'a str> {
        match self.view(text, self.resolve(id)) {
            View::Scalar(scalar, _) => Some(scalar),
            View::Null | View::List | View::Map | View::Alias(_) => None,
        }
    }

    /// The bytes of the value itself: with its quotes, without anchor and tag; an alias's `*name`; a missing value's
    /// place, empty; a block collection up to the end of its last value.
    pub fn span(&self, id: ItemId) -> Span {
        self.entry(id).span
    }

    /// Whether it is a collection in brackets or braces.
    pub fn is_flow(&self, id: ItemId) -> bool {
        self.kind(id).is_flow()
    }

    /// Whether it carries an anchor (`&name`).
    pub fn anchored(&self, id: ItemId) -> bool {
        self.entry(id).anchored
    }

    /// Whether an alias stands for it or for something inside it.
    pub fn is_used(&self, id: ItemId) -> bool {
        let inside = id.0..self.after(id);
        let aliases = self
            .entries
            .iter()
            .filter(|entry| entry.kind == Kind::Alias);
        aliases
            .map(|entry| entry.link)
            .any(|target| inside.contains(&target))
    }

    /// What an alias stands for; any other item itself.
    pub fn resolve(&self, id: ItemId) -> ItemId {
        let entry = self.entry(id);
        match entry.kind {
            Kind::Alias if entry.link != NONE => ItemId(entry.link),
            _ => id,
        }
    }

    /// The items of a list; of anything else, none.
    pub fn items(&self, id: ItemId) -> impl Iterator<Item = ItemId> + Clone {
        self.children(id, self.kind(id).is_list())
    }

    /// Keys and values of a mapping in the order of the text; of anything else, none. `<<` is a key like any other.
    pub fn pairs(&self, id: ItemId) -> impl Iterator<Item = (ItemId, ItemId)> + Clone {
        let mut children = self.children(id, self.kind(id).is_map());
        iter::from_fn(move || Some((children.next()?, children.next()?)))
    }

    /// The value of the first key with that text.
    pub fn value(&self, text: &str, map: ItemId, key: &str) -> Option<ItemId> {
        self.pairs(map)
            .find(|&(id, _)| self.text(text, id) == Some(key))
            .map(|(_, value)| value)
    }

    fn children(&self, id: ItemId, open: bool) -> impl Iterator<Item = ItemId> + Clone {
        let end = if open { self.after(id) } else { 0 };
        let mut next = id.0 + 1;
        iter::from_fn(move || {
            let child = ItemId(next);
            (next < end).then(|| {
                next = self.after(child);
                child
            })
        })
    }

    pub(super) fn entry(&self, id: ItemId) -> Entry {
        self.entries[id.index()]
    }

    pub(super) fn kind(&self, id: ItemId) -> Kind {
        self.entry(id).kind
    }

    /// The entry after the item and all inside it.
    pub(super) fn after(&self, id: ItemId) -> u32 {
        let entry = self.entry(id);
        if entry.kind.is_collection() {
            entry.link
        } else {
            id.0 + 1
        }
    }

    /// The collection around it.
    pub(super) fn parent(&self, id: ItemId) -> Option<ItemId> {
        (0..id.0)
            .rev()
            .map(ItemId)
            .find(|&other| self.after(other) > id.0)
    }

    /// Where the value before it in the text ends; what lies between are signs, spaces and comments.
    pub(super) fn end_before(&self, id: ItemId) -> usize {
        let before = (0..id.0)
            .rev()
            .map(ItemId)
            .find(|&other| self.after(other) <= id.0);
        before.map_or(0, |before| self.span(before).range().end)
    }
}
