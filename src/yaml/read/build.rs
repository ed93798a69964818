//! Makes the entries: where values start and end, what is missing, and what was meant as an address.

use std::borrow::Cow;

use granit_parser::ScalarStyle;

use super::Builder;
use crate::source::Span;
use crate::yaml::mend::is_address;
use crate::yaml::tree::{Entry, ItemId, Kind, NONE, Style};
use crate::yaml::{Fault, duplicates, scan};

impl Builder<'_> {
    pub(super) fn push(&mut self, kind: Kind, start: usize, end: usize) -> Span {
        let span = Span::new(start, end);
        if self.open.is_empty() {
            self.tree.roots.push(self.next_id());
        }
        self.tree.entries.push(Entry {
            span,
            link: NONE,
            kind,
            anchored: false,
        });
        self.last_end = end;
        span
    }

    fn next_id(&self) -> ItemId {
        ItemId::from_index(self.tree.entries.len())
    }

    pub(super) fn anchor(&mut self, anchor: usize) {
        if anchor == 0 {
            return;
        }
        let Some(last) = self.tree.entries.last_mut() else {
            return;
        };
        last.anchored = true;
        let id = ItemId::from_index(self.tree.entries.len() - 1);
        if self.anchors.len() <= anchor {
            self.anchors.resize(anchor + 1, None);
        }
        self.anchors[anchor] = Some(id);
    }

    pub(super) fn alias(&mut self, target: usize, (start, end): (usize, usize)) {
        let span = self.push(Kind::Alias, start, end);
        match self.anchors.get(target).copied().flatten() {
            Some(id) if self.open.contains(&id) => self.faults.push(Fault::SelfAlias { span }),
            Some(id) => {
                if let Some(entry) = self.tree.entries.last_mut() {
                    entry.link = id.0;
                }
            }
            None => {
                let name = self.text[start..end].trim_start_matches('*').to_owned();
                self.faults.push(Fault::UnknownAlias { name, span });
            }
        }
    }

    pub(super) fn scalar(
        &mut self,
        value: Cow<'_, str>,
        style: ScalarStyle,
        (start, end): (usize, usize),
        text: bool,
    ) {
        let style = match style {
            ScalarStyle::Plain if start == end && !text => return self.missing(start),
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted => Style::Single,
            ScalarStyle::DoubleQuoted => Style::Double,
            ScalarStyle::Literal => return self.block_scalar(value, Style::Literal, start, end),
            ScalarStyle::Folded => return self.block_scalar(value, Style::Folded, start, end),
        };
        if style == Style::Single && self.confirm(start, end) {
            return;
        }
        let quotes = if style == Style::Plain { 0 } else { 2 };
        let same = matches!(value, Cow::Borrowed(_)) && value.len() + quotes == end - start;
        let null = || matches!(&self.text[start..end], "~" | "null" | "Null" | "NULL");
        if style == Style::Plain && !text && null() {
            self.push(Kind::Null, start, end);
            return;
        }
        self.push(Kind::Scalar(style), start, end);
        if !same {
            self.decoded(value);
        }
    }

    fn decoded(&mut self, value: Cow<'_, str>) {
        let link = ItemId::from_index(self.tree.decoded.len()).0;
        if let Some(entry) = self.tree.entries.last_mut() {
            entry.link = link;
        }
        self.tree.decoded.push(value.into());
    }

    /// An address in the quotes of the working copy is the plain text it was.
    fn confirm(&mut self, start: usize, end: usize) -> bool {
        let quotes = self.working.quotes();
        let Ok(index) = quotes.binary_search_by_key(&start, |quote| quote.start) else {
            return false;
        };
        if quotes[index].end != end {
            return false;
        }
        self.confirmed[index] = true;
        let span = self.push(Kind::Scalar(Style::Plain), start, end);
        self.needs_quotes(span);
        true
    }

    fn needs_quotes(&mut self, span: Span) {
        let text = self.text[span.range()].to_owned();
        self.faults.push(Fault::NeedsQuotes { text, span });
    }

    /// A value that is not there: its place is after the colon, where there is one.
    fn missing(&mut self, at: usize) {
        let from = self.last_end;
        let key = self.is_value();
        let place = match scan::slot(self.text, from, at) {
            Some(slot) if key => slot,
            _ if key && self.text[from..at.max(from)].contains('\n') => from,
            _ => at,
        };
        self.push(Kind::Null, place, place);
    }

    /// Whether the next entry is the value of a mapping's key, as far as the entry before tells.
    fn is_value(&self) -> bool {
        let open = self.open.last();
        open.is_some_and(|&open| self.tree.kind(open).is_map())
    }

    fn block_scalar(&mut self, value: Cow<'_, str>, style: Style, start: usize, raw: usize) {
        let found = scan::header(self.text, self.last_end).filter(|&(from, _)| from <= start);
        let (from, header_end) = found.unwrap_or((start, start));
        let keep = self.text[from..header_end].contains('+');
        let end = scan::block_scalar_end(self.text, header_end, raw.max(header_end), keep);
        self.push(Kind::Scalar(style), from, end);
        self.decoded(value);
    }

    pub(super) fn start(&mut self, kind: Kind, start: usize, anchor: usize) {
        if self.skipped > 0 {
            self.skipped += 1;
            return;
        }
        let dash = (kind == Kind::BlockList && self.is_value())
            .then(|| scan::dash(self.text, self.last_end))
            .flatten();
        let start = dash.unwrap_or(start).min(start);
        let id = self.next_id();
        self.push(kind, start, start);
        self.anchor(anchor);
        self.open.push(id);
        if self.open.len() > usize::from(self.limits.depth) {
            self.skipped = 1;
            if !self.too_deep {
                let limit = self.limits.depth;
                let span = Span::new(start, start);
                self.faults.push(Fault::TooDeep { limit, span });
                self.too_deep = true;
            }
        }
    }

    pub(super) fn close(&mut self, end: usize) {
        let Some(id) = self.open.pop() else { return };
        let link = self.next_id().0;
        let last_end = self.last_end;
        let entry = &mut self.tree.entries[id.index()];
        entry.link = link;
        let end = match entry.kind {
            Kind::FlowList | Kind::FlowMap => end,
            _ => last_end,
        };
        let start = entry.span.range().start;
        entry.span = Span::new(start, end.max(start));
        self.last_end = end.max(start);
        if entry.kind.is_map() && !self.unkey(id) {
            duplicates::find(&self.tree, self.text, id, &mut self.faults);
        }
    }

    /// `- fd00::` reads as a mapping of one key without a value: puts the address in its place.
    fn unkey(&mut self, id: ItemId) -> bool {
        let Some(&[map, key, value]) = self.tree.entries.get(id.index()..) else {
            return false;
        };
        let range = key.span.range();
        let whole = self.text.get(range.start..range.end + 1).unwrap_or("");
        let missing = value.kind == Kind::Null && value.span.start == value.span.end;
        let plain = key.kind == Kind::Scalar(Style::Plain) && key.link == NONE;
        if map.kind == Kind::FlowMap || !missing || !plain || !is_address(whole) {
            return false;
        }
        self.tree.entries.truncate(id.index() + 1);
        let span = Span::new(range.start, range.end + 1);
        self.tree.entries[id.index()] = Entry {
            span,
            link: NONE,
            kind: Kind::Scalar(Style::Plain),
            anchored: map.anchored || key.anchored,
        };
        let moved = ItemId(id.0 + 1);
        for anchor in self.anchors.iter_mut().rev().take(2) {
            *anchor = anchor.map(|anchor| if anchor == moved { id } else { anchor });
        }
        self.last_end = range.end + 1;
        self.needs_quotes(span);
        true
    }

    pub(super) fn close_all(&mut self) {
        self.skipped = 0;
        while let Some(&id) = self.open.last() {
            let end = self.last_end;
            let half = self.tree.kind(id).is_map() && self.is_half(id);
            if half {
                self.push(Kind::Null, end, end);
            }
            self.close(end);
        }
    }

    /// Whether the last key of an open mapping has no value yet.
    fn is_half(&self, map: ItemId) -> bool {
        let mut next = map.0 + 1;
        let mut odd = false;
        while ItemId(next).index() < self.tree.entries.len() {
            next = self.tree.after(ItemId(next));
            odd = !odd;
        }
        odd
    }
}
