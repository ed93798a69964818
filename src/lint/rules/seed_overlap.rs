//! `seed-overlap`: a range of a shoot shares addresses with the seed that its control plane runs on.

mod nearest;
#[cfg(test)]
mod tests;

use super::super::words::setting_place;
use super::super::{Check, Context, Report, Rule};
use crate::addr::{Family, Prefix};
use crate::diag::{Anchor, Finding, Severity};
use crate::engine::{Shoot, range_field};
use crate::plan::{Field, Kind, Plan, RangeKind, Seed};
use crate::profile::HandedOver;
use crate::source::{NodeId, Place, Source};

const CODE: &str = "seed-overlap";

pub(super) static RULE: Rule = Rule {
    code: CODE,
    summary: "an IPv6 range of a shoot shares addresses with a seed",
    why: "A shoot's control plane runs in a seed and reaches nodes, pods and services of the shoot through a VPN. IPv4 is \
          translated on that way, so both may have the same ranges. IPv6 is not: an address that seed and shoot both have \
          leads nowhere. Gardener's scheduler takes no such seed, and admission refuses the shoot where it has IPv4 as \
          well. Which seed a shoot gets is often decided late, so all of them are compared unless `seed` names one. \
          Ranges of a seed never change, nor do pods and services of a shoot.",
    bad: "trellis: 1\nseeds:\n  - {name: soil, pods: \"fd5a:3c1e:77a0::/56\"}\nshoots:\n  - {name: a, pods: \"fd5a:3c1e:77a0::/52\"}\n",
    good: "trellis: 1\nseeds:\n  - {name: soil, pods: \"fd5a:3c1e:77a0::/56\"}\nshoots:\n  - {name: a, pods: \"fd5a:3c1e:77a0:1000::/52\"}\n",
    covers: &["g-22", "g-23", "g-24", "g-26"],
    sources: &[
        Source {
            title: "gardener: pkg/utils/validation/cidr/disjoint.go, ValidateNetworkDisjointedness",
            url: "https://github.com/gardener/gardener/blob/master/pkg/utils/validation/cidr/disjoint.go",
        },
        Source {
            title: "gardener: pkg/scheduler/controller/shoot/reconciler.go, networksAreDisjointed",
            url: "https://github.com/gardener/gardener/blob/master/pkg/scheduler/controller/shoot/reconciler.go",
        },
    ],
    check: Check::Node(check),
};

/// A range of a seed.
type OfSeed<'p> = (&'p Seed, RangeKind, Prefix);

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    let plan = context.plan;
    if plan.seeds().is_empty() {
        return;
    }
    match plan.kind(node) {
        Kind::Plan => check_defaults(plan, report),
        Kind::Shoot => {
            let shoot = context.shoot(node);
            for kind in RangeKind::ALL {
                check_range(context, &shoot, kind, report);
            }
        }
        Kind::Region | Kind::Zone | Kind::Vpc | Kind::Block => {}
    }
}

/// What a seed gives shoots must not be what it has itself.
fn check_defaults(plan: &Plan, report: &mut Report<'_>) {
    for (item, seed) in plan.seeds().iter().enumerate() {
        let v6 = |&&(_, prefix): &&(RangeKind, Prefix)| prefix.family() == Family::V6;
        for (kind, prefix) in seed.shoot_defaults.iter().filter(v6) {
            let Some((other, taken)) = seed
                .ranges
                .iter()
                .find(|(_, taken)| taken.overlaps(*prefix))
            else {
                continue;
            };
            report.add(Severity::Error, || {
                let message = format!(
                    "the seed `{}` gives shoots {} {prefix}, which overlap its own {} {taken}",
                    crate::plan::cut(&seed.name),
                    kind.key(),
                    other.key()
                );
                let place = Place {
                    item: u16::try_from(item).ok(),
                    ..Place::field(NodeId::ROOT, Field::Seeds.key())
                };
                Finding::new(CODE, Severity::Error, place, message).help(
                    "give shoots another range: IPv6 is not translated between seed and shoot",
                )
            });
        }
    }
}

/// The seeds that a shoot may get: the one that it names, else all. A seed that is a shoot itself is not compared.
fn seeds<'p>(shoot: &Shoot<'p>) -> impl Iterator<Item = &'p Seed> {
    let plan = shoot.plan;
    let named = shoot.settings.text(plan, Field::Seed);
    plan.seeds().iter().filter(move |seed| {
        named.is_none_or(|named| named == &*seed.name) && *seed.name != *plan.name(shoot.node)
    })
}

fn check_range(context: &Context<'_>, shoot: &Shoot<'_>, kind: RangeKind, report: &mut Report<'_>) {
    check_managed(context, shoot, kind, report);
    let all = seeds(shoot).flat_map(|seed| {
        let ranges = seed.ranges.iter();
        ranges.map(move |&(kind, prefix)| (seed, kind, prefix))
    });
    let mut met = all
        .filter(|(_, _, prefix)| prefix.family() == Family::V6)
        .filter_map(|of_seed| {
            let mine = nearest::overlapping(context, shoot, kind, of_seed.2)?;
            Some((of_seed, mine))
        });
    let Some((of_seed, mine)) = met.next() else {
        return;
    };
    report.add(Severity::Error, || {
        finding(context, shoot, (kind, mine), (of_seed, met.count()))
    });
}

fn finding(
    context: &Context<'_>,
    shoot: &Shoot<'_>,
    (kind, mine): (RangeKind, Prefix),
    (of_seed, more): (OfSeed<'_>, usize),
) -> Finding {
    let (seed, other, prefix) = of_seed;
    let more = match more {
        0 => String::new(),
        1 => ", and another range of a seed".to_owned(),
        more => format!(", and {more} other ranges of seeds"),
    };
    let message = format!(
        "{} {mine} overlap {} {prefix} of the seed `{}`{more}",
        kind.key(),
        other.key(),
        crate::plan::cut(&seed.name)
    );
    let place = setting_place(context.plan, shoot.node, range_field(kind));
    let finding = Finding::new(CODE, Severity::Error, place, message)
        .about(shoot.node)
        .help("choose another range, or name the seed that it gets (`seed`): IPv6 is not translated between the two")
        .label(
            Anchor::Place(Place::field(NodeId::ROOT, Field::Seeds.key())),
            format!("the seed has {prefix}"),
        );
    refuse(shoot, finding, (kind, other))
}

/// Who refuses it. Ranges that the infrastructure hands out are not known when a seed is chosen.
fn refuse(shoot: &Shoot<'_>, finding: Finding, kinds: (RangeKind, RangeKind)) -> Finding {
    let words = format!(
        "shoot {} network intersects with seed {} network",
        word(kinds.0),
        word(kinds.1)
    );
    let known = match shoot.profile.cluster.handed_over.value {
        HandedOver::Always | HandedOver::WithExplicitRanges => true,
        HandedOver::WithIpamPool | HandedOver::Never => false,
    };
    match (shoot.has(Family::V4), known) {
        (true, _) => finding.refused(
            "gardener-apiserver (admission), when the shoot gets that seed",
            words,
        ),
        (false, true) => finding.refused(
            "gardener-scheduler, which takes no such seed: the shoot stays pending",
            format!("invalid networks: {words}"),
        ),
        (false, false) => finding,
    }
}

/// A range as Gardener's messages name it.
const fn word(kind: RangeKind) -> &'static str {
    match kind {
        RangeKind::Nodes => "node",
        RangeKind::Pods => "pod",
        RangeKind::Services => "service",
    }
}

/// A shoot that is a seed too has the seed's ranges.
fn check_managed(
    context: &Context<'_>,
    shoot: &Shoot<'_>,
    kind: RangeKind,
    report: &mut Report<'_>,
) {
    let plan = context.plan;
    let same = plan
        .seeds()
        .iter()
        .find(|seed| *seed.name == *plan.name(shoot.node));
    let Some(seed) = same else {
        return;
    };
    for &(_, of_seed) in seed.ranges.iter().filter(|(other, _)| *other == kind) {
        let mine = context
            .evaluation
            .range_prefix(shoot, kind, of_seed.family(), &[]);
        let Some(mine) = mine.filter(|&mine| mine != of_seed) else {
            continue;
        };
        report.add(Severity::Error, || {
            let message = format!(
                "`{}` is a seed too, whose {} are {of_seed}, and here they are {mine}",
                crate::plan::cut(&seed.name),
                kind.key()
            );
            let place = setting_place(plan, shoot.node, range_field(kind));
            Finding::new(CODE, Severity::Error, place, message)
                .about(shoot.node)
                .help("write the same ranges in both places: a ManagedSeed has those of its shoot")
        });
    }
}
