//! Changes of a text, by the bytes they replace.

use crate::source::Span;

/// A text to put in place of some bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    /// The bytes that go.
    pub span: Span,
    /// What comes in their place.
    pub text: String,
}

impl Splice {
    pub(super) fn new(start: usize, end: usize, text: impl Into<String>) -> Self {
        Self {
            span: Span::new(start, end.max(start)),
            text: text.into(),
        }
    }
}

/// The text with all changes made. They may come in any order and must not overlap; one that overlaps an earlier one
/// is left out.
pub fn apply(text: &str, mut splices: Vec<Splice>) -> String {
    splices.sort_by_key(|splice| splice.span);
    let mut out = String::with_capacity(text.len() + 64);
    let mut from = 0;
    for splice in splices {
        let range = splice.span.range();
        debug_assert!(range.start >= from, "overlapping splices");
        let Some(kept) = text.get(from..range.start) else {
            continue;
        };
        out.push_str(kept);
        out.push_str(&splice.text);
        from = range.end;
    }
    out.push_str(text.get(from..).unwrap_or(""));
    out
}
