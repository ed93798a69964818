//! Builds the tree from the parser's events, and mends and reads again where an address stops the parser.

use std::borrow::Cow;

use granit_parser::{
    ErrorKind, Event, Parser, ScalarStyle, ScanError, StrInput, StructureStyle, Tag, options,
};

use super::mend::{Mend, Working, is_address, is_forbidden};
use super::tree::{Entry, ItemId, Kind, NONE, Style, Tree};
use super::{Fault, Limits, duplicates, scan};
use crate::source::Span;

mod syntax;
#[cfg(test)]
mod tests;

/// Reading again costs as much as reading; a text is read again this often, or until this many bytes were read.
const PASSES: usize = 64;
const PASS_BYTES: usize = 128 << 20;
/// Faults of one kind after which more of them tell nothing new.
const MANY: usize = 64;

pub(super) fn read(text: &str, limits: Limits) -> (Tree, Vec<Fault>) {
    let limit = limits.bytes.min(1 << 30);
    if text.len() > limit {
        let bytes = text.len();
        return (Tree::default(), vec![Fault::TooLarge { bytes, limit }]);
    }
    let mut working = Working::new(text);
    let mut passes = 1;
    loop {
        let again = passes < PASSES && (passes < 4 || passes * text.len() < PASS_BYTES);
        match Builder::new(text, &working, limits).run(again) {
            Ok(read) => return read,
            Err(mend) => working.apply(mend),
        }
        passes += 1;
    }
}

struct Builder<'w> {
    text: &'w str,
    working: &'w Working<'w>,
    limits: Limits,
    tree: Tree,
    faults: Vec<Fault>,
    open: Vec<ItemId>,
    anchors: Vec<Option<ItemId>>,
    /// The end of the last value, in the text as given.
    last_end: usize,
    /// Collections open below the depth limit.
    skipped: usize,
    confirmed: Vec<bool>,
    too_deep: bool,
}

type Events<'w> = Parser<'w, StrInput<'w>>;

impl<'w> Builder<'w> {
    fn new(text: &'w str, working: &'w Working<'w>, limits: Limits) -> Self {
        let mut tree = Tree::default();
        tree.entries.reserve(text.len() / 20);
        Self {
            text,
            working,
            limits,
            tree,
            faults: Vec::new(),
            open: Vec::new(),
            anchors: Vec::new(),
            last_end: 0,
            skipped: 0,
            confirmed: vec![false; working.quotes().len()],
            too_deep: false,
        }
    }

    fn run(mut self, again: bool) -> Result<(Tree, Vec<Fault>), Mend> {
        let options = options! { emit_comments: false, emit_unresolved_aliases: true };
        let mut parser: Events<'w> = Parser::new_from_str_with_options(&self.working.text, options);
        let mut stops = 0;
        while let Some(event) = parser.next_event() {
            let error = match event {
                Ok((event, span)) => {
                    self.event(event, span);
                    continue;
                }
                Err(error) => error,
            };
            let at = self.offset(error.marker().byte_offset());
            if again && let Some(mend) = self.mend(&error, at) {
                return Err(mend);
            }
            self.close_all();
            self.faults.push(syntax::fault(self.text, &error, at));
            stops += 1;
            if stops == MANY || !matches!(parser.proceed_next_document(), Ok(true)) {
                break;
            }
        }
        if again && let Some(mend) = self.wrong_quotes(usize::MAX) {
            return Err(mend);
        }
        Ok(self.finish())
    }

    fn finish(mut self) -> (Tree, Vec<Fault>) {
        self.close_all();
        if self.working.masked {
            let chars = self.text.char_indices();
            let wrong = chars.filter(|&(_, char)| is_forbidden(char)).take(MANY);
            self.faults.extend(wrong.map(|(at, char)| Fault::NotText {
                char,
                span: Span::new(at, at + char.len_utf8()),
            }));
        }
        if self.tree.roots.is_empty() && self.faults.is_empty() {
            self.faults.push(Fault::Empty);
        }
        self.faults.sort_by_key(Fault::span);
        if self.tree.entries.capacity() > self.tree.entries.len() * 5 / 4 {
            self.tree.entries.shrink_to_fit();
        }
        (self.tree, self.faults)
    }

    fn mend(&self, error: &ScanError, at: usize) -> Option<Mend> {
        if !self.working.masked && self.text.contains(is_forbidden) {
            return Some(Mend::Mask);
        }
        if let Some(mend) = self.wrong_quotes(at) {
            return Some(mend);
        }
        let misplaced = matches!(
            error.kind(),
            ErrorKind::MappingValueNotAllowed | ErrorKind::ExpectedFlowMappingSeparator
        );
        let last = self.tree.entries.last()?;
        let range = last.span.range();
        let address = self.text.get(range.start..at + 1).is_some_and(is_address);
        let plain = last.kind == Kind::Scalar(Style::Plain) && range.end == at;
        (misplaced && plain && address).then_some(Mend::Quote(range.start..at + 1))
    }

    /// Quotes before `at` that turned out to stand inside something else.
    fn wrong_quotes(&self, at: usize) -> Option<Mend> {
        let quotes = self.working.quotes().iter().zip(&self.confirmed);
        let wrong: Vec<_> = quotes
            .filter(|(quote, confirmed)| !**confirmed && quote.end <= at)
            .map(|(quote, _)| quote.clone())
            .collect();
        (!wrong.is_empty()).then_some(Mend::Unquote(wrong))
    }

    fn offset(&self, at: Option<usize>) -> usize {
        let at = at.map_or(self.text.len(), |at| self.working.original(at));
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    fn event(&mut self, event: Event<'_>, span: granit_parser::Span) {
        let start = self.offset(span.start.byte_offset());
        let end = self.offset(span.end.byte_offset()).max(start);
        match event {
            Event::Scalar(value, style, anchor, tag) if self.skipped == 0 => {
                self.tag(tag.as_deref(), span);
                let text = tag.is_some_and(|tag| tag.is_yaml_core_schema_tag("str"));
                self.scalar(&value, style, (start, end), text);
                self.anchor(anchor);
            }
            Event::Alias(target) if self.skipped == 0 => self.alias(target, (start, end)),
            Event::UnresolvedAlias(name) if self.skipped == 0 => {
                let span = self.push(Kind::Alias, start, end);
                let name = name.into_owned();
                self.faults.push(Fault::UnknownAlias { name, span });
            }
            Event::SequenceStart(style, anchor, tag) => {
                let kind = match style {
                    StructureStyle::Block => Kind::BlockList,
                    StructureStyle::Flow => Kind::FlowList,
                };
                self.tag(tag.as_deref(), span);
                self.start(kind, start, anchor);
            }
            Event::MappingStart(style, anchor, tag) => {
                let kind = match style {
                    StructureStyle::Block => Kind::BlockMap,
                    StructureStyle::Flow if self.text[start..].starts_with('{') => Kind::FlowMap,
                    StructureStyle::Flow => Kind::PairMap,
                };
                self.tag(tag.as_deref(), span);
                self.start(kind, start, anchor);
            }
            Event::SequenceEnd | Event::MappingEnd if self.skipped > 0 => {
                self.skipped -= 1;
                if end > start {
                    self.last_end = end;
                }
                if self.skipped == 0 {
                    self.close(end);
                }
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(end),
            Event::Scalar(..) | Event::Alias(_) | Event::UnresolvedAlias(_) => self.last_end = end,
            _ => {}
        }
    }

    fn tag(&mut self, tag: Option<&Tag>, span: granit_parser::Span) {
        let Some(tag) = tag else { return };
        if tag.is_yaml_core_schema() || tag.original() == "!" || self.skipped > 0 {
            return;
        }
        let place = span.tag_span().unwrap_or(span);
        let start = self.offset(place.start.byte_offset());
        let end = self.offset(place.end.byte_offset()).max(start);
        self.faults.push(Fault::Tag {
            tag: self.text[start..end].to_owned(),
            span: Span::new(start, end),
        });
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) -> Span {
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

    fn anchor(&mut self, anchor: usize) {
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

    fn alias(&mut self, target: usize, (start, end): (usize, usize)) {
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

    fn scalar(
        &mut self,
        value: &Cow<'_, str>,
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

    fn decoded(&mut self, value: &str) {
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

    fn block_scalar(&mut self, value: &str, style: Style, start: usize, raw: usize) {
        let found = scan::header(self.text, self.last_end).filter(|&(from, _)| from <= start);
        let (from, header_end) = found.unwrap_or((start, start));
        let keep = self.text[from..header_end].contains('+');
        let end = scan::block_scalar_end(self.text, header_end, raw.max(header_end), keep);
        self.push(Kind::Scalar(style), from, end);
        self.decoded(value);
    }

    fn start(&mut self, kind: Kind, start: usize, anchor: usize) {
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

    fn close(&mut self, end: usize) {
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

    fn close_all(&mut self) {
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
