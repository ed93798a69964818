//! Builds the tree from the parser's events, and mends and reads again where an address stops the parser.

use granit_parser::{ErrorKind, Event, Parser, ScanError, StrInput, StructureStyle, Tag, options};

use super::mend::{Mend, Working, is_address, is_forbidden};
use super::tree::{ItemId, Kind, Style, Tree};
use super::{Fault, Limits};
use crate::source::Span;

mod build;
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
                self.scalar(value, style, (start, end), text);
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
}
