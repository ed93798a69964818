//! A small mapping of words as YAML, with the places of its mistakes.

use crate::nearest::nearest;
use crate::report::Slip;
use crate::source::Span;
use crate::yaml::{Fault, ItemId, Limits, Tree, View};

/// A text of settings while it is read.
#[derive(Debug)]
pub struct Reading<'t> {
    text: &'t str,
    tree: Tree,
    slips: Vec<Slip>,
}

/// One key with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where it stands.
    pub key_span: Span,
    /// Where its value stands.
    pub value_span: Span,
    value: ItemId,
}

/// No file of settings needs more.
const LIMITS: Limits = Limits {
    bytes: 1 << 20,
    depth: 8,
    visits: 10_000,
};

impl<'t> Reading<'t> {
    /// Begins with a text; what is wrong with it as YAML is told first.
    pub fn new(text: &'t str) -> Self {
        let (tree, faults) = Tree::read(text, LIMITS);
        let told = faults.iter().filter(|fault| **fault != Fault::Empty);
        let slips = told.map(|fault| Slip {
            span: fault.span(),
            message: fault.message(),
            help: fault.help(),
        });
        Self {
            text,
            slips: slips.collect(),
            tree,
        }
    }

    /// The keys at the top, with their values.
    pub fn entries(&mut self) -> Vec<Entry> {
        let Some(&root) = self.tree.roots().first() else {
            return Vec::new();
        };
        match self.tree.view(self.text, root) {
            View::Map => {}
            View::Null => return Vec::new(),
            View::Scalar(..) | View::List | View::Alias(_) => {
                self.slip(
                    self.tree.span(root),
                    "a mapping stands here: `key: value`".to_owned(),
                    Some("write `key: value` lines".to_owned()),
                );
                return Vec::new();
            }
        }
        let entry = |(key, value): (ItemId, ItemId)| Entry {
            key: self.tree.text(self.text, key).unwrap_or("").to_owned(),
            key_span: self.tree.span(key),
            value_span: self.tree.span(value),
            value,
        };
        self.tree.pairs(root).map(entry).collect()
    }

    /// The one word of a value.
    pub fn word(&mut self, entry: &Entry) -> Option<String> {
        let word = self.tree.text(self.text, entry.value);
        if let Some(word) = word {
            return Some(word.to_owned());
        }
        self.slip(
            entry.value_span,
            "one word stands here, and no list or mapping".to_owned(),
            Some("write one word".to_owned()),
        );
        None
    }

    /// The words of a value, with their places: one, or a list of them.
    pub fn words(&mut self, entry: &Entry) -> Vec<(String, Span)> {
        let items: Vec<ItemId> = match self.tree.view(self.text, entry.value) {
            View::List => self.tree.items(entry.value).collect(),
            View::Null | View::Scalar(..) | View::Map | View::Alias(_) => vec![entry.value],
        };
        let mut words = Vec::new();
        for item in items {
            let span = self.tree.span(item);
            match self.tree.text(self.text, item) {
                Some(word) => words.push((word.to_owned(), span)),
                None => self.slip(
                    span,
                    "a word stands here".to_owned(),
                    Some("write a word, in quotes where YAML needs them; `[]` for none".to_owned()),
                ),
            }
        }
        words
    }

    /// Notes a mistake.
    pub fn slip(&mut self, span: Span, message: String, help: Option<String>) {
        self.slips.push(Slip {
            span,
            message,
            help,
        });
    }

    /// Notes a word that is none of those that are known: the word, and what it should be.
    pub fn unknown<'w>(
        &mut self,
        span: Span,
        word: (&str, &str),
        known: impl Iterator<Item = &'w str>,
    ) {
        const FEW: usize = 10;
        let known: Vec<&str> = known.collect();
        let help = match nearest(word.0, known.iter().copied()) {
            Some(near) => Some(format!("write `{near}`")),
            None if known.len() <= FEW => {
                let words: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
                Some(format!("write one of {}", words.join(", ")))
            }
            None => None,
        };
        self.slip(span, format!("`{}` is not {}", word.0, word.1), help);
    }

    /// All mistakes, in the order of the text.
    pub fn slips(mut self) -> Vec<Slip> {
        self.slips.sort_by_key(|slip| slip.span);
        self.slips
    }
}
