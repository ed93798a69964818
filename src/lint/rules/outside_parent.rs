//! `outside-parent`: a written prefix that does not lie in the block around it.

use super::super::words::{called, network_field, pool_text, setting_place};
use super::super::{Check, Context, Report, Rule};
use crate::addr::{Count, Family, Prefix};
use crate::diag::{Change, Finding, Fix, Severity};
use crate::engine::{
    Origin, Outcome, Part, PoolKey, PoolKind, Shoot, enclosing_pool, is_private, is_single,
    range_field, writes,
};
use crate::plan::{Field, Kind, Meaning, RangeKind};
use crate::source::{NodeId, Place, Source};

pub(super) static RULE: Rule = Rule {
    code: "outside-parent",
    summary: "a written prefix lies outside the block around it, or is the same for all members of one",
    why: "A block is one route and one line of an access list because everything in it has addresses of it. A prefix \
          that lies elsewhere is reached by none of these. Below a block that stands for many there is no prefix that \
          lies in each of them: what is written once would be used by all.",
    bad: "trellis: 1\nregions:\n  - name: a\n    v4: 10.0.0.0/9\n    blocks:\n      - {name: b, v4: 10.200.0.0/16}\n",
    good: "trellis: 1\nregions:\n  - name: a\n    v4: 10.0.0.0/9\n    blocks:\n      - {name: b, v4: 10.100.0.0/16}\n",
    covers: &[],
    sources: &[Source {
        title: "RFC 4632, section 5: aggregation follows the hierarchy of the blocks",
        url: "https://www.rfc-editor.org/rfc/rfc4632#section-5",
    }],
    check: Check::Node(check),
};

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    check_ula(context, node, report);
    match context.plan.kind(node) {
        Kind::Plan => {}
        Kind::Shoot => check_shoot(context, node, report),
        Kind::Region | Kind::Zone | Kind::Vpc | Kind::Block => {
            for family in Family::BOTH {
                if let Some(Meaning::Prefix(prefix)) = context.plan.network(node, family) {
                    check_block(context, node, *prefix, report);
                }
            }
        }
    }
}

/// A `ula` on something that stands for many would give all members the same prefixes.
fn check_ula(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    let plan = context.plan;
    let Some(Meaning::Prefixes(prefixes)) = plan.meaning(node, Field::Ula) else {
        return;
    };
    // A run of shoots takes one range after another out of its own `ula`; what it lies in must be one.
    let owner = if plan.kind(node) == Kind::Shoot {
        plan.parent(node).unwrap_or(node)
    } else {
        node
    };
    let Some(&prefix) = prefixes.first().filter(|_| !is_single(plan, owner)) else {
        return;
    };
    report.add(Severity::Error, || {
        let place = Place::field(node, Field::Ula.key());
        let message = shared_message(context, owner, prefix);
        Finding::new("outside-parent", Severity::Error, place, message)
            .help("say the `ula` at a block that is one: each member then has its own part of it")
    });
}

fn check_block(context: &Context<'_>, node: NodeId, prefix: Prefix, report: &mut Report<'_>) {
    let (plan, evaluation) = (context.plan, context.evaluation);
    let family = prefix.family();
    let field = network_field(family);
    let place = Place::field(node, field.key());
    let pool = enclosing_pool(plan, node, PoolKind::of(family));
    let parent = plan.parent(node).unwrap_or(node);
    let shared = !is_single(plan, parent)
        && (!is_private(prefix) || pool.is_some_and(|pool| !is_single(plan, pool.owner)));
    if shared {
        report.add(Severity::Error, || {
            let message = shared_message(context, parent, prefix);
            Finding::new("outside-parent", Severity::Error, place, message)
                .help(format!(
                    "write {} to have one placed in each",
                    prefix.length()
                ))
                .fix(length_fix(place, prefix))
        });
        return;
    }
    let demand = evaluation.demand(plan, node, Part::Block, family);
    if let Some((key, _)) = demand.filter(|(_, demand)| demand.outcome == Outcome::Outside) {
        report.add(Severity::Error, || {
            Finding::new(
                "outside-parent",
                Severity::Error,
                place,
                outside(context, prefix, key),
            )
            .help(format!(
                "write a prefix in it, or {} to have one placed",
                prefix.length()
            ))
            .fix(length_fix(place, prefix))
        });
    }
}

fn length_fix(place: Place, prefix: Prefix) -> Fix {
    Fix {
        title: format!("write {}", prefix.length()),
        safe: false,
        changes: vec![Change {
            node: place.node,
            field: place.field,
            to: Some(prefix.length().to_string()),
        }],
    }
}

fn check_shoot(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    let plan = context.plan;
    if !writes(plan, node, context.evaluation.settings(node)) {
        return;
    }
    let shoot = context.shoot(node);
    for kind in RangeKind::ALL {
        for family in Family::BOTH {
            check_range(context, &shoot, kind, family, report);
        }
    }
}

fn check_range(
    context: &Context<'_>,
    shoot: &Shoot<'_>,
    kind: RangeKind,
    family: Family,
    report: &mut Report<'_>,
) {
    let (plan, node) = (shoot.plan, shoot.node);
    let Some(prefix) = shoot
        .range(kind, family)
        .filter(|range| range.origin == Origin::Literal)
        .and_then(|range| range.written)
    else {
        return;
    };
    let add = |message: String, help: &str| {
        let place = setting_place(plan, node, range_field(kind));
        let mut finding =
            Finding::new("outside-parent", Severity::Error, place, message).help(help);
        finding.subject = node;
        finding
    };
    let parent = plan.parent(node).unwrap_or(node);
    if !is_single(plan, parent) {
        if !is_private(prefix) {
            report.add(Severity::Error, || {
                let message = format!(
                    "{}: {}",
                    kind.key(),
                    shared_message(context, parent, prefix)
                );
                add(
                    message,
                    "write a length, such as /64, to have one placed in each",
                )
            });
        }
        return;
    }
    if kind != RangeKind::Nodes || shoot.vpc().is_some() {
        return;
    }
    let demand = context
        .evaluation
        .demand(plan, node, Part::Range(kind), family);
    if let Some((key, _)) = demand.filter(|(_, demand)| demand.outcome == Outcome::Outside) {
        report.add(Severity::Error, || {
            let message = format!("nodes: {}", outside(context, prefix, key));
            add(
                message,
                "write a prefix in it, or a length to have one placed",
            )
        });
    }
}

fn outside(context: &Context<'_>, prefix: Prefix, key: PoolKey) -> String {
    let around = pool_text(context.plan, context.evaluation, key);
    format!("{prefix} lies outside {around}")
}

fn shared_message(context: &Context<'_>, parent: NodeId, prefix: Prefix) -> String {
    let plan = context.plan;
    let members = plan.members(parent);
    let run = plan
        .chain(parent)
        .find(|&id| plan.count(id) > Count::ONE)
        .unwrap_or(parent);
    format!(
        "{prefix} would be the same in all {members} members of {}",
        called(plan, run)
    )
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    const CODE: &str = "outside-parent";

    #[test]
    fn a_ula_of_many() {
        let plan = |block: &str, shoot: &str| {
            format!(
                "blocks: [{{name: b, {block}, shoots: [{{name: s, {shoot}, services: v6private}}]}}]\n"
            )
        };
        let ula = "ula: \"fd12:9a7c:11b2::/48\"";
        check("outside-parent", &plan(ula, "count: 3"), &[]);
        check("outside-parent", &plan("count: 1", ula), &[]);
        for plan in [
            plan(&format!("count: 3, {ula}"), "count: 1"),
            plan("count: 3", ula),
        ] {
            let found = crate::lint::testing::found(&format!("trellis: 1\n{plan}"));
            let ours = found.iter().filter(|(code, ..)| *code == "outside-parent");
            assert_eq!(ours.count(), 1, "{plan}");
        }
    }

    #[test]
    fn blocks_in_blocks() {
        check(
            CODE,
            "blocks: [{name: a, v4: 10.0.0.0/8, blocks: [{name: b, v4: 192.168.0.0/16}, {name: c, v4: 10.1.0.0/16}]}]\n",
            &["error: 192.168.0.0/16 lies outside `a` 10.0.0.0/8"],
        );
        check(
            CODE,
            "blocks: [{name: a, v6: \"2001:db8::/32\", blocks: [{name: b, v6: /40, blocks: [{name: c, v6: \"2001:db8:100::/48\"}]}]}]\n",
            &["error: 2001:db8:100::/48 lies outside `a/b` 2001:db8::/40"],
        );
        check(
            CODE,
            "blocks: [{name: a, v6: /32, blocks: [{name: b, v6: \"2001:db8::/48\"}]}]\n",
            &["error: 2001:db8::/48 lies outside `a` /32"],
        );
    }

    #[test]
    fn one_prefix_for_many() {
        check(
            CODE,
            "vpcs: [{name: a, count: 40, blocks: [{name: b, v6: \"2001:db8::/48\"}]}]\n",
            &["error: 2001:db8::/48 would be the same in all 40 members of `a`"],
        );
        check(
            CODE,
            "vpcs: [{name: a, count: 40, shoots: [{name: b, nodes: \"2001:db8::/64\", pods: 10.96.0.0/16}]}]\n",
            &["error: nodes: 2001:db8::/64 would be the same in all 40 members of `a`"],
        );
        check(
            CODE,
            "vpcs: [{name: a, count: 40, shoots: [{name: b, nodes: 10.250.0.0/16}]}]\n",
            &[],
        );
        check(
            CODE,
            "vpcs: [{name: a, count: 40, v6: \"2001:db8::/48\"}]\n",
            &[],
        );
    }

    #[test]
    fn nodes_without_a_vpc() {
        check(
            CODE,
            "regions: [{name: a, v6: \"2001:db8::/32\", shoots: [{name: b, nodes: \"2001:db9::/64\"}]}]\n",
            &["error: nodes: 2001:db9::/64 lies outside `a` 2001:db8::/32"],
        );
    }
}
