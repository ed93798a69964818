//! `range-missing`: a cluster with IPv4 and a range that nobody says.

use super::super::words::{called, listed};
use super::super::{Check, Context, Report, Rule, Subject};
use crate::addr::{Family, Prefix};
use crate::diag::{Change, Finding, Fix, Severity};
use crate::engine::{Shoot, range_field};
use crate::plan::{Field, RangeKind, Seed};
use crate::source::{Place, Source};

const CODE: &str = "range-missing";

pub(super) static RULE: Rule = Rule {
    code: CODE,
    summary: "a cluster with IPv4 whose nodes, pods or services are not said",
    why: "Where a Gardener cluster has IPv4, its nodes, pods and services each need an IPv4 prefix; with both families too, \
          for the infrastructure gives only the IPv6 half. Pods and services may be left out where the seed has defaults \
          for its shoots: these are written into the Shoot when it gets its seed, and stay. Then every cluster of the seed \
          has the same ones, and the plan counts none of it. Without defaults admission refuses the Shoot.",
    bad: "trellis: 1\nprovider: aws\nnode-zones: [eu-central-1a]\nshoots:\n  - {name: a, nodes: 10.250.0.0/16, services: 100.64.0.0/13}\n",
    good: "trellis: 1\nprovider: aws\nnode-zones: [eu-central-1a]\nshoots:\n  - {name: a, nodes: 10.250.0.0/16, pods: 100.96.0.0/11, services: 100.64.0.0/13}\n",
    covers: &["g-21", "g-27", "g-A9", "g-G1", "g-Z1", "g-O1", "g-L1"],
    sources: &[
        Source {
            title: "gardener: plugin/pkg/shoot/validator/admission.go, validateShootNetworks",
            url: "https://github.com/gardener/gardener/blob/master/plugin/pkg/shoot/validator/admission.go",
        },
        Source {
            title: "gardener: pkg/gardenlet/operation/shoot/shoot.go, ToNetworks",
            url: "https://github.com/gardener/gardener/blob/master/pkg/gardenlet/operation/shoot/shoot.go",
        },
    ],
    check: Check::Shoot(check),
};

fn check(context: &Context<'_>, subject: &Subject<'_>, report: &mut Report<'_>) {
    let shoot = &subject.shoot;
    if !shoot.profile.cluster.gardener.value || !shoot.has(Family::V4) {
        return;
    }
    let missing: Vec<RangeKind> = RangeKind::ALL
        .into_iter()
        .filter(|&kind| is_unsaid(shoot, kind))
        .collect();
    let seeds = seeds(shoot);
    for kind in missing {
        check_range(context, shoot, (kind, &seeds), report);
    }
}

/// Whether nothing at all is said of a range. One of the other family is the matter of `not-expressible`.
fn is_unsaid(shoot: &Shoot<'_>, kind: RangeKind) -> bool {
    Family::BOTH
        .into_iter()
        .all(|family| shoot.ask(kind, family).is_none() && shoot.range(kind, family).is_none())
        && !(kind == RangeKind::Nodes && shoot.flat.is_some())
}

/// The seeds that a shoot may get.
fn seeds<'p>(shoot: &Shoot<'p>) -> Vec<&'p Seed> {
    let plan = shoot.plan;
    let named = shoot.settings.text(plan, Field::Seed);
    let may = |seed: &&Seed| named.is_none_or(|named| named == &*seed.name);
    plan.seeds().iter().filter(may).collect()
}

fn check_range(
    context: &Context<'_>,
    shoot: &Shoot<'_>,
    (kind, seeds): (RangeKind, &[&Seed]),
    report: &mut Report<'_>,
) {
    let default = |seed: &&Seed| seed.shoot_default(kind, Family::V4);
    let defaults: Vec<Option<Prefix>> = seeds.iter().map(default).collect();
    let without = || seeds.iter().find(|seed| default(seed).is_none());
    let severity = match kind {
        RangeKind::Nodes => Severity::Error,
        RangeKind::Pods | RangeKind::Services if without().is_some() => Severity::Error,
        RangeKind::Pods | RangeKind::Services => Severity::Warning,
    };
    report.add(severity, || {
        let name = called(context.plan, shoot.node);
        let key = kind.key();
        let known = defaults.iter().flatten().next().copied();
        let left = match (without(), known) {
            _ if kind == RangeKind::Nodes => {
                format!("{} needs them", shoot.profile.title)
            }
            (Some(seed), _) => format!(
                "the seed `{}` has no default for them",
                crate::plan::cut(&seed.name)
            ),
            (None, Some(prefix)) => format!("they are left to the seed, which gives {prefix}"),
            (None, None) => "they are left to the seed's defaults, if it has some".to_owned(),
        };
        let families: Vec<String> = shoot.families.iter().map(Family::to_string).collect();
        let families: Vec<&str> = families.iter().map(String::as_str).collect();
        let message = format!("{name} has {} and says no {key}: {left}", listed(&families));
        let usual = shoot.profile.cluster.private_v4.value.of(kind);
        let to = known.unwrap_or(usual);
        let finding = Finding::new(CODE, severity, Place::node(shoot.node), message)
            .help(format!("write `{key}: {to}`, or a range of your own"))
            .fix(Fix {
                title: format!("write `{key}: {to}`"),
                safe: false,
                changes: vec![Change {
                    node: shoot.node,
                    field: range_field(kind).key(),
                    to: Some(to.to_string()),
                }],
            });
        refuse(finding, kind, severity)
    });
}

fn refuse(finding: Finding, kind: RangeKind, severity: Severity) -> Finding {
    const ADMISSION: &str = "gardener-apiserver (admission), when the shoot gets its seed";
    match (kind, severity) {
        (_, Severity::Warning | Severity::Advice) => finding,
        (RangeKind::Nodes, Severity::Error) => finding.refused(
            "the provider's extension (admission), when the Shoot is written",
            "spec.networking.nodes: Required value",
        ),
        (RangeKind::Pods, Severity::Error) => finding.refused(ADMISSION, "pods is required"),
        (RangeKind::Services, Severity::Error) => {
            finding.refused(ADMISSION, "services is required")
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    const CODE: &str = super::CODE;

    fn shoot(seeds: &str, fields: &str, expected: &[&str]) {
        check(
            CODE,
            &format!("provider: aws\n{seeds}shoots: [{{name: a, {fields}}}]\n"),
            expected,
        );
    }

    #[test]
    fn each_range_that_nobody_says() {
        let left = |range: &str| {
            format!(
                "warning: `a` has IPv4 and says no {range}: they are left to the seed's defaults, if it has some"
            )
        };
        shoot("", "nodes: v4private", &[&left("pods"), &left("services")]);
        shoot(
            "",
            "nodes: v4private, pods: v4private, services: v4private",
            &[],
        );
        shoot(
            "",
            "pods: v4private, services: v4private",
            &["error: `a` has IPv4 and says no nodes: Gardener on AWS needs them"],
        );
        shoot("", "note: x", &[]);
        shoot("", "nodes: v6global", &[]);
        check(CODE, "shoots: [{name: a, nodes: v4private}]\n", &[]);
    }

    #[test]
    fn what_the_seed_gives() {
        let fields = "nodes: [v4private, v6global], services: [v4private, v6global]";
        shoot(
            "seeds: [{name: soil, shoot-defaults: {pods: 100.96.0.0/11}}]\n",
            fields,
            &[
                "warning: `a` has IPv4 and IPv6 and says no pods: they are left to the seed, which gives 100.96.0.0/11",
            ],
        );
        shoot(
            "seeds: [{name: soil, shoot-defaults: {services: 100.64.0.0/13}}]\n",
            fields,
            &[
                "error: `a` has IPv4 and IPv6 and says no pods: the seed `soil` has no default for them",
            ],
        );
    }
}
