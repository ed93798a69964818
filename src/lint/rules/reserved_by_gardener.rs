//! `reserved-by-gardener`: a range that Gardener or the provider uses itself.

use super::super::prefixes::{Said, each_said, is_caused_above, place_instead, written_place};
use super::super::provider::profile_of;
use super::super::{Check, Context, Report, Rule};
use crate::addr::{Family, Prefix, Purpose, registered};
use crate::diag::{Finding, Severity};
use crate::engine::{Origin, Shoot, writes};
use crate::plan::{Field, Kind, RangeKind, Version};
use crate::profile::{Reserved, reserved};
use crate::source::{NodeId, Source};

pub(super) static RULE: Rule = Rule {
    code: "reserved-by-gardener",
    summary: "a prefix touches a range that Gardener or the provider uses itself",
    why: "The VPN between a seed and its shoots has a network of its own, and maps the ranges of both sides into \
          240.0.0.0/8 to 244.0.0.0/8, so that the two may be the same. A shoot whose ranges touch one of these is \
          refused when a seed is chosen for it. Where the cluster has IPv4 that is admission; where it has IPv6 alone \
          the scheduler finds no seed. Before Gardener 1.116 the VPN's IPv4 network 192.168.123.0/24 was one of them. \
          What a provider has taken is in its profile: touching it is refused, or hurts.",
    bad: "trellis: 1\nprovider: aws\nnode-zones: [eu-central-1a]\nshoots:\n  - {name: a, nodes: 242.0.0.0/16, pods: v4private, services: v4private}\n",
    good: "trellis: 1\nprovider: aws\nnode-zones: [eu-central-1a]\nshoots:\n  - {name: a, nodes: 10.242.0.0/16, pods: v4private, services: v4private}\n",
    covers: &["g-22", "g-24", "a-2.2"],
    sources: &[
        Source {
            title: "gardener: pkg/utils/validation/cidr/disjoint.go, ValidateNetworkDisjointedness",
            url: "https://github.com/gardener/gardener/blob/master/pkg/utils/validation/cidr/disjoint.go",
        },
        Source {
            title: "gardener: docs/usage/networking/shoot_networking.md",
            url: "https://github.com/gardener/gardener/blob/master/docs/usage/networking/shoot_networking.md",
        },
    ],
    check: Check::Node(check),
};

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    match context.plan.kind(node) {
        Kind::Plan => {}
        Kind::Shoot => check_shoot(context, node, report),
        Kind::Region | Kind::Zone | Kind::Vpc | Kind::Block => {
            each_said(context.plan, node, |said| {
                check_block(context, &said, report);
            });
        }
    }
}

/// Whether a block's prefix lies in what Gardener has reserved: then this rule tells it.
pub(super) fn holds(context: &Context<'_>, said: &Said) -> bool {
    let version = version_of(context, said.node);
    reserved(version).any(|range| range.prefix.covers(said.prefix))
}

fn version_of(context: &Context<'_>, node: NodeId) -> Option<Version> {
    let settings = context.evaluation.settings(node);
    settings.version(context.plan, Field::GardenerVersion)
}

/// Blocks are not compared by Gardener. Ranges placed in one would be.
fn check_block(context: &Context<'_>, said: &Said, report: &mut Report<'_>) {
    if !matches!(said.field, Field::V6 | Field::V4) {
        return;
    }
    let profile = profile_of(context, said.node);
    let version = version_of(context, said.node);
    let range = reserved(version)
        .filter(|_| profile.cluster.gardener.value)
        .find(|range| range.prefix.covers(said.prefix));
    let Some(range) = range else {
        return;
    };
    if !is_caused_above(context.plan, said.node, range.prefix) {
        let severity = Severity::Error;
        report.add(severity, || {
            let message = format!(
                "{} lies in Gardener's {} ({}): it refuses every range there",
                said.prefix, range.name, range.prefix
            );
            let mut finding = Finding::new("reserved-by-gardener", severity, said.place(), message)
                .help("write a prefix outside of it");
            finding.fixes.extend(place_instead(context.plan, said));
            finding
        });
    }
}

pub(super) fn is_shared(prefix: Prefix) -> bool {
    registered(prefix).is_some_and(|entry| entry.purpose == Purpose::Shared)
}

fn check_shoot(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    let settings = context.evaluation.settings(node);
    if !writes(context.plan, node, settings) {
        return;
    }
    let shoot = context.shoot(node);
    for kind in RangeKind::ALL {
        for family in Family::BOTH {
            check_range(context, &shoot, (kind, family), report);
        }
    }
}

fn check_range(
    context: &Context<'_>,
    shoot: &Shoot<'_>,
    (kind, family): (RangeKind, Family),
    report: &mut Report<'_>,
) {
    let written = shoot
        .range(kind, family)
        .filter(|range| range.origin != Origin::Default)
        .and_then(|range| range.written);
    let Some(prefix) = written else {
        return;
    };
    let place = written_place(context.plan, (shoot.node, Some(kind)), prefix);
    let said = Said {
        node: place.node,
        field: Field::of_key(place.field).unwrap_or(Field::Nodes),
        range: Some(kind),
        prefix,
        last: prefix.raw_last(),
    };
    let version = shoot.settings.version(shoot.plan, Field::GardenerVersion);
    let range = reserved(version)
        .filter(|_| shoot.profile.cluster.gardener.value)
        .find(|range| range.prefix.overlaps(prefix));
    if let Some(range) = range {
        report.add(Severity::Error, || {
            let mut finding = refused(shoot, &said, range);
            finding.fixes.extend(place_instead(context.plan, &said));
            finding
        });
    }
}

fn refused(shoot: &Shoot<'_>, said: &Said, range: &Reserved) -> Finding {
    let kind = said.range.unwrap_or(RangeKind::Nodes);
    let by = if shoot.has(Family::V4) {
        "gardener-apiserver, when a seed is chosen for the shoot"
    } else {
        "gardener-scheduler, when it looks for a seed: admission does not compare the ranges of IPv6 alone"
    };
    let what = match kind {
        RangeKind::Nodes => "node",
        RangeKind::Pods => "pod",
        RangeKind::Services => "service",
    };
    let literal = format!(
        "{what} network intersects with {} ({})",
        range.name, range.prefix
    );
    let message = format!(
        "{} touch {}, Gardener's {}",
        said.text(),
        range.prefix,
        range.name
    );
    Finding::new(
        "reserved-by-gardener",
        Severity::Error,
        said.place(),
        message,
    )
    .about(shoot.node)
    .help("write a range outside of it")
    .refused(by, literal)
}

#[cfg(test)]
mod tests;
