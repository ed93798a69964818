//! `from-node-needs-prefix`: pods out of a node prefix that no node gets.

use super::super::words::setting_place;
use super::super::{Check, Context, Report, Rule, Subject};
use crate::addr::Family;
use crate::diag::{Change, Finding, Fix, Severity};
use crate::plan::{Base, Field, RangeKind};
use crate::source::Source;

pub(super) static RULE: Rule = Rule {
    code: "from-node-needs-prefix",
    summary: "pods are to come out of the node's prefix, and nodes get none, or one that is too small",
    why: "With `v6fromNode` a node's pods take their addresses from the prefix that the node itself was given. \
          Without `+prefix` on the nodes of that family there is nothing to take them from, and a node can't give \
          more than it has.",
    bad: "trellis: 1\nshoots:\n  - {name: a, nodes: v6global/64, pods: v6fromNode}\n",
    good: "trellis: 1\nshoots:\n  - {name: a, nodes: v6global/64+prefix/80, pods: v6fromNode}\n",
    covers: &[],
    sources: &[Source {
        title: "IPv6 for Gardener: v6fromNode requires a prefix per node",
        url: "https://github.com/gardener/enhancements",
    }],
    check: Check::Shoot(check),
};

fn check(context: &Context<'_>, subject: &Subject<'_>, report: &mut Report<'_>) {
    for family in Family::BOTH {
        check_family(context, subject, family, report);
    }
}

fn check_family(
    context: &Context<'_>,
    subject: &Subject<'_>,
    family: Family,
    report: &mut Report<'_>,
) {
    let shoot = &subject.shoot;
    let Some(Base::FromNode(asked)) = shoot.ask(RangeKind::Pods, family).map(|ask| ask.base) else {
        return;
    };
    let place = || setting_place(context.plan, shoot.node, Field::Pods);
    let finding = |message: String| {
        let mut finding = Finding::new("from-node-needs-prefix", Severity::Error, place(), message);
        finding.subject = shoot.node;
        finding
    };
    match (shoot.node_prefix(family), asked) {
        (None, _) => report.add(Severity::Error, || {
            let message = format!(
                "pods are {}fromNode, and nodes get no {family} prefix",
                family.key()
            );
            add_prefix_fix(
                context,
                subject,
                family,
                finding(message).help("add `+prefix` to the nodes of that family"),
            )
        }),
        (Some(node), Some(pods)) if pods < node => report.add(Severity::Error, || {
            finding(format!(
                "a pod range of {pods} is asked for out of a node prefix of {node}"
            ))
            .help(format!(
                "ask for {node} or longer, or give nodes a larger prefix"
            ))
        }),
        (Some(_), _) => {}
    }
}

/// Where the nodes of the family are said as one plain text at the shoot itself, `+prefix` can be put behind it.
fn add_prefix_fix(
    context: &Context<'_>,
    subject: &Subject<'_>,
    family: Family,
    finding: Finding,
) -> Finding {
    let node = setting_place(context.plan, subject.shoot.node, Field::Nodes).node;
    let text = context
        .plan
        .value(node, Field::Nodes)
        .and_then(|value| value.as_text());
    let fits = subject.shoot.ask(RangeKind::Nodes, family).is_some();
    match text.filter(|text| fits && !text.contains(',')) {
        Some(text) => finding.fix(Fix {
            title: format!("write `{text}+prefix`"),
            safe: false,
            changes: vec![Change {
                node,
                field: Field::Nodes.key(),
                to: Some(format!("{text}+prefix")),
            }],
        }),
        None => finding,
    }
}
