//! From a place in the plan to bytes of the text.

use crate::source::{Place, Span};
use crate::yaml::{ItemId, Style, Tree, View};

/// The bytes of a place in a definition whose mapping this is.
pub(super) fn span_of(text: &str, tree: &Tree, map: ItemId, place: &Place) -> Option<Span> {
    let field = if place.field.is_empty() {
        "name"
    } else {
        place.field
    };
    let Some(value) = find(text, tree, map, field, 0) else {
        let first = tree.pairs(map).next();
        return Some(first.map_or_else(|| tree.span(map), |(key, _)| tree.span(key)));
    };
    let value = place
        .item
        .map_or(Some(value), |item| item_of(tree, value, usize::from(item)))
        .unwrap_or(value);
    let span = tree.span(value);
    if span.start == span.end {
        return key_span(text, tree, map, field).or(Some(span));
    }
    Some(
        place
            .chars
            .map_or(span, |chars| inside(text, tree, value, chars)),
    )
}

/// The value of a key: the mapping's own, else what it merges.
pub(super) fn find(text: &str, tree: &Tree, map: ItemId, key: &str, depth: u8) -> Option<ItemId> {
    if let Some(value) = tree.value(text, map, key) {
        return Some(value);
    }
    let merged = tree.value(text, map, "<<").filter(|_| depth < 4)?;
    let target = tree.resolve(merged);
    match tree.view(text, target) {
        View::Map => find(text, tree, target, key, depth + 1),
        View::List => tree
            .items(target)
            .find_map(|item| find(text, tree, tree.resolve(item), key, depth + 1)),
        _ => None,
    }
}

fn key_span(text: &str, tree: &Tree, map: ItemId, key: &str) -> Option<Span> {
    tree.pairs(map)
        .find(|&(id, _)| tree.text(text, id) == Some(key))
        .map(|(id, _)| tree.span(id))
}

pub(super) fn item_of(tree: &Tree, value: ItemId, item: usize) -> Option<ItemId> {
    let value = tree.resolve(value);
    tree.items(value)
        .nth(item)
        .or_else(|| tree.pairs(value).nth(item).map(|(_, value)| value))
}

/// Some characters of a scalar. What escapes or folding changed is pointed at as a whole.
pub(super) fn inside(text: &str, tree: &Tree, value: ItemId, chars: (u16, u16)) -> Span {
    let span = tree.span(value);
    let source = text.get(span.range()).unwrap_or("");
    let View::Scalar(scalar, style) = tree.view(text, value) else {
        return span;
    };
    let quote = usize::from(!matches!(style, Style::Plain));
    let same = source.get(quote..source.len().saturating_sub(quote)) == Some(scalar);
    if !same || chars.0 >= chars.1 {
        return span;
    }
    let offset = |chars: u16| {
        scalar
            .char_indices()
            .nth(usize::from(chars))
            .map_or(scalar.len(), |(offset, _)| offset)
    };
    let start = span.range().start + quote;
    Span::new(start + offset(chars.0), start + offset(chars.1))
}
