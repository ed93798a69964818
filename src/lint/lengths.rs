//! Lengths inside the text of a spec: where they stand, and the text with another one.

use crate::addr::Length;
use crate::plan::Value;
use crate::source::{NodeId, Place};

/// Which number of a spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The one behind the base: `v6global/64`.
    Base,
    /// The one behind `+prefix`.
    NodePrefix,
}

/// Where a length stands in a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    item: usize,
    start: usize,
    end: usize,
}

/// Finds a length in a value. Nothing where the text says it in another way.
pub(super) fn find(value: &Value, part: Part, length: Length) -> Option<Spot> {
    value.items().iter().enumerate().find_map(|(item, value)| {
        let text = value.as_text()?;
        let start = match part {
            Part::Base => bases(text).find(|&(start, base)| says(text, start, base, length)),
            Part::NodePrefix => prefixes(text).find(|&(start, end)| says(text, start, end, length)),
        };
        start.map(|(start, end)| Spot { item, start, end })
    })
}

/// The numbers of a text that no `+prefix` stands before, as bytes from the slash.
fn bases(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    numbers(text).filter(|&(start, _)| !text[..start].ends_with(PREFIX))
}

/// The numbers of a text behind `+prefix`.
fn prefixes(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    numbers(text).filter(|&(start, _)| text[..start].ends_with(PREFIX))
}

const PREFIX: &str = "+prefix";

fn numbers(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    text.match_indices('/').map(|(start, _)| {
        let digits = text[start + 1..]
            .bytes()
            .take_while(u8::is_ascii_digit)
            .count();
        (start, start + 1 + digits)
    })
}

fn says(text: &str, start: usize, end: usize, length: Length) -> bool {
    text[start..end] == length.to_string()
}

impl Spot {
    /// It as a place of that field.
    pub(super) fn place(self, value: &Value, node: NodeId, field: &'static str) -> Place {
        let text = value.items().get(self.item).and_then(Value::as_text);
        let chars = |bytes: usize| {
            let before = text.and_then(|text| text.get(..bytes)).unwrap_or("");
            u16::try_from(before.chars().count()).unwrap_or(u16::MAX)
        };
        Place {
            node,
            field,
            item: match value {
                Value::List(_) => u16::try_from(self.item).ok(),
                Value::Text(_) | Value::Null | Value::Map(_) => None,
            },
            chars: Some((chars(self.start), chars(self.end))),
        }
    }

    /// The value on one line, with another length there.
    pub(super) fn with(self, value: &Value, length: Length) -> Option<String> {
        let mut texts: Vec<String> = value
            .items()
            .iter()
            .map(|item| item.as_text().map(str::to_owned))
            .collect::<Option<_>>()?;
        texts
            .get_mut(self.item)?
            .replace_range(self.start..self.end, &length.to_string());
        Some(texts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::addr::Family;

    fn check(value: &Value, part: Part, bits: u8, expected: Option<&str>) {
        let length = |bits| Length::new(Family::V6, bits).expect("a length");
        let with = find(value, part, length(bits)).and_then(|spot| spot.with(value, length(99)));
        assert_eq!(with.as_deref(), expected, "{value:?} {part:?} /{bits}");
    }

    #[test]
    fn each_number_is_found_by_what_stands_before_it() {
        let both = Value::text("v6global/63+prefix/63");
        check(&both, Part::Base, 63, Some("v6global/99+prefix/63"));
        check(&both, Part::NodePrefix, 63, Some("v6global/63+prefix/99"));
        check(&both, Part::Base, 6, None);
        let list = Value::List([Value::text("v4private"), Value::text("v6global/63")].into());
        check(&list, Part::Base, 63, Some("v4private, v6global/99"));
        check(&list, Part::NodePrefix, 63, None);
    }
}
