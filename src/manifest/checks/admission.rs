//! Gardener's admission (g 20, 21, 25, 26): the three ranges of one Shoot against one another, and what must be there.

use super::super::check::{Check, Range, Report, Subject};
use super::super::cidr::Cidr;
use super::super::finding::{By, Finding};
use super::sources;
use crate::addr::Family;

pub(super) static OVERLAP: Check = Check {
    code: "overlap",
    covers: &["g-20", "g-24", "k-O1", "k-O2"],
    summary: "two of the three ranges of a Shoot share addresses",
    sources: sources::ADMISSION,
    check: overlap,
};

pub(super) static REQUIRED: Check = Check {
    code: "required-field",
    covers: &["g-21", "g-23"],
    summary: "a Shoot on a seed without a range that the seed does not give either",
    sources: sources::ADMISSION,
    check: required,
};

pub(super) static NODES: Check = Check {
    code: "max-nodes-total",
    covers: &["g-25"],
    summary: "worker pools that start with more nodes than the CloudProfile allows",
    sources: sources::ADMISSION,
    check: nodes,
};

pub(super) static MANAGED: Check = Check {
    code: "managed-seed-networks",
    covers: &["g-26"],
    summary: "a ManagedSeed whose networks are not those of its Shoot",
    sources: sources::MANAGED_SEED,
    check: managed,
};

/// The pairs in the order in which Gardener looks, with the field that it blames and its words.
const PAIRS: &[(Range, Range, Range, &str)] = &[
    (
        Range::Pods,
        Range::Services,
        Range::Services,
        "shoot pod network intersects with shoot service network",
    ),
    (
        Range::Pods,
        Range::Nodes,
        Range::Pods,
        "shoot pod network intersects with shoot node network",
    ),
    (
        Range::Services,
        Range::Nodes,
        Range::Services,
        "shoot service network intersects with shoot node network",
    ),
];

fn overlap(subject: &Subject<'_>, report: &mut Report<'_>) {
    for &(left, right, blamed, words) in PAIRS {
        let (Some(one), Some(two)) = (subject.new.cidr(left), subject.new.cidr(right)) else {
            continue;
        };
        if !one.overlaps(two) {
            continue;
        }
        let other = if blamed == left { right } else { left };
        let at = subject.new.at(&["spec", "networking", blamed.key()]);
        let with = subject.new.at(&["spec", "networking", other.key()]);
        let message = format!(
            "{} {} and {} {} share addresses",
            blamed.key(),
            at.text().unwrap_or(""),
            other.key(),
            with.text().unwrap_or("")
        );
        let finding = report
            .error(&at, message)
            .help("give the three ranges addresses of their own")
            .label(with.span(), other.key());
        report.add(blame(subject, finding, words));
    }
}

/// Nothing checks the ranges of a Shoot with IPv6 alone: it is created, and its traffic goes astray.
fn blame(subject: &Subject<'_>, finding: Finding, words: &str) -> Finding {
    if subject.new.has(Family::V4) {
        finding.refused(By::Admission, words)
    } else {
        finding
    }
}

fn required(subject: &Subject<'_>, report: &mut Report<'_>) {
    if subject.new.seed().is_none() {
        return;
    }
    let workerless = subject.new.manifest.is_workerless();
    let has_v4 = subject.new.has(Family::V4);
    let networking = subject.new.at(&["spec", "networking"]);
    let asked = [
        (Range::Pods, has_v4 && !workerless),
        (Range::Services, has_v4 || workerless),
    ];
    for (range, asked) in asked {
        let given = subject.new.range(range).is_some() || is_given_by_seed(subject, range);
        if asked && !given {
            let key = range.key();
            let finding = report
                .error(
                    &networking.key(key),
                    format!("no {key}, and the Shoot is on a seed"),
                )
                .help(format!("write `{key}`; it can never be changed afterwards"))
                .refused(By::Admission, format!("{key} is required"));
            // Gardener's mutator draws the services of a new cluster without workers that has IPv6 alone.
            let drawn = workerless && !has_v4 && subject.old.is_none();
            report.add(if drawn { finding.warning() } else { finding });
        }
    }
}

/// Whether the seed has a default of a family that fits, or Gardener draws one: services of IPv6 without workers.
fn is_given_by_seed(subject: &Subject<'_>, range: Range) -> bool {
    let default = subject.seed().and_then(|seed| match range {
        Range::Nodes => None,
        Range::Pods => seed.shoot_pods.as_deref(),
        Range::Services => seed.shoot_services.as_deref(),
    });
    let default = default.and_then(Cidr::parse);
    default.is_some_and(|cidr| subject.new.has(cidr.family()))
}

fn nodes(subject: &Subject<'_>, report: &mut Report<'_>) {
    let manifest = subject.new.manifest;
    let Some(profile) = &manifest.cloud_profile else {
        return;
    };
    let mut profiles = subject.landscape.profiles.iter();
    let Some((name, most)) = profiles.find(|(name, _)| *name == profile.value) else {
        return;
    };
    let least = manifest
        .workers
        .iter()
        .filter_map(|pool| pool.minimum.as_ref());
    let least: i64 = least.fold(0, |sum, pool| sum.saturating_add(pool.value));
    if least > *most {
        let at = subject.new.at(&["spec", "provider", "workers"]);
        let message = format!(
            "the worker pools start with {least} nodes, and the CloudProfile {name} allows {most}"
        );
        let finding = report
            .error(&at, message)
            .help("lower `minimum` of the pools")
            .refused(
                By::Admission,
                format!(
                    "the total minimum node count of all worker pools must not exceed the limit of {most} configured in the CloudProfile"
                ),
            );
        report.add(finding);
    }
}

fn managed(subject: &Subject<'_>, report: &mut Report<'_>) {
    let path = subject.new.manifest.path();
    let Some(managed) = subject.landscape.managed(&path) else {
        return;
    };
    let seed = &managed.seed;
    let said = [
        (Range::Nodes, &seed.nodes),
        (Range::Pods, &seed.pods),
        (Range::Services, &seed.services),
    ];
    for (range, of_seed) in said {
        let (Some(of_seed), Some(of_shoot)) = (of_seed, subject.new.range(range)) else {
            continue;
        };
        if *of_seed != of_shoot.value {
            let key = range.key();
            let at = subject.new.at(&["spec", "networking", key]);
            let message = format!(
                "{key} are {}, and the ManagedSeed {} says {of_seed}",
                of_shoot.value, seed.name
            );
            let finding = report
                .error(&at, message)
                .help("write the same range in both")
                .refused_by(By::Admission);
            report.add(finding);
        }
    }
}
