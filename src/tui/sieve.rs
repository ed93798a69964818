//! Words that leave some of the findings: severities, rules, and names on the path.

use super::find::Needle;
use crate::diag::{Finding, Severity};
use crate::lint::rules::rule;
use crate::plan::Plan;
use crate::source::NodeId;

/// What is left: of one of the severities, where any is named, and what all other words hold for.
#[derive(Clone, Debug)]
pub(super) struct Sieve {
    bads: Vec<Bad>,
    words: Vec<Word>,
}

/// How bad it shall be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bad {
    Of(Severity),
    Waived,
}

/// A word that is part of a rule's code, or of a path.
#[derive(Clone, Debug)]
struct Word {
    text: String,
    /// Whether it is a rule's code as a whole, and so no part of another one's.
    whole: bool,
    needle: Option<Needle>,
}

/// What of a finding can be sifted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Trait {
    /// The rule.
    pub(super) code: &'static str,
    /// How bad it is.
    pub(super) severity: Severity,
    /// Whether it is waived.
    pub(super) waived: bool,
}

impl Trait {
    /// Of a finding that has been made.
    pub(super) const fn of(finding: &Finding) -> Self {
        Self {
            code: finding.code,
            severity: finding.severity,
            waived: finding.waived.is_some(),
        }
    }
}

impl Sieve {
    /// What some words leave; all, if there are none.
    pub(super) fn new(text: &str) -> Self {
        let mut sieve = Self {
            bads: Vec::new(),
            words: Vec::new(),
        };
        for word in text.split_whitespace() {
            let word = word.to_lowercase();
            match bad(&word) {
                Some(bad) => sieve.bads.push(bad),
                None => sieve.words.push(Word {
                    whole: rule(&word).is_some(),
                    needle: Needle::new(&word),
                    text: word,
                }),
            }
        }
        sieve
    }

    /// Which words hold for a path before its first step: none.
    pub(super) fn nothing(&self) -> Vec<bool> {
        vec![false; self.words.len()]
    }

    /// Notes the words that hold for a definition, beside those that hold for what it lies in.
    pub(super) fn hold(&self, plan: &Plan, node: NodeId, held: &mut [bool]) {
        for (word, held) in self.words.iter().zip(held) {
            let needle = word.needle.as_ref();
            *held |= node != NodeId::ROOT && needle.is_some_and(|it| it.is_in_path(plan, node));
        }
    }

    /// The words that hold for the path of a definition.
    pub(super) fn held(&self, plan: &Plan, node: NodeId) -> Vec<bool> {
        let mut held = self.nothing();
        for id in plan.chain(node) {
            self.hold(plan, id, &mut held);
        }
        held
    }

    /// Whether it leaves a finding in a place where these words hold.
    pub(super) fn holds(&self, found: Trait, held: &[bool]) -> bool {
        let is_so = |bad: &Bad| match bad {
            Bad::Of(severity) => *severity == found.severity,
            Bad::Waived => found.waived,
        };
        let is_bad = self.bads.is_empty() || self.bads.iter().any(is_so);
        let of_rule = |word: &Word| {
            if word.whole {
                found.code == word.text
            } else {
                found.code.contains(&word.text)
            }
        };
        let mut words = self.words.iter().zip(held);
        is_bad && words.all(|(word, held)| *held || of_rule(word))
    }
}

/// The severity that a word names, be it only begun.
fn bad(word: &str) -> Option<Bad> {
    const SHORTEST: usize = 3;
    let names = [
        ("errors", Bad::Of(Severity::Error)),
        ("warnings", Bad::Of(Severity::Warning)),
        ("advice", Bad::Of(Severity::Advice)),
        ("waived", Bad::Waived),
    ];
    let is_meant = |(name, _): &(&str, Bad)| word.len() >= SHORTEST && name.starts_with(word);
    names.into_iter().find(is_meant).map(|(_, bad)| bad)
}
