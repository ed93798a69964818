//! `reserve-not-covered`: a reserve that holds less than what its members take.

use super::super::words::{called, network_field, pool_text};
use super::super::{Check, Context, Report, Rule};
use crate::addr::Family;
use crate::diag::{Anchor, Finding, Severity};
use crate::engine::{Demand, PoolKey, PoolKind, enclosing_pool};
use crate::plan::Field;
use crate::source::{NodeId, Place, Source};

pub(super) static RULE: Rule = Rule {
    code: "reserve-not-covered",
    summary: "a block is reserved for more of its kind, and what lies in it takes addresses from elsewhere",
    why: "`reserve` keeps room for as many more of a block's own prefixes. What lies in the block and has no prefix of \
          that family around it there takes its addresses from farther out, and nothing is kept there: the next member \
          has its IPv6 and may find no IPv4, or the other way round.",
    bad: "trellis: 1\nregions:\n  - name: a\n    v4: 10.0.0.0/8\n    v6: /32\n    vpcs:\n      - {name: b, v6: /40, reserve: 3, shoots: [{name: c, nodes: \"v4:/16\"}]}\n",
    good: "trellis: 1\nregions:\n  - name: a\n    v4: 10.0.0.0/8\n    v6: /32\n    vpcs:\n      - {name: b, v6: /40, v4: /15, reserve: 3, shoots: [{name: c, nodes: \"v4:/16\"}]}\n",
    covers: &[],
    sources: &[Source {
        title: "RFC 5375, section 2.4: leave room for growth in an addressing plan",
        url: "https://www.rfc-editor.org/rfc/rfc5375#section-2.4",
    }],
    check: Check::Node(check),
};

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    let plan = context.plan;
    if plan.reserve(node).is_zero() || !plan.kind(node).is_block() {
        return;
    }
    for family in Family::BOTH {
        if plan.network(node, family).is_some() {
            continue;
        }
        let Some(key) = enclosing_pool(plan, node, PoolKind::of(family)) else {
            continue;
        };
        let Some(demand) = first_below(context, node, key) else {
            continue;
        };
        report.add(Severity::Warning, || {
            let message = format!(
                "{} more of {} are reserved, and {} takes its {family} from {}, where nothing is kept for them",
                plan.reserve(node),
                called(plan, node),
                called(plan, demand.node),
                pool_text(plan, context.evaluation, key),
            );
            let field = network_field(family).key();
            Finding::new(
                "reserve-not-covered",
                Severity::Warning,
                Place::field(node, Field::Reserve.key()),
                message,
            )
            .help(format!(
                "give {} a `{field}` of its own that holds what lies in it",
                called(plan, node)
            ))
            .label(
                Anchor::Place(Place::node(demand.node)),
                format!("takes its {family} from outside"),
            )
        });
    }
}

/// The first thing in a block that takes from a pool around it. Definitions in a block follow it in plan order.
fn first_below<'a>(context: &Context<'a>, node: NodeId, key: PoolKey) -> Option<&'a Demand> {
    let order = context.evaluation.order(node);
    let demands = context.evaluation.pool(key)?.demands();
    let next = demands.partition_point(|demand| demand.order <= order);
    demands
        .get(next)
        .filter(|demand| context.plan.chain(demand.node).any(|id| id == node))
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    const CODE: &str = "reserve-not-covered";

    #[test]
    fn a_family_that_the_block_has_not() {
        let plan = |reserve: u32, nodes: &str| {
            format!(
                "regions: [{{name: a, v4: 10.0.0.0/8, v6: /32, vpcs: [{{name: b, v6: /40, reserve: {reserve}, shoots: [{{name: c, nodes: {nodes}}}]}}]}}]\n"
            )
        };
        check(
            CODE,
            &plan(3, "[\"v4:/16\", v6global]"),
            &[
                "warning: 3 more of `a/b` are reserved, and `a/b/c` takes its IPv4 from `a` 10.0.0.0/8, where nothing is kept for them",
            ],
        );
        check(CODE, &plan(0, "\"v4:/16\""), &[]);
        check(CODE, &plan(3, "v6global"), &[]);
        check(CODE, &plan(3, "v4private"), &[]);
    }
}
