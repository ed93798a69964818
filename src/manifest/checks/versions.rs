//! What the Gardener at hand does not do yet, or not any more, where its version is known (g a, `versions.yaml`).

use super::super::check::{Check, Report, Subject};
use super::super::cursor::At;
use super::super::finding::By;
use super::sources;
use crate::addr::Family;
use crate::plan::Version;
use crate::profile::{Ability, releases};

pub(super) static KUBERNETES: Check = Check {
    code: "kubernetes-not-offered",
    covers: &["g-a"],
    summary: "a Kubernetes version that this Gardener does not run",
    sources: sources::RELEASES,
    check: kubernetes,
};

pub(super) static GARDENER: Check = Check {
    code: "gardener-too-old",
    covers: &["g-a"],
    summary: "the Shoot needs a Gardener that is newer than the one at hand",
    sources: sources::RELEASES,
    check: gardener,
};

/// An update may keep a version that its Gardener has dropped, so only what it does not know yet is told.
fn kubernetes(subject: &Subject<'_>, report: &mut Report<'_>) {
    let (Some(gardener), Some(kubernetes)) = (subject.gardener(), subject.new.version()) else {
        return;
    };
    let Some(since) = releases().offered_since(kubernetes) else {
        return;
    };
    let since = since.value.gardener;
    if !since.is_after(gardener) {
        return;
    }
    let message = format!(
        "Gardener {gardener} does not run Kubernetes {}, which came with {}",
        Version::minor(kubernetes.minor),
        since.version()
    );
    let at = subject.new.at(&["spec", "kubernetes", "version"]);
    let finding = report
        .error(&at, message)
        .help("say an older Kubernetes, or update Gardener before")
        .refused_by(By::Admission);
    report.add(finding);
}

fn gardener(subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(gardener) = subject.gardener() else {
        return;
    };
    for (at, ability, what) in needs(subject) {
        let since = releases().since(ability);
        let Some(since) = since.map(|fact| fact.value.gardener) else {
            continue;
        };
        if since.is_after(gardener) {
            let message = format!(
                "{what} came with Gardener {}, and this one is {gardener}",
                since.version()
            );
            let finding = report
                .error(&at, message)
                .help(format!("update Gardener to {} before", since.version()))
                .refused_by(By::ApiServer);
            report.add(finding);
        }
    }
}

/// What a Shoot needs of its Gardener, each with its place.
fn needs<'a>(subject: &Subject<'a>) -> Vec<(At<'a>, Ability, &'static str)> {
    let new = subject.new;
    let families = new.at(&["spec", "networking", "ipFamilies"]);
    let has = |family| new.has(family);
    let dual = has(Family::V4) && has(Family::V6);
    let mask = new.at(&[
        "spec",
        "kubernetes",
        "kubeControllerManager",
        "nodeCIDRMaskSizeIPv6",
    ]);
    let nodes = new.at(&["spec", "networking", "nodes"]);
    let unsaid = !has(Family::V4) && !nodes.exists() && !new.manifest.is_workerless();
    let was = subject.old.map(|old| old.has(Family::V6));
    let mut needs = Vec::new();
    let mut need = |needed: bool, at: &At<'a>, ability, what| {
        if needed {
            needs.push((at.clone(), ability, what));
        }
    };
    need(dual, &families, Ability::DualStack, "both families");
    need(
        mask.exists(),
        &mask,
        Ability::NodeMaskV6,
        "nodeCIDRMaskSizeIPv6",
    );
    need(
        unsaid,
        &families,
        Ability::NodesUnsaid,
        "IPv6 alone without a node range",
    );
    need(
        dual && was == Some(false),
        &families,
        Ability::ToDualStack,
        "the move from IPv4 to both families",
    );
    need(
        !has(Family::V6) && was == Some(true),
        &families,
        Ability::FromDualStack,
        "the move back to IPv4",
    );
    needs
}
