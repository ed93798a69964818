//! One default range in many VPCs: fine until two of them are peered.

use super::super::super::{Context, Report};
use super::at;
use crate::addr::{Count, Prefix};
use crate::diag::{Finding, Severity};
use crate::engine::Scope;
use crate::plan::RangeKind;
use crate::source::{NodeId, Place};

/// Adds one advice for the whole plan.
pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let shared = context
        .evaluation
        .facts()
        .defaults()
        .any(|(_, _, scopes)| networks(context, scopes.take(2)) > Count::ONE);
    if shared {
        report.add(Severity::Advice, || finding(context));
    }
}

/// How many networks these are, all members of counted ones.
fn networks(context: &Context<'_>, scopes: impl Iterator<Item = NodeId>) -> Count {
    let plan = context.plan;
    scopes
        .map(|scope| plan.members(scope))
        .try_fold(Count::ZERO, Count::plus)
        .unwrap_or(Count::MAX)
}

fn finding(context: &Context<'_>) -> Finding {
    let facts = context.evaluation.facts();
    let mut words = Vec::new();
    let mut first: Option<(NodeId, RangeKind, Prefix)> = None;
    let mut most = Count::ZERO;
    for (prefix, kind, scopes) in facts.defaults() {
        let scopes: Vec<NodeId> = scopes.collect();
        let number = networks(context, scopes.iter().copied());
        if number <= Count::ONE {
            continue;
        }
        words.push(format!("{} {prefix}", kind.key()));
        most = most.max(number);
        for scope in scopes {
            let holders = facts.holders(Scope::Vpc(scope), prefix);
            for node in holders.map(|(node, _)| node) {
                let order = |node| context.evaluation.order(node);
                if first.is_none_or(|(other, _, _)| order(node) < order(other)) {
                    first = Some((node, kind, prefix));
                }
            }
        }
    }
    let place = first.map_or(Place::node(NodeId::ROOT), |(node, kind, prefix)| {
        at(context, (node, Some(kind)), prefix)
    });
    let message = format!(
        "the default {} are in use in {most} VPCs: fine until two of them are peered",
        words.join(" and "),
    );
    let mut finding = Finding::new("overlap", Severity::Advice, place, message)
        .help("give each VPC a range of its own if it may ever be peered");
    finding.subject = NodeId::ROOT;
    finding
}
