//! How a text is laid out: indents, line breaks, and which lines belong to which value.

use std::ops::Range;

use super::scan;
use super::tree::{ItemId, Kind, Tree};

/// Entries looked at to learn a text's indents.
const LOOK: usize = 4096;

/// The indents and the line break that new lines take over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    /// How far right of its key a list's dashes stand.
    pub(super) list: usize,
    /// How far right of its key a mapping's keys stand.
    pub(super) map: usize,
    /// The line break.
    pub(super) line_break: &'static str,
}

impl Layout {
    /// That of the values in the mapping, else that of the text.
    pub(super) fn near(text: &str, tree: &Tree, map: ItemId) -> Self {
        let all = (0..tree.entries.len().min(LOOK)).map(ItemId::from_index);
        let maps = || std::iter::once(map).chain(all.clone());
        let indent = |kind: Kind, least: usize| {
            maps()
                .filter(|&map| tree.kind(map) == Kind::BlockMap)
                .find_map(|map| {
                    let value = tree
                        .pairs(map)
                        .take(64)
                        .find(|&(_, value)| tree.kind(value) == kind)?
                        .1;
                    let indent = block_column(text, tree, value)
                        .checked_sub(block_column(text, tree, map))?;
                    (least..=8).contains(&indent).then_some(indent)
                })
        };
        Self {
            list: indent(Kind::BlockList, 0).unwrap_or(2),
            map: indent(Kind::BlockMap, 1).unwrap_or(2),
            line_break: scan::line_break(text, tree.span(map).range().start),
        }
    }
}

/// The column of a block mapping's keys or a block list's dashes.
pub(super) fn block_column(text: &str, tree: &Tree, id: ItemId) -> usize {
    scan::column(text, tree.span(id).range().start)
}

/// Where the pair of a block mapping starts: at its key, or the `?`, anchor or tag before it.
pub(super) fn pair_start(text: &str, tree: &Tree, map: ItemId, key: ItemId) -> usize {
    let start = tree.span(map).range().start;
    let key_start = tree.span(key).range().start;
    if key.0 == map.0 + 1 {
        return start;
    }
    let column = block_column(text, tree, map);
    let mut line = scan::line_start(text, key_start);
    let floor = tree.end_before(key);
    loop {
        let content = line + leading_spaces(&text[line..]);
        if content - line == column && content <= key_start || line <= floor {
            return content.min(key_start).max(floor);
        }
        line = scan::line_start(text, line - 1);
    }
}

/// Where the dash of a block list's item stands.
pub(super) fn item_start(text: &str, tree: &Tree, list: ItemId, item: ItemId) -> usize {
    let start = tree.span(list).range().start;
    if item.0 == list.0 + 1 {
        return start;
    }
    scan::dash(text, tree.end_before(item)).unwrap_or_else(|| tree.span(item).range().start)
}

pub(super) fn leading_spaces(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The start of the lines that belong to the one at `start`: comments directly above it at its column.
pub(super) fn with_comments(text: &str, start: usize, before: usize) -> usize {
    let line = scan::line_start(text, start);
    let column = scan::column(text, start);
    let bound = if before == 0 {
        0
    } else {
        scan::next_line(text, before).min(line)
    };
    scan::lines_above(text, line, bound, |line| scan::is_comment(line, column))
}

/// The same, and the blank lines above them: what an item of a list takes along.
pub(super) fn with_gap(text: &str, start: usize, before: usize) -> usize {
    let from = with_comments(text, start, before);
    let bound = if before == 0 {
        0
    } else {
        scan::next_line(text, before).min(from)
    };
    scan::lines_above(text, from, bound, |line| line.trim().is_empty())
}

/// Where the lines of a value end that ends at `end`: after its line and the comments below it that are indented
/// deeper than `column`.
pub(super) fn with_tail(text: &str, end: usize, column: usize) -> usize {
    let mut line = scan::next_line(text, end);
    while line < text.len() {
        let content = &text[line..scan::line_end(text, line)];
        if !content.trim_start_matches(' ').starts_with('#') || leading_spaces(content) <= column {
            break;
        }
        line = scan::next_line(text, line);
    }
    line
}

/// Whole lines to take away: at the end of a text without a final line break, the one before goes too.
pub(super) fn cut(text: &str, lines: Range<usize>) -> Range<usize> {
    let ends_open = lines.end == text.len() && !text.ends_with('\n');
    let start = lines.start;
    match text[..start].strip_suffix('\n') {
        Some(before) if ends_open => before.strip_suffix('\r').unwrap_or(before).len()..lines.end,
        Some(_) | None => start..lines.end,
    }
}

/// Whole lines to put in at the start of a line, or at the end of a text that may lack its final line break.
pub(super) fn put(text: &str, at: usize, lines: &str, line_break: &str) -> String {
    if at == text.len() && !text.is_empty() && !text.ends_with('\n') {
        format!("{line_break}{lines}")
    } else {
        format!("{lines}{line_break}")
    }
}

/// The lines joined, each at that column.
pub(super) fn indented(lines: &[String], column: usize, line_break: &str) -> String {
    let indent = " ".repeat(column);
    let lines: Vec<_> = lines.iter().map(|line| format!("{indent}{line}")).collect();
    lines.join(line_break)
}
