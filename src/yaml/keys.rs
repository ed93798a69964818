//! Sets, adds and removes keys of a mapping, leaving every other byte as it is.

use std::ops::Range;

use super::layout::{self, Layout};
use super::tree::{ItemId, Kind, Tree};
use super::{Node, Splice, Style, print_scalar, scan};

#[cfg(test)]
mod tests;

fn find(text: &str, tree: &Tree, map: ItemId, key: &str) -> Option<(ItemId, ItemId)> {
    tree.pairs(map)
        .find(|&(id, _)| tree.text(text, id) == Some(key))
}

/// Puts a value in place of the key's, or adds the key. A scalar keeps its quotes, an anchor, a tag and a comment
/// behind it stay, and an alias is overwritten where it is used.
pub fn set_value(text: &str, tree: &Tree, map: ItemId, key: &str, value: &Node) -> Vec<Splice> {
    let Some((key, old)) = find(text, tree, map, key) else {
        return add_key(text, tree, map, key, value, None);
    };
    let old = Old::new(text, tree, map, key, old);
    match old.one_line(value) {
        Some(line) => old.replace_inline(text, &line),
        None => old.replace_block(text, tree, value),
    }
}

/// A value that is going, with all that its replacement needs to know.
struct Old {
    map: ItemId,
    id: ItemId,
    kind: Kind,
    flow: bool,
    /// The value itself.
    span: Range<usize>,
    /// After the colon, an anchor and a tag.
    slot: Option<usize>,
    /// The value has lines of its own below the line of its key.
    below: bool,
    key_end: usize,
    column: usize,
}

impl Old {
    fn new(text: &str, tree: &Tree, map: ItemId, key: ItemId, id: ItemId) -> Self {
        let span = tree.span(id).range();
        let key_end = tree.span(key).range().end;
        let slot = scan::slot(text, key_end, span.start).filter(|&slot| slot <= span.start);
        let kind = tree.kind(id);
        let block = matches!(kind, Kind::BlockList | Kind::BlockMap);
        let below = slot.is_some_and(|slot| text[slot..span.start].contains('\n'));
        Self {
            map,
            id,
            kind,
            flow: tree.is_flow(map),
            slot,
            below: block && below,
            key_end,
            column: layout::block_column(text, tree, map),
            span,
        }
    }

    /// The new value as one line, unless it has to be lines below its key.
    fn one_line(&self, value: &Node) -> Option<String> {
        let style = match self.kind {
            Kind::Scalar(style) => Some(style),
            _ => None,
        };
        if let Node::Scalar { text, numeric } = value {
            return Some(print_scalar(text, style, self.flow, *numeric));
        }
        let stays_flow = self.flow || matches!(self.kind, Kind::FlowList | Kind::FlowMap);
        let empty = *value == Node::List(Vec::new()) || *value == Node::Map(Vec::new());
        let was_empty = self.span.len() <= 2;
        let block = matches!(self.kind, Kind::BlockList | Kind::BlockMap);
        let beside = self.flow || self.slot.is_none() || block && !self.below;
        if beside || stays_flow && !was_empty || empty || *value == Node::Null {
            Some(value.flow())
        } else if self.kind == Kind::BlockList && matches!(value, Node::List(_)) {
            None
        } else {
            value.inline()
        }
    }

    fn replace_inline(&self, text: &str, line: &str) -> Vec<Splice> {
        let Range { start, end } = self.span;
        let Some(slot) = self.slot else {
            return vec![self.without_colon(text, line)];
        };
        if let Kind::Scalar(Style::Literal | Style::Folded) = self.kind {
            let header = self.header_end(text);
            let rest = scan::line_end(text, header);
            let below = Splice::new(rest, end, "");
            return vec![Splice::new(start, header, line), below];
        }
        if self.below {
            let below = scan::line_end(text, slot)..scan::line_end(text, end);
            let value = Splice::new(slot, slot, format!(" {line}"));
            return vec![value, Splice::new(below.start, below.end, "")];
        }
        let space = if start == end && start == slot {
            " "
        } else {
            ""
        };
        vec![Splice::new(start, end, format!("{space}{line}"))]
    }

    /// `{a, b}` and `? a` hold keys without a colon.
    fn without_colon(&self, text: &str, line: &str) -> Splice {
        if self.flow {
            return Splice::new(self.key_end, self.key_end, format!(": {line}"));
        }
        let at = scan::line_end(text, self.key_end);
        let line_break = scan::line_break(text, at);
        let indent = " ".repeat(self.column);
        Splice::new(at, at, format!("{line_break}{indent}: {line}"))
    }

    fn header_end(&self, text: &str) -> usize {
        let value = &text[self.span.clone()];
        let marks = value.find(|char: char| !"|>+-0123456789".contains(char));
        self.span.start + marks.unwrap_or(value.len())
    }

    /// Takes the value away after the colon and puts lines below, behind a comment that stays.
    fn replace_block(&self, text: &str, tree: &Tree, value: &Node) -> Vec<Splice> {
        let Range { start, end } = self.span;
        let slot = self.slot.unwrap_or(start);
        let layout = Layout::near(text, tree, self.map);
        let (head, body) = match self.kind {
            _ if self.below => (slot, scan::line_end(text, slot)..scan::line_end(text, end)),
            Kind::Scalar(Style::Literal | Style::Folded) => {
                let header = self.header_end(text);
                (header, scan::line_end(text, header)..end)
            }
            _ => (end, scan::line_end(text, end)..scan::line_end(text, end)),
        };
        let same = match value {
            Node::List(_) => self.kind == Kind::BlockList,
            Node::Map(_) => self.kind == Kind::BlockMap,
            Node::Null | Node::Scalar { .. } => false,
        };
        let column = if same && self.below {
            layout::block_column(text, tree, self.id)
        } else {
            self.column + value.indent(&layout)
        };
        let lines = layout::indented(&value.lines(&layout), column, layout.line_break);
        vec![
            Splice::new(slot, head, ""),
            Splice::new(
                body.start,
                body.end,
                format!("{}{lines}", layout.line_break),
            ),
        ]
    }
}

/// Adds a key behind the key `after`; without that, behind the mapping's leading one-line values.
pub fn add_key(
    text: &str,
    tree: &Tree,
    map: ItemId,
    key: &str,
    value: &Node,
    after: Option<&str>,
) -> Vec<Splice> {
    let after = after.and_then(|after| find(text, tree, map, after));
    match tree.kind(map) {
        Kind::BlockMap => vec![add_line(text, tree, map, (key, value), after)],
        Kind::FlowMap | Kind::PairMap => add_in_braces(tree, map, (key, value), after),
        _ => Vec::new(),
    }
}

type Pair = (ItemId, ItemId);

fn add_line(
    text: &str,
    tree: &Tree,
    map: ItemId,
    (key, value): (&str, &Node),
    after: Option<Pair>,
) -> Splice {
    let layout = Layout::near(text, tree, map);
    let column = layout::block_column(text, tree, map);
    let line_break = layout.line_break;
    let one_line = |pair: &Pair| !matches!(tree.kind(pair.1), Kind::BlockList | Kind::BlockMap);
    let after = after.or_else(|| tree.pairs(map).take_while(one_line).last());
    let lines = value.entry(key, &layout);
    let Some((_, last)) = after else {
        let at = tree.span(map).range().start;
        let rest = layout::indented(&lines, column, line_break);
        let indent = " ".repeat(column);
        return Splice::new(at, at, format!("{}{line_break}{indent}", rest.trim_start()));
    };
    let at = scan::next_line(text, tree.span(last).range().end);
    let lines = layout::indented(&lines, column, line_break);
    Splice::new(at, at, layout::put(text, at, &lines, line_break))
}

fn add_in_braces(
    tree: &Tree,
    map: ItemId,
    (key, value): (&str, &Node),
    after: Option<Pair>,
) -> Vec<Splice> {
    let span = tree.span(map).range();
    let key = print_scalar(key, None, true, false);
    let pair = format!("{key}: {}", value.flow());
    let Some((_, last)) = after.or_else(|| tree.pairs(map).last()) else {
        let at = span.start + 1;
        return vec![Splice::new(at, at, pair)];
    };
    let at = tree.span(last).range().end;
    if tree.kind(map) == Kind::PairMap {
        let closed = Splice::new(at, span.end, format!(", {pair}}}"));
        return vec![Splice::new(span.start, span.start, "{"), closed];
    }
    vec![Splice::new(at, at, format!(", {pair}"))]
}

/// Gives a key another name. Nothing for one that is no plain text.
pub fn rename_key(text: &str, tree: &Tree, map: ItemId, key: &str, new: &str) -> Vec<Splice> {
    let Some((id, _)) = find(text, tree, map, key) else {
        return Vec::new();
    };
    let Kind::Scalar(style) = tree.kind(id) else {
        return Vec::new();
    };
    let Range { start, end } = tree.span(id).range();
    let new = print_scalar(new, Some(style), tree.is_flow(map), false);
    vec![Splice::new(start, end, new)]
}

/// Removes a key with its value: whole lines with the comments directly above, or its part of a flow mapping. A mapping
/// that becomes empty is written `{}`.
pub fn remove_key(text: &str, tree: &Tree, map: ItemId, key: &str) -> Vec<Splice> {
    let Some((id, value)) = find(text, tree, map, key) else {
        return Vec::new();
    };
    let pairs = tree.pairs(map);
    let count = pairs.clone().take(2).count();
    let next = pairs.clone().find(|&(other, _)| other > id);
    let before = pairs.take_while(|&(other, _)| other < id).last();
    if count == 1 {
        return emptied(text, tree, map, "{}");
    }
    let end = tree.span(value).range().end;
    if tree.is_flow(map) {
        let cut = match (before, next) {
            (Some((_, before)), _) => tree.span(before).range().end..end,
            (None, Some((next, _))) => flow_start(text, tree, id)..flow_start(text, tree, next),
            (None, None) => return Vec::new(),
        };
        return vec![Splice::new(cut.start, cut.end, "")];
    }
    let start = layout::pair_start(text, tree, map, id);
    if let (false, Some((next, _))) = (scan::opens_line(text, start), next) {
        let until = layout::pair_start(text, tree, map, next);
        return vec![Splice::new(start, first_comment(text, end, until), "")];
    }
    let from = layout::with_comments(text, start, tree.end_before(id));
    let lines = layout::cut(text, from..scan::next_line(text, end));
    vec![Splice::new(lines.start, lines.end, "")]
}

/// The comment lines above what starts at `until` stay with it.
pub(super) fn first_comment(text: &str, end: usize, until: usize) -> usize {
    let lines = layout::with_comments(text, until, end);
    lines + layout::leading_spaces(&text[lines..])
}

/// Where an entry of a flow collection starts, with its anchor, tag or `?`.
pub(super) fn flow_start(text: &str, tree: &Tree, id: ItemId) -> usize {
    let start = tree.span(id).range().start;
    let floor = tree.end_before(id);
    let before = text.get(floor..start).unwrap_or("");
    let marks = before
        .find(['&', '!', '?'])
        .filter(|&at| !before[..at].contains('#'));
    let Some(at) = marks else { return start };
    if before[at..].contains([',', '[', '{', '\n', '#']) {
        start
    } else {
        floor + at
    }
}

/// A collection written as empty, on its key's line where it has one.
pub(super) fn emptied(text: &str, tree: &Tree, id: ItemId, empty: &str) -> Vec<Splice> {
    let span = tree.span(id).range();
    let parent = tree
        .parent(id)
        .filter(|&parent| tree.kind(parent) == Kind::BlockMap);
    let key = parent.and_then(|parent| tree.pairs(parent).find(|&(_, value)| value == id));
    if let (Some(map), Some((key, _))) = (parent, key) {
        let old = Old::new(text, tree, map, key, id);
        if old.below {
            return old.replace_inline(text, empty);
        }
    }
    vec![Splice::new(span.start, span.end, empty)]
}
