//! Which documents of a text could be read as a whole, and how they are called.

use crate::source::Span;
use crate::yaml::{Fault, Tree};

/// The documents of a text.
#[derive(Debug)]
pub(super) struct Documents {
    /// Where each `---` stands.
    marks: Vec<usize>,
    /// Whether something stands before the first of them.
    headless: bool,
    /// For each value at the top: where it starts, and whether its document could be read to its end.
    roots: Vec<(usize, bool)>,
}

impl Documents {
    pub(super) fn new(text: &str, tree: &Tree, faults: &[Fault]) -> Self {
        let marks = marks(text);
        let starts: Vec<usize> = tree
            .roots()
            .iter()
            .map(|&root| tree.span(root).range().start)
            .collect();
        let first = marks.first().copied().unwrap_or(text.len());
        let headless = starts.first().is_some_and(|&start| start < first)
            || text.get(..first).is_some_and(has_content);
        let mut documents = Self {
            marks,
            headless,
            roots: starts.into_iter().map(|start| (start, true)).collect(),
        };
        for fault in faults.iter().filter(|fault| breaks(fault)) {
            documents.spoil(fault.span().range().start);
        }
        documents
    }

    /// The document that a byte lies in could not be read to its end.
    fn spoil(&mut self, byte: usize) {
        let spoilt = self.number_at(byte.saturating_sub(1));
        for index in 0..self.roots.len() {
            if self.number(index) == spoilt {
                self.roots[index].1 = false;
            }
        }
    }

    /// Whether the document of a value at the top could be read to its end.
    pub(super) fn is_whole(&self, root: usize) -> bool {
        self.roots[root].1
    }

    /// The number of the document of a value at the top, from 1.
    pub(super) fn number(&self, root: usize) -> usize {
        self.number_at(self.roots[root].0)
    }

    fn number_at(&self, byte: usize) -> usize {
        let before = self.marks.partition_point(|&mark| mark <= byte);
        (before + usize::from(self.headless)).max(1)
    }

    fn total(&self) -> usize {
        (self.marks.len() + usize::from(self.headless)).max(1)
    }

    /// "document 7: ", where there are several.
    pub(super) fn place(&self, root: usize) -> String {
        self.called(self.number(root))
    }

    /// The same for a place in the text.
    pub(super) fn place_of(&self, span: Span) -> String {
        self.called(self.number_at(span.range().start.saturating_sub(1)))
    }

    fn called(&self, number: usize) -> String {
        match self.total() {
            1 => String::new(),
            total => format!("document {number} of {total}: "),
        }
    }
}

/// Whether nothing after it in its document can be trusted.
fn breaks(fault: &Fault) -> bool {
    match fault {
        Fault::TooLarge { .. }
        | Fault::Syntax { .. }
        | Fault::Tab { .. }
        | Fault::TooDeep { .. }
        | Fault::NotText { .. }
        | Fault::UnknownAlias { .. }
        | Fault::SelfAlias { .. } => true,
        Fault::Empty
        | Fault::DuplicateKey { .. }
        | Fault::NeedsQuotes { .. }
        | Fault::Tag { .. } => false,
    }
}

fn marks(text: &str) -> Vec<usize> {
    let mut marks = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start_matches('\u{feff}');
        let rest = bare.strip_prefix("---");
        if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n'])) {
            marks.push(start);
        }
        start += line.len();
    }
    marks
}

fn has_content(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start_matches('\u{feff}').trim();
        !line.is_empty() && !line.starts_with(['#', '%'])
    })
}
