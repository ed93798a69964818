//! The findings as they are listed: the worst first, and of these those near the selected thing; or what some words leave of
//! all; or one for each rule.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::model::Model;
use super::sieve::{Sieve, Trait};
use crate::diag::{Finding, Severity};
use crate::lint::Tally;
use crate::lint::rules::RULES;
use crate::source::NodeId;

/// How many findings are made whole at once.
const PAGE: usize = 100;
/// How many of those that words leave are listed: whoever looks for one of them narrows further.
const MOST: usize = 1000;

/// What is listed, and how.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// What findings are narrowed to; nothing if all are listed.
    pub words: String,
    /// Whether one stands for all of its rule.
    pub grouped: bool,
    /// The words before a rule was opened, to go back to.
    pub opened: Option<String>,
    /// How many the words leave.
    pub left: u64,
    /// Of each rule, if they are grouped, how many there are: one for each of the listed.
    pub groups: Vec<Group>,
    /// Where those are that the words leave, in the order in which they are listed.
    places: Vec<Noted>,
    /// How many of the places have been made findings of.
    made: usize,
}

/// How many findings of a rule there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// By severity.
    pub tally: Tally,
    /// Those that are waived, among the advice.
    pub waived: u32,
}

/// A definition with findings of a severity, by its place in the plan.
type Noted = (Reverse<Severity>, u32, NodeId);

/// Whether a finding is about a definition, or points at it.
pub fn is_of(finding: &Finding, node: NodeId) -> bool {
    finding.subject == node || finding.at.node() == node
}

impl Listing {
    /// Whether it is the same whatever is selected.
    pub fn is_on(&self) -> bool {
        self.grouped || !self.words.is_empty()
    }
}

impl Model {
    /// Looks the findings up that are to be listed, unless rules have still to look at something.
    pub fn look_up_findings(&mut self) {
        if self.document.outstanding() > 0 {
            return;
        }
        let kept = self.findings.get(self.finding).map(Finding::identity);
        let listing = &mut self.listing;
        listing.groups.clear();
        listing.places.clear();
        listing.made = 0;
        if self.listing.grouped {
            self.look_up_rules();
        } else if self.listing.is_on() {
            self.sift();
        } else {
            self.look_around();
            let same = |one: &Finding| Some(&one.identity()) == kept.as_ref();
            let at = self.findings.iter().position(same);
            self.finding = match kept {
                Some(_) => at.unwrap_or_else(|| self.near_finding()),
                None => 0,
            };
        }
        self.finding = self.finding.min(self.findings.len().saturating_sub(1));
    }

    /// The worst of the listed findings that is about the selected thing or what lies in it, as its mark in the tree has
    /// it; else the worst of all.
    pub fn near_finding(&self) -> usize {
        let (plan, node) = (self.document.plan(), self.node());
        let is_near = |one: &Finding| {
            is_of(one, node) || plan.chain(one.subject).any(|around| around == node)
        };
        self.findings.iter().position(is_near).unwrap_or(0)
    }

    /// How many findings there are.
    pub fn number_of_all(&self) -> u64 {
        let all = [Severity::Error, Severity::Warning, Severity::Advice];
        all.map(|severity| self.number(severity)).iter().sum()
    }

    /// Makes more of the findings that words leave, where the selected one is near the end of what is listed.
    pub fn list_on(&mut self) {
        const NEAR: usize = 20;
        while self.listing.made < self.listing.places.len()
            && self.findings.len() < MOST
            && self.finding + NEAR >= self.findings.len()
        {
            let most = (self.findings.len() + PAGE).min(MOST);
            self.make(most);
        }
    }

    /// The worst first, and of each severity those of the selected thing, of what lies in it, of what it lies in, and then
    /// those of the rest of the plan. At most a page of them is made.
    fn look_around(&mut self) {
        let (plan, node) = (self.document.plan(), self.node());
        let any = |tally: Tally| tally != Tally::default();
        let errors = self.noted(NodeId::ROOT, PAGE, |tally| tally.errors > 0);
        let below = self.noted(node, PAGE, any);
        let above: Vec<NodeId> = plan.chain(node).skip(1).collect();
        let rest = self.noted(NodeId::ROOT, 2 * PAGE, any);
        let made = [
            vec![node],
            above.clone(),
            errors,
            below.clone(),
            rest.clone(),
        ]
        .concat();
        let near = [vec![node], below, above, rest].concat();
        let mut seen: BTreeSet<NodeId> = BTreeSet::new();
        // Errors are made before what lies around, or those far away would find the page full.
        let mut findings: Vec<(Reverse<Severity>, usize, Finding)> = Vec::new();
        for id in made {
            if findings.len() < PAGE && seen.insert(id) {
                let place = near.iter().position(|&other| other == id);
                let place = place.unwrap_or(usize::MAX);
                let own = self.document.findings_of(id).into_iter();
                findings.extend(own.map(|one| (Reverse(one.severity), place, one)));
            }
        }
        findings.sort_by_key(|&(severity, place, _)| (severity, place));
        let mut findings: Vec<Finding> = findings.into_iter().map(|(_, _, one)| one).collect();
        findings.truncate(PAGE);
        self.findings = findings;
    }

    /// Definitions with findings of which something holds, from one downward in the order of the plan; what has none is not
    /// entered.
    fn noted(&self, from: NodeId, most: usize, holds: impl Fn(Tally) -> bool) -> Vec<NodeId> {
        let (plan, board) = (self.document.plan(), self.document.board());
        let mut noted = Vec::new();
        let mut stack = vec![from];
        while let Some(id) = stack.pop()
            && noted.len() < most
        {
            if !holds(board.tally(id)) {
                continue;
            }
            if !board.tags(id).is_empty() {
                noted.push(id);
            }
            stack.extend(plan.children(id).iter().rev());
        }
        let mut readings: Vec<NodeId> = Vec::new();
        if from == NodeId::ROOT {
            let nodes = self
                .document
                .reading()
                .iter()
                .map(|finding| finding.at.node());
            readings = nodes.filter(|&id| plan.is_alive(id)).take(most).collect();
        }
        readings.append(&mut noted);
        readings.sort_by_key(|&id| self.document.evaluation().order(id));
        readings.dedup();
        readings
    }

    /// How many findings of a severity there are, those of the text among them.
    pub fn number(&self, severity: Severity) -> u64 {
        let mut tally = self.document.board().tally(NodeId::ROOT);
        let read = self.document.reading().iter();
        let read = read.filter(|finding| finding.severity == severity).count();
        u64::from(*tally.of(severity)) + u64::try_from(read).unwrap_or(u64::MAX)
    }

    /// What the words leave of all findings.
    fn sift(&mut self) {
        let mut places: Vec<Noted> = Vec::new();
        let mut left = 0;
        self.each_left(|noted, _| {
            left += 1;
            places.push(noted);
        });
        places.sort();
        places.dedup();
        self.listing.left = left;
        self.listing.places = places;
        self.findings.clear();
        let most = (self.finding / PAGE + 1) * PAGE;
        self.make(most.min(MOST));
    }

    /// Makes findings of the places until there are so many, or no more.
    fn make(&mut self, most: usize) {
        let sieve = Sieve::new(&self.listing.words);
        let plan = self.document.plan();
        let mut findings = std::mem::take(&mut self.findings);
        while findings.len() < most
            && let Some(&(Reverse(severity), _, node)) = self.listing.places.get(self.listing.made)
        {
            self.listing.made += 1;
            let held = sieve.held(plan, node);
            let mut new = self.document.findings_of(node);
            new.retain(|finding| {
                finding.severity == severity && sieve.holds(Trait::of(finding), &held)
            });
            findings.append(&mut new);
        }
        self.findings = findings;
    }

    /// The worst finding of each rule among those that the words leave, the worst rules first.
    fn look_up_rules(&mut self) {
        let mut rules: BTreeMap<&'static str, (Noted, Group)> = BTreeMap::new();
        let mut left = 0;
        self.each_left(|noted, found| {
            left += 1;
            let (first, group) = rules.entry(found.code).or_insert((noted, Group::default()));
            *first = noted.min(*first);
            *group.tally.of(found.severity) += 1;
            group.waived += u32::from(found.waived);
        });
        let mut rules: Vec<(&'static str, (Noted, Group))> = rules.into_iter().collect();
        rules.sort_by_key(|(code, ((severity, _, _), group))| {
            let Tally {
                errors,
                warnings,
                advice,
            } = group.tally;
            (*severity, Reverse((errors, warnings, advice)), *code)
        });
        self.findings.clear();
        self.listing.left = left;
        let sieve = Sieve::new(&self.listing.words);
        for (code, ((Reverse(severity), _, node), group)) in rules {
            let held = sieve.held(self.document.plan(), node);
            let first = self.document.findings_of(node).into_iter().find(|one| {
                one.code == code && one.severity == severity && sieve.holds(Trait::of(one), &held)
            });
            if let Some(first) = first {
                self.findings.push(first);
                self.listing.groups.push(group);
            }
        }
    }

    /// Calls for each finding of the plan that the words leave. What has none is not entered.
    fn each_left(&self, mut call: impl FnMut(Noted, Trait)) {
        let sieve = Sieve::new(&self.listing.words);
        let (plan, board) = (self.document.plan(), self.document.board());
        let order = |node: NodeId| self.document.evaluation().order(node);
        let mut stack = vec![(NodeId::ROOT, sieve.nothing())];
        while let Some((node, mut held)) = stack.pop() {
            if board.tally(node) == Tally::default() {
                continue;
            }
            sieve.hold(plan, node, &mut held);
            for tag in board.tags(node) {
                let found = Trait {
                    code: RULES[usize::from(tag.rule)].code,
                    severity: tag.severity,
                    waived: tag.waiver.is_some(),
                };
                if sieve.holds(found, &held) {
                    call((Reverse(tag.severity), order(node), node), found);
                }
            }
            let children = plan.children(node).iter().rev();
            stack.extend(children.map(|&child| (child, held.clone())));
        }
        let read = self.document.reading().iter();
        for finding in read.filter(|finding| plan.is_alive(finding.at.node())) {
            let node = finding.at.node();
            let found = Trait::of(finding);
            if sieve.holds(found, &sieve.held(plan, node)) {
                call((Reverse(finding.severity), order(node), node), found);
            }
        }
    }
}
