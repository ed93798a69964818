//! One value of a tuple, and where it stands in the text of its item.

use std::borrow::Cow;
use std::ops::Range;

use crate::diag::Severity;
use crate::plan::Fault;

/// No mend is offered for longer items: nobody wrote them by hand.
const LONGEST_MEND: usize = 200;

/// A value without the spaces round the commas.
pub(super) struct Value<'a> {
    /// The number of the item.
    item: usize,
    /// The whole text of the item.
    whole: &'a str,
    /// The bytes of the item that the value takes.
    bytes: Range<usize>,
    /// The value without any space.
    pub(super) text: Cow<'a, str>,
}

impl<'a> Value<'a> {
    /// The values of one item, in order.
    pub(super) fn split(item: usize, whole: &'a str) -> impl Iterator<Item = Self> {
        let mut start = 0;
        whole.split(',').map(move |part| {
            let (first, last) = (start == 0, start + part.len() == whole.len());
            let mut bytes = start..start + part.len();
            start = bytes.end + 1;
            if !first {
                bytes.start += part.len() - part.trim_start_matches(' ').len();
            }
            if !last && !whole[bytes.clone()].is_empty() {
                bytes.end = bytes.start + whole[bytes.clone()].trim_end_matches(' ').len();
            }
            Self::new(item, whole, bytes)
        })
    }

    fn new(item: usize, whole: &'a str, bytes: Range<usize>) -> Self {
        let raw = &whole[bytes.clone()];
        let text = if raw.contains(char::is_whitespace) {
            Cow::Owned(raw.chars().filter(|char| !char.is_whitespace()).collect())
        } else {
            Cow::Borrowed(raw)
        };
        Self {
            item,
            whole,
            bytes,
            text,
        }
    }

    /// The two values that a space parts where a comma belongs, if each begins with a word that `is_word` knows.
    pub(super) fn parted(&self, is_word: impl Fn(&str) -> bool) -> Option<[Self; 2]> {
        let raw = self.raw();
        let mut words = raw.split_whitespace();
        let (first, second) = (words.next()?, words.next()?);
        if words.next().is_some() || !is_word(first) || !is_word(second) {
            return None;
        }
        let start = self.bytes.start + (raw.len() - raw.trim_start().len());
        let end = self.bytes.start + raw.trim_end().len();
        Some([
            Self::new(self.item, self.whole, start..start + first.len()),
            Self::new(self.item, self.whole, end - second.len()..end),
        ])
    }

    /// The value as it is written, with its spaces.
    pub(super) fn raw(&self) -> &'a str {
        &self.whole[self.bytes.clone()]
    }

    /// Whether it is all of its item.
    pub(super) const fn is_whole(&self) -> bool {
        self.bytes.start == 0 && self.bytes.end == self.whole.len()
    }

    /// A fault of some bytes of `text`.
    pub(super) fn fault(
        &self,
        code: &'static str,
        severity: Severity,
        part: &Range<usize>,
        message: impl Into<String>,
    ) -> Fault {
        let start = self.column(part.start);
        let end = if part.is_empty() {
            start
        } else {
            let last = self.text[part.clone()].chars().next_back();
            self.column(part.end - last.map_or(0, char::len_utf8)) + 1
        };
        Fault::new(code, severity, self.item, self.whole, message).at(start, end)
    }

    /// The same fault, with a mend that writes `new` in the place of some bytes of `text`.
    pub(super) fn mend(&self, fault: Fault, safe: bool, part: &Range<usize>, new: &str) -> Fault {
        let value = [&self.text[..part.start], new, &self.text[part.end..]].concat();
        self.rewrite(fault, safe, &value)
    }

    /// The same fault, with a mend that writes another value. None where nobody could read it.
    pub(super) fn rewrite(&self, fault: Fault, safe: bool, value: &str) -> Fault {
        let (before, after) = (
            &self.whole[..self.bytes.start],
            &self.whole[self.bytes.end..],
        );
        if before.len() + value.len() + after.len() > LONGEST_MEND {
            return fault;
        }
        let text = [before, value, after].concat();
        if text.contains(char::is_control) {
            return fault;
        }
        fault.mend(safe, text)
    }

    /// The same fault, with a mend that drops the value and the comma before it.
    pub(super) fn drop(&self, fault: Fault, safe: bool) -> Fault {
        let before = self.whole[..self.bytes.start].trim_end_matches([' ', ',']);
        let after = &self.whole[self.bytes.end..];
        let text = if before.is_empty() {
            after.trim_start_matches([' ', ',']).to_owned()
        } else {
            [before, after].concat()
        };
        if text.is_empty() || text.len() > LONGEST_MEND || text.contains(char::is_control) {
            return fault;
        }
        fault.mend(safe, text)
    }

    /// The first and the last column of the value as it is written, the end excluded.
    pub(super) fn columns(&self) -> (usize, usize) {
        let start = self.whole[..self.bytes.start].chars().count();
        (start, start + self.raw().chars().count())
    }

    /// The column in the item of a byte of `text`; behind the value for the end of it.
    fn column(&self, byte: usize) -> usize {
        let (start, end) = self.columns();
        let wanted = self.text[..byte].chars().count();
        self.raw()
            .chars()
            .enumerate()
            .filter(|(_, char)| !char.is_whitespace())
            .nth(wanted)
            .map_or(end, |(index, _)| start + index)
    }
}
