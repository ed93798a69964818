//! Ranges that are left out, and nodes beyond what Gardener lets the autoscaler make (g 27, 29).

use super::super::check::{Check, Range, Report, Subject};
use super::super::defaults::{autoscaler_cap, ranges};
use super::super::finding::By;
use super::sources;
use crate::addr::{Count, Family};

pub(super) static MISSING: Check = Check {
    code: "missing-range",
    covers: &["g-21", "g-27", "g-28"],
    summary: "a range that the manifest leaves to the seed or the infrastructure",
    sources: sources::NETWORKS,
    check: missing,
};

pub(super) static NODES: Check = Check {
    code: "nodes-exceed-room",
    covers: &["g-29", "k-N6"],
    summary: "worker pools that may grow beyond what the ranges hold",
    sources: sources::AUTOSCALER,
    check: nodes,
};

/// The VPC that AWS gives: nodes and pods are the whole of it (g d).
const AWS_VPC: i64 = 56;

fn is_of_infrastructure(subject: &Subject<'_>) -> bool {
    subject.new.provider() == "aws" && subject.defaults.is_only(Family::V6)
}

fn missing(subject: &Subject<'_>, report: &mut Report<'_>) {
    let manifest = subject.new.manifest;
    if manifest.networking.is_none() || is_of_infrastructure(subject) || manifest.seed.is_some() {
        return;
    }
    let workerless = manifest.is_workerless();
    let only_v6 = subject.defaults.is_only(Family::V6);
    for range in Range::ALL {
        let asked = match range {
            Range::Nodes => !workerless && !is_asked_by_provider(subject),
            Range::Pods => !workerless,
            // Gardener draws those of a cluster without workers.
            Range::Services => !(workerless && only_v6),
        };
        if asked && ranges(subject.new, range).is_empty() && subject.new.range(range).is_none() {
            left_out(subject, range, report);
        }
    }
}

/// Providers whose own check says that nodes are missing.
fn is_asked_by_provider(subject: &Subject<'_>) -> bool {
    let known = [
        "aws",
        "gcp",
        "azure",
        "openstack",
        "alicloud",
        "ironcore",
        "ironcore-metal",
        "local",
    ];
    known.contains(&subject.new.provider())
}

fn left_out(subject: &Subject<'_>, range: Range, report: &mut Report<'_>) {
    let key = range.key();
    let at = subject.new.at(&["spec", "networking", key]);
    let only_v6 = subject.defaults.is_only(Family::V6);
    let message = match range {
        Range::Nodes => format!("no {key}, so the infrastructure has to give them"),
        Range::Pods | Range::Services => {
            format!(
                "no {key}, so they are what the seed's shootDefaults say, or the Shoot is refused"
            )
        }
    };
    let finding = report.error(&at, message).warning().help(format!(
        "write `{key}`: they can never be changed afterwards"
    ));
    report.add(match range {
        Range::Nodes => finding
            .help("write `nodes`, unless the infrastructure assigns them")
            .refused(By::Gardenlet, "shoot's nodes cidr is empty"),
        Range::Pods | Range::Services if only_v6 => finding.refused_by(By::Gardenlet),
        Range::Pods | Range::Services => {
            finding.refused(By::Admission, format!("{key} is required"))
        }
    });
}

fn nodes(subject: &Subject<'_>, report: &mut Report<'_>) {
    let pools = &subject.new.manifest.workers;
    let most = pools.iter().filter_map(|pool| pool.maximum.as_ref());
    let most: i64 = most.fold(0, |sum, pool| sum.saturating_add(pool.value));
    let assigned = is_of_infrastructure(subject) && ranges(subject.new, Range::Pods).is_empty();
    let cap = if assigned {
        let mask = subject.defaults.mask(Family::V6).unwrap_or(AWS_VPC);
        u32::try_from(mask - AWS_VPC)
            .ok()
            .and_then(Count::power_of_two)
    } else {
        autoscaler_cap(subject.new, subject.defaults)
    };
    let wanted = u128::try_from(most).map_or(Count::ZERO, Count::new);
    let Some(cap) = cap.filter(|&cap| wanted > cap) else {
        return;
    };
    let at = subject.new.at(&["spec", "provider", "workers"]);
    let help = if assigned {
        "write `nodeCIDRMaskSize: 80`, which is what AWS gives a node anyway; it can never be changed"
    } else {
        "lower `maximum` of the pools, or plan larger nodes and pods"
    };
    let message = format!(
        "the worker pools may grow to {wanted} nodes, and the ranges hold {cap}, where Gardener stops the autoscaler"
    );
    let finding = report.error(&at, message).help(help).warning();
    report.add(finding);
}
