//! Inserts, removes and lifts out items of a list, as whole lines with their comments.

use std::ops::Range;

use super::keys::{emptied, first_comment, flow_start};
use super::layout::{self, Layout};
use super::tree::{ItemId, Kind, Style, Tree};
use super::{Limits, Node, Splice, print_scalar, scan};

#[cfg(test)]
mod tests;

/// An item to insert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// What [`item_text`] gave: lines with the dash and the comments above, or a flow item.
    Text(String),
    /// A new value.
    Node(Node),
}

/// Inserts an item before the one at `index`, or as the last. Indent and line break are those of its neighbours.
pub fn insert_item(
    text: &str,
    tree: &Tree,
    list: ItemId,
    index: usize,
    item: &Item,
) -> Vec<Splice> {
    match tree.kind(list) {
        Kind::BlockList => vec![insert_lines(text, tree, list, index, item)],
        Kind::FlowList if tree.items(list).next().is_none() => insert_only(text, tree, list, item),
        Kind::FlowList => vec![insert_in_brackets(text, tree, list, index, item)],
        _ => Vec::new(),
    }
}

/// Puts a value in place of an item, or behind the last one. What is one line stays in its place on the line, with its
/// quotes and what stands behind it.
pub fn set_item(text: &str, tree: &Tree, list: ItemId, index: usize, value: &Node) -> Vec<Splice> {
    let item = Item::Node(value.clone());
    let Some(old) = tree.items(list).nth(index) else {
        return insert_item(text, tree, list, index, &item);
    };
    let flow = tree.is_flow(list);
    let line = match (value, tree.kind(old)) {
        (
            Node::Scalar { text, numeric },
            Kind::Scalar(style @ (Style::Plain | Style::Single | Style::Double)),
        ) => Some(print_scalar(text, Some(style), flow, *numeric)),
        _ if flow => Some(value.flow()),
        _ => None,
    };
    if let Some(line) = line {
        let span = tree.span(old).range();
        return vec![Splice::new(span.start, span.end, line)];
    }
    let mut splices = insert_item(text, tree, list, index, &item);
    splices.extend(remove_item(text, tree, list, index));
    splices
}

fn insert_lines(text: &str, tree: &Tree, list: ItemId, index: usize, item: &Item) -> Splice {
    let layout = Layout::near(text, tree, list);
    let column = layout::block_column(text, tree, list);
    let lines = lines_at(item, column, &layout);
    let items = tree.items(list);
    if let Some(next) = items.clone().nth(index) {
        let start = layout::item_start(text, tree, list, next);
        if !scan::opens_line(text, start) {
            let indent = " ".repeat(column);
            let lines = format!("{}{}{indent}", lines.trim_start(), layout.line_break);
            return Splice::new(start, start, lines);
        }
        let at = layout::with_gap(text, start, tree.end_before(next));
        return Splice::new(at, at, format!("{lines}{}", layout.line_break));
    }
    let end = tree.span(list).range().end;
    let at = layout::with_tail(text, end, column);
    Splice::new(at, at, layout::put(text, at, &lines, layout.line_break))
}

/// The item's lines with its dash at that column.
fn lines_at(item: &Item, column: usize, layout: &Layout) -> String {
    let text = match item {
        Item::Node(node) => {
            return layout::indented(&node.item(layout), column, layout.line_break);
        }
        Item::Text(text) if is_lines(text) => text,
        Item::Text(text) => return format!("{}- {text}", " ".repeat(column)),
    };
    let own = text.lines().find(|line| !line.trim().is_empty());
    let own = own.map_or(0, layout::leading_spaces);
    let foreign = layout.line_break == "\r\n" && !text.contains("\r\n");
    let lines: Vec<_> = text
        .split('\n')
        .map(|line| shifted(line, own, column))
        .collect();
    lines.join(if foreign { "\r\n" } else { "\n" })
}

fn shifted(line: &str, from: usize, to: usize) -> String {
    if line.trim_end_matches('\r').is_empty() {
        return line.to_owned();
    }
    let indent = (layout::leading_spaces(line) + to).saturating_sub(from);
    format!("{}{}", " ".repeat(indent), line.trim_start_matches(' '))
}

/// Whether it is lines with a dash, not an item of a flow list.
fn is_lines(text: &str) -> bool {
    let content = text.lines().find(|line| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with('#')
    });
    let content = content.unwrap_or("").trim();
    content == "-" || content.starts_with("- ")
}

fn insert_in_brackets(text: &str, tree: &Tree, list: ItemId, index: usize, item: &Item) -> Splice {
    let item = flow_text(item);
    if let Some(next) = tree.items(list).nth(index) {
        let at = flow_start(text, tree, next);
        return Splice::new(at, at, format!("{item}, "));
    }
    let end = tree
        .items(list)
        .last()
        .map(|item| tree.span(item).range().end);
    let at = end.unwrap_or(tree.span(list).range().start + 1);
    Splice::new(at, at, format!(", {item}"))
}

fn flow_text(item: &Item) -> String {
    let text = match item {
        Item::Node(node) => return node.flow(),
        Item::Text(text) if !is_lines(text) => return text.clone(),
        Item::Text(text) => text,
    };
    let (tree, _) = Tree::read(text, Limits::default());
    let root = tree.roots().first();
    let item = root.and_then(|&root| tree.items(root).next());
    let node = item.map_or(Node::Null, |item| {
        Node::read(&tree, text, item, &mut Limits::default().budget())
    });
    node.flow()
}

/// The first item of `[]`: a flow item, or lines below the key when it is a mapping.
fn insert_only(text: &str, tree: &Tree, list: ItemId, item: &Item) -> Vec<Splice> {
    let span = tree.span(list).range();
    let lines = match item {
        Item::Node(node) => node.inline().is_none(),
        Item::Text(text) => is_lines(text),
    };
    let parent = tree
        .parent(list)
        .filter(|&map| tree.kind(map) == Kind::BlockMap);
    let own_line = text[..span.start].trim_end_matches(' ').ends_with(':');
    let Some(map) = parent.filter(|_| lines && own_line) else {
        let at = span.start + 1;
        return vec![Splice::new(at, at, flow_text(item))];
    };
    let layout = Layout::near(text, tree, map);
    let column = layout::block_column(text, tree, map) + layout.list;
    let lines = lines_at(item, column, &layout);
    let head = text[..span.start].trim_end_matches(' ').len();
    let at = scan::line_end(text, span.end);
    vec![
        Splice::new(head, span.end, ""),
        Splice::new(at, at, format!("{}{lines}", layout.line_break)),
    ]
}

/// Removes an item: its lines with the comments directly above, the blank lines above those, and the deeper comments
/// directly below. A list that becomes empty is written `[]`; better remove its key.
pub fn remove_item(text: &str, tree: &Tree, list: ItemId, index: usize) -> Vec<Splice> {
    let mut items = tree.items(list);
    let count = items.clone().take(2).count();
    let before = index
        .checked_sub(1)
        .and_then(|index| items.clone().nth(index));
    let Some(item) = items.nth(index) else {
        return Vec::new();
    };
    if count == 1 {
        return emptied(text, tree, list, "[]");
    }
    let next = items.next();
    let end = tree.span(item).range().end;
    let cut = match (tree.kind(list), before, next) {
        (Kind::FlowList, Some(before), _) => tree.span(before).range().end..end,
        (Kind::FlowList, None, Some(next)) => {
            flow_start(text, tree, item)..flow_start(text, tree, next)
        }
        (_, None, Some(next)) if !opens_line(text, tree, list, item) => {
            let start = layout::item_start(text, tree, list, item);
            let until = layout::item_start(text, tree, list, next);
            start..first_comment(text, end, until)
        }
        _ => layout::cut(text, item_lines(text, tree, list, item)),
    };
    vec![Splice::new(cut.start, cut.end, "")]
}

fn opens_line(text: &str, tree: &Tree, list: ItemId, item: ItemId) -> bool {
    scan::opens_line(text, layout::item_start(text, tree, list, item))
}

fn item_lines(text: &str, tree: &Tree, list: ItemId, item: ItemId) -> Range<usize> {
    let start = layout::item_start(text, tree, list, item);
    let column = layout::block_column(text, tree, list);
    let from = layout::with_gap(text, start, tree.end_before(item));
    from..layout::with_tail(text, tree.span(item).range().end, column)
}

/// An item as it stands in the text, as [`insert_item`] takes it back: removed and inserted at the same index, the text
/// is what it was. Lines keep their breaks and lose the indent they share; the last has no break.
pub fn item_text(text: &str, tree: &Tree, list: ItemId, index: usize) -> String {
    let Some(item) = tree.items(list).nth(index) else {
        return String::new();
    };
    let span = tree.span(item).range();
    if tree.kind(list) == Kind::FlowList {
        return text[flow_start(text, tree, item)..span.end].to_owned();
    }
    let lines = item_lines(text, tree, list, item);
    let start = layout::item_start(text, tree, list, item);
    let whole = if scan::opens_line(text, start) {
        text[lines].to_owned()
    } else {
        let indent = " ".repeat(layout::block_column(text, tree, list));
        format!("{indent}{}", &text[start..lines.end])
    };
    let whole = whole.strip_suffix('\n').unwrap_or(&whole);
    let whole = whole.strip_suffix('\r').unwrap_or(whole);
    let full = |line: &&str| !line.trim_end_matches('\r').is_empty();
    let shared = whole.split('\n').filter(full).map(layout::leading_spaces);
    let shared = shared.min().unwrap_or(0);
    let lines: Vec<_> = whole
        .split('\n')
        .map(|line| if full(&line) { &line[shared..] } else { line })
        .collect();
    lines.join("\n")
}
