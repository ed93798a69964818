//! `outside-vpc`: a range on the wrong side of its VPC's border.

use super::super::words::{BY_EXTENSION, called, setting_place};
use super::super::{Check, Context, Report, Rule, Subject};
use crate::addr::{Family, Prefix};
use crate::diag::{Finding, Severity};
use crate::engine::{Evaluation, Origin, Range, is_private, is_single, range_field};
use crate::plan::RangeKind;
use crate::profile::Side;
use crate::source::{NodeId, Source};

pub(super) static RULE: Rule = Rule {
    code: "outside-vpc",
    summary: "a shoot's range lies on the wrong side of its VPC's border",
    why: "Nodes have addresses of their VPC: a subnet that does not lie in it can't be made. IPv4 pods and services are \
          another matter. AWS, Azure and Alicloud want them outside the VPC, where no subnet can ever take their \
          addresses; Gardener refuses them inside where the cluster has IPv4 alone.",
    bad: "trellis: 1\nvpcs:\n  - {name: a, v4: 10.0.0.0/16, shoots: [{name: b, nodes: 10.250.0.0/16}]}\n",
    good: "trellis: 1\nvpcs:\n  - {name: a, v4: 10.250.0.0/16, shoots: [{name: b, nodes: 10.250.0.0/16}]}\n",
    covers: &["g-A5", "g-Z3", "g-L3", "a-2.1"],
    sources: &[
        Source {
            title: "gardener-extension-provider-aws: pkg/apis/aws/validation/infrastructure.go, ValidateInfrastructureConfig",
            url: "https://github.com/gardener/gardener-extension-provider-aws/blob/master/pkg/apis/aws/validation/infrastructure.go",
        },
        Source {
            title: "Amazon VPC user guide: subnet CIDR blocks",
            url: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
        },
    ],
    check: Check::Shoot(check),
};

fn check(context: &Context<'_>, subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(vpc) = subject.shoot.vpc() else {
        return;
    };
    for family in Family::BOTH {
        // What trellis places in IPv6 lies in the VPC if it has to.
        let matters = |range: &Range| range.written.is_some() || family == Family::V4;
        let ranges = RangeKind::ALL.into_iter();
        let mut ranges = ranges.filter_map(|kind| subject.shoot.range(kind, family));
        if !ranges.any(matters) {
            continue;
        }
        let Some(ground) = Ground::of(context, vpc, family) else {
            continue;
        };
        for kind in RangeKind::ALL {
            if let Some(range) = subject.shoot.range(kind, family) {
                check_range(context, subject, &ground, (kind, range), report);
            }
        }
    }
}

/// What a VPC block covers in one family.
struct Ground {
    vpc: NodeId,
    /// That of its first member, and of its last.
    ends: Option<[Prefix; 2]>,
}

impl Ground {
    /// Nothing where the VPC has no prefix of the family.
    fn of(context: &Context<'_>, vpc: NodeId, family: Family) -> Option<Self> {
        let (plan, evaluation) = (context.plan, context.evaluation);
        plan.network(vpc, family)?;
        let first = evaluation.block_prefix(plan, vpc, family, &[]);
        let last = if is_single(plan, vpc) {
            first
        } else {
            let members = Evaluation::last_members(plan, vpc);
            evaluation.block_prefix(plan, vpc, family, &members)
        };
        Some(Self {
            vpc,
            ends: first.zip(last).map(|(first, last)| [first, last]),
        })
    }

    /// Whether every member covers a prefix.
    fn covers(&self, prefix: Prefix) -> bool {
        self.ends
            .is_none_or(|ends| ends.iter().all(|end| end.covers(prefix)))
    }

    /// Whether a prefix touches any member, or what lies between the first and the last.
    fn touches(&self, prefix: Prefix) -> bool {
        self.ends.is_some_and(|[first, last]| {
            first.raw().min(last.raw()) <= prefix.raw_last()
                && prefix.raw() <= first.raw_last().max(last.raw_last())
        })
    }

    fn text(&self, context: &Context<'_>) -> String {
        let vpc = called(context.plan, self.vpc);
        match self.ends {
            Some([first, last]) if first != last => format!("{vpc} {first} to {last}"),
            Some([first, _]) => format!("{vpc} {first}"),
            None => vpc,
        }
    }
}

fn check_range(
    context: &Context<'_>,
    subject: &Subject<'_>,
    ground: &Ground,
    (kind, range): (RangeKind, &Range),
    report: &mut Report<'_>,
) {
    let shoot = &subject.shoot;
    if range.origin == Origin::Pinned && !is_single(shoot.plan, shoot.node) {
        return;
    }
    let family = range.length.map(crate::addr::Length::family);
    let side = match (kind, family) {
        (RangeKind::Nodes, Some(Family::V6)) => Side::Inside,
        (_, Some(Family::V4)) => shoot.profile.network.containment_v4.value.of(kind),
        (_, Some(Family::V6) | None) => Side::Either,
    };
    // What is the same in many VPCs and may not be is the matter of `outside-parent`.
    let is_said_elsewhere = |prefix| !is_private(prefix) && !is_single(shoot.plan, ground.vpc);
    match (side, range.written) {
        (Side::Inside, Some(prefix)) if is_said_elsewhere(prefix) => {}
        (Side::Inside, Some(prefix)) if !ground.covers(prefix) => {
            report.add(Severity::Error, || {
                let kind_text = text(kind, range, prefix);
                let message = format!("{kind_text} lie outside the VPC {}", ground.text(context));
                finding(context, subject, kind, message)
                    .help("write a prefix of the VPC, or a length to have one placed in it")
            });
        }
        (Side::Outside, Some(prefix)) if ground.touches(prefix) => {
            report.add(Severity::Error, || {
                let kind_text = text(kind, range, prefix);
                let message = format!(
                    "{kind_text} lie inside the VPC {}, and {} wants them outside",
                    ground.text(context),
                    shoot.profile.name
                );
                inside(context, subject, kind, message)
            });
        }
        (Side::Outside, None) if is_placed_in(context, ground.vpc, range) => {
            report.add(Severity::Error, || {
                let message = format!(
                    "{} are placed inside the VPC {}, and {} wants them outside",
                    kind.key(),
                    ground.text(context),
                    shoot.profile.name
                );
                inside(context, subject, kind, message)
            });
        }
        (Side::Inside | Side::Outside | Side::Either, _) => {}
    }
}

fn is_placed_in(context: &Context<'_>, vpc: NodeId, range: &Range) -> bool {
    range
        .pool
        .is_some_and(|pool| context.plan.chain(pool.owner).any(|id| id == vpc))
}

fn text(kind: RangeKind, range: &Range, prefix: Prefix) -> String {
    let default = if range.origin == Origin::Default {
        " (v4private)"
    } else {
        ""
    };
    format!("{} {prefix}{default}", kind.key())
}

fn inside(
    context: &Context<'_>,
    subject: &Subject<'_>,
    kind: RangeKind,
    message: String,
) -> Finding {
    let default = subject.shoot.profile.cluster.private_v4.value.of(kind);
    let mut finding = finding(context, subject, kind, message)
        .help(format!("write a prefix outside the VPC, such as {default}"));
    let profile = subject.shoot.profile;
    finding
        .sources
        .push(profile.source(&profile.network.containment_v4));
    finding
}

fn finding(
    context: &Context<'_>,
    subject: &Subject<'_>,
    kind: RangeKind,
    message: String,
) -> Finding {
    let place = setting_place(context.plan, subject.shoot.node, range_field(kind));
    let mut finding = Finding::new("outside-vpc", Severity::Error, place, message);
    finding.subject = subject.shoot.node;
    if subject.shoot.profile.cluster.gardener.value {
        finding = finding.refused_by(BY_EXTENSION);
    }
    finding
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    const CODE: &str = "outside-vpc";

    #[test]
    fn nodes_lie_in_their_vpc() {
        let plan = |nodes: &str| {
            format!(
                "vpcs: [{{name: a, v4: 10.0.0.0/16, v6: \"2001:db8::/56\", shoots: [{{name: b, nodes: {nodes}}}]}}]\n"
            )
        };
        check(CODE, &plan("10.0.0.0/17"), &[]);
        check(CODE, &plan("\"v4:/17\""), &[]);
        check(
            CODE,
            &plan("v4private"),
            &["error: nodes 10.250.0.0/16 (v4private) lie outside the VPC `a` 10.0.0.0/16"],
        );
        check(
            CODE,
            &plan("\"2001:db9::/64\""),
            &["error: nodes 2001:db9::/64 lie outside the VPC `a` 2001:db8::/56"],
        );
    }

    #[test]
    fn pods_and_services_as_the_provider_wants_them() {
        let plan = |provider: &str, pods: &str| {
            format!(
                "provider: {provider}\nvpcs: [{{name: a, v4: 10.0.0.0/16, shoots: [{{name: b, pods: {pods}}}]}}]\n"
            )
        };
        check(CODE, &plan("generic", "10.0.0.0/17"), &[]);
        check(CODE, &plan("aws", "v4private"), &[]);
        check(
            CODE,
            &plan("aws", "10.0.0.0/17"),
            &[
                "error: pods 10.0.0.0/17 lie inside the VPC `a` 10.0.0.0/16, and aws wants them outside",
            ],
        );
        check(
            CODE,
            &plan("aws", "\"v4:/17\""),
            &["error: pods are placed inside the VPC `a` 10.0.0.0/16, and aws wants them outside"],
        );
    }

    #[test]
    fn azure_and_alicloud_want_them_outside_too() {
        for provider in ["azure", "alicloud"] {
            let plan = |services: &str| {
                format!(
                    "provider: {provider}\nvpcs: [{{name: a, v4: 10.0.0.0/8, shoots: [{{name: b, nodes: v4private, services: {services}}}]}}]\n"
                )
            };
            check(CODE, &plan("v4private"), &[]);
            let message = format!(
                "error: services 10.1.0.0/16 lie inside the VPC `a` 10.0.0.0/8, and {provider} wants them outside"
            );
            check(CODE, &plan("10.1.0.0/16"), &[&message]);
        }
        for provider in ["gcp", "openstack", "ironcore"] {
            let plan = format!(
                "provider: {provider}\nvpcs: [{{name: a, v4: 10.0.0.0/8, shoots: [{{name: b, nodes: v4private, services: 10.1.0.0/16}}]}}]\n"
            );
            check(CODE, &plan, &[]);
        }
    }

    #[test]
    fn no_prefix_lies_in_each_of_many() {
        check(
            CODE,
            "regions: [{name: r, v4: 10.0.0.0/8, vpcs: [{name: a, count: 3, v4: /16, shoots: [{name: b, nodes: 10.0.0.0/17}]}]}]\n",
            &["error: nodes 10.0.0.0/17 lie outside the VPC `r/a` 10.0.0.0/16 to 10.2.0.0/16"],
        );
    }
}
