//! What two orders of the same levels give: lengths, routes and filter entries, findings.

use std::collections::BTreeMap;

use super::swap::{Levels, outer_length};
use super::{Document, field_of};
use crate::addr::{Count, Family, Length, Prefix};
use crate::diag::Severity;
use crate::plan::{Field, Kind, Value};
use crate::source::NodeId;

/// One thing in both orders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub what: String,
    /// What it is now.
    pub now: String,
    /// What it would be.
    pub then: String,
    /// Whether the other order is better at it; nothing where neither is.
    pub better: Option<bool>,
}

impl Row {
    /// In a line.
    pub fn line(&self) -> String {
        let Self {
            what, now, then, ..
        } = self;
        match self.better {
            Some(true) => format!("{what}: {now} → {then}, better"),
            Some(false) => format!("{what}: {now} → {then}, worse"),
            None if now == then => format!("{what}: {now} in both"),
            None => format!("{what}: {now} → {then}"),
        }
    }

    /// Of two numbers, of which fewer are better.
    fn of_counts(what: String, now: Count, then: Count) -> Self {
        Self {
            what,
            now: now.to_string(),
            then: then.to_string(),
            better: (now != then).then_some(then < now),
        }
    }
}

impl Document {
    /// What one of each level is called.
    pub(super) fn words(&self, levels: &Levels) -> [String; 2] {
        let plan = &self.plan;
        let word = |nodes: &[NodeId]| match nodes {
            [only] => plan.name(*only).to_owned(),
            [first, rest @ ..] => {
                let kind = plan.kind(*first);
                if rest.iter().all(|&id| plan.kind(id) == kind) && kind != Kind::Block {
                    kind.list().to_owned()
                } else {
                    let names: Vec<&str> = nodes.iter().map(|&id| plan.name(id)).collect();
                    shortened(&names)
                }
            }
            [] => String::new(),
        };
        let inner: Vec<NodeId> = levels.inner.iter().map(|one| one.places[0].1).collect();
        [word(&levels.outer), word(&inner)]
    }

    pub(super) fn rows(&self, levels: &Levels, words: &[String; 2], other: &Self) -> Vec<Row> {
        let mut rows = Vec::new();
        let [outer, inner] = words;
        for sizes in &levels.families {
            let lengths = |new: bool| {
                let lengths = levels.inner.iter().filter_map(|one| {
                    let now = self.plan.length(one.places[0].1, sizes.family)?;
                    if new {
                        outer_length(*sizes, now)
                    } else {
                        Some(now)
                    }
                });
                let mut lengths: Vec<String> = lengths.map(|length| length.to_string()).collect();
                lengths.dedup();
                lengths.join(", ")
            };
            let mut row = |what: &str, now: String, then: String| {
                rows.push(Row {
                    what: format!("{} of {what}", field_of(sizes.family).key()),
                    now,
                    then,
                    better: None,
                });
            };
            row(outer, sizes.outer.to_string(), lengths(false));
            row(inner, lengths(false), lengths(true));
        }
        let count = |nodes: &mut dyn Iterator<Item = NodeId>| {
            nodes.fold(Count::ZERO, |sum, id| {
                sum.plus(self.plan.count(id)).unwrap_or(Count::MAX)
            })
        };
        let most = |counts: &mut dyn Iterator<Item = Count>| counts.max().unwrap_or(Count::ONE);
        let inside = most(&mut (0..levels.outer.len()).map(|place| {
            let of = levels.inner.iter().filter_map(|one| {
                let mut places = one.places.iter();
                places.find(|(at, _)| *at == place).map(|(_, id)| *id)
            });
            count(&mut of.into_iter())
        }));
        let around = most(
            &mut levels
                .inner
                .iter()
                .map(|one| count(&mut one.places.iter().map(|(place, _)| levels.outer[*place]))),
        );
        let routes = |of: &str| format!("routes, or filter entries, for one of {of}");
        rows.push(Row::of_counts(routes(outer), Count::ONE, inside));
        rows.push(Row::of_counts(routes(inner), around, Count::ONE));
        for (role, now) in self.entries_of_roles(levels.parent) {
            let then = other.entries_of_roles(levels.parent);
            let then = then.get(role).copied().unwrap_or(Count::ZERO);
            rows.push(Row::of_counts(
                format!("filter entries for all of role {role}"),
                now,
                then,
            ));
        }
        for severity in [Severity::Error, Severity::Warning] {
            rows.push(self.found(severity, other));
        }
        rows
    }

    /// How many findings of a severity there are, and of which rules there are more.
    fn found(&self, severity: Severity, other: &Self) -> Row {
        let codes = |document: &Self| {
            let mut codes: BTreeMap<&'static str, usize> = BTreeMap::new();
            for finding in document.findings() {
                if finding.severity == severity {
                    *codes.entry(finding.code).or_insert(0) += 1;
                }
            }
            codes
        };
        let (now, then) = (codes(self), codes(other));
        let sum = |codes: &BTreeMap<_, usize>| count_of(codes.values().sum());
        let what = format!("{}s", severity.word());
        let mut row = Row::of_counts(what, sum(&now), sum(&then));
        let more = then
            .iter()
            .filter(|(code, number)| now.get(*code).is_none_or(|before| before < number));
        let more: Vec<&str> = more.map(|(code, _)| *code).collect();
        if !more.is_empty() {
            row.then = format!("{} ({})", row.then, more.join(", "));
        }
        row
    }

    /// For each role that blocks below a block have: how many prefixes name all of them. What lies side by side is one;
    /// blocks of different definitions are not joined.
    fn entries_of_roles(&self, below: NodeId) -> BTreeMap<&str, Count> {
        let plan = &self.plan;
        let mut entries: BTreeMap<&str, Count> = BTreeMap::new();
        for node in plan.walk_from(below).filter(|&node| node != below) {
            let Some(role) = plan.value(node, Field::Role).and_then(Value::as_text) else {
                continue;
            };
            let above = plan.chain(node).skip(1).take_while(|&id| id != below);
            let number = above.fold(self.entries_of(node), |number, id| {
                number.times(plan.count(id)).unwrap_or(Count::MAX)
            });
            let sum = entries.entry(role).or_insert(Count::ZERO);
            *sum = sum.plus(number).unwrap_or(Count::MAX);
        }
        entries
    }

    /// How many prefixes name the members of a run; of one that has no place, as if it began at zero.
    fn entries_of(&self, node: NodeId) -> Count {
        let plan = &self.plan;
        let mut families = Family::BOTH.into_iter().rev();
        let first =
            families.find_map(|family| self.evaluation.block_prefix(plan, node, family, &[]));
        let zero = || Prefix::from_raw(0, Length::host(Family::V6));
        let pieces = first.or_else(zero).map(|first| first.run(plan.count(node)));
        count_of(pieces.map_or(0, |pieces| pieces.len()))
    }
}

fn count_of(number: usize) -> Count {
    u128::try_from(number).map_or(Count::MAX, Count::new)
}

fn shortened(names: &[&str]) -> String {
    const MOST: usize = 3;
    let shown = names[..names.len().min(MOST)].join(", ");
    if names.len() > MOST {
        format!("{shown} …")
    } else {
        shown
    }
}
