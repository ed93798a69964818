//! `zone-subnets`: zones whose subnets have no place.

use super::super::provider::profile_of;
use super::super::words::setting_place;
use super::super::{Check, Context, Report, Rule};
use crate::addr::{Count, Family, Prefix};
use crate::diag::{Finding, Severity};
use crate::engine::{Shoot, manifest_field, zone_cuts};
use crate::plan::{Base, Field, Kind, RangeKind};
use crate::profile::{Limited, ZoneCut};
use crate::source::{NodeId, Source};

const CODE: &str = "zone-subnets";

pub(super) static RULE: Rule = Rule {
    code: CODE,
    summary: "subnets of zones that lie outside the nodes, or more zones than the VPC has subnets for",
    why: "A subnet belongs to one zone. The manifest has one prefix for all nodes, and the workers' subnet of each zone \
          must lie in it; trellis cuts them out of the lower half of the VPC's IPv4, as Gardener's documentation does. \
          With IPv6 a zone takes three /64s of the VPC's /56, by number: there are 85 zones in a VPC. Zones, their order \
          and their subnets never change once they are there; zones can be added at the end.",
    bad: "trellis: 1\nprovider: aws\nnode-zones: [eu-central-1a]\nvpcs:\n  - name: v\n    v4: 10.250.0.0/16\n    shoots:\n      - {name: a, nodes: 10.250.128.0/17, pods: v4private, services: v4private}\n",
    good: "trellis: 1\nprovider: aws\nnode-zones: [eu-central-1a]\nvpcs:\n  - name: v\n    v4: 10.250.0.0/16\n    shoots:\n      - {name: a, nodes: 10.250.0.0/17, pods: v4private, services: v4private}\n",
    covers: &["g-A4", "g-A7", "a-2.1"],
    sources: &[
        Source {
            title: "gardener-extension-provider-aws: pkg/apis/aws/validation/infrastructure.go, ValidateInfrastructureConfig",
            url: "https://github.com/gardener/gardener-extension-provider-aws/blob/master/pkg/apis/aws/validation/infrastructure.go",
        },
        Source {
            title: "gardener-extension-provider-aws: pkg/controller/infrastructure/infraflow/reconcile.go",
            url: "https://github.com/gardener/gardener-extension-provider-aws/blob/master/pkg/controller/infrastructure/infraflow/reconcile.go",
        },
    ],
    check: Check::Node(check),
};

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    match context.plan.kind(node) {
        Kind::Vpc => check_workers(context, node, report),
        Kind::Shoot => check_zones(context, node, report),
        Kind::Plan | Kind::Region | Kind::Zone | Kind::Block => {}
    }
}

fn check_zones(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    let fact = &profile_of(context, node).network.zone_subnets_v6;
    let Some(most) = fact.value.max_zones() else {
        return;
    };
    let shoot = context.shoot(node);
    let zones = shoot.zone_count();
    if zones <= most || !shoot.has(Family::V6) {
        return;
    }
    report.add(Severity::Error, || {
        let message = format!("there are {zones} zones, and a VPC has IPv6 subnets for {most}");
        let place = setting_place(context.plan, node, Field::NodeZones);
        let mut finding = Finding::new(CODE, Severity::Error, place, message)
            .about(node)
            .help("name fewer zones");
        finding.sources.push(shoot.profile.source(fact));
        finding
    });
}

/// The workers' subnets of the one shoot of a VPC. Several shoots say where theirs are (`subnets-v4`), and so may one.
fn check_workers(context: &Context<'_>, vpc: NodeId, report: &mut Report<'_>) {
    let (plan, evaluation) = (context.plan, context.evaluation);
    let mut usage = evaluation.facts().usage(vpc);
    let alone = usage
        .any(|(_, limited, usage)| limited == Limited::SubnetsPerVpc && usage.takers == Count::ONE);
    if !alone {
        return;
    }
    let only = plan.walk_from(vpc).find(|&id| plan.kind(id) == Kind::Shoot);
    let Some(only) = only.filter(|&node| may_be_narrower(context, node)) else {
        return;
    };
    let shoot = context.shoot(only);
    let network = &shoot.profile.network;
    if network.zone_cut_v4.value == ZoneCut::Whole
        || manifest_field(plan, shoot.node, &["subnets-v4"]).is_some()
    {
        return;
    }
    let Some((workers, nodes)) = stray(context, vpc, &shoot) else {
        return;
    };
    report.add(Severity::Error, || {
        let message = format!(
            "workers {workers}, cut out of the VPC for a zone, lie outside nodes {nodes}"
        );
        let place = setting_place(plan, shoot.node, Field::Nodes);
        let mut finding = Finding::new(CODE, Severity::Error, place, message)
            .about(vpc)
            .help("give nodes the lower half of the VPC or all of it, or say which part the subnets are cut from (manifest-fields: {subnets-v4: …})")
            .refused(
                "gardener-extension-provider-aws (admission), at networks.zones[].workers",
                format!("must be a subset of \"networking.nodes\" (\"{nodes}\")"),
            );
        finding.sources.push(shoot.profile.source(&network.zone_cut_v4));
        finding
    });
}

/// Whether the nodes of a shoot have an IPv4 prefix of their own: the default is as large as a VPC can be.
fn may_be_narrower(context: &Context<'_>, node: NodeId) -> bool {
    let settings = context.evaluation.settings(node);
    let nodes = settings.spec(context.plan, Field::Nodes);
    let base = nodes.and_then(|spec| spec.v4).map(|ask| ask.base);
    matches!(base, Some(Base::Literal(_) | Base::Place(_)))
        || context.plan.entry(node, Field::Pinned).is_some()
}

/// The first workers' subnet that lies outside the nodes.
fn stray(context: &Context<'_>, vpc: NodeId, shoot: &Shoot<'_>) -> Option<(Prefix, Prefix)> {
    let evaluation = context.evaluation;
    let nodes = evaluation.range_prefix(shoot, RangeKind::Nodes, Family::V4, &[])?;
    let around = evaluation.block_prefix(context.plan, vpc, Family::V4, &[])?;
    // Nodes that are not in their VPC at all are the matter of `outside-vpc`.
    if !around.covers(nodes) {
        return None;
    }
    let cuts = zone_cuts(around, shoot.zone_count())?;
    let stray = cuts.iter().find(|cut| !nodes.covers(cut.workers))?;
    Some((stray.workers, nodes))
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    const CODE: &str = super::CODE;

    #[test]
    fn workers_lie_in_the_nodes() {
        let plan = |shoots: &str| {
            format!("provider: aws\nvpcs: [{{name: v, v4: 10.250.0.0/16, shoots: [{shoots}]}}]\n")
        };
        check(CODE, &plan("{name: a, nodes: 10.250.0.0/16}"), &[]);
        // Three zones of a /16: workers 10.250.0.0/19, 10.250.32.0/19, 10.250.64.0/19.
        let zones = "node-zones: [x, y, z]";
        check(
            CODE,
            &plan(&format!("{{name: a, {zones}, nodes: 10.250.0.0/17}}")),
            &[],
        );
        check(
            CODE,
            &plan(&format!("{{name: a, {zones}, nodes: 10.250.0.0/18}}")),
            &[
                "error: workers 10.250.64.0/19, cut out of the VPC for a zone, lie outside nodes 10.250.0.0/18",
            ],
        );
        let part = "manifest-fields: {subnets-v4: 10.250.128.0/17}";
        check(
            CODE,
            &plan(&format!("{{name: a, {part}, nodes: 10.250.128.0/17}}")),
            &[],
        );
        check(
            CODE,
            &plan("{name: a, nodes: 10.250.0.0/17}, {name: b, nodes: 10.250.128.0/17}"),
            &[],
        );
        check(
            CODE,
            "vpcs: [{name: v, v4: 10.250.0.0/16, shoots: [{name: a, nodes: 10.250.128.0/17}]}]\n",
            &[],
        );
    }

    #[test]
    fn eighty_five_zones() {
        let plan = |zones: usize| {
            let names: Vec<String> = (0..zones).map(|zone| format!("z{zone}")).collect();
            format!(
                "provider: aws\nshoots: [{{name: a, nodes: v6global/64+prefix/80, node-zones: [{}]}}]\n",
                names.join(", ")
            )
        };
        check(CODE, &plan(85), &[]);
        check(
            CODE,
            &plan(86),
            &["error: there are 86 zones, and a VPC has IPv6 subnets for 85"],
        );
    }
}
