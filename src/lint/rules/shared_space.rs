//! `shared-space`: nodes or a VPC in 100.64.0.0/10. Where the provider has it, `provider-taken` speaks.

use super::super::prefixes::{Said, each_said, is_caused_above, place_instead};
use super::super::provider::profile_of;
use super::super::{Check, Context, Report, Rule};
use super::reserved_by_gardener::is_shared;
use crate::addr::{Family, Prefix};
use crate::diag::{Finding, Severity};
use crate::plan::{Field, Kind, RangeKind};
use crate::source::{NodeId, Source};

pub(super) static RULE: Rule = Rule {
    code: "shared-space",
    summary: "nodes or a VPC lie in 100.64.0.0/10, the space between carriers and customers",
    why: "100.64.0.0/10 belongs to carriers that translate for their customers, and may be used where nobody but the \
          machines inside ever sees it. Pods and services under Gardener are such: its customary ranges 100.96.0.0/11 \
          and 100.64.0.0/13 lie there. Nodes and VPCs are seen by load balancers, peers and the provider's own \
          services, and their neighbours' pods and services most likely have the same addresses. Some providers keep \
          the range for themselves: then nothing of a cluster may touch it.",
    bad: "trellis: 1\nshoots:\n  - {name: a, nodes: 100.80.0.0/16}\n",
    good: "trellis: 1\nshoots:\n  - {name: a, nodes: 10.80.0.0/16}\n",
    covers: &["a-1.5", "a-1.5"],
    sources: &[Source {
        title: "RFC 6598, section 4: use of shared CGN space",
        url: "https://www.rfc-editor.org/rfc/rfc6598#section-4",
    }],
    check: Check::Node(check),
};

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    each_said(context.plan, node, |said| {
        if said.prefix.family() == Family::V4 && said.field != Field::Seeds {
            check_said(context, &said, report);
        }
    });
}

fn check_said(context: &Context<'_>, said: &Said, report: &mut Report<'_>) {
    let profile = profile_of(context, said.node);
    if profile
        .taken
        .iter()
        .any(|fact| fact.value.prefix.overlaps(said.prefix))
    {
        return;
    }
    if is_seen(context, said)
        && let Some(space) = shared(said.prefix)
        && !is_caused_above(context.plan, said.node, space)
    {
        report.add(Severity::Advice, || {
            let message = format!(
                "{} {} in {space}, where Gardener's customary pods and services lie, and carriers' customers",
                said.text(),
                said.verb("lie", "lies")
            );
            let mut finding =
                Finding::new("shared-space", Severity::Advice, said.place(), message)
                    .help("take nodes and VPCs out of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16");
            finding.fixes.extend(place_instead(context.plan, said));
            finding
        });
    }
}

/// Whether others than the cluster see it: nodes and VPCs.
fn is_seen(context: &Context<'_>, said: &Said) -> bool {
    match said.range {
        Some(RangeKind::Nodes) => true,
        Some(RangeKind::Pods | RangeKind::Services) => false,
        None => context.plan.kind(said.node) == Kind::Vpc,
    }
}

/// The shared space, if a prefix lies in it.
fn shared(prefix: Prefix) -> Option<Prefix> {
    crate::addr::registered(prefix)
        .filter(|_| is_shared(prefix))
        .map(|entry| entry.prefix)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{check, check_shoot};

    const CODE: &str = "shared-space";

    #[test]
    fn what_others_see() {
        let message = "where Gardener's customary pods and services lie, and carriers' customers";
        check_shoot(
            CODE,
            "nodes: 100.80.0.0/16",
            &[&format!(
                "advice: nodes 100.80.0.0/16 lie in 100.64.0.0/10, {message}"
            )],
        );
        check(
            CODE,
            "vpcs: [{name: a, v4: 100.64.0.0/16, shoots: [{name: b, nodes: 100.64.0.0/17}]}]\n",
            &[&format!(
                "advice: 100.64.0.0/16 lies in 100.64.0.0/10, {message}"
            )],
        );
    }

    #[test]
    fn what_the_cluster_alone_sees() {
        for fields in [
            "nodes: v4private, pods: v4private, services: v4private",
            "pods: 100.96.0.0/11, services: 100.64.0.0/13",
            "nodes: 100.128.0.0/16",
            "nodes: 100.0.0.0/8",
        ] {
            check_shoot(CODE, fields, &[]);
        }
        check(CODE, "blocks: [{name: pods, v4: 100.64.0.0/10}]\n", &[]);
    }
}
