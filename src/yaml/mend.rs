//! A working copy of a text that the parser can read where the text itself would stop it.
//!
//! An address that ends in a colon is put in quotes; control characters get stand-ins of the same length. Spans are
//! told in the text as given.

use std::borrow::Cow;
use std::ops::Range;

/// What the parser reads.
pub(super) struct Working<'a> {
    original: &'a str,
    pub(super) text: Cow<'a, str>,
    quotes: Vec<Range<usize>>,
    inserted: Vec<usize>,
    pub(super) masked: bool,
    guess: bool,
}

/// What would let the parser read on.
pub(super) enum Mend {
    Mask,
    Quote(Range<usize>),
    Unquote(Vec<Range<usize>>),
}

impl<'a> Working<'a> {
    pub(super) fn new(original: &'a str) -> Self {
        Self {
            original,
            text: Cow::Borrowed(original),
            quotes: Vec::new(),
            inserted: Vec::new(),
            masked: false,
            guess: true,
        }
    }

    /// The offset in the text as given.
    pub(super) fn original(&self, at: usize) -> usize {
        if self.inserted.is_empty() {
            return at;
        }
        at - self.inserted.partition_point(|&inserted| inserted < at)
    }

    pub(super) fn quotes(&self) -> &[Range<usize>] {
        &self.quotes
    }

    pub(super) fn apply(&mut self, mend: Mend) {
        match mend {
            Mend::Mask => self.masked = true,
            Mend::Quote(range) => {
                if self.guess {
                    self.quotes.extend(candidates(self.original, range.end));
                }
                self.quotes.push(range);
                self.quotes.sort_by_key(|quote| quote.start);
                self.quotes.dedup();
            }
            Mend::Unquote(wrong) => {
                self.guess = false;
                self.quotes.retain(|quote| !wrong.contains(quote));
            }
        }
        self.write();
    }

    fn write(&mut self) {
        let mut text = String::with_capacity(self.original.len() + 2 * self.quotes.len());
        let mut from = 0;
        self.inserted.clear();
        for edge in self
            .quotes
            .iter()
            .flat_map(|quote| [quote.start, quote.end])
        {
            push(&mut text, &self.original[from..edge], self.masked);
            self.inserted.push(text.len());
            text.push('\'');
            from = edge;
        }
        push(&mut text, &self.original[from..], self.masked);
        self.text = Cow::Owned(text);
    }
}

fn push(out: &mut String, text: &str, mask: bool) {
    if mask {
        out.extend(text.chars().map(stand_in));
    } else {
        out.push_str(text);
    }
}

fn stand_in(char: char) -> char {
    match (is_forbidden(char), char.len_utf8()) {
        (false, _) => char,
        (true, 1) => 'x',
        (true, 2) => 'ÿ',
        (true, _) => '\u{fffd}',
    }
}

/// Characters that YAML allows only as escapes (YAML 1.2.2, section 5.1).
pub(super) fn is_forbidden(char: char) -> bool {
    match char {
        '\t' | '\n' | '\r' | '\u{85}' => false,
        '\u{fffe}' | '\u{ffff}' => true,
        _ => char.is_control(),
    }
}

/// Whether YAML would mistake the whole text for a key, and a person meant an address.
pub(super) fn is_address(text: &str) -> bool {
    text.ends_with("::")
        && text
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || byte == b':')
}

/// More addresses in the same trouble, so that a text with many is not read again for each.
fn candidates(text: &str, from: usize) -> impl Iterator<Item = Range<usize>> {
    text[from..].match_indices("::").filter_map(move |(at, _)| {
        let end = from + at + 2;
        let open = |byte: Option<&u8>| {
            byte.is_none_or(|byte| matches!(byte, b' ' | b'\r' | b'\n' | b',' | b'}' | b']'))
        };
        if !open(text.as_bytes().get(end)) {
            return None;
        }
        let line = &text[text[..end].rfind('\n').map_or(0, |found| found + 1)..end];
        let start = end - (line.len() - line.rfind(' ')? - 1);
        let before = line[..line.len() - (end - start)].trim_end();
        let plain = !before.contains(['#', '\'', '"']);
        (plain && before.ends_with(':') && start > from && is_address(&text[start..end]))
            .then_some(start..end)
    })
}
