//! One value: a base, and perhaps `+prefix` behind it.

mod base;
mod length;
mod modifier;

use std::ops::Range;

use crate::addr::Family;
use crate::diag::Severity;
use crate::plan::{Ask, Base, Fault, RangeKind};

use super::keyword::Keyword;
use super::quote::quoted;
use super::slip;
use super::value::Value;

/// What a value says.
pub(super) struct Reading {
    /// The family it speaks of; `None` for those left.
    pub(super) family: Option<Family>,
    /// What it asks for, where that can stand.
    pub(super) ask: Option<Ask>,
}

/// A base that was understood.
struct Start {
    family: Option<Family>,
    /// `None` where it can't stand, or its length could not be read.
    base: Option<Base>,
    /// The keyword, if it is one.
    keyword: Option<&'static Keyword>,
}

/// Reads one value and gathers its faults.
pub(super) struct Reader<'a> {
    kind: RangeKind,
    value: &'a Value<'a>,
    /// The family of a bare length that both have.
    bare: Family,
    faults: &'a mut Vec<Fault>,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(
        kind: RangeKind,
        value: &'a Value<'a>,
        bare: Family,
        faults: &'a mut Vec<Fault>,
    ) -> Self {
        Self {
            kind,
            value,
            bare,
            faults,
        }
    }

    /// What the value says: nothing, one thing, or two where a slash stands for a comma.
    pub(super) fn read(mut self) -> Vec<Reading> {
        let text: &'a str = &self.value.text;
        if text.is_empty() {
            let message = if self.value.is_whole() {
                "an item of the list is empty"
            } else {
                "nothing stands on one side of the comma"
            };
            let fault = self.error("spec-syntax", 0..0, message);
            self.faults.push(self.value.drop(fault, true));
            return Vec::new();
        }
        self.spaces();
        if let Some((first, second)) = slip::pair(text) {
            return self.pair(first, second);
        }
        let plus = text.find('+');
        let head = 0..plus.unwrap_or(text.len());
        if head.is_empty() {
            let message = "`+` stands alone; it follows a base, as in `v6global+prefix/80`";
            let fault = self.error("spec-syntax", 0..text.len(), message);
            self.faults.push(fault);
            return Vec::new();
        }
        let Some(start) = self.base(head) else {
            return Vec::new();
        };
        let node_prefix = plus.and_then(|plus| self.modifier(plus, &start));
        let ask = start.base.map(|base| Ask { base, node_prefix });
        vec![Reading {
            family: start.family,
            ask,
        }]
    }

    /// Spaces stand only round the comma.
    fn spaces(&mut self) {
        let raw = self.value.raw();
        let is_space = |char: char| char.is_whitespace();
        let Some(first) = raw.chars().position(is_space) else {
            return;
        };
        let length = raw
            .chars()
            .skip(first)
            .take_while(|&char| is_space(char))
            .count();
        let (start, _) = self.value.columns();
        let message = "a space stands inside the value; spaces only stand round the comma";
        let fault = self
            .error("spec-syntax", 0..0, message)
            .at(start + first, start + first + length);
        self.faults
            .push(self.value.rewrite(fault, true, &self.value.text));
    }

    /// Two keywords with a slash between them.
    fn pair(&mut self, first: &'static Keyword, second: &'static Keyword) -> Vec<Reading> {
        let tuple = format!("{}, {}", first.word(), second.word());
        let all = 0..self.value.text.len();
        let message = format!(
            "{} has a slash between two values, where a comma belongs",
            quoted(&self.value.text)
        );
        let fault = self
            .value
            .fault("spec-alias", Severity::Warning, &all, message);
        self.faults.push(self.value.rewrite(fault, true, &tuple));
        [first, second]
            .into_iter()
            .map(|keyword| Reading {
                family: keyword.family,
                ask: self.placed(keyword, all.clone()).then(|| Ask {
                    base: (keyword.base)(None),
                    node_prefix: None,
                }),
            })
            .collect()
    }

    /// Whether the keyword can stand in this range; reported if not.
    fn placed(&mut self, keyword: &Keyword, part: Range<usize>) -> bool {
        let statement = keyword.statement;
        let fits = statement.kinds.contains(&self.kind);
        if !fits {
            let message = format!(
                "`{}` stands on {}; it says how {} get their addresses",
                statement.word,
                self.kind.key(),
                keys(statement.kinds)
            );
            let fault = self
                .error("spec-place", part, message)
                .help(format!("write it on {}", keys(statement.kinds)));
            self.faults.push(fault);
        }
        fits
    }

    /// A word that is understood as another: a warning, with the other in its place.
    fn alias(&mut self, part: Range<usize>, meant: &str, certain: bool) {
        let word = quoted(&self.value.text[part.clone()]);
        let message = if certain {
            format!("{word} is `{meant}` in this language")
        } else {
            format!("{word} is no keyword; it is taken for `{meant}`")
        };
        let fault = self
            .value
            .fault("spec-alias", Severity::Warning, &part, message);
        self.faults
            .push(self.value.mend(fault, certain, &part, meant));
    }

    fn error(&self, code: &'static str, part: Range<usize>, message: impl Into<String>) -> Fault {
        self.value.fault(code, Severity::Error, &part, message)
    }
}

/// The ranges in a message: "nodes", "nodes or pods".
fn keys(kinds: &[RangeKind]) -> String {
    let keys: Vec<&str> = kinds.iter().map(|kind| kind.key()).collect();
    keys.join(" or ")
}
