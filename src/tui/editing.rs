//! A field while it is being typed: the text, the caret, and what the text would mean.

use unicode_segmentation::UnicodeSegmentation as _;

use super::model::Panel;
use crate::diag::Severity;
use crate::document::{flow_chars, is_flow, read_flow};
use crate::engine::Move;
use crate::plan::{Edit, Fault, Field, Plan, Value};
use crate::source::NodeId;
use crate::spec::Completion;

/// A text field on a field of the plan.
#[derive(Clone, Debug)]
pub struct Editing {
    /// The definition.
    pub node: NodeId,
    /// Its field.
    pub field: Field,
    /// Where keys went before.
    pub from: Panel,
    /// What has been typed.
    pub text: String,
    /// What stood there when it was opened.
    pub began: String,
    /// The caret, in graphemes from the start.
    pub caret: usize,
    /// The edit that takes the trial back, if one is applied.
    pub trial: Option<Edit>,
    /// What the trial moves.
    pub moves: Vec<Move>,
    /// Why the trial is refused, where the text alone is right.
    pub refused: Option<String>,
    /// What could stand at the caret.
    pub completions: Vec<Completion>,
    /// The selected completion, once one has been looked for.
    pub chosen: Option<usize>,
}

impl Editing {
    /// A text field with the caret at the end.
    pub fn new(node: NodeId, field: Field, text: String, from: Panel) -> Self {
        Self {
            from,
            node,
            field,
            caret: text.graphemes(true).count(),
            began: text.clone(),
            text,
            trial: None,
            moves: Vec::new(),
            refused: None,
            completions: Vec::new(),
            chosen: None,
        }
    }

    /// The completion that keys stand on: the chosen one; else the one that the text is already; else the first.
    pub fn stands_on(&self) -> usize {
        let is_it = |one: &Completion| one.text == self.text.trim();
        let itself = || self.completions.iter().position(is_it);
        self.chosen.or_else(itself).unwrap_or(0)
    }

    fn offset(&self, caret: usize) -> usize {
        self.text
            .grapheme_indices(true)
            .nth(caret)
            .map_or(self.text.len(), |(offset, _)| offset)
    }

    /// The caret in characters, as the keyword language counts.
    pub fn caret_chars(&self) -> usize {
        self.text[..self.offset(self.caret)].chars().count()
    }

    /// What the text says, if it says anything.
    pub fn value(&self, plan: &Plan) -> Option<Value> {
        let text = self.text.trim();
        if is_flow(self.field) && !text.is_empty() {
            return read_flow(self.field, text, plan.value(self.node, self.field)).ok();
        }
        (!text.is_empty()).then(|| plan.value_from_line(self.node, self.field, text))
    }

    /// What is wrong with the text, seen alone: the worst of it.
    pub fn fault(&self, plan: &Plan) -> Option<Fault> {
        if is_flow(self.field)
            && !self.text.trim().is_empty()
            && let Err(fault) = read_flow(self.field, &self.text, None)
        {
            return Some(*fault);
        }
        let value = match self.value(plan) {
            Some(value) => value,
            None if self.field == Field::Name => Value::text(""),
            None => return None,
        };
        let faults = plan.faults_for(self.node, self.field, &value);
        faults.into_iter().rev().max_by_key(|fault| fault.severity)
    }

    /// Whether the text has an error, and so cannot be kept.
    pub fn is_wrong(&self, plan: &Plan) -> bool {
        self.fault(plan)
            .is_some_and(|fault| fault.severity == Severity::Error)
    }

    /// The characters of the whole text that a fault means.
    pub fn chars_of(&self, fault: &Fault) -> (usize, usize) {
        if is_flow(self.field) {
            return flow_chars(self.field, &self.text, fault);
        }
        let mut start = 0;
        for _ in 0..fault.item {
            let rest = self.text.chars().skip(start);
            start += rest.take_while(|&char| char != ',').count() + 1;
        }
        let blank = |char: &char| char.is_whitespace();
        start += self.text.chars().skip(start).take_while(blank).count();
        let (from, to) = fault.chars;
        (start + usize::from(from), start + usize::from(to))
    }

    /// Puts text in at the caret. Line breaks become spaces; control characters are left out. Gives how many
    /// characters there was no room for.
    pub fn insert(&mut self, text: &str) -> usize {
        let room = LONGEST.saturating_sub(self.text.chars().count());
        let clean: String = text
            .chars()
            .map(|char| {
                if matches!(char, '\r' | '\n' | '\t') {
                    ' '
                } else {
                    char
                }
            })
            .filter(|&char| !crate::visible::is_hidden(char))
            .take(room)
            .collect();
        let at = self.offset(self.caret);
        self.text.insert_str(at, &clean);
        self.caret = self.text[..at + clean.len()].graphemes(true).count();
        let shown = text
            .chars()
            .filter(|&char| matches!(char, '\r' | '\n' | '\t') || !crate::visible::is_hidden(char));
        shown.count() - clean.chars().count()
    }

    /// Takes away what is before the caret.
    pub fn backspace(&mut self) {
        if self.caret > 0 {
            let (start, end) = (self.offset(self.caret - 1), self.offset(self.caret));
            self.text.replace_range(start..end, "");
            self.caret -= 1;
        }
    }

    /// Takes away what is behind the caret.
    pub fn delete(&mut self) {
        let (start, end) = (self.offset(self.caret), self.offset(self.caret + 1));
        self.text.replace_range(start..end, "");
    }

    /// Takes away everything.
    pub fn clear(&mut self) {
        self.text.clear();
        self.caret = 0;
    }

    /// Moves the caret.
    pub fn move_to(&mut self, caret: usize) {
        self.caret = caret.min(self.text.graphemes(true).count());
    }

    /// Puts a completion in.
    pub fn complete(&mut self, completion: &Completion) {
        let offset = |chars: usize| {
            self.text
                .char_indices()
                .nth(chars)
                .map_or(self.text.len(), |(offset, _)| offset)
        };
        let (start, end) = (offset(completion.replaces.0), offset(completion.replaces.1));
        self.text.replace_range(start..end, &completion.text);
        self.caret = self.text[..start + completion.text.len()]
            .graphemes(true)
            .count();
    }
}

/// The most characters that a field takes: a paste of a whole file is no value.
pub const LONGEST: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_by_grapheme() {
        let mut editing = Editing::new(
            NodeId::ROOT,
            Field::Note,
            "a🇩🇪e\u{301}".to_owned(),
            Panel::Fields,
        );
        assert_eq!(editing.caret, 3);
        editing.backspace();
        editing.backspace();
        assert_eq!(editing.text, "a");
        editing.insert("x\r\ny\u{1b}z");
        assert_eq!(editing.text, "ax  yz");
        editing.move_to(0);
        editing.delete();
        assert_eq!(editing.text, "x  yz");
    }
}
